"""What each dependency says of its licence."""

from __future__ import annotations

import re
from importlib import metadata

from packaging.utils import canonicalize_name

#: As long as a licence's name; longer ones are the licence itself.
NAME = re.compile(r"[^\n]{1,40}")


def licence_of(package):
    """Return the licence as the package's metadata names it (PEP 639, else older)."""
    told = metadata.metadata(package)
    kinds = [one for one in told.get_all("Classifier", []) if one.startswith("License")]
    names = [one.rsplit(" :: ", 1)[-1] for one in kinds]
    given = told.get("License-Expression") or told.get("License") or ""
    return given if NAME.fullmatch(given) and not names else "; ".join(names) or given


def table(packages):
    """Return the rows of a table in Markdown, sorted."""
    names = sorted(map(canonicalize_name, packages))
    return "".join(f"| {name} | {licence_of(name)} |\n" for name in names)
