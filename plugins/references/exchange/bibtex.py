"""BibTeX and BibLaTeX files, read and decoded; their library is fenced in here."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ParsingFailedBlock,
)

from .shared import Exchange, ImportFault, csl_date, edition, iso_date, pages

if TYPE_CHECKING:
    from bibtexparser.model import Block

NAMES = ("author", "editor", "translator")
#: Fields that are no LaTeX, whatever characters they hold.
ADDRESSES = {"doi", "url", "eprint"}
MARKS = {"emph": "i", "textit": "i", "mkbibemph": "i", "textbf": "b"}
MARKS |= {"textsubscript": "sub", "textsuperscript": "sup", "textsc": "sc"}
MARK = re.compile(r"\\(" + "|".join(MARKS) + r")\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
SCRIPT = re.compile(r"\$\s*([_^])\s*(?:\{([^{}$]*)\}|(\w))\s*\$")


def read_bibtex(text: str) -> Exchange:
    """Return the entries of a BibTeX file; a broken one costs only itself."""
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    logging.getLogger("bibtexparser").propagate = False
    library = parse_string(text)
    found = Exchange()
    strings = {key: str(one.value) for key, one in library.strings_dict.items()}
    entries = [
        entry for block in library.blocks if (entry := _entry(block, found, strings))
    ]
    _name_doubles(entries, found)
    parents = {entry.key.lower(): entry for entry in reversed(entries)}
    for entry in entries:
        _inherit(entry, parents, found)
    _decode(entries)
    for entry in entries:
        fields = {one.key: _clean(str(one.value)) for one in entry.fields}
        found.items.append(to_item(entry.key, entry.entry_type.lower(), fields))
    return found


def _entry(block: Block, found: Exchange, strings: dict[str, str]) -> Entry | None:
    line = (block.start_line or 0) + 1
    if isinstance(block, Entry):
        return block
    if isinstance(block, DuplicateBlockKeyBlock):
        inner = block.ignore_error_block
        if isinstance(inner, Entry):
            return _opened(inner, strings)
    elif isinstance(block, DuplicateFieldKeyBlock):
        inner = block.ignore_error_block
        if isinstance(inner, Entry):
            doubled = ", ".join(sorted(block.duplicate_keys))
            what = (
                f"{inner.key}: the field {doubled} comes twice; the first one counts."
            )
            found.faults.append(ImportFault(line, what))
            return _opened(inner, strings)
    elif isinstance(block, ParsingFailedBlock):
        first = (block.raw or "").strip().split("\n")[0]
        found.faults.append(ImportFault(line, f"This entry cannot be read: “{first}”."))
    return None


def _opened(entry: Entry, strings: dict[str, str]) -> Entry:
    """Take off what the parser leaves on entries that come again: braces, names."""
    for one in entry.fields:
        value = str(one.value).strip()
        is_closed = (value[:1], value[-1:]) in (("{", "}"), ('"', '"'))
        one.value = value[1:-1] if is_closed else strings.get(value, value)
    return entry


def _name_doubles(entries: list[Entry], found: Exchange) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            line = (entry.start_line or 0) + 1
            found.faults.append(
                ImportFault(line, f"The key “{entry.key}” comes again.")
            )
        seen.add(entry.key)


def _inherit(entry: Entry, parents: dict[str, Entry], found: Exchange) -> None:
    """Give an entry what it has from the one that its ``crossref`` names."""
    own = _fields(entry)
    name = own.get("crossref", "").strip().lower()
    if not name:
        return
    parent = parents.get(name)
    if parent is None or parent is entry:
        what = f"{entry.key}: its crossref “{name}” is not in the file."
        found.faults.append(
            ImportFault(entry.start_line + 1 if entry.start_line else 1, what)
        )
        return
    for key, value in _fields(parent).items():
        target = {"title": "booktitle", "subtitle": "booksubtitle"}.get(key, key)
        if target not in own and key not in (
            "crossref",
            "author",
            "pages",
            "doi",
            "url",
        ):
            entry.set_field(Field(target, value))
    if (
        "author" in _fields(parent)
        and entry.entry_type == "inbook"
        and "author" not in own
    ):
        entry.set_field(Field("author", _fields(parent)["author"]))


def _fields(entry: Entry) -> dict[str, str]:
    """Return the fields by lower-case name; of doubled ones the first."""
    fields: dict[str, str] = {}
    for one in entry.fields:
        fields.setdefault(one.key.lower(), str(one.value).strip())
    return fields


def _decode(entries: list[Entry]) -> None:
    """Turn LaTeX into text, its emphasis into CSL's marks, names into lists."""
    middleware = LatexDecodingMiddleware(keep_math_mode=False)
    for entry in entries:
        fields = _fields(entry)
        entry.fields = [
            Field(key, _columns(value) if key in NAMES else _marked(value))
            for key, value in fields.items()
            if key not in ADDRESSES
        ]
        middleware.transform_entry(entry, Library())
        for key in ADDRESSES & set(fields):
            entry.set_field(Field(key, re.sub(r"\\(?=[_%&#~{}])", "", fields[key])))


def _columns(value: str) -> str:
    names = split_multiple_persons_names(value)
    return _marked("\ue0f0".join("\ue0f1".join(_name_parts(name)) for name in names))


def _marked(value: str) -> str:
    while (marked := MARK.sub(_mark, value)) != value:
        value = marked
    value = SCRIPT.sub(
        lambda m: (
            f"<{'sub' if m[1] == '_' else 'sup'}>{m[2] or m[3]}"
            f"</{'sub' if m[1] == '_' else 'sup'}>"
        ),
        value,
    )
    # “~” joins words, and “---” and “--” are dashes, in every BibTeX style.
    value = value.replace("---", "—").replace("--", "–")
    return re.sub(r"(?<!\\)~", " ", value)


