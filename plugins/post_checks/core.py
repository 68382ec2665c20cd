"""All checks of a post's text, and the way back from a broken link to its line.

The source proposes, with its lines; the rendered text decides (``shown.py``). The
source alone says what no rendered text can show: that there is none, and which words an
author kept from Markdown with a backslash.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from ..problem import Level, Problem, count, list_some
from ..safe_html.judge import find_unsafe
from ..safe_html.policy import ADDRESSES, Policy, is_allowed, is_attribute_allowed
from ..safe_html.search import find_line
from .dialects import find_dialects
from .html import Tag, find_markup
from .links import Link, find_links, plain_target
from .outline import find_given_ids, find_headings
from .placeholder import explain_placeholders
from .shown import Shown, key_of
from .slips import find_markdown_mistakes, find_unseen_lists
from .targets import Index, check_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..source.core import Source
    from ..source.prose import Prose

#: In a list of addresses without its white space, which browsers pass over.
DANGEROUS = re.compile(r"(?:java|vb)script:|data:", re.IGNORECASE)
#: What stands in quotation marks or is a tag, in a problem's words.
QUOTED = re.compile(r"[“<]([^”>]+)[”>]")
REFUSED = frozenset({"html-forbidden", "html-attribute"})
#: What is one mistake of a text wherever it stands in it, with other words each time.
ALIKE = frozenset({"heading-first", "image-elsewhere"})
#: What an author does all over a text, and what is said of it behind its words.
HABITS = frozenset(
    {
        *("fence-unseen", "heading-skip", "html-markdown", "image-alt", "list-unseen"),
        "markdown-dialect",
    }
)
NO_NAME = "Markdown finds no name in backticks: write [`…`][name]."
#: So many repeats of a mistake are said with it, and so many of their lines.
MANY, LISTED = 3, 12
MORE_PLACES = re.compile(r" There are \d+ more such places, .*")
#: An address with a title that belongs to it, or with a sign that nobody sees.
ODD_ADDRESS = re.compile("“\\S+\\s+[“”„‟«»‘’″]|[^”]*[\u00ad\u200b-\u200f\u2060\ufeff]")
#: A hashtag or a number, which Markdown takes for a heading.
STUCK = re.compile(r"#\w")
#: Descriptions that describe nothing: “image”, “IMG_0123.jpg”.
HOLLOW = re.compile(
    r"(?:an? |the )?(?:image|picture|photo|alt|alt text|description|untitled)\.?"
    r"|(?:img|dsc|pxl|screenshot)?[\w -]*\.(?:jpe?g|png|webp|gif|heic)",
    re.IGNORECASE,
)


def check_text(
    source: Source, shown: Shown, place: str, index: Index, allow: tuple[str, ...] = ()
) -> list[Problem]:
    """Return what is wrong with one post's text, which readers see as ``shown``.

    ``place`` is the file's path below ``PATH``.
    """
    check = _Check(source, shown, place, index, allow)
    found = [
        *check.emptiness(),
        *check.fences(),
        *check.links(),
        *check.pictures(),
        *check.markup(),
        *check.headings(),
        *check.lists(),
        *check.misprints(),
        *check.placeholders(),
    ]
    return sorted(fold_repeats(sorted(set(found))))


def fold_repeats(
    problems: Iterable[Problem], habits: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Yield the problems of one text; what it does all over is said once, with lines.

    ``habits``: names of problems that are the same whatever words they quote.

    >>> found = [Problem("a.md", n, "It is blue.", "", "blue") for n in range(1, 6)]
    >>> [problem.what for problem in fold_repeats(found)]
    ['It is blue. There are 4 more such places, on lines 2, 3, 4, 5.']
    """
    kinds = defaultdict[tuple[str, str], list[Problem]](list)
    for problem in problems:
        is_habit = problem.name in ALIKE or problem.remedy == NO_NAME
        what = "" if is_habit else problem.what
        if problem.name in habits:
            what = what.rpartition("”")[2]
        kinds[problem.name, what].append(problem)
    for first, *others in kinds.values():
        if len(others) < MANY:
            yield from (first, *others)
            continue
        lines = list_some([str(one.line) for one in others], LISTED)
        more = f"There are {len(others)} more such places, on lines {lines}."
        yield replace(first, what=f"{first.what} {more}")


