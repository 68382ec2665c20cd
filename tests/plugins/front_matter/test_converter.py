"""One Markdown for many posts: each comes out as from a new one, or it is not kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from pelicanconf import MARKDOWN
from plugins.front_matter.converter import KNOWN, Converter
from plugins.front_matter.inline import quicken
from plugins.reading.markdown import ReadingExtension
from plugins.references.citing.markdown import CitationExtension

from .test_inline import PIECES

OURS = [ReadingExtension({"warning": "Important"}, {}), CitationExtension()]
SETTINGS = MARKDOWN | {"extensions": [*MARKDOWN["extensions"], *OURS]}
EVERY = MARKDOWN | {"extensions": [*sorted(KNOWN), *OURS]}
LEFT_OPEN = st.sampled_from(
    (
        *("\n1. one\n\n        code", "\n7. seven\n", "\n!!! note\n    a\n\n    - b\n"),
        *("\n```\nopen\n", "\n```python\nx\n```\n", "\n<div markdown>\n", "\n<pre>\n"),
        *(
            "\n[toc]\n",
            "\n# Heading\n",
            "\n*[HTML]: \n",
            "\n[^1]: a\n\n    b\n",
            "[^1]",
        ),
        *(
            "[^1]",
            "Title: words\n",
            "\n: definition\n",
            "<script>",
            "<!--",
            "\n| a\n|---\n",
        ),
        *("\n> [!NOTE]\n> a\n", "~~a~~", "- [ ] a\n", "'a' -- \"b\""),
    )
)
TEXTS = st.lists(st.lists(PIECES | LEFT_OPEN, max_size=12).map("".join), max_size=6)


def take(converter, options):
    """Return what the reader reads its next post with."""
    return converter.take(options) or quicken(Markdown(**options))


@pytest.mark.parametrize("options", [SETTINGS, EVERY], ids=["ours", "every"])
def test_texts_come_out_as_from_a_new_markdown_each(options):
    """Whatever the one before has left open."""
    converter = Converter()

    @settings(max_examples=12, deadline=None)
    @given(TEXTS)
    def check(texts):
        for text in texts:
            md = take(converter, options)
            assert md.convert(text) == Markdown(**options).convert(text)
            short = text[:40]
            assert md.reset().convert(short) == Markdown(**options).convert(short)
            converter.give_back(md, options)

    check()
    first = take(converter, options)
    converter.give_back(first, options)
    assert converter.take(options) is first


class Counting(InlineProcessor):
    """What a foreign extension may do: it counts through all posts."""

    count = 0

    def handleMatch(self, m, _):  # noqa: N802  # Markdown's name
        self.count += 1
        return str(self.count), m.start(0), m.end(0)


class Foreign(Extension):
    """Its extension."""

    def extendMarkdown(self, md):  # noqa: N802  # Markdown's name
        md.inlinePatterns.register(Counting("%"), "counting", 200)


@pytest.mark.parametrize(
    "options",
    [
        {"extensions": [Foreign()]},
        {"extensions": ["toc"]},
        {
            "extensions": ["markdown.extensions.footnotes"],
            "extension_configs": {"markdown.extensions.footnotes": {"UNIQUE_IDS": 1}},
        },
    ],
    ids=["foreign", "of a name that may be anybody's", "with ids that count resets"],
)
def test_a_markdown_that_may_keep_something_is_used_once(options):
    """Its state would leak from post to post."""
    converter = Converter()
    first = take(converter, options)
    converter.give_back(first, options)
    assert converter.take(options) is None


def test_one_that_stumbled_or_was_made_with_other_options_is_not_used_again():
    """What is not given back may be in any state."""
    converter = Converter()
    stumbled = take(converter, SETTINGS)
    assert converter.take(SETTINGS) is None
    converter.give_back(stumbled, SETTINGS)
    taken = converter.take(SETTINGS)
    assert taken is stumbled
    assert converter.take(SETTINGS) is None  # it is in other hands
    converter.give_back(taken, SETTINGS)
    assert converter.take(SETTINGS | {"tab_length": 2}) is None
