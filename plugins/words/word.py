"""A word that its page's language lacks."""

from __future__ import annotations

from typing import Self, SupportsIndex

from markupsafe import escape

from .direction import direction


class Word(str):
    """An English word on a page in another language: as HTML it says so.

    ``attributes`` stand in the tag around it, each with a space before it.
    """

    __slots__ = ("attributes",)
    attributes: str

    def __new__(cls, text: str, attributes: str = "") -> Self:
        """Make a word of a text."""
        word = super().__new__(cls, text)
        word.attributes = attributes
        return word

    def like(self, text: str) -> Word:
        """Return another text in the same language."""
        return Word(text, self.attributes)

    def __html__(self) -> str:
        """Return what Jinja prints where it escapes texts."""
        return f"<span{self.attributes}>{escape(str(self))}</span>"

    def format(self, *args: object, **blanks: object) -> Word:
        """Fill the word in; it stays in its language."""
        return self.like(super().format(*args, **blanks))

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> Word:
        """Return it with another piece in it."""
        return self.like(super().replace(old, new, count))

    def capitalize(self) -> Word:
        """Return it as Jinja's ``capitalize`` wants it."""
        return self.like(super().capitalize())


def mark(page: str, lang: str = "en") -> str:
    """Return the attributes of a text in ``lang`` on a page in another language.

    >>> mark("it"), mark("ar"), mark("ar", "he")
    (' lang="en"', ' lang="en" dir="ltr"', ' lang="he"')
    """
    own = direction(lang)
    return f' lang="{escape(lang)}"' + (
        f' dir="{own}"' if own != direction(page) else ""
    )
