"""What is published when, in real builds, and what other sites keep."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from plugins.front_matter.record import FrontMatter
from plugins.problem import Level
from tests.conftest import ROOT, a_post

PLUGINS = ["plugins.front_matter"]
STRICT = {"PLUGINS": PLUGINS, "FRONT_MATTER": {"strict": True}}
PAGE = "---\ntitle: About\n---\n\nWords.\n"
NOW = "2026-06-01T09:00:00+00:00"


def pages(site):
    return {file.name for file in site.output.rglob("*.html")}


def cache(folder):
    """Return the settings of a site that uses Pelican's cache."""
    on = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True}
    return on | {"CACHE_PATH": str(folder / "cache")}


def everything(site):
    return "".join(f.read_text("utf-8") for f in site.output.rglob("*") if f.is_file())


@pytest.mark.parametrize(
    "header",
    [{"status": "draft"}, {"status": "skip"}, {"status": "Draft"}],
    ids=lambda header: header["status"],
)
def test_what_is_not_published_appears_nowhere(site, header):
    """No page, no list, no category, no tag, no feed."""
    text = a_post("Zebra", tags="[stripes]", **header).replace("Evidence", "Animals")
    files = {"posts/a.md": a_post(), "posts/z.md": text}
    built = site(files, **STRICT, FEED_ALL_ATOM="feed.xml", TAG_SAVE_AS="{slug}.html")
    assert built.problems == ()
    assert built.has("a-post.html")
    for word in ("Zebra", "stripes", "Animals", "zebra"):
        assert word not in everything(built)
        assert not any(word.lower() in name for name in pages(built))


def test_a_post_comes_out_by_itself_on_its_date(site, tmp_path):
    """The clock alone decides, whatever Pelican has cached of the post."""
    files = {"posts/a.md": a_post(), "posts/z.md": a_post("Zebra", "2026-06-01 09:00")}
    cached = STRICT | cache(tmp_path)
    before = site(files, **cached, BULLETIN_NOW="2026-06-01T08:59:59+00:00")
    assert "Zebra" not in everything(before)
    assert before.names() == ["post-scheduled"]
    assert before.problems[0].level is Level.NOTICE
    after = site(files, **cached, BULLETIN_NOW="2026-06-01T09:00:00+00:00")
    assert after.has("zebra.html")
    assert after.problems == ()
    again = site(files, **cached, BULLETIN_NOW="2026-05-01")
    assert "Zebra" not in everything(again)


def test_mistakes_are_named_again_when_the_post_is_cached(site, tmp_path):
    """A second build says what the first one said."""
    files = {"posts/a.md": a_post(), "posts/z.md": a_post("Z", slug="A_b c")}
    cached = STRICT | cache(tmp_path)
    assert site(files, **cached).names() == ["slug-unsafe"]
    assert site(files, **cached).names() == ["slug-unsafe"]


def test_a_preview_shows_and_marks_drafts_and_posts_to_come(site):
    """They stand at the address they will have, in the lists they will be in."""
    files = {
        "posts/a.md": a_post(),
        "posts/d.md": a_post("Draft", status="draft"),
        "posts/f.md": a_post("Later", "2026-07-01"),
        "posts/s.md": a_post("Skipped", status="skip"),
        "pages/p.md": PAGE.replace("---\n\n", "status: draft\n---\n\n"),
    }
    theme = (
        "{% for a in articles %}{{ a.title }}={{ a.front_matter.mark }};{% endfor %}"
    )
    built = site(
        {**files, "../theme/templates/index.html": theme},
        **STRICT,
        BULLETIN_NOW=NOW,
        BULLETIN_PREVIEW=True,
        THEME_TEMPLATES_OVERRIDES=[str(site_root(site) / "theme" / "templates")],
    )
    assert built.problems == ()
    assert {"draft.html", "later.html", "about.html"} <= pages(built)
    assert "skipped.html" not in pages(built)
    said = built.read("index.html")
    assert sorted(said.strip(";").split(";")) == [
        "A post=",
        "Draft=draft",
        "Later=scheduled",
    ]


def site_root(site):
    """Return the folder in which the fixture builds."""
    return next(
        c.cell_contents
        for c in site.__closure__
        if hasattr(c.cell_contents, "joinpath")
    )


def test_a_hidden_post_is_only_at_its_own_address(site):
    """Whoever has the link can read it; no list leads there."""
    files = {"posts/a.md": a_post(), "posts/h.md": a_post("Zebra", status="hidden")}
    built = site(files, **STRICT, FEED_ALL_ATOM="feed.xml")
    holding = [
        f.name
        for f in built.output.rglob("*")
        if f.is_file() and "Zebra" in f.read_text("utf-8")
    ]
    assert holding == ["zebra.html"]


