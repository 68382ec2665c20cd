"""Every plugin's dict is read in one way, and says in one way what is wrong with it."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.problem import SettingsError
from plugins.settings import (
    CHECK,
    choice,
    count,
    counts,
    flag,
    pairs,
    pattern,
    phrases,
    phrases_by_language,
    read_settings,
    seconds,
    table,
    text,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parents[2] / "plugins"
PLUGINS = sorted(path.parent.name for path in FOLDER.glob("*/settings.py"))
OURS = {"part": "Part {part} of {of}", "end": "The end"}


@dataclass(frozen=True)
class Bed:
    """A dict inside the dict."""

    width: int = count(90, least=40, most=200)


@dataclass(frozen=True)
class Sleep:
    """One key of each kind, and a field that is no key."""

    on: bool = flag(True)
    off: bool = flag(True, none=True)
    hours: int = count(8)
    widths: tuple[int, ...] = counts(
        (1, 2),
        wanted="rising whole numbers",
        fits=lambda many: list(many) == sorted(many),
    )
    wait: float = seconds(1.5)
    name: str = text("night")
    lamp: str = text("", none=True)
    sheet: str = text("a.css", wanted="a .css file", fits=re.compile(r".+\.css").match)
    loud: str = text("quiet", store=str.upper)
    style: str = choice("deep", of=("deep", "light"))
    tags: tuple[str, ...] = words((), fits=str.islower)
    kinds: Mapping[str, str] = pairs({"a": "b"})
    url: str = pattern("{slug}/", blanks=("slug", "lang"))
    feed: str = pattern("", blanks=("slug",), needs=("slug",), none=True)
    file: str = pattern("{name}", blanks=("name",), empty=False)
    ours: Mapping[str, str] = phrases(OURS)
    own: Mapping[str, object] = phrases_by_language(OURS)
    bed: Bed = table(Bed)
    now: str = "never"


def read(given):
    return read_settings(Sleep, "SLEEP", given, "sleep-setting")


def mistakes(given):
    with pytest.raises(SettingsError) as raised:
        read(given)
    assert all(p.path == "pelicanconf.py" for p in raised.value.problems)
    assert all(p.name == "sleep-setting" for p in raised.value.problems)
    return [problem.message for problem in raised.value.problems]


def test_without_keys_everything_has_its_default():
    """Installing is enough."""
    assert read({}) == Sleep()
    assert Sleep().ours == OURS
    assert Sleep().own == {}


@pytest.mark.parametrize(
    ("key", "given", "held"),
    [
        ("on", False, False),
        ("off", None, False),
        ("off", "", False),
        ("hours", 0, 0),
        ("widths", [3, 4], (3, 4)),
        ("widths", (3, 4), (3, 4)),
        ("wait", 2, 2.0),
        ("name", "", ""),
        ("lamp", None, ""),
        ("loud", "a", "A"),
        ("tags", ["a"], ("a",)),
        ("tags", [], ()),
        ("kinds", {}, {}),
        ("url", "", ""),
        ("url", "{lang}/{slug}/", "{lang}/{slug}/"),
        ("feed", None, ""),
        ("feed", "", ""),
        ("file", "{{{name!s:>3}}}", "{{{name!s:>3}}}"),
        ("own", {"part": "{part:02} of {of}"}, {"part": "{part:02} of {of}"}),
        ("ours", {"end": "Ende"}, OURS | {"end": "Ende"}),
        ("ours", {"part": "{part:02}"}, OURS | {"part": "{part:02}"}),
        ("own", {"de": {"end": "Ende"}}, {"de": {"end": "Ende"}}),
        ("bed", {"width": 40}, Bed(40)),
    ],
)
def test_a_value_is_held_as_its_field_says(key, given, held):
    """Lists become tuples, None is off where the key says so."""
    found = getattr(read({key: given}), key)

    assert found == held
    assert type(found) is type(held)


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("on", 1, 'is 1, not True or False. Write "on": True.'),
        ("on", None, 'is None, not True or False. Write "on": True.'),
        ("hours", True, 'is True, not a whole number from 0. Write "hours": 8.'),
        ("hours", 8.0, 'is 8.0, not a whole number from 0. Write "hours": 8.'),
        ("hours", -1, 'is -1, not a whole number from 0. Write "hours": 8.'),
        ("hours", "x", 'is “x”, not a whole number from 0. Write "hours": 8.'),
        ("widths", [], 'is [], not rising whole numbers. Write "widths": [1, 2].'),
        ("widths", [2, 1], 'is [2, 1], not rising whole numbers. Write "widths"'),
        ("widths", [1, True], 'is [1, True], not rising whole numbers. Write "widt'),
        ("widths", 1, 'is 1, not rising whole numbers. Write "widths": [1, 2].'),
        ("wait", 0, 'is 0, not a number of seconds above 0. Write "wait": 1.5.'),
        ("wait", True, 'is True, not a number of seconds above 0. Write "wait": 1.'),
        ("wait", float("nan"), "is nan, not a number of seconds above 0."),
        ("name", None, 'is None, not text. Write "name": "night".'),
        ("lamp", 3, 'is 3, not text. Write "lamp": "…".'),
        ("sheet", "a.scss", 'is “a.scss”, not a .css file. Write "sheet": "a.css".'),
        ("style", "de", 'is “de”, not one of “deep”, “light”. Write "style": "deep"'),
        ("style", ["deep"], "is ['deep'], not one of “deep”, “light”."),
        ("tags", "a", 'is “a”, not a list of text. Write "tags": ["…"].'),
        ("tags", ["A"], "is ['A'], not a list of text."),
        ("tags", {"a"}, "is {'a'}, not a list of text."),
        ("kinds", {"a": 1}, 'is {\'a\': 1}, not a dict of text. Write "kinds": {"a'),
        ("url", "{name}", "is “{name}”, which cannot be filled in. It may have {lang"),
        ("url", "{slug", "is “{slug”, which cannot be filled in. It may have {lang}"),
        ("url", "{}", "is “{}”, which cannot be filled in."),
        ("url", "{slug.x}", "is “{slug.x}”, which cannot be filled in."),
        ("url", "{slug:{x}}", "is “{slug:{x}}”, which cannot be filled in."),
        ("url", "{slug:?}", "is “{slug:?}”, which cannot be filled in."),
        ("url", "a", "is “a”, without {slug}. Put {slug} into it, or all would have"),
        ("feed", "a", "is “a”, without {slug}. Put {slug} into it, or all would have"),
        ("feed", 1, 'is 1, not text. Write "feed": "…".'),
        ("file", "", "is “”, without {name}. Put {name} into it, or all would have"),
        ("file", None, 'is None, not text. Write "file": "{name}".'),
        ("ours", "x", 'is “x”, not a dict. Write "ours": {}.'),
        ("own", "x", 'is “x”, not a dict. Write "own": {}.'),
        ("bed", "x", 'is “x”, not a dict. Write "bed": {}.'),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_what_to_write(key, given, said):
    """The key, the value as it was written, and an example that can be copied."""
    (message,) = mistakes({key: given})

    assert message.startswith(f"SLEEP[“{key}”] {said}")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hour": 1}, "SLEEP has no key “hour”. Did you mean “hours”?"),
        ({"HOURS": 1}, "SLEEP has no key “HOURS”. Did you mean “hours”?"),
        ({7: 1}, "SLEEP has no key “7”. Its keys: on, off, hours, "),
        ({"now": "x"}, "SLEEP has no key “now”. Its keys: on, off, "),
        ({"ours": {"ende": ""}}, "SLEEP[“ours”] has no key “ende”. Did you mean “end”"),
        ({"ours": {"x": ""}}, "SLEEP[“ours”] has no key “x”. Its keys: part, end."),
        ({"ours": {"de": {}}}, "SLEEP[“ours”] has no key “de”. "),
        ({"ours": {"end": 1}}, 'SLEEP[“ours”][“end”] is 1, not text. Write "end": "Th'),
        (
            {"ours": {"end": "{x}"}},
            "SLEEP[“ours”][“end”] is “{x}”, which cannot be fil",
        ),
        ({"own": {"de": {"x": ""}}}, "SLEEP[“own”][“de”] has no key “x”. Its keys: pa"),
        ({"own": {"de": {"de": {}}}}, "SLEEP[“own”][“de”] has no key “de”. "),
        ({"bed": {"wide": 1}}, "SLEEP[“bed”] has no key “wide”. Its keys: width."),
        (
            {"bed": {"width": 1}},
            "SLEEP[“bed”][“width”] is 1, not a whole number from 40",
        ),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_or_with_all(given, said):
    """Also inside of a dict; a field that is none of the keys is unknown too."""
    (message,) = mistakes(given)

    assert message.startswith(said)


def test_all_mistakes_are_told_at_once():
    """So that an author starts the build once more, not three times."""
    given = {"hour": 1, "on": 2, "bed": {"width": 3}}
    with pytest.raises(SettingsError) as raised:
        read_settings(Sleep, "SLEEP", given, "sleep-setting")
    assert len(raised.value.problems) == 3


def test_records_share_no_dict():
    """A run that changed its own would change those of the next."""
    read({}).ours["end"] = "x"

    assert OURS["end"] == read({}).ours["end"] == "The end"


def read_plugin(plugin, given):
    """Return the lines that a plugin reports about its setting, without their name."""
    parse = importlib.import_module(f"plugins.{plugin}.settings").parse_settings
    arguments = [given]
    if plugin == "front_matter":
        arguments = [{"FRONT_MATTER": given}, datetime(2026, 1, 1, tzinfo=UTC)]
    with pytest.raises(SettingsError) as raised:
        parse(*arguments)
    expected = f"{plugin.replace('_', '-')}-setting"
    assert {problem.name for problem in raised.value.problems} == {expected}
    return [problem.message for problem in raised.value.problems]


def keys_of(plugin):
    """Return the keys of a plugin's dict: those fields that its reader checks."""
    module = importlib.import_module(f"plugins.{plugin}.settings")
    (record,) = [
        value
        for name, value in vars(module).items()
        if name.endswith(("Settings", "SecurityHeaders"))
        and value.__module__ == module.__name__
    ]
    return [one.name for one in fields(record) if CHECK in one.metadata]


def test_every_key_of_every_plugin_is_read_in_the_same_way():
    """A wrong type, a misspelt key and a value that is no dict get the same words."""
    assert len(PLUGINS) >= 9
    for plugin in PLUGINS:
        name, wrong = plugin.upper(), object()
        for value, quoted in (([], "[]"), ("x", "“x”"), (3, "3")):
            expected = f"{name} is {quoted}, not a dict. Write {name} = {{}}."
            assert read_plugin(plugin, value) == [expected]
        keys = keys_of(plugin)
        assert keys
        for key in keys:
            (message,) = read_plugin(plugin, {key: wrong})
            assert message.startswith(f"{name}[“{key}”] is {wrong!r}, not "), message
            assert re.search(rf'\. Write "{key}": .+\.$', message), message
            expected = f"{name} has no key “{key}x”. Did you mean “{key}”?"
            assert read_plugin(plugin, {f"{key}x": wrong}) == [expected]
        expected = f"{name} has no key “?”. Its keys: {', '.join(keys)}."
        assert read_plugin(plugin, {"?": 1}) == [expected]
        together = read_plugin(plugin, dict.fromkeys([*keys, "?"], wrong))
        assert len(together) == len(keys) + 1
