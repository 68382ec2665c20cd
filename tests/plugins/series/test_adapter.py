"""One small real site for each situation."""

from __future__ import annotations

import pytest

from tests.conftest import a_post

PAGE = """---
title: {title}
series: Guide
---

Text of {title}.
"""


def parts(count, name="Sleep", **header):
    """Return so many posts of one series, a day apart."""
    return {
        f"posts/part-{n}.md": a_post(
            f"Part number {n}", f"2026-01-{n:02}", series=name, slug=f"p{n}", **header
        )
        for n in range(1, count + 1)
    }


def a_file(title="Sleep", **header):
    """Return a series file."""
    lines = "".join(f"{key}: {value}\n" for key, value in header.items())
    return f"---\ntitle: {title}\n{lines}---\n\nAn *introduction*.\n"


@pytest.fixture(name="build")
def _build(site, tmp_path):
    """Build a site whose articles print the pieces for any theme."""
    templates = tmp_path / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "base.html").write_text(
        "<!DOCTYPE html><html><head><title>T</title>{% block head %}{% endblock %}"
        "</head><body>{% block content %}{% endblock %}</body></html>",
        "utf-8",
    )
    pieces = ("kicker", "contents", "pager", "neighbors")
    includes = "".join(f'{{% include "series/{piece}.html" %}}' for piece in pieces)
    for name in ("article", "page"):
        (templates / f"{name}.html").write_text(
            '{% extends "base.html" %}{% block head %}{% include "series/head.html" %}'
            f"{{% endblock %}}{{% block content %}}{includes}{{% endblock %}}",
            "utf-8",
        )

    def build(files, **settings):
        plugins = {"PLUGINS": ["plugins.series"], "THEME": str(tmp_path / "theme")}
        return site(files, **plugins | settings)

    return build


def lines_of(soup):
    """Return the lines of the contents list, with stars around the current one."""
    return [
        f"*{li.text}*" if li.get("aria-current") else li.text
        for li in soup.select(".series-contents li")
    ]


def test_a_series_gets_its_page_its_list_and_its_whole(site):
    """Without a line in any theme, readers can find the series."""
    built = site(parts(3), PLUGINS=["plugins.series"])
    assert built.names() == []
    links = [a["href"] for a in built.soup("series/sleep/index.html").select("ol a")]
    assert [link.rsplit("/", 1)[-1] for link in links] == [
        "p1.html",
        "p2.html",
        "p3.html",
    ]
    assert built.soup("series/index.html").select_one("h2 a").text == "Sleep"
    whole = built.soup("series/sleep/all/index.html")
    assert [h2.text for h2 in whole.select("article > h2")][2].startswith("Part 3 of 3")


@pytest.mark.parametrize("autoescape", [True, False], ids=["escaped", "plain"])
def test_the_pieces_print_titles_as_they_are(build, autoescape):
    """Whether a theme escapes by itself or not, a title is escaped once."""
    files = parts(2) | {
        "posts/c.md": a_post("Ketamine & <5 mg> doses", "2026-02-01", series="Sleep")
    }
    built = build(files, JINJA_ENVIRONMENT={"autoescape": autoescape})
    assert "Ketamine &amp; &lt;5 mg&gt; doses" in built.read("p2.html")
    assert "&amp;amp;" not in built.read("p2.html") + built.read(
        "series/sleep/index.html"
    )


def test_a_part_shows_where_it_stands(build):
    """Kicker, contents with the current part as text, both neighbours by name."""
    built = build(parts(3))
    soup = built.soup("p2.html")
    assert soup.select_one(".series-kicker").text == "Part 2 of 3 in Sleep"
    assert lines_of(soup) == ["Part number 1", "*Part number 2*", "Part number 3"]
    current = soup.select_one("[aria-current=page]")
    assert current.find("a") is None
    assert soup.select_one("a[rel=prev] .series-pager-title").text == "Part number 1"
    assert soup.select_one("a[rel=next] .series-pager-title").text == "Part number 3"
    rel = {link["rel"][0]: link["href"] for link in soup.select("head link")}
    assert rel["prev"] == "https://site.example/p1.html"
    assert rel["next"] == "https://site.example/p3.html"
    last = built.soup("p3.html")
    assert last.select_one(".series-end").text == "This was the last part."
    assert last.select_one(".series-all a")["href"] == "https://site.example/series/"


