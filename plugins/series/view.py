"""A series as readers of one language see it: its parts, its words, its JSON-LD."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..source.reviews import review_of
from .members import PLANNED, PUBLISHED, WITHDRAWN, Content, Member
from .names import plain_title, shorten_titles
from .order import PartOrder, choose_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from ..words import Words
    from .order import Part
    from .series_file import SeriesFile
    from .settings import SeriesSettings


@dataclass(frozen=True)
class SeriesSite:
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
    """One series in one language; the manual lists what templates find in it."""

    is_written = True  #: False where another series has its address

    def __init__(
        self,
        site: SeriesSite,
        kind: str,
        order: PartOrder,
        lang: str,
        files: dict[str, SeriesFile],
    ) -> None:
        self.site = site
        self.kind = kind  #: ``articles`` or ``pages``
        self.order = order
        self.lang = lang
        self.files = files
        if order.plain:
            self.parts = order.plain
            self.name = str(order.plain[0].metadata["series"])

    def __repr__(self) -> str:
        return f"<Series {self.name!r} in {self.lang}, {self.of} parts>"

    @cached_property
    def members(self) -> list[Member]:
        """The published contents in this language, in order, as members."""
        lang = self.lang
        return [
            member
            for part in self.order.parts
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
        return choose_file(self.files, self.order.langs)

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
        main = self.order.langs[0]
        if self.lang == main:
            return self.site.slugify(self.name)
        return Series(self.site, self.kind, self.order, main, self.files).slug

    def _address(self, stem: str) -> str:
        """Fill in an address: empty where it is switched off or another's."""
        settings = self.site.settings
        if self.lang != self.site.default_lang:
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
        settings = self.site.settings
        return settings.list_url if settings.list_save_as else ""

    @cached_property
    def words(self) -> Words:
        """The words for readers, in this language."""
        return self.site.settings.words_in(self.lang)

    @property
    def of(self) -> int:
        """The number of the last part."""
        return self.order.of

    @cached_property
    def contents(self) -> tuple[PartEntry, ...]:
        """Every part, also planned ones and the gaps of withdrawn ones."""
        return list_entries(self)

    @cached_property
    def planned(self) -> tuple[PartEntry, ...]:
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
        return self.site.render(self.file) if self.file else str

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
        """``ongoing``, ``complete``, or empty where none is given."""
        return self.main_file.status if self.main_file else ""

    @property
    def is_complete(self) -> bool:
        """Return whether no further part is to come."""
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
    def updated(self) -> datetime | None:
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
        text = self.site.format_date(day, day.isoformat()[:10], self.lang)
        return self.words[word].format(date=text)

    @cached_property
    def oldest_review(self) -> date | None:
        """The oldest day on which a part was reviewed."""
        return min((day for day in self._reviews if day), default=None)

    @property
    def is_reviewed(self) -> bool:
        """Return whether every part has been reviewed."""
        return bool(self._reviews) and all(self._reviews)

    @cached_property
    def _reviews(self) -> list[date | None]:
        return [review_of(content.metadata).on for content in self.parts]

    @property
    def translations(self) -> list[Series]:
        """The same series in other languages."""
        return self.site.find_translations(self)

    @cached_property
    def related(self) -> Series | None:
        """The series to read after this one."""
        return self.site.find_related(self)

    @cached_property
    def json_ld(self) -> dict[str, object]:
        """The series as schema.org's CreativeWorkSeries."""
        return describe_series(self)


@dataclass(frozen=True)
class PartEntry:
    """A part in a list; the manual lists what templates find in it."""

    number: int
    title: str
    short_title: str
    state: str
    lang: str
    mark: str = ""
    note: str = ""
    url: str = ""
    is_foreign: bool = False
    is_current: bool = False
    date: date | datetime | None = None
    date_line: str = ""
    article: Content | None = None
    count_minutes: Callable[[], int] = int

    @property
    def lang_mark(self) -> str:
        """The language to print beside a part in another one, such as “ES”."""
        return self.lang.upper() if self.is_foreign else ""

    @property
    def mark_line(self) -> str:
        """The mark to print, with the day of a planned part: “planned, 1 May 2027”."""
        has_day = self.state == PLANNED and self.date_line
        return f"{self.mark}, {self.date_line}" if has_day else self.mark

    @property
    def summary(self) -> str:
        """The content's summary as HTML."""
        return str(self.article.summary) if self.article is not None else ""

    @cached_property
    def minutes(self) -> int:
        """Minutes of reading, at least one; 0 where there is nothing to read."""
        return self.count_minutes()


