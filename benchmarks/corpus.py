"""A blog of any size, the same on every machine: posts of 700 to 900 words.

``python benchmarks/corpus.py FOLDER 1000`` writes ``posts/``, ``pages/``, a library
of works and a file for every tenth series. The first posts of a large corpus are those
of a small one. The words mean nothing, and the works do not exist.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

SERIES_OF = 8
CATEGORIES = 10
TAGS = 60
WORKS = 240
WORDS = (  # noqa: SIM905  # words are read as words
    "sleep mood dose trial week group people treatment evidence answer question side "
    "effect study measure change benefit risk doctor clinic patient result number "
    "scale score memory attention anxiety energy morning evening rest walk talk plan "
    "help harm doubt reason common rare small large early late slow quick careful "
    "plain strong weak often seldom before after during while because although "
    "may could should would does has was is are with without from into about"
).split()
FIRST_DAY = date(1995, 1, 1)


def write_corpus(folder: Path, posts: int) -> None:
    """Write a corpus of so many posts."""
    for name in ("posts", "pages", "series", "references"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for n in range(posts):
        (folder / "posts" / f"{name_post(n)}.md").write_text(make_post(n), "utf-8")
    page = "---\ntitle: About\nsummary: What this corpus is for, said in a sentence or"
    page += " two of the length that summaries have.\n---\n"
    (folder / "pages" / "about.md").write_text(f"{page}\nNothing.\n", "utf-8")
    for n in range(0, posts // SERIES_OF, 10):
        header = f"title: Series {n:04}\nslug: series-{n:04}\nstatus: ongoing\n"
        text = (
            f"---\n{header}planned: [What series {n:04} leaves open]\n---\n\nWords.\n"
        )
        (folder / "series" / f"series-{n:04}.md").write_text(text, "utf-8")
    works = [make_work(n) for n in range(WORKS)]
    text = json.dumps(works, indent=1, ensure_ascii=False)
    (folder / "references" / "library.json").write_text(f"{text}\n", "utf-8")


def name_post(n: int) -> str:
    """Return the slug of a post, which its file is called by too."""
    return f"post-{n:05}"


def make_post(n: int) -> str:
    """Return the text of a post: a header and six sections."""
    random = Random(n)  # noqa: S311  # the same words on every machine
    day = FIRST_DAY + timedelta(days=n)
    tags = ", ".join(f"Tag {random.randrange(TAGS):02}" for _ in range(3))
    header = {
        "title": f"“{_sentence(random, 6).rstrip('.')}”, post {n:05}",
        "date": day.isoformat(),
        "slug": name_post(n),
        "summary": f"{_sentence(random, 14)} {_sentence(random, 10)}",
        "category": f"Category {n // SERIES_OF % CATEGORIES}",
        "tags": tags,
        "series": f"Series {n // SERIES_OF:04}",
        "series_index": n % SERIES_OF + 1,
    }
    lines = "\n".join(f"{key}: {value}" for key, value in header.items())
    body = "\n\n".join(_section(random, n, number) for number in range(1, 7))
    return f"---\n{lines}\n---\n\n{body}\n"


def make_work(n: int) -> dict[str, object]:
    """Return a work for the library, in CSL-JSON."""
    return {
        "id": f"work{n:03}",
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
    heading = f"## {_sentence(random, 4).rstrip('.')} {number}"
    paragraphs = [_paragraph(random) for _ in range(2)]
    paragraphs[0] += f" [@work{random.randrange(WORKS):03}]"
    if number == 2 and n:
        other = name_post(random.randrange(n))
        paragraphs[1] += f" See [an earlier post]({{filename}}/posts/{other}.md)."
    if number == 3:
        rows = [f"| {_words(random, 2)} | {random.randrange(100)} |" for _ in range(4)]
        paragraphs.append("\n".join(["| what | n |", "|---|---|", *rows]))
    if number == 4:
        items = (f"- {_sentence(random, 7)}" for _ in range(3))
        paragraphs.append("\n".join(items))
    if number == 5:
        address = f"https://example.org/{_words(random, 1)}"
        paragraphs[1] += f" More stands [elsewhere]({address}), *not here*."
    return "\n\n".join([heading, *paragraphs])


def _paragraph(random: Random) -> str:
    return " ".join(_sentence(random, random.randint(9, 15)) for _ in range(5))


def _sentence(random: Random, length: int) -> str:
    return f"{_words(random, length).capitalize()}."


def _words(random: Random, length: int) -> str:
    return " ".join(random.choices(WORDS, k=length))


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
