"""The pinned requirements are the ones that pyproject.toml asks for, and no others."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.law.licences import table

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE
)
SITE = PROJECT["project"]["dependencies"]
DEPLOY = SITE + PROJECT["project"]["optional-dependencies"]["deploy"]
FILES = {
    "requirements.txt": SITE,
    "requirements-deploy.txt": DEPLOY,
    "requirements-dev.txt": DEPLOY + GROUPS["test"] + GROUPS["lint"],
}
STALE = "compile the requirements anew: CONTRIBUTING says how"


def all_pins(name):
    """Yield every pin of a requirements file; markers may give a package several."""
    for match in PIN.finditer((ROOT / name).read_text("utf-8")):
        marker = f" ; {match['marker']}" if match["marker"] else ""
        yield Requirement(f"{match['name']}=={match['version']}{marker}")


def pins(name):
    """Return {package: pin} of those pins that count in this environment."""
    return {canonicalize_name(p.name): p for p in all_pins(name) if applies(p)}


def applies(requirement, extras=("",)):
    if requirement.marker is None:
        return True
    here = default_environment()
    return any(requirement.marker.evaluate(here | {"extra": e}) for e in extras)


def closure(wanted):
    """Yield every requirement that ``wanted`` leads to in this environment."""
    queue = [Requirement(text) for text in wanted]
    seen = set()
    while queue:
        requirement = queue.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        yield requirement
        if key in seen:
            continue
        seen.add(key)
        for text in metadata.distribution(requirement.name).requires or ():
            inner = Requirement(text)
            if applies(inner, ("", *requirement.extras)):
                queue.append(inner)


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_satisfied(name):
    """A dependency that was added or raised makes the file stale."""
    pinned = pins(name)
    for requirement in closure(FILES[name]):
        key = canonicalize_name(requirement.name)
        assert key in pinned, f"{key} is missing: {STALE}"
        version = str(pinned[key].specifier).removeprefix("==")
        assert requirement.specifier.contains(version, prereleases=True), STALE


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_pinned_that_nobody_asks_for(name):
    """A dependency that was dropped makes the file stale."""
    asked = {canonicalize_name(r.name) for r in closure(FILES[name])}
    assert set(pins(name)) - asked == set(), STALE


@pytest.mark.parametrize("name", [*FILES, "requirements-audit.txt"])
def test_every_pin_has_hashes_and_no_index_is_named(name):
    """The files work with whatever index a machine is set up for."""
    text = (ROOT / name).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) == len(list(all_pins(name)))
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-deploy.txt"])
def test_the_files_agree(name):
    """The tests run on what the site is built and deployed with."""
    fewer, dev = pins(name), pins("requirements-dev.txt")
    assert {key: str(pin) for key, pin in fewer.items()}.items() <= {
        key: str(pin) for key, pin in dev.items()
    }.items()


def test_nothing_is_pinned_upward_without_a_reason():
    """Upper bounds are why plugins rot."""
    for text in FILES["requirements-dev.txt"]:
        for spec in Requirement(text).specifier:
            assert spec.operator in {">=", "!="}, text


def test_the_licence_of_everything_is_listed():
    """Who passes the site on knows under what."""
    rows = table(pins("requirements.txt"))
    shown = (ROOT / "SECURITY.md").read_text("utf-8")
    assert shown.endswith(f"|---|---|\n{rows}"), f"SECURITY.md should end with\n{rows}"
    assert "UNKNOWN" not in rows
    assert "|  |" not in rows


def test_the_auditor_is_pinned_too():
    """It is installed by a job, so its hashes are checked as ours are."""
    names = {canonicalize_name(pin.name) for pin in all_pins("requirements-audit.txt")}
    wanted = {canonicalize_name(Requirement(text).name) for text in GROUPS["audit"]}
    assert wanted <= names
