"""PubMed's publication types as a study's design, in words for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The more telling stand first: of several types, the first here is the design.
DESIGNS = {
    "meta-analysis": "meta-analysis",
    "network meta-analysis": "network meta-analysis",
    "systematic review": "systematic review",
    "pragmatic clinical trial": "pragmatic trial",
    "equivalence trial": "equivalence trial",
    "randomized controlled trial": "randomised controlled trial",
    "controlled clinical trial": "controlled trial",
    "clinical trial, phase iv": "phase 4 trial",
    "clinical trial, phase iii": "phase 3 trial",
    "clinical trial, phase ii": "phase 2 trial",
    "clinical trial, phase i": "phase 1 trial",
    "clinical trial protocol": "trial protocol, no results yet",
    "clinical trial": "clinical trial",
    "observational study": "observational study",
    "twin study": "twin study",
    "case reports": "case report",
    "practice guideline": "practice guideline",
    "guideline": "guideline",
    "consensus statement": "consensus statement",
    "scoping review": "scoping review",
    "review": "review",
    "editorial": "editorial",
    "letter": "letter",
    "comment": "comment",
}


def find_design(publication_types: Iterable[str]) -> str:
    """Return the most telling design, or an empty string.

    >>> find_design(["Journal Article", "Randomized Controlled Trial"])
    'randomised controlled trial'
    """
    said = {kind.strip().lower() for kind in publication_types}
    return next((design for kind, design in DESIGNS.items() if kind in said), "")
