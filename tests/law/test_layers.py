"""The import graph is the one drawn in CONTRIBUTING."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGINS = ROOT / "plugins"
#: One library, one file.
FENCED = {
    "feedgen": {"feeds/xml.py"},
    "httpx": {"references/web.py"},
    "bibtexparser": {"references/bibtex.py"},
    "rispy": {"references/ris.py"},
    "ruamel": {"source/header.py"},
    "lightningcss": {"stylesheets/bundle.py"},
    "PIL": {"images/picture.py"},
}
#: Files where Pelican and the file system are met; all others of a plugin are pure.
DOORS = {"adapter.py", "__init__.py", "reader.py", "read.py", "site.py", "walk.py"}
#: Shared, and usable by every room.
COMMONS = {"problem", "source", "body"}


def modules():
    return sorted(path.relative_to(PLUGINS) for path in PLUGINS.rglob("*.py"))


def imports(path):
    """Yield (level, module) of every import, also those inside functions."""
    for node in ast.walk(ast.parse((PLUGINS / path).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.module:
                yield node.level, node.module
            else:
                yield from ((node.level, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)


def is_pure(path):
    return (
        len(path.parts) > 1
        and path.parts[0] != "tools"
        and path.name not in DOORS
        and not any(str(path) in files for files in FENCED.values())
    )


@pytest.mark.parametrize("path", modules(), ids=str)
def test_own_code_is_imported_relatively(path):
    """The same code lives under ``plugins`` and under ``pelican.plugins.bulletin``."""
    for level, module in imports(path):
        assert level > 0 or module.split(".")[0] != "plugins", module


def test_no_plugin_needs_what_only_this_repository_runs():
    """``dev/`` is in no wheel: what imports it breaks on every other machine."""
    for path in modules():
        for _, module in imports(path):
            assert module.split(".")[0] != "dev", path


@pytest.mark.parametrize("path", modules(), ids=str)
def test_no_plugin_imports_another(path):
    """Plugins meet in the article's attributes, never in each other's code."""
    if len(path.parts) == 1 or path.parts[0] == "tools":
        return
    depth = len(path.parts)
    for level, module in imports(path):
        if level == depth:
            assert module.split(".")[0] in COMMONS | {"report", "site"}, module
        assert level <= depth, module


@pytest.mark.parametrize("path", list(filter(is_pure, modules())), ids=str)
def test_a_pure_room_imports_the_standard_library_only(path):
    """Decisions know neither Pelican nor files nor the network."""
    forbidden = {"logging", "socket", "urllib.request", "subprocess", "pathlib"}
    markup = {"markdown", "markupsafe", "lxml", "nh3"}
    for level, module in imports(path):
        top = module.split(".")[0]
        if level == 0:
            assert module not in forbidden, module
            assert top in sys.stdlib_module_names | markup, module
        elif level == len(path.parts):
            assert top in COMMONS, module
        else:
            assert top != "adapter", module


@pytest.mark.parametrize("library", FENCED)
def test_a_library_with_awkward_manners_is_met_in_one_file(library):
    """Such a library can be replaced by rewriting one file."""
    met = {
        path.as_posix()
        for path in modules()
        for level, module in imports(path)
        if level == 0 and module.split(".")[0] == library
    }
    assert met <= FENCED[library]


@pytest.mark.parametrize("path", modules(), ids=str)
def test_pelican_is_met_in_adapters_and_in_one_tool(path):
    """Everything else can be tested without a site."""
    if path.name in DOORS - {"__init__.py", "walk.py"} or path == Path(
        "tools/pelican_run.py"
    ):
        return
    for level, module in imports(path):
        assert level > 0 or module.split(".")[0] != "pelican", module
