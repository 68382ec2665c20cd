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
#: Letters of DOIs are the same in any case in ASCII alone (DOI Handbook, 2.4).
SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
#: How a record's field begins whose rest is one DOI; doi.org's addresses are encoded.
RESOLVER = re.compile(r"\s*https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
LABEL = re.compile(r"^\s*doi:?\s*", re.IGNORECASE)
#: A DOI, and nothing that text or markup would put behind one.
BARE = re.compile(
    r"10\.\d{4,9}(?:\.\d+)*/(?!.*(?:\]\(|[“”«»]|</|<br|<a\b|://|\b10\.\d{4,9}/"
    r"|[?&][\w-]+=|\s[(\[]|\s(?:PMC?ID|doi|Epub|accessed|retrieved)\b))\S.*",
    re.IGNORECASE | re.ASCII,
)
#: What a text takes for the end of a DOI, or for something behind it.
ODD = re.compile(r"[#?\"\s<>]")
#: The number of a serial's article ends in “;2-” and a check character, maybe a hash
#: (ANSI/NISO Z39.56).
FRAGMENT = r"(?<!;\d-)#"


def clean_doi(text: str) -> str:
    """Return the DOI in ``text``, bare and in lower case, or an empty string.

    >>> clean_doi("doi: https://doi.org/10.1016/S0140-6736(20)12345-6).")
    '10.1016/s0140-6736(20)12345-6'
    """
    found = find_dois(text)
    return found[0] if found else ""


def record_doi(value: str) -> str:
    """Return the DOI that a record's own field holds, or an empty string.

    There each character belongs to the DOI; in a text a ``#`` would begin a fragment
    and a quotation mark end it. An address at doi.org is read as one.

    >>> record_doi("10.1000/456#789"), record_doi("https://doi.org/10.1000/456%23789")
    ('10.1000/456#789', '10.1000/456#789')
    """
    bare = LABEL.sub("", value, count=1)
    if found := RESOLVER.match(bare):
        bare = re.split(rf"\?|{FRAGMENT}", bare[found.end() :], maxsplit=1)[0]
    bare = _plain(bare).strip().rstrip(".,;:")
    while bare and _is_unbalanced(bare):
        bare = bare[:-1]
    if ODD.search(bare) and BARE.fullmatch(bare):
        return lower_doi(bare)
    return clean_doi(bare if found else value)


def lower_doi(doi: str) -> str:
    """Return a DOI in lower case, as DOIs have it."""
    return doi.translate(SMALL)


def is_same_doi(one: str, other: str) -> bool:
    """Return whether two texts are one DOI, in whatever case (DOI Handbook, 2.4)."""
    return (
        lower_doi(one) == lower_doi(other) or record_doi(one) == record_doi(other) != ""
    )


def find_dois(text: str) -> list[str]:
    """Return every DOI of ``text`` in order, cleaned."""
    text = _plain(text)
    dois = []
    for found in DOI.finditer(text):
        doi = lower_doi(_cut(found.group()))
        if not doi.endswith("/") and doi not in dois:
            dois.append(doi)
    return dois


def find_pmid(text: str) -> str:
    """Return PubMed's number where ``text`` names one, or an empty string."""
    found = PMID.search(text) or PUBMED.search(text)
    return found.group(1) if found else ""


def doi_path(doi: str) -> str:
    """Return a DOI as the path of an address (DOI Handbook, 2.5.2.4)."""
    return quote(doi, safe="/()._;:-,!*'~$&=@")


def doi_segment(doi: str) -> str:
    """Return a DOI as one segment of a service's path."""
    return quote(doi, safe="")


def doi_url(doi: str) -> str:
    """Return the link of a cleaned DOI; characters that end a URL are encoded."""
    return f"https://doi.org/{doi_path(doi)}"


def printed_doi(doi: str) -> str:
    """Return a DOI as it is printed behind ``https://doi.org/``.

    Only what would lead elsewhere is encoded; the rest stays as people know it.
    """
    return re.sub(r"[%\"#?\s]", lambda found: quote(found[0]), doi)


def _plain(text: str) -> str:
    """Undo what web pages, e-mail and word processors do to a DOI."""
    text = unescape(text)
    if re.search(r"%[0-9A-Fa-f]{2}", text):
        decoded = unquote(text)
        text = text if "\ufffd" in decoded else decoded  # “100%de” is no code
    text = without_unseen(text).translate(DASHES)
    # “10.1001/ jama…”: a space after the slash, as pages in two columns leave it.
    return re.sub(r"(10\.\d{4,9})\s*/\s+(?=\S)", r"\1/", text)


def _cut(doi: str) -> str:
    """Cut what follows the DOI: markup, a query, quotes, a sentence's end."""
    doi = re.split(r"\]\(|[“”«»]|</|<br|<a\b|\\\)", doi, maxsplit=1)[0]
    doi = re.split(rf"[?&](?:utm_|via=|ref=|source=)|{FRAGMENT}", doi, maxsplit=1)[0]
    doi = re.sub(r"(?:/(?:full|abstract|pdf|epdf|meta))(?:\.html?)?$", "", doi)
    while doi and (doi[-1] in TAIL or _is_unbalanced(doi)):
        doi = doi[:-1]
    return doi


def _is_unbalanced(doi: str) -> bool:
    """Return whether the last character closes what the DOI never opened."""
    last = doi[-1]
    return last in PAIRS and doi.count(PAIRS[last]) < doi.count(last)
