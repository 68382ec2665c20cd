"""Short texts, as themes print them between quotation marks."""

from __future__ import annotations

import pytest

from plugins.sanitizer.labels import find_unsafe_label


@pytest.mark.parametrize(
    "text",
    [
        'The "best" dose', "Dose < 5 mg & more", "p<.05", "Jane <jane@site.example>",
        "On = off", '"On time", she said', "<em>Why</em> it works",
        "It\u2019s “data = x”",
        'What "source" means', "AT&amp;T", "It's data = everything",
        "The 'data = truth' myth", 'He said "data = x"', "Don't confuse style = form",
    ],
)  # fmt: skip
def test_words_pass(text):
    """Quotation marks and signs are ordinary in titles."""
    assert list(find_unsafe_label(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        'x" onmouseover="document.title=1', "y' onclick='x'", '" style="position:fixed',
        '0;url=https://evil.example/" http-equiv="refresh', "<script>x</script>",
        "&lt;/title&gt;&lt;img src=x onerror=y&gt;", "<b onclick=x>t</b>",
        "&quot; onload=x", '" ping=x', '" accesskey=x',
        "<a href='javascript:x'>A</a>", '"/onfocus=x autofocus a="',
    ],
)  # fmt: skip
def test_what_would_leave_its_attribute_is_named(text):
    """Also where a filter turns references into signs first."""
    assert list(find_unsafe_label(text))
