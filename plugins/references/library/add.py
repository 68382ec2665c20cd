"""Works on their way into the library: new, known already, or told differently."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .fold import fold_compact
from .item import drop_unwanted, parse_item
from .keys import is_key, make_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .reference import Reference

#: Fields that say where a record came from, and not what the work is.
ASIDE = {"id", "custom", "note", "abstract", "keyword", "source", "citation-key"}


@dataclass(frozen=True)
class FieldDifference:
    """A field that the library has, and the newcomer has otherwise."""

    field: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Addition:
    """What became of one work."""

    key: str
    what: str  #: ``new``, ``filled`` (empty fields were), ``same`` or ``different``
    reference: Reference
    filled: tuple[str, ...] = ()
    differences: tuple[FieldDifference, ...] = ()  #: the library's words were kept


@dataclass
class Additions:
    """The library's items with the newcomers among them."""

    items: list[dict[str, object]]
    works: list[Addition] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Return whether the file has to be written."""
        return any(one.what in ("new", "filled") for one in self.works)


def add_works(
    items: Iterable[Mapping[str, object]], newcomers: Iterable[Mapping[str, object]]
) -> Additions:
    """Put works into the library; nothing that it says is overwritten or lost."""
    found = Additions([dict(item) for item in items])
    index = _WorkIndex()
    for at, item in enumerate(found.items):
        index.add(parse_item(item), at)
    for one in newcomers:
        newcomer = {key: drop_unwanted(value) for key, value in one.items()}
        reference = parse_item(newcomer)
        known = index.find(reference)
        if known is None:
            wanted = reference.key
            keep = is_key(wanted) and wanted not in index.places
            if not keep or _is_machine(wanted):
                wanted = make_key(reference, index.places)
            at = len(found.items)
            item = {"id": wanted, **{k: v for k, v in newcomer.items() if k != "id"}}
            found.items.append(item)
            addition = Addition(wanted, "new", parse_item(item))
        else:
            at = index.places[known.key]
            addition = _fill(found.items[at], newcomer, known)
        index.add(addition.reference, at)
        found.works.append(addition)
    return found


class _WorkIndex:
    """Works by everything that says which work one is."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self._dois: dict[str, Reference] = {}
        self._pmids: dict[str, Reference] = {}
        self._titles: dict[tuple[str, str, int | None, str], list[Reference]] = {}
        #: Works without a title, by all that they say.
        self._whole: dict[str, Reference] = {}

    def add(self, reference: Reference, place: int) -> None:
        self.places.setdefault(reference.key, place)
        if reference.doi:
            self._dois[reference.doi] = reference
        if reference.pmid:
            self._pmids[reference.pmid] = reference
        likeness = _likeness(reference)
        if likeness[0]:
            self._titles.setdefault(likeness, []).append(reference)
        else:
            self._whole.setdefault(_all_it_says(reference), reference)

    def find(self, reference: Reference) -> Reference | None:
        """Return the same work: by DOI, PubMed's number, or by what it says."""
        if reference.doi in self._dois:
            return self._dois[reference.doi]
        if reference.pmid in self._pmids:
            return self._pmids[reference.pmid]
        likeness = _likeness(reference)
        if not likeness[0]:
            return self._whole.get(_all_it_says(reference))
        for one in self._titles.get(likeness, ()):
            # Two DOIs are two works, however alike their titles are.
            if not (one.doi and reference.doi):
                return one
        return None


def _likeness(reference: Reference) -> tuple[str, str, int | None, str]:
    names = reference.name_list() or reference.name_list("editor")
    first = fold_compact(names[0].short) if names else ""
    return fold_compact(reference.title), reference.type, reference.year, first


def _all_it_says(reference: Reference) -> str:
    """Return all fields of a work that no title tells from others, as one text."""
    aside = ("id", "custom", "citation-key")
    said = {key: value for key, value in reference.item.items() if key not in aside}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _fill(
    item: dict[str, object], newcomer: Mapping[str, object], known: Reference
) -> Addition:
    theirs = parse_item(newcomer)
    filled: list[str] = []
    differences: list[FieldDifference] = []
    for name, value in newcomer.items():
        if name in ASIDE or not value:
            continue
        if name not in item:
            item[name] = value
            filled.append(name)
        elif (ours := _said(known, name)) != (other := _said(theirs, name)):
            differences.append(FieldDifference(name, ours, other))
    # What its study was, where the record does not say so itself.
    own, evidence = parse_item(item).custom, theirs.custom.get("evidence")
    if evidence and not own.get("evidence"):
        item["custom"] = {**own, "evidence": evidence}
        filled.append("custom.evidence")
    what = "filled" if filled else "different" if differences else "same"
    reference = parse_item(item)
    return Addition(known.key, what, reference, tuple(filled), tuple(differences))


def _said(reference: Reference, name: str) -> str:
    """Return a field as one comparable line."""
    if names := reference.name_list(name):
        return "; ".join(one.text for one in names)
    date = reference.date(name)
    if date:
        parts = (date.start, date.end)
        said = "/".join("-".join(map(str, part)) for part in parts if part)
        return said or date.literal
    if name == "type":
        return reference.type
    return reference.doi if name == "DOI" else reference.text(name)


def _is_machine(key: str) -> bool:
    """Return whether a program made a key for itself: no author would type it."""
    made = r"(?:ris|nbib|ref|item|ITEM|noauthor)[-_]?\d*|[\d-]+|[A-Z0-9]{8}|RefID:.*"
    return bool(re.fullmatch(made, key))
