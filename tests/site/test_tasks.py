"""The commands as README names them, and what they say to an author."""

from __future__ import annotations

import re
import shutil

from tests.site.built import run_invoke
from tests.site.content import CONTENT, ROOT

FLAGSHIP = "posts/2026-09-07-ketamine-or-psilocybin.md"
SIDE_EFFECTS = "posts/2026-10-19-side-effects.md"


def test_the_tasks_are_those_of_the_readme():
    """README's table names each task of ``invoke --list`` and no other."""
    listed = run_invoke("--list").stdout
    tasks = re.findall(r"^  ([a-z][\w-]*)", listed, flags=re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8")
    table = readme.split("## Tasks", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `([a-z][\w-]*)[^|]*\|", table, flags=re.MULTILINE)

    assert sorted(tasks) == sorted(rows)
    assert len(rows) == len(set(rows))


def plant(content, name, old, new):
    """Change one place of a post and return the line where it stands."""
    path = content / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (name, old)
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_three_mistakes_at_once_give_three_lines(tmp_path):
    """A mistyped key, a missing title, a number taken twice: file, line, remedy."""
    content = tmp_path / "content"
    output = tmp_path / "output"
    shutil.copytree(CONTENT, content)
    mistyped = plant(content, FLAGSHIP, "[@terao2024]", "[@terao2042]")
    twice = plant(content, SIDE_EFFECTS, "series_index: 4", "series_index: 3")
    untitled = "posts/2026-11-02-how-to-read-a-ketamine-advertisement.md"
    plant(content, untitled, "title: How to read an advertisement for ketamine\n", "")

    run = run_invoke("build", "--content", str(content), "--output", str(output))
    said = (run.stdout + run.stderr).splitlines()
    lines = [line for line in said if re.match(r"\S+\.md:", line)]

    assert run.returncode == 1
    assert not output.exists()
    assert len(lines) == 3, run.stdout + run.stderr
    by_file = {line.split(".md:")[0].rsplit("posts/", 1)[1]: line for line in lines}
    key = by_file["2026-09-07-ketamine-or-psilocybin"]
    number = by_file["2026-10-19-side-effects"]
    title = by_file["2026-11-02-how-to-read-a-ketamine-advertisement"]
    assert f".md:{mistyped}: " in key
    assert "terao2042" in key
    assert "terao2024" in key
    assert f".md:{twice}: " in number
    assert "2026-09-28-ketamine-or-ect" in number
    assert re.search(r"\.md:\d+: ", title)
    assert "title" in title.lower()
    for line in lines:
        assert re.search(r"\. [A-Z][^.]*.*\[[a-z-]+\]$", line), line


def test_the_content_as_it_stands_builds_without_a_word(blog):
    """Our own posts raise no warning."""
    assert not re.search(r"\.md:\d+", blog.said), blog.said
