"""Pages in a real browser: Playwright is fenced into this file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from plugins.tools.site import RefusedError

from ..needs import find_program, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: What a browser takes (dev/needs.py).
PROGRAMS = ("chromium",)
LIBRARIES = ("playwright", "axe-playwright-python")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = 320, 1280
DOUBLE = "html { font-size: 200% !important }"
WIDER_THAN_WINDOW = (
    "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
)


@dataclass(frozen=True)
class View:
    """One way of looking at a page."""

    scheme: str = "light"
    width: int = DESKTOP
    doubled: bool = False  #: text at 200 %

    def __str__(self) -> str:
        return f"{self.scheme} {self.width}{' 200 %' if self.doubled else ''}"


VIEWS = (
    View("light", DESKTOP),
    View("dark", DESKTOP),
    View("light", PHONE),
    View("dark", PHONE),
    View("light", DESKTOP, doubled=True),
    View("light", PHONE, doubled=True),
)


@dataclass
class Visit:
    """What a browser noticed while it loaded a page."""

    status: int = 0
    console: list[str] = field(default_factory=list)  #: violations of the policy too
    hosts: list[str] = field(default_factory=list)  #: requests to other hosts
    requests: list[str] = field(default_factory=list)  #: paths, in order
    scripts: int = 0  #: what runs; data blocks do not count


class Browser:
    """A Chromium that is open."""

    def __init__(self, chromium: Any) -> None:
        self._chromium = chromium
        self._axe = resources.files("axe_playwright_python").joinpath("axe.min.js")

    def visit(self, url: str) -> Visit:
        """Load a page as it stands, with its headers in force."""
        seen = Visit()
        home = urlsplit(url).netloc
        context = self._chromium.new_context()
        page = context.new_page()

        def note(request: Any) -> None:
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https") and parts.netloc != home:
                seen.hosts.append(parts.netloc)
            seen.requests.append(parts.path)

        page.on("request", note)
        page.on("requestfailed", lambda request: seen.console.append(request.url))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.on("console", lambda message: seen.console.append(message.text))
        response = page.goto(url, wait_until="load")
        _scroll_through(page)
        seen.status = response.status if response else 0
        data = "script:not([type='application/ld+json'])"
        seen.scripts = len(page.query_selector_all(data))
        context.close()
        if seen.status == 404:  # the browser says so itself
            seen.console = [line for line in seen.console if "404" not in line]
        return seen

    def find_barriers(self, url: str, views: tuple[View, ...] = VIEWS) -> list[str]:
        """Return what axe finds and what is wider than the window, for each view."""
        found = []
        page = self._examined
        page.goto(url, wait_until="load")
        page.evaluate(self._axe.read_text("utf-8"))
        style = page.add_style_tag(content="/* room for text at 200 % */")
        for view in views:
            page.emulate_media(color_scheme=view.scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": view.width, "height": 900})
            style.evaluate("(n, css) => n.textContent = css", _css(view))
            result = page.evaluate("axe.run({resultTypes: ['violations']})")
            for fault in result["violations"]:
                where = fault["nodes"][0]["target"]
                count = len(fault["nodes"])
                found.append(f"{view}: {fault['id']} ({count}) at {where}")
            if page.evaluate(WIDER_THAN_WINDOW) > 0:
                found.append(f"{view}: wider than the window")
        return found

    @cached_property
    def _examined(self) -> Any:
        """Return the tab that axe looks at, which asks for each page anew.

        A tab of its own for each page takes as long as axe.
        """
        context = self._chromium.new_context(bypass_csp=True)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return page

    @contextmanager
    def watching(self, url: str, patience: float) -> Iterator[Callable[[str], None]]:
        """Open a page, and give what waits until it shows some words by itself.

        Whoever waits longer than ``patience``, in seconds, is refused.
        """
        context = self._chromium.new_context()
        page = context.new_page()
        page.goto(url, wait_until="load")

        def wait(words: str) -> None:
            shown = "words => document.body?.textContent.includes(words)"
            try:
                page.wait_for_function(shown, arg=words, timeout=patience * 1000)
            except import_module("playwright.sync_api").TimeoutError:
                raise RefusedError(f"{url} did not show “{words}”.") from None

        yield wait
        context.close()

    def take_picture(self, url: str, file: Path, view: View) -> None:
        """Save the whole page as a PNG."""
        context = self._chromium.new_context(
            color_scheme=view.scheme,
            reduced_motion="reduce",
            viewport={"width": view.width, "height": 900},
        )
        page = context.new_page()
        page.goto(url, wait_until="load")
        _scroll_through(page)
        page.screenshot(path=str(file), full_page=True)
        context.close()

    def print_page(self, url: str, file: Path, paper: str = "Letter") -> None:
        """Save the page as it comes out of a printer."""
        context = self._chromium.new_context()
        page = context.new_page()
        page.goto(url, wait_until="load")
        _scroll_through(page)
        page.pdf(path=str(file), format=paper)
        context.close()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Debian's Chromium; refuse in one line where something is missing."""
    require("A browser", programs=PROGRAMS, python=LIBRARIES)
    start = import_module("playwright.sync_api").sync_playwright
    with start() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_program("chromium"), args=list(ARGUMENTS)
        )
        try:
            yield Browser(chromium)
        finally:
            chromium.close()


def _css(view: View) -> str:
    return DOUBLE if view.doubled else ""


def _scroll_through(page: Any) -> None:
    """Bring every lazy picture into sight once, then return to the top."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 600) {
            scrollTo({top: y, behavior: "instant"});
            await new Promise((done) => setTimeout(done, 10));
          }
          scrollTo({top: 0, behavior: "instant"});
        }"""
    )
    page.wait_for_load_state("networkidle")
