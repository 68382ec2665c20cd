"""The import graph is the one drawn in CONTRIBUTING."""

from __future__ import annotations

import sys

from tests.law.graph import (
    PLUGINS,
    arrows_between_files,
    arrows_inside,
    circles,
    files_of,
    imports_of,
)

#: The ground below every plugin, counted from ``plugins/``; each holds once it exists.
PURE_GROUND = {
    "problem",
    "source",
    "body",
    "ledger",
    "places",
    "safe_html",
    "settings",
    "words",
}
#: What adapters alone may stand on.
ADAPTER_GROUND = {"made_files", "report", "site", "source.read", "workers"}

#: One library, one file.
FENCED = {
    "brotli": {"tools/deploy/content_coding.py"},
    "feedgen": {"feeds/atom_rss.py"},
    "httpx": {"references/lookup/fetch.py", "tools/deploy/visit.py"},
    "awscrt": {"tools/deploy/s3/bucket.py"},
    "urllib3": {"tools/deploy/s3/bucket.py"},
    "bibtexparser": {"references/exchange/bibtex_names.py"},
    "pylatexenc": {"references/exchange/latex.py"},
    "yaml": {"source/header.py"},
    "ftfy": {"tools/importing/characters.py"},
    "markdownify": {"tools/importing/markdown_writer.py"},
    "lightningcss": {"stylesheets/bundle.py"},
    "PIL": {"images/encoding.py", "images/picture.py", "social_cards/drawing.py"},
}
#: Files of a plugin where Pelican and the file system are met; all others are pure.
DOORS = {"adapter.py", "output.py", "reader.py", "store.py"}
#: The only other files that import Pelican.
PELICAN = {"site.py", "tools/build/pelican_run.py"}
#: Of the standard library, what a pure room does without.
FORBIDDEN = {"logging", "socket", "urllib.request", "subprocess", "pathlib"}
MARKUP = {"html5lib", "markdown", "markupsafe", "lxml", "nh3"}
#: Known to type checkers alone.
TYPES = {"_typeshed"}


def belongs(path, names):
    """Tell whether a file is one of these modules, or lies in one of these packages."""
    dotted = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    return any(dotted == name or dotted.startswith(f"{name}.") for name in names)


def room(path):
    """Return the plugin of a file, ``tools``, or an empty text for the ground."""
    ground = len(path.parts) == 1 or belongs(path, PURE_GROUND | ADAPTER_GROUND)
    return "" if ground else path.parts[0]


def is_door(path):
    """Tell whether a plugin meets the outside here; only its own ``__init__`` does."""
    return path.name in DOORS or (path.name == "__init__.py" and len(path.parts) == 2)


def is_pure(path):
    if str(path) in set().union(*FENCED.values()):
        return False
    if not room(path):
        return belongs(path, PURE_GROUND) and not belongs(path, ADAPTER_GROUND)
    return room(path) != "tools" and not is_door(path)


def absolute_or_lost(imports):
    """Yield imports of own code that are not relative, or that lead to no file."""
    for one in imports:
        own = f"{one.module}.".startswith(("plugins.", "pelican.plugins.bulletin."))
        if (own and not one.level) or (one.level and not one.target):
            yield one


def between_rooms(imports):
    """Yield imports by which a plugin leaves itself for anything but its ground."""
    for one in imports:
        if not one.target or room(one.file) in {"", "tools", room(one.target)}:
            continue
        if belongs(one.target, ADAPTER_GROUND):
            allowed = is_door(one.file)
        else:
            allowed = belongs(one.target, PURE_GROUND)
        if not allowed:
            yield one


def out_of_the_ground(imports):
    """Yield imports by which the ground, or its pure part, leans on what is above."""
    for one in imports:
        if room(one.file) or not one.target:
            continue
        upward = room(one.target) != ""
        if upward or (is_pure(one.file) and belongs(one.target, ADAPTER_GROUND)):
            yield one


def impure(imports):
    """Yield what a pure room imports and should not."""
    for one in imports:
        if not is_pure(one.file):
            continue
        if one.level:
            wrong = one.target and room(one.target) == room(one.file) != ""
            wrong = wrong and is_door(one.target)
        else:
            top = one.module.split(".")[0]
            wrong = top not in sys.stdlib_module_names | MARKUP | TYPES
            wrong |= bool({one.module, f"{one.module}.{one.name}"} & FORBIDDEN)
        if wrong:
            yield one


def lines(found):
    return "\n" + "\n".join(map(str, found))


def test_own_code_is_imported_relatively():
    """The same code lives under ``plugins`` and under ``pelican.plugins.bulletin``."""
    wrong = [*absolute_or_lost(imports_of(PLUGINS))]
    assert not wrong, lines(wrong)


def test_no_plugin_imports_another():
    """What two plugins need is ground; else they meet in the article's attributes."""
    wrong = [*between_rooms(imports_of(PLUGINS))]
    assert not wrong, lines(wrong)


