"""Which letters are those of alphabets with initials and spaces between names."""

from __future__ import annotations

import re

LATIN = (
    r"a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u03ff\u0400-\u052f\u0590-\u05d4"
    r"\u05d6-\u05ff\u1f00-\u1fff\u0600-\u06ff\u200c-\u200e\u0218-\u021b"
    r"\u202a-\u202e"
)
STARTS_LATIN = re.compile(f"[&{LATIN}]")
HAS_LATIN = re.compile(f"[-0-9{LATIN}]")
