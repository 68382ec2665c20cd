"""Lists of references typed by hand: found, compared, turned into citations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...source.header import parse_header
from ..library.doi import clean_doi, find_pmid
from ..library.item import parse_item
from ..library.reference import TYPED
from .shared import pages

if TYPE_CHECKING:
    from ...source.core import Source
    from ...source.prose import Prose
    from ..library.reference import Reference

START = re.compile(r"^\s{0,3}(?:(?P<number>\d{1,4})[.)]|\[(?P<mark>\d{1,4})\]|[-*])\s+")
#: “[1]”, “[2, 3]”, “[4-6]” in the text; no link, no footnote, no list item.
MARK = re.compile(
    r"(?<![\w\]!])\[(?P<inside>\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\](?![(\[:])"
)


@dataclass(frozen=True)
class PlainEntry:
    """One entry of such a list."""

    number: int
    line: int
    text: str

    @property
    def doi(self) -> str:
        """Return its DOI, cleaned, or an empty string."""
        return clean_doi(self.text)

    @property
    def pmid(self) -> str:
        """Return its PubMed number, or an empty string."""
        return find_pmid(self.text)


@dataclass(frozen=True)
class PlainList:
    """A list and the lines, from 1, on which it stands, heading included."""

    first: int
    last: int
    entries: tuple[PlainEntry, ...]


def read_plain_list(source: Source) -> PlainList | None:
    """Return the list of references that a post has typed by hand, if any."""
    place = find_plain_list(source.prose)
    if place is None:
        return None
    first, last = place
    lines = source.lines
    entries: list[PlainEntry] = []
    for at in range(first, last):
        line = lines[at]
        if not line.strip():
            continue
        begins = START.match(line)
        # Entries without numbers have empty lines between them.
        stands_apart = not (lines[at - 1].strip() if entries else UNDERLINE.match(line))
        if begins or stands_apart:
            said = begins and (begins["number"] or begins["mark"])
            number = int(said) if said else len(entries) + 1
            rest = line[begins.end() :] if begins else line
            entries.append(PlainEntry(number, at + 1, " ".join(rest.split())))
        elif entries:
            joined = f"{entries[-1].text} {' '.join(line.split())}"
            entries[-1] = replace(entries[-1], text=joined)
    return PlainList(first, last, tuple(entries))


def rewrite(
    source: Source, keys: dict[int, str], place: PlainList
) -> tuple[str, list[int]]:
    """Return the post with keys for marks and without its list, and who was cited.

    A mark with a number that no entry has stays as it is.
    """
    prose, lines = source.prose, source.lines
    start = prose.first_line - 1
    header = "".join(f"{line}\n" for line in lines[:start])
    body = "\n".join(lines[start : place.first - 1]).rstrip("\n")
    tail = "\n".join(lines[place.last :]).strip("\n")
    cited: list[int] = []
    out, at = [], 0
    for mark in MARK.finditer(prose.text, 0, len(body)):
        numbers = _numbers(mark["inside"])
        if not all(number in keys for number in numbers):
            continue
        cited.extend(number for number in numbers if number not in cited)
        out.append(body[at : mark.start()])
        out.append("[" + "; ".join(f"@{keys[number]}" for number in numbers) + "]")
        at = mark.end()
    body = "".join([*out, body[at:]])
    whole = "\n\n".join(part for part in (body, tail) if part)
    return f"{header}{whole}\n", cited


def add_further_reading(text: str, keys: list[str]) -> str:
    """Return the post with these keys as ``further_reading`` in its header."""
    if not keys:
        return text
    lines = text.split("\n")
    listed = ", ".join(keys)
    header = parse_header(text)
    is_yaml = header.form == "yaml"
    said = f"further_reading: [{listed}]" if is_yaml else f"Further_reading: {listed}"
    end = max(header.body_line - 2, 0) if header.is_closed else 0
    return "\n".join([*lines[:end], said, *lines[end:]])


def _numbers(inside: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r"[,;]", inside):
        ends = [int(end) for end in re.split(r"[–-]", part)]
        numbers.extend(range(ends[0], ends[-1] + 1))
    return numbers


YEAR = r"(?:19|20)\d\d"
APA = re.compile(
    rf"^(?P<authors>.+?)\s*\((?P<year>{YEAR})[a-z]?(?:,[^)]*)?\)\.?\s*(?P<rest>.+)$",
    re.DOTALL,
)
APA_SOURCE = re.compile(
    r"^(?P<journal>.+?),\s*(?P<volume>\d+\w*)?\s*(?:\((?P<issue>[^)]+)\))?"
    r"(?:,\s*(?P<page>[A-Za-z]?\d[\w.]*(?:\s*[-–—]\s*[A-Za-z]?\d[\w.]*)?))?\s*\.?\s*$",
    re.DOTALL,
)
AMA_SOURCE = re.compile(
    rf"(?P<journal>[^.]+(?:\.[^.\d]+)*?)\.\s*(?P<year>{YEAR})[^;:.]*"
    r"(?:;\s*(?P<volume>\w+)?\s*(?:\((?P<issue>[^)]+)\))?"
    r"(?:\s*:\s*(?P<page>[A-Za-z]?\d[\w.]*(?:\s*[-–—]\s*[A-Za-z]?\d[\w.]*)?))?)?\s*\.?\s*$",
    re.DOTALL,
)
APA_NAME = re.compile(
    r"(?P<family>[^\W\d_][^,&]*?),\s*(?P<given>(?:[^\W\d_]\.?[\s-]*)+?)(?=,|&|$|\s+\()"
)


ADDRESS = re.compile(
    r"\s*(?:\bdoi:?\s*|https?://(?:dx\.)?doi\.org/)*10\.\d{4,9}/\S+.*$",
    re.IGNORECASE | re.DOTALL,
)
LONGEST_ENTRY = 3000  #: characters of what can be a reference
NUMBERS = re.compile(r"\s*\bPMID:?\s*\d+.*$|\s*(?:Retrieved|Available)\b.*$", re.DOTALL)
AMA_NAME = re.compile(
    r"(?P<family>.+?)\s+(?P<given>[A-Z]{1,4})(?:\s+(?:Jr|Sr|I{2,3}))?"
)


def read_entry(entry: PlainEntry) -> dict[str, object]:
    """Return what an entry says as CSL-JSON, as far as its shape can be read."""
    text = NUMBERS.sub("", ADDRESS.sub("", re.sub(r"[*_]", "", entry.text)))
    item: dict[str, object] = {"title": text}
    if len(text) <= LONGEST_ENTRY:
        item = _read_apa(text) or _read_ama(text) or item
    item |= {"id": f"entry{entry.number}", "type": "article-journal"}
    if entry.doi:
        item["DOI"] = entry.doi
    return {key: value for key, value in item.items() if value}


def _read_apa(text: str) -> dict[str, object]:
    found = APA.match(text)
    if not found:
        return {}
    item: dict[str, object] = {"author": _apa_authors(found["authors"])}
    item["issued"] = {"date-parts": [[int(found["year"])]]}
    # The title ends where the source, which names a volume or pages, begins.
    rest = found["rest"].strip()
    cuts = [cut.end() for cut in re.finditer(r"[.?!]\s+(?=\S)", rest)]
    for cut in reversed(cuts):
        source = APA_SOURCE.match(rest[cut:])
        if source and (source["volume"] or source["page"]):
            item["title"] = rest[:cut].strip().removesuffix(".")
            return item | _source(source)
    item["title"] = (
        rest[: cuts[0]].strip().removesuffix(".") if cuts else rest.rstrip(".")
    )
    return item


def _read_ama(text: str) -> dict[str, object]:
    head, _, rest = text.partition(". ")
    if not rest:
        return {}
    cuts = [cut.end() for cut in re.finditer(r"[.?!]\s+", rest)]
    for cut in cuts:
        source = AMA_SOURCE.match(rest[cut:])
        if source and not re.search(r"[?!]", source["journal"]):
            title = rest[:cut].strip().removesuffix(".")
            item: dict[str, object] = {"title": title, "author": _ama_authors(head)}
            item["issued"] = {"date-parts": [[int(source["year"])]]}
            return item | _source(source)
    return {}


def _source(found: re.Match[str]) -> dict[str, object]:
    said = {
        "container-title": found["journal"],
        "volume": found["volume"],
        "issue": found["issue"],
        "page": pages(found["page"] or "").rstrip("."),
    }
    return {variable: text.strip() for variable, text in said.items() if text}


def _apa_authors(text: str) -> list[dict[str, str]]:
    found = [*APA_NAME.finditer(text)]
    names = [
        {"family": one["family"].strip(" .…&"), "given": one["given"].strip()}
        for one in found
    ]
    elided = re.search(r"\.\s?\.\s?\.|…|\bet al", text)
    if names and elided:
        named_before = sum(one.start() <= elided.start() for one in found)
        names.insert(named_before, {"literal": "…"})
    return names or [{"literal": text.strip()}]


def _ama_authors(text: str) -> list[dict[str, str]]:
    names: list[dict[str, str]] = []
    for part in re.split(r",\s*", text):
        if re.fullmatch(r"et al\.?|…|\.\.\.", part.strip()):
            names.append({"literal": "…"})
            continue
        found = AMA_NAME.fullmatch(part.strip())
        if found:
            given = " ".join(f"{letter}." for letter in found["given"])
            names.append({"family": found["family"], "given": given})
        elif part.strip():
            names.append({"literal": part.strip()})
    return names


def read_typed(source: Source) -> list[Reference]:
    """Return the entries of a post's own list that say enough to be found."""
    place = read_plain_list(source)
    name = source.path.rpartition("/")[2].rpartition(".")[0]
    found = []
    for entry in place.entries if place else ():
        item = read_entry(entry)
        if "author" not in item:
            # Its shape was not understood: only its DOI can be held to anything.
            item.pop("title", None)
        if "DOI" in item or "author" in item:
            item |= {"id": f"{name}, reference {entry.number}", "custom": {TYPED: True}}
            found.append(parse_item(item, source.path, entry.line))
    return found


