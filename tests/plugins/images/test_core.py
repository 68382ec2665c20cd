"""Where pictures stand in a text, and what is put in their place."""

from __future__ import annotations

import pytest

from plugins.images.core import (
    Picture,
    choose_widths,
    name_file,
    replace_images,
    show,
)
from plugins.images.settings import parse_settings
from plugins.problem import SettingsError

PICTURE = Picture(
    "https://x.example/a.jpg",
    900,
    600,
    "https://x.example/a-480.webp 480w",
    "100vw",
)


@pytest.mark.parametrize(
    ("original", "wanted", "made"),
    [
        (300, (480, 800), (300,)),
        (480, (480, 800), (480,)),
        (600, (480, 800), (480, 600)),
        (4000, (480, 800), (480, 800)),
    ],
)
def test_nothing_is_made_wider_than_its_original(original, wanted, made):
    """Enlarging gains nothing."""
    assert choose_widths(original, wanted) == made


def test_an_authors_own_srcset_and_picture_are_left_alone():
    """Whoever wrote it meant it."""
    body = '<p><img src="a.jpg" srcset="b 1x"></p><picture><img src="a.jpg"></picture>'

    assert replace_images(body, lambda _: "NO") == body


def test_everything_around_a_picture_stays_byte_for_byte():
    """Only the picture is replaced."""
    body = "<p>one  &amp; <b>two</b></p>\n<p><img src='a.png' alt=''></p>\n<hr />"

    found = replace_images(body, lambda shown: "X" if shown.is_alone else None)

    assert found == "<p>one  &amp; <b>two</b></p>\nX\n<hr />"


def test_words_before_a_picture_are_counted():
    """The first picture of a text is not lazy, one further down is."""
    seen = []
    body = "<p>one two</p><img src='a'><p>three <b>four</b></p><img src='b'>"

    replace_images(body, lambda shown: seen.append((shown.source, shown.words_before)))

    assert seen == [("a", 2), ("b", 4)]


def test_a_title_is_a_caption_only_where_the_picture_is_alone():
    """Within a line it stays a title."""
    results = []

    def note(shown):
        results.append(show(shown, PICTURE))

    replace_images('<p><img src="a" title="A &lt;b&gt; caption"></p>', note)
    replace_images('<p>Here <img src="a" title="no"> there</p>', note)

    assert "<figcaption>A &lt;b&gt; caption</figcaption></figure>" in results[0]
    assert results[0].startswith("<figure><picture>")
    assert "figcaption" not in results[1]


def test_the_markup_keeps_room_and_escapes():
    """Width and height hold the place; quotes cannot break out."""
    from dataclasses import replace

    html = replace(PICTURE, alt='a "quote" & <b>', more=(("class", 'x"y'),)).html

    assert 'width="900" height="600"' in html
    assert 'alt="a &quot;quote&quot; &amp; &lt;b&gt;"' in html
    assert 'class="x&quot;y"' in html
    assert 'loading="lazy"' in html
    assert "lazy" not in replace(PICTURE, fetch="eager").html


@pytest.mark.parametrize(
    ("path", "name"),
    [("images/A B.JPG", "a-b"), ("é.png", "picture"), ("x/y/z.tar.webp", "z-tar")],
)
def test_names_in_addresses_need_no_quoting(path, name):
    """Letters, digits and dashes."""
    assert name_file(path) == name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"width": [1]}, "Did you mean “widths”?"),
        ({"widths": []}, "not a list of whole numbers"),
        ({"widths": [480, "800"]}, "not a list of whole numbers"),
        ({"quality": 0}, "from 1 to 100"),
        ({"quality": True}, "from 1 to 100"),
        ({"url": "images/{name}.webp"}, "without {hash}, {suffix}, {width}"),
        ({"cache": ""}, "is “”, not the path of a folder"),
        (3, "IMAGES is 3, not a dict"),
    ],
)
def test_a_wrong_setting_is_named(given, said):
    """One line each."""
    with pytest.raises(SettingsError, match="images-setting") as raised:
        parse_settings(given)

    assert said in str(raised.value)
