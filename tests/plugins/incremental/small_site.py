"""A small site with everything on, whose state is plain and can be edited."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from tests.plugins.incremental.fresh_builds import MADE

ROOT = Path(__file__).parents[3]
OWN = """
from pelican import signals
NOTE = "A note of the site's own plugin."
def note(generators):
    for generator in generators:
        for article in getattr(generator, "articles", ()):
            article.own_note = NOTE
def register():
    signals.all_generators_finalized.connect(note)
"""
MORE = """
PLUGINS = [*PLUGINS, "plugins.incremental"]
import json, os
from pathlib import Path
from changes import CHANGES
PLUGINS = [*PLUGINS, "own"]
TIMEZONE = "UTC"
READERS = {}
JINJA_FILTERS = {}
DEFAULT_PAGINATION = 4
PEOPLE = {"Dr Example": {"role": "Psychiatrist"}, "Ms Sample": {"role": "Pharmacist"}}
REFERENCES = {"append": False}
IMAGES = {"widths": [60, 90]}
STATIC_PATHS = ["images", "files"]
PROBLEM_LEVELS = {}
globals().update(CHANGES)
"""
#: Invented works: 10.5555 is the prefix of examples.
WORKS = {
    "sample2019": ("Sample", "Rest and mood in people who do not exist", 2019, "12"),
    "model2020": ("Model", "A trial that nobody has made", 2020, "3"),
    "example2021": ("Example", "Invented doses and invented days", 2021, "7"),
    "fiction2022": ("Fiction", "What a made-up survey did not find", 2022, "1"),
}
SUMMARY = "What this post says of {}, in one sentence that is long enough for a list."


@dataclass
class Post:
    """One post: its header in order, and its body."""

    header: dict[str, str]
    body: str

    def text(self) -> str:
        """Return the file's text."""
        head = "".join(f"{key}: {value}\n" for key, value in self.header.items())
        return f"---\n{head}---\n\n{self.body}\n"


def a_post(slug: str, date: str, body: str = "", **more: str) -> Post:
    """Return a post about its own slug."""
    words = slug.replace("-", " ")
    header = {
        "title": f"All about {words}",
        "date": date,
        "slug": slug,
        "summary": SUMMARY.format(words),
        "category": "Evidence",
    }
    text = f"Words of {words} begin here.\n\n## First heading\n\nMore of {words}."
    return Post(header | more, f"{text}\n\n{body}".rstrip())


def first_posts() -> dict[str, Post]:
    """Return the posts that the site begins with, by the names of their files."""
    sleep = {"series": "Sleep and mood", "tags": "[sleep, mood]"}
    doses = {"series": "Doses", "category": "Medicines", "tags": "[dose]"}
    return {
        "sleep-one": a_post(
            "sleep-one", "2026-01-05", "Rest helps [@sample2019].", **sleep
        ),
        "sleep-two": a_post(
            "sleep-two",
            "2026-01-12",
            "See [the first]({filename}sleep-one.md#first-heading) "
            "and [@model2020, p. 3; @sample2019].",
            **sleep,
        ),
        "sleep-three": a_post(
            "sleep-three",
            "2026-01-19",
            "![A square.]({static}/images/square.png)",
            **sleep,
            series_title="Three",
        ),
        "dose-one": a_post("dose-one", "2026-02-02", "One.", **doses, series_index="1"),
        "dose-two": a_post(
            "dose-two",
            "2026-02-09",
            "[A file]({attach}dose-two.txt) and [@example2021].",
            **doses,
            series_index="2",
            authors="[Ada Invented, Ben Invented]",
        ),
        "alone": a_post(
            "alone",
            "2026-02-16",
            "[Two]({filename}sleep-two.md) and [a sheet]({static}/files/sheet.txt).",
            tags="[mood, alone]",
            image="images/square.png",
            image_alt="A square.",
        ),
        "reviewed": a_post(
            "reviewed",
            "2026-02-23",
            reviewed_by="Dr Example",
            reviewed="2026-02-20",
            review_due="2026-06-04",
            tags="[dose]",
        ),
        "corrected": a_post(
            "corrected",
            "2026-03-02",
            modified="2026-03-09",
            corrections='["2026-03-09: We mended a number."]',
            key_points="[One point., Another point.]",
        ),
        "solo": a_post("solo", "2026-03-09", "Solo words.", lang="en"),
        "solo-es": a_post("solo", "2026-03-09", "Palabras.", lang="es", title="Solo"),
        "draft": a_post("draft", "2026-03-16", status="draft", **sleep),
        "withdrawn": a_post(
            "withdrawn",
            "2026-03-23",
            status="withdrawn",
            withdrawn_because="The invented study was withdrawn.",
            tags="[mood]",
        ),
        "later": a_post("later", "2026-06-03", **sleep),
        "hidden": a_post("hidden", "2026-03-24", status="hidden"),
    }


