"""``invoke cite --adopt``: lists as people type them, against a real service."""

from __future__ import annotations

import json

import pytest

from plugins.references.library.file import read_items
from plugins.references.settings import parse_settings
from plugins.tools.commands.adopt import adopt_post
from plugins.tools.commands.cite import CiteOptions
from plugins.tools.commands.library_files import LibraryFiles
from plugins.tools.site import RefusedError
from tests.plugins.references.server import Registry
from tests.plugins.tools.commands.test_cite import CARHART, DALY, DAVIS, Voice

HEADER = "---\ntitle: A\n---\n\n"
ENTRIES = (
    (
        "Daly EJ, Trivedi MH, et al. Efficacy of Esketamine Nasal Spray Plus Oral"
        " Antidepressant Treatment for Relapse Prevention in Patients With"
        " Treatment-Resistant Depression: A Randomized Clinical Trial. JAMA Psychiatry."
        " 2019;76(9):893-903. https://jamanetwork.com/doi/full/"
        "10.1001/jamapsychiatry.2019.1189?download=true"
    ),
    (
        "Carhart-Harris, Robin L., and Guy M. Goodwin. “The Therapeutic Potential of"
        " Psychedelic Drugs: Past, Present, and Future.” *Neuropsychopharmacology*,"
        " vol. 42, no. 11, 2017, pp. 2105–13, https://doi.org/10.1038/npp.2017.84."
    ),
    (
        "Davis, Alan K., et al. 2021. “Effects of Psilocybin-Assisted Therapy on Major"
        " Depressive Disorder: A Randomized Clinical Trial.” JAMA Psychiatry 78 (5):"
        " 481–489."
    ),
)
KEYS = ["daly2019", "carhartharris2017", "davis2021"]


@pytest.fixture(name="registry", scope="module")
def _registry():
    with Registry(works=[DALY, CARHART, DAVIS]) as registry:
        yield registry


class Desk:
    """A post and a library in a folder, and the command that adopts the post."""

    def __init__(self, registry, folder):
        self.registry, self.post = registry, folder / "post.md"
        settings = parse_settings({"services": registry.services, "timeout": 5})
        place = folder / "references"
        names = (place / "l.json", place / "c.json", "l.json", "c")
        self.files = LibraryFiles(*names, settings)

    def __call__(self, text, **options):
        self.post.write_text(text, "utf-8")
        self.registry.asked.clear()
        voice = Voice()
        wanted = CiteOptions(**{"yes": True} | options)
        code = adopt_post(self.files, self.post, "post.md", wanted, voice)
        return code, self.post.read_text("utf-8"), voice

    @property
    def library(self):
        file = self.files.library
        return file.read_text("utf-8") if file.exists() else ""


@pytest.fixture(name="full", scope="module")
def _full(registry, tmp_path_factory):
    """The text of a library that holds the three works."""
    desk = Desk(registry, tmp_path_factory.mktemp("full"))
    desk(f"{HEADER}A [1-3].\n\n## Sources\n\n{a_list('1. ')}\n")
    return desk.library


@pytest.fixture(name="adopt")
def _adopt(registry, tmp_path):
    return Desk(registry, tmp_path)


@pytest.fixture(name="stocked")
def _stocked(adopt, full):
    """The same with all works in the library, so that nobody is asked."""
    adopt.files.library.parent.mkdir()
    adopt.files.library.write_text(full, "utf-8")
    return adopt


def a_list(sign):
    return "\n".join(
        sign.replace("1", str(n)) + one for n, one in enumerate(ENTRIES, 1)
    )


@pytest.mark.parametrize("sign", ["(1) ", "<sup>1</sup>", "1: ", "", "[^1]: "])
def test_no_entry_is_lost(stocked, sign):
    """Each of these was read as one entry, and the others were gone."""
    body = "Fast[1-3], then¹,² and <sup>3</sup>."
    text = f"{HEADER}{body}\n\n## Sources\n\n{a_list(sign)}\n"
    code, after, voice = stocked(text)
    one, two, three = (f"@{key}" for key in KEYS)

    assert code == 0, voice.text
    assert after == (
        f"{HEADER}Fast[{one}; {two}; {three}], then [{one}; {two}] and [{three}].\n"
    )


