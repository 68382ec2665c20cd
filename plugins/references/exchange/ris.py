"""RIS files as CSL-JSON, as every program and database writes them.

Tags are those of the RIS specification (Reference Manager, 2001 and 2011), read as
Zotero and EndNote read them where two programs differ. What CSL has no place for is
kept under ``custom.imported`` by its tag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ..library.dates import read_date, to_csl_date
from ..library.doi import find_dois, find_pmid
from ..library.reference import Date
from ..library.tidy import NO_TITLE, NO_VALUE
from .names import ask_for_commas, read_names
from .shared import Exchange, csl_type, edition, pages
from .tagged import TaggedRecord, read_lines, unify_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

#: CSL's type → what RIS calls it.
TYPES = {
    "article-journal": "JOUR EJOUR INPR ABST",
    "article-magazine": "MGZN CTLG",
    "article-newspaper": "NEWS",
    "bill": "BILL UNBILL",
    "book": "BOOK EBOOK EDBOOK SER",
    "broadcast": "ADVS",
    "chapter": "CHAP ECHAP",
    "classic": "CLSWK ANCIENT",
    "dataset": "DATA DBASE AGGR",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE CHART EQUA",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB UNPD MANSCPT",
    "map": "MAP",
    "motion_picture": "VIDEO MPCT MULTI",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CONF CPAPER",
    "patent": "PAT",
    "periodical": "JFULL",
    "personal_communication": "PCOMM ICOMM",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT GOVDOC GRNT GRANT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC WEB",
}
SERIAL = {"article-journal", "article-magazine", "article-newspaper", "periodical"}
PARTS = {"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"}
WHOLE = {"book", "report", "thesis", "map", "software"}
#: A2 to A4 of these are advisers, courts, counsels, owners: CSL has no place for them.
NO_EDITORS = {"thesis", "legal_case", "legislation", "bill", "patent", "hearing"}
NO_EDITORS |= {"GOVDOC"}
#: CSL's variable → the tags it is in; the first one with a text counts.
PLAIN = {
    "title": "TI T1 CT",
    "publisher": "PB",
    "publisher-place": "CY PP",
    "language": "LA",
    "abstract": "AB N2",
    "title-short": "ST",
    "number-of-volumes": "NV",
    "translated-title": "TT",
    "note": "N1",
    "call-number": "CN",
}
SPOKEN = ("TI", "T1", "AB", "N2", "KW", "ST", "N1", "BT")
#: Tags that hold paths on somebody's disk, addresses of a program, or no word at all.
PRIVATE = {"TY", "ER", "L1", "L2", "L3", "L4"}
KNOWN = frozenset(
    """TY ER A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA
    DB DI DO DP ED EP ET FD H1 H2 ID IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2
    M3 N1 N2 NO NV OL OP PA PB PP PY RD RI RN RP RT SE SF SL SN SP SR ST SV T1 T2 T3 TA
    TI TT U1 U2 U3 U4 U5 UR VL VO WT WV Y1 Y2 YR""".split()  # noqa: SIM905  # a table of words
)
#: What an issue's number looks like; Ovid's “M1” is an author's address.
SHORT = re.compile(r"(?=.*\d)[\w./ –-]{1,24}")
#: The number of a standard, a law, a patent: “ISO 9001:2015”, “21 U.S.C. § 801”.
NUMBER = re.compile(r"(?=.*\d)[\w./ :§,()–-]{1,40}")
#: What may be an issue; PsycInfo has the works that are cited there.
BRIEF = re.compile(r".{1,80}")
#: Where an article ends.
PAGE = re.compile(r"[A-Za-z]?\d{1,6}[A-Za-z]?")
#: No name is longer: Ovid's “A2” of PsycInfo lists all the authors that a work cites.
LONGEST_NAME = 150
#: A DOI in the place of the type of work, or a type that is printed.
TELLING = re.compile(r"doi|10\.\d|https?:|preprint", re.IGNORECASE)
PMID = re.compile(r"\d{4,9}", re.ASCII)
PMCID = re.compile(r"PMC\d{1,12}", re.ASCII)


def read_ris(text: str) -> Exchange:
    """Return the records of a RIS file; a broken one is named and costs itself."""
    found = Exchange()
    for number, record in enumerate(_records(unify_lines(text)), 1):
        if not record.is_ended:
            what = "This record is never ended; it is read as far as it goes."
            found.report(record.line, what)
        if "TY" not in record.tags:
            what = "This record has no type (a line “TY  - JOUR”); one was guessed."
            found.ask(record.line, what)
        tags = _Tags(record, found)
        found.add(_item(tags, f"ris{number}"), record.line)
    return found


def _records(text: str) -> Iterator[TaggedRecord]:
    """Yield the records; fields above a ``TY`` belong to it."""
    record: TaggedRecord | None = None
    for one in read_lines(text, KNOWN):
        if one is None:
            continue
        is_next = one.tag == "TY" and record is not None and "TY" in record.tags
        if record and (is_next or one.tag == "ER"):
            record.is_ended = one.tag == "ER"
            if record.fields:
                yield record
            record = None
        if one.tag == "ER":
            continue
        record = record or TaggedRecord(one.line)
        if one.text or one.tag == "TY":
            record.fields.append(one)
            record.line = one.line if one.tag == "TY" else record.line
    if record and record.fields:
        yield record


class _Tags:
    """The texts of a record by their tags, and which of them were used."""

    def __init__(self, record: TaggedRecord, found: Exchange) -> None:
        self.found, self.line = found, record.line
        self.texts: dict[str, list[str]] = defaultdict(list)
        nothing = []
        for one in record.fields:
            words = NO_TITLE if one.tag in SPOKEN else NO_VALUE
            if one.text in words:
                nothing.append(f"{one.tag} “{one.text}”")
            elif one.text not in self.texts[one.tag]:
                self.texts[one.tag].append(one.text)
        if nothing:
            what = f"{', '.join(nothing[:5])}: a program’s word for nothing, left out."
            found.ask(record.line, what)

    def one(self, *tags: str) -> str:
        """Take the first text of these tags; others of the same words go with it."""
        text = next((self.texts[tag][0] for tag in tags if self.texts.get(tag)), "")
        for tag in tags if text else ():
            if self.texts.get(tag):
                self.texts[tag] = [one for one in self.texts[tag] if one != text]
        return text

    def one_if(self, tag: str, pattern: re.Pattern[str]) -> str:
        """Take the first text of a tag where it has this form."""
        texts = self.texts.get(tag)
        return self.one(tag) if texts and pattern.fullmatch(texts[0]) else ""

    def all(self, *tags: str) -> list[str]:
        """Take all the texts of these tags."""
        return [text for tag in tags for text in self.texts.pop(tag, ())]

    def rest(self) -> dict[str, str]:
        """Return what was not taken."""
        said = {tag: "; ".join(texts) for tag, texts in sorted(self.texts.items())}
        return {tag: text for tag, text in said.items() if text and tag not in PRIVATE}


def _item(tags: _Tags, name: str) -> dict[str, object]:
    said = tags.one("TY").upper().strip(". ")
    kind = csl_type(TYPES, said)
    if (kind == "document" and tags.texts.get("VL")) or not said:
        kind = "article-journal" if _has(tags, "JO JF JA T2") else kind
    item: dict[str, object] = {"id": tags.one("ID", "LB") or name, "type": kind}
    if said and kind == "document" and said not in ("GEN", "STD", "ELEC"):
        item["type"] = said.lower()
    _add_people(item, tags, said if said in NO_EDITORS else kind)
    for variable, names in PLAIN.items():
        item[variable] = tags.one(*names.split())
    _add_container(item, tags, kind)
    _add_numbers(item, tags, kind)
    genres = tags.all("M3")
    telling = [one for one in genres if TELLING.match(one)]
    if kind not in SERIAL:
        telling = telling or genres
    item["genre"] = next(iter(telling), "")
    # What else a database calls an article is none of its genres.
    tags.texts["M3"] = [one for one in genres if one != item["genre"]]
    _add_addresses(item, tags)
    _add_dates(item, tags)
    item["keyword"] = "; ".join(tags.all("KW", "K1"))
    if rest := tags.rest():
        item["custom"] = {"imported": rest}
    return {key: value for key, value in item.items() if value}


def _has(tags: _Tags, names: str) -> bool:
    return any(tags.texts.get(name) for name in names.split())


def _add_people(item: dict[str, object], tags: _Tags, kind: str) -> None:
    """Add the names; of a book that has both, A2 are its series' editors (EndNote)."""
    second, third = "editor", "editor"
    if kind in PARTS:
        third = "collection-editor"
    elif kind == "book":
        both = _has(tags, "A2") and _has(tags, "A3")
        second = "collection-editor" if both else "editor"
    written = defaultdict[str, list[str]](list, author=tags.all("AU", "A1"))
    if kind not in NO_EDITORS:
        written["translator"] = tags.all("A4")
        written[third] += tags.all("A3")
        written[second] += tags.all("A2")
    written["editor"] += tags.all("ED")
    for role, texts in written.items():
        names = [text for text in dict.fromkeys(texts) if len(text) <= LONGEST_NAME]
        item[role] = people = read_names(names)
        if what := ask_for_commas(people):
            tags.found.ask(tags.line, what)
        if more := [text for text in texts if len(text) > LONGEST_NAME]:
            tags.texts[role] = more


