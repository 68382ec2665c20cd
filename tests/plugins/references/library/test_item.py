"""Items at the door: which texts need no second look."""

from __future__ import annotations

import re
import sys

from plugins.problem import UNWANTED
from plugins.references.library.item import GAP, is_tidy


def test_no_text_is_tidy_that_would_be_cleaned():
    """Of all characters; white space other than the space could make a wide gap."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    cleaned = {*UNWANTED.findall(every), *re.findall(r"\s", every)} - {" "}

    assert not [f"{ord(one):x}" for one in cleaned if is_tidy(f"a{one}b")]
    assert not is_tidy(f"a{' ' * 20}b")
    assert GAP.sub("", " " * 19) == " " * 19
    assert is_tidy(f"a{' ' * 19}b")
