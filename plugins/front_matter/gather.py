"""The addresses of a site, gathered from what Pelican's generators have read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .addresses import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .sources import Source

CONTENTS = ("articles", "translations", "hidden_articles", "hidden_translations")
PAGES = ("pages", "hidden_pages")
OTHERS = ("categories", "authors")


def gather_addresses(
    generators: Iterable[Any],
    sources: dict[str, Source],
    name_of: Callable[[str], str],
) -> Iterator[Address]:
    """Yield every file that the site will write, with the source it comes from.

    ``sources`` is by whole path; ``name_of`` says how problems name a path.
    """
    for generator in generators:
        for name in (*CONTENTS, *PAGES, "staticfiles"):
            for content in getattr(generator, name, ()):
                yield from _of_content(content, sources, name_of)
        for name in OTHERS:
            for thing, _ in getattr(generator, name, ()):
                label = f"the page of “{thing.name}”"
                yield Address(str(thing.save_as), label, label=label)
        for tag in getattr(generator, "tags", ()):
            if hasattr(tag, "save_as"):
                label = f"the page of the tag “{tag.name}”"
                yield Address(str(tag.save_as), label, label=label)
        if hasattr(generator, "articles"):
            yield from _of_templates(generator.settings)


def _of_templates(settings: dict[str, Any]) -> Iterator[Address]:
    label = "the files of the theme"
    yield Address(str(settings.get("THEME_STATIC_DIR") or ""), label, label=label)
    for name in settings["DIRECT_TEMPLATES"]:
        place = settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
        label = f"the site's own page “{name}”"
        yield Address(str(place or ""), label, label=label)


def _of_content(
    content: Any, sources: dict[str, Source], name_of: Callable[[str], str]
) -> Iterator[Address]:
    source = sources.get(str(content.source_path))
    path = source.path if source else name_of(str(content.source_path))
    line = source.line_of_address() if source else 0
    # Asking a static file for its save_as would forbid {attach} to move it.
    yield Address(str(content.get_url_setting("save_as")), path, line)
    if source:
        for number, alias in enumerate(source.record.aliases):
            line = source.header.line("aliases", number)
            place = alias.strip("/")
            yield Address(f"{place}/index.html" if place else "index.html", path, line)
