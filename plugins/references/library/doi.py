"""DOIs: how people write them, and the one form that the library stores."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

from .characters import without_unseen

#: A DOI inside a text. Its end is cut by ``_cut``; ``<`` and ``>`` belong to some.
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"]+", re.ASCII)
#: Most DOIs of a library: nothing can be cut from them.
CLEAN = re.compile(r"10\.\d{4,9}/[A-Za-z0-9._-]*[A-Za-z0-9]", re.ASCII)
#: What begins anew where no space was left: a second DOI, a number, a sentence.
NEXT = re.compile(
    r"[,;|](?=(?i:https?://|doi:|pmid|pmcid)|10\.\d{4,9}/)"
    r"|\.(?=(?:PMID|PMCID|doi:|https?:)|(?:Accessed|Available|Epub|Retrieved|Free)\b)"
)
PMID = re.compile(r"\bPMID\s*:?\s*(\d{1,9})\b", re.IGNORECASE)
PUBMED = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")
#: Markup behind a DOI; in old DOIs of Wiley's “<” stands before a page.
MARKUP = re.compile(
    r"\]\(|[“”«»]|</|\\\)|<(?:a|b|br|em|i|img|li|p|span|strong|sup|u)\b", re.IGNORECASE
)
#: What an address says behind a DOI. Only a SICI's check character is a “#” of its own:
#: “…3.0.CO;2-#” (ANSI/NISO Z39.56).
ASIDE = re.compile(r"(?<!;2-)#|[?&][A-Za-z_][\w.%-]*=|;jsessionid\b", re.IGNORECASE)
#: Views of an article, as publishers' addresses name them behind its DOI.
VIEWS = re.compile(
    r"/(?:full(?:text)?|abstract|summary|e?pdf|epub|html?|xml|meta|references|citedby"
    r"|citations?|figures?|tables?|metrics|related|suppl\w*|suppl_file|asset|download"
    r"|standard|reader|-)(?:[./+-][^#?]*)?$",
    re.IGNORECASE,
)
#: Ends of files, which only an address has: a bare DOI may end in “.pdf”.
FILES = re.compile(
    r"\.(?:full|abstract|short|long|extract|full-text|e?pdf|epub|x?html?|xml)"
    r"(?:\.pdf)?(?:\+html)?$",
    re.IGNORECASE,
)
#: In addresses of preprints the version, in those of Oxford's journals a number.
VERSIONS = re.compile(
    r"(?<=^10\.1101/)(?P<preprint>[\d.]+)v\d+$"
    r"|(?<=^10\.1093/)(?P<oxford>[a-z]+/[a-z]+\d+)/\d{5,}$"
)
HOME = re.compile(r"(?:dx\.)?doi\.org/?$", re.IGNORECASE)
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
    if CLEAN.fullmatch(text):
        return text.lower()
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
        doi = _cut(found.group(), is_in_address=_is_in_address(found)).lower()
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
    text = NEXT.sub(" ", without_unseen(text).translate(DASHES))
    text = re.sub(r"\\([<>_*#\[\]])", r"\1", text)  # as Markdown escapes them
    # “10.1001/ jama…”: a space after the slash, as pages in two columns leave it.
    return re.sub(r"(10\.\d{4,9})\s*/\s+(?=\S)", r"\1/", text)


def _is_in_address(found: re.Match[str]) -> bool:
    """Return whether a DOI stands in the address of a publisher's page."""
    before = found.string[max(0, found.start() - 300) : found.start()]
    word = re.split(r"[\s<>\"(]", before)[-1]
    return "://" in word and not HOME.search(word)


def _cut(doi: str, *, is_in_address: bool) -> str:
    """Cut what follows the DOI: markup, a query, quotes, a sentence's end."""
    doi = MARKUP.split(doi, maxsplit=1)[0]
    doi = _without_tail(ASIDE.split(doi, maxsplit=1)[0])
    prefix, _, suffix = doi.partition("/")
    suffix = VIEWS.sub("", suffix)
    if is_in_address:
        suffix = VIEWS.sub("", FILES.sub("", suffix))
    doi = f"{prefix}/{suffix}"
    if is_in_address:
        found = VERSIONS.search(doi.lower())
        doi = doi[: found.end(found.lastgroup or 0)] if found else doi
    return _without_tail(doi)


def _without_tail(doi: str) -> str:
    while doi and (doi[-1] in TAIL or _is_unbalanced(doi)):
        doi = doi[:-1]
    return doi


def _is_unbalanced(doi: str) -> bool:
    """Return whether the last character closes what the DOI never opened."""
    last = doi[-1]
    return last in PAIRS and doi.count(PAIRS[last]) < doi.count(last)
