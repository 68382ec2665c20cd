"""What other programs write and this site renders, and what it leaves alone."""

from __future__ import annotations

import pytest
from markdown import Markdown

from plugins.reading.markdown import ReadingExtension

WORDS = {"warning": "Important", "urgent": "Urgent"}
#: The extensions of a stock Pelican come behind ours.
STOCK = ["extra", "codehilite"]


READER = Markdown(
    extensions=["extra", "admonition", "sane_lists", ReadingExtension(WORDS, WORDS)]
)


def rendered(text):
    """Return a text as HTML on one line."""
    return " ".join(READER.reset().convert(text).split())


def box(kind, title, *inside):
    """Return a callout as HTML."""
    head = f'<p class="admonition-title">{title}</p>'
    return " ".join(
        [f'<div class="admonition {kind}" role="note">', head, *inside, "</div>"]
    )


HIDDEN = '<span class="visually-hidden">Important: </span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("~~x~~ y", "<p><del>x</del> y</p>"),
        ("~~a *b* c~~", "<p><del>a <em>b</em> c</del></p>"),
        ("Not ~~ these ~~, ~~~x~~~", "<p>Not ~~ these ~~, ~~~x~~~</p>"),
        (r"\~~x~~", "<p>~~x~~</p>"),
        ("`~~x~~`", "<p><code>~~x~~</code></p>"),
        ("One\\\ntwo", "<p>One<br /> two</p>"),
        ("`a\\\nb`", "<p><code>a\\ b</code></p>"),
        ("> [!NOTE]\n> Words.", box("note", "Note", "<p>Words.</p>")),
        ("> [!warning]\n> Words.", box("warning", "Important", "<p>Words.</p>")),
        ("> [!IMPORTANT]\n> Words.", box("warning", "Important", "<p>Words.</p>")),
        (
            "> [!CAUTION]\n> *a*",
            box("warning", HIDDEN + "Caution", "<p><em>a</em></p>"),
        ),
        ("> [!tip]- Own *title*\n> a", box("tip", "Own <em>title</em>", "<p>a</p>")),
        ("> [!NOTE]\n>\n> a", box("note", "Note", "<p>a</p>")),
        (
            "> [!NOTE]\n> a\n\n> [!TIP]\n> b\n\n> c",
            (
                f"{box('note', 'Note', '<p>a</p>')} {box('tip', 'Tip', '<p>b</p>')} "
                "<blockquote> <p>c</p> </blockquote>"
            ),
        ),
        ("> [!new]\n> a", "<blockquote> <p>[!new] a</p> </blockquote>"),
        ("> a\n> [!NOTE]", "<blockquote> <p>a [!NOTE]</p> </blockquote>"),
        ("- [ ] a\n- [x] b", "<ul> <li>☐ a</li> <li>☑ b</li> </ul>"),
        ("1. [X] a\n\n    b", "<ol> <li> <p>☑ a</p> <p>b</p> </li> </ol>"),
        ("- [x](/y)", '<ul> <li><a href="/y">x</a></li> </ul>'),
        ("3. a\n4. b", '<ol start="3"> <li>a</li> <li>b</li> </ol>'),
        ("1986. A year.", '<ol start="1986"> <li>A year.</li> </ol>'),
        ("1. a\n1. b", "<ol> <li>a</li> <li>b</li> </ol>"),
        ("- a\n  - b", "<ul> <li>a<ul> <li>b</li> </ul> </li> </ul>"),
        (
            "- a\n\n  ```python\n  # b\n\n  <i>\n  ```",
            (
                '<ul> <li> <p>a</p> <pre><code class="language-python">'
                "# b &lt;i&gt; </code></pre> </li> </ul>"
            ),
        ),
        (
            "> ```\n> a\n> ```\n> b",
            "<blockquote> <pre><code>a </code></pre> <p>b</p> </blockquote>",
        ),
    ],
)
def test_what_github_reads_is_read(text, html):
    """Struck words, callouts, tasks, lists and code in lists; nothing inside code."""
    assert rendered(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "<details>\n<summary>A &amp; **b**</summary>\n\n## C\n\n*d*\n\n</details>",
            (
                "<details> <summary>A &amp; **b**</summary> <h2>C</h2> "
                "<p><em>d</em></p> </details>"
            ),
        ),
        (
            '<div class="x">\n\n*a*\n\n</div>',
            '<div class="x"> <p><em>a</em></p> </div>',
        ),
        (
            "<section>\n\n<div>\n\n- a\n\n</div>\n\n<p>*b*</p>\n\n</section>",
            "<section> <div> <ul> <li>a</li> </ul> </div> <p>*b*</p> </section>",
        ),
        ("<div>\n*a*\n</div>", "<div> *a* </div>"),
        ("<div>\n\n<p>*a*</p>\n\n</div>", "<div> <p>*a*</p> </div>"),
        (
            "<div>\n\n    <p>a</p>\n\nb\n</div>",
            "<div> <p>a</p> b </div>",
        ),
        (
            '<div markdown="0">\n\n*a*\n\n</div>',
            '<div markdown="0"> *a* </div>',
        ),
        (
            "`<div>`\n\n*a*\n\n`</div>`",
            (
                "<p><code>&lt;div&gt;</code></p> <p><em>a</em></p> "
                "<p><code>&lt;/div&gt;</code></p>"
            ),
        ),
    ],
)
def test_markdown_in_html_is_read_where_commonmark_reads_it(text, html):
    """Between tags that stand alone, below an empty line; other HTML stays as it is."""
    assert rendered(text) == html


def test_the_extensions_of_a_stock_pelican_may_come_later():
    """They are loaded behind ours, which looks for them when it needs them."""
    reader = Markdown(extensions=[ReadingExtension(WORDS, WORDS), *STOCK])
    html = reader.convert(
        "- a\n\n  ```\n  b\n  ```\n\n<div>\n\n*c*\n\n</div>\n\n*d*{e}"
    )
    assert '<div class="codehilite">' in html
    assert "<em>c</em>" in html
    assert "<em>d</em>{e}" in html
