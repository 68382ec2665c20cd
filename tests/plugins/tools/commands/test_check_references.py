"""The whole check against a server that answers as Crossref does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

import pytest

from plugins.references.checking.results import (
    CheckResults,
    format_checked,
    parse_checked,
)
from plugins.references.checking.run import Check
from plugins.references.citing.json_ld import describe
from plugins.references.citing.status import summarize_check
from plugins.references.library.doi import lower_doi
from plugins.references.library.file import format_library, parse_library
from plugins.references.library.item import parse_item
from plugins.references.lookup.find import Lookup
from plugins.references.settings import parse_settings
from plugins.references.styles import format_reference
from plugins.tools.commands.check_references import check_online, refuse_online
from plugins.tools.site import RefusedError, Site
from tests.plugins.references.lookup.test_find import Clock
from tests.plugins.references.pairs import BASE, DEPOSIT, PAIRS, day, people
from tests.plugins.references.server import Fault, Registry

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
CONF = """
PATH = "content"
SITENAME = "Test"
ARTICLE_PATHS = ["posts"]
PLUGINS = []
REFERENCES = {references!r}
"""


def works(number):
    """Return a library and Crossref's records of so many right works."""
    mine, theirs = [], []
    for at in range(number):
        doi = f"10.5555/many.{at}"
        mine.append(BASE | {"id": f"many{at}", "DOI": doi, "volume": str(at + 1)})
        theirs.append(DEPOSIT | {"DOI": doi, "volume": str(at + 1)})
        mine[-1]["author"] = [dict(name) for name in BASE["author"]]
    return mine, theirs


def library(items):
    return parse_library(format_library(items), "content/references/library.json")


def check(registry, items, before=None, *, clock=None, now=NOW, saved=None, **manners):
    """Run a check and return (file, failures, clock)."""
    services = parse_settings({"services": registry.services} | manners).services
    clock = clock or Clock()
    saved = saved if saved is not None else []
    with Lookup(services, clock) as lookup:
        sitting = Check(library(items).references, lookup, now, saved.append)
        file = sitting.run(before or CheckResults())
    return file, sitting.failures, clock


class Place:
    """A site on disk, and the command run in it."""

    def __init__(self, root, registry, items, posts=None, **references):
        self.root = root
        self.library = root / "content/references/library.json"
        self.checked = root / "content/references/checked.json"
        self.library.parent.mkdir(parents=True)
        settings = {"services": registry.services} | references
        conf = CONF.format(references=settings)
        (root / "pelicanconf.py").write_text(conf, "utf-8")
        self.library.write_text(format_library(items), "utf-8")
        for name, text in (posts or {}).items():
            (root / "content/posts").mkdir(exist_ok=True)
            (root / "content/posts" / name).write_text(text, "utf-8")

    def run(self, **options):
        options = {"clock": Clock(), "now": NOW} | options
        return check_online(Site(self.root, self.root), **options)


