"""Pelican's side: every text that becomes part of a page passes here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Static
from pelican.utils import truncate_html_words

from ..ledger import identity
from ..problem import Level, Problem
from ..report import (
    begin_run,
    errors_of,
    level_of,
    relative_path,
    report,
    run_state,
    stop_on_errors,
)
from ..safe_html.judge import find_unsafe
from ..safe_html.policy import Policy, host_of, scheme_of
from ..safe_html.search import find_line
from ..site import (
    allowed_html,
    body_of,
    forget_html,
    is_cleared,
    judge_by,
    ledger_of,
    may_fill_links,
    when_read_anew,
    will_ask,
)
from ..source.core import digest
from ..source.litter import is_litter
from ..source.read import leads_outside, read_source
from .clean import clean
from .kinds import PROGRAMS, SIGNS, bytes_to_read, find_fault, find_suffixes
from .labels import find_unsafe_label
from .links import find_torn_links, without_links
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..safe_html.judge import Unsafe
    from .settings import SanitizerSettings

STATE = "SANITIZER"
NAME = "html-unsafe"
#: A title or name cannot be cleaned, so that no level of the other lets it through.
LABEL_NAME = "label-unsafe"
#: Problems of ``post_checks`` that tell the same, in the author's own words.
TOLD = ("html-", "link-unsafe")
BODY = "_content"
#: The summary that Pelican cuts from the text where a post has none.
CUT = "cut"
#: How nearly all pages are called; no server runs them, and no attribute ends there.
USUAL = re.compile(r"(?:[a-z0-9_-]+/)*", re.ASCII)
#: Signs that end an attribute, or that stand in no address.
SPECIAL = re.compile(r"[\s\"'<>`\\]")
SHORT = 31  #: signs of a text that is its own mark; a digest has one more
#: What plugins make of a text for templates to print.
MADE = ("references_html",)
NAMES = ("author", "authors", "category", "tags")
#: These are judged as addresses.
ADDRESSES = {"slug", "url", "save_as"}
#: Titles and names are words; they are refused, never changed.
LABELS = (*NAMES, "title", "subtitle")
#: Of a text: its content, the key that it stands under, and a mark of what it says;
#: the text itself is not kept when plugins make another of it.
Mark = tuple[int, str, str]


@dataclass
class SanitizerRun:
    """What one run knows."""

    settings: SanitizerSettings
    policy: Policy
    rendered: frozenset[str]  #: keys of texts that are HTML
    is_cleaning: bool
    is_writing: bool = False
    contents: list[Any] = field(default_factory=list)
    judged: set[Mark] = field(default_factory=set)
    faults: list[tuple[Any, str, Unsafe]] = field(default_factory=list)

    @property
    def last_policy(self) -> Policy:
        """What texts are judged by when all plugins have had their say.

        Ids that the theme gives are the author's business; a plugin's own are meant.
        """
        return replace(self.policy, page_ids=frozenset())

    @property
    def level(self) -> Level:
        """How grave it is that something is left out."""
        return Level.WARNING if self.is_cleaning else Level.ERROR


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(say_policies)
    signals.content_object_init.connect(judge_content)
    signals.static_generator_finalized.connect(keep_known_files)
    signals.all_generators_finalized.connect(report_faults)
    signals.get_writer.connect(judge_again)


def check_settings(pelican: Any) -> None:
    """Read the settings, or end the run."""
    _run(pelican.settings)


def say_policies(generator: Any) -> None:
    """Say what texts will be judged by, to whoever has them at hand before."""
    run = _run(generator.settings)
    judge_by(run.policy, generator.settings)
    judge = partial(_recall, run=run, policy=run.last_policy)
    will_ask("judged", judge, generator.settings)


def judge_content(content: Any) -> None:
    """Judge what was rendered of a file, before anybody else sees it."""
    if isinstance(content, Static):
        return
    run = _run(content.settings)
    run.contents.append(content)
    _judge(content, run, run.policy)
    if run.is_writing:  # a plugin renders it only now
        _report(content.settings, [content])
        stop_on_errors(content.settings)


def keep_known_files(generator: Any) -> None:
    """Publish no file of a kind that is not on the list, or that is not its kind."""
    settings = generator.settings
    run, kept = _run(settings), []
    for static in generator.staticfiles:
        source = Path(settings["PATH"], static.source_path)
        place = str(static.get_url_setting("save_as"))
        if _is_left_behind(str(static.source_path), place, run.settings.files):
            continue
        path, most = relative_path(source, settings), run.settings.megabytes
        why = _find_file_fault(source, place, run.settings.files)
        if leads_outside(source, settings["PATH"]):
            why = "is a link to one outside the content folder"
        if _is_large(source, most):
            what = f"The file has more than {most} MB."
            remedy = "Make it smaller, or raise SANITIZER, “megabytes”."
            report(Problem(path, 0, what, remedy, "file-large"), settings)
        elif why:
            what = f"The file {why}."
            remedy = "Take it away, or name its kind in SANITIZER, “files”."
            if why == SIGNS:
                remedy = "Rename it with letters, digits, hyphens and dots."
            report(Problem(path, 0, what, remedy, "file-kind", run.level), settings)
        else:
            kept.append(static)
    generator.staticfiles[:] = kept
    generator.context["staticfiles"] = generator.staticfiles


def report_faults(generators: list[Any]) -> None:
    """Report what was found, once every plugin has had its say."""
    _report(generators[0].settings)


def judge_again(pelican: Any) -> None:
    """Judge what plugins made of the texts since, in whatever order they ran."""
    run = _run(pelican.settings)
    policy = run.last_policy
    for content in run.contents:
        _judge(content, run, policy)
    run.is_writing = True
    _report(pelican.settings)
    stop_on_errors(pelican.settings)

    def judge(content: Any) -> None:
        own = identity(content)
        run.judged = {mark for mark in run.judged if mark[0] != own}
        _judge(content, run, policy)
        _report(content.settings, [content])

    when_read_anew(pelican.settings, judge)


def _is_left_behind(path: str, place: str, allowed: tuple[str, ...]) -> bool:
    """Return whether a program left a file here, and nobody gave it a name or leave."""
    name = place.rsplit("/", 1)[-1]
    is_meant = name != Path(path).name or bool({name, Path(name).suffix} & {*allowed})
    return is_litter(path) and not is_meant


def _is_large(source: Path, megabytes: int) -> bool:
    return source.is_file() and source.stat().st_size > megabytes * 2**20


def _judge(content: Any, run: SanitizerRun, policy: Policy) -> None:
    """Judge those texts of a content that nobody has judged yet, or clean them."""
    new, is_clear = _recall(content, run, policy)
    if is_clear:
        run.judged.update(new)
        return
    own = identity(content)
    for key, text in _texts_of(content):  # each as the one before it has left it
        if (mark := (own, *_mark(content, key, text))) in run.judged:
            continue
        run.judged.add(mark)
        found = _find_in(content, key, text, policy)
        run.faults += [(content, key, one) for one in found]
        if key not in run.rendered:
            continue
        cleaned = text
        if found and run.is_cleaning:
            cleaned = clean(text, policy)
        torn = partial(_find_torn, content=content)
        if torn(text) or (cleaned != text and torn(cleaned)):
            # Pelican itself stumbles over some; nothing is written with the others.
            cleaned = without_links(cleaned)
        if cleaned != text:
            _set(content, key, cleaned)
            run.judged.add((own, *_mark(content, key, cleaned)))


def _recall(
    content: Any, run: SanitizerRun, policy: Policy
) -> tuple[dict[Mark, str], bool]:
    """Return those texts of a content that nobody has judged yet, by their marks.

    And whether nothing is found in any of them.
    """
    own = identity(content)
    marks = {(own, *_mark(content, *one)): one[1] for one in _texts_of(content)}
    new = {mark: text for mark, text in marks.items() if mark not in run.judged}
    said = repr([(key, mark, key in run.rendered) for _, key, mark in new])
    judge = partial(_is_clear, content, new, policy)
    ledger = ledger_of(content.settings)
    return new, not new or ledger.recall("judged", (said, policy), judge)


def _is_clear(content: Any, texts: Mapping[Mark, str], policy: Policy) -> bool:
    """Return whether nothing is found in any of a content's texts, by their marks."""
    return not any(
        _find_in(content, key, text, policy) for (_, key, _), text in texts.items()
    )


