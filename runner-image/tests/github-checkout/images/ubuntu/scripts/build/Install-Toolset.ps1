Add-Content $env:SPRINTERS_SEEN "toolset"
