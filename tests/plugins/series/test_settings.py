"""Wrong settings end a run with one line for each mistake."""

from __future__ import annotations

import pytest

from plugins.problem import SettingsError
from plugins.series.settings import parse_settings
from tests.plugins.series.test_adapter import parts

WRONG = [
    ([], "SERIES is [], not a dict. Write SERIES = {}."),
    (
        {"windo": 3},
        "SERIES has no key “windo”. Did you mean “window”?",
    ),  # codespell:ignore
    ({"window": "3"}, "SERIES[“window”] is “3”, not a whole number from 0. Write"),
    ({"window": True}, "SERIES[“window”] is True, not a whole number from 0."),
    ({"window": -1}, 'SERIES[“window”] is -1, not a whole number from 0. Write "win'),
    ({"neighbors": "title"}, "SERIES[“neighbors”] is “title”, not one of “date”, “si"),
    ({"url": "s/{name}"}, "SERIES[“url”] is “s/{name}”, which cannot be filled in. It"),
    ({"url": "s/"}, "is “s/”, without {slug}. Put {slug} into it, or all would have"),
    ({"lang_url": "{slug}/"}, "SERIES[“lang_url”] is “{slug}/”, without {lang}. Put"),
    ({"url": "s/{slug"}, "SERIES[“url”] is “s/{slug”, which cannot be filled in. It"),
    ({"words": {"next": "x"}}, "SERIES[“words”] has no key “next”. Its keys: all_se"),
    ({"words": {"part_of": "{n}"}}, "which cannot be filled in. It may have {of}, {pa"),
    ({"words": {"fr": {"draft": 1}}}, "SERIES[“words”][“fr”][“draft”] is 1, not text"),
]


@pytest.mark.parametrize(("given", "line"), WRONG)
def test_a_wrong_setting_is_named(given, line):
    """The line says the key and what to write."""
    with pytest.raises(SettingsError) as error:
        parse_settings(given)
    assert line in str(error.value)
    assert str(error.value).startswith("pelicanconf.py: ")


def test_all_wrong_settings_are_told_at_once(site):
    """The run ends before anything is written."""
    wrong = {"window": "3", "neigbors": "site"}  # codespell:ignore
    built = site(parts(2), PLUGINS=["plugins.series"], SERIES=wrong)
    assert built.names() == ["series-setting", "series-setting"]
    assert not built.has("index.html")


@pytest.mark.parametrize("plugin", ["series", "neighbors", "pelican.plugins.series"])
def test_themes_find_the_peers_names_once(site, tmp_path, plugin):
    """By ``in PLUGINS`` and by Pelican's own test."""
    theme = tmp_path / "theme" / "templates"
    theme.mkdir(parents=True)
    (theme / "index.html").write_text(
        f'{{{{ "{plugin}" in PLUGINS }}}} {{{{ "series" is plugin_enabled }}}}'
        f' {{{{ PLUGINS|select("equalto", "{plugin}")|list|length }}}}',
        "utf-8",
    )
    own = ["plugins.series", "plugins.series"]
    built = site(parts(2), PLUGINS=own, THEME=str(tmp_path / "theme"))
    assert built.read("index.html") == "True True 1"


def test_addresses_can_be_changed_and_pages_left_out(site):
    """An empty ``save_as`` writes nothing, and nothing links to it."""
    settings = {
        "url": "s/{slug}.html",
        "save_as": "s/{slug}.html",
        "whole_save_as": "",
        "list_save_as": "",
    }
    built = site(parts(2), PLUGINS=["plugins.series"], SERIES=settings)
    assert built.has("s/sleep.html")
    assert not built.has("series/index.html")
    assert not built.has("series/sleep/all/index.html")
    assert built.soup("s/sleep.html").select('a[href*="series/"]') == []