def test_no_style_makes_a_difference(adopt):
    """AMA with a publisher's address, MLA, and Chicago without a DOI."""
    code, _, voice = adopt(f"{HEADER}A [1-3].\n\n## Sources\n\n{a_list('- ')}\n")
    said = [line for line in voice.said if line.startswith("    ")]

    assert code == 0
    assert [item["id"] for item in read_items(adopt.library)] == KEYS
    assert all("Corrected on" in line for line in said), said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("A [1] and [9].", "post.md:5: “[9]” has no entry"),
        ("A [1] and [2, 9].", "post.md:5: “[2, 9]” has no entry"),
        ("<p>A [1]</p>", "post.md:5: “[1]” stands where nothing can be cited"),
        ("A [see [1]](https://a.b).", "post.md:5: “[see [1]](https://a.b)” is a link"),
        ("Words (1) and words.", "post.md:5: “(1)” may be a mark or a number"),
    ],
)
def test_a_mark_that_cannot_be_turned_refuses_everything(stocked, full, body, said):
    """With its line; neither post nor library is written."""
    text = f"{HEADER}{body}\n\n## Sources\n\n{a_list('1. ')}\n"
    code, after, voice = stocked(text)

    assert (code, after, stocked.library) == (1, text, full)
    assert any(line.startswith(said) for line in voice.errors), voice.errors


def test_two_works_in_one_entry_refuse_everything(stocked):
    """One of them would be gone."""
    text = f"{HEADER}A [1].\n\n## Sources\n\n1. {ENTRIES[0]} {ENTRIES[1]}\n"
    code, after, voice = stocked(text)

    assert (code, after) == (1, text)
    assert any("post.md:9: Entry 1 has two DOIs" in line for line in voice.errors)


def test_a_doi_of_another_work_refuses_everything(stocked):
    """The author's reference would become another one."""
    wrong = ENTRIES[0].replace(
        "10.1001/jamapsychiatry.2019.1189", "10.1038/npp.2017.84"
    )
    text = f"{HEADER}A [1].\n\n## Sources\n\n1. {wrong}\n"
    code, after, voice = stocked(text)

    assert (code, after) == (1, text)
    assert any("is that of another work" in line for line in voice.errors)


def test_the_library_is_looked_into_first(stocked, full):
    """Nobody is asked for what it holds, with a DOI or without; it says differences."""
    text = f"{HEADER}A [1-3].\n\n## Sources\n\n{a_list('1. ')}\n"
    code, after, voice = stocked(text.replace("2105–13", "3105–13"))

    assert (code, stocked.registry.asked) == (0, [])
    assert "A [@daly2019; @carhartharris2017; @davis2021]." in after
    assert "    pages 3105-13, the library says 2105-2113" in voice.said
    assert stocked.library == full


def test_a_post_that_cannot_be_written_leaves_the_library_as_it_was(adopt):
    """Both are written, or neither."""
    text = f"{HEADER}A [1].\n\n## Sources\n\n1. {ENTRIES[0]}\n"
    adopt.post.with_name("post.md.new").mkdir()  # where the new text is put together
    with pytest.raises(RefusedError, match="could not be written"):
        adopt(text)

    assert adopt.post.read_text("utf-8") == text
    assert adopt.library == ""


def test_a_number_of_pubmed_that_is_another_works_is_said(stocked):
    """The DOI decides, and the number goes."""
    items = read_items(stocked.library)
    items[0]["PMID"] = "31166571"
    stocked.files.library.write_text(json.dumps(items), "utf-8")
    text = f"{HEADER}A [1].\n\n## Sources\n\n1. {ENTRIES[0]} PMID: 33146667\n"
    _, _, voice = stocked(text)

    assert "    PubMed’s number 33146667, the library says 31166571" in voice.said


def test_words_that_go_with_the_list_are_said(stocked):
    """A note inside a reference is shown before anybody says yes."""
    text = f"{HEADER}A [1].\n\n## Sources\n\n1. {ENTRIES[0]}\n"
    noted = text.replace(" 2019;76", " Our favourite among newer trials. 2019;76")
    _, _, voice = stocked(noted, yes=False, ask=lambda _: "n")

    assert any("Our favourite among newer trials" in line for line in voice.said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A.\n\n## References\n\n| 1 | Daly |\n", "post.md:7: below this heading"),
        ("A.\n\n> **References**\n>\n> 1. Daly\n", "post.md:7: below this heading"),
        ("A.\n\n1. Daly\n", "It needs a line “References:” above it"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_from_none(stocked, text, said):
    """The remedy is another one."""
    with pytest.raises(RefusedError, match=said):
        stocked(HEADER + text)


def test_a_text_that_markdown_would_read_for_minutes_is_refused(adopt):
    """As every build refuses it, with its line; adoption asks Markdown too."""
    text = f"{HEADER}{'[' * 4000}\n\nWords [1].\n\nReferences:\n\n1. {ENTRIES[0]}\n"
    with pytest.raises(RefusedError, match=r"post\.md:5: The text cannot be read"):
        adopt(text)
    assert adopt.post.read_text("utf-8") == text
