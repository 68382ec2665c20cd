"""One audit: build, serve with the real headers, look at every kind of page."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from plugins.security_headers.settings import SecurityHeaders, parse_settings
from plugins.tools.build.build import read_settings_of
from plugins.tools.build.pelican_run import run_pelican
from plugins.tools.site import RefusedError, Site

from ..needs import invoke_command, require
from .browser import LIBRARIES, PROGRAMS, open_browser
from .lighthouse import (
    CATEGORIES,
    Scores,
    find_lighthouse,
    how_to_install,
    measure_page,
)
from .linked_data import check_page
from .links import find_broken_links
from .markup import check_markup
from .pages import Page, choose_pages, list_pages
from .report import Row, format_rows, format_table
from .server import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from .browser import Browser
    from .server import Server

#: What Lighthouse looks at, and how often, for the first paint's middle value.
MEASURED = ("post", "home", "series", "archive")
TIMES = 3
#: Pelican's own theme on the same posts; it cannot print what autoescape has escaped.
SIMPLE = {
    "THEME": "simple",
    "JINJA_ENVIRONMENT": {"trim_blocks": True, "lstrip_blocks": True},
    "DIRECT_TEMPLATES": ["index", "tags", "archives"],
}
TEMPLATE = re.compile(r"^template: *([\w-]+) *$", re.MULTILINE)
WITHOUT_DATA = {"not-found", "gone", "redirect"}


def audit_site(
    conf: Path,
    overrides: dict[str, object],
    print_line: Callable[[str], None],
    *,
    fast: bool = False,
) -> int:
    """Audit the site and return how many findings there are."""
    root = conf.parent
    require("An audit", (*PROGRAMS, "java"), LIBRARIES, ["vnu-jar"])
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="bulletin-audit-")
        folder = Path(stack.enter_context(temporary))
        output, simple = folder / "site", folder / "simple"
        output.mkdir()
        simple.mkdir()
        settings = read_settings_of(Site(root, root))
        wanted = parse_settings(settings.get("SECURITY_HEADERS")) or SecurityHeaders()
        server = stack.enter_context(serving(output, wanted.all))
        build(conf, output, server, overrides)
        browser = stack.enter_context(open_browser())
        rows = audit_output(output, server, browser, root)
        for line in format_rows(rows):
            print_line(line)
        if fast:
            pass
        elif find_lighthouse(root):
            other = stack.enter_context(serving(simple, {}))
            content = root / str(overrides.get("PATH", settings.get("PATH", ".")))
            templates = [str(stand_in(content, folder))]
            plain = SIMPLE | {"THEME_TEMPLATES_OVERRIDES": templates}
            build(conf, simple, other, overrides | plain)
            for line in compare_paints(output, server, other, root):
                print_line(line)
        else:
            again = f"{how_to_install()} && {invoke_command('audit')}"
            print_line(f"Lighthouse was not run: it is not installed. Do: {again}")
    return sum(row.count for row in rows)


def build(
    conf: Path, output: Path, server: Server, overrides: dict[str, object]
) -> None:
    """Build the site for a server's address, or refuse with its problems."""
    run = run_pelican(
        conf,
        **overrides,
        OUTPUT_PATH=str(output),
        SITEURL=server.address,
        BULLETIN_ROOT=str(conf.parent),
    )
    if not run.is_good:
        problems = "\n".join(map(str, run.problems))
        raise RefusedError(f"{problems}\nThe site cannot be audited before it builds.")


def stand_in(content: Path, folder: Path) -> Path:
    """Return a folder with a plain page for each template that a text asks for.

    Where “simple” lacks one, no site is built with it.
    """
    plain = folder / "templates"
    plain.mkdir()
    usual = resources.files("pelican") / "themes" / "simple" / "templates"
    words = '{% extends "article.html" if article else "page.html" %}'
    for path in content.rglob("*.md"):
        for name in TEMPLATE.findall(path.read_text("utf-8")):
            if not (usual / f"{name}.html").is_file():
                (plain / f"{name}.html").write_text(words, "utf-8")
    return plain


def audit_output(
    output: Path, server: Server, browser: Browser, root: Path
) -> list[Row]:
    """Check every page in files, and one of each kind in the browser."""
    pages = list_pages(output)
    counts = Counter(page.kind for page in pages)
    kinds = {page.path: page.kind for page in pages}
    rows = {
        page.kind: Row(page.kind, page.address, counts[page.kind])
        for page in choose_pages(pages)
    }
    for path, faults in find_broken_links(output, server.address).items():
        rows[kinds[path]].add("links", [f"{path}: {fault}" for fault in faults])
    for path, faults in check_markup(output, root).items():
        rows[kinds[path]].add("html", [f"{path}: {fault}" for fault in faults])
    for page in pages:
        if page.kind not in WITHOUT_DATA:
            faults = check_page(output / page.path)
            rows[page.kind].add("data", [f"{page.path}: {fault}" for fault in faults])
    for row in rows.values():
        look_at(row, server, browser)
    return list(rows.values())


def look_at(row: Row, server: Server, browser: Browser) -> None:
    """Open one page in the browser and keep what it notices."""
    address = "no/such/page/" if row.kind == "not-found" else row.address
    url = f"{server.address}/{address}"
    visit = browser.visit(url)
    row.add("console", visit.console)
    row.add("hosts", visit.hosts)
    row.add("scripts", [f"{visit.scripts} scripts"] if visit.scripts else [])
    counted = [path for path in visit.requests if not is_picture(path)]
    row.requests = len(counted)
    row.bytes = sum(server.sent.get(path, 0) for path in dict.fromkeys(counted))
    row.weigh()
    row.add("axe", browser.find_barriers(url))


def is_picture(path: str) -> bool:
    """Return whether a request is for a picture or the icon."""
    return path.endswith((".webp", ".jpg", ".jpeg", ".png", ".svg", ".gif", ".ico"))


def compare_paints(
    output: Path, server: Server, other: Server, root: Path
) -> list[str]:
    """Run Lighthouse on both themes in turn and return its table."""
    chosen = {page.kind: page for page in choose_pages(list_pages(output))}
    lines = []
    for kind in MEASURED:
        page = chosen.get(kind)
        if page is None:
            continue
        ours, theirs = _measure(page, server, other, root)
        lines.append(_line(kind, "ours", ours))
        if theirs:
            lines.append(_line(kind, "simple", theirs))
    heads = ("page", "theme", *CATEGORIES, "FCP ms", "LCP ms", "bytes")
    return ["", *format_table(heads, lines)]


def _measure(
    page: Page, server: Server, other: Server, root: Path
) -> tuple[list[Scores], list[Scores]]:
    ours, theirs = [], []
    is_in_both = (other.folder / page.path).is_file()
    for _ in range(TIMES):
        ours.append(measure_page(f"{server.address}/{page.address}", root))
        if is_in_both:
            theirs.append(measure_page(f"{other.address}/{page.address}", root))
    return ours, theirs


def _line(kind: str, theme: str, runs: list[Scores]) -> tuple[object, ...]:
    middle = [
        round(median(run.scores[n] for run in runs)) for n in range(len(CATEGORIES))
    ]
    return (
        kind,
        theme,
        *middle,
        round(median(run.first_paint for run in runs)),
        round(median(run.largest_paint for run in runs)),
        runs[0].bytes,
    )