def test_next_part_and_newer_post_are_told_apart(build):
    """Two navigations, two names, no words in common."""
    other = {"posts/z.md": a_post("News", "2026-01-02", slug="news")}
    soup = build(parts(3) | other).soup("p2.html")
    inside, outside = (
        soup.select_one(".series-pager"),
        soup.select_one(".post-neighbors"),
    )
    assert inside["aria-label"] != outside["aria-label"]
    assert "Next part" in inside.text
    assert "Newer post" in outside.text
    assert "Next" not in outside.text
    assert soup.select_one(".post-neighbors a[rel]") is None


def test_no_draft_reaches_a_published_page(build):
    """Drafts, hidden and future posts hold no place, and see themselves in theirs."""
    files = parts(3)
    files["posts/part-2.md"] = a_post(
        "Secret", "2026-01-02", series="Sleep", slug="secret", status="draft"
    )
    files["posts/h.md"] = a_post(
        "Quiet", "2026-01-04", series="Sleep", slug="quiet", status="hidden"
    )
    files["posts/f.md"] = a_post("Later", "2999-01-01", series="Sleep", slug="later")
    built = build(files, WITH_FUTURE_DATES=False)
    for page in ("p1.html", "p3.html", "series/sleep/index.html", "series/index.html"):
        text = built.read(page)
        assert not any(word in text for word in ("Secret", "Quiet", "Later"))
    assert (
        built.soup("p3.html")
        .select_one(".series-kicker")
        .text.startswith("Part 2 of 2")
    )
    preview = built.soup("drafts/secret.html")
    assert lines_of(preview) == ["Part number 1", "*Secret (draft)*", "Part number 3"]
    assert "Part 2 of 3" in preview.select_one(".series-kicker").text
    assert "(draft)" in preview.select_one(".series-kicker").text
    assert preview.select("head link[rel]") == []
    assert lines_of(built.soup("quiet.html"))[-1] == "*Quiet (not listed)*"


def test_a_preview_shows_a_draft_to_itself_alone(build):
    """In a preview drafts are built like posts; published parts look as they will."""
    files = parts(3)
    files["posts/part-2.md"] = a_post(
        "Secret", "2026-01-02", series="Sleep", slug="p2", status="draft"
    )
    files["posts/f.md"] = a_post("Later", "2026-02-01", series="Sleep", slug="later")
    built = build(
        files,
        PLUGINS=["plugins.front_matter", "plugins.series"],
        BULLETIN_PREVIEW=True,
        BULLETIN_NOW="2026-01-20T12:00:00+00:00",
        FRONT_MATTER={"strict": True},
    )
    assert lines_of(built.soup("p3.html")) == ["Part number 1", "*Part number 3*"]
    draft = built.soup("p2.html")
    assert lines_of(draft) == ["Part number 1", "*Secret (draft)*", "Part number 3"]
    assert lines_of(built.soup("later.html"))[-1] == "*Later (scheduled)*"
    assert "Secret" not in built.read("series/sleep/index.html")


@pytest.mark.parametrize("is_preview", [False, True])
def test_the_first_draft_of_a_series_links_to_no_page_of_it(build, is_preview):
    """No series page is written for drafts alone, so nothing links to one."""
    draft = a_post("First", "2026-01-02", series="Sleep", slug="p1", status="draft")
    strict = ["plugins.front_matter"] if is_preview else []
    built = build(
        {"posts/part-1.md": draft, "posts/other.md": a_post("Other", slug="other")},
        PLUGINS=[*strict, "plugins.series", "plugins.structured_data"],
        BULLETIN_PREVIEW=is_preview,
        FRONT_MATTER={"strict": True},
    )
    assert built.problems == ()
    soup = built.soup("p1.html" if is_preview else "drafts/p1.html")
    assert soup.select_one(".series-kicker").text == "Part 1 of 1 in Sleep (draft)"
    assert not built.has("series/sleep/index.html")
    assert not built.has("series/index.html")
    assert "/series/" not in str(soup)


def test_a_draft_without_a_date_builds(build):
    """Pelican lets drafts have none; so do we, and it stands last."""
    files = parts(2)
    undated = a_post("Undated", "x", series="Sleep", slug="undated", status="draft")
    files["posts/u.md"] = undated.replace("date: x\n", "")
    built = build(files)
    assert built.names() == []
    assert lines_of(built.soup("drafts/undated.html"))[-1] == "*Undated (draft)*"