# The three references of the clinic's first post, as it printed them.
SEED = [
    {
        "id": "daly2019",
        "type": "article-journal",
        "author": people(
            "Daly, E. J.; Trivedi, M. H.; Janik, A.; Li, H.; Zhang, Y.; Li, X.; ...; "
            "Ma, Y."
        ),
        "issued": day(2019),
        "title": "Efficacy of esketamine nasal spray plus oral antidepressant "
        "treatment for relapse prevention in patients with treatment-resistant "
        "depression: a randomized clinical trial",
        "container-title": "JAMA psychiatry",
        "volume": "76",
        "issue": "9",
        "page": "893-903",
        "DOI": "10.1001/jamapsychiatry.2019.1189",
    },
    {
        "id": "carhartharris2017",
        "type": "article-journal",
        "author": people("Carhart-Harris, R. L.; Goodwin, G. M."),
        "issued": day(2017),
        "title": "The Therapeutic Potential of Psychedelic Drugs: Past, Present, and "
        "Future",
        "container-title": "Neuropsychopharmacology",
        "volume": "42",
        "issue": "11",
        "page": "2105–2113",
        "DOI": "10.1038/npp.2017.84",
    },
    {
        "id": "davis2021",
        "type": "article-journal",
        "author": people(
            "Davis, A. K.; Barrett, F. S.; May, D. G.; Cosimano, M. P.; Sepeda, N. D.; "
            "Johnson, M. W.; Griffiths, R. R."
        ),
        "issued": day(2020),
        "title": "Effects of Psilocybin-Assisted Therapy on Major Depressive Disorder: "
        "A Randomized Clinical Trial",
        "container-title": "JAMA psychiatry",
        "volume": "77",
        "issue": "4",
        "page": "399-407",
        "DOI": "10.1001/jamapsychiatry.2020.3285",
    },
]
SEED_RECORDS = [
    {
        "DOI": "10.1001/jamapsychiatry.2019.1189",
        "type": "journal-article",
        "title": [SEED[0]["title"].split(":")[0].title()],
        "subtitle": ["A Randomized Clinical Trial"],
        "author": people(
            "Daly, Ella J.; Trivedi, Madhukar H.; Janik, Adam; Li, Honglan; "
            "Zhang, Yun; Li, Xiang; Lane, Rosanne; Drevets, Wayne C.; "
            "Singh, Jaskaran B."
        ),
        "issued": day(2019, 9, 1),
        "published-online": day(2019, 6, 5),
        "published-print": day(2019, 9, 1),
        "container-title": ["JAMA Psychiatry"],
        "volume": "76",
        "issue": "9",
        "page": "893",
    },
    {
        "DOI": "10.1038/npp.2017.84",
        "type": "journal-article",
        "title": [
            "The Therapeutic Potential of Psychedelic Drugs: Past, Present, and Future"
        ],
        "author": people("Carhart-Harris, Robin L; Goodwin, Guy M"),
        "issued": day(2017, 4, 26),
        "published-online": day(2017, 4, 26),
        "published-print": day(2017, 10),
        "container-title": ["Neuropsychopharmacology"],
        "short-container-title": ["Neuropsychopharmacol"],
        "volume": "42",
        "issue": "11",
        "page": "2105-2113",
    },
    {
        "DOI": "10.1001/jamapsychiatry.2020.3285",
        "type": "journal-article",
        "title": [
            "Effects of Psilocybin-Assisted Therapy on Major Depressive Disorder"
        ],
        "subtitle": ["A Randomized Clinical Trial"],
        "author": people(
            "Davis, Alan K.; Barrett, Frederick S.; May, Darrick G.; "
            "Cosimano, Mary P.; Sepeda, Nathan D.; Johnson, Matthew W.; "
            "Finan, Patrick H.; Griffiths, Roland R."
        ),
        "issued": day(2020, 11, 4),
        "published-online": day(2020, 11, 4),
        "published-print": day(2021, 5, 1),
        "container-title": ["JAMA Psychiatry"],
        "volume": "78",
        "issue": "5",
        "page": "481",
        "updated-by": [
            {
                "DOI": "10.1001/jamapsychiatry.2020.4714",
                "type": "correction",
                "label": "Correction",
                "source": "publisher",
                "updated": {"date-parts": [[2021, 2, 10]]},
            }
        ],
    },
]
CITING = "---\ntitle: A\n---\n\nA [@daly2019; @carhartharris2017; @davis2021].\n"
SAID = [
    "daly2019: last author: Ma, Y.; the publisher says Singh, Jaskaran B. Correct it",
    "the list has 7 authors, the publisher’s 8: Finan, Patrick H. is missing. Corr",
    "davis2021: year 2020 is that of the first appearance online, in print 2021",
    "davis2021: volume 77, the publisher says 78.",
    "davis2021: issue 4, the publisher says 5.",
    "davis2021: pages 399-407, the publisher says 481.",
    "davis2021: corrected (correction) on 2021-02-10",
]


def test_the_clinics_first_references_are_reported(tmp_path, capsys):
    """Each difference with file and line; the right one raises none."""
    items = [dict(item, author=_listed(item["author"])) for item in SEED]
    with Registry(SEED_RECORDS) as registry:
        place = Place(tmp_path, registry, items, {"a.md": CITING})
        code = place.run()
    said = capsys.readouterr().err
    lines = place.library.read_text("utf-8").split("\n")
    volume = next(n for n, line in enumerate(lines, 1) if '"volume": "77"' in line)

    assert code == 1
    assert f"content/references/library.json:{volume}: davis2021: volume 77" in said
    for sentence in SAID:
        assert sentence in said
    assert said.count(": daly2019: ") == 1
    assert said.count(": carhartharris2017: ") == 0


def _listed(names):
    return [{"literal": one["name"]} if "name" in one else one for one in names]


def test_a_right_library_of_many_kinds_raises_no_alarm(tmp_path, capsys):
    """More than a hundred ways of being right, and exit code 0."""
    with Registry([message for _, _, message in PAIRS]) as registry:
        place = Place(tmp_path, registry, [item for _, item, _ in PAIRS])
        code = place.run(form="json")
    said = json.loads(capsys.readouterr().out)
    names = {problem["name"] for problem in said["problems"]}
    uncompared = [work["uncompared"] for work in said["works"] if work["uncompared"]]

    assert code == 0
    assert names == {"reference-uncited"}
    assert ["Li, Ming" in "".join(one) for one in uncompared] == [True]
    assert len(said["works"]) == len(PAIRS)
    assert {work["state"] for work in said["works"]} == {"no-notice"}


