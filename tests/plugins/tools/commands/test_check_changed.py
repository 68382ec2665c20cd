"""``invoke check --changed``: what differs from main, and nothing left unsaid."""

from __future__ import annotations

import json
import re

import pytest
from PIL import Image

from tests.plugins.tools.conftest import make_place
from tests.plugins.tools.test_git import git_in

WRONG = "We recieve it.\n"
WARNING = re.compile(r"^(\S.*\.md):\d+: warning: .*\[spelling\]$", re.MULTILINE)


def commit(place, *, is_main=False):
    git_in(place.root, "add", "--all", ":/")
    git_in(place.root, "commit", "--quiet", "--message", "More")
    if is_main:
        git_in(place.root, "branch", "--force", "main")


def begin(place, top="."):
    """Make a repository of a site whose posts have a mistake each, on a new branch."""
    for name in ("one", "two", "three"):
        place.post(name, WRONG)
    git_in(place.root, "init", "--quiet", "--initial-branch=trunk", top)
    place.write(".gitignore", "output/\n__pycache__/\nprivate.md\n")
    commit(place, is_main=True)
    return place


@pytest.fixture(name="place")
def _place(tmp_path):
    return begin(make_place(tmp_path / "blog", posts=0))


def check(place, *words, code=0, **options):
    ended = place.run("check", "--only", "posts", "--changed", *words, **options)
    assert ended.code == code, ended.said
    return ended


def test_all_that_differs_from_main_is_told_and_nothing_else(place):
    """Committed, staged, at hand or new, moved, with any name; and since which commit.

    Of a post that came into main meanwhile nothing differs.
    """
    place.post("one", f"Yes. {WRONG}")
    commit(place)
    git_in(place.root, "mv", "content/posts/three.md", "content/posts/-x ünï*.md")
    place.post("“ké’t”\tfour", WRONG)
    place.post("private", WRONG)
    (place.root / "circle").symlink_to("circle")
    git_in(place.root, "switch", "--quiet", "--detach", "main")
    place.post("two", f"No. {WRONG}")
    git_in(place.root, "commit", "--quiet", "--message", "Two", "content/posts/two.md")
    git_in(place.root, "branch", "--force", "main")
    git_in(place.root, "switch", "--quiet", "trunk")
    base = git_in(place.root, "merge-base", "main", "HEAD")
    ended = check(place)
    found = [name.removeprefix("content/posts/") for name in WARNING.findall(ended.err)]
    assert found == ["-x ünï*.md", "one.md", "“ké’t”\tfour.md"]
    assert f"4 files differ from main (commit {base[:7]}).\n" in ended.out
    assert "Left out: 2 warnings in 2 files. To see all: invoke check\n" in ended.out
    assert "Nothing is wrong" not in ended.out
    rows = re.findall(r"^Title of (\S+) ", ended.out, re.MULTILINE)
    assert rows == ["three", "one", "“ké’t”"]


def test_what_is_right_is_never_taken_for_the_whole_site(place):
    """Where nothing differs as little as where something does. Programs are told it."""
    base = git_in(place.root, "rev-parse", "main")
    ended = check(place)
    assert f"No file differs from main (commit {base[:7]}).\n" in ended.out
    assert "There is no error.\nLeft out: 3 warnings in 3 files." in ended.out
    assert "Nothing is wrong" not in ended.out
    place.post("one", "All is well.")
    ended = check(place)
    said = "Nothing is wrong in what differs, and there is no error elsewhere.\n"
    assert f"1 file differs from main (commit {base[:7]}).\n{said}Left" in ended.out
    said = json.loads(check(place, "--format", "json").out)
    files = ["content/posts/one.md"]
    told = {"from": "main", "commit": base, "files": files, "left_out": 2}
    assert said["changed"] == told
    assert [row["path"] for row in said["posts"]] == files


