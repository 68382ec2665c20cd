"""``invoke series --move`` and ``--insert``: a series in another order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...series.names import fold_name
from ...series.order import choose_file, find_index, order_parts
from ...source.header_edit import set_items, set_value
from ...source.values import split_list
from ..commands.series import choose, gather_groups, title_of
from ..site import RefusedError, has_plugin
from .find import find_piece
from .moving import edit
from .plan import Plan
from .run import Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...series.index import SeriesContents
    from ...series.order import PartOrder
    from ...series.series_file import SeriesFile
    from .survey import Piece, Survey


@dataclass(frozen=True)
class Slot:
    """A place in a series: a part in all its languages, or a planned one."""

    pieces: tuple[Piece, ...]
    title: str
    number: int = 0  #: the one that it has; 0 for a newcomer
    given: int = 0  #: the author's number; 0 where there is none
    names: frozenset[str] = frozenset()  #: by which a series file may list it

    @property
    def is_plan(self) -> bool:
        return not self.pieces


def plan_move(word: str, to: int, name: str, survey: Survey) -> Wanted:
    """Plan that a part has another number in its series."""
    _refuse_without_series(survey)
    piece = find_piece(word, survey)
    group, order = _home_of(piece, survey)
    if piece.state in ("hidden", "skip") and piece.said("series"):
        message = f"{piece.path} is {piece.state}, and holds no place in its series."
        raise RefusedError(f"{message} Publish it first: invoke publish {piece.slug}")
    if group is None or order is None:
        message = f"{piece.path} is no part of a series."
        remedy = f"Make it one: invoke series --insert {piece.slug} --at N"
        raise RefusedError(f"{message} {remedy}")
    if name and choose(_groups(survey), name)[0] is not group:
        message = f"{piece.path} is a part of “{title_of(group)}”, not of “{name}”."
        raise RefusedError(f"{message} Leave --name out.")
    slots = _slots(group, order, survey)
    moved = next(slot for slot in slots if piece in slot.pieces)
    _refuse_number("--to", to, len(slots), group)
    rest = [slot for slot in slots if slot is not moved]
    wanted = [*rest[: to - 1], moved, *rest[to - 1 :]]
    file = choose_file(group.files, order.langs)
    plan = _in_order(Plan(survey.texts), wanted, file)
    if plan.is_nothing:
        return Wanted(plan.with_note(f"It is part {to} already."), "")
    plan = plan.with_note(*_listed(group, wanted))
    return Wanted(plan, f"Make “{moved.title}” part {to} of “{title_of(group)}”?")


def plan_insert(word: str, at: int, name: str, survey: Survey) -> Wanted:
    """Plan that a post becomes a part of a series, with a number."""
    _refuse_without_series(survey)
    piece = find_piece(word, survey)
    home = piece.said("series")
    if home:
        what = f"{piece.path} is a part of “{home}” already."
        remedy = f"To move it there: invoke series --move {piece.slug} --to N"
        raise RefusedError(f"{what} {remedy}")
    pieces = survey.translations(piece)
    for one in pieces:
        survey.refuse_unread(one)
    group = _series_for(name, survey)
    order = next(iter(_orders(group, survey)), None)
    slots = _slots(group, order, survey) if order else []
    _refuse_number("--at", at, len(slots) + 1, group)
    plan = Plan(survey.texts)
    for one in pieces:
        title = _name_in(group, one)
        text = edit(one.path, set_value, one.text, "series", title)
        plan = plan.with_text(one.path, text)
    newcomer = Slot(tuple(pieces), piece.title, names=frozenset({piece.slug}))
    wanted = [*slots[: at - 1], newcomer, *slots[at - 1 :]]
    file = choose_file(group.files, order.langs if order else ())
    plan = _in_order(plan, wanted, file).with_note(*_listed(group, wanted))
    return Wanted(plan, f"Make “{piece.title}” part {at} of “{title_of(group)}”?")


def _refuse_without_series(survey: Survey) -> None:
    if not has_plugin(survey.settings, "series"):
        message = "The plugin “series” is not in PLUGINS, so there are no series."
        raise RefusedError(f"{message} Put it there in pelicanconf.py.")


def _groups(survey: Survey) -> list[SeriesContents]:
    return gather_groups(survey.series)


def _home_of(
    piece: Piece, survey: Survey
) -> tuple[SeriesContents | None, PartOrder | None]:
    """Return a post's series, and the order in it that the post is in."""
    source = piece.content.source_path if piece.content else ""
    for group in survey.series:
        for order in _orders(group, survey):
            for part in order.parts:
                if any(m.content.source_path == source for m in part.versions):
                    return group, order
    return None, None


def _orders(group: SeriesContents, survey: Survey) -> list[PartOrder]:
    """Return the orders of a series as if all of its parts were published.

    Hidden ones are in none: they will not be.
    """
    members = [member for member in group.members if member.state != "hidden"]
    index = next(one for one in survey.indexes if group in one.groups)
    lang = index.site.default_lang
    return order_parts(members, lang, index.date_of, group.files) if members else []


def _series_for(name: str, survey: Survey) -> SeriesContents:
    """Return the series that is meant; the only one needs no name."""
    groups = _groups(survey)
    if name:
        return choose(groups, name)[0]
    if len(groups) == 1:
        return groups[0]
    if not groups:
        message = "There is no series yet. A post begins one by “series: NAME”."
        raise RefusedError(message)
    names = ", ".join(f"“{title_of(group)}”" for group in groups)
    raise RefusedError(f"Say which series with --name. There are: {names}.")


