"""One work of the library held against what its publisher deposited."""

from __future__ import annotations

import operator
import re
from difflib import SequenceMatcher
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from ...problem import Level
from ..library.fold import fold, fold_compact
from ..library.reference import Name
from ..library.titles import clean_text, without_prefix
from ..lookup.csl import csl_date, csl_name, printed_date
from .comparison import Comparison, ItemDifference, Uncompared
from .journals import same_journal
from .numbers import number_form, same_pages
from .people import (
    find_author_difference,
    find_uncompared,
    fold_name,
    is_ellipsis,
    is_group,
    same_person,
)
from .scripts import is_comparable, scripts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..library.reference import Reference
    from ..lookup.deposit import Deposit

    FieldCheck = Callable[[Reference, Deposit], "Iterator[ItemDifference]"]

#: Kinds of works whose ``container-title`` can be held against the publisher's.
CONTAINED = {"article-journal", "article-magazine", "chapter", "paper-conference"}
#: Above this share of common letters two titles are those of one work.
ALIKE = 0.6


def compare(mine: Reference, theirs: Deposit) -> Comparison:
    """Compare every field that both sides have.

    What one side does not say is no difference.
    """
    own, place = mine.text, _place(mine)
    container = mine.type in CONTAINED and own("container-title")
    fields: dict[str, tuple[object, FieldCheck]] = {
        "author": (mine.name_list() and theirs.authors, _authors),
        "issued": (mine.year and theirs.dates, _year),
        "title": (mine.title and theirs.titles, _title),
        "container-title": (container and theirs.journals, _journal),
        "volume": (own("volume") and theirs.volume, partial(_number, "volume")),
        "issue": (own("issue") and theirs.issue, partial(_number, "issue")),
        "page": (place and (theirs.page or theirs.number), _pages),
    }
    checks = {name: check for name, (is_said, check) in fields.items() if is_said}
    uncompared = [*_uncompared(mine, theirs)]
    other = _another_work(mine, theirs)
    found = [one for check in checks.values() for one in check(mine, theirs)]
    unknown = {one.variable for one in uncompared} - {one.variable for one in found}
    return Comparison(
        ("DOI", *(name for name in checks if name not in unknown)),
        (other,) if other else tuple(found),
        () if other else tuple(one for one in uncompared if one.variable in unknown),
    )


def _uncompared(mine: Reference, theirs: Deposit) -> Iterator[Uncompared]:
    """Yield what is in different scripts on both sides, or is no date on theirs."""
    pair = find_uncompared(mine.name_list(), theirs.authors)
    if pair:
        yield _across("author", "the authors", *(person.text for person in pair))
    if not is_comparable(mine.title, theirs.titles):
        yield _across("title", "the titles", mine.title, theirs.title)
    journal = mine.text("container-title")
    if mine.type in CONTAINED and not is_comparable(journal, theirs.journals):
        yield _across("container-title", "the journals", journal, theirs.journals[0])
    if mine.year and not theirs.dates and theirs.unread_date:
        said = theirs.unread_date
        what = f"the year was not compared: the publisher’s is “{said}”, which is none"
        yield Uncompared("issued", what)


def _across(variable: str, which: str, mine: str, theirs: str) -> Uncompared:
    scripts = (" and ".join(sorted(scripts_of(text))) for text in (mine, theirs))
    own, others = scripts
    what = f"{which} were not compared: “{mine}” is in {own}, “{theirs}” in {others}"
    return Uncompared(variable, clean_text(what))


def is_same_work(mine: Reference, theirs: Deposit) -> bool:
    """Return whether a search found the work: title, year and first author agree."""
    years = theirs.years
    near = not (mine.year and years) or any(abs(mine.year - y) <= 1 for y in years)
    likeness = max((_likeness(mine.title, title) for title in theirs.titles), default=0)
    return likeness >= 0.9 and near and _same_first_author(mine, theirs) is not False