@pytest.mark.parametrize(("contact", "longest"), [("ada@clinic.org", 8), ("", 21)])
def test_500_works_are_asked_within_the_limits(contact, longest):
    """Ten lists and ten reverse ones; 3 a second with a contact, 1 without."""
    items, records = works(500)
    with Registry(records) as registry:
        file, failures, clock = check(registry, items, contact=contact)
        asked = len(registry.asked)

    assert not failures
    assert len(file.works) == 500
    assert asked <= 24
    pace = 3 if contact else 1
    assert (asked - 1) / pace - 0.01 <= clock.time <= longest + 2


def test_an_interrupted_check_goes_on_where_it_stopped():
    """What was answered is kept, and is not asked for again."""
    items, records = works(180)
    with Registry(records) as registry:
        saved = []

        def save(file):
            saved.append(file)
            if len(file.asked) >= 100:
                raise KeyboardInterrupt

        services = parse_settings({"services": registry.services}).services
        with Lookup(services, Clock()) as lookup, pytest.raises(KeyboardInterrupt):
            Check(library(items).references, lookup, NOW, save).run(CheckResults())
        kept = parse_checked(format_checked(saved[-1], {}))
        before = len(registry.asked)
        file, failures, _ = check(registry, items, kept, now=LATER)
        again = [one for one in registry.asked[before:] if "many.0%2C" in one]

    assert len(kept.asked) >= 100
    assert not kept.complete
    assert not failures
    assert not again
    assert (file.complete, file.since, file.asked) == ("2026-11-24", "", ())
    assert file.works["many0"].date == "2026-11-23"
    assert file.works["many179"].date == "2026-11-24"


def test_the_next_check_asks_for_everything_again():
    """A finished check is no reason to leave a work out."""
    items, records = works(3)
    with Registry(records) as registry:
        first, _, _ = check(registry, items)
        second, _, _ = check(registry, items, first, now=LATER)

    assert {work.date for work in second.works.values()} == {"2026-11-24"}


def test_an_old_interrupted_check_begins_anew():
    """After a week its answers are no longer those of one check."""
    items, records = works(2)
    since = datetime(2026, 11, 1, tzinfo=UTC).isoformat()
    with Registry(records) as registry:
        first, _, _ = check(registry, items)
        halfway = CheckResults(first.works, "", since, ("many0",))
        file, _, _ = check(registry, items, halfway, now=LATER)

    assert file.works["many0"].date == "2026-11-24"


def test_a_silent_service_leaves_what_was_known(tmp_path, capsys):
    """A retracted work stays retracted when nobody answers; exit code 75."""
    items, records = works(1)
    records[0]["updated-by"] = [
        {"DOI": "10.5555/n", "type": "correction", "source": "publisher"}
    ]
    with Registry(records) as registry:
        place = Place(tmp_path, registry, items)
        assert place.run() == 0
        registry.faults = [Fault("503", 99)]
        code = place.run(now=LATER)
    said = capsys.readouterr()
    file = parse_checked(place.checked.read_text("utf-8"))

    assert code == 75
    assert file.works["many0"].state == "corrected"
    assert file.works["many0"].date == "2026-11-23"
    assert file.since
    assert "1 of 1 works could not be asked for: many0. Crossref answered" in said.err
    assert "run it again" in said.out


def test_why_nobody_answered_is_said_once(tmp_path, capsys):
    """Not once for each work, in a column of the table."""
    items, records = works(37)
    with Registry(records) as registry:
        registry.faults = [Fault("503", 999)]
        assert Place(tmp_path, registry, items).run() == 75
    said = capsys.readouterr()

    assert said.err.count("37 of 37 works could not be asked for") == 1
    assert "many36  unknown  never" in said.out
    assert "503" not in said.out


@pytest.mark.parametrize("kind", ["429", "503", "cut", "garbage"])
def test_faults_in_the_middle_change_nothing(kind):
    """The bytes are those of a calm day."""
    items, records = works(120)
    with Registry(records) as registry:
        calm, _, _ = check(registry, items)
        registry.faults = [Fault(kind, 2, "filter=doi"), Fault(kind, 2, "updates")]
        rough, failures, _ = check(registry, items)

    assert not failures
    assert format_checked(rough, {}) == format_checked(calm, {})