HEADING_WORD = re.compile(
    r"^[^\w\n]*(?:references|sources|bibliography|works cited)\b",
    re.IGNORECASE | re.MULTILINE,
)
HEADING = re.compile(
    r"^(?:#{1,6}\s*|\*\*)?(?:references|sources|bibliography|works cited)[\s:*]*#*$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^\s{0,3}(?:\d{1,4}[.)]|\[\d{1,4}\]|[-*])\s+\S")
UNDERLINE = re.compile(r"^[-=]+\s*$")


def find_plain_list(prose: Prose) -> tuple[int, int] | None:
    """Return the file's first and last line of a list of references typed by hand.

    Such a list has a heading of its own, “References:”, and entries below it.
    """
    if not HEADING_WORD.search(prose.body):
        return None
    lines = prose.lines
    for at, line in enumerate(lines):
        if not HEADING.match(line.strip()):
            continue
        below = (n for n in range(at + 1, len(lines)) if lines[n].strip())
        rest = (n for n in below if not UNDERLINE.match(lines[n]))
        last = next(rest, at)
        if last == at or not _is_entry(lines[last]):
            continue
        for n in rest:
            goes_on = n - last <= 1 or lines[n].startswith((" ", "\t"))
            if not goes_on and not _is_entry(lines[n]):
                break
            last = n
        return at + prose.first_line, last + prose.first_line
    return None


def _is_entry(line: str) -> bool:
    return bool(NUMBERED.match(line) or re.search(r"\b10\.\d{4,9}/", line))
