"""The notation of citations in Markdown, and all that must not be one."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.references.citing.grammar import (
    MalformedGroupError,
    parse_bare,
    parse_group,
    split_locator,
)
from plugins.references.citing.markdown import CitationExtension
from plugins.references.citing.marks import (
    FORBIDDEN,
    PIECE,
    CitedWork,
    Resolver,
    remove_marks,
    remove_typed,
)
from tests.plugins.references.samples import a_library

CASES = Path(__file__).parents[1] / "cases" / "citing.md"
EXTENSIONS = ("extra", "toc", "sane_lists", "admonition")
READER = markdown.Markdown(extensions=[*EXTENSIONS, CitationExtension()])
MARK = re.compile(r'<span class="citation"[^>]*>\[(.*?)\]</span>', re.DOTALL)
NAMES = re.compile(r'<span class="citation-authors">(.*?)</span>')


def read_cases():
    case = re.compile(
        r"^([^\n]+)\n\.\n(.*?)\n\.\n(.*?)\n\.\n", re.MULTILINE | re.DOTALL
    )
    parts = case.findall(CASES.read_text("utf-8"))
    return [pytest.param(given, wanted, id=name) for name, given, wanted in parts]


def cite(text):
    """Return HTML with marks written as ⟦1⟧, and the names of what was wrong."""
    html = READER.reset().convert(text)
    resolver = Resolver(a_library(), {}, "post", lambda key: f"ref-{key}")
    html = resolver.resolve(html)
    html = MARK.sub(lambda m: "⟦" + re.sub(r"</?a\b[^>]*>", "", m[1]) + "⟧", html)
    return NAMES.sub(r"\1", html), [fault.name for fault in resolver.faults]


@pytest.mark.parametrize(("given", "wanted"), read_cases())
def test_a_text_cites_what_the_notation_says(given, wanted):
    """Each case of citing.md: what an author writes, and what a page shows."""
    wanted, _, fault = wanted.partition(" !")
    html, faults = cite(given)

    assert faults == ([fault] if fault else [])
    if wanted.startswith("has "):
        assert wanted.removeprefix("has ") in html
    else:
        assert html == wanted


def test_there_are_more_than_a_hundred_cases():
    """The list of cases is read whole."""
    assert len(read_cases()) > 100


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (r"[@davis\_2021]", "[@davis_2021]"),
        (
            r"[see @davis\_2021\_b, pp. 3\-4; @a\_b]",
            "[see @davis_2021_b, pp. 3-4; @a_b]",
        ),
        (r"[-@davis\-2021]", "[-@davis-2021]"),
        (r"[\@davis2021]", ""),
        (r"\[@davis\_2021]", ""),
        (r"`[@davis\_2021]`", ""),
    ],
)
def test_an_editor_may_escape_signs_of_a_key(text, cited):
    """What it wrote is a citation; an escaped “@” or bracket is what it was."""
    html = markdown.markdown(text, extensions=[CitationExtension()])
    assert re.findall(r'data-cite="([^"]*)"', html) == [cited] * bool(cited)


def test_a_resolved_page_can_be_resolved_again():
    """Marks keep what they cite: a merged page gives them new numbers."""
    html = markdown.markdown(
        "@daly2019 and [@davis2021; @smith2020; @raison2023, p. 3].",
        extensions=[CitationExtension()],
    )
    first = Resolver(a_library(), {}, "post", str).resolve(html)
    cited = {"anon": CitedWork(a_library().by_key["anon"], 1)}
    second = Resolver(a_library(), cited, "post", str).resolve(first)

    assert Resolver(a_library(), {}, "post", str).resolve(first) == first
    assert re.findall(r">(\d)</a>", second) == ["2", "3", "4", "5"]


def test_ids_are_unique_and_name_the_page():
    """Each mark has an id of its own that begins with the page's prefix."""
    html = markdown.markdown(
        "[@daly2019] [@daly2019] @daly2019 [@a:b; @anon; @lancet; @davis2021]",
        extensions=[CitationExtension()],
    )
    resolver = Resolver(a_library(), {}, "post", str)
    ids = re.findall(r' id="([^"]+)"', resolver.resolve(html))

    assert len(ids) == len(set(ids)) == 6
    assert all(one.startswith("post-cite") for one in ids)


