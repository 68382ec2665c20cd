"""Edits of templates, settings, code and pictures, of the output and of the ledger."""

from __future__ import annotations

import os

from tests.plugins.incremental.editing import edit, other
from tests.plugins.incremental.post_edits import BODIES, COLOURS, series_picture
from tests.plugins.incremental.small_site import OWN, SmallSite

LISTENER = """
def mark(path, context):
    with open(path, "a") as file:
        file.write("<!-- written -->")
def register():
    signals.all_generators_finalized.connect(note)
    signals.content_written.connect(mark)
"""
WALKER = """
from pathlib import Path
def walk(pelican):
    top = Path(pelican.output_path)
    pages = sorted(str(one.relative_to(top)) for one in top.rglob("*.html"))
    (top / "pages.txt").write_text("\\n".join(pages))
def register():
    signals.all_generators_finalized.connect(note)
    signals.finalized.connect(walk)
"""


@edit
def template(site: SmallSite, number: int) -> None:
    """Edit a template or a partial."""
    names = (
        "article",
        "base",
        "list",
        "index",
        "page",
        "tags",
        "sitemap",
        "series_page",
    )
    parts = ("byline", "series-kicker", "references", "pagination", "site-footer")
    files = [*names, *(f"partials/{part}" for part in parts)]
    path = site.root / f"theme/templates/{files[number % len(files)]}.html"
    path.write_text(f"{path.read_text('utf-8')}{{# {site.count} #}}\n", "utf-8")


@edit
def words_in_template(site: SmallSite, number: int) -> None:
    """Change what a template prints."""
    old = "{{ article.own_note }}"
    site.edit("theme/templates/article.html", old, f"<i>{number}</i>{old}")


@edit
def new_template(site: SmallSite, number: int) -> None:
    """Write a partial of a plugin anew in the theme, or take that away."""
    path = site.root / "theme/templates/series/kicker.html"
    if path.exists() and number % 2:
        path.unlink()
    else:
        site.write("theme/templates/series/kicker.html", f"<p>Kicker {number}</p>")


@edit
def style(site: SmallSite, number: int) -> None:
    """Edit a style sheet, or write a new one."""
    sheets = sorted((site.root / "theme/static/css").rglob("*.css"))
    sheet = sheets[number % len(sheets)]
    sheet.write_text(f"{sheet.read_text('utf-8')}\n.x{site.count} {{ margin: 0; }}\n")


@edit
def setting(site: SmallSite, number: int) -> None:
    """Change a setting."""
    choices: tuple[tuple[str, object], ...] = (
        ("SITENAME", f"Name {site.count}"),
        ("DEFAULT_PAGINATION", 3 + other(number, 3)),
        ("SITEURL", ("https://one.example", "https://two.example")[other(number, 2)]),
        ("SERIES", {"words_per_minute": 100 + other(number, 3)}),
        ("REFERENCES", {"append": False, "style": ("apa", "ama")[other(number, 2)]}),
        ("DEFAULT_DATE_FORMAT", ("%Y-%m-%d", "%-d %B %Y")[other(number, 2)]),
        ("FEED_MAX_ITEMS", 3 + other(number, 3)),
        ("SECURITY_HEADERS", {"meta": bool(other(number, 2))}),
        ("IMAGES", {"widths": [50 + 10 * other(number, 3)]}),
        ("RELATIVE_URLS", bool(other(number, 2))),
        ("READING", {}),
        ("FEEDS", {}),
    )
    name, value = choices[number % len(choices)]
    site.changes[name] = value


@edit
def plugin(site: SmallSite, number: int) -> None:
    """Edit the code of the site's own plugin."""
    site.edit("own.py", 'NOTE = "', f'NOTE = "{number} ')


@edit
def plugin_data(site: SmallSite, number: int) -> None:
    """Let the site's own plugin read a file when posts are read."""
    site.edit("own.py", "def note", "NOTE += open('note.txt').read()\ndef note")
    site.write("note.txt", f"Note {number}.")


@edit
def sheet_of_a_template(site: SmallSite, number: int) -> None:
    """Let one template name a sheet that is left out where nothing names it."""
    name = ("archives", "tags", "page")[number % 3]
    words = "{% block content %}"
    more = f"{words}<!-- /theme/css/print.css -->"
    site.edit(f"theme/templates/{name}.html", words, more)


