"""A picture of every kind of page: phone and desktop, light and dark, and on paper."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.security_headers.settings import SecurityHeaders
from plugins.tools.site import RefusedError

from .audit.browser import LIBRARIES, PROGRAMS, View, open_browser
from .audit.pages import choose_pages, list_pages
from .audit.run import build
from .audit.server import serving
from .needs import find_missing, find_program, install_command, require

if TYPE_CHECKING:
    from collections.abc import Callable

    from .audit.browser import Browser

FOLDER = "screenshots"
VIEWS = {
    "phone-light": View("light", 390),
    "phone-dark": View("dark", 390),
    "desktop-light": View("light", 1280),
    "desktop-dark": View("dark", 1280),
}


def take_screenshots(
    conf: Path,
    overrides: dict[str, object],
    kinds: tuple[str, ...],
    print_line: Callable[[str], None],
) -> int:
    """Photograph a page of each kind (or of those named) and return how many files."""
    require("A screenshot", PROGRAMS, LIBRARIES)
    folder = conf.parent / FOLDER
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="bulletin-screenshots-")
        output = Path(stack.enter_context(temporary))
        server = stack.enter_context(serving(output, SecurityHeaders().all))
        build(conf, output, server, overrides)
        pages = choose_pages(list_pages(output))
        _refuse_unknown(kinds, tuple(page.kind for page in pages))
        browser = stack.enter_context(open_browser())
        folder.mkdir(exist_ok=True)
        number = 0
        for page in pages:
            if kinds and page.kind not in kinds:
                continue
            for old in folder.glob(f"{page.kind}-*.p*"):
                old.unlink()
            url = f"{server.address}/{page.address}"
            for name, view in VIEWS.items():
                browser.take_picture(url, folder / f"{page.kind}-{name}.png", view)
                number += 1
            number += print_on_paper(browser, url, folder / f"{page.kind}-print.pdf")
            print_line(f"{page.kind}: /{page.address}")
    if find_missing("pdftoppm"):
        print_line("On paper there are PDFs only; for pictures of them too, install")
        print_line(f"poppler-utils: {install_command(['pdftoppm'])}")
    return number


def print_on_paper(browser: Browser, url: str, file: Path) -> int:
    """Save the page as a PDF and, where pdftoppm is there, as pictures."""
    browser.print_page(url, file)
    program = find_program("pdftoppm")
    if program is None:
        return 1
    stem = str(file.with_suffix(""))
    subprocess.run([program, "-png", "-r", "70", str(file), stem], check=True)
    return 1 + len(list(file.parent.glob(f"{file.stem}-*.png")))


def _refuse_unknown(wanted: tuple[str, ...], known: tuple[str, ...]) -> None:
    unknown = [kind for kind in wanted if kind not in known]
    if unknown:
        message = f"--pages {','.join(unknown)}: not there. Known: {', '.join(known)}."
        raise RefusedError(message)
