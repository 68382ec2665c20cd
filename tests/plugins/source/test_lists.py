"""Lists whose authors count spaces as CommonMark does, without Markdown."""

from __future__ import annotations

import random

import pytest
from lxml import html
from markdown import Markdown
from markdown_it import MarkdownIt

from plugins.reading.markdown import ReadingExtension
from plugins.source.lists import find_nested_fences, find_short_items, nest_list


@pytest.mark.parametrize(
    "text",
    [
        "- a\n    - b\n        - c\n\n            words\n\n    words\n\nend",
        "1. a\n\n    words\n\n        code\n\n2. b",
        "- a\n- b\n  goes on\n- c",
        " - a\n - b\n  - c",
        "- a\n\n        code\n\n- b\n\n      words",
        "* * *\n\n* a\n* * *",
    ],
)
def test_a_list_of_four_spaces_stays_as_it_is(text):
    """Whatever Python-Markdown reads as its author meant is not touched."""
    lines = text.split("\n")
    assert nest_list(lines) == (lines, [])
    assert list(find_short_items(lines)) == []


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
        ("1. a\n   - b\n\n   words\n2. c", "1. a\n    - b\n\n    words\n\n2. c"),
        ("1. a\n  - b\n  - c", "1. a\n    - b\n    - c"),
        ("10. a\n    * b\n      * c", "10. a\n    * b\n        * c"),
        ("- a\n\n  words\n- b", "- a\n\n    words\n\n- b"),
        ("- a\n\n      code\n  - b", "- a\n\n        code\n\n    - b"),
        ("- a\n  - b\n\n        code", "- a\n    - b\n\n            code"),
    ],
)
def test_what_is_set_in_less_gets_four_spaces(text, nested):
    """Items, words and code of an item, each where it belongs."""
    assert "\n".join(nest_list(text.split("\n"))[0]) == nested


def test_short_items_have_their_lines():
    """For a site that does not set them right."""
    text = """- a
  - b

1. c
   1. d

words

- e
    - f
      - g"""
    lines = text.split("\n")
    assert list(find_short_items(lines)) == [[(1, 1), (4, 1)], [(10, 2)]]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("- a\n\n  ```\n  x\n  ```", 1),
        ("- a\n    ~~~ python\n    x\n\n    y\n    ~~~", 1),
        ("> ```\n> x\n>\n> y\n> ```", 1),
        ("!!! note\n    ```\n    x\n    ```", 1),
        ("[^1]: a\n\n    ```\n    x\n    ```", 1),
        ("  ```\n  x\n  ```", 1),
        ("    ```\n    x\n    ```", 0),
        ("words\n\n    ```\n    x\n    ```", 0),
        ("- a\n\n            ```\n            x\n            ```", 0),
        ("- a\n  ```\nx\n  ```", 0),
        ("- a\n  ```\n  x", 0),
        ("```\nx\n```", 0),
    ],
)
def test_fences_that_are_set_in_are_found(text, count):
    """Those of items, quotations, callouts and notes, not those shown in code."""
    assert len(list(find_nested_fences(text.split("\n")))) == count


def test_many_open_fences_are_passed_in_one_walk():
    """No text makes a build wait."""
    lines = ["- a", *["  ```x"] * 20_000]
    assert list(find_nested_fences(lines)) == []


def _shape(body):
    """Return the lists of a text: how deep each item lies, and its words."""
    tree = html.fragment_fromstring(body, create_parent="div")
    found = []
    for item in tree.iter("li", "p"):
        depth = sum(1 for _ in item.iterancestors("li"))
        if item.tag == "li" or not depth:
            own = item.xpath("./text()|./p//text()")
            found.append((depth, " ".join(" ".join(own).split())))
    return found


def _a_list(chance):
    """Return a list as an author types it who sets in by two, three or four spaces."""
    step, kind = chance.choice([(2, "-"), (2, "*"), (3, "1."), (4, "1."), (4, "-")])
    lines, depth = [], 0
    for number in range(chance.randint(2, 7)):
        depth = max(0, min(depth + chance.choice([-1, 0, 0, 1]), depth + (number > 0)))
        depth = depth if number else 0
        lines.append(f"{' ' * step * depth}{kind} item{number}")
        more = " " * step * (depth + 1)
        lines += chance.choice(
            [[], [], [""], [f"{more}more"], ["", f"{more}words", ""]]
        )
    return "\n".join([*lines, "", "end"])


def test_lists_are_read_as_commonmark_reads_them():
    """A reader of another make, markdown-it, sees the same items at the same depths."""
    chance, outside = random.Random(14), MarkdownIt()  # noqa: S311  # no secret
    extensions = ["extra", "sane_lists", ReadingExtension({}, {})]
    ours = Markdown(extensions=extensions)
    for _ in range(150):
        text = _a_list(chance)
        assert _shape(ours.reset().convert(text)) == _shape(outside.render(text)), text
