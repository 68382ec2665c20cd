"""A record is written and read back; both forms of a header say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.front_matter.record import FrontMatter, parse, render
from plugins.front_matter.schema import KEYS, NAMES
from plugins.source.header import parse_header
from plugins.source.reviews import Correction
from plugins.source.values import split_list

WORDS = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf", "Zs"),
        whitelist_characters=" ",
    ),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()))
TEXT = WORDS.filter(bool)
#: ``Key: value`` has no way to write a text that is quoted in both kinds of quotes.
PLAIN = TEXT.filter(lambda t: not (t[0] in "'\"[-" and ("'" in t or '"' in t)))
NAME = PLAIN.filter(lambda t: not set(t) & set(",;"))
ADDRESS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
DAY = st.dates(date(1970, 1, 2), date(2100, 12, 30))
MOMENT = st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
NAMES_OF = st.lists(NAME, unique=True, max_size=3).map(tuple)
CORRECTIONS = st.lists(
    st.builds(Correction, DAY, PLAIN), max_size=3, unique_by=lambda c: c.date
).map(lambda found: tuple(sorted(found, key=lambda c: c.date, reverse=True)))
RECORDS = st.builds(
    FrontMatter,
    title=PLAIN,
    date=st.none() | MOMENT,
    modified=st.none() | MOMENT,
    summary=PLAIN,
    category=PLAIN,
    tags=NAMES_OF,
    authors=NAMES_OF,
    slug=st.just("") | ADDRESS,
    lang=st.sampled_from(["", "en", "no", "pt-br"]),
    timezone=st.sampled_from(["", "America/Los_Angeles", "Europe/Berlin"]),
    status=st.sampled_from(["published", "draft", "hidden", "withdrawn", "skip"]),
    withdrawn_because=st.just("") | PLAIN,
    series=st.just("") | PLAIN,
    series_index=st.sampled_from(["", "1", "12"]),
    reviewed_by=st.just("") | PLAIN,
    reviewed=st.none() | DAY,
    review_due=st.none() | DAY,
    key_points=st.lists(PLAIN, max_size=3).map(tuple),
    corrections=CORRECTIONS,
    image_alt=st.just("") | PLAIN,
    further_reading=NAMES_OF,
    aliases=st.lists(ADDRESS.map("/{}/".format), unique=True, max_size=2).map(tuple),
)


@pytest.mark.parametrize("form", ["yaml", "keys"])
@given(record=RECORDS)
@settings(max_examples=150, deadline=None)
def test_what_is_rendered_is_read_back(form, record):
    """``parse(render(x)) == x``."""
    header = parse_header(render(record, form=form) + "\nText.\n")
    assert not header.faults
    assert parse(header) == record


@given(record=RECORDS)
@settings(max_examples=100, deadline=None)
def test_both_forms_give_the_same_record(record):
    """An author may choose, and change, the form."""
    forms = [parse(parse_header(render(record, form=f))) for f in ("yaml", "keys")]
    assert forms[0] == forms[1]


@given(record=RECORDS)
@settings(max_examples=100, deadline=None)
def test_comments_change_nothing(record):
    """What ``invoke new`` explains beside a key is not part of its value."""
    assert parse(parse_header(render(record, comments=True))) == record


@given(text=st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_the_body_is_where_the_header_says(text):
    """The text below the header is the author's, line for line."""
    folded = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header = parse_header(text)
    if header.faults:
        return
    lines = folded.split("\n")
    assert header.body == "\n".join(lines[header.body_line - 1 :])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a, b", ["a", "b"]),
        ("Doe, Jane; Roe, Rita", ["Doe, Jane", "Roe, Rita"]),
        (["a, b", "c"], ["a, b", "c"]),
        ("a, a,, b ", ["a", "b"]),
    ],
)
def test_lists_are_split_as_pelican_splits_them(written, read):
    """Semicolons win over commas, and a list is kept as it is."""
    assert split_list(written) == read


def test_render_writes_what_an_author_fills_in():
    """``invoke new`` shows the required keys, each with its meaning."""
    text = render(FrontMatter(title="Sleep: a start"), comments=True)
    assert 'title: "Sleep: a start"  # ' in text
    for name in ("date", "summary", "category", "status"):
        assert f"\n{name}:" in text
    assert len({key.name for key in KEYS}) == len(KEYS) == len(NAMES)


def test_what_a_preview_prints_and_hides():
    """Drafts and posts to come are marked, and searched by nobody."""
    assert FrontMatter(status="draft").mark == "draft"
    assert FrontMatter(is_future=True).mark == "scheduled"
    assert FrontMatter().mark == ""
    assert not FrontMatter().noindex
    assert FrontMatter(status="hidden").noindex
    assert FrontMatter(is_preview=True).noindex
