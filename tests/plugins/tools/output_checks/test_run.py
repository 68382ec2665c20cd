"""The finished tree is examined before anyone sees it."""

from __future__ import annotations

import os
import re
import signal
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.problem import Level, Problem
from plugins.tools.contents import Contents
from plugins.tools.files import FinishedTree
from plugins.tools.output_checks import checks as examine
from plugins.tools.output_checks import run
from plugins.tools.output_checks.file_bytes import ByteChecks
from plugins.tools.output_checks.links import (
    Addresses,
    LinkTarget,
    names_bare_pages,
    points_to_this_machine,
)
from plugins.tools.output_checks.page_facts import parse_page, read_page, read_words
from plugins.tools.output_checks.run import check_output, group_repeats, is_told
from plugins.tools.output_checks.secrets import (
    LOOKS,
    NAMED,
    check_machine_paths,
    check_secrets,
)
from plugins.tools.site import Site

#: Made up here, in two halves, so that this file does not hold what it warns of.
SECRETS = [
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    "-----BEGIN " + "PRIVATE KEY-----",
    "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----",
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "gh" + "p_" + "a1B2" * 9,
    "github_" + "pat_" + "a1B2c" * 14,
    "glpat" + "-" + "a1B2" * 5,
    "xox" + "b-" + "1234567890-abcdefghij",
    "sk_" + "live_" + "a1B2" * 6,
    "AIza" + "a1B2c" * 7,
    "pypi-" + "AgEI" + "a1B2c" * 12,
    "npm" + "_" + "a1B2" * 9,
    "SG." + "a1B2c" * 4 + "ab." + "a1B2" * 10 + "abc",
    "sk-" + "a1B2" * 10,
    "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0.a1B2c3D4e5F6",
]
HARMLESS = [
    "-----BEGIN PUBLIC KEY-----",
    "-----BEGIN CERTIFICATE-----",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample",
    "AKIAMED is a name, and AKIA too",
    "sk-learn and desk-top, risk-benefit, sk_live_",
    "doi:10.1001/jamapsychiatry.2019.1189",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "eyJ is how a token begins",
]


def facts(body, head="<title>T</title>"):
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return facts_of(page.encode())


def facts_of(data):
    return read_page(parse_page(data))


def words(body):
    return read_words(parse_page(f"<!doctype html><body>{body}</body>".encode()))


def names(problems):
    return [problem.name for problem in problems]


PIECES = st.sampled_from([*SECRETS, *(one[:5] for one in SECRETS), *" -_.\nxS1é"])


@given(st.lists(PIECES, max_size=8))
def test_keys_are_found_as_by_patterns_of_whole_words(pieces):
    """What stands before a key is asked behind its beginning, which is quicker."""
    data = "".join(pieces).encode()
    for (what, begin, rest), (named, look) in zip(LOOKS, NAMED, strict=True):
        edge = "" if begin.startswith("-") else r"\b"
        plain = re.compile(f"{edge}{begin}{rest}".encode())
        assert what == named
        assert [one.span() for one in look.finditer(data)] == [
            one.span() for one in plain.finditer(data)
        ]


@pytest.mark.parametrize("secret", SECRETS, ids=range(len(SECRETS)))
def test_a_key_is_found_and_not_repeated(secret):
    """The message shows its first characters only: it may end in a log."""
    data = f"<p>one</p>\n<p>{secret}</p>".encode()
    problems = list(check_secrets("a.html", data))
    assert names(problems) == ["output-secret"]
    assert problems[0].line == 2
    assert problems[0].level is Level.ERROR
    assert secret[:8] in problems[0].what
    assert secret not in str(problems[0])


def feed(before, *posts):
    """Return a feed with these entries, the second on its fourth line."""
    entries = "".join(f"<entry>\n{post}\n</entry>" for post in posts)
    return f"<feed>{before}{entries}</feed>".encode()


