"""Pelican's side: reads the library, gives every page its references."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader
from pelican import signals

from ..header import parse_header
from ..problem import Level, Problem
from ..report import end_on_errors, relative_path, report
from .block import References
from .library import Library, parse_library
from .marks import remove_marks, remove_typed
from .markup import CitationExtension
from .page import Desk, make_prefix, parse_keys
from .scan import find_lines, find_plain_list
from .settings import Settings, parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .marks import Fault

#: Where a run keeps what this plugin has read, in Pelican's settings.
STATE = "REFERENCES_STATE"
TEMPLATES = Path(__file__).parent / "templates"
LISTS = (
    "articles",
    "translations",
    "drafts",
    "drafts_translations",
    "hidden_articles",
    "hidden_translations",
    "pages",
    "draft_pages",
    "draft_translations",
    "hidden_pages",
)
REMEDIES = {
    "citation-unknown": "Correct the key, or add the work: invoke cite DOI."
    " To print the words as they are, write \\@.",
    "citation-nearly": "Correct it to cite, or write \\@ to keep it as text.",
    "citation-malformed": "Put “;” between two works: [@one; @two].",
    "further-reading-unknown": "Correct the key, or add the work: invoke cite DOI.",
}


def register() -> None:
    """Connect what this plugin does for a site."""
    signals.initialized.connect(read_settings)
    signals.generator_init.connect(add_templates)
    signals.article_generator_finalized.connect(give_references)
    signals.page_generator_finalized.connect(give_references)
    signals.get_writer.connect(end_on_errors)


def read_settings(pelican: Any) -> None:
    """Check the settings and teach Markdown the notation, while a run starts."""
    settings = pelican.settings
    settings.pop(STATE, None)
    parse_settings(settings.get("REFERENCES", {}))
    markdown = settings.get("MARKDOWN", {})
    known = markdown.get("extensions", [])
    if not any(isinstance(one, CitationExtension) for one in known):
        # A new list: the default one is shared by all runs of a process.
        extensions = [*known, CitationExtension()]
        settings["MARKDOWN"] = {**markdown, "extensions": extensions}


def add_templates(generator: Any) -> None:
    """Offer the block's template, after the theme's own, and the merging."""
    own = FileSystemLoader(str(TEMPLATES))
    generator.env.loader = ChoiceLoader([generator.env.loader, own])
    shelf = _shelf(generator.settings)
    generator.env.globals["merge_references"] = lambda articles: shelf.merge(
        articles, generator
    )


def give_references(generator: Any) -> None:
    """Give every article or page numbered marks and its block."""
    shelf = _shelf(generator.settings)
    for content in _contents(generator):
        shelf.give(content, generator)


@dataclass(frozen=True)
class Merged:
    """Several pages' references on one page."""

    contents: list[str]
    references: References


