"""Pelican's side: reads the library, gives every page its references."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader
from pelican import signals

from ..problem import Level, Problem
from ..report import end_on_errors, relative_path, report
from .block import References
from .checked import CheckFile, parse_checked
from .faults import explain_faults, explain_retracted
from .findings import find_age, find_differences
from .library import parse_library
from .marks import remove_marks, remove_typed
from .markup import CitationExtension
from .page import Desk, make_prefix, parse_keys
from .scan import find_plain_list
from .settings import Settings, parse_settings
from .standing import LastCheck, Standing, last_check, parse_reasons, with_reasons

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
    generator.context["references_checked"] = shelf.last_check
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
    last_check: LastCheck

    def __reduce__(self) -> tuple[type[str], tuple[()]]:
        # Pelican's cache takes the settings along, and this with them: it is nothing
        # there, and read anew by the next run.
        return str, ()

    def give(self, content: Any, generator: Any) -> None:
        """Give one page its marks and its block, and report what is wrong in it."""
        prefix = make_prefix(content.slug)
        further = parse_keys(content.metadata.get("further_reading"))
        html, block, faults = self.desk.refer(content._content, prefix, further)
        reasons = parse_reasons(content.metadata.get("cites_retracted"))
        block = self._print(with_reasons(block, reasons), generator)
        content._content = html
        _forget(content)
        # A summary that Pelican cuts from the text is cut before the block is there.
        self._clear_summary(content, is_citing=bool(block))
        if block and self.desk.settings.append and block.html not in html:
            content._content = f"{html}\n{block.html}"
            block = replace(block, appended=True)
            _forget(content)
        content.references, content.references_html = block, block.html
        self._report(content, faults)

    def merge(self, articles: Iterable[Any], generator: Any) -> Merged:
        """Return what a page with all these articles on it prints."""
        pages, reasons = [], dict[str, str]()
        for article in articles:
            html, block = article.content, getattr(article, "references", References())
            html = html.replace(block.html, "") if block.appended else html
            further = [entry.key for entry in block.further]
            pages.append((html, make_prefix(article.slug), further))
            reasons |= parse_reasons(article.metadata.get("cites_retracted"))
        contents, block = self.desk.merge(pages)
        return Merged(contents, self._print(with_reasons(block, reasons), generator))

    def _print(self, block: References, generator: Any) -> References:
        if not block:
            return block
        template = generator.env.get_template("references/block.html")
        return replace(block, html=template.render(references=block).strip())

    def _clear_summary(self, content: Any, *, is_citing: bool) -> None:
        """Take the marks out of a summary, whether written or cut from the text."""
        library = self.desk.library
        written = content.metadata.get("summary")
        if isinstance(written, str):
            cleared = remove_typed(remove_marks(written, library), library)
        elif is_citing:
            cleared = remove_marks(content.summary, library)
        else:
            return
        if cleared != written:
            content.metadata["summary"] = cleared
            # Pelican writes this one back over the metadata later.
            content._summary = cleared
            _forget(content)

    def _report(self, content: Any, faults: list[Fault]) -> None:
        path = Path(content.source_path or "")
        if not path.is_file() or path.suffix not in (".md", ".markdown", ".mkd"):
            return
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        where = relative_path(path, self.site)
        told = explain_faults(
            *(faults, text, where, self.desk.library), is_there=self.is_there
        )
        reasons = parse_reasons(content.metadata.get("cites_retracted"))
        for problem in (
            *told,
            *explain_retracted(content.references, reasons, text, where),
        ):
            report(problem, self.site)
        plain = find_plain_list(text)
        if plain:
            what = "This list of references is typed by hand, and nothing checks it."
            remedy = f"Turn it into citations: invoke cite --adopt {where}."
            name, level = "references-plain", Level.WARNING
            report(Problem(where, plain[0], what, remedy, name, level), self.site)


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
    read = _read_checked(site, settings)
    checked, works = read or CheckFile(), library.references
    problems = [*library.problems, *find_differences(works, checked)]
    if read is not None:
        problems += find_age(works, read, _today(site), settings.check_max_age, where)
    for problem in problems:
        report(problem, site)
    desk = Desk(library, settings, Standing(checked))
    return _Shelf(site, desk, is_there, last_check(library.references, checked))


def _read_checked(site: dict[str, Any], settings: Settings) -> CheckFile | None:
    """Return the last check, or None, with a problem said, where it is unreadable."""
    path = Path(site["PATH"]) / settings.checked
    if not path.is_file():
        return CheckFile()
    try:
        return parse_checked(path.read_text("utf-8"))
    except ValueError as error:
        remedy = "Restore it, or delete it and run invoke check --online."
        where, name = relative_path(path, site), "references-checked-file"
        report(Problem(where, 0, str(error), remedy, name), site)
        return None


def _today(site: dict[str, Any]) -> date:
    """Return the day that the run counts as today."""
    said = str(site.get("BULLETIN_NOW") or "")[:10]
    return date.fromisoformat(said) if said else datetime.now(UTC).date()
