"""Addresses elsewhere that texts lead to: found, asked, remembered, told."""
