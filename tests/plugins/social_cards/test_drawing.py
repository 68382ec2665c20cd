"""Cards as they are drawn, read by Pillow as pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from plugins.social_cards.core import Card, rings_of_part
from plugins.social_cards.drawing import can_draw, draw

COLOURS = ("#fbf7ef", "#2a241e", "#a8741a", "#f4ebda")
LONG = "Ketamine or psilocybin for treatment-resistant depression, once more. " * 9
CARDS = [
    Card("Áureo", "Sleep"),
    Card("Áureo", LONG, LONG, rings_of_part(2, 8)),
    Card("Áureo", "Ü" * 900),
    Card(LONG, "Łódź, Ελλάδα, Київ, việt", "Teil 1 von 3", rings_of_part(1, 3)),
    Card("Áureo", LONG, is_of_site=True),
    Card("日本", ""),
]


def opened(card):
    return Image.open(BytesIO(draw(card, COLOURS)))


def at(image, colour):
    """Return the box of everything in one colour."""
    wanted = tuple(bytes.fromhex(colour[1:]))
    plain = image.convert("RGB")
    mask = Image.new("L", plain.size)
    pixels = plain.get_flattened_data()
    mask.putdata([255 * (pixel == wanted) for pixel in pixels])
    return mask.getbbox()


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.title[:9] or "none")
def test_a_card_is_small_and_keeps_its_margins(card):
    """1200 × 630, at most 40 kB, and nothing at its edge, which some cut off."""
    assert len(draw(card, COLOURS)) <= 40_000
    image = opened(card)
    assert (image.size, image.format, image.mode) == ((1200, 630), "PNG", "P")
    paper = Image.new("RGB", image.size, COLOURS[0])
    left, top, right, bottom = ImageChops.difference(
        image.convert("RGB"), paper
    ).getbbox()
    assert left >= 80
    assert top >= 50
    assert right <= 1120
    assert bottom <= 606


def test_the_ring_of_this_part_has_a_point_and_no_other():
    """The row says the same as “Part 2 of 4”."""
    image = opened(Card("Áureo", "Sleep", "", rings_of_part(2, 4))).convert("RGB")
    middles = [image.getpixel((88 + 15 + 44 * number, 569)) for number in range(4)]
    gold, paper = (168, 116, 26), (251, 247, 239)
    assert middles == [paper, gold, paper, paper]


def test_a_card_without_a_title_has_the_large_ring_and_no_ink_below():
    """Never a box, and never a blank card."""
    image = opened(Card("Áureo", "", "", ()))
    assert at(image, COLOURS[3])
    ink = at(image, COLOURS[1])
    assert ink[3] < 152  # the name of the site alone


def test_the_font_says_what_it_cannot_draw():
    """A title is drawn whole or not at all."""
    every = "".join(map(chr, range(32, 127)))
    assert can_draw(f"é{every}")
    assert all(map(can_draw, ["Sleep?", "Größe", "Ελλάδα", "Київ", "việt", "a – b…"]))
    for text in ("日本語", "مرحبا", "שלום", "a 😀", "≥ 5", "ქ", "x\u0323", "\uffff"):
        assert not can_draw(text), text


def test_the_same_card_is_the_same_bytes():
    """So that a build may keep what it has made."""
    assert draw(CARDS[1], COLOURS) == draw(CARDS[1], COLOURS)
    assert draw(CARDS[0], COLOURS) != draw(CARDS[0], ("#ffffff", *COLOURS[1:]))