def _name_in(group: SeriesContents, piece: Piece) -> str:
    """Return the name by which a post in its language joins a series."""
    if piece.lang in group.files:
        return group.files[piece.lang].title
    names = [m.name for m in group.members if m.lang == piece.lang]
    return names[0] if names else title_of(group)


def _refuse_number(option: str, number: int, most: int, group: SeriesContents) -> None:
    if not 1 <= number <= most:
        message = f"{option} {number}: “{title_of(group)}” has the places 1 to {most}."
        raise RefusedError(f"{message} Choose one of them.")


def _slots(group: SeriesContents, order: PartOrder, survey: Survey) -> list[Slot]:
    """Return the places of a series in their order."""
    by_source = {p.content.source_path: p for p in survey.pieces if p.content}
    file = choose_file(group.files, order.langs)
    found = []
    for part in order.parts:
        if not part.versions:
            plan = file.planned[part.plan]
            names = frozenset({plan.slug, fold_name(plan.title)})
            found.append(Slot((), plan.title, part.number, names=names))
            continue
        pieces = tuple(by_source[m.content.source_path] for m in part.versions)
        names = frozenset(piece.slug for piece in pieces)
        index = find_index(part.versions)
        found.append(Slot(pieces, pieces[0].title, part.number, index, names))
    return found


def _in_order(plan: Plan, slots: Sequence[Slot], file: SeriesFile) -> Plan:
    """Return the plan with a series in this order, by its file's list or by numbers."""
    if file.parts:
        path = file.source.path
        items = order_list(split_list(file.source.header.values["parts"]), slots)
        text = plan.text(path)
        return plan.with_text(path, edit(path, set_items, text, "parts", items))
    for slot, number in zip(slots, number_slots(slots), strict=True):
        own = [p for p in slot.pieces if p.said("series_index")] or slot.pieces[:1]
        for piece in own if number and number != slot.given else ():
            text = plan.text(piece.path)
            text = edit(piece.path, set_value, text, "series_index", str(number))
            plan = plan.with_text(piece.path, text)
    return plan


def order_list(items: list[str], slots: Sequence[Slot]) -> list[str]:
    """Return a file's list of parts in the order of the slots.

    What stands at the end and was not listed need not be; what the list names beside,
    such as a part that is left out for now, stays behind what it stood behind.
    """
    known: dict[int, str] = {}
    beside: dict[int, list[str]] = {-1: []}
    last = -1
    for item in items:
        at = next((n for n, slot in enumerate(slots) if _is_called(slot, item)), None)
        if at is None or at in known:
            beside.setdefault(last, []).append(item)
        else:
            known[at], last = item, at
    end = len(slots)
    while end and end - 1 not in known and _stays(slots, end - 1):
        end -= 1
    made = list(beside[-1])
    for n, slot in enumerate(slots[:end]):
        own = slot.pieces[0].slug if slot.pieces else slot.title
        made += [known.get(n, own), *beside.get(n, ())]
    return made


def _is_called(slot: Slot, item: str) -> bool:
    return item in slot.names or (slot.is_plan and fold_name(item) in slot.names)


def _stays(slots: Sequence[Slot], at: int) -> bool:
    """Return whether a slot comes behind all before it by itself, as it did."""
    later = [slot.number for slot in slots[at:]]
    return 0 not in later and later == sorted(later)


def number_slots(slots: Sequence[Slot]) -> list[int]:
    """Return the author's number that each slot is to have; 0: it needs none.

    As few as can be are other than before. Where the numbers were those of the places,
    they are so again; else they need only rise, and leave the gaps that they had.
    """
    end = len(slots)
    while end and not slots[end - 1].given and _is_last(slots, end - 1):
        end -= 1
    while (
        0 < end < len(slots)
        and slots[end - 1].is_plan
        and not all(slot.is_plan for slot in slots[end:])
    ):
        end += 1  # a planned part holds a place below a part with a number only
    are_places = all(slot.given in (0, slot.number) for slot in slots)
    has_plans = any(slot.is_plan for slot in slots[:end])
    if are_places or has_plans:
        numbers = [0 if s.is_plan else n for n, s in enumerate(slots[:end], 1)]
    else:
        numbers = _rising([slot.given for slot in slots[:end]])
    return [*numbers, *[0] * (len(slots) - end)]


def _is_last(slots: Sequence[Slot], at: int) -> bool:
    """Return whether what has no number is in its place by itself: plans come last."""
    rest = [slot for slot in slots[at:] if not slot.given]
    ranks = [(slot.is_plan, slot.number) for slot in rest]
    return (
        len(rest) == len(slots) - at
        and 0 not in [s.number for s in rest]
        and (ranks == sorted(ranks))
    )


def _rising(given: list[int]) -> list[int]:
    """Return rising numbers from 1, as many of the given ones as can be among them."""
    best: list[list[int]] = []  #: of each place: the longest row of kept ones up to it
    for n, number in enumerate(given):
        rows: list[list[int]] = [[]] if number > n else []
        rows += [row for row in best if row and number - given[row[-1]] >= n - row[-1]]
        best.append([*max(rows, key=len), n] if number and rows else [])
    kept = max(best, key=len, default=[])
    numbers, last = list[int](), 0
    for n, number in enumerate(given):
        last = number if n in kept else last + 1
        numbers.append(last)
    return numbers


def _listed(group: SeriesContents, slots: Sequence[Slot]) -> list[str]:
    """Return the new order, line by line."""
    heading = f"{title_of(group)}:"
    lines = [f"  {n}. {_shown(slot)}" for n, slot in enumerate(slots, 1)]
    return [heading, *lines]


def _shown(slot: Slot) -> str:
    state = slot.pieces[0].state if slot.pieces else "planned"
    return slot.title if state == "published" else f"{slot.title} ({state})"
