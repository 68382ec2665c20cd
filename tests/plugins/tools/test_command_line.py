"""What ``invoke --dry`` promises: whatever the command, nothing is changed."""

from __future__ import annotations

import hashlib
import json

import pytest
from invoke.config import Config
from invoke.context import Context
from invoke.exceptions import Exit

from plugins.references.library.file import format_library
from plugins.tools.command_line import PLANS, READS, WHEN_DRY, Command
from plugins.tools.tasks import namespace
from tasks import namespace as ours
from tests.plugins.tools.desk.places import a_text, commit, make_desk
from tests.plugins.tools.importing.exports import an_export, an_item

WORK = {"id": "new2026", "type": "book", "title": "New", "issued": {"raw": "2026"}}
CONF = """
PLUGINS += ["plugins.addresses", "plugins.references"]
ADDRESSES = {"record": "addresses.json"}
"""
#: Each command with words that would change something.
WORDS = {
    "build": [],
    "check": ["--fix", "addresses"],
    "serve": [],
    "new": ["Sleep after an infusion"],
    "cite": ["new.json"],
    "deploy": ["www", "--yes"],
    "releases": ["www"],
    "rollback": ["www"],
    "series": ["--move", "b", "--to", "1", "--yes"],
    "rename": ["a", "another", "--yes"],
    "publish": ["draft", "--yes"],
    "withdraw": ["a", "--because", "No longer true.", "--yes"],
    "forget": ["/gone/", "--because", "No longer true."],
    "import": ["old.xml", "--yes"],
    "headers": ["nginx"],
    "clean": [],
}
#: What some of them show.
SHOWN = {
    "new": "title: Sleep after an infusion",
    "cite": "[@new2026]  (new)",
    "deploy": "new  ",
    "releases": "has 2 releases",
    "rollback": "would show release",
    "series": "+series_index: 1",
    "rename": "another",
    "publish": "-status: draft",
    "withdraw": "+withdrawn_because: No longer true.",
    "forget": "/gone/: No longer true.",
    "import": "posts/2020-03-14-a-post.md: to write",
}


def tree(folder):
    """Return the digest of each file but of what a run keeps for the next."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file() and not {".bulletin", ".git"} & set(path.parts)
    }


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory):
    """Make a site with two parts, a draft, two releases and an output."""
    post = {"date": "2026-01-05", "series": "Nights"}
    files = {
        "posts/2026-01-05-a.md": a_text("A", **post, series_index="1"),
        "posts/2026-01-05-b.md": a_text("B", **post, series_index="2"),
        "posts/2026-01-07-draft.md": a_text("C", status="draft"),
        "addresses.json": json.dumps({"addresses": {"/gone/": "content/gone.md"}}),
    }
    blog = make_desk(tmp_path_factory.mktemp("dry") / "blog", files, CONF)
    blog.write("new.json", format_library([WORK]))
    blog.write("old.xml", an_export(an_item()))
    blog.write("invoke.yaml", "deploy:\n  www:\n    path: ../www\n")
    for name in ("c", "d", "e"):
        blog.write(f"content/posts/2026-02-01-{name}.md", a_text(name))
        commit(blog)
        if name != "e":
            assert blog.run("deploy", "www", "--yes").code == 0
    return blog


@pytest.mark.parametrize("name", sorted(namespace.tasks))
def test_a_dry_run_changes_nothing(site, name):
    """It shows what would be, or is refused with a word; a new command is too."""
    before = tree(site.root.parent)
    ended = site.run("--dry", name, *WORDS[name])

    assert tree(site.root.parent) == before
    assert "Traceback" not in ended.said
    assert SHOWN.get(name, "") in ended.said
    if name not in WHEN_DRY:
        assert ended.code == 1
        assert f"invoke {name} has no dry run, so nothing was done." in ended.err


@pytest.mark.parametrize("name", sorted(ours.tasks))
def test_every_task_of_the_repository_keeps_it(name):
    """One that is not of our class would run for real."""
    one = ours.tasks[name]
    context = Context(Config(overrides={"run": {"dry": True}}))

    assert isinstance(one, Command)
    if name not in WHEN_DRY:
        with pytest.raises(Exit, match="has no dry run"):
            one(context)
    else:
        assert WHEN_DRY[name] in (READS, PLANS)
