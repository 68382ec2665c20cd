"""One reference typed by hand, in whatever style: who, what, where, when.

APA, Harvard, Chicago, MLA, AMA, Vancouver, IEEE and the journals' own styles differ in
order and marks. What cannot be read for sure is left out, so that it is compared with
nothing.
"""

from __future__ import annotations

import re
from html import unescape

from ..library.doi import PMID, find_dois
from ..library.fold import fold
from .shared import pages
from .typed_people import are_names, read_people

YEAR = r"(?:1[89]|20)\d\d"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
DAY = r"\d{1,2}(?!\d)(?:st|nd|rd|th)?"
DATE = (
    rf"(?:(?:{MONTH}|{SEASON})(?:[\s/–-]+{MONTH})?(?:[\s.]*{DAY}(?:\s?[–-]\s?{DAY})?)?"
    rf"|{DAY}\s+{MONTH})[\s,]*"
)
PAGE = r"[A-Za-z]{0,2}\d[\w.]*(?:\s*[-–—‐‑−]+\s*[A-Za-z]{0,2}\d[\w.]*)?"
LONGEST_ENTRY = 3000  #: characters of what can be a reference
#: What is said behind a reference: where it is found, when it was looked at.
ADDRESS = re.compile(r"https?://|\bwww\.|\b10\.\d{4,9}/|\bdoi:", re.IGNORECASE)
BEFORE_ADDRESS = re.compile(r"(?:\s|[\[(<]|\bdoi\b|\bURL\b:?|\bWeb:)+$", re.IGNORECASE)
BEHIND = re.compile(
    r"\s*[\[(]?\b(?:PMID|PMCID|PubMed(?: Central)?)\b\s*:?.*$"
    rf"|\s*[\[(]?\b(?:Retrieved|Accessed|Viewed|[Cc]ited)\b:?\s*(?:on\b|from\b|\d|"
    rf"(?i:{MONTH})\s).*$"
    r"|\s*[\[(]?\bAvailable\s*(?:at\b|from\b|online\b|via\b|:).*$"
    rf"|\s(?:Web|Print)\.\s+\d{{1,2}}\s+(?i:{MONTH})\s+{YEAR}\.?$"
    r"|\s*[\[(]?\b(?:Epub\b|(?:Erratum|Comment|Retraction|Update) (?:in|for):).*$",
    re.DOTALL,
)
LINK = re.compile(r"\[([^\[\]]{1,400})\]\((?:[^()\s]|\([^()\s]*\)){1,400}[^()]{0,99}\)")
TAG = re.compile(r"<(?!https?:|\d)/?[a-zA-Z][^<>]{0,300}>")
QUOTES = (
    re.compile(r"[“„«]\s*(?P<title>(?:[^“„«»”]|“[^“”]{1,80}”){8,600})[”»“]"),
    re.compile(r'(?<![^\s(])"(?P<title>[^"]{8,600})"(?!\w)'),
    re.compile(r"(?<![^\s(])‘(?P<title>[^‘]{8,600}?)’(?=[\s,.]|$)"),
    re.compile(r"(?<![^\s(])'(?P<title>.{8,600}?)'(?=[,.]?\s)"),
)
IN_BRACKETS = re.compile(
    rf"^(?P<people>.{{2,1500}}?)[\s.,]*[(\[](?P<year>{YEAR})[a-z]?(?:,[^)\]]*)?[)\]]"
    r"\s*[.,:]?\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
IN_LINE = re.compile(
    rf"^(?P<people>.{{2,1500}}?)[.,]\s+(?P<year>{YEAR})[a-z]?[.,:]\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
YEAR_AT_END = re.compile(rf"[\s.,(\[]*(?P<year>{YEAR})[a-z]?(?:,[^)]*)?[)\].,:]*\s*$")
CUT = re.compile(r"[.?!…][”\"’']?\s+(?=\S)")
EDITED = re.compile(r"[.?!]\s+[^\s.]+\s[A-Z]{1,3}, ed(?:itor)?s?\.?$")
MOST_CUTS = 60
SMALL = ("of", "the", "and", "for", "in", "on", "&")


def read_text(text: str) -> dict[str, object]:
    """Return what a typed reference says as CSL-JSON; nothing where it is unclear."""
    plain = without_asides(text) if len(text) <= 2 * LONGEST_ENTRY else ""
    if not plain or len(plain) > LONGEST_ENTRY:
        return {}
    shapes = (_read_quoted, _read_dated, _read_medical, _read_title_first)
    return next(filter(None, (shape(plain) for shape in shapes)), {})


def without_asides(text: str) -> str:
    """Return an entry's words without markup, addresses and what stands behind them."""
    text = " ".join(text[: 2 * LONGEST_ENTRY].replace("\\", "").split())
    text = TAG.sub("", LINK.sub(r"\1", text))
    text = unescape(re.sub(r"[*_`]", "", text))
    address = ADDRESS.search(text)
    text = BEFORE_ADDRESS.sub("", text[: address.start()] if address else text)
    text = BEHIND.sub("", text)
    text = re.sub(r"(?i)\s*\[(?:internet|online|electronic)\]", "", text)
    return " ".join(text.split()).strip()


def _read_quoted(text: str) -> dict[str, object]:
    """MLA, Chicago, IEEE, Harvard: the title stands in quotes."""
    for quotes in QUOTES:
        found = quotes.search(text)
        if found is None or found.start() > LONGEST_ENTRY // 2:
            continue
        head, title = text[: found.start()], found["title"].strip().rstrip(".,")
        item: dict[str, object] = {"title": title}
        dated = YEAR_AT_END.search(head)
        if dated:
            item |= _issued(dated["year"])
            head = head[: dated.start()]
        people = _people(head)
        if people or are_names(head):
            return item | people | read_source(text[found.end() :].lstrip(" ,.;:"))
    return {}


def _read_dated(text: str) -> dict[str, object]:
    """APA, Harvard, Chicago by year: the year stands behind the people."""
    for shape in (IN_BRACKETS, IN_LINE):
        found = shape.match(text)
        people = _people(found["people"]) if found else {}
        if not found or not people or not re.search(r"[^\W\d_]{3}", found["rest"]):
            continue
        item = people | _issued(found["year"])
        rest = found["rest"].strip()
        if "literal" in str(people) and (source := read_source(rest)):
            # Nobody is named: the title stands where people do.
            return {
                **source,
                **_issued(found["year"]),
                "title": _title(found["people"]),
            }
        cuts = [cut.end() for cut in CUT.finditer(rest)][:MOST_CUTS]
        for cut in cuts:
            if source := read_source(rest[cut:]):
                item["title"] = _title(rest[:cut])
                return {**source, **item}
        item["title"] = _title(rest[: cuts[0]] if cuts else rest)
        return item
    return {}


def _read_medical(text: str) -> dict[str, object]:
    """AMA, Vancouver and Nature: people, title, journal, then the year."""
    for sign in (".", ":"):
        heads = [*re.finditer(rf"[{sign}]\s+(?=\S)", text[:LONGEST_ENTRY])][:MOST_CUTS]
        for head in reversed(heads):
            people = read_people(text[: head.start()], by_initials=True)
            if not people:
                continue
            rest = text[head.end() :]
            for cut in [one.end() for one in CUT.finditer(rest)][:MOST_CUTS]:
                source = read_source(rest[cut:])
                if "issued" in source:
                    return {"author": people, "title": _title(rest[:cut]), **source}
    return {}


def _read_title_first(text: str) -> dict[str, object]:
    """Read “A trial. Daly EJ, Singh JB. JAMA. 2019;…”, as some services print it."""
    for cut in [one.end() for one in CUT.finditer(text)][:9]:
        rest = text[cut:]
        for head in [*re.finditer(r"\.\s+(?=\S)", rest)][:9]:
            people = read_people(rest[: head.start()], by_initials=True)
            source = read_source(rest[head.end() :]) if people else {}
            if "issued" in source:
                return {"author": people, "title": _title(text[:cut]), **source}
    return {}


def _title(text: str) -> str:
    return EDITED.sub("", text.strip()).strip('“”"').removesuffix(".").strip()


def _people(text: str) -> dict[str, object]:
    """Return the authors, or one organisation that stands in their place."""
    text = text.strip(" ,;:")
    if people := read_people(text):
        return {"author": people}
    words = text.rstrip(".").split()
    is_one = 1 <= len(words) <= 12 and not re.search(r"[,;:]|\. |\d{3}", text)
    is_named = all(word[0].isupper() or word in SMALL for word in words)
    return {"author": [{"literal": " ".join(words)}]} if is_one and is_named else {}


def _issued(year: str) -> dict[str, object]:
    return {"issued": {"date-parts": [[int(year)]]}}


JOURNAL = re.compile(
    r"^(?:in:?\s+)?(?P<name>[^\W\d_](?:(?!\s\(?\d|,?\s+(?:vol|no)\b)[^;?!()]){1,150}?"
    r"(?:\s\([^()\d]{2,40}\))?)"
    rf"(?=\s*[.,;:]?\s*(?:$|\(?{YEAR}\b|\(?{DATE}{YEAR}\b|[A-Za-z]?\d|\(\d"
    r"|vol(?:ume)?\b|no\.|pp?\.|suppl|article\b|advance\b|published\b))",
    re.IGNORECASE,
)
#: Each step takes what it knows out of the words behind the journal's name.
STEPS = [
    (field, re.compile(pattern, re.IGNORECASE))
    for field, pattern in (
        ("", r"(?:advance|published)\s+online(?:\s+publication)?,?"),
        ("page", rf"\b(?:pp|p|pages?|art(?:icle)?|S)\b\.?\s*(?:no\.?\s*)?({PAGE})"),
        ("volume", r"\bvol(?:ume)?\b\.?\s*(\w+)"),
        ("issue", r"\b(?:nos?|iss(?:ue)?|number|nr)\b\.?\s*([\w–-]+)"),
        ("issued", rf"\(\s*(?:{DATE})?({YEAR})[a-z]?(?:,?\s*{DATE})?\s*\)"),
        ("issued", rf"^[\s.,]*({YEAR})[a-z]?\b\s*(?:{DATE})?(?=[;:,.]|\s*$)"),
        ("issued", rf"(?:^|[,.;])\s*(?:{DATE})?({YEAR})[a-z]?(?=\s*[.,;:]|\s*$)"),
        ("issue", r"\(?\b(suppl(?:ement)?\b\.?\s*\w{0,3})\)?"),
        ("both", r"^[\s.,;:]*(\w+)\s*\(([^()]{1,20})\)"),
        ("both", r"^[\s,]*(\d+)\.(\d+)\b"),
        ("volume", r"^[\s.,;:]*([A-Za-z]?\d+[A-Za-z]?)\b(?!\s*[-–—])"),
        ("page", rf"[:,;.]?\s*\(?\b({PAGE})\)?"),
    )
]


def read_source(text: str) -> dict[str, object]:
    """Return journal, volume, issue, pages and year, or nothing where it is unclear.

    >>> read_source("JAMA, vol. 76, no. 9, Sept. 2019, pp. 893-903.")["page"]
    '893-903'
    """
    found = JOURNAL.match(text)
    if not found or not _is_journal(found["name"]):
        return {}
    rest = text[found.end() :]
    item: dict[str, object] = {"container-title": found["name"].strip(" .,")}
    for field, pattern in STEPS:
        said = pattern.search(rest)
        if not said or field in item or ("volume" in item and field == "both"):
            continue
        rest = f"{rest[: said.start()]} {rest[said.end() :]}"
        if field == "both":
            item |= {"volume": said[1], "issue": said[2].strip()}
        elif field == "issued":
            item |= _issued(said[1])
        elif field:
            item[field] = pages(said[1].rstrip(".")) if field == "page" else said[1]
    left = re.sub(rf"(?i)\b(?:and|{MONTH}|{SEASON})\b", "", rest)
    if re.search(r"[^\W_]", left):
        return {}
    return item if item.keys() & {"volume", "page", "issued"} else {}


def _is_journal(name: str) -> bool:
    """Return whether a name is one, not the end of a title: “J. Clin. Psychiatry”."""
    *first, last = re.split(r"\.\s+", name.strip(" ."))
    return all(re.fullmatch(r"[A-Z][\w-]{0,9}", one) for one in first) and bool(last)


#: What a reference says once; two of one kind are two works.
ONCE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:\b[A-Z]\.|\bal\.?,?|\b[A-Z]{{1,3}}),?\s*\({YEAR}[a-z]?(?:,[^)]*)?\)",
        rf"\.\s\((?:{YEAR}[a-z]?|n\. ?d\.)(?:,[^)]*)?\)\.\s",
        rf"\b{YEAR}(?:\s(?:{DATE}))?;\s*\d+",
        r"\bvol(?:ume)?\.\s*\d",
        rf"\bno\.\s*\d+\s*\([^()]{{0,20}}{YEAR}\)",
        rf"\b\d+\s?\(\d[^()]{{0,8}}\)\s?[,:]\s?(?:pp?\.\s*)?{PAGE}",
        rf"\bpp\.\s*{PAGE}",
        rf"\.\s{YEAR}\.\s[“\"]",
    )
]
NOTICES = re.compile(
    r"\b(?:Erratum|Comment|Retraction|Update|Correct\w+) (?:in|for|to):.*$"
)
NUMBER = re.compile(r"https?://\S+|\b10\.\d{4,9}/\S+|\bPMC\d+|\bPMID\W*\d+")
MONTHS = rf"(?:{MONTH}|jän[a-z]*|mär[a-z]*|mai|okt[a-z]*|dez[a-z]*)"
#: What programs and styles put around a reference, in a reader's eyes no words of it.
KNOWN = re.compile(
    rf"\b(?:(?:last )?accessed|retrieved|viewed|cited|available|updated|published"
    r"|epub|archived(?: from the original)?)\b"
    rf"(?:\s+(?:on|at|from|online|ahead of print)\b)*|\b{MONTHS}(?!\w)"
    r"|\b(?:abgerufen|aufgerufen|zugegriffen|zugriff|zuletzt|verfügbar|consult(?:ado|é)"
    r"|disponible)\b(?:\s+(?:am|el|en|le|à|sur)\b)*|(?<=\d )de\b|\bde(?= \d)"
    r"|\b(?:PMC?ID|doi|free)\b|\b(?:pubmed(?: central)?|google scholar|cross-?ref"
    r"|(?:view|open|read|download|link to)? ?(?:the )?(?:full[ -]text|full article)"
    r"|pmc article|(?:view|original|free) article|article|medline|embase|scilit|jstor"
    r"|sciencedirect|wiley online library|researchgate|semantic scholar|europe pmc"
    r"|web of science|scopus|pdf|html|abstract|open access|internet|review|link|web"
    r"|print|online|ahead of print|in press|e?collection|no abstract available|cited by"
    r"|(?:back|return|jump)(?: (?:up|to (?:text|top|content)))?|clinical trial"
    r"|(?:randomi[sz]ed )?controlled trial|meta-analysis|systematic review)\b",
    re.IGNORECASE,
)
SAID = frozenset(
    """vol volume volumes nos issue number art article pages page and und eds editor
    editors edited edition the published suppl supplement press publisher publishers
    publishing verlag journal series trans others colleagues thesis dissertation report
    jahrgang band heft seite seiten hrsg herausgeber available accessed online from
    special""".split()  # noqa: SIM905  # a table of words
)
FEW = 4  #: words before its numbers that make a reference


