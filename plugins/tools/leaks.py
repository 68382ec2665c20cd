"""What must never be published, found in the bytes of any file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What it is -> how it looks. Each is long and odd enough to be nothing else.
LOOKS = {
    "a private key": rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "an AWS access key": rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a GitHub token": rb"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})",
    "a GitLab token": rb"\bglpat-[0-9A-Za-z_-]{20,}",
    "a Slack token": rb"\bxox[abeoprs]-[0-9A-Za-z-]{20,}",
    "a Stripe key": rb"\b[rs]k_live_[0-9A-Za-z]{20,}",
    "a Google API key": rb"\bAIza[0-9A-Za-z_-]{35}\b",
    "a PyPI token": rb"\bpypi-AgEI[0-9A-Za-z_-]{50,}",
    "an npm token": rb"\bnpm_[0-9A-Za-z]{36}\b",
    "a SendGrid key": rb"\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}\b",
    "an API key": rb"\bsk-(?:[a-z]+-)*[0-9A-Za-z_-]{32,}",
    "a signed token": rb"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
}
#: One pass over the bytes decides whether a closer look is worth it.
ANY = re.compile(b"|".join(b"(?:%b)" % look for look in LOOKS.values()))
NAMED = {what: re.compile(look) for what, look in LOOKS.items()}


def check_secrets(path: str, data: bytes) -> Iterator[Problem]:
    """Find keys and tokens; the message shows their first characters only."""
    if not ANY.search(data):
        return
    for what, look in NAMED.items():
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
