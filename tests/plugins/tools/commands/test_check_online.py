"""``invoke check --online``: links are asked too, and all is said in one report."""

from __future__ import annotations

import json

import pytest

from tests.plugins.references.server import Registry
from tests.plugins.tools.commands.test_check_references import works
from tests.plugins.tools.conftest import free_port, make_place
from tests.plugins.tools.external_links.web import Web

PAGES = {
    "/gone": 404,
    "/old": (301, "/new"),
    "/given-up": (308, "/"),
    "/no": 403,
    "/new": {"HEAD": 405},
    "/now": (302, "/new"),
}


@pytest.fixture(name="web")
def _web():
    with Web(PAGES) as web:
        yield web


@pytest.fixture(name="blog")
def _blog(tmp_path, web):
    """Make a site with links of every kind, in a post, a draft and the settings."""
    place = make_place(tmp_path / "blog", 0)
    services = [web.address]
    check = {"link_services": services, "link_pause": 0.001, "link_timeout": 5}
    check |= {"link_excludes": [f"{web.address}/private/"]}
    conf = (place.root / "pelicanconf.py").read_text()
    conf += 'PROBLEM_LEVELS = {"output-local-address": "off"}\n'
    conf += f'MENUITEMS = [("Menu", "{web.address}/gone")]\nCHECK = {check!r}\n'
    conf += "REFERENCES = {'contact': 'desk@aureo.health'}\n"
    place.write("pelicanconf.py", conf)
    there = web.address
    text = f"The [trial]({there}/gone#x) is <{there}/gone>.\n\n"
    text += f"[Old]({there}/old#part), [now]({there}/now), [up]({there}/given-up),\n"
    text += f"![no]({there}/no), `{there}/code`, {there}/private/x."
    place.post("b", text)
    place.post("a", f"[Again]({there}/gone).", status="draft")
    return place


def test_an_author_sees_where_external_links_lead(blog, web):
    """Each address once, at its line, with what to write; the text says how many."""
    ended = blog.run("check", "--online", "--only", "links")

    at, there = "content/posts/b.md", web.address
    assert ended.code == 0
    assert ended.err == (
        f"{at}:7: warning: {there}/gone is gone: it answers 404. Also at"
        " pelicanconf.py:21, content/posts/a.md:8. Take the link out, or lead it to a"
        f" copy: https://web.archive.org/web/{there}/gone [link-dead]\n"
        f"{at}:9: notice: {there}/given-up leads to the front page of"
        f" {there.removeprefix('http://')} now. See whether the page is gone, and link"
        " to what has taken its place. [link-moved]\n"
        f"{at}:9: notice: {there}/old has moved for good. Write {there}/new#part"
        " instead. [link-moved]\n"
        f"{at}:10: notice: Nothing is known of 1 external link: {there}/no answered"
        " with 403. Open what you need yourself; --format json lists all of them."
        " [link-unknown]\n\n"
        "1 warning and 3 notices in 1 file.\n"
    )
    assert ended.out.endswith(
        "Asking 5 external links\n"
        "5 external links: 1 fine, 2 moved, 1 gone, 1 unknown;"
        " 1 left out by CHECK[“link_excludes”].\n"
        "The output was not touched.\n"
    )
    assert web.agents == {"pelican-bulletin/0.1 (mailto:desk@aureo.health)"}
    assert web.most == 1
    assert not blog.output.exists()


def test_what_is_good_is_not_asked_again(blog, web):
    """What is gone or unknown is; both are said as before."""
    command = ("check", "--online", "--only", "links")
    first = blog.run(*command)
    web.asked.clear()
    blog.post("c", f"One [more]({web.address}/more).")
    second = blog.run(*command)

    assert web.asked == ["HEAD /gone", "GET /gone", "HEAD /no", "GET /no", "HEAD /more"]
    assert second.err == first.err
    assert "2 fine, 2 moved, 1 gone, 1 unknown; 3 known from the last seven" in (
        second.out
    )
    blog.write(".bulletin/links.json", "{")
    web.asked.clear()
    blog.run(*command)
    assert "HEAD /old" in web.asked


def test_a_site_gives_levels_and_strict_makes_errors(blog):
    """A draft's own link stops nothing."""
    conf = (blog.root / "pelicanconf.py").read_text()
    levels = 'PROBLEM_LEVELS |= {"link-dead": "error", "link-moved": "off"}\n'
    command = ("check", "--online", "--only", "links")
    assert blog.run(*command, "--strict").code == 1
    blog.write("pelicanconf.py", conf + levels)
    ended = blog.run(*command)
    assert ended.code == 1
    assert "link-moved" not in ended.said
    (blog.root / "content/posts/b.md").unlink()
    blog.write("pelicanconf.py", conf + levels + "MENUITEMS = []\n")
    ended = blog.run(*command)
    assert ended.code == 0
    assert "content/posts/a.md:8: warning: " in ended.err


