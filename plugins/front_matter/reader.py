"""Pelican's reader for posts with a header, and the folder of their files."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from markdown import Markdown
from pelican.readers import (
    METADATA_PROCESSORS,
    MarkdownReader,
    RstReader,
    parse_path_metadata,
    path_metadata,
)
from pelican.utils import SafeDatetime, get_date

from ..body import Body
from ..problem import Level, Problem, count
from ..report import level_of, relative_path, report, run_state
from ..site import judge_early, ledger_of, slugify_for
from ..source.bounds import find_excess, unreadable
from ..source.core import Source
from ..source.dates import DateFault, Moment, parse_date
from ..source.faults import HeaderFault
from ..source.lists import find_nested_fences
from ..source.prose import find_fences
from ..source.read import leads_outside, read_source
from ..source.rst import explain_rst, is_from_docutils
from ..source.values import as_lines
from .addresses import check_address
from .converter import Converter
from .inline import quicken
from .keys import check_keys
from .plain import pack, unpack
from .post import Post, Rules
from .record import parse
from .schema import KINDS, MANY
from .shape import check_shape
from .spelling import check_names
from .values import check_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..ledger import Table
    from ..source.values import Value
    from .folder import Layout
    from .settings import Settings

#: A day at the beginning of a file's name, and one made of folders.
DAY = re.compile(r"((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", re.ASCII)
FOLDERS = re.compile(r"(?:^|/)((?:19|20)\d\d)/(\d\d)/(\d\d)/", re.ASCII)
#: The keys of dates, and how nearly all of them are written.
DATES = frozenset({"date", "modified"})
USUAL_DATE = re.compile(
    r"((?:19|20)\d\d)-(0[1-9]|1[0-2])-(\d\d)(?: ([01]\d|2[0-3]):([0-5]\d))?", re.ASCII
)
#: Where a run keeps what it has checked.
STATE = "FRONT_MATTER"
#: Faults in spite of which the rest of a file can be checked.
MENDABLE = {"header-split", "header-line", "header-yaml", "file-control"}
#: What many files of a site that is not strict may have in common.
SAID_ONCE = {"key-unknown", "key-empty", "name-spelling", "slug-case", "lang-unknown"}
#: Keys without which nobody knows where a post stands: nothing but its header is
#: judged where one of them cannot be read.
PLACING_NAMES = (
    "aliases lang save_as series series_index series_title slug status translation url "
    "withdrawn_because"
)
PLACING = frozenset(PLACING_NAMES.split())
#: Problems that are told at a key's line and yet do not mean that key's value.
ABOUT_OTHERS = {"key-missing", "withdrawn-reason", "review-incomplete", "address-pair"}


@dataclass
class FrontMatterRun:
    """What one run knows of its files."""

    own: Settings
    layout: Layout
    rules: Rules
    #: What the rules look up, which differs from run to run.
    tables: list[Table[Any]] = field(default_factory=list)
    inside: set[str] = field(default_factory=set)  #: files that are no links out
    checked: dict[str, Post] = field(default_factory=dict)  #: by whole path
    converter: Converter = field(default_factory=Converter)


def check_post(path: str, settings: dict[str, Any]) -> Post:
    """Check one file, once in a run for each time it is read; ``path`` is whole."""
    run: FrontMatterRun = run_state(settings)[STATE]
    known = run.checked.get(path)
    if (
        known
        and known.source.digest
        and known.source is not read_source(path, settings)
    ):
        known = None
    if known is None:
        known = run.checked[path] = _check(path, settings, run)
    return known


def _check(path: str, settings: dict[str, Any], run: FrontMatterRun) -> Post:
    inside = os.path.relpath(path, settings["PATH"]).replace(os.sep, "/")
    is_inside = inside in run.inside
    source = read_source(path, settings) if is_inside else _read(path, settings)

    def check() -> Post:
        post = _check_source(source, path, inside, settings)
        return replace(post, excess=_find_excess(post, settings))

    ledger = ledger_of(settings)
    if not source.digest or not ledger.is_open:
        return check()
    plain = ledger.recall(
        "posts",
        (inside, source.path, source.digest),
        lambda: pack(check(), source.bare_header, source.faults),
        run.tables,
    )
    return unpack(plain, source)


def _check_source(
    source: Source, path: str, inside: str, settings: dict[str, Any]
) -> Post:
    """Return a file's record, which depends on its bytes, its place and the rules."""
    run: FrontMatterRun = run_state(settings)[STATE]
    kind = run.layout.kind_of(inside) or "post"
    faults = source.faults or tuple(check_shape(source.header, source.lines))
    record = parse(source.header, run.own.zone, run.rules.read_date)
    post = Post(source, kind, record)
    is_mendable = post.header.values and {one.name for one in faults} <= MENDABLE
    is_mendable = is_mendable and _ends_build(faults, post, settings)
    if faults and not (is_mendable and run.own.strict):
        problems = tuple(fault.at(post.path) for fault in faults)
        return replace(post, problems=problems, is_readable=False)
    rules, slugify = run.rules, slugify_for(settings)
    given, wrong = _given(path, inside, settings)
    is_named = settings.get("SLUGIFY_SOURCE") == "basename"
    basis = Path(path).stem if is_named else post.record.title or given.get("title", "")
    slug = post.record.slug or given.get("slug") or slugify(basis)
    day = day_in(inside)
    day = "" if day and isinstance(parse_date(day), DateFault) else day
    post = replace(post, given=frozenset(given), slug=slug, day_in_name=day)
    found = [
        *(fault.at(post.path) for fault in (*faults, *wrong)),
        *check_keys(post, rules),
        *check_values(post, rules),
        *check_address(post, rules, slugify),
        *check_names(post, slugify_names(settings)),
    ]
    if any(p.name in ("header-split", "header-line") for p in found):
        found = [p for p in found if p.name != "key-missing"]
    unread = post.header.unread
    if unread:
        found = [one for one in found if one.name not in ABOUT_OTHERS - {"key-missing"}]
    is_placed = is_named or bool(post.record.slug or given.get("slug"))
    is_lost = bool(unread & PLACING) or ("title" in unread and not is_placed)
    left_out = _left_out(post, found, settings)
    return replace(
        post, problems=tuple(found), left_out=left_out, is_readable=not is_lost
    )


