"""The references block: numbered records with everything a template prints."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from ...ledger import Value
from ...words import DATES, REFERENCES, Words, direction, languages_of, mark, to_letters
from ..styles import format_html, format_reference
from .json_ld import describe, without_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..library.reference import Evidence, Reference

#: The words of a block in English, which records have where nobody gives them others.
SPOKEN: Words = REFERENCES | DATES
NOT_IN_IDS = re.compile(r"[^A-Za-z0-9_-]+")
#: Letters of scripts that are written from right to left.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
#: A language as records have it, where they have its tag.
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class NoticeView:
    """What a publisher has said about a work since it was published."""

    kind: str  #: ``retracted``, ``concern`` or ``corrected``
    label: str  #: “Retracted”
    text: str  #: one sentence
    date: str = ""  #: ISO
    url: str = ""  #: of the notice
    reason: str = ""  #: why it is cited all the same


@dataclass(frozen=True)
class Backlink:
    """The way from an entry back to one of its marks."""

    href: str
    letter: str  #: empty where there is one mark only
    label: str


@dataclass(frozen=True)
class ReferenceEntry(Value):
    """One line of the block."""

    record: Reference
    number: int  #: 0 for further reading
    id: str
    style: str
    backlinks: tuple[Backlink, ...] = ()
    shows_evidence: bool = True
    state: str = "unknown"
    notice: NoticeView | None = None
    printed: dict[tuple[str, str], str] = field(
        default_factory=dict, repr=False, compare=False
    )  #: what a run has formatted, shared by its entries
    #: Those of the site's language, which its library is in.
    words: Words = field(default_factory=lambda: SPOKEN, repr=False, compare=False)
    lang: str = "en"  #: of the page

    @property
    def ledger_value(self) -> tuple[object, ...]:
        """All that it holds, and of its work what that says, not where it was read."""
        own = (self.number, self.id, self.style, self.backlinks)
        shown = (self.shows_evidence, self.state, self.notice)
        return self.record.said, own, shown, self.lang

    def html_in(self, style: str) -> str:
        """Return the reference as HTML in another style."""
        found = self.printed.get((self.key, style))
        if found is None:
            found = self.printed[self.key, style] = format_html(self.record, style)
        return found

    @property
    def html(self) -> str:
        """Return the reference as HTML, its address a link."""
        return self.html_in(self.style)

    @property
    def shown(self) -> str:
        """Return it as its page shows it: a title in another language says which."""
        return mark_title(self.html, self.record, self.lang)

    @property
    def is_mixed(self) -> bool:
        """Return whether its direction is not the page's, or not all of it is."""
        return direction(self.lang) == "rtl" or bool(RIGHT_TO_LEFT.search(self.html))

    @property
    def text(self) -> str:
        """Return the reference as plain text."""
        return format_reference(self.record, self.style)[1]

    @property
    def key(self) -> str:
        """Return the library's key."""
        return self.record.key

    @property
    def type(self) -> str:
        """Return CSL's type."""
        return self.record.type

    @property
    def title(self) -> str:
        """Return the title as deposited, without markup."""
        return without_tags(self.record.title)

    @property
    def authors(self) -> list[str]:
        """Return the authors' names in reading order."""
        return [name.text for name in self.record.name_list()]

    @property
    def year(self) -> int | None:
        """Return the year of publication."""
        return self.record.year

    @property
    def container(self) -> str:
        """Return the journal, book or site that the work is part of."""
        return self.record.text("container-title")

    @property
    def doi(self) -> str:
        """Return the DOI, bare."""
        return self.record.doi

    @property
    def pmid(self) -> str:
        """Return PubMed's number."""
        return self.record.pmid

    @property
    def url(self) -> str:
        """Return the work's own address."""
        return self.record.url

    @property
    def pubmed_url(self) -> str:
        """Return the address of PubMed's record."""
        return self.record.pubmed_url

    @property
    def evidence(self) -> str:
        """Return what the study was, in one sentence in the library's language."""
        if not self.shows_evidence:
            return ""
        return format_evidence(self.record.evidence, self.words)

    @property
    def is_grave(self) -> bool:
        """Return whether a reader must see the notice before the reference."""
        return self.notice is not None and self.state in {"retracted", "concern"}

    @property
    def json_ld(self) -> dict[str, object]:
        """Return the work for a page's JSON-LD."""
        url = self.notice.url if self.notice else ""
        return describe(self.record, self.state, url)


@dataclass(frozen=True)
class References(Value):
    """A page's whole block; false where there is nothing to print."""

    cited: tuple[ReferenceEntry, ...] = ()
    further: tuple[ReferenceEntry, ...] = ()
    style: str = "apa"
    heading: str = "References"
    further_heading: str = "Further reading"
    heading_level: int = 2
    prefix: str = ""  #: what the block's own ids begin with
    appended: bool = False  #: the content has the block already
    html: str = ""
    words: Words = field(default_factory=lambda: SPOKEN)  #: in the page's language
    foreign: str = ""  #: attributes of what is in the library's language, if another

    @property
    def heading_id(self) -> str:
        """Return the id of the block's heading."""
        return f"{self.prefix}-references"

    def __bool__(self) -> bool:
        return bool(self.cited or self.further)

    def __len__(self) -> int:
        return len(self.cited)

    def __iter__(self) -> Iterator[ReferenceEntry]:
        return iter(self.cited)

    def __getitem__(self, index: int) -> ReferenceEntry:
        return self.cited[index]


