"""Old bodies as Markdown: each quirk is read, or it is named."""

from __future__ import annotations

import pytest

from plugins.tools.importing.old_site import Picture
from tests.plugins.tools.importing.bodies import (
    built,
    converted,
    markdown,
    said,
    words_in,
)

BED = Picture("5", "https://old.example/bed.jpg", "A bed.", "A <em>bed</em>", False)
CHAIR = Picture("6", "https://old.example/chair.jpg", "A chair.", "", True)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>One</h1><h3>Two</h3><h1>Three</h1>", "## One\n\n### Two\n\n## Three"),
        ("<h4>One</h4><p>x</p><h3><b>Two</b></h3>", "## One\n\nx\n\n## Two"),
        ("<p>a<b> b </b>c <i>d</i></p>", "a **b** c *d*"),
        ("<b>a</b><b>b</b> <b></b><i>c</i>", "**ab** *c*"),
        ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
        ("<b>a <i>b</i></b>", "**a <em>b</em>**"),
        ("<p>one<br>two</p>", "one  \ntwo"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("H<sub>2</sub>O <u>u</u> <s>s</s>", "H<sub>2</sub>O <u>u</u> <del>s</del>"),
        ("<code>a`b</code> <tt>c</tt>", "``a`b`` `c`"),
        ("<code><a href='/x'>f()</a></code>", "[`f()`](https://old.example/x)"),
        ("<ul><li>a<ul><li>b</li></ul><li><p>c</p></ul>", "- a\n    - b\n- c"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n    - b"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n    b\n\n- c"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n<!-- -->\n\n- b"),
        ("<blockquote>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<pre><code class='lang-py'>x\n\n\ty</code></pre>", "```py\nx\n\n    y\n```"),
        ("<pre tabindex=0 role=group aria-label=Code><code>a b</code></pre>", (
            "```\na b\n```")),
        ("<pre class='brush: php; x'>a\n```\nb</pre>", "````php\na\n```\nb\n````"),
        ("<hr>", "* * *"),
        ("<dl><dt>T<dd>D<dd>E<dt>U<dd>F</dl>", "T\n:   D\n:   E\n\nU\n:   F"),
        ("<a href='../sleep/#x'>s</a>", "[s](https://old.example/blog/sleep/#x)"),
        ("<a href='/blog/sleep/'>s</a>", "[s]({filename}sleep.md)"),
        ("<a href='mailto:a@b.org'>m</a>", "[m](mailto:a@b.org)"),
        ("<a href='https://a.org/x_y'>https://a.org/x_y</a>", "<https://a.org/x_y>"),
        ("<a href='https://a.org/(x) y'>z</a>", "[z](https://a.org/%28x%29y)"),
        ("<a href='www.a.org'>w</a>", "[w](https://www.a.org)"),
        ("<a href='ada@a.org'>m</a>", "[m](mailto:ada@a.org)"),
        ("<p>https://a.org/film</p>", "<https://a.org/film>"),
        ("<p>See https://a.org/film</p>", "See https://a.org/film"),
        ("<a href='/x'><button>Book</button></a>", "[Book](https://old.example/x)"),
        ("<h3><button aria-expanded=false>Why?</button></h3>", "## Why?"),
        ("<div class=accordion><p hidden>Folded.</p></div>", "Folded."),
        ("<i># x</i>", r"*\# x*"),
        ("<a><b>no link</b></a>", "**no link**"),
        ("Wow!<a href='/x'>y</a>", r"Wow\![y](https://old.example/x)"),
        ("<a href='/x'><h2>Two</h2><p>p</p></a>", (
            "## [Two](https://old.example/x)\n\n[p](https://old.example/x)")),
        ("<center><font color=red>a</font></center><div><div>b</div></div>", "a\n\nb"),
    ],
)  # fmt: skip
def test_what_markdown_has_a_form_for_gets_it(html, text):
    assert markdown(html) == text


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "1. no item", "1986. A year", "- no item", "+ no item", "* no",
        "> no quotation", "no\n: definition", "*no* _no_ **no** __no__", "snake_case_x",
        "[no](https://a.org)", "![no](x.jpg)", "[no]: https://a.org", "[^1]: no",
        "<b>no</b> <https://a.org>", "&amp; &copy; &#27; AT&T", "`no` ``no``", "~~no~~",
        "[@key2020] @key2020 a@b.org", "{.no} {#no} {: no }", "*[HTML]: no", "[TOC]",
        "!!! note", "| a | b |\n| --- | --- |", "no\n===", "no\n---", "```\nno\n```",
        "==no== %%no%% ||no|| ^no^ :smile:", "\\(x^2\\) $x^2$ \\* \\", "{{ no }}",
        "::: no", "a < b, p <0.05 > c", "5*3*2 a^b", "* * *", "___", "C#", "[1] [2-4]",
        "«no» … — “no” ‘no’", "[[no]]", "((deadbeef))", '"no":http://a.org', "~no~",
    ],
)  # fmt: skip
def test_no_markup_is_made_of_text(text):
    """As a paragraph, a heading, an item, in a cell, and where emphasis begins."""
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    head, cell = "<tr><th>a</th><th>b</th></tr>", f"<td>{shown}</td>"
    for html in (
        f"<p>{shown}</p>",
        f"<p>x</p><h2>{shown}</h2>",
        f"<ul><li>{shown}</li></ul>",
        f"<blockquote>{shown}</blockquote>",
        f"<p><b>{shown}</b> <a href='https://a.org'>{shown}</a></p>",
        f"<table>{head}<tr>{cell}<td></td></tr></table>",
        f"<table><tr>{cell}<td colspan=2>b</td></tr><tr><td>c</td></tr></table>",
    ):
        assert words_in(built(markdown(html))) == words_in(html), markdown(html)


