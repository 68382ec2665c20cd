"""Pelican's side: reads the library, gives every page its references."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from pelican import signals

from ..ledger import Table, Tool
from ..problem import Level, Problem
from ..report import begin_run, end_on_errors, report, run_state
from ..site import (
    add_templates,
    body_of,
    contents_of,
    do_beside,
    for_each_content,
    foresee,
    forget_html,
    ledger_of,
)
from ..source.core import digest
from ..source.read import read_source
from ..words import is_english
from .checking.findings import find_differences
from .checking.results import CheckResults, parse_checked
from .citing.block import References, to_id
from .citing.checks import explain_faults, explain_retracted
from .citing.markdown import CitationExtension
from .citing.marks import print_marks, remove_marks, remove_typed
from .citing.page import CitationProcessor, Numbered, parse_keys
from .citing.status import (
    CheckSummary,
    find_standing,
    parse_reasons,
    summarize_check,
)
from .exchange.typed_heading import has_heading
from .library.file import pack, parse_library, unpack
from .library.reference import Reference
from .settings import Settings, parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..source.core import Source
    from ..source.prose import Prose
    from .citing.marks import CitationFault

_Cited = dict[str, tuple[int, tuple[str, ...]]]
#: A page with numbers: its HTML, what is cited and further reading as ``Numbered`` has
#: them, and its block: as HTML, and a mark of all that it says.
_Page = tuple[str, _Cited, tuple[str, ...], tuple[str, str]]
#: Where a run keeps what this plugin has read.
STATE = "REFERENCES"
TEMPLATES = Path(__file__).parent / "templates"


def register() -> None:
    """Connect what this plugin does for a site."""
    signals.initialized.connect(read_settings)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(offer_block)
    signals.article_generator_finalized.connect(give_references)
    signals.page_generator_finalized.connect(give_references)
    signals.get_writer.connect(end_on_errors)


def read_settings(pelican: Any) -> None:
    """Check the settings and teach Markdown the notation, while a run starts."""
    settings = pelican.settings
    parse_settings(settings.get("REFERENCES", {}))
    markdown = settings.get("MARKDOWN", {})
    known = markdown.get("extensions", [])
    if not any(isinstance(one, CitationExtension) for one in known):
        # A new list: the default one is shared by all runs of a process.
        extensions = [*known, CitationExtension()]
        settings["MARKDOWN"] = {**markdown, "extensions": extensions}


def offer_block(generator: Any) -> None:
    """Offer the block's template, after the theme's own, and the merging."""
    settings = generator.settings
    add_templates(generator, TEMPLATES)
    generator.env.globals["print_marks"] = print_marks
    generator.env.globals["merge_references"] = Merging(generator).merge
    do_beside(partial(_library_run, settings), settings)  # nobody needs it to read


def give_references(generator: Any) -> None:
    """Give every article or page numbered marks and its block."""
    run = _library_run(generator.settings)
    words_in, lang = run.processor.settings.words_in, run.processor.lang
    summary = replace(run.last_check, words_in=words_in, lang=lang)
    generator.context["references_checked"] = summary
    contents = list(contents_of([generator]))
    number = partial(run.number, generator=generator)
    foresee("references", contents, number, generator.settings)
    for_each_content([generator], partial(run.give, generator=generator))


@dataclass(frozen=True)
class Merging(Tool):
    """Merges references for the templates of a generator."""

    generator: Any

    def merge(self, articles: list[Any]) -> MergedReferences:
        """Return the references of several articles as those of one page."""
        run = _library_run(self.generator.settings)
        return run.merge(articles, self.generator)


@dataclass(frozen=True)
class MergedReferences:
    """Several pages' references on one page."""

    contents: list[str]
    references: References


class Works(Table[Reference]):
    """Works by a name of theirs; what a look finds is compared by its digest."""

    def __init__(
        self, items: Mapping[str, Reference], digests: Mapping[str, bytes]
    ) -> None:
        super().__init__(items)
        self._digests = digests

    def answer(self, key: str | None) -> object:
        """Return the digest of what a look finds."""
        if key is None:
            return list(self.items_), self._digests
        found = self.items_.get(key)
        return (
            super().answer(key) if found is None else self._digests.get(found.key, b"")
        )


