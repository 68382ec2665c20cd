"""What a page tells beside its text."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.body import Body
from plugins.problem import SettingsError
from plugins.reading.core import Reading, may_hold
from plugins.reading.settings import ReadingSettings, parse_settings

NAMED = "<p>{}</p>"
LINE = "<p>Call 988.</p>"


def a_reading(body="", title="A title", people=None, settings=None, **header):
    return Reading(
        title,
        lambda: Body(body),
        header,
        people or {},
        settings or ReadingSettings(crisis_html=LINE),
    )


def headings(number):
    return "".join(f'<h2 id="h{n}">Heading {n}</h2><p>x</p>' for n in range(number))


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (220, 1), (221, 2), (1000, 5)]
)
def test_minutes_are_rounded_up_and_never_none(words, minutes):
    """A text that takes a bit more than a minute takes two."""
    assert a_reading(NAMED.format("word " * words)).minutes == minutes


def test_tags_and_comments_are_not_read():
    """Only what a reader sees is counted."""
    body = '<p class="a b c">one <!-- not this --><b>two</b></p><hr>'

    assert a_reading(body).words == 2


def test_scripts_without_spaces_are_counted_by_their_signs():
    """A Japanese page is not one word long."""
    assert a_reading(NAMED.format("睡眠" * 230)).words == 200


@pytest.mark.parametrize(("number", "listed"), [(0, 0), (3, 0), (4, 4), (7, 7)])
def test_a_page_with_more_than_three_headings_has_contents(number, listed):
    """Short pages need no list."""
    assert len(a_reading(headings(number)).contents) == listed


def test_contents_leave_out_marks_and_keep_words():
    """A citation's number is no part of a heading."""
    body = headings(3) + (
        '<h2 id="last">What <em>helped</em> '
        '<span class="citation">[<a href="#r">1</a>]</span> most</h2>'
    )

    last = a_reading(body).contents[-1]

    assert (last.id, last.text) == ("last", "What helped most")


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        ("Depression is named.", True),
        ("She was depressed.", True),
        ("They died by suicide.", True),
        ("A crisis.", True),
        ("Nothing of the kind.", False),
        ("The impression of a compression.", False),
        ("Depression. Call or text 988.", False),
    ],
)
def test_the_crisis_line_stands_where_a_risk_is_named(body, needs):
    """Unless the text gives it itself."""
    reading = a_reading(NAMED.format(body))

    assert reading.needs_crisis_line is needs
    assert reading.crisis_html == (LINE if needs else "")


def test_a_title_that_names_a_risk_is_enough():
    """The title is read too."""
    assert a_reading("<p>x</p>", title="Sleep and depression").needs_crisis_line


def test_nobodys_review_is_said():
    """Dates without a reviewer are no review."""
    review = a_reading(reviewed="2026-01-01").review

    assert review.by is None
    assert review.on is None


def test_a_review_has_its_person_and_days():
    """Days may be dates or text, as YAML or Pelican read them."""
    person = {"credentials": "MD"}
    review = a_reading(
        people={"R. Viewer": person},
        reviewed_by="R. Viewer",
        reviewed=date(2026, 1, 2),
        review_due="2027-01-02",
    ).review

    assert (review.by, review.on) == ("R. Viewer", date(2026, 1, 2))
    assert review.due == date(2027, 1, 2)
    assert review.person == person


@pytest.mark.parametrize(
    "written",
    [
        ["2026-01-01: first", "2026-03-01: second"],
        "2026-01-01: first\n2026-03-01: second",
        [{date(2026, 1, 1): "first"}, {date(2026, 3, 1): "second"}],
    ],
    ids=["list", "lines", "yaml-pairs"],
)
def test_corrections_come_newest_first_however_written(written):
    """YAML makes a pair of “date: text”; Pelican makes lines."""
    found = a_reading(corrections=written).corrections

    assert [(c.date, c.text) for c in found] == [
        (date(2026, 3, 1), "second"),
        (date(2026, 1, 1), "first"),
    ]


def test_a_correction_without_a_day_keeps_its_words():
    """Nothing an author wrote is lost."""
    found = a_reading(corrections=["No day: here"]).corrections

    assert [(c.date, c.text) for c in found] == [(None, "No day: here")]


def test_key_points_may_be_a_list_or_lines():
    """Stars and dashes before lines are no part of a point."""
    assert a_reading(key_points=["a", "b"]).key_points == ("a", "b")
    assert a_reading(key_points="- a\n* b\n\n").key_points == ("a", "b")
    assert a_reading().key_points == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"word_per_minute": 1}, "Did you mean “words_per_minute”?"),
        ({"words_per_minute": 0}, "not a whole number from 1"),
        ({"contents_from": "4"}, "not a whole number from 1"),
        ({"risk_words": "depress"}, "not a list of text"),
        ({"crisis_html": 988}, "is 988, not text"),
        ({"callouts": ["warning"]}, "is ['warning'], not a dict of text"),
        ([], "READING is [], not a dict"),
    ],
)
def test_a_wrong_setting_is_named(given, said):
    """One line each, before anything is written."""
    with pytest.raises(SettingsError, match="reading-setting") as raised:
        parse_settings(given)

    assert said in str(raised.value)


@settings(deadline=None)
@given(
    st.lists(st.text("sKkIiſKİıéÉß-", max_size=3), max_size=3).map(tuple),
    st.text("sSkKiIſKİıéÉßΣ -", max_size=12),
)
def test_no_word_is_missed_where_capitals_do_not_matter(words, text):
    """Some signs beyond ASCII are its letters then."""
    if any(re.search(re.escape(word), text, re.IGNORECASE) for word in words):
        assert may_hold(words, text)
