"""Journal names: full, abbreviated, as an acronym, with a place or a subtitle."""

from __future__ import annotations

import re

from ..library.fold import fold
from ..library.titles import clean_text

#: Words that abbreviations leave out, in the languages of journals.
SMALL = """
    the of and in for on to a an at by with or de des du la le les el los las y et di
    del della der die das und fur en e da do dos van l d s als zur zum voor och og i
    pour sur dans au aux per con sul nel em para por im uber
"""
COUNTRY = re.compile(r" (?:of the united states of america|u ?s ?a|united states)$")
#: Words that name a kind of edition, not another journal.
EDITION = re.compile(r" (?:online|electronic resource|print|clinical research ed)$")


#: What a subtitle says that is no journal's own name, as in “JAMA: The Journal of …”.
KIND = re.compile(r"journal|official|organ|zeitschrift|revue|revista", re.IGNORECASE)


def same_journal(mine: str, theirs: str) -> bool:
    """Return whether two names are those of one journal.

    >>> same_journal("N Engl J Med", "New England Journal of Medicine")
    True
    >>> same_journal("JAMA", "JAMA Psychiatry")
    False
    """
    left, right = _names(mine), _names(theirs)
    return any(
        one == other or _shortens(one, other) or _shortens(other, one)
        for one in left
        for other in right
    )


def _names(text: str) -> set[tuple[str, ...]]:
    """Return the words of the name, with and without what may be left out."""
    text = clean_text(text)
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*$", "", text)
    candidates = {text, bare, re.split(r"\s[=/]\s", bare)[0], bare.replace("-", "")}
    main, colon, rest = bare.partition(":")
    if colon and (main.isupper() or rest.strip().isupper() or KIND.search(rest)):
        candidates.add(main)
    words = {_words(one) for one in candidates}
    return {one for one in words if one}


def _words(text: str) -> tuple[str, ...]:
    folded = EDITION.sub("", COUNTRY.sub("", fold(text)))
    words = tuple(word for word in folded.split() if word not in SMALL.split())
    return words or tuple(folded.split())


def _shortens(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether ``short`` abbreviates ``full``, word by word or as an acronym."""
    if len(short) == 1 and len(full) > 1:
        return len(short[0]) > 2 and short[0] == "".join(word[0] for word in full)
    if len(short) != len(full):
        return False
    return all(map(_abbreviates, short, full))


def _abbreviates(short: str, word: str) -> bool:
    """Return whether “natl” is “national”: the first letter and others in order."""
    if short == word:
        return True
    if any(letter.isdigit() for letter in short + word) or len(short) >= len(word):
        return False
    letters = iter(word[1:])
    return short[0] == word[0] and all(letter in letters for letter in short[1:])
