"""The library: a CSL-JSON file as records, each with its place, and back again."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from ...problem import Level, Problem, did_you_mean
from .doi import lower_doi
from .item import CONTROL, FIELDS, TYPES, find_faults, parse_item, read_parts
from .json_edit import format_json
from .json_lines import Block, FieldLines, read_blocks
from .reference import Reference
from .tidy import tidy_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True)
class Library:
    """All works of the library in the file's order, and what is wrong in it."""

    references: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()
    path: str = ""
    by_key: Mapping[str, Reference] = field(default_factory=dict)
    by_doi: Mapping[str, Reference] = field(default_factory=dict)
    by_pmid: Mapping[str, Reference] = field(default_factory=dict)

    def find(self, name: str) -> Reference | None:
        """Return the work with this key, ``doi:…`` or ``pmid:…``."""
        if name in self.by_key:
            return self.by_key[name]
        scheme, _, value = name.partition(":")
        if scheme.lower() == "doi":
            return self.by_doi.get(lower_doi(value))
        return self.by_pmid.get(value) if scheme.lower() == "pmid" else None


def parse_library(text: str, path: str) -> Library:
    """Read a library; ``path`` is how its problems name the file."""
    blocks, faults = read_blocks(text)
    problems = [
        Problem(path, line, what, "Correct the JSON there.", "library-json")
        for line, what in faults
    ]
    references: list[Reference] = []
    for block in blocks:
        problems.extend(_block_problems(block, path))
        if _is_record(block) and isinstance(block.value, dict):
            item = tidy_item(block.value, is_plain=block.is_plain)
            references.append(parse_item(item, path, block.line, block.lines))
    problems.extend(_find_duplicates(references))
    return gather(references, problems, path)


def gather(
    references: Iterable[Reference], problems: Iterable[Problem] = (), path: str = ""
) -> Library:
    """Return a library of these works; of works with the same key, the first."""
    kept: dict[str, Reference] = {}
    for reference in references:
        kept.setdefault(reference.key, reference)
    works = tuple(kept.values())
    return Library(
        works,
        tuple(sorted(problems)),
        path,
        MappingProxyType(kept),
        MappingProxyType({one.doi: one for one in reversed(works) if one.doi}),
        MappingProxyType({one.pmid: one for one in reversed(works) if one.pmid}),
    )


def pack(library: Library) -> bytes:
    """Return the works of a library that ``parse_library`` has read of a text."""
    return marshal.dumps([_pack(one) for one in library.references])


def unpack(packed: bytes, text: str, path: str) -> Library:
    """Return the library of the same text; each work is read when it is used.

    What is wrong in it is not told again.
    """
    text, works = text.removeprefix("\ufeff"), []
    for item, known, line, place in marshal.loads(packed):  # noqa: S302  # our own
        lines = FieldLines(text, place, line) if isinstance(place, int) else place
        whole, key = MappingProxyType(item), known["key"]
        work = Reference(key, whole, path, line, lines, read_parts)
        vars(work).update(known)
        works.append(work)
    return gather(works, path=path)


def _pack(work: Reference) -> tuple[object, ...]:
    """Return what a work is made of; where its fields stand is counted again."""
    lines, names = work.lines, ("key", "doi", "pmid", "said")
    known = {name: getattr(work, name) for name in names}
    place = lines.start if isinstance(lines, FieldLines) else dict(lines)
    return dict(work.item), known, work.line, place


def read_items(text: str) -> list[dict[str, object]]:
    """Return the file's objects as they are, for whoever changes and writes them."""
    blocks, _ = read_blocks(text)
    return [block.value for block in blocks if isinstance(block.value, dict)]


def format_library(items: Iterable[Mapping[str, object]]) -> str:
    """Return the file's text for these CSL-JSON items; reading and writing agree."""
    inner = ",\n".join("  " + format_json(dict(item), 2) for item in items)
    return f"[\n{inner}\n]\n" if inner else "[]\n"


def _is_record(block: Block) -> bool:
    value = block.value
    return isinstance(value, dict) and isinstance(value.get("id"), str | int)


def _block_problems(block: Block, path: str) -> Iterator[Problem]:
    if block.fault:
        remedy = "Correct it; the other records are read."
        yield Problem(path, block.line, block.fault, remedy, "library-json")
        return
    if not isinstance(block.value, dict):
        what = f"A record is expected, not {block.value!r}."
        remedy = "Write an object with id, type and title."
        yield Problem(path, block.line, what, remedy, "library-record")
        return
    if not _is_record(block):
        what = "This record has no id."
        remedy = "Give it a key such as “daly2019”."
        yield Problem(path, block.line, what, remedy, "library-record")
        return
    key = block.value["id"]
    for name, line in block.repeated:
        what, remedy = f"{key}: the field {name!r} comes twice.", "Remove one of them."
        yield Problem(path, line, what, remedy, "library-field", Level.WARNING)
    for variable, what, name in find_faults(block.value, is_plain=block.is_plain):
        line = block.lines.get(variable, block.line)
        remedy = _remedy(variable, name, block.value.get(variable))
        text = f"{key}: {what}."
        level = Level.ERROR if name == CONTROL else Level.WARNING
        yield Problem(path, line, text, remedy, name, level)


def _remedy(variable: str, name: str, value: object) -> str:
    if name == "library-type":
        hint = did_you_mean(str(value), TYPES)
        return hint or "Common ones: article-journal, book, chapter, report, webpage."
    if name == CONTROL:
        return "Delete that character, or the field, and type it again."
    if name == "library-date":
        return 'Write {"date-parts": [[2019, 9, 1]]}.'
    if variable not in FIELDS:
        hint = did_you_mean(variable, FIELDS)
        return hint or "Put what is your own under “custom”."
    return "Correct it in the library."


def _find_duplicates(references: list[Reference]) -> Iterator[Problem]:
    keys: dict[str, Reference] = {}
    dois: dict[str, Reference] = {}
    for reference in references:
        first = keys.setdefault(reference.key, reference)
        if first is not reference:
            what = f"The key “{reference.key}” is already that of line {first.line}."
            remedy = "Give this work another key, or remove it."
            line = reference.line_of("id")
            yield Problem(reference.path, line, what, remedy, "library-duplicate")
        if not reference.doi:
            continue
        same = dois.setdefault(reference.doi, reference)
        if same is not reference and first is reference:
            what = f"{reference.key}: the DOI {reference.doi} is already “{same.key}”."
            remedy = "Keep one of the two, and cite it by its key."
            line, name = reference.line_of("DOI"), "library-doi-duplicate"
            yield Problem(reference.path, line, what, remedy, name)
