"""What Markdown took for something else than its author, as the finished text shows."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from ..safe_html.policy import is_attribute_allowed
from ..source.lists import TAB, find_short_items
from .slips import MarkdownMistake, in_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.prose import Prose
    from .rendered import Rendered

QUOTED = 60
FLAGS = re.IGNORECASE | re.MULTILINE
HIDDEN = re.compile(
    "[\u00ad\u200b-\u200f\u2060\ufeff]|%(?:C2%AD|E2%80%8[B-F]|E2%81%A0|EF%BB%BF)",
    re.IGNORECASE,
)
TITLED = re.compile(r"^(?P<address>\S+)\s+(?P<title>[“”„‟«»‘’‚″].*[“”‟«»’″])\s*$")
SIZED = re.compile(r"\|\s*\d+(?:x\d+)?\s*$")
FENCE = re.compile(
    r"^[ \t>\xa0\u200b\ufeff]*(?P<fence>`{3,})[ ]*(?P<info>[^`\n]*)$", re.MULTILINE
)
SET_IN = re.compile(r"\n {2,}(?:[-*+]|\d+\.) ")
LETTERS = re.compile(r"[\W_]+")
#: A rule of hyphens, shorter than one that is drawn below a heading.
RULE = re.compile(r"\n-{1,5} *$", re.MULTILINE)
UNDERLINED = re.compile(rf"^(?P<words>[^\s#].*){RULE.pattern}", re.MULTILINE)
LEAST_WORDS = 4
WORDPRESS = re.compile(r"<!-- *wp:[\w/-]+[^<>]*/-->")
RAW_SHORTCODE = re.compile(r"\{\{[<%]\w[^{}\n]*[>%]\}\}")
#: A picture that becomes “!” and a link.
PARTED = re.compile(r"(?<!\S)! \[[^\[\]\n]*\]\([^()\n]+\.(?:png|jpe?g|gif|webp|svg)\)")
#: A formula whose brackets Markdown takes for escaped ones.
BRACKETED = re.compile(
    r"\\\((?P<round>[^\n]{1,300}?)\\\)|\\\[(?P<square>[^\n]{1,300}?)\\\]"
)
FORMULA = re.compile(r"[\^=]|_\{|\\[A-Za-z]")
ESCAPED_KEY = re.compile(r"(?<![\w.@/\\\[])@[A-Za-z][\w-]*\\_[\w\\-]*\d{4}[a-z]?\b")


def find_misread(rendered: Rendered) -> Iterator[MarkdownMistake]:
    """Yield what became part of a link, an attribute, a list or a text by mistake."""
    yield from _links(rendered)
    yield from _attributes(rendered)
    yield from _callouts(rendered)
    yield from _fences(rendered)
    yield from _flat_items(rendered)


def find_misread_source(prose: Prose, html: str) -> Iterator[MarkdownMistake]:
    """Yield what the finished text does not show any more."""
    yield from _hidden(prose, html)
    yield from _headings(prose)


def _links(rendered: Rendered) -> Iterator[MarkdownMistake]:
    for element in rendered.tree.iter("a", "img"):
        key = "href" if element.tag == "a" else "src"
        address = element.get(key) or ""
        if titled := TITLED.match(address):
            what = f"The title of the link to “{titled['address']}” is part of it."
            title = titled["title"][1:-1]
            remedy = f'Write straight quotes: ({titled["address"]} "{title}").'
            for line in rendered.lines(address):
                yield MarkdownMistake(line, what, remedy, "link-title")
        elif HIDDEN.search(address):
            shown = HIDDEN.sub("", address)
            what = f"An invisible sign stands in the address “{shown}”."
            remedy = "Delete the address and type it again."
            for line in rendered.lines(address):
                yield MarkdownMistake(line, what, remedy, "character-hidden")
        described = element.get("alt") or ""
        if SIZED.search(described):
            what = f"“{described}” holds a size as Obsidian writes it."
            remedy = "Delete the size; the theme decides how large pictures are."
            for line in rendered.lines(f"[{described}]"):
                yield MarkdownMistake(line, what, remedy, "markdown-dialect")


def _attributes(rendered: Rendered) -> Iterator[MarkdownMistake]:
    """Yield words in braces that Markdown took for attributes."""
    lost = {
        (str(name), element.tag in ("code", "pre"))
        for element in rendered.tree.iter(etree.Element)
        for name in element.keys()  # noqa: SIM118  # lxml's
        if name != "style" and not is_attribute_allowed(str(element.tag), str(name), ())
    }
    for name, is_code in sorted(lost):
        word = re.escape(name).replace("_", r"(?:_|[^\w{}])*")
        inside = rf"[^{{}}\n]*?(?<!\w){word}(?!\w)[^{{}}\n]*"
        if is_code:
            source, before = rendered.prose.body, r"^[ \t>]*(?:`{3,}|~{3,})[ ]*"
            remedy = "Write nothing but the language: ```python."
        else:
            source, before = rendered.prose.text, r"(?<!\{)"
            remedy = "Put a backslash before its first brace."
        marks = rf"{before}(?P<braces>\{{(?!%){inside}\}})"
        for found in re.finditer(marks, source, FLAGS):
            if found["braces"] not in rendered.text:
                what = f"“{found['braces']}” is read as attributes, not as words."
                line = rendered.prose.line_of(found.start("braces"))
                yield MarkdownMistake(line, what, remedy, "html-attribute")


def _callouts(rendered: Rendered) -> Iterator[MarkdownMistake]:
    """Yield callouts without text: it was not set in."""
    kinds = {
        kind
        for box in rendered.tree.iter("div")
        if (box.get("class") or "").startswith("admonition ") and len(box) == 1
        if (box[0].get("class") or "") == "admonition-title"
        for kind in (box.get("class") or "").split()[1:2]
    }
    for kind in sorted(kinds):
        marks = rf"^[ \t>]*(?:!!! ?|\[!){re.escape(kind)}\b[^\n]*$"
        marks += r"(?!\n+(?:    |\t| {0,3}>))"
        for found in re.finditer(marks, rendered.prose.text, FLAGS):
            what = f"The callout “{found[0].strip()[:QUOTED]}” has no text."
            remedy = "Begin each line of its text with four spaces."
            line = rendered.prose.line_of(found.start())
            yield MarkdownMistake(line, what, remedy, "callout-empty")


def _fences(rendered: Rendered) -> Iterator[MarkdownMistake]:
    """Yield blocks of code that are printed as code inside running text."""
    broken = {
        text.split("\n", 1)[0].strip()
        for element in rendered.tree.iter("code")
        if element.getparent().tag != "pre" and "\n" in (text := element.text_content())
    }
    if not broken:
        return
    body = rendered.prose.body
    for found in FENCE.finditer(body):
        info = found["info"].strip()
        end = body.find("\n", found.end() + 1)
        below = body[found.end() : end if end >= 0 else None].strip(" \t\n>")
        if (info or below) in broken:
            what = f"The code below “{found[0].strip()}” is no block of code."
            remedy = "Write nothing but the language behind the marks, as in ```python."
            line = rendered.prose.line_of(found.start("fence"))
            yield MarkdownMistake(line, what, remedy, "fence-unseen")


def _flat_items(rendered: Rendered) -> Iterator[MarkdownMistake]:
    """Yield the first item of each list that lies beside the one that it belongs to."""
    prose = rendered.prose
    pairs = zip(prose.lines, prose.body.split("\n"), strict=True)
    lines = [body if shown.strip() else "" for shown, body in pairs]
    found = list(find_short_items(lines))
    depths: dict[str, int] = {}
    for item in rendered.tree.iter("li") if found else ():
        words = _letters(str(item.text_content()).strip().split("\n")[0])
        depth = sum(1 for _ in item.iterancestors("li"))
        depths[words] = max(depth, depths.get(words, 0))
    printed = set(map(str.strip, rendered.text.split("\n") if found else ()))
    for short in found:
        flat = [
            (number, depth)
            for number, depth in short
            if (line := lines[number].strip()) in printed
            or depths.get(_letters(line.split(" ", 1)[-1]), depth) < depth
        ]
        for number, depth in flat[:1]:
            line = lines[number].strip()
            what = f"“{line[:QUOTED]}” does not become an item of the one above it."
            if len(flat) > 1:
                what = f"{what[:-1]}, nor do {len(flat) - 1} below it."
            remedy = f"Set it in by {TAB * depth} spaces."
            place = number + prose.first_line
            yield MarkdownMistake(place, what, remedy, "list-flat")


def _letters(words: str) -> str:
    return LETTERS.sub("", words).lower()


def _headings(prose: Prose) -> Iterator[MarkdownMistake]:
    """Yield sentences that a rule of hyphens right below them made headings."""
    has_rules = RULE.search(prose.text)
    for found in UNDERLINED.finditer(prose.text) if has_rules else ():
        # With its code, which is blank in the prose.
        words = prose.body[found.start("words") : found.end("words")].strip()
        is_text = words.endswith((".", ",", ";")) and len(words.split()) >= LEAST_WORDS
        is_text = is_text or words.startswith(("- ", "* ", "> "))
        end = max(found.start() - 1, 0)
        above = prose.text[prose.text.rfind("\n", 0, end) + 1 : end]
        if is_text and "|" not in words and not above.strip():
            what = f"“{words[:QUOTED]}” becomes a heading by the line below it."
            remedy = "Put an empty line above that line if it is a rule."
            line = prose.line_of(found.start())
            yield MarkdownMistake(line, what, remedy, "heading-unmeant")


def _hidden(prose: Prose, html: str) -> Iterator[MarkdownMistake]:
    """Yield what HTML hides from readers, and what breaks before it is text."""
    # Each pattern is tried only on a text that holds a sign of it; few hold any.
    body, text = prose.body, prose.text
    for found in WORDPRESS.finditer(body) if "wp:" in body else ():
        above = body.rfind("\n", 0, found.start()) + 1
        is_code = in_code(body[above : found.end()], found.start() - above)
        if is_code or found[0] not in html:
            continue
        what = f"“{found[0][:QUOTED]}” is a block of WordPress, which nobody sees here."
        line = prose.line_of(found.start())
        yield MarkdownMistake(line, what, "Write what it held.", "markdown-dialect")
    for found in PARTED.finditer(text) if "! [" in text else ():
        what = f"“{found[0][:QUOTED]}” is no picture, as a space stands behind its “!”."
        line = prose.line_of(found.start())
        yield MarkdownMistake(line, what, "Delete that space.", "link-spaced")
    for found in RAW_SHORTCODE.finditer(text) if "{{" in text else ():
        what = f"“{found[0][:QUOTED]}” is a shortcode of Hugo, which nobody reads here."
        line = prose.line_of(found.start())
        yield MarkdownMistake(line, what, "Write it in Markdown.", "markdown-dialect")
    for found in BRACKETED.finditer(text) if "\\" in text else ():
        inside = found["round"] or found["square"]
        printed = f"{found[0][1]}{escape(inside, quote=False)}{found[0][-1]}"
        if not FORMULA.search(inside) or printed not in html:
            continue
        what = f"“{found[0][:QUOTED]}” is a formula that loses its backslashes."
        remedy = "Write $…$ if the site reads formulas; else words and signs."
        line = prose.line_of(found.start())
        yield MarkdownMistake(line, what, remedy, "markdown-dialect")
    for found in ESCAPED_KEY.finditer(text) if "\\" in text else ():
        above = text.rfind("\n", 0, found.start())
        before = text[above + 1 : found.start()]
        if "[" in before[before.rfind("]") + 1 :]:
            continue  # a group, which is read without its backslashes
        what = f"The citation “{found[0]}” has a backslash in it."
        plain = found[0].replace("\\", "")
        line = prose.line_of(found.start())
        yield MarkdownMistake(line, what, f"Write {plain}.", "markdown-dialect")
