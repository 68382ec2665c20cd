"""What is wrong with feeds, as problems for an author."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..problem import Level, Problem, count, join_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .plan import FeedLink, FeedSubject


class PathOwner(NamedTuple):
    """What has a path already, and where that was decided."""

    what: str
    file: str = "pelicanconf.py"
    line: int = 0
    setting: str = ""


def duplicate_id_problem(
    path: str, line: int, uid: str, other: str, *, stored: bool
) -> Problem:
    """Return the problem that two posts have one id."""
    what = f"This post's id in feeds, “{uid}”, is already that of {other}."
    remedy = (
        "Give one of them a uid of its own."
        if stored
        else "They share a date and an address: change one, or give one a uid."
    )
    return Problem(path, line, what, remedy, "feed-id-taken")


def character_problem(path: str, line: int, name: str) -> Problem:
    """Return the problem of a character that no feed may hold."""
    what = f"The character {name} cannot stand in a feed; feeds leave it out."
    remedy = "Delete it, or type that place anew."
    return Problem(path, line, what, remedy, "feed-character", Level.WARNING)


def missing_uid_problem(path: str, today: str, level: Level, more: int = 0) -> Problem:
    """Return the problem that a post's id depends on its date and address.

    ``more`` posts are like it.
    """
    what = f"This post has no uid: its id in feeds, “{today}”, is its date and address."
    if more:
        what = f"{what} The same in {count(more, 'more post')}."
    remedy = "Store it with “invoke check --fix feed-uid”."
    return Problem(path, 1, what, remedy, "feed-uid", level)


def find_path_conflicts(
    listed: Iterable[FeedSubject], others: Mapping[str, Callable[[], PathOwner]]
) -> Iterator[Problem]:
    """Yield a problem for each path of two files; ``others`` are the site's pages.

    An owner is asked who it is only where there is a problem.
    """
    owners = dict(others)
    for subject in listed:
        for link in subject.feeds:
            mine = partial(_owner_of, link, subject)
            first = owners.setdefault(link.path, mine)
            if first is mine:
                continue
            other, own = first(), mine()
            conflict = f"“{link.path}” would be {other.what} and {own.what}."
            names = dict.fromkeys(filter(None, (other.setting, own.setting)))
            remedy = f"Give them different addresses: see {join_words(names)}."
            if other.line:
                remedy = "Give the page another address; a feed's address is a promise."
            yield Problem(
                other.file, other.line, conflict, remedy, "feed-address-taken"
            )


def _owner_of(link: FeedLink, subject: FeedSubject) -> PathOwner:
    what = f"the {link.format} feed of {_describe(subject)}"
    return PathOwner(what, setting=link.address.setting)


def _describe(subject: FeedSubject) -> str:
    if subject.kind in ("site", "posts"):
        return "the site"
    return f"the {subject.kind} “{subject.name}”"
