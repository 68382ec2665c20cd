"""``invoke build --profile`` says where the time went."""

from __future__ import annotations

import re

import pytest
from pelican import signals

from plugins.tools.build.profile import Profile, name_part

ROW = re.compile(r" +(\d+\.\d\d) s +(\d+) %  (.+)")
PLUGIN = """
import time
from pelican import signals

def be_slow(generators):
    time.sleep(0.3)

def register():
    signals.all_generators_finalized.connect(be_slow)
"""


def rows(out):
    """Return the seconds and shares of a profile by part, and its whole."""
    whole = re.search(r"Where (\d+\.\d\d) s went:", out)
    found = [match.groups() for match in map(ROW.fullmatch, out.splitlines()) if match]
    return float(whole[1]), {name: (float(s), int(p)) for s, p, name in found}


def test_a_profile_names_each_plugin_and_adds_up(place):
    """Also where nothing has changed: somebody wants to know."""
    place.write("slow_one.py", PLUGIN)
    conf = (place.root / "pelicanconf.py").read_text() + 'PLUGINS = ["slow_one"]\n'
    place.write("pelicanconf.py", conf)
    for _ in range(2):
        done = place.run("build", "--profile")
        assert done.code == 0, done.err
        whole, parts = rows(done.out)
        assert parts["plugin slow_one"][0] >= 0.3
        assert abs(sum(seconds for seconds, _ in parts.values()) - whole) < 0.1
    assert "Where" not in place.run("build").out


def test_a_part_inside_another_one_stops_that():
    """No second counts twice, also after a fault."""
    profile = Profile()
    with pytest.raises(KeyError), profile.part("outer"), profile.part("inner"):
        raise KeyError
    assert {"outer", "inner"} <= profile.spent.keys()
    assert profile._open == profile._open[:1]
    spent = profile.timed("inner", lambda: sum(range(100_000)))
    before = dict(profile.spent)
    spent()
    grown = {name for name in profile.spent if profile.spent[name] > before[name]}
    assert "inner" in grown
    assert "outer" not in grown


def test_signals_are_as_they_were_afterwards():
    """Another run in the same process is not measured."""
    profile = Profile(is_watching=True)
    before = dict(vars(signals.initialized))
    with profile.watching(signals):
        assert "send" in vars(signals.initialized)
    assert vars(signals.initialized).keys() == before.keys()


@pytest.mark.parametrize(
    ("module", "part"),
    [
        ("plugins.series.adapter", "plugin series"),
        ("plugins.tools.build.log", "Pelican itself"),
        ("pelican.generators", "Pelican itself"),
        ("pelican.plugins.sitemap.sitemap", "plugin sitemap"),
        ("neighbors", "plugin neighbors"),
    ],
)
def test_a_function_is_its_plugins(module, part):
    """However it is wrapped."""

    def hear(_sender):
        pass

    hear.__module__ = module
    assert name_part(hear) == part