def _find_in(content: Any, key: str, text: str, policy: Policy) -> list[Unsafe]:
    """Return what may not reach a page of one text of a content."""
    if key not in _run(content.settings).rendered:
        words = [policy] if key not in LABELS else []
        return list(find_unsafe_label(text, *words))
    is_safe = key == BODY and is_cleared(content, policy)
    found = () if is_safe else find_unsafe(text, policy)
    return [*found, *_find_torn(text, content)]


def _mark(content: Any, key: str, text: str) -> tuple[str, str]:
    """Return the key of a text, and what no other text of a content has."""
    if key == BODY:
        return key, body_of(content).mark
    is_short = len(text) <= SHORT
    return key, text if is_short else digest(text.encode("utf-8", "surrogatepass"))


def _find_torn(text: str, content: Any) -> list[Unsafe]:
    """Return the links that Pelican would fill in where no address can be."""
    if not may_fill_links(text, content.settings):
        return []
    return list(find_torn_links(text, content._get_intrasite_link_regex()))


def _find_file_fault(source: Path, place: str, allowed: tuple[str, ...]) -> str:
    """Return why a file may not be published; only whole files are opened."""
    if not source.exists():
        return ""  # nothing can be copied; whoever links it is told so
    if not source.is_file():
        return "is no file that can be copied"
    try:
        with source.open("rb") as file:
            return find_fault(place, file.read(bytes_to_read(place)), allowed)
    except OSError:
        return "cannot be read"


