"""BibTeX and biblatex as CSL-JSON: what each entry becomes, and what is said of it.

``cases/*.bib`` hold files, parted by empty lines: above each stand the values of the
item “a” (``%= variable: JSON``) and all that is said (``%! line: sentence``).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plugins.references.exchange.bibtex import read_bibtex
from plugins.references.library.item import parse_item
from plugins.references.styles import format_reference

BLOCKS = [
    (path.stem, block.strip("\n"))
    for path in sorted((Path(__file__).parent / "cases").glob("*.bib"))
    for block in re.split(r"\n\n(?=%[=!])", path.read_text("utf-8"))
]


@pytest.mark.parametrize(("name", "block"), BLOCKS)
def test_a_file_becomes_what_its_case_says(name, block):
    """Its values, and no sentence more or less than the case has."""
    head = [line for line in block.split("\n") if line.startswith(("%=", "%!"))]
    found = read_bibtex("\n".join(block.split("\n")[len(head) :]))
    item = next((one for one in found.items if one["id"] == "a"), {})
    said = [f"%! {one.line}: {one.what}" for one in found.said]

    assert said == [line for line in head if line.startswith("%!")]
    for line in head:
        if line.startswith("%="):
            variable, _, value = line.removeprefix("%= ").partition(": ")
            assert item.get(variable) == json.loads(value)
    for one in found.items:
        for style in ("apa", "ama", "nlm"):
            assert format_reference(parse_item(one), style)[1]


@pytest.mark.parametrize(
    "text",
    [
        '@IEEEtranBSTCTL{x, ctluse_forced_etal = "yes"}',
        "@CONTROL{REVTEX41Control}",
        "@xdata{x, publisher = {Wiley}}",
        "@comment{x, title = {T}}",
    ],
)
def test_what_is_no_work_is_none(text):
    """Orders to a style, and what only others inherit."""
    found = read_bibtex(text)

    assert (found.items, found.faults) == ([], [])


def test_a_broken_entry_costs_itself_alone():
    """The entries around it are read."""
    broken = "@book{b,\n title = {B,\n year = 2019\n}"
    found = read_bibtex(f"@book{{a, title={{A}}}}\n{broken}\n@book{{c, title={{C}}}}")

    assert [item["id"] for item in found.items] == ["a", "c"]
    assert [fault.line for fault in found.faults] == [3]


def test_what_many_entries_share_is_said_once():
    """With the lines of the others; up to three are said one by one."""
    entry = "@article{{k{}, title={{T}}, journal=nejm}}\n"
    many = read_bibtex("".join(entry.format(n) for n in range(9))).faults
    few = read_bibtex("".join(entry.format(n) for n in range(3))).faults

    assert [fault.line for fault in many] == [1]
    assert many[0].what.endswith("So too: lines 2, 3, 4, 5, 6, 7 and 2 more.")
    assert [fault.line for fault in few] == [1, 2, 3]


TEAM = [{"literal": "Bokeh Development Team"}]
CLINIC = "Mayo Clinic"
WHERE = r"howpublished={Available at \url{https://x.org/b} (2019)}, year={2019}"
DBLP = "volume={abs/2101.1}, eprint={2101.1}, eprinttype={arXiv}"
AS_EXPORTED = [
    ("@article{k, title={T}, entrysubtype={newspaper}}", "type", "article-newspaper"),
    ("@article{k, title={T}, entrysubtype={magazine}}", "type", "article-magazine"),
    ("@article{k, title={T}, issue={Spring}, number={1/2}}", "issue", "1/2"),
    ("@misc{k, title={T}, note={US Patent 8,785,500}}", "type", "patent"),
    ("@misc{k, title={T}, note={US Patent 8,785,500}}", "number", "8,785,500"),
    ("@misc{k, title={T}, note={US Patent App. 12/345}}", "authority", "US"),
    ("@jurisdiction{k, title={T}, citation={410 U.S. 113}}", "volume", "410 U.S. 113"),
    ("@misc{k, title={T}, author={Clinic, Mayo}}", "author", [{"literal": CLINIC}]),
    (f"@article{{k, title={{T}}, {DBLP}}}", "number", None),
    ("@inproceedings{k, title={T}, booktitle={B}, number={1}}", "issue", "1"),
    ("@manual{k, title={T}, author={Team, Bokeh Development}}", "author", TEAM),
    (f"@misc{{k, title={{T}}, {WHERE}}}", "medium", None),
    ("@inbook{k, title={T}, chapter={2}, publisher={P}}", "type", "book"),
]


@pytest.mark.parametrize(("text", "name", "wanted"), AS_EXPORTED)
def test_fields_mean_what_the_program_put_there(text, name, wanted):
    """Better BibTeX, biblatex-apa, DBLP, Google Scholar."""
    assert read_bibtex(text).items[0].get(name) == wanted
