"""Old addresses on built sites: over HTTP, in a browser, and as authors are told."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import quote, unquote, urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from dev.audit.browser import VIEWS, open_browser
from dev.audit.markup import check_markup
from plugins.addresses import redirects
from plugins.addresses.redirects import Redirect
from tests.conftest import a_post
from tests.needs import needs
from tests.nginx import nginx
from tests.plugins.tools.conftest import (
    ROOT,
    free_port,
    make_place,
    running,
    wait_for_port,
)
from tests.theme.test_markup import CHECKER
from tests.web_servers import each_server

PLUGIN = "plugins.addresses"
CONF = """
PLUGINS = ["plugins.front_matter", "plugins.feeds", "plugins.addresses",
    "plugins.security_headers", "plugins.incremental"]
TAG_SAVE_AS = "tag/{slug}/index.html"
TAG_URL = "tag/{slug}/"
SECURITY_HEADERS = {}
ADDRESSES = {"relative_links": True, "aliases": {
    "/feed/": "/feeds/all.atom.xml",
    "/rss.xml": "/feeds/all.atom.xml",
    "/feed.json": "/feeds/all.json",
    "/tag/slumber/": "/tag/sleep/",
    "/topic/slumber": "/tag/slumber",
    "/2019/older/": "/2020/sleep",
}}
"""
#: Each old address, and the page or feed that a visitor ends at.
LEADS = {
    "/2020/sleep/": "/sleep.html",
    "/2020/sleep": "/sleep.html",
    "/2019/older/": "/sleep.html",
    "/2019/older": "/sleep.html",
    "/old.html": "/sleep.html",
    "/old.php": "/sleep.html",
    "/%C3%A9t%C3%A9%20%22x%22/": "/sleep.html",
    "/%C3%A9t%C3%A9%20%22x%22": "/sleep.html",
    "/a:b*c(d)/": "/sleep.html",
    "/%7B$HOME%7D/%7Bpath%7D": "/sleep.html",
    "/index.php?p=7": "/sleep.html",
    "/deep/old/page/": "/pages/about.html",
    "/tag/slumber/": "/tag/sleep/",
    "/topic/slumber": "/tag/sleep/",
}
FEEDS = {
    "/feed": "/feeds/all.atom.xml",
    "/feed/": "/feeds/all.atom.xml",
    "/rss.xml": "/feeds/all.atom.xml",
    "/feed.json": "/feeds/all.json",
}


def configure(place, text):
    conf = place.root / "pelicanconf.py"
    conf.write_text(f"{conf.read_text('utf-8')}{text}", "utf-8")


@pytest.fixture(name="place")
def _place(tmp_path):
    """Make a site with old addresses of posts, pages, tags and feeds."""
    place = make_place(tmp_path / "blog")
    configure(place, CONF)
    old = "/2020/sleep/, /old.html, /old.php, /été%20%22x%22/, /a:b*c(d)/, /index.php"
    place.post("sleep", aliases=f"{old}, /%7B$HOME%7D/%7Bpath%7D/", tags="sleep")
    about = place.root / "content/pages/about.md"
    text = about.read_text("utf-8").replace("\n\n", "\naliases: /deep/old/page\n\n", 1)
    about.write_text(text, "utf-8")
    return place


class Stop(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_):
        return None


def ask(url):
    """Return status, headers and body of one request."""
    try:
        with urllib.request.build_opener(Stop).open(url, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def travel(url):
    """Return where redirects lead, how many there were, and what stands there."""
    for steps in range(5):
        status, headers, body = ask(url)
        if status not in (301, 302, 308):
            assert status == 200, url
            return url, steps, body
        url = urljoin(url, headers["Location"])
    raise AssertionError(url)


def refreshed(url, body):
    """Return where a page's refresh leads, which its link and canonical name too."""
    page = BeautifulSoup(body, "lxml")
    refresh = page.find("meta", attrs={"http-equiv": "refresh"})["content"]
    assert refresh.startswith("0; url=")
    new = urljoin(url, refresh.removeprefix("0; url="))
    assert urljoin(url, page.a["href"]) == new
    canonical = page.find("link", rel="canonical")["href"]
    assert canonical == f"https://blog.aureo.health{urlsplit(new).path}"
    return new


