"""What Markdown left as text and another dialect gives a meaning to, with its line.

The finished body is read, not the source: whatever Markdown or a plugin has rendered,
and whatever stands in code, is no mistake. The source says only on which line it is;
what an author has escaped there is meant as it stands.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from .misread import SET_IN, find_misread, find_misread_source
from .notations import FORMULAS, IN_HTML, MATH, NOTATIONS, RUNNING
from .rendered import CODE, WRITTEN, Rendered
from .slips import MarkdownMistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.prose import Prose
    from .notations import Notation
    from .shown import Shown

#: Places named for one text: whoever has more has another kind of file.
MOST = 200
QUOTED = 60
TAGS = re.compile(r"<[^>]*>")
CODES = re.compile(r"<pre\b.*?</pre>|<code\b.*?</code>", re.DOTALL)
#: What in HTML is a reason to look: Markdown inside of it, callouts …
ODD_SIGNS = ("**", "](", "`", 'class="admonition')
_UNUSUAL = r"[^\"]*[\s\u00ad\u200b-\u200f\u2060\ufeff“”%]"
#: … addresses, sizes and attributes that nobody writes so, code in running text. Each
#: begins with a sign of its own; as one pattern they would be tried at each letter.
ODD = (
    re.compile(rf'href="{_UNUSUAL}'),
    re.compile(rf'src="{_UNUSUAL}'),
    re.compile(r"\|\d+(?:x\d+)?\""),
    re.compile(r"\n *[-*+#]"),
    re.compile(r"<code>(?<!<pre><code>)[^<\n]*\n"),
    re.compile(
        r"<[a-z0-9]+(?: [^<>]*)? (?:[\w:.-]+(?=[ >])|(?!(?:alt|aria-\w+|class|colspan"
        r"|data-[\w-]+|height|href|id|lang|loading|rel|role|rowspan|src|start|style"
        r"|tabindex|title|width)=)[\w:.-]+=)"
    ),
)
#: A cell may begin with “# 1”; raw HTML has a check of its own.
ONLY_IN_TEXT = frozenset({"heading-unseen", "fence-unseen"})
TEXTS = frozenset({"li", "p"})
#: What may hold Markdown, between empty lines.
LOOSE_NAMES = (
    "article aside blockquote details div figure footer header main nav section"
)
LOOSE = frozenset(LOOSE_NAMES.split())


def find_dialects(
    shown: Shown, prose: Prose, *, has_math: bool = False
) -> Iterator[MarkdownMistake]:
    """Yield what another program would have read and this site prints as it stands.

    ``has_math``: the site's pages load a program that reads formulas.
    """
    notations = NOTATIONS if has_math else (*FORMULAS, *NOTATIONS)
    yield from find_misread_source(prose, shown.html)
    if SET_IN.search(f"\n{prose.text}") or _is_suspect(shown.html, notations):
        rendered = Rendered(shown.tree, prose)
        mistakes = (
            *_in_text(rendered, notations, has_math=has_math),
            *find_misread(rendered),
        )
        yield from islice(mistakes, MOST)


def _is_suspect(html: str, notations: tuple[Notation, ...]) -> bool:
    """Return whether the tree is worth building; nearly every text has nothing."""
    lines = f"\n{html}"
    if any(sign in html for sign in ODD_SIGNS) or any(one.search(lines) for one in ODD):
        return True
    text = unescape(TAGS.sub("", CODES.sub(CODE, html)))
    characters = frozenset(text)
    return any(
        one.may_be_in(text, characters) and one.pattern.search(text)
        for one in notations
    )


def _in_text(
    rendered: Rendered, notations: tuple[Notation, ...], *, has_math: bool
) -> Iterator[MarkdownMistake]:
    text = rendered.text
    if has_math:
        text = _blank(text, list(MATH.finditer(text)))
    characters = frozenset(text) | {CODE}  # blanking takes others away
    for notation in notations:
        if not notation.may_be_in(text, characters):
            continue
        places = [
            found
            for found in notation.pattern.finditer(text)
            if notation.name not in ONLY_IN_TEXT
            or rendered.tag_at(found.start()) in TEXTS
        ]
        for found in places:
            what = f"“{_shown(found)}” is {notation.called}, and is printed as it is."
            for line in rendered.lines(found, is_exported=notation.is_exported):
                yield MarkdownMistake(line, what, notation.remedy, notation.name)
        text = _blank(text, places)
    yield from _in_html(rendered, text)


def _in_html(rendered: Rendered, text: str) -> Iterator[MarkdownMistake]:
    """Yield the first Markdown of each block of HTML that holds any."""
    told = set[int]()
    for number, pattern in enumerate(IN_HTML):
        for found in pattern.finditer(text):
            block = rendered.block_at(found.start())
            is_written = number >= RUNNING and rendered.tags[block] in WRITTEN
            if is_written or block in told:
                continue
            what = f"“{_shown(found)}” stands inside HTML, and is printed as it is."
            remedy, tag = "Write it in HTML.", rendered.tags[block]
            if tag in LOOSE:
                remedy = (
                    f"{remedy[:-1]}; or put empty lines below <{tag}> and above"
                    f" </{tag}>, each tag alone on its line."
                )
            for line in rendered.lines(found):
                told.add(block)
                yield MarkdownMistake(line, what, remedy, "html-markdown")


def _shown(found: re.Match[str]) -> str:
    return found[0].strip().split("\n")[0][:QUOTED]


def _blank(text: str, places: list[re.Match[str]]) -> str:
    """Return a text in which nobody looks at these places again."""
    parts, done = list[str](), 0
    for found in places:
        parts += [text[done : found.start()], re.sub(r"[^\n]", CODE, found[0])]
        done = found.end()
    return "".join([*parts, text[done:]])
