"""What is worked out once, or with less work, while a site is built."""

from __future__ import annotations

import sys
from copy import copy
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from pelican import plugins as namespace
from pelican import utils
from pelican.contents import Article, Author, Category, Content, Page, Static
from pelican.plugins import _utils as loading
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import SafeDatetime

from plugins.tools.build.memos import (
    index_topics,
    indexed,
    quick_addresses,
    quick_dates,
    quick_links,
    quick_paths,
    quick_plugins,
    quick_slugs,
    quicken_globals,
)

PATTERNS = [
    "blog/{slug}/",
    "{lang}/{category}/{author}/{slug}.html",
    "{date:%Y}/{date:%-d %B}/{slug}",
    "{path}",
    "{path_no_ext}/{slug}",
    "{place}/{slug}",
    "{title}",
    "plain",
    "",
    "{nothing}",
    "{}",
    "{0}",
    "{slug",
    "{slug:%Y}",
    "{slug.name}",
    "{slug[0]}",
    "{date.year:05d}",
    None,
]


def contents(pattern):
    kinds = ("ARTICLE", "ARTICLE_LANG", "DRAFT", "PAGE", "DRAFT_PAGE", "STATIC")
    names = [f"{kind}_{part}" for kind in kinds for part in ("URL", "SAVE_AS")]
    settings = DEFAULT_CONFIG | dict.fromkeys(names, pattern) | {"PATH": "content"}
    made = {
        "title": "Größe {0} & more",
        "date": datetime(2026, 3, 1, tzinfo=UTC),
        "category": Category("Ärzte und Ämter", settings),
        "author": Author("A. B.", settings),
        "place": "Köln",
        "path_no_ext": "posts/a",
    }
    for kind in (Article, Page, Static):
        bare = {"title": "Bare"} | ({"date": made["date"]} if kind is Article else {})
        for metadata in (made, made | {"lang": "de", "status": "draft"}, bare):
            yield kind("", metadata, settings, "content/posts/a b.md", {})
    yield Article("", made | {"save_as": "own.html"}, settings, "content/c.md", {})


def addresses(pattern):
    found = []
    for content in contents(pattern):
        for part in ("url", "save_as"):
            try:
                found.append(getattr(content, part))
            except Exception as error:  # noqa: BLE001  # Pelican's own, whatever it is
                found.append((type(error), str(error)))
    return found


@pytest.mark.parametrize("pattern", PATTERNS)
def test_addresses_are_pelicans_own(pattern):
    """Whatever a pattern names, mistakes included."""
    plain = addresses(pattern)
    with quick_addresses(Content):
        quick = addresses(pattern)
    assert quick == plain
    assert len(plain) == 20


def test_an_address_follows_what_it_is_made_of():
    """A plugin may change a slug, or say itself what an address can name."""
    before = Content._expand_settings

    class Own(Page):
        @property
        def url_format(self):
            return super().url_format | {"slug": "own"}

    settings = DEFAULT_CONFIG | {"OWN_URL": "{slug}", "PATH": "content"}
    with quick_addresses(Content):
        page = Page("", {"title": "One"}, settings, "content/a.md", {})
        assert page.url == "pages/one.html"
        page.slug = "two"
        assert page.url == "pages/two.html"
        page.override_url = "three"
        assert page.url == "three"
        assert Own("", {"title": "One"}, settings, "content/a.md", {}).url == "own"
    assert Content._expand_settings is before


def test_most_addresses_need_no_path(monkeypatch):
    """It is the dear part: a page asks for a hundred addresses."""
    asked = []
    plain = Content.get_relative_source_path
    monkeypatch.setattr(
        Content,
        "get_relative_source_path",
        lambda content, path=None: asked.append(content) or plain(content, path),
    )
    settings = DEFAULT_CONFIG | {"PATH": "content"}
    with quick_addresses(Content):
        page = Page("", {"title": "One"}, settings, "content/a.md", {})
        asked.clear()
        assert {page.url for _ in range(9)} == {page.save_as}
    assert asked == []


