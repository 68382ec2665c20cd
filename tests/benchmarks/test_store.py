"""A deploy to a store beside a bare copy: what is measured is what it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from benchmarks import store

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.long
def test_both_bring_the_same_tree_to_one_store(monkeypatch):
    """Cold, again, and with some files changed; the table has a line for each."""
    monkeypatch.setattr(store, "CHANGED", 3)
    seconds = store.measure(12, 1)
    assert {who for _, who in seconds} == {store.OURS, store.BARE}
    assert [case for case, _ in seconds][::2] == [*store.CASES]
    assert all(len(taken) == 1 and taken[0] > 0 for taken in seconds.values())
    text = store.compose(seconds, 12, NOON)
    assert text.count("\n| ") == 4
    assert "| cold | " in text
    assert re.search(r"\d+ processors, \w+, \w+ 3\.\d+\.\d+", text)


def test_a_ratio_is_that_of_a_round():
    """Not that of two medians."""
    rounds = {store.OURS: [1.0, 6.0, 4.0], store.BARE: [2.0, 4.0, 4.0]}
    seconds = {(case, who): rounds[who] for case in store.CASES for who in rounds}
    row = "4.00 (1.00–6.00) s | 4.00 (2.00–4.00) s | 1.00 (0.50–1.50) |"
    assert f"| cold | {row}" in store.compose(seconds, 10_000, NOON)
