"""What must never be published, found in the bytes of any file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What it is -> its beginnings, and how it looks. Each is long and odd enough to be
#: nothing else; the beginnings are looked for first, which is ten times as fast.
LOOKS = {
    "a private key": (
        (b"-----BEGIN ",),
        rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
    ),
    "an AWS access key": ((b"AKIA", b"ASIA"), rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a GitHub token": (
        (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"github_pat_"),
        rb"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})",
    ),
    "a GitLab token": ((b"glpat-",), rb"\bglpat-[0-9A-Za-z_-]{20,}"),
    "a Slack token": ((b"xox",), rb"\bxox[abeoprs]-[0-9A-Za-z-]{20,}"),
    "a Stripe key": ((b"k_live_",), rb"\b[rs]k_live_[0-9A-Za-z]{20,}"),
    "a Google API key": ((b"AIza",), rb"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a PyPI token": ((b"pypi-AgEI",), rb"\bpypi-AgEI[0-9A-Za-z_-]{50,}"),
    "an npm token": ((b"npm_",), rb"\bnpm_[0-9A-Za-z]{36}\b"),
    "a SendGrid key": (
        (b"SG.",),
        rb"\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}\b",
    ),
    "an API key": ((b"sk-",), rb"\bsk-(?:[a-z]+-)*[0-9A-Za-z_-]{32,}"),
    "a signed token": ((b"eyJ",), rb"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
}
NAMED = {what: (begins, re.compile(look)) for what, (begins, look) in LOOKS.items()}


def check_secrets(path: str, data: bytes) -> Iterator[Problem]:
    """Find keys and tokens; the message shows their first characters only."""
    for what, (begins, look) in NAMED.items():
        if not any(begin in data for begin in begins):
            continue
        for found in look.finditer(data):
            shown = found[0][:8].decode("ascii", "replace")
            line = data.count(b"\n", 0, found.start()) + 1
            sentence = f"Here stands what looks like {what} (“{shown}…”)."
            remedy = "Take it out, and have it replaced: it may be known already."
            yield Problem(path, line, sentence, remedy, "output-secret")


def check_machine_paths(
    path: str, data: bytes, folders: Mapping[str, bytes]
) -> Iterator[Problem]:
    """Find a folder of this machine: ``folders`` says what each one is, inner first."""
    for what, folder in folders.items():
        place = data.find(folder)
        if place >= 0:
            line = data.count(b"\n", 0, place) + 1
            sentence = f"Here stands {what}, a folder of this machine."
            remedy = "Find the template or plugin that prints it."
            yield Problem(path, line, sentence, remedy, "output-machine-path")
            return