def test_the_file_has_the_same_bytes_in_any_order(tmp_path):
    """Neither the library's order nor Crossref's is seen in it."""
    items, records = works(60)
    texts = []
    for number, order in enumerate((1, -1)):
        with Registry(records[::order]) as registry:
            place = Place(tmp_path / str(number), registry, items[::order])
            place.run()
            place.run()
        texts.append(place.checked.read_bytes())

    assert texts[0] == texts[1]
    assert texts[0].endswith(b"}\n")


def test_a_doi_that_nobody_knows_is_an_error_with_a_way_out(tmp_path, capsys):
    """A changed digit in the DOI: the search finds the right one, --fix writes it."""
    items, records = works(2)
    items[0]["DOI"] = "10.5555/many.777"
    records[0]["title"] = ["Psilocybin after 6 weeks in 59 people with depression"]
    items[0]["title"] = records[0]["title"][0]
    with Registry(records) as registry:
        place = Place(tmp_path, registry, items)
        code = place.run()
        said = capsys.readouterr().err
        place.run(fix="reference-doi")
        mended = json.loads(place.library.read_text("utf-8"))
        last = place.run()

    assert code == 1
    assert "many0: The DOI 10.5555/many.777 does not exist. A search finds " in said
    assert mended[0]["DOI"] == "10.5555/many.0"
    assert last == 0


def test_works_of_other_agencies_are_compared(tmp_path, capsys):
    """DataCite's record comes by content negotiation."""
    item = {"id": "ray2019", "type": "dataset", "title": "Data from somewhere else",
            "author": [{"family": "Ray", "given": "Ann"}], "issued": day(2018),
            "DOI": "10.5061/dryad.1"}  # fmt: skip
    record = {"DOI": "10.5061/dryad.1", "type": "dataset",
              "title": "Data from somewhere else", "issued": day(2019),
              "author": [{"family": "Ray", "given": "Ann"}]}  # fmt: skip
    with Registry(others=[record]) as registry:
        code = Place(tmp_path, registry, [item]).run()

    assert code == 1
    assert "ray2019: year 2018, the publisher says 2019" in capsys.readouterr().err


def test_works_without_doi_are_searched_or_unknown(tmp_path, capsys):
    """What cannot be asked for is not called anything."""
    items, records = works(1)
    del items[0]["DOI"]
    page = {
        "id": "fda2023",
        "type": "webpage",
        "title": "An alert",
        "URL": "https://a.b",
    }
    with Registry(records) as registry:
        place = Place(tmp_path, registry, [*items, page])
        code = place.run()
        said = capsys.readouterr()
        place.run(fix="reference-doi-missing")
    mended = json.loads(place.library.read_text("utf-8"))

    assert code == 0
    assert "many0: no DOI; a search finds 10.5555/many.0." in said.err
    assert "fda2023: unknown whether still right." in said.err
    assert "fda2023  unknown" in said.out
    assert mended[0]["DOI"] == "10.5555/many.0"


def test_notices_are_asked_for_in_reverse(tmp_path, capsys):
    """An article that does not know of its own retraction."""
    items, records = works(1)
    notice = {
        "DOI": "10.5555/notice",
        "type": "journal-article",
        "title": ["Retraction Note: Ketamine"],
        "update-to": [
            {
                "DOI": "10.5555/many.0",
                "type": "retraction",
                "source": "publisher",
                "updated": {"date-parts": [[2024, 8, 10]]},
            }
        ],
    }
    post = "---\ntitle: A\ncites_retracted: ['many0: to show it']\n---\n\nA [@many0].\n"
    with Registry([*records, notice]) as registry:
        code = Place(tmp_path / "a", registry, items).run()
        said = capsys.readouterr().err
        explained = Place(tmp_path / "b", registry, items, {"a.md": post}).run()

    assert code == 1
    assert (
        "many0: retracted on 2024-08-10 (notice 10.5555/notice; says the publisher). "
        "Cite another work, or say in cites_retracted why" in said
    )
    assert explained == 0


def test_the_notice_itself_is_not_the_article(tmp_path, capsys):
    """Cited by mistake, it is a warning."""
    items, records = works(1)
    about = {"DOI": "10.5555/article", "type": "retraction", "source": "publisher"}
    records[0]["update-to"] = [about]
    with Registry(records) as registry:
        code = Place(tmp_path, registry, items).run()

    assert code == 1
    assert (
        "many0: this is a notice (retraction) of 10.5555/article. Cite the article "
        "itself" in capsys.readouterr().err
    )


def test_a_published_preprint_is_told(tmp_path, capsys):
    """For information: there is a better source now."""
    items, records = works(1)
    relation = {"id-type": "doi", "id": "10.5555/article", "asserted-by": "subject"}
    records[0]["relation"] = {"is-preprint-of": [relation]}
    with Registry(records) as registry:
        code = Place(tmp_path, registry, items).run()

    assert code == 0
    assert "preprint has been published as 10.5555/article" in capsys.readouterr().err


