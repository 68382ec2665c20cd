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

from .bibtex_item import to_item
from .exchange import Exchange, Fault

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
            found.faults.append(Fault(line, what))
            return _opened(inner, strings)
    elif isinstance(block, ParsingFailedBlock):
        first = (block.raw or "").strip().split("\n")[0]
        found.faults.append(Fault(line, f"This entry cannot be read: “{first}”."))
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
            found.faults.append(Fault(line, f"The key “{entry.key}” comes again."))
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
            Fault(entry.start_line + 1 if entry.start_line else 1, what)
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