def _add_container(item: dict[str, object], tags: _Tags, kind: str) -> None:
    if not item["title"] and kind not in PARTS:
        item["title"] = tags.one("BT")
    if kind in SERIAL:
        full = tags.one("JF") or tags.one("T2") or tags.one("JO")
        short = tags.one("JA", "J2", "J1", "TA", "JO")
        if full and len(short) > len(full):  # EndNote's PubMed: “J2  - Biological …”
            full, short = short, full
        item["container-title"] = full or short or tags.one("BT")
        item["container-title-short"] = short if short != full else ""
        item["collection-title"] = tags.one("T3") if not full else ""
        return
    if kind in WHOLE:
        item["collection-title"] = tags.one("T2", "T3", "BT")
        return
    proceedings = tags.one("C3") if kind == "paper-conference" else ""
    second = tags.one("BT") or tags.one("T2") or tags.one("JF", "JO", "J2")
    item["container-title"] = proceedings or second
    if proceedings:
        item["event-title"] = second
    item["collection-title"] = tags.one("T3")
    if not item["title"]:
        item["title"] = tags.one("BT")


def _add_numbers(item: dict[str, object], tags: _Tags, kind: str) -> None:
    if kind == "webpage" and (visit := _visit(tags)):
        item["accessed"] = visit
    _add_volume(item, tags, kind)
    shape = SHORT if kind in SERIAL else NUMBER
    issue = (
        tags.one_if("IS", BRIEF) or tags.one_if("CP", SHORT) or tags.one_if("M1", shape)
    )
    if kind in SERIAL:
        item["issue"] = issue
        item["number"] = tags.one("C7")
        item["section"] = tags.one("SE") if kind == "article-newspaper" else ""
    else:
        item["issue" if kind == "paper-conference" else "number"] = issue
        item["section"] = tags.one("SE")
    _add_standard_number(item, tags, kind)
    said = edition(tags.one("ET"))
    if kind in ("software", "dataset"):
        item["version"] = said
    elif kind in SERIAL and read_date(said).start:  # EndNote: the day it was online
        tags.texts["ET"].append(said)
    else:
        item.setdefault("edition", said)
    start, end = tags.one("SP"), tags.one("EP") or tags.one_if("OP", PAGE)
    is_range = start and end and end != start and "-" not in pages(start)
    item["page"] = whole = pages(f"{start}-{end}" if is_range else start or end)
    count = re.fullmatch(r"(?:[ivxlc]+\W+)?(\d+)\s*(?:p|pp|pages|s)?\.?", whole)
    if kind in ("book", "thesis") and count:
        item["number-of-pages"], item["page"] = count[1], ""
    elif not whole and kind in SERIAL and not item["number"]:
        item["number"] = tags.one_if("M1", SHORT)  # Scopus: the article's number