@dataclass
class SmallSite:
    """A site on disk and what it is made of."""

    root: Path
    now: str = "2026-06-01"
    posts: dict[str, Post] = field(default_factory=first_posts)
    changes: dict[str, object] = field(default_factory=dict)
    works: dict[str, tuple[str, str, int, str]] = field(
        default_factory=lambda: dict(WORKS)
    )
    count: int = 0  #: of edits, so that each writes something new
    files: dict[str, bytes] = field(default_factory=dict)  #: of a copy

    @property
    def output(self) -> Path:
        """The folder that a build publishes."""
        return self.root / "output"

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file, unless it has these bytes already."""
        file, data = (
            self.root / path,
            text if isinstance(text, bytes) else text.encode(),
        )
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words in a file."""
        text = (self.root / path).read_text("utf-8")
        self.write(path, text.replace(old, new, 1))

    def make(self) -> SmallSite:
        """Write everything for the first time."""
        conf = (ROOT / "pelicanconf.py").read_text("utf-8")
        self.write("pelicanconf.py", conf + MORE)
        self.write("own.py", OWN)
        shutil.copytree(ROOT / "theme", self.root / "theme")
        article = "theme/templates/article.html"
        self.edit(
            article, "{{ article.content", "{{ article.own_note }}{{ article.content"
        )
        assert "own_note" in (self.root / article).read_text("utf-8")
        self.paint("square", "navy")
        self.write("content/files/sheet.txt", "A sheet.\n")
        self.write("content/posts/dose-two.txt", "A file.\n")
        self.write(
            "content/pages/about.md",
            "---\ntitle: About\nslug: about\n---\n\nWe are invented; see "
            "[one]({filename}../posts/sleep-one.md).\n",
        )
        self.series("ongoing", "Sleep later: 2026-07-01")
        self.save()
        return self

    def series(self, status: str, *planned: str, introduction: str = "Words.") -> None:
        """Write the file of the series."""
        listed = ", ".join(f'"{one}"' for one in planned)
        self.write(
            "content/series/sleep.md",
            "---\ntitle: Sleep and mood\nslug: sleep\n"
            f"summary: {SUMMARY.format('rest')}\nstatus: {status}\n"
            f"planned: [{listed}]\n---\n\n{introduction}\n",
        )

    def paint(self, name: str, colour: str) -> None:
        """Write a picture of one colour."""
        path = self.root / f"content/images/{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (120, 80), colour).save(path)

    def save(self) -> None:
        """Write what has changed of the posts, the settings and the library."""
        wanted = {f"{name}.md": post.text() for name, post in self.posts.items()}
        folder = self.root / "content/posts"
        for name, text in wanted.items():
            self.write(f"content/posts/{name}", text)
        for file in sorted(folder.glob("*.md")):
            if file.name not in wanted:
                file.unlink()
        self.write("changes.py", f"CHANGES = {self.changes!r}\n")
        self.write("content/references/library.json", self._library())

    def _library(self) -> str:
        return json.dumps(
            [
                {
                    "id": key,
                    "type": "article-journal",
                    "author": [{"family": family, "given": "Invented"}],
                    "title": title,
                    "container-title": "Journal of Invented Trials",
                    "issued": {"date-parts": [[year]]},
                    "volume": volume,
                    "DOI": f"10.5555/{key}",
                }
                for key, (family, title, year, volume) in sorted(self.works.items())
            ],
            indent=1,
        )

    def snapshot(self) -> dict[str, bytes]:
        """Return the bytes of all that the site is made of."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not set(path.relative_to(self.root).parts) & set(MADE)
        }

    def copy(self) -> SmallSite:
        """Return this state, which can be restored."""
        return self._with(self.snapshot())

    def restore(self) -> SmallSite:
        """Write this copy to the disk again, as an author takes edits back."""
        for path in self.snapshot().keys() - self.files.keys():
            (self.root / path).unlink()
        for path, data in self.files.items():
            self.write(path, data)
        return self._with({})

    def _with(self, files: dict[str, bytes]) -> SmallSite:
        return replace(
            self,
            posts={n: Post(dict(p.header), p.body) for n, p in self.posts.items()},
            changes=dict(self.changes),
            works=dict(self.works),
            files=files,
        )
