"""BibTeX and BibLaTeX files, read and decoded; their library is fenced in here."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware, RemoveEnclosingMiddleware
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ParsingFailedBlock,
)

from .names import is_joined
from .shared import Exchange, csl_date, csl_type, edition, iso_date, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("author", "editor", "translator")
#: Fields that are no LaTeX, whatever characters they hold.
ADDRESSES = ("doi", "url", "eprint")
ESCAPED = re.compile(r"\\(?=[_%&#~{}])")
MARKS = {"emph": "i", "textit": "i", "mkbibemph": "i", "textbf": "b"}
MARKS |= {"textsubscript": "sub", "textsuperscript": "sup", "textsc": "sc"}
MARK = re.compile(r"\\(" + "|".join(MARKS) + r")\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
SCRIPT = re.compile(r"\$\s*([_^])\s*(?:\{([^{}$]*)\}|(\w))\s*\$")
DEEPEST = 50  #: braces inside each other
LATEX = LatexDecodingMiddleware(keep_math_mode=False)


class BibEntry(NamedTuple):
    """An entry of the file, still in LaTeX."""

    key: str
    kind: str
    line: int
    fields: dict[str, str]  #: by lower-case name; of doubled ones the first


def read_bibtex(text: str) -> Exchange:
    """Return the entries of a BibTeX file; a broken one costs only itself."""
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    logging.getLogger("bibtexparser").propagate = False
    found = Exchange()
    entries = [*_read_entries(text, found)]
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            found.report(entry.line, f"The key “{entry.key}” comes again.")
        seen.add(entry.key)
    parents = {entry.key.lower(): entry for entry in reversed(entries)}
    for entry in entries:
        _inherit(entry, parents, found)
    for entry in entries:
        found.add(_item(entry), entry.line)
    return found


def _read_entries(text: str, found: Exchange) -> Iterator[BibEntry]:
    """Yield the entries, also those whose key or one of whose fields comes twice."""
    library = parse_string(text, parse_stack=[])
    strings = {key.lower(): one.value for key, one in library.strings_dict.items()}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        entry = block
        if isinstance(block, ParsingFailedBlock):
            if block.ignore_error_block is None:
                first = (block.raw or "").strip().split("\n")[0][:60]
                found.report(line, f"This entry cannot be read: “{first}”.")
                continue
            entry = block.ignore_error_block
        if not isinstance(entry, Entry):
            continue
        if isinstance(block, DuplicateFieldKeyBlock):
            doubled = ", ".join(sorted(block.duplicate_keys))
            twice = f"the field {doubled} comes twice; the first one counts"
            found.report(line, f"{entry.key}: {twice}.")
        for one in entry.fields:
            one.value = strings.get(str(one.value).lower(), one.value)
        RemoveEnclosingMiddleware().transform_entry(entry, library)
        fields: dict[str, str] = {}
        for one in entry.fields:
            if _is_deep(str(one.value)):
                deep = f"the field {one.key} has too many braces"
                found.report(line, f"{entry.key}: {deep}.")
                continue
            fields.setdefault(one.key.lower(), str(one.value).strip())
        yield BibEntry(entry.key, entry.entry_type.lower(), line, fields)


def _is_deep(value: str) -> bool:
    """Return whether braces lie so deep that the library would give up."""
    depth = 0
    for brace in re.findall(r"[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth > DEEPEST:
            return True
    return False


def _inherit(entry: BibEntry, parents: dict[str, BibEntry], found: Exchange) -> None:
    """Give an entry what it has from the one that its ``crossref`` names."""
    name = entry.fields.get("crossref", "").lower()
    if not name:
        return
    parent = parents.get(name)
    if parent is None or parent is entry:
        missing = f"its crossref “{name}” is not in the file"
        found.report(entry.line, f"{entry.key}: {missing}.")
        return
    own = {"crossref", "pages", "doi", "url", *entry.fields}
    if entry.kind != "inbook":
        own.add("author")
    for key, value in parent.fields.items():
        target = {"title": "booktitle", "subtitle": "booksubtitle"}.get(key, key)
        if target not in own:
            entry.fields[target] = value


@lru_cache(maxsize=4096)
def _to_text(value: str) -> str:
    """Return LaTeX as text, with its emphasis in CSL's marks."""
    while (marked := MARK.sub(_mark, value)) != value:
        value = marked
    value = SCRIPT.sub(_script, value)
    # “~” joins words, and “---” and “--” are dashes, in every BibTeX style.
    value = value.replace("---", "—").replace("--", "–")
    decoded = Field("", re.sub(r"(?<!\\)~", " ", value))
    LATEX.transform_entry(Entry("", "", [decoded]), Library())
    return _clean(str(decoded.value))


def _mark(found: re.Match[str]) -> str:
    tag = MARKS[found[1]]
    return f"<{tag}>{found[2]}</{tag}>"


def _script(found: re.Match[str]) -> str:
    tag = "sub" if found[1] == "_" else "sup"
    return f"<{tag}>{found[2] or found[3]}</{tag}>"