def _visit(tags: _Tags) -> dict[str, object] | None:
    """Return the day of the visit that EndNote has as the volume and the issue."""
    year, day = (" ".join(tags.texts.get(tag, ())) for tag in ("VL", "IS"))
    date = (
        read_date(f"{day} {year}") if re.fullmatch(r"(?:19|20)\d\d", year) else Date()
    )
    return to_csl_date(date) if date.start and tags.all("VL", "IS") else None


def _add_volume(item: dict[str, object], tags: _Tags, kind: str) -> None:
    """Add the volume, unless it is an edition (RefWorks) or a degree (EndNote)."""
    volume = re.sub(r"(?<=\d) LN[A-Z]{2}$", "", tags.one("VL"))  # Scopus
    if kind == "book" and re.fullmatch(r"\d+(?:st|nd|rd|th)", volume):
        if not tags.texts.get("ET"):
            item["edition"] = edition(volume)
            return
    elif kind == "thesis" and volume and not re.search(r"\d", volume):
        tags.texts["M3" if not tags.texts.get("M3") else "VL"].append(volume)
        return
    item["volume"] = volume


def _add_standard_number(item: dict[str, object], tags: _Tags, kind: str) -> None:
    """Tell ISBN from ISSN, and both from the number of a report or patent."""
    text = re.sub(r"\s*\(.*|[;,].*", "", tags.one("SN")).strip()
    digits = re.sub(r"\W|\([^)]*\)", "", text)
    if re.fullmatch(r"(?:ISSN)?\d{7}[\dXx](?:\d{7}[\dXx])?", digits):
        item["ISSN"] = text
    elif re.match(r"\d{9}[\dXx](?!\d{2}$)|97[89]\d{10}", digits):
        item["ISBN"] = text
    elif kind in ("report", "patent", "standard") and not item["number"]:
        item["number"] = text
    elif text:
        item["ISSN" if kind in SERIAL else "ISBN"] = text