def test_a_withdrawn_part_leaves_a_gap_that_is_explained(build):
    """The numbers of the others stay; the gap says why, and is no link."""
    files = parts(3)
    files["posts/part-2.md"] = a_post(
        "Retracted thoughts", "2026-01-02", series="Sleep", slug="p2", status="hidden",
        withdrawn_because="The trial was retracted.",
    )  # fmt: skip
    built = build(files)
    soup = built.soup("p3.html")
    assert soup.select_one(".series-kicker").text == "Part 3 of 3 in Sleep"
    gap = soup.select(".series-contents li")[1]
    assert gap.text == "Retracted thoughts (withdrawn) The trial was retracted."
    assert gap.find("a") is None
    assert soup.select_one("a[rel=prev]")["href"].endswith("/p1.html")
    assert built.soup("p2.html").select_one(".series-kicker") is None
    assert "Retracted thoughts" not in built.read("series/sleep/all/index.html")


def test_planned_parts_keep_their_numbers_when_they_appear(build):
    """Plain text with its date, never a link; then the post takes its place."""
    files = parts(2) | {
        "series/sleep.md": a_file(planned='["Aftercare: 2999-12-01", "Costs"]')
    }
    built = build(files)
    assert built.names() == []
    soup = built.soup("p2.html")
    assert soup.select_one(".series-kicker").text == "Part 2 of 4 in Sleep"
    coming = soup.select(".series-contents li")[2]
    assert coming.text.startswith("Aftercare (planned, ")
    assert "2999" in coming.text
    assert coming.find("a") is None
    assert soup.select_one(".series-coming .series-pager-title").text == "Aftercare"
    files["posts/a.md"] = a_post(
        "Aftercare", "2026-01-09", series="Sleep", slug="after"
    )
    built = build(files)
    assert built.names() == ["series-planned-published"]
    soup = built.soup("after.html")
    assert soup.select_one(".series-kicker").text == "Part 3 of 4 in Sleep"
    assert lines_of(soup)[2:] == ["*Aftercare*", "Costs (planned)"]


def test_a_series_file_orders_the_parts(build):
    """Inserting a part changes no number in any post and no address."""
    files = parts(3) | {"series/sleep.md": a_file(parts="[p3, p1, p2]")}
    built = build(files)
    assert built.names() == []
    assert lines_of(built.soup("p1.html")) == [
        "Part number 3",
        "*Part number 1*",
        "Part number 2",
    ]
    page = built.soup("series/sleep/index.html")
    assert page.select_one("em").text == "introduction"


def test_long_series_fold_around_the_current_part(build):
    """Two parts on either side stay in sight; the rest waits in details."""
    built = build(parts(20))
    soup = built.soup("p10.html")
    folds = soup.select(".series-contents details")
    assert [fold.summary.text for fold in folds] == ["Parts 1 to 7", "Parts 13 to 20"]
    window = soup.select(".series-contents > ol > li")
    assert [li["value"] for li in window] == ["8", "9", "10", "11", "12"]
    assert len(soup.select(".series-contents li")) == 20


def test_eight_parts_are_not_folded(build):
    """So many can be read at a glance."""
    soup = build(parts(8)).soup("p4.html")
    assert len(soup.select(".series-contents li")) == 8
    assert not soup.select("details")


def test_translations_share_one_series(build):
    """A part that is missing in a language is shown in the other, and says so."""
    files = parts(3)
    for n in (1, 3):
        files[f"posts/parte-{n}.md"] = a_post(
            f"Parte {n}", f"2026-01-{n:02}", series="Dormir", slug=f"p{n}", lang="es"
        )
    files["series/dormir.md"] = a_file("Dormir", slug="sleep", lang="es")
    files["series/sleep.md"] = a_file("Sleep", slug="sleep", lang="en")
    built = build(files)
    assert built.names() == []
    soup = built.soup("p1-es.html")
    assert soup.select_one(".series-kicker").text == "Parte 1 de 3 de Dormir"
    assert lines_of(soup) == ["*Parte 1*", "Part number 2 (EN)", "Parte 3"]
    foreign = soup.select(".series-contents li")[1].a
    assert (foreign["lang"], foreign["hreflang"]) == ("en", "en")
    assert soup.select_one("a[rel=next]")["hreflang"] == "en"
    assert lines_of(built.soup("p1.html"))[1] == "Part number 2"
    page = built.soup("series/sleep-es/index.html")
    assert page.select_one("h1").text == "Dormir"
    other = page.select_one("a[hreflang=en][lang=en]")
    assert other is not None
    assert built.soup("series/sleep/index.html").select_one("a[hreflang=es]")[
        "href"
    ] == ("https://site.example/series/sleep-es/")


