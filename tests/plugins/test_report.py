"""How problems name files."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from plugins.report import relative_path

#: Words of paths, with every way to say the same place in other words.
STEPS = st.sampled_from(["a", "ab", "a b", "é", "..", ".", "", "content", "\udce9"])
PATHS = st.builds(
    lambda top, steps: top + "/".join(steps),
    st.sampled_from(["", "/", "/srv/site/"]),
    st.lists(STEPS, max_size=5),
)


@given(PATHS, PATHS, st.none() | PATHS)
@example("//a", "/", None)
def test_a_path_counts_from_the_sites_root(path, content, root):
    """As pathlib has it, which takes four times as long."""
    folder = Path(os.path.abspath(content))
    whole = Path(os.path.abspath(folder / path))
    named = [Path(os.path.abspath(root))] if root else []
    inside = [top for top in (*named, folder.parent) if whole.is_relative_to(top)]
    told = (whole.relative_to(inside[0]) if inside else whole).as_posix()
    settings = {"PATH": content, "BULLETIN_ROOT": root}
    for way in (str, Path):
        found = relative_path(way(path), settings)
        assert found == told.encode("utf-8", "backslashreplace").decode()
