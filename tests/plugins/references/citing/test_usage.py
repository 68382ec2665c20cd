"""Which post cites which work, and numbers that lead nowhere."""

from __future__ import annotations

import pytest

from plugins.references.citing.usage import (
    find_loose_numbers,
    find_unused,
    justified_everywhere,
    read_usage,
)
from plugins.references.library.file import format_library, parse_library
from plugins.source.core import Source

KEYS = ("daly2019", "davis2021", "jerome2020", "rush2006", "zarate2006", "anand2023")
ITEMS = [
    {"id": key, "type": "article-journal", "title": key, "DOI": f"10.5555/{key}"}
    for key in KEYS
]
LIBRARY = parse_library(format_library(ITEMS), "content/references/library.json")


def usage(body, header="title: A", path="content/posts/a.md"):
    text = f"---\n{header}\n---\n\n{body}\n"
    return read_usage(Source(path, text), LIBRARY)


MENTIONS = {
    "a group": ("See [@daly2019; see @davis2021, p. 3].", ["daly2019", "davis2021"]),
    "a bare key": ("As @daly2019 showed.", ["daly2019"]),
    "a DOI": ("See [@doi:10.5555/rush2006].", ["rush2006"]),
    "the number alone": ("Daly [-@daly2019].", ["daly2019"]),
    "code": ("`[@daly2019]`", []),
    "a fence": ("```\n[@daly2019]\n```", []),
    "a comment": ("<!-- [@daly2019] -->", []),
    "a link": ("[@daly2019](https://a.b)", []),
    "an address": ("write to ada@daly2019.org", []),
    "an unknown key": ("[@nobody2020]", []),
}


@pytest.mark.parametrize(("body", "keys"), MENTIONS.values(), ids=MENTIONS)
def test_mentions_are_read_as_the_page_reads_them(body, keys):
    """Code, links and addresses cite nothing."""
    assert usage(body).keys == set(keys)


def test_further_reading_is_use():
    """A work that is named is not idle."""
    header = "title: A\nfurther_reading: [rush2006]"

    assert usage("Text.", header).keys == {"rush2006"}


def test_works_that_nobody_cites_are_named():
    """Each on its line, while they are few."""
    found = list(find_unused(LIBRARY, [usage("[@daly2019; @davis2021; @jerome2020]")]))
    names = {problem.name for problem in found}
    idle = [problem for problem in found if problem.name == "reference-uncited"]

    assert names == {"reference-uncited", "references-cited-once"}
    assert [problem.what.split(":")[0] for problem in idle] == list(KEYS[3:])
    assert all(problem.line for problem in idle)


def test_many_idle_works_are_one_line():
    """A new library must not bury what is wrong."""
    (problem,) = find_unused(LIBRARY, [])

    assert problem.what.startswith("6 works are cited by no post or page: daly2019, ")


def test_works_that_hang_on_one_post_are_named():
    """They lose their only reader when that post goes."""
    other = usage("[@daly2019]", path="content/posts/b.md")
    usages = [usage("[@daly2019; @davis2021]"), other]
    once = [
        p for p in find_unused(LIBRARY, usages) if p.name == "references-cited-once"
    ]

    assert [problem.what for problem in once] == [
        "1 work is cited in one post only: davis2021."
    ]


PLAIN = (
    "Text [1] and [2, 3] and [7].\n\nReferences:\n\n1. One 10.1/a\n2. Two\n3. Three\n"
)


def test_numbers_without_an_entry_are_found():
    """In a list typed by hand."""
    (problem,) = find_loose_numbers([usage(PLAIN)])

    assert problem.line == 5
    assert "“[7]” has no entry" in problem.what


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("No list: [1] and [2024].", []),
        ("Cited [@daly2019] and typed [1].", []),
        ("Cited [@daly2019] and typed [2].", [2]),
        ("[@daly2019] `[9]` and [9](https://a.b) and [^9] and x[9]", []),
        ("[@daly2019]\n\n[9]: https://a.b", []),
    ],
)
def test_numbers_of_other_kinds_are_left_alone(body, numbers):
    """Links, footnotes and code are no citations; without a list nothing is one."""
    assert [number for _, number in usage(body).loose_numbers] == numbers


def test_a_retracted_work_is_explained_when_every_post_says_why():
    """One silent post is enough to lean on it."""
    said = "title: A\ncites_retracted: ['jerome2020: to show it']"
    explained = usage("[@jerome2020]", said)

    assert justified_everywhere([explained]) == {"jerome2020"}
    assert justified_everywhere([explained, usage("[@jerome2020]")]) == set()
    assert justified_everywhere([]) == set()
