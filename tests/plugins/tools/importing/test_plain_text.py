"""A post that was copied as plain text: what is read of it, and what stays."""

from __future__ import annotations

import doctest
import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as markup
from markdown import Markdown

from plugins.references.citing.adoption import EXTENSIONS
from plugins.references.exchange.typed_list import read_plain_list
from plugins.source.prose import Prose
from plugins.tools.importing import text_blocks, text_to_markdown
from plugins.tools.importing.old_site import TEXT, OldItem
from plugins.tools.importing.plain_text import PlainText
from plugins.tools.importing.text_to_markdown import convert
from plugins.tools.site import RefusedError
from tests.conftest import ROOT

SEED = ROOT.parent / "shared/seed/clinic-post.txt"
LONG = "These are words enough to be a paragraph, which ends as sentences do. " * 3
#: A text of the same shape as the clinic's own post.
COPIED = f"""Rest vs. Work for Long Days

In long days people look for rest. {LONG}

Understanding Long Days

Long days are long—and hard. {LONG}

Rest: A Rapid Help

Rest helps (as other things do). {LONG}

Where You Begin

If you're tired, we're here. Contact our office today. {LONG}

References:

1. Daly, E. J., & Ma, Y. (2019). Rest at noon: a trial. J Rest, 76(9), 893-903. \
doi: 10.1000/rest.2019.1189

2. Goodwin, G. M. (2017). Work: Past, Present, and Future. Work, 42(11), 2105–2113. \
doi: 10.1000/npp.2017.84

Previous
Previous

Is It Safe to Rest with Others?

Next
Next

Effect of walks (short ones) while resting?"""


STEPS = ["1. Keep the Hours", "2. Leave the Phone"]


class Nowhere:
    """Leads to nothing that was brought."""

    def link(self, url):
        return url

    def picture(self, url):
        return url


