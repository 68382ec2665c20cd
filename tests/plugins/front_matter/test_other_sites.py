"""What a site that is not strict hears of headers: what is wrong there, and once."""

from __future__ import annotations

import pytest

from plugins.problem import Level

PLUGINS = ["plugins.front_matter"]
USUAL = {"PLUGINS": PLUGINS, "ARTICLE_PATHS": [""], "PAGE_PATHS": ["pages"]}


def post(title="A post", body="Some words.", **keys):
    keys = {"Title": title, "Date": "2026-01-01"} | keys
    return (
        "".join(f"{k}: {v}\n" for k, v in keys.items() if v is not None) + f"\n{body}\n"
    )


def told(built):
    return [
        (p.path.removeprefix("content/"), p.line, p.name, p.remedy)
        for p in built.problems
    ]


def remedies(built):
    """Return what is said of each key: the key, and what to do."""
    found = [p for p in built.problems if p.name == "key-unknown"]
    return {p.what.split("“")[1].split("”")[0]: p.remedy for p in found}


#: Files that Pelican publishes as they were meant; nothing is to be said of them.
RIGHT = {
    "git.md": post("Git", Date="Wed Dec 23 11:34:34 2015 +0100"),
    "mail.md": post("Mail", Date="Wed, 23 Dec 2015 11:34:34 +0100"),
    "old.md": post("Old", Date="1955-03-14", Modified="14 March 1955"),
    "short.md": post("Short", Summary="Short."),
    "marked.md": post("A <em>b</em> &amp; c", Summary="See <b>this</b> &mdash; now."),
    "python.md": post("How __init__ takes **kwargs"),
    "2026-02-03-name.md": post("Name", Date=None),
    "empty.md": post("Empty keys", Tags="", Category="", Author="", Slug=""),
    "2026/deep.md": post("Deep", Slug="2026/deep/down"),
    "search.md": post("Search"),
    "obsidian.md": post("Note", Aliases="A note, Another", cssclasses="wide"),
    "cover.md": post("Cover", Image="https://cdn.example/a.png"),
    "cover-2.md": post("Cover 2", Image="/images/a.png"),
    "images/a.png": "x",
    "jekyll.md": post(
        "J", layout="post", comments="true", published="true", excerpt_separator="<!-->"
    ),
    "hugo.md": post(
        "H", draft="false", weight="10", type="post", toc="true", linkTitle="H"
    ),
    "wordpress.md": post("W", wordpress_id="12", post_status="publish", id="3"),
    "plugins.md": post("P", cover="images/a.png", uuid="1", alias="x", guid="2"),
    "own.md": post("Own", subtitle="x", lede="y", image_credit="z", og_image_alt="w"),
    "described.md": post("D", Summary="Said.", description="Said again."),
    "pages/404.md": "Title: Not Found\nStatus: hidden\nSave_as: 404.html\n\nGone.\n",
    "pages/500.md": "Title: 500\nStatus: hidden\nSave_as: 500.html\n\nGone.\n",
    "pages/home.md": "Title: Welcome\nURL:\nsave_as: index.html\n\nHello.\n",
    "pages/cat.md": (
        "Title: Misc\nurl: category/misc.html\nsave_as: category/misc.html\n\nOurs.\n"
    ),
}


def test_nothing_is_said_of_what_pelican_publishes_rightly(site):
    """Dates, summaries, names, keys of others, the 404 and the home page of the FAQ."""
    built = site(RIGHT, **USUAL)
    assert told(built) == []
    for name in ("404.html", "git.html", "search.html", "2026/deep/down.html"):
        assert built.has(name)
    assert "Hello." in built.read("index.html")
    assert "2015-12-23T11:34:34+01:00" in built.read("git.html")


