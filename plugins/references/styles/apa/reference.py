"""APA, 7th edition: the whole of a reference, its authors, date and source."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..dates import format_long, format_month_day, format_sure_long, format_sure_year
from ..parts import NONE, SILENT, StylePart, found, group, word
from ..work import Work, first_of, numbered
from .law import SOURCES, format_law
from .title import (
    IDENTIFYING,
    NAMES,
    PICTURED,
    REVIEWED,
    ROLES,
    STRAIGHT,
    description_of_source,
    identifier,
    identifier_monographic,
    identifier_number,
    is_serial,
    title,
    title_and_descriptions,
    title_volume,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...library.reference import Reference

DATED = (
    "article-magazine article-newspaper broadcast collection document event"
    " motion_picture pamphlet performance personal_communication post post-weblog song"
    " speech webpage"
)
#: What a work has that stands in a row of numbered ones.
NUMBERED = "collection-title issue number page supplement-number volume"
#: Those who may stand in an author's place, in this order.
FIRST = ("composer", "author", "illustrator", "director", "guest", "host", "producer")
PARENTHESES = " ({})"


def format_apa(record: Reference) -> StylePart:
    """Return a reference in APA style, with its final punctuation."""
    work = Work(record, NAMES, ROLES)
    if work.type in SOURCES:
        law = group(format_law(work), after=".")
        return group(law, _address(work), work.get("references"), by=" ")
    author = format_author(work)
    # Who or what stands in for the author is not printed again.
    work = work.without_printed()
    named = group(author, contributors(work), by=" ")
    parts = (named, _date(work), title_and_descriptions(work), _source(work))
    main = group(*parts, by=". ", after=".")
    return group(main, _address(work), _history(work), by=" ")


def _date(work: Work) -> StylePart:
    suffix = work.get("year-suffix")
    if work.has("issued"):
        year = group(work.date("issued", format_sure_year), suffix)
        by_itself = not work.has(IDENTIFYING)
        day = SILENT
        if work.is_a(DATED) or (work.is_a("interview paper-conference") and by_itself):
            day = work.date("issued", format_month_day)
        return group(group(year, day, by=", "), before="(", after=")")
    if work.has("status"):
        said = work.get("status", case="lower")
        return group(said, suffix, by="-", before="(", after=")")
    return found(f"(n.d.{'-' if suffix.text else ''}{suffix.text})")


def _source(work: Work) -> StylePart:
    source = site = SILENT
    if work.is_a("post webpage"):
        site = work.get("container-title", case="title")
    elif is_serial(work):
        source = _serial_source(work)
    else:
        source = _book_source(work)
    return group(source, _publisher(work), _archive(work), _place(work), site, by=". ")


def _serial_source(work: Work) -> StylePart:
    journal = work.get("container-title", case="title")
    series = work.get("collection-title", case="title")
    journal = group(journal, series, by=", ", slanted=True)
    supplement = numbered(work, "supplement-number", "Suppl.")
    issue = group(work.get("issue"), supplement, by=", ", before="(", after=")")
    volume = group(work.get("volume", slanted=True), issue)
    article = group(word("Article"), work.get("number"), by=" ")
    pages = article if work.has("number") else work.get("page")
    status = SILENT
    if not work.has(NUMBERED) and work.has("issued"):
        status = work.get("status", case="first")
    return group(group(journal, volume, pages, by=", "), status, by=". ")


def _book_source(work: Work) -> StylePart:
    if not work.has("container-title"):
        return NONE
    roles = ("container-author", *_lesser_roles(work))
    editors = first_of(
        *(partial(work.names, role, STRAIGHT, form=PARENTHESES) for role in roles)
    )
    name = group(work.get("container-title"), title_volume(work), by=": ", slanted=True)
    number = SILENT if work.is_a(PICTURED) else identifier_number(work)
    inside = group(number, identifier_monographic(work), by="; ", before="(", after=")")
    preposition = word("On" if work.type == "song" else "In")
    named = group(editors, name, by=", ")
    return group(preposition, named, inside, description_of_source(work), by=" ")


def _publisher(work: Work) -> StylePart:
    if work.type == "thesis":
        said_elsewhere = work.has("archive DOI URL")
    else:
        said_elsewhere = is_serial(work) and work.type != "interview"
    return SILENT if said_elsewhere else work.get("publisher")


def _archive(work: Work) -> StylePart:
    place = group(work.get("archive_location"), before="(", after=")")
    first = "archive_collection" if work.has("archive_collection") else "archive"
    more = work.get("archive") if first == "archive_collection" else SILENT
    return group(
        group(work.get(first), place, by=" "), more, work.get("archive-place"), by=", "
    )


def _place(work: Work) -> StylePart:
    if not work.has("event event-title"):
        return SILENT
    if work.type == "paper-conference" and work.has(IDENTIFYING):
        return SILENT
    name = "event-title" if work.has("event-title") else "event"
    date = work.date("event-date", format_sure_long)
    return group(work.get(name, case="first"), work.get("event-place"), date, by=", ")


def _address(work: Work) -> StylePart:
    if work.has("DOI"):
        return work.doi("https://doi.org/")
    if not work.has("URL"):
        return NONE
    seen = [work.url()]
    if not work.has("issued status"):
        since = group(work.date("accessed", format_long), word("from"), by=", ")
        seen = [word("Retrieved"), since, *seen]
    return group(*seen, by=" ")


def _history(work: Work) -> StylePart:
    if work.type == "patent":
        return group(work.get("references"), before="(", after=")")
    status = SILENT
    if work.has("issued") and work.has(NUMBERED):
        status = work.get("status", case="first")
    if work.has("references"):
        return group(status, work.get("references"), by="; ", before="(", after=")")
    name = group(word("as"), work.get("original-title", slanted=True), by=" ")
    date = work.date("original-date", format_sure_year)
    original = group(name, date, work.get("original-publisher"), by=", ")
    first = group(word("Original work published"), original, by=" ")
    return group(status, first, by="; ", before="(", after=")")


def format_author(work: Work) -> StylePart:
    """Return who comes first, or what stands in for an unnamed author."""
    named = partial(work.names, form=PARENTHESES)
    return first_of(
        *(partial(named, role) for role in FIRST),
        lambda: _dictionary(work),
        *(partial(named, role) for role in _lesser_roles(work)),
        lambda: _organisation(work),
        lambda: _title_first(work),
    )


def _lesser_roles(work: Work) -> Iterator[str]:
    yield from ("executive-producer", "series-creator", "editor-translator", "editor")
    yield from ("editorial-director", "compiler")
    if work.is_a("event performance speech"):
        yield from ("chair", "organizer")
    yield from ("curator", "collection-editor")


def _dictionary(work: Work) -> StylePart:
    if work.is_a("entry-dictionary entry-encyclopedia") and work.has("publisher"):
        return work.get("publisher")
    wholes = "book classic entry entry-dictionary entry-encyclopedia"
    if work.has("container-title") and work.is_a(wholes):
        return _title_first(work)
    return SILENT


def _organisation(work: Work) -> StylePart:
    if work.is_a("software webpage"):
        return work.get("publisher")
    return work.get("authority") if work.type == "standard" else SILENT


def _title_first(work: Work) -> StylePart:
    if work.is_a("review review-book") or work.has(REVIEWED):
        if work.has("reviewed-genre reviewed-title") and work.has("title"):
            return title(work)
        return title_and_descriptions(work)
    if work.has("title"):
        return group(title(work), identifier(work), by=" ")
    return title_and_descriptions(work)


def contributors(work: Work) -> StylePart:
    """Return who else stands on the cover: “(with A. Smith)”."""
    if not work.has("author compiler composer editor editor-translator illustrator"):
        return SILENT
    if not work.is_a("book musical_score pamphlet report standard"):
        return SILENT
    names = group(word("with"), work.names("contributor"), by=" ")
    return group(names, before="(", after=")")
