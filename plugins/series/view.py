"""A series as readers of one language see it, worked out when it is asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..source.reviews import review_of
from .core import WITHDRAWN, Content, Member
from .entry import Entry, list_entries
from .linked_data import describe_series
from .order import Line, choose_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ..words import Words
    from .files import SeriesFile
    from .settings import SeriesSettings


@dataclass(frozen=True)
class Frame:
    """What all series of a site share."""

    settings: SeriesSettings
    siteurl: str
    default_lang: str
    slugify: Callable[[str], str]
    #: Prints a day, given as it was written too (a month may be meant), in a language.
    format_date: Callable[[date, str, str], str]
    #: Returns what prints a series file's body as HTML.
    render: Callable[[SeriesFile], Callable[[], str]]
    #: Returns how long it takes to read a content, in whole minutes.
    count_minutes: Callable[[Content], int]
    #: Return what the index of all series knows; it sets them.
    find_translations: Callable[[Series], list[Series]] = lambda _series: []
    find_related: Callable[[Series], Series | None] = lambda _series: None

    def absolute(self, url: str) -> str:
        """Return an address with the site's before it."""
        return f"{self.siteurl}/{url}"


class Series:
    """One series in one language; the manual says what templates find in it."""

    is_written = True  #: False where another series has its address

    def __init__(
        self,
        frame: Frame,
        kind: str,
        line: Line,
        lang: str,
        files: dict[str, SeriesFile],
    ) -> None:
        self.frame = frame
        self.kind = kind  #: ``articles`` or ``pages``
        self.line = line
        self.lang = lang
        self.files = files
        if line.plain:
            self.parts = line.plain
            self.name = str(line.plain[0].metadata["series"])

    def __repr__(self) -> str:
        return f"<Series {self.name!r} in {self.lang}, {self.of} parts>"

    @cached_property
    def members(self) -> list[Member]:
        """The published contents in this language, in order, as members."""
        lang = self.lang
        return [
            member
            for part in self.line.parts
            for member in part.versions
            if member.lang == lang and member.state != WITHDRAWN
        ]

    @cached_property
    def parts(self) -> list[Content]:
        """The published contents in this language: ``all`` of every place."""
        return [member.content for member in self.members]

    @cached_property
    def main_file(self) -> SeriesFile | None:
        """The series file that sets order, status and planned parts."""
        return choose_file(self.files, self.line.langs)

    @property
    def file(self) -> SeriesFile | None:
        """The series file in this language, else the main one."""
        return self.files.get(self.lang) or self.main_file

    @cached_property
    def name(self) -> str:
        """The file's title, else the spelling that most parts use."""
        if self.lang in self.files:
            return self.files[self.lang].title
        names = [member.name for member in self.members]
        if names:
            return Counter(names).most_common(1)[0][0]
        return self.main_file.title if self.main_file else ""

    @property
    def title(self) -> str:
        """The name."""
        return self.name

    @cached_property
    def slug(self) -> str:
        """The series' part of its addresses, the same in all its languages."""
        if self.main_file:
            return self.main_file.slug
        main = self.line.langs[0]
        if self.lang == main:
            return self.frame.slugify(self.name)
        return Series(self.frame, self.kind, self.line, main, self.files).slug

    def _address(self, stem: str) -> str:
        """Fill in an address: empty where it is switched off or another's."""
        settings = self.frame.settings
        if self.lang != self.frame.default_lang:
            stem = {"url": "lang_url", "save_as": "lang_save_as"}.get(
                stem, stem.replace("whole_", "whole_lang_")
            )
        pattern = str(getattr(settings, stem)) if self.is_written and self.slug else ""
        return pattern.format(slug=self.slug, lang=self.lang)

    @cached_property
    def save_as(self) -> str:
        """The file of its page; empty where none is written."""
        return self._address("save_as")

    @cached_property
    def url(self) -> str:
        """The address of its page, without the site's."""
        return self._address("url") if self.save_as else ""

    @cached_property
    def whole_save_as(self) -> str:
        """The file of the whole series on one page; none for a single part."""
        return self._address("whole_save_as") if len(self.parts) > 1 else ""

    @cached_property
    def whole_url(self) -> str:
        """The address of the whole series on one page."""
        return self._address("whole_url") if self.whole_save_as else ""

    @property
    def list_url(self) -> str:
        """The address of the list of all series."""
        settings = self.frame.settings
        return settings.list_url if settings.list_save_as else ""

    @cached_property
    def words(self) -> Words:
        """The words for readers, in this language."""
        return self.frame.settings.words_in(self.lang)

    @property
    def of(self) -> int:
        """The number of the last part."""
        return self.line.of

    @cached_property
    def contents(self) -> tuple[Entry, ...]:
        """Every part, also planned ones and the gaps of withdrawn ones."""
        return list_entries(self)

    @cached_property
    def planned(self) -> tuple[Entry, ...]:
        """The planned parts."""
        return tuple(entry for entry in self.contents if entry.state == "planned")

    @property
    def summary(self) -> str:
        """The file's summary, as plain text."""
        return self.file.summary if self.file else ""

    @property
    def introduction(self) -> str:
        """The file's text as HTML, its links as the page needs them."""
        return self._body() if self.file and self.file.body.strip() else ""

    @cached_property
    def _body(self) -> Callable[[], str]:
        return self.frame.render(self.file) if self.file else str

    @property
    def image(self) -> str:
        """The path of its picture."""
        return self.file.image if self.file else ""

    @property
    def image_alt(self) -> str:
        """What the picture shows."""
        return self.file.image_alt if self.file else ""

    @property
    def status(self) -> str:
        """``ongoing``, ``complete``, or empty where nobody said."""
        return self.main_file.status if self.main_file else ""

    @property
    def is_complete(self) -> bool:
        """Say whether no further part is to come."""
        return self.status == "complete"

    @property
    def status_line(self) -> str:
        """The status in words."""
        return self.words[self.status] if self.status else ""

    @property
    def count_line(self) -> str:
        """The number of published parts in words."""
        count = len(self.parts)
        return self.words["parts_one" if count == 1 else "parts"].format(count=count)

    @cached_property
    def minutes(self) -> int:
        """Minutes of reading, all parts together."""
        return sum(entry.minutes for entry in self.contents if not entry.is_foreign)

    @cached_property
    def updated(self) -> Any:
        """The latest date on which a part was published or changed."""
        dates = [
            getattr(c, "modified", None) or getattr(c, "date", None) for c in self.parts
        ]
        return max((day for day in dates if day), default=None)

    @property
    def updated_line(self) -> str:
        """The last update in words."""
        return self._date_line("updated", self.updated)

    @property
    def review_line(self) -> str:
        """The oldest review in words, once every part has been reviewed."""
        return self._date_line(
            "reviewed", self.oldest_review if self.is_reviewed else None
        )

    def _date_line(self, word: str, day: date | None) -> str:
        if day is None:
            return ""
        text = self.frame.format_date(day, day.isoformat()[:10], self.lang)
        return self.words[word].format(date=text)

    @cached_property
    def oldest_review(self) -> date | None:
        """The oldest day on which a part was reviewed."""
        return min((day for day in self._reviews if day), default=None)

    @property
    def is_reviewed(self) -> bool:
        """Say whether every part has been reviewed."""
        return bool(self._reviews) and all(self._reviews)

    @cached_property
    def _reviews(self) -> list[date | None]:
        return [review_of(content.metadata).on for content in self.parts]

    @property
    def translations(self) -> list[Series]:
        """The same series in other languages."""
        return self.frame.find_translations(self)

    @cached_property
    def related(self) -> Series | None:
        """The series to read after this one."""
        return self.frame.find_related(self)

    @cached_property
    def json_ld(self) -> dict[str, Any]:
        """The series as schema.org's CreativeWorkSeries."""
        return describe_series(self)