def use_filter(site: SmallSite, name: str, code: str, use: str) -> None:
    """Give the settings a filter and a template its use, if they have none."""
    conf, words = "pelicanconf.py", "{{ article.own_note }}"
    if f"'{name}'" not in (site.root / conf).read_text("utf-8"):
        filters = f"JINJA_FILTERS['{name}'] = {code}\n"
        site.edit(conf, "globals().", f"{filters}globals().")
        site.edit("theme/templates/article.html", words, f"{words}{{{{ {use} }}}}")


@edit
def opened_by_a_page(site: SmallSite, number: int) -> None:
    """Let templates print a file of the site, and edit that file."""
    code = "lambda path: open(path).read()"
    use_filter(site, "inline", code, "'content/files/sheet.txt'|inline")
    site.write("content/files/sheet.txt", f"A sheet {number}.")


@edit
def opened_once(site: SmallSite, number: int) -> None:
    """Let templates print a file that is opened for the first of them alone."""
    code = "__import__('functools').cache(lambda path: open(path).read())"
    use_filter(site, "once", code, "'content/files/sheet.txt'|once")
    site.write("content/files/sheet.txt", f"A sheet {number}.")


@edit
def said_by_a_page(site: SmallSite, _number: int) -> None:
    """Let a template say that something is odd, whenever it is rendered."""
    log = "__import__('logging').getLogger('own').warning"
    code = f"lambda text: {log}('Odd: ' + text) or text"
    use_filter(site, "odd", code, "article.title|odd if article.slug == 'alone'")


@edit
def broken_picture(site: SmallSite, number: int) -> None:
    """Give the series a picture that cannot be read, which is only a warning here."""
    site.changes["PROBLEM_LEVELS"] = dict.fromkeys(
        ("image-unreadable", "file-kind"), "warning"
    )
    site.write("content/images/circle.png", f"no picture {number}")
    series_picture(site, 1)


@edit
def listener(site: SmallSite, number: int) -> None:
    """Let the site's own plugin change each page when it is written, or no more."""
    site.write("own.py", OWN + LISTENER if number % 4 else OWN)


@edit
def walker(site: SmallSite, number: int) -> None:
    """Let the site's own plugin list the pages when all are written, or no more."""
    site.write("own.py", OWN + WALKER if number % 4 else OWN)


@edit
def image(site: SmallSite, number: int) -> None:
    """Replace a picture, or add one."""
    site.paint(("square", "circle")[number % 2], COLOURS[other(number, len(COLOURS))])


@edit
def image_gone(site: SmallSite, _number: int) -> None:
    """Delete a picture."""
    (site.root / "content/images/circle.png").unlink(missing_ok=True)


@edit
def attached(site: SmallSite, number: int) -> None:
    """Edit a file that is linked, not a post."""
    paths = ("files/sheet.txt", "posts/dose-two.txt", "files/more.txt")
    site.write(f"content/{paths[number % 3]}", f"Words {site.count}.")


@edit
def page(site: SmallSite, number: int) -> None:
    """Edit a page, or write one."""
    name = ("about", "second")[number % 2]
    words = BODIES[other(number, len(BODIES))].format(n=site.count)
    words = words.replace("{filename}", "{filename}../posts/")
    text = f"---\ntitle: Page {site.count}\nslug: {name}\n---\n\n{words}\n"
    site.write(f"content/pages/{name}.md", text.replace("../posts/../pages/", ""))


@edit
def hand(site: SmallSite, number: int) -> None:
    """Change a file of the output by hand: words, nothing at all, or gone."""
    files = sorted(path for path in site.output.rglob("*") if path.is_file())
    if not files:
        return
    file, how = files[number % len(files)], other(number, 4)
    if how == 0:
        file.write_bytes(file.read_bytes() + b"by hand")
    elif how == 1:
        file.unlink()
    elif how == 2:
        data = file.read_bytes()
        stat = file.stat()
        file.write_bytes(b"x" + data[1:])
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    else:
        os.utime(file, (1, 1))


@edit
def ledger(site: SmallSite, number: int) -> None:
    """Delete a file of the ledger, cut it off, or damage it."""
    folder = site.root / ".bulletin/output/ledger"
    files = sorted(folder.glob("*")) if folder.is_dir() else []
    if not files:
        return
    file, how = files[number % len(files)], other(number, 4)
    data = file.read_bytes()
    if how == 0:
        file.unlink()
    elif how == 1:
        file.write_bytes(data[: len(data) // 2])
    elif how == 2:
        at = len(data) // 2
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    else:
        for one in files:
            one.unlink()
