"""``POST_CHECKS`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import flag, read_settings, words


@dataclass(frozen=True)
class PostCheckSettings:
    """``POST_CHECKS`` as it holds for one run."""

    strict: bool = flag(False)
    allow_html: tuple[str, ...] = words(())
    page_ids: tuple[str, ...] = words(("references", "content", "main", "top"))
    elsewhere: tuple[str, ...] = words((), wanted="a list of paths")


def parse_settings(given: object) -> PostCheckSettings:
    """Return the settings, or raise with every mistake in them."""
    name = "post-checks-setting"
    return read_settings(PostCheckSettings, "POST_CHECKS", given, name)
