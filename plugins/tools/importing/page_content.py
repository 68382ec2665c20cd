"""The text of a saved page, without what stands around it.

Libraries that look for the main text weigh paragraphs, and drop short ones, lists,
pictures and links by the way: they are made for readers of one page, who do not miss
what they have not seen. Here the systems' own marks decide, the page's outline where
there are none, and whatever is left outside is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as markup

from .page_facts import tokens, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from .page_facts import PageFacts

#: Classes of what holds a text alone, the surest first.
CLASSES = (
    *("e-content", "entry-content", "blog-item-content", "post-content", "kg-canvas"),
    *("gh-content", "post-body", "article-body", "article-content", "article__body"),
    *("post__content", "single-content", "td-post-content", "blog-post-content"),
    *("w-richtext", "page-content", "entry", "sqs-layout"),
)
#: What never is a text of its author's.
SILENT = ("script", "style", "template", "link", "meta", "object[@data='']")
AROUND = frozenset({"nav", "form", "button", "dialog", "select", "textarea", "footer"})
ROLES = frozenset({"navigation", "search", "banner", "contentinfo", "complementary"})
JUNK = re.compile(
    r"(?:share|sharing|shar(?:e|ing)-(?:buttons?|links?)|social(?:-(?:share|links?|icons?))?"
    r"|sharedaddy|sd-sharing.*|jp-relatedposts|addtoany.*|a2a_kit.*|mc_embed.*"
    r"|related(?:-?(?:posts?|articles?|content))?|comments?(?:-(?:area|respond|list))?"
    r"|respond|post-?nav(?:igation)?|nav-?links?|navigation|pagination|pager|skip-link"
    r"|(?:blog-)?item-pagination.*|newsletter(?:-.*)?|subscribe(?:-.*)?|sidebar"
    r"|widget-area|breadcrumbs?|screen-reader-text|sr-only|visually-hidden"
    r"|cookie(?:s|-(?:banner|notice|consent))?|(?:entry|post|article)-(?:meta|footer)"
    r"|(?:blog-)?(?:item-)?meta(?:-(?:section|wrapper|primary|secondary).*)?"
    r"|blog-item-(?:meta|author|category|tag|date|comments|top|title).*|blog-meta.*"
    r"|(?:post-)?tags(?:-links)?|cat-links|author-(?:box|bio|info|profile)|about-author"
    r"|adverts?|ads?|ad-.*|popup|modal|squarespace-(?:comments|social).*|sqs-comments?"
    r"|back-to-top|edit-link|likes?|byline|posted-on)"
)
#: Elements by which a text is told apart, where it stands outside.
BLOCK_NAMES = (
    "p li h1 h2 h3 h4 h5 h6 td th dd dt pre blockquote figcaption div section article"
    " aside header"
)
BLOCKS = frozenset(BLOCK_NAMES.split())
#: “March 14, 2020 by …”: so few words beside the known ones tell nothing more.
LINE = 5
#: Elements that begin no new word.
INLINE = frozenset("a b em i span strong sub sup u".split())  # noqa: SIM905  # as a list
UNREAD = frozenset({"form", "svg", "noscript", "template", "script", "style", "head"})
FRAMES = frozenset({"iframe", "video", "audio", "embed", "object"})
#: A text of fewer words than this is none, if the page has more elsewhere.
FEWEST = 20
#: What is a page's text holds this share of all that is marked alike.
MOSTLY = 0.6


@dataclass(frozen=True)
class Content:
    """A page's text, and what of the page is outside of it."""

    html: str
    outside: tuple[str, ...]  #: texts of blocks that may tell something, each once
    apart: str  #: all that visitors see outside, with the title above the text


def read_content(tree: HtmlElement, facts: PageFacts) -> Content:
    """Return the text of a page; the tree is changed on the way."""
    for one in (
        *tree.xpath("|".join(f"//{name}" for name in SILENT)),
        *_comments(tree),
    ):
        _drop(one)
    for one in tree.xpath("//noscript"):
        _unveil(one)
    body = next(iter(tree.xpath("//body")), tree)
    root, is_marked = _find_root(body)
    furniture = [*_furniture(root, is_whole=not is_marked)]
    known = {facts.title, *facts.authors, *facts.categories, *facts.tags}
    known |= {facts.previous, facts.following}
    named = re.compile("|".join(map(re.escape, sorted(filter(None, known)))) or "$^")
    outside = [text for one in furniture for text in _blocks(one)]
    apart = [spaced_text(one) for one in furniture]
    for one in furniture:
        _drop(one)
    apart.append(_drop_title(root, facts.title))
    html = _inner(root)
    inside = root.getparent()
    if inside is not None and root is not body:
        _drop(root)
        outside = [*_blocks(body), *outside]
        apart.append(spaced_text(body))
    told = (text for text in outside if len(named.sub("", text).split()) > LINE)
    return Content(html, tuple(dict.fromkeys(told)), "\n".join(filter(None, apart)))