def _ends_build(
    faults: Iterable[HeaderFault], post: Post, settings: dict[str, Any]
) -> bool:
    """Return whether no post is published of which a part was not read."""
    broken = (one.at(post.path) for one in faults if post.header.unread)
    return all(level_of(one, settings) is Level.ERROR for one in broken)


def _read(path: str, settings: dict[str, Any]) -> Source:
    """Return a file's record; files outside of the content folder are not opened."""
    if leads_outside(path, settings["PATH"]):
        what = "The file is a link to one outside the content folder."
        remedy = "Put the file itself here."
        fault = HeaderFault(0, what, "file-outside", remedy)
        return Source(relative_path(path, settings), faults=(fault,))
    return read_source(path, settings)


def _given(
    path: str, inside: str, settings: dict[str, Any]
) -> tuple[dict[str, str], list[HeaderFault]]:
    """Return what Pelican takes from defaults and from the file's name and path."""
    given: dict[str, Any] = dict(settings.get("DEFAULT_METADATA") or {})
    if settings.get("DEFAULT_DATE"):
        given["date"] = True
    if settings.get("DEFAULT_CATEGORY", "misc") != "misc":
        given["category"] = settings["DEFAULT_CATEGORY"]
    given |= path_metadata(path, inside, settings)
    from_path = parse_path_metadata(inside, settings)
    roots = {Path(folder).name for folder in settings["ARTICLE_PATHS"]}
    if from_path.get("category") in roots:
        del from_path["category"]  # the folder of all posts is no category
    given |= from_path
    day = day_in(inside)
    if isinstance(given.get("date"), str):
        day = given["date"].replace("_", " ")
    texts = {key: str(value) for key, value in given.items()}
    is_taken = "date" in from_path or run_state(settings)[STATE].own.strict
    moment = read_as_pelican(day) if day and is_taken else None
    if not isinstance(moment, DateFault):
        return texts, []
    what = f"The date in the file's name, “{day}”, {moment.what}"
    return texts, [HeaderFault(1, what, "file-name", "Rename the file.")]


def day_in(path: str) -> str:
    """Return the day that a file's name or its folders begin with, as ISO has it.

    >>> day_in("posts/2026_03_14-sleep.md"), day_in("2026/03/14/sleep.md")
    ('2026-03-14', '2026-03-14')
    """
    found = DAY.match(path.rsplit("/", 1)[-1]) or FOLDERS.search(path)
    return "-".join(found.groups()) if found else ""


def _left_out(
    post: Post, problems: list[Problem], settings: dict[str, Any]
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
        for key, line in post.header.lines.items()
        if lines & {line, *post.header.items.get(key, ())}
    )


def read_as_pelican(text: str) -> Moment | DateFault:
    """Read a date in ISO's form, or in another that Pelican reads as it is meant."""
    moment = parse_date(text)
    if isinstance(moment, Moment) or moment.meant is None:
        return moment
    with suppress(ValueError, OverflowError), catch_warnings(action="ignore"):
        read = get_date(text.replace("_", " "))
        if read.replace(microsecond=0) == moment.meant.at:
            return moment.meant
    return moment


