"""Links, HTML and Markdown of a text, without a site."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.post_checks.core import check_result, check_text, find_link_line
from plugins.post_checks.links import find_links
from plugins.post_checks.targets import Index, check_target
from plugins.source.prose import Prose

INDEX = Index(
    files=frozenset({"posts/a.md", "posts/b.md", "posts/d.md", "images/bed.png"}),
    sources={"posts/a.md": "/blog/a/", "posts/b.md": "/blog/b/"},
    unpublished={"posts/d.md": "draft"},
    addresses=frozenset({"/", "/blog/a/", "/blog/b/", "/images/bed.png"}),
    elsewhere=("feeds/",),
    ids={"/blog/a/": frozenset({"harms"}), "/blog/b/": frozenset({"fn:1"})},
    page_ids=frozenset({"references"}),
    siteurl="https://site.example",
    names={"category": frozenset({"sleep"})},
    slugify={"category": str.lower},
)


def fault(target):
    found = check_target(target, "posts/a.md", INDEX)
    return found.name if found else ""


@pytest.mark.parametrize(
    "target",
    [
        "{filename}b.md", "{filename}/posts/b.md", "|filename|b.md",
        "{filename}b.md#fn:1",
        "{static}/images/bed.png", "{static}../images/bed.png", "{category}Sleep",
        "{index}", "/blog/b/", "../b/", "../b/#fn:1", "#harms", "#", "#top", "?x=1",
        "#references", "#a-ref-daly2019", "/feeds/all.atom.xml", "/", "//example.org/x",
        "https://site.example/blog/b/", "https://example.org", "mailto:a@example.org",
        "https://example.org/a b", "tel:988", "#:~:text=word", "/images/bed.png",
    ],
)  # fmt: skip
def test_good_links_are_left_alone(target):
    """What leads somewhere is no problem."""
    assert fault(target) == ""


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/blog/b", ""),
        ("../b#fn:1", ""),
        ("/blog/b#nope", "link-fragment"),
        ("/blog/b/index.html", ""),
        ("/index.html", ""),
        ("/tags", ""),
        ("https://site.example/tags", ""),
        ("/tags/", "link-broken"),
        ("/nope", "link-broken"),
    ],
)
def test_other_sites_may_leave_the_ends_of_addresses_to_the_server(target, name):
    """A folder without its slash and a page without .html, but nothing else."""
    addresses = INDEX.addresses | {"/tags.html"}
    index = replace(INDEX, is_strict=False, addresses=addresses)
    found = check_target(target, "posts/a.md", index)
    assert (found.name if found else "") == name
    assert fault(target)  # where the site is strict
    if target == "/tags/":
        assert found.remedy == "Write /tags.html."


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("{filename}c.md", "link-missing"),
        ("{filename}d.md", "link-unpublished"),
        ("d.md", "link-unpublished"),
        ("{static}/images/Bed.png", "link-missing"),
        ("{static}../../x", "link-outside"),
        ("{static}%2e%2e/%2e%2e/x", "link-outside"),
        ("{filename}../../posts/a.md", "link-outside"),
        ("{nope}x", "link-indicator"),
        ("{}x", "link-indicator"),
        ("{category}wake", "link-missing"),
        ("b.md", "link-broken"),
        ("/blog/b", "link-broken"),
        ("/Blog/b/", "link-broken"),
        ("../c/", "link-broken"),
        ("https://site.example/c/", "link-broken"),
        ("", "link-broken"),
        ("https://", "link-broken"),
        ("http://[", "link-broken"),
        ("#harm", "link-fragment"),
        ("../b/#x", "link-fragment"),
        ("javascript:x", "link-unsafe"),
        (" java\nscript:x", "link-unsafe"),
        ("&#x6a;avascript&colon;x", "link-unsafe"),
        ("vbscript:x", "link-unsafe"),
        ("data:text/html,x", "link-unsafe"),
        ("ftp://example.org", "link-unsafe"),
    ],
)
def test_bad_links_are_named(target, name):
    """Each kind by its name."""
    assert fault(target) == name


def test_the_remedy_offers_what_was_meant():
    """An author need not look the address up."""

    def remedy(target):
        return check_target(target, "posts/a.md", INDEX).remedy

    assert remedy("b.md") == "Write {filename}b.md."
    assert remedy("/blog/b") == "Write /blog/b/, with a slash at its end."
    assert remedy("#harm") == "Did you mean “#harms”?"
    assert remedy("{static}/images/Bed.png") == "Did you mean “/images/bed.png”?"
    assert remedy("{filenam}b.md") == "Did you mean “{filename}”?"
    assert remedy("htttps://example.org") == "Did you mean “https”?"


BODY = """One [b]({filename}b.md) and
[fragment](../b/#x "t") and

```
[code](/c/)
```

<a href="/blog/c/">c</a>
[image]: {static}/images/bed.png
"""


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("/blog/c/", 17),
        ("https://site.example/blog/c/", 17),
        ("../b/#x", 11),
        ("/blog/b/#x", 11),
        ("/images/bed.png", 18),
        ("/nowhere/", 0),
    ],
)
def test_a_broken_link_of_the_site_leads_back_to_its_line(target, line):
    """Whoever finds it in the finished page can name the author's line."""
    body = BODY.replace("/blog/c/", target) if target.startswith("https") else BODY
    assert find_link_line(Prose(body, 10), "/blog/a/", target) == line


def test_code_is_no_prose():
    """What stands in code is shown to readers, not followed."""
    text = (
        "`[a](b)` ``x ` [c](d)`` <!-- [e](f) -->\n\n    [g](h)\n\n- i\n\n    [j](k)\n"
    )
    links, slips = find_links(Prose(text))
    assert [(link.target, link.line) for link in links] == [("k", 7)]
    assert slips == []


def test_an_unsafe_result_is_named_even_if_its_source_looked_safe():
    """The finished text is the last net, for whatever made it."""
    prose = Prose("words\n\n<script here\n", 8)
    [problem] = check_result("<p><script>x</script>", prose, "p.md", [])
    assert (problem.line, problem.name) == (10, "html-forbidden")
    assert list(check_result("<p>`&lt;script>`</p>", prose, "p.md", [])) == []
    assert list(check_result("<script>", prose, "p.md", [problem])) == []


@given(body=st.text("ab\n#-*+1. `~[](){}<>!\\/:\"'=&;|^@", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_checked(body):
    """No text makes the checks raise, and every line is one of the file's."""
    prose = Prose(body, 5)
    lines = range(5, 5 + len(body.split("\n")))
    assert len(prose.text) == len(body)
    for problem in check_text(prose, "p.md", "posts/a.md", INDEX):
        assert problem.line in lines
        assert problem.what
        assert problem.remedy
