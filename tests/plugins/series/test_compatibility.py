"""What themes find is what pelican-series and pelican-neighbors gave them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pelican.generators import ArticlesGenerator
from pelican.tests.support import get_context, get_settings

from plugins import series as ours
from plugins.series.adapter import give_neighbors, give_places
from tests.conftest import a_post
from tests.plugins.series.peers import load_peer

THEMES = Path(__file__).parent / "themes"
PEERS = ("name", "index", "all", "all_previous", "all_next", "previous", "next")


def some_posts() -> dict[str, str]:
    """Return published posts in three series, two languages and three categories."""
    posts = {}
    for n in range(24):
        header = {"category": ("Evidence", "Medicines", "Notes/Daily")[n % 3]}
        if n % 4:
            header["series"] = f"Series {n % 4}"
        if n % 4 == 2:
            header["series_index"] = n // 4 + 1
        day = date(2026, 1, 1) + timedelta(days=n * 5 % 24)
        title = f"Post number {n}"
        header["slug"] = f"post-{n}"
        posts[f"posts/{n}.md"] = a_post(title, day, **header)
        if n % 5 == 0:
            header["lang"] = "fr"
            posts[f"posts/{n}-fr.md"] = a_post(f"Billet {n}", day, **header)
    return {
        name: text.replace("category: Evidence\n", "", 1)
        for name, text in posts.items()
    }


@pytest.fixture(name="generator")
def _generator(tmp_path):
    """Make a generator that has read posts: ``generator(posts)``."""

    def make(posts: dict[str, str]) -> ArticlesGenerator:
        settings = get_settings(PATH=str(tmp_path), CACHE_CONTENT=False, TIMEZONE="UTC")
        for name, text in posts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        made = ArticlesGenerator(
            context=get_context(settings),
            settings=settings,
            path=str(tmp_path),
            theme=settings["THEME"],
            output_path=str(tmp_path / "output"),
        )
        made.generate_context()
        return made

    return make


def everything(generator):
    return {a.source_path: a for a in generator.articles + generator.translations}


def told(value):
    """Return a value so that articles of two runs can be compared."""
    if isinstance(value, list):
        return [told(one) for one in value]
    return getattr(value, "source_path", value)


def test_every_key_of_series_has_its_value(generator, tmp_path):
    """On published content nothing differs from pelican-series but its wrong lang."""
    peer, mine = generator(some_posts()), generator(some_posts())
    load_peer("series", tmp_path / "peer").aggregate_series(peer)
    give_places(mine)
    theirs, articles = everything(peer), everything(mine)
    assert len(articles) == 29
    for path, article in articles.items():
        assert hasattr(theirs[path], "series") == hasattr(article, "series")
        if not hasattr(article, "series"):
            continue
        for key in PEERS:
            expected = told(theirs[path].series[key])
            assert told(article.series[key]) == expected, (path, key)
            assert told(getattr(article.series, key)) == expected
        assert article.series["lang"] == article.lang
    expected = {name: told(parts) for name, parts in peer.context["series"].items()}
    found = {name: told(parts) for name, parts in mine.context["series"].items()}
    assert found == expected
    assert mine.context["article_series"] == mine.context["series"]


def test_every_attribute_of_neighbors_has_its_value(generator, tmp_path):
    """For articles and translations, in the site, a category and a subcategory."""
    peer, mine = generator(some_posts()), generator(some_posts())
    load_peer("neighbors", tmp_path / "peer").neighbors(peer)
    order = [told(list(articles)) for _, articles in mine.categories]
    give_neighbors(mine)
    assert [told(list(articles)) for _, articles in mine.categories] == order
    theirs = everything(peer)
    for path, article in everything(mine).items():
        names = [n for n in vars(theirs[path]) if n.startswith(("next_a", "prev_a"))]
        assert len(names) == 6
        for name in names:
            expected = told(getattr(theirs[path], name))
            assert told(getattr(article, name)) == expected, (path, name)


def build_both(site, tmp_path, theme):
    peers = [load_peer(name, tmp_path) for name in ("series", "neighbors")]
    pages = []
    for plugins in (peers, ["plugins.series"]):
        built = site(some_posts(), THEME=str(THEMES / theme), PLUGINS=plugins)
        pages.append(
            {
                path.name: path.read_text("utf-8")
                for path in sorted(built.output.glob("*.html"))
            }
        )
    return pages


@pytest.mark.parametrize("theme", ["flex", "elegant"])
def test_a_theme_written_for_the_peers_prints_the_same_pages(site, tmp_path, theme):
    """A site changes one line of its settings, and its readers see the same links."""
    theirs, mine = build_both(site, tmp_path, theme)
    assert mine == theirs
    assert sum("<h2>" in page for page in mine.values()) >= 18


def test_register_can_be_called_again(site):
    """The peers' suites call it for each test; nothing happens twice."""
    ours.register()
    ours.register()
    built = site({"posts/a.md": a_post(series="Sleep")}, PLUGINS=["plugins.series"])
    assert built.has("series/sleep/index.html")
