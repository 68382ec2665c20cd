"""Pelican's side: which texts are checked, and what their links can lead to."""

from __future__ import annotations

import logging
import os
import re
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from jinja2 import TemplateNotFound
from pelican import signals
from pelican.log import LimitFilter

from ..ledger import Names, Table
from ..problem import Level, Problem
from ..report import begin_run, end_on_errors, relative_path, report, run_state
from ..safe_html.policy import Policy
from ..site import (
    DRAFTS,
    HIDDEN,
    PUBLISHED,
    allowed_html,
    ask_early,
    body_of,
    contents_of,
    is_cleared,
    is_file,
    is_sanitized,
    ledger_of,
    share,
    slugify_for,
    when_read_anew,
)
from ..source.read import find_outside, leads_outside, let_prose_go, read_source
from .core import (
    check_result,
    check_text,
    fold_files,
    with_dialects,
    without_told,
)
from .placeholder import explain_placeholders
from .settings import PostCheckSettings, parse_settings
from .shown import Shown
from .targets import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


STATE = "POST_CHECKS"
#: The attribute of a content that keeps its text as it was rendered.
RENDERED = "post_checks_rendered"
#: What Pelican says without a line, and this plugin with one.
SAID_BETTER = (
    "Empty alt attribute for image %s in %s",
    "Unable to find '%s', skipping url replacement.",
    "Replacement Indicator %r not recognized in %r, skipping replacement",
)
NAMED = ("category", "author", "tag")
MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
MATH_PROGRAM = re.compile(r"mathjax|katex|render_math|arithmatex|mathml", re.IGNORECASE)
TEMPLATE_ID = re.compile(r"""\sid=["']([^"'\s]+)["']""")
ID = re.compile(r"""<[^<>]*\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""")


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.content_object_init.connect(remember_rendered)
    signals.static_generator_finalized.connect(keep_files_inside)
    signals.static_generator_init.connect(keep_links_inside)
    signals.all_generators_finalized.connect(check_texts)
    signals.get_writer.connect(end_on_errors)


def check_settings(pelican: Any) -> None:
    """Read the settings, or end the run."""
    LimitFilter._ignore.update((logging.WARNING, text) for text in SAID_BETTER)
    _settings(pelican.settings)


def remember_rendered(content: Any) -> None:
    """Keep a text as its reader made it, before other plugins add to it."""
    setattr(content, RENDERED, body_of(content))


def keep_links_inside(generator: Any) -> None:
    """Take care that links of posts make Pelican read nothing outside of ``PATH``.

    The set is shared by all generators; it is cleaned when its files are looked for.
    """
    generator.context["static_links"] = _Inside(
        generator.settings["PATH"], generator.context["static_links"]
    )


def keep_files_inside(generator: Any) -> None:
    """Publish no file that is a link out of ``PATH``, or that leaves the output."""
    settings = generator.settings
    kept = []
    for static in generator.staticfiles:
        source = str(Path(settings["PATH"], static.source_path))
        place = static.get_url_setting("save_as")
        goes = Path(settings["OUTPUT_PATH"], place)
        leaves = leads_outside(source, settings["PATH"])
        if leaves or leads_outside(goes, settings["OUTPUT_PATH"]):
            what = "The file is a link to one outside the content folder."
            if not leaves:
                what = "The file would be written outside of the site."
            path = relative_path(source, settings)
            remedy = "Put the file itself into the content folder."
            level = Level.ERROR if _settings(settings).strict else Level.WARNING
            problem = Problem(path, 0, what, remedy, "file-leaves", level)
            report(problem, settings)
        else:
            kept.append(static)
    generator.staticfiles[:] = kept
    generator.context["staticfiles"] = generator.staticfiles


def check_texts(generators: Iterable[Any]) -> None:
    """Report what is wrong in each text, before anything is written."""
    generators = list(generators)
    settings = generators[0].settings
    own = _settings(settings)
    shown = dict(_by_path(contents_of(generators)))
    index = _index(generators, shown, settings)
    allow, is_told = allowed_html(settings), not own.strict and is_sanitized(settings)
    paths = sorted(p for p in shown if os.path.splitext(p)[1] in MARKDOWN)  # noqa: PTH122  # each file of a site

    def check(path: str) -> list[Problem]:
        return _check(path, shown[path], index, allow, is_told=is_told)

    found = [p for one in share("post_checks", paths, check, settings) for p in one]
    found += _find_unwritten(index, settings)
    for content in shown.values():
        vars(content).pop(RENDERED, None)
    let_prose_go(settings)
    _report(found, settings)

    def check_again(content: Any) -> None:
        for table in index.tables:
            table.answers.clear()
        _report(check(content.get_relative_source_path()), settings)

    when_read_anew(settings, check_again, generators)


