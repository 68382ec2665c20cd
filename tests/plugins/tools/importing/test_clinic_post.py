"""The clinic's own post, which is plain text, comes over by the real command."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from plugins.source.header import parse_header
from tests.plugins.references.server import Registry
from tests.plugins.tools.commands.test_adopt import ENTRIES, KEYS
from tests.plugins.tools.commands.test_cite import CARHART, DALY, DAVIS
from tests.plugins.tools.importing.moved import a_house
from tests.plugins.tools.importing.test_plain_text import COPIED, SEED

#: A text of its shape, for where the post itself does not lie beside the site.
OWN = re.sub(
    r"References:.*?(?=Previous\n)",
    lambda _: (
        "References:\n\n"
        + "".join(f"{n}. {one}\n\n" for n, one in enumerate(ENTRIES, 1))
    ),
    COPIED,
    flags=re.DOTALL,
).replace("481–489", "481–490")
TEXTS = {"own": OWN} | ({"seed": SEED.read_text("utf-8")} if SEED.exists() else {})


@pytest.fixture(name="registry", scope="module")
def _registry():
    with Registry(works=[DALY, CARHART, DAVIS]) as registry:
        yield registry


@pytest.fixture(name="house")
def _house(tmp_path, registry):
    more = f'REFERENCES = {{"services": {registry.services!r}}}\n'
    return a_house(tmp_path / "blog", more=more)


@pytest.mark.parametrize("name", TEXTS)
def test_the_clinics_post_comes_whole_and_builds(house, tmp_path, registry, name):
    """Title, sections, call, three works with their differences, both neighbours."""
    text = TEXTS[name]
    file = tmp_path / "clinic-post.txt"
    file.write_text(text, "utf-8")
    words = ("import", str(file), "--yes", "--category", "Evidence")
    ended = house.run(*words)
    assert ended.code == 0, ended.said
    [post] = (house.root / "content/posts").glob("*.md")
    header = parse_header(post.read_text("utf-8"))
    report = (house.root / "import-report.md").read_text("utf-8")
    lines = [line for line in text.split("\n") if line]
    end = lines.index("References:")

    assert header.values["title"] == lines[0]
    assert header.values["further_reading"] == KEYS
    assert header.body.count("\n## ") == (6 if name == "seed" else 3)
    for line in lines[1:end]:
        assert line.strip() in header.body
    assert not {"Previous", "Next", *lines[-4::3]} & {*header.body.split("\n")}
    assert "References" not in header.body
    for said in (lines[-4], lines[-1], "reference 3: ", "the publisher says"):
        assert said in report
    assert "| references | 3 | 0 | 0 | 3 |" in report

    before = house.files("content"), house.files(".")["import-report.md"]
    registry.asked.clear()
    again = house.run(*words)
    assert again.code == 0, again.said
    assert (house.files("content"), house.files(".")["import-report.md"]) == before
    assert registry.asked == []

    dated = post.read_text("utf-8").replace("status: draft", "date: 2026-01-01")
    post.write_text(dated, "utf-8")
    built = house.run("build", "--strict")
    assert built.code == 0, built.said
    [page] = house.output.glob("blog/*/index.html")
    shown = BeautifulSoup(page.read_text("utf-8"), "lxml")
    assert lines[end - 1].strip() in " ".join(shown.text.split())
    assert house.run(*words).code == 0
    assert post.read_text("utf-8") == dated
