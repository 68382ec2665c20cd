"""``invoke check`` without the network: every mistake, and an output left alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.references.library.file import format_library
from plugins.tools.build.build import build_site
from plugins.tools.build.options import BuildOptions
from plugins.tools.commands.check import check_site, parts_of, read_parts
from plugins.tools.site import RefusedError, Site
from tests.conftest import a_post
from tests.plugins.references.citing.test_status import (
    KEYS,
    RETRACTION,
    WORKS,
    checked_file,
)

ROOT = Path(__file__).parents[4]
CONF = """
PATH = "content"
SITENAME = "Test"
SITEURL = "https://site.example"
TIMEZONE = "UTC"
THEME = "simple"
ARTICLE_PATHS = ["posts"]
OUTPUT_PATH = "output"
PLUGINS = ["plugins.front_matter", "plugins.references", "plugins.series"]
"""


@pytest.fixture(name="place")
def _place(tmp_path):
    """A site on disk with a library that was checked."""

    def build(posts, checked=None):
        content = tmp_path / "content"
        (content / "posts").mkdir(parents=True)
        (content / "references").mkdir()
        (tmp_path / "pelicanconf.py").write_text(CONF, "utf-8")
        library = content / "references/library.json"
        library.write_text(format_library(WORKS.values()), "utf-8")
        file = content / "references/checked.json"
        file.write_text(checked or checked_file(), "utf-8")
        for name, text in posts.items():
            (content / "posts" / name).write_text(text, "utf-8")
        (tmp_path / "output").mkdir()
        (tmp_path / "output" / "index.html").write_text("as it was", "utf-8")
        return Site(tmp_path, tmp_path)

    return build


def files(site):
    return sorted(
        path.relative_to(site.root).as_posix()
        for path in site.root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


ALL = "[@daly2019; @davis2021; @jerome2020]"


def test_a_right_site_passes_and_its_output_is_not_touched(place, capsys):
    """Not even a folder appears."""
    site = place({"a.md": a_post(body=ALL), "b.md": a_post("B", body=ALL)})
    before = files(site)
    code = check_site(site, strict=False)

    assert code == 0
    assert files(site) == before
    assert (site.root / "output/index.html").read_text() == "as it was"
    assert "The output was not touched." in capsys.readouterr().out


def test_mistakes_of_all_parts_are_said_in_one_run(place, capsys):
    """An unknown key, a retracted source without a reason, a missing summary."""
    body = "A [@nobody2020].\n\nB [@jerome2020]."
    post = a_post(body=body).replace("summary:", "sumary:")
    site = place({"a.md": post}, checked_file(jerome2020=(RETRACTION,)))
    code = check_site(site, form="json", strict=False)
    said = json.loads(capsys.readouterr().out)
    names = {problem["name"] for problem in said["problems"]}

    assert code == 1
    assert {"citation-unknown", "citation-retracted", "reference-retracted"} <= names
    assert any("posts" in parts_of_name(name) for name in names)


def parts_of_name(name):
    from plugins.problem import Problem

    return parts_of(Problem("a", 1, "b", "", name))


def test_one_part_can_be_checked_alone(place, capsys):
    """What is wrong elsewhere is not said."""
    site = place({"a.md": a_post(body="[@nobody2020]").replace("summary:", "sumary:")})
    check_site(site, only="references", form="json", strict=False)
    said = json.loads(capsys.readouterr().out)

    parts = [parts_of_name(problem["name"]) for problem in said["problems"]]
    assert parts
    assert all(one == {"references"} for one in parts)


def test_idle_works_are_notices_and_no_reason_to_fail(place, capsys):
    """Two of three works are cited by nobody."""
    site = place({"a.md": a_post(body="[@daly2019]")})
    code = check_site(site, only="references", strict=True)
    said = capsys.readouterr().err

    assert code == 0
    for key in KEYS[1:]:
        assert f"{key}: no post or page cites this work." in said


@pytest.mark.parametrize(
    ("checked", "settings", "said"),
    [
        (None, "", "references-never-checked"),
        (checked_file(without=["davis2021"]), "", "references-unchecked"),
        (checked_file("2026-10-01"), "", ""),
        (checked_file("2026-10-01"), '{"check_max_age": 30}', "references-check-old"),
    ],
)
def test_the_age_of_the_check_is_said_here_and_not_by_builds(
    place, capsys, checked, settings, said
):
    """It needs the network, so no build that says it could be mended where it runs."""
    site = place({"a.md": a_post(body=ALL), "b.md": a_post("B", body=ALL)}, checked)
    if checked is None:
        (site.root / "content/references/checked.json").unlink()
    with site.conf.open("a", encoding="utf-8") as conf:
        conf.write("BULLETIN_NOW = '2026-11-23'\n")
        conf.write(f"REFERENCES = {settings}\n" if settings else "")
    code = check_site(site, strict=True)
    names = re.findall(r"\[(references-[a-z-]+)\]", capsys.readouterr().err)

    assert (code, names) == (0, [said] if said else [])
    build_site(BuildOptions(site, output=site.root / "www"))
    assert "[references-" not in capsys.readouterr().err


def test_github_gets_annotations_offline_too(place, capsys):
    """The same form as a build's."""
    site = place({"a.md": a_post(body="[@nobody2020]")})
    code = check_site(site, form="github", strict=False)

    assert code == 1
    assert "::error file=content/posts/a.md,line=8,title=citation-unknown::" in (
        capsys.readouterr().out
    )