@pytest.mark.parametrize("path", ["a.xml", "a.rss", "a.json", "a.html"])
def test_what_is_wrong_is_found_in_every_file_that_has_it(path):
    """An entry that was clean in one feed is not searched in the next; others are."""
    found = ByteChecks({"home": b"/home/ada"}, Addresses("https://s.org", FILES))
    clean, bad = "<p>fine</p>", f"<p>{SECRETS[4]}</p>"
    assert found.check(path, feed("", clean, "<p>other</p>")) == []
    for _ in range(2):
        problems = found.check(path, feed("", clean, bad))
        assert names(problems) == ["output-secret"]
        assert problems[0].line == 4
    assert names(found.check(path, feed("/home/ada/x", clean))) == [
        "output-machine-path"
    ]
    assert names(found.check(path, feed(f"{SECRETS[4]}\n/home/ada", clean))) == [
        "output-secret",
        "output-machine-path",
    ]


def test_json_items_are_searched_once_too():
    """Their items begin on lines of their own."""
    found = ByteChecks({}, Addresses("https://s.org", FILES))
    assert found.check("a.json", b'{"items": [\n{"id": "1"},\n{"id": "2"}\n]}') == []
    problems = found.check(
        "b.json", f'{{"items": [\n{{"id": "1"}},\n{{"x": "{SECRETS[4]}"}}]}}'.encode()
    )
    assert [(one.name, one.line) for one in problems] == [("output-secret", 3)]


def test_a_relative_link_is_looked_at_in_every_feed():
    """It leads somewhere else from each folder."""
    found = ByteChecks({}, Addresses("https://s.org", frozenset(["a/b.html"])))
    post = "<link href='b.html'/>"
    assert found.check("a/f.xml", feed("", post)) == []
    assert names(found.check("f.xml", feed("", post))) == ["output-link"]
    assert names(found.check("c/f.xml", feed("", post))) == ["output-link"]


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_what_only_looks_like_a_key_is_left_alone(text):
    """A false alarm teaches people to switch the check off."""
    assert list(check_secrets("a.html", text.encode())) == []


@pytest.mark.parametrize(
    "path",
    [".env", "a/.env", ".env.local", "id_rsa", ".git/config", "x.pem", "a.sqlite3"],
)
def test_files_that_nobody_means_to_publish_are_named(path):
    """They get in with a folder that is copied whole."""
    assert names(examine.check_names([path])) == ["output-private-file"]


def test_usual_files_have_usual_names():
    """Nothing is said about what every site has."""
    paths = ["index.html", "environment/index.html", ".well-known/security.txt"]
    assert list(examine.check_names([*paths, "keys.html", "git.html"])) == []


def test_links_on_disk_are_named_and_not_followed(tmp_path):
    """On a server they would lead nowhere, or somewhere else."""
    (tmp_path / "page.html").symlink_to("/etc/hostname")
    contents = Contents({"PATH": str(tmp_path), "OUTPUT_PATH": "output"})
    tree = FinishedTree(tmp_path, tmp_path)
    problems, _ = check_output(tree, Site(tmp_path, tmp_path), contents)
    assert names(problems) == ["output-symlink"]


def test_folders_of_this_machine_are_found():
    """A template printed a path."""
    folders = {"the site's folder": b"/srv/people/ada/blog"}
    data = b"<p>ok</p>\n<img src='/srv/people/ada/blog/a.png'>"
    problems = list(check_machine_paths("a.html", data, folders))
    assert names(problems) == ["output-machine-path"]
    assert problems[0].line == 2


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (facts("<h1>A</h1><p>words"), []),
        (facts("<h1>A</h1>", head=""), ["output-title"]),
        (facts("<h1>A</h1>", head="<title> </title>"), ["output-title"]),
        (facts("<h1>A</h1><h1>B</h1>"), ["output-h1"]),
        (facts("<p id=a>x<p id=a>y"), ["output-id-duplicate"]),
        (facts("<svg><title>x</title></svg>"), []),
        (facts(" \n "), ["output-empty"]),
        (facts_of(b""), ["output-empty"]),
        (facts_of(b"  \n"), ["output-empty"]),
        (facts_of(b"google-site-verification: x"), ["output-title"]),
        (facts("", head="<meta http-equiv=refresh content='0;url=/a'>"), []),
    ],
    ids=range(11),
)
def test_a_page_has_words_a_title_one_h1_and_each_id_once(page, expected):
    """What every reader's browser and every search engine rely on."""
    assert names(examine.check_page("a.html", page)) == expected


