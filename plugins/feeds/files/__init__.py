"""Feeds as files: not touched where nothing changed, dated as before where they are."""
