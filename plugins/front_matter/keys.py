"""The keys of a header: which are missing, unknown, doubled, empty or misshapen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..problem import Level, Problem, find_nearest, suggest
from ..source.values import as_lines, as_text
from .other_tools import advise, called_here, why_needless
from .schema import KINDS, MANY, NAMES, PELICANS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.values import Value
    from .post import Post, Rules

HTML = re.compile(r"<[A-Za-z/!?][^<>]*>?|&(?:[A-Za-z]\w*|#\w+);")
CURLED = re.compile(r"^[“”„‟«»](?P<inside>[^“”„‟«»\"]*)[“”‟«»]$")
BLANK = " \t\n\xa0\u200b\ufeff"
BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
MARKED = re.compile(r"\*\*|__|`|\]\(")
#: Words that Markdown would mark: not __init__, nor the asterisks of **kwargs.
MARKED_WHOLE = re.compile(r"\*\*(?=\S).+?\*\*|`[^`]+`|\]\(|(?<!\w)__\S*\s.*?__")
#: Of these Pelican takes an empty value for none.
DISCARDED = ("tags", "category", "author", "authors", "slug", "status")
EXAMPLES = {
    "title": "“title: …”",
    "date": "“date: 2026-03-14”",
    "summary": "“summary: …”, 50 to 300 characters about the post",
    "category": "“category: …”, the one category it belongs to",
}


def check_keys(post: Post, rules: Rules) -> Iterator[Problem]:
    """Yield what is wrong with the keys themselves."""
    posts = [key for key in ("category", "series") if key in post.header.values]
    if post.kind == "page" and posts and rules.own.strict:
        what = f"The file is a page, but it has a {posts[0]}, as posts have."
        remedy = f"Move it to the posts, or remove “{posts[0]}”."
        yield post.problem(posts[0], what, remedy, "file-misplaced")
    for name, line in post.header.duplicates:
        first = post.header.line(name)
        what = f"“{name}” stands here again; it stands on line {first} already."
        yield Problem(post.path, line, what, "Keep one of them.", "key-duplicate")
    meant = set()
    for name, value in post.header.values.items():
        if name in KINDS:
            yield from _known(post, rules, name, value)
        elif name not in rules.own.keys:
            for problem in _unknown(post, rules, name):
                if advise(post, rules, name) != "":  # else it stands for nothing
                    meant.add(_nearest(name))
                yield problem
    yield from _missing(post, rules, meant)


def _missing(post: Post, rules: Rules, meant: set[str]) -> Iterator[Problem]:
    """Yield the keys that a post lacks; one that it misspells is told as such."""
    header = post.header
    level = Level.NOTICE if post.is_draft else Level.ERROR
    for name in rules.own.required_of(post.kind):
        if name in header.values and _is_empty(name, header.values[name]):
            what = f"“{name}” is empty."
            remedy = f"Write {EXAMPLES.get(name, 'a value after the colon')}."
            yield post.problem(name, what, remedy, "key-empty", level)
        elif name not in {*header.values, *header.unread, *post.given, *meant}:
            what = f"The {post.kind} has no {name}."
            remedy = f"Add {EXAMPLES.get(name, f'“{name}: …”')}."
            if name == "date" and post.day_in_name:
                what = f"The {post.kind} has no date; only its file's name has one."
                remedy = f"Add “date: {post.day_in_name}”."
            yield post.problem(name, what, remedy, "key-missing", level)


def _unknown(post: Post, rules: Rules, name: str) -> Iterator[Problem]:
    advice = advise(post, rules, name)
    if not rules.own.strict and not _matters(post, rules, name, advice):
        return
    what = f"“{name}” is not a key that a {post.kind} can use."
    bare = re.sub(r"[\W_]+", "", name)
    if bare in KINDS and not name.isprintable():
        value = as_text(post.header.values[name]).lower()
        what = f"An invisible character stands in the key “{bare}”."
        remedy = f"Delete the line and type it again: {bare}: {value}"
    elif advice is not None:
        remedy = advice or why_needless(post, name)
    else:
        near = suggest(_nearest(name, rules.own.keys))
        remedy = near or "Correct the word, or remove the line."
    yield post.problem(name, what, remedy, "key-unknown")


def _matters(post: Post, rules: Rules, name: str, advice: str | None) -> bool:
    """Return whether a site that has keys of its own should hear of this one.

    It should where a word was meant that the post has not, or where another tool's key
    did what nothing does here; not of a key that its own templates read, nor of one
    whose place here only plugins know that are not at work.
    """
    meant = _nearest(name, rules.own.keys)
    is_of_use = meant in PELICANS or meant in rules.own.keys or meant in rules.read_keys
    is_of_use = is_of_use or (rules.has_series and meant.startswith("series"))
    if name in rules.read_keys or (meant and not is_of_use):
        return False
    if advice is not None:
        return bool(advice)
    is_part = meant in re.split(r"[_-]", name) or name.endswith(meant)
    return bool(meant) and not is_part and meant not in post.header.values


def _nearest(name: str, more: tuple[str, ...] = ()) -> str:
    plain = re.sub(r"[ -]", "_", name)
    known = called_here(name) or (plain if plain in NAMES else "")
    return known or find_nearest(plain, [*NAMES, *more])


def _known(post: Post, rules: Rules, name: str, value: Value) -> Iterator[Problem]:
    if _is_empty(name, value):
        is_home = name == "url" and post.record.save_as == "index.html"
        is_right = is_home or (name in DISCARDED and not rules.own.strict)
        is_due = name in rules.own.required_of(post.kind)
        if not is_due and not is_right and value != []:
            what = f"“{name}” is empty."
            remedy = "Write a value after the colon, or remove the line."
            yield post.problem(name, what, remedy, "key-empty", Level.WARNING)
        return
    misshapen = _misshapen(name, value)
    if misshapen:
        what, remedy = misshapen
        yield post.problem(name, what, remedy, "value-shape")
        return
    kind = KINDS[name]
    if kind in ("text", *MANY):
        texts = [as_text(value)] if isinstance(value, str) else as_lines(value)
        for number, text in enumerate(texts):
            yield from _text(post, rules, name, text, number)


def _misshapen(name: str, value: Value) -> tuple[str, str] | None:
    """Return what is wrong where a list or a mapping stands for a text, or for both."""
    kind = KINDS[name]
    if isinstance(value, str) or (isinstance(value, dict) and kind == "pairs"):
        return None
    if isinstance(value, dict) and kind in MANY:
        what = f"“{name}” takes a list of texts."
        return what, "Begin each of its lines with a hyphen and a space."
    if isinstance(value, dict):
        what = f"“{name}” holds keys of its own, where a text is due."
        return what, "Write one text after the colon, in straight quotes."
    if kind not in MANY:
        single = len(value) == 1 and isinstance(value[0], str)
        remedy = f"Write “{name}: {value[0]}”." if single else "Keep one of them."
        return f"“{name}” takes one value, not a list.", remedy
    allowed = str if kind == "list" else str | dict
    if all(isinstance(item, allowed) for item in value):
        return None
    what = f"“{name}” holds something that is not a text."
    return what, "Write one text on each line of the list, in straight quotes."


def _text(
    post: Post, rules: Rules, name: str, text: str, number: int
) -> Iterator[Problem]:
    markup = HTML.search(text)
    if markup and rules.prints_plain(name):
        what = f"“{name}” holds HTML, “{markup[0]}”, which would be printed as it is."
        remedy = "Write plain text without < > and without &…; codes."
        yield post.problem(name, what, remedy, "value-html", item=number)
    curled = CURLED.match(text)
    if curled and name not in post.header.quoted:
        what = f"“{name}” has curly quotation marks round it, which would be printed."
        remedy = (
            f'Remove them; if they belong there, write {name}: "{text}" with straight'
            " quotes round them."
        )
        yield post.problem(name, what, remedy, "value-quotes", item=number)
    if KINDS[name] == "list" and text[:1] in ("-", "#") and text.strip("-#"):
        sign, word = text[0], text.lstrip("-# ")
        what = f"“{text}” in “{name}” begins with “{sign}”, which would be printed."
        remedy = f"Write “{word}”."
        if sign == "-":
            remedy = "Put a space after the hyphen that begins an item of a list."
        yield post.problem(name, what, remedy, "value-shape", item=number)
    marked = MARKED if rules.own.strict else MARKED_WHOLE
    if name == "title" and marked.search(text):
        what = f"The title holds Markdown, “{text}”; a title is printed as it is."
        remedy = "Write it as plain text."
        yield post.problem(name, what, remedy, "title-markdown", Level.WARNING)


def _is_empty(name: str, value: Value) -> bool:
    """Return whether a value says nothing: “tags: ,” and “authors: ;;” do not."""
    is_list = KINDS.get(name) in MANY or name in ("author", "category", "series")
    around = f"{BLANK},;|" if is_list else BLANK
    if isinstance(value, str):
        return not value.strip(around)
    return not any(line.strip(around) for line in as_lines(value))
