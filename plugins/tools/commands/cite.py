"""``invoke cite``: works into the library, and references of a file in a style."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from html import escape
from shlex import quote
from typing import TYPE_CHECKING

from ...problem import count, did_you_mean, printable
from ...references.checking.notices import find_notices
from ...references.library.add import Addition, add_works
from ...references.library.doi import find_pmid, record_doi
from ...references.library.file import gather, parse_library, read_items
from ...references.library.item import parse_item
from ...references.lookup.find import Lookup
from ...references.lookup.web import LookupFailedError
from ...references.settings import STYLES
from ...references.styles import format_reference
from ..command_line import UNCHANGED
from ..site import RefusedError
from .library_files import is_file_name, read_references

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ...references.lookup.pubmed import Found
    from ..reporter import Reporter
    from .library_files import LibraryFiles


#: A comma between two works; one inside a DOI has neither a space nor a DOI behind it.
BETWEEN = re.compile(
    r"\s*[,;](?:\s+|(?=doi:|pmid:|https?://|10\.\d{4,}/|\d{6,9}(?:[,;]|$)))",
    re.IGNORECASE,
)


#: What would be lost if the library were written again.
BROKEN = ("library-json", "library-record", "library-duplicate")


@dataclass(frozen=True)
class CiteOptions:
    """What an author asks for beside the works."""

    retracted: bool = False  #: take retracted works too
    yes: bool = False  #: do not ask
    ask: Callable[[str], str] = input
    dry: bool = False  #: change nothing


def cite_works(
    files: LibraryFiles, work: str, options: CiteOptions, reporter: Reporter
) -> int:
    """Put the named works into the library and print the marks to paste."""
    items = read_library_items(files)
    if is_file_name(work):
        raise RefusedError(f"{work}: give the path of a file that is there.")
    library = gather(map(parse_item, items))
    newcomers: list[dict[str, object]] = []
    failures = 0
    with Lookup(files.settings.services, say=reporter.error) as lookup:
        for name in split_works(work):
            doi = record_doi(name)
            known = library.find(f"doi:{doi}" if doi else f"pmid:{pmid_of(name)}")
            if known:
                print_addition(files, Addition(known.key, "same", known), reporter)
                continue
            try:
                found = look_up(lookup, name)
            except LookupFailedError as error:
                reporter.error(f"{name}: {error}")
                failures += 1
                continue
            if may_cite(found, options, reporter):
                newcomers.append(found.csl)
            else:
                failures += 1
    keep_works(files, newcomers, reporter)
    return 1 if failures else 0


def keep_works(
    files: LibraryFiles, newcomers: list[dict[str, object]], reporter: Reporter
) -> None:
    """Put newcomers into the library, and print what became of them."""
    for addition in add_to_library(files, newcomers):
        print_addition(files, addition, reporter)
    if files.is_dry:
        reporter.print(UNCHANGED)


def cite_file(files: LibraryFiles, path: Path, reporter: Reporter) -> int:
    """Put a file's works into the library; show what is new and what differs."""
    found = read_references(path)
    additions = add_to_library(files, found.items)
    for fault in found.said:
        reporter.error(f"{path.name}:{fault.line}: {fault.what}")
    counts = Counter(addition.what for addition in additions)
    for addition in additions:
        if addition.what != "same":
            print_addition(files, addition, reporter)
    reporter.print(
        f"{count(len(additions), 'work')} in {path.name}: {counts['new']} new,"
        f" {counts['filled']} completed, {counts['different']} told differently,"
        f" {counts['same']} known as they are."
    )
    if files.is_dry:
        reporter.print(UNCHANGED)
    return int(any(fault.is_loss for fault in found.faults))


def find_works(
    files: LibraryFiles, words: str, options: CiteOptions, reporter: Reporter
) -> int:
    """Search, let the author choose, and put the choice into the library."""
    with Lookup(files.settings.services, say=reporter.error) as lookup:
        try:
            found = lookup.search(words)
        except LookupFailedError as error:
            raise RefusedError(str(error)) from None
    if not found:
        raise RefusedError(f"Nothing was found for “{words}”. Try other words.")
    for number, one in enumerate(found, 1):
        reporter.print(f"{number}. {format_found(one, files.settings.style)}")
    if not sys.stdin.isatty() and options.ask is input:
        reporter.print("Put one into the library with: invoke cite DOI")
        return 0
    answer = options.ask("Which ones? Numbers by commas, or nothing: ")
    chosen = [int(part) for part in re.findall(r"\d+", answer)]
    wrong = [number for number in chosen if not 1 <= number <= len(found)]
    if wrong:
        raise RefusedError(f"There is no number {wrong[0]} in the list.")
    picked = [found[number - 1] for number in chosen]
    newcomers = [one.csl for one in picked if may_cite(one, options, reporter)]
    keep_works(files, newcomers, reporter)
    return 0 if len(newcomers) == len(picked) else 1


