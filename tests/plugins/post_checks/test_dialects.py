"""Notations of other programs: each is named with its line, and nothing else is."""

from __future__ import annotations

import pytest
from markdown import Markdown

from plugins.body import Body
from plugins.post_checks.dialects import find_dialects
from plugins.post_checks.shown import Shown
from plugins.reading.markdown import ReadingExtension
from plugins.source.prose import Prose

EXTENSIONS = ["extra", "admonition", "sane_lists", "toc"]
PLAIN = Markdown(extensions=EXTENSIONS)
OURS = Markdown(
    extensions=[*EXTENSIONS, ReadingExtension({"warning": "Important"}, {})]
)


def told(text, reader=OURS, **options):
    """Return the lines and names of what is found."""
    body = Shown(Body(reader.reset().convert(text)))
    found = set(find_dialects(body, Prose(text), **options))
    return sorted((one.line, one.name) for one in found)


DIALECTS = {
    "Obsidian": [
        "%%private%%", "a %%b c%% d", "%% private %%", "%%\nprivate\n%%",
        "==marked==", "Words ^block-id", "[[Note#^block]]", "[[@davis2021]]",
        "![a|300](/x.png)", "> [!new] a\n> b", "((64b1f0a2-12ab))", "<% tp.date %>",
    ],
    "Hugo": [
        "{{< youtube abc >}}", "{{% notice tip %}}", '{{<figure src="x">}}',
        "{{</ tabs >}}", "{{ .Title }}",
    ],
    "Jekyll": [
        "{% include x.html %}", "{%- if a -%}", "{{ page.title }}", "{{site.url}}",
        "{: .class}\n\nwords", "{::nomarkdown}", "{:/}", "{:toc}", "${toc}",
        "[[_TOC_]]",
    ],
    "WordPress": [
        '[caption id="a" width="3"]', "[gallery ids=“1,2”]", "[embed]", "[gallery]",
        "[audio src=x.mp3]", '[vc_row css=".x"]', '<!-- wp:block {"ref":3} /-->',
        '\\[caption id="a" align="left"\\]', '\\[gallery ids="1,2"\\]',
        "[youtube https://youtu.be/abc]", "[vimeo 123]", "[gist id=1]",
        "[b]strong[/b]", "||hidden||", "~struck~", "[url=https://x.org]x[/url]",
    ],
    "pandoc": [
        ":::", "::: {.note}", ":::: columns", "a [words]{.smallcaps} b", "2^10^",
        "H~2~O", "a^[a note]", "[@davis2021]", "[see @davis\\_2021, p. 3]",
        "\\[@davis\\_2021\\]", "See @fig-plot", "\\\\(x^2\\\\)", "a\\ b",
        "| a\n| b", "[]{#a}", "\\(x^2\\)", "\\[a_{b} = c\\]",
        "Says @davis\\_2021 so", "x {=html}", "It\\'s", "\\newpage", "\\textbf{a}",
    ],
    "MkDocs": [
        '??? note "A"', "???+ tip", '=== "Tab"', "!!! note “Curly”", '--8<-- "a.md"',
        "{++ added ++}", "{>>a comment<<}", "A {--gone--} b",
    ],
    "Docusaurus": [":::tip", ":::note A title", "import Tabs from '@theme/Tabs';",
        "{/* a comment */}"],
    "others": [
        "'''strong'''", "== Heading ==", '"words":https://example.org', "h2. Heading",
        ".. note:: Careful", "See :ref:`x`", "link:x.html[words]", "{code:java}",
        "Well done :tada:", ":warning: Careful", "$x^2$ and $$\\sum a$$",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "text", [pytest.param(one, id=one) for found in DIALECTS.values() for one in found]
)
def test_a_notation_of_another_program_is_named(text):
    """With the line on which it stands, below other words and code that shows it."""
    code = "\n".join(f"    {line}" for line in text.split("\n"))
    first, names = 5 + text.count("\n"), {"markdown-dialect", "link-wiki"}
    found = told(f"Words.\n\n{code}\n\n{text}\n\nMore words.\n")
    assert found, OURS.convert(text)
    assert {line for line, _ in found} <= set(range(first, first + 3))
    assert {name for _, name in found} <= names
    assert told(f"Words.\n\n{code}\n\nMore `words`.\n") == []


MISREAD = [
    ("<div>\n**a** b\n</div>", [2], "html-markdown"),
    ("<details>\n<summary>`a`</summary>\n[b](/c)\n</details>", [2, 3], "html-markdown"),
    ("<section>\n- a\n- b\n</section>", [2], "html-markdown"),
    ("<div>\n## a\n</div>", [2], "html-markdown"),
    (
        "<aside>\n*a* and ~~b~~\n</aside>\n\n<aside>~~b~~</aside>",
        [2, 5],
        "html-markdown",
    ),
    ("<table><tr><td>**a**</td></tr></table>", [1], "html-markdown"),
    ("words\n\n ## Heading", [3], "heading-unseen"),
    ("＃＃ Heading", [1], "heading-unseen"),
    ("A sentence that ends here.\n---\nMore.", [1], "heading-unmeant"),
    ("- an item\n---", [1], "heading-unmeant"),
    ("-\u200b a\n-\u200b b", [1, 2], "list-unseen"),
    ("-\xa0a\n-\xa0b", [1, 2], "list-unseen"),
    ("1) a\n2) b", [1], "list-unseen"),
    ("(1) a\n(2) b", [1], "list-unseen"),
    ("a) a\nb) b", [1], "list-unseen"),
    ("| a | b |\n| c | d |", [1], "table-unseen"),
    ("+---+---+\n| a | b |\n+---+---+", [1, 3], "table-unseen"),
    ('```js title="a"\nb\n```', [1], "fence-unseen"),
    ("```{r, echo=FALSE}\nb\n\nc\n```", [1], "html-attribute"),
    ('```{.python hl_lines="1"}\nb\n```', [1], "html-attribute"),
    ("- a\n\n    ```{.r, echo}\n    b\n    ```", [3], "html-attribute"),
    ("!!! note\n\nwords", [1], "callout-empty"),
    ("> [!TIP]\n\nwords", [1], "callout-empty"),
    ("**word **next", [1], "emphasis-unclosed"),
    ("a ** words ** b", [1], "emphasis-unclosed"),
    ("**word **next and ** word** next", [1], "emphasis-unclosed"),
    ("_A sentence with a space. _\n\nIt is _so _.", [1, 3], "emphasis-unclosed"),
    ("*A sentence with a space. *", [1], "emphasis-unclosed"),
    ("a. one\nb. two", [1], "list-unseen"),
    ("-one\n-two", [1], "list-unseen"),
    ("*one\n*two `x`", [1], "list-unseen"),
    ("1.one\n2.two", [1], "list-unseen"),
    ("‘‘‘python\na = 1\n‘‘‘", [1], "fence-unseen"),
    ("(@) a\n(@) b", [1, 2], "list-unseen"),
    ("- a\n\xa0\xa0- b", [2], "list-unseen"),
    ("\u200b## Heading", [1], "heading-unseen"),
    ("a | b\n--- | --- | ---\nc | d", [2], "table-unseen"),
    ("! [a](/b.png)", [1], "link-spaced"),
    ("a ** word** b", [1], "emphasis-unclosed"),
    ("[x](https://example.org “T”)", [1], "link-title"),
    ("![x](/a.png ‘T’)", [1], "link-title"),
    ("[a][b]\n\n[b]: https://example.org “T”", [3], "link-title"),
    ("[x](https://exa\u200bmple.org/)", [1], "character-hidden"),
    ("<https://example.org/\u2060>", [1], "character-hidden"),
    ("[x](/a\u00adb/)", [1], "character-hidden"),
    ("［x］（https://example.org）", [1], "link-spaced"),
    ("[x]（https://example.org)", [1], "link-spaced"),
    ("[x]\u200b(https://example.org)", [1], "link-spaced"),
]


@pytest.mark.parametrize(("text", "lines", "name"), MISREAD)
def test_markdown_that_became_something_else_is_named(text, lines, name):
    """Headings, lists, tables, code, callouts, emphasis and links that are none."""
    assert told(text) == [(line, name) for line in lines]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("| a |\n| --- |\n| 5 {mg} |", "html-attribute"),
        ("## Set {1, 2}", "html-attribute"),
        ("- a\n  - b", "list-flat"),
        ("1. a\n   - b\n2. c", "list-flat"),
        ("- `a` b\n  - `c`", "list-flat"),
        ("> [!NOTE]\n> a", "markdown-dialect"),
    ],
)
def test_a_site_without_reading_is_told_what_reading_renders(text, name):
    """Its Markdown loses these words, or prints them as they stand."""
    assert {found for _, found in told(text, PLAIN)} == {name}
    assert told(text) == []


