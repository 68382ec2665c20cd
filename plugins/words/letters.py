"""Numbers as letters."""

from __future__ import annotations


def to_letters(number: int) -> str:
    """Return a number from 1 as letters, as ``<ol type="a">`` counts.

    >>> [to_letters(one) for one in (1, 26, 27, 702, 703)]
    ['a', 'z', 'aa', 'zz', 'aaa']
    """
    before, last = divmod(number - 1, 26)
    return (to_letters(before) if before else "") + chr(ord("a") + last)
