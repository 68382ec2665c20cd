"""A block whose page stands is not made again."""

from __future__ import annotations

import pytest

from plugins.references.citing.block import (
    KeptReferences,
    ReferenceEntry,
    References,
    make_backlinks,
)
from plugins.references.library.item import parse_item


def test_a_kept_block_makes_its_entries_when_they_are_read():
    """What a mark stands for is compared by it, and all the rest is there at once."""
    record = parse_item({"id": "a", "type": "book", "title": "A"})
    cited = (ReferenceEntry(record, 1, "x-ref-a", "apa"),)
    whole = References(cited, (), "apa", "Sources", prefix="x", html="<p>A</p>")
    shown = {name: one for name, one in vars(whole).items() if name != "cited"}
    del shown["further"]
    made = []

    def make():
        made.append(True)
        return whole

    kept = KeptReferences(make, "a mark", shown, is_there=True)
    assert kept
    assert (kept.heading_id, kept.html) == (whole.heading_id, whole.html)
    assert kept.ledger_value == ("a mark", False)
    assert made == []
    assert (kept.cited, kept.further, len(kept), [*kept]) == (cited, (), 1, [*cited])
    assert made == [True]
    assert not KeptReferences(make, "", shown, is_there=False)


@pytest.mark.parametrize("count", [2, 26, 27, 60, 703, 20_000])
def test_the_name_of_a_way_back_begins_with_what_is_seen(count):
    """So that it can be spoken; each is another, however often a work is cited."""
    found = make_backlinks(3, [f"x-{n}" for n in range(count)])
    seen = [back.letter for back in found]

    assert all(
        back.label.startswith(f"{back.letter}: back to mention {n} ")
        for n, back in enumerate(found, 1)
    )
    assert len(set(seen)) == count
    assert seen == sorted(seen, key=lambda one: (len(one), one))


def test_one_way_back_has_a_sign_and_a_name_in_words():
    """Nothing that is seen can be spoken, so nothing is left out of its name."""
    (back,) = make_backlinks(3, ["x"])

    assert (back.letter, back.label) == ("", "Back to where reference 3 is cited")