class KeptReferences(References):
    """A block that is printed; its entries are made when somebody reads them.

    Those pages alone read them that are made anew, which are few in most runs.
    """

    def __init__(
        self,
        make: Callable[[], References],
        mark: str,
        shown: Mapping[str, object],
        *,
        is_there: bool,
    ) -> None:
        """Take what is ``shown`` but for the entries of the block that ``make`` makes.

        ``mark`` stands for all that the block says.
        """
        vars(self).update(shown, _make=make, _mark=mark, _is_there=is_there)

    @cached_property
    def _made(self) -> References:
        found: References = vars(self)["_make"]()
        return found

    @cached_property
    def cited(self) -> tuple[ReferenceEntry, ...]:
        return self._made.cited

    @cached_property
    def further(self) -> tuple[ReferenceEntry, ...]:
        return self._made.further

    @property
    def ledger_value(self) -> tuple[object, ...]:
        """What stands for all that it says, and where."""
        return vars(self)["_mark"], self.appended

    def __bool__(self) -> bool:
        return bool(vars(self)["_is_there"])


def mark_title(html: str, record: Reference, page: str) -> str:
    """Return a reference whose title says its language, if the record names another.

    What the style has made something else of, or what stands there twice, stays.
    """
    lang = record.text("language").replace("_", "-")
    if not TAG.fullmatch(lang) or languages_of(lang)[0] == languages_of(page)[0]:
        return html
    title = escape(without_tags(record.title), quote=False)
    if not title or html.count(title) != 1:
        return html
    return html.replace(title, f"<span{mark(page, lang)}>{title}</span>")


def make_backlinks(
    number: int, ids: Sequence[str], words: Words = SPOKEN
) -> tuple[Backlink, ...]:
    """Return the links back to the marks with these ids, in the text's order.

    A label begins with the letters that are seen, so that who speaks to a device can
    say them (WCAG 2.2, 2.5.3). It is an attribute, where no language can be said, and
    so plain text.
    """
    if len(ids) == 1:
        label = str(words["back_to_mark"]).format(number=number)
        return (Backlink(f"#{ids[0]}", "", label),)
    form = str(words["back_to_mention"])
    named = [(f"#{one}", to_letters(at), at) for at, one in enumerate(ids, 1)]
    return tuple(
        Backlink(href, seen, form.format(letter=seen, mention=at, number=number))
        for href, seen, at in named
    )


def make_ids(keys: Iterable[str]) -> Mapping[str, str]:
    """Return for each key what an id on a page says of it, unique among them."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    again = Counter[str]()
    for key in keys:
        name = plain = to_id(key)
        while name in taken:
            again[plain] += 1
            name = f"{plain}-{again[plain] + 1}"
        taken.add(name)
        ids[key] = name
    return ids


def to_id(text: str) -> str:
    """Return what of a text may stand in an HTML id and in a fragment."""
    return NOT_IN_IDS.sub("-", text).strip("-") or "x"


WHO = re.compile(
    r"(?:\w+ )?(?:adults|people|patients|outpatients|participants|women|men|children"
    r"|adolescents|veterans|advertisers)\b"
)


def format_evidence(evidence: Evidence, words: Words = SPOKEN) -> str:
    """Return “Randomised trial, 24 people with …, against …”, or an empty string.

    Only what the library says is said; numbers of a thousand and more get a comma.
    """
    against = evidence.comparator
    if against and not against.lower().startswith(words["against"].split()[0]):
        against = words["against"].format(comparator=against)
    said = (evidence.design, _people(evidence, words), _medicine(evidence), against)
    parts = [part for part in said if part]
    if not parts and not evidence.funder:
        return ""
    # Parts with commas of their own are told apart by semicolons.
    sentence = ("; " if any("," in part for part in parts) else ", ").join(parts)
    sentence = sentence[:1].upper() + sentence[1:]
    paid = words["paid_for"].format(funder=evidence.funder) if evidence.funder else ""
    return ". ".join(part for part in (sentence, paid) if part) + "."


def _people(evidence: Evidence, words: Words) -> str:
    people, who = evidence.people.strip(), evidence.population.strip()
    if not re.fullmatch(r"\d{1,9}", people):
        return ": ".join(part for part in (people, who) if part)
    count = f"{int(people):,}"
    if not who:
        said = words["people_one" if people == "1" else "people"].format(count=count)
    elif WHO.match(who):
        said = f"{count} {who}"
    else:
        said = f"{words['people'].format(count=count)} ({who})"
    # 27 randomised and 24 analysed are two numbers: a short note says which is meant.
    note = evidence.people_note
    return f"{said} ({note})" if note and len(note) <= 40 and "(" not in note else said


def _medicine(evidence: Evidence) -> str:
    medicine, route = evidence.intervention, evidence.route
    if medicine and route and route.lower() not in medicine.lower():
        return f"{medicine}, {route}"
    return medicine or route
