"""What readers and authors see of the last check: real sites, no network."""

from __future__ import annotations

import feedparser
import pytest

from plugins.references.checking.notices import Notice, add_notices
from plugins.references.checking.results import (
    CheckResult,
    CheckResults,
    format_checked,
    parse_checked,
)
from plugins.references.citing.block import ReferenceEntry
from plugins.references.citing.status import (
    find_standing,
    parse_reasons,
    summarize_check,
)
from plugins.references.library.file import format_library
from plugins.references.library.item import parse_item
from plugins.references.lookup.deposit import Update, parse_crossref
from plugins.structured_data.core import OF_A_WORK
from tests.conftest import a_post
from tests.plugins.references.pairs import PAIRS

KEYS = ("daly2019", "davis2021", "jerome2020")
WORKS = {
    key: item | {"id": key} for key, (_, item, _) in zip(KEYS, PAIRS, strict=False)
}
RETRACTION = Notice("retraction", "2024-08-10", "10.5555/notice", ("publisher",))
CORRECTION = Notice("correction", "2021-02-10", "10.5555/corr", ("publisher",))
REFERENCES = ["plugins.references", "plugins.feeds"]


def checked_file(day="2026-11-01", without=(), **notices):
    """Return ``checked.json`` for the three works."""
    works = {}
    for key, (_, item, message) in zip(KEYS, PAIRS, strict=False):
        if key not in without:
            deposit = parse_crossref(message)
            told = notices.get(key, ())
            works[key] = CheckResult(key, item["DOI"], day, deposit, told)
    return format_checked(CheckResults(works, complete=day), {})


def files(body, header=None, checked=None):
    found = {
        "references/library.json": format_library(WORKS.values()),
        "posts/a.md": a_post(body=body, **(header or {})),
    }
    return found | ({"references/checked.json": checked} if checked else {})


def build(site, body, header=None, checked=None, **settings):
    settings = {"PLUGINS": REFERENCES, "BULLETIN_NOW": "2026-11-23"} | settings
    return site(files(body, header, checked), **settings)


def of_check(built):
    """Return the problems that the check brings in."""
    return [p for p in built.problems if p.name != "feed-uid"]


def test_a_retracted_source_ends_the_build(site):
    """The editor reads what happened, where, and what can be done."""
    checked = checked_file(jerome2020=(RETRACTION,))
    built = build(site, "One.\n\nTwo [@jerome2020].", checked=checked)
    (problem,) = of_check(built)

    assert not built.has("a-post.html")
    assert str(problem) == (
        "content/posts/a.md:10: jerome2020 was retracted on 10 August 2024. Take it "
        "out, or say in this post’s header why it is still cited: “cites_retracted: "
        '["jerome2020: reason"]”. See https://doi.org/10.5555/notice '
        "[citation-retracted]"
    )


@pytest.mark.parametrize(
    "kind", ["retraction", "partial_retraction", "removal", "withdrawal"]
)
def test_every_kind_of_retraction_ends_the_build(site, kind):
    """A publisher may call it by another name."""
    checked = checked_file(daly2019=(Notice(kind, "2024"),))
    built = build(site, "Two [@daly2019].", checked=checked)

    assert [p.name for p in of_check(built)] == ["citation-retracted"]


def test_a_reason_lets_it_stand_and_readers_see_both(site):
    """Label, date, notice and reason, on the page and in the feed."""
    checked = checked_file(jerome2020=(RETRACTION,))
    header = {"cites_retracted": '["jerome2020: to show how trials are withdrawn"]'}
    built = build(
        *(site, "Two [@jerome2020].", header, checked),
        FEED_ALL_ATOM="feeds/all.atom.xml",
        PLUGINS=["plugins.front_matter", *REFERENCES],
    )
    notice = built.soup("a-post.html").select_one(".reference-notice")
    feed = feedparser.parse(built.read("feeds/all.atom.xml"))

    assert notice.strong.text == "Retracted"
    assert "on 10 August 2024." in notice.text
    assert notice.a["href"] == "https://doi.org/10.5555/notice"
    assert "to show how trials are withdrawn" in notice.text
    assert "<strong>Retracted</strong>" in feed.entries[0].content[0].value
    assert "https://doi.org/10.5555/notice" in feed.entries[0].content[0].value