FILES = frozenset(
    {"index.html", "a/index.html", "b.html", "theme/x.css", "ä/index.html"}
)


@pytest.mark.parametrize(
    ("siteurl", "page", "link", "goal"),
    [
        ("https://s.org", "a/index.html", "/b.html", LinkTarget("b.html", "")),
        ("https://s.org", "a/index.html", "../b.html#x", LinkTarget("b.html", "x")),
        ("https://s.org", "a/index.html", "#x", LinkTarget("a/index.html", "x")),
        ("https://s.org", "a/index.html", "#top", LinkTarget("a/index.html", "")),
        ("https://s.org", "a/index.html", "", LinkTarget("a/index.html", "")),
        ("https://s.org", "a/index.html", "?q=1", LinkTarget("a/index.html", "")),
        (
            "https://s.org",
            "index.html",
            "https://s.org/b.html",
            LinkTarget("b.html", ""),
        ),
        ("https://s.org", "index.html", "//s.org/b.html", LinkTarget("b.html", "")),
        ("https://s.org", "index.html", "https://s.org", LinkTarget("", "")),
        ("https://s.org", "index.html", "/%C3%A4/", LinkTarget("ä/", "")),
        ("https://s.org", "index.html", "/b.html#:~:text=x", LinkTarget("b.html", "")),
        ("https://s.org", "index.html", "https://other.org/b", None),
        ("https://s.org", "index.html", "mailto:a@s.org", None),
        ("https://s.org", "index.html", "tel:911", None),
        ("https://s.org", "index.html", "data:,x", None),
        ("https://s.org/blog", "index.html", "/blog/b.html", LinkTarget("b.html", "")),
        ("https://s.org/blog", "a/index.html", "../b.html", LinkTarget("b.html", "")),
        ("https://s.org/blog", "index.html", "/other/", None),
        ("", "a/index.html", "/b.html", LinkTarget("b.html", "")),
        ("", "a/index.html", "../b.html", LinkTarget("b.html", "")),
    ],
)
def test_links_are_followed_as_a_browser_does(siteurl, page, link, goal):
    """Relative, absolute, with the site's address, below a folder."""
    assert Addresses(siteurl, FILES).resolve(page, link) == goal
    assert list(Addresses(siteurl, FILES).resolve_all(page, [link])) == [goal]


LINKS = st.text(st.sampled_from("#abc.:~-_/?%2é \t"), max_size=9)
PAGES = st.text(st.sampled_from("ab/.#?%2é "), min_size=1, max_size=9)


@given(PAGES, st.lists(LINKS | LINKS.map("#{}".format), max_size=6))
def test_links_of_a_page_lead_together_where_each_leads(page, links):
    """Those to its own places, which are most, are not taken apart one by one."""
    for home in ("https://a.org", "https://a.org/x", "https://[", ""):
        addresses = Addresses(home, FILES)
        plain = [addresses.resolve(page, link) for link in links]
        assert list(addresses.resolve_all(page, links)) == plain


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("", "index.html"),
        ("a/", "a/index.html"),
        ("a", "a/index.html"),
        ("b.html", "b.html"),
        ("b", None),
        ("nope/", None),
    ],
)
def test_an_address_leads_to_the_file_that_a_server_sends(path, file):
    """No more than nginx does without further rules, but on other hosts."""
    assert Addresses("https://s.org", FILES).file_of(path) == file
    elsewhere = Addresses("https://s.org", FILES, adds_html=True).file_of(path)
    assert elsewhere == ("b.html" if path == "b" else file)


