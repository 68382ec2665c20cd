"""Citations in a post: the notation, the marks, the block below the text."""
