"""A site without anything of ours gets the same bytes with and without the plugin."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

import pelican
from PIL import Image

from tests.plugins.incremental.fresh_builds import (
    Built,
    differences,
    in_child,
    read_tree,
    stamps_of,
)

FOREIGN = Path(__file__).parent / "foreign"
#: These find the pages that a run has written, and rewrite them: no page may stand.
LISTENERS = ("pelican.plugins.sitemap", "pelican.plugins.image_process")
NEIGHBORS = "pelican.plugins.neighbors"
# Loaded once, for all children: pelican-sitemap writes the time of its import.
for _name in (*LISTENERS, NEIGHBORS, "plugins.incremental"):
    import_module(_name)

LAST = 18  #: the number of the last post, a draft
PICTURE = '<img class="image-process-thumb" alt="" src="{static}/images/square.png">'
BODY = "Words of {}.\n\n## More\n\nSee [the one before]({{filename}}post-{}.md).\n"


@dataclass(frozen=True)
class ForeignSite:
    """The site on disk, and its two outputs."""

    root: Path
    plugins: tuple[str, ...]

    def make(self) -> ForeignSite:
        """Write it for the first time."""
        shutil.copytree(FOREIGN, self.root)
        self.paint("navy")
        for number in range(LAST):
            more = PICTURE if number % 8 == 1 else ""
            cover = {"cover": "images/square.png"} if number % 8 == 2 else {}
            self.post(number, more, **cover)
        self.post(3, "Parole.", "-it", lang="it", title="Post tre")
        self.post(LAST, status="draft")
        self.write("content/pages/about.md", "Title: About\n\nWe are invented.\n")
        return self

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def post(self, number: int, more: str = "", name: str = "", **header: str) -> None:
        keys = {
            "title": f"Post {number}",
            "date": f"{2025 + number % 2}-01-{number + 1:02} 10:00",
            "slug": f"post-{number}",
            "category": ("News", "Notes")[number % 2],
            "tags": f"all, tag {number % 3}",
            "authors": "Ada Invented; Ben Invented" if number % 5 == 0 else "Ada",
        }
        head = "".join(f"{key}: {value}\n" for key, value in (keys | header).items())
        body = BODY.format(number, max(number - 1, 0)) + more
        self.write(f"content/posts/post-{number}{name}.md", f"{head}\n{body}\n")

    def paint(self, colour: str) -> None:
        file = self.root / "content/images/square.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (90, 60), colour).save(file)

    def compare(self) -> tuple[int, int]:
        """Build with and without the plugin; return how many pages stand, of how many.

        Those of posts that are gone lie in both outputs: nobody makes them.
        """
        fresh, made = (self.build(name) for name in ("with", "without"))
        trees = [read_tree(self.root / name) for name in ("with", "without")]
        found = differences(*trees)
        assert not found, "\n".join(found)
        return len(made - fresh), len(made)

    def build(self, output: str) -> set[str]:
        """Build one of the two; return the pages that were made."""
        own = ("plugins.incremental",) if output == "with" else ()
        folder, plugins = self.root / output, self.plugins + own
        before = stamps_of(folder)
        built = in_child(partial(run_pelican, self.root, output, plugins))
        assert not built.code, built.problems
        after = stamps_of(folder).items()
        return {p for p, one in after if p.endswith(".html") and before.get(p) != one}


def run_pelican(root: Path, output: str, plugins: tuple[str, ...]) -> Built:
    """Run ``pelican`` as a shell would, and end it with whatever is not right."""
    os.chdir(root)
    words = ["--settings", "pelicanconf.py", "--output", output, "--quiet"]
    more = [f"PLUGINS={json.dumps(plugins)}", 'INCREMENTAL={"jobs": 2}']
    pelican.main([*words, "--fatal", "errors", "--extra-settings", *more])
    return Built(0, ())


def leave(_site: ForeignSite) -> None:
    """Change nothing."""


def edit_body(site: ForeignSite) -> None:
    """Replace a word behind the summary; all posts print how many words they have."""
    site.edit("content/posts/post-5.md", "See", "Read")


def write_more(site: ForeignSite) -> None:
    """Add words and a picture."""
    site.post(6, PICTURE)


def edit_header(site: ForeignSite) -> None:
    """Change a title and tags."""
    site.post(9, title="Another title", tags="all, another")


def add_and_delete(site: ForeignSite) -> None:
    """Add a post, and delete one."""
    site.post(LAST + 1)
    (site.root / f"content/posts/post-{LAST - 1}.md").unlink()


def publish(site: ForeignSite) -> None:
    """Let a draft come out, and change a translation."""
    site.post(LAST)
    site.post(3, "Più.", "-it", lang="it")


def repaint(site: ForeignSite) -> None:
    """Replace a picture by another of the same size."""
    site.paint("teal")


def edit_theme(site: ForeignSite) -> None:
    """Change a template that others include, a macro and a setting."""
    templates = "theme/templates"
    site.edit(f"{templates}/partial/neighbors.html", "&larr;", "before")
    site.edit(f"{templates}/macros.html", "%d %B", "%B %d,")
    site.edit("pelicanconf.py", '"dark"', '"light"')


def test_where_nobody_rewrites_pages_they_stand(tmp_path):
    """As many at least as an edit leaves alone; and the output is the same."""
    site = ForeignSite(tmp_path / "blog", (NEIGHBORS, "word_count")).make()
    assert site.compare()[0] == 0
    for edit, least in (
        (leave, 51),
        (edit_body, 49),
        (edit_header, 20),
        (add_and_delete, 8),
        (publish, 8),
        (repaint, 51),
        (edit_theme, 0),
    ):
        edit(site)
        stand, of = site.compare()
        assert least <= stand < of + (edit in {leave, repaint}), edit


def test_where_plugins_rewrite_pages_none_stands(tmp_path):
    """They are handed each page, and then list all; the output is the same."""
    plugins = (NEIGHBORS, *LISTENERS, "word_count")
    site = ForeignSite(tmp_path / "blog", plugins).make()
    for edit in (leave, write_more, add_and_delete, repaint):
        edit(site)
        stand, of = site.compare()
        assert stand == 0 < of, edit
    tree = read_tree(site.root / "with")
    assert tree["sitemap.xml"].count(b"<loc>") > 40
    assert tree["images/derivatives/thumb/square.png"]
    assert b"/derivatives/crisp/2x/square.png" in tree["post-2.html"]