def test_a_correction_is_shown_quietly(site):
    """The build goes on, and nobody is told anything but the reader."""
    checked = checked_file(davis2021=(CORRECTION,))
    built = build(site, "Two [@davis2021].", checked=checked)
    notice = built.soup("a-post.html").select_one(".reference-corrected")

    assert of_check(built) == []
    assert notice.strong.text == "Corrected"
    assert "on 10 February 2021." in notice.text


def test_a_concern_is_a_warning_and_is_shown(site):
    """An expression of concern is no retraction."""
    checked = checked_file(davis2021=(Notice("expression_of_concern", "2022-03"),))
    built = build(site, "Two [@davis2021].", checked=checked)
    label = built.soup("a-post.html").select_one(".reference-concern strong")

    assert [p.name for p in of_check(built)] == ["citation-concern"]
    assert label.text == "Expression of concern"


def test_works_without_a_notice_have_no_label(site):
    """Nothing is called clean."""
    built = build(site, "Two [@davis2021].", checked=checked_file())

    assert built.soup("a-post.html").select(".reference-notice") == []
    assert of_check(built) == []


def test_a_library_that_was_never_checked_is_no_matter_of_builds(site):
    """They cannot mend it; and no label pretends anything."""
    built = build(site, "Two [@davis2021; @daly2019].")

    assert of_check(built) == []
    assert built.soup("a-post.html").select(".reference-notice") == []


def test_a_work_that_was_not_asked_for_is_unknown(site):
    """Beside checked ones it must not look like one of them."""
    built = build(site, "A [@davis2021].", checked=checked_file(without=["davis2021"]))
    label = built.soup("a-post.html").select_one(".reference-unknown strong")

    assert of_check(built) == []
    assert label.text == "Not checked"


def test_another_doi_is_another_work(site):
    """What was known of the old DOI is not said of the new one."""
    checked = checked_file(jerome2020=(RETRACTION,)).replace("work.3", "work.33")
    built = build(site, "Two [@jerome2020].", checked=checked)
    label = built.soup("a-post.html").select_one(".reference-unknown strong")

    assert of_check(built) == []
    assert label.text == "Not checked"


def test_a_difference_is_a_warning_on_its_line(site):
    """Found anew from what the publisher said: mended, it is gone at once."""
    wrong = files("A [@davis2021].", checked=checked_file())
    library = wrong["references/library.json"]
    wrong["references/library.json"] = library.replace('"276"', '"277"', 1)
    built = site(wrong, PLUGINS=REFERENCES, BULLETIN_NOW="2026-11-23")
    (problem,) = of_check(built)
    line = wrong["references/library.json"].split("\n")[problem.line - 1]

    assert problem.name == "reference-volume"
    assert '"277"' in line
    assert "daly2019: volume 277, the publisher says 276." in str(problem)


def test_a_broken_file_is_an_error(site):
    """Half a merge must not read as a clean library."""
    built = build(site, "A.", checked="{ <<<<<<< HEAD")

    assert [p.name for p in of_check(built)] == ["references-checked-file"]


def test_machines_are_told_too():
    """JSON-LD has the state and the notice."""
    file = parse_checked(checked_file(jerome2020=(RETRACTION,)))
    record = parse_item(WORKS["jerome2020"])
    state, notice = find_standing(record, file)
    entry = ReferenceEntry(record, 1, "ref", "apa", state=state, notice=notice)

    assert {"creativeWorkStatus", "correction"} <= set(OF_A_WORK)
    assert entry.json_ld["creativeWorkStatus"] == "Retracted"
    assert entry.json_ld["correction"] == "https://doi.org/10.5555/notice"


