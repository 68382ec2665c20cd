"""All of a plan is carried out, or nothing."""

from __future__ import annotations

import stat

import pytest

from plugins.tools.desk.apply import apply_plan
from plugins.tools.desk.plan import Plan
from plugins.tools.site import RefusedError


def write(root, files):
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())


def read(root):
    found = sorted(path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes().decode() for path in found}


FILES = {"a.md": "A\r\n", "b.md": "B\n", "set/index.md": "S\n", "set/p.jpg": "P"}


def test_texts_are_written_files_moved_and_new_ones_made(tmp_path):
    """A folder that is left is gone; modes stay."""
    write(tmp_path, FILES)
    (tmp_path / "a.md").chmod(0o640)
    plan = Plan(FILES).with_text("a.md", "AA\r\n").with_text("c/new.json", "{}")
    plan = plan.with_move("a.md", "z.md").with_move("set/p.jpg", "kit/p.jpg")
    plan = plan.with_move("set/index.md", "kit/index.md").with_text("b.md", "B\n")
    apply_plan(tmp_path, plan)

    assert read(tmp_path) == {
        "b.md": "B\n",
        "c/new.json": "{}",
        "kit/index.md": "S\n",
        "kit/p.jpg": "P",
        "z.md": "AA\r\n",
    }
    assert not (tmp_path / "set").exists()
    assert stat.S_IMODE((tmp_path / "z.md").stat().st_mode) == 0o640


def test_whatever_goes_wrong_all_is_as_it_was(tmp_path):
    """Here two texts want one place, which shows when the second is put there."""
    write(tmp_path, FILES)
    (tmp_path / "a.md").chmod(0o640)
    plan = Plan(FILES).with_text("a.md", "AA").with_text("b.md", "BB")
    plan = plan.with_move("a.md", "deep/z.md").with_move("b.md", "deep/z.md")
    plan = plan.with_move("set/p.jpg", "kit/p.jpg")
    with pytest.raises(RefusedError, match="Nothing was changed"):
        apply_plan(tmp_path, plan)

    assert read(tmp_path) == FILES
    assert not (tmp_path / "deep").exists()
    assert not (tmp_path / "kit").exists()
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640


@pytest.mark.parametrize("path", ["a.md", "set/index.md"])
def test_a_file_that_was_saved_meanwhile_is_not_overwritten(tmp_path, path):
    """The author's editor was quicker; also where the file only moves."""
    write(tmp_path, FILES | {path: "Saved\n"})
    plan = Plan(FILES).with_text("a.md", "AA").with_move("set/index.md", "x/index.md")
    with pytest.raises(RefusedError, match=f"{path} was changed meanwhile"):
        apply_plan(tmp_path, plan)
    assert read(tmp_path) == FILES | {path: "Saved\n"}


def test_a_place_that_is_taken_is_left_alone(tmp_path):
    """Nothing is overwritten that the plan did not know."""
    write(tmp_path, FILES | {"z.md": "Mine\n"})
    plan = Plan(FILES).with_text("a.md", "AA").with_move("a.md", "z.md")
    with pytest.raises(RefusedError, match=r"z\.md is there already"):
        apply_plan(tmp_path, plan)
    assert read(tmp_path) == FILES | {"z.md": "Mine\n"}
