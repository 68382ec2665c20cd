"""How a clinic can be reached: what ``CLINIC`` says, without blanks and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..places import is_nowhere
from ..problem import Level, Problem, join_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What stands where something is to be filled in.
BLANK = re.compile(
    r"\b(?:example|placeholder|sample|to ?do|tba|tbd|x{3,}|lorem ipsum)\b"
    r"|\byour (?:address|phone|street|number|e-?mail)\b|^\W*$",
    re.IGNORECASE,
)
#: A number of North America: 555 is given to nobody, as area or as exchange.
AMERICAN = re.compile(r"(?:\+?1)?(\d{3})?(\d{3})\d{4}")
NOBODYS = "555"
#: Fewer digits are no number of a clinic.
FEWEST = 5
#: Digits and what parts them, up to a word, a comma or another number's slash.
NUMBER = re.compile(r"\+?[\d(](?:[\d().\-\u2010-\u2014]|(?<=\S)/(?=\S)|\s)*")
#: The zero that callers from abroad leave out.
TRUNK = re.compile(r"(?<=\d)\s*\(0\)")
EXTENSION = re.compile(
    r"[\s,;(]*(?:ext(?:ension|n)?|x|#)[\s.:=\"'“”]*(\d{1,7})", re.IGNORECASE
)
EMAIL = re.compile(r"[^\s@<>\"]+@([^\s@<>\"]+)")


@dataclass(frozen=True)
class Clinic:
    """A clinic as pages may name it: what is empty reaches nobody."""

    name: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    booking_url: str = ""
    placeholders: tuple[tuple[str, str], ...] = ()  #: keys and values left out

    @property
    def is_reachable(self) -> bool:
        """Whether there is any way to reach it."""
        return any(getattr(self, way) for way in WAYS)

    @property
    def tel(self) -> str:
        """The phone's first number for a link (RFC 3966), and its extension."""
        number, end = _first_number(self.phone)
        extension = EXTENSION.match(self.phone, end)
        return f"{number};ext={extension[1]}" if extension else number


def read_clinic(given: Mapping[str, object]) -> Clinic:
    """Return the record of ``CLINIC``; values that can reach nobody are put aside."""
    texts = {
        name: str(given.get(name) or "").strip()
        for name in ("name", "city", "region", "country", *WAYS)
    }
    texts["email"] = texts["email"].removeprefix("mailto:")
    texts["phone"] = texts["phone"].removeprefix("tel:")
    aside = tuple(
        (name, texts[name])
        for name, reaches in WAYS.items()
        if texts[name] and not reaches(texts[name])
    )
    return Clinic(**texts | dict.fromkeys(dict(aside), ""), placeholders=aside)


def _first_number(text: str) -> tuple[str, int]:
    """Return the digits of the first number of a text, and where it ends."""
    for found in NUMBER.finditer(text):
        written = found[0]
        if written.startswith("+"):
            written = TRUNK.sub("", written)
        number = re.sub(r"[^\d+]", "", written)
        if len(number) >= FEWEST:
            return number, found.end()
    return "", len(text)


def _is_phone(text: str) -> bool:
    """Return whether a number could be somebody's.

    >>> _is_phone("+1 555 010 0100"), _is_phone("(503) 555-0123"), _is_phone("TBD")
    (False, False, False)
    >>> _is_phone("+44 1632 960001"), _is_phone("+49 30 5551234")
    (True, True)
    """
    digits = _first_number(text)[0]
    if not digits or len(set(digits)) == 1 or digits in "12345678901234567890":
        return False
    american = AMERICAN.fullmatch(digits)
    return not (american and NOBODYS in american.groups())


def _is_email(text: str) -> bool:
    found = EMAIL.fullmatch(text)
    return found is not None and not is_nowhere(found[1])


def _is_address(text: str) -> bool:
    return not BLANK.search(text)


def _is_booking(text: str) -> bool:
    """Return whether it is an address on the web, or a page of the site itself."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not parts.scheme and not parts.netloc:
        return text.startswith("/")
    return parts.scheme in ("https", "http") and not is_nowhere(host)


#: The keys that lead to the clinic, and what their values must be.
WAYS: Mapping[str, Callable[[str], bool]] = {
    "phone": _is_phone,
    "email": _is_email,
    "address": _is_address,
    "booking_url": _is_booking,
}


REMEDIES = {
    "phone": "Write the real one, in digits, or leave it empty.",
    "booking_url": "Write the real one, with https:// before it, or leave it empty.",
}


def check_clinic(clinic: Clinic, find_line: Callable[[str], int]) -> list[Problem]:
    """Return what readers miss: a value that reaches nobody, and any way at all.

    ``find_line`` returns the line of a key of ``CLINIC`` in ``pelicanconf.py``.
    """
    file = "pelicanconf.py"
    problems = []
    for key, value in clinic.placeholders:
        what = f"CLINIC[“{key}”] “{value}” reaches nobody, so no page shows it."
        remedy = REMEDIES.get(key, "Write the real one, or leave it empty.")
        name, line = "clinic-placeholder", find_line(key)
        problems.append(Problem(file, line, what, remedy, name, Level.WARNING))
    if not clinic.is_reachable:
        what = (
            "CLINIC names no way to reach the clinic, so no page invites readers to a "
            "talk, and the contact page says that there is none yet."
        )
        remedy = f"Fill in {join_words(WAYS).replace(' and ', ' or ')}: one is enough."
        name = "clinic-unreachable"
        line = find_line("")
        problems.append(Problem(file, line, what, remedy, name, Level.NOTICE))
    return problems