def test_what_a_change_does_to_others_is_told(place):
    """A link to a post that was taken away, a picture that has grown since.

    ``--strict`` makes no error of what is left out.
    """
    place.post("two", "See [one]({filename}one.md).")
    place.post("four", "![The room]({static}/images/room.png)")
    picture = place.write("content/images/room.png", b"")
    Image.new("1", (300, 1)).save(picture)
    commit(place, is_main=True)
    git_in(place.root, "rm", "--quiet", "content/posts/one.md")
    Image.new("1", (3000, 1)).save(picture)
    ended = place.run("check", "--changed", "--strict")
    assert ended.code == 1
    assert re.search(r"^content/posts/two\.md(:\d+)?: .*one", ended.err, re.MULTILINE)
    assert re.search(
        r"^content/posts/four\.md:7: .*image-heavy\]$", ended.err, re.MULTILINE
    )
    assert "[spelling]" not in ended.err
    assert "2 files differ from main" in ended.out


def test_an_error_is_told_wherever_it_stands(place):
    """It ends every build."""
    place.post("four", WRONG, date="soon")
    commit(place, is_main=True)
    ended = check(place, code=1)
    assert re.search(r"^content/posts/four\.md(:\d+)?: ", ended.err, re.MULTILINE)
    assert "[spelling]" not in ended.err
    assert "There is no error" not in ended.out


def test_a_mistake_that_many_files_share_is_told_where_one_of_them_may_differ(place):
    """It is said once, at the first, and names no more than a dozen of them."""
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f'{conf}\nPLUGINS = ["plugins.post_checks"]\n')
    for number in range(16):
        place.post(f"p{number:02}", "## One\n\n#### Three")
    commit(place, is_main=True)
    assert "[heading-skip]" not in check(place).err
    place.post("p15", "## One\n\n#### Three!")
    said = next(line for line in check(place).err.splitlines() if "p00.md" in line)
    assert re.search(r"p12\.md and 3 more\. .*\[heading-skip\]$", said)


def test_a_site_may_lie_below_its_repository(tmp_path):
    """What differs beside it is not counted; annotations count from the top.

    Texts may lie behind a link.
    """
    place = make_place(tmp_path / "all.tmp" / "my blog", posts=0)
    note = "title: Note\ndate: 2026-01-01\n\n"
    place.write("content/vault/note.md", note + WRONG)
    place.write("../notes.md", "Mine.\n")
    (place.root / "content/posts").symlink_to("vault")
    begin(place, "..")
    place.write("../notes.md", "Yours.\n")
    place.write("content/vault/note.md", f"{note}Oh. {WRONG}")
    ended = check(place, "--format", "github", cwd=place.root / "content")
    path = "my blog/content/posts/note.md"
    assert ended.out.startswith(f"::warning file={path},line=4,title=spelling::")
    assert ended.out.count("\n") == 1
    assert ended.err.startswith("1 file differs from main (commit ")


def test_texts_may_lie_beside_the_folder_of_the_site(tmp_path):
    """Problems name them from there."""
    place = make_place(tmp_path / "all" / "blog", posts=0)
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf.replace('"content"', '"../texts"'))
    place.write("../texts/posts/a.md", "title: A\ndate: 2026-01-01\n\n" + WRONG)
    begin(place, "..")
    place.write("../texts/posts/b.md", "title: B\ndate: 2026-01-01\n\n" + WRONG)
    ended = check(place)
    assert WARNING.findall(ended.err) == ["texts/posts/b.md"]
    assert "1 file differs from main" in ended.out


def test_what_cannot_be_known_is_refused_before_the_site_is_read(tmp_path):
    """In one line; and so is what does not go together."""
    place = make_place(tmp_path / "blog", posts=1)
    ended = check(place, code=1)
    said = "git rev-parse could not be done: fatal: not a git repository"
    assert ended.said.startswith(said)
    assert ended.said.count("\n") == 1
    for words in (["--fix", "feed-uid"], ["--online", "--commit"]):
        assert "Run them apart" in check(place, *words, code=1).said
    assert "--changed[=STRING]" in place.run("check", "-h").out  # no option's letter
