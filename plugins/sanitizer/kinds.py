"""Files by kind: what a site gives away, by their names and by what is in them.

A server may run a file, or a browser may, by its name or by its first bytes; so both
have to say the same, and what is not on the list is not published. The signatures are
those of the MIME Sniffing standard (https://mimesniff.spec.whatwg.org/) and of the
formats themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .svg import find_svg_fault

if TYPE_CHECKING:
    from collections.abc import Collection

ZIP = r"PK[\x03\x05]"
OGG = "OggS"
BOXES = r".{4}ftyp"
#: By the suffix of a name: what its first bytes are.
SIGNATURES = {
    ".avif": BOXES,
    ".bmp": "BM",
    ".docx": ZIP,
    ".epub": ZIP,
    ".flac": "fLaC",
    ".gif": r"GIF8[79]a",
    ".gz": r"\x1f\x8b",
    ".heic": BOXES,
    ".ico": r"\x00\x00\x01\x00|\x89PNG",
    ".jpeg": r"\xff\xd8\xff",
    ".jpg": r"\xff\xd8\xff",
    ".m4a": BOXES,
    ".m4v": BOXES,
    ".mov": r".{4}(?:ftyp|moov|mdat|wide|free)",
    ".mp3": r"ID3|\xff[\xe0-\xff]",
    ".mp4": BOXES,
    ".odp": ZIP,
    ".ods": ZIP,
    ".odt": ZIP,
    ".oga": OGG,
    ".ogg": OGG,
    ".ogv": OGG,
    ".opus": OGG,
    ".otf": "OTTO",
    ".pdf": r".{0,1019}%PDF-",
    ".png": r"\x89PNG\r\n\x1a\n",
    ".pptx": ZIP,
    ".tif": r"II\*\x00|MM\x00\*",
    ".tiff": r"II\*\x00|MM\x00\*",
    ".ttf": r"\x00\x01\x00\x00|true",
    ".wav": r"RIFF.{4}WAVE",
    ".webm": r"\x1aE\xdf\xa3",
    ".webp": r"RIFF.{4}WEBP",
    ".woff": "wOFF",
    ".woff2": "wOF2",
    ".xlsx": ZIP,
    ".zip": ZIP,
}
#: What is plain text, and may not begin as HTML or XML does.
TEXTS = frozenset(
    {
        *(".asc", ".bib", ".css", ".csv", ".ics", ".json", ".md", ".pem", ".ris"),
        *(".srt", ".sig", ".tsv", ".txt", ".vcf", ".vtt", ".webmanifest"),
    }
)
#: Names that hosts and protocols ask for, without a suffix or with a dot before them.
NAMES = frozenset({"CNAME", "LICENSE", ".nojekyll", "_headers", "_redirects"})
WELL_KNOWN = ".well-known/"
PROGRAM_NAMES = (
    "asa ascx ashx asmx asp aspx cer cfc cfm cgi do fcgi jhtml jsp jspx lua phar php"
    " php3 php4 php5 php7 php8 phtml pht phps pl pm py rb sh shtm shtml stm"
)
#: What servers run; some do wherever it stands in a name: “x.php.png”.
PROGRAMS = frozenset(f".{name}" for name in PROGRAM_NAMES.split())
#: Those that servers look for at a name's end only; “v1.0.sh.zip” is an archive.
AT_END = frozenset({".do", ".lua", ".pl", ".pm", ".py", ".rb", ".sh"})
#: What browsers run; a server may take it from the middle of a name: “x.html.gz”.
PAGES = frozenset({".htm", ".html", ".js", ".mjs", ".svg", ".svgz", ".xht", ".xhtml"})
#: Signs that would end an attribute or an address that names the file.
SPECIAL = re.compile(r"[\x00-\x1f\"'<>`\\?#\x7f-\x9f]")
SIGNS = "has signs in its name that end an address"
#: How much of a file tells what it is; a drawing is read whole, up to its own limit.
HEAD = 4096
LARGEST_SVG = 1024 * 1024


def bytes_to_read(name: str) -> int:
    """Return how many bytes of a file have to be seen to judge it."""
    return LARGEST_SVG + 1 if name.lower().endswith(".svg") else HEAD


def find_suffixes(name: str) -> list[str]:
    """Return what a file's name ends in, each with its dot, in small letters."""
    return [f".{one}" for one in name.lower().lstrip(".").split(".")[1:]]


def find_fault(place: str, data: bytes, allowed: Collection[str]) -> str:
    """Return why a file may not be published, in words; "" where it may.

    ``place`` is its path in the site; ``allowed`` are the suffixes (``.html``) and
    names (``.htaccess``) that the site lets in whatever is in them.
    """
    name = place.rsplit("/", 1)[-1]
    suffixes = find_suffixes(name)
    last = suffixes[-1] if suffixes else ""
    if name in allowed or last in allowed:
        return ""
    if why := _find_name_fault(place, name, suffixes):
        return why
    is_hidden = name.startswith(".")
    is_text = last in TEXTS or (place.startswith(WELL_KNOWN) and not last)
    if name in NAMES or (is_text and not is_hidden):
        return _find_text_fault(data)
    if last == ".svg" or last in SIGNATURES:
        return _find_format_fault(last, data)
    kind = f"of a kind that is not on the list: “{last}”"
    return f"is {kind}" if last else f"has a name without a kind: “{name}”"


def _find_name_fault(place: str, name: str, suffixes: list[str]) -> str:
    if SPECIAL.search(place):
        return SIGNS
    if PAGES.intersection(suffixes[:-1]):
        return f"is a page to some servers, by its name: “{name}”"
    inner = PROGRAMS.intersection(suffixes[:-1]) - AT_END
    if programs := inner | PROGRAMS.intersection(suffixes[-1:]):
        return f"is a program to some servers, by “{min(programs)}” in its name"
    return ""


def _find_text_fault(data: bytes) -> str:
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n\f\v")
    if b"\0" in data:
        return "is not what its name says: no text"
    return "begins as HTML or XML does, and is called text" if text[:1] == b"<" else ""


def _find_format_fault(suffix: str, data: bytes) -> str:
    if suffix != ".svg":
        is_one = re.match(SIGNATURES[suffix].encode("latin-1"), data, re.DOTALL)
        return "" if is_one else f"is not what its name says: no {suffix[1:]} file"
    if len(data) > LARGEST_SVG:
        return "is a drawing of more than 1 MB"
    return find_svg_fault(data)
