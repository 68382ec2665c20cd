"""Pelican's side of stylesheets: what templates ask for, and what is published."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import basename, normpath, splitext
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes
from pelican import signals
from pelican.generators import Generator

from ..problem import Level, Problem
from ..report import begin_run, end_on_errors, relative_path, report, run_state
from ..site import is_file, ledger_of
from .bundle import (
    BrokenSheetError,
    Bundle,
    LooseSheetError,
    bundle_sheets,
    name_bundle,
)
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2 import Environment

    from ..ledger import Ledger

#: What templates ask for, and where a run keeps what it made.
NAME = "STYLESHEET"
NAMES = "STYLESHEET_OF"
STATE = "STYLESHEETS"
#: What the ledger keeps: the sheets that texts name, by their paths in the output.
NAMED = "sheets"
#: Published files that may name a sheet.
TEXTS = {
    *(".html", ".htm", ".xhtml", ".php", ".md", ".txt"),
    *(".xml", ".atom", ".rss", ".xsl", ".svg"),
    *(".css", ".js", ".mjs", ".json", ".webmanifest"),
}
LONGEST_NAME = 255
CSS = b".css"


def register() -> None:
    """Connect stylesheets to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.get_generators.connect(offer_generator)
    signals.all_generators_finalized.connect(bundle_theme)
    signals.get_writer.connect(end_on_errors)
    signals.finalized.connect(leave_parts_out)


@dataclass(frozen=True)
class Made:
    """The bundles of one run."""

    bundles: dict[str, Bundle]  #: by address below the output
    sheets: dict[str, Path]  #: the theme's own, by address below the output


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("STYLESHEETS", {}))


def offer_generator(_pelican: Any) -> type[Generator]:
    """Name the class that publishes the bundle."""
    return StylesheetGenerator


class StylesheetGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Publishes the bundles; ``bundle_theme`` has made them."""

    def generate_output(self, _writer: Any) -> None:
        """Write the bundles beside the theme's own files."""
        made = run_state(self.settings).get(STATE)
        for address, bundle in made.bundles.items() if made else ():
            target = Path(self.output_path, address)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(bundle.css, "utf-8")


def bundle_theme(generators: list[Any]) -> None:
    """Bundle the sheets if a template asks for it, and tell templates the names."""
    settings, context = generators[0].settings, generators[0].context
    ledger = ledger_of(settings)
    own = parse_settings(settings.get("STYLESHEETS", {}))
    static_dir = settings["THEME_STATIC_DIR"]
    sheets = dict(_theme_sheets(settings))
    if settings.get(NAME):
        return
    missing = [
        entry
        for entry in (own.entry, *own.more)
        if normpath(f"{static_dir}/{entry}") not in sheets
    ]
    why = f"has no {missing[0]} in {_places(settings)}" if missing else ""
    if not why and not _is_asked_for(generators, ledger):
        why = f"has no template that asks for {NAME}"
    if why:
        if settings.get("STYLESHEETS"):
            _tell_unused(why, settings)
        return
    files = sheets | dict(_site_sheets(context, settings))
    texts = {address: file.read_bytes() for address, file in files.items()}
    names: dict[str, str] = {}
    bundles: dict[str, Bundle] = {}
    for entry in (own.entry, *own.more):
        given = normpath(f"{static_dir}/{entry}"), texts, own.browsers
        try:
            bundle = ledger.recall("bundle", given, partial(bundle_sheets, *given))
        except (BrokenSheetError, LooseSheetError) as error:
            report(_problem_of(error, files, settings), settings)
            return
        names[entry] = name_bundle(entry, bundle.css)
        bundles[normpath(f"{static_dir}/{names[entry]}")] = bundle
    context[NAME], context[NAMES] = names[own.entry], names
    run_state(settings)[STATE] = Made(bundles, sheets)


def _problem_of(
    error: BrokenSheetError | LooseSheetError,
    files: dict[str, Path],
    settings: dict[str, Any],
) -> Problem:
    """Return what is wrong with a sheet, or why it cannot stand with others."""
    where = relative_path(files.get(error.sheet, error.sheet), settings)
    what = f"This sheet {error}"
    if isinstance(error, BrokenSheetError):
        name = "stylesheet-broken"
        return Problem(where, error.line, f"{what}.", "Put it right.", name)
    what += ", so the theme's sheets are published one by one."
    remedy = "Link it from a template of its own instead, to have one file."
    return Problem(where, error.line, what, remedy, "stylesheet-loose", Level.NOTICE)


