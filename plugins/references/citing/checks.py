"""What an author is told about the citations of one page, with file and line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...source.core import Source
    from ..library.file import Library
    from .block import ReferenceEntry, References
    from .marks import CitationFault

REMEDIES = {
    "citation-unknown": "Correct the key, or add the work: invoke cite DOI."
    " To print the words as they are, write \\@.",
    "citation-nearly": "Correct it to cite, or write \\@ to keep it as text.",
    "citation-malformed": "Put “;” between two works: [@one; @two].",
    "further-reading-unknown": "Correct the key, or add the work: invoke cite DOI.",
}


def explain_faults(
    faults: Iterable[CitationFault], source: Source, library: Library, *, is_there: bool
) -> Iterator[Problem]:
    """Yield the problems of one source file, each on its own line of it."""
    told = Counter[tuple[str, str]]()
    for fault in faults:
        if fault.name == "further-reading-unknown":
            lines = [source.line("further_reading")]
        else:
            first = source.prose.first_line
            lines = source.prose.find_lines(fault.source) or [first]
        line = lines[min(told[fault.name, fault.source], len(lines) - 1)]
        told[fault.name, fault.source] += 1
        remedy = f"{fault.hint} {REMEDIES[fault.name]}".strip()
        level = Level.WARNING if fault.name == "citation-nearly" else Level.ERROR
        name = fault.name
        if not is_there and name == "citation-unknown":
            name = "library-missing"
            remedy = (
                f"There is no library at {library.path}: add works with"
                " invoke cite DOI, or set REFERENCES['library']."
            )
        yield Problem(source.path, line, fault.what, remedy, name, level)


def explain_retracted(
    block: References, reasons: Mapping[str, str], source: Source
) -> Iterator[Problem]:
    """Yield an error for each retracted source that is cited without a reason."""
    prose = source.prose
    entries = {entry.key: entry for entry in (*block.cited, *block.further)}
    for key, entry in entries.items():
        if entry.state not in {"retracted", "concern"} or reasons.get(key):
            continue
        lines = prose.find_lines(f"@{key}") or prose.find_lines(f"@doi:{entry.doi}")
        line = lines[0] if lines else source.line("further_reading")
        yield _retracted(entry, source.path, line)
    for key in reasons:
        line = source.line("cites_retracted")
        if key not in entries:
            what = f"cites_retracted names “{key}”, which this page does not cite."
            remedy = "Correct the key, or remove the line."
        elif not reasons[key]:
            what = f"cites_retracted gives no reason for “{key}”."
            remedy = f"Write “{key}: reason”; readers see the reason."
        else:
            continue
        name = "cites-retracted"
        yield Problem(source.path, line, what, remedy, name, Level.WARNING)


def _retracted(entry: ReferenceEntry, where: str, line: int) -> Problem:
    notice = entry.notice
    said = notice.text.removesuffix(".") if notice else ""
    see = f" See {notice.url}" if notice and notice.url else ""
    if entry.state == "concern":
        what = f"{entry.key} is under an expression of concern {said}".rstrip()
        remedy = f"Say in the text what is in doubt.{see}"
        name, level = "citation-concern", Level.WARNING
    else:
        label = notice.label.lower() if notice else "retracted"
        what = f"{entry.key} was {label} {said}".rstrip()
        remedy = (
            "Take it out, or say in this post’s header why it is still cited: "
            f'“cites_retracted: ["{entry.key}: reason"]”.{see}'
        )
        name, level = "citation-retracted", Level.ERROR
    return Problem(where, line, f"{what}.", remedy, name, level)
