"""What one sheet asks for: the sheets it imports, and addresses from where it lies.

CSS Cascading and Inheritance 5, section 3 (``@import``); CSS Values 4 (``url()``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath

STRING = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
COMMENT = r"/\*.*?\*/"
GAP = rf"(?:\s|{COMMENT})*"
URL = rf"url\(\s*(?:{STRING}|[^\"')\s]*)\s*\)"
FLAGS = re.DOTALL | re.IGNORECASE
#: What may stand before a sheet's imports.
PRELUDE = re.compile(rf"{GAP}(?:@charset\s*(?:{STRING})\s*;|@layer\b[^{{;]*;)", FLAGS)
IMPORT = re.compile(
    rf"{GAP}(?P<rule>@import{GAP}(?P<address>{STRING}|{URL}){GAP}"
    rf"(?:(?P<layer>layer\b(?:\((?P<name>[^)]*)\))?){GAP})?"
    rf"(?:supports\((?P<supports>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\){GAP})?"
    r"(?P<media>[^;{}]*)(?:;|\Z))",
    FLAGS,
)
CHARSET = re.compile(rf"@charset\s*(?:{STRING})\s*;", FLAGS)
#: Words that only look like addresses come first and are left alone.
ADDRESS = re.compile(
    rf"(?P<other>{COMMENT}|type\(\s*(?:{STRING})\s*\))|"
    rf"(?P<set>image-set\((?:[^()\"']|{STRING}|\w+\((?:[^()\"']|{STRING})*\))*\))|"
    rf"(?P<url>{URL})|(?P<text>{STRING})",
    FLAGS,
)
#: An address that counts from the sheet's own folder.
RELATIVE = re.compile(r"(?![a-z][a-z0-9+.-]*:|[/#]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Import:
    """One ``@import`` of a sheet: what it brings in, and when that counts."""

    address: str  #: as the sheet writes it
    line: int
    start: int
    end: int
    wraps: tuple[str, ...]  #: the rules around what it brings in, the outer ones first

    def wrap(self, css: str) -> str:
        """Return a text that counts where this import does."""
        for rule in reversed(self.wraps):
            css = f"{rule} {{\n{css}\n}}"
        return css


def find_imports(css: str) -> list[Import]:
    """Return a sheet's imports: those that stand where browsers obey them."""
    found, at = [], 0
    while True:
        if before := PRELUDE.match(css, at):
            at = before.end()
        elif one := IMPORT.match(css, at):
            start, at = one.start("rule"), one.end()
            line = css.count("\n", 0, start) + 1
            address = _unwrapped(one["address"])
            found.append(Import(address, line, start, at, tuple(_wraps(one))))
        else:
            return found


def _wraps(found: re.Match[str]) -> list[str]:
    media = re.sub(COMMENT, " ", found["media"], flags=re.DOTALL).strip()
    rules = [f"@media {media}"] if media else []
    if supports := (found["supports"] or "").strip():
        is_declaration = re.match(r"[\w-]+\s*:", supports)
        condition = f"({supports})" if is_declaration else supports
        rules.append(f"@supports {condition}")
    if found["layer"]:
        rules.append(f"@layer {found['name'] or ''}".rstrip())
    return rules


def resolve(address: str, sheet: str) -> str:
    """Return where an address in a sheet leads below the output; "" if elsewhere.

    >>> resolve("../b.css?v=2", "theme/css/sub/a.css")
    'theme/css/b.css'
    >>> resolve("https://fonts.example/x.css", "theme/css/a.css")
    ''
    """
    path = re.split("[?#]", address)[0].replace("%20", " ")
    if not RELATIVE.match(path):
        return ""
    return normpath(join(dirname(sheet), path))


def move(css: str, old: str, new: str) -> str:
    """Return a sheet's text with its addresses as they are seen from another sheet.

    >>> move("a{b:url(i/p.png)}", "theme/css/sub/a.css", "theme/css/main.css")
    'a{b:url(sub/i/p.png)}'
    """
    way = relpath(dirname(old) or ".", dirname(new) or ".")
    if way == ".":
        return css

    def put(found: re.Match[str]) -> str:
        if found["url"]:
            return f"url({_moved(found['url'][4:-1].strip(), way)})"
        if found["set"]:
            return ADDRESS.sub(put_in_set, found["set"][:-1]) + ")"
        return found[0]

    def put_in_set(found: re.Match[str]) -> str:
        return _moved(found["text"], way) if found["text"] else put(found)

    return ADDRESS.sub(put, css)


def _moved(written: str, way: str) -> str:
    quote = written[0] if written[:1] in ("'", '"') else ""
    address = written.strip(quote) if quote else written
    if not RELATIVE.match(address):
        return written
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{quote}{normpath(join(way, path))}{mark}{rest}{quote}"


def _unwrapped(written: str) -> str:
    """Return the address inside ``url(…)`` and quotes."""
    if written.lower().startswith("url("):
        written = written[4:-1].strip()
    return written[1:-1] if written[:1] in ("'", '"') else written