def test_the_classic_editor_has_paragraphs_of_empty_lines():
    body = "One\ntwo <b>three\n\nfour.</b>\n<ul>\n<li>a</li>\n</ul>\n\nfive<br />\nsix"
    assert markdown(body, is_classic=True) == (
        "One  \ntwo **three**\n\n**four.**\n\n- a\n\nfive  \nsix"
    )
    blocks = "<!-- wp:paragraph --><p>One\ntwo</p><!-- /wp:paragraph -->"
    assert markdown(blocks, is_classic=True) == "One two"
    mixed = f"Old\n\nwords\n\n{blocks}\n\nmore"
    assert markdown(mixed, is_classic=True) == "Old\n\nwords\n\nOne two\n\nmore"
    assert "left: 2 block comments of WordPress (<!-- wp:… -->)" in said(blocks)


def test_blocks_that_wordpress_fills_itself_are_named():
    body = (
        '<!-- wp:latest-posts {"x":1} /--><!-- wp:spacer /-->'
        '<!-- wp:block {"ref":9} /-->'
        "<p>a</p><!--more--><!--nextpage-->"
    )
    notes = said(body)
    assert markdown(body) == "a"
    assert "left: the block “latest-posts”, which the old site filled itself" in notes
    assert any("several posts share: the export does not hold" in one for one in notes)
    assert any("<!--more-->" in one for one in notes)
    assert not any("spacer" in one for one in notes)


