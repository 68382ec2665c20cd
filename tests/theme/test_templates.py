"""The shape of the theme itself: one thing in one file, and nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

import pelican
import pytest
from jinja2 import Environment

from plugins.words import choose_words

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "theme" / "templates"
CSS = ROOT / "theme" / "static" / "css"
SIMPLE = Path(pelican.__file__).parent / "themes" / "simple" / "templates"
PARTIALS = sorted((TEMPLATES / "partials").glob("*.html"))
ENTRIES = ["main.css", "post.css"]
SHEETS = sorted(CSS.glob("*.css"))
#: Pelican's own pieces that nothing of ours includes.
UNUSED = {"translations.html", "pagination.html"}
#: Classes that plugins and Markdown write.
WRITTEN_ELSEWHERE = [
    path for kind in ("*.py", "*.html") for path in (ROOT / "plugins").rglob(kind)
]


def test_base_is_short_and_has_pelicans_blocks():
    """Whoever knows Pelican's simple theme can override ours."""
    text = (TEMPLATES / "base.html").read_text("utf-8")
    blocks = set(re.findall(r"{% block (\w+)", text))
    of_simple = set(re.findall(r"{% block (\w+)", (SIMPLE / "base.html").read_text()))

    assert len(text.splitlines()) < 60
    assert of_simple <= blocks


def test_no_template_is_inherited_from_simple_in_silence():
    """Pelican would take a missing one from its simple theme without a word."""
    ours = {path.name for path in TEMPLATES.glob("*.html")}
    theirs = {path.name for path in SIMPLE.glob("*.html")}

    assert theirs - UNUSED <= ours


@pytest.mark.parametrize("path", PARTIALS, ids=lambda path: path.stem)
def test_a_partial_says_what_it_reads_and_where_it_is_shown(path):
    """Its first line is its manual, and somebody includes it."""
    first = path.read_text("utf-8").splitlines()[0]
    templates = [p.read_text("utf-8") for p in TEMPLATES.rglob("*.html")]

    assert re.match(r"{# (Reads: )?.+ Shown on: .+ #}$", first), first
    assert any(f"partials/{path.name}" in text for text in templates)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_sheet_is_imported_once_into_a_layer(entry):
    """An entry has imports only; main.css has those of post.css, and forgets none."""
    text = (CSS / entry).read_text("utf-8")
    bare = re.sub(r"/\*.*?\*/|@(?:layer|import) [^;]+;", "", text, flags=re.DOTALL)
    assert bare.strip() == ""
    posts = '@import "post.css";\n'
    before, _, own = text.rpartition(posts)
    text = before + (CSS / "post.css").read_text("utf-8") * (posts in text) + own
    imports = re.compile(r'^@import "([a-z-]+\.css)" layer\(([a-z]+)\);$', re.MULTILINE)
    imported = imports.findall(text)
    layers = re.search(r"^@layer ([a-z, ]+);$", text, re.MULTILINE)[1].split(", ")
    names = [name for name, _ in imported]

    every = {p.name for p in SHEETS if p.name not in ENTRIES}
    assert set(names) <= every
    assert len(names) == len(set(names))
    assert entry != "main.css" or set(names) == every
    assert {layer for _, layer in imported} == set(layers)
    own_layers = [layer for _, layer in imports.findall(own)]
    order = list(map(layers.index, own_layers))
    assert order == sorted(order)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_sheet_keeps_the_manners(path):
    """No id, no !important, no colour and no host outside of the tokens."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)

    assert "!important" not in text
    assert "url(" not in text
    assert not re.search(r"(^|[\s,])#[a-z][\w-]*[\s,{]", text)
    if path.name not in ("tokens.css", "print.css"):
        assert not re.search(r"#[0-9a-f]{3,8}\b", text)


def test_every_class_in_the_sheets_stands_in_a_page():
    """What nobody wears is thrown away."""
    styled = set()
    for path in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        styled |= set(re.findall(r"\.([a-z][a-z-]+)(?=[\s,:.{>)[])", text))
    written = "".join(
        path.read_text("utf-8")
        for path in (*TEMPLATES.rglob("*.html"), *WRITTEN_ELSEWHERE)
    )

    missing = {name for name in styled if not re.search(rf"\b{name}\b", written)}
    assert missing == set()


def test_every_word_is_used_and_none_is_missing():
    """Its own dict and the table of the plugins hold exactly what templates say."""
    text = (TEMPLATES / "words.html").read_text("utf-8")
    own = set(re.findall(r'^  "(\w+)":', text, re.MULTILINE))
    used = set()
    for path in TEMPLATES.rglob("*.html"):
        if path.name != "words.html":
            used |= set(
                re.findall(
                    r"(?<!place\.)\b(?:words|plain)\.(?!html)(\w+)",
                    path.read_text("utf-8"),
                )
            )

    assert own <= used
    assert used - own <= set(choose_words({}, "en"))


def test_attributes_and_titles_take_plain_words():
    """Elsewhere a word may be a span with its language, which would break a tag."""
    strays = {}
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        places = re.findall(r'[\w-]="([^"]*{{[^"]*)"', text)
        block = r"{% block (?:title|description) %}(.*?){% endblock %}"
        places += re.findall(block, text, re.DOTALL)
        found = [p for p in places if re.search(r"\bwords\.(?!.*striptags)", p)]
        if found:
            strays[path.name] = found

    assert strays == {}


def test_no_template_says_a_word_of_its_own():
    """Text between tags comes from words, settings or records."""
    strays = {}
    for path in TEMPLATES.rglob("*.html"):
        if path.name in ("words.html", "robots.html", "sitemap.html"):
            continue
        text = re.sub(r"{[%#{].*?[}%#]}", "", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
        found = re.findall(r">([^<>]*[A-Za-z]{3,}[^<>]*)<", text)
        if found:
            strays[path.name] = found

    assert strays == {}


@pytest.mark.parametrize("size", [0, 1, 103, 104, 105, 300])
@pytest.mark.parametrize("title", ["", "a", "&", "Ketamine and sleep"])
def test_a_lists_description_needs_its_first_titles_alone(title, size):
    """An author of 5,000 posts has 500 pages of lists; each would join all titles."""
    text = (TEMPLATES / "list.html").read_text("utf-8")
    part = re.search(r"articles\[:\d+\]\|map.+?\|truncate\(200\)", text)[0]
    environment = Environment(autoescape=True)
    articles = [{"title": title}] * size

    def described(part):
        return environment.from_string(f"{{{{ {part} }}}}").render(articles=articles)

    assert described(part) == described(re.sub(r"\[:\d+\]", "", part))