def _another_work(mine: Reference, theirs: Deposit) -> ItemDifference | None:
    """Return that a DOI leads elsewhere: no title alike and another first author."""
    if not mine.title or not theirs.titles or _same_first_author(mine, theirs):
        return None
    if max(_likeness(mine.title, title) for title in theirs.titles) >= ALIKE:
        return None
    if not is_comparable(mine.title, theirs.titles):
        return None
    first = fold_name(theirs.authors[0]).text if theirs.authors else "nobody named"
    what = f"the DOI {mine.doi} is that of another work: “{theirs.title}” ({first})"
    return ItemDifference(
        "DOI", mine.doi, theirs.title, what, "reference-doi", Level.ERROR
    )


def _same_first_author(mine: Reference, theirs: Deposit) -> bool | None:
    own = [name for name in mine.name_list() if not is_ellipsis(name)]
    if not own or not theirs.authors or is_group(own[0]) or is_group(theirs.authors[0]):
        return None
    return same_person(fold_name(own[0]), fold_name(theirs.authors[0]))


def _authors(mine: Reference, theirs: Deposit) -> Iterator[ItemDifference]:
    own = mine.name_list()
    if not mine.authors_complete and not any(map(is_ellipsis, own)):
        own = (*own, Name(literal="…"))
    parting = find_author_difference(own, theirs.authors)
    if parting is None:
        return
    if not parting.mine:
        what = f"{parting.what}: {parting.theirs} is missing"
    elif not parting.theirs:
        what = f"{parting.what}: {parting.mine} is not among them"
    else:
        what = f"{parting.what}: {parting.mine}; the publisher says {parting.theirs}"
    fix = {"author": [csl_name(name) for name in theirs.authors]}
    yield ItemDifference(
        "author", parting.mine, parting.theirs, what, "reference-author", fix=fix
    )


def _year(mine: Reference, theirs: Deposit) -> Iterator[ItemDifference]:
    """Print and online years are both right; which of them is said."""
    year, right = mine.year, printed_date(theirs)
    differs = partial(
        ItemDifference, "issued", str(year), fix={"issued": csl_date(right)}
    )
    in_print, online = theirs.year("print"), theirs.year("online")
    if year not in theirs.years:
        others = f" (online {online})" if online and online != right[0] else ""
        what = f"year {year}, the publisher says {right[0]}{others}"
        yield differs(str(right[0]), what, "reference-year")
    elif in_print and year != in_print and (mine.text("volume") or _place(mine)):
        what = (
            f"year {year} is that of the first appearance online, in print {in_print}"
        )
        yield differs(str(in_print), what, "reference-year-online", Level.NOTICE)
    else:
        yield from _day(mine, theirs)


def _day(mine: Reference, theirs: Deposit) -> Iterator[ItemDifference]:
    """Point at a month or a day that no date of the publisher has."""
    own = mine.date().start
    known = [date for date in theirs.dates.values() if date[0] == own[0]]
    # Of a month and a day in it both are right.
    if len(own) < 2 or any(own[: len(day)] == day[: len(own)] for day in known):
        return
    said, says = ("-".join(f"{p:02d}" for p in date) for date in (own, known[0]))
    what = f"the date {said}, the publisher says {says}"
    fix = {"issued": csl_date(printed_date(theirs))}
    yield ItemDifference(
        "issued", said, says, what, "reference-date", Level.NOTICE, fix
    )


def _title(mine: Reference, theirs: Deposit) -> Iterator[ItemDifference]:
    if not is_comparable(mine.title, theirs.titles):
        return
    own = _title_forms(mine.title)
    every = [form for title in theirs.titles for form in _title_forms(title)]
    if not own or not every:
        return
    marked = {_without_mark(title) for title in theirs.titles}
    if own & {*every, *marked} or _without_mark(mine.title) in every:
        return
    fix = {"title": without_prefix(theirs.title)}
    longest = max(every, key=len)
    if any(longest.startswith(form) and len(form) > 12 for form in own):
        what = f"the title stops before the publisher’s: “{theirs.title}”"
        level, name = Level.NOTICE, "reference-title-short"
    elif any(form.startswith(longest) and len(longest) > 12 for form in own):
        what = f"the title says more than the publisher’s: “{theirs.title}”"
        level, name = Level.NOTICE, "reference-title-long"
    else:
        said, says = _where_titles_part(mine.title, theirs.title)
        what = f"title “{said}”, the publisher says “{says}”"
        level, name = Level.WARNING, "reference-title"
    yield ItemDifference("title", mine.title, theirs.title, what, name, level, fix)


