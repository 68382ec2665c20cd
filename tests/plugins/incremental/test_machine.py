"""Incremental equals clean, byte for byte, after any sequence of edits."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.plugins.incremental.edits import EDITS
from tests.plugins.incremental.pairs import Pair, PlainPair

EDIT = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 1023))
#: A build takes most of a second; to shorten what was found would take an hour.
COMMON = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


class Author(RuleBasedStateMachine):
    """Somebody who edits a site, and builds it after every few edits."""

    kind = Pair

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())

    @initialize()
    def begin(self) -> None:
        """Build for the first time."""
        self.pair = self.kind(self.folder)
        assert not self.pair.compare().code

    @rule(edits=st.lists(EDIT, min_size=1, max_size=3))
    def step(self, edits: list[tuple[str, int]]) -> None:
        """Edit and build."""
        self.pair.step(edits)

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder)


class PlainAuthor(Author):
    """The same with plain ``pelican``, which leaves pages that are no longer made."""

    kind = PlainPair


def test_incremental_equals_clean_after_a_few_edits():
    """A handful of steps, other ones in each run."""
    few = settings(COMMON, max_examples=1, stateful_step_count=6)
    run_state_machine_as_test(Author, settings=few)


@pytest.mark.long
def test_incremental_equals_clean_after_any_edits():
    """Ten authors, thirty steps each."""
    many = settings(COMMON, max_examples=10, stateful_step_count=30)
    run_state_machine_as_test(Author, settings=many)


@pytest.mark.long
def test_incremental_equals_clean_under_plain_pelican():
    """Three authors, thirty steps each."""
    many = settings(COMMON, max_examples=3, stateful_step_count=30)
    run_state_machine_as_test(PlainAuthor, settings=many)
