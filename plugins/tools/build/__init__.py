"""A build: staged, checked, published file by file."""