def _title_forms(title: str) -> set[str]:
    """Return a title's letters, with and without “RETRACTED:”."""
    return {form for form in map(fold_compact, (title, without_prefix(title))) if form}


def _without_mark(title: str) -> str:
    """Return a title's letters without a footnote's mark at its end, if it has one."""
    found = re.fullmatch(r"(.*)<sup>[^<]*</sup>\W*", title)
    return fold_compact(found[1]) if found else ""


def _where_titles_part(mine: str, theirs: str) -> tuple[str, str]:
    """Return the words around the first difference of two long titles."""
    left, right = without_prefix(mine).split(), without_prefix(theirs).split()
    same = takewhile(bool, map(operator.eq, map(fold, left), map(fold, right)))
    start = len([*same])
    return _around(left, start), _around(right, start)


def _around(words: list[str], place: int) -> str:
    start, end = max(0, place - 3), place + 5
    before, after = "… " if start else "", " …" if end < len(words) else ""
    return before + " ".join(words[start:end]) + after


def _likeness(mine: str, theirs: str) -> float:
    left, right = (fold_compact(without_prefix(title)) for title in (mine, theirs))
    if left and right and (left.startswith(right) or right.startswith(left)):
        return 1.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _journal(mine: Reference, theirs: Deposit) -> Iterator[ItemDifference]:
    own = mine.text("container-title")
    if not is_comparable(own, theirs.journals):
        return
    if any(same_journal(own, journal) for journal in theirs.journals):
        return
    full = theirs.journals[0]
    what = f"“{own}”, the publisher says “{full}”"
    yield ItemDifference(
        *("container-title", own, full, what, "reference-journal"),
        fix={"container-title": full},
    )


def _number(
    variable: str, mine: Reference, theirs: Deposit
) -> Iterator[ItemDifference]:
    """Compare one number, or both in one: a supplement may stand in either."""
    own = {name: mine.text(name) for name in ("volume", "issue")}
    deposited = {"volume": theirs.volume, "issue": theirs.issue}
    if number_form(own[variable]) == number_form(deposited[variable]):
        return
    both, other = (number_form(" ".join(one.values())) for one in (own, deposited))
    if both != other or "s" not in both:
        yield _plain(variable, own[variable], deposited[variable])


def _pages(mine: Reference, theirs: Deposit) -> Iterator[ItemDifference]:
    own = _place(mine)
    places = [place for place in (theirs.page, theirs.number) if place]
    mine_too = {own, mine.text("page"), mine.text("number")} - {""}
    if any(same_pages(one, place) for one in mine_too for place in places):
        return
    if theirs.page:
        yield _plain("page", own, theirs.page)
        return
    level = Level.NOTICE if own.startswith(("1-", "1–")) else Level.WARNING
    what = f"pages {own}, the publisher gives the article number {theirs.number}"
    fix = {"page": "", "number": theirs.number}
    yield ItemDifference(
        "page", own, theirs.number, what, "reference-pages", level, fix
    )


def _place(mine: Reference) -> str:
    number = mine.text("number") if mine.type == "article-journal" else ""
    return mine.text("page") or number


def _plain(variable: str, mine: str, theirs: str) -> ItemDifference:
    word = {"page": "pages"}.get(variable, variable)
    what = f"{word} {mine}, the publisher says {theirs}"
    return ItemDifference(
        *(variable, mine, theirs, what, f"reference-{word}"), fix={variable: theirs}
    )
