"""``SANITIZER`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..safe_html.policy import Policy
from ..settings import choice, count, read_settings, words


@dataclass(frozen=True)
class SanitizerSettings:
    """``SANITIZER`` as it holds for one run."""

    html: str = choice("refuse", of=("clean", "refuse"))
    allow_html: tuple[str, ...] = words(())
    media_hosts: tuple[str, ...] = words(("*",), wanted="a list of hosts")
    page_ids: tuple[str, ...] = words(())
    page_classes: tuple[str, ...] = words(())
    files: tuple[str, ...] = words((), wanted="a list of suffixes and names")
    megabytes: int = count(100, least=1)
    page_ends: tuple[str, ...] = words((".html", ".htm"), wanted="a list of suffixes")

    def policy(self, more: tuple[str, ...], host: str) -> Policy:
        """Return the allow-list of a site at ``host``; it lets in ``more`` as well."""
        hosts = {host, *(one.lower() for one in self.media_hosts)}
        ids, classes = frozenset(self.page_ids), frozenset(self.page_classes)
        return Policy(frozenset(more), frozenset(hosts), ids, classes)


def parse_settings(given: object) -> SanitizerSettings:
    """Return the settings, or raise with every mistake in them."""
    name = "sanitizer-setting"
    return read_settings(SanitizerSettings, "SANITIZER", given, name)
