"""The desk: what is to be done next, as a page of its own that needs no theme."""

from __future__ import annotations

import shlex
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from ...problem import count
from ..overview import DRAFT, PUBLISHED, SCHEDULED
from .parts import DESK, STATES, format_date, format_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ..overview import Entry
    from .state import State


def format_desk(state: State) -> str:
    """Return the desk."""
    entries, today = state.entries, state.clock.today()
    soon = today + timedelta(days=state.clock.ahead)
    drafts = [one for one in entries if one.state == DRAFT]
    coming = [one for one in entries if one.state == SCHEDULED]
    coming.sort(key=lambda one: (one.at.timestamp() if one.at else 0.0, one.path))
    reviews = find_reviews(entries, soon)
    rest = [one for one in entries if one.state not in (DRAFT, SCHEDULED)]
    rest.sort(key=lambda one: (-(one.at.timestamp() if one.at else 0.0), one.path))
    parts = [
        _format_problems(state),
        _section("Drafts", map(_format_draft, drafts), "Nothing is a draft."),
        _section(
            "Coming out", map(_format_coming, coming), "Nothing waits for a date."
        ),
        _section(
            "Reviews due",
            (_format_review(one, today) for one in reviews),
            f"No review is due before {format_day(soon)}.",
        ),
        _section("Everything else", map(_format_other, rest), "Nothing is out yet."),
    ]
    told = f"{count(len(drafts), 'draft')} · {len(coming)} coming out"
    head = (
        f'<header><h1>Desk</h1><p class="lead">{told} · {len(reviews)} to review · '
        f"{len(rest)} other posts and pages</p>"
        '<p><a href="/">To the site</a></p></header>'
    )
    return format_document("Desk", f"{head}<main>{''.join(parts)}</main>")


def format_no_pages(state: State) -> str:
    """Return the page that stands for all where no build was ever good."""
    found = state.errors or state.problems
    body = (
        "<main><h1>The site cannot be shown yet</h1>"
        f'<p class="lead">{count(len(found), "error")} to mend. Save when you have: '
        f"this page follows by itself.</p>{format_problems(found)}</main>"
    )
    return format_document("The site cannot be shown yet", body)


def format_nothing_here(path: str) -> str:
    """Return the 404 page of a site that has none of its own."""
    body = (
        "<main><h1>There is no such page</h1>"
        f'<p class="lead">Nothing of the site is at <code>{escape(path)}</code>. '
        "When a save brings it, it is shown here.</p>"
        f'<p><a href="/">To the site</a> · <a href="{DESK}">Desk</a></p></main>'
    )
    return format_document("There is no such page", body)


def format_document(title: str, body: str) -> str:
    """Return a whole page with the desk's own sheet."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        '<link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{DESK}desk.css"></head>'
        f"<body>{body}</body></html>"
    )


def find_reviews(entries: Iterable[Entry], soon: date) -> list[Entry]:
    """Return what readers see whose review is due by a day, in order."""
    found = [
        (one.review_due, one.path, one)
        for one in entries
        if one.review_due
        and one.review_due <= soon
        and one.state in (PUBLISHED, SCHEDULED, "hidden")
    ]
    return [one for _, _, one in sorted(found)]


def _format_problems(state: State) -> str:
    # Which reviews are due stands below, with what comes next.
    found = [one for one in state.problems if one.name != "review-due"]
    found = list(state.errors) or found
    if not found:
        return ""
    if state.is_good:
        title, said = "Worth a look", "The site is shown with these."
    else:
        title = "To mend first"
        said = "Your last save is not shown until this is mended."
        if state.entries:
            said += " All below is of the last good build."
    return (
        f'<section class="{"fine" if state.is_good else "wrong"}"><h2>{title}</h2>'
        f"<p>{said}</p>{format_problems(found)}</section>"
    )


def _section(title: str, rows: Iterable[str], nothing: str) -> str:
    listed = "".join(rows)
    what = f'<ul class="rows">{listed}</ul>' if listed else f"<p>{nothing}</p>"
    return f"<section><h2>{title}</h2>{what}</section>"


def _row(entry: Entry, facts: Iterator[str] | tuple[str, ...], todo: str = "") -> str:
    title = escape(entry.title)
    if entry.url:
        title = f'<a href="/{escape(entry.url.lstrip("/"))}">{title}</a>'
    said = " · ".join(escape(fact) for fact in facts if fact)
    return (
        f'<li><p class="title">{title}</p><p class="facts">{said}</p>'
        f'<p class="path">{escape(entry.path)}</p>{todo}</li>'
    )


def _format_draft(entry: Entry) -> str:
    command = f"invoke publish {shlex.quote(entry.path)}"
    todo = f'<p class="todo">Publish it: <code>{escape(command)}</code></p>'
    return _row(entry, (*_size(entry),), todo)


def _format_coming(entry: Entry) -> str:
    date = format_date(entry.at) if entry.at else ""
    command = f"invoke publish {shlex.quote(entry.path)}"
    todo = (
        '<p class="todo">It comes out by itself. To publish it today: '
        f"<code>{escape(command)}</code></p>"
    )
    return _row(entry, (date, *_size(entry)), todo)


def _format_review(entry: Entry, today: date) -> str:
    due = entry.review_due or today
    said = f"{'due since' if due <= today else 'due on'} {format_day(due)}"
    todo = (
        '<p class="todo">When it has been reviewed, write the day into '
        "<code>reviewed</code> and the next one into <code>review_due</code>.</p>"
    )
    return _row(entry, (said, *_size(entry)), todo)


def _format_other(entry: Entry) -> str:
    state = STATES.get(entry.state, entry.state.capitalize())
    date = format_day(entry.at.date()) if entry.at else ""
    return _row(entry, (state, date, *_size(entry)))


def _size(entry: Entry) -> Iterator[str]:
    yield f"{entry.words:,} {'word' if entry.words == 1 else 'words'}"
    if entry.sources:
        yield count(entry.sources, "source")


def format_day(day: date) -> str:
    """Return a day in words."""
    return f"{day.day} {day:%B %Y}"