@dataclass
class _Shelf:
    """The library as one run of Pelican has read it."""

    site: dict[str, Any]
    desk: Desk
    is_there: bool
    said: list[int] = field(default_factory=list)

    def give(self, content: Any, generator: Any) -> None:
        """Give one page its marks and its block, and report what is wrong in it."""
        prefix = make_prefix(content.slug)
        further = parse_keys(content.metadata.get("further_reading"))
        html, block, faults = self.desk.refer(content._content, prefix, further)  # noqa: SLF001  # Pelican has no setter
        block = self._print(block, generator)
        if block and self.desk.settings.append and block.html not in html:
            html, block = f"{html}\n{block.html}", replace(block, appended=True)
        _forget(content)
        content._content = html  # noqa: SLF001
        content.references, content.references_html = block, block.html
        self._clear_summary(content)
        self._report(content, faults)

    def merge(self, articles: Iterable[Any], generator: Any) -> Merged:
        """Return what a page with all these articles on it prints."""
        pages = []
        for article in articles:
            html, block = article.content, getattr(article, "references", References())
            html = html.replace(block.html, "") if block.appended else html
            further = [entry.key for entry in block.further]
            pages.append((html, make_prefix(article.slug), further))
        contents, block = self.desk.merge(pages)
        return Merged(contents, self._print(block, generator))

    def _print(self, block: References, generator: Any) -> References:
        if not block:
            return block
        template = generator.env.get_template("references/block.html")
        return replace(block, html=template.render(references=block).strip())

    def _clear_summary(self, content: Any) -> None:
        """Take the marks out of a summary, whether written or cut from the text."""
        library = self.desk.library
        written = content.metadata.get("summary")
        if isinstance(written, str):
            cleared = remove_typed(remove_marks(written, library), library)
        elif content.references:
            cleared = remove_marks(content.summary, library)
            written = content.summary
        else:
            return
        if cleared != written:
            content.metadata["summary"] = cleared
            _forget(content)

    def _report(self, content: Any, faults: list[Fault]) -> None:
        path = Path(content.source_path or "")
        if not path.is_file() or path.suffix not in (".md", ".markdown", ".mkd"):
            return
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        where = relative_path(path, self.site)
        for problem in _problems(faults, text, where, self.desk.library, self.is_there):
            report(problem, self.site)
        plain = find_plain_list(text)
        if plain:
            what = "This list of references is typed by hand, and nothing checks it."
            remedy = f"Turn it into citations: invoke cite --adopt {where}."
            name, level = "references-plain", Level.WARNING
            report(Problem(where, plain[0], what, remedy, name, level), self.site)


def _problems(
    faults: list[Fault], text: str, where: str, library: Library, is_there: bool
) -> Iterator[Problem]:
    header = parse_header(text)
    told: dict[tuple[str, str], int] = {}
    for fault in faults:
        if fault.name == "further-reading-unknown":
            lines = [header.line("further_reading")]
        else:
            body = "\n" * (header.body_line - 1) + header.body
            lines = find_lines(body, fault.source) or [header.body_line]
        again = told.get((fault.name, fault.source), 0)
        told[fault.name, fault.source] = again + 1
        line = lines[min(again, len(lines) - 1)]
        what = f"“@{fault.key}” is not in the library."
        if fault.name == "citation-malformed":
            what = f"“{fault.source}” is not a citation: {fault.hint}."
        elif fault.name == "citation-nearly":
            what = f"“@{fault.key}” is nearly a key of the library."
        hint = fault.hint if fault.name != "citation-malformed" else ""
        remedy = " ".join(part for part in (hint, REMEDIES[fault.name]) if part)
        level = Level.WARNING if fault.name == "citation-nearly" else Level.ERROR
        name = fault.name
        if not is_there and name == "citation-unknown":
            name, remedy = (
                "library-missing",
                (
                    f"There is no library at {library.path}: add works with"
                    " invoke cite DOI, or set REFERENCES['library']."
                ),
            )
        yield Problem(where, line, what, remedy, name, level)


def _contents(generator: Any) -> Iterator[Any]:
    seen: set[int] = set()
    for name in LISTS:
        for content in getattr(generator, name, ()):
            if id(content) not in seen:
                seen.add(id(content))
                yield content


def _forget(content: Any) -> None:
    """Drop what Pelican remembers of a content that has changed."""
    key = (content, content.get_siteurl())
    for method in (content.get_content, content.get_summary):
        method.cache.pop(key, None)


def _shelf(site: dict[str, Any]) -> _Shelf:
    shelf = site.get(STATE)
    if not isinstance(shelf, _Shelf):
        shelf = _read(site, parse_settings(site.get("REFERENCES", {})))
        site[STATE] = shelf
    return shelf


def _read(site: dict[str, Any], settings: Settings) -> _Shelf:
    path = Path(site["PATH"]) / settings.library
    where = relative_path(path, site)
    is_there = path.is_file()
    text = path.read_text("utf-8-sig") if is_there else "[]"
    library = parse_library(text, where)
    for problem in library.problems:
        report(problem, site)
    return _Shelf(site, Desk(library, settings), is_there)