@dataclass
class LibraryRun(Tool):
    """The library as one run of Pelican has read it."""

    site: dict[str, Any]
    processor: CitationProcessor
    is_there: bool
    last_check: CheckSummary
    digest: str = ""  #: of the library's file and the last check's

    def __post_init__(self) -> None:
        library, ledger = self.processor.library, ledger_of(self.site)
        given = (self.digest, self.processor.settings)
        self._looks = looks = ledger.recall("works", given, self._digests)
        ids: Table[Any] = Table(self.processor.ids)
        keys, dois, pmids = (
            Works(one, looks)
            for one in (library.by_key, library.by_doi, library.by_pmid)
        )
        library = replace(library, by_key=keys, by_doi=dois, by_pmid=pmids)
        self.processor = replace(self.processor, library=library)
        vars(self.processor)["ids"] = ids
        self.tables: list[Table[Any]] = [keys, dois, pmids, ids]

    def _digests(self) -> dict[str, bytes]:
        """Return the digest of all that a page can print of each work, by its key."""
        checked, works = self.processor.checked, self.processor.library.by_key
        return {
            key: digest(f"{one.said} {find_standing(one, checked)!r}".encode()).encode()
            for key, one in works.items()
        }

    def number(self, content: Any, generator: Any) -> _Page:
        """Return a page with numbers, and its block; report what is wrong."""
        prefix, metadata = to_id(content.slug), content.metadata
        further = parse_keys(metadata.get("further_reading"))
        reasons = parse_reasons(metadata.get("cites_retracted"))
        page = (content._content, prefix, further)
        source, body = self._source_of(content), (body_of(content).mark, *page[1:])
        lang = str(content.lang)
        env = generator.env
        given = (body, lang, reasons, source and source.digest, self.is_there, env)
        number = partial(self._number, page, lang, reasons, source, generator)
        return ledger_of(self.site).recall("references", given, number, self.tables)

    def give(self, content: Any, generator: Any) -> None:
        """Give one page its marks and its block, and report what is wrong in it."""
        prefix = to_id(content.slug)
        reasons = parse_reasons(content.metadata.get("cites_retracted"))
        html, cited, further, printed = self.number(content, generator)
        is_citing = bool(cited or further)
        content._content = html
        forget_html(content)
        # A summary that Pelican cuts from the text is cut before the block is there.
        self._clear_summary(content, is_citing=is_citing)
        is_printed = not self.processor.settings.append or printed[0] in html
        appended = is_citing and not is_printed
        if appended:
            content._content = f"{html}\n{printed[0]}"
            forget_html(content)
        found = Numbered([html], cited, further, [])
        lang = str(content.lang)
        make = partial(self._block, found, prefix, reasons, lang)
        keep = partial(self.processor.keep, found, prefix, printed, make, lang)
        block = keep(appended=appended)
        content.references, content.references_html = block, block.html

    def _number(
        self,
        page: tuple[str, str, list[str]],
        lang: str,
        reasons: dict[str, str],
        source: Source | None,
        generator: Any,
    ) -> _Page:
        prefix = page[1]
        found = self.processor.number([page], prefix, lang)
        block = self.processor.block(found, prefix, reasons, lang)
        if source:
            told = partial(self.processor.block, found, prefix, reasons)
            english = block if is_english(lang) else told()
            self._report(source, english, found.faults, reasons)
        block = self._print(block, generator)
        works = [(one.id, self._looks[one.key]) for one in (*block, *block.further)]
        said = (found.cited, found.further, reasons, works, block.html)
        (html,), mark = found.contents, digest(repr(said).encode())
        return html, found.cited, found.further, (block.html, mark)

    def _source_of(self, content: Any) -> Source | None:
        """Return the file of a page, if it is Markdown that could be read."""
        path = str(content.source_path or "")
        if not path.endswith((".md", ".markdown", ".mkd", ".mdown")):
            return None
        source = read_source(path, self.site)
        return source if source.is_read else None

    def merge(self, articles: Iterable[Any], generator: Any) -> MergedReferences:
        """Return what a page with all these articles on it prints.

        What it says of their works, the articles' own references say too.
        """
        pages, reasons, articles = [], dict[str, str](), list(articles)
        lang = str(articles[0].lang) if articles else self.processor.lang
        for article in articles:
            html, block = article.content, getattr(article, "references", References())
            html = html.replace(block.html, "") if block.appended else html
            further = list(dict.fromkeys(entry.key for entry in block.further))
            pages.append((html, to_id(article.slug), further))
            reasons |= parse_reasons(article.metadata.get("cites_retracted"))

        def make() -> tuple[Numbered, str]:
            found = self.processor.number(pages, "all", lang)
            block = self.processor.block(found, "all", reasons, lang)
            return found, self._print(block, generator).html

        given, ledger = (pages, lang, reasons, generator.env), ledger_of(self.site)
        found, html = ledger.recall("merged", given, make, self.tables)
        block = self._block(found, "all", reasons, lang)
        return MergedReferences(found.contents, replace(block, html=html))

    def _block(
        self, found: Numbered, prefix: str, reasons: dict[str, str], lang: str
    ) -> References:
        """Return a block whose mark, or the texts it is made of, are taken down."""
        block = partial(self.processor.block, found, prefix, reasons, lang)
        return ledger_of(self.site).silently(block)

    def _print(self, block: References, generator: Any) -> References:
        if not block:
            return block
        template = generator.env.get_template("references/block.html")
        return replace(block, html=template.render(references=block).strip())

    def _clear_summary(self, content: Any, *, is_citing: bool) -> None:
        """Take the marks out of a summary, whether written or cut from the text."""
        library = self.processor.library
        words = self.processor.words_in(str(content.lang))
        written = content.metadata.get("summary")
        if isinstance(written, str):
            cleared = remove_typed(
                remove_marks(written, library, words), library, words
            )
        elif is_citing:
            cleared = remove_marks(content.summary, library, words)
        else:
            return
        if cleared != written:
            content.metadata["summary"] = cleared
            # Pelican writes this one back over the metadata later.
            content._summary = cleared
            forget_html(content)

    def _report(
        self,
        source: Source,
        block: References,
        faults: list[CitationFault],
        reasons: dict[str, str],
    ) -> None:
        library, is_there = self.processor.library, self.is_there
        problems = [
            *explain_faults(faults, source, library, is_there=is_there),
            *explain_retracted(block, reasons, source),
        ]
        plain = _find_plain_list(source.prose)
        if plain:
            what = "This list of references is typed by hand, and nothing checks it."
            remedy = f"Turn it into citations: invoke cite --adopt {quote(source.path)}"
            name, level = "references-plain", Level.WARNING
            problem = Problem(source.path, plain[0], what, remedy, name, level)
            problems.append(problem)
        for problem in problems:
            report(problem, self.site)


