"""Files that move, and everything that names them or their pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ParamSpec

from ...problem import count
from ...source.header import parse_header
from ...source.header_edit import HeaderEditError, set_items, set_value
from ...source.values import split_list
from ..site import RefusedError
from .links import OTHERS, Moved, Place, follow_links
from .survey import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .plan import Plan
    from .survey import Piece, Survey

P = ParamSpec("P")
#: A day that a name begins with, and what stands between it and the rest.
DAY = re.compile(r"(?P<day>(?:19|20)\d\d([-_.]?)\d\d\2\d\d)(?P<rest>(?!\d).*)")
#: Where languages stand in names: ``sleep.es.md``, ``sleep-pt-br.md``.
LANG = r"(?:[-_.][a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)?"


@dataclass(frozen=True)
class Renaming:
    """A post and how it will be called."""

    piece: Piece
    path: str  #: the new one of its file
    address: str = ""  #: the new one of its page
    files: Mapping[str, str] = field(default_factory=dict)  #: all that move, by path


def edit(path: str, change: Callable[P, str], *args: P.args, **named: P.kwargs) -> str:
    """Return what a change of a header gives, or refuse with the file's name."""
    try:
        return change(*args, **named)
    except HeaderEditError as error:
        message = f"{path}: its header cannot be changed: {error}."
        if path.endswith(OTHERS):
            message = f"{path} is no Markdown, whose headers alone are changed here."
        raise RefusedError(f"{message} Change it by hand, or mend it first.") from None


def with_slug(name: str, old: str, new: str) -> str:
    """Return a name, without its ending, with another slug; the same where it has none.

    >>> with_slug("2026-03-14-sleep.es", "sleep", "rest")
    '2026-03-14-rest.es'
    """
    dated = DAY.fullmatch(name)
    head = dated["day"] if dated else ""
    rest = name[len(head) :]
    found = re.fullmatch(rf"(?P<gap>[-_. ]?){re.escape(old)}(?P<lang>{LANG})", rest)
    return f"{head}{found['gap']}{new}{found['lang']}" if found else name


def with_day(name: str, day: str) -> str:
    """Return a name that begins with a day with another one, written in the same way.

    >>> with_day("2026_03_14-sleep", "2026-12-01")
    '2026_12_01-sleep'
    """
    found = DAY.fullmatch(name)
    if found is None:
        return name
    return day.replace("-", found[2]) + found["rest"]


def rename_file(
    piece: Piece, survey: Survey, rename: Callable[[str], str]
) -> tuple[str, dict[str, str]]:
    """Return a file's new path, and all that moves with it, by path.

    ``rename`` makes a new name of an old one without its ending. A folder that is named
    for the post alone, such as that of ``sleep/index.md``, is renamed with all that it
    holds: pictures that lie beside a post go with it.
    """
    path = PurePosixPath(piece.path)
    folder, file = path.parent, rename(path.stem) + path.suffix
    name = rename(folder.name)
    inside = PurePosixPath(piece.inside).parent.as_posix()
    moves = {}
    if name != folder.name and survey.is_of_one(inside, piece):
        new = folder.with_name(name)
        moves = {
            survey.name_of(one): f"{new}{one.removeprefix(inside)}"
            for one in survey.files_in(inside)
        }
        folder = new
    moves[piece.path] = str(folder / file)
    return moves[piece.path], moves


def follow(plan: Plan, survey: Survey, renamings: Iterable[Renaming]) -> Plan:
    """Return the plan with the files moved and every link to them led on."""
    renamed = list(renamings)
    for one in renamed:
        for old, new in one.files.items():
            plan = plan.with_move(old, new)
    for one in renamed:  # also where the folder of all of them moves
        plan = plan.with_move(one.piece.path, one.path)
    moved = Moved(
        {
            survey.inside_of(old): survey.inside_of(new)
            for old, new in plan.moves.items()
        },
        {
            one.piece.address: one.address
            for one in renamed
            if one.address and one.address != one.piece.address
        },
        str(survey.settings.get("SITEURL") or ""),
    )
    if not moved.files and not moved.addresses:
        return plan
    addresses = {piece.path: piece.address for piece in survey.pieces}
    linked = [str(name).lower() for name in _formatted(survey.settings)]
    led = []
    for path in survey.texts:
        text = plan.text(path)
        place = Place(survey.insides[path], addresses.get(path, ""), moved)
        new = follow_links(text, place, linked)
        if any(not old.endswith(TEXTS) for old in moved.files):
            new = _follow_image(path, new, moved)
        if new != text:
            plan = plan.with_text(path, new)
            led += [path] if all(path != one.piece.path for one in renamed) else []
    return (
        plan.with_note(f"Links in {count(len(led), 'file')} lead on.") if led else plan
    )


def _formatted(settings: Mapping[str, object]) -> list[str]:
    given = settings.get("FORMATTED_FIELDS")
    return [str(one) for one in given] if isinstance(given, list | tuple) else []


def _follow_image(path: str, text: str, moved: Moved) -> str:
    """Return a text whose ``image`` names the file that has moved."""
    value = parse_header(text).values.get("image")
    if not isinstance(value, str):
        return text
    bare = value.strip().lstrip("/")
    now = moved.file(bare)
    if now == bare:
        return text
    return edit(path, set_value, text, "image", value.replace(bare, now))


def rename_in_series(plan: Plan, survey: Survey, old: str, new: str) -> Plan:
    """Return the plan with a slug renamed wherever a series file names it."""
    files = {f.source.path for group in survey.series for f in group.files.values()}
    for path in sorted(files & survey.texts.keys()):
        text = plan.text(path)
        items = split_list(parse_header(text).values.get("parts"))
        if old in items:
            now = [new if item == old else item for item in items]
            plan = plan.with_text(path, edit(path, set_items, text, "parts", now))
    return plan
