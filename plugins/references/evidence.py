"""What a study was, as one quiet sentence under its entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .core import Evidence

WHO = re.compile(
    r"(?:\w+ )?(?:adults|people|patients|outpatients|participants|women|men|children"
    r"|adolescents|veterans|advertisers)\b"
)


def format_evidence(evidence: Evidence) -> str:
    """Return “Randomised trial, 24 people with …, against …”, or an empty string.

    Only what the library says is said; numbers of a thousand and more get a comma.
    """
    against = evidence.comparator
    if against and not against.lower().startswith("against"):
        against = f"against {against}"
    said = (evidence.design, _people(evidence), _medicine(evidence), against)
    parts = [part for part in said if part]
    if not parts and not evidence.funder:
        return ""
    # Parts with commas of their own are told apart by semicolons.
    sentence = ("; " if any("," in part for part in parts) else ", ").join(parts)
    sentence = sentence[:1].upper() + sentence[1:]
    paid = f"Paid for by {evidence.funder}" if evidence.funder else ""
    return ". ".join(part for part in (sentence, paid) if part) + "."


def _people(evidence: Evidence) -> str:
    people, who = evidence.people.strip(), evidence.population.strip()
    if not people.isdigit():
        return ": ".join(part for part in (people, who) if part)
    count = f"{int(people):,}"
    if not who:
        said = f"{count} person" if people == "1" else f"{count} people"
    elif WHO.match(who):
        said = f"{count} {who}"
    else:
        said = f"{count} people ({who})"
    # 27 randomised and 24 analysed are two numbers: a short note says which is meant.
    note = evidence.people_note
    return f"{said} ({note})" if note and len(note) <= 40 and "(" not in note else said


def _medicine(evidence: Evidence) -> str:
    medicine, route = evidence.intervention, evidence.route
    if medicine and route and route.lower() not in medicine.lower():
        return f"{medicine}, {route}"
    return medicine or route
