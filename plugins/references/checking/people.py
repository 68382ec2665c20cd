"""Lists of authors: whether two name the same people, and where they part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ...problem import count
from ..library.fold import expand_umlauts, fold, fold_compact, initials, is_latin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..library.reference import Name

PARTICLES = frozenset(
    """van von der den de del della dello degli di da das dos do du la le el al bin ibn
    ter ten zu zum zur y af av vande vander st saint o d e
    s""".split()  # noqa: SIM905  # a table of words
)
SUFFIXES = "jr sr junior senior ii iii iv 2nd 3rd 4th md phd dr prof msc facp".split()  # noqa: SIM905  # a table of words
GROUP = re.compile(
    r"\b(?:group|collaborat\w*|investigators?|consortium|committee|network|team|"
    r"association|organi[sz]ation|society|university|institute|centers?|centres?|"
    r"initiative|panel|task force|workgroup|study|trialists?|council|ministry|"
    r"academy)\b",
    re.IGNORECASE,
)
#: What stands in a list for names that were left out.
ELLIPSIS = re.compile(
    r"\W*(?:\.{2,}|…|et\.? al\.?|and others|others|u\. ?a\.)\W*", re.IGNORECASE
)
#: Above this many names only the first and the last are held against each other.
LONG = 200


@dataclass(frozen=True)
class AuthorDifference:
    """Where two lists of authors differ, in words for an editor."""

    mine: str
    theirs: str
    what: str


@dataclass(frozen=True)
class Person:
    """A name folded for comparing."""

    text: str  #: as it is printed in messages
    families: frozenset[str]
    initials: str
    words: frozenset[str]  #: every word of the whole name
    is_latin: bool


def find_author_difference(
    mine: Sequence[Name], theirs: Sequence[Name]
) -> AuthorDifference | None:
    """Return the most telling difference, or None; “…” stands for names left out.

    Groups are held against groups, and only where no person is named.
    """
    cut = next((n for n, name in enumerate(mine) if is_ellipsis(name)), None)
    people = [fold_name(name) for name in theirs if not is_group(name)]
    if cut is not None:
        first = [fold_name(n) for n in mine[:cut] if not is_group(n)]
        last = [fold_name(n) for n in mine[cut + 1 :] if not is_group(n)]
        return _elided(first, last, people)
    own = [fold_name(name) for name in mine if not is_group(name)]
    if own and people:
        return _whole(own, people)
    return None if own or people else _groups(mine, theirs)


def is_ellipsis(name: Name) -> bool:
    """Return whether a “name” stands for names that were left out."""
    return bool(ELLIPSIS.fullmatch(name.literal or name.text))


def is_group(name: Name) -> bool:
    """Return whether an author is an organisation; some are deposited as surnames."""
    whole = name.literal or name.family
    words = len(whole.split())
    is_named_so = bool(GROUP.search(whole)) or words > 3
    return is_named_so or words == 1 if name.literal else is_named_so and not name.given


def same_person(mine: Person, theirs: Person) -> bool:
    """Return whether two names can be one person's, initials and spelling apart."""
    if not (mine.is_latin and theirs.is_latin):
        return True
    if mine.families & theirs.families:
        return _agree(mine.initials, theirs.initials)
    # Families cut at another place, or given and family names exchanged.
    return len(mine.words) == len(theirs.words) and _pair_off(mine.words, theirs.words)


@lru_cache(maxsize=4096)
def fold_name(name: Name) -> Person:
    """Fold one name; a literal is read as “given … family”."""
    given, family = f"{name.given} {name.dropping}", f"{name.particle} {name.family}"
    if name.literal:
        given, _, family = name.literal.rpartition(" ")
        if "," in name.literal:
            family, _, given = name.literal.partition(",")
    names = _given_names(given)
    shown = name.literal or ", ".join(filter(None, (family.strip(), given.strip())))
    return Person(
        text=shown,
        families=_families(family),
        initials=initials(names),
        words=frozenset([*_core(family), *fold(names).split()]),
        is_latin=is_latin(family),
    )


def _core(family: str) -> list[str]:
    """Return the words of a family name without particles and suffixes."""
    words = _without_suffix(family)
    return [word for word in words if word not in PARTICLES] or words


def _families(family: str) -> frozenset[str]:
    """Return every form: with and without particles, “müller” and “mueller”."""
    spellings = {family, expand_umlauts(family)}
    whole = {fold_compact(" ".join(_without_suffix(text))) for text in spellings}
    return frozenset(whole | {"".join(_core(text)) for text in spellings})


def _without_suffix(family: str) -> list[str]:
    return [word for word in fold(family).split() if word not in SUFFIXES]


