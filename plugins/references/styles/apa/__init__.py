"""APA style, seventh edition."""