def test_a_translated_name_joins_by_its_posts_alone(build):
    """No series file is needed where the posts are translations of each other."""
    files = parts(2)
    for n in (1, 2):
        files[f"posts/parte-{n}.md"] = a_post(
            f"Parte {n}", f"2026-01-{n:02}", series="Dormir", slug=f"p{n}", lang="es"
        )
    built = build(files)
    assert built.names() == []
    assert "Parte 1 de 2 de Dormir" in built.soup("p1-es.html").text
    assert built.soup("series/index.html").select("h2")[0].text == "Sleep"
    assert len(built.soup("series/index.html").select("h2")) == 1


def test_languages_without_a_common_part_stay_apart(build):
    """Two series of one name in two languages are not mixed, and both have pages."""
    files = parts(2)
    for n in (1, 2):
        files[f"posts/teil-{n}.md"] = a_post(
            f"Teil {n}", f"2026-01-{n:02}", series="Sleep", slug=f"t{n}", lang="de"
        )
    built = build(files)
    assert lines_of(built.soup("t1-de.html")) == ["*Teil 1*", "Teil 2"]
    assert lines_of(built.soup("p1.html")) == ["*Part number 1*", "Part number 2"]
    assert built.has("series/sleep-de/index.html")


def test_pages_can_be_in_series(build):
    """They go by title, and have the same pieces."""
    built = build({
        "pages/b.md": PAGE.format(title="B first aid"),
        "pages/a.md": PAGE.format(title="A beginning"),
        "posts/x.md": a_post(),
    })  # fmt: skip
    assert built.names() == []
    soup = built.soup("pages/a-beginning.html")
    assert lines_of(soup) == ["*A beginning*", "B first aid"]
    assert built.has("series/guide/index.html")


def test_a_second_run_in_one_process_knows_nothing_of_the_first(build, tmp_path):
    """A renamed series leaves nothing behind."""
    build(parts(2))
    for path in (tmp_path / "content" / "posts").iterdir():
        path.unlink()
    built = build(parts(2, name="Rest"))
    assert [h2.text for h2 in built.soup("series/index.html").select("h2")] == ["Rest"]
    assert not built.has("series/sleep/index.html")


def test_pelicans_lists_keep_their_order(build, tmp_path):
    """A site that lists by title goes on doing so, also in its categories."""
    listing = "{% for a in articles %}{{ a.title }} {% endfor %}"
    theme = tmp_path / "theme" / "templates"
    for name in ("index", "category"):
        (theme / f"{name}.html").write_text(listing, "utf-8")
    files = {
        f"posts/{title}.md": a_post(title, day, series="S", series_index=n)
        for n, (title, day) in enumerate(
            [("B", "2026-01-01"), ("C", "2026-01-02"), ("A", "2026-01-03")], 1
        )
    }
    built = build(files, ARTICLE_ORDER_BY="title")
    assert built.read("index.html").strip() == "A B C"
    assert built.read("category/evidence.html").strip() == "A B C"
    newer = built.soup("b.html").select_one(".post-neighbors")
    assert newer.text.strip() == "Newer post: C"


def test_relative_addresses_work_from_every_page(build):
    """With RELATIVE_URLS every link leads from its page to a file."""
    text = a_file().replace("*introduction*", "[link]({filename}/posts/part-1.md)")
    files = parts(3) | {"series/sleep.md": text}
    built = build(files, RELATIVE_URLS=True, SITEURL="")
    for page in ("p1.html", "series/sleep/index.html", "series/sleep/all/index.html"):
        links = [a["href"] for a in built.soup(page).select("a[href]")]
        assert links
        for link in links:
            if link.startswith("#"):
                continue
            target = (built.output / page).parent / link
            assert target.is_file() or (target / "index.html").is_file(), (page, link)


def test_pelicans_cache_of_contents_holds_no_places(site, tmp_path):
    """With ``CONTENT_CACHING_LAYER`` they were pickled too, which ended the run."""
    posts = {f"posts/{n}.md": a_post(title=f"Part {n}", series="One") for n in (1, 2)}
    files = posts | {"pages/p.md": "Title: P\nSeries: Two\n\nWords.\n"}
    cached = {
        "PLUGINS": ["plugins.series"],
        "CACHE_CONTENT": True,
        "LOAD_CONTENT_CACHE": True,
        "CONTENT_CACHING_LAYER": "generator",
    }
    first = site(files, **cached)
    fresh = {p.name: p.read_bytes() for p in first.output.glob("**/*.html")}
    again = site(files, **cached)
    assert first.names() == again.names() == ["series-of-one"]
    assert {p.name: p.read_bytes() for p in again.output.glob("**/*.html")} == fresh
    assert (tmp_path / "cache" / "ArticlesGenerator").stat().st_size
