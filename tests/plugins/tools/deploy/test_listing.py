"""``invoke releases``: what is at a target, and nothing that nobody knows."""

from __future__ import annotations

import json
import re

import pytest

from plugins.tools.files import digest_tree
from tests.plugins.tools.clocked import make_clocked
from tests.plugins.tools.deploy.test_branch import Bare, write_target

STYLE = "theme/main.4f2a91c0.css"


@pytest.fixture(name="site", params=["folder", "git"])
def _site(request, tmp_path):
    """Make a site with three releases at a target of each kind, the second current."""
    site = make_clocked(tmp_path / "blog", tmp_path / "www")
    if request.param == "git":
        write_target(site, Bare(tmp_path / "pages.git").folder)
        text = (site.root / "invoke.yaml").read_text().replace("pages:", "live:")
        site.write("invoke.yaml", text)
    site.git("config", "user.name", "Ada")
    site.git("config", "user.email", "ada@aureo.health")
    style = site.write("theme/static/main.4f2a91c0.css", "b { margin: 0 }")
    for number in range(2):
        site.post("post-1", f"Edit {number}.")
        site.commit("Edit")
        assert site.run("deploy", "live", "--yes").code == 0
        style.unlink(missing_ok=True)
    site.post("new")
    assert site.run("deploy", "live", "--yes", "--force").code == 0
    assert site.run("rollback", "live").code == 0
    return site


def test_the_releases_of_a_target_are_listed_with_what_is_known(site):
    """Newest first; the one that visitors get has a mark."""
    head = site.git("rev-parse", "HEAD").strip()
    ended = site.run("releases", "live", "--format", "json")
    assert ended.code == 0, ended.said
    said = json.loads(ended.out)
    third, second, first = said["releases"]
    assert (said["version"], said["target"], said["astray"]) == (1, "live", None)
    assert said["current"] == second["release"]
    assert [one["is_current"] for one in said["releases"]] == [False, True, False]
    assert (second["commit"], second["branch"], second["who"]) == (head, "main", "Ada")
    assert (second["is_committed"], third["is_committed"]) == (True, False)
    assert first["counts"]["new"] == first["counts"]["files"]
    assert second["counts"] == {**first["counts"], "new": 0, "changed": 2} | {
        "files": first["counts"]["files"] - 1
    }
    assert third["counts"]["new"] == 1
    # Packed copies, which a folder gets too, depend on the machine.
    area = site.root / ".bulletin"
    sent = "staged" if (area / "git").is_dir() else "deploy"
    assert third["digest"] == digest_tree(area / sent / "live")
    assert len({first["digest"], second["digest"], third["digest"]}) == 3
    assert list(second["kept"]) == [STYLE]

    text = site.run("releases", "live").out
    names = re.findall(
        r"^([* ]) (\d{8}T\S+)  \d{4}-\d\d-\d\d \d\d:\d\d UTC$", text, re.MULTILINE
    )
    assert names == [
        ("*" if one["is_current"] else " ", one["release"]) for one in said["releases"]
    ]
    assert f"by Ada, commit {head[:8]} of main\n" in text
    assert "with work that was not committed" in text
    assert f"0 new, 2 changed, 0 deleted, digest {second['digest'][:12]}" in text
    until = second["kept"][STYLE][:10]
    assert f"kept     {STYLE} until {until}, for pages in caches" in text


def test_what_older_versions_have_not_written_down_is_unknown(place, tmp_path):
    """It is neither none nor zero; and a target may have nothing yet."""
    www = tmp_path / "www"
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n")
    empty = place.run("releases", "live")
    assert (empty.code, empty.out) == (
        0,
        f"{www} has no release yet: invoke deploy live\n",
    )
    assert not www.exists()
    release = www / "releases/20260314T090000.000-abcd1234"
    release.mkdir(parents=True)
    (release / "index.html").write_text("Home")
    (www / "current").symlink_to("releases/gone")

    text = place.run("releases", "live").out
    assert f"{www}/current leads to “releases/gone”, which is no release" in text
    assert "  20260314T090000.000-abcd1234  2026-03-14 09:00 UTC" in text
    assert "by whom is not known, commit abcd1234" in text
    assert "how many files is not known, digest not known" in text
    assert "*" not in text
    said = json.loads(place.run("releases", "live", "--format", "json").out)
    one = said["releases"][0]
    assert said["current"] is None
    unknown = ("now", "branch", "is_committed", "who", "counts", "digest")
    assert [one[key] for key in unknown] == [None] * 6
    wrong = place.run("releases", "live", "--format", "xml")
    assert wrong.err == "--format xml is not known. Use one of: text, json.\n"