def test_fix_writes_the_publishers_value_and_nothing_else(tmp_path, capsys):
    """Shown before it is written; every other byte stays."""
    items, records = works(3)
    items[1] |= {"volume": "99", "page": "1-2"}
    with Registry(records) as registry:
        place = Place(tmp_path, registry, items)
        text = place.library.read_text("utf-8")
        code = place.run(fix="reference-volume")
        said = capsys.readouterr().err
        only_volume = place.library.read_text("utf-8")
        last = place.run(fix="all")

    assert code == 1
    assert "many1: volume: 99 → 2" in said
    assert only_volume == text.replace('"volume": "99"', '"volume": "2"')
    assert last == 0
    assert '"page": "893-903"' in place.library.read_text("utf-8").split("many1")[1]


def test_a_confirmed_field_is_left_alone(tmp_path):
    """Publishers' records err as well."""
    items, records = works(1)
    items[0] |= {"volume": "99", "custom": {"confirmed": {"volume": "seen in print"}}}
    with Registry(records) as registry:
        assert Place(tmp_path, registry, items).run() == 0


def test_github_gets_annotations(tmp_path, capsys):
    """One workflow command a problem, at file and line."""
    items, records = works(1)
    items[0]["volume"] = "99"
    with Registry(records) as registry:
        Place(tmp_path, registry, items).run(form="github")
    lines = capsys.readouterr().out.splitlines()

    assert (
        "::warning file=content/references/library.json,line=11,title=reference-volume"
        "::many0: volume 99, the publisher says 1. Correct it, or let invoke check "
        "--online --fix reference-volume write the publisher’s value." in lines
    )


def test_the_table_names_every_work_and_its_state(tmp_path, capsys):
    """No known notice, corrected, unknown: never clean."""
    items, records = works(2)
    records[1]["updated-by"] = [
        {"DOI": "10.5555/n", "type": "erratum", "source": "publisher",
         "updated": {"date-parts": [[2021, 2, 10]]}}
    ]  # fmt: skip
    with Registry(records) as registry:
        Place(tmp_path, registry, items).run()
    out = capsys.readouterr().out

    assert "many0  no known notice" in out
    assert "many1  corrected 2021-02-10" in out
    assert "2 works: 1 corrected, 1 no known notice." in out
    assert "clean" not in out


REFUSED = {
    "another part": ({"only": "posts", "online": True}, "does not fit"),
    "an unknown part": ({"only": "referenes", "online": True}, "“references”"),
    "fix without online": ({"fix": "all", "online": False}, "add --online"),
    "nothing to fix": (
        {"fix": "reference-retracted", "online": True},
        "nothing to wri",
    ),
    "another format": ({"form": "xml", "online": True}, "text, json, github"),
}


@pytest.mark.parametrize(("options", "said"), REFUSED.values(), ids=REFUSED)
def test_options_that_do_not_fit_are_refused(options, said):
    """Before anybody is asked."""
    options = {"only": "", "fix": "", "form": "text"} | options
    with pytest.raises(RefusedError, match=said):
        refuse_online(
            *(options["only"], options["fix"], options["form"]),
            online=options["online"],
        )


def test_a_site_without_a_library_is_told_what_to_do(tmp_path):
    """No traceback."""
    with Registry() as registry:
        place = Place(tmp_path, registry, [])
        place.library.unlink()
        with pytest.raises(RefusedError, match="Add works to it with invoke cite"):
            place.run()


def test_an_unreadable_check_is_not_overwritten(tmp_path):
    """Half a merge holds answers that somebody may want back."""
    with Registry() as registry:
        place = Place(tmp_path, registry, [])
        place.checked.write_text("<<<<<<< HEAD", "utf-8")
        with pytest.raises(RefusedError, match="Restore or delete it"):
            place.run()

    assert place.checked.read_text("utf-8") == "<<<<<<< HEAD"


def test_a_changed_digit_in_any_field_is_found(tmp_path, capsys):
    """Through the whole command, one field after the other."""
    items, records = works(4)
    items[0]["volume"] = "11"
    items[1]["page"] = "893-904"
    items[2]["title"] = BASE["title"].replace("24", "25")
    items[3]["issued"] = day(2018)
    with Registry(records) as registry:
        code = Place(tmp_path, registry, items).run(form="json")
    said = json.loads(capsys.readouterr().out)
    names = [p["name"] for p in said["problems"] if p["level"] == "warning"]

    assert code == 1
    assert sorted(names) == [
        "reference-pages",
        "reference-title",
        "reference-volume",
        "reference-year",
    ]


