"""Comparing the library with what publishers and PubMed hold on record."""
