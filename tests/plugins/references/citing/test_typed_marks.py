"""Marks that people type: each is turned into a citation, or it is named."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plugins.references.citing.typed_marks import find_marks, turn_marks
from plugins.references.exchange.typed_list import read_plain_list
from plugins.source.prose import Prose

CASES = Path(__file__).parents[1] / "cases"
LIST = "\n\n## References\n\n" + "\n".join(
    f'{n}. <a id="ref{n}x"></a>Daly EJ. Title {n}. BMJ. 2019;76:89{n}. doi:10.1000/x{n}'
    for n in range(1, 6)
)


def cases(name):
    lines = (CASES / name).read_text("utf-8").splitlines()[1:]
    return [line.replace(r"\n", "\n").replace("\\\\", "\\") for line in lines]


def turn(text, listed=LIST):
    prose = Prose(text + listed)
    marks = find_marks(prose, read_plain_list(prose))
    names = [one.labels for one in marks.marks]
    turned = turn_marks(prose.body, marks.marks, names)
    return turned.partition("\n\n## References")[0], marks.faults


@pytest.mark.parametrize("case", cases("typed-marks.txt"))
def test_every_shape_of_mark_is_turned_and_nothing_else(case):
    """Powers, isotopes, enumerations, years and code stay as they are."""
    text, wanted = case.split("\t")

    assert turn(text) == (wanted, [])


@pytest.mark.parametrize("text", cases("typed-marks-refused.txt"))
def test_what_is_not_turned_is_named(text):
    """A mark that stayed would point nowhere: the list goes."""
    _, faults = turn(f"Words.\n\n{text}")

    assert faults
    assert {fault.line for fault in faults} == {3}
    assert all(fault.remedy for fault in faults)


def test_footnotes_are_marks_where_the_list_defines_them():
    """A footnote with a text of its own stays one."""
    listed = "\n\n## References\n\n[^1]: Daly EJ. Title. BMJ. 2019;7:8. doi:10.1000/x"
    listed += "\n[^daly]: Doe J. Title. BMJ. 2020;7:9. doi:10.1000/y"

    turned, faults = turn("A[^1] and B[^daly] and C[^n].\n\n[^n]: A note.", listed)

    assert turned == "A[@1] and B[@daly] and C[^n].\n\n[^n]: A note."
    assert not faults


def test_marks_behind_the_list_are_turned_too():
    """The list need not be the last thing in a post."""
    prose = Prose(f"A.{LIST}\n\n## Later\n\nB [2].")

    (mark,) = find_marks(prose, read_plain_list(prose)).marks

    assert mark.labels == ("2",)


def test_many_numbers_in_round_brackets_take_no_time():
    """Each was looked up in a list of all the others."""
    started = time.monotonic()
    turn("word [1] and. (1) " * 10_000)

    assert time.monotonic() - started < 10