def test_strict_makes_warnings_errors(place):
    """As a build does."""
    text = checked_file().replace('"276"', '"277"')
    site = place({"a.md": a_post(body=ALL)}, text)

    assert check_site(site, strict=False) == 0
    assert check_site(site, strict=True) == 1


def test_an_unknown_part_is_refused_with_a_hint():
    """Mistyped options do nothing."""
    assert read_parts("references, series") == {"references", "series"}
    with pytest.raises(RefusedError, match="Did you mean “references”"):
        read_parts("refernces")


def told(place, capsys, **posts):
    """Return the level, path and name of every problem of a site of these posts."""
    site = place({f"{name}.md": text for name, text in posts.items()})
    conf = site.root / "pelicanconf.py"
    more = "DRAFT_SAVE_AS = ''\nFRONT_MATTER = {'strict': True}\n"
    more += "PLUGINS = ['plugins.front_matter', 'plugins.post_checks']\n"
    conf.write_text(CONF + more + "POST_CHECKS = {'strict': True}\n", "utf-8")
    code = check_site(site, only="posts", form="json", strict=False)
    said = json.loads(capsys.readouterr().out)["problems"]
    return code, {(one["level"], one["path"][-4:], one["name"]) for one in said}


def test_what_is_not_published_yet_is_checked_too(place, capsys):
    """A draft's mistake is a warning, for it stops nothing; a scheduled post's is not.

    Drafts may link each other.
    """
    wrong = "[A]({filename}slep.md), [a draft]({filename}a.md)."
    code, found = told(
        place,
        capsys,
        a=a_post("A", body=wrong, status="draft"),
        b=a_post("B", body=wrong, date="2099-01-01"),
        c=a_post("C"),
        d=a_post("D", body=wrong, status="skip"),
    )
    assert found == {
        ("warning", "a.md", "link-missing"),
        ("error", "b.md", "link-missing"),
        ("notice", "b.md", "post-scheduled"),
    }
    assert code == 1


def test_a_published_post_may_not_link_to_a_draft(place, capsys):
    """Readers of what is published would find nothing there."""
    code, found = told(
        place,
        capsys,
        a=a_post("A", status="draft"),
        b=a_post("B", body="[A draft]({filename}a.md)."),
    )
    assert found == {("error", "b.md", "link-unpublished")}
    assert code == 1


def test_the_site_is_built_a_second_time_only_where_something_waits(place, capsys):
    """That takes as long as the first time."""
    site = place({"a.md": a_post("A"), "b.md": a_post("B", date="none")})
    check_site(site, strict=False)
    assert capsys.readouterr().out.count("Reading posts") == 1


def test_the_command_itself_ends_with_the_code(place):
    """Through invoke, from a folder below."""
    site = place({"a.md": a_post(body="[@nobody2020]")})
    tasks = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
    tasks += "from plugins.tools.tasks import namespace\n"
    (site.root / "tasks.py").write_text(tasks, "utf-8")
    command = [sys.executable, "-m", "invoke", "check", "--only", "references"]
    run = subprocess.run(
        command,
        cwd=site.root / "content",
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert "content/posts/a.md:8: “@nobody2020” is not in the library." in run.stderr
    assert "Traceback" not in run.stderr
