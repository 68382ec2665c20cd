"""One run with a ledger: which pages stand, and what is taken down of others."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from ..ledger import Ledger, identity
from .comparing import Comparison
from .digests import Digests, UnfollowedError
from .ground import ground_of
from .recording import Recorder, track
from .records import PageRecord, Shares
from .session import Session, key_of
from .wholes import Wholes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..ledger import Table
    from .records import Name
    from .session import Place, Stamped

T = TypeVar("T")
PROBLEM = "a problem is found in it each time"


class Loader(Protocol):
    """What finds a template's text."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, object]:
        """Return the text of a template, its file, and more."""


class Environment(Protocol):
    """What templates belong to."""

    filters: dict[str, object]
    tests: dict[str, object]
    globals: dict[str, object]
    loader: Loader

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""


class Template(Protocol):
    """What a page is made with."""

    environment: Environment

    def render(self, context: Mapping[str, object]) -> str:
        """Return the page."""


@dataclass(frozen=True)
class Manners:
    """What a ledger has to know of a site's objects."""

    #: Objects of these kinds may have names of their own.
    named: tuple[type, ...]
    name_of: Callable[[object], Name | None]
    #: What stands for objects of a kind: all that anyone reads of them.
    stand_ins: Mapping[type, Callable[[object], object]]
    #: Returns the kinds whose attributes are read one by one.
    find_kinds: Callable[[], set[type]]
    is_generator: Callable[[object], bool]
    environment: type  #: Jinja's