GOOD = """
10:30:45 and 3:45 :) cost $5 and $6, $HOME and ${x}, 100% and 5 %, a=b, a==b, 2**10.

The char *a and char *b, _id and _rev, -1 and +2, see \\(below\\) and \\[3\\].
-v is loud.

1.5 mg
2.5 mg

A dose of 5 {mg}, of {1, 2}, [1], [sic], [...], [video], (1) one and (2) two.

10^9/L, x^2, ~5 mg, a~b, ca. ~10~15, C:\\Users, \\*no\\*, 1/2, ± 3, 5 * 6 * 7, 3 ** 2.

Wow!!! Really??? Yes --- no === maybe; a | b | c; "a": b; {a: 1}; <kbd>**</kbd>.

[x](/a "T") ![y](/b.png 'T') [z][z] {filename}a.md {static}/b.png @ada a@b.org [a](b c)

[z]: /c "T"

**kwargs and *args, __init__ and self.\\_x, `**a **b`, Q&A, AT&T, R\\&D.

- [ ] a
- [x] b

1. A. Smith
2. B. Jones

A. Smith
B. Jones

Heading
-------

What is it?
---

| a | # b |
| --- | --- |
| # 1 | {x} |

!!! note "A"
    Words.

> [!NOTE]
> Words.

<details>
<summary>More</summary>

**a** [b](/c)

- a
  - b

</details>

[^1]: A note.
Text[^1] and `{{ code }}`, `==x==`, ``%%y%%``.

```liquid
{{ page.x }} {% include a %}
```

\\{{ x }} \\[caption id="a"] \\==a== &#123;{ y }} [\\[a]]
"""