@pytest.mark.parametrize("preview", [False, True], ids=["build", "preview"])
def test_no_post_links_a_list_that_is_not_there(site, preview):
    """Category and tags have no page where hidden posts and translations have them."""
    tags = "[stripes, shared]"
    other = {"lang": "es", "translation": "true", "slug": "a", "tags": tags}
    hidden = a_post("Zebra", status="hidden", tags=tags)
    draft = a_post("Cebra", status="draft" if preview else "published", **other)
    files = {
        "posts/a.md": a_post("A", tags="[shared]"),
        "posts/h.md": hidden.replace("Evidence", "Animals"),
        "posts/es.md": draft.replace("Evidence", "Animales"),
    }
    now = {"BULLETIN_NOW": NOW, "BULLETIN_PREVIEW": preview}
    built = site(files, **STRICT, **now)
    assert built.problems == ()
    for page in ("zebra.html", "a-es.html"):
        links = built.soup(page).select("article a")
        names = {link["href"].rsplit("/", 1)[-1] for link in links}
        assert names >= {"shared.html"}
        assert not names & {"stripes.html", "animals.html", "animales.html"}


@pytest.mark.parametrize("notice", [True, False])
def test_a_withdrawn_post_keeps_its_page_with_the_reason(site, notice):
    """Links go on to work, and readers are told."""
    reason = "Its main source was retracted & we erred."
    text = a_post("Zebra", status="withdrawn", withdrawn_because=reason)
    settings = {"strict": True, "withdrawn_notice": notice}
    built = site(
        {"posts/a.md": a_post(), "posts/w.md": text},
        PLUGINS=PLUGINS,
        FRONT_MATTER=settings,
        FEED_ALL_ATOM="feed.xml",
    )
    assert built.problems == ()
    found = built.soup("zebra.html").select("div.withdrawn[role=note]")
    assert [reason in note.get_text() for note in found] == [True] * notice
    assert "Zebra" not in built.read("feed.xml") + built.read("index.html")


def test_templates_get_the_record(site):
    """``article.front_matter`` holds typed values in one shape."""
    theme = (
        "{% set f = article.front_matter %}{{ f.reviewed.year }}|{{ f.tags|join('+') }}"
        "|{{ f.corrections[0].date }}|{{ f.corrections[0].text }}|{{ f.is_review_due }}"
    )
    text = a_post(
        tags="[a, b]",
        reviewed="2026-01-02",
        reviewed_by="Ada",
        review_due="2026-02-01",
        corrections="\n  - 2026-01-03: Old.\n  - 2026-01-04: New.",
    )
    built = site(
        {"posts/a.md": text, "../theme/templates/article.html": theme},
        **STRICT,
        PEOPLE={"Ada": {}},
        BULLETIN_NOW=NOW,
        THEME_TEMPLATES_OVERRIDES=[str(site_root(site) / "theme" / "templates")],
    )
    assert built.names() == ["review-due"]
    assert built.read("a-post.html") == "2026|a+b|2026-01-04|New.|True"


def test_all_problems_of_all_posts_come_in_one_run(site):
    """An author mends everything at once."""
    files = {
        "posts/a.md": a_post("", "03/04/2024", slug="A b"),
        "posts/b.md": b"Title: caf\xe9\n",
        "posts/c.md": a_post("C", status="pubished"),
        "pages/p.md": "No header.\n",
    }
    built = site(files, **STRICT)
    assert sorted(built.names()) == [
        "date-ambiguous",
        "file-encoding",
        "header-missing",
        "key-empty",
        "slug-unsafe",
        "status-unknown",
    ]
    assert pages(built) == set()


@pytest.mark.parametrize("index", ["0", "00", "two", "1.5", "-1", "99999"])
def test_a_wrong_part_number_is_named_once(site, index):
    """The series plugin names what it cannot read; nothing slips between the two."""
    files = {"posts/a.md": a_post(series="S", series_index=index)}
    for plugins in (PLUGINS, [*PLUGINS, "plugins.series"]):
        built = site(files, **STRICT | {"PLUGINS": plugins})
        errors = [p.name for p in built.problems if p.level is Level.ERROR]
        assert errors == ["series-index-invalid" if plugins[1:] else "number-due"]


def test_other_sites_are_only_warned(site):
    """Without ``strict`` Pelican goes on as it would, and the author is told."""
    files = {
        "posts/a.md": a_post(),
        "posts/b.md": a_post("B", "03/04/2026", mood="good", template="article"),
        "posts/c.md": "Title: C\nDate: 2026-01-01\nStauts: published\n\nWords.\n",
        "posts/d.md": a_post("D", status="draft"),
        "posts/f.md": a_post("F", "2099-01-01"),
        "notes.txt": "not for publishing",
    }
    built = site(files, PLUGINS=PLUGINS)
    assert {p.level for p in built.problems} <= {Level.WARNING, Level.NOTICE}
    assert set(built.names()) == {"date-ambiguous", "key-unknown"}
    assert {"a-post.html", "b.html", "c.html", "f.html"} <= pages(built)
    assert built.has("drafts/d.html")


