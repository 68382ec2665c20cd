"""A series as readers of one language see it: its parts, its words, its JSON-LD."""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Required, TypedDict

from ..body import plain_text
from ..ledger import Lookup, Tracked, Value
from ..source.reviews import changed_at, review_of
from .members import PLANNED, PUBLISHED, WITHDRAWN, Content, Member
from .names import shorten_titles
from .order import PartOrder, choose_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from ..words import Words
    from .order import Part
    from .series_file import SeriesFile
    from .settings import SeriesSettings

Files = dict[str, "SeriesFile"]  #: the files of one series by language
#: What a part is in schema.org's words.
TYPES = {"articles": "BlogPosting", "pages": "WebPage"}


class OfOneRun(Tracked):
    """What Pelican's cache of contents leaves out: each run makes its own."""

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        return type(None), ()


@dataclass(eq=False)
class SeriesSite(OfOneRun):
    """What all series of one kind share in a site, and these series themselves."""

    kind: str  #: ``articles`` or ``pages``
    settings: SeriesSettings
    siteurl: str
    default_lang: str
    slugify: Callable[[str], str]
    #: Prints a day, given as it was written too (a month may be meant), in a language.
    format_date: Callable[[date, str, str], str]
    #: Returns what prints a series file's body as HTML.
    render: Callable[[SeriesFile], Callable[[], str]]
    #: How long it takes to read a content, in whole minutes, by its source.
    minutes: Lookup[int]
    series: list[Series] = field(default_factory=list)  #: one for each language

    @property
    def ledger_key(self) -> tuple[str, ...]:
        """There is one of each kind in a run."""
        return ("SeriesSite", self.kind)

    def absolute(self, url: str) -> str:
        """Return an address with the site's before it."""
        return f"{self.siteurl}/{url}"

    @cached_property
    def by_slug(self) -> dict[str, list[Series]]:
        """The series with one slug, which are one series in several languages."""
        found: dict[str, list[Series]] = {}
        for series in self.series:
            found.setdefault(series.slug, []).append(series)
        return found

    @cached_property
    def by_topic(self) -> dict[tuple[str, str], list[Series]]:
        """The series of each language and category, newest first."""
        found: dict[tuple[str, str], list[Series]] = {}
        for series in sort_newest(self.series):
            if series.topic:
                found.setdefault((series.lang, series.topic), []).append(series)
        return found