@pytest.mark.parametrize(
    ("body", "text", "note"),
    [
        (
            (
                '[caption id="a" width="300"]<a href="/bed.jpg">'
                '<img src="/bed-300x200.jpg" alt="A bed."></a> Where you lie.[/caption]'
            ),
            '![A bed.]({static}/images/bed-300x200.jpg "Where you lie.")',
            "changed: the shortcode [caption] became a picture with its caption",
        ),
        (
            '[gallery ids="5,6"]',
            (
                '![A bed.]({static}/images/bed.jpg "A bed")\n\n'
                "![A chair.]({static}/images/chair.jpg)"
            ),
            "changed: the shortcode [gallery] became 2 pictures",
        ),
        (
            "[gallery]",
            "![A chair.]({static}/images/chair.jpg)",
            "changed: the shortcode [gallery] became 1 picture",
        ),
        (
            '[gallery ids="5,9"]',
            '![A bed.]({static}/images/bed.jpg "A bed")',
            (
                "missing: the shortcode [gallery]: the export does not hold"
                " 1 of its 2 pictures"
            ),
        ),
        (
            "[embed]https://a.org/film[/embed]",
            "<https://a.org/film>",
            "changed: the shortcode [embed] became a link",
        ),
        (
            '[audio mp3="https://a.org/talk.mp3"][/audio]',
            "[talk.mp3](https://a.org/talk.mp3)",
            "changed: the shortcode [audio] became a link",
        ),
        (
            '[code lang="php"]\n<?php echo "[x]"; ?>\n[/code]',
            '```php\n<?php echo "[x]"; ?>\n```',
            "changed: the shortcode [code] became a block of code",
        ),
        (
            '[vc_row][vc_column width="1/2"]Words[/vc_column][/vc_row]',
            "Words",
            "changed: the mark [vc_row] of a page builder was taken off its text",
        ),
        (
            'a [contact-form-7 id="3" title="Write"] b',
            "a b",
            (
                'left: the shortcode [contact-form-7 id="3" title="Write"],'
                " which a plugin of the old site filled"
            ),
        ),
        (
            "a [fancy]words[/fancy] b",
            "a words b",
            "changed: the shortcode [fancy] was taken off its text",
        ),
        (
            (
                '[et_pb_toggle title="Is it safe?"]Yes.[/et_pb_toggle]'
                '[et_pb_video src="https://a.org/film"][/et_pb_video]'
            ),
            "**Is it safe?**\n\nYes.\n\n<https://a.org/film>",
            "changed: the shortcode [et_pb_video] became a link",
        ),
        ("It [sic] is [see page 3].", r"It \[sic] is \[see page 3].", ""),
        ("<pre>[gallery]</pre>", "```\n[gallery]\n```", ""),
        ("a [[gallery]] b", r"a \[gallery] b", ""),
        (
            "Words[efn_note]The <em>note</em>.[/efn_note] on.",
            "Words[^1] on.\n\n[^1]: The *note*.",
            "changed: the shortcode [efn_note] became a footnote",
        ),
    ],
)
def test_shortcodes_are_read_or_named(body, text, note):
    assert markdown(body, pictures=(BED, CHAIR)) == text
    assert not note or note in said(body, pictures=(BED, CHAIR))


def test_pictures_of_squarespace_wait_for_no_program():
    body = (
        '<div class="sqs-block image-block"><div class="image-block-outer-wrapper">'
        '<figure class="sqs-block-image-figure"><div class="image-block-wrapper">'
        '<noscript><img src="https://x.example/bed.jpg" alt="A bed."></noscript>'
        '<img class="thumb-image" data-src="https://x.example/bed.jpg" alt="A bed."'
        ' data-image="https://x.example/bed.jpg" data-load="false"></div>'
        '<figcaption class="image-caption-wrapper"><div class="image-caption">'
        '<p class="" style="white-space:pre-wrap;">Where you lie.</p></div>'
        "</figcaption></figure></div></div>"
        '<div class="image-block-outer-wrapper">'
        '<img data-image="https://x.example/c.jpg" alt="IMG_0123.jpg">'
        '<div class="image-caption-wrapper"><p>See <a href="/x">x</a></p></div></div>'
    )
    assert markdown(body) == (
        '![A bed.]({static}/images/bed.jpg "Where you lie.")\n\n'
        "![]({static}/images/c.jpg)\n\nSee [x](https://old.example/x)"
    )
    missing = "missing: the description of the picture c.jpg: write what it shows"
    assert missing in said(body)


def test_a_lazy_picture_and_its_twin_come_once():
    lazy = (
        '<img src="data:image/gif;base64,R0" data-lazy-src="/bed-300x200.jpg" alt="A">'
    )
    twin = '<noscript><img src="/bed.jpg" alt="A"></noscript>'
    assert markdown(f"<p>{lazy}{twin}</p>") == "![A]({static}/images/bed-300x200.jpg)"
    assert markdown(f"<p>{twin}</p>") == "![A]({static}/images/bed.jpg)"
    srcset = '<img srcset="/s.jpg 300w, /l.jpg 900w" alt="A">'
    assert markdown(srcset) == "![A]({static}/images/l.jpg)"


