"""Old addresses that only a “?” tells from others: rules of hosts, and no pages."""

from __future__ import annotations

import threading

import pytest

from plugins.addresses.redirects import (
    Redirect,
    check_limits,
    find_rivals,
    format_caddy,
    format_lines,
    format_nginx,
    read_setting,
    resolve,
)
from plugins.places import read_asked
from plugins.tools.deploy.hosts import find_unread
from plugins.tools.deploy.s3.objects import find_redirects, list_asking
from plugins.tools.serve.web_server import WebServer
from tests.conftest import a_post
from tests.needs import needs
from tests.nginx import nginx
from tests.plugins.addresses.conftest import record_of
from tests.plugins.addresses.test_old_addresses import ask, configure
from tests.plugins.tools.conftest import make_place
from tests.web_servers import each_server

CONF = """
PLUGINS = ["plugins.front_matter", "plugins.feeds", "plugins.addresses"]
ADDRESSES = {"aliases": {"/blog?format=rss": "/feeds/all.atom.xml",
    "/old/?cat=3&paged=2": "/feeds/"}}
"""
OLD = "/?p=12, /?na-me=x%20y, /?a[]=1, /index.php?p=12, /old/, /post.html?a=1&b=2"
#: What is asked for, and where it leads; nothing where the page itself is sent.
LEADS = {
    "/?p=12": "/sleep.html",
    "/?utm_source=a&p=12": "/sleep.html",
    "/?na-me=x%20y": "/sleep.html",
    "/?a%5B%5D=1": "/sleep.html",
    "/index.php?p=12": "/sleep.html",
    "/post.html?b=2&a=1": "/sleep.html",
    "/old/?cat=4": "/sleep.html",
    "/old/": "/sleep.html",
    "/blog?format=rss": "/feeds/all.atom.xml",
    "/blog/?format=rss": "/feeds/all.atom.xml",
    "/old/?paged=2&cat=3": "/feeds/",
    "/": "",
    "/?p=120": "",
    "/?na-me=x%20yz": "",
    "/?xp=12": "",
    "/?q=p=12": "",
}


def a_redirect(text, new="/new/", **keys):
    old, query = read_asked(text)
    return Redirect(old, new, "posts/a.md", 3, query=query, **keys)


@pytest.fixture(name="moved", scope="module")
def _moved(tmp_path_factory):
    """Return a built site whose posts had addresses with a question."""
    place = make_place(tmp_path_factory.mktemp("asked") / "blog")
    configure(place, CONF)
    place.post("sleep", aliases=OLD)
    built = place.run("build", "--strict")
    assert built.code == 0, built.said
    return place


def leads(home):
    """Return where each address leads, without what is asked behind it."""
    found = {}
    for old in LEADS:
        status, headers, _ = ask(f"{home}{old}")
        assert status in (200, 301), old
        new = headers["Location"].partition("?")[0] if status == 301 else ""
        found[old] = new
    return found


def test_no_page_lies_where_a_question_decides(moved):
    """Only where a path of its own is an old address."""
    pages = [path for path in moved.files() if path.endswith(".html")]

    assert "old/index.html" in pages
    assert not [path for path in pages if "?" in path or "index.php" in path]


@each_server
def test_a_server_leads_on_from_every_question(moved, tmp_path, serve):
    """In any order, with whatever else; other questions get what lies there."""
    printed = moved.run("headers", serve.__name__)
    assert printed.code == 0, printed.said
    with serve(moved.output, tmp_path, printed.out) as home:
        assert leads(home) == LEADS
        assert ask(f"{home}/?p=12")[1]["Location"] == "/sleep.html"
        assert ask(f"{home}/blog?p=1&format=atom")[0] == 404


@pytest.mark.server
def test_the_preview_leads_on_as_a_host_would(moved):
    """By the lines of ``_redirects``."""
    server = WebServer(moved.output, 0)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    with server:
        found = leads(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    pages = {"/old/?cat=4": "", "/old/": ""}  # it lies there, and leads on by itself
    assert found == LEADS | pages


def test_netlify_has_a_line_for_each_above_all_others(moved):
    """It wins over the page that lies there; the more that is asked, the sooner."""
    lines = moved.files()["_redirects"].decode()
    ours = [line for line in lines.splitlines() if not line.startswith("#")]

    assert "/ p=12 /sleep.html 301!" in ours
    assert "/post.html a=1 b=2 /sleep.html 301!" in ours
    assert "/blog/ format=rss /feeds/all.atom.xml 301!" in ours
    assert ours.index("/old/ cat=3 paged=2 /feeds/ 301!") < ours.index(
        "/old/ /sleep.html 301"
    )
    counts = [line.count("=") for line in ours]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    "text",
    ["/?", "/?p", "/?p=", "/?=1", "/?p=1&", "/?p=1&p=2", "/a b?p=1", "/?p=%00", "?p=1"],
)
def test_what_no_host_has_a_rule_for_is_no_old_address(text):
    """A name without a value, or two values of one name."""
    assert read_asked(text) is None


def test_a_question_that_cannot_be_read_is_told_in_words_that_help(site):
    """By front_matter and by the settings."""
    plugins = ["plugins.front_matter", "plugins.addresses"]
    built = site({"posts/a.md": a_post("A", aliases="[/?rss]")}, PLUGINS=plugins)
    [problem] = [one for one in built.problems if one.name == "alias-format"]

    assert problem.remedy == "Behind the “?” it needs a name with a value: /?p=12."


