"""How large a drawing says it is, whoever has written it."""

from __future__ import annotations

import pytest

from plugins.images.svg import HEAD, measure_svg

ENTITY = '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;" '


def measured(attributes, before="", after="/>"):
    root = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}{after}'
    return measure_svg((before + root).encode())


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="640" height="360"', (640, 360)),
        ('width="640px" height="1in" viewBox="0 0 1 1"', (640, 96)),
        ("width=' 30pt ' height='2.54cm'", (40, 96)),
        ('width="25.4mm" height="6pc"', (96, 96)),
        ('viewBox="0 0 120 80"', (120, 80)),
        ('viewBox="-5.5,-5,10.6,20"', (11, 20)),
        ('width="100%" height="auto" viewBox="0 0 120 80"', (120, 80)),
        ('width="60" viewBox="0 0 120 80"', (60, 40)),
        ('height="1e2" viewBox="0 0 120 80"', (150, 100)),
    ],
)
def test_width_and_height_are_those_that_the_file_says(attributes, size):
    """In pixels, and one side from the other where a box tells their ratio."""
    assert measured(attributes) == size


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'width="640"',
        'width="100%" height="100%"',
        'width="12ex" height="2ex" viewBox="0 0 5000 800"',
        'width="calc(1px + 1em)" height="2" viewBox="0 0 5 8"',
        'width="-3" height="4"',
        'viewBox="0 0 0 80"',
        'viewBox="0 0 80"',
        'width="1e99" height="5"',
        'width="0.1" height="5"',
    ],
)
def test_nothing_is_invented_where_a_file_does_not_say(attributes):
    """A formula that is twelve letters wide is not 5,000 pixels wide."""
    assert measured(attributes) == (0, 0)


@pytest.mark.parametrize("before", ["\ufeff", '<?xml version="1.0"?>\n<!-- x -->'])
def test_what_stands_before_and_behind_the_root_is_no_matter(before):
    """Marks of a program before it, a file without an end behind it."""
    assert measured('width="6" height="4"', before, "><g><path") == (6, 4)
    assert measure_svg((ENTITY + 'width="6" height="4">').encode()) == (6, 4)


def test_a_file_that_means_harm_says_nothing(tmp_path):
    """Entities that grow a billionfold or name another file, and what is no drawing."""
    (tmp_path / "secret").write_text("77")
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for inside in (
        f'<!ENTITY a0 "7">{grown}]><svg width="&a11;" height="5"/>',
        f'<!ENTITY a SYSTEM "{tmp_path}/secret">]><svg width="&a;" height="5"/>',
        '<!ENTITY a "7">]><html width="&a;" height="5"/>',
        f"]>{' ' * HEAD}<svg width='7' height='5'/>",
    ):
        assert measure_svg(f"<!DOCTYPE svg [{inside}".encode()) == (0, 0)
    assert measure_svg(b"words") == measure_svg(b"") == (0, 0)