def test_a_site_gives_names_other_levels(site):
    """``PROBLEM_LEVELS`` holds for a name, up and down."""
    files = {"posts/a.md": a_post(slug="My-Post", mood="good")}
    levels = {"key-unknown": "notice", "slug-case": "error"}
    built = site(files, **STRICT, PROBLEM_LEVELS=levels)
    found = {problem.name: str(problem.level) for problem in built.problems}
    assert found == levels
    off = site(files, **STRICT, PROBLEM_LEVELS=dict.fromkeys(levels, "off"))
    assert off.problems == ()
    assert off.has("My-Post.html")


def test_a_wrong_setting_ends_the_run_with_its_key(site):
    """Before anything is read."""
    given = {"strikt": True, "summary_length": [9, 1], "required": ["banana"]}
    built = site({"posts/a.md": a_post()}, PLUGINS=PLUGINS, FRONT_MATTER=given)
    assert built.names() == ["front-matter-setting"] * 3
    assert "Did you mean “strict”?" in str(built.problems)


def test_a_wrong_clock_ends_the_run(site):
    """``--now`` is read as a date is."""
    built = site({"posts/a.md": a_post()}, **STRICT, BULLETIN_NOW="03/04/2026")
    assert built.names() == ["front-matter-setting"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('FRONT_MATTER = {"strict": True}', "a.md:3: Date"),
        ('FRONT_MATTER = {"strikt": 1}', "Did you mean"),
    ],
    ids=["a post", "a setting"],
)
def test_plain_pelican_ends_without_a_traceback(tmp_path, settings, said):
    """An author's mistake shows its line, not our code."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text(a_post(date="03/04/2024"), "utf-8")
    conf = f"PATH = 'content'\nPLUGINS = {PLUGINS}\n{settings}\n"
    (tmp_path / "conf.py").write_text(conf, "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "conf.py", "-o", "output"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "500"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert said in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert not list((tmp_path / "output").rglob("*.html"))


def test_restructured_text_cannot_read_files(site, tmp_path):
    """Where a strict site turns that reader on, insertion and raw text stay off."""
    from pelican.readers import RstReader

    (tmp_path / "secret.txt").write_text("s3cret", "utf-8")
    text = (
        "Words\n#####\n\n:date: 2026-01-01\n:category: Evidence\n:summary: x\n\n"
        ".. include:: ../../secret.txt\n\n.. raw:: html\n\n   <b>raw</b>\n"
    )
    built = site({"posts/a.md": a_post(), "posts/r.rst": text}, **STRICT)
    assert built.names() == ["file-extension"]
    built = site(
        {"posts/a.md": a_post(), "posts/r.rst": text},
        **STRICT,
        READERS={"rst": RstReader},
    )
    assert [(p.name, p.line) for p in built.problems] == [("rst-unreadable", 8)]
    assert "s3cret" not in everything(built)
    assert "<b>raw</b>" not in everything(built)


def test_a_text_that_markdown_cannot_read_is_named(site):
    """Lists deep inside each other end no build with a traceback."""
    body = "\n".join(" " * (4 * depth) + "- item" for depth in range(250))
    built = site(
        {"posts/a.md": a_post(), "posts/d.md": a_post("D", body=body)}, **STRICT
    )
    assert [(p.name, p.line) for p in built.problems] == [("text-unreadable", 7)]


def test_files_of_programs_are_left_alone(site):
    """Locks, backups and folders of editors are neither published nor scolded."""
    junk = (".#a.md", "._a.md", ".a.md.swp", "a.md~", "#a.md#", ".DS_Store")
    files = {f"posts/{name}": "\0" for name in junk}
    files |= {".obsidian/a.md": "x", "posts/.git/a.md": "x", ".gitignore": "x"}
    built = site({"posts/a.md": a_post(), **files}, **STRICT)
    assert built.problems == ()
    built = site({"posts/.b.md": "x"}, **STRICT)
    assert built.names() == ["header-missing"]


@pytest.mark.parametrize("name", ["words.txt", "lists/ours.txt"])
def test_the_words_of_a_site_are_neither_published_nor_scolded(site, name):
    """Wherever ``CHECK`` says they stand; without that, they have their own name."""
    check = {} if name == "words.txt" else {"CHECK": {"words": name}}
    files = {"posts/a.md": a_post(), name: "ketamin->ketamine\n"}
    built = site(files, **STRICT, **check)
    assert built.problems == ()
    assert "ketamin->" not in everything(built)
    if check:
        assert site(files, **STRICT).names() == ["file-stray"]


def test_what_a_site_places_behind_a_dot_is_published(site, tmp_path):
    """As Pelican alone would; what a program keeps there is not, and that is said."""
    files = {
        "extra/security.txt": "Contact: mailto:a@site.example",
        "extra/.well-known/acme-challenge/token": "token",
        "extra/.config/app.json": "{}",
        "extra/.nojekyll": "",
        "extra/htaccess": "Options -Indexes",
        "extra/.old/a.txt": "x",
        "extra/.git/config": "x",
        "extra/sub/.old/b.txt": "x",
        ".well-known/webfinger": "{}",
        "pages/.well-known/c.txt": "x",
        "extra/.well-known/a.md": "x",
    }
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key.txt").write_text("key")
    (tmp_path / "content/extra/other").mkdir(parents=True)
    (tmp_path / "content/extra/other/.well-known").symlink_to(tmp_path / "secret")
    places = {
        "extra/security.txt": ".well-known/security.txt",
        "extra/.well-known/acme-challenge/token": ".well-known/acme-challenge/token",
        "extra/.config/app.json": "app.json",
        "extra/htaccess": ".htaccess",
        "extra/.nojekyll": ".nojekyll",
    }
    built = site(
        {"posts/a.md": a_post(), **files},
        PLUGINS=["plugins.front_matter"],
        STATIC_PATHS=["extra", ".well-known"],
        EXTRA_PATH_METADATA={key: {"path": place} for key, place in places.items()},
    )
    for place in (*places.values(), ".well-known/webfinger"):
        assert built.has(place), place
    everything = " ".join(path.as_posix() for path in built.output.rglob("*"))
    assert not [part for part in (".old", ".git/", "key.txt") if part in everything]
    hidden = [p.path for p in built.problems if p.name == "folder-hidden"]
    assert hidden == ["content/extra/.old", "content/extra/sub/.old"]


def test_a_file_name_with_an_impossible_date_is_named(site):
    """Pelican takes dates from names; the author hears which one is wrong."""
    built = site({"posts/2026-13-45-a.md": a_post(date="2026-01-01")}, **STRICT)
    assert "file-name" in built.names()
    assert pages(built) == set()


def test_a_file_name_that_is_not_utf8_can_be_printed(site, tmp_path):
    """A message never breaks on the name that it names."""
    folder = tmp_path / "content" / "posts"
    folder.mkdir(parents=True)
    name = os.fsencode(folder) + b"/caf\xe9.md"
    with open(name, "wb") as file:  # noqa: PTH123  # a name of bytes
        file.write(b"")
    built = site({"posts/a.md": a_post()}, **STRICT)
    assert built.names() == ["file-empty"]
    assert str(built.problems[0]).encode("utf-8")


def test_markdown_settings_of_the_site_hold(site):
    """The reader takes the header off and leaves the rest to Pelican's Markdown."""
    body = "Note: take with food\n\n## One\n\n*[HTML]: x\n\nHTML{: .note }"
    built = site(
        {"posts/a.md": a_post(body=body)},
        **STRICT,
        MARKDOWN={
            "extensions": ["markdown.extensions.toc", "markdown.extensions.extra"],
            "output_format": "html5",
        },
    )
    page = built.soup("a-post.html")
    assert page.find(id="one").name == "h2"
    assert "Note: take with food" in page.get_text()


def test_translations_are_no_collision(site):
    """Two languages of one post share a slug and have two addresses."""
    files = {
        "posts/a.md": a_post("Sleep", slug="sleep"),
        "posts/a-es.md": a_post("Dormir", slug="sleep", lang="es", translation="true"),
    }
    built = site(files, **STRICT)
    assert built.problems == ()
    assert {"sleep.html", "sleep-es.html"} <= pages(built)


def test_both_forms_give_the_same_page(site):
    """YAML or ``Key: value``: readers see no difference."""
    yaml = a_post("Sleep", tags="\n  - a\n  - b", author="Ada")
    keys = "Title: Sleep\nDate: 2026-01-01\n" + yaml.split("\n")[3].replace("s", "S", 1)
    keys += "\nCategory: Evidence\nTags: a, b\nAuthor: Ada\n\nSome words.\n"
    first = site({"posts/a.md": yaml}, **STRICT).read("sleep.html")
    second = site({"posts/a.md": keys}, **STRICT).read("sleep.html")
    assert first == second


def test_a_record_is_a_value():
    """Nobody can change what a post has said."""
    with pytest.raises(AttributeError):
        FrontMatter().title = "x"  # type: ignore[misc]