def _find_plain_list(prose: Prose) -> tuple[int, int] | None:
    """Return the lines of a list typed by hand; few sites need the grammar of those."""
    if not has_heading(prose):
        return None
    from .exchange.typed_list import find_plain_list  # noqa: PLC0415  # as it says

    return find_plain_list(prose)


def _library_run(site: dict[str, Any]) -> LibraryRun:
    state = run_state(site)
    if STATE not in state:
        state[STATE] = _read(site, parse_settings(site.get("REFERENCES", {})))
    run: LibraryRun = state[STATE]
    return run


def _read(site: dict[str, Any], settings: Settings) -> LibraryRun:
    path = Path(site["PATH"]) / settings.library
    is_there = path.exists()
    source = read_source(path, site)
    text = source.text if is_there else "[]"
    read, state = _read_checked(site, settings)
    checked = read or CheckResults()

    def make() -> tuple[bytes, list[Problem], CheckSummary]:
        library = parse_library(text, source.path)
        works = library.references
        found = [*library.problems, *find_differences(works, checked)]
        return pack(library), found, summarize_check(works, checked)

    given = source.path, source.digest, state, is_there
    packed, problems, summary = ledger_of(site).recall("library", given, make)
    library = unpack(packed, text, source.path)
    if is_there and not source.is_read:
        fault = source.faults[0]
        what, remedy = fault.what, fault.remedy
        problems = [Problem(source.path, fault.line, what, remedy, "library-json")]
    for problem in problems:
        report(problem, site)
    lang = str(site.get("DEFAULT_LANG") or "en")
    processor = CitationProcessor(library, settings, checked, lang=lang)
    return LibraryRun(site, processor, is_there, summary, f"{source.digest} {state}")


def _read_checked(
    site: dict[str, Any], settings: Settings
) -> tuple[CheckResults | None, str]:
    """Return the last check, or None, with a problem said, where it is unreadable.

    And the digest of its file.
    """
    path = Path(site["PATH"]) / settings.checked
    if not path.exists():
        return CheckResults(), ""
    source = read_source(path, site)
    try:
        return parse_checked(source.text), source.digest
    except ValueError as error:
        what = str(error) if source.is_read else source.faults[0].what
        remedy = "Restore it, or delete it and run invoke check --online."
        name = "references-checked-file"
        report(Problem(source.path, 0, what, remedy, name), site)
        return None, source.digest
