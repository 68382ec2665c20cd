"""What happened to a work: every trap that publishers' records hold."""

from __future__ import annotations

import pytest

from plugins.references.checking.notices import (
    find_notices,
    find_state,
    notice_of,
    title_is_notice,
)
from plugins.references.lookup.deposit import Update, parse_crossref

ARTICLE = "10.5555/article"
NOTICE = "10.5555/notice"


def update(kind, doi=NOTICE, day=(2024, 8, 10), source="publisher", **more):
    """Return an entry as Crossref has it."""
    stamp = "-".join(f"{part:02d}" for part in day)
    updated = {"date-parts": [list(day)], "date-time": f"{stamp}T00:00:00Z"}
    label = kind.replace("_", " ").capitalize()
    entry = {"DOI": doi, "type": kind, "label": label, "source": source}
    return entry | {"updated": updated} | more


def work(**fields):
    """Return an article's deposit."""
    title = fields.pop("title", "MDMA-assisted psychotherapy for PTSD")
    return parse_crossref({"DOI": ARTICLE, "title": [title]} | fields)


def by(*updates):
    return work(**{"updated-by": list(updates)})


KINDS = {
    "retraction": ("retracted", "Retracted"),
    "partial_retraction": ("retracted", "Partly retracted"),
    "removal": ("retracted", "Removed"),
    "withdrawal": ("retracted", "Withdrawn"),
    "expression_of_concern": ("concern", "Expression of concern"),
    "correction": ("corrected", "Corrected"),
    "corrigendum": ("corrected", "Corrected"),
    "erratum": ("corrected", "Corrected"),
    "addendum": ("corrected", "Corrected"),
    "clarification": ("corrected", "Corrected"),
    "new_version": ("updated", "New version"),
    "new_edition": ("updated", "New edition"),
    "something_new": ("updated", "Updated"),
}


@pytest.mark.parametrize(("kind", "said"), KINDS.items(), ids=KINDS)
def test_each_kind_of_event_has_its_state_and_word(kind, said):
    """Only the first five are grave; what is not known is not invented."""
    (notice,) = find_notices(by(update(kind)))

    assert (notice.state, notice.label) == said
    assert (notice.date, notice.doi) == ("2024-08-10", NOTICE)


def test_without_a_notice_none_is_known():
    """Trap (f): no more than that."""
    assert find_notices(work()) == ()
    assert find_state(()) == "no-notice"


def test_a_record_that_is_its_own_notice_is_retracted():
    """Trap (a): some publishers overwrite the article in place."""
    entry = update("retraction", ARTICLE)
    deposit = work(**{"update-to": [entry], "updated-by": [entry]})
    (notice,) = find_notices(deposit)

    assert notice.state == "retracted"
    assert notice.doi == ARTICLE
    assert notice_of(deposit) is None


def test_a_new_version_of_itself_is_no_event():
    """Trap (a): PLOS points at itself, and the DOI leads to the newest text."""
    entry = update("new_version", ARTICLE)
    deposit = work(**{"update-to": [entry], "updated-by": [entry]})

    assert find_notices(deposit) == ()
    assert notice_of(deposit) is None


def test_one_event_from_two_sources_is_one():
    """Trap (b): Retraction Watch may name another notice and another day."""
    watch = update(
        *("retraction", "10.5555/other", (2024, 8, 12), "retraction-watch"),
        **{"record-id": "55555"},
    )
    (notice,) = find_notices(by(watch, update("retraction")))

    assert notice.sources == ("publisher", "retraction-watch")
    assert (notice.date, notice.doi) == ("2024-08-10", NOTICE)


def test_what_only_retraction_watch_knows_counts():
    """Publishers forget to deposit."""
    watch = update("retraction", source="retraction-watch")
    (notice,) = find_notices(by(watch))

    assert notice.sources == ("retraction-watch",)


def test_the_reverse_question_finds_what_the_article_does_not_say():
    """The notice points at the article, the article at nothing."""
    (notice,) = find_notices(work(), [Update("retraction", NOTICE, "2024-08-10")])

    assert notice.state == "retracted"


def test_both_directions_are_one_event():
    """The article's updated-by and the notice's update-to."""
    reverse = [Update("retraction", NOTICE, "2024-08-10")]

    assert len(find_notices(by(update("retraction")), reverse)) == 1