def test_what_is_no_picture_is_none():
    body = (
        '<img src="https://s.w.org/emoji/1f642.png" class="emoji" alt="🙂"> a'
        '<img src="https://t.example/p?x" width="1" height="1">'
        '<img src="data:image/png;base64,AAAA">'
    )
    assert markdown(body) == "🙂 a"
    assert sum("left: " in one for one in said(body)) == 2


def test_a_picture_that_cannot_be_had_is_a_link_to_it():
    image = '<img src="/missing.jpg" alt="A bed.">'
    body = f"<figure>{image}<figcaption>Sit.</figcaption></figure>"
    assert markdown(body) == "[A bed.](https://old.example/missing.jpg) Sit."
    assert any("missing: the picture https://old" in one for one in said(body))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            '<iframe src="//www.youtube.com/embed/abcdef123?rel=0" title="A film">',
            "[A film](https://www.youtube.com/watch?v=abcdef123)",
        ),
        (
            '<iframe src="https://player.vimeo.com/video/12"></iframe>',
            "[Video on Vimeo](https://vimeo.com/12)",
        ),
        (
            ('<div class="sqs-video-wrapper" data-html="&lt;iframe src=&quot;https://a.org/'
            'film&quot; title=&quot;Film&quot;&gt;&lt;/iframe&gt;"></div>'),
            "[Film](https://a.org/film)",
        ),
        (
            ('<div class="sqs-block embed-block" data-block-json=\'{"url":"https://a.org/x",'
            '"title":"X"}\'></div>'),
            "[X](https://a.org/x)",
        ),
        (
            '<p class="sqs-audio-embed" data-url="https://a.org/t.mp3" data-title="T">',
            "[T](https://a.org/t.mp3)",
        ),
        (
            '<video controls><source src="/film.mp4"></video>',
            "[film.mp4](https://old.example/film.mp4)",
        ),
        (
            '<div class="sqs-block-button-container"><a href="/book">Book</a></div>',
            "[Book](https://old.example/book)",
        ),
        (
            ("<figure><blockquote><span>“</span>Sleep.<span>”</span></blockquote>"
            "<figcaption>— Ada</figcaption></figure>"),
            "> “Sleep.”\n>\n> — Ada",
        ),
        (
            (
                '<figure><a href="/x"><img src="/bed.jpg" alt="A"></a>'
                "<figcaption>C</figcaption></figure>"
            ),
            "[![A]({static}/images/bed.jpg)](https://old.example/x)\n\nC",
        ),
    ],
)  # fmt: skip
def test_what_was_embedded_becomes_a_link_with_its_title(body, text):
    assert markdown(body) == text


def test_programs_styles_and_forms_go_and_are_named():
    body = (
        "<p onclick='x()' style='color:red'>a</p><script>x</script><style>y</style>"
        "<form action='/x'><input name='q'></form><a href='javascript:alert(1)'>js</a>"
        "<a href=' JaVaScRiPt:alert(1)'>js</a> <a href='data:text/html,x'>d</a>"
        "<p style='display:none'>hidden</p><svg onload='x()'><text>t</text></svg>"
    )
    result = converted(body)
    assert result.text == "a\n\njsjs d\n"
    told = "\n".join(said(body))
    for word in (
        "<script>",
        "<style>",
        "a form",
        "javascript:",
        "data:",
        "hidden",
        "<svg>",
    ):
        assert word in told


def test_tables_are_tables_and_others_are_html():
    head = "<tr><th align=right>A</th><th>B|C</th></tr>"
    row = "<tr><td><p>1</p></td><td><code>a|b</code></td></tr>"
    assert markdown(f"<table>{head}{row}</table>") == (
        "| A | B&#124;C |\n| ---: | --- |\n| 1 | <code>a&#124;b</code> |"
    )
    wide = "<tr><td colspan=2>*x* <b>y</b></td></tr>"
    assert markdown(f"<table>{head}{wide}</table>") == (
        '<table>\n<thead>\n<tr>\n<th align="right">A</th>\n<th>B&#124;C</th>\n</tr>\n'
        '</thead>\n<tbody>\n<tr>\n<td colspan="2">&#42;x&#42; <strong>y</strong></td>\n'
        "</tr>\n</tbody>\n</table>"
    )
    frame = "<table><tr><td><h2>A</h2><p>b</p></td><td>c</td></tr></table>"
    assert markdown(frame) == "## A\n\nb\n\nc"