TYPED = """---
title: Ketamine or psilocybin
---

Text.

References:

1. Daly, E. J., Trivedi, M. H., Janik, A., Li, H., Zhang, Y., Li, X., ... & Ma, Y. \
(2019). Efficacy of esketamine nasal spray plus oral antidepressant treatment for \
relapse prevention in patients with treatment-resistant depression: a randomized \
clinical trial. JAMA psychiatry, 76(9), 893-903. doi: 10.1001/jamapsychiatry.2019.1189

2. Carhart-Harris, R. L., & Goodwin, G. M. (2017). The Therapeutic Potential of \
Psychedelic Drugs: Past, Present, and Future. Neuropsychopharmacology, 42(11), \
2105–2113. doi: 10.1038/npp.2017.84

3. Davis, A. K., Barrett, F. S., May, D. G., Cosimano, M. P., Sepeda, N. D., Johnson, \
M. W., & Griffiths, R. R. (2020). Effects of Psilocybin-Assisted Therapy on Major \
Depressive Disorder: A Randomized Clinical Trial. JAMA psychiatry, 77(4), 399-407. \
doi: 10.1001/jamapsychiatry.2020.3285
"""


def test_a_list_typed_by_hand_is_checked_as_well(tmp_path, capsys):
    """The clinic's post as it stands, before anybody adopts its list."""
    with Registry(SEED_RECORDS) as registry:
        place = Place(tmp_path, registry, [], {"ketamine.md": TYPED})
        place.library.unlink()
        code = place.run()
    said = capsys.readouterr().err.splitlines()
    first = "warning: content/posts/ketamine.md:9: ketamine, reference 1: "
    third = "content/posts/ketamine.md:13: ketamine, reference 3: "

    assert code == 1
    assert any(
        line.startswith(f"{first}last author: Ma, Y.; the publisher says Singh, ")
        for line in said
    )
    for sentence in SAID[1:]:
        what = sentence.removeprefix("davis2021: ")
        assert any(third in line and what in line for line in said), what
    assert not any("reference 2:" in line for line in said)
    assert any("let invoke cite --adopt content/posts/ketamine.md" in x for x in said)


def test_a_doi_is_asked_for_as_it_is_written():
    """A service that minds the case of a DOI finds it, too."""
    items, records = works(1)
    items[0]["DOI"] = records[0]["DOI"] = "10.5555/ABC(20)X"
    with Registry(records) as registry:
        registry.minds_case = True
        file, _, _ = check(registry, items)

    assert file.works["many0"].state == "no-notice"


@pytest.mark.parametrize(("times", "state"), [(1, "no-notice"), (9, "unknown")])
def test_a_service_without_the_reverse_filter_is_lived_with(times, state):
    """One filter at a time, or none: the works themselves are compared, no more."""
    items, records = works(2)
    with Registry(records) as registry:
        registry.faults = [Fault("400", times, "updates:")]
        file, failures, _ = check(registry, items)

    assert not failures
    assert file.complete
    assert {work.state for work in file.works.values()} == {state}


def test_a_notice_that_was_known_is_not_lost_where_nobody_can_be_asked():
    """Neither by an error nor by a service that takes the question no more."""
    items, records = works(3)
    about = {"DOI": records[1]["DOI"], "type": "retraction", "updated": day(2021)}
    notice = DEPOSIT | {"DOI": "10.5555/notice", "update-to": [about]}
    for kind in ("400", "500"):
        with Registry([*records, notice]) as registry:
            before, _, _ = check(registry, items)
            assert before.works["many1"].state == "retracted"
            registry.faults = [Fault(kind, 99, "updates:")]
            file, failures, _ = check(registry, items, before, now=LATER)

        assert file.works["many1"].state == "retracted"
        assert "many1" in failures


#: What a service can do for one work that it does not do for others.
REFUSALS = {
    "an error": Fault("500"),
    "a bad gateway": Fault("502"),
    "busy": Fault("503", headers={"Retry-After": "2"}),
    "a gateway that waits": Fault("504"),
    "slower": Fault("429", headers={"Retry-After": "1"}),
    "half an answer": Fault("cut"),
    "no JSON": Fault("garbage"),
    "too long": Fault("414"),
    "wrong": Fault("400"),
}