def _comments(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield comments but for those of WordPress's blocks, which are read."""
    for one in tree.iter(etree.Comment, etree.ProcessingInstruction):
        if not (one.text or "").strip().startswith(("wp:", "/wp:", "more", "nextpage")):
            yield one


def _drop(element: HtmlElement) -> None:
    """Take an element out, and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    is_block = isinstance(element.tag, str) and element.tag not in INLINE
    tail, before = (
        f"{' ' if is_block else ''}{element.tail or ''}",
        element.getprevious(),
    )
    if before is not None:
        before.tail = f"{before.tail or ''}{tail}"
    else:
        parent.text = f"{parent.text or ''}{tail}"
    parent.remove(element)


def _unveil(noscript: HtmlElement) -> None:
    """Keep what is for readers without scripts, unless it is there for others too."""
    beside = (noscript.getprevious(), noscript.getnext())
    is_there = any(one is not None and one.tag == "img" for one in beside)
    if noscript.xpath(".//img") and not is_there:
        noscript.drop_tag()
    else:
        _drop(noscript)


def _find_root(body: HtmlElement) -> tuple[HtmlElement, bool]:
    """Return what holds the text, and whether the page says so itself."""
    enough = min(FEWEST, len(words_of(body).split()) // 4)
    paths = (".//article", ".//main", ".//*[@role='main']", ".//*[@id='content']")
    outlined = (body.xpath(path) for path in paths)
    for found, is_marked in (
        *((one, True) for one in _candidates(body)),
        *((one, False) for one in outlined),
    ):
        outer = _outermost(found)
        weights = [_weight(one) for one in outer]
        # The largest is the page's own, and small ones are of other posts. Several of
        # one size are parts of a page, which has something around them all.
        if weights and max(weights) >= max(enough, MOSTLY * sum(weights)):
            return outer[weights.index(max(weights))], is_marked
    return body, False


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    known = set(elements)
    return [one for one in elements if known.isdisjoint(one.iterancestors())]


def _candidates(body: HtmlElement) -> Iterator[Sequence[HtmlElement]]:
    yield body.xpath(".//*[@itemprop='articleBody']")
    marked = [(one, tokens(one)) for one in body.iter() if isinstance(one.tag, str)]
    for name in CLASSES:
        found = [one for one, names in marked if name in names]
        yield [one for one in found if not _is_aside(one)]


def _weight(element: HtmlElement) -> int:
    return len(words_of(element).split()) + 5 * len(element.xpath(".//img"))


def _is_aside(element: HtmlElement) -> bool:
    """Return whether it stands in a part of the page that is about others."""
    return any(
        one.tag in ("aside", "footer", "nav") or any(map(JUNK.fullmatch, tokens(one)))
        for one in element.iterancestors()
        if one.tag not in ("body", "html")
    )


def _furniture(root: HtmlElement, *, is_whole: bool) -> Iterator[HtmlElement]:
    """Yield the outermost elements that are no part of the text.

    Where the page does not mark its text, its head and what stands beside go too.
    """
    tags = AROUND | ({"aside", "header"} if is_whole else frozenset())
    walker = etree.iterwalk(root, events=("start",))
    for _, one in walker:
        if one is root or not isinstance(one.tag, str):
            continue
        is_junk = any(map(JUNK.fullmatch, tokens(one)))
        if one.tag in tags or (one.get("role") or "") in ROLES or is_junk:
            walker.skip_subtree()
            yield one


def _drop_title(root: HtmlElement, title: str) -> str:
    """Take the title out where it stands above its text once more; return it."""
    for one in root.xpath(".//h1|.//h2"):
        if words_of(one).casefold() == title.casefold():
            _drop(one)
            return words_of(one)
    return ""


def spaced_text(element: HtmlElement) -> str:
    """Return what visitors read of an element, with blanks between its parts.

    Forms and drawings are no text; a film or a page within the page has its title.
    """
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, one in walker:
        is_block = isinstance(one.tag, str) and one.tag not in INLINE
        parts.append(" " if is_block else "")
        if event == "start" and one.tag in UNREAD:
            walker.skip_subtree()
        elif event == "start":
            title = one.get("title") if one.tag in FRAMES else ""
            parts += (f" {title} " if title else "", one.text or "")
        elif one is not element:
            parts.append(one.tail or "")
    return " ".join("".join(parts).split())


def _blocks(element: HtmlElement) -> Iterator[str]:
    """Yield the texts of an element's blocks, each once."""
    inner = [one for one in element.iter() if one.tag in BLOCKS]
    for one in inner or [element]:
        nested = any(each.tag in BLOCKS for each in one.iterdescendants())
        text = _own_text(one) if nested else words_of(one)
        if text:
            yield text


def _own_text(element: HtmlElement) -> str:
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(parts).split())


def _inner(root: HtmlElement) -> str:
    parts = [markup.tostring(child, encoding="unicode") for child in root]
    text = (root.text or "").replace("&", "&amp;").replace("<", "&lt;")
    return "".join([text, *parts]).strip()