def _given_names(given: str) -> str:
    """Return given names without particles, which are written small among them."""
    words = [word for word in re.split(r"[\s,]+", given) if fold(word) not in SUFFIXES]
    small = {word for word in words if word[:1].islower() and fold(word) in PARTICLES}
    return " ".join(word for word in words if word not in small)


def _agree(mine: str, theirs: str) -> bool:
    """Return whether one set of initials is part of the other, in order."""
    short, full = sorted((mine, theirs), key=len)
    letters = iter(full)
    return all(letter in letters for letter in short)


def _pair_off(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Return whether the words of two names are the same, some as initials only."""
    shared = mine & theirs
    if not any(len(word) > 1 for word in shared):
        return False
    rest = sorted(theirs - shared)
    for word in sorted(mine - shared):
        fits = (o for o in rest if 1 in (len(o), len(word)) and o[0] == word[0])
        other = next(fits, None)
        if other is None:
            return False
        rest.remove(other)
    return not rest


def _elided(
    first: list[Person], last: list[Person], theirs: list[Person]
) -> AuthorDifference | None:
    """Compare the leading names, and the last ones after the “…”."""
    starts = [f"author {number}" for number in range(1, len(first) + 1)]
    inner = [f"author {-number} from the end" for number in range(2, len(last) + 1)]
    forwards = zip(starts, first, theirs, strict=False)
    backwards = zip(["last author", *inner], last[::-1], theirs[::-1], strict=False)
    for which, one, other in (*forwards, *backwards):
        if not same_person(one, other):
            return AuthorDifference(one.text, other.text, which)
    if len(first) + len(last) > len(theirs):
        return _count(len(first) + len(last), len(theirs))
    return None


def _whole(mine: list[Person], theirs: list[Person]) -> AuthorDifference | None:
    """Compare two whole lists; what is missing is named."""
    pairs = enumerate(zip(mine, theirs, strict=False), 1)
    apart = [
        (n, one, other) for n, (one, other) in pairs if not same_person(one, other)
    ]
    if len(mine) != len(theirs):
        return _unequal(mine, theirs, apart)
    if not apart:
        return None
    number, one, other = apart[0]
    are_many = len(apart) > 1 and len(mine) <= LONG
    if are_many and not _without(mine, theirs) and not _without(theirs, mine):
        return AuthorDifference(
            one.text, other.text, f"the order of authors: number {number}"
        )
    return _at(number, one, other, last=len(mine))


def _unequal(
    mine: list[Person],
    theirs: list[Person],
    apart: list[tuple[int, Person, Person]],
) -> AuthorDifference:
    if max(len(mine), len(theirs)) > LONG:
        return _count(len(mine), len(theirs))
    missing, extra = _without(theirs, mine), _without(mine, theirs)
    what = f"the list has {count(len(mine), 'author')}, the publisher’s {len(theirs)}"
    if missing and not extra and len(missing) <= 3:
        return AuthorDifference("", "; ".join(person.text for person in missing), what)
    if extra and not missing:
        return AuthorDifference("; ".join(person.text for person in extra), "", what)
    if apart and extra:
        return _at(*apart[0])
    return _count(len(mine), len(theirs))


def _groups(mine: Sequence[Name], theirs: Sequence[Name]) -> AuthorDifference | None:
    for one in mine:
        for other in theirs:
            if _same_group(one.literal or one.family, other.literal or other.family):
                return None
    return AuthorDifference(mine[0].text, theirs[0].text, "author")


def _same_group(mine: str, theirs: str) -> bool:
    left, right = (fold_compact(text).removeprefix("the") for text in (mine, theirs))
    has_digits = any(letter.isdigit() for letter in left + right)
    if left == right or ((left in right or right in left) and not has_digits):
        return True
    return left == _acronym(theirs) or right == _acronym(mine)


def _acronym(text: str) -> str:
    words = re.sub(r"\b(?:of|the|and|for)\b", "", fold(text)).split()
    return "".join(word[0] for word in words)


def _without(people: list[Person], others: list[Person]) -> list[Person]:
    rest = list(others)
    alone = []
    for person in people:
        found = next((other for other in rest if same_person(person, other)), None)
        if found is None:
            alone.append(person)
        else:
            rest.remove(found)
    return alone


def _at(number: int, mine: Person, theirs: Person, last: int = 0) -> AuthorDifference:
    what = "last author" if number == last > 1 else f"author {number}"
    return AuthorDifference(mine.text, theirs.text, what)


def _count(mine: int, theirs: int) -> AuthorDifference:
    return AuthorDifference(
        count(mine, "author"), count(theirs, "author"), "the list of authors"
    )
