# After the build.
