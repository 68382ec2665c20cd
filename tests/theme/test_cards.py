"""A post's card is printed once and stands on the list of each of its topics."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from plugins.tools.files import list_files
from tests.conftest import a_post

ROOT = Path(__file__).parents[2]
SITE = {
    f"posts/{name}.md": a_post(
        f"Post & {name}",
        f"2026-01-0{day}",
        tags="sleep, dose, people",
        authors="Ada; Bob",
    ).replace("summary: ", f"summary: What {name} & <i>others</i> say. ")
    for day, name in enumerate(("one", "two", "three", "four", "five"), 1)
}
SETTINGS = {
    "THEME": str(ROOT / "theme"),
    "PLUGINS": ["plugins.front_matter", "plugins.series", "plugins.reading"],
    "PAGINATED_TEMPLATES": dict.fromkeys(["index", "tag", "category", "author"], 2),
    "TAG_SAVE_AS": "of/what/{slug}/index.html",
    "TAG_URL": "of/what/{slug}/",
    "RELATIVE_URLS": True,
    "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True},
}


def pages(built):
    names = [name for name in list_files(built.output) if name.endswith(".html")]
    return {name: built.read(name) for name in names}


def test_a_card_is_the_same_wherever_it_stands(site, tmp_path):
    """But for what depends on the page: an address begins with the way to home."""
    text = (ROOT / "theme/templates/macros/posts.html").read_text("utf-8")
    plain = tmp_path / "plain" / "macros" / "posts.html"
    plain.parent.mkdir(parents=True)
    plain.write_text(text.replace("if key not in kept.cards", "if true"), "utf-8")
    kept = pages(site(SITE, **SETTINGS))
    overrides = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "plain")]}
    printed = site(SITE, **SETTINGS, **overrides)

    assert kept == pages(printed)
    assert 'href="../../../post-five.html"' in kept["of/what/dose/index.html"]
    assert 'href="../post-five.html"' in kept["author/ada.html"]


def test_a_card_is_printed_once_for_lists_of_one_depth(site):
    """Its summary is stripped twice for it, and for home and the post's own page."""
    asked = []

    def striptags(text):
        asked.append(str(text))
        return Markup(text).striptags()  # noqa: S704  # as Jinja's own does

    built = site(SITE, **SETTINGS, JINJA_FILTERS={"striptags": striptags})
    lists = [page for page in pages(built).values() if "post-two.html" in page]

    assert len(lists) > 8
    assert len([text for text in asked if "What two" in text]) == 4