def find_excess(text: str) -> str:
    """Return what an entry says beyond one reference, or an empty text."""
    text = NOTICES.sub("", TAG.sub("", text))
    plain = LINK.sub(_unlinked, text)
    dois, pmids = find_dois(text), [*dict.fromkeys(PMID.findall(text))]
    if len(dois) > 1:
        return f"has two DOIs, {dois[0]} and {dois[1]}"
    if len(pmids) > 1:
        return f"has two numbers of PubMed, {pmids[0]} and {pmids[1]}"
    if any(len(pattern.findall(text[:LONGEST_ENTRY])) > 1 for pattern in ONCE):
        return f"names more people and years than one work has: “{text}”"
    before, behind = _around(plain)
    words = re.findall(r"[^\W\d_]{2,}", KNOWN.sub("", behind))
    if len(before.split()) > FEW and words:
        return f"has words behind its reference: “{behind.rstrip(' .,;')}”"
    return ""


def _unlinked(link: re.Match[str]) -> str:
    """Return the words of a link where they are part of the reference, as titles are.

    So are those on the way back to a mark.
    """
    is_back = re.search(r"\]\(#", link[0])
    return link[1] if is_back or len(link[1].split()) >= FEW else link[0]


def _around(text: str) -> tuple[str, str]:
    """Return the words before an entry's first number and behind its last."""
    numbers = [*NUMBER.finditer(text)]
    if not numbers:
        return "", ""
    return text[: numbers[0].start()], text[numbers[-1].end() :].lstrip(" .,;)]")


def find_unexplained(text: str, known: str, journals: str) -> list[str]:
    """Return the runs of words of an entry that its record does not say.

    A reader's note inside a reference is found so: it would go with the list.
    ``journals`` may be abbreviated in the entry.
    """
    words, starts = {*fold(known).split()}, {one[:3] for one in fold(journals).split()}
    runs = [list[str]()]
    plain = without_asides(text)
    if len(plain.split()) <= FEW:
        plain = f"{plain} {_around(TAG.sub('', text))[1]}"  # the DOI stands first
    for word in KNOWN.sub(" ", plain).split():
        parts = [one for one in fold(word).split() if len(one) > 2 and one.isalpha()]
        if not parts:
            continue
        if all(one in words or one in SAID or one[:3] in starts for one in parts):
            runs.append([])
        else:
            runs[-1].append(word)
    return [" ".join(run) for run in runs if run]