def fold_files(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of a site; what its authors do all over is said once.

    >>> found = [Problem(f"{n}.md", 1, f"“{n}” is …", "", "image-alt") for n in "abcde"]
    >>> [problem.what for problem in fold_files(found)]
    ['“a” is … The same in 4 more files: b.md, c.md, d.md, e.md.']
    """
    kinds = defaultdict[tuple[str, str], list[Problem]](list)
    for problem in problems:
        kinds[problem.name, _kind(problem)].append(problem)
    for first, *others in kinds.values():
        names = dict.fromkeys(one.path for one in others if one.path != first.path)
        if len(names) < MANY:
            yield from (first, *others)
            continue
        yield from (one for one in others if one.path == first.path)
        more = f"{count(len(names), 'more file')}: {list_some(list(names), LISTED)}"
        yield replace(first, what=f"{first.what} The same in {more}.")


def is_cut(problem: Problem) -> bool:
    """Return whether what ``fold_files`` has said is of more files than it names."""
    end = problem.what.rpartition(" The same in ")[2]
    return end != problem.what and not re.fullmatch(
        r"\d+ more files: .*(?<! more)\.", end
    )


def _kind(problem: Problem) -> str:
    """Return what is said of a mistake, but for what only one text has in it."""
    if problem.name in ALIKE:
        return problem.name
    what = MORE_PLACES.sub("", problem.what)
    return what.rpartition("”")[2] if problem.name in HABITS else what


def check_result(
    content: str,
    prose: Prose,
    path: str,
    known: list[Problem],
    allow: tuple[str, ...] = (),
) -> Iterator[Problem]:
    """Yield a problem where the finished text is unsafe and no check has said so."""
    if any(p.name.startswith(("html-", "link-unsafe")) for p in known):
        return
    for unsafe in find_unsafe(content, Policy(frozenset(allow))):
        line = find_line(prose, unsafe.sought)
        yield Problem(path, line, unsafe.what, unsafe.remedy, "html-forbidden")


def without_told(
    problems: Iterable[Problem], content: str, allow: tuple[str, ...]
) -> list[Problem]:
    """Return the problems but for those that ``sanitizer`` has errors about."""
    unsafe = find_unsafe(content, Policy(frozenset(allow)))
    told = {quoted for one in unsafe for quoted in QUOTED.findall(one.what)}
    schemes = {quoted.partition(":")[0].lower() for quoted in told}

    def is_told(problem: Problem) -> bool:
        named = QUOTED.findall(problem.what)
        if problem.name == "link-unsafe":
            return named[0].partition(":")[0].lower() in schemes
        return problem.name in REFUSED and told.issuperset(named)

    return [problem for problem in problems if not is_told(problem)]


def with_dialects(
    known: list[Problem], shown: Shown, source: Source, *, has_math: bool
) -> list[Problem]:
    """Return a text's problems, and what another program would have read in it.

    Where both tell the same, the one that tells it in more words stays.
    """
    places = {(p.name, p.line + near) for p in known for near in (-1, 0, 1)}
    opened = min((p.line for p in known if p.name == "fence-unclosed"), default=None)
    mistakes = find_dialects(shown, source.prose, has_math=has_math)
    found = [
        Problem(source.path, line, what, remedy, name)
        for line, what, remedy, name in sorted(set(mistakes))
        if (name, line) not in places
        and not (name == "fence-unseen" and opened is not None and line >= opened)
    ]
    odd = {p.line for p in found if p.name in ("link-title", "character-hidden")}
    is_odd = [p.line in odd and bool(ODD_ADDRESS.match(p.what)) for p in known]
    left = [p for p, told in zip(known, is_odd, strict=True) if not told]
    return list(fold_repeats([*left, *found], HABITS))


def find_link_line(prose: Prose, address: str, target: str) -> int:
    """Return the line of a text's link that leads to ``target``; 0 where there is none.

    ``address`` is the page's own (``/blog/sleep/``) and ``target`` is where the link
    leads in the finished site, for whoever finds a broken link there.
    """
    wanted = _resolve(address, target)
    links, _ = find_links(prose)
    for link in (*links, *_links_in_tags(find_markup(prose).tags)):
        plain = plain_target(link.target)
        if plain == target or _resolve(address, plain) == wanted:
            return link.line
    tail = unquote(urlsplit(target).path).rstrip("/").rsplit("/", 1)[-1]
    for link in links:
        if tail and tail in unquote(link.target):
            return link.line
    return 0


def _resolve(address: str, target: str) -> tuple[str, str]:
    parts = urlsplit(urljoin(address, target))
    return unquote(parts.path), unquote(parts.fragment)


def _links_in_tags(tags: tuple[Tag, ...]) -> list[Link]:
    return [
        Link(value, tag.line, "", is_image=False)
        for tag in tags
        for name, value in tag.attributes.items()
        if name in ADDRESSES and name != "srcset"
    ]


class _Check:
    """The checks of one text."""

    def __init__(
        self,
        source: Source,
        shown: Shown,
        place: str,
        index: Index,
        allow: tuple[str, ...],
    ) -> None:
        self.prose, self.path, self.place = source.prose, source.path, place
        self.source = source
        self.shown, self.index, self.allow = shown, index, allow
        self.found = find_markup(source.prose)
        self.written, self.mistakes = find_links(source.prose)

    def say(self, line: int, what: str, remedy: str, name: str) -> Problem:
        """Return a problem of this text."""
        return Problem(self.path, line, what, remedy, name)

    def emptiness(self) -> Iterator[Problem]:
        """Yield a problem where a post has a header and no text."""
        if not self.prose.body.strip():
            what = "The post has a header and no text."
            remedy = "Write its text, or add “status: draft” to the header."
            line = self.prose.first_line
            yield self.say(line, what, remedy, "text-empty")

    def fences(self) -> Iterator[Problem]:
        """Yield code blocks that are never closed."""
        for line, mark in self.prose.open_fences:
            below = self.prose.body.split("\n")[line - self.prose.first_line + 1 :]
            code = next((one for one in below if one.strip()), "")
            is_closed = code and self.shown.is_block_of_code(code)
            if not (is_closed or self.shown.hides(mark)):
                what = "The code block that begins here is never closed."
                remedy = "Put the same marks on a line of their own below the code."
                yield self.say(line, what, remedy, "fence-unclosed")

    def links(self) -> Iterator[Problem]:
        """Yield links that lead nowhere, and images that nobody can hear."""
        yield from self._slips()
        links = sorted(self.written, key=lambda link: link.line)
        proposed = [*links, *self._raw_links()]
        for link in proposed:
            if not link.is_named and self.shown.leads_to(link.target):
                yield from self._target(link.target, link.line)
        known = {key_of(link.target) for link in proposed}
        for target in dict.fromkeys(self.shown.targets):
            if key_of(target) not in known:
                yield from self._target(target, 0)
        seen = Counter[tuple[str, bool]]()
        for link in links:
            key = (key_of(link.target), link.is_image)
            number, seen[key] = seen[key], seen[key] + 1
            if link.is_image:
                yield from self._description(link, number)
            elif not self.shown.is_heard(link.target, number):
                what = f"The link to “{link.target}” has no words."
                remedy = "Write them between the brackets: [words](…)."
                yield self.say(link.line, what, remedy, "link-words")

    def _slips(self) -> Iterator[Problem]:
        """Yield what was meant as a link and is printed as it stands."""
        for slip in self.mistakes:
            if self.shown.prints(slip.printed):
                what, remedy = _SLIPS[slip.name]
                if "`" in slip.words.rpartition("[")[2] or slip.words.endswith("`][]"):
                    remedy = NO_NAME
                words = " ".join(slip.words.split())
                yield self.say(slip.line, what.format(words), remedy, slip.name)

    def _target(self, target: str, line: int) -> Iterator[Problem]:
        """Yield why a link leads nowhere; without a line only if the text has it."""
        fault = check_target(target, self.place, self.index)
        line = line or (find_line(self.prose, [target]) if fault else 0)
        if fault and line:
            yield self.say(line, fault.what, fault.remedy, fault.name)

    def _raw_links(self) -> list[Link]:
        """Return the links of tags that may stand there; others are refused whole."""
        return [
            link
            for tag in self.found.tags
            if not tag.name or is_allowed(tag.name, self.allow)
            for link in _links_in_tags((tag,))
        ]

    def _description(self, link: Link, number: int) -> Iterator[Problem]:
        """Yield a problem where the words for an image say nothing, or are none."""
        picture = self.shown.picture(link.target, number)
        alt = "" if picture is None else picture.get("alt", "").strip()
        if picture is not None and not alt:
            what = f"The image “{link.target}” has no description."
            remedy = "Write what it shows between the brackets: ![…](…)."
            yield self.say(link.line, what, remedy, "image-alt")
        elif HOLLOW.fullmatch(alt):
            what = f"“{alt}” does not say what the image shows."
            remedy = "Write it for someone who cannot see the image."
            yield self.say(link.line, what, remedy, "image-alt")

    def pictures(self) -> Iterator[Problem]:
        """Yield pictures that each reader's browser would fetch from another host."""
        sources = [link for link in self.written if link.is_image]
        sources += _links_in_tags(
            tuple(tag for tag in self.found.tags if tag.name == "img")
        )
        own = self.index.siteurl.rstrip("/") or "/"
        for link in sources:
            host = urlsplit(link.target).netloc if "//" in link.target else ""
            is_shown = self.shown.picture(link.target, 0) is not None
            if host and is_shown and not link.target.startswith(f"{own}/"):
                what = f"The picture “{link.target}” lies on another site, {host}."
                remedy = (
                    "That site would learn who reads this post, and may be gone one "
                    "day. If you may use the picture, put it into images/."
                )
                name = "image-elsewhere"
                yield Problem(self.path, link.line, what, remedy, name, Level.WARNING)

    def markup(self) -> Iterator[Problem]:
        """Yield HTML that may not stand in a post, or that breaks the page."""
        for tag in self.found.tags:
            if tag.name and not self.shown.has_element(tag.name):
                continue
            if tag.name and not is_allowed(tag.name, self.allow):
                what = f"The HTML element <{tag.name}> is not allowed in a post."
                yield self.say(tag.line, what, _remedy_for(tag), "html-forbidden")
                continue
            yield from self._attributes(tag)
            if tag.name == "img" and not _is_described(tag):
                what = (
                    f"The image “{tag.attributes.get('src', '')}” has no description."
                )
                remedy = 'Write what it shows, alt="…", or alt="" for decoration.'
                yield self.say(tag.line, what, remedy, "image-alt")
        for tag in self.found.unclosed:
            is_shown = self.shown.is_unclosed(tag.name)
            if is_shown and is_allowed(tag.name, self.allow):
                what = f"<{tag.name}> is opened here and never closed."
                yield self.say(tag.line, what, f"Add </{tag.name}>.", "html-unclosed")
        for tag in self.found.unopened:
            if self.shown.is_unopened(tag.name):
                what = f"</{tag.name}> closes something that was never opened."
                yield self.say(tag.line, what, "Remove it.", "html-unclosed")

    def _attributes(self, tag: Tag) -> Iterator[Problem]:
        where = f"<{tag.name}>" if tag.name else "{: … }"
        for name, value in tag.attributes.items():
            # An attribute list that is printed was meant as one.
            is_printed = tag.list.startswith("{:") and self.shown.prints(tag.list)
            if not (is_printed or self.shown.has_attribute(tag.name, name)):
                continue
            if not is_attribute_allowed(tag.name, name, self.allow):
                what = f"The attribute “{name}” is not allowed in {where}."
                remedy = "Remove it."
                if name.startswith("on"):
                    remedy = "Remove it; posts run no programs."
                if name == "style":
                    remedy = "Remove it; the theme decides how things look."
                if name == "name" and tag.name == "a":
                    remedy = f'Write id="{value}" instead.'
                yield self.say(tag.line, what, remedy, "html-attribute")
            elif name == "srcset" and DANGEROUS.search("".join(value.split())):
                what = f"“srcset” in {where} holds an address that is not allowed."
                yield self.say(tag.line, what, "Remove it.", "html-attribute")

    def headings(self) -> Iterator[Problem]:
        """Yield headings that break the outline, and ids that come twice."""
        above = 1
        for heading, line in find_headings(self.prose, self.found.tags, self.shown):
            level = heading.level
            if not heading.words:
                what, remedy = "The heading has no words.", "Write or remove it."
                yield self.say(line, what, remedy, "heading-empty")
            if level == 1:
                what = f"“{heading.words}” is a heading as large as the post's title."
                remedy = "Begin it with ##; the title is the only one with one #."
                if STUCK.match(self.prose.lines[line - self.prose.first_line]):
                    remedy = f"{remedy} If it is none, put a backslash before #."
                yield self.say(line, what, remedy, "heading-first")
            elif level > above + 1:
                over = f"the one above it has {'#' * above}"
                if above == 1:
                    over = "the first heading of a post has ##"
                marks = "#" * level
                what = f"“{heading.words}” is a heading with {marks}, but {over}."
                remedy = f"Begin it with {'#' * (above + 1)}."
                yield self.say(line, what, remedy, "heading-skip")
            above = level
        seen: dict[str, int] = {}
        for name, line in find_given_ids(self.prose, self.found.tags):
            if name in seen and self.shown.has_id(name):
                what = (
                    f"The id “{name}” is given here again; it is on line {seen[name]}."
                )
                yield self.say(line, what, "Give it another.", "id-duplicate")
            seen.setdefault(name, line)

    def lists(self) -> Iterator[Problem]:
        """Yield lists that will be printed as running text."""
        for line, words in find_unseen_lists(self.prose, self.shown):
            what = f"“{words}” will not be a list: text stands right above it."
            remedy = "Put an empty line above it, or a backslash before its mark."
            yield self.say(line, what, remedy, "list-unseen")

    def placeholders(self) -> Iterator[Problem]:
        """Yield what its author has still to write, as far as readers would see it."""
        yield from explain_placeholders(self.source, self.shown.prints)

    def misprints(self) -> Iterator[Problem]:
        """Yield what will be printed as it stands and was meant otherwise."""
        for slip in find_markdown_mistakes(self.prose, self.shown):
            yield self.say(slip.line, slip.what, slip.remedy, slip.name)


def _is_described(tag: Tag) -> bool:
    """Return whether an image has words, or an ``alt=""`` that calls it decoration."""
    words = tag.attributes.get("alt")
    return words is not None and (bool(words.strip()) or not words)


def _remedy_for(tag: Tag) -> str:
    known = {
        "script": "Remove it; posts run no programs.",
        "style": "Remove it; the theme decides how things look.",
        "iframe": "Link the page instead.",
        "form": "Link a page with the form instead.",
        "center": "Remove it; the theme decides how things look.",
        "font": "Remove it; the theme decides how things look.",
    }
    usual = f"Write it in Markdown; if <{tag.name}> is meant as text, in backticks."
    return known.get(tag.name, usual)


_SLIPS = {
    "link-unclosed": (
        "The link “{}” is not closed.",
        "Write it as [words](address).",
    ),
    "link-spaced": (
        "There is a space before “{}”, so it will not be a link.",
        "Write it as [words](address), without the space.",
    ),
    "reference-undefined": (
        "“{}” refers to something that the post does not hold.",
        "Add a line with the same name, such as [name]: https://… or [^1]: text.",
    ),
}
