"""Pelican's own messages as problems: what is wrong, what to do, how grave it is."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from ...problem import Level, Problem, join_words
from ...source.dates import DateFault, parse_date
from ...source.rst import explain_rst, is_from_docutils


@dataclass(frozen=True)
class MessageRule:
    """What one of Pelican's messages means to an author."""

    starts: str | tuple[str, ...]  #: how the message begins, its arguments left open
    what: str  #: may use {0}, {1} … for the arguments, and {error}
    remedy: str
    name: str
    level: Level = Level.ERROR
    key: str = ""  #: of the header: on its line the message's cause stands


TRANSLATIONS = 'All items ("%s")'
RULES = (
    MessageRule(
        TRANSLATIONS,
        "This post and {rest} are versions of one post, and each says that it is the"
        " translation.",
        "Take “translation: true” out of the one that was written first.",
        "pelican-translation",
        Level.WARNING,
        "translation",
    ),
    MessageRule(
        'There are %s items "%s" with lang',
        "This post and {rest} have one slug in one language, “{2}”.",
        "Give one of them another slug, or the language that it is written in.",
        "pelican-translation",
        Level.WARNING,
        "slug",
    ),
    MessageRule(
        "There are %s original",
        "This post and {rest} are versions of one post, and none is its translation.",
        "Write “translation: true” in all but the first, or give them other slugs.",
        "pelican-translation",
        Level.WARNING,
        "slug",
    ),
    MessageRule(
        "Unable to generate valid slug for",
        "{0} “{1}” gives no address: it has no letters a to z.",
        "Write it in words.",
        "name-slug",
        Level.WARNING,
        "{1}",
    ),
    MessageRule(
        "Duplicate definition of",
        "“{0}” stands in the header more than once; the first one counts.",
        "Keep one of them.",
        "pelican-key-duplicate",
        Level.WARNING,
        "{0}",
    ),
    MessageRule(
        "Document title missing in file",
        "The post has no title, or two headings that could be it.",
        "Begin it with one line of text, underlined with #####.",
        "pelican-title",
        Level.WARNING,
    ),
    MessageRule(
        "{filename} used for linking to static",
        "The link to “{0}” says {{filename}}, which is for posts.",
        "Write {{static}} instead.",
        "pelican-link",
        Level.WARNING,
    ),
    MessageRule(
        "Replacement Indicator",
        "“{0}” is nothing that a link can begin with.",
        "Write {{filename}}, {{static}}, {{attach}}, {{tag}}, {{category}}, {{author}}"
        " or {{index}}.",
        "pelican-link",
        Level.WARNING,
    ),
    MessageRule(
        "Could not process",
        "This file cannot be read: {error}.",
        "Mend it, or move it out of the content folder.",
        "pelican-unreadable",
    ),
    MessageRule(
        "Skipping %s: could not find information",
        "The header says no {1}.",
        "Add a line “{1}: …”.",
        "pelican-key-missing",
        key="{1}",
    ),
    MessageRule(
        "Skipping %s: file %r would be written outside",
        "Its address {1} leads out of the output.",
        "Change save_as or slug.",
        "pelican-outside",
    ),
    MessageRule(
        "Unknown status",
        "The status “{0}” is not known.",
        "Use published, draft, hidden or skip.",
        "pelican-status",
    ),
    MessageRule(
        "Unable to find",
        "The link “{0}” leads to no file.",
        "Correct it, or add the file.",
        "pelican-link",
        Level.WARNING,
    ),
    MessageRule(
        "Cannot load plugin",
        "The plugin “{0}” cannot be loaded: {error}.",
        "Correct its name in PLUGINS, or install what is missing.",
        "plugin-missing",
    ),
    MessageRule(
        ("A problem occurred copying file", "While copying"),
        "{0} could not be copied: {2}.",
        "Make it readable, and see that the disk has room.",
        "pelican-copy",
    ),
    MessageRule(
        "Empty alt attribute for image",
        "The image “{0}” has no alternative text.",
        "Say in its alt text what it shows.",
        "pelican-alt",
        Level.WARNING,
        "{0}",
    ),
    MessageRule(
        "Locale could not be set",
        "This system has none of the languages that LOCALE names.",
        "Install one, or take it out of LOCALE.",
        "pelican-locale",
        Level.WARNING,
    ),
)


def translate(
    record: logging.LogRecord, error: BaseException | None, address: str
) -> tuple[Problem, str]:
    """Return what a message of Pelican or of another's plugin means, and a key.

    The message's cause stands on the line of that key, where there is one.
    """
    arguments = record.args if isinstance(record.args, tuple) else ()
    words = [_plain(str(getattr(a, "source_path", a))) for a in arguments]
    why = _plain(f"{error}" if error else "").rstrip(".") or "it gives no reason"
    if day := re.match(r"'(.*)' is not a valid date$", why):
        fault = parse_date(day[1])
        if isinstance(fault, DateFault):
            what = f"This file cannot be read: the date “{day[1]}” {fault.what}"
            return Problem(address, 0, what, fault.remedy, "pelican-unreadable"), day[1]
    if str(record.msg).startswith(TRANSLATIONS) and sum("/" in w for w in words) == 1:
        what = "This post says that it is a translation, and no other has its slug."
        remedy = "Take “translation: true” out, or give both posts one slug."
        name = "pelican-translation"
        return Problem(address, 0, what, remedy, name, Level.WARNING), "translation"
    if error and is_from_docutils(error):
        line, what, remedy = explain_rst(error)
        return Problem(address, line, what, remedy, "pelican-unreadable"), ""
    for rule in RULES:
        if str(record.msg).startswith(rule.starts):
            what = _filled(rule.what, words, why)
            remedy = _filled(rule.remedy, words, why)
            key = _filled(rule.key, words, why)
            return Problem(address, 0, what, remedy, rule.name, rule.level), key
    level = Level.WARNING if record.levelno == logging.WARNING else Level.ERROR
    return Problem(address, 0, _plain(record.getMessage()), "", "pelican", level), ""


def _filled(pattern: str, words: list[str], why: str) -> str:
    paths = [word.rsplit("/", 1)[-1] for word in words if "/" in word]
    rest = join_words(paths[1:]) if paths[1:] else "another"
    return pattern.format(*words, *[""] * 4, error=why, rest=rest)


def _plain(text: str) -> str:
    """Return text as one line, without mark-up for consoles."""
    return re.sub(r"\s+", " ", text).strip()
