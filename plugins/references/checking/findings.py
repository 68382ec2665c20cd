"""What a check has to say: sentences for editors, with the line in the library."""

from __future__ import annotations

from datetime import date as calendar_date
from shlex import quote
from typing import TYPE_CHECKING

from ...problem import Level, Problem
from ..library.reference import is_typed
from ..library.titles import clean_text
from .comparison import Comparison

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ..library.reference import Reference
    from .notices import Notice
    from .results import CheckResult, CheckResults

COMMAND = "invoke check --online"
SOURCES = {
    "retraction-watch": "Retraction Watch",
    "publisher": "the publisher",
    "title": "the publisher’s title",
    "pubmed": "PubMed",
    "library": "the library",
}
#: What an editor should do about each kind of event.
ADVICE = {
    "retracted": "Cite another work, or say in cites_retracted why you cite this one.",
    "concern": "Read the notice; say in the post what is in doubt, or cite another.",
    "corrected": "Read the notice: does what the post says still hold?",
    "updated": "See whether the newer one says the same.",
}
NAMES = {
    "retracted": ("reference-retracted", Level.ERROR),
    "concern": ("reference-concern", Level.ERROR),
    "corrected": ("reference-corrected", Level.NOTICE),
    "updated": ("reference-new-version", Level.NOTICE),
}


def compare_checked(reference: Reference, checked: CheckResult | None) -> Comparison:
    """Compare a record with what the publisher said when it was last asked.

    Fields that an editor has confirmed against the publisher are settled: they stand
    with a reason in ``custom.confirmed``, since publishers' records err as well.
    """
    if checked is None or checked.deposit is None:
        return Comparison()
    # Here, as only a library that was checked once needs all the ways to compare.
    from .compare import compare  # noqa: PLC0415  # as it says

    whole = compare(reference, checked.deposit)
    said = reference.custom.get("confirmed")
    settled = set(map(str, said)) if isinstance(said, dict | list) else set()
    open_ones = tuple(
        one for one in whole.differences if not {one.variable, one.name} & settled
    )
    unknown = tuple(one for one in whole.uncompared if one.variable not in settled)
    return Comparison(whole.compared, open_ones, unknown)


def find_differences(
    references: Iterable[Reference], file: CheckResults
) -> Iterator[Problem]:
    """Yield what differs from the publishers' records, and DOIs that lead nowhere."""
    for reference, checked in _answered(references, file):
        if checked.is_missing:
            name, what = "reference-doi", f"{reference.key}: {checked.why}"
            remedy = "Look for a mistyped character."
            if checked.found_doi:
                found = f"A search finds {checked.found_doi}."
                remedy = f"{found} {_fix(reference, name)}"
            yield _problem(reference, "DOI", what, remedy, name, level=Level.ERROR)
        for one in compare_checked(reference, checked).differences:
            what = f"{reference.key}: {clean_text(one.what).removesuffix('.')}."
            remedy = _fix(reference, one.name) if one.fix else "Look for the right DOI."
            place = (reference, one.variable)
            yield _problem(*place, what, remedy, one.name, level=one.level)
        if checked.found_doi and not reference.doi:
            name = "reference-doi-missing"
            what = f"{reference.key}: no DOI; a search finds {checked.found_doi}."
            yield _problem(reference, "title", what, _fix(reference, name), name)


