"""The library: works as records, read from and written to one file."""
