"""Links, HTML and Markdown of a text, without a site."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from plugins.body import Body
from plugins.post_checks.core import (
    check_result,
    check_text,
    find_link_line,
    fold_files,
    with_dialects,
)
from plugins.post_checks.links import find_links
from plugins.post_checks.shown import Shown
from plugins.post_checks.targets import Index, check_target
from plugins.problem import Problem
from plugins.source.core import make_source
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


STOCK = ["codehilite", "extra", "meta"]


def names_in(body, *extensions, **configs):
    """Return what is said of a text, as stock Pelican renders it."""
    source = make_source("p.md", f"---\ntitle: A\n---\n\n{body}".encode())
    reader = Markdown(extensions=[*STOCK, *extensions], extension_configs=configs)
    html = Shown(Body(reader.convert(source.body)))
    return [problem.name for problem in check_text(source, html, "posts/a.md", INDEX)]


@pytest.mark.parametrize(
    "body",
    [
        "[`a`](https://example.org) [``b ` c``](https://example.org)",
        '[![A bed]({static}/images/bed.png)](https://example.org "`t`")',
        '<a href="https://example.org"><code>x</code></a>',
        "[<kbd>x</kbd>](https://example.org)",
        "[a `b`][c]\n\n[c]: https://example.org",
        "* One\n\n        **kwargs [a][b]\n        # x\n\n* Two",
        "1. One\n    1. Two\n\n            **kw [a][b] (a)[/b]\n",
        "- One\n\n\t\t**x [a][b]\n",
        "> - One\n>\n>         **x [a][b]\n",
        ">     **x [a][b]\n",
        "Words[^1]\n\n[^1]: A\n\n        **x [a][b]\n",
        "Term\n:   A\n\n        **x [a][b]\n",
        "* a\n\n    ```\n    **x [a][b]\n    - c\n    ```\n",
        "~~~ {.python}\n**x [a][b]\n```\n~~~",
        "<pre>\n**x [a][b] [[c]]\n- d\n</pre>",
        "<div><code>**x [a][b]</code> <kbd>[[Page]]</kbd></div>",
        "a `**x` b `[c][d]` e `[[f]]` g `[h](i`",
        "Words\n* * *\nMore\n- - -\nMore\n_____\n",
        "`x` is\n5 and\n* 3 is 15",
        "2 * 3 * 4 and a*b*c and 2**3 and x ** y and **kwargs",
        "a\n- b - c",
        "Es war am\n1. Mai.",
        "born in\n1980. He left",
        "2019. That year",
        "Thanks.\n- Ana",
        "• • •",
        "a • b\n• c",
        "a[i][j] x[[1]] l[['a']] f(x)[/a] m[i, j][k] [1][2] [a] [ ] [x] [sic] […]",
        "[^a-z] [^0-9]+ ([^,]*) [[:alpha:]] [[ -f x ]] [[1, 2], [3, 4]]",
        "$ [[ -z $y ]] && echo\n>>> a[0][1]",
        "[1] (https://example.org) [sic] (https://example.org)",
        "[Note: see (https://example.org) there] [he (/hiː/) said]",
        "me@example.org <me@example.org> <https://example.org/a_b_[c]>",
        "JavaScript: x data: y javascript:void(0) {a=JavaScript:x}",
        '<abbr title="JavaScript: x" data-a="data:y">x</abbr>',
        '<img src="{static}/images/bed.png" alt="JavaScript: a logo">',
        "{#if a} {#if a} {% x onclick='y' %} ${a} {style=x}",
        "`<!--` and `&#27;` and `<script>`\n\n    <!-- x &#27; <script>",
        "* a\n\n        <!-- x &#27; <script onclick=x>\n",
        "[TOC]\n\n## `a[b]` [c](https://example.org) {#d}\n\n### *e* & “f”",
        "| a | b |\n|---|---|\n| `**x` | [`k`](https://example.org) |",
        "## A\n\n* b\n\n        #### c\n",
        "Text\n\n```\n# c\n```\n\n## A",
    ],
)  # fmt: skip
def test_what_readers_see_as_it_was_meant_is_no_mistake(body):
    """Code is shown, signs are printed, and a rule is a rule."""
    assert names_in(body) == []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("[](https://example.org) [x](https://example.org)", ["link-words"]),
        ("[x](https://example.org) [ ](https://example.org)", ["link-words"]),
        ("`x` is:\n- a", ["list-unseen"]),
        ("1) x `y`\n* **a**\n* [b](https://example.org)", ["list-unseen"]),
        ("Steps are\n1. a\n2. b", ["list-unseen"]),
        ("Words.\n- a\n  b\n- c", ["list-unseen"]),
        ("Words.\n- a\n\n- c", ["list-unseen"]),
        ("Words.\n1. a\n   b\n\n2. c", ["list-unseen"]),
        ("`a`:\n| b | c |\n|---|---|\n| 1 | 2 |", ["table-unseen"]),
        ("[`a` b][c]", ["reference-undefined"]),
        ("[`a`][]\n\n[`a`]: https://example.org", ["reference-undefined"]),
        ("Some **strong `x` words", ["emphasis-unclosed"]),
        ("See [[Sleep]] and `[[Mood]]`", ["link-wiki"]),
        ("(words)[https://example.org] `(a)[/b]`", ["link-reversed"]),
        ("[words `x`](https://example.org", ["link-unclosed"]),
        ("> ![](/images/bed.png)", ["image-alt"]),
        ("```\ncode\n  ```", ["fence-unclosed"]),
        ("<b>x\n\n    <b>", ["html-unclosed"]),
        ("<div>\n\n    <a href='/nope/'>x</a>\n\n</div>", ["link-broken"]),
        ("![A bed][b]\n\n[b]: /nope.png", ["link-broken"]),
        ("[`a`][] [`b`][] [`c`][] [`d`][]\n[`e`][]", ["reference-undefined"]),
        ("Words {: onclick=x }", ["html-attribute"]),
        ("Words\n{: onclick=x }", ["html-attribute"]),
    ],
)  # fmt: skip
def test_what_readers_see_otherwise_is_named(body, names):
    """Code beside a mistake hides nothing."""
    assert names_in(body) == names


def test_what_a_text_does_all_over_is_said_once():
    """Three are named one by one; more are one habit, and its lines."""
    assert names_in("# A\n\n# B\n\n# C") == ["heading-first"] * 3
    assert names_in("# A\n\n# B\n\n# C\n\n# D") == ["heading-first"]
    host, row = "https://example.org", '<td width="9">x</td>'
    assert names_in("\n".join(f"![A bed]({host}/{n})" for n in range(9))) == [
        "image-elsewhere"
    ]
    assert names_in(f"<table>\n<tr>{row}\n{row}\n{row}\n{row}\n</tr></table>") == [
        "html-attribute"
    ]
    assert names_in("\n".join(f"[x](/{n}/)" for n in range(9))) == ["link-broken"] * 9


def test_a_site_s_own_markdown_decides():
    """What its extensions make of a text is what its readers get."""
    shifted = {"toc": {"baselevel": 2}}
    assert names_in("# A\n\n## B") == ["heading-first"]
    assert names_in("# A\n\n## B", "toc", **shifted) == []
    assert names_in("Harms are:\n- a\n- b") == ["list-unseen"]
    assert names_in("Harms are:\n- a\n- b", "nl2br") == ["list-unseen"]


@given(body=st.text("ab\n#-*+1. `~[](){}<>!\\/:\"'=&;|^@", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_checked(body):
    """No text makes the checks raise, and every line is one of the file's."""
    source = make_source("p.md", f"---\ntitle: A\n---\n\n{body}".encode())
    first = source.prose.first_line
    lines = range(first, first + len(source.body.split("\n")))
    assert len(source.prose.text) == len(source.body)
    rendered = Markdown(extensions=["extra"]).convert(body)
    for html in ("", rendered, body, f"<p>{escape(body)}</p>"):
        for problem in check_text(source, Shown(Body(html)), "posts/a.md", INDEX):
            assert problem.line in lines
            assert problem.what
            assert problem.remedy