@pytest.mark.parametrize(
    ("settings", "are_bare"),
    [
        ({"ARTICLE_URL": "{slug}", "ARTICLE_SAVE_AS": "{slug}.html"}, True),
        ({"PAGE_URL": "p/{slug}", "PAGE_SAVE_AS": "p/{slug}.html"}, True),
        ({"ARTICLE_URL": "{slug}/", "ARTICLE_SAVE_AS": "{slug}/index.html"}, False),
        ({"ARTICLE_URL": "{slug}.html", "ARTICLE_SAVE_AS": "{slug}.html"}, False),
        ({"FEED_ALL_ATOM_URL": None, "INDEX_URL": "", "INDEX_SAVE_AS": ".html"}, False),
    ],
)
def test_a_site_says_whether_its_server_adds_html(settings, are_bare):
    """GitHub Pages and others do; the site's own settings count on it."""
    assert names_bare_pages(settings) is are_bare
    addresses = Addresses("https://s.org", FILES, are_bare)
    assert addresses.file_of("b") == ("b.html" if are_bare else None)


@pytest.mark.parametrize(
    ("link", "local"),
    [
        ("http://localhost:8000/a", True),
        ("http://127.0.0.1/a", True),
        ("http://[::1]/", True),
        ("http://0.0.0.0:80/", True),
        ("https://192.168.1.5/", True),
        ("http://10.0.0.1", True),
        ("http://printer.local/", True),
        ("file:///home/ada/a.html", True),
        ("https://s.org/localhost", False),
        ("https://8.8.8.8/", False),
        ("/localhost/", False),
        ("mailto:me@localhost", False),
        ("http://[bad", False),
    ],
)
def test_addresses_of_this_machine_are_known(link, local):
    """They work for their author alone."""
    assert points_to_this_machine(link) is local


def check(pages, siteurl="https://s.org"):
    read = {path: facts(body) for path, body in pages.items()}
    anchors = {path: page.anchors for path, page in read.items()}
    addresses = Addresses(siteurl, frozenset(pages) | {"theme/x.css"})
    return [
        problem
        for path, page in read.items()
        for problem in examine.check_links(path, page, anchors, addresses)
    ]


def test_links_and_fragments_that_lead_nowhere_are_named():
    """Each once a page, with the words that the author knows."""
    problems = check(
        {
            "index.html": "<a href='/a/'>ok</a> <a href='/a/#here'>ok</a>"
            "<a href='/gone/'>x</a> <a href='/gone/'>x</a> <img src='/no.png'>"
            "<a href='/a/#gone'>x</a><link rel=stylesheet href='/theme/x.css'>"
            "<img srcset='/small.png 1x, /large.png 2x' src=/theme/x.css>",
            "a/index.html": "<p id=here>x</p><a name=old></a><a href='#old'>ok</a>",
        }
    )
    assert sorted(problem.what.split("”")[0] for problem in problems) == [
        "The link “/a/#gone",
        "The link “/gone/",
        "The link “/large.png",
        "The link “/no.png",
        "The link “/small.png",
    ]


def test_local_addresses_are_errors_except_on_a_local_site():
    """``serve`` builds with one on purpose."""
    pages = {"index.html": "<a href='http://localhost:8000/'>x</a>"}
    problems = check(pages)
    assert names(problems) == ["output-local-address"]
    assert problems[0].level is Level.ERROR
    assert check(pages, "http://localhost:8000") == []


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (b'<link href="https://s.org/b.html" rel="alternate"/>', []),
        (b'<link rel="self" href="https://s.org/gone.xml"/>', ["output-link"]),
        (b"<loc>https://s.org/gone/</loc>", ["output-link"]),
        (b"<link>http://127.0.0.1:8000/</link>", ["output-local-address"]),
        (b"<link>https://other.org/gone</link>", []),
    ],
    ids=range(5),
)
def test_feeds_and_sitemaps_name_what_is_there(xml, expected):
    """Subscribers and search engines come by these."""
    addresses = Addresses("https://s.org", FILES)
    assert names(examine.check_feed("f.xml", xml, addresses)) == expected


