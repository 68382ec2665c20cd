"""What entries have from others; ``cases/inheritance.bib`` has the rules."""

from __future__ import annotations

import pytest

from plugins.references.exchange.bibtex import read_bibtex


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("@book{a, title={T}, xdata={b}}", "its xdata “b” is not in the file"),
        ("@book{a, title={T}, crossref={a}}", "its crossref “a” is not in the file"),
        (
            "@book{a, title={T}, crossref={b}}@book{b, title={B}, crossref={a}}",
            "inherit from each other",
        ),
    ],
)
def test_a_parent_that_is_none_is_named(text, what):
    """The entry itself is read."""
    found = read_bibtex(text)

    assert "T" in str(found.items[0]["title"])
    assert len(found.faults) == 1
    assert what in found.faults[0].what


def test_long_lines_of_parents_end():
    """Each entry is completed once."""
    chain = [f"@book{{k{n}, title={{T}}, crossref={{k{n + 1}}}}}" for n in range(3000)]
    found = read_bibtex("\n".join([*chain, "@book{k3000, title={T}, publisher={P}}"]))

    assert found.items[0]["publisher"] == "P"
