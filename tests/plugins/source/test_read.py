"""An author's file is opened once in a run, and everybody gets the same record."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pelican import Pelican

from plugins.source.read import (
    find_outside,
    known_digests,
    leads_outside,
    let_prose_go,
    read_again,
    read_source,
)
from plugins.tools.build.pelican_run import open_site
from tests.conftest import QUIET, a_post

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("count_reads.py")


@pytest.fixture(name="counts", scope="module")
def _counts(tmp_path_factory):
    output = tmp_path_factory.mktemp("counts") / "output"
    run = subprocess.run(
        [sys.executable, str(SCRIPT), str(output)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(run.stdout)
    assert found["code"] == 0
    return found


def test_a_build_opens_each_source_once(counts):
    """Posts, pages, series files and the library, checks and digests included."""
    assert len(counts["opened"]) > 20
    assert set(counts["opened"].values()) == {1}, counts["opened"]


def test_a_build_parses_each_header_and_each_body_once(counts):
    """One post is not interpreted twice; a whole series on one page is a new text."""
    texts = [path for path in counts["opened"] if path.endswith(".md")]
    assert len(counts["headers"]) == len(texts)
    assert set(counts["headers"]) == {1}
    assert len(counts["bodies"]) > 18
    assert set(counts["bodies"]) == {1}


def test_everybody_gets_the_same_record(tmp_path):
    """What one plugin has parsed is there for the next one."""
    file = tmp_path / "content" / "a.md"
    file.parent.mkdir()
    file.write_text("---\ntitle: A\n---\n\nWords.\n", "utf-8")
    settings = {"PATH": str(file.parent)}

    source = read_source(file, settings)

    assert read_source(str(file), settings) is source
    assert source.path == "content/a.md"
    assert source.header.values == {"title": "A"}
    assert source.prose.line_of(source.body.index("Words")) == 5
    assert known_digests(settings) == {str(file): source.digest}
    before = source.prose.text
    let_prose_go(settings)
    assert "prose" not in vars(source)
    assert source.prose.text == before


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    """It has no text, no digest, and a fault."""
    source = read_source(tmp_path / "none.md", {"PATH": str(tmp_path)})

    assert not source.is_read
    assert [fault.name for fault in source.faults] == ["file-unreadable"]
    assert source.digest == ""


def test_a_text_is_read_again_if_its_header_is_the_same(tmp_path):
    """From then on the run has the new record; of another header it hears nothing."""
    file, settings = tmp_path / "a.md", {"PATH": str(tmp_path)}
    file.write_text("---\ntitle: A\n---\nWords.\n")
    with pytest.raises(ValueError, match="was not read"):
        read_again(str(file), settings)
    read_source(file, settings)

    file.write_text("---\ntitle: A\n---\nMore words.\n")
    source = read_again(str(file), settings)
    assert source.body == "More words.\n"
    assert read_source(file, settings) is source
    for text in ("---\ntitle: B\n---\nMore words.\n", "title: A\n\nMore words.\n", ""):
        file.write_text(text)
        with pytest.raises(ValueError, match="has another header"):
            read_again(str(file), settings)
    file.unlink()
    with pytest.raises(ValueError, match="has another header"):
        read_again(str(file), settings)
    assert read_source(file, settings) is source


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
def test_a_second_run_of_one_process_reads_everything_anew(tmp_path, strict):
    """``pelican --autoreload`` keeps the settings and runs again after an edit."""
    post = tmp_path / "content" / "posts" / "a.md"
    post.parent.mkdir(parents=True)
    plugins = ["front_matter", "post_checks", "series", "references", "reading"]
    settings = QUIET | {
        "PATH": str(tmp_path / "content"),
        "OUTPUT_PATH": str(tmp_path / "output"),
        "PLUGINS": [f"plugins.{name}" for name in plugins],
        "FRONT_MATTER": {"strict": strict},
    }
    with open_site(None, **settings) as session:
        post.write_text(a_post(body="Before the edit."), "utf-8")
        pelican = Pelican(session.settings)
        pelican.run()
        post.write_text(a_post(body="After the edit."), "utf-8")
        pelican.run()

    html = (tmp_path / "output" / "a-post.html").read_text("utf-8")
    assert "After the edit." in html
    assert "Before the edit." not in html


def test_links_out_of_a_folder_are_found_all_at_once(tmp_path):
    """As each of them is alone: files, folders, and the folder itself."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside / "a", outside):
        folder.mkdir(parents=True)
        (folder / "file.md").write_text("x", "utf-8")
    (inside / "link.md").symlink_to(outside / "file.md")
    (inside / "own.md").symlink_to("a/file.md")
    (inside / "gone.md").symlink_to("nowhere")
    (inside / "b").symlink_to(outside)
    (inside / "c").symlink_to("a")
    (inside / "self").symlink_to(".")
    (tmp_path / "way").symlink_to(inside)
    names = ("a/file.md", "link.md", "own.md", "gone.md", "b/file.md", "c/file.md")
    for folder in (inside, tmp_path / "way"):
        paths = [*names, "self/link.md", "self/a/file.md", "self", "b"]
        alone = [one for one in paths if leads_outside(folder / one, folder)]
        assert list(find_outside(paths, str(folder))) == alone
        assert alone == ["link.md", "b/file.md", "self/link.md", "b"]
