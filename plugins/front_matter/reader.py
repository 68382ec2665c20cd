"""Pelican's reader for posts with a header, and the folder of their files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from pelican.readers import MarkdownReader, parse_path_metadata, path_metadata
from pelican.utils import slugify

from ..problem import Level, Problem
from ..report import level_of, relative_path, report
from ..source.dates import DateFault, parse_date
from ..source.encoding import decode
from ..source.header import Header, HeaderFault, fold_lines, parse_header
from .addresses import check_address
from .core import as_lines, as_text, parse
from .keys import check_keys
from .schema import KINDS
from .shape import check_shape
from .sources import Rules, Source
from .spelling import check_names
from .values import check_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .folder import Layout
    from .settings import Settings

#: Where a run keeps what it has read, in Pelican's settings: they live as long as it.
STORE = "FRONT_MATTER_READ"
#: Problems that are told at a key's line and yet do not mean that key's value.
ABOUT_OTHERS = {"key-missing", "withdrawn-reason", "review-incomplete", "address-pair"}


@dataclass(frozen=True)
class Examined:
    """A file that was read once: its source, its text, and what is wrong with it."""

    source: Source
    problems: tuple[Problem, ...]
    is_readable: bool
    left_out: frozenset[str] = frozenset()  #: keys whose value cannot be used


@dataclass
class Store:
    """What one run knows of its files."""

    own: Settings
    layout: Layout
    rules: dict[str, Rules]
    examined: dict[str, Examined] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    templates: frozenset[str] = frozenset()


def examine(path: str, settings: dict[str, Any]) -> Examined:
    """Read and check one file, once in a run; ``path`` is whole."""
    store: Store = settings[STORE]
    if path not in store.examined:
        store.examined[path] = _examine(path, settings, store)
    return store.examined[path]


def _examine(path: str, settings: dict[str, Any], store: Store) -> Examined:
    name = relative_path(path, settings)
    inside = os.path.relpath(path, settings["PATH"]).replace(os.sep, "/")
    kind = store.layout.kind_of(inside) or "post"
    text, faults = _read(path, settings)
    header = parse_header(text)
    if not faults:
        faults = tuple(check_shape(header, fold_lines(text)))
    record = parse(header, store.own.zone)
    source = Source(name, kind, header, record)
    hidden = [fault for fault in faults if not _is_mendable(fault, header)]
    if hidden or (faults and not store.own.strict):
        problems = tuple(_as_problem(name, fault) for fault in faults)
        return Examined(source, problems, is_readable=False)
    given, wrong = _given(path, inside, settings)
    source = replace(source, given=frozenset(given))
    source = replace(source, slug=_slug(source, path, given, settings))
    rules = store.rules[kind]
    own_slugify = _slugify(settings)
    found = [
        *(_as_problem(name, fault) for fault in (*faults, *wrong)),
        *check_keys(source, rules),
        *check_values(source, rules),
        *check_address(source, rules, own_slugify),
        *check_names(source, own_slugify),
    ]
    told = {p.line for p in found if p.name in ("header-split", "header-line")}
    if told:
        found = [p for p in found if p.name != "key-missing"]
    left_out = _left_out(source, found, settings)
    return Examined(source, tuple(found), is_readable=True, left_out=left_out)


def _is_mendable(fault: HeaderFault, header: Header) -> bool:
    """Say whether the rest of a file can be checked in spite of a fault."""
    return fault.name in ("header-split", "header-line", "file-control") and bool(
        header.values
    )


def _read(path: str, settings: dict[str, Any]) -> tuple[str, tuple[HeaderFault, ...]]:
    """Return a file's text and faults; files outside of the content are not opened."""
    root = os.path.realpath(settings["PATH"])
    real = os.path.realpath(path)
    if os.path.commonpath([root, real]) != root:
        what = "The file is a link to one outside the content folder."
        remedy = "Put the file itself here."
        return "", (HeaderFault(0, what, "file-outside", remedy),)
    try:
        if not Path(real).is_file():
            raise FileNotFoundError
        return decode(Path(real).read_bytes())
    except OSError as error:
        why = error.strerror or "it is a link that leads nowhere, or no file"
        what = f"The file cannot be read: {why[:1].lower()}{why[1:]}."
        remedy = "Make it readable, or take it away."
        return "", (HeaderFault(0, what, "file-unreadable", remedy),)


def _as_problem(path: str, fault: HeaderFault) -> Problem:
    return Problem(path, fault.line, fault.what, fault.remedy, fault.name)


