"""The W3C's checker over every page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dev.audit.markup import INSTALL, check_markup, find_checker
from tests.needs import needs

ROOT = Path(__file__).parents[2]
CHECKER = pytest.mark.skipif(
    find_checker(ROOT) is None and "CI" not in os.environ,
    reason=f"needs the HTML checker vnu: {INSTALL}",
)


@pytest.mark.parametrize("name", ["README.md", ".ci/run"])
def test_a_newcomer_and_ci_are_told_the_same(name):
    """The checker's own line stands where both look, with its version."""
    assert INSTALL in (ROOT / name).read_text("utf-8").splitlines()


@needs("java")
@CHECKER
def test_the_checker_finds_nothing_on_any_page(blog):
    """No error and no warning."""
    assert check_markup(blog.output, ROOT) == {}


@needs("java")
@CHECKER
def test_the_checker_finds_a_planted_mistake(tmp_path):
    """The check above can fail, on an error and on a warning."""
    (tmp_path / "bad.html").write_text(
        "<!doctype html><html lang=en><title>x</title><ul role=list><li>x</ul><p></b>",
        "utf-8",
    )

    found = check_markup(tmp_path, ROOT)["bad.html"]

    assert any(line.startswith("error") for line in found)
    assert any(line.startswith("warning") for line in found)