@dataclass(eq=False)
class Series(OfOneRun):
    """One series in one language; the manual lists what templates find in it."""

    site: SeriesSite
    order: PartOrder
    lang: str
    files: Files
    is_written: bool = True  #: False where another series has its address

    def __post_init__(self) -> None:
        #: The series file that sets order, status and planned parts.
        self.main_file = choose_file(self.files, self.order.langs)
        self.status = self.main_file.status  #: ongoing, complete, or empty
        #: The series file in this language, else the main one.
        self.file = self.files.get(self.lang, self.main_file)
        self.summary = self.file.summary  #: as plain text
        self.image = self.file.image
        self.image_alt = self.file.image_alt

    def __repr__(self) -> str:
        return f"<Series {self.name!r} in {self.lang}, {self.of} parts>"

    @cached_property
    def ledger_key(self) -> tuple[str, ...]:
        """The name of the series among all of the site."""
        return ("Series", self.kind, self.lang, self.slug, *self.order.langs)

    @property
    def kind(self) -> str:
        """``articles`` or ``pages``."""
        return self.site.kind

    @cached_property
    def members(self) -> list[Member]:
        """The published contents in this language, in order, as members."""
        return [
            member
            for part in self.order.parts
            for member in part.versions
            if member.lang == self.lang and member.state != WITHDRAWN
        ]

    @cached_property
    def parts(self) -> list[Content]:
        """The published contents in this language: ``all`` of every place."""
        return [member.content for member in self.members]

    @cached_property
    def name(self) -> str:
        """The file's title, else the spelling that most parts use."""
        if self.lang in self.files:
            return self.files[self.lang].title
        names = Counter(member.name for member in self.members)
        return names.most_common(1)[0][0] if names else self.main_file.title

    @property
    def title(self) -> str:
        """The name."""
        return self.name

    @cached_property
    def slug(self) -> str:
        """The series' part of its addresses, the same in all its languages."""
        main = self.order.langs[0]
        named = self if self.lang == main else replace(self, lang=main)
        return self.main_file.slug or self.site.slugify(named.name)

    def _address(self, page: str, part: str) -> str:
        """Fill in an address: empty where it is switched off or another's."""
        lang = "" if self.lang == self.site.default_lang else "lang_"
        pattern = str(getattr(self.site.settings, f"{page}{lang}{part}"))
        is_there = self.is_written and self.slug
        return pattern.format(slug=self.slug, lang=self.lang) if is_there else ""

    @cached_property
    def save_as(self) -> str:
        """The file of its page; empty where none is written."""
        return self._address("", "save_as")

    @cached_property
    def url(self) -> str:
        """The address of its page, without the site's."""
        return self._address("", "url") if self.save_as else ""

    @cached_property
    def whole_save_as(self) -> str:
        """The file of the whole series on one page; none for a single part."""
        return self._address("whole_", "save_as") if len(self.parts) > 1 else ""

    @cached_property
    def whole_url(self) -> str:
        """The address of the whole series on one page."""
        return self._address("whole_", "url") if self.whole_save_as else ""

    @property
    def list_url(self) -> str:
        """The address of the list of all series; empty where none is written."""
        settings = self.site.settings
        is_written = settings.list_save_as and self.site.series
        return settings.list_url if is_written else ""

    @cached_property
    def words(self) -> Words:
        """The words for readers, in this language."""
        return self.site.settings.words_in(self.lang)

    @cached_property
    def of(self) -> int:
        """The number of the last part that is out or planned."""
        kept = (
            part.number
            for part in reversed(self.order.parts)
            if not part.versions or any(m.state != WITHDRAWN for m in part.versions)
        )
        return next(kept, 0)

    @cached_property
    def contents(self) -> tuple[PartEntry, ...]:
        """Every part, also planned ones and the gaps of withdrawn ones."""
        return list_entries(self)

    @property
    def readable(self) -> tuple[bool, ...]:
        """Whether each part can be read, in order: what a row of rings shows."""
        return tuple(bool(entry.url) for entry in self.contents[: self.of])

    @property
    def planned(self) -> tuple[PartEntry, ...]:
        """The planned parts."""
        return tuple(entry for entry in self.contents if entry.state == PLANNED)

    @property
    def introduction(self) -> str:
        """The file's text as HTML, its links as the page needs them."""
        return self._body()

    @cached_property
    def _body(self) -> Callable[[], str]:
        return self.site.render(self.file) if self.file.source.body.strip() else str

    def render(self) -> Callable[[], str]:
        """Render the introduction now, while a mistake in it can still end the run."""
        return self._body

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
        """The number of parts that readers can open, in words.

        Where the author has announced more, it is said of how many: “3 of 4 parts are
        out”. What was withdrawn counts as neither.
        """
        count, planned = len(self.parts), self.order.plans
        if planned:
            return self.words["parts_out"].format(count=count, of=count + planned)
        if count == 1:
            return self.words["parts_one"].format(count=count)
        return self.words["parts"].format(count=count)

    @property
    def minutes(self) -> int:
        """Minutes of reading, all parts together."""
        return sum(entry.minutes for entry in self.contents if not entry.is_foreign)

    @cached_property
    def updated(self) -> datetime | None:
        """The latest date on which a part was published or changed."""
        changes, dates = map(changed_at, self.parts), self._dates
        return max(filter(None, (*changes, *dates)), default=None)

    @cached_property
    def _dates(self) -> list[datetime | None]:
        """When the parts were published; pages may have no date."""
        return [getattr(content, "date", None) for content in self.parts]

    @property
    def updated_line(self) -> str:
        """The last change in words: of a part's text, or that a part came out."""
        is_new = self.updated in self._dates
        return self._date_line("newest_part" if is_new else "updated", self.updated)

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

    @property
    def oldest_review(self) -> date | None:
        """The oldest day on which a part was reviewed."""
        return min(filter(None, self._reviews), default=None)

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
        others = self.site.by_slug.get(self.slug, ())
        return [one for one in others if one.lang != self.lang and one.url]

    @property
    def topic(self) -> str:
        """The category of the first part."""
        first = next(iter(self.parts), None)
        return str(getattr(first, "category", "") or "")

    @cached_property
    def related(self) -> Series | None:
        """The series to read after this one: the file's ``next``, else a near one."""
        if self.main_file.next:
            found = self.site.by_slug.get(self.main_file.next, [])
            same = [one for one in found if one.lang == self.lang]
            return next(iter(same or found), None)
        near = self.site.by_topic.get((self.lang, self.topic), [])
        return next((one for one in near if one.slug != self.slug), None)

    @property
    def is_part_of(self) -> dict[str, object]:
        """The series in the JSON-LD of a part: enough to recognise it."""
        record: dict[str, object] = {"@type": "CreativeWorkSeries", "name": self.title}
        if self.url:
            address = self.site.absolute(self.url)
            record |= {"@id": f"{address}#series", "url": address}
        return record

    @cached_property
    def json_ld(self) -> dict[str, object]:
        """The series as schema.org's CreativeWorkSeries, with its published parts."""
        record = self.is_part_of | {"inLanguage": self.lang}
        if self.summary:
            record["description"] = self.summary
        record["hasPart"] = [
            {
                "@type": TYPES[self.kind],
                "@id": self.site.absolute(entry.url),
                "url": self.site.absolute(entry.url),
                "headline": entry.title,
                "position": entry.number,
                "inLanguage": entry.lang,
            }
            for entry in self.contents
            if entry.url
        ]
        return record


