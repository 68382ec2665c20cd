"""What one edit costs, in pages; and edits that once left something old behind."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.plugins.incremental.fresh_builds import build, differences, read_tree
from tests.plugins.incremental.pairs import Pair
from tests.plugins.incremental.small_site import SUMMARY, SmallSite, a_post

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = (".html", "sitemap.xml", "robots.txt")
ABOUT = "---\ntitle: About\nslug: about\n---\n\nOther words.\n"


def add(name: str, words: str) -> Callable[[SmallSite], None]:
    """Return the edit that adds words to a post."""

    def edit(site: SmallSite) -> None:
        site.posts[name].body += f"\n\n{words}"

    return edit


def say(name: str, **header: str) -> Callable[[SmallSite], None]:
    """Return the edit that changes a post's header."""
    return lambda site: site.posts[name].header.update(header)


def post(date: str, **header: str) -> Callable[[SmallSite], None]:
    """Return the edit that adds a post."""
    fresh = a_post("fresh", date, tags="[plain]", **header)
    return lambda site: site.posts.update(fresh=fresh)


def file(path: str, text: str) -> Callable[[SmallSite], None]:
    """Return the edit that writes a file."""
    return lambda site: site.write(path, text)


def move(now: str) -> Callable[[SmallSite], None]:
    """Return what lets time pass."""
    return lambda site: setattr(site, "now", now)


@dataclass(frozen=True)
class Cost:
    """An edit, how many pages are others after it, and how many are made in vain.

    A page is made in vain that comes out as it was: it has read more than it prints.
    """

    edit: Callable[[SmallSite], object]
    pages: int
    in_vain: int = 0


COSTS = {
    "a body": Cost(add("alone", "More."), 1),
    "a body in a series": Cost(add("sleep-one", "More."), 2),
    "a body and its minutes": Cost(add("alone", "word " * 500), 6),
    "a body that cites one more": Cost(add("alone", "See [@fiction2022]."), 1),
    # The page of a wrong address lists every title.
    "a title": Cost(say("plain-3", title="Another"), 12, in_vain=10),
    "a title in a series": Cost(say("sleep-one", title="Another"), 25),
    "a summary": Cost(say("plain-3", summary=SUMMARY.format("other")), 5),
    "a tag": Cost(say("plain-3", tags="[plain, dose]"), 3, in_vain=2),
    "a category": Cost(say("plain-3", category="Medicines"), 9, in_vain=6),
    "a day of change": Cost(say("plain-3", modified="2026-05-05"), 2),
    "a new post": Cost(post("2026-04-01"), 32, in_vain=1),
    "an old post that is new": Cost(post("2025-03-03"), 23, in_vain=11),
    "a new draft": Cost(post("2026-04-01", status="draft"), 0),
    "a post that is gone": Cost(lambda site: site.posts.pop("plain-3"), 20, in_vain=10),
    "a work that nobody cites": Cost(
        lambda site: site.works.update(other=("Other", "Other work", 2011, "9")), 0
    ),
    "a work": Cost(
        lambda site: site.works.update(model2020=("Model", "Other", 2020, "3")), 6
    ),
    "a planned part": Cost(
        lambda site: site.series("ongoing", "Sleep later: 2026-07-01", "More"),
        13,  # home and the list of series count what is out and what is planned
        in_vain=1,
    ),
    "an introduction": Cost(
        lambda site: site.series(
            "ongoing", "Sleep later: 2026-07-01", introduction="X"
        ),
        1,
    ),
    "an hour": Cost(move("2026-06-01T01:00"), 0),
    "a day": Cost(move("2026-06-02"), 0),
    "a day on which a post comes out": Cost(move("2026-06-03"), 38, in_vain=1),
    "a picture": Cost(lambda site: site.paint("square", "red"), 3),
    "a file that is linked": Cost(file("content/files/sheet.txt", "Other."), 0),
    "a page": Cost(file("content/pages/about.md", ABOUT), 1),
    "a setting": Cost(
        lambda site: site.changes.update(SITENAME="Other"), 70, in_vain=2
    ),
}


@dataclass
class Thirty:
    """A site of thirty posts as it is built, and how it began."""

    site: SmallSite
    start: SmallSite
    tree: dict[str, bytes]


@pytest.fixture(scope="module", name="thirty")
def _thirty(tmp_path_factory):
    site = SmallSite(tmp_path_factory.mktemp("thirty") / "blog")
    for number in range(16):
        site.posts[f"plain-{number}"] = a_post(
            f"plain-{number}",
            f"2025-{1 + number % 12:02}-0{1 + number % 9}",
            "" if number % 4 else "Words [@model2020].",
            tags="[plain]" if number % 2 else "[plain, mood]",
        )
    site.make()
    assert not build(site.root, site.now).code
    return Thirty(site, site.copy(), read_tree(site.output))


