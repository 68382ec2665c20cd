"""``invoke cite --adopt``: lists as people type them, against a real service."""

from __future__ import annotations

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


@pytest.fixture(name="adopt")
def _adopt(registry, tmp_path):
    settings = parse_settings({"services": registry.services, "timeout": 5})
    folder, post = tmp_path / "references", tmp_path / "post.md"
    files = LibraryFiles(folder / "l.json", folder / "c.json", "l.json", "c", settings)

    def adopt(text, **options):
        post.write_text(text, "utf-8")
        registry.asked.clear()
        voice = Voice()
        wanted = CiteOptions(**{"yes": True} | options)
        code = adopt_post(files, post, "post.md", wanted, voice)
        works = files.library.read_text("utf-8") if files.library.exists() else "[]"
        keys = [item["id"] for item in read_items(works)]
        return code, post.read_text("utf-8"), voice, keys

    adopt.files, adopt.post = files, post
    return adopt


def a_list(sign):
    return "\n".join(
        sign.replace("1", str(n)) + one for n, one in enumerate(ENTRIES, 1)
    )


@pytest.mark.parametrize("sign", ["(1) ", "<sup>1</sup>", "1: ", "", "[^1]: "])
def test_no_entry_is_lost_and_no_style_makes_a_difference(adopt, sign):
    """Each of these was read as one entry, and the others were gone."""
    body = "Fast[1-3], then¹,² and <sup>3</sup>."
    code, after, voice, keys = adopt(
        f"{HEADER}{body}\n\n## Sources\n\n{a_list(sign)}\n"
    )
    one, two, three = (f"@{key}" for key in KEYS)

    assert code == 0, voice.text
    assert keys == KEYS
    assert after == (
        f"{HEADER}Fast[{one}; {two}; {three}], then [{one}; {two}] and [{three}].\n"
    )
    said = [line for line in voice.said if line.startswith("    ")]
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
def test_a_mark_that_cannot_be_turned_refuses_everything(adopt, body, said):
    """With its line; neither post nor library is written."""
    text = f"{HEADER}{body}\n\n## Sources\n\n{a_list('1. ')}\n"
    code, after, voice, keys = adopt(text)

    assert (code, after, keys) == (1, text, [])
    assert any(line.startswith(said) for line in voice.errors), voice.errors


def test_two_works_in_one_entry_refuse_everything(adopt):
    """One of them would be gone."""
    text = f"{HEADER}A [1].\n\n## Sources\n\n1. {ENTRIES[0]} {ENTRIES[1]}\n"
    code, after, voice, keys = adopt(text)

    assert (code, after, keys) == (1, text, [])
    assert any("post.md:9: Entry 1 has two DOIs" in line for line in voice.errors)


def test_the_library_is_looked_into_first(adopt, registry):
    """Nobody is asked for what it holds, with a DOI or without; it says differences."""
    text = f"{HEADER}A [1-3].\n\n## Sources\n\n{a_list('1. ')}\n"
    adopt(text)
    before = adopt.files.library.read_bytes()
    code, after, voice, _ = adopt(text.replace("2105–13", "3105–13"))

    assert (code, registry.asked) == (0, [])
    assert "A [@daly2019; @carhartharris2017; @davis2021]." in after
    assert "    pages 3105-13, the library says 2105-2113" in voice.said
    assert adopt.files.library.read_bytes() == before


def test_a_post_that_cannot_be_written_leaves_the_library_as_it_was(adopt):
    """Both are written, or neither."""
    text = f"{HEADER}A [1-3].\n\n## Sources\n\n{a_list('1. ')}\n"
    draft = adopt.post.with_name("post.md.new")
    draft.mkdir()  # the place where the new text would be put together
    with pytest.raises(RefusedError, match="could not be written"):
        adopt(text)

    assert adopt.post.read_text("utf-8") == text
    assert not adopt.files.library.exists()


def test_words_that_go_with_the_list_are_said(adopt):
    """A note inside a reference is shown before anybody says yes."""
    text = f"{HEADER}A [1].\n\n## Sources\n\n1. {ENTRIES[0]}\n"
    noted = text.replace(" 2019;76", " Our favourite among newer trials. 2019;76")
    _, _, voice, _ = adopt(noted, yes=False, ask=lambda _: "n")

    assert any("Our favourite among newer trials" in line for line in voice.said)