@pytest.mark.parametrize("own", [None, {}, {"b": 3}, {"a": 3, "c": 4}])
@pytest.mark.parametrize("more", [{}, {"a": 5}, {"d": 6}])
def test_the_globals_of_a_template_are_jinjas(own, more):
    """Their names, order and values, whatever is added to which of them later."""
    found = []
    for quicken in (lambda _environment: None, quicken_globals):
        environment = Environment(autoescape=True)
        environment.globals = {"a": 1, "b": 2}
        quicken(environment)
        template = environment.from_string("{{ a }}{{ b }}{{ c }}{{ d }}", copy(own))
        texts = [template.render(), template.render(a=7)]
        template.globals.update(more)
        environment.globals["e"] = 8
        names = template.globals
        child = names.new_child({"b": 9})
        found.append(
            [
                *texts,
                template.render(),
                [dict(one) for one in (names, child)],
                [list(one) for one in (names, child, names.keys(), child.keys())],
                [names.get(name) for name in "abcdef"],
                [name in names for name in "abcdef"],
                environment.globals,
            ]
        )
        with pytest.raises(KeyError, match="f"):
            names["f"]
    assert found[0] == found[1]


def test_a_list_knows_what_is_in_it():
    """As any list does, whatever a plugin adds later."""
    one, two, three = object(), object(), object()
    posts = indexed([one, two])
    assert one in posts
    assert three not in posts
    posts.append(three)
    assert three in posts
    twice = indexed([one, one])
    assert one in twice
    assert two not in twice
    assert posts == [one, two, three]


def test_lists_of_topics_are_indexed():
    """Pelican asks each of them for every article."""
    post = object()
    articles = SimpleNamespace(
        articles=[post],
        categories=[("sleep", [post])],
        authors=[("ada", [post])],
        tags={"dose": [post]},
    )
    index_topics([articles, SimpleNamespace()])
    lists = [articles.categories[0][1], articles.authors[0][1], articles.tags["dose"]]
    assert lists == [[post]] * 3
    assert all(type(one).__name__ == "IndexedList" for one in lists)


def test_files_are_looked_for_where_a_text_links_some():
    """A link to a page brings none along."""
    settings = DEFAULT_CONFIG | {"PATH": "content"}
    texts = [f'<a href="{mark}/a.pdf">' for mark in ("{static}", "|attach|", "{other}")]

    def found():
        pages = [Page(text, {}, settings, "content/a.md", {}) for text in texts]
        return [page.get_static_links() for page in pages]

    before = Content.get_static_links
    plain = found()
    with quick_links(Content):
        assert found() == plain == [{"a.pdf"}, {"a.pdf"}, set()]
    assert Content.get_static_links is before


@pytest.mark.parametrize("pattern", [None, r"%(?P<what>\w+)%"])
def test_links_are_filled_in_where_a_text_may_have_some(pattern):
    """In either quotes, with either sign, and with a pattern of the site's own."""
    settings = DEFAULT_CONFIG | {"PATH": "content"}
    if pattern:
        settings["INTRASITE_LINK_REGEX"] = pattern
    texts = [
        f"<p>A {{tag}} | sign.</p><a class='x' href={quote}{mark}/a.pdf{quote}>"
        for quote in "'\""
        for mark in ("{index}", "|index|", "%index%", "{other}", "")
    ]

    def filled():
        context = {"static_content": {}, "generated_content": {}}
        pages = [Page(text, {}, settings, "content/a.md", context) for text in texts]
        return [page._update_content(page._content, "..") for page in pages]

    before, plain = Content._update_content, filled()
    with quick_links(Content):
        assert filled() == plain
    assert plain != texts
    assert Content._update_content is before


PIECES = [
    "<a href=",
    "<img alt='x > y' src = ",
    "<p data='a' <a b href=",
    "href=",
    '"{index}/a"',
    "'|index|/b'",
    '"{nothing}c"',
    "'{open",
    '"plain"',
    ">",
    "\n",
    "|",
    "“{",
]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_links_are_those_that_pelican_fills_in(pieces):
    """Wherever signs, quotes and tags stand."""
    settings = DEFAULT_CONFIG | {"PATH": "content"}
    context = {"static_content": {}, "generated_content": {}}
    page = Page("".join(pieces), {}, settings, "content/a.md", context)
    plain = page._update_content(page._content, "..")
    with quick_links(Content):
        assert page._update_content(page._content, "..") == plain


