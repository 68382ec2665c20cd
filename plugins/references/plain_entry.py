"""One reference typed by hand, read in the shapes of APA and AMA."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plain import PlainEntry

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
NUMBERS = re.compile(r"\s*\bPMID:?\s*\d+.*$|\s*(?:Retrieved|Available)\b.*$", re.DOTALL)
AMA_NAME = re.compile(
    r"(?P<family>.+?)\s+(?P<given>[A-Z]{1,4})(?:\s+(?:Jr|Sr|I{2,3}))?"
)
#: Where the source names the journal's parts.
PARTS = {"journal": "container-title", "volume": "volume", "issue": "issue"}


def read_entry(entry: PlainEntry) -> dict[str, object]:
    """Return what an entry says as CSL-JSON, as far as its shape can be read."""
    text = NUMBERS.sub("", ADDRESS.sub("", re.sub(r"[*_]", "", entry.text)))
    item = _read_apa(text) or _read_ama(text) or {"title": text}
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
    names = {
        "journal": "container-title",
        "volume": "volume",
        "issue": "issue",
        "page": "page",
    }
    said = {ours: (found[theirs] or "").strip() for theirs, ours in names.items()}
    if said["page"]:
        said["page"] = re.sub(r"\s*[-–—]\s*", "-", said["page"]).rstrip(".")
    return {key: value for key, value in said.items() if value}


def _apa_authors(text: str) -> list[dict[str, str]]:
    names: list[dict[str, str]] = []
    elided = re.search(r"\.\s?\.\s?\.|…|\bet al", text)
    for found in APA_NAME.finditer(text):
        if elided and found.start() > elided.start() and {"literal": "…"} not in names:
            names.append({"literal": "…"})
        names.append(
            {"family": found["family"].strip(" .…&"), "given": found["given"].strip()}
        )
    if elided and {"literal": "…"} not in names and names:
        names.append({"literal": "…"})
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
