"""One calculator a file, named after its id with underscores."""
