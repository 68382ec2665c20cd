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
#: What begins anew where no space was left: a second DOI, a number, a sentence. Right
#: behind the slash a DOI has only begun.
NEXT = re.compile(
    r"(?<!/)(?:[,;|](?=(?i:https?://|doi:|pmid|pmcid)|10\.\d{4,9}/)"
    r"|\.(?=(?:PMID|PMCID|doi:|https?:)|(?:Accessed|Available|Epub|Retrieved|Free)\b))"
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
    r"|citations?|figures?|tables?|metrics|related|information|suppl\w*|suppl_file|asset|download"
    r"|standard|reader|-)(?:[./+-][^#?]*)?$",
    re.IGNORECASE,
)
#: Ends of files, which only an address has: a bare DOI may end in “.pdf”.
FILES = re.compile(
    r"\.(?:full|abstract|short|long|extract|full-text|supplementary-material"
    r"|figures-only|article-(?:info|metrics)|e?pdf|epub|x?html?|xml)"
    r"(?:\.pdf)?(?:\+html)?$",
    re.IGNORECASE,
)
#: In addresses of preprints the version, in those of Oxford's journals a number.
VERSIONS = re.compile(
    r"(?<=^10\.1101/)(?P<preprint>[\d.]+)v\d+$"
    r"|(?<=^10\.1093/)(?P<oxford>[a-z]+/[a-z]+\d+)/\d{5,}(?:/.*)?$"
)
HOME = re.compile(r"(?:dx\.)?doi\.org/?$", re.IGNORECASE)
#: What a sentence or markup leaves at a DOI's end.
TAIL = ".,;:'`\\*_…’‘/&?!†‡§¶"
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
    if CLEAN.fullmatch(text) and not NEXT.search(text):
        return text.lower()
    found = find_dois(text)
    return found[0] if found else ""


def record_doi(value: str) -> str:
    """Return the DOI that a record's own field holds, or an empty string.

    There each character belongs to the DOI; in a text a ``#`` would begin a fragment
    and a quotation mark end it. An address at doi.org is read as one.

    >>> record_doi("10.1000/456#789"), record_doi("https://doi.org/10.1000/456%23789")
    ('10.1000/456#789', '10.1000/456#789')
    """
    if CLEAN.fullmatch(value) and not NEXT.search(value):
        return value.lower()  # most fields: nothing below would change a sign of it
    bare = LABEL.sub("", value, count=1)
    if found := RESOLVER.match(bare):
        bare = re.split(rf"\?|{FRAGMENT}", bare[found.end() :], maxsplit=1)[0]
    bare = _without_tail(_plain(bare).strip().rstrip(".,;:"), signs="")
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
    dois = dict[str, None]()
    for found in DOI.finditer(text):
        doi = lower_doi(_cut(found.group(), is_in_address=_is_in_address(found)))
        if not doi.endswith("/"):
            dois[doi] = None
    return [*dois]


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
    text = re.sub(r"\s|—(?=\s|$)", " ", text)  # no-break spaces, a sentence's dash
    text = NEXT.sub(" ", without_unseen(text).translate(DASHES))
    text = re.sub(r"\\([<>_*#\[\]()])", r"\1", text)  # as Markdown escapes them
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
    if suffix.count("[") > suffix.count("]"):
        suffix = suffix[: suffix.rindex("[")]  # “10.1000/a[published”
    if is_in_address:
        suffix = re.sub(r"[?&]\w+$", "", suffix)
        suffix = VIEWS.sub("", FILES.sub("", suffix))
    doi = f"{prefix}/{suffix}"
    if is_in_address:
        found = VERSIONS.search(doi.lower())
        doi = doi[: found.end(found.lastgroup or 0)] if found else doi
    return _without_tail(doi)


def _without_tail(doi: str, signs: str = TAIL) -> str:
    """Cut these signs off the end, and brackets that the DOI never opened."""
    end = len(doi)
    open_ends = {one: doi.count(one) - doi.count(PAIRS[one]) for one in PAIRS}
    while end and (doi[end - 1] in signs or open_ends.get(doi[end - 1], 0) > 0):
        last = doi[end - 1]
        if last in PAIRS:
            open_ends[last] -= 1
        end -= 1
    return doi[:end]
