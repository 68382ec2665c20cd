"""The order of a series' parts, and the number that each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ..body import plain_text
from .members import Content, Member, is_zero
from .names import fold_name
from .series_file import NO_FILE, SeriesFile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from .members import Rank

#: The contents of one part, one for each language, the main language's first.
Versions = tuple[Member, ...]
#: What a place in the order holds: contents, or the number of a plan, or -1.
Slot = tuple[Versions, int]


class Part(NamedTuple):
    """A numbered place in a series: its contents by language, or a plan."""

    number: int
    versions: Versions  #: empty where the part is planned
    plan: int = -1  #: which of the file's planned parts it is then


@dataclass(eq=False)
class PartOrder:
    """The parts of one series, in the languages that belong together."""

    langs: tuple[str, ...]  #: the main one first
    numbered: Iterable[Part]  #: gone through when the parts are asked for

    @cached_property
    def parts(self) -> list[Part]:
        """The parts by number."""
        return list(self.numbered)

    @property
    def plans(self) -> int:
        """How many parts are planned."""
        return sum(not part.versions for part in self.parts)


def order_parts(
    members: list[Member],
    default_lang: str,
    date_of: Callable[[Content], Rank],
    files: dict[str, SeriesFile],
    held: Collection[int] = (),
) -> list[PartOrder]:
    """Return the orders of a series: one, unless its languages share no part.

    ``held`` are numbers that drafts have taken: no planned part gets one.
    """
    langs = dict.fromkeys(member.lang for member in members)
    ranked = sorted(langs, key=lambda lang: lang != default_lang)
    joined = _join_versions(members, ranked)
    orders = []
    for together in _find_language_groups(joined, ranked):
        file = choose_file(files, together)
        own = [versions for versions in joined if versions[0].lang in together]
        ordered = _order(own, date_of, file)
        orders.append(PartOrder(together, number_parts(ordered, file, held)))
    return orders


def choose_file(files: dict[str, SeriesFile], langs: Iterable[str]) -> SeriesFile:
    """Return the file that sets an order: its main language's, else any, else none."""
    return next((files[lang] for lang in (*langs, *files) if lang in files), NO_FILE)


def number_parts(
    ordered: Sequence[Versions], file: SeriesFile, held: Collection[int]
) -> list[Part]:
    """Give every part its number; plans go where the file says, in gaps, or last."""
    members = chain.from_iterable(ordered)
    plans = find_open_plans(members, file) if file.planned else []
    if file.planned and file.parts:
        slots = _place_by_list(ordered, file, plans)
    else:
        slots = _place_in_gaps(ordered, plans, held)
    return [Part(number, *slot) for number, slot in enumerate(slots, 1)]


def find_open_plans(members: Iterable[Member], file: SeriesFile) -> list[int]:
    """Return which planned parts have not appeared yet."""
    present = set()
    for member in members:
        content = member.content
        present |= {content.slug, fold_name(plain_text(content.title))}
        present.add(fold_name(str(content.metadata.get("series_title", ""))))
    return [
        n
        for n, plan in enumerate(file.planned)
        if plan.slug not in present and fold_name(plan.title) not in present
    ]


def _place_by_list(
    ordered: Iterable[Versions], file: SeriesFile, plans: list[int]
) -> Iterator[Slot]:
    """Follow the file's list; what it does not name comes after it."""
    planned: dict[str, Slot] = {
        fold_name(file.planned[n].title): ((), n) for n in plans
    }
    planned |= {file.planned[n].slug: ((), n) for n in plans}
    parts: list[Slot] = [(versions, -1) for versions in ordered]
    by_name = planned | {m.content.slug: slot for slot in parts for m in slot[0]}
    waiting = [*parts, *(((), n) for n in plans)]
    for name in file.parts:
        slot = by_name.get(name) or planned.get(fold_name(name))
        if slot in waiting:
            waiting.remove(slot)
            yield slot
    yield from waiting


def _place_in_gaps(
    ordered: Iterable[Versions], plans: list[int], held: Collection[int]
) -> Iterator[Slot]:
    """Place plans where the authors' numbers leave a gap, then at the end."""
    waiting = iter(plans)
    number = 1
    for versions in ordered:
        index = find_index(versions)
        while number < index and number not in held:
            plan = next(waiting, -1)
            if plan < 0:
                break
            yield (), plan
            number += 1
        yield versions, -1
        number = max(number + 1, index + 1)
    yield from (((), plan) for plan in waiting)


def find_index(versions: Versions) -> int:
    """Return the author's number of a part: the main language's, else another's."""
    return versions[0].given or next((m.given for m in versions if m.given), 0)


def _order(
    parts: list[Versions],
    date_of: Callable[[Content], Rank],
    file: SeriesFile,
) -> list[Versions]:
    """Order by the file's list, then by the authors' numbers, then by date."""
    listed = {slug: n for n, slug in enumerate(file.parts)}
    last = len(listed)

    def rank(versions: Versions) -> tuple[int, Rank]:
        if listed:
            place = min(listed.get(m.content.slug, last) for m in versions)
            if place < last:
                return 0, place
        index = find_index(versions)
        if index or any(is_zero(member.content) for member in versions):
            return 1, index
        return 2, date_of(versions[0].content)

    parts.sort(key=rank)
    return parts


def _join_versions(members: Sequence[Member], ranked: list[str]) -> list[Versions]:
    """Join contents that are one part: translations, one slug, or one number."""
    if len(ranked) == 1:
        return [(member,) for member in members]
    parts: list[list[Member]] = []
    known: dict[object, int] = {}
    for member in sorted(members, key=lambda m: ranked.index(m.lang)):
        content = member.content
        marks: list[object] = [id(content), content.slug]
        marks += [id(other) for other in content.translations]
        if member.given:
            marks.append(member.given)
        homes = [known[mark] for mark in marks if mark in known]
        free = (n for n in homes if all(m.lang != member.lang for m in parts[n]))
        home = next(free, len(parts))
        if home == len(parts):
            parts.append([])
        parts[home].append(member)
        for mark in marks:
            known.setdefault(mark, home)
    return [tuple(part) for part in parts]


def _find_language_groups(
    parts: Iterable[Versions], ranked: list[str]
) -> list[tuple[str, ...]]:
    """Return the languages that meet in a part, each group by rank."""
    home = {lang: {lang} for lang in ranked}
    for versions in parts:
        if len(versions) > 1:
            met = set(chain.from_iterable(home[m.lang] for m in versions))
            home.update(dict.fromkeys(met, met))
    groups = (tuple(sorted(home[lang], key=ranked.index)) for lang in ranked)
    return list(dict.fromkeys(groups))
