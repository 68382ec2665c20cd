"""DOIs: how people write them, and the one form that the library stores."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

from .characters import without_unseen

#: A DOI inside a text. Its end is cut by ``_cut``; ``<`` and ``>`` belong to some.
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"]+", re.ASCII)
PMID = re.compile(r"\bPMID\s*:?\s*(\d{1,9})\b", re.IGNORECASE)
PUBMED = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")
#: What a sentence or markup leaves at a DOI's end.
TAIL = ".,;:'`\\*_…’‘/&?"
#: Dashes for hyphens, and joiners for nothing.
DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------", "\u200c\u200d")
PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def clean_doi(text: str) -> str:
    """Return the DOI in ``text``, bare and in lower case, or an empty string.

    >>> clean_doi("doi: https://doi.org/10.1016/S0140-6736(20)12345-6).")
    '10.1016/s0140-6736(20)12345-6'
    """
    found = find_dois(text)
    return found[0] if found else ""


def is_same_doi(one: str, other: str) -> bool:
    """Return whether two texts are one DOI, in whatever case (DOI Handbook, 2.4)."""
    return one.lower() == other.lower() or clean_doi(one) == clean_doi(other) != ""


def find_dois(text: str) -> list[str]:
    """Return every DOI of ``text`` in order, cleaned."""
    text = _plain(text)
    dois = []
    for found in DOI.finditer(text):
        doi = _cut(found.group()).lower()
        if not doi.endswith("/") and doi not in dois:
            dois.append(doi)
    return dois


def find_pmid(text: str) -> str:
    """Return PubMed's number where ``text`` names one, or an empty string."""
    found = PMID.search(text) or PUBMED.search(text)
    return found.group(1) if found else ""


def doi_url(doi: str) -> str:
    """Return the link of a cleaned DOI; characters that end a URL are encoded."""
    return "https://doi.org/" + quote(doi, safe="/()._;:-+,!*'~$&=@")


def _plain(text: str) -> str:
    """Undo what web pages, e-mail and word processors do to a DOI."""
    text = unescape(text)
    if re.search(r"%[0-9A-Fa-f]{2}", text):
        text = unquote(text)
    text = without_unseen(text).translate(DASHES)
    # “10.1001/ jama…”: a space after the slash, as pages in two columns leave it.
    return re.sub(r"(10\.\d{4,9})\s*/\s+(?=\S)", r"\1/", text)


def _cut(doi: str) -> str:
    """Cut what follows the DOI: markup, a query, quotes, a sentence's end."""
    doi = re.split(r"\]\(|[“”«»]|</|<br|<a\b|\\\)", doi, maxsplit=1)[0]
    doi = re.split(r"[?&](?:utm_|via=|ref=|source=)|#", doi, maxsplit=1)[0]
    doi = re.sub(r"(?:/(?:full|abstract|pdf|epdf|meta))(?:\.html?)?$", "", doi)
    while doi and (doi[-1] in TAIL or _is_unbalanced(doi)):
        doi = doi[:-1]
    return doi


def _is_unbalanced(doi: str) -> bool:
    """Return whether the last character closes what the DOI never opened."""
    last = doi[-1]
    return last in PAIRS and doi.count(PAIRS[last]) < doi.count(last)
