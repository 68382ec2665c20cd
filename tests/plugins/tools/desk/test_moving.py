"""Names of files, with another slug or another day."""

from __future__ import annotations

import pytest

from plugins.tools.desk.moving import with_day, with_slug


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("sleep", "rest"),
        ("2026-03-14-sleep", "2026-03-14-rest"),
        ("2026_03_14_sleep", "2026_03_14_rest"),
        ("20260314-sleep", "20260314-rest"),
        ("2026-03-14-sleep.es", "2026-03-14-rest.es"),
        ("sleep-pt-br", "rest-pt-br"),
        ("sleep_de", "rest_de"),
        ("sleep-well", None),
        ("deep-sleep", None),
        ("index", None),
        ("2026-03-14-other", None),
    ],
)
def test_a_name_gets_another_slug_if_it_has_it(name, wanted):
    """Whatever stands before and behind it."""
    assert with_slug(name, "sleep", "rest") == (wanted or name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("2026-03-14-sleep", "2026-12-01-sleep"),
        ("2026.03.14 sleep", "2026.12.01 sleep"),
        ("20260314sleep", "20261201sleep"),
        ("2026-03-14", "2026-12-01"),
        ("sleep", None),
        ("2026-sleep", None),
        ("202603145-sleep", None),
    ],
)
def test_a_name_gets_another_day_if_it_has_one(name, wanted):
    """In the form that it has."""
    assert with_day(name, "2026-12-01") == (wanted or name)
