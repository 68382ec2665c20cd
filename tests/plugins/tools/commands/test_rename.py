"""``invoke rename`` on real sites in real repositories."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
from contextlib import contextmanager
from functools import partial

import pytest

from plugins.source.header import parse_header
from plugins.tools.desk.rename import plan_rename
from plugins.tools.desk.run import change_site
from plugins.tools.reporter import Reporter
from plugins.tools.site import RefusedError, Site
from tests.plugins.tools.desk.places import a_desk, a_text, commit, git, undo

desk = a_desk
SLEEP = "posts/2026-01-05-sleep.md"
OLD = "content/posts/2026-01-05-sleep.md"
NEW = "content/posts/2026-01-05-rest.md"
#: Each line leads to the post, or only seems to.
LINKING = """\
[a]({filename}2026-01-05-sleep.md) [b]({filename}/posts/2026-01-05-sleep.md#top)
[c](/blog/sleep/) [d](/blog/sleep/#words "Its title") [e](../sleep/)
[f](https://blog.aureo.health/blog/sleep/) and <https://blog.aureo.health/blog/sleep/>
<a href="/blog/sleep/">g</a> or https://blog.aureo.health/blog/sleep/, they say.
[h][one] [not](/blog/sleep-well/) [nor](https://other.example/blog/sleep/)
`[code](/blog/sleep/)` sleep /blog/sleep/ 2026-01-05-sleep.md

```
[code]({filename}2026-01-05-sleep.md)
```

[one]: /blog/sleep/
"""
LED = """\
[a]({filename}2026-01-05-rest.md) [b]({filename}/posts/2026-01-05-rest.md#top)
[c](/blog/rest/) [d](/blog/rest/#words "Its title") [e](../rest/)
[f](https://blog.aureo.health/blog/rest/) and <https://blog.aureo.health/blog/rest/>
<a href="/blog/rest/">g</a> or https://blog.aureo.health/blog/rest/, they say.
[h][one] [not](/blog/sleep-well/) [nor](https://other.example/blog/sleep/)
`[code](/blog/sleep/)` sleep /blog/sleep/ 2026-01-05-sleep.md

```
[code]({filename}2026-01-05-sleep.md)
```

[one]: /blog/rest/
"""
LENIENT = "POST_CHECKS = {}\nFRONT_MATTER = {}\n"


def header_of(place, path):
    return parse_header((place.root / path).read_text("utf-8")).values


def test_file_old_address_id_and_links_follow_and_git_undoes_it(desk):
    """Nothing else of any file changes, not even an end of line."""
    crlf = a_text("Other", LINKING, form="keys").replace("\n", "\r\n")
    place = desk(
        {
            SLEEP: "\ufeff" + a_text("Sleep", "[me](/blog/sleep/)", series="Nights"),
            "posts/2026-01-06-sleep-well.md": a_text("Sleep well", series="Nights"),
            "posts/2026-01-07-other.md": crlf,
            "pages/about.md": a_text("About", LINKING, date="", category=""),
            "series/nights.md": "---\ntitle: Nights\nparts: [sleep, sleep-well] # so\n"
            "---\n[One](/blog/sleep/)\n",
        },
        LENIENT,
    )
    before = place.files("content")
    ended = place.run("rename", "sleep", "rest", "--yes")

    assert ended.code == 0, ended.said
    after = place.files("content")
    assert "posts/2026-01-05-sleep.md" not in after
    values = header_of(place, NEW)
    assert values["aliases"] == ["/blog/sleep/"]
    # The id that readers' programs know it by stays.
    assert values["uid"] == "tag:blog.aureo.health,2026-01-05:/blog/sleep/"
    assert "slug" not in values  # the file's name says it
    text = after["posts/2026-01-05-rest.md"].decode("utf-8")
    assert text.startswith("\ufeff---\n")
    assert "[me](/blog/rest/)" in text
    led = crlf.replace(LINKING.replace("\n", "\r\n"), LED.replace("\n", "\r\n"))
    assert after["posts/2026-01-07-other.md"] == led.encode()
    # From a page these lead elsewhere.
    relative = LED.replace("../rest/", "../sleep/")
    relative = relative.replace(
        "({filename}2026-01-05-rest", "({filename}2026-01-05-sleep"
    )
    assert after["pages/about.md"].decode().endswith(f"{relative}\n")
    nights = after["series/nights.md"].decode()
    assert "parts: [rest, sleep-well] # so\n" in nights
    assert "[One](/blog/rest/)" in nights
    assert (
        after["posts/2026-01-06-sleep-well.md"]
        == (before["posts/2026-01-06-sleep-well.md"])
    )
    assert f"rename from {OLD}\nrename to {NEW}\n" in ended.out
    assert "+++ b/content/series/nights.md" in ended.out
    assert "Links in 3 files lead on." in ended.out
    assert place.run("build").code == 0
    assert not [*(place.root / ".bulletin").rglob("trial-*")]

    undo(place, ended.out)
    assert place.files("content") == before
    assert git(place, "status", "--porcelain") == ""


def test_renamed_back_a_post_has_its_own_address_and_keeps_the_other(desk):
    """No address leads to itself, and none that was public is lost."""
    place = desk({SLEEP: a_text("Sleep", uid="urn:uuid:x", slug="sleep")})
    first = (place.root / OLD).read_text()
    for old, new, aliases in (
        ("sleep", "rest", ["/blog/sleep/"]),
        ("rest", "nap", ["/blog/sleep/", "/blog/rest/"]),
        ("nap", "sleep", ["/blog/rest/", "/blog/nap/"]),
    ):
        ended = place.run("rename", old, new, "--yes")
        assert ended.code == 0, ended.said
        values = header_of(place, f"content/posts/2026-01-05-{new}.md")
        assert (values["slug"], values["aliases"]) == (new, aliases)
        assert values["uid"] == "urn:uuid:x"
        commit(place)
    lines = (place.root / OLD).read_text().splitlines()
    assert [line for line in lines if line not in first.splitlines()] == [
        "aliases:",
        "  - /blog/rest/",
        "  - /blog/nap/",
    ]


@pytest.mark.parametrize("status", ["draft", "scheduled"])
def test_what_nobody_has_read_gets_no_old_address(desk, status):
    """Its address was never anybody's."""
    own = {"status": "draft"} if status == "draft" else {"date": "2027-01-05"}
    place = desk({SLEEP: a_text("Sleep", **own)})
    ended = place.run("rename", "sleep", "rest", "--yes")

    assert ended.code == 0, ended.said
    assert not {"aliases", "uid"} & header_of(place, NEW).keys()
    assert "aliases" not in ended.out


def test_all_languages_are_renamed_together(desk):
    """They are translations of each other by their slug."""
    place = desk(
        {
            SLEEP: a_text("Sleep", "[es](/blog/sleep-es/)", uid="a"),
            "posts/2026-01-05-sleep.es.md": a_text(
                "Dormir", "[en](/blog/sleep/)", lang="es", slug="sleep", uid="b"
            ),
        }
    )
    ended = place.run("rename", "content/posts/2026-01-05-sleep.es.md", "rest", "--yes")

    assert ended.code == 0, ended.said
    spanish = "content/posts/2026-01-05-rest.es.md"
    assert header_of(place, spanish)["aliases"] == ["/blog/sleep-es/"]
    assert header_of(place, spanish)["slug"] == "rest"
    assert header_of(place, NEW)["aliases"] == ["/blog/sleep/"]
    assert "[es](/blog/rest-es/)" in (place.root / NEW).read_text()
    assert place.run("build").code == 0


def test_pictures_that_lie_beside_a_post_go_with_it(desk):
    """A post in a folder of its own is renamed with all that is in there."""
    place = desk(
        {
            "posts/2026-01-05-sleep/index.md": a_text(
                "Sleep", "![A bed]({attach}bed.jpg)", slug="sleep", uid="a"
            ),
            "posts/2026-01-05-sleep/bed.jpg": "a picture",
            "posts/2026-01-06-other.md": a_text(
                "Other",
                "[it]({filename}2026-01-05-sleep/index.md)\n\n"
                "![bed]({static}/posts/2026-01-05-sleep/bed.jpg)",
                uid="b",
            ),
        },
        'STATIC_PATHS = ["images", "posts"]\n',
    )
    before = place.files("content")
    ended = place.run("rename", "sleep", "rest", "--yes")

    assert ended.code == 0, ended.said
    after = place.files("content")
    assert after["posts/2026-01-05-rest/bed.jpg"] == b"a picture"
    assert not (place.root / "content/posts/2026-01-05-sleep").exists()
    other = after["posts/2026-01-06-other.md"].decode()
    assert "{filename}2026-01-05-rest/index.md" in other
    assert "{static}/posts/2026-01-05-rest/bed.jpg" in other
    assert "1 file beside it went along" in ended.out

    undo(place, ended.out)
    assert place.files("content") == before


def test_a_folder_of_one_post_and_its_file_are_both_renamed(desk):
    """Translations in it, too; a folder of several posts stays."""
    place = desk(
        {
            "posts/sleep/sleep.md": a_text("Sleep", uid="a", slug="sleep"),
            "posts/sleep/sleep.es.md": a_text(
                "Dormir", "![Cama]({attach}bed.jpg)", uid="b", slug="sleep", lang="es"
            ),
            "posts/sleep/bed.jpg": "a picture",
            "posts/nap/nap.md": a_text("Nap", uid="c", slug="nap"),
            "posts/nap/more.md": a_text("More", uid="d", slug="more"),
        },
        'STATIC_PATHS = ["images", "posts"]\nFILENAME_METADATA = ""\n',
    )
    first = place.run("rename", "sleep", "rest", "--yes")
    second = place.run("rename", "nap", "doze", "--yes")

    assert first.code == second.code == 0, first.said + second.said
    assert sorted(place.files("content/posts")) == [
        "nap/doze.md",
        "nap/more.md",
        "rest/bed.jpg",
        "rest/rest.es.md",
        "rest/rest.md",
    ]
    assert place.run("build").code == 0


def test_another_name_of_a_note_is_no_address(desk):
    """Obsidian's own; it stays in the list."""
    place = desk(
        {SLEEP: a_text("Sleep", uid="a", aliases="[rest, /old/]")},
        LENIENT + 'ARTICLE_URL = "{slug}/"\nARTICLE_SAVE_AS = "{slug}/index.html"\n',
    )
    ended = place.run("rename", "sleep", "rest", "--yes")

    assert ended.code == 0, ended.said
    assert header_of(place, NEW)["aliases"] == ["rest", "/old/", "/sleep/"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("slep", "x"), "No post is called “slep”. Did you mean “sleep”?"),
        (
            ("sleep", "well"),
            "The slug “well” is that of content/posts/2026-01-06",
        ),
        (("sleep", "Deep Sleep"), "Use small letters, digits and hyphens: deep-sleep."),
        (("sleep", "Deep"), "Write “deep”."),
        (("sleep", "../x"), "cannot be an address"),
        (("sleep", "sleep"), "has the slug “sleep” already"),
        (("sleep", "feeds"), "is kept for a page of the site itself"),
        (("sleep", "con"), "cannot be a folder's name on every computer"),
        (
            ("sleep", "nap"),
            "“/blog/nap/” is an old address of content/posts",
        ),
        (
            ("same words", "x"),
            "“same words” can mean several: content/posts/",
        ),
        (("broken", "x"), "content/posts/2026-01-08-broken.md:2: "),
        (("sleep", "there"), "content/posts/2026-01-05-there.md is there already."),
    ],
)
def test_what_cannot_be_is_refused_in_a_line_with_a_next_step(desk, words, said):
    """And nothing is touched."""
    place = desk(
        {
            SLEEP: a_text("Sleep", uid="a"),
            "posts/2026-01-06-well.md": a_text(
                "Same words, one", uid="b", aliases="[/blog/nap/]"
            ),
            "posts/2026-01-07-two.md": a_text("Same words, two", uid="c"),
            "posts/2026-01-08-broken.md": "---\ntitle: a: b\n---\n",
            "posts/2026-01-05-there.md": a_text("There", uid="e", slug="elsewhere"),
        }
    )
    before = place.files("content")
    ended = place.run("rename", *words, "--yes")

    assert ended.code == 1
    assert said in ended.err
    assert ended.out == ""
    assert place.files("content") == before


def test_a_change_that_would_break_the_site_is_refused_before_it_is_made(desk):
    """A page of another kind has that address; what was wrong before is no matter."""
    place = desk(
        {
            SLEEP: a_text("Sleep", uid="a"),
            "pages/rest.md": a_text(
                "Rest",
                date="",
                category="",
                save_as="blog/rest/index.html",
                url="blog/rest/",
            ),
            "posts/2026-01-07-old.md": a_text("Old", "[x](/nowhere/)", uid="c"),
        }
    )
    before = place.files("content")
    refused = place.run("rename", "sleep", "rest", "--yes")
    done = place.run("rename", "sleep", "nap", "--yes")

    assert refused.code == 1
    assert "The address “blog/rest/” is wanted by" in refused.err
    assert "link-broken" not in refused.err
    assert "Nothing was changed" in refused.err
    assert done.code == 0, done.said
    assert before != place.files("content")


def test_what_names_the_post_outside_of_texts_is_pointed_out(desk):
    """Settings and templates are code: their author decides."""
    place = desk(
        {
            SLEEP: a_text("Sleep", uid="a"),
            "posts/2026-01-06-x.md": a_text("X", uid="b"),
        },
        "MENUITEMS = [('Sleep', '/blog/sleep/')]\n",
    )
    settings = (place.root / "pelicanconf.py").read_text().splitlines()
    line = next(n for n, text in enumerate(settings, 1) if "MENUITEMS" in text)
    place.write("theme/templates/menu.html", "{% if a %}\n{{ b['sleep'] }}{% endif %}")
    commit(place)
    ended = place.run("rename", "sleep", "rest", "--yes")

    assert ended.code == 0, ended.said
    assert f"pelicanconf.py:{line} names “sleep”." in ended.out
    assert "theme/templates/menu.html:2 names “sleep”." in ended.out
    assert "index.html" not in ended.out


def test_a_record_beside_the_posts_is_written_with_them_or_not_at_all(desk, capsys):
    """Whoever keeps one is asked when the site has been read as it will be."""
    place = desk({SLEEP: a_text("Sleep", uid="a"), "addresses.json": "[]\n"})
    site = Site(place.root, place.root)
    name = "content/addresses.json"

    def keep_addresses(survey, plan, opened):
        assert set(opened.contents.sources) == {"blog/rest/index.html"}
        assert [piece.address for piece in survey.pieces] == ["/blog/sleep/"]
        before = (place.root / name).read_text()
        return plan.with_file(name, before, '["/blog/rest/"]\n')

    plan = partial(plan_rename, "sleep", "rest")
    options = {"yes": True, "companions": (keep_addresses,)}
    place.write(name, "[ ]\n")
    with pytest.raises(RefusedError, match=r"Not committed: content/addresses\.json"):
        change_site(site, plan, Reporter(), **options)
    assert (place.root / OLD).exists()
    place.write(name, "[]\n")
    code = change_site(site, plan, Reporter(), **options)
    said = capsys.readouterr().out

    assert code == 0
    assert (place.root / name).read_text() == '["/blog/rest/"]\n'
    assert f"+++ b/{name}" in said
    undo(place, said)
    assert git(place, "status", "--porcelain") == ""


def test_only_what_is_committed_is_changed(desk):
    """Git could not undo the rest; files that have no part in it may be as they are."""
    place = desk(
        {
            SLEEP: a_text("Sleep", uid="a"),
            "posts/2026-01-06-other.md": a_text("Other", "[x](/blog/sleep/)", uid="b"),
            "posts/2026-01-07-more.md": a_text("More", uid="c"),
        }
    )
    with (place.root / "content/posts/2026-01-07-more.md").open("a") as file:
        file.write("In the middle of a sen\n")
    place.write("content/posts/2026-01-08-new.md", a_text("New", uid="d"))
    free = place.run("rename", "sleep", "rest", "--yes")
    again = place.run("rename", "rest", "nap", "--yes")
    new = place.run("rename", "new", "newer", "--yes", cwd=place.root / "content")

    assert free.code == 0, free.said
    assert again.code == 1
    assert f"Not committed: {NEW}, content/posts/2026-01-06-other.md." in again.err
    assert f"git add {NEW} content/posts/2026-01-06-other.md && git commit" in again.err
    assert "git add posts/2026-01-08-new.md && git commit" in new.err


def test_outside_of_a_repository_nothing_is_changed(desk):
    """It could not be undone."""
    place = desk({SLEEP: a_text("Sleep", uid="a")})
    (place.root / ".git").rename(place.root.parent / "elsewhere")
    ended = place.run("rename", "sleep", "rest", "--yes")

    assert ended.code == 1
    assert "in no git repository" in ended.err
    assert "git init" in ended.err


def test_without_a_terminal_the_difference_is_shown_and_nothing_done(desk):
    """A script says --yes."""
    place = desk({SLEEP: a_text("Sleep", uid="a")})
    ended = place.run("rename", "sleep", "rest")

    assert ended.code == 1
    assert f"rename to {NEW}" in ended.out
    assert "add --yes" in ended.err
    assert git(place, "status", "--porcelain") == ""


@contextmanager
def at_a_terminal(place, *words):
    """Run a command that asks, and yield it and its terminal when it does."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        place.command(*words),
        cwd=place.root,
        env=place.env(),
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(slave)
    said = ""
    while not said.endswith("[y/N] ") and (sign := process.stdout.read(1)):
        said += sign
    try:
        yield process, master, said
    finally:
        process.kill()
        process.wait()
        os.close(master)


@pytest.mark.parametrize(("answer", "code"), [("n\n", 1), ("\n", 1), ("y\n", 0)])
def test_at_a_terminal_the_author_is_asked(desk, answer, code):
    """Only a yes is a yes."""
    place = desk({SLEEP: a_text("Sleep", uid="a")})
    with at_a_terminal(place, "rename", "sleep", "rest") as (process, master, said):
        os.write(master, answer.encode())
        _, err = process.communicate(timeout=120)

    assert process.returncode == code, err
    assert said.endswith("Rename “sleep” to “rest”? [y/N] ")
    assert (place.root / NEW).exists() == (code == 0)
    assert ("Nothing was changed." in err) == (code == 1)


def test_one_change_goes_after_the_other_and_leaves_nothing_when_stopped(desk):
    """Ctrl-C at the question changes nothing; nor does one that is killed there."""
    place = desk({SLEEP: a_text("Sleep", uid="a")})
    for signal_ in (signal.SIGINT, signal.SIGKILL):
        with at_a_terminal(place, "rename", "sleep", "rest") as (process, _, said):
            assert said.endswith("[y/N] ")
            other = place.run("rename", "sleep", "nap", "--yes")
            process.send_signal(signal_)
            process.communicate(timeout=120)
        assert other.code == 1
        assert "Another change of posts holds" in other.err
        assert f"process {process.pid}, at work since" in other.err
        assert git(place, "status", "--porcelain") == ""
        if signal_ is signal.SIGINT:
            assert process.returncode == 130
    (place.root / ".bulletin/changes/trial-x").mkdir()
    assert place.run("rename", "sleep", "nap", "--yes").code == 0
    assert [path.name for path in (place.root / ".bulletin/changes").iterdir()] == []


def test_a_stock_site_is_renamed_too(desk):
    """Without a plugin of ours: “Key: value”, addresses of Pelican's own."""
    place = desk(
        {
            "posts/sleep.md": "Title: Sleep\nDate: 2026-01-05\nSlug: sleep\n\nWords.\n",
            "posts/other.md": "Title: Other\nDate: 2026-01-06\n"
            "Summary: [x](/sleep.html)\n\n[x]({filename}sleep.md) [y](/sleep.html)\n",
        },
        'PLUGINS = []\nARTICLE_URL = "{slug}.html"\nARTICLE_SAVE_AS = "{slug}.html"\n'
        'FILENAME_METADATA = r"(?P<date>\\d{4}-\\d{2}-\\d{2}).*"\n',
    )
    ended = place.run("rename", "/sleep.html", "rest", "--yes")

    assert ended.code == 0, ended.said
    assert (place.root / "content/posts/rest.md").read_text() == (
        "Title: Sleep\nDate: 2026-01-05\nSlug: rest\naliases: /sleep.html\n\nWords.\n"
    )
    assert (place.root / "content/posts/other.md").read_text() == (
        "Title: Other\nDate: 2026-01-06\nSummary: [x](/rest.html)"
        "\n\n[x]({filename}rest.md) [y](/rest.html)\n"
    )
    assert place.run("build").code == 0


def test_names_with_signs_of_their_own_are_undone_too(desk):
    """A shell, and git, would read more into them."""
    files = {
        "posts/2026-01-05-sleep.md": a_text("Sleep", uid="a", slug="sleep"),
        "posts/it's [one] & más*.md": a_text("One", "[x](/blog/sleep/)", uid="b"),
        "posts/its o.md": a_text(
            "Two", "[x](<{filename}it's [one] & más*.md>)", uid="c"
        ),
    }
    place = desk(files, LENIENT)
    before = place.files("content")
    ended = place.run("rename", "One", "two-of-them", "--yes")
    assert ended.code == 0, ended.said
    undo(place, ended.out)
    moved = place.run("rename", "sleep", "rest", "--yes")
    assert moved.code == 0, moved.said
    assert place.files("content") != before
    again = place.run("rename", "rest", "nap", "--yes")
    assert "posts/it's [one] & más*.md" in again.err
    undo(place, moved.out)

    assert place.files("content") == before
