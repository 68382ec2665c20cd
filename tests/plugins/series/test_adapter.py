"""One small real site for each situation."""

from __future__ import annotations

from tests.conftest import a_post

SERIES = {"PLUGINS": ["plugins.series"]}


def parts(count, **header):
    """Return so many posts of one series, a day apart."""
    return {
        f"posts/part-{n}.md": a_post(
            f"Part number {n}", f"2026-01-{n:02}", series="Sleep", **header
        )
        for n in range(1, count + 1)
    }


def test_a_series_gets_its_page_its_list_and_its_whole(site):
    """Without a line in any theme, readers can find the series."""
    built = site(parts(3), **SERIES)
    assert built.names() == []
    links = [a["href"] for a in built.soup("series/sleep/index.html").select("ol a")]
    assert [link.rsplit("/", 1)[-1] for link in links] == [
        "part-number-1.html",
        "part-number-2.html",
        "part-number-3.html",
    ]
    assert built.soup("series/index.html").select_one("h2 a").text == "Sleep"
    whole = built.soup("series/sleep/all/index.html")
    assert [h2.text for h2 in whole.select("article > h2")][2].startswith("Part 3 of 3")