def pages_of(paths: set[str]) -> set[str]:
    return {path for path in paths if path.endswith(PAGES)}


#: Those of each test run; all of them take a minute.
OFTEN = (
    *("a body", "a body in a series", "a title", "a tag", "a new draft", "a new post"),
    *("a work", "a work that nobody cites", "a day", "a picture", "a page"),
    *("the length of a picture in feeds", "a sheet that one kept page names"),
    *(
        "a file that a filter has opened once",
        "a picture that a kept page has asked for",
    ),
)


def some(cases):
    """Return the cases, of which most are long."""
    return [
        pytest.param(case, id=name, marks=() if name in OFTEN else pytest.mark.long)
        for name, case in cases.items()
    ]


@pytest.mark.parametrize("cost", some(COSTS))
def test_an_edit_costs_the_pages_that_print_it(thirty, cost):
    """No page is made that comes out as it was, but for those that are counted."""
    thirty.site = thirty.start.restore()
    back = build(thirty.site.root, thirty.site.now)
    assert not back.code
    assert not differences(read_tree(thirty.site.output), thirty.tree)

    cost.edit(thirty.site)
    thirty.site.save()
    built = build(thirty.site.root, thirty.site.now)

    assert not built.code, built.problems
    tree = read_tree(thirty.site.output)
    changed = {path for path in tree if tree[path] != thirty.tree.get(path)}
    made = pages_of(tree.keys() - built.kept)
    assert pages_of(changed) <= made
    in_vain = {path: built.why.get(path) for path in sorted(made - changed - WARNED)}
    assert len(in_vain) <= cost.in_vain, in_vain
    assert len(pages_of(changed)) == cost.pages, sorted(changed)


#: Pelican warns while it makes this one, which is to be said in each build.
WARNED = {"blog/dose-two/index.html"}


def test_nothing_is_made_where_nothing_has_changed(thirty):
    """Not one page, whatever the last edit was."""
    for _ in range(2):
        built = build(thirty.site.root, thirty.site.now)
    made = pages_of(read_tree(thirty.site.output).keys() - built.kept)
    assert made <= WARNED, built.why


def test_nobody_asks_for_a_post_that_is_not_out_any_more(thirty):
    """Pages that are made anew had asked how long it takes; others stand."""
    for now in ("2026-06-03", thirty.start.now):
        thirty.site = thirty.start.restore()
        thirty.site.now = now
        built = build(thirty.site.root, now)
        assert not built.code, built.problems
    assert not differences(read_tree(thirty.site.output), thirty.tree)


def test_an_output_that_was_unpacked_stands(thirty, tmp_path):
    """A build service keeps bytes, neither times nor inodes."""
    build(thirty.site.root, thirty.site.now)
    output, packed = thirty.site.output, tmp_path / "packed"
    shutil.copytree(output, packed)
    shutil.rmtree(output)
    shutil.copytree(packed, output, copy_function=shutil.copyfile)
    changed = output / "blog" / "alone" / "index.html"
    changed.write_bytes(changed.read_bytes().replace(b"a", b"b", 1))
    for made in ({"blog/alone/index.html"}, set[str]()):
        built = build(thirty.site.root, thirty.site.now)
        fresh = pages_of(read_tree(output).keys() - built.kept)
        assert fresh - WARNED == made, built.why


#: Each left something old behind, once.
SEQUENCES = {
    "the length of a picture in feeds": [[("image", 0)]],
    "a sheet that one kept page names": [[("sheet_of_a_template", 0)], [("body", 0)]],
    "a file that templates open": [
        [("opened_by_a_page", 1)],
        [("opened_by_a_page", 2)],
    ],
    "a file that a filter has opened once": [
        [("opened_once", 1)],
        [("opened_once", 2)],
    ],
    "a picture that a kept page has asked for": [
        [("image", 1), ("series_picture", 1)],
        [("image", 17)],
        [("body", 0)],
        [("body", 3)],
    ],
    "what a template says": [[("said_by_a_page", 1)], [("attached", 0)]],
    "a picture that cannot be read": [[("broken_picture", 1)], [("attached", 0)]],
    "a page that a plugin has changed": [[("listener", 1)], [("body", 0)]],
    "a list of pages that a plugin has made": [[("walker", 1)], [("body", 0)]],
}


@pytest.fixture(scope="module", name="pair")
def _pair(tmp_path_factory):
    pair = Pair(tmp_path_factory.mktemp("pair"))
    pair.compare()
    return pair, pair.site.copy()


@pytest.mark.parametrize("steps", some(SEQUENCES))
def test_what_was_left_behind_once_is_brought_up_to_date(pair, steps):
    """Each found by the machine, or by reading the code."""
    pair, start = pair
    pair.site = start.restore()
    for edits in steps:
        pair.step(edits)
