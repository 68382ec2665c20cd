"""The posts as their authors write them: header, text, sentences, grade."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.source.header import parse_header

ROOT = Path(__file__).parent.parent.parent
CONTENT = ROOT / "content"
MARK = re.compile(r"\[(?:[^\[\]]*[\s;-])?-?@[^\[\]]+\]")
KEY = re.compile(r"@([\w:.-]*\w)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
#: Words that a patient must meet, however long they are; each counts as two syllables.
TERMS = frozenset(
    [
        "antidepressant",
        "antidepressants",
        "benzodiazepine",
        "benzodiazepines",
        "escitalopram",
        "esketamine",
        "ketamine",
        "lamotrigine",
        "lithium",
        "midazolam",
        "psilocybin",
        "semaglutide",
        "electroconvulsive",
        "oregon",
    ]
)


@dataclass(frozen=True)
class Post:
    """One Markdown file of ours."""

    path: Path

    @cached_property
    def header(self) -> dict[str, Any]:
        return dict(parse_header(self.path.read_text("utf-8")).values)

    @property
    def date(self) -> dt.date:
        return dt.date.fromisoformat(str(self.header["date"])[:10])

    @property
    def is_published(self) -> bool:
        today = dt.datetime.now(tz=ZoneInfo("America/Los_Angeles")).date()
        return self.header.get("status", "published") == "published" and (
            self.date <= today
        )

    @cached_property
    def body(self) -> str:
        return self.path.read_text("utf-8").split("\n---\n", 1)[1]

    @property
    def slug(self) -> str:
        return str(self.header["slug"])

    @cached_property
    def keys(self) -> list[str]:
        """Return the cited keys, one for each mark, in the text's order."""
        return [key for mark in MARK.findall(self.body) for key in KEY.findall(mark)]

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines of running text, without marks, markup and tables."""
        plain = LINK.sub(r"\1", MARK.sub("", self.body)).replace("*", "")
        kept = []
        for raw in plain.splitlines():
            line = raw.strip()
            if line and not line.startswith(("|", "#", "!")):
                kept.append(re.sub(r"^(?:[-–]|\d+\.)\s+", "", line))
        return kept

    @property
    def words(self) -> list[str]:
        return [word for line in self.lines for word in WORD.findall(line)]

    @property
    def grade(self) -> float:
        """Return the Flesch–Kincaid grade: the school year that can read it."""
        words = self.words
        syllables = sum(count_syllables(word) for word in words)
        sentences = sum(count_sentences(line) for line in self.lines)
        return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def count_sentences(line: str) -> int:
    """Return the number of sentences in a line; a line has at least one."""
    return max(1, len(re.findall(r"[.!?:](?=\s|$)", line)))


def count_syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    low = word.lower()
    if low in TERMS:
        return 2
    stem = re.sub(r"(?<=[^aeiouyl])(?:es|ed|e)$", "", low) if len(low) > 3 else low
    return max(1, len(re.findall(r"[aeiouy]+", stem)))


def read_all_posts() -> list[Post]:
    """Return our posts, drafts and coming ones too, in the order of their names."""
    return [Post(path) for path in sorted((CONTENT / "posts").glob("*.md"))]


def read_posts() -> list[Post]:
    """Return the posts that a visitor can see today, in the order of their names."""
    return [post for post in read_all_posts() if post.is_published]


def read_pages() -> list[Post]:
    """Return our pages in the order of their file names."""
    return [Post(path) for path in sorted((CONTENT / "pages").glob("*.md"))]


def read_library() -> list[dict[str, Any]]:
    """Return the records of the library."""
    text = (CONTENT / "references" / "library.json").read_text("utf-8")
    records: list[dict[str, Any]] = json.loads(text)
    return records