def test_prose_is_left_alone():
    """Prices, times, sums, names, Pelican's own braces, code, and what is escaped."""
    assert told(GOOD) == []


def remedy(text, **options):
    """Return what to do about the only mistake of a text."""
    shown = Shown(Body(OURS.reset().convert(text)))
    (found,) = find_dialects(shown, Prose(text), **options)
    return found.remedy


def test_empty_lines_are_advised_where_they_help_only():
    """Markdown is read inside of some elements, and never inside of a paragraph."""
    assert "below <details> and" in remedy("<details>\n**a**\n</details>")
    assert remedy("<p>**a**</p>") == "Write it in HTML."


def test_a_heading_that_was_not_meant_is_quoted_with_its_code():
    """What the prose leaves out stands in the file."""
    text = "The words `a b` end a sentence here.\n---\n"
    shown = Shown(Body(OURS.reset().convert(text)))
    (found,) = find_dialects(shown, Prose(text))
    assert found.what.startswith("“The words `a b` end")


def test_formulas_are_left_to_a_program_that_reads_them():
    """Where pages load one, nothing inside a formula is looked at."""
    text = "$x^2_{{a}}$, $$a == b ~c~ d$$ and \\begin{x}"
    assert told(text, has_math=True) == []
    assert {name for _, name in told(text)} == {"markdown-dialect"}


def test_each_of_many_places_has_its_own_line():
    """Words that come twice are told twice; a file of them has an end."""
    assert told("==a==\n\n==a==\n\n`==a==`\n\nb ==a==") == [
        (line, "markdown-dialect") for line in (1, 3, 7)
    ]
    assert len(told("==a==\n\n" * 400)) == 200
