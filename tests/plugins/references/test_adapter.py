"""Citations in real Pelican sites: our theme, a foreign one, caches and languages."""

from __future__ import annotations

import json
import re

import feedparser
import pytest
from bs4 import BeautifulSoup

from plugins.problem import Level
from plugins.references.library.file import format_library
from tests.conftest import a_post
from tests.plugins.references.samples import WORKS, a_work

LIBRARY = format_library(WORKS)
EVIDENCE = {
    "design": "randomised trial",
    "people": 24,
    "population": "people with major depressive disorder",
    "comparator": "a waiting list",
}
PLUGIN = ["plugins.references"]


@pytest.fixture(name="build")
def _build(site):
    """Build a site with a library; ``simple`` is the foreign theme."""

    def build(posts, library=LIBRARY, **settings):
        files = {"references/library.json": library} if library else {}
        settings = {"PLUGINS": PLUGIN} | settings
        return site(files | {f"posts/{k}.md": v for k, v in posts.items()}, **settings)

    return build


def test_a_foreign_theme_gets_marks_and_the_block(build):
    """Each mark leads to its entry and each entry back, without any script."""
    body = "One [@daly2019]. Two [@davis2021; @daly2019]. Again [@daly2019]."
    page = build({"a": a_post(body=body)}).soup("a-post.html")
    marks = page.select('[role="doc-biblioref"]')
    entries = page.select('[role="doc-bibliography"] li')

    assert [mark.text for mark in marks] == ["1", "1", "2", "1"]
    assert [entry["id"] for entry in entries] == [
        *("a-post-ref-daly2019", "a-post-ref-davis2021")
    ]
    for link in page.select('[role="doc-biblioref"], [role="doc-backlink"]'):
        assert page.find(id=link["href"].removeprefix("#")), link
    assert [back.text for back in entries[0].select('[role="doc-backlink"]')] == [
        *("a", "b", "c")
    ]
    assert entries[1].select_one('[role="doc-backlink"]').text == "↩"
    assert page.select_one('a[href="https://doi.org/10.1001/jamapsychiatry.2019.1189"]')
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("style", ["apa", "ama", "nlm"])
def test_every_name_of_a_link_holds_the_words_that_are_seen(build, style):
    """In the text, in the block of each style, and in feeds, which keep no label."""
    body = " ".join(["Again [@daly2019]."] * 30 + ["Once [@davis2021]."])
    made = build(
        {"a": a_post(body=body)},
        PLUGINS=[*PLUGIN, "plugins.feeds"],
        REFERENCES={"style": style},
        FEED_ALL_ATOM="all.atom.xml",
    )
    content = feedparser.parse(made.read("all.atom.xml")).entries[0].content[0].value
    for soup in (made.soup("a-post.html"), BeautifulSoup(content, "lxml")):
        links = soup.select(".citation a, .reference-backlinks a")
        texts = [link.text for link in links]
        assert len(links) == 31 + 31
        assert texts[-5:] == ["aa", "ab", "ac", "ad", "↩"]
        for link in links[:-1]:
            name = link.get("aria-label", link.text)
            assert re.search(rf"\b{link.text}\b", name), link
        assert len({link["href"] for link in links[31:]}) == 31


def test_a_theme_that_prints_the_block_gets_no_second_one(build):
    """``append`` off: the content is the text, the records are the theme's."""
    made = build(
        {"a": a_post(body="One [@daly2019].")}, REFERENCES={"append": False}
    ).soup("a-post.html")

    assert made.select_one('[role="doc-biblioref"]')
    assert not made.select('[role="doc-bibliography"]')


@pytest.mark.parametrize("autoescape", [False, True])
def test_text_of_the_library_cannot_become_html(build, autoescape):
    """With autoescape and without, an evil title is text."""
    evil = a_work("evil", "<b>X</b>", title="<script>alert(1)</script>")
    evil["custom"] = {"evidence": {"design": "<img src=x>"}}
    made = build(
        {"a": a_post(body="One [see <u> @evil].")},
        library=format_library([evil]),
        JINJA_ENVIRONMENT={"autoescape": autoescape},
    )
    html = made.read("a-post.html")

    assert "<script>alert" not in html
    assert "<img src=x" not in html.lower()


def test_an_unknown_key_ends_the_build_with_line_and_hint(build):
    """Every mistake of every post in one run; nothing is written."""
    made = build(
        {
            "a": a_post(
                body="Good [@daly2019].\n\nBad [@daly2018; @anon] and\n[@nobody]."
            ),
            "b": a_post(title="B", further_reading="daly2019, missing2020"),
        }
    )
    errors = [str(one) for one in made.problems if one.name.endswith("unknown")]

    assert [one.split(": ")[0] for one in errors] == [
        *("content/posts/a.md:10", "content/posts/a.md:11", "content/posts/b.md:6"),
    ]
    assert "“@daly2018” is not in the library. Did you mean “daly2019”?" in errors[0]
    assert "invoke cite" in errors[1]
    assert not made.has("a-post.html")