def _given(
    path: str, inside: str, settings: dict[str, Any]
) -> tuple[dict[str, str], list[HeaderFault]]:
    """Return what Pelican takes from defaults and from the file's name and path."""
    given: dict[str, Any] = dict(settings.get("DEFAULT_METADATA") or {})
    if settings.get("DEFAULT_DATE"):
        given["date"] = "given"
    if settings.get("DEFAULT_CATEGORY", "misc") != "misc":
        given["category"] = settings["DEFAULT_CATEGORY"]
    given |= path_metadata(path, inside, settings)
    from_path = parse_path_metadata(inside, settings)
    roots = {Path(folder).name for folder in settings["ARTICLE_PATHS"]}
    if from_path.get("category") in roots:
        del from_path["category"]  # the folder of all posts is no shelf
    given |= from_path
    faults = []
    named = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", Path(path).name)
    day = named[0] if named else ""
    if isinstance(given.get("date"), str) and given["date"] != "given":
        day = given["date"].replace("_", " ")
    if day:
        moment = parse_date(day)
        if isinstance(moment, DateFault):
            what = f"The date in the file's name, “{day}”, {moment.what}"
            remedy = "Rename the file."
            faults.append(HeaderFault(1, what, "file-name", remedy))
    return {key: str(value) for key, value in given.items()}, faults


def _slug(
    source: Source, path: str, given: dict[str, str], settings: dict[str, Any]
) -> str:
    slug = as_text(source.header.values.get("slug", "")) or given.get("slug", "")
    if slug:
        return slug
    basis = source.record.title or given.get("title", "")
    if settings.get("SLUGIFY_SOURCE") == "basename":
        basis = Path(path).stem
    return _slugify(settings)(basis)


def _slugify(settings: dict[str, Any]) -> Callable[[str], str]:
    return partial(
        slugify,
        regex_subs=settings.get("SLUG_REGEX_SUBSTITUTIONS", []),
        preserve_case=settings.get("SLUGIFY_PRESERVE_CASE", False),
        use_unicode=settings.get("SLUGIFY_USE_UNICODE", False),
    )


def _left_out(
    source: Source, problems: list[Problem], settings: dict[str, Any]
) -> frozenset[str]:
    """Return the keys whose values would make Pelican stumble before the run ends."""
    lines = {
        problem.line
        for problem in problems
        if problem.name not in ABOUT_OTHERS
        and level_of(problem, settings) is Level.ERROR
    }
    return frozenset(
        key
        for key, line in source.header.lines.items()
        if lines & {line, *source.header.items.get(key, ())}
    )


def _too_deep(source: Source, own: Settings) -> Problem:
    what = "The text cannot be read: its lists lie too deep inside each other."
    remedy = "Move some of them to the left edge."
    level = Level.ERROR if own.strict else Level.WARNING
    line = source.header.body_line
    return Problem(source.path, line, what, remedy, "text-unreadable", level)


class HeaderReader(MarkdownReader):  # type: ignore[misc]
    """Markdown with a header in YAML or as ``Key: value``."""

    def read(self, source_path: str) -> tuple[str | None, dict[str, Any]]:
        """Return the text as HTML, and the metadata as Pelican wants it."""
        own: Settings = self.settings[STORE].own
        examined = examine(source_path, self.settings)
        if not examined.is_readable:
            if own.strict:
                return "", {"status": "skip"}
            content, metadata = super().read(source_path)
            return content, dict(metadata)
        self._source_path = source_path
        self._md = Markdown(**self.settings["MARKDOWN"])
        # The empty line keeps Markdown's own reader of headers from the text.
        try:
            content = self._md.convert(f"\n{examined.source.header.body}")
        except RecursionError:
            report(_too_deep(examined.source, own), self.settings)
            return None, {"status": "skip"}
        return content, dict(self._metadata(examined, own))

    def _metadata(self, examined: Examined, own: Settings) -> Iterator[tuple[str, Any]]:
        source = examined.source
        for name, value in source.header.values.items():
            if value in ([], {}) or (name in examined.left_out and own.strict):
                continue
            usable = self._usable(name, value, source)
            if name in self.settings["FORMATTED_FIELDS"] and isinstance(usable, str):
                self._md.reset()
                usable = self._md.convert(f"\n{usable}")
            yield name, self.process_metadata(name, usable)
        if own.strict:
            yield from self._stand_ins(examined, own)
        yield "front_matter", source.record

    def _usable(self, name: str, value: Any, source: Source) -> Any:
        """Return a value of the kind that Pelican expects of a key."""
        if not isinstance(value, str):
            is_list = KINDS.get(name, "list") in ("list", "lines", "pairs")
            return value if is_list else ", ".join(as_lines(value))
        if name in self.settings["FORMATTED_FIELDS"]:
            return value
        if name == "status":
            return value.strip().lower()
        if name in ("tags", "authors"):
            return value.replace("\n", " ")
        if "\n" in value and source.header.form == "keys":
            known = name in vars(source.record) or name == "author"
            return " ".join(value.split()) if known else value.split("\n")
        return value

    def _stand_ins(
        self, examined: Examined, own: Settings
    ) -> Iterator[tuple[str, Any]]:
        """Yield what a post lacks, so that one mistake does not become three.

        Nothing of it is published: the run ends before anything is written, or the
        post is a draft in a preview.
        """
        source = examined.source
        usable = source.record
        lacks = {
            name
            for name in ("title", "date")
            if name not in source.given
            and (not getattr(usable, name) or name in examined.left_out)
        }
        if "title" in lacks:
            yield "title", Path(source.path).stem
        if "date" in lacks and source.kind == "post":
            yield "date", self.process_metadata("date", f"{own.now:%Y-%m-%d}")
