"""What is code is what Markdown makes code of."""

from __future__ import annotations

import re

import pytest
from markdown import markdown

from plugins.source.prose import without_code

TEXTS = [
    "word1\n\n    word2\n    word3\n\n    word4\n\nword5\n    word6\n",
    "1. word1\n\n        word2\n\n2. word3\n\n   word4\n",
    "* word1\n\n    word2\n\n        word3\n\n        word5\n\n    word6",
    """* word1
    * word2

        word3

            word4

    word5

        word6

word7

    word8
""",
    "* word1\n\n\tword2\n\n\t\tword3\n",
    "Word[^1].\n\n[^1]: word1\n\n    word2\n\n        word3\n",
    "* word1\n    word2\n        word3\n",
    "```\nword1\n```\n\n* `word2` word3\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_code_is_what_markdown_makes_code_of(text):
    """In lists it is indented further than the text beside it."""
    html = markdown(text, extensions=["extra"])
    code = " ".join(re.findall(r"<code>(.*?)</code>", html, re.DOTALL))
    prose = without_code(text)
    words = re.findall(r"word\d", text)
    assert [word for word in words if word not in prose] == re.findall(r"word\d", code)
    assert [len(line) for line in prose.split("\n")] == [
        len(line) for line in text.split("\n")
    ]