def test_a_bare_word_that_is_nearly_a_key_is_a_warning(build):
    """It stays text, and the author is asked."""
    made = build({"a": a_post(body="As @daly2018 and @anna say.")})

    assert "citation-nearly" in made.names()
    assert all(one.level < Level.ERROR for one in made.problems)
    assert "As @daly2018 and @anna say." in made.soup("a-post.html").text


def test_a_site_without_a_library_cites_nothing_and_says_so(build):
    """A stranger's site stays as it is until a post cites."""
    quiet = build({"a": a_post(body="Mail me@x.example or @home.")}, library="")
    assert quiet.problems == ()
    loud = build({"a": a_post(body="One [@daly2019].")}, library="")
    assert loud.names() == ["library-missing"]


@pytest.mark.parametrize(
    "words",
    ["[photo: @ana_maria]", "[via @x; thanks, @y]", "[h/t @a.b]", "[@ana on X]"],
)
def test_on_a_site_that_cites_nothing_a_handle_is_a_person(build, words):
    """A blog of strangers has no library, and its words stay as they are."""
    made = build({"a": a_post(body=f"Seen {words}.")}, library="")
    assert made.problems == ()
    assert f"Seen {words}." in made.soup("a-post.html").text


def test_a_page_may_cite_too(site):
    """Pages, drafts, hidden ones: whatever has a text."""
    made = site(
        {
            "references/library.json": LIBRARY,
            "pages/about.md": "Title: About\n\nWe read [@daly2019].\n",
            "pages/hidden.md": "Title: Hidden\nStatus: hidden\n\n[@anon]\n",
            "posts/draft.md": a_post(title="Draft", status="draft", body="[@anon]"),
        },
        PLUGINS=PLUGIN,
    )

    for path in ("pages/about.html", "pages/hidden.html", "drafts/draft.html"):
        assert made.soup(path).select('[role="doc-bibliography"] li'), path


def test_summaries_have_no_marks(build):
    """Neither those that an author wrote nor those that Pelican cuts."""
    cut = "Title: Cut\nDate: 2026-01-02\nCategory: x\n\nFirst [@daly2019] words.\n"
    told = (
        "Title: Told\nDate: 2026-01-01\nCategory: x\n"
        "Summary: As @daly2019 says [@davis2021].\n\nText [@daly2019].\n"
    )
    page = build({"cut": cut, "told": told}).soup("index.html")

    assert "First words." in page.text
    assert "As Daly et al. says." in page.text
    assert not page.select('[role="doc-biblioref"], [role="doc-bibliography"]')


def test_marks_survive_pelicans_cache(build):
    """From the cache the text comes as read; the library may have changed since."""
    cached = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True}
    posts = {"a": a_post(body="@daly2019 and [@davis2021].")}
    first = build(posts, **cached).read("a-post.html")
    again = build(posts, **cached).read("a-post.html")
    other = [dict(WORKS[0]) | {"title": "Another title"}, *WORKS[1:]]
    changed = build(posts, library=format_library(other), **cached).read("a-post.html")

    assert "doc-bibliography" in first
    assert again == first
    assert "Another title" in changed


def test_two_runs_in_one_process_know_nothing_of_each_other(build):
    """``serve`` runs Pelican again and again."""
    body = {"a": a_post(body="[@daly2019]")}
    first = build(body).read("a-post.html")
    build({"a": a_post(body="[@anon] [@daly2019]")})

    assert build(body).read("a-post.html") == first


def test_further_reading_stands_apart(build):
    """Named, not numbered; what is cited anyway is not named twice."""
    made = build({"a": a_post(body="[@daly2019]", further_reading="[anon, daly2019]")})
    page = made.soup("a-post.html")

    assert len(page.select("ol.reference-list li")) == 1
    assert [one["id"] for one in page.select("ul.further-reading li")] == [
        "a-post-ref-anon"
    ]
    assert "Further reading" in page.text


def test_what_a_study_was_is_said_quietly(build):
    """One sentence under the entry, from the library alone."""
    works = [WORKS[0] | {"custom": {"evidence": EVIDENCE}}]
    library = format_library(works)
    page = build({"a": a_post(body="[@daly2019]")}, library=library).soup("a-post.html")
    off = build(
        {"a": a_post(body="[@daly2019]")},
        library=library,
        REFERENCES={"evidence": False},
    )

    assert page.select_one(".reference-evidence").text == (
        "Randomised trial, 24 people with major depressive disorder, against a"
        " waiting list."
    )
    assert not off.soup("a-post.html").select(".reference-evidence")


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        ("apa", "(2019). Efficacy"),
        ("ama", "2019;76(9):893-903"),
        ("nlm", "2019;76(9):893–903"),
    ],
)
def test_the_site_chooses_its_style(build, style, wanted):
    """One setting for the whole site."""
    made = build({"a": a_post(body="[@daly2019]")}, REFERENCES={"style": style})

    assert wanted in made.soup("a-post.html").select_one(".reference-text").text


