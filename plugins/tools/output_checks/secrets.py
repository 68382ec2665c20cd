"""What must never be published, found in the bytes of any file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What it is, how it begins, and how it goes on; each is long and odd enough to be
#: nothing else. Before a beginning of letters stands no letter, digit or “_”.
LOOKS = (
    ("a private key", "-----BEGIN ", r"(?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("an AWS access key", "A[KS]IA", r"[0-9A-Z]{16}\b"),
    ("a GitHub token", "gh[pousr]_", r"[0-9A-Za-z]{36}"),
    ("a GitHub token", "github_pat_", r"[0-9A-Za-z_]{60,}"),
    ("a GitLab token", "glpat-", r"[0-9A-Za-z_-]{20,}"),
    ("a Slack token", "xox[abeoprs]-", r"[0-9A-Za-z-]{20,}"),
    ("a Stripe key", "rk_live_", r"[0-9A-Za-z]{20,}"),
    ("a Stripe key", "sk_live_", r"[0-9A-Za-z]{20,}"),
    ("a Google API key", "AIza", r"[0-9A-Za-z_-]{35}\b"),
    ("a PyPI token", "pypi-AgEI", r"[0-9A-Za-z_-]{50,}"),
    ("an npm token", "npm_", r"[0-9A-Za-z]{36}\b"),
    ("a SendGrid key", r"SG\.", r"[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}\b"),
    ("an API key", "sk-", r"(?:[a-z]+-)*[0-9A-Za-z_-]{32,}"),
    ("a signed token", "eyJ", r"[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
)


def _compile(begin: str, rest: str) -> re.Pattern[bytes]:
    r"""Return the pattern of ``\b``, a beginning and the rest.

    What stands before is asked behind the beginning: a pattern that begins with plain
    letters is found thirty times as fast as one that begins with ``\b``.
    """
    free = "" if begin.startswith("-") else rf"(?<!\w{begin})"
    return re.compile(f"{begin}{free}{rest}".encode())


NAMED = [(what, _compile(begin, rest)) for what, begin, rest in LOOKS]


def check_secrets(path: str, data: bytes) -> Iterator[Problem]:
    """Find keys and tokens; the message shows their first characters only."""
    for what, look in NAMED:
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
