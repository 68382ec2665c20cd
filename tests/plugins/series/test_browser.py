"""The pieces for any theme in a browser: phone and desktop, without a script."""

from __future__ import annotations

import pytest

from tests.conftest import a_post
from tests.needs import find, needs
from tests.plugins.series.test_adapter import a_file

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
PIECES = "".join(
    f'{{% include "series/{piece}.html" %}}'
    for piece in ("kicker", "contents", "pager", "neighbors")
)
BASE = (
    '<!DOCTYPE html><html lang="{{ (article or {}).lang or "en" }}"><head>'
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{{ SITENAME }}</title>{% block head %}{% endblock %}</head>"
    "<body><main>{% block content %}{% endblock %}</main></body></html>"
)
ARTICLE = (
    '{% extends "base.html" %}{% block head %}{% include "series/sheet.html" %}'
    "{% endblock %}{% block content %}<h1>{{ article.title }}</h1>"
    f"{PIECES}{{% endblock %}}"
)


@pytest.fixture(name="pages")
def _pages(site, tmp_path):
    """Return the HTML of parts and series pages of four kinds of series."""
    templates = tmp_path / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "base.html").write_text(BASE, "utf-8")
    (templates / "article.html").write_text(ARTICLE, "utf-8")
    long = "A title that goes on and on, as titles of medical posts do, number"
    files = {
        f"posts/{name}-{n}.md": a_post(
            f"{long} {n}", f"2026-{month}-{n % 28 + 1:02}", series=name,
            slug=f"{name}-{n}", series_index=n,
        )
        for name, count, month in (("four", 4, "01"), ("eighty", 80, "02"))
        for n in range(1, count + 1)
    } | {
        "posts/es.md": a_post(
            "Uno", "2026-01-02", series="four", slug="four-1", lang="es"
        ),
        "series/four.md": a_file("four", planned='["Later: 2999-01-01", "Last"]'),
    }  # fmt: skip
    built = site(
        files,
        PLUGINS=["plugins.series"],
        THEME=str(tmp_path / "theme"),
        PROBLEM_LEVELS={"series-index-against-date": "off"},
    )
    assert built.names() == []
    names = ("four-2", "four-4", "four-1-es", "eighty-1", "eighty-40")
    paths = [f"{name}.html" for name in names]
    paths += [f"series/{name}/index.html" for name in ("four", "eighty", "four/all")]
    return {path: built.read(path) for path in [*paths, "series/index.html"]}


@pytest.mark.browser
@needs("chromium")
def test_the_pieces_fit_a_phone_and_please_axe(pages):
    """No page is wider than its window, folds open without a script, axe is silent."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find("chromium"), args=FLAGS)
        try:
            phone = browser.new_page(viewport={"width": 320, "height": 640})
            for path, html in pages.items():
                phone.set_content(html)
                wide = "document.documentElement.scrollWidth > innerWidth"
                assert not phone.evaluate(wide), path
                violations = Axe().run(phone).response["violations"]
                assert [v["id"] for v in violations] == [], path
            quiet = browser.new_context(java_script_enabled=False).new_page()
            quiet.set_content(pages["eighty-40.html"])
            link = quiet.locator("details").first.locator("a").first
            assert not link.is_visible()
            quiet.locator("summary").first.click()
            assert link.is_visible()
        finally:
            browser.close()
