"""The order of a series is changed in as few files as can be."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.tools.desk.series import Slot, number_slots, order_list


def part(name, number, given_number=0):
    piece = SimpleNamespace(slug=name)
    return Slot((piece,), name, number, given_number, frozenset({name}))


def plan(name, number):
    return Slot((), name, number, names=frozenset({name}))


def slots_of(text):
    """Read “a1 b2 c d?”: names with the authors' numbers; “?” is planned."""
    slots = []
    for number, word in enumerate(text.split(), 1):
        if word.endswith("?"):
            slots.append(plan(word[:-1], number))
        else:
            slots.append(part(word[0], number, int(word[1:] or 0)))
    return slots


def moved(slots, name, to):
    one = next(slot for slot in slots if slot.title == name)
    rest = [slot for slot in slots if slot is not one]
    return [*rest[: to - 1], one, *rest[to - 1 :]]


@pytest.mark.parametrize(
    ("before", "name", "to", "after"),
    [
        ("a1 b2 c3 d4", "d", 2, "a1 d2 b3 c4"),
        ("a1 b2 c3 d4", "a", 4, "b1 c2 d3 a4"),
        ("a1 b2 c3 d4", "b", 3, "a1 c2 b3 d4"),
        # Only by their dates: the others need no number.
        ("a b c d", "d", 2, "a1 d2 b c"),
        ("a b c d", "d", 1, "d1 a b c"),
        ("a1 b2 c d", "d", 3, "a1 b2 d3 c"),
        # Gaps are kept, and a part goes into one where there is room.
        ("a10 b20 c30 d40", "d", 2, "a10 d11 b20 c30"),
        ("a10 b20 c30 d40", "a", 4, "b20 c30 d40 a41"),
        ("a1 b5 c6 d9", "d", 2, "a1 d2 b5 c6"),
        ("a1 b5 c6 d9", "d", 1, "d1 a2 b5 c6"),
        ("a5 b6 c7 d8", "d", 3, "a5 b6 d8 c9"),
        # A planned part holds its place.
        ("a1 p? b3 c4", "c", 2, "a1 c2 p? b4"),
        ("a1 b2 p?", "a", 2, "b1 a2 p?"),
        ("a b p?", "a", 3, "b1 p? a3"),
    ],
)
def test_few_parts_get_another_number(before, name, to, after):
    """And the order is the wanted one."""
    slots = moved(slots_of(before), name, to)
    wanted = slots_of(after)
    numbers = number_slots(slots)

    assert [slot.title for slot in slots] == [slot.title for slot in wanted]
    kept = [n or s.given for n, s in zip(numbers, slots, strict=True)]
    assert kept == [slot.given for slot in wanted]


def is_order_of(slots, numbers):
    """Tell whether the plugin makes this order of numbers: then by date, then plans."""
    parts = [
        (not (n or slot.given), n or slot.given, slot.number, slot.title)
        for slot, n in zip(slots, numbers, strict=True)
        if not slot.is_plan
    ]
    waiting = [slot.title for slot in slots if slot.is_plan]
    titles, number = [], 1
    for _, index, _, title in sorted(parts):  # as order._place_in_gaps has it
        while number < index and waiting:
            titles.append(waiting.pop(0))
            number += 1
        titles.append(title)
        number = max(number + 1, index + 1)
    return [*titles, *waiting] == [slot.title for slot in slots]


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=7),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_any_move_gives_the_wanted_order(given_numbers, which, to):
    """Whatever numbers the authors have given; parts without one come last."""
    given_numbers = sorted({n for n in given_numbers if n}) + [
        n for n in given_numbers if not n
    ]
    slots = [part(str(n), n, one) for n, one in enumerate(given_numbers, 1)]
    if not slots:
        return
    which, to = which % len(slots), to % len(slots)
    order = moved(slots, slots[which].title, to + 1)
    numbers = number_slots(order)

    assert is_order_of(order, numbers)
    if which == to:
        changed = [
            n for n, s in zip(numbers, order, strict=True) if n not in (0, s.given)
        ]
        assert changed == []


@given(st.lists(st.sampled_from("np "), min_size=1, max_size=7), st.data())
def test_planned_parts_keep_their_places(kinds, data):
    """They stand in the gaps of numbers, or last: “p” is one, “n” has a number."""
    kinds = [*kinds, *"n"] if "n" not in kinds else kinds
    last = max(n for n, kind in enumerate(kinds) if kind == "n")
    kinds = [k for n, k in enumerate(kinds) if n > last or k != " "]
    kinds = [k for k in kinds if k != " "] if "p" in kinds[last:] else kinds
    slots = [
        plan(f"p{n}", n) if kind == "p" else part(str(n), n, n if kind == "n" else 0)
        for n, kind in enumerate(kinds, 1)
    ]
    movable = [slot.title for slot in slots if not slot.is_plan]
    to = data.draw(st.integers(1, len(slots)))
    order = moved(slots, data.draw(st.sampled_from(movable)), to)
    assert is_order_of(order, number_slots(order))


@given(st.permutations(range(5)))
def test_a_newcomer_takes_any_place(places):
    """It has no number yet."""
    slots = [part(str(n), n, n) for n in range(1, 6)]
    at = places[0]
    new = replace(part("new", 0), number=0)
    order = [*slots[:at], new, *slots[at:]]
    assert is_order_of(order, number_slots(order))


@pytest.mark.parametrize(
    ("items", "before", "name", "to", "after"),
    [
        ("a b c", "a b c", "c", 1, "c a b"),
        ("a b c", "a b c", "a", 3, "b c a"),
        # What is not listed comes after the list, and stays so.
        ("a b", "a b c d", "b", 1, "b a"),
        ("a b", "a b c d", "d", 3, "a b d"),
        ("a b", "a b c d", "c", 4, "a b d"),
        ("a b", "a b c d", "d", 1, "d a b"),
        # A planned part, and one that is nowhere to be seen now.
        ("a p b", "a p? b", "b", 1, "b a p"),
        ("a x b c", "a b c", "c", 1, "c a x b"),
        ("x a b", "a b", "b", 1, "x b a"),
    ],
)
def test_the_list_of_a_series_file_is_put_in_order(items, before, name, to, after):
    """It gets longer only where it must."""
    slots = moved(slots_of(before), name, to)
    assert order_list(items.split(), slots) == after.split()
