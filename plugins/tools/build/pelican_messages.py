"""Pelican's own messages as problems: what is wrong, what to do, how grave it is."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from ...problem import Level, Problem


@dataclass(frozen=True)
class MessageRule:
    """What one of Pelican's messages means to an author."""

    starts: str | tuple[str, ...]  #: how the message begins, its arguments left open
    what: str  #: may use {0}, {1} … for the arguments, and {error}
    remedy: str
    name: str
    level: Level = Level.ERROR


RULES = (
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
        "The image {0} has no alternative text.",
        "Say in its alt text what it shows.",
        "pelican-alt",
        Level.WARNING,
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
) -> Problem:
    """Return the problem that a message of Pelican or of another's plugin means."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    words = [_plain(str(getattr(a, "source_path", a))) for a in arguments]
    why = _plain(f"{error}" if error else "").rstrip(".") or "it gives no reason"
    for rule in RULES:
        if str(record.msg).startswith(rule.starts):
            what = _filled(rule.what, words, why)
            remedy = _filled(rule.remedy, words, why)
            return Problem(address, 0, what, remedy, rule.name, rule.level)
    level = Level.WARNING if record.levelno == logging.WARNING else Level.ERROR
    return Problem(address, 0, _plain(record.getMessage()), "", "pelican", level)


def _filled(pattern: str, words: list[str], why: str) -> str:
    return pattern.format(*words, *[""] * 3, error=why)


def _plain(text: str) -> str:
    """Return text as one line, without mark-up for consoles."""
    return re.sub(r"\s+", " ", text).strip()