@contextmanager
def a_file_server(folder):
    """Serve a folder as Python's own server does."""
    port = free_port()
    words = ["-m", "http.server", str(port), "--bind", "127.0.0.1"]
    command = [sys.executable, *words, "--directory", str(folder)]
    with running(command, stderr=subprocess.DEVNULL):
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"


@pytest.mark.server
def test_on_any_file_server_every_old_address_answers_and_leads_on(place):
    """With 200, or one redirect to a slash; the page there leads to the new one."""
    built = place.run("build", "--strict")
    assert built.code == 0, built.said
    with a_file_server(place.output) as home:
        for old, new in LEADS.items():
            url, steps, body = travel(f"{home}{old}")
            assert steps <= 1, old
            assert ask(refreshed(url, body))[0] == 200
            assert urlsplit(refreshed(url, body)).path == new, old
        for old, new in FEEDS.items():
            _, steps, body = travel(f"{home}{old}")
            assert steps <= 1
            assert body == place.files()[new[1:]]


@each_server
def test_a_web_server_leads_from_every_old_address_to_the_new_one_at_once(
    serve, place, tmp_path
):
    """One redirect, with the headers of all pages, and the question kept."""
    assert place.run("build").code == 0
    printed = place.run("headers", serve.__name__)
    assert printed.code == 0, printed.said
    with serve(place.output, tmp_path, printed.out) as home:
        for old, new in (LEADS | FEEDS).items():
            status, headers, _ = ask(f"{home}{old}")
            question = urlsplit(old).query
            assert status == 301, old
            assert headers["Location"] == (f"{new}?{question}" if question else new)
            assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
            assert travel(f"{home}{old}")[1] == 1
        assert ask(f"{home}/2020/sleep/index.html")[0] == 301
        assert ask(f"{home}/sleep.html")[0] == 200
        assert ask(f"{home}/2020/nothing/")[0] == 404


#: In old addresses, what means something to a server, a shell or a list of lines.
SIGNS = [
    *(
        "{path}",
        "{$HOME}",
        "{{",
        "}",
        "{args.0}",
        "${uri}",
        "$1",
        "~^a",
        "%25",
        "%2520",
    ),
    *("`a`", "'a'", '"a"', "a b", "#a", "?a=1", "<<EOF", "(a|b)", "[a]", "a+b", "a,b"),
    *(";", "&", "été", "\N{PILL}", "import a", "default"),
]


@each_server
def test_a_web_server_takes_every_old_address_as_it_is_written(serve, tmp_path):
    """No sign in it is one of the server's own, and its fragment comes last."""
    texts = [unquote(sign) if "%" in sign else sign for sign in SIGNS]
    given = [
        Redirect(f"old/{text}/", f"/new/{number}/#a{{path}}", "a.md", 1)
        for number, text in enumerate(texts)
    ]
    lines = "\n".join(redirects.FORMS[serve.__name__](given, ""))
    with serve(tmp_path, tmp_path, f"{lines}\n") as home:
        for number, text in enumerate(texts):
            for end in ("", "/", "/index.html"):
                path = quote(f"/old/{text}{end}")
                for question in ("", "?q={path}&r=%C3%A9"):
                    status, headers, _ = ask(f"{home}{path}{question}")
                    assert status == 301, text
                    new = f"/new/{number}/{question}#a%7Bpath%7D"
                    assert headers["Location"] == new
            assert ask(f"{home}{path}x")[0] != 301


@needs("nginx")
@pytest.mark.server
def test_nginx_that_nobody_told_leads_on_by_the_page(place, tmp_path):
    """As on any other server."""
    assert place.run("build").code == 0
    with nginx(place.output, tmp_path, "") as home:
        for old, new in LEADS.items():
            url, steps, body = travel(f"{home}{old}")
            assert steps <= 1
            assert urlsplit(refreshed(url, body)).path == new, old