def _find_excess(post: Post, settings: dict[str, Any]) -> Problem | None:
    """Return what in a post's texts would hold Markdown for minutes."""
    if not post.is_readable:  # Pelican's own reader takes the whole file
        fault = find_excess(post.source.text)
        return fault.at(post.path) if fault else None
    fault = find_excess(post.header.body, post.header.body_line)
    for name in settings["FORMATTED_FIELDS"]:
        value = post.header.values.get(name)
        if fault is None and isinstance(value, str):
            fault = find_excess(value)
            fault = fault and replace(fault, line=post.header.line(name))
    return fault.at(post.path) if fault else None


def slugify_names(settings: dict[str, Any]) -> dict[str, Callable[[str], str]]:
    """Return what makes addresses of tags, of categories and of authors."""
    kinds = {"tags": "tag", "category": "category", "authors": "author"}
    return {key: slugify_for(settings, kind) for key, kind in kinds.items()}


def _read_bad_fences(post: Post, settings: dict[str, Any]) -> tuple[list[Problem], str]:
    """Return the blocks of code that stop Markdown, and the text that it can read.

    In that text nothing stands behind their first marks, so that the rest is checked
    in the same run.
    """
    lines, found = post.header.body.split("\n"), []
    nested = ((one.first, one.last) for one in find_nested_fences(lines))
    for first, last in (*find_fences(lines), *nested):
        block = dedent("\n".join(lines[first : last + 1]))
        try:
            Markdown(**settings["MARKDOWN"]).convert(f"\n{block}")
        except Exception:  # noqa: BLE001  # each option has errors of its own
            what = f"The code below “{lines[first].strip()}” cannot be read."
            remedy = "Write nothing but the language behind the marks: ```python."
            line = post.header.body_line + first
            found.append(Problem(post.path, line, what, remedy, "fence-unreadable"))
            lines[first] = re.sub(r"([`~]{3,}).*", r"\1", lines[first])
    return found, "\n".join(lines)


