"""What lies in the content folder, and what Pelican leaves alone there."""

from __future__ import annotations

from fnmatch import fnmatch

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.front_matter.folder import Layout

NAMES = st.lists(
    st.sampled_from(["*", "?", "[ab]", "[!a]", "[", "a", "b", ".", "~", "#", "\n"]),
    max_size=6,
).map("".join)


@settings(max_examples=50, deadline=None)
@given(st.lists(NAMES, max_size=4).map(tuple), st.lists(NAMES, max_size=3))
def test_a_file_is_left_alone_if_a_part_of_its_path_matches_a_pattern(ignored, parts):
    """As ``IGNORE_FILES`` has it, pattern by pattern."""
    layout = Layout((), (), (), (), (), (), ignored)
    path = "/".join(parts)
    found = any(fnmatch(part, name) for part in path.split("/") for name in ignored)
    assert layout.is_ignored(path) == found
