"""Every colour of letters on every surface, as the style sheets say them.

axe leaves out what it cannot see, such as a number of one digit; these are all pairs.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "theme/static/css"
SCHEMES = ("light", "dark")
TEXTS = ("ink", "ink-soft", "link", "visited", "gold-ink", "urgent")
SURFACES = ("paper", "raised", "urgent-tint", "warning-tint")
#: The card of the next part is dark in both schemes, and so is what stands on it.
ON_NEXT = ("ink", "ink-soft", "gold-ink")
TOKEN = re.compile(
    r"^ *--([a-z-]+): *(light-dark\([^)]*\)|#[0-9a-f]{6});", re.MULTILINE
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MIX = re.compile(r"color-mix\(in srgb, var\(--([a-z-]+)\) (\d+)%, var\(--([a-z-]+)\)\)")


def read_tokens(scheme):
    """Return each colour's red, green and blue, 0 to 255, in a scheme."""
    found = {}
    for name, value in TOKEN.findall((CSS / "tokens.css").read_text("utf-8")):
        hexes = re.findall(r"#([0-9a-f]{6})", value)
        assert len(hexes) == (2 if value.startswith("light-dark") else 1), name
        chosen = hexes[-1 if scheme == "dark" else 0]
        found[name] = [int(chosen[at : at + 2], 16) for at in (0, 2, 4)]
    return found


def luminance(colour):
    """Return WCAG 2's relative luminance."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return WCAG 2's ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rules():
    """Yield each rule's file, selector and declarations."""
    for file in sorted(CSS.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        for selector, declarations in RULE.findall(text):
            yield file.name, " ".join(selector.split()), declarations


def declared(selector, name):
    """Return the value that the one rule with a selector gives to a property."""
    (value,) = [
        value.strip()
        for _, found, declarations in rules()
        if found == selector
        for value in re.findall(rf"(?:^|[;\s]){name}:([^;]+);", declarations)
    ]
    return value


def test_the_ratio_is_that_of_wcag():
    """Black on white is 21, and #767676 the palest grey that passes."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x76,) * 3, (255, 255, 255)) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_letters_can_be_read_on_every_surface(scheme):
    """4.5 to 1, whatever stands where; 3 to 1 for gold, which draws rings and rules."""
    tokens = read_tokens(scheme)
    ratios = {
        (text, surface): contrast(tokens[text], tokens[surface])
        for text, surface in product((*TEXTS, "gold"), SURFACES)
    }

    assert len(ratios) == 28
    pale = {
        pair: round(ratio, 2)
        for pair, ratio in ratios.items()
        if ratio < (3 if pair[0] == "gold" else 4.5)
    }
    assert pale == {}


def test_letters_can_be_read_on_the_card_of_the_next_part():
    """It has the dark scheme's letters in both."""
    dark, surface = read_tokens("dark"), read_tokens("light")["next"]

    assert declared(".next-part", "color-scheme") == "dark"
    assert surface == dark["next"]
    for name in ON_NEXT:
        assert contrast(dark[name], surface) >= 4.5, name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_marked_or_selected_can_be_read(scheme):
    """Links in a mark too."""
    tokens = read_tokens(scheme)
    name, percent, other = MIX.fullmatch(declared("mark", "background")).groups()
    share = int(percent) / 100
    pairs = zip(tokens[name], tokens[other], strict=True)
    mark = [one * share + two * (1 - share) for one, two in pairs]
    surface, letters = (
        re.fullmatch(r"var\(--([a-z-]+)\)", declared("::selection", of))[1]
        for of in ("background", "color")
    )

    for text in ("ink", "link", "visited"):
        assert contrast(tokens[text], mark) >= 4.5, text
    assert contrast(tokens[letters], tokens[surface]) >= 4.5


def test_gold_draws_and_never_writes():
    """It is too pale for letters; gold-ink is for them. A bullet is no letter."""
    coloured = [
        (file, selector)
        for file, selector, declarations in rules()
        if re.search(r"(?:^|[;\s])color:[^;]*var\(--gold\)", declarations)
    ]

    assert [one for one in coloured if one[1] != ".key-points ::marker"] == []


def test_colours_are_named_in_one_place():
    """Nothing but tokens has a colour of its own, except paper, which is white."""
    strange = [
        (file, selector, colour)
        for file, selector, declarations in rules()
        if file not in ("tokens.css", "print.css")
        for colour in re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", declarations)
    ]

    assert strange == []
