"""Lists of references typed by hand, as posts are brought: against a real service."""

from __future__ import annotations

import pytest

from plugins.references.library.file import read_items
from plugins.references.settings import parse_settings
from plugins.source.header import parse_header
from plugins.tools.commands.library_files import LibraryFiles
from plugins.tools.importing.citations import TypedReferences
from plugins.tools.reporter import Reporter
from tests.plugins.references.lookup.test_find import Clock
from tests.plugins.references.server import Registry
from tests.plugins.tools.commands.test_adopt import ENTRIES, KEYS, a_list
from tests.plugins.tools.commands.test_cite import CARHART, DALY, DAVIS

HEADER = "---\ntitle: A\n---\n\n"
LISTED = f"## References\n\n{a_list('1. ')}\n"


@pytest.fixture(name="registry", scope="module")
def _registry():
    with Registry(works=[DALY, CARHART, DAVIS]) as registry:
        yield registry


@pytest.fixture(name="cite")
def _cite(registry, tmp_path):
    """Cite the list of one post in a sitting of its own."""
    settings = parse_settings({"services": registry.services, "timeout": 5})
    places = (tmp_path / "l.json", tmp_path / "c.json", "l.json", "c.json")

    def cite(*texts, dry=False, clock=None):
        registry.asked.clear()
        files = LibraryFiles(*places, settings, dry)
        with TypedReferences(files, Reporter(), clock) as sitting:
            found = [sitting.cite(text, "posts/a.md") for text in texts]
        return found[0] if len(found) == 1 else found

    cite.library = places[0]
    return cite


def told(done):
    return [note.what for note in done.notes]


def test_marks_become_citations_and_differences_are_told(cite):
    """With the number of the entry that they are of."""
    entries = a_list("1. ").replace("893-903", "893-904")
    done = cite(f"{HEADER}Fast [1], slow [2, 3].\n\n## References\n\n{entries}\n")
    one, two, three = (f"@{key}" for key in KEYS)

    assert done.text == f"{HEADER}Fast [{one}], slow [{two}; {three}].\n"
    assert done.number == 3
    assert told(done)[0].startswith("3 references from the list at its end: cited in")
    assert any(
        what.startswith("reference 1: pages 893-904, the publisher says 893-903")
        for what in told(done)
    )


def test_works_that_no_mark_names_are_further_reading(cite):
    """As in the clinic's own post; nothing of the list is lost."""
    done = cite(f"{HEADER}Fast.\n\n{LISTED}")

    assert parse_header(done.text).values["further_reading"] == KEYS
    assert "further reading, as no mark names them" in told(done)[0]
    assert [item["id"] for item in read_items(cite.library.read_text())] == KEYS


def test_an_import_that_is_made_again_asks_nobody(cite, registry):
    """And gives the same text, byte for byte."""
    text = f"{HEADER}Fast [1].\n\n{LISTED}"
    first = cite(text)
    before = cite.library.read_bytes()
    again = cite(text)

    assert again.text == first.text
    assert registry.asked == []
    assert cite.library.read_bytes() == before


def test_two_posts_of_one_work_have_one_entry_in_the_library(cite, registry):
    """The second is asked about nothing."""
    one, other = cite(
        f"{HEADER}A [1].\n\n## Sources\n\n1. {ENTRIES[0]}\n",
        f"{HEADER}B [1].\n\n## Sources\n\n1. {ENTRIES[0]}\n",
    )

    assert one.text.endswith(f"A [@{KEYS[0]}].\n")
    assert other.text.endswith(f"B [@{KEYS[0]}].\n")
    assert len(read_items(cite.library.read_text())) == 1
    assert len(registry.asked) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "A [1].\n\n## References\n\n1. Doe J. A text that nobody knows. 1999.",
            "1: Its authors",
        ),
        (f"A [4].\n\n{LISTED}", "[4]"),
        (
            "A.\n\n## References\n\n| a | b |\n|---|---|\n| c | d |",
            "no list of references",
        ),
    ],
)
def test_a_list_that_cannot_be_turned_whole_stays_as_it_is_typed(cite, body, said):
    """With the reason and the command for later; no work of it is kept."""
    text = f"{HEADER}{body}\n"
    done = cite(text)

    assert (done.text, done.number) == (text, 0)
    [what] = told(done)
    assert "stay as they are typed" in what
    assert said in what
    assert what.endswith("invoke cite --adopt posts/a.md")
    assert not cite.library.exists()


def test_a_post_without_a_list_is_as_it_was(cite):
    """Nothing is said of it."""
    text = f"{HEADER}References are good to have [1].\n"

    assert cite(text).text == text
    assert cite(text).notes == ()


def test_without_a_network_lists_stay_and_nobody_waits_for_each(tmp_path):
    """The reason is told once for all entries of a post."""
    with Registry() as gone:
        services = gone.services
    settings = parse_settings({"services": services, "timeout": 1})
    names = (tmp_path / "l.json", tmp_path / "c.json", "l.json", "c.json")
    clock, text = Clock(), f"{HEADER}A [1-3].\n\n{LISTED}"
    with TypedReferences(LibraryFiles(*names, settings), Reporter(), clock) as sitting:
        found = [sitting.cite(text, "posts/a.md") for _ in range(3)]

    assert [one.text for one in found] == 3 * [text]
    assert "1, 2, 3: Crossref could not be reached" in told(found[0])[0]
    assert "1, 2, 3: Crossref is not answering; it was left alone" in told(found[2])[0]


def test_a_dry_sitting_writes_nothing(cite):
    """And knows what it has found all the same."""
    done = cite(f"{HEADER}A [1].\n\n{LISTED}", dry=True)

    assert done.number == 3
    assert not cite.library.exists()
