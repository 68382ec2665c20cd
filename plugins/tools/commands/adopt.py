"""``cite --adopt``: a list of references typed by hand becomes citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...problem import Level, count
from ...references.checking.compare import compare, is_same_work
from ...references.citing.adoption import find_losses, plan_adoption
from ...references.exchange.typed_entry import find_unexplained
from ...references.exchange.typed_heading import find_heading
from ...references.exchange.typed_list import read_entry
from ...references.library.add import add_works
from ...references.library.item import parse_item
from ...references.lookup.csl import LIBRARY, deposit_of
from ...references.lookup.find import Lookup
from ...references.lookup.web import LookupFailedError
from ...references.styles import format_reference
from ...source.bounds import find_excess
from ...source.header_edit import HeaderEditError
from ...source.read import read_file
from ..asking import agrees
from ..command_line import UNCHANGED
from ..files import replace_bytes, write_whole
from ..site import RefusedError
from .cite import format_found, may_cite, read_library_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ...references.citing.adoption import Adoption
    from ...references.exchange.typed_list import PlainEntry
    from ...references.library.add import Additions
    from ...references.library.reference import Reference
    from ...references.lookup.deposit import Deposit
    from ...references.lookup.pubmed import Found
    from ...source.core import Source
    from ..reporter import Reporter
    from .cite import CiteOptions
    from .library_files import LibraryFiles


@dataclass(frozen=True)
class Adopted:
    """A post whose list has become citations, and what the library gets for it."""

    plan: Adoption
    text: str
    keys: Mapping[str, str]  #: of works in the library, by the labels of entries
    additions: Additions


@dataclass(frozen=True)
class AdoptionDesk:
    """What lists are turned with: a library's works, services, and an author's wish."""

    files: LibraryFiles
    lookup: Lookup
    options: CiteOptions
    reporter: Reporter

    def adopt(self, source: Source, items: list[dict[str, object]]) -> Adopted | None:
        """Return the post with citations, or None where its list stays as it is.

        The reporter gets the differences to the records, and each reason. Raises
        ``RefusedError`` for a post without a list that can be read.
        """
        plan = _plan(source)
        for problem in plan.problems:
            self.reporter.error(str(problem))
        adopted = _find_all(self, plan, items)
        if plan.problems or len(adopted) < len(plan.place.entries):
            return None
        additions = add_works(items, adopted.values())
        works = zip(adopted, additions.works, strict=True)
        keys = {label: addition.key for label, addition in works}
        try:
            text = plan.write(keys)
        except HeaderEditError as error:
            message = f"{source.path}: its header cannot be changed: {error}."
            raise RefusedError(f"{message} Mend it first.") from None
        losses = find_losses(plan, text, keys)
        for problem in losses:
            self.reporter.error(str(problem))
        return None if losses else Adopted(plan, text, keys, additions)


def adopt_post(
    files: LibraryFiles, path: Path, name: str, options: CiteOptions, reporter: Reporter
) -> int:
    """Find each entry's record, show the differences, and rewrite after a yes.

    Post and library are written both or neither.
    """
    if not path.is_file():
        raise RefusedError(f"There is no file {name}.")
    source = read_file(path, name)
    items = read_library_items(files)  # refuses before anybody is asked
    with Lookup(files.settings.services, say=reporter.error) as lookup:
        done = AdoptionDesk(files, lookup, options, reporter).adopt(source, items)
    if done is None:
        reporter.error("Nothing was changed: correct the above first.")
        return 1
    marks = count(len(done.plan.marks), "mark")
    numbers = f"{count(len(done.keys), 'reference')}, {marks}"
    question = f"Rewrite {name} ({numbers}) and put its works into the library?"
    if options.dry:
        reporter.print(UNCHANGED)
        return 0
    if not agrees(question, yes=options.yes, ask=options.ask):
        reporter.error("Nothing was changed.")
        return 1
    before = files.library.read_bytes() if files.library.exists() else None
    if done.additions.is_changed:
        files.write_additions(done.additions)
    try:
        write_whole(path, done.text)
    except BaseException:
        _restore(files.library, before)
        raise
    for line in list_keys(done):
        reporter.print(line)
    return 0


def list_keys(done: Adopted) -> Iterator[str]:
    """Yield for each entry the citation that it has become."""
    for label, key in done.keys.items():
        is_cited = label in done.plan.cited
        where = "cited" if is_cited else "further reading: nothing cites it"
        yield f"{label}. [@{key}]  ({where})"


def _restore(library: Path, before: bytes | None) -> None:
    """Put the library back as it was, since the post was not written."""
    if before is None:
        library.unlink(missing_ok=True)
    else:
        replace_bytes(library, before)


def _plan(source: Source) -> Adoption:
    name = source.path
    excess = find_excess(source.header.body, source.header.body_line)
    for fault in (*source.faults[: not source.is_read], *filter(None, (excess,))):
        raise RefusedError(f"{name}:{fault.line}: {fault.what} {fault.remedy}")
    plan = plan_adoption(source)
    if plan is None:
        if line := find_heading(source.prose):
            message = f"{name}:{line}: below this heading stands no list of references"
            remedy = "Put each on a line of its own, without table, quote and headings."
            raise RefusedError(f"{message} that can be read. {remedy}")
        message = f"{name}: no list of references typed by hand was found."
        raise RefusedError(f"{message} It needs a line “References:” above it.")
    return plan


def _find_all(
    desk: AdoptionDesk, plan: Adoption, items: list[dict[str, object]]
) -> dict[str, dict[str, object]]:
    """Return the records of entries by their labels; what has none is said."""
    adopted: dict[str, dict[str, object]] = {}
    library = [parse_item(item) for item in items]
    style, reporter = desk.files.settings.style, desk.reporter
    for entry in plan.place.entries:
        said = parse_item(read_entry(entry))
        address = f"{plan.source.path}:{entry.line}: {entry.label}."
        known = find_known(library, entry, said)
        try:
            found = None if known else find_record(desk.lookup, entry, said)
        except LookupFailedError as error:
            reporter.error(f"{address} {error}")
            continue
        if found:
            reporter.print(f"{address} {format_found(found, style)}")
            is_it = _show_differences(address, entry, found.deposit, reporter)
            if may_cite(found, desk.options, reporter) and is_it:
                adopted[entry.label] = found.csl
        elif known:
            text = format_reference(known, style)[1]
            reporter.print(f"{address} {text} (in the library already)")
            record = replace(deposit_of(known), item=known.item)
            if _show_differences(address, entry, record, reporter):
                adopted[entry.label] = dict(known.item)
    return adopted


def _show_differences(
    address: str, entry: PlainEntry, record: Deposit, reporter: Reporter
) -> bool:
    """Print where an entry and its record part, and what will not be kept of it.

    Return whether the record can be the entry's: a DOI may lead to another work.
    """
    whose = "the library" if record.agency == LIBRARY else "the publisher"
    differences = compare(parse_item(read_entry(entry)), record).differences
    for one in differences:
        what = one.what.replace("the publisher", whose)
        if one.level is Level.ERROR:
            reporter.error(f"{address} {what}. Correct the DOI or the entry.")
        else:
            reporter.print(f"    {what}")
    pmid = str(record.item.get("PMID") or "")
    if entry.pmid and pmid and entry.pmid != pmid:
        reporter.print(f"    PubMed’s number {entry.pmid}, {whose} says {pmid}")
    names = (name.text for name in record.authors)
    journals = " ".join(record.journals)
    known = " ".join([*record.titles, *names, journals, *_strings(record.item)])
    for words in find_unexplained(entry.text, known, journals):
        reporter.print(f"    “{words}” is not in {whose}’s record and goes.")
    return all(one.level is not Level.ERROR for one in differences)


def _strings(value: object) -> Iterator[str]:
    """Yield every text of a record, such as its publisher's name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def find_known(
    library: list[Reference], entry: PlainEntry, said: Reference
) -> Reference | None:
    """Return the library's own record of an entry, which nobody need be asked for."""
    for work in library:
        is_it = entry.doi == work.doi != "" or entry.pmid == work.pmid != ""
        if is_it or (not entry.doi and not entry.pmid and _is_alike(said, work)):
            return work
    return None


def _is_alike(said: Reference, work: Reference) -> bool:
    is_told = said.title and said.year and said.name_list() and work.name_list()
    is_near = is_told and said.year == work.year
    return bool(is_near) and is_same_work(said, deposit_of(work))


def find_record(lookup: Lookup, entry: PlainEntry, said: Reference) -> Found:
    """Return an entry's record: by DOI, by PubMed's number, or by what it says."""
    if entry.doi:
        return lookup.lookup_doi(entry.doi)
    if entry.pmid:
        return lookup.lookup_pmid(entry.pmid)
    words = " ".join([said.title, *(name.family for name in said.name_list()[:3])])
    found = lookup.search(f"{words or entry.text[:300]} {said.year or ''}".strip(), 3)
    for one in found:
        if said.year and said.name_list() and is_same_work(said, one.deposit):
            return one
    message = "No record agrees in title, year and first author."
    if not said.title:
        message = "Its authors, title and year could not be read."
    if found:
        message += f" The nearest: {format_found(found[0], 'apa')}"
    raise LookupFailedError(f"{message} Write its DOI into the entry.")