def split_works(text: str) -> list[str]:
    """Return the works that an argument names.

    >>> split_works("10.1000/a,b, pmid:31166571, 32526774")
    ['10.1000/a,b', 'pmid:31166571', '32526774']
    """
    return [part.strip() for part in BETWEEN.split(text.strip()) if part.strip(" ,;")]


def look_up(lookup: Lookup, name: str) -> Found:
    """Ask for one work by its DOI or its PubMed number."""
    if doi := record_doi(name):
        return lookup.lookup_doi(doi)
    if pmid := pmid_of(name):
        return lookup.lookup_pmid(pmid)
    message = f"“{name}” is neither a DOI (10.…/…) nor a PubMed number."
    raise LookupFailedError(
        f"{message} Search for it: invoke cite --find {quote(name)}"
    )


def pmid_of(name: str) -> str:
    """Return the PubMed number that a name is, or an empty string."""
    return name.strip() if name.strip().isdigit() else find_pmid(name)


def may_cite(found: Found, options: CiteOptions, reporter: Reporter) -> bool:
    """Refuse a retracted work unless the author asked for it; say any notice.

    A publisher's date that is none is said, too: the library gets none.
    """
    if found.deposit.unread_date and not found.deposit.dates:
        reporter.error(
            f"“{found.deposit.title}”: {found.deposit.agency} gives"
            f" “{found.deposit.unread_date}” for the date, which is none. Look it up,"
            " and write it into the library as issued; until then it says n.d."
        )
    notices = find_notices(found.deposit)
    if not notices:
        return True
    notice = notices[0]  # the gravest
    when = f" on {notice.date}" if notice.date else ""
    where = f" ({notice.url})" if notice.url else ""
    said = f"“{found.deposit.title}”: {notice.label}{when}{where}."
    if notice.state not in ("retracted", "concern"):
        reporter.print(f"    {said}")
        return True
    reporter.error(said)
    if notice.state == "concern" or options.retracted:
        return True
    reporter.error(
        "It was not added. To cite it all the same, add --retracted, and say why in the"
        " post: cites_retracted."
    )
    return False


def read_library_items(files: LibraryFiles) -> list[dict[str, object]]:
    """Return the library's items; refuse to touch a file that is not whole."""
    if not files.library.exists():
        return []
    text = files.read_text()
    broken = [p for p in parse_library(text, files.name).problems if p.name in BROKEN]
    if broken:
        said = "\n".join(str(problem) for problem in broken)
        raise RefusedError(f"{said}\nCorrect {files.name} first; it was not changed.")
    return read_items(text)


def add_to_library(
    files: LibraryFiles, newcomers: list[dict[str, object]]
) -> list[Addition]:
    """Write the library where something is new in it; return what became of each."""
    additions = add_works(read_library_items(files), newcomers)
    if additions.is_changed:
        files.write_additions(additions)
    return additions.works


def print_addition(files: LibraryFiles, addition: Addition, reporter: Reporter) -> None:
    """Print the mark to paste, the reference, and what the library kept."""
    filled = f"completed: {', '.join(addition.filled)}"
    notes = {"new": "new", "filled": filled}
    note = notes.get(addition.what, "in the library already")
    reporter.print(f"[@{addition.key}]  ({note})")
    _, text = format_reference(addition.reference, files.settings.style)
    reporter.print(f"    {text}")
    for one in addition.differences:
        kept = f"the library says “{one.ours}”, this says “{one.theirs}”"
        reporter.print(f"    {one.field}: {kept}; the library was kept")


def format_found(found: Found, style: str) -> str:
    """Return a work that was looked up as a reference."""
    return format_reference(parse_item({"id": "x", **found.csl}), style)[1]


FORMATS = ("text", "html", "json")


def render_file(path: Path, style: str, form: str, reporter: Reporter) -> int:
    """Print every record of a file, in its order; 1 where one could not be read."""
    for name, value, known in (("style", style, STYLES), ("format", form, FORMATS)):
        if value not in known:
            hint = did_you_mean(value, known) or f"Known: {', '.join(known)}."
            raise RefusedError(f"--{name} {value}: there is no such {name}. {hint}")
    found = read_references(path)
    records = [parse_item(item) for item in found.items]
    printed = [format_reference(record, style) for record in records]
    if form == "json":
        ids = [record.key for record in records]
        bib = [html for html, _ in printed]
        text = json.dumps({"ids": ids, "bib": bib}, ensure_ascii=False, indent=1)
    elif form == "html":
        lines = [
            f'<li id="ref-{escape(record.key)}">{html}</li>'
            for record, (html, _) in zip(records, printed, strict=True)
        ]
        text = "\n".join(["<ol>", *lines, "</ol>"])
    else:
        text = "\n".join(plain for _, plain in printed)
    sys.stdout.write(f"{printable(text)}\n" if text else "")
    sys.stdout.flush()
    for fault in found.said:
        reporter.error(f"{path.name}:{fault.line}: {fault.what}")
    return int(any(fault.is_loss for fault in found.faults))