def test_two_posts_cannot_have_one_question():
    """In whatever order it is asked; capitals are told apart."""
    given = [
        a_redirect("/?a=1&b=2", goal="one.html"),
        a_redirect("/?b=2&a=1", new="/two/", goal="two.html"),
        a_redirect("/?b=2&a=Q", goal="one.html"),
        a_redirect("/?b=2&a=q", new="/two/", goal="two.html"),
    ]
    made, problems = resolve(given, [])

    assert sorted(one.query for one in made) == ["a=Q&b=2", "a=q&b=2"]
    assert [one.name for one in problems] == 2 * ["address-taken"]
    assert "“/?a=1&b=2” is wanted by posts/a.md" in problems[0].what


def test_a_question_leads_to_the_end_of_a_chain():
    """And to no page that would lead on again."""
    given = read_setting({"/?p=1": "/old/", "/old/": "/new.html"})
    made, problems = resolve(given, [])

    assert problems == []
    assert {one.asked: one.new for one in made} == {
        "/?p=1": "/new.html",
        "/old/": "/new.html",
    }


def test_a_home_page_needs_no_rule_for_its_number():
    """``/?page_id=2`` gives it on any server, and a rule would lead in a circle."""
    home = a_redirect("/?page_id=2", new="/", goal="index.html")
    made, problems = resolve([home], [])

    assert (made, problems) == ([home], [])
    assert format_lines(made, "", "301") == format_nginx(made, "") == []


def test_nothing_in_a_question_is_read_as_a_pattern_or_a_variable():
    """Neither nginx's nor Netlify's; the site lies below a folder."""
    text = "/?q=$uri:a*{b}'c,d"
    one = a_redirect(text, new="/n/#x")
    caddy_lines = format_caddy([one], "/site")
    lines = format_lines([one], "/site", "301")
    nginx_lines = format_nginx([one], "/site")

    assert lines[0] == "/site q=%24uri%3Aa%2A%7Bb%7D'c%2Cd /site/n/#x 301!"
    assert caddy_lines[1] == 'map "{path}?q={query.q}" {bulletin_asked_1} {'
    assert caddy_lines[2].startswith(
        r"""	"~^/site\?q=\$uri:a\*\x7Bb\}'c,d$" """.rstrip()
    )
    assert nginx_lines[1] == (
        'location = "/site" { absolute_redirect off; '
        'if ($arg_q = "%24uri%3Aa%2A%7Bb%7D\'c%2Cd") { return 301 "/site/n/#x"; } }'
    )


def test_the_record_keeps_them_until_they_are_given_up(kept):
    """A question that is lost ends the build; forgotten, it leaves no page."""
    kept.post("post-1", tags="one, two", aliases="['/?p=12', /blog/old/]")
    assert kept.run("check", "--fix", "addresses").code == 0
    record = record_of(kept)["addresses"]
    assert record["/?p=12"] == record["/blog/old/"] == "content/posts/post-1.md"
    kept.post("post-1", tags="one, two", aliases="[/blog/old/]")
    lost = kept.run("build")

    assert lost.code == 1
    assert "/?p=12 was published, and nothing would answer there" in lost.err
    assert "Write “aliases: [/?p=12]” into its header." in lost.err
    whole = "https://blog.aureo.health/?p=12"
    assert kept.run("forget", whole, "--because", "It was a test.").code == 0
    built = kept.run("build")
    assert built.code == 0, built.said
    assert not [path for path in kept.files() if "?" in path]


def test_hosts_without_such_a_rule_are_named_once(tmp_path):
    """Cloudflare Pages and stores; the lines do not count for their limits."""
    lines = format_lines([a_redirect(f"/?p={n}") for n in range(2500)], "", "301")
    (tmp_path / "_redirects").write_text("\n".join([*lines, "/a /b 301"]))
    [said] = find_unread(tmp_path, "cloudflare")

    assert "Cloudflare Pages knows no rule for what stands behind a “?”" in said
    assert "5000 lines" in said
    assert [*find_unread(tmp_path, "netlify")] == []
    assert check_limits(lines) is None
    assert [*find_redirects(lines[0], "/", lambda _: None)] == []
    assert list_asking(lines[0]) == ["/?p=0"]


def test_the_sites_own_line_for_the_same_question_is_a_rival():
    """Another question is none."""
    ours = format_lines([a_redirect("/x?p=1"), a_redirect("/?p=2")], "", "301")
    own = "/x p=2 /y\n/x /z\n/x p=1 /y 302\n/ p=2 /z\n/ /home/\n"

    assert [*find_rivals(ours, own)] == [(3, "/x p=1 /y 302"), (4, "/ p=2 /z")]


@needs("nginx")
@pytest.mark.server
def test_a_deploy_says_that_a_server_was_not_told(moved, tmp_path):
    """Of a page it sees nothing: the home page comes for ``/?p=12``."""
    www, folder = tmp_path / "www", tmp_path / "nginx"
    folder.mkdir()
    said = {}
    told = moved.run("headers", "nginx").out
    keys = f"deploy:\n  live:\n    path: {www}\n"
    moved.write("invoke.yaml", keys)
    assert moved.run("deploy", "live", "--yes").code == 0
    for name, include in (("bare", ""), ("told", told)):
        with nginx(www / "current", folder, include) as url:
            moved.write("invoke.yaml", f"{keys}    url: {url}\n")
            moved.post("post-1", f"Edited: {name}.")
            ended = moved.run("deploy", "live", "--yes")
            assert ended.code == 0, ended.said
            said[name] = ended.said

    assert "does not lead on to" in said["bare"]
    assert "does not lead on" not in said["told"]


def test_a_post_is_found_by_the_question_that_it_had(moved):
    """As an author copies it from an old link."""
    ended = moved.run("rename", "https://blog.aureo.health/?p=12", "sleep")

    assert "content/posts/sleep.md has the slug “sleep” already." in ended.err
