"""Pelican's side of addresses: pages get relative links when they are finished."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from pelican import signals

from .links import SiteRoot, make_relative, make_rooted
from .settings import parse_settings

if TYPE_CHECKING:
    from jinja2 import Template

PAGES = (".html", ".htm", ".xhtml")
#: Pages that servers send for other addresses, at any depth.
SENT_ANYWHERE = frozenset(
    ["401.html", "403.html", "404.html", "410.html", "500.html", "50x.html"]
)


def register() -> None:
    """Connect addresses to Pelican."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(finish_pages)


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("ADDRESSES", {}))


def finish_pages(generator: Any) -> None:
    """Let each page that a generator's templates make get its links at the end."""
    own = parse_settings(generator.settings.get("ADDRESSES", {}))
    if own.relative_links and hasattr(generator, "env"):
        root = SiteRoot(str(generator.settings["SITEURL"]).rstrip("/"))
        kind = generator.env.template_class
        generator.env.template_class = template_class(kind, root)


def template_class(kind: type[Template], root: SiteRoot) -> type[Template]:
    """Return a kind of template whose pages have links that fit where they lie.

    Pelican's writer names the page that it renders ``output_file``; a template that a
    plugin renders for a part of a page has no such name.
    """

    class PageTemplate(kind):  # type: ignore[misc, valid-type]  # which Jinja has, or a plugin
        def render(self, *args: Any, **more: Any) -> str:
            """Return the page, or the part of one."""
            text: str = super().render(*args, **more)
            page = str(dict(*args, **more).get("output_file") or "")
            return finish_links(text, page, root) if page.endswith(PAGES) else text

    return PageTemplate


def finish_links(html: str, page: str, root: SiteRoot) -> str:
    """Return a page with links that count from where it lies, or is sent."""
    if posixpath.basename(page) in SENT_ANYWHERE:
        return make_rooted(html, root)
    return make_relative(html, page, root)
