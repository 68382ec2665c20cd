"""What each item of an old site becomes: its file, its header, its addresses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from ...body import plain_text
from ...feeds.posts import GUID, entry_id
from ...front_matter.record import FrontMatter
from ...places import file_of_old, fold_path, read_asked, read_old
from .addresses import split
from .item_facts import (
    CHANGED,
    LEFT,
    MISSING,
    OPEN,
    PUBLISHED,
    alt_of,
    neighbours_of,
    status_of,
    title_of,
    why_left,
)
from .lists import ListedTopics, OldList, find_lists, lead_lists
from .names import KEPT, Slugs, Topics, slug_from
from .old_addresses import DAY, OldHost, host_of, hostname, last_part
from .old_site import ATTACHMENT, LIST, PAGE, POST, Note
from .series_titles import Part, propose
from .summaries import begin, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .house import House
    from .old_site import OldItem, OldSite

#: Ids of posts that no feed had: made from what they are, the same each time.
NAMELESS = uuid.UUID("5c6c9a5e-3b0e-5a8e-9d6a-0b6d7f1c2e43")


@dataclass(frozen=True)
class Planned:
    """What an item becomes."""

    number: int
    kind: str  #: POST or PAGE
    where: str  #: “export.xml:120”, as messages name it
    title: str
    file: str  #: below the content folder
    slug: str
    url: str  #: from the site's root; empty where it cannot be known
    record: FrontMatter
    notes: tuple[Note, ...]
    moved: tuple[Note, ...]  #: why it has another slug; only the first import knows
    identity: str  #: the same in every export of the old site
    old: tuple[str, ...]  #: where visitors found it, whole addresses
    image: str = ""  #: the old address of its picture
    is_public: bool = True  #: visitors saw it
    has_old_id: bool = True  #: feeds know it by the id that the old feed gave it


@dataclass(frozen=True)
class Left:
    """An item that is not brought, and why."""

    number: int
    kind: str
    where: str
    title: str
    why: str


@dataclass(frozen=True)
class MovePlan:
    """What all items become."""

    host: OldHost
    planned: Mapping[int, Planned]
    left: tuple[Left, ...]
    #: Files of the old site by what their addresses share: number and address.
    files: Mapping[str, tuple[int, str]]
    titles: Mapping[int, str]  #: of attachments
    parts: Mapping[int, Part]
    lists: tuple[OldList, ...]  #: of the old site, and where ours are
    total: int


@dataclass(frozen=True)
class Wishes:
    """What the author has said."""

    category: str = ""  #: of posts without one
    series: bool = False  #: write the series that titles tell of
    feed_ids: Mapping[str, str] = field(default_factory=dict)  #: address key -> guid
    brought: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """identity -> file and slug of an earlier import"""


def where_of(item: OldItem) -> str:
    """Return the place of an item as messages name it."""
    return f"{item.source}:{item.line}" if item.line else item.source


def plan_move(old: OldSite, house: House, wishes: Wishes) -> MovePlan:
    """Return what each item becomes; bodies are looked at and not kept."""
    host = old_host(old)
    planner = _Planner(house, wishes, host)
    for item in old.items():
        planner.add(item)
    return planner.finish(old.feeds)


def old_host(old: OldSite) -> OldHost:
    """Return where an old site was; without its word, by the first addresses."""
    if old.base:
        return host_of(old.base, ())
    found = []
    for item in old.items():
        if hostname(split(item.address)):
            found.append(item.address)
        if len(found) == 10:
            break
    return host_of("", found)


class _Planner:
    """Takes items one by one, and remembers what is taken."""

    def __init__(self, house: House, wishes: Wishes, host: OldHost) -> None:
        self.house, self.wishes, self.host = house, wishes, host
        files = {file for file, _ in wishes.brought.values()}
        self.slugs = {kind: Slugs(house.taken(kind, files)) for kind in (POST, PAGE)}
        for file, slug in wishes.brought.values():
            kind = POST if file.startswith(f"{house.folder(POST)}/") else PAGE
            self.slugs[kind].taken.add(slug.lower())
        self.topics = {
            kind: Topics(lambda text, kind=kind: house.slugify(kind, text))  # type: ignore[misc]
            for kind in ("category", "tag", "author")
        }
        for kind, topics in self.topics.items():
            topics.unify(house.topics(kind, files))  # as the site itself writes them
        self.planned, self.left = dict[int, Planned](), list[Left]()
        self.files = dict[str, tuple[int, str]]()
        self.listed, self.saved_lists = ListedTopics(), list[str]()
        self.titles = dict[int, str]()
        self.ids, self.made, self.identities = set[str](), set[str](), set[str]()
        self.total = 0

    def add(self, item: OldItem) -> None:
        self.total += 1
        if item.kind == ATTACHMENT:
            self._add_file(item)
        elif why := why_left(item):
            if item.kind == LIST and item.address:
                self.saved_lists.append(self.host.path(item.address))
            title = plain_text(item.title)
            left = Left(item.number, item.kind, where_of(item), title, why)
            self.left.append(left)
        else:
            self.planned[item.number] = self._plan(item)

    def _add_file(self, item: OldItem) -> None:
        self.titles[item.number] = plain_text(item.title) or item.slug
        for url in (item.file, item.address):
            if key := self.host.key(url):
                self.files.setdefault(key, (item.number, item.file))

    def _plan(self, item: OldItem) -> Planned:
        notes = list[Note]()
        identity = self._identity(item)
        date = self._date(item, notes)
        status = status_of(item, date, notes)
        title = title_of(item, notes)
        record = FrontMatter(title=title, date=date, status=status)
        record = self._with_topics(record, item, notes)
        record = self._with_summary(record, item, notes)
        record = self._with_ids(record, item, notes)
        old = self._old_addresses(item)
        before = self._find_brought(item, identity, record.uid, old)
        if before:
            (file, slug), why = before, ""
        else:
            slug, why = self._slug(item, record)
            file = self._file(item.kind, slug, date)
        what = f"its address ends in “{slug}”: {why}"
        url, save_as = self.house.address(item.kind, slug, record)
        aliases = self._aliases(old, save_as, notes)
        if self.house.names_itself(file, title) != slug:
            record = replace(record, slug=slug)
        notes += neighbours_of(item)
        if item.is_sticky:
            notes.append(Note(LEFT, "it stood above the list; nothing does here"))
        return Planned(
            number=item.number,
            kind=item.kind,
            where=where_of(item),
            title=title,
            file=file,
            slug=slug,
            url=url,
            record=replace(record, aliases=aliases, image_alt=alt_of(item)),
            notes=tuple(notes),
            moved=(Note(CHANGED, what),) if why else (),
            identity=identity,
            old=old,
            image=item.image,
            is_public=item.status in OPEN and not item.has_password,
            has_old_id=record.uid not in self.made,
        )

    def _find_brought(
        self, item: OldItem, identity: str, uid: str, old: tuple[str, ...]
    ) -> tuple[str, str] | None:
        """Return file and slug of an item that was brought before.

        Also where its author has given the file another name since.
        """
        before = self.wishes.brought.get(identity)
        if before and before[0] in self.house.files(item.kind):
            return before
        names = [uid] if item.kind == POST else [self.host.path(one) for one in old]
        return self.house.named(item.kind, names) or before

    def _identity(self, item: OldItem) -> str:
        """Return what names an item in every export of its site."""
        named = item.guid or item.address or f"{item.kind} {item.slug} {item.title}"
        identity, number = named, 1
        while identity in self.identities:
            number += 1
            identity = f"{named} #{number}"
        self.identities.add(identity)
        return identity

    def _date(self, item: OldItem, notes: list[Note]) -> datetime | None:
        if item.date:
            return _placed(item.date, self.house)
        if item.kind == PAGE:
            return None
        if found := DAY.search(split(item.address).path):
            try:
                year, month, number = map(int, found.groups())
                day = datetime(year, month, number, tzinfo=self.house.clock)
            except ValueError:
                day = None
            if day:
                notes.append(Note(CHANGED, "its date is that of its address"))
                return day
        what = "the source gives it no date: write one, then publish it"
        notes.append(Note(MISSING, what))
        return None

    def _slug(self, item: OldItem, record: FrontMatter) -> tuple[str, str]:
        """Return its slug, in capitals only where its old address needs them."""
        last = last_part(item.slug) or last_part(split(item.address).path)
        plain = slug_from(last) or slug_from(record.title)
        why = "" if plain else "neither its slug nor its title gives one"
        plain = plain or f"{item.kind}-{item.number}"
        if last != plain and KEPT.fullmatch(last):
            _, place = self.house.address(item.kind, last, record)
            old = read_old(split(self.host.path(item.address)).path)
            if old and place and file_of_old(old) == place:
                plain = last
        slug, other = self.slugs[item.kind].take(plain)
        return slug, why or other

    def _file(self, kind: str, slug: str, date: datetime | None) -> str:
        name = slug.lower()
        if kind == POST and date:
            name = f"{date.astimezone(self.house.clock):%Y-%m-%d}-{name}"
        folder = self.house.folder(kind)
        return f"{folder}/{name}.md" if folder else f"{name}.md"

    def _with_topics(
        self, record: FrontMatter, item: OldItem, notes: list[Note]
    ) -> FrontMatter:
        authors, said = self.topics["author"].unify(
            one for one in item.authors if "@" not in one
        )
        if any("@" in one for one in item.authors):
            said.append("its author is known by e-mail alone, which no page names")
        if item.kind == PAGE:
            if item.categories or item.tags:
                notes.append(Note(LEFT, "its topics: pages have none here"))
            notes += [Note(CHANGED, one) for one in said]
            return replace(record, authors=tuple(authors))
        categories, more = self.topics["category"].unify(item.categories)
        first, others = categories[:1], categories[1:]
        tags, last = self.topics["tag"].unify([*others, *item.tags])
        if others:
            listed = ", ".join(f"“{one}”" for one in others)
            more.append(f"its other categories are tags now: {listed}")
        if not first and self.wishes.category:
            first = [self.wishes.category]
            more.append(f"it had no category, and is in “{first[0]}” as you said")
        elif not first and self.house.is_required(item.kind, "category"):
            what = "it has no category, and posts here need one: write it, or import"
            notes.append(Note(MISSING, f"{what} again with --category NAME"))
        notes += [Note(CHANGED, one) for one in (*said, *more, *last)]
        category = first[0] if first else ""
        if record.status == PUBLISHED and record.date and record.date <= self.house.now:
            self.listed.add(categories, category, tags)
        return replace(
            record, authors=tuple(authors), category=category, tags=tuple(tags)
        )

    def _with_summary(
        self, record: FrontMatter, item: OldItem, notes: list[Note]
    ) -> FrontMatter:
        least, most = self.house.own.summary_length
        # Some systems write the signs of HTML as words: “&amp;amp;”.
        given = plain_text(plain_text(item.excerpt))
        if given:
            summary = shorten(given, least, most)
            if summary != given:
                what = f"its summary is cut from {len(given)} to {len(summary)}"
                notes.append(Note(CHANGED, f"{what} characters"))
            return replace(record, summary=summary)
        if not self.house.is_required(item.kind, "summary"):
            return record
        summary = begin(item.body, least, most)
        if len(summary) < least:
            what = "it has no summary, and its text begins with too few words for one"
            notes.append(Note(MISSING, f"{what}: write it"))
        else:
            what = "it had no summary: how its text begins serves for one"
            notes.append(Note(CHANGED, what))
        return replace(record, summary=summary)

    def _with_ids(
        self, record: FrontMatter, item: OldItem, notes: list[Note]
    ) -> FrontMatter:
        modified = _placed(item.modified, self.house) if item.modified else None
        if modified and record.date and modified > record.date:
            record = replace(record, modified=modified)
        if item.kind == PAGE:
            return record
        uid = self._uid(item, notes)
        self.ids.add(uid)
        return replace(record, uid=uid)

    def _uid(self, item: OldItem, notes: list[Note]) -> str:
        """Return the id by which feeds know a post: that of its old feed if it can be.

        It stands as ``plugins/feeds`` reads it back to the same text.
        """
        feeds_own = self.wishes.feed_ids.get(self.host.key(item.address))
        guid = (feeds_own or item.guid).strip()
        if guid:
            same = entry_id(guid, "", datetime.min) == guid  # noqa: DTZ901  # unused
            uid = guid if same else f"{GUID}{guid}"
            if uid not in self.ids:
                return uid
            notes.append(Note(CHANGED, "its feed id is another post's, so it has one"))
        elif item.status in OPEN:
            what = "what its feed called it is not known; with the old feed"
            notes.append(Note(MISSING, f"{what}, --feed FILE, subscribers see it once"))
        named = f"{item.guid} {item.address} {item.kind} {item.slug} {item.title}"
        number = 0
        while (made := f"urn:uuid:{uuid.uuid5(NAMELESS, f'{named} {number}')}") in (
            self.ids
        ):
            number += 1
        self.made.add(made)
        return made

    def _old_addresses(self, item: OldItem) -> tuple[str, ...]:
        """Return the addresses by which visitors came, each once."""
        given = (item.address, *item.others, item.guid)
        keyed = dict[str, str]()
        for one in given:
            if ("/" in one) and (key := self.host.key(one)):
                keyed.setdefault(key, one)
        return tuple(keyed.values())

    def _aliases(
        self, old: tuple[str, ...], save_as: str, notes: list[Note]
    ) -> tuple[str, ...]:
        """Return what of old addresses can be aliases.

        The home page of the old site is no alias: the new one has its own.
        """
        aliases, told = dict[str, None](), list[str]()
        for one in old:
            path = self.host.path(one)
            asked = read_asked(path)
            if asked is None:
                told.append(path)
                continue
            file = place_of(path)
            if save_as and file == fold_path(save_as):
                continue
            if file in self.house.pages_of_its_own:
                if path != "/":
                    what = f"its old address {path} is that of a page of this site"
                    notes.append(Note(LEFT, what))
                continue
            aliases.setdefault(path)
        for path in told:
            what = f"its old address {path}: no server can be told of it"
            notes.append(Note(LEFT, what))
        return tuple(aliases)

    def finish(self, feeds: tuple[str, ...]) -> MovePlan:
        """Return the plan, when all items are known."""
        titles = {n: one.title for n, one in self.planned.items() if one.kind == POST}
        parts = propose(titles)
        self._settle_aliases()
        for number, part in parts.items():
            self.planned[number] = self._in_series(self.planned[number], part)
        return MovePlan(
            host=self.host,
            planned=self.planned,
            left=tuple(self.left),
            files=self.files,
            titles=self.titles,
            parts=parts,
            lists=(
                *find_lists(self.listed, feeds, self.house),
                *lead_lists(self.saved_lists, self.listed, self.house),
            ),
            total=self.total,
        )

    def _in_series(self, one: Planned, part: Part) -> Planned:
        if not self.wishes.series:
            what = f"its title tells of part {part.number} of “{part.series}”"
            note = Note(LEFT, f"{what}: --series makes it one")
            return replace(one, notes=(*one.notes, note))
        record = replace(one.record, series=part.series, series_index=str(part.number))
        return replace(one, record=record)

    def _settle_aliases(self) -> None:
        """Take off each alias that is the address of another post, or its alias."""
        owners: dict[str, object] = dict(self._places_of_the_site())
        owners |= {
            fold_path(self._place(one)): number
            for number, one in self.planned.items()
            if one.url
        }
        for number, one in sorted(self.planned.items(), key=_public_first):
            kept = list[str]()
            notes = list(one.notes)
            for alias in one.record.aliases:
                owner = owners.setdefault(place_of(alias), number)
                if owner == number:
                    kept.append(alias)
                else:
                    whose = f"item {owner}" if isinstance(owner, int) else owner
                    what = f"its old address {alias} is that of {whose}"
                    notes.append(Note(LEFT, what))
            record = replace(one.record, aliases=tuple(kept))
            self.planned[number] = replace(one, record=record, notes=tuple(notes))

    def _places_of_the_site(self) -> Iterator[tuple[str, str]]:
        """Yield the files that posts and pages of the site's own will be."""
        mine = {one.file for one in self.planned.values()}
        for kind in (POST, PAGE):
            for file, one in self.house.files(kind).items():
                place = self.house.address(kind, one.slug, FrontMatter())[1]
                if place and file not in mine:
                    yield fold_path(place), file

    def _place(self, one: Planned) -> str:
        return self.house.address(one.kind, one.slug, one.record)[1]


def place_of(path: str) -> str:
    """Return what two old addresses share that would be one place, ``read_asked``."""
    place, query = read_asked(path) or ("", path)
    return f"{fold_path(file_of_old(place))}{f'?{query}' if query else ''}"


def _public_first(numbered: tuple[int, Planned]) -> tuple[bool, int]:
    number, one = numbered
    return not one.is_public, number


def _placed(moment: datetime, house: House) -> datetime:
    """Return a moment with a zone: the site's, where it has none."""
    return moment if moment.tzinfo else moment.replace(tzinfo=house.clock)
