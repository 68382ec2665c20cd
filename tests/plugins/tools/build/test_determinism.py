"""Same input, same bytes: whatever the machine, its clock, its language, its order."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.plugins.tools.conftest import ROOT, Place

#: Runs before anything else in a process that finds it on its path.
REVERSED = """
import os
real_scandir, real_listdir = os.scandir, os.listdir

class Reversed:
    def __init__(self, entries):
        with entries:
            self.entries = iter(sorted(entries, key=lambda e: e.name, reverse=True))
    def __iter__(self):
        return self.entries
    def __next__(self):
        return next(self.entries)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        self.close()
    def close(self):
        pass

os.scandir = lambda *place: Reversed(real_scandir(*place))
os.listdir = lambda *place: sorted(real_listdir(*place), reverse=True)
"""
ELSEWHERE = [
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4242"},
]


def elsewhere(place, output, env, *words):
    ended = place.run("build", "--output", str(output), *words, **env)
    assert ended.code == 0, ended.said
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


@pytest.fixture(name="ties")
def _ties(place):
    """Make a site whose posts differ in nothing that could order them."""
    for number in range(12):
        place.post(
            f"tie-{number}",
            "{date} and words.",
            tags=f"t{number % 3}, u{number % 4}",
            date="2026-02-03 10:00",
        )
    text = (place.root / "theme/templates/index.html").read_text()
    page = "{% for tag, posts in tags %}{{ tag }} {% endfor %}" + text.replace(
        "{{ article.title }}", "{{ article.title }} {{ article.date | strftime('%B') }}"
    )
    place.write("theme/templates/index.html", page)
    return place


def test_bytes_are_the_same_in_other_environments(ties, tmp_path):
    """Time zone, language, hash seed: none of them is seen in a page."""
    here = elsewhere(ties, tmp_path / "here", {"PYTHONHASHSEED": "0"})
    for number, env in enumerate(ELSEWHERE):
        there = elsewhere(ties, tmp_path / str(number), env)
        assert there == here, env
    assert b"February" in here["index.html"]


def test_bytes_are_the_same_where_folders_list_backwards(ties, tmp_path):
    """Each file system has an order of its own."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path/sitecustomize.py").write_text(REVERSED)
    here = elsewhere(ties, tmp_path / "here", {})

    there = elsewhere(ties, tmp_path / "there", {"PYTHONPATH": str(tmp_path / "path")})

    assert there == here


def test_bytes_are_the_same_at_another_time_on_one_core(ties, tmp_path):
    """What is due is the same, so the pages are."""
    early = elsewhere(ties, tmp_path / "early", {}, "--now", "2026-03-01")
    taskset = shutil.which("taskset")
    place = ties
    if taskset:

        class OneCore(Place):
            def command(self, *words):
                return [taskset, "-c", "0", *super().command(*words)]

        place = OneCore(ties.root)

    late = elsewhere(place, tmp_path / "late", {}, "--now", "2031-03-01T23:59")

    assert early == late


def test_the_clinics_blog_has_the_same_bytes_elsewhere(tmp_path):
    """All plugins and the real theme, with everything different at once."""
    repository = Place(ROOT)
    here = elsewhere(repository, tmp_path / "here", {"PYTHONHASHSEED": "0"})
    (tmp_path / "path").mkdir()
    (tmp_path / "path/sitecustomize.py").write_text(REVERSED)
    env = {
        "PYTHONHASHSEED": "99",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "POSIX",
        "PYTHONPATH": str(tmp_path / "path"),
    }

    there = elsewhere(repository, tmp_path / "there", env)

    assert sorted(there) == sorted(here)
    differing = [path for path, data in here.items() if there[path] != data]
    assert differing == []


def test_the_disorder_of_this_test_is_real(tmp_path):
    """A check that cannot fail proves nothing."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path/sitecustomize.py").write_text(REVERSED)
    code = "import os; print([e.name for e in os.scandir('.')] == os.listdir('.'))"
    place = Place(tmp_path)
    env = place.env(PYTHONPATH=str(tmp_path / "path"))
    import subprocess

    run = subprocess.run(
        [sys.executable, "-c", code + "; print(os.listdir('.'))"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith("True")
    assert run.stdout.index("theme") < run.stdout.index("plugins")