def test_footnotes_of_all_kinds_become_markdowns_own():
    own = '<p>A<sup data-fn="u" class="fn"><a href="#u" id="u-link">1</a></sup> b.</p>'
    fields = {"footnotes": '[{"id":"u","content":"The <em>note</em>."}]'}
    text = "A[^1] b.\n\n[^1]: The *note*."
    assert markdown(own, fields=fields) == text
    linked = (
        '<p>A<sup id="r1"><a href="#n1">1</a></sup> b.</p><hr><h3>Notes</h3><ol>'
        '<li id="n1">The <em>note</em>. <a href="#r1">↩</a></li></ol>'
    )
    assert markdown(linked) == text
    typed = (
        '<p>A<a name="r1" href="#n1">[1]</a> b.</p>'
        '<p><a name="n1" href="#r1">[1]</a> The <em>note</em>.</p>'
    )
    assert markdown(typed) == text


def test_numbers_that_lead_to_a_list_of_works_stay_links():
    body = '<p>A<sup><a href="#w1">1</a></sup></p><ol><li id="w1">A work.</li></ol>'
    assert markdown(body) == ('A<sup>[1](#w1)</sup>\n\n1. <span id="w1"></span>A work.')


def test_footnotes_of_our_own_pages_come_back_as_they_were():
    """Their letters, and each way back from what is named twice, are no words."""
    names = [f"[^{number}]" for number in range(1, 31)]
    text = " ".join(f"Word{name}" for name in (*names, names[0]))
    own = "\n\n".join([text, *(f"{name}: Words of it." for name in names)])

    assert markdown(built(own)).split() == own.split()


def test_a_list_of_contents_whose_chapters_lead_back_is_no_footnote():
    body = (
        '<ul><li><a id="toc-a" href="#a">One</a></li></ul>'
        '<h2 id="a">One</h2><p>Words. <a href="#toc-a">Contents</a></p>'
    )
    assert markdown(body) == (
        '- <span id="toc-a"></span>[One](#a)\n\n## One {#a}\n\n'
        "Words. [Contents](#toc-a)"
    )


def test_links_within_a_text_lead_to_places_that_are_there():
    body = (
        f'<p><a href="#harms">a</a> <a href="{"https://old.example/blog/a-post/#top2"}">b</a>'
        ' <a href="#gone">c</a> <a href="#">d</a></p><h2 id="harms">Harms</h2>'
        '<p id="top2">x</p><p id="never">y</p>'
    )
    assert markdown(body) == (
        "[a](#harms) [b](#top2) c d\n\n## Harms {#harms}\n\n"
        '<span id="top2"></span>x\n\ny'
    )
    assert any("“#gone”" in one for one in said(body))


def test_strong_paragraphs_are_headings_only_where_they_clearly_are():
    body = "<p><b>What it is</b></p><p>It is a long story.</p>"
    assert markdown(body).startswith("## What it is\n")
    for other in (
        "<p><b>Do not drive.</b></p><p>It is a long story.</p>",
        "<h2>x</h2><p><b>What it is</b></p><p>It is a long story.</p>",
        "<p><b>One</b></p><p><b>Two</b></p>",
        "<p>It is a long story.</p><p><b>The end</b></p>",
        f"<p><b>{'word ' * 20}</b></p><p>It is a long story.</p>",
    ):
        assert "## " not in markdown(other).replace("## x", "")


def test_typed_lists_become_lists():
    assert (
        markdown("<p>Harms:<br>• one<br>•\xa0<b>two</b></p>")
        == "Harms:\n\n- one\n- **two**"
    )
    assert markdown("<p>· one</p><p>x</p>") == "&#183; one\n\nx"
    assert markdown("<p>1. a</p><p>2. b</p><p>3) c</p>") == "1. a\n2. b\n3. c"
    assert markdown("<p>3. a</p><p>5. b</p>") == "3\\. a\n\n5\\. b"
    assert markdown("<p>- a<br>- b</p>") == "- a\n- b"