def test_titles_that_are_not_published_yet_are_found():
    """A short title must be all that an element says; a long one is found anywhere."""
    titles = {"Sleep": "posts/s.md", "Ketamine for teenagers: a trial": "posts/k.md"}
    page = words("<a href=/s>Sleep</a><p>Soon: Ketamine for teenagers: a trial!</p>")
    assert len(list(examine.check_unpublished("a.html", page, titles))) == 2
    page = words("<p>Sleep is good for you.</p>")
    assert list(examine.check_unpublished("a.html", page, titles)) == []


def test_a_tree_with_a_fault_is_not_published(place):
    """The output's path, the source's, and its line; the site stays as it was."""
    place.run("build")
    before = place.files()
    place.post("leak", f"Words.\n\n{SECRETS[4]}\n\n[x](/nowhere/)")
    place.post("soon", status="draft")
    place.write("content/images/.env", "PASSWORD=1")
    text = (place.root / "theme/templates/tags.html").read_text()
    place.write(
        "theme/templates/tags.html",
        "{{ PATH }}" + text + "<h1>two</h1>",
    )
    page = (place.root / "theme/templates/page.html").read_text()
    place.write("theme/templates/page.html", page.replace("Home", "Title of soon"))

    ended = place.run("build")

    assert ended.code == 1
    said = ended.err
    lines = (place.root / "content/posts/leak.md").read_text().splitlines()
    key = lines.index(SECRETS[4]) + 1
    link = lines.index("[x](/nowhere/)") + 1
    leak = "In output/leak.html: "
    assert f"content/posts/leak.md:{key}: {leak}Here stands what looks like" in said
    warned = f"content/posts/leak.md:{link}: warning: {leak}The link “/nowhere/” leads"
    assert warned in said
    assert "output/images/.env: This file looks private" in said
    assert "output/tags.html:1: Here stands the site's content folder" in said
    assert "content/pages/about.md" in said
    assert "The title “Title of soon” of content/posts/soon.md" in said
    assert "[output-h1]" not in said
    assert "The output is as it was." in said
    assert place.files() == before


def test_a_title_that_its_author_announces_is_no_secret(place):
    """A series may plan a part whose draft is begun already."""
    place.post("soon", status="draft")
    place.post("post-1", "Next: Title of soon.")
    page = (place.root / "theme/templates/page.html").read_text()
    place.write("theme/templates/page.html", page.replace("Home", "Title of soon"))
    assert place.run("build").code == 0


def test_what_is_wrong_on_every_page_is_said_once(place):
    """Its template is to be mended, not each page."""
    text = (place.root / "theme/templates/base.html").read_text()
    place.write(
        "theme/templates/base.html",
        text.replace("</body>", "<a href='/imprint/'>x</a></body>"),
    )

    ended = place.run("build")

    assert ended.code == 0
    assert ended.err.count("/imprint/") == 1
    assert "The same on 8 more pages." in ended.err


def test_levels_of_what_is_found_are_the_sites(place):
    """A site may want more, or less."""
    place.post("post-1", "[x](/nowhere/)")
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf + 'PROBLEM_LEVELS = {"output-link": "error"}\n')
    assert place.run("build").code == 1
    place.write("pelicanconf.py", conf + 'PROBLEM_LEVELS = {"output-link": "off"}\n')
    ended = place.run("build")
    assert (ended.code, ended.err) == (0, "")


def found(path, what="The link “/x/” leads to nothing.", name="output-link", line=0):
    return Problem(path, line, what, "Correct it.", name, Level.WARNING)