def test_what_is_lost_is_said_with_what_to_do(site):
    """Each remedy works in Pelican, and each key is said once with a count."""
    files = {
        f"posts/{n}.md": post(
            f"P {n}",
            layout="wide",
            permalink=f"/2015/{n}/",
            categories="[Mood, Sleep]",
            published="false",
            last_modified_at="2026-02-02",
            stauts="draft",
            redirect_from="/old/",
        )
        for n in range(3)
    }
    files["hugo.md"] = post("H", draft="true", expiryDate="2027-01-01", keywords="a, b")
    files["word.md"] = post("W", post_status="private", coverImage="images/a.png")
    files["hexo.md"] = post("X", permalink="/:year/:title/", layout="page")
    files["theme.md"] = post("T", layout="archives", description="What it says.")
    built = site(files, **USUAL)
    assert remedies(built) == {
        "layout": "Remove the line: the theme has no template “wide”.",
        "permalink": "Set ARTICLE_URL and ARTICLE_SAVE_AS in pelicanconf.py instead.",
        "categories": (
            "Write “category: Mood”, and “tags: Sleep”: a post has one category."
        ),
        "published": "Write “status: draft” instead, or remove the line.",
        "last_modified_at": "The key for it is “modified”.",
        "stauts": "Did you mean “status”?",
        "draft": "Write “status: draft” instead, or remove the line.",
        "expirydate": (
            "Nothing expires here by itself: write “status: hidden” on 2027-01-01."
        ),
        "keywords": "The key for it is “tags”.",
        "post_status": "Write “status: hidden” instead.",
    }
    counted = {p.what for p in built.problems if "The same in" in p.what}
    assert "“stauts” is not a key that a post can use. The same in 2 more files." in (
        counted
    )
    assert len(built.problems) == 10


def test_a_permalink_becomes_an_address(site):
    """What the remedy says gives the page its old address."""
    built = site({"a.md": post(permalink="/2015/12/a/")}, **USUAL)
    said = remedies(built)["permalink"]
    assert said.startswith(
        "Write “url: 2015/12/a/” and “save_as: 2015/12/a/index.html”"
    )
    mended = post(url="2015/12/a/", save_as="2015/12/a/index.html")
    built = site({"a.md": mended}, **USUAL)
    assert told(built) == []
    assert built.has("2015/12/a/index.html")


def test_keys_that_a_template_reads_are_the_sites_own(site, tmp_path):
    """Also where they look like another word."""
    theme = tmp_path / "theme" / "templates"
    theme.mkdir(parents=True)
    reads = "{{ article.autor }} {% if page.layout %}{% endif %}"
    (theme / "more.html").write_text(f"{reads} {{{{ article['summery'] }}}}", "utf-8")
    files = {"a.md": post(autor="x", layout="wide", summery="y", titel="z", tagz="t")}
    built = site(files, **USUAL, THEME_TEMPLATES_OVERRIDES=[str(theme)])
    assert remedies(built) == {"tagz": "Did you mean “tags”?"}


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2015-12-23-a.md", "2015-12-23"),
        ("20151223_a.md", "2015-12-23"),
        ("2015/12/23/a.md", "2015-12-23"),
        ("2015-13-45-a.md", "2026-03-14"),
    ],
)
def test_the_day_in_a_files_name_is_the_one_to_write(site, path, day):
    """Where the site does not read it from there."""
    files = {path: post(Date=None)}
    built = site(files, **USUAL, FILENAME_METADATA=r"\d+-(?P<slug>.*)")
    (problem,) = (p for p in built.problems if p.name == "key-missing")
    assert problem.remedy == f"Add “date: {day}”."


def test_a_post_that_no_reader_reads_is_told(site):
    """A name that ends nearly as Markdown, with a header: else it is lost silently."""
    files = {f"a.{end}": post() for end in ("markdown2", "mdd", "mdwn", "MD", "qmd")}
    files |= {"b.txt": post(), "c.mdx": "No header.\n", "d.mp4": "x", "e.md5": "x"}
    built = site(files, **USUAL)
    assert sorted(told(built)) == [
        (f"a.{end}", 0, "file-extension", "Rename it to a.md.")
        for end in sorted(["markdown2", "mdd", "mdwn", "MD", "qmd"])
    ]