def _find_unwritten(index: Index, settings: dict[str, Any]) -> Iterator[Problem]:
    """Yield what is still to be written in posts that come out by themselves."""
    for path, why in index.unpublished.items():
        if why == "scheduled":
            yield from explain_placeholders(
                read_source(_whole(path, settings), settings)
            )


def _whole(path: str, settings: dict[str, Any]) -> str:
    return f"{settings['PATH']}/{path}"


def _report(found: list[Problem], settings: dict[str, Any]) -> None:
    is_strict = _settings(settings).strict
    for problem in found if is_strict else fold_files(found):
        lenient = problem.level is Level.ERROR and not is_strict
        report(problem.at_level(Level.WARNING) if lenient else problem, settings)


def _check(
    path: str, content: Any, index: Index, allow: tuple[str, ...], *, is_told: bool
) -> list[Problem]:
    source = read_source(content.source_path, content.settings)
    if not source.is_read or not source.header.is_closed:
        return []
    rendered = vars(content).pop(RENDERED, None) or body_of(content)
    html = str(content._content or "")  # the text before links are set
    has_math = "$" in html and _has_math(html, content.settings)
    site = (index.elsewhere, index.page_ids, index.siteurl, index.is_strict)
    texts = (source.digest, path, rendered.mark, body_of(content).mark)
    given = (texts, has_math, allow, is_told, site)

    def find() -> list[Problem]:
        shown = Shown(rendered)
        problems = check_text(source, shown, path, index, allow)
        ask_early(content)  # of what was read of the text on the way
        problems = with_dialects(problems, shown, source, has_math=has_math)
        if is_told:
            return without_told(problems, html, allow)
        if is_cleared(content, Policy(frozenset(allow))):
            return problems
        known = [one for one in problems if one.name != "html-markdown"]
        return [*problems, *check_result(html, source.prose, source.path, known, allow)]

    ledger = ledger_of(content.settings)
    return ledger.recall("post_checks", given, find, index.tables)


def _has_math(html: str, settings: dict[str, Any]) -> bool:
    """Return whether pages load a program for formulas, as far as can be seen."""
    state, key = run_state(settings), f"{STATE}_MATH"
    if key not in state:
        texts = [str(settings["PLUGINS"]), str(settings["MARKDOWN"])]
        folders = [settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]]
        files = (file for folder in folders for file in Path(folder).rglob("*.html"))
        texts += [file.read_text("utf-8", "replace") for file in files]
        state[key] = any(map(MATH_PROGRAM.search, texts))
    return state[key] or MATH_PROGRAM.search(html) is not None


class _Inside(set[str]):
    """A set of paths below a folder, which takes no path that leaves it."""

    def __init__(self, root: str, paths: Iterable[str] = ()) -> None:
        super().__init__()
        self.root = root
        self |= set(paths)

    def __ior__(self, paths: Any) -> Self:  # type: ignore[override,misc]  # paths only
        for path in paths:
            whole = Path(self.root, path)
            if not leads_outside(whole, self.root) and is_file(whole):
                self.add(path)
        return self


def _settings(settings: dict[str, Any]) -> PostCheckSettings:
    state = run_state(settings)
    if STATE not in state:
        state[STATE] = parse_settings(settings.get("POST_CHECKS") or {})
    found: PostCheckSettings = state[STATE]
    return found