def test_damaged_and_invisible_signs_are_mended_and_counted():
    body = "<p>Itâ€™s cafÃ© 5\xa0mg\xa0a\u200bb \u201cquoted\u201d SÃO &nbsp; x</p>"
    assert markdown(body) == "It’s café 5\xa0mg ab “quoted” SÃO x"
    notes = said(body)
    assert any(one.startswith("changed: 2 × a damaged sign") for one in notes)
    assert any("an invisible sign was left out" in one for one in notes)
    assert said("<p>lost \ufffd</p>")[0].startswith("missing: 1 × a character was lost")


def test_the_title_is_not_said_twice():
    body = "<h1>A post</h1><p>Words.</p>"
    assert markdown(body, title="A post") == "Words."
    assert "left: its first heading, which says its title again" in said(
        body, title="A post"
    )


def test_what_cannot_be_said_in_markdown_is_html_that_a_page_may_hold():
    body = "<ol reversed><li>b</li><li>a_b *c*</li></ol>"
    assert markdown(body) == (
        '<ol reversed="">\n<li>b</li>\n<li>a&#95;b &#42;c&#42;</li>\n</ol>'
    )
    code = "<ul><li><pre>a\n\nb</pre></li></ul>"
    assert (
        markdown(code) == "<ul>\n<li><pre><code>a&#10;&#10;b</code></pre>\n</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5000 + "deep words",
        "<b>" * 3000 + "bold words",
        f"<p {'a b ' * 5000}>odd words</p>",
        "<p " + "a='>' " * 5000 + ">odd words</p>",
        "<a " * 3000 + "> odd words",
        "<ul>" + "<li>some words" * 1000,
        "<ul><li>" * 100 + "inner words",
        "[caption]" * 3000 + "some words",
        "<!--" * 3000 + "some words",
        "<p>x<pre>" * 500 + "code words",
        "<table><tr><td>" * 60 + "cell words",
        "[" * 5000 + "] some words",
        "*_`" * 5000 + " some words",
        "",
        " \n ",
    ],
    ids=lambda body: body[:12],
)
def test_markup_without_end_takes_no_time_and_loses_no_word(body):
    text = converted(body).text
    assert ("words" in text) == ("words" in body and "<!--" not in body)


def test_what_was_found_is_counted():
    body = (
        "<p>One two <a href='/x'>three</a>.</p>"
        '<figure><img src="/a.jpg" alt="x y z">'
        "<figcaption>Four five</figcaption></figure>"
    )
    found = converted(body).found
    assert (found.words, found.links, found.images) == (5, 1, 1)


def test_words_that_do_not_come_over_are_told_apart():
    body = (
        "<p>1. a</p><p>2. b</p><p>c [x-form id='9'] [fancy]d[/fancy]</p>"
        "<p style='display:none'>unseen words</p><button>Click me</button>"
    )
    result = converted(body)
    assert result.text == "1. a\n2. b\n\nc d\n"
    wanted = "[x-form id='9'] [fancy] [/fancy] unseen words Click me 1 2"
    assert result.apart == wanted
    title = converted("<h1>A post</h1><p>x</p>", title="A post")
    assert title.apart == "A post"


def test_a_picture_behind_a_text_is_named():
    """As WordPress's covers have theirs in a style."""
    text = '<div style="background-image:url({})"><p>Words.</p></div>'
    left = "left: the picture https://a.example/x.jpg, which lay behind the text"
    for address in ("https://a.example/x.jpg", "'https://a.example/x.jpg'"):
        assert left in said(text.format(address))
    shown = text.format("x.jpg").replace("<p>", "<p><img src=/x>")
    assert not [one for one in said(shown) if "behind" in one]


def test_lists_of_two_kinds_in_one_item_stay_two():
    """Markdown would take the second for the words of the first's last item."""
    text = markdown("<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li></ul>")
    assert "<ol>" in text
    assert markdown("<ul><li>a</li></ul><ol><li>b</li></ol>") == "- a\n\n1. b"


@pytest.mark.parametrize("words", ["“x”é", "l’été", "«Oui»à", "“Café”É"])
def test_letters_behind_a_quotation_mark_are_no_damage(words):
    """Old Macs had other codes, by which these would be one letter of Armenian."""
    assert words in markdown(f"<p>{words}</p>")
