"""A block whose page stands is not made again."""

from __future__ import annotations

from plugins.references.citing.block import KeptReferences, ReferenceEntry, References
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