@pytest.mark.parametrize(
    "form",
    [
        *("%a %d %B %Y", "%-d %B %Y", "%-H:%M%-S", "100%-e", "%%-d %-y", "%", "%-%d"),
        *("%G %j%Z%z", "", "plain", "le %d\u00a0%b", "%Q %-Q", "%c", "%-I%p"),
    ],
)
def test_dates_are_printed_as_pelican_prints_them(form):
    """Mistakes in the form included."""
    days = [SafeDatetime(2026, 3, 1, 0, 5, 9, tzinfo=UTC), SafeDatetime(1999, 12, 31)]
    days += [datetime(2026, 1, 20, 12, tzinfo=UTC), date(2026, 1, 2)]

    def printed():
        found = []
        for day in days:
            try:
                found.append(utils.strftime(day, form))
            except Exception as error:  # noqa: BLE001  # Python's own, whatever it is
                found.append((type(error), str(error)))
        return found

    before, plain = utils.strftime, printed()
    with quick_dates(utils):
        assert printed() == plain
        assert SafeDatetime(2026, 3, 1).strftime("%-d") == "1"
    assert utils.strftime is before


@pytest.mark.parametrize("root", ["/site/content", "content", "/", "//a", "/a/../b"])
def test_places_of_sources_are_pelicans_own(root):
    """However a path or its root is written."""
    settings = DEFAULT_CONFIG | {"PATH": root}
    paths = [f"{root}/posts/a.md", f"{root}/../a.md", f"{root}//a", f"{root}/a/", "a"]
    paths += [f"{root}b/a.md", "/site/content", "/site/content/a\\b.md", None]

    def found():
        pages = [Page("", {}, settings, path, {}) for path in paths]
        own = [page.relative_source_path for page in pages]
        return own, [pages[0].get_relative_source_path(path) for path in paths]

    before, plain = Content.get_relative_source_path, found()
    with quick_paths(Content):
        assert found() == plain
    assert Content.get_relative_source_path is before


def test_a_slug_is_made_once_for_the_same_rules():
    """A category and a tag may have others."""
    made, rules = [], [("a", "b")]

    def slugify(value, regex_subs=(), **more):
        made.append(value)
        return f"{value} {regex_subs} {more}"

    module = SimpleNamespace(slugify=slugify)
    with quick_slugs(module):
        slugs = [module.slugify("Sleep", regex_subs=rules, use_unicode=False)] * 2
        slugs += [module.slugify("Sleep", regex_subs=[], use_unicode=False)]
        slugs += [module.slugify("Sleep", regex_subs=rules, use_unicode=True)]
        slugs += [module.slugify("Sleep", regex_subs=rules, use_unicode=False)]
    assert module.slugify is slugify
    assert slugs[0] == slugs[-1]
    assert len({*slugs}) == 3
    assert made == ["Sleep"] * 3


def test_an_installed_plugin_is_imported_only_where_a_site_wants_it(
    tmp_path, monkeypatch
):
    """By its short name or its whole one, or all where none is named."""
    for name in ("wanted", "other"):
        package = tmp_path / "pelican" / "plugins" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(f"NAME = {name!r}\n", "utf-8")
    space = str(tmp_path / "pelican" / "plugins")
    monkeypatch.setattr(namespace, "__path__", [space])
    whole = {f"pelican.plugins.{name}" for name in ("wanted", "other")}

    def loaded(plugins):
        """Return the plugins that are loaded, and which were imported."""
        for name in whole:
            monkeypatch.delitem(sys.modules, name, raising=False)
        found = loading.load_plugins({"PLUGINS": plugins})
        return [one.NAME for one in found], whole & {*sys.modules}

    assert loaded(["wanted"]) == (["wanted"], whole)
    before = loading.get_namespace_plugins
    with quick_plugins(loading, namespace):
        assert loaded(["wanted"]) == (["wanted"], {"pelican.plugins.wanted"})
        assert loaded(["pelican.plugins.other"])[0] == ["other"]
        assert loaded([]) == ([], set())
        assert loaded(None) == (["other", "wanted"], whole)
    assert loading.get_namespace_plugins is before
