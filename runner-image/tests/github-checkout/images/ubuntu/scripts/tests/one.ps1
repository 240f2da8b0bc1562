# A test.