@pytest.mark.parametrize(
    "value",
    [
        "a2020: why: because",
        ["a2020: why: because"],
        {"a2020": "why: because"},
        [{"a2020": "why: because"}],
        "- @a2020: why: because\n",
    ],
)
def test_reasons_are_read_in_every_form(value):
    """YAML makes lists of mappings of them, Pelican plain text."""
    assert parse_reasons(value) == {"a2020": "why: because"}


def test_a_reason_for_a_work_that_is_not_cited_is_a_warning(site):
    """Keys are mistyped here too."""
    header = {"cites_retracted": "jerom2020: to show it"}
    built = build(site, "A [@davis2021].", header, checked_file())
    (problem,) = of_check(built)

    assert problem.name == "cites-retracted"
    assert "“jerom2020”, which this page does not cite" in problem.what


def test_the_file_reads_as_it_was_written():
    """Reading and writing agree, to the byte."""
    text = checked_file(davis2021=(CORRECTION,), jerome2020=(RETRACTION,))

    assert format_checked(parse_checked(text), {}) == text


def test_what_an_editor_noted_is_shown(site):
    """Journals print corrections that nobody deposits."""
    noted = files("A [@davis2021].", checked=checked_file())
    works = {key: dict(item) for key, item in WORKS.items()}
    works["davis2021"]["custom"] = {
        "updates": [{"type": "correction", "date": "2021-02-10", "note": "an error"}]
    }
    noted["references/library.json"] = format_library(works.values())
    built = site(noted, PLUGINS=REFERENCES, BULLETIN_NOW="2026-11-23")
    notice = built.soup("a-post.html").select_one(".reference-corrected")

    assert notice.text.split() == ["Corrected", "on", "10", "February", "2021."]


def test_what_was_noted_and_found_is_one_event():
    """The editor's note and the publisher's deposit, a day apart."""
    noted = [Update("correction", "", "2021-02-09", "library")]
    (notice,) = add_notices([CORRECTION], noted, "10.5555/work")

    assert notice.sources == ("library", "publisher")
    assert notice.doi == CORRECTION.doi


def test_the_page_about_sources_says_when_they_were_checked():
    """Before, after, and only when every work was asked for."""
    works = [parse_item(item) for item in WORKS.values()]
    never = summarize_check(works, CheckResults())
    partly = summarize_check(works, parse_checked(checked_file(without=["davis2021"])))
    whole = summarize_check(
        works, parse_checked(checked_file(jerome2020=(RETRACTION,)))
    )

    assert not never
    assert not partly
    assert "have not yet been checked" in never.text
    assert whole.text == (
        "All 3 sources were last held against their publishers’ records, and against "
        "known retractions and corrections, on 1 November 2026."
    )
    assert whole.states["retracted"] == 1


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2021-02-10", "on 10 February 2021."),
        ("2021-02", "in February 2021."),
        ("2021", "in 2021."),
        ("2021-13-01", "in 2021."),
        ("10 Feb 2021", ""),
        ("", ""),
    ],
)
def test_days_are_said_as_far_as_they_are_known(date, said):
    """An editor's note may hold any words."""
    update = {"type": "correction", "date": date}
    record = parse_item(WORKS["davis2021"] | {"custom": {"updates": [update]}})
    file = parse_checked(checked_file(davis2021=(CORRECTION,)))
    _, notice = find_standing(record, file)
    _, alone = find_standing(record, CheckResults())

    assert notice.label == alone.label == "Corrected"
    assert alone.text == said


@pytest.mark.parametrize(
    "broken",
    [
        '{"works": []}',
        '{"works": {"a": {"doi": "x", "checked": "yesterday"}}}',
        '{"works": {"a": {"doi": "x"}}}',
        '{"works": {"a": {"doi": "x", "checked": "2026-11-23", "notices": [1]}}}',
        "[]",
        "",
    ],
)
def test_a_file_of_another_form_is_refused(broken):
    """In one sentence, never with a traceback."""
    with pytest.raises(ValueError, match="not what invoke check --online writes"):
        parse_checked(broken)