def _clean(value: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", value.replace("{", "").replace("}", "")).strip()


#: CSL's type → what BibTeX calls it.
TYPES = {
    "article": "preprint",
    "article-journal": "article suppperiodical",
    "book": "book collection manual mvbook mvcollection mvproceedings proceedings"
    " reference",
    "chapter": "bookinbook inbook incollection suppbook suppcollection",
    "dataset": "dataset",
    "entry-encyclopedia": "inreference",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "conference inproceedings",
    "patent": "patent",
    "periodical": "periodical",
    "report": "report techreport",
    "software": "software",
    "thesis": "mastersthesis phdthesis thesis",
    "webpage": "electronic online www",
}
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
KINDS = {"phdthesis": "PhD thesis", "mathesis": "Master’s thesis"}
#: CSL's variable → the fields whose text goes over as it is; the first one counts.
PLAIN = {
    "title": "title",
    "volume": "volume",
    "publisher": "publisher institution school organization",
    "publisher-place": "address location",
    "collection-title": "series",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "language": "language langid",
    "version": "version",
    "chapter-number": "chapter",
    "number-of-pages": "pagetotal",
    "abstract": "abstract",
    "note": "note",
    "keyword": "keywords",
    "container-title-short": "shortjournal",
    "title-short": "shorttitle",
    "original-title": "origtitle",
    "event-title": "eventtitle",
    "event-place": "venue",
    "status": "pubstate",
    "medium": "howpublished",
}
#: Fields that other programs keep for themselves, with paths and dates of their own.
PRIVATE = """file owner timestamp groups keywords-plus local-url date-added
    date-modified bdsk-file-1 bdsk-url-1 creationdate priority modificationdate crossref
    xdata ids comment read __markedentry"""
#: Fields that go over changed.
HANDLED = """date year month day urldate origdate pages edition eid issue number doi url
    eprint eprinttype archiveprefix type subtitle booktitle booksubtitle journal
    journaltitle journalsubtitle primaryclass"""
KNOWN = frozenset(" ".join([*NAMES, *PLAIN.values(), PRIVATE, HANDLED]).split())


def _item(entry: BibEntry) -> dict[str, object]:
    """Return an entry's CSL-JSON item; what CSL has no place for is kept aside."""
    fields = {
        key: _clean(ESCAPED.sub("", value)) if key in ADDRESSES else _to_text(value)
        for key, value in entry.fields.items()
        if key not in NAMES
    }
    item: dict[str, object] = {"id": entry.key, "type": _type(entry.kind, fields)}
    for key in NAMES:
        item[key] = [*_names(entry.fields.get(key, ""))]
    for variable, names in PLAIN.items():
        said = (fields.get(name) for name in names.split())
        if text := next((one for one in said if one), ""):
            item[variable] = text
    _join_titles(item, fields)
    _add_place(item, fields)
    _add_kind(item, entry.kind, fields)
    custom: dict[str, object] = {}
    rest = {key: text for key, text in fields.items() if text and key not in KNOWN}
    if rest:
        custom["imported"] = rest
    if split_multiple_persons_names(entry.fields.get("author", ""))[-1:] == ["others"]:
        custom["authors_complete"] = False
    item["custom"] = custom
    return {key: value for key, value in item.items() if value}


def _type(kind: str, fields: dict[str, str]) -> str:
    if kind != "misc":
        return csl_type(TYPES, kind)
    if fields.get("eprint") or "preprint" in fields.get("howpublished", "").lower():
        return "article"
    return "webpage" if fields.get("url") and not fields.get("doi") else "document"


def _names(value: str) -> Iterator[dict[str, str]]:
    for name in split_multiple_persons_names(value):
        if re.fullmatch(r"\{[^{]*\}", name):
            yield {"literal": _to_text(name)}
            continue
        if is_joined(name):
            # Parted, or asked about, where the names of all formats are.
            yield {"literal": _to_text(re.sub(r"(?<!\\)&", r"\\&", name))}
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        columns = {"family": parts.last, "given": parts.first, "suffix": parts.jr}
        columns["non-dropping-particle"] = parts.von
        said = {key: _to_text(" ".join(words)) for key, words in columns.items()}
        said = {key: text for key, text in said.items() if text}
        if said and said != {"family": "others"}:
            yield said


def _join_titles(item: dict[str, object], fields: dict[str, str]) -> None:
    for main, sub, variable in (
        ("title", "subtitle", "title"),
        ("booktitle", "booksubtitle", "container-title"),
        ("journaltitle", "journalsubtitle", "container-title"),
        ("journal", "", "container-title"),
    ):
        if fields.get(main):
            parts = (fields[main], fields.get(sub, ""))
            item[variable] = ": ".join(part for part in parts if part)


def _add_place(item: dict[str, object], fields: dict[str, str]) -> None:
    """Add dates, pages, numbers and addresses."""
    year = csl_date(*(fields.get(key, "") for key in ("year", "month", "day")))
    places: dict[str, object] = {
        "issued": iso_date(fields.get("date", "")) or year,
        "accessed": iso_date(fields.get("urldate", "")),
        "original-date": iso_date(fields.get("origdate", "")),
        "page": pages(fields.get("pages", "")),
        "edition": edition(fields.get("edition", "")),
        "DOI": fields.get("doi", "").replace("\\", ""),
        "URL": fields.get("url", "").replace("\\", ""),
    }
    if fields.get("eprinttype", "").lower() == "pubmed":
        places["PMID"] = fields.get("eprint", "")
    item |= {key: value for key, value in places.items() if value}
    _add_number(item, fields)


def _add_number(item: dict[str, object], fields: dict[str, str]) -> None:
    number = fields.get("issue") or fields.get("number")
    if fields.get("eid"):
        item["number"] = fields["eid"]
    if not number:
        return
    if str(item["type"]).startswith(("article-", "periodical")):
        item["issue"] = number
    elif item["type"] in ("book", "chapter", "paper-conference") and "series" in fields:
        item["collection-number"] = number
    else:
        item["number"] = number


def _add_kind(item: dict[str, object], kind: str, fields: dict[str, str]) -> None:
    said = fields.get("type", "")
    genre = GENRES.get(kind, "") or KINDS.get(said.lower(), said)
    if genre:
        item["genre"] = genre
    archive = fields.get("archiveprefix") or fields.get("eprinttype", "")
    if fields.get("eprint") and archive and archive.lower() != "pubmed":
        item.setdefault("publisher", archive)
        item.setdefault("number", fields["eprint"])