def told_of(text):
    """Return all that is said of a text, in order."""
    source = make_source("p.md", f"title: A\n\n{text}".encode())
    shown = Shown(Body(Markdown(extensions=["extra"]).convert(source.prose.body)))
    problems = check_text(source, shown, "posts/a.md", INDEX)
    return with_dialects(problems, shown, source, has_math=False)


def test_a_habit_is_said_once_whatever_words_it_quotes():
    """With all its lines, whatever words each place quotes; three are said apart."""
    many = [f"We know $x_{n}$ well." for n in range(5)]
    (found,) = told_of("\n\n".join(many))
    assert found.what.endswith("There are 4 more such places, on lines 5, 7, 9, 11.")
    assert len(told_of("\n\n".join(many[:3]))) == 3
    (found,) = told_of("\n\n".join(f"Some:\n- a{n}\n- b" for n in range(5)))
    assert found.name == "list-unseen"


def test_a_hashtag_is_not_told_to_become_a_smaller_heading_alone():
    """It may be none: “#1 of 3”."""
    (found,) = told_of("#hashtag")
    assert found.remedy.endswith("If it is none, put a backslash before #.")
    (found,) = told_of("# Heading")
    assert "backslash" not in found.remedy


def test_what_many_files_do_is_said_once():
    """With the first twelve of them; what one text does in its own way stays."""
    made = [
        Problem(f"{n:02}.md", n, f"“{n}” is a heading as large. {more}".strip(), "",
            "heading-first")
        for n in range(1, 20)
        for more in ("", f"There are {n} more such places, on lines 2.")[n % 2 :][:1]
    ]  # fmt: skip
    own = [
        Problem(f"{n}.md", 1, f"“{n}” is broken.", "", "link-broken") for n in "abcd"
    ]
    first, *others = fold_files([*made, *own])
    assert others == own
    assert first.path == "01.md"
    assert "The same in 18 more files: 02.md, 03.md" in first.what
    assert first.what.endswith("13.md and 6 more.")
    assert list(fold_files(made[:3])) == made[:3]


def test_remedies_for_old_anchors_help():
    """An id does what a name did, and a heading has none unless it is given one."""
    (found,) = told_of('<a name="old"></a>')
    assert found.remedy == 'Write id="old" instead.'
    found = check_target("#its-words", "posts/a.md", INDEX)
    assert found.remedy == "Write {#its-words} behind the heading that is meant."