@needs("chromium")
@pytest.mark.browser
@pytest.mark.server
def test_a_browser_ends_at_the_new_page(place):
    """From each old address, without scripts, and nothing is missing."""
    assert place.run("build").code == 0
    with a_file_server(place.output) as home, open_browser() as browser:
        context = browser._chromium.new_context(java_script_enabled=False)
        page = context.new_page()
        missed = []
        page.on("response", lambda sent: sent.status < 400 or missed.append(sent.url))
        for old, new in LEADS.items():
            page.goto(f"{home}{old}")
            page.wait_for_url(f"{home}{new}")
        context.close()
    assert {url for url in missed if "favicon" not in url} == set()


#: How far the colours of an element and of the page are apart (WCAG 2.2, 1.4.3).
CONTRAST = """(element) => {
  const ground = document.createElement("i");
  ground.style.background = "Canvas";
  document.body.append(ground);
  const light = (color) => {
    const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map(
      (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const own = getComputedStyle(element).color;
  const there = getComputedStyle(ground).backgroundColor;
  const [a, b] = [own, there].map(light).sort((x, y) => y - x);
  ground.remove();
  return a / b;
}"""


@needs("chromium")
@pytest.mark.browser
@pytest.mark.server
def test_the_page_can_be_read_by_everybody(place):
    """Wide and narrow, text at 200 %; in light and dark. Here it does not lead on.

    axe takes the ground of a page without a style sheet for white in the dark too, so
    colours are compared with what is there.
    """
    assert place.run("build").code == 0
    one = "2020/sleep/index.html"
    file = place.output / one
    text = file.read_text("utf-8").replace('http-equiv="refresh"', 'name="kept"')
    file.write_text(text, "utf-8")
    light = [view for view in VIEWS if view.scheme == "light"]
    with a_file_server(place.output) as home, open_browser() as browser:
        assert browser.find_barriers(f"{home}/{one}", light) == []
        grounds = set()
        for scheme in ("light", "dark"):
            context = browser._chromium.new_context(color_scheme=scheme)
            page = context.new_page()
            page.goto(f"{home}/{one}")
            for name in ("h1", "p", "a"):
                assert page.locator(name).evaluate(CONTRAST) > 4.5, (scheme, name)
            grounds.add(page.screenshot()[:200])
            context.close()
        assert len(grounds) == 2


@needs("java")
@CHECKER
def test_the_html_checker_finds_nothing_on_the_page(place, tmp_path):
    """No error and no warning, in any language."""
    assert place.run("build").code == 0
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, one in enumerate(["2020/sleep/index.html", "tag/slumber/index.html"]):
        (pages / f"{number}.html").write_bytes((place.output / one).read_bytes())

    assert check_markup(pages, ROOT) == {}


def test_a_build_of_the_same_changes_nothing_and_a_removed_address_goes(place):
    """Pages stand, files at old addresses keep their dates."""
    place.run("build")
    before = place.stamps()
    again = place.run("build")
    assert again.code == 0, again.said
    assert place.stamps() == before

    place.post("sleep", aliases="/2020/sleep/, /rest/", tags="sleep")
    assert place.run("build").code == 0
    after = place.stamps()
    assert {"old.html", "old.php/index.html"} == {
        *(path for path in before.keys() - after.keys() if path.startswith("old"))
    }
    assert "rest/index.html" in after
    assert after["2020/sleep/index.html"] == before["2020/sleep/index.html"]
    assert after["rss.xml"] == before["rss.xml"]


def test_lists_feeds_and_sitemaps_name_no_old_address(place):
    """A reader, and a search engine, is led to the new one."""
    place.write(
        "theme/templates/sitemap.html",
        "{% for a in articles %}{{ SITEURL }}/{{ a.url }}\n{% endfor %}"
        "{% for p in pages %}{{ SITEURL }}/{{ p.url }}\n{% endfor %}",
    )
    listed = ["index", "tags", "categories", "archives", "sitemap"]
    configure(place, f"\nDIRECT_TEMPLATES = {listed}\n")
    assert place.run("build").code == 0

    for path, data in place.files().items():
        if path not in ("_redirects", "_headers"):
            assert b"2020/sleep" not in data, path
            assert b"tag/slumber" not in data, path


