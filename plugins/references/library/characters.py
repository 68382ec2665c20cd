"""Characters that nobody sees: what they do to terminals and pages, no text needs."""

from __future__ import annotations

#: Line ends and tabs become spaces.
SPACES = "\t\n\v\f\r\x85\u2028\u2029"
#: C0 and C1 controls (escape among them), marks of direction (Unicode's UAX 9) and
#: invisible format characters; the joiners of Persian, Indic and emoji stay.
UNSEEN = dict.fromkeys(
    (
        *range(0x20),
        *range(0x7F, 0xA0),
        *(0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *(0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB),
        *range(0xE0000, 0xE0080),
    ),
    "",
) | dict.fromkeys(map(ord, SPACES), " ")


def without_unseen(text: str) -> str:
    r"""Return a text without characters that nobody sees, its line ends as spaces.

    >>> without_unseen("a\x1b[31mb\u202ec\nd")
    'a[31mbc d'
    """
    return text if text.isascii() and text.isprintable() else text.translate(UNSEEN)