def _add_addresses(item: dict[str, object], tags: _Tags) -> None:
    item["DOI"] = tags.one("DO", "DI")
    if not item["DOI"] and (dois := find_dois(" ".join(tags.texts.get("L3", ())))):
        item["DOI"] = dois[0]  # EndNote's older filters
    texts = tags.all("UR")
    urls = [one for text in texts for one in re.split(r"(?<=[;\s])(?=https?://)", text)]
    urls = [url.strip("; ") for url in dict.fromkeys(urls) if url.strip("; ")]
    web = [url for url in urls if re.match(r"https?://|www\.", url)]
    other = [url for url in web if "doi.org/" not in url]
    item["URL"] = next(iter(other if item["DOI"] else web), "") or next(iter(urls), "")
    if more := [url for url in urls if url != item["URL"]]:
        tags.texts["UR"] = more
    source = " ".join(tags.texts.get("DB", []) + tags.texts.get("DP", [])).lower()
    pmid = ""
    if re.search("medline|pubmed|nlm", source):
        pmid = tags.one_if("AN", PMID)
    elif "embase" in source:
        pmid = tags.one_if("C5", PMID)
    elif "scopus" in source:
        pmid = tags.one_if("C2", PMID)
    if found := re.search(r"PUBMED (\d{4,9})", " ".join(tags.texts.get("C3", ()))):
        pmid = pmid or found[1]  # Cochrane
    item["PMID"] = pmid or find_pmid(" ".join(urls))
    item["PMCID"] = tags.one_if("C2", PMCID)


def _add_dates(item: dict[str, object], tags: _Tags) -> None:
    """Add the most precise date of the year: “PY  - 2019” beside “DA  - SEP 1”."""
    texts = {tag: tags.one(tag) for tag in ("PY", "Y1", "YR", "DA") if _has(tags, tag)}
    dates = {tag: read_date(text) for tag, text in texts.items()}
    first = next((date for date in dates.values() if date.start), Date())
    if (day := texts.get("DA")) and first.start and not dates["DA"].start:
        dates["DA"] = read_date(f"{day} {first.start[0]}")
    fitting = [date for date in dates.values() if date.year == first.year]
    best = max(fitting, key=_precision, default=Date())
    item["issued"] = to_csl_date(best)
    item["accessed"] = to_csl_date(read_date(tags.one("Y2"))) or item.get("accessed")
    for tag, date in dates.items():
        if date.year != best.year or (not date.start and date != best):
            tags.texts[tag].append(texts[tag])


def _precision(date: Date) -> int:
    return len(date.start + date.end) + bool(date.season)