def sort_newest(found: Iterable[Series]) -> list[Series]:
    """Return series by their last change, newest first, then by slug."""

    def age(series: Series) -> tuple[float, str]:
        return -series.updated.timestamp() if series.updated else 0, series.slug

    return sorted(found, key=age)


@dataclass(frozen=True)
class PartEntry(Value):
    """A part in a list; the manual lists what templates find in it."""

    number: int
    title: str
    state: str
    lang: str
    short_title: str = ""
    mark: str = ""
    note: str = ""
    url: str = ""
    is_foreign: bool = False
    is_current: bool = False
    date: date | datetime | None = None
    date_line: str = ""
    article: Content | None = None
    counted: Lookup[int] | None = None  #: minutes of reading

    @property
    def ledger_value(self) -> tuple[object, ...]:
        """All that it says by itself, and what else is asked through it."""
        return self._said, self.is_current, self.article, self.counted

    @cached_property
    def _said(self) -> str:
        own = (self.number, self.title, self.state, self.lang, self.short_title)
        shown = (self.mark, self.note, self.url, self.is_foreign)
        return repr((own, shown, self.date, self.date_line))

    def as_current(self) -> PartEntry:
        """Return the same entry, as the list beside its own part has it."""
        found = copy(self)  # with all that is worked out already
        vars(found)["is_current"] = True
        return found

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

    @property
    def minutes(self) -> int:
        """Minutes of reading, at least one; 0 where there is nothing to read."""
        if self.article is None or self.counted is None:
            return 0
        return self.counted.get(str(self.article.source_path)) or 0


def list_entries(series: Series) -> tuple[PartEntry, ...]:
    """Return an entry for every part, also for plans and for withdrawn ones."""
    entries = [
        _of_part(series, part) if part.versions else _of_plan(series, part)
        for part in series.order.parts
    ]
    short = shorten_titles([entry["title"] for entry in entries], series.name)
    marks = series.words | {PUBLISHED: ""}
    for entry, title in zip(entries, short, strict=True):
        entry["short_title"] = entry["short_title"] or title
        entry["mark"] = marks.get(entry["state"], entry["state"])
        entry["is_foreign"] = entry["lang"] != series.lang
    return tuple(PartEntry(**entry) for entry in entries)


class _Entry(TypedDict, total=False):
    """What is known of a part before its entry is made."""

    number: Required[int]
    title: Required[str]
    state: Required[str]
    lang: Required[str]
    short_title: Required[str]
    mark: str
    note: str
    url: str
    is_foreign: bool
    date: Required[date | datetime | None]
    date_line: str
    article: Content
    counted: Lookup[int]


def _of_part(series: Series, part: Part) -> _Entry:
    versions = sorted(part.versions, key=lambda m: m.lang != series.lang)
    member = next((m for m in versions if m.state != WITHDRAWN), versions[0])
    content = member.content
    entry: _Entry = {
        "number": part.number,
        "title": plain_text(content.title),
        "state": member.state,
        "lang": member.lang,
        "short_title": plain_text(str(content.metadata.get("series_title") or "")),
        "date": getattr(content, "date", None),
    }
    if member.state == WITHDRAWN:
        note = str(content.metadata.get("withdrawn_because") or "")
        return {**entry, "note": note}
    has_page = getattr(content, "save_as", True)
    return {
        **entry,
        "url": str(getattr(content, "url", "")) if has_page else "",
        "date_line": str(getattr(content, "locale_date", "")),
        "article": content,
        "counted": series.site.minutes,
    }


def _of_plan(series: Series, part: Part) -> _Entry:
    main = series.main_file
    is_translated = len(series.file.planned) == len(main.planned)
    file = series.file if is_translated else main
    plan = file.planned[part.plan]
    day = ""
    if plan.date:
        day = series.site.format_date(plan.date, plan.date_text, series.lang)
    return {
        "number": part.number,
        "title": plan.title,
        "state": PLANNED,
        "lang": file.lang,
        "short_title": "",
        "date": plan.date,
        "date_line": day,
    }