def test_invoke_check_finds_every_mistake_in_one_run(place):
    """With file and line, and the output is not touched."""
    place.post("sleep", aliases="/sleep.html, /both/, /Post-1.html, /tag/sleep/")
    place.post("mood", tags="sleep", aliases="\n  - /both/\n  - /tags.html")
    conf = place.root / "pelicanconf.py"
    text = conf.read_text("utf-8")
    more = '"/a": "/b", "/b": "/a", "/feeds/all.json": "/x/", "/theme/": "/sleep.html",'
    conf.write_text(text.replace('"/feed/":', f'{more} "/feed/":'), "utf-8")
    ended = place.run("check")

    assert ended.code == 1
    told = [line for line in ended.err.splitlines() if "[a" in line]
    told = sorted(line.split(" ")[0] + line.split(" ")[-1] for line in told)
    assert told == sorted(
        [
            "content/posts/mood.md:7:[address-taken]",
            "content/posts/mood.md:8:[address-taken]",
            *3 * ["content/posts/sleep.md:5:[address-taken]"],
            "content/posts/sleep.md:5:[alias-loop]",
            *2 * ["pelicanconf.py:[alias-loop]"],
            *2 * ["pelicanconf.py:[address-taken]"],
        ]
    ), ended.said
    assert not place.output.exists()


def test_invoke_headers_refuses_while_posts_are_wrong(place):
    """Redirects that nobody has checked would be printed otherwise, or none."""
    place.post("sleep", aliases="/sleep.html")
    ended = place.run("headers", "nginx")

    assert ended.code == 1
    assert "content/posts/sleep.md:5: " in ended.err
    assert "[alias-loop]" in ended.err
    assert ended.out == ""
    assert place.run("headers", "netlify").code == 0


STRICT = {
    "PLUGINS": ["plugins.front_matter", PLUGIN],
    "FRONT_MATTER": {"strict": True},
    "BULLETIN_NOW": "2026-06-01",
}
REASON = "A study was retracted, and nothing else holds what this post said."
STATES = {
    "posts/a.md": a_post("Shown", aliases="[/shown/]"),
    "posts/b.md": a_post("Hidden", aliases="[/hidden/]", status="hidden"),
    "posts/c.md": a_post("Draft", aliases="[/draft/]", status="draft"),
    "posts/d.md": a_post("Later", "2026-07-01", aliases="[/later/]"),
    "posts/e.md": a_post(
        "Gone", aliases="[/gone/]", status="withdrawn", withdrawn_because=REASON
    ),
}


@pytest.mark.parametrize(
    ("preview", "there"),
    [
        (False, {"shown", "hidden", "gone"}),
        (True, {"shown", "hidden", "gone", "draft", "later"}),
    ],
)
def test_what_is_published_has_its_old_addresses(site, preview, there):
    """Hidden and withdrawn too; drafts and posts to come in a preview alone."""
    built = site(STATES, **STRICT, BULLETIN_PREVIEW=preview)

    names = {"shown", "hidden", "gone", "draft", "later"}
    assert {one for one in names if built.has(f"{one}/index.html")} == there


def test_a_preview_without_front_matter_has_those_of_drafts_too(site):
    """Where Pelican writes drafts."""
    post = {"posts/c.md": a_post("Draft", aliases="/draft/", status="draft")}
    for preview in (False, True):
        built = site(post, PLUGINS=[PLUGIN], BULLETIN_PREVIEW=preview)
        assert built.has("drafts/draft.html")
        assert built.has("draft/index.html") == preview


def test_what_is_no_address_is_told_once(site):
    """By front_matter, and by this plugin where nobody else reads the header."""
    rst = "Sleep\n#####\n:date: 2026-01-01\n:aliases: old/d\n\nWords.\n"
    posts = {"posts/c.md": a_post("A", aliases="[old/c]"), "posts/d.rst": rst}
    plugins = {"PLUGINS": ["plugins.front_matter", PLUGIN]}
    built = site(posts, **plugins, FRONT_MATTER={"required": ["title"]})

    assert built.names() == 2 * ["alias-format"]
    assert [one.path[-4:] for one in built.problems] == ["c.md", ".rst"]