@pytest.mark.parametrize(
    ("kind", "bad"),
    [*((kind, [29]) for kind in REFUSALS), ("an error", [0]), ("busy", [3, 4, 17])],
    ids=str,
)
def test_a_work_that_cannot_be_answered_hides_no_other(kind, bad):
    """Every other one is asked, and those alone are named."""
    items, records = works(30)
    with Registry(records) as registry:
        registry.faults = [
            replace(REFUSALS[kind], times=999, where=f"many.{number}{end}")
            for number in bad
            for end in (",", "&", "?")
        ]
        file, failures, _ = check(registry, items)
        asked = len(registry.asked)

    keys = {f"many{number}" for number in bad}
    states = {key: work.state for key, work in file.works.items()}
    rest = {f"many{number}" for number in range(30)} - keys
    assert {key for key, state in states.items() if state == "no-notice"} == rest
    assert set(failures or keys) == keys
    assert all(states.get(key, "unknown") == "unknown" for key in keys)
    assert asked < 80


def test_a_work_that_a_service_never_answers_for_hides_no_other():
    """Time-outs are errors like others."""
    items, records = works(9)
    with Registry(records) as registry:
        held = {"seconds": "0.1"}
        registry.faults = [Fault("hang", 99, f"many.4{end}", held) for end in ",&?"]
        file, failures, _ = check(registry, items, timeout=0.05)

    assert set(failures) == {"many4"}
    assert len(file.works) == 8


def test_a_service_that_is_down_is_left_alone_after_a_few_questions():
    """Cutting up a question asks nobody a hundred times."""
    items, records = works(120)
    with Registry(records) as registry:
        registry.faults = [Fault("503", 999)]
        file, failures, _ = check(registry, items)
        asked = len(registry.asked)

    assert len(failures) == 120
    assert not file.works
    assert asked < 60


def test_a_wish_to_be_left_alone_is_heard_at_once():
    """Who asks for an hour is not asked for a half."""
    items, records = works(20)
    with Registry(records) as registry:
        registry.faults = [Fault("429", 999, headers={"Retry-After": "3600"})]
        _, failures, _ = check(registry, items)
        asked = len(registry.asked)

    assert len(failures) == 20
    assert asked == 1


#: Characters that addresses and queries give a meaning to; some DOIs are real.
ODD_DOIS = [
    "10.1002/1097-0142(19840101)53:1<1::AID-CNCR2820530102>3.0.CO;2-#",
    *("10.1000/456#789", "10.1000/what?", "10.1000/a?b", "10.1000/50%"),
    *("10.1000/100%de", "10.1000/a<b>c", "10.1000/a+b", "10.1000/a&b", "10.1000/a b"),
    "10.1641/0006-3568(2001)051[0933:TEOTWA]2.0.CO;2",
    *('10.1000/a"b"c', "10.1000/né.Ü", "10.7868/сова", "10.1000/İx", "10.1000/x{1}"),
    r"10.1000/a|b^c`d\e",
]


def test_a_retraction_is_found_whatever_characters_a_doi_has(tmp_path, capsys):
    """In the list, alone, at doi.org and in the question for notices."""
    mine, theirs = [], []
    for number, doi in enumerate(ODD_DOIS):
        mine.append(BASE | {"id": f"odd{number}", "DOI": doi})
        about = {"DOI": doi, "type": "retraction", "updated": day(2021)}
        notice = DEPOSIT | {"DOI": f"10.5555/notice.{number}", "update-to": [about]}
        theirs += [DEPOSIT | {"DOI": doi}, notice]
    with Registry(theirs) as registry:
        file, failures, _ = check(registry, mine)
        alone = [check(registry, [one])[0] for one in mine[:2]]
    others = [{**one, "title": one["title"][0]} for one in theirs[::2]]
    with Registry(others=others) as registry:
        elsewhere, _, _ = check(registry, mine)

    assert not failures
    states = {work.state for one in (file, *alone) for work in one.works.values()}
    assert states == {"retracted"}
    assert {work.state for work in elsewhere.works.values()} == {"no-notice"}
    parsed = [parse_item(item) for item in mine]
    assert len(file.works) == len({one.url for one in parsed}) == len(ODD_DOIS)
    for reference in parsed:
        path = urlsplit(reference.url)
        assert not path.query
        assert not path.fragment
        assert lower_doi(unquote(path.path[1:])) == reference.doi
        printed = format_reference(reference, "apa")[1].rpartition("doi.org/")[2]
        assert lower_doi(unquote(printed)) == reference.doi
        assert not set(printed) & set('#?" ')
        described = describe(reference)
        assert described["url"] == reference.url
        assert described["identifier"]["value"] == reference.doi


#: Really registered: https://github.com/CrossRef/rest-api-doc/issues/167
COMMA = "10.1001/jama.251.19.2504,2509"