def _mark(found: re.Match[str]) -> str:
    tag = MARKS[found[1]]
    return f"<{tag}>{found[2]}</{tag}>"


def _name_parts(name: str) -> list[str]:
    name = name.strip()
    if name.startswith("{") and name.endswith("}") and name.count("{") == 1:
        return ["", "", name.strip("{}"), "", "literal"]
    parts = parse_single_name_into_parts(name, strict=False)
    columns = (parts.first, parts.von, parts.last, parts.jr)
    return [" ".join(column) for column in columns]


def _clean(value: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", value.replace("{", "").replace("}", "")).strip()


TYPES = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "periodical": "periodical",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "incollection": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "manual": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "manuscript",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "preprint": "article",
    "misc": "document",
}
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
KINDS = {"phdthesis": "PhD thesis", "mathesis": "Master’s thesis"}
#: Field → CSL's variable, where the text goes over as it is.
PLAIN = {
    "title": "title",
    "volume": "volume",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "series": "collection-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "language": "language",
    "langid": "language",
    "version": "version",
    "chapter": "chapter-number",
    "pagetotal": "number-of-pages",
    "abstract": "abstract",
    "note": "note",
    "keywords": "keyword",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "origtitle": "original-title",
    "eventtitle": "event-title",
    "venue": "event-place",
    "pubstate": "status",
    "howpublished": "medium",
}
#: Fields that other programs keep for themselves, with paths and dates of their own.
PRIVATE = {
    "file",
    "owner",
    "timestamp",
    "groups",
    "keywords-plus",
    "local-url",
    "date-added",
}
PRIVATE |= {"date-modified", "bdsk-file-1", "bdsk-url-1", "creationdate", "priority"}
PRIVATE |= {
    "modificationdate",
    "crossref",
    "xdata",
    "ids",
    "comment",
    "read",
    "__markedentry",
}


def to_item(name: str, kind: str, fields: dict[str, str]) -> dict[str, object]:
    """Return the CSL-JSON item of an entry; what CSL has no place for is kept aside."""
    item: dict[str, object] = {"id": name, "type": _type(kind, fields)}
    for key in NAMES:
        if names := [*_names(fields.get(key, ""))]:
            item[key] = names
    for key, variable in PLAIN.items():
        if fields.get(key):
            item.setdefault(variable, fields[key])
    _join_titles(item, fields)
    _add_place(item, fields)
    _add_kind(item, kind, fields)
    known = {*NAMES, *PLAIN, *HANDLED} | PRIVATE
    rest = {key: value for key, value in fields.items() if key not in known and value}
    custom: dict[str, object] = {"imported": rest} if rest else {}
    if fields.get("author", "").endswith("\ue0f1others\ue0f1"):
        custom["authors_complete"] = False
    if custom:
        item["custom"] = custom
    return {key: value for key, value in item.items() if value not in ("", None)}


def _type(kind: str, fields: dict[str, str]) -> str:
    if kind == "misc":
        if fields.get("eprint") or "preprint" in fields.get("howpublished", "").lower():
            return "article"
        return "webpage" if fields.get("url") and not fields.get("doi") else "document"
    return TYPES.get(kind, "document")


def _names(value: str) -> list[dict[str, str]]:
    names = []
    for one in value.split("\ue0f0") if value else ():
        first, von, last, jr, *literal = [*one.split("\ue0f1"), "", "", "", ""][:5]
        if literal and literal[0] == "literal":
            names.append({"literal": last})
        elif last == "others" and not first:
            continue
        else:
            parts = {"family": last, "given": first, "suffix": jr}
            parts["non-dropping-particle"] = von
            names.append({key: part for key, part in parts.items() if part})
    return names


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
    dates = {
        "issued": iso_date(fields.get("date", "")) or year,
        "accessed": iso_date(fields.get("urldate", "")),
        "original-date": iso_date(fields.get("origdate", "")),
    }
    texts = {
        "page": pages(fields.get("pages", "")),
        "edition": edition(fields.get("edition", "")),
        "DOI": _doi(fields.get("doi", "")),
        "URL": fields.get("url", "").replace("\\", ""),
    }
    if fields.get("eprinttype", "").lower() == "pubmed":
        texts["PMID"] = fields.get("eprint", "")
    item |= {key: value for key, value in (dates | texts).items() if value}
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


def _doi(text: str) -> str:
    text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip())
    return text.replace("\\", "")


def _add_kind(item: dict[str, object], kind: str, fields: dict[str, str]) -> None:
    said = fields.get("type", "")
    genre = GENRES.get(kind, "") or KINDS.get(said.lower(), said)
    if genre:
        item["genre"] = genre
    archive = fields.get("archiveprefix") or fields.get("eprinttype", "")
    if fields.get("eprint") and archive and archive.lower() != "pubmed":
        item.setdefault("publisher", archive)
        item.setdefault("number", fields["eprint"])


HANDLED = {
    "date",
    "year",
    "month",
    "day",
    "urldate",
    "origdate",
    "pages",
    "edition",
    "eid",
}
HANDLED |= {
    "issue",
    "number",
    "doi",
    "url",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "type",
}
HANDLED |= {"subtitle", "booktitle", "booksubtitle", "journal", "journaltitle"}
HANDLED |= {"journalsubtitle", "primaryclass"}
