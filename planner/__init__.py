"""Media-planning arithmetic: standard library only, the same code at build and in the reader's browser."""
