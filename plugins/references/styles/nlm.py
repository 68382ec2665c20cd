"""NLM, that is Vancouver: Citing Medicine, 2nd edition, citation-sequence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .dates import format_nlm, format_year
from .names import NameStyle
from .numbers import is_plural
from .parts import SILENT, StylePart, group, word
from .work import CHAPTERS, SERIAL, Work, first_of, numbered

if TYPE_CHECKING:
    from ..library.reference import Reference

NAMES = NameStyle(hyphen=False, separator=" ")
LABELS = {
    "editor": ("editor", "editors"),
    "translator": ("translator", "translators"),
    "editor-translator": ("editor & translator", "editors & translators"),
    "collection-editor": ("editor", "editors"),
}


def format_nlm_reference(record: Reference) -> StylePart:
    """Return a reference in NLM style, with its final punctuation."""
    work = Work(record, NAMES, LABELS, minimal_pages=True)
    author = first_of(
        lambda: work.names("author"),
        lambda: work.names("editor-translator"),
        lambda: _editors(work),
        lambda: work.names("collection-editor"),
    )
    # Who stands in for the author is not printed again.
    work = work.without_printed()
    is_site = work.type == "webpage" and work.has("container-title")
    name = work.get("container-title" if is_site else "title")
    genre = group(work.get("genre"), before="[", after="]")
    inside = group(work.names("editor"), _container(work), by=". ")
    preposition = word("In") if work.is_a(CHAPTERS) else SILENT
    when = group(_date(work), _serial(work), by=";")
    main = group(
        author,
        group(name, genre, group(_medium(work)), by=" "),
        (_edition(work) if not work.has("container-title") else SILENT),
        group(group(preposition), inside, by=": "),
        group(_publisher(work), when, by="; "),
        _pages(work),
        (work.get("title") if is_site else SILENT),
        _series(work),
        _report(work),
        by=". ",
        after=".",
    )
    return group(main, _availability(work), _notes(work), by=" ")


def _editors(work: Work) -> StylePart:
    names = work.record.name_list
    if names("editor") == names("translator"):
        return work.names("editor", label="editor-translator")
    return group(work.names("editor"), work.names("translator"), by=", ")


def _edition(work: Work) -> StylePart:
    """Return the edition, and of software and data the version."""
    version = SILENT
    if work.is_a("software dataset") and not work.has("edition"):
        version = numbered(work, "version", "Version", always=True)
    return group(work.edition(), version, by=" ")


def _medium(work: Work) -> StylePart:
    if work.has("container-title") and work.type != "webpage":
        return SILENT
    if work.has("medium"):
        return group(work.get("medium", case="first"), before="[", after="]")
    if work.is_a(CHAPTERS) or not work.has("URL"):
        return SILENT
    return word("[Internet]")


def _has_id(work: Work) -> bool:
    return work.type == "article-journal" and work.has("DOI PMID PMCID")


def _container(work: Work) -> StylePart:
    if work.type == "webpage":
        return SILENT
    if work.has("container-title"):
        short = work.is_a("article-journal review review-book")
        name = work.get("container-title", short=short)
        online = word("[Internet]") if not _has_id(work) and work.has("URL") else SILENT
        return group(group(name, online, by=" "), work.edition(), by=". ")
    if work.is_a("bill legislation"):
        section = group(word("Sect."), work.get("section"), by=" ")
        return group(section, work.get("number"), by=", ")
    if work.type == "speech":
        kind = group(work.get("genre", case="first"), word("presented at"), by=" ")
        return group(kind, work.get("event"), by=": ")
    volume = numbered(work, "volume", "Vol.", "Vols.")
    part = numbered(work, "part-number", "Pt.")
    named = group(volume, work.get("volume-title"), by=", ")
    return group(named, group(part, work.get("part-title"), by=", "), by=", ")


def _publisher(work: Work) -> StylePart:
    if work.is_a(SERIAL):
        return SILENT
    place = SILENT if work.type == "speech" else work.get("publisher-place")
    if work.type == "thesis":
        place = group(place, before="[", after="]")
    return group(place, work.get("publisher"), by=": ")


def _cited(work: Work) -> StylePart:
    if not work.has("URL"):
        return SILENT
    date = work.date("accessed", format_nlm)
    return group(word("cited"), date, by=" ", before="[", after="]")


def _date(work: Work) -> StylePart:
    issued = work.date("issued", format_nlm)
    if work.is_a(SERIAL):
        dated = group(issued, (_cited(work) if not _has_id(work) else SILENT), by=" ")
        pages = work.get("page") if work.type == "article-newspaper" else SILENT
        return group(dated, pages, by=":")
    if work.is_a("bill legislation"):
        return issued
    if work.type == "speech":
        dated = group(issued, _cited(work), by=" ")
        return group(dated, work.get("event-place"), by="; ")
    month = partial(format_nlm, parts=2)
    when = work.date("issued", month if work.type == "report" else format_year)
    if work.type == "patent":
        when = group(work.get("number"), when, by=", ")
    return group(when, _cited(work), by=" ")


def _serial(work: Work) -> StylePart:
    if not work.is_a(SERIAL) or work.type == "article-newspaper":
        return SILENT
    supplement = numbered(work, "supplement-number", "Suppl")
    issue = group(work.get("issue"), supplement, by=" ", before="(", after=")")
    volume = group(work.get("collection-title"), work.get("volume"), issue)
    pages = work.get("number") if work.has("number") else work.get("page")
    return group(volume, pages, by=":")


def _pages(work: Work) -> StylePart:
    if work.is_a(SERIAL) and not work.is_a("periodical post-weblog"):
        return SILENT
    if work.type == "book":
        label = word("p.") if work.is_number("number-of-pages") else SILENT
        return group(work.get("number-of-pages"), label, by=" ")
    return group(word("p."), work.get("page"), by=" ")


def _series(work: Work) -> StylePart:
    if work.is_a(SERIAL) or not work.has("collection-title"):
        return SILENT
    editors = work.names("collection-editor")
    number = numbered(work, "collection-number", "no.", "nos.")
    series = group(work.get("collection-title"), number, by="; ")
    return group(editors, series, by=". ", before="(", after=")")


def _report(work: Work) -> StylePart:
    if work.type != "report" or not work.has("number"):
        return SILENT
    kind = work.get("genre", case="first") if work.has("genre") else word("Report")
    label = SILENT
    if work.is_number("number"):
        many = is_plural(work.value("number"), ranges=False)
        label = word("nos." if many else "no.")
    return group(kind, group(label, work.get("number"), by=": "), by=" ")


def _availability(work: Work) -> StylePart:
    names = ("archive_collection", "archive", "archive-place")
    place = group(*(work.get(name) for name in names), by=", ")
    shelf = group(place, work.get("archive_location"), by="; ")
    archive = group(word("Located at"), shelf, by=": ")
    url = group(word("Available from"), work.url(), by=": ")
    online = group((url if not _has_id(work) else SILENT), work.doi("doi:"), by=" ")
    return group(archive, online, by=". ")


def _notes(work: Work) -> StylePart:
    pubmed = group(word("PubMed PMID"), work.get("PMID"), by=": ")
    central = group(word("PubMed Central PMCID"), work.get("PMCID"), by=": ")
    numbers = group(pubmed, central, by="; ")
    return group(numbers, work.get("references"), by=". ", after=".")