def test_names_with_one_address_are_named_with_both_files(site):
    """Pelican makes one page of them, under the name that came first."""
    files = {
        "a.md": post("A", Tags="C++, C#", Category="Fish & C", Author="Ann+"),
        "b.md": post("B", Tags="HIV+, β-blocker", Category="Fish C", Author="Ann"),
        "c.md": post("C", Tags="HIV, b-blocker, C++", Category="Café", Authors="北京"),
        "d.md": post("D", Tags="hiv", Category="Cafe", Authors="背景"),
    }
    built = site(files, **USUAL)
    said = {p.what.split(":")[0] for p in built.problems if p.name == "name-address"}
    assert said == {
        "Tag “C#” has the address of “C++” in the same post, “c”",
        "Tag “HIV” has the address of “HIV+” in content/b.md, “hiv”",
        "Tag “b-blocker” has the address of “β-blocker” in content/b.md, “b-blocker”",
        "Category “Fish C” has the address of “Fish & C” in content/a.md, “fish-c”",
        "Author “Ann” has the address of “Ann+” in content/a.md, “ann”",
        "Author “背景” has the address of “北京” in content/c.md, “bei-jing”",
    }
    apart = [(r"\+", "-plus"), ("#", "-sharp"), (r"[^\w\s-]", "")]
    built = site(files, **USUAL, TAG_REGEX_SUBSTITUTIONS=apart)
    shared = {p.what for p in built.problems if p.name == "name-address"}
    assert sum(what.startswith("Tag") for what in shared) == 1


def test_who_wants_a_taken_address_hears_how_to_give_way(site):
    """The key that decides it, and the setting of a page of the site."""
    files = {
        "a.md": post("A", save_as="x.html", url="x.html"),
        "b.md": post("B", Slug="x"),
        "x.md": post("X"),
        "index.md": post("Index"),
    }
    found = {path: remedy for path, _, name, remedy in told(site(files, **USUAL))}
    assert found == {
        "a.md": "Write another “save_as” here, with its “url”, or take one of the two"
        " away.",
        "b.md": "Give this one another slug, or take one of the two away.",
        "x.md": "Add a “slug” to this one, or take one of the two away.",
        "index.md": "Add a “slug” to this one, or move the site's own page with"
        " INDEX_SAVE_AS in pelicanconf.py.",
    }


def test_a_strict_site_hears_everything_as_before(site):
    """Its demands stay, file by file."""
    files = {
        "posts/a.md": post(layout="post", weight="2", Summary=None, Slug="Ab"),
        "posts/c.md": "Title: C\npublished: true\n\nNo date.\n",
        "posts/b.md": post("B", layout="post", Date="14 March 2026"),
    }
    strict = {"PLUGINS": PLUGINS, "FRONT_MATTER": {"strict": True}}
    built = site(files, **strict)
    found = sorted((path, name) for path, _, name, _ in told(built))
    assert found == [
        ("posts/a.md", "key-missing"),
        ("posts/a.md", "key-missing"),
        ("posts/a.md", "key-unknown"),
        ("posts/a.md", "key-unknown"),
        ("posts/a.md", "slug-case"),
        ("posts/b.md", "date-format"),
        ("posts/b.md", "key-missing"),
        ("posts/b.md", "key-missing"),
        ("posts/b.md", "key-unknown"),
        ("posts/c.md", "key-missing"),
        ("posts/c.md", "key-missing"),
        ("posts/c.md", "key-missing"),
        ("posts/c.md", "key-unknown"),
    ]
    assert set(remedies(built).values()) == {
        "Remove the line: it is for another program and does nothing here."
    }


def test_restructured_text_that_cannot_be_read_is_named_with_its_line(site):
    """Pelican would drop the post; a build says so without a traceback."""
    bad = "A\n#\n\n:date: 2026-01-01\n\nA |filename|b.md link.\n"
    built = site({"a.md": post(), "bad.rst": bad}, **USUAL)
    (found,) = built.problems
    assert (found.name, found.line, found.level) == ("rst-unreadable", 6, Level.ERROR)