def test_without_front_matter_the_words_of_pelican_are_enough(site):
    """One line or several; another name of a note is no address."""
    header = "Title: Sleep\nDate: 2026-01-01\nCategory: All\n"
    built = site(
        {
            "posts/a.md": f"{header}Aliases: /one/, /two.html\nSlug: a\n\nWords.\n",
            "posts/b.md": f"{header}Slug: b\nAliases: /three/\n    /four/\n\nWords.\n",
            "posts/c.md": f"{header}Slug: c\nAliases: Sleep hygiene, old/c\n\nWords.\n",
            "posts/d.rst": "Sleep\n#####\n:date: 2026-01-01\n:slug: d\n"
            ":aliases: /five/\n\nWords.\n",
        },
        PLUGINS=[PLUGIN],
    )

    for old, new in (("one/index", "a"), ("two", "a"), ("three/index", "b")):
        page = built.soup(f"{old}.html")
        assert page.a["href"] == f"https://site.example/{new}.html"
        assert page.a.text == "Sleep"
        assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert built.has("four/index.html")
    assert built.has("five/index.html")
    assert [str(one) for one in built.problems] == [
        (
            "content/posts/c.md:5: The old address “old/c” cannot be redirected. "
            "Write it from the site's root: /2020/sleep/. [alias-format]"
        )
    ]
    assert built.problems[0].level.name == "WARNING"


def test_the_page_speaks_the_language_of_its_post(site):
    """Where there are words in it; else it is English, and the title says its own."""
    posts = {
        f"posts/{lang}.md": a_post(f"A <b>&amp; {lang}", lang=lang, aliases=f"/{lang}/")
        for lang in ("de", "es_MX", "fr", "it", "en-GB")
    }
    words = {"fr": {"moved": "Cette page a déménagé", "moved_to": "Elle est ici :"}}
    built = site(posts, PLUGINS=[PLUGIN], ADDRESSES={"words": words})

    said = {}
    for lang in ("de", "es_MX", "fr", "it", "en-GB"):
        page = built.soup(f"{lang}/index.html")
        said[page.html["lang"], page.a.get("lang")] = page.h1.text
        assert page.a.text == f"A & {lang}"
    assert said == {
        ("de", None): "Diese Seite ist umgezogen",
        ("es-MX", None): "Esta página ha cambiado de dirección",
        ("fr", None): "Cette page a déménagé",
        ("en", "it"): "This page has moved",
        ("en-GB", None): "This page has moved",
    }


def test_a_page_and_a_title_run_the_way_of_their_language(site):
    """A title in Hebrew on an English page, and a page that a site has in Arabic."""
    posts = {
        f"posts/{lang}.md": a_post(lang, lang=lang, aliases=f"/{lang}/")
        for lang in ("he", "ar", "en")
    }
    words = {"ar": {"moved": "انتقلت الصفحة"}}
    built = site(posts, PLUGINS=[PLUGIN], ADDRESSES={"words": words})
    pages = {lang: built.soup(f"{lang}/index.html") for lang in ("he", "ar", "en")}
    said = {
        n: (p.html["lang"], p.html.get("dir"), p.a.get("dir")) for n, p in pages.items()
    }

    assert said == {
        "he": ("en", None, "rtl"),
        "ar": ("ar", "rtl", None),
        "en": ("en", None, None),
    }
    assert pages["ar"].p.span.attrs == {"lang": "en", "dir": "ltr"}
    assert "<" not in pages["ar"].title.text


