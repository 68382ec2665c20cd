"""Works on their way into the library: new, known already, or told differently."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .fold import squeeze
from .item import parse_item
from .keys import is_key, make_key
from .library import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .core import Reference
    from .library import Library

#: Fields that say where a record came from, and not what the work is.
ASIDE = {"id", "custom", "note", "abstract", "keyword", "source", "citation-key"}


@dataclass(frozen=True)
class Difference:
    """A field that the library has, and the newcomer has otherwise."""

    field: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Arrival:
    """What became of one work."""

    key: str
    what: str  #: ``new``, ``filled`` (empty fields were), ``same`` or ``different``
    reference: Reference
    filled: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()  #: the library's words were kept


@dataclass
class Shelving:
    """The library's items with the newcomers among them."""

    items: list[dict[str, object]]
    arrivals: list[Arrival] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Say whether the file has to be written."""
        return any(one.what in ("new", "filled") or one.filled for one in self.arrivals)


def shelve(
    items: Iterable[Mapping[str, object]], newcomers: Iterable[Mapping[str, object]]
) -> Shelving:
    """Put works into the library; nothing that it says is overwritten or lost."""
    found = Shelving([dict(item) for item in items])
    places = {str(item.get("id")): at for at, item in enumerate(found.items)}
    library = gather(parse_item(item) for item in found.items)
    for newcomer in newcomers:
        reference = parse_item(newcomer)
        known = find_same(library, reference)
        if known is None:
            wanted = reference.key
            keep = is_key(wanted) and wanted not in places and not _is_machine(wanted)
            key = wanted if keep else make_key(reference, places)
            places[key] = len(found.items)
            item = {"id": key, **{k: v for k, v in newcomer.items() if k != "id"}}
            found.items.append(item)
            found.arrivals.append(Arrival(key, "new", parse_item(item)))
        else:
            at = places[known.key]
            found.arrivals.append(_fill(found.items[at], newcomer, known))
        library = gather(parse_item(item) for item in found.items)
    return found


def find_same(library: Library, reference: Reference) -> Reference | None:
    """Return the library's record of the same work: by DOI, PMID, or what it says."""
    if reference.doi:
        if reference.doi in library.by_doi:
            return library.by_doi[reference.doi]
    elif reference.pmid and reference.pmid in library.by_pmid:
        return library.by_pmid[reference.pmid]
    if reference.pmid and reference.pmid in library.by_pmid:
        return library.by_pmid[reference.pmid]
    title = squeeze(reference.title)
    for one in library.references if title else ():
        both_have = one.doi and reference.doi
        if not both_have and squeeze(one.title) == title and one.type == reference.type:
            same_year = one.year == reference.year
            if same_year and _first(one) == _first(reference):
                return one
    return None


def _fill(
    item: dict[str, object], newcomer: Mapping[str, object], known: Reference
) -> Arrival:
    theirs = parse_item(newcomer)
    filled: list[str] = []
    differences: list[Difference] = []
    for name, value in newcomer.items():
        if name in ASIDE or not value:
            continue
        if name not in item:
            item[name] = value
            filled.append(name)
        elif (ours := _said(known, name)) != (other := _said(theirs, name)):
            differences.append(Difference(name, ours, other))
    what = "filled" if filled else "different" if differences else "same"
    return Arrival(known.key, what, parse_item(item), tuple(filled), tuple(differences))


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
    """Say whether a key was made by a program for itself: no author would type it."""
    return bool(re.fullmatch(r"(?:ris|ref|item|noauthor)[-_]?\d*|\d+|[A-Z0-9]{8}", key))


def _first(reference: Reference) -> str:
    names = reference.name_list() or reference.name_list("editor")
    return squeeze(names[0].short) if names else ""
