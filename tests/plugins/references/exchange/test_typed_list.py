"""Lists typed by hand, numbered in every way: each entry is one, no word is lost."""

from __future__ import annotations

import textwrap

import pytest

from plugins.references.exchange.typed_list import read_plain_list
from plugins.source.prose import Prose

ENTRIES = (
    (
        "Daly EJ, Trivedi MH, et al. Efficacy of Esketamine Nasal Spray. JAMA"
        " Psychiatry. 2019;76(9):893-903. doi:10.1001/jamapsychiatry.2019.1189"
    ),
    (
        "Carhart-Harris, R. L., & Goodwin, G. M. (2017). The Therapeutic Potential of"
        " Psychedelic Drugs. Neuropsychopharmacology, 42(11), 2105–2113. doi:"
        " 10.1038/npp.2017.84"
    ),
    (
        "Davis, Alan K., et al. “Effects of Psilocybin-Assisted Therapy on Depression.”"
        " *JAMA Psychiatry*, vol. 78, no. 5, 2021, pp. 481–489."
    ),
)
ONE, TWO, THREE = ENTRIES
NUMBERS = [
    *(
        "1. ",
        "1) ",
        "(1) ",
        "[1] ",
        "1: ",
        "1 - ",
        "1 – ",
        r"\[1\] ",
        "**1.** ",
        "1.) ",
    ),
    *("**1**. ", "<sup>1</sup> ", "<sup>1</sup>", "1.", "[^1]: ", "#1 ", "1 ", "1\t"),
    *(r"\(1\) ", r"1\. ", "- [1] ", '<a id="ref1"></a>1. ', '1. <a id="r"></a>'),
    *("[1]: ", "01. ", "^1^ ", "[1]. ", "**[1]** ", "* ", "- ", "• ", "+ "),
    *("¹ ", "¹", "（1）", "【1】 ", '<a name="1"></a>[1] ', "1.  ", "__1.__ "),
]
SUPER = dict(zip("123", "¹²³", strict=True))


def number(sign, at):
    if "¹" in sign:
        return sign.replace("¹", SUPER[str(at)])
    return sign.replace("1", str(at))


def read(text, heading="## References"):
    return read_plain_list(Prose(f"Text [1].\n\n{heading}\n\n{text}\n"))


def wrapped(text, indent=""):
    return textwrap.fill(text, 60, subsequent_indent=indent, break_on_hyphens=False)


def is_whole(found):
    begins = [one.text.split()[0] for one in found.entries]
    return begins == ["Daly", "Carhart-Harris,", "Davis,"] and not found.faults


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("sign", NUMBERS)
def test_every_numbering_gives_each_entry(sign, between):
    """Three entries, whether they are wrapped, indented or one line each."""
    for shape in (str, wrapped, lambda text: wrapped(text, "   ")):
        lines = (number(sign, n) + one for n, one in enumerate(ENTRIES, 1))
        found = read(between.join(map(shape, lines)))
        assert is_whole(found), found
        assert [one.label for one in found.entries] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(ENTRIES),
        "\n\n".join(ENTRIES),
        "<br>\n".join(ENTRIES),
        "  \n".join(ENTRIES),
        "\\\n".join(ENTRIES),
        "\n".join(map(wrapped, ENTRIES)),
        "\n\n".join(map(wrapped, ENTRIES)),
        "\n".join(wrapped(one, "    ") for one in ENTRIES),
        "\n".join(f"1. {one}" for one in ENTRIES),
        "\n".join(f"<p>{one}</p>" for one in ENTRIES),
        "<ol>\n" + "\n".join(f"<li>{one}</li>" for one in ENTRIES) + "\n</ol>",
        "<ol>"
        + "".join(f'<li id="r">{one}</li>' for one in ENTRIES)
        + "</ol>\n\nMore.",
        "<ul>" + "\n".join(f"<li>\n{wrapped(x)}\n</li>" for x in ENTRIES) + "\n</ul>",
        "\n\n".join(f"{n}.\n{one}" for n, one in enumerate(ENTRIES, 1)),
        "\n".join(f"{n}. {one}\n   PMID: {n}" for n, one in enumerate(ENTRIES, 1)),
        "\n".join(f"1. {one}" for one in ENTRIES) + "\n{: .small }\n\n---\n\nMore.",
        "\n\n".join(ENTRIES) + "\n\nDr. Jane Doe has led the clinic since 2015.",
    ],
)
def test_every_layout_gives_each_entry(text):
    """Without numbers, with the same number each time, in HTML, with lines behind."""
    found = read(text)

    assert is_whole(found), found


WEB = (
    "NIMH. (n.d.). Depression. Retrieved November 3, 2026, from https://nimh.nih.gov/a",
    "U.S. Food and Drug Administration. (2023, October 10). FDA warns patients.",
    "988 Lifeline. (n.d.). Retrieved November 23, 2026, from https://988lifeline.org/",
    "李時珍. (1596). 本草綱目.",
    "Knuth, D. E. (1997). The Art of Computer Programming (3rd ed.). Addison-Wesley.",
)


