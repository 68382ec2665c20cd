"""One reader for every plugin's dict in ``pelicanconf.py``.

A plugin's ``settings.py`` is a table of its keys: a frozen dataclass whose fields are
made by the functions below, each with its default and what its value must be::

    @dataclass(frozen=True)
    class SleepSettings:
        hours: int = count(8, least=1)
        style: str = choice("deep", of=("deep", "light"))

``read_settings(SleepSettings, "SLEEP", given, "sleep-setting")`` reads the dict. A
field that is made in another way is none of its keys.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field, fields, replace
from functools import partial
from math import inf
from string import Formatter
from typing import TYPE_CHECKING, TypeVar

from .problem import Problem, SettingsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)
    Value = TypeVar("Value")
    Counts = TypeVar("Counts", bound=tuple[int, ...])

CHECK = "check"
LIST = (list, tuple)


@dataclass(frozen=True)
class Place:
    """A place in a setting, where mistakes are reported."""

    name: str  #: as messages show it: ``SERIES[“words”]``
    key: str  #: its last key; empty for the setting itself
    problem_name: str
    problems: list[Problem]  #: of the whole setting

    def inside(self, key: object) -> Place:
        """Return the place of a key of this dict."""
        return replace(self, name=f"{self.name}[“{key}”]", key=str(key))

    def report(self, what: str, remedy: str) -> None:
        """Note a mistake; ``what`` goes on from the name of the place."""
        what, name = f"{self.name} {what}.", self.problem_name
        self.problems.append(Problem("pelicanconf.py", 0, what, remedy, name))

    def report_value(self, value: object, wanted: str, example: object) -> None:
        """Note that a value is not what is wanted, with an example to copy."""
        lead = f'"{self.key}": ' if self.key else f"{self.name} = "
        is_flag = isinstance(example, bool)
        code = example if is_flag else json.dumps(example, ensure_ascii=False)
        self.report(f"is {_quote(value)}, not {wanted}", f"Write {lead}{code}.")

    def report_key(self, key: object, known: Collection[str]) -> None:
        """Note that a dict has no such key."""
        near = did_you_mean(str(key).lower(), known)
        self.report(f"has no key “{key}”", near or f"Its keys: {', '.join(known)}.")


#: Reports what is wrong with a value, and returns it as the record holds it.
Check = Callable[[Place, object], object]
#: Says whether a text is one that a key takes; None takes any.
TextTest = Callable[[str], object] | None


def read_settings(
    record: type[Record], name: str, given: object, problem_name: str
) -> Record:
    """Return what the setting ``name`` says as a record.

    Raise ``SettingsError`` with every mistake in it.
    """
    place = Place(name, "", problem_name, [])
    read = _read_record(place, given, record)
    if place.problems:
        raise SettingsError(place.problems)
    return read


def checked(default: Value, check: Check, *, none: bool = False) -> Value:
    """Make a key with a check of its own; with ``none``, None and "" switch it off."""

    def check_given(place: Place, value: object) -> object:
        is_off = none and (value is None or value == "")
        return type(default)() if is_off else check(place, value)

    return field(default_factory=lambda: copy(default), metadata={CHECK: check_given})


def flag(default: bool, *, none: bool = False) -> bool:
    """Make a key for True or False; ``none`` as in ``checked``."""
    return _checked_by(bool, default, "True or False", none=none)


def count(default: int, *, least: int = 0, most: float = inf) -> int:
    """Make a key for a whole number."""
    wanted = f"a whole number from {least}" + (f" to {most}" if most < inf else "")
    return _checked_by(int, default, wanted, lambda value: least <= value <= most)


def counts(
    default: Counts, *, wanted: str, fits: Callable[[Sequence[int]], object]
) -> Counts:
    """Make a key for a list of whole numbers that ``fits``, at least one."""

    def all_fit(value: Sequence[int]) -> bool:
        return {*map(type, value)} == {int} and bool(fits(value))

    return _checked_by(LIST, default, wanted, all_fit)


def seconds(default: float) -> float:
    """Make a key for a time in seconds, which may have a fraction."""
    kind, wanted = (int, float), "a number of seconds above 0"
    return _checked_by(kind, default, wanted, lambda value: value > 0, store=float)


def text(
    default: str,
    *,
    wanted: str = "text",
    fits: TextTest = None,
    store: Callable[[str], str] = str,
    none: bool = False,
) -> str:
    """Make a key for a text that ``fits``; ``none`` as in ``checked``."""
    return _checked_by(str, default, wanted, fits, example="…", store=store, none=none)


def choice(default: str, *, of: Sequence[str]) -> str:
    """Make a key for one of a few words."""
    wanted = f"one of {', '.join(map(_quote, of))}"
    return _checked_by(str, default, wanted, of.__contains__, example=max(of))


def words(
    default: tuple[str, ...], *, wanted: str = "a list of text", fits: TextTest = None
) -> tuple[str, ...]:
    """Make a key for a list of texts, each of which ``fits``."""

    def all_fit(value: Sequence[str]) -> bool:
        return {*map(type, value)} <= {str} and (not fits or all(map(fits, value)))

    return _checked_by(LIST, default, wanted, all_fit, example=["…"])


def pairs(default: dict[str, str]) -> dict[str, str]:
    """Make a key for a dict from any text to text, which replaces the default."""

    def fits(value: Mapping[object, object]) -> bool:
        return all(isinstance(one, str) for one in (*value, *value.values()))

    return _checked_by(Mapping, default, "a dict of text", fits)


def pattern(
    default: str,
    *,
    blanks: Collection[str],
    needs: Collection[str] | None = None,
    empty: bool = True,
    none: bool = False,
) -> str:
    """Make a key for an address or path with ``{blanks}`` that are filled in later.

    It ``needs`` those of its default, unless it may be and is ``empty``.
    """
    needed = _find_blanks(default) if needs is None else set(needs)
    check = _filled_in(default or "…", set(blanks), needed, empty=empty)
    return checked(default, check, none=none)


def phrases(ours: dict[str, str]) -> Mapping[str, str]:
    """Make a key for a dict of words that replace ours, with the blanks of ours."""
    checks = _phrase_checks(ours)
    return checked(ours, lambda place, value: ours | _read_dict(place, value, checks))


def phrases_by_language(ours: dict[str, str]) -> Mapping[str, object]:
    """Make such a key whose dict may hold one for each language; without ours."""
    checks = _phrase_checks(ours)
    check_language = partial(_read_dict, checks=checks)

    def check(place: Place, value: object) -> object:
        items = value.items() if isinstance(value, Mapping) else ()
        langs = [key for key, own in items if isinstance(own, Mapping)]
        return _read_dict(place, value, checks | dict.fromkeys(langs, check_language))

    return checked({}, check)


def table(record: type[Record]) -> Record:
    """Make a key for a dict with a table of its own."""
    return checked(record(), lambda place, value: _read_record(place, value, record))


def _read_record(place: Place, given: object, record: type[Record]) -> Record:
    keys = [one for one in fields(record) if CHECK in one.metadata]
    checks: dict[str, Check] = {one.name: one.metadata[CHECK] for one in keys}
    return replace(record(), **_read_dict(place, given, checks))


def _read_dict(
    place: Place, given: object, checks: Mapping[str, Check]
) -> dict[str, object]:
    if not isinstance(given, Mapping):
        place.report_value(given, "a dict", {})
        return {}
    for key in given.keys() - checks.keys():
        place.report_key(key, checks)
    known = [key for key in given if key in checks]
    return {key: checks[key](place.inside(key), given[key]) for key in known}


def _checked_by(
    kind: type | tuple[type, ...],
    default: Value,
    wanted: str,
    fits: Callable[..., object] | None = None,
    *,
    example: object = None,
    store: Callable[..., object] | None = None,
    none: bool = False,
) -> Value:
    """Make a key for one ``kind`` of value; True is no number here."""

    def check(place: Place, value: object) -> object:
        is_kind = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
        if not is_kind or (fits and not fits(value)):
            place.report_value(value, wanted, default or example or default)
        elif store:
            return store(value)
        return tuple(value) if isinstance(value, list) else value

    return checked(default, check, none=none)


def _phrase_checks(ours: Mapping[str, str]) -> dict[str, Check]:
    return {key: _filled_in(text, _find_blanks(text)) for key, text in ours.items()}


def _filled_in(
    example: str, known: set[str], needed: Collection[str] = (), *, empty: bool = True
) -> Check:
    def check(place: Place, value: object) -> object:
        if not isinstance(value, str):
            place.report_value(value, "text", example)
            return value
        found = _find_blanks(value)
        missing = _name_blanks({*needed} - found)
        if found - known or not _can_be_filled(value, known):
            remedy = f"It may have {_name_blanks(known) or 'no braces'}."
            place.report(f"is {_quote(value)}, which cannot be filled in", remedy)
        elif missing and (value or not empty):
            remedy = f"Put {missing} into it, or all would have one address."
            place.report(f"is {_quote(value)}, without {missing}", remedy)
        return value

    return check


def _find_blanks(value: str) -> set[str]:
    """Return the names in braces; none where the braces do not match."""
    with suppress(ValueError):
        return {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    return set()


def _can_be_filled(value: str, blanks: set[str]) -> bool:
    """Return whether text or numbers fill it in; ``{part:02}`` takes only these."""
    for filling in ("", 0):
        with suppress(AttributeError, LookupError, TypeError, ValueError):
            value.format(**dict.fromkeys(blanks, filling))
            return True
    return False


def _name_blanks(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _quote(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else repr(value)


def find_setting(text: str, name: str, key: str = "") -> int:
    """Return the line of ``pelicanconf.py`` where a setting, or a key of it, stands.

    The last one that counts at the top of the file; 0 where there is none to be seen.
    """
    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError):
        return 0
    for one in reversed(statements):
        if isinstance(one, ast.AnnAssign):
            targets: list[ast.expr] = [one.target]
        elif isinstance(one, ast.Assign):
            targets = one.targets
        else:
            continue
        if any(
            isinstance(target, ast.Name) and target.id == name for target in targets
        ):
            keys = one.value.keys if isinstance(one.value, ast.Dict) else []
            lines = (
                node.lineno
                for node in keys
                if isinstance(node, ast.Constant) and node.value == key
            )
            return next(lines, one.lineno)
    return 0
