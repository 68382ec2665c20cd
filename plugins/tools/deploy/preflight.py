"""What is not put on a server: a site without an address, and work not committed."""

from __future__ import annotations

import ipaddress
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..site import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

#: Names that no visitor can reach (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
NOWHERE = (".example", ".test", ".invalid", ".localhost", ".local", ".internal")
NOWHERE_TOO = ("example.com", "example.net", "example.org", ".home.arpa", ".lan")


def refuse_address(siteurl: str) -> None:
    """Refuse a SITEURL that visitors cannot reach."""
    host = urlsplit(siteurl).hostname or ""
    if not siteurl.startswith(("http://", "https://")) or not host:
        why = "is no address"
    elif _is_nowhere(host):
        why = "cannot be reached by visitors"
    else:
        return
    message = f"SITEURL “{siteurl}” {why}. Set the real one in pelicanconf.py"
    raise RefusedError(f"{message}, or as siteurl of the target in invoke.yaml.")


def _is_nowhere(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    dotted = f".{host.lower().rstrip('.')}"
    named = any(
        dotted.endswith((name, f".{name}")) for name in (*NOWHERE, *NOWHERE_TOO)
    )
    return "." not in host.rstrip(".") or named


def refuse_unclean(root: Path) -> None:
    """Refuse a site with work that is not committed; outside git nothing is known."""
    done = _git(root, "status", "--porcelain", "--", ".")
    changes = done.stdout.splitlines() if done and done.returncode == 0 else []
    if changes:
        first = ", ".join(line[3:] for line in changes[:3])
        more = f" and {len(changes) - 3} more" if len(changes) > 3 else ""
        message = f"Not committed: {first}{more}. Commit first, or use --force."
        raise RefusedError(message)


def commit_of(root: Path) -> str:
    """Return the short name of the commit that is deployed, or nothing."""
    done = _git(root, "rev-parse", "--short=8", "HEAD")
    return done.stdout.strip() if done and done.returncode == 0 else ""


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *words],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return None