def test_a_list_typed_by_hand_builds_with_a_warning(build):
    """Nobody's old post breaks; the command that adopts it is named."""
    body = "Text [1].\n\nReferences:\n\n1. Daly (2019). doi: 10.1001/x\n2. More\n"
    made = build({"after an infusion": a_post(body=body)})

    (said,) = [str(one) for one in made.problems if one.name == "references-plain"]
    assert said.startswith("content/posts/after an infusion.md:10: ")
    assert "invoke cite --adopt 'content/posts/after an infusion.md' [" in said
    assert "Daly (2019)" in made.soup("a-post.html").text


def test_wrong_settings_end_the_run_before_it_begins(build):
    """All of them at once, with what to write instead."""
    made = build(
        {"a": a_post()},
        REFERENCES={"styel": "apa", "append": "yes", "heading_level": 9},
    )
    said = "\n".join(map(str, made.problems))

    assert set(made.names()) == {"references-setting"}
    assert "Did you mean “style”?" in said
    assert "REFERENCES[“append”]" in said
    assert "REFERENCES[“heading_level”]" in said
    assert not made.has("a-post.html")


def test_several_articles_can_share_one_list(build, tmp_path):
    """Merged: one numbering, marks that lead to it, ids that stay unique."""
    template = tmp_path / "templates"
    template.mkdir()
    (template / "all.html").write_text(
        "{% set all = merge_references(articles) %}"
        "{% for text in all.contents %}<article>{{ text|safe }}</article>{% endfor %}"
        "{{ all.references.html|safe }}",
        "utf-8",
    )
    made = build(
        {
            "a": a_post(title="A", date="2026-01-02", body="[@daly2019] [@anon]"),
            "b": a_post(title="B", date="2026-01-01", body="[@davis2021] [@daly2019]"),
        },
        THEME_TEMPLATES_OVERRIDES=[str(template)],
        TEMPLATE_PAGES={},
        DIRECT_TEMPLATES=["all"],
    )
    page = made.soup("all.html")
    articles = [
        [mark.text for mark in one.select('[role="doc-biblioref"]')]
        for one in page.select("article")
    ]
    ids = [tag["id"] for tag in page.select("[id]")]

    assert articles == [["1", "2"], ["3", "1"]]
    assert len(page.select('[role="doc-bibliography"]')) == 1
    assert len(page.select("li.reference")) == 3
    assert len(ids) == len(set(ids))
    for link in page.select('[role="doc-biblioref"], [role="doc-backlink"]'):
        assert page.find(id=link["href"].removeprefix("#")), link


def test_articles_can_also_stand_on_one_page_as_they_are(build):
    """Every id begins with its article's slug, so nothing clashes."""
    made = build(
        {
            "a": a_post(title="A", body="[@daly2019; @davis2021; @anon]"),
            "b": a_post(title="B", body="[@daly2019]"),
        }
    )
    pages = [made.read("a.html"), made.read("b.html")]
    ids = [
        one
        for page in pages
        for one in re.findall(r' id="([^"]*(?:ref|cite|references)[^"]*)"', page)
    ]

    assert len(ids) == len(set(ids)) >= 8


def test_machines_get_each_work(site, tmp_path):
    """A theme's JSON-LD can cite: kind, authors, date, DOI."""
    template = tmp_path / "templates"
    template.mkdir()
    (template / "article.html").write_text(
        "{% for one in article.references %}{{ one.json_ld|tojson }}\n{% endfor %}",
        "utf-8",
    )
    made = site(
        {
            "references/library.json": LIBRARY,
            "posts/a.md": a_post(body="[@daly2019] [@who2022]"),
        },
        PLUGINS=PLUGIN,
        REFERENCES={"append": False},
        THEME_TEMPLATES_OVERRIDES=[str(template)],
    )
    daly, who = map(json.loads, made.read("a-post.html").strip().split("\n"))

    assert daly["@type"] == "ScholarlyArticle"
    assert daly["datePublished"] == "2019"
    assert daly["identifier"]["value"] == "10.1001/jamapsychiatry.2019.1189"
    assert daly["author"][0] == {
        "@type": "Person",
        "name": "E. J. Daly",
        "familyName": "Daly",
        "givenName": "E. J.",
    }
    assert who["author"] == [
        {"@type": "Organization", "name": "World Health Organization"}
    ]


def test_a_site_without_citations_is_built_as_without_the_plugin(site):
    """Byte for byte, words with @ included."""
    posts = {"posts/a.md": a_post(body="Ask @anna, me@x.example. `@daly2019`")}
    bare = site(posts, PLUGINS=[]).read("a-post.html")
    made = site(posts | {"references/library.json": LIBRARY}, PLUGINS=PLUGIN)

    assert made.read("a-post.html") == bare
    assert BeautifulSoup(bare, "lxml").find("code").text == "@daly2019"
