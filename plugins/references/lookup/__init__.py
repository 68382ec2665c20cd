"""Looking works up at Crossref, doi.org, Europe PMC and PubMed."""