def list_entries(series: Series) -> tuple[PartEntry, ...]:
    """Return an entry for every part, also for plans and for withdrawn ones."""
    entries = [_part_entry(series, part) for part in series.order.parts]
    short = shorten_titles([entry.title for entry in entries], series.name)
    return tuple(
        entry if entry.short_title else replace(entry, short_title=title)
        for entry, title in zip(entries, short, strict=True)
    )


def _part_entry(series: Series, part: Part) -> PartEntry:
    if part.state == PLANNED:
        return _plan_entry(series, part)
    member = part.version(series.lang) or part.versions[0]
    if part.state == PUBLISHED and member.state == WITHDRAWN:
        member = next(m for m in part.versions if m.state != WITHDRAWN)
    content = member.content
    metadata = content.metadata
    is_here = part.state != WITHDRAWN
    state = member.state
    return PartEntry(
        number=part.number,
        title=plain_title(content.title),
        short_title=plain_title(str(metadata.get("series_title") or "")),
        state=state,
        lang=member.lang,
        mark="" if state == PUBLISHED else series.words.get(state, state),
        note="" if is_here else str(metadata.get("withdrawn_because") or ""),
        url=str(getattr(content, "url", "")) if is_here else "",
        is_foreign=member.lang != series.lang,
        date=getattr(content, "date", None),
        date_line=str(getattr(content, "locale_date", "")) if is_here else "",
        article=content if is_here else None,
        count_minutes=partial(series.site.count_minutes, content) if is_here else int,
    )


def _plan_entry(series: Series, part: Part) -> PartEntry:
    main, own = series.main_file, series.files.get(series.lang)
    if main is None:  # a plan comes from a file
        raise ValueError(part)
    is_translated = own is not None and len(own.planned) == len(main.planned)
    file = own if own is not None and is_translated else main
    plan = file.planned[part.plan]
    day = ""
    if plan.date:
        day = series.site.format_date(plan.date, plan.date_text, series.lang)
    return PartEntry(
        number=part.number,
        title=plan.title,
        short_title="",
        state=PLANNED,
        lang=file.lang,
        mark=series.words["planned"],
        is_foreign=file.lang != series.lang,
        date=plan.date,
        date_line=day,
    )


#: What a part is in schema.org's words.
TYPES = {"articles": "BlogPosting", "pages": "WebPage"}


@dataclass(frozen=True)
class Link:
    """A ``<link>`` in the head; ``url`` has no site before it."""

    rel: str
    url: str
    lang: str
    title: str


def link_neighbors(
    previous: PartEntry | None, following: PartEntry | None
) -> Iterator[Link]:
    """Yield the relations of a part to those around it."""
    for rel, entry in (("prev", previous), ("next", following)):
        if entry is not None:
            yield Link(rel, entry.url, entry.lang, entry.title)


def name_series(series: Series) -> dict[str, object]:
    """Return the series as ``isPartOf`` of a part: enough to recognise it."""
    record: dict[str, object] = {"@type": "CreativeWorkSeries", "name": series.title}
    if series.url:
        address = series.site.absolute(series.url)
        record |= {"@id": f"{address}#series", "url": address}
    return record


def describe_series(series: Series) -> dict[str, object]:
    """Return the series with its published parts, for its own page."""
    record = name_series(series) | {"inLanguage": series.lang}
    if series.summary:
        record["description"] = series.summary
    record["hasPart"] = [
        {
            "@type": TYPES[series.kind],
            "@id": series.site.absolute(entry.url),
            "url": series.site.absolute(entry.url),
            "headline": entry.title,
            "position": entry.number,
            "inLanguage": entry.lang,
        }
        for entry in series.contents
        if entry.url
    ]
    return record