def leave_parts_out(pelican: Any) -> None:
    """Unpublish the theme's sheets that are in a bundle and that nothing names."""
    made = run_state(pelican.settings).pop(STATE, None)
    if made is None:
        return
    output, ledger = Path(pelican.output_path), ledger_of(pelican.settings)
    whole = Bundle()
    for bundle in made.bundles.values():
        whole.imports |= bundle.imports
    parts = whole.imports.keys()
    named = _names_in(output, {*parts, *made.bundles}, ledger)
    needed = whole.needed_by(one for one in parts if _bytes(one) in named)
    for address in parts - needed:
        target, sheet = output / address, made.sheets.get(address)
        is_ours = sheet and target.is_file()
        if is_ours and target.read_bytes() == sheet.read_bytes():
            target.unlink()


def _theme_sheets(settings: dict[str, Any]) -> Iterator[tuple[str, Path]]:
    """Yield the theme's sheets by address, as Pelican would publish them."""
    for one in settings["THEME_STATIC_PATHS"]:
        place = Path(settings["THEME"], one)
        base = place.parent if place.is_file() else place
        for file in [place] if place.is_file() else sorted(_walk(place)):
            address = (
                f"{settings['THEME_STATIC_DIR']}/{file.relative_to(base).as_posix()}"
            )
            if file.suffix == ".css" and file.is_file():
                yield normpath(address), file


def _site_sheets(
    context: dict[str, Any], settings: dict[str, Any]
) -> Iterator[tuple[str, Path]]:
    """Yield the sheets that the site itself publishes."""
    for static in context.get("staticfiles", ()):
        if static.save_as.endswith(".css"):
            place = Path(settings["PATH"], static.source_path)
            yield normpath(Path(static.save_as).as_posix()), place


def _walk(folder: Path) -> Iterator[Path]:
    for place, _folders, names in os.walk(folder, followlinks=True):
        yield from (Path(place, name) for name in names)


def _is_asked_for(generators: Iterable[Any], ledger: Ledger) -> bool:
    """Return whether any template that a page may be made of reads ``STYLESHEET``."""
    env = next(one.env for one in generators if hasattr(one, "env"))
    for name in env.list_templates():
        try:
            text, _file, _fresh = env.loader.get_source(env, name)
            if NAME in text and ledger.recall("asks", text, partial(_reads, env, text)):
                return True
        except TemplateSyntaxError:
            return True  # it ends the run where it is used
        except (OSError, UnicodeDecodeError, TemplateNotFound):
            continue
    return False


def _reads(env: Environment, template: str) -> bool:
    names = env.parse(template).find_all(nodes.Name)
    return any(one.name == NAME for one in names)


def _names_in(output: Path, leave: set[str], ledger: Ledger) -> set[bytes]:
    """Return the names of all sheets that published texts speak of, but for some.

    A text that stands is not read again.
    """
    kept = ledger.load(NAMED)
    known: dict[str, frozenset[bytes]] = kept if isinstance(kept, dict) else {}
    found: dict[str, frozenset[bytes]] = {}
    for path, file in _texts_in(str(output)):
        if path not in leave:
            found[path] = _names_of(Path(file).read_bytes())
    for path, file in ledger.left().items():
        if splitext(path)[1].lower() in TEXTS:
            names = known.get(path)
            found[path] = _names_of(Path(file).read_bytes()) if names is None else names
    ledger.store(NAMED, found)
    return set().union(*found.values())


def _texts_in(output: str) -> Iterator[tuple[str, str]]:
    """Yield each published text: its path in the output, and where it lies."""
    for folder, _, names in os.walk(output, followlinks=True):
        inside = folder.removeprefix(output).lstrip(os.sep).replace(os.sep, "/")
        for name in names:
            file = f"{folder}/{name}"
            if splitext(name)[1].lower() in TEXTS and is_file(file):
                yield f"{inside}/{name}" if inside else name, file


def _names_of(text: bytes) -> frozenset[bytes]:
    """Return the names of all sheets that a text speaks of."""
    names, last, at = set(), 0, text.find(CSS)
    while at >= 0:
        names.add(_last_name(text[max(last, at - LONGEST_NAME) : at]) + CSS)
        last = at + len(CSS)
        at = text.find(CSS, last)
    return frozenset(names)


def _last_name(name: bytes) -> bytes:
    """Return what stands at a text's end as the name of a file may."""
    for mark in (b"/", b'"', b"'", b"=", b"(", b">", b"`", b" ", b"\n", b","):
        name = name.rpartition(mark)[2]
    return unquote_to_bytes(name)


def _bytes(address: str) -> bytes:
    return basename(address).encode()


def _places(settings: dict[str, Any]) -> str:
    return ", ".join(settings["THEME_STATIC_PATHS"]) or "THEME_STATIC_PATHS"


def _tell_unused(why: str, settings: dict[str, Any]) -> None:
    theme = Path(settings["THEME"]).name
    what = f"The theme “{theme}” {why}, so nothing is bundled."
    remedy = f'Link {{{{ {NAME} or "css/main.css" }}}} in it, or take STYLESHEETS out.'
    name = "stylesheet-unused"
    report(Problem("pelicanconf.py", 0, what, remedy, name, Level.NOTICE), settings)