def test_a_theme_may_have_a_page_of_its_own(site, tmp_path):
    """Its ``redirect.html`` is taken, with what the manual says it gets."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "redirect.html").write_text(
        "{{ redirect.canonical }} {{ redirect.url }} {{ redirect.title }} "
        "{{ redirect.words.moved_to }} {{ redirect.lang }}{{ redirect.title_lang }}"
    )
    built = site(
        {"posts/a.md": a_post("Sleep", aliases="/old/")},
        PLUGINS=[PLUGIN],
        THEME_TEMPLATES_OVERRIDES=[str(folder)],
    )

    assert built.read("old/index.html") == (
        "https://site.example/sleep.html /sleep.html Sleep It is here now: en"
    )


def test_pelicans_own_relative_links_lead_on_too(site):
    """The canonical link is whole."""
    post = {"posts/a.md": a_post("Sleep", aliases="/2020/old/")}
    built = site(post, PLUGINS=[PLUGIN], RELATIVE_URLS=True)
    page = built.soup("2020/old/index.html")

    assert page.a["href"] == "../../sleep.html"
    assert page.find("link")["href"] == "https://site.example/sleep.html"


@pytest.mark.parametrize(
    ("post", "aliases", "said"),
    [
        ("/2026/", {}, "content/posts/a.md:7: The address “2026/” is that"),
        ("", {"/all.xml": "/some.xml"}, "]: The address “all.xml” is that"),
        ("", {"/all.xml/": "/a.html"}, "]: The address “all.xml/” is that"),
    ],
)
def test_what_the_site_writes_by_itself_is_not_lost(site, post, aliases, said):
    """A yearly archive, and feeds of plain Pelican, of which nobody knows before."""
    built = site(
        {"posts/a.md": a_post("A", slug="a", aliases=post)},
        PLUGINS=[PLUGIN],
        ADDRESSES={"aliases": aliases},
        FEED_ALL_ATOM="all.xml",
        TRANSLATION_FEED_ATOM="some.xml",
        YEAR_ARCHIVE_SAVE_AS="{date:%Y}/index.html",
    )

    (problem,) = built.problems
    assert said in str(problem)
    assert "Remove this old address. [address-taken]" in str(problem)
    assert "http-equiv" not in built.read("2026/index.html")
    assert "<entry>" in built.read("all.xml")
    assert not built.has("_redirects")


def test_a_later_page_of_a_list_is_known_before_anything_is_written(site):
    """Whatever the pattern of such pages is."""
    posts = {f"posts/{n}.md": a_post(f"Post {n}", slug=f"n{n}") for n in range(3)}
    old = "/page/2/, /all/p3.html, /page/4/, /page/20/"
    posts["posts/3.md"] = a_post("Old", slug="old", aliases=old)
    patterns = [
        (1, "{url}", "{save_as}"),
        (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
    ]
    built = site(
        posts,
        PLUGINS=[PLUGIN],
        DEFAULT_PAGINATION=1,
        INDEX_SAVE_AS="index.html",
        PAGINATION_PATTERNS=patterns,
    )

    assert [one.name for one in built.problems] == 2 * ["address-taken"]
    assert "“page/2/”" in built.problems[0].what
    assert "“page/4/”" in built.problems[1].what
    assert not built.output.exists()


def test_pages_of_series_and_of_templates_are_known_too(site, tmp_path):
    """In one run with all else, before anything is written."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/about.html").write_text("About", "utf-8")
    old = "/Series/sleep/, /series/sleep/all/, /about.html, /good/"
    posts = {
        f"posts/{n}.md": a_post(f"Part {n}", slug=f"n{n}", series="Sleep")
        for n in (1, 2)
    }
    posts["posts/3.md"] = a_post("Old", slug="old", aliases=old)
    built = site(
        posts,
        PLUGINS=["plugins.series", PLUGIN],
        TEMPLATE_PAGES={"about.html": "about.html"},
    )

    said = [one.what for one in built.problems if one.name == "address-taken"]
    assert said == [
        "The address “Series/sleep/” is wanted by a page of the series “Sleep”, too.",
        "The address “about.html” is wanted by the template about.html, too.",
        f"The address “series/sleep/all/” {said[0].partition('” ')[2]}",
    ]
    assert not built.output.exists()


def test_an_address_where_nothing_lies_is_told_with_the_nearest(site):
    """The site's owner has written it in pelicanconf.py."""
    aliases = {"/old/": "/category/evidense.html", "/feed.xml": "/feeds/all.xml"}
    built = site(
        {"posts/a.md": a_post("A")}, PLUGINS=[PLUGIN], ADDRESSES={"aliases": aliases}
    )

    said = [
        (
            "“/feed.xml” leads to “/feeds/all.xml”, where the site has nothing. "
            "Correct it, or publish what should be there."
        ),
        (
            "“/old/” leads to “/category/evidense.html”, where the site has nothing. "
            "Did you mean “/category/evidence.html”?"
        ),
    ]
    named = [f"ADDRESSES[“aliases”]: {one}" for one in said]
    assert [one.message for one in built.problems] == named
    assert {one.path for one in built.problems} == {"pelicanconf.py"}
    for path in ("old/index.html", "feed.xml", "_redirects"):
        assert not built.has(path)


