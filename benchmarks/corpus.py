"""A blog of any size, the same on every machine: posts of 700 to 900 words.

``python benchmarks/corpus.py FOLDER 1000`` writes ``posts/``, ``pages/``, a library
of works and a file for every tenth series. The first posts of a large corpus are those
of a small one. The words mean nothing, and the works do not exist. A post cites four
or five works, and the library grows with the posts: it has 4.5 works for each.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SERIES_OF = 8
CATEGORIES = 10
TAGS = 60
WORKS = 240
LIBRARY = "references/library.json"
WORDS = (  # noqa: SIM905  # words are read as words
    "sleep mood dose trial week group people treatment evidence answer question side "
    "effect study measure change benefit risk doctor clinic patient result number "
    "scale score memory attention anxiety energy morning evening rest walk talk plan "
    "help harm doubt reason common rare small large early late slow quick careful "
    "plain strong weak often seldom before after during while because although "
    "may could should would does has was is are with without from into about"
).split()
FIRST_DAY = date(1995, 1, 1)
ABOUT = "What this corpus is for, said in a sentence or two of the length of summaries."


@dataclass(frozen=True)
class Post:
    """A post before it is written in some generator's form."""

    number: int
    title: str
    day: date
    summary: str
    category: str
    tags: tuple[str, ...]
    series: str
    part: int  #: its place in the series, from 1
    body: str  #: Markdown with ``[@work]`` and ``{filename}/posts/….md``

    @property
    def slug(self) -> str:
        """What its file is called by too."""
        return name_post(self.number)


def write_corpus(folder: Path, posts: int) -> None:
    """Write a corpus of so many posts."""
    for n in range(posts):
        _write(folder / "posts" / f"{name_post(n)}.md", make_post(n))
    for name, text in make_rest(posts).items():
        _write(folder / name, text)
    works = map(make_work, range(count_works(posts)))
    _write(folder / LIBRARY, print_library(works))


def name_post(n: int) -> str:
    """Return the slug of a post."""
    return f"post-{n:05}"


def count_works(posts: int) -> int:
    """Return how many works the library of so many posts has."""
    return max(WORKS, posts * 9 // 2)


def draft_post(n: int) -> Post:
    """Return a post of six sections."""
    random = Random(n)  # noqa: S311  # the same words on every machine
    tags = tuple(f"Tag {random.randrange(TAGS):02}" for _ in range(3))
    return Post(
        number=n,
        title=f"“{make_sentence(random, 6).rstrip('.')}”, post {n:05}",
        day=FIRST_DAY + timedelta(days=n),
        summary=f"{make_sentence(random, 14)} {make_sentence(random, 10)}",
        category=f"Category {n // SERIES_OF % CATEGORIES}",
        tags=tags,
        series=f"Series {n // SERIES_OF:04}",
        part=n % SERIES_OF + 1,
        body="\n\n".join(_section(random, n, number) for number in range(1, 7)),
    )


def make_post(n: int) -> str:
    """Return the text of a post as Bulletin reads it."""
    return print_post(draft_post(n))


def print_post(post: Post) -> str:
    """Return the text of a post: a header and the body."""
    header = {
        "title": post.title,
        "date": post.day.isoformat(),
        "slug": post.slug,
        "summary": post.summary,
        "category": post.category,
        "tags": ", ".join(post.tags),
        "series": post.series,
        "series_index": post.part,
    }
    lines = "\n".join(f"{key}: {value}" for key, value in header.items())
    return f"---\n{lines}\n---\n\n{post.body}\n"


def make_rest(posts: int) -> dict[str, str]:
    """Return the page and the files of series, by their paths."""
    files = {
        "pages/about.md": f"---\ntitle: About\nsummary: {ABOUT}\n---\n\nNothing.\n"
    }
    for n in range(0, posts // SERIES_OF, 10):
        header = f"title: Series {n:04}\nslug: series-{n:04}\nstatus: ongoing\n"
        planned = f"planned: [What series {n:04} leaves open]\n"
        name = f"series/series-{n:04}.md"
        files[name] = f"---\n{header}{planned}---\n\nWords.\n"
    return files


def print_library(works: Iterable[dict[str, object]]) -> str:
    """Return the text of a library, in CSL-JSON.

    It is printed work by work: a large one in memory would show in what the bench
    measures of its children.
    """
    texts = (json.dumps([work], indent=1, ensure_ascii=False)[2:-2] for work in works)
    return "[\n" + ",\n".join(texts) + "\n]\n"


def name_work(n: int) -> str:
    """Return the key that a work is cited by."""
    return f"work{n:03}"


def make_work(n: int) -> dict[str, object]:
    """Return a work for the library, in CSL-JSON."""
    return {
        "id": name_work(n),
        "type": "article-journal",
        "title": f"Invented work {n:03} on {WORDS[n % len(WORDS)]}",
        "author": [{"family": f"Family{n % 40}", "given": "Given Name"}],
        "container-title": f"Invented Journal {n % 12}",
        "volume": str(n % 50 + 1),
        "page": f"{n + 1}-{n + 9}",
        "issued": {"date-parts": [[1990 + n % 35, n % 12 + 1]]},
        "DOI": f"10.5555/invented.{n:03}",
    }


def _section(random: Random, n: int, number: int) -> str:
    """Return a section of some 130 words; some have a table or a list."""
    heading = f"## {make_sentence(random, 4).rstrip('.')} {number}"
    paragraphs = [_paragraph(random) for _ in range(2)]
    work = random.randrange(count_works(n))
    if number < 6 - (n + 1) % 2:
        paragraphs[0] += f" [@{name_work(work)}]"
    if number == 2 and n:
        other = name_post(random.randrange(n))
        paragraphs[1] += f" See [an earlier post]({{filename}}/posts/{other}.md)."
    if number == 3:
        rows = [f"| {_words(random, 2)} | {random.randrange(100)} |" for _ in range(4)]
        paragraphs.append("\n".join(["| what | n |", "|---|---|", *rows]))
    if number == 4:
        items = (f"- {make_sentence(random, 7)}" for _ in range(3))
        paragraphs.append("\n".join(items))
    if number == 5:
        address = f"https://example.org/{_words(random, 1)}"
        paragraphs[1] += f" More stands [elsewhere]({address}), *not here*."
    return "\n\n".join([heading, *paragraphs])


def _paragraph(random: Random) -> str:
    return " ".join(make_sentence(random, random.randint(9, 15)) for _ in range(5))


def make_sentence(random: Random, length: int) -> str:
    """Return a sentence of so many words, which means nothing."""
    return f"{_words(random, length).capitalize()}."


def _words(random: Random, length: int) -> str:
    return " ".join(random.choices(WORDS, k=length))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
