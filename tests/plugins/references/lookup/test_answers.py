"""What a service sends is read strictly, and its headers with reason."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.references.lookup.answers import (
    YEAR,
    parse_json,
    parse_spacing,
    parse_wait,
)

NOON = "Mon, 23 Nov 2026 12:00:00 GMT"
REFUSED = {
    "deep lists": b"[" * 100_000,
    "deep and closed": b"[" * 40 + b"]" * 40,
    "deep objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "half a character": rb'{"title": ["\ud800"]}',
    "half a character in UTF-8": b'{"title": "\xed\xa0\x80"}',
    "a number without end": b"9" * 6000,
    "a long number": b'{"volume": 1234567890123456789}',
    "a number beyond measure": b"1e999",
    "NaN": b'{"volume": NaN}',
    "infinity": b"-Infinity",
    "Latin-1": '"Müller"'.encode("latin-1"),
    "UTF-16": '"Müller"'.encode("utf-16"),
    "nothing": b"",
    "half": b'{"message": {"DOI"',
    "two": b"{} {}",
    "HTML": b"<!doctype html><p>Log in",
    "XML with a bomb": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "&c;&c;">]><a/>',
    "a text without end": b'"' + b"a" * 200_000 + b'"',
    "a raw control": b'"a\x1bb"',
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_is_not_strict_json_is_refused(body):
    """A ``ValueError`` with a reason, never another exception."""
    with pytest.raises(ValueError, match=r"\w"):
        parse_json(body)


def test_texts_come_without_characters_that_nobody_sees():
    """At any depth; the joiners that scripts and emoji need stay."""
    body = rb'{"a": ["x\u001b[31m\u202ey\u0000\u009b", {"b": "1\n2\u200d\ufeff"}]}'

    assert parse_json(body) == {"a": ["x[31my", {"b": "1 2\u200d"}]}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_end_in_a_traceback(body):
    """Either a value or a ``ValueError``."""
    try:
        parse_json(body)
    except ValueError:
        return


WAITS = {
    "7": 7,
    " 7 ": 7,
    NOON.replace("12:00:00", "12:00:07"): 7,
    NOON.replace("12:00:00", "11:00:00"): 0,
    "Mon, 23 Nov 2026 14:00:07 +0200": 7,
    "Mon, 23 Nov 2026 12:00:07 -0000": 7,
    "Fri, 31 Dec 9999 23:59:59 -2359": 0,
    "Mon, 01 Jan 0001 00:00:00 +2359": 0,
    "Mon, 23 Nov 99999 12:00:00 GMT": 0,
    "9" * 5000: YEAR,
    **dict.fromkeys(("", "²", "٣", "-5", "+5", "1e9", "inf", "nan", "7.5", "7 s"), 0),
    **dict.fromkeys(("soon", "Mon", ",,,", "\x00", "0x10", "1_0"), 0),
}


@pytest.mark.parametrize(("said", "wait"), WAITS.items(), ids=range(len(WAITS)))
def test_a_retry_after_is_seconds_or_a_date_or_nothing(said, wait):
    """RFC 9110's two forms; anything else asks for nothing."""
    assert parse_wait(said, NOON) == wait
    assert 0 <= parse_wait(said, said) <= YEAR


@pytest.mark.parametrize(
    "word", ["inf", "infs", "nan", "-1s", "", "s", "²", "1e9", "0"]
)
def test_a_limit_that_is_no_number_asks_for_nothing(word):
    """Our own limits hold then."""
    assert parse_spacing("50", word) == 0.0
    assert parse_spacing(word, "1s") == 0.0


def test_a_limit_is_seconds_for_each_request():
    """``50`` in ``1s`` is one in 0.02 seconds, and nothing is longer than a year."""
    assert math.isclose(parse_spacing("50", "1s"), 0.02)
    assert parse_spacing("1", "999999s") == 999_999
    assert parse_spacing("0.000001", "999999999s") == YEAR