def test_a_work_inside_a_range_leads_back_to_the_group():
    """“1–3” has no link for 2: its way back is the group itself."""
    html = markdown.markdown(
        "[@daly2019; @davis2021; @smith2020]", extensions=[CitationExtension()]
    )
    cited = {}
    html = Resolver(a_library(), cited, "post", str).resolve(html)

    (mark,) = cited["davis2021"].marks
    assert f'id="{mark}"' in html


def test_a_mark_says_in_words_where_it_leads():
    """Whoever hears the page hears the work's name, not a number alone."""
    html = markdown.markdown("[@carhart2017]", extensions=[CitationExtension()])
    html = Resolver(a_library(), {}, "p", lambda key: f"p-ref-{key}").resolve(html)

    assert 'role="doc-biblioref"' in html
    assert 'href="#p-ref-carhart2017"' in html
    assert 'aria-label="Reference 1: Carhart-Harris and Goodwin"' in html


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Later [@daly2019].", "Later."),
        ("@daly2019 [p. 3] found it [see @anon].", "Daly et al. found it."),
        ("Ask @anna [@nobody].", "Ask @anna [@nobody]."),
    ],
)
def test_a_summary_has_no_marks(text, wanted):
    """Names that the sentence needs stay; it reads as a sentence."""
    library = a_library()
    html = markdown.markdown(text, extensions=[CitationExtension()])
    resolved = Resolver(library, {}, "p", str).resolve(html)

    assert remove_typed(text, library) == wanted
    assert remove_marks(resolved, library) == f"<p>{wanted}</p>"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (", pp. 3-4", ("pp. 3–4", "")),
        (", p. 3 and 5", ("pp. 3 and 5", "")),
        (", 12, 14-16", ("pp. 12, 14–16", "")),
        (", pages 3--4, really", ("pp. 3–4", "really")),
        (", vol. 2", ("vol. 2", "")),
        (", and more", ("", "and more")),
        ("", ("", "")),
        (", paragraph 7", ("para. 7", "")),
        (", S12", ("", "S12")),
        (", p. S12-S19", ("pp. S12–S19", "")),
    ],
)
def test_a_locator_is_told_from_a_suffix(text, wanted):
    """Labels and numbers say where; other words follow the mark."""
    assert split_locator(text) == wanted


def test_what_is_no_citation_parses_to_nothing():
    """The grammar itself says no, without any library."""
    assert parse_group("me@example.org") == ()
    assert parse_bare("no key") is None


WORDS = ["a", "daly2019", "ñ", "1", ".", ":", "-", "--", "/", "&", "{", "}", "@", ";"]
WORDS += [" ", "\n", ", p. 3", "doi:10.1000/x", "_", "*", "<", "(", "é"]


@given(st.lists(st.sampled_from(WORDS), max_size=5).map("".join))
@example("daly2019\n")
@example("doi:10.1000/a.b")
def test_a_lone_key_is_read_like_one_among_words(text):
    """A space before it says nothing, and has it read by the whole notation."""

    def cited(group):
        try:
            return parse_group(group)
        except MalformedGroupError as error:
            return str(error)

    assert cited(f"@{text}") == cited(f" @{text}")


PLACE = '<span class="citation" data-cite="'
NAMED = '<span class="citation-authors">'
PARTS = [
    NAMED,
    PLACE,
    '">',
    "</span>",
    "</span> ",
    "x",
    "<",
    ">",
    "\n",
    '"',
    "<a>",
    "</a>",
]
PARTS += [
    f"{NAMED}Daly</span> {PLACE}@a",
    f'{PLACE}[@a]" id="b">[1]</span>',
    "<code c>",
]
PARTS += ["<abbr>", "</pre", "<b>", " ", "<title"]
#: The same as ``PIECE``, as one would write it down.
PLAIN = re.compile(
    r"(?:<span class=\"citation-authors\">[^<]*</span> )?"
    r'<span class="citation" data-cite="(?P<source>[^"]*)"[^>]*>.*?</span>'
    rf"|<(?P<close>/?)(?P<tag>{FORBIDDEN})\b[^>]*>",
    re.DOTALL,
)


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_the_quick_pattern_finds_what_the_plain_one_finds(html):
    """Marks with and without a name, and tags inside which there are none."""
    found, wanted = PIECE.finditer(html), PLAIN.finditer(html)

    assert [(one.span(), one.groupdict()) for one in found] == [
        (one.span(), one.groupdict()) for one in wanted
    ]