def test_references_are_checked_without_asking_links(blog, web):
    """And what only others know is no part of a check without a network."""
    items, records = works(1)
    blog.write("content/references/library.json", json.dumps(items))
    with Registry(records) as registry:
        conf = (blog.root / "pelicanconf.py").read_text()
        conf += f"REFERENCES['services'] = {registry.services!r}\n"
        blog.write("pelicanconf.py", conf)
        assert blog.run("check", "--online", "--only", "references").code == 0
        offline = blog.run("check")
        assert web.asked == []
        assert offline.code == 0
        whole = blog.run("check", "--online", "--format", "json")

    said = json.loads(whole.out)
    names = {one["name"] for one in said["problems"]}
    assert {"link-dead", "link-moved", "link-unknown", "reference-uncited"} <= names
    assert said["problems"] == sorted(
        said["problems"], key=lambda one: (one["path"], one["line"])
    )
    assert said["links"]["counts"] == {"fine": 1, "moved": 2, "dead": 1, "unknown": 1}
    assert (said["links"]["asked"], said["links"]["excluded"]) == (5, 1)
    old = next(one for one in said["links"]["addresses"] if "old" in one["address"])
    assert (old["state"], old["to"]) == ("moved", f"{web.address}/new")
    assert old["places"] == ["content/posts/b.md:9"]
    assert [work["key"] for work in said["works"]] == ["many0"]
    assert len(said["posts"]) == 3


def test_github_gets_annotations(blog):
    """At the lines, and nothing else on the way."""
    ended = blog.run("check", "--online", "--only", "links", "--format", "github")
    lines = ended.out.splitlines()
    assert [line.split("::")[1].split(",title=")[0] for line in lines] == [
        "warning file=content/posts/b.md,line=7",
        "notice file=content/posts/b.md,line=9",
        "notice file=content/posts/b.md,line=9",
        "notice file=content/posts/b.md,line=10",
    ]
    assert ended.err == ""


def test_without_a_network_one_sentence_is_said(tmp_path):
    """None is called gone, and none fine."""
    place = make_place(tmp_path / "blog", 0)
    closed = [f"http://127.0.0.1:{free_port()}" for _ in range(2)]
    names = [f"<{one}/{number}>" for one in closed for number in range(15)]
    place.post("a", "\n".join(names))
    conf = (place.root / "pelicanconf.py").read_text()
    check = {"link_pause": 0.001, "link_services": closed}
    place.write("pelicanconf.py", f"{conf}CHECK = {check!r}\n")
    ended = place.run("check", "--online", "--only", "links")

    (line, *_) = ended.err.splitlines()
    assert ended.code == 0
    assert line.startswith(
        "content/posts/a.md:7: notice: None of 30 external links could be reached:"
        " nothing is known of them. Run it again where there is a network ("
    )
    assert "30 external links: 30 unknown.\n" in ended.out


WRONG = {
    "services": ("'link_services': ['127.0.0.1']", "CHECK[“link_services”]"),
    "excludes": ("'link_excludes': 'https://x.example/'", "CHECK[“link_excludes”]"),
    "an empty one": ("'link_excludes': [' ']", "CHECK[“link_excludes”]"),
    "pause": ("'link_pause': 0", "CHECK[“link_pause”]"),
}


@pytest.mark.parametrize(("setting", "what"), WRONG.values(), ids=WRONG)
def test_nothing_is_asked_with_a_wrong_setting(tmp_path, web, setting, what):
    """What was meant is not known."""
    place = make_place(tmp_path / "blog", 0)
    place.post("a", f"<{web.address}/a>")
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f"{conf}CHECK = {{{setting}}}\n")
    ended = place.run("check", "--online", "--only", "links")

    assert ended.code == 1
    assert what in ended.err
    assert web.asked == []


def test_of_a_site_that_cannot_be_read_no_links_are_counted(tmp_path):
    """It may have any number."""
    place = make_place(tmp_path / "blog", 0)
    place.write("pelicanconf.py", "PATH = [\n")
    ended = place.run("check", "--online", "--only", "links")
    assert ended.code == 1
    assert "external link" not in ended.said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--online --only spelling", "--only spelling does not fit"),
        ("--online --only links --fix all", "--fix all is for the references"),
        ("--online --only links --commit", "--commit is for the references"),
        ("--only links --commit", "add --online"),
    ],
)
def test_options_that_do_not_fit_are_refused(blog, web, words, said):
    """Before anybody is asked."""
    ended = blog.run("check", *words.split())
    assert (ended.code, web.asked) == (1, [])
    assert said in ended.err