@pytest.mark.parametrize("shape", [str, wrapped], ids=["lines", "wrapped"])
def test_works_of_other_kinds_are_entries_of_their_own(shape):
    """Pages, books and names that are not Latin, one a line: none joins another."""
    found = read("\n".join(map(shape, (ENTRIES[0], *WEB))))

    assert [one.text[:5] for one in found.entries] == [
        one[:5] for one in (ENTRIES[0], *WEB)
    ]


def test_wrapped_lists_of_authors_are_one_entry():
    """A line that begins with a name goes on with the names above it."""
    people = ", ".join(f"Writer{letter}son, A. B." for letter in "abcdefghij")
    entry = f"{people}, & Last, Z. (2019). A title. BMJ, 3(4), 5–6."
    found = read("\n\n".join(map(wrapped, (entry, ENTRIES[1], entry))))

    assert len(found.entries) == 3


@pytest.mark.parametrize(
    "heading",
    [
        *("References:", "**References**", "# Sources", "Bibliography\n------------"),
        *(
            "<h2>References</h2>",
            "## References {#refs}",
            "## 5. References",
            "__Sources__",
        ),
        *("## Literature cited", "Works Cited", "### Reference list ###"),
        *("## Literatur", "**Quellen:**", "Referencias bibliográficas", "Références"),
    ],
)
def test_headings_are_known_by_their_words(heading):
    """In Markdown, in HTML, or as a line of its own."""
    assert is_whole(read("\n".join(ENTRIES), heading))


def test_a_link_at_an_entrys_beginning_is_no_sign():
    """Only what marks could name is one."""
    (entry,) = read(f"- [BMJ](https://example.org) {ONE}").entries

    assert not read(f"- [BMJ](https://example.org) {ONE}").faults
    assert entry.label == "1"


def test_a_link_that_is_defined_below_is_no_entry():
    """Other words of the post need it."""
    found = read(f"1. {ONE}\n2. {TWO}\n3. {THREE}\n[us]: https://example.org\n")

    assert is_whole(found)
    assert found.last == 7


def test_other_labels_are_kept():
    """As Word numbers endnotes, and as BibTeX names works."""
    for labels in (("i", "ii", "iii"), ("Daly19", "CG17", "Dav21")):
        lines = (f"[{one}] {e}" for one, e in zip(labels, ENTRIES, strict=True))
        assert tuple(one.label for one in read("\n".join(lines)).entries) == labels


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (f"1. {ONE} {TWO}\n2. {THREE}", 5, "has two DOIs"),
        (f"1. {ONE}\n{TWO}\n2. {THREE}", 5, "has two DOIs"),
        (f"1. {THREE} {THREE}", 5, "more people and years"),
        (f"1. {ONE}\n   - A trial of 297 people\n2. {TWO}", 6, "stands below an entry"),
        (f"1. {ONE}\n\n    A good trial.\n\n2. {TWO}", 7, "stands below an entry"),
        (f"1. {ONE}\n\nWords between.\n\n2. {TWO}", 7, "stands between two entries"),
        (f"1. {ONE}\n\n{THREE}\n\n2. {TWO}", 7, "stands between two entries"),
        (f"1. {ONE}\n2. {TWO}\n\n{THREE}", 8, "not numbered as the others"),
        (f"1. {ONE}\n2. {TWO}\n2. {THREE}", 7, "already that of line 6"),
        (f"<ol>\nWords.\n<li>{ONE}</li></ol>", 6, "outside of the list’s items"),
        (f"1. {ONE}\n2.\n3. {TWO}", 6, "Entry 2 is empty"),
        (f"- {ONE} It is the trial to read first.", 5, "words behind its reference"),
        (f"1. {ONE}\n2. {TWO}\nCall 988 now.", 6, "words behind its reference"),
        (f"1. {ONE} (funded by Janssen)\n2. {TWO}", 5, "“(funded by Janssen)”"),
        (f"1. {ONE} [PDF](/files/a.pdf)\n2. {TWO}", 5, "words behind its reference"),
        (f"We read:\n1. {ONE}\n2. {TWO}", 5, "between the heading and the list"),
        (f"We read:\n\n- {ONE}\n- {TWO}", 5, "between the heading and the list"),
        (f"1. {ONE}\n2. Ibid., p. 895.", 6, "stands for another entry"),
        (f"1. {ONE}\n2. Daly, op. cit., 896.", 6, "stands for another entry"),
        (f"[a] {ONE}", 5, "“[a]” before “Daly EJ"),
        (f"† {ONE}", 5, "“†” before “Daly EJ"),
        (f"1a. {ONE}", 5, "“1a.” before “Daly EJ"),
        (f"<ol reversed>\n<li>{ONE}</li>\n</ol>", 5, "counts otherwise"),
        (f'<ol start="5">\n<li>{ONE}</li>\n</ol>', 5, "counts otherwise"),
        (f'<ol>\n<li value="3">{ONE}</li>\n</ol>', 6, "counts otherwise"),
    ],
)
def test_words_that_are_no_entry_are_named(text, line, what):
    """With the line on which they stand."""
    (fault,) = read(text).faults

    assert fault.line == line
    assert what in fault.what


@pytest.mark.parametrize(
    "text", ["Nothing is typed here yet.", "We read much.\n\nAnd more in 2019.", ""]
)
def test_a_heading_alone_is_no_list(text):
    """Words below “Sources” are words."""
    assert read(text) is None
