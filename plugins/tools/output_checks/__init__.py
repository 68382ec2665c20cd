"""Checks of the finished tree, before it is published."""
