"""What Markdown would take long over: nothing is cleared that is counted as such."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.source.bounds import (
    NOTE,
    _blank_code,
    _distances_of_tags,
    count_steps,
    most_steps,
)
from plugins.source.prose import find_blocks

PIECES = st.sampled_from(
    (
        *"[]()`*_<>&\\!#|-\n ",
        *("\n\n", "\n \n", "[^1]", "\n[a]: b", "\n# a", "\n---", "```", "\n```\n"),
        *("word ", "a" * 50, "<a", "<b>", "</b>", "`" * 20, "[" * 20, "](", "\n> "),
    )
)


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_takes_more_steps_than_are_thought_possible(text):
    """So that a text far from the bound need not be counted."""
    bare = _blank_code(text)
    notes = len(NOTE.findall(bare))
    steps = _distances_of_tags(bare)
    for _, block in find_blocks(bare):
        steps += count_steps(block) + len(NOTE.findall(block)) * notes // 2
    assert steps <= most_steps(text)