def read(tmp_path, text, name="post.txt"):
    """Return the item of a text, and it as Markdown."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    site = PlainText(file)
    [item] = site.items()
    assert [*site.items()] == [item]
    return site, item, convert(item, Nowhere())


def headings(converted):
    return re.findall(r"^## (.+)$", converted.text, re.MULTILINE)


def shown(text):
    """Return what a page shows of a Markdown text, as words."""
    html = Markdown(extensions=list(EXTENSIONS)).convert(text)
    return " ".join(markup.fromstring(f"<div>{html}</div>").text_content().split())


@pytest.mark.parametrize("module", [text_blocks, text_to_markdown])
def test_the_examples_of_the_manual_are_true(module):
    """They are read before the code is."""
    assert doctest.testmod(module).failed == 0


def test_a_copied_post_comes_without_what_stood_around_it(tmp_path):
    """Title, headings, every word, both neighbours, and the list as it was typed."""
    _, item, converted = read(tmp_path, COPIED)

    assert item.title == "Rest vs. Work for Long Days"
    assert item.previous == "Is It Safe to Rest with Others?"
    assert item.following == "Effect of walks (short ones) while resting?"
    assert headings(converted) == [
        *("Understanding Long Days", "Rest: A Rapid Help", "Where You Begin"),
        "References",
    ]
    assert "Previous" not in converted.text.replace("Past, Present", "")
    kept = COPIED.partition("\n")[2].partition("Previous\nPrevious")[0]
    assert shown(converted.text.replace("## References", "## References:")) == " ".join(
        shown(re.sub(r"^(\d)\.", r"\1\\.", kept, flags=re.MULTILINE)).split()
    ).replace("1. ", "").replace("2. ", "")
    assert converted.found.references == 2
    assert len(read_plain_list(Prose(converted.text)).entries) == 2


def test_the_clinics_own_post_comes_whole(tmp_path):
    """Where it lies beside the site, as its text is not ours to keep; else the other.

    Six sections, three references, both neighbours.
    """
    text = SEED.read_text("utf-8") if SEED.exists() else COPIED
    _, item, converted = read(tmp_path, text)
    lines = [line for line in text.split("\n") if line]

    assert item.title == lines[0]
    assert (item.previous, item.following) == (lines[-4], lines[-1])
    assert len(headings(converted)) == (6 + 1 if SEED.exists() else 3 + 1)
    assert converted.found.references == (3 if SEED.exists() else 2)
    for line in lines[1:-7]:
        assert line.strip().rstrip(":") in converted.text
    assert not {"Previous", "Next"} & set(converted.text.split("\n"))


@pytest.mark.parametrize("times", [1, 2])
def test_no_word_is_lost_between_the_text_and_what_stood_around_it(tmp_path, times):
    """Numbers of items too, which a page counts and does not hold."""
    steps = "Do this:\n\n1. rest\n\n2) sleep\n\n2019. A year.\n\n"
    text = COPIED.replace("Where You Begin", f"{steps}Where You Begin")
    whole = "\n\n".join(times * [text])
    _, item, converted = read(tmp_path, whole)
    words = Counter(re.findall(r"\w+", f"{shown(converted.text)} {item.apart}"))

    assert words == Counter(re.findall(r"\w+", whole))


@pytest.mark.parametrize(
    ("end", "previous", "following"),
    [
        ("Previous\nPrevious\n\nOne", "One", ""),
        ("Next\nNext\n\nTwo.", "", "Two."),
        ("← Previous Post\nOne\nNext Post →\nTwo", "One", "Two"),
        ("Previous: One\nNext: Two", "One", "Two"),
        ("Next\nNext\nTwo\nPrevious\nPrevious\nOne\n\nShare", "One", "Two"),
        ("Older post\n\nOne\n\n0 Likes", "One", ""),
        ("Previous\nPrevious\n\nNext\nNext", "", ""),
    ],
)
def test_neighbours_are_read_in_every_form(tmp_path, end, previous, following):
    """With labels twice or once, with arrows, one of them alone, above buttons."""
    _, item, converted = read(tmp_path, f"A title\n\n{LONG}\n\n{end}\n")

    assert (item.previous, item.following) == (previous, following)
    assert converted.text.strip() == LONG.strip()


@pytest.mark.parametrize(
    "end",
    [
        "Next\n\nCall us, and we talk about what comes.",
        "The next\n\nWords",
        "Previous studies\n\nThere were none.",
        "Next",
    ],
)
def test_what_only_sounds_like_a_neighbour_stays(tmp_path, end):
    """A heading “Next”, a sentence that begins so."""
    _, item, converted = read(tmp_path, f"A title\n\n{LONG}\n\n{end}\n")

    assert item.previous == item.following == ""
    for line in filter(None, end.split("\n")):
        assert line in converted.text


@pytest.mark.parametrize(
    ("line", "authors", "date"),
    [
        ("By Ada Night", ("Ada Night",), ""),
        (
            "Written by Dr. Ada Night, MD | March 14, 2024",
            ("Dr. Ada Night",),
            "2024-03-14",
        ),
        ("Ada Night · 14 March 2024 · 5 min read", ("Ada Night",), "2024-03-14"),
        ("By Ada Night and Bo Day", ("Ada Night", "Bo Day"), ""),
        ("Mar 14, 2024", (), "2024-03-14"),
        ("Published on 2024-03-14", (), "2024-03-14"),
        ("By now everybody knows.", (), ""),
        ("In 2024 everything changed.", (), ""),
        ("03/04/2024 · Ada Night", (), ""),
    ],
)
def test_a_line_below_the_title_is_read_where_it_is_nothing_else(
    tmp_path, line, authors, date
):
    """A date that can mean two days is none, and its line stays."""
    _, item, converted = read(tmp_path, f"A title\n{line}\n\n{LONG}\n")

    assert item.authors == authors
    assert (f"{item.date:%Y-%m-%d}" if item.date else "") == date
    assert (line in converted.text) == (not authors and not date)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Understanding Sleep"], ["Understanding Sleep"]),
        (["WHAT IT DOES"], ["WHAT IT DOES"]),
        (["What does it feel like?"], ["What does it feel like?"]),
        (STEPS, STEPS),
        (["Call us today!"], []),
        (["Side effects include:"], []),
        (["— Ada Night"], []),
        (["March 14, 2024"], []),
        (["Call 503-555-0100"], []),
        (["“Nothing Is as Good as Sleep”"], []),
        (["https://example.org/Some"], []),
    ],
)
def test_a_short_line_is_a_heading_or_not(tmp_path, lines, found):
    """By its capitals and its end; what heads no text is none."""
    body = "".join(f"{line}\n\n{LONG}\n\n" for line in lines)
    _, _, converted = read(tmp_path, f"A title\n\n{LONG}\n\n{body}Ada Night\n")

    assert headings(converted) == found
    assert "Ada Night" in converted.text


@pytest.mark.parametrize(
    "heading", ["## what it does", "what it does\n============", "WHAT it does\n---"]
)
def test_a_text_with_marks_of_its_own_has_its_headings(tmp_path, heading):
    """As Markdown and old texts mark them; the title too."""
    text = f"A title\n=======\n\n{LONG}\n\n{heading}\n{LONG}\n"
    if heading.startswith("#"):
        text = f"# A title\n\n{LONG}\n\n{heading}\n\n{LONG}\n"
    _, item, converted = read(tmp_path, text)

    assert item.title == "A title"
    assert [one.casefold() for one in headings(converted)] == ["what it does"]
    assert converted.text.count(LONG.strip()) == 2
    assert "#" not in converted.text.replace("## ", "")


def test_what_is_unsure_is_named_with_its_line(tmp_path):
    """Sentence case, and a row of short lines, which is a list without bullets."""
    parts = ["A title", LONG, "What helps", LONG, "Tea", "Warm Milk", "A Walk", LONG]
    text = "\n\n".join(parts)
    _, _, converted = read(tmp_path, text)
    said = [note.what for note in converted.notes]

    assert headings(converted) == ["What helps"]
    assert any("“What helps” (line 5): became a heading" in one for one in said)
    assert any(
        "“Warm Milk” (line 11)" in one and "stayed a line" in one for one in said
    )


def test_lists_are_lists_whatever_stands_before_their_items(tmp_path):
    """Bullets of any kind, apart or together, nested, numbered, wrapped."""
    text = (
        f"A title\n\n{LONG}\n\nTake:\n• tea\n• milk,\n  ◦ warm\n• a walk\n\n{LONG}\n\n"
        "- one\n\n- two\n\n1. first\n\n2. second\n3) third\n\n– said Ada Night\n"
    )
    _, _, converted = read(tmp_path, text)

    assert "Take:\n\n- tea\n- milk,\n    - warm\n- a walk\n\n" in converted.text
    assert "- one\n- two\n\n1. first\n2. second\n3. third\n" in converted.text
    assert converted.text.endswith("– said Ada Night\n")


@pytest.mark.parametrize("whole", [True, False])
def test_a_text_that_was_pasted_twice_comes_once(tmp_path, whole):
    """Its second copy may lack a part; what it has more is never left out."""
    again = COPIED if whole else COPIED.replace("Where You Begin\n\n", "")
    site, item, converted = read(tmp_path, f"{COPIED}\n\n{again}\n")
    once = read(tmp_path, COPIED)

    assert item.body.split() == once[1].body.split()
    assert converted.text == once[2].text
    assert (item.previous, item.following) == (once[1].previous, once[1].following)
    assert any("stands in the file twice" in note.what for note in site.notes)


def test_two_copies_that_differ_are_both_kept_and_named(tmp_path):
    """Nobody but the author knows which is the right one."""
    other = COPIED.replace("we're here", "we are here")
    site, _, converted = read(tmp_path, f"{COPIED}\n\n{other}\n")

    assert "we're here" in converted.text
    assert "we are here" in converted.text
    assert any("nearly the same text a second time" in one.what for one in site.notes)


def test_long_lines_without_empty_ones_are_paragraphs(tmp_path):
    """As some programs export them; lines that an editor wrapped are one."""
    dense = f"A title\n{LONG}\nUnderstanding Sleep\n{LONG}\n{LONG}\n"
    _, _, converted = read(tmp_path, dense)
    assert headings(converted) == ["Understanding Sleep"]
    assert converted.text.count(LONG.strip()) == 3

    wrapped = (
        "words of a paragraph that an editor has wrapped\nat some column, which is "
    )
    wrapped += "not the end\nof anything."
    _, _, converted = read(tmp_path, f"A title\n\n{wrapped}\n")
    assert "<p>" not in converted.text
    assert len(markup.fragments_fromstring(Markdown().convert(converted.text))) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04rest", "as Word and Pages write"),
        (b"%PDF-1.7", "a PDF"),
        (b"{\\rtf1 x}", "RTF"),
        (b"a\0b", "holds bytes that no text has"),
        (b" \n\xc2\xa0\n", "holds no words"),
    ],
)
def test_what_is_no_text_is_refused_with_the_way_on(tmp_path, data, said):
    """Before anything is written."""
    with pytest.raises(RefusedError, match=re.escape(said)):
        read(tmp_path, data)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_of_any_encoding_is_read(tmp_path, code):
    """What was supposed is said; blanks become plain, and line ends too."""
    text = "A title\r\n\r\nÁureo\u00a0 says “rest”—now.\r\n"
    site, item, converted = read(tmp_path, text.encode(code))

    assert item.title == "A title"
    assert converted.text == "Áureo says “rest”—now.\n".replace("o s", "o  s")
    assert any("Windows-1252" in note.what for note in site.notes) == (code == "cp1252")


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}\n\n{'1' * 190}x",
        f"{LONG}\n\n" + "Share\n" * 20_000,
        f"{LONG}\n\n" + "Previous\n" * 20_000,
        "T\n\nword\n\nother\n\n" * 10_000,
        "a" + " " * 1_000_000 + "b",
        "http://" + "." * 1_000_000,
        "- " * 100_000 + "x",
    ],
    ids=range(7),
)
def test_no_text_takes_long_whatever_stands_in_it(tmp_path, text):
    """Each of these has brought a careless pattern to its knees."""
    _, item, converted = read(tmp_path, f"T\n\n{text}\n")

    assert item.title == "T"
    assert converted.text or not item.body.strip()


SIGNS = st.text(
    st.sampled_from("ab1 .,:;-–—+*_`#>=~[](){}<>!&|\\\"'@^$%/?é☺"), min_size=1
)


@settings(max_examples=300, deadline=None)
@given(st.lists(SIGNS.filter(str.strip), min_size=1, max_size=4))
@example(["&amp; &#42; <b>x</b> <!-- c -->"])
@example(["[a](b) ![c](d) [e][f] [^1] {: #x }"])
@example(["*[a]: b", ": c", "[d]: https://example.org/"])
@example(["| a | b |", "!!! note", "~~~"])
def test_every_sign_is_shown_as_it_was_typed(lines):
    """No sign of a text is a mark, whatever Markdown would make of it."""
    lines = [" ".join(line.split()) for line in lines]
    text = "\n\n".join(f"x {line}" for line in lines)
    item = OldItem("post", 1, "a.txt", 1, body=text, form=TEXT)
    page = shown(convert(item, Nowhere()).text)

    assert page.split() == text.split()


@settings(max_examples=300, deadline=None)
@given(SIGNS.filter(str.strip))
@example("---")
@example("1. a")
@example("+ a")
def test_no_sign_at_the_beginning_of_a_line_is_a_mark(line):
    """But for what marks a heading; a line alone is no list."""
    item = OldItem("post", 1, "a.txt", 1, body=f"{LONG}\n\n{line}\n\n{LONG}", form=TEXT)
    page = shown(convert(item, Nowhere()).text)
    kept = page.removeprefix(LONG.strip()).removesuffix(LONG.strip()).split()
    signs = re.compile(r"^#{1,6}\s+(?=[^\W\d_])|^(?:[-*_=~•+–—]\s*)+|^[•*–—-]\s+|\s")

    assert "".join(kept) in ("".join(line.split()), signs.sub("", line.strip()))