def report_all(problems: Iterable[Problem], settings: dict[str, Any]) -> None:
    """Report problems in their order; unless the site is strict, none is an error.

    A site that is not strict hears once, with a count, what is said of many files.
    """
    most = Level.ERROR
    if not run_state(settings)[STATE].own.strict:
        most, problems = Level.WARNING, _once(problems)
    for problem in sorted(problems):
        report(problem.at_level(min(problem.level, most)), settings)


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield what many files have in common once, at the first, with their number."""
    groups: dict[object, list[Problem]] = defaultdict(list)
    for one in problems:
        key: object = (one.name, one.what) if one.name in SAID_ONCE else one
        groups[key].append(one)
    for group in groups.values():
        first, more = min(group), len({one.path for one in group}) - 1
        counted = f"{first.what} The same in {count(more, 'more file')}."
        yield replace(first, what=counted) if more else first


class HeaderReader(MarkdownReader):  # type: ignore[misc]  # Pelican has no annotations
    """Markdown with a header in YAML or as ``Key: value``."""

    def read(self, source_path: str) -> tuple[str | None, dict[str, Any]]:
        """Return the text as HTML, and the metadata as Pelican wants it."""
        own: Settings = run_state(self.settings)[STATE].own
        post = check_post(source_path, self.settings)
        if not post.is_readable and (own.strict or not post.source.is_read):
            return "", {"status": "skip"}
        if post.excess:
            report_all([post.excess], self.settings)
            return None, {"status": "skip"}
        if not post.is_readable:
            content, metadata = super().read(source_path)
            return content, dict(metadata)
        self._source_path = source_path
        self._md, self._resets = None, 0
        try:
            content, texts = self._convert(post)
            metadata = dict(self._metadata(post, own, texts))
        except RecursionError:
            why = "its lists lie too deep inside each other"
            fault = unreadable(post.header.body_line, why)
            report_all([fault.at(post.path)], self.settings)
            return None, {"status": "skip"}
        except Exception:  # whatever an option of a fence makes of itself
            found, body = _read_bad_fences(post, self.settings)
            if not found:
                raise  # no author's mistake
            report_all(found, self.settings)
            self._md, self._resets = Markdown(**self.settings["MARKDOWN"]), 0
            content, texts = self._make(post, body)
            return content, dict(self._metadata(post, own, texts))
        self._give_back()
        return content, metadata

    def foresee(self, source_path: str) -> None:
        """Check a post and convert its texts, and leave all that to the ledger."""
        post = check_post(source_path, self.settings)
        if post.is_readable and not post.excess:
            self._source_path, self._md, self._resets = source_path, None, 0
            content, _ = self._convert(post)
            self._give_back()
            judge_early(Body(content), self.settings)

    def _give_back(self) -> None:
        if self._md is not None:
            converter: Converter = run_state(self.settings)[STATE].converter
            converter.give_back(self._md, self.settings["MARKDOWN"])

    def _convert(self, post: Post) -> tuple[str, dict[str, str]]:
        """Return the texts of a post as HTML: its body, and those of keys.

        The digest of the file stands for all of them.
        """

        def make() -> tuple[str, dict[str, str]]:
            return self._make(post, post.source.body)

        digest, ledger = post.source.digest, ledger_of(self.settings)
        return ledger.recall("markdown", digest, make) if digest else make()

    def _make(self, post: Post, body: str) -> tuple[str, dict[str, str]]:
        content = self._render(body, 0)
        texts: dict[str, str] = {}
        for name, value in self._values(post):
            if name in self.settings["FORMATTED_FIELDS"]:
                usable = self._usable(name, value, post)
                if isinstance(usable, str):
                    texts[name] = self._render(usable, len(texts) + 1)
        return content, texts

    def _render(self, text: str, number: int) -> str:
        """Return a text as HTML; ``number`` counts those of a post."""
        if self._md is None:
            converter: Converter = run_state(self.settings)[STATE].converter
            options = self.settings["MARKDOWN"]
            self._md = converter.take(options) or quicken(Markdown(**options))
        for _ in range(number - self._resets):
            self._md.reset()
        self._resets = number
        # The empty line keeps Markdown's own reader of headers from the text.
        return str(self._md.convert(f"\n{text}"))

    def _values(self, post: Post) -> Iterator[tuple[str, Value]]:
        """Yield what Pelican is given of a header."""
        is_strict = run_state(self.settings)[STATE].own.strict
        for name, value in post.header.values.items():
            if value not in ([], {}) and not (name in post.left_out and is_strict):
                yield name, value

    def _metadata(
        self, post: Post, own: Settings, texts: dict[str, str]
    ) -> Iterator[tuple[str, Any]]:
        """Yield what Pelican wants to know; ``texts`` are those values as HTML."""
        for name, value in self._values(post):
            usable = texts.get(name)
            if usable is None:
                usable = self._usable(name, value, post)
            yield name, self.process_metadata(name, usable)
        if own.strict:
            yield from self._stand_ins(post, own)
        yield "front_matter", post.record

    def process_metadata(self, name: str, value: Any) -> Any:
        """Return a value as Pelican makes it of a key's; usual dates without a guess.

        Where another plugin makes the dates, every one of them is its business.
        """
        makes = METADATA_PROCESSORS.get(name)
        is_usual = makes and makes.__module__ == MarkdownReader.__module__
        found = USUAL_DATE.fullmatch(value) if is_usual and name in DATES else None
        with suppress(ValueError):  # no day, of which Pelican makes another
            if found:
                return SafeDatetime(*map(int, filter(None, found.groups())))
        return super().process_metadata(name, value)

    def _usable(self, name: str, value: Any, post: Post) -> Any:
        """Return a value of the kind that Pelican expects of a key."""
        if not isinstance(value, str):
            is_list = KINDS.get(name, "list") in MANY
            return value if is_list else ", ".join(as_lines(value))
        if name in self.settings["FORMATTED_FIELDS"]:
            return value
        if name == "status":
            return value.strip().lower()
        if name in ("tags", "authors"):
            return value.replace("\n", " ")
        if "\n" in value and post.header.form == "keys":
            known = name in vars(post.record) or name == "author"
            return " ".join(value.split()) if known else value.split("\n")
        return value

    def _stand_ins(self, post: Post, own: Settings) -> Iterator[tuple[str, Any]]:
        """Yield what a post lacks, so that one mistake does not become three.

        Nothing of it is published: the run ends before anything is written, or the
        post is a draft in a preview.
        """
        for name in ("title", "date") if post.kind == "post" else ("title",):
            is_usable = getattr(post.record, name) and name not in post.left_out
            if name in post.given or is_usable:
                continue
            if name == "title":
                yield name, Path(post.path).stem
            else:
                yield name, self.process_metadata(name, f"{own.now:%Y-%m-%d}")


class SafeRstReader(RstReader):  # type: ignore[misc]  # as above
    """reStructuredText whose mistakes are named instead of losing the post."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        """Return the text as HTML; nothing where docutils cannot read it."""
        try:
            content, metadata = super().read(source_path)
        except Exception as error:  # docutils lets many kinds of error through
            if not is_from_docutils(error):
                raise
            line, what, remedy = explain_rst(error)
            path = relative_path(source_path, self.settings)
            problem = Problem(path, line, what, remedy, "rst-unreadable")
            report_all([problem], self.settings)
            if not run_state(self.settings)[STATE].own.strict:
                raise  # Pelican drops the post, and says so
            return None, {"status": "skip"}
        return content, dict(metadata)
