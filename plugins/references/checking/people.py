"""Lists of authors: whether two name the same people, and where they part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ...problem import count
from ..library.fold import expand_umlauts, fold, fold_compact, initials
from .scripts import (
    SYLLABIC,
    agree_exactly,
    exact_words,
    initial_words,
    is_latin_text,
    scripts_of,
)

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
#: How organisations end that are written without spaces; longer names are theirs too.
JOINED_GROUP = re.compile(
    r"(?:会|會|所|院|部|局|省|社|团|團|组|組|中心|大学|大學|机构|機構|センター|グループ|"
    r"회|원|교|소|부|처|센터|그룹|재단)$|^.{6,}$"
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
    own: OtherScript | None = None  #: of a name that is not in Latin letters


@dataclass(frozen=True)
class OtherScript:
    """A name in another script than Latin: each part as it is written."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    family_scripts: frozenset[str]
    given_scripts: frozenset[str]

    @property
    def is_syllabic(self) -> bool:
        return self.family_scripts <= SYLLABIC

    @property
    def whole(self) -> str:
        """Return all letters: where a name is cut in two is not always known."""
        return "".join((*self.family, *self.given))

    @property
    def swapped(self) -> str:
        return "".join((*self.given, *self.family))


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
    if name.literal and words == 1 and scripts_of(whole) <= SYLLABIC:
        return not whole or bool(JOINED_GROUP.search(whole))
    is_named_so = bool(GROUP.search(whole)) or words > 3
    return is_named_so or words == 1 if name.literal else is_named_so and not name.given


def find_uncompared(
    mine: Sequence[Name], theirs: Sequence[Name]
) -> tuple[Person, Person] | None:
    """Return the first two names of one place that are in different scripts."""
    cut = next((n for n, name in enumerate(mine) if is_ellipsis(name)), len(mine))
    own, others = (
        [fold_name(name) for name in names if not is_group(name)]
        for names in (mine[:cut], theirs)
    )
    pairs = zip(own, others, strict=False)
    return next((pair for pair in pairs if same_person(*pair) is None), None)


def same_person(mine: Person, theirs: Person) -> bool | None:
    """Return whether two names can be one person's, initials and spelling apart.

    None where they are in different scripts: then nobody can tell.
    """
    if mine.own or theirs.own:
        return _same_in_script(mine.own, theirs.own)
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
    is_latin = is_latin_text(family)
    shown = name.literal or ", ".join(filter(None, (family.strip(), given.strip())))
    return Person(
        text=shown,
        families=_families(family),
        initials=initials(names),
        words=frozenset([*_core(family), *fold(names).split()]),
        own=None if is_latin else _other_script(family, given),
    )


def _other_script(family: str, given: str) -> OtherScript:
    return OtherScript(
        exact_words(family),
        initial_words(given),
        scripts_of(family),
        scripts_of(given),
    )


def _same_in_script(
    mine: OtherScript | None, theirs: OtherScript | None
) -> bool | None:
    """Compare names of one script as they are written; others not at all."""
    if not mine or not theirs or mine.family_scripts != theirs.family_scripts:
        return None
    if mine.whole in {theirs.whole, theirs.swapped}:
        return True
    if mine.family != theirs.family:
        return False
    if mine.given and theirs.given and mine.given_scripts != theirs.given_scripts:
        return None
    if mine.is_syllabic:
        return not (mine.given and theirs.given)
    return agree_exactly(mine.given, theirs.given)


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
        if same_person(one, other) is False:
            return AuthorDifference(one.text, other.text, which)
    if len(first) + len(last) > len(theirs):
        return _count(len(first) + len(last), len(theirs))
    return None


def _whole(mine: list[Person], theirs: list[Person]) -> AuthorDifference | None:
    """Compare two whole lists; what is missing is named."""
    pairs = enumerate(zip(mine, theirs, strict=False), 1)
    apart = [
        (n, one, other) for n, (one, other) in pairs if same_person(one, other) is False
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
        fits = (other for other in rest if same_person(person, other) is not False)
        found = next(fits, None)
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