def find_events(
    references: Iterable[Reference],
    file: CheckResults,
    explained: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield what happened to the works; ``explained`` are cited all the same."""
    for reference, checked in _answered(references, file):
        for notice in checked.notices:
            name, level = NAMES[notice.state]
            if reference.key in explained:
                level = Level.NOTICE
            what = f"{reference.key}: {describe(notice)}."
            advice = ADVICE[notice.state]
            yield _problem(reference, "DOI", what, advice, name, level=level)
        yield from _other_forms(reference, checked)


def _other_forms(reference: Reference, checked: CheckResult) -> Iterator[Problem]:
    if checked.notice_of:
        about = checked.notice_of
        what = f"{reference.key}: the publisher’s title is that of a notice."
        if about.doi:
            kind = about.type.replace("_", " ")
            what = f"{reference.key}: this is a notice ({kind}) of {about.doi}."
        remedy = "Cite the article itself if that is what you mean."
        name = "reference-is-notice"
        yield _problem(reference, "DOI", what, remedy, name, level=Level.WARNING)
    for doi in checked.deposit.published_as if checked.deposit else ():
        what = f"{reference.key}: this preprint has been published as {doi}."
        remedy = f"Cite the published article: invoke cite {quote(doi)}"
        name = "reference-preprint-published"
        yield _problem(reference, "DOI", what, remedy, name)


def find_unknown(
    references: Iterable[Reference], file: CheckResults
) -> Iterator[Problem]:
    """Yield the works of which nothing is known: not checked is not clean."""
    groups: dict[tuple[str, str, str], list[Reference]] = {}
    for reference, checked in _answered(references, file):
        if not checked.is_missing and (checked.deposit is None or checked.why):
            what = "retracted or corrected since" if checked.deposit else "still right"
            group = (reference.path, what, checked.why)
            groups.setdefault(group, []).append(reference)
    for (path, state, why), works in groups.items():
        keys = ", ".join(work.key for work in works)
        line = works[0].line_of("id") if len(works) == 1 else 0
        what = f"{keys}: unknown whether {state}. {why}"
        yield Problem(path, line, what, "", "reference-unknown", Level.NOTICE)


def find_age(
    works: Sequence[Reference],
    file: CheckResults,
    today: calendar_date,
    max_age: int,
    path: str,
) -> Iterator[Problem]:
    """Yield one line where sources were never checked, or too long ago."""
    if not works:
        return
    if not file:
        what = "The sources were never checked against the publishers’ records."
        remedy = f"Run {COMMAND}; it needs the network, builds do not."
        yield Problem(path, 0, what, remedy, "references-never-checked", Level.NOTICE)
        return
    dates = {work.key: checked.date for work, checked in _answered(works, file)}
    new = [work.key for work in works if work.key not in dates]
    if new:
        count = f"{len(new)} works have" if len(new) > 1 else "1 work has"
        what = f"{count} not been checked yet: {_some(new)}."
        remedy = f"Run {COMMAND}."
        yield Problem(path, 0, what, remedy, "references-unchecked", Level.NOTICE)
    oldest = min(dates.values(), default="")
    if oldest and (today - calendar_date.fromisoformat(oldest)).days > max_age:
        what = f"The sources were last checked on {oldest}."
        remedy = f"That is more than {max_age} days ago: run {COMMAND}."
        yield Problem(path, 0, what, remedy, "references-check-old", Level.NOTICE)


def find_unanswered(
    failures: Mapping[str, str], works: int, path: str
) -> Iterator[Problem]:
    """Yield one line for each reason why works could not be asked for."""
    for why in sorted(set(failures.values())):
        keys = [key for key in failures if failures[key] == why]
        what = f"{len(keys)} of {works} works could not be asked for: {_some(keys)}."
        name = "references-unanswered"
        yield Problem(path, 0, what, why, name, Level.NOTICE)


def describe(notice: Notice) -> str:
    """Return what happened, the end of a sentence.

    >>> from .notices import Notice
    >>> describe(Notice("retraction", "2024-08-10", "10.1/n", ("publisher",)))
    'retracted on 2024-08-10 (notice 10.1/n; says the publisher)'
    """
    when = f" {'on' if len(notice.date) == 10 else 'in'} {notice.date}"
    label = notice.label.lower()
    who = " and ".join(SOURCES.get(source, source) for source in notice.sources)
    said = f"notice {notice.doi}; says {who}" if notice.doi else f"says {who}"
    kind = notice.type.replace("_", " ")
    word = label if notice.state in {"retracted", "concern"} else f"{label} ({kind})"
    return f"{word}{when if notice.date else ''} ({said})"


def _answered(
    references: Iterable[Reference], file: CheckResults
) -> Iterator[tuple[Reference, CheckResult]]:
    found = ((work, file.find(work.key, work.doi)) for work in references)
    return ((work, checked) for work, checked in found if checked)


def _some(keys: Sequence[str]) -> str:
    return ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")


def _fix(reference: Reference, name: str) -> str:
    if is_typed(reference):
        return f"Correct it, or let invoke cite --adopt {quote(reference.path)} do it."
    return f"Correct it, or let {COMMAND} --fix {name} write the publisher’s value."


def _problem(
    reference: Reference,
    variable: str,
    what: str,
    remedy: str,
    name: str,
    *,
    level: Level = Level.NOTICE,
) -> Problem:
    line = reference.line_of(variable)
    return Problem(reference.path, line, what, remedy, name, level)
