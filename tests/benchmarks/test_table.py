"""Tables made of given numbers."""

from __future__ import annotations

import pytest

from benchmarks.figures import HUGO, OURS, PELICAN, Case, Cost, Figures, Output
from benchmarks.table import SUMMARY_HEAD, detail, list_outputs, summarize


def fill(figures, row, posts, who, *costs):
    for cost in costs:
        figures.add(Case(row, posts, who), Cost(*cost))


def cells(lines, begin):
    """Return the cells of the line that begins so, without the first one."""
    (line,) = [line for line in lines if line.startswith(f"| {begin}")]
    return [cell.strip() for cell in line.strip("|").split(" | ")][1:]


def test_a_ratio_is_the_median_of_the_rounds_own():
    """The ratio of the medians would be 2.00."""
    figures = Figures()
    fill(figures, "cold", 1000, OURS, (10, 8, 90), (30, 9, 95), (20, 6, 91))
    fill(figures, "cold", 1000, PELICAN, (5, 4, 45), (10, 3, 50), (20, 2, 40))
    lines = summarize(figures, 13)
    assert cells(lines, "cold build of 1,000 posts") == [
        "20.00 (10.00–30.00) s",
        "10.00 (5.00–20.00) s",
        "wall 2.00 (1.00–3.00), processor 3.00 (2.00–3.00)",
    ]
    fill(figures, "edit", 1000, OURS, (3, 3, 90), (1, 1, 90), (8, 8, 90))
    fill(figures, "edit", 1000, HUGO, (1, 1, 90), (2, 1, 90), (2, 1, 90))
    assert cells(summarize(figures, 13), "1,000 posts, one body edited") == [
        "3.00 (1.00–8.00) s",
        "2.00 (1.00–2.00) s",
        "wall 3.00 (0.50–4.00), processor 3.00 (1.00–8.00)",
    ]


def test_processor_time_of_a_post_is_compared_between_two_sizes():
    """What grows faster than the posts shows here."""
    figures = Figures()
    fill(figures, "cold", 1000, OURS, (1, 20, 300))
    fill(figures, "cold", 5000, OURS, (1, 150, 1000))
    assert cells(summarize(figures, 13), "processor time for each post, cold") == [
        "30.00 ms",
        "20.00 ms",
        "1.50",
    ]


def test_memory_and_bytes_stand_beside_those_of_pelican():
    """Memory is the most that any round took."""
    figures = Figures()
    fill(figures, "cold", 5000, OURS, (1, 1, 1000), (1, 1, 1049))
    fill(figures, "cold", 5000, PELICAN, (1, 1, 107), (1, 1, 100))
    figures.outputs[1000, OURS] = Output(2640, 231_000_000)
    figures.outputs[1000, PELICAN] = Output(1176, 19_000_000)
    lines = summarize(figures, 13)
    memory = cells(lines, "peak memory of a cold build of 5,000 posts")
    assert memory == ["1049 MiB", "107 MiB", "9.80"]
    assert cells(lines, "what 1,000 posts write") == [
        "231.0 MB, 2,640 files",
        "19.0 MB, 1,176 files",
        "12.16",
    ]
    assert list_outputs(figures)[2:] == [
        "| 1,000 | Bulletin | 2,640 | 231.0 |",
        "| 1,000 | Pelican | 1,176 | 19.0 |",
    ]


def test_every_row_is_there_whatever_was_measured():
    """A row that is not there would not be missed."""
    lines = summarize(Figures(), 13)
    assert lines[:2] == SUMMARY_HEAD
    assert len(lines) == 2 + 16
    assert all(cells([line], "") for line in lines[2:])
    for line in lines[2:]:
        assert line.endswith("| not measured in this run | – | – |")


def test_a_row_that_failed_says_why():
    """In both tables, and the others stand beside it."""
    figures = Figures()
    fill(figures, "edit", 1000, OURS, (3, 3, 90))
    figures.failures[Case("edit", 1000, HUGO)] = "it ended with 1: a | b"
    figures.failures[Case("clinic", 13, OURS)] = "No space left"
    lines = summarize(figures, 13)
    edited = next(line for line in lines if line.startswith("| 1,000 posts, one body"))
    assert edited.endswith("| 3.00 s | it ended with 1: a \\| b | – |")
    assert cells(lines, "the clinic’s own site (13 posts)")[0] == "No space left"
    assert detail(figures)[2:] == [
        "| 1,000 | one body edited | Bulletin | 3.000 | 3.000 | 90 | – | – |",
        "| 1,000 | one body edited | Hugo | it ended with 1: a \\| b | | | | |",
        (
            "| 13 | the clinic’s own site, one body edited | Bulletin | No space left"
            " | | | | |"
        ),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [("serve", "save to served"), ("seen", "save to seen in Chromium")],
)
def test_a_save_has_neither_processor_time_nor_memory(row, words):
    """They would be those of a server that goes on."""
    figures = Figures()
    fill(figures, row, 1000, OURS, (4,), (6,))
    fill(figures, row, 1000, HUGO, (1,), (2,))
    assert detail(figures)[2:] == [
        f"| 1,000 | {words} | Bulletin | 5.000 (4.000–6.000) | – | – | – | – |",
        (
            f"| 1,000 | {words} | Hugo | 1.500 (1.000–2.000) | – | – "
            "| 3.50 (3.00–4.00) | – |"
        ),
    ]
    line = (
        f"| 1,000 posts, {words}, `invoke serve` / `hugo server` "
        "| 5.00 (4.00–6.00) s | 1.50 (1.00–2.00) s | 3.50 (3.00–4.00) |"
    )
    assert line in summarize(figures, 0)


def test_rounds_that_one_of_two_did_not_finish_are_left_out():
    """A ratio needs two runs of the same round."""
    figures = Figures()
    fill(figures, "cold", 100, OURS, (4, 4, 9), (9, 9, 9))
    fill(figures, "cold", 100, PELICAN, (2, 1, 9))
    ratio = cells(summarize(figures, 13), "cold build of 100 posts")[2]
    assert ratio == "wall 2.00, processor 4.00"
