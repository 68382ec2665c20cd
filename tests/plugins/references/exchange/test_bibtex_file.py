"""The grammar of BibTeX files; ``cases`` hold what can be shown in one."""

from __future__ import annotations

import pytest

from plugins.references.exchange.bibtex_file import BibFile


def read(text):
    """Return the entries' fields, and what was reported, by line."""
    said = []
    file = BibFile(text, lambda line, what: said.append((line, what)))
    values = [
        {name: one.value for name, one in entry.fields.items()}
        for entry in file.entries
    ]
    return values, said


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff@book{a,\r\n  title = {T\r\n  U}\r\n}\r\n",
        "@book{a,\r  title = {T\r U},\r}\r",
        "@book{a, title = {T\n\n  U}}",
    ],
)
def test_marks_and_ends_of_lines_of_all_systems_are_read(text):
    """Windows, the old Macintosh, a byte order mark."""
    assert read(text) == ([{"title": "T U"}], [])


def test_lines_are_counted_for_every_end_of_line():
    """An editor finds the place."""
    for end in ("\n", "\r\n", "\r"):
        lines = ["@book{a,", " title = {T},", " foo", "}", "@book{b, title = {U,", "}"]
        assert [line for line, _ in read(end.join(lines))[1]] == [3, 5]


@pytest.mark.parametrize(
    "text",
    [
        *("", "@", "@book", "@book{", "@book(a", "@book{a, b", "@book{a, b=", "}" * 9),
        *("@string{a", "@comment{", "@preamble{", "@book{a, b=c#", "@book{{{{", "@{"),
        *('@book{a,"=', "@book{a,}}}}", "@book{a,##=,}", "@book{a,b={c}d={e}}"),
        *("@string{", "@@@@book{a, b = c}", "@book{a, b = {" + "{" * 9000),
    ],
)
def test_whatever_stands_in_a_file_costs_no_traceback(text):
    """It is read as far as it goes."""
    read(text)


def test_macros_that_multiply_each_other_are_cut():
    """A file of a few lines cannot fill the memory."""
    lines = ['@string{a0 = "' + "x" * 900 + '"}']
    lines += [
        f"@string{{a{n} = {' # '.join([f'a{n - 1}'] * 50)}}}" for n in range(1, 9)
    ]
    entries, said = read("\n".join([*lines, "@book{a, title = a8}"]))

    assert len(entries[0]["title"]) <= 200_000
    assert "longer than any text" in said[0][1]