def test_a_correction_and_a_retraction_are_two_events():
    """As of the paper of 1998: corrected in 2004, retracted in 2010."""
    deposit = by(
        update("correction", "10.5555/c", (2004, 3, 6)),
        update("retraction", "10.5555/r", (2010, 2, 6)),
    )

    assert [one.type for one in find_notices(deposit)] == ["retraction", "correction"]
    assert find_state(find_notices(deposit)) == "retracted"


def test_two_corrections_are_two():
    """Each has its own notice."""
    deposit = by(
        update("correction", "10.5555/c1", (2020, 1, 1)),
        update("erratum", "10.5555/c2", (2022, 1, 1)),
    )

    assert [one.doi for one in find_notices(deposit)] == ["10.5555/c2", "10.5555/c1"]


def test_an_erratum_that_another_source_calls_correction_is_one():
    """One notice, two words."""
    deposit = by(
        update("erratum", "10.5555/c"),
        update("correction", "10.5555/c", source="retraction-watch"),
    )

    assert [one.type for one in find_notices(deposit)] == ["erratum"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("RETRACTED: MDMA", "retraction"),
        ("RETRACTED ARTICLE: MDMA", "retraction"),
        ("Retracted: MDMA", "retraction"),
        ("[Retracted] MDMA", "retraction"),
        ("WITHDRAWN: MDMA", "withdrawal"),
        ("REMOVED: MDMA", "removal"),
        ("Retracted and Replaced: MDMA", "retraction"),
    ],
)
def test_a_title_alone_tells_of_a_retraction(title, kind):
    """Trap (d): older records have the prefix and no update."""
    (notice,) = find_notices(work(title=title))

    assert (notice.type, notice.sources) == (kind, ("title",))


@pytest.mark.parametrize(
    "title",
    [
        "Retracted potential and other myths",
        "Withdrawn patients in trials of MDMA",
        "Removal of ketamine from plasma",
        "Retraction in the scientific literature: a review",
    ],
)
def test_an_ordinary_title_tells_of_nothing(title):
    """The word alone is not the mark."""
    assert find_notices(work(title=title)) == ()


def test_the_title_adds_nothing_to_a_deposited_retraction():
    """One event, not two."""
    deposit = work(title="RETRACTED: MDMA", **{"updated-by": [update("retraction")]})

    assert len(find_notices(deposit)) == 1


@pytest.mark.parametrize(
    "kind", ["retraction", "correction", "erratum", "expression_of_concern"]
)
def test_a_notice_is_told_from_the_article(kind):
    """Trap (e): an author cites the notice by mistake."""
    deposit = work(
        title="Retracted: MDMA", **{"update-to": [update(kind, "10.5555/other")]}
    )

    assert notice_of(deposit).doi == "10.5555/other"
    assert find_notices(deposit) == ()


def test_a_new_version_of_another_record_is_an_article():
    """It says what it replaces, and is no notice."""
    deposit = work(**{"update-to": [update("new_version", "10.5555/v1")]})

    assert notice_of(deposit) is None


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("Retraction Note: MDMA", True),
        ("Retraction—MDMA", True),
        ("Notice of Retraction. MDMA", True),
        ("Expression of Concern: MDMA", True),
        ("Correction to: MDMA", True),
        ("Erratum", True),
        ("Corrigendum to “MDMA”", True),
        ("Correction of anaemia in adults: a trial", True),
        ("Correcting anaemia", False),
        ("MDMA: a correction", False),
    ],
)
def test_titles_of_notices_read_like_notices(title, is_one):
    """Only a hint: a title may begin with the word by chance."""
    assert title_is_notice(work(title=title)) is is_one


@pytest.mark.parametrize(
    ("deposited", "date"),
    [
        ({"date-parts": [[2024, 8, 10]]}, "2024-08-10"),
        ({"date-parts": [["2024", "8"]]}, "2024-08"),
        ({"date-parts": [[None]], "date-time": "2024-08-10T00:00:00Z"}, "2024-08-10"),
        ({}, ""),
        (None, ""),
    ],
)
def test_dates_of_any_form_are_read(deposited, date):
    """As precise as deposited, and never invented."""
    entry = update("retraction") | {"updated": deposited}

    assert find_notices(by(entry))[0].date == date


def test_words_of_a_type_may_be_written_otherwise():
    """Records hold “Expression of Concern” and “expression-of-concern”, too."""
    for kind in ("Expression of Concern", "expression-of-concern"):
        assert find_state(find_notices(by(update(kind)))) == "concern"
