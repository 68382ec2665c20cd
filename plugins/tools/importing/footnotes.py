"""Footnotes, however an old site wrote them, as marks and the notes that they name.

Known are WordPress's own (``<sup data-fn>``, whose words stand in a field of the
post), those of shortcodes, and two links that lead to each other. Numbers that lead to
a list of works and not back are no footnotes: that list is somebody else's.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag

from .running import NOTE
from .tree import new_tag, parse, value_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a mark is: “1”, “[2]”, “a”, “[ab]”, “†”; a title that leads to its chapter is
#: none.
MARK = re.compile(
    r"\W*(?:(?:note|fn)?\s?\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶#]{1,3})\W*|\[[a-z]{2}\]",
    re.IGNORECASE,
)
#: What stands before a note's words, and a link that leads back to its mark.
NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.):]?|[*†‡])\s*")
BACK = re.compile(
    r"[\s↩↑↵⏎^\ufe0e\ufe0f]*(?:back|return|jump up)?[\s↩↑↵⏎^\ufe0e\ufe0f]*"
    r"|[↩↑↵⏎]\s?\d{1,3}",
    re.IGNORECASE,
)
#: Headings of what is empty when its notes are taken.
TITLES = re.compile(r"(?:foot|end)?notes?:?|notas?:?", re.IGNORECASE)
#: Signs of a note; what is longer is a part of the text.
LONGEST = 5000
KINDS = re.compile(r"foot-?note|\bfn\b|noteref|easy-?footnote", re.IGNORECASE)


class Footnotes:
    """Takes the footnotes out of one body."""

    def __init__(self, body: Tag, fields: Mapping[str, str]) -> None:
        self.body, self.fields = body, fields
        self.notes: list[Tag] = []  #: in order of their first mark, from 1
        self.numbers: dict[str, int] = {}  #: by what names them
        self.apart: list[str] = []  #: words that only led back, or stood above notes

    def take(self) -> list[Tag]:
        """Return the notes, and leave marks where each is named."""
        told = self._own()
        named = {
            value_of(one, "id", "name"): one
            for one in self.body.find_all(True)
            if isinstance(one, Tag) and value_of(one, "id", "name")
        }
        for tag in list(self.body.find_all(True)):
            if isinstance(tag, Tag) and not tag.decomposed and tag.parent is not None:
                self._read(tag, told, named)
        return self.notes

    def _own(self) -> dict[str, str]:
        """Return WordPress's own notes, as the post's field has them."""
        try:
            listed = json.loads(self.fields.get("footnotes", "[]"))
        except (ValueError, RecursionError):
            return {}
        members = listed if isinstance(listed, list) else []
        return {
            str(one.get("id")): str(one.get("content", ""))
            for one in members
            if isinstance(one, dict)
        }

    def _read(
        self, tag: Tag, told: Mapping[str, str], named: Mapping[str, Tag]
    ) -> None:
        own, words = value_of(tag, "data-fn"), value_of(tag, "data-bulletin-note")
        if own in told:
            self._mark(tag, own, parse(told[own]))
        elif words:
            self._mark(tag, words, parse(words))
        elif tag.name == "a":
            target = value_of(tag, "href").rpartition("#")[2]
            if not value_of(tag, "href").startswith("#") or target not in named:
                return
            mark = tag.parent if tag.parent and tag.parent.name == "sup" else tag
            if words_of(mark) != words_of(tag):
                mark = tag
            if not MARK.fullmatch(words_of(tag)):
                return
            if target in self.numbers:
                self._mark(mark, target, None)
                return
            note = self._note_at(tag, named[target])
            if note is not None:
                self._mark(mark, target, note)

    def _mark(self, tag: Tag, name: str, note: Tag | None) -> None:
        if name not in self.numbers and note is not None:
            self.notes.append(note)
            self.numbers[name] = len(self.notes)
        if name in self.numbers:
            mark = new_tag(NOTE, **{"data-note": str(self.numbers[name])})
            tag.replace_with(mark)

    def _note_at(self, mark: Tag, target: Tag) -> Tag | None:
        """Return the words of the note that a link leads to, if it leads back."""
        around = (mark, *list(mark.parents)[:2])
        names = {value_of(one, "id", "name") for one in around} - {""}
        place = target if target.name in ("li", "p", "div", "dd", "td") else None
        if place is None:
            place = target.find_parent(("li", "p", "dd", "td"))
        if place is None or place in mark.parents or len(words_of(place)) > LONGEST:
            return None
        links = [one for one in place.find_all("a") if isinstance(one, Tag)]
        backs = [
            one for one in links if value_of(one, "href").rpartition("#")[2] in names
        ]
        signs = " ".join(
            (value_of(mark, "class"), value_of(mark, "rel"), value_of(mark, "id"))
        )
        if not backs and not KINDS.search(f"{signs} {value_of(mark, 'href')}"):
            return None
        back_words = {id(one) for one in backs}
        for link in links:
            is_back = value_of(link, "href").startswith("#") and (
                id(link) in back_words or BACK.fullmatch(words_of(link))
            )
            if is_back:
                self.apart.append(words_of(link))
                link.decompose()
        return self._taken(place)

    def _taken(self, place: Tag) -> Tag:
        """Return a box with a note's words; what is left empty around it goes."""
        parent = place.parent
        box = new_tag("div")
        for node in list(place.contents):
            box.append(node)
        first = next(
            (
                one
                for one in box.descendants
                if isinstance(one, NavigableString) and one.strip()
            ),
            None,
        )
        if first is not None and place.name != "li":
            first.replace_with(NavigableString(NUMBER.sub("", str(first), count=1)))
        place.decompose()
        while parent is not None and parent is not self.body and not words_of(parent):
            above = parent.find_previous_sibling()
            outer = parent.parent
            parent.decompose()
            if isinstance(above, Tag):
                self._drop_title(above)
            parent = outer
        return box

    def _drop_title(self, tag: Tag | None) -> None:
        """Take out a rule and a heading that stood above notes."""
        for _ in ("heading", "rule"):
            if tag is None or not (tag.name == "hr" or TITLES.fullmatch(words_of(tag))):
                return
            above = tag.find_previous_sibling()
            self.apart.append(words_of(tag))
            tag.decompose()
            tag = above if isinstance(above, Tag) else None
