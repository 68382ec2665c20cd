"""What a preview puts into the pages that it sends, and into no file.

A bar says what the page is, a panel what keeps the last save from being seen. They
stand in a shadow tree with a sheet of their own: neither they nor the theme can touch
each other. ``<details>`` shuts and opens the panel without a script.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import count
from ..overview import DRAFT, PUBLISHED, SCHEDULED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ...problem import Problem
    from ..overview import Entry
    from .state import State

DESK = "/.desk/"
#: The files of the preview's own.
FILES = {
    f"{DESK}{name}": Path(__file__).with_name(name)
    for name in ("preview.js", "preview.css", "desk.css")
}
#: The end of a page, behind which nothing is seen.
END = re.compile(
    rb"</body\s*>(?:\s|<!--(?:(?!-->).)*-->|</html\s*>)*\Z", re.IGNORECASE | re.DOTALL
)
TAIL = 4096  #: bytes in which the end of a page is looked for
STATES = {
    DRAFT: "Draft",
    SCHEDULED: "Scheduled",
    "hidden": "Hidden: no list leads here",
    "withdrawn": "Withdrawn",
    PUBLISHED: "Published",
}


def put_into(page: bytes, parts: str) -> bytes:
    """Return a page with the preview's parts at its end, whatever its encoding."""
    start = max(0, len(page) - TAIL)
    found = END.search(page, start)
    place = found.start() if found else len(page)
    return page[:place] + as_bytes(parts) + page[place:]


def as_bytes(text: str) -> bytes:
    """Return HTML in signs that all encodings of pages share."""
    return text.encode("ascii", "xmlcharrefreplace")


def format_parts(state: State, entry: Entry | None) -> str:
    """Return bar and panel of one page, without the script that follows them."""
    return (
        '<div data-bulletin-preview lang="en" dir="ltr">'
        '<template shadowrootmode="open">'
        f'<link rel="stylesheet" href="{DESK}preview.css">'
        f"{format_panel(state)}{format_bar(entry)}"
        "</template></div>"
    )


def format_script(tag: str, state: State) -> str:
    """Return the script, which is told what its page is like."""
    failure = f' data-failure="{state.failure}"' if state.failure else ""
    return f'<script src="{DESK}preview.js" data-tag="{tag}"{failure}></script>'


def format_bar(entry: Entry | None) -> str:
    """Return the line that says what a page is, and leads to the desk."""
    said = '<span class="state">Preview</span>'
    if entry:
        words, more = STATES.get(entry.state, entry.state.capitalize()), ""
        if entry.state == SCHEDULED and entry.at:
            words = f"Comes out on {format_date(entry.at)}"
        if entry.state != PUBLISHED:
            more = f' data-state="{escape(entry.state)}"'
        said = (
            f'<span class="state"{more}>{escape(words)}</span> '
            f'<span class="path">{escape(entry.path)}</span>'
        )
    link = f'<a href="{DESK}">Desk</a>'
    return f'<aside class="bar" aria-label="Preview of this page">{said} {link}</aside>'


def format_panel(state: State) -> str:
    """Return what keeps the last save from being seen; nothing where it is seen."""
    if state.is_good:
        return ""
    shown = state.errors or state.problems
    return (
        '<details class="panel" open>'
        f"<summary><b>{count(len(shown), 'error')}</b> "
        '<span class="to-shut">Look at the last good page</span>'
        '<span class="to-open">What is to be mended</span></summary>'
        '<section aria-label="What is to be mended">'
        "<p><b>What you have saved last cannot be shown yet.</b> Mend this and save "
        "again: the page follows by itself.</p>"
        f"{format_problems(shown)}</section></details>"
    )


def format_problems(problems: Iterable[Problem]) -> str:
    """Return a list of problems: file and line, what is wrong, what to do, the name."""
    return f'<ul class="problems">{"".join(map(_format_problem, problems))}</ul>'


def _format_problem(problem: Problem) -> str:
    place = f"<code>{escape(problem.address)}</code> " if problem.path else ""
    what = " ".join(problem.what.split())
    remedy = f'<p class="remedy">{escape(problem.remedy)}</p>' if problem.remedy else ""
    return (
        f'<li><p class="place">{place}<span class="name">'
        f"{problem.level} [{escape(problem.name)}]</span></p>"
        f"<p>{escape(what)}</p>{remedy}</li>"
    )


def format_date(at: datetime) -> str:
    """Return a date, and the time where it is not midnight."""
    time = f" at {at:%H:%M}" if at.hour or at.minute else ""
    return f"{at.day} {at:%B %Y}{time}"