def test_an_old_feed_is_the_feed(site):
    """The same bytes, whose own link leads readers on; files too."""
    aliases = {
        "/feed/": "/atom.xml",
        "/index.xml": "/feed/",
        "/old.pdf": "/images/new.pdf",
    }
    built = site(
        {"posts/a.md": a_post("A"), "images/new.pdf": b"%PDF-1.4\x00"},
        PLUGINS=[PLUGIN],
        FEED_ALL_ATOM="atom.xml",
        ADDRESSES={"aliases": aliases},
    )

    assert built.problems == ()
    for old in ("feed/index.html", "index.xml"):
        assert built.read(old) == built.read("atom.xml")
    (own,) = [
        link.href
        for link in feedparser.parse(built.read("index.xml")).feed.links
        if link.rel == "self"
    ]
    assert own == "https://site.example/atom.xml"
    assert (built.output / "old.pdf").read_bytes() == b"%PDF-1.4\x00"
    stats = [(built.output / one).stat() for one in ("index.xml", "atom.xml")]
    assert stats[0].st_mtime_ns == stats[1].st_mtime_ns


OWN = {
    "images/_redirects": "# mine\n/shop https://shop.example 302\n/* /404.html 404\n"
}
AT = {"EXTRA_PATH_METADATA": {"images/_redirects": {"path": "_redirects"}}}


def test_the_sites_own_lines_for_hosts_are_kept(site):
    """Below ours, in this build and in the next, which finds the file there."""
    post = {"posts/a.md": a_post("A", slug="a", aliases="/old/")}
    for _ in range(2):
        built = site(post | OWN, PLUGINS=[PLUGIN], **AT, DELETE_OUTPUT_DIRECTORY=False)
        assert built.problems == ()
        assert [
            line
            for line in built.read("_redirects").splitlines()
            if not line.startswith("#")
        ] == [
            "/old /a.html 301",
            "/old/ /a.html 301",
            "/shop https://shop.example 302",
            "/* /404.html 404",
        ]


def test_a_line_of_the_sites_own_that_says_otherwise_is_told(site):
    """At its own line."""
    post = {"posts/a.md": a_post("A", slug="a", aliases="/shop/")}
    built = site(post | OWN, PLUGINS=[PLUGIN], **AT)

    (problem,) = built.problems
    assert str(problem) == (
        "content/images/_redirects:2: The line “/shop https://shop.example 302” "
        "says otherwise than an old address of the site. Remove one of the two. "
        "[address-taken]"
    )


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ({}, ["/old /a.html 301", "/old/ /a.html 301"]),
        ({"redirect_code": "301!"}, ["/old /a.html 301!", "/old/ /a.html 301!"]),
        ({"redirect_code": ""}, []),
    ],
)
def test_a_site_says_what_its_host_is_to_be_told(site, settings, lines):
    """Netlify's own form, or no file."""
    post = {"posts/a.md": a_post("A", slug="a", aliases="/old/")}
    built = site(post, PLUGINS=[PLUGIN], ADDRESSES=settings)

    assert built.has("old/index.html")
    assert built.has("_redirects") == bool(lines)
    assert not lines or built.read("_redirects").splitlines()[1:-1] == lines


def test_a_site_without_old_addresses_is_as_it_was(site):
    """No file, no line."""
    built = site({"posts/a.md": a_post("A")}, PLUGINS=[PLUGIN])

    assert not built.has("_redirects")


def test_every_wrong_key_of_the_settings_is_named_in_one_run(site):
    """Before anything is written."""
    settings = {
        "aliases": {"/a b/": "/c/", "/d/": "https://e.example/", "/f/": "/g/#h"},
        "redirect_code": "302",
        "words": {"mooved": "x"},
    }
    built = site({"posts/a.md": a_post("A")}, PLUGINS=[PLUGIN], ADDRESSES=settings)

    assert built.names() == 4 * ["addresses-setting"]
    said = " ".join(one.message for one in built.problems)
    for words in ("“/a b/”", "“https://e.example/”", "“302”", "Did you mean “moved”?"):
        assert words in said
    assert not built.output.exists()
