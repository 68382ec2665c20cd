"""References from elsewhere: BibTeX, RIS, CSL-JSON, lists typed by hand."""