def _report_address(content: Any, ends: tuple[str, ...]) -> None:
    """Report an address that a server would run, or that ends an attribute."""
    if content.status == "skip":
        return
    save_as, url = str(content.save_as or ""), str(content.url or "")
    is_usual = save_as == f"{url}index.html" and USUAL.fullmatch(url)
    if is_usual and save_as.endswith(ends):
        return
    names = (save_as.rsplit("/", 1)[-1], url.rsplit("/", 1)[-1])
    suffixes = {one for name in names for one in find_suffixes(name)}
    if save_as and not save_as.lower().endswith(ends):
        what = f"The page would be written as “{save_as}”, which is no page to servers."
    elif programs := PROGRAMS & suffixes:
        what = f"The page's address has “{min(programs)}” in it, a program to servers."
    elif SPECIAL.search(url) or scheme_of(url) or host_of(url):
        what = f"The page's address “{url}” holds signs that it cannot have."
    else:
        return
    path, line = _place(content, "save_as", None, content.settings)
    remedy = f"Let it end in / or {ends[0]}, with letters, digits and hyphens."
    report(Problem(path, line, what, remedy, "address-kind"), content.settings)


def _run(settings: dict[str, Any]) -> SanitizerRun:
    state = run_state(settings)
    if STATE not in state:
        own = parse_settings(settings.get("SANITIZER") or {})
        usual = level_of(Problem("", 0, "", "", NAME), settings)
        is_cleaning = own.html == "clean" or usual is not Level.ERROR
        policy = own.policy(allowed_html(settings), host_of(settings["SITEURL"]))
        rendered = frozenset({BODY, CUT, *MADE, *settings["FORMATTED_FIELDS"]})
        state[STATE] = SanitizerRun(own, policy, rendered, is_cleaning)
    found: SanitizerRun = state[STATE]
    return found


def _texts_of(content: Any) -> Iterator[tuple[str, str]]:
    """Yield each text of a content that themes and feeds print, by its key."""
    body, metadata, site = content._content or "", content.metadata, content.settings
    yield BODY, body
    for key in sorted(metadata.keys() - ADDRESSES):
        given = metadata[key]
        values = given if isinstance(given, list) else [given]
        for value in values:
            if isinstance(value, str) or key in NAMES:
                yield key, str(value)
    if "summary" not in metadata and site["SUMMARY_MAX_LENGTH"]:
        body, end = content._content or "", site["SUMMARY_END_SUFFIX"]
        yield CUT, truncate_html_words(body, site["SUMMARY_MAX_LENGTH"], end)
    for key in MADE:
        yield key, str(getattr(content, key, None) or "")


def _set(content: Any, key: str, html: str) -> None:
    """Put a clean text in the place of the one that was judged."""
    key = "summary" if key == CUT else key
    setattr(content, "_summary" if key == "summary" else key, html)
    if key not in (BODY, *MADE):
        content.metadata[key] = html
    forget_html(content)


def _report(settings: dict[str, Any], contents: list[Any] | None = None) -> None:
    run = _run(settings)
    faults, run.faults = run.faults, []
    told = [one for one in errors_of(settings) if one.name.startswith(TOLD)]
    places = {(one.path, one.line) for one in told} | {(one.path, 0) for one in told}
    for content in run.contents if contents is None else contents:
        _report_address(content, run.settings.page_ends)
    for content, key, fault in faults:
        path, line = _place(content, key, fault, settings)
        if content.status == "skip" or (path, line) in places:
            continue
        is_rendered = key in run.rendered
        name = NAME if is_rendered else LABEL_NAME
        problem = Problem(path, line, fault.what, fault.remedy, name)
        if run.is_cleaning and is_rendered:
            what = f"{fault.what} It was left out."
            problem = replace(problem, what=what, level=run.level)
        report(problem, settings)


def _place(
    content: Any, key: str, fault: Unsafe | None, settings: dict[str, Any]
) -> tuple[str, int]:
    """Return the file of a text, and the line in it that is at fault, or 0."""
    if not content.source_path:
        return str(content.save_as), 0
    source = read_source(content.source_path, settings)
    if not source.is_read:
        return source.path, 0
    if fault is None or key not in (BODY, CUT, *MADE):
        return source.path, source.line(key)
    return source.path, find_line(source.prose, fault.sought)
