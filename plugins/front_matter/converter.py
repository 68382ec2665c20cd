"""One Markdown for all posts of a run, where that is as good as a new one for each.

Making a Python-Markdown takes a fifth as long as reading a post with it. It can be
reset and used again, if every part of it is known to keep nothing from post to post:
parts of Python-Markdown and of these plugins are, those of anybody else are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from markdown.extensions.footnotes import FootnoteExtension

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markdown import Markdown

#: The extensions of Python-Markdown that keep nothing, by their modules; a short name
#: may be anybody's.
KNOWN_NAMES = (
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes"
    " md_in_html meta nl2br sane_lists smarty tables toc"
)
KNOWN = frozenset(f"markdown.extensions.{name}" for name in KNOWN_NAMES.split())
PACKAGES = ("markdown.", f"{__package__.rpartition('.')[0]}.")


@dataclass
class Converter:
    """Gives a Markdown to one post after the other."""

    _kept: Markdown | None = None
    _options: object = None  #: that it was made with
    _is_free: bool = True

    def take(self, options: Mapping[str, object]) -> Markdown | None:
        """Return a Markdown that is as good as new and in no other hands, or None.

        ``options``: the site's setting ``MARKDOWN``.
        """
        if self._kept is None or not self._is_free or self._options != options:
            return None
        self._is_free = False
        return self._kept.reset()

    def give_back(self, md: Markdown, options: Mapping[str, object]) -> None:
        """Keep a Markdown that has come to the end of a post without an error."""
        if md is self._kept:
            self._is_free = True
        elif keeps_nothing(md, options):
            self._kept, self._options, self._is_free = md, _copy(options), True


def keeps_nothing(md: Markdown, options: Mapping[str, object]) -> bool:
    """Return whether a Markdown is as good as new once it is reset."""
    named = options.get("extensions")
    return (
        isinstance(named, list)
        and all(
            one in KNOWN if isinstance(one, str) else _is_known(one) for one in named
        )
        and all(map(_is_known, _parts_of(md)))
        # Those ids count how often it was reset.
        and not any(
            isinstance(one, FootnoteExtension) and one.getConfig("UNIQUE_IDS")
            for one in md.registeredExtensions
        )
    )


def _copy(value: object) -> object:
    """Return lists and mappings that nobody else changes, with the same things."""
    if isinstance(value, dict):
        return {key: _copy(one) for key, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list) else value


def _parts_of(md: Markdown) -> Iterable[object]:
    return chain(
        md.registeredExtensions,
        md.preprocessors,
        md.parser.blockprocessors,
        md.inlinePatterns,
        md.treeprocessors,
        md.postprocessors,
    )


def _is_known(part: object) -> bool:
    return f"{type(part).__module__}.".startswith(PACKAGES)
