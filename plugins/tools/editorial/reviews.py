"""Reviews that fall due soon; a build says which are due now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ...problem import Level, Problem, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from .passes import Text


def find_reviews(
    texts: Iterable[Text], today: date, days: int, *, is_told: bool
) -> Iterator[Problem]:
    """Yield a notice for each review that is due within so many days.

    Those that are due now are among them, unless a plugin has told them.
    """
    for text in texts:
        due = text.entry.review_due if text.entry else None
        if due is None or due > today + timedelta(days=days):
            continue
        left, line = (due - today).days, text.source.line("review_due")
        if left > 0:
            what = f"The next review is due on {due}, in {count(left, 'day')}."
            remedy = "Have the text reviewed, then set “reviewed” and “review_due”."
            yield _notice(text.path, line, what, remedy, "review-soon")
        elif not is_told:
            what, remedy = f"The review was due on {due}.", "Have the text reviewed."
            yield _notice(text.path, line, what, remedy, "review-due")


def _notice(path: str, line: int, what: str, remedy: str, name: str) -> Problem:
    return Problem(path, line, what, remedy, name, Level.NOTICE)
