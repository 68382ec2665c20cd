"""The manual's list of problem names is the list of names in the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.plugins.case_files import read_case

PLUGINS = Path(__file__).parents[2] / "plugins"
SHARED = ("bounds.py", "header.py", "faults.py", "encoding.py", "dates.py", "read.py")
SHARED = (*SHARED, "free_dates.py", "moments.py")
NAME = re.compile(r"[a-z]+(?:-[a-z]+)+")
#: Texts in the code that look like a name and are none.
NO_NAMES = {
    "a-few-words",
    "admonition-title",
    "aria-hidden",
    "footnote-ref",
    "us-ascii",
}
PARAGRAPH = re.compile(
    r"^``(?P<name>[a-z]+(?:-[a-z]+)+)``\n(?P<text>(?: {4}.+\n)+)", re.MULTILINE
)


def manual(plugin):
    text = (PLUGINS / plugin / "__init__.py").read_text("utf-8")
    return ast.get_docstring(ast.parse(text), clean=True) + "\n"


def names_in(path):
    """Yield every literal of a file that has a problem name's form."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and NAME.fullmatch(value):
            yield value


def explained(plugin):
    return {found["name"] for found in PARAGRAPH.finditer(manual(plugin))}


def used_in(files):
    return {name for path in files for name in names_in(path)} - NO_NAMES


def test_the_manuals_list_the_names_of_the_code():
    """A name in brackets can be looked up, and no manual promises another."""
    shared = [PLUGINS / "source" / name for name in SHARED]
    shared.append(PLUGINS / "places.py")
    header = used_in([*(PLUGINS / "front_matter").glob("*.py"), *shared])
    text = used_in((PLUGINS / "post_checks").glob("*.py"))
    settings = {"front-matter-setting", "post-checks-setting"}
    assert header - settings == explained("front_matter")
    assert text - settings - explained("front_matter") == explained("post_checks")
    judged = used_in((PLUGINS / "sanitizer").glob("*.py"))
    told = explained("post_checks") | {"sanitizer-setting"}
    assert judged - told == explained("sanitizer")
    assert "``sanitizer-setting``" in manual("sanitizer")
    assert "``front-matter-setting``" in manual("front_matter")
    assert "``post-checks-setting``" in manual("post_checks")


@pytest.mark.parametrize("plugin", ["front_matter", "post_checks", "sanitizer"])
def test_each_name_has_a_paragraph_with_an_example(plugin):
    """Who reads a name in brackets finds out what it means."""
    for found in PARAGRAPH.finditer(manual(plugin)):
        text = " ".join(found["text"].split())
        assert len(text) > 20, found["name"]
        assert re.search(r"Example: \S+", text), found["name"]


def test_each_name_has_a_case():
    """Every problem has been seen in a real build."""
    cases = Path(__file__).parent.glob("*/cases/*.case")
    seen = {name for path in cases for _, _, name in read_case(path).expected}
    tried_elsewhere = {
        "callout-empty",
        "file-name",
        "rst-unreadable",
        "text-unreadable",
    }
    for plugin in ("front_matter", "post_checks"):
        named = {found["name"] for found in PARAGRAPH.finditer(manual(plugin))}
        assert named - seen <= tried_elsewhere, named - seen
