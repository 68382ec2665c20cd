"""The record of a site's published addresses: read, compared with a site, written."""

from __future__ import annotations

import json
import posixpath
import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from ..ledger import Value
from ..places import is_asked
from ..problem import UNWANTED, Level, Problem, list_some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

INDEX = "index.html"
LOST, NEW, BROKEN = "address-lost", "addresses-new", "addresses-unreadable"
UNCHECKED = "addresses-unchecked"
KEYS = ("addresses", "forgotten")
#: The setting with a list that a command gives, to be told of the finished site.
ASKED = "ADDRESSES_ASKED"
#: What stands for the source of what no author's file gives an address.
SITE, FEED = "site", "feed"
MADE = frozenset({"", SITE, FEED})
NOWHERE = "/the/new/address/"
#: The ends of files that are no page and that readers come back to.
DOCUMENTS = (
    *(".pdf", ".epub", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods"),
    *(".ppt", ".pptx", ".odp", ".csv", ".txt", ".ics", ".zip"),
    *(".mp3", ".m4a", ".ogg", ".mp4", ".mov", ".webm", ".vtt"),
)
#: What an old address, or a list of them in a header, cannot have as it is.
QUOTED = re.compile(r"[\s?#%\\<>\"'\[\]{},&]")
#: So many bytes has a name on a disk.
LONGEST_NAME = 255
KEEP = "Before you publish: invoke check --fix addresses"
HELD_BACK = "Publish it again, or withdraw it with a reason: invoke withdraw"


class RecordError(ValueError):
    """A record that cannot be read: where, and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True)
class AddressRecord:
    """The addresses that readers may have kept, each with what it was made from."""

    addresses: Mapping[str, str] = field(default_factory=dict)  #: address -> source
    forgotten: Mapping[str, str] = field(default_factory=dict)  #: address -> reason


#: Of a site that has none yet.
NOTHING = AddressRecord()


@dataclass(frozen=True)
class GonePage(Value):
    """What the page at a forgotten address says; ``gone`` in its template."""

    lang: str
    words: Mapping[str, str]
    because: str


@dataclass(frozen=True)
class Standing:
    """What a finished site has at its addresses."""

    sources: Mapping[str, str]  #: of each address that counts
    answering: frozenset[str]  #: all addresses, also those that do not count
    #: Of each author's file: its address, and the line that decides it.
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    #: Returns why an author's file is not published, and the line that says so.
    held_back: Callable[[str], tuple[str, int] | None] = lambda _: None


def decode_record(data: bytes) -> str:
    """Return a record's text, without the mark that some editors put before it.

    Raises ``RecordError``.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RecordError(0, "is no text in UTF-8") from None


def parse_record(text: str) -> AddressRecord:
    """Read a record; raise ``RecordError`` for one that is none."""
    try:
        given = json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise RecordError(error.lineno, f"is no JSON: {error.msg}") from None
    except RecursionError:
        raise RecordError(0, "is no record") from None
    except ValueError as error:  # a number that nobody can read
        raise RecordError(0, f"is no record: {error}") from None
    except KeyError as error:
        key = str(error.args[0])
        lines = lines_of(text, key)
        raise RecordError(lines[-1], f"names {key} twice") from None
    if not isinstance(given, dict) or not given.keys() <= set(KEYS):
        raise RecordError(0, f"holds other things than {' and '.join(KEYS)}")
    for key in KEYS:
        part = given.get(key, {})
        if not isinstance(part, dict):
            raise RecordError(lines_of(text, key)[0], f"has no list of {key}")
        for address, value in part.items():
            if not is_address(address) or not isinstance(value, str):
                line = lines_of(text, address)[0]
                raise RecordError(
                    line, f"has no address with its source in “{address}”"
                )
    return AddressRecord(given.get("addresses", {}), given.get("forgotten", {}))


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise KeyError(key)
        found[key] = value
    return found


def is_address(text: str) -> bool:
    """Return whether a page can lie at an address, and inside the site.

    >>> [one for one in ("/", "/a b/", "/a/../b", "//a", "a/") if is_address(one)]
    ['/', '/a b/']
    """
    path = unquote(text)
    names = path[1:].removesuffix("/").split("/") if path != "/" else []
    return (
        path.startswith("/")
        and not UNWANTED.search(path)
        and {"", ".", ".."}.isdisjoint(names)
        and all(len(name.encode()) <= LONGEST_NAME for name in names)
    )


def lines_of(text: str, key: str) -> list[int]:
    """Return the lines of a record on which a key stands; 0 where none does."""
    sign = f"{json.dumps(key, ensure_ascii=False)}:"
    found = [n for n, line in enumerate(text.splitlines(), 1) if sign in line]
    return found or [0]


def format_record(record: AddressRecord) -> str:
    """Return a record as it is committed: sorted, one address a line."""
    parts = {"addresses": record.addresses, "forgotten": record.forgotten}
    given = {key: dict(sorted(part.items())) for key, part in parts.items() if part}
    given.setdefault("addresses", {})
    return json.dumps(given, indent=1, ensure_ascii=False) + "\n"


def update_record(record: AddressRecord, site: Standing) -> AddressRecord:
    """Return a record with all that a site has; what is lost stays in it."""
    forgotten = record.forgotten.items()
    return AddressRecord(
        {**record.addresses, **site.sources},
        {one: why for one, why in forgotten if one not in site.sources},
    )


def settle(record: AddressRecord, site: Standing, because: str) -> AddressRecord:
    """Return a record after a change: with what is new, and without emptied lists.

    A list that no post is in any more, and its feeds, are given up with that reason,
    until a post brings them back. ``site`` is what is planned: of what other plugins
    write it knows nothing, so nothing else is given up.
    """
    has_feeds = any(source == FEED for source in site.sources.values())
    record = update_record(record, site)
    for address, source in record.addresses.items():
        is_list = not is_file(source) and source not in MADE
        is_empty = is_list or (source == FEED and has_feeds and is_topical(address))
        if is_empty and address not in site.answering:
            record = forget(record, address, because)
    return record


def is_topical(address: str) -> bool:
    """Return whether a feed may be that of a list; one that names feeds is not."""
    return not address.endswith(".opml")


def forget(record: AddressRecord, address: str, because: str) -> AddressRecord:
    """Return a record in which an address is gone, and why."""
    left = {one: of for one, of in record.addresses.items() if one != address}
    return AddressRecord(left, {**record.forgotten, address: because})


def address_name(path: str) -> str:
    """Return the address of a file of the site.

    >>> address_name("blog/sleep/index.html"), address_name("index.html")
    ('/blog/sleep/', '/')
    """
    is_index = path == INDEX or path.endswith(f"/{INDEX}")
    return f"/{path.removesuffix(INDEX) if is_index else path}"


def check_record(
    record: AddressRecord, text: str, path: str, site: Standing
) -> Iterator[Problem]:
    """Yield a problem for each address that would be lost.

    ``text`` is the record's, ``path`` its file as problems name it.
    """
    fresh = {
        address: source
        for address, source in sorted(site.sources.items())
        if address not in record.addresses
    }
    for address, source in sorted(record.addresses.items()):
        if address in site.answering:
            continue
        what = f"{address} was published, and nothing would answer there"
        place, line = site.places.get(source, ("", 0))
        if place:
            what = f"{what}: the post stands at {place} now."
            remedy = f"Write “aliases: [{_typed(address)}]” into its header."
            yield Problem(source, line, what, remedy, LOST)
        elif (held_back := site.held_back(source)) and not is_document(source):
            why, line = held_back
            yield Problem(source, line, f"{what}: the post {why}.", HELD_BACK, LOST)
        else:
            what = f"{what}: {_gone(source, is_there=bool(held_back))}."
            remedy = _remedy(address, source, fresh, site)
            yield Problem(path, lines_of(text, address)[0], what, remedy, LOST)


def tell_new(record: AddressRecord, path: str, site: Standing) -> Iterator[Problem]:
    """Yield a notice for all addresses that are not kept yet."""
    if new := sorted(site.sources.keys() - record.addresses.keys()):
        noun = "address is" if len(new) == 1 else "addresses are"
        what = f"{len(new)} {noun} not kept yet: {list_some(new, 3)}."
        yield Problem(path, 0, what, KEEP, NEW, Level.NOTICE)


def is_file(source: str) -> bool:
    """Return whether a source is an author's file, and no list of the site."""
    return source not in MADE and ": " not in source


def is_document(source: str) -> bool:
    """Return whether a source is a file that is published as it is, such as a PDF."""
    return is_file(source) and _end(source) in DOCUMENTS


def _end(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def _typed(address: str) -> str:
    """Return an address as it can be typed into a header, among others."""
    path, mark, query = (
        address.partition("?") if is_asked(address) else (address, "", "")
    )
    return f"{QUOTED.sub(lambda sign: quote(sign[0]), path)}{mark}{query}"


def _gone(source: str, *, is_there: bool) -> str:
    if is_there:
        return f"{source} is not published now"
    if is_file(source):
        return f"{source} is gone"
    if source in MADE:
        return "nothing makes it now"
    kind, _, name = source.partition(": ")
    return f"no post has the {kind} “{name}” now"


def _remedy(address: str, source: str, fresh: Mapping[str, str], site: Standing) -> str:
    forget_it = f'invoke forget {shlex.quote(address)} --because "…"'
    if not is_file(source) or is_document(source):
        new = _typed(_instead(address, source, fresh, site))
        alias = f'"{_typed(address)}": "{new}"'
        return f"Lead on by ADDRESSES, “aliases”: {{{alias}}}. Or say why: {forget_it}"
    files = sorted({one for one in fresh.values() if is_file(one)})
    there = files[0] if len(files) == 1 else "the post that takes its place"
    return (
        f"Write “aliases: [{_typed(address)}]” into {there}, bring the file back with "
        f"“status: withdrawn”, or say why it is gone: {forget_it}"
    )


def _instead(
    address: str, source: str, fresh: Mapping[str, str], site: Standing
) -> str:
    """Return where an address that no file gives may lead on to.

    That is the only new one of its kind that is like it but for one name; for a feed,
    else, the first of the site's.
    """
    kind, ending = source.partition(":")[0], _ending(address)
    if is_document(source):
        near = [one for one in fresh if _end(one) == _end(address)]
        return near[0] if len(near) == 1 else NOWHERE
    near = [
        one
        for one, of in fresh.items()
        if of.partition(":")[0] == kind and _is_alike(one, address)
    ]
    if kind == FEED and len(near) != 1:
        feeds = [one for one, of in site.sources.items() if of == FEED]
        near = [one for one in feeds if _ending(one) == ending]
        plainest = sorted(near, key=lambda one: (one.count("/"), one.split(".")))
        return plainest[0] if plainest else NOWHERE
    return near[0] if len(near) == 1 else NOWHERE


def _is_alike(one: str, other: str) -> bool:
    """Return whether two addresses differ in one name alone, and end alike."""
    names = one.split("/"), other.split("/")
    differ = sum(mine != its for mine, its in zip(*names, strict=False))
    is_near = len(names[0]) == len(names[1]) and differ == 1
    return is_near and _ending(one) == _ending(other)


def _ending(address: str) -> str:
    return posixpath.basename(address).partition(".")[2]