def _by_path(contents: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each content that has a file, with the file's path below ``PATH``."""
    for content in contents:
        if getattr(content, "source_path", None):
            yield content.relative_source_path, content


def _index(
    generators: list[Any], shown: dict[str, Any], settings: dict[str, Any]
) -> Index:
    own = _settings(settings)
    files = set(_files(settings["PATH"]))
    pages = [f for f in generators if hasattr(f, "articles") or hasattr(f, "pages")]
    unpublished = _unpublished(pages, files, shown, settings)
    sources = {path: _address(content.url) for path, content in shown.items()}
    at = {sources[path]: content for path, content in shown.items()}
    return Index(
        files=Names(files),
        outside=Names(find_outside(files, settings["PATH"])),
        sources=Table({k: v for k, v in sources.items() if k not in unpublished}),
        unpublished=Table(unpublished),
        addresses=Names(_addresses(generators, settings)),
        elsewhere=(*own.elsewhere, *_elsewhere(settings)),
        ids=Ids(at),
        page_ids=frozenset(own.page_ids) | _theme_ids(generators, settings),
        siteurl=str(settings["SITEURL"]),
        is_strict=own.strict,
        names=Table(dict(_names(generators))),
        slugify={kind: slugify_for(settings, kind) for kind in NAMED},
    )


class Ids(Table[frozenset[str]]):
    """The ids in each text by its address, looked for when a link names one."""

    def __init__(self, contents: Mapping[str, Any]) -> None:
        super().__init__({})
        self.contents = contents

    def __getitem__(self, address: str) -> frozenset[str]:
        self._note(address)
        return self._find(self.contents[address])

    def answer(self, key: str | None) -> object:
        """Return the ids that a look finds; None where there is no such address."""
        content = self.contents.get(key or "")
        return content and self._find(content)

    def _find(self, content: Any) -> frozenset[str]:
        return frozenset(ID.findall(str(content._content or "")))


def _files(root: str) -> Iterator[str]:
    for folder, names, files in os.walk(root):
        names.sort()
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        yield from (name if inside == "." else f"{inside}/{name}" for name in files)


def _unpublished(
    pages: list[Any], files: set[str], shown: dict[str, Any], settings: dict[str, Any]
) -> dict[str, str]:
    """Return the sources that readers cannot open, and why."""
    found = {path: "draft" for path, _ in _by_path(contents_of(pages, DRAFTS))}
    folders = (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"])
    for path in files - set(shown):
        is_source = any(f in ("", ".") or path.startswith(f"{f}/") for f in folders)
        if is_source and Path(path).suffix in MARKDOWN:
            found[path] = _why(_whole(path, settings), settings)
    return found


def _why(path: str, settings: dict[str, Any]) -> str:
    """Return why readers cannot open a post: what its header says of it."""
    header = read_source(path, settings).header
    status = str(header.values.get("status", "")).strip().lower()
    if header.faults or not header.values:
        return "unreadable"
    return status if status in ("draft", "skip") else "scheduled"


def _names(generators: Iterable[Any]) -> Iterator[tuple[str, frozenset[str]]]:
    for generator in generators:
        if hasattr(generator, "articles") and hasattr(generator, "categories"):
            yield "category", frozenset(c.slug for c, _ in generator.categories)
            yield "author", frozenset(a.slug for a, _ in generator.authors)
            yield "tag", frozenset(tag.slug for tag in generator.tags)


def _addresses(generators: Iterable[Any], settings: dict[str, Any]) -> Iterator[str]:
    for generator in generators:
        shown = contents_of([generator], PUBLISHED, HIDDEN, others=["staticfiles"])
        for content in (one for one in shown if getattr(one, "source_path", None)):
            # Asking a static file for its url would forbid {attach} to move it.
            yield _address(content.get_url_setting("url"))
            yield _address(content.get_url_setting("save_as"))
        for name in ("categories", "authors"):
            for thing, _ in vars(generator).get(name, ()):
                yield from (_address(thing.url), _address(thing.save_as))
        for tag in vars(generator).get("tags", ()):
            yield from (_address(tag.url), _address(tag.save_as))
        for archives in (vars(generator).get("period_archives") or {}).values():
            for period in archives:
                yield from (_address(period["url"]), _address(period["save_as"]))
    for name in settings["DIRECT_TEMPLATES"]:
        place = settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
        yield from (_address(str(place)), f"/{place}")
    for place in settings["TEMPLATE_PAGES"].values():
        yield _address(str(place))


def _theme_ids(generators: Iterable[Any], settings: dict[str, Any]) -> frozenset[str]:
    """Return the ids that the theme's templates give, such as that of the comments."""
    env: Any = next((one.env for one in generators if hasattr(one, "env")), None)
    if env is None:
        return frozenset()
    names = env.list_templates(extensions=["html"])
    find = partial(_ids_in, env, names)
    return ledger_of(settings).recall("theme_ids", env, lambda: frozenset(find()))


def _ids_in(env: Any, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        with suppress(TemplateNotFound, UnicodeDecodeError):  # told where it is printed
            source, _, _ = env.loader.get_source(env, name)
            yield from (one for one in TEMPLATE_ID.findall(source) if "{" not in one)


def _elsewhere(settings: dict[str, Any]) -> Iterator[str]:
    """Return where plugins and the theme put files that are known at the end only."""
    yield f"{settings['THEME_STATIC_DIR'].strip('/')}/"
    yield from ("series/", "feeds/", "references/", "page/")
    for name, value in settings.items():
        if "FEED" in name and isinstance(value, str) and value:
            yield value.split("{", 1)[0].lstrip("/")


def _address(url: str) -> str:
    return "/" + str(url).lstrip("/").removesuffix("index.html").split("#")[0]
