"""``cite --adopt``: a list of references typed by hand becomes citations."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ...references.checking.compare import compare, is_same_work
from ...references.exchange.typed_list import (
    add_further_reading,
    read_entry,
    read_plain_list,
    rewrite,
)
from ...references.library.item import parse_item
from ...references.lookup.find import Lookup
from ...references.lookup.web import LookupFailedError
from ...source.read import read_file
from ..files import write_whole
from ..site import RefusedError
from .cite import add_to_library, format_found, may_cite, read_library_items

if TYPE_CHECKING:
    from pathlib import Path

    from ...references.exchange.typed_list import PlainEntry, PlainList
    from ...references.library.reference import Reference
    from ...references.lookup.pubmed import Found
    from ..reporter import Reporter
    from .cite import CiteOptions
    from .library_files import LibraryFiles


def adopt_post(
    files: LibraryFiles, path: Path, name: str, options: CiteOptions, reporter: Reporter
) -> int:
    """Find each entry's record, show the differences, and rewrite after a yes."""
    if not path.is_file():
        raise RefusedError(f"There is no file {name}.")
    source = read_file(path, name)
    if not source.is_read:
        fault = source.faults[0]
        raise RefusedError(f"{name}:{fault.line}: {fault.what} {fault.remedy}")
    place = read_plain_list(source)
    if place is None:
        message = f"{name}: no list of references typed by hand was found."
        raise RefusedError(f"{message} It needs a line “References:” above it.")
    read_library_items(files)  # refuses before anybody is asked
    adopted = _find_all(files, place, name, options, reporter)
    if len(adopted) < len(place.entries):
        reporter.error("Nothing was changed: an entry above has no record.")
        return 1
    if not _agrees(
        f"Rewrite {name} and put {len(adopted)} works into the library?", options
    ):
        reporter.error("Nothing was changed.")
        return 1
    additions = add_to_library(files, [found.csl for _, found in adopted])
    pairs = zip(adopted, additions, strict=True)
    keys = {entry.number: addition.key for (entry, _), addition in pairs}
    changed, cited = rewrite(source, keys, place)
    rest = [key for number, key in keys.items() if number not in cited]
    changed = add_further_reading(changed, list(dict.fromkeys(rest)))
    write_whole(path, changed)
    for number, key in keys.items():
        where = "cited" if number in cited else "further reading: nothing cites it"
        reporter.print(f"{number}. [@{key}]  ({where})")
    return 0


def _find_all(
    files: LibraryFiles,
    place: PlainList,
    name: str,
    options: CiteOptions,
    reporter: Reporter,
) -> list[tuple[PlainEntry, Found]]:
    adopted = []
    with Lookup(files.settings.services) as lookup:
        for entry in place.entries:
            said = parse_item(read_entry(entry))
            address = f"{name}:{entry.line}: {entry.number}."
            try:
                found = find_record(lookup, entry, said)
            except LookupFailedError as error:
                reporter.error(f"{address} {error}")
                continue
            reporter.print(f"{address} {format_found(found, files.settings.style)}")
            for difference in compare(said, found.deposit).differences:
                reporter.print(f"    {difference.what}")
            if may_cite(found, options, reporter):
                adopted.append((entry, found))
    return adopted


def find_record(lookup: Lookup, entry: PlainEntry, said: Reference) -> Found:
    """Return an entry's record: by DOI, by PubMed's number, or by what it says."""
    if entry.doi:
        return lookup.lookup_doi(entry.doi)
    if entry.pmid:
        return lookup.lookup_pmid(entry.pmid)
    words = " ".join([said.title, *(name.family for name in said.name_list()[:3])])
    found = lookup.search(f"{words} {said.year or ''}".strip(), 3)
    for one in found:
        if said.year and said.name_list() and is_same_work(said, one.deposit):
            return one
    message = "No record agrees in title, year and first author."
    if found:
        message += f" The nearest: {format_found(found[0], 'apa')}"
    raise LookupFailedError(f"{message} Write its DOI into the entry.")


def _agrees(question: str, options: CiteOptions) -> bool:
    if options.yes:
        return True
    if options.ask is input and not sys.stdin.isatty():
        message = "Nobody can be asked here. Look at the above, then add --yes."
        raise RefusedError(message)
    return options.ask(f"{question} [y/N] ").strip().lower() in ("y", "yes")