class LedgerRun(Ledger):
    """The ledger of one run."""

    is_open = True

    def __init__(
        self, store: Place, settings: Mapping[str, object], manners: Manners
    ) -> None:
        self.place, self.manners = store, manners
        self.recorder = Recorder()
        self.constants: dict[int, str] = {}
        #: What all generators give to all pages.
        self.context: Mapping[str, object] = {}
        self.kinds: set[type] = set()
        stand_ins = dict(manners.stand_ins)
        #: Digests of values, and of what is read of objects.
        self.values = Digests(
            self.constants, {**stand_ins, manners.environment: self._templates_of}
        )
        self._settings = self.values.digest(settings)
        self._code = store.read_code()
        ground = ground_of(self._code, self._settings)
        self.session = Session(store, ground, self.values)
        self._begin_comparison()
        self._standing: dict[str, str] | None = None
        self._stamped: Stamped = {}
        self._files: dict[str, tuple[bytes, str]] | None = None
        self._needs: set[tuple[str, str]] = set()  #: of the page that is being made
        self._needed: set[tuple[str, str]] = set()  #: of pages that stand
        self._opened: dict[str, str] = {}
        self._changed: str | None = None
        self.stage = ""  #: the folder that pages are written into
        self._ends: list[Callable[[], None]] = []
        self.fresh: dict[str, PageRecord] = {}  #: of pages of this run
        self._followed: list[PageRecord] = []  #: of what is not a page
        self.given: dict[str, bytes] = {}  #: digests of what other files are made of
        self.kept: dict[str, str] = {}  #: files of the output that stay, with digests
        self.why: dict[str, str] = {}  #: path -> why its page was made anew
        self.hears_all = ""  #: who wants to hear of each page that is written

    def _begin_comparison(self) -> None:
        self._environments: dict[int, tuple[bytes, bytes]] = {}
        self._names: dict[int, tuple[object, Name | None]] = {}
        stand_ins = dict(self.manners.stand_ins)
        self.reads = Digests(self.constants, stand_ins, self._stand_for)
        shares = Shares(self.session.shard("reads"))
        wholes = Wholes(self.session.shard("wholes"), shares)
        self.comparison = Comparison(
            self.recorder, self.reads, self.own_name, shares, wholes
        )
        self.know_context(self.context)

    def know_context(self, context: Mapping[str, object]) -> None:
        """Know what all generators give to all pages: it is compared once for all."""
        self.context = self.comparison.shared = context

    def end_comparison(self) -> None:
        """Keep what was read of each object, and forget all else that pages have read.

        With many posts that is a good part of all memory, and other work follows.
        """
        self.comparison.make_wholes((*self.fresh.values(), *self._followed))
        self._followed.clear()
        self._begin_comparison()

    def recall(
        self,
        kind: str,
        given: object,
        make: Callable[[], T],
        tables: Sequence[Table[object]] = (),
    ) -> T:
        """See ``Ledger``."""
        on = self.recorder.on  # a context manager takes as long as many an answer
        was, on[0] = on[0], False
        try:
            return self.session.recall(kind, given, make, tables)
        finally:
            on[0] = was

    def silently(self, make: Callable[[], T]) -> T:
        """See ``Ledger``."""
        with self.recorder.silence():
            return make()

    def follow(
        self, kind: str, name: str, given: Mapping[str, object], make: Callable[[], T]
    ) -> T:
        """See ``Ledger``."""
        where, shard = f"{kind} {name}", self.session.shard(kind)
        base, ground = self._base_of(given)
        if kept := shard.peek(key_of(name)):
            record, value = PageRecord.unpack(kept)
            if not (why := self._difference(record, base, ground)):
                shard.keep(key_of(name))
                self._needed.update(record.needs)
                return cast("T", pickle.loads(cast("bytes", value)))  # noqa: S301  # its own, checked
            self.why[where] = why
        made, record_or_why = self._take_down(base, ground, make, dict(given))
        if isinstance(record_or_why, PageRecord):
            self._followed.append(record_or_why)
            shard.put(key_of(name), record_or_why.pack(pickle.dumps(made)))
        else:
            self.why[where] = record_or_why
        return made

    def stands(self, path: str, given: object) -> bool:
        """See ``Ledger``."""
        with self.recorder.silence():
            try:
                digest = self.values.digest(given)
            except UnfollowedError:
                return False
        self.given[path] = digest
        if self._files is None:
            found = self.load("files") or {}
            self._files = cast("dict[str, tuple[bytes, str]]", found)
        made = self.standing.get(path)
        if made is None or self._files.get(path) != (digest, made):
            return False
        self.kept[path] = made
        return True

    def render(self, template: Template, context: Mapping[str, object]) -> str:
        """Return a page, and take down what it reads."""
        path = str(context["output_file"])
        base = {**template.environment.globals, **context}
        try:
            ground = self._ground_of(template.environment)
        except UnfollowedError as error:
            self.why[path] = str(error)
            return template.render(context)
        text, record_or_why = self._take_down(
            base, ground, lambda: template.render(context)
        )
        if isinstance(record_or_why, PageRecord):
            self.fresh[path] = record_or_why
        else:
            self.why[path] = record_or_why
        return text

    def keeps(self, template: Template, context: Mapping[str, object]) -> bool:
        """Return whether a page of the last run stands, and keep it if so."""
        path = str(context["output_file"])
        shard = self.session.shard("pages")
        kept = shard.peek(key_of(path))
        record, digest = PageRecord.unpack(kept) if kept else (None, "")
        if not record or digest != self.standing.get(path):
            return False
        base = {**template.environment.globals, **context}
        try:
            ground = self._ground_of(template.environment)
        except UnfollowedError as error:
            why = str(error)
        else:
            why = self._difference(record, base, ground)
        if why:
            self.why[path] = why
            return False
        shard.keep(key_of(path))
        self.kept[path] = str(digest)
        self._needed.update(record.needs)
        return True

    def disown(self, path: str) -> None:
        """Let a page be made each time; it tells of something outside of itself."""
        self.fresh.pop(path, None)
        self.why[path] = PROBLEM

    def need(self, kind: str, value: str) -> None:
        """See ``Ledger``."""
        self._needs.add((kind, value))

    def needed(self, kind: str) -> list[str]:
        """See ``Ledger``."""
        return sorted(value for own, value in self._needed if own == kind)

    def ask(self, path: str) -> None:
        """See ``Ledger``."""
        name = os.path.abspath(path)
        self.session.opened.setdefault(name, self.place.digest(name))

    def left(self) -> dict[str, str]:
        """See ``Ledger``."""
        return {path: self.place.path(path) for path in self.kept}

    def is_new(self, kind: str) -> bool:
        """See ``Ledger``."""
        return not self.session.shard(kind).entries

    def load(self, kind: str) -> object:
        """See ``Ledger``."""
        kept = self.session.shard(kind).get(b"all")
        return pickle.loads(kept) if kept else None  # noqa: S301  # its own, checked

    def store(self, kind: str, value: object) -> None:
        """See ``Ledger``."""
        self.session.shard(kind).put(b"all", pickle.dumps(value))

    def finish(self, digests: Mapping[str, str]) -> None:
        """Keep everything for the next run; ``digests`` are those of the output."""
        self.listen(is_on=False)
        self.store("outputs", self.place.stamp(digests, self._stamped, self.kept))
        made = {p: (d, digests[p]) for p, d in self.given.items() if p in digests}
        self.store("files", made)
        pages = self.session.shard("pages")
        for path, record in self.fresh.items():
            if path in digests:
                pages.put(key_of(path), record.pack(digests[path]))
        before = {} if self.changed else self._opened
        self.store("opened", before | self.session.opened)
        code = self.place.write_code(self._code)
        self.session.write(ground_of(code, self._settings))

    def mark(self) -> tuple[int, int, object]:
        """See ``Carried``."""
        return len(self.fresh), len(self.why), self.session.mark()

    def bring(self, mark: object) -> object:
        """See ``Carried``."""
        fresh, why, session = cast("tuple[int, int, object]", mark)
        made = dict(islice(self.fresh.items(), fresh, None))
        whys = dict(islice(self.why.items(), why, None))
        return made, whys, self.session.bring(session)

    def take(self, brought: object) -> None:
        """See ``Carried``."""
        made, whys, session = cast("_Brought", brought)
        self.fresh |= made
        self.why |= whys
        self.session.take(session)

    def listen(self, *, is_on: bool) -> None:
        """Let each read be heard, or none: hearing takes time."""
        if is_on and not self._ends:
            self.kinds = self.kinds or self.manners.find_kinds()
            self._ends = [track(kind, self.recorder) for kind in self.kinds]
        while self._ends and not is_on:
            self._ends.pop()()

    @property
    def standing(self) -> Mapping[str, str]:
        """The files of the output that are as the last run has left them."""
        if self._standing is None:
            self._stamped = cast("Stamped", self.load("outputs") or {})
            self._standing = self.place.find_standing(self._stamped)
            if self.hears_all:
                self.why["everything"] = f"{self.hears_all} hears of written pages"
                self._standing = {}
        return self._standing

    @property
    def changed(self) -> str:
        """What files differ that pages of the last run have read; nothing for none.

        Who reads a file may keep it for later pages: it counts for all of them.
        """
        if self._changed is None:
            found = self.load("opened")
            self._opened = cast("dict[str, str]", found or {})
            path = self.session.find_changed(self._opened)
            self._changed = f"{path} is read or written by a page" if path else ""
            if found is None:
                self._changed = "nobody knows what files pages have read"
        return self._changed

    def own_name(self, thing: object) -> Name | None:
        """Return the name that an object has wherever it is found, or None."""
        if not isinstance(thing, self.manners.named):
            return None
        known = self._names.get(identity(thing))
        if known is None:
            with self.recorder.silence():
                known = self._names[identity(thing)] = (
                    thing,
                    self.manners.name_of(thing),
                )
        return known[1]

    def _stand_for(self, thing: object) -> object:
        """Return what stands for an object whose attributes are read apart."""
        kind = type(thing)
        if not self.kinds:
            self.kinds = self.manners.find_kinds()
        is_apart = kind in self.kinds or isinstance(thing, self.manners.named)
        return self.own_name(thing) or (kind.__qualname__ if is_apart else None)

    def _difference(
        self, record: PageRecord, base: Mapping[str, object], ground: bytes
    ) -> str:
        if record.ground != ground:
            return "a template, or what templates can use, is another"
        if self.changed:
            return self.changed
        why = self.comparison.difference(record, base)
        if not why:
            self.listen(is_on=False)
        return why

    def _take_down(
        self,
        base: Mapping[str, object],
        ground: bytes,
        make: Callable[[], T],
        given: Mapping[str, object] | None = None,
    ) -> tuple[T, PageRecord | str]:
        """Return what is made, and the record of it, or why there is none."""
        self.listen(is_on=True)
        self._needs = set()
        try:
            with self.session.watching() as watched, self.recorder.taking_down(base):
                made = make()
                if given is not None:
                    read_whole(made)
        except BaseException:  # Ctrl-C too: other runs of this process hear nothing
            self.listen(is_on=False)
            raise
        self.session.note_opened(watched, self.stage)
        if watched.problems or watched.is_logged:
            return made, PROBLEM
        if given is not None:
            own = {n: v for n, v in given.items() if not self.manners.is_generator(v)}
            self.recorder.names = own | self.recorder.names
        try:
            record = self.comparison.record(ground)
            return made, replace(record, needs=tuple(sorted(self._needs)))
        except UnfollowedError as error:
            return made, str(error)

    def _base_of(self, given: Mapping[str, object]) -> tuple[dict[str, object], bytes]:
        """Return what can be read of what is given, and its ground."""
        generator = next(filter(self.manners.is_generator, given.values()), None)
        environment = getattr(generator, "env", None)
        if environment is None:
            return {**given}, b""
        context: Mapping[str, object] = getattr(generator, "context", {})
        return {**context, **given}, self._ground_of(environment)

    def _templates_of(self, thing: object) -> bytes:
        """Return the digest of all templates that an environment finds."""
        environment = cast("Environment", thing)
        known = self._environments.get(identity(environment))
        if known is None:
            whole = blake2b(digest_size=16)
            for name in environment.list_templates():
                source, file, _ = environment.loader.get_source(environment, name)
                self.session.templates.add(os.path.abspath(file or name))  # fast
                whole.update(f"{name}\0{source}\0".encode("utf-8", "surrogatepass"))
            known = self._environments[identity(environment)] = whole.digest(), b""
        return known[0]

    def _ground_of(self, environment: Environment) -> bytes:
        """Return the digest of what any page of an environment may use."""
        templates = self._templates_of(environment)
        ground = self._environments[identity(environment)][1]
        if not ground:
            whole = blake2b(templates, digest_size=16)
            for own in (environment.filters, environment.tests, environment.globals):
                whole.update(self.reads.digest(sorted(own.items(), key=lambda p: p[0])))
                self.comparison.add_ground(self.reads.met)
            ground = whole.digest()
            self._environments[identity(environment)] = templates, ground
        return ground


#: Records of pages, why they were made, and what the session brings.
_Brought = tuple[dict[str, PageRecord], dict[str, str], object]


def read_whole(made: object) -> None:
    """Read all of what was made, so that whatever it takes along is taken down."""
    if isinstance(made, dict):
        made = [*made.items()]
    if isinstance(made, list | tuple | set | frozenset):
        for one in made:
            read_whole(one)
    elif is_dataclass(made) and not isinstance(made, type):
        for one in fields(type(made)):
            read_whole(getattr(made, one.name))