def test_a_question_that_cannot_be_put_is_said(tmp_path, capsys):
    """A comma ends a filter of Crossref's, so that nobody can ask for notices."""
    own = {"type": "retraction", "DOI": "10.5555/n", "updated": day(2021)}
    mine = [BASE | {"id": key, "DOI": COMMA + key} for key in ("odd", "told")]
    theirs = [DEPOSIT | {"DOI": one["DOI"]} for one in mine]
    theirs[1]["updated-by"] = [own]
    items, records = works(1)
    with Registry([*theirs, *records]) as registry:
        place = Place(tmp_path, registry, [*mine, *items])
        place.run()
        file = parse_checked(place.checked.read_text("utf-8"))

    states = {key: work.state for key, work in file.works.items()}
    assert states == {"odd": "unknown", "told": "retracted", "many0": "no-notice"}
    assert file.complete
    said = " ".join("".join(capsys.readouterr()).split())
    why = "Crossref cannot be asked for notices on a DOI with a comma."
    assert f"odd, told: unknown whether retracted or corrected since. {why}" in said
    assert "3 works: 1 retracted, 1 no known notice, 1 unknown." in said
    summary = summarize_check(library([*mine, *items]).references, file)
    assert "1 of 3 sources were" in summary.text
    assert "For the other 2 not all of this could be asked." in summary.text


def test_what_cannot_be_compared_is_named_and_can_be_settled(tmp_path, capsys):
    """Names, titles and journals across scripts, and years that are none."""
    settled = {"confirmed": {"author": "seen in the PDF"}}
    cyrillic = people("Иванов, И. И.")
    pairs = [
        ({"author": cyrillic}, {"author": people("Ivanov, Ivan")}),
        ({"author": cyrillic}, {"author": people("Петров, И. И.")}),
        ({"title": "Кетамин при депрессии"}, {}),
        ({"container-title": "精神医学"}, {}),
        ({}, {"issued": day(0)}),
        ({}, {"issued": day(-5, 3), "published-print": {"date-parts": [[None]]}}),
        ({"author": cyrillic, "custom": settled}, {"author": people("Ivanov, Ivan")}),
        ({"author": cyrillic}, {"author": people("Иванов, Иван Иванович")}),
    ]
    mine, theirs = [], []
    dates = ("issued", "published-print", "published-online")
    for at, (own, deposited) in enumerate(pairs):
        mine.append(BASE | {"id": f"w{at}", "DOI": f"10.5555/{at}"} | own)
        theirs.append(DEPOSIT | {"DOI": f"10.5555/{at}"} | deposited)
        for key in dates if "issued" in deposited else ():
            theirs[at].setdefault(key, {})
            theirs[at][key] = deposited.get(key, {})
    with Registry(theirs) as registry:
        place = Place(tmp_path, registry, mine)
        code = place.run(form="json")

    said = json.loads(capsys.readouterr().out)
    rows = {one["key"]: one for one in said["works"]}
    uncompared = {key: row["uncompared"] for key, row in rows.items()}
    assert code == 1
    assert {key for key, row in rows.items() if row["differences"]} == {"w1"}
    assert {key for key, what in uncompared.items() if what} == {
        *("w0", "w2", "w3", "w4", "w5")
    }
    (said,) = uncompared["w0"]
    assert said.startswith("the authors were not compared: “Иванов, И. И.” is in Cyr")
    assert said.endswith("letters, “Ivanov, Ivan” in Latin letters")
    assert "Chinese characters" in uncompared["w3"][0]
    assert "“0”, which is none" in uncompared["w4"][0]
    assert "“-5-3”, which is none" in uncompared["w5"][0]
    assert "author" not in rows["w0"]["compared"]
    assert "author" in rows["w7"]["compared"]
    again = parse_checked(place.checked.read_text("utf-8"))
    assert again.works["w5"].deposit.unread_date == "-5-3"


def test_a_check_that_reached_nobody_leaves_no_file(tmp_path, capsys):
    """Nobody answered: the sources are as unchecked as before."""
    items, _ = works(3)
    with Registry() as registry:
        registry.faults = [Fault("503", 99)]
        place = Place(tmp_path, registry, items)
        code = place.run()

    assert code == 75
    assert not place.checked.exists()
    assert "3 works: 3 unknown. Not every work" in capsys.readouterr().out


def test_an_empty_library_is_right(tmp_path, capsys):
    """There is nothing to ask for, and nothing is asked."""
    with Registry() as registry:
        code = Place(tmp_path, registry, []).run()
        asked = registry.asked

    assert code == 0
    assert asked == []
    assert "0 works." in capsys.readouterr().out


def test_a_disk_that_says_no_is_told_in_a_line(tmp_path):
    """A folder stands where the file should be."""
    items, records = works(1)
    with Registry(records) as registry:
        place = Place(tmp_path, registry, items)
        (place.checked.parent / "checked.json.new").mkdir()
        with pytest.raises(RefusedError, match=r"checked\.json could not be written"):
            place.run()