def test_no_plugin_needs_what_only_this_repository_runs():
    """``dev/`` is in no wheel: what imports it breaks on every other machine."""
    wrong = [one for one in imports_of(PLUGINS) if one.module.split(".")[0] == "dev"]
    assert not wrong, lines(wrong)


def test_the_ground_stands_on_itself():
    """Whoever reads it needs no plugin, and its pure part no adapter."""
    wrong = [*out_of_the_ground(imports_of(PLUGINS))]
    assert not wrong, lines(wrong)


def test_a_pure_room_imports_the_standard_library_only():
    """Decisions know neither Pelican nor files nor the network."""
    wrong = [*impure(imports_of(PLUGINS))]
    assert not wrong, lines(wrong)


def test_a_pure_room_knows_the_types_of_what_it_handles():
    """``Any`` is for Pelican's untyped side; mypy forbids it everywhere else."""
    wrong = [
        one for one in imports_of(PLUGINS) if is_pure(one.file) and one.name == "Any"
    ]
    assert not wrong, lines(wrong)


def test_tools_use_no_adapter():
    """Commands ask pure rooms and fenced files; Pelican itself loads the adapters."""
    wrong = [
        one
        for one in imports_of(PLUGINS)
        if room(one.file) == "tools" and one.target and one.target.name == "adapter.py"
    ]
    assert not wrong, lines(wrong)


def test_a_library_with_awkward_manners_is_met_in_one_file():
    """Such a library can be replaced by rewriting one file."""
    wrong = [
        one
        for one in imports_of(PLUGINS)
        if not one.level
        and str(one.file) not in FENCED.get(one.module.split(".")[0], {str(one.file)})
    ]
    assert not wrong, lines(wrong)


def test_pelican_is_met_in_adapters_and_in_one_tool():
    """Everything else can be tested without a site."""
    wrong = [
        one
        for one in imports_of(PLUGINS)
        if not one.level
        and one.module.split(".")[0] == "pelican"
        and one.file.name not in DOORS
        and str(one.file) not in PELICAN
    ]
    assert not wrong, lines(wrong)


def test_no_files_import_each_other_in_a_circle():
    """A file can be read after those that it stands on, and tested without the rest."""
    found = circles(arrows_between_files(imports_of(PLUGINS)))
    wrong = [" -> ".join(way) for way in found.values()]
    assert not wrong, lines(wrong)


def test_no_folders_import_each_other_in_a_circle():
    """Nor a folder and a file beside it: what stands on a folder is not in its way."""
    wrong = folder_circles(PLUGINS)
    assert not wrong, lines(wrong)


def folder_circles(root):
    """Return the circles in which a folder takes part, at every depth."""
    folders = sorted({parent for file in files_of(root) for parent in file.parents})
    return [
        " -> ".join(way)
        for folder in folders
        for way in circles(arrows_inside(folder, imports_of(root))).values()
        if any(not name.endswith(".py") for name in way)
    ]


def test_these_laws_find_what_breaks_them(tmp_path):
    """At any depth: a check that cannot fail proves nothing."""
    tree = {
        "problem.py": "from . import one\nfrom .report import say",
        "report.py": "from .problem import Problem",
        "source/__init__.py": "from .read import read",
        "source/read.py": "import pathlib",
        "one/__init__.py": "",
        "one/adapter.py": "from ..report import say\nfrom ..source import read",
        "one/low/__init__.py": "import plugins.one\nfrom ....problem import Problem",
        "one/low/deep.py": "from ... import problem, report\nfrom ...two import x",
        "one/low/far.py": "from ..high import up\nfrom ...two.deep import y",
        "one/high/up.py": "from ..low import deep\nfrom ...source.read import read",
        "one/high/side.py": "from urllib import request\nfrom ..adapter import z",
        "two/__init__.py": "if TYPE_CHECKING:\n    from .deep import y",
        "two/deep.py": "def f():\n    from . import x\n    import yaml",
    }
    for name, text in tree.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    imports = imports_of(tmp_path)

    def places(found):
        return [f"{one.file}:{one.line} {one.name}".strip() for one in found]

    assert places(absolute_or_lost(imports)) == [
        "one/low/__init__.py:1",
        "one/low/__init__.py:2 Problem",
    ]
    assert places(between_rooms(imports)) == [
        "one/high/up.py:2 read",
        "one/low/deep.py:1 report",
        "one/low/deep.py:2 x",
        "one/low/far.py:2 y",
    ]
    assert places(out_of_the_ground(imports)) == [
        "problem.py:1 one",
        "problem.py:2 say",
        "source/__init__.py:1 read",
    ]
    assert places(impure(imports)) == [
        "one/high/side.py:1 request",
        "one/high/side.py:2 z",
        "one/low/__init__.py:1",
        "two/deep.py:2 x",
        "two/deep.py:3",
    ]
    ways = circles(arrows_between_files(imports)).values()
    assert sorted(map(" -> ".join, ways)) == [
        "problem.py -> report.py -> problem.py",
        "two/__init__.py -> two/deep.py -> two/__init__.py",
    ]
    assert folder_circles(tmp_path) == [
        "one -> problem.py -> one",
        "one/high -> one/low -> one/high",
    ]