def test_a_link_of_a_post_is_named_there_and_not_on_every_list():
    """Lists print summaries; only a template's own links are named by their pages."""
    lists = [found(f"tag/{n}.html") for n in range(5)]
    post = found("post.html")
    assert [*group_repeats([*lists, post], {"post.html": "a.md"})] == [(post, 0)]
    assert [*group_repeats(lists, {"post.html": "a.md"})] == [(lists[0], 4)]


def test_a_fault_of_a_theme_is_said_once_whatever_its_number():
    """Lists have as many headings as posts."""
    pages = [
        found(f"{n}.html", f"This page has {n + 2} headings of level 1.", "output-h1")
        for n in range(6)
    ]
    assert [*group_repeats(pages)] == [(pages[0], 5)]


def test_a_link_that_a_plugin_has_told_of_is_not_told_again():
    """The same line and the same link, as gravely; anything else is another fault."""
    link = found("a.md", line=5)
    told = found("a.md", "“/x/” leads to no page of the site.", "link-broken", line=5)
    assert is_told(link, [told])
    others = [
        replace(told, line=6),
        replace(told, path="b.md"),
        replace(told, what="“/y/” leads to no page."),
        replace(told, level=Level.NOTICE),
        replace(told, name="heading-skip"),
    ]
    assert not is_told(link, others)
    assert not is_told(replace(link, line=0), [replace(told, line=0)])


#: What is wrong with every seventh page.
FAULTS = (
    *("<a href='/gone/'>x</a>", "<a href='../p1/#gone'>x</a>", "<a href='#top'>x</a>"),
    "<a href='http://localhost:8000/'>x</a>",
    *("<a href='../p2/#here'>x</a>", "<h1>A second</h1>", "AKIAIOSFODNN7REALKEY"),
)


def a_faulty_tree(folder):
    """Return sixty pages and some feeds with all kinds of faults."""
    for number in range(60):
        fault = FAULTS[number % len(FAULTS)] if number % 2 else ""
        page = f"<title>P</title><h1>P</h1><p id=here>{fault} p{number}</p>"
        (folder / f"p{number}").mkdir(parents=True)
        (folder / f"p{number}/index.html").write_text(page)
        link = f"https://s.org/{'gone' if number % 9 == 4 else f'p{number}'}/"
        feed = f"<feed><entry><link href='{link}'/>{fault}</entry></feed>"
        (folder / f"p{number}/feed.atom").write_text(feed)
    settings = {
        "PATH": str(folder),
        "OUTPUT_PATH": "output",
        "SITEURL": "https://s.org",
    }
    return FinishedTree(folder, folder), Contents(settings)


def test_processes_find_what_one_finds(tmp_path):
    """The same problems, in the same order, and the same facts for the next build."""
    tree, contents = a_faulty_tree(tmp_path / "tree")
    site = Site(tmp_path, tmp_path)
    alone, *others = (
        check_output(tree, site, contents, jobs=jobs) for jobs in (1, 2, 3)
    )
    assert {*names(alone[0])} == {
        *("output-link", "output-fragment", "output-local-address"),
        *("output-h1", "output-secret"),
    }
    assert others == [alone, alone]
    assert check_output(tree, site, contents, known=alone[1]) == alone


def test_a_process_that_is_killed_is_told_with_its_file(tmp_path, monkeypatch):
    """As any other error, which ends the build."""
    assert threading.active_count() == 1  # else no process is begun to be killed
    tree, contents = a_faulty_tree(tmp_path / "tree")
    own, (begun, told) = os.getpid(), os.pipe()

    def die(data):
        if os.getpid() != own:
            os.write(told, b"!" * 120)
            os.kill(os.getpid(), signal.SIGKILL)
        os.read(begun, 1)
        return parse_page(data)

    monkeypatch.setattr(run, "parse_page", die)
    problems, _ = check_output(tree, Site(tmp_path, tmp_path), contents, jobs=2)
    (found,) = [one for one in problems if one.name == "worker-ended"]
    assert found.path.startswith("output/p")
    assert "SIGKILL" in found.what
    os.close(begun)
    os.close(told)
