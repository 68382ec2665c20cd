"""AMA, 11th edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .dates import format_long, format_year
from .names import NameStyle
from .parts import SILENT, StylePart, group, word
from .work import CHAPTERS, Work, first_of, numbered

if TYPE_CHECKING:
    from ..library.reference import Reference

NAMES = NameStyle(hyphen=False, separator=" ", et_al_first=3)
#: Types whose own title stands alone, as a book's does.
WHOLE = "bill book graphic legal_case legislation motion_picture report song thesis"
BOOKS = "bill book graphic legislation motion_picture report song"
LABELS = {"editor": ("ed.", "eds.")}


def format_ama(record: Reference) -> StylePart:
    """Return a reference in AMA style, with its final punctuation."""
    work = Work(record, NAMES, LABELS, page_delimiter="-")
    author = first_of(
        lambda: work.names("author"), lambda: work.names("editor"), lambda: _title(work)
    )
    # Who or what stands in for the author is not printed again.
    work = work.without_printed()
    main = group(author, _title(work), *_source(work), by=". ", after=".")
    return group(main, _access(work), by=". ")


def _title(work: Work) -> StylePart:
    is_whole = work.is_a(WHOLE)
    return work.get("title", case="title" if is_whole else "", slanted=is_whole)


def _source(work: Work) -> tuple[StylePart, ...]:
    for types, form in FORMS.items():
        if work.is_a(types):
            return (form(work),)
    if work.is_a("post post-weblog webpage"):
        return (work.get("container-title"), work.date("issued", format_long))
    if work.type == "thesis":
        return (work.get("genre"), _publisher(work))
    is_preprint = work.type == "article"
    publisher = work.get("publisher", slanted=True) if is_preprint else SILENT
    container = work.get("container-title", short=True, slanted=True)
    return (work.names("editor"), container, publisher, _serial(work))


def _publisher(work: Work) -> StylePart:
    return group(work.get("publisher"), work.date("issued", format_year), by="; ")


def _book(work: Work) -> StylePart:
    editor = group(work.names("editor"), before="(", after=")")
    volume = numbered(work, "volume", "Vol", "Vols")
    main = group(volume, work.edition(), editor, _publisher(work), by=". ")
    return group(main, work.get("page"), by=":")


def _chapter(work: Work) -> StylePart:
    editor = work.names("editor")
    volume = numbered(work, "volume", "Vol", "Vols")
    book = work.get("container-title", case="title", slanted=True)
    series, publisher = work.get("collection-title"), _publisher(work)
    inside = group(editor, book, volume, work.edition(), series, publisher, by=". ")
    chapter = numbered(work, "chapter-number", "chap", "chaps")
    pages = work.get("page") if work.has("page") else chapter
    return group(group(word("In"), inside, by=": "), pages, by=":")


def _case(work: Work) -> StylePart:
    reporter = group(work.get("container-title"), work.get("volume"), by=" ")
    editor = group(work.names("editor"), before="(", after=")")
    where = group(group(editor, reporter, by=". "), work.get("page"), by=", ")
    year = work.date("issued", format_year)
    court = group(work.get("authority"), year, by=" ", before="(", after=")")
    return group(where, court, by=" ")


def _speech(work: Work) -> StylePart:
    if work.has("genre"):
        kind = group(work.get("genre", case="first"), word("presented at"), by=" ")
    elif work.has("event-title event-place"):
        kind = word("Presented at")
    else:
        kind = SILENT
    date = work.date("issued", format_long)
    event = group(work.get("event-title"), date, work.get("event-place"), by="; ")
    return group(kind, event, by=": ")


def _serial(work: Work) -> StylePart:
    if work.has("issue volume"):
        date = work.date("issued", format_year)
    else:
        words = {"article": "Preprint posted online", "article-newspaper": ""}
        said = word(words.get(work.type, "Published online"))
        if not re.search(r"\d", work.date("issued", format_long).text):
            said = SILENT  # “in press”, which is no day
        date = group(said, work.date("issued", format_long), by=" ")
    number = group(work.get("issue"), before="(", after=")")
    supplement = numbered(work, "supplement-number", "suppl")
    supplement = group(supplement, before="(", after=")")
    issue = group(work.get("volume"), number, supplement)
    is_paper = work.type == "article-newspaper"
    numbers = group(date, SILENT if is_paper else issue, by=";")
    pages = work.get("number") if work.has("number") else work.get("page")
    return group(numbers, pages, by=":")


def _access(work: Work) -> StylePart:
    if work.has("DOI"):
        return work.doi("doi:")
    if not work.has("URL"):
        return work.get("URL")
    seen = group(word("Accessed"), work.date("accessed", format_long), by=" ")
    return group(seen, work.url(), by=". ")


FORMS = {BOOKS: _book, CHAPTERS: _chapter, "legal_case": _case, "speech": _speech}
