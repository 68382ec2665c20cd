"""CSL-JSON of Zotero, Mendeley, Paperpile, citeproc and Crossref."""

from __future__ import annotations

from ..library.json_lines import read_blocks
from ..lookup.csl import to_csl
from ..lookup.deposit import parse_crossref
from .recognise import ADVICE
from .shared import Exchange

#: Fields of other programs' JSON.
OTHER_JSON = {
    "itemType": "Zotero (export “CSL JSON”)",
    "pubtype": "Paperpile",
    "paperId": "Semantic Scholar",
    "display_name": "OpenAlex",
    "uid": "PubMed’s esummary",
    "bibliographicCitation": "a library catalogue",
}


def read_csl_json(text: str) -> Exchange:
    """Return the items of a CSL-JSON file: a list, one item, or ``{"items": […]}``.

    Crossref's own answers are read too; JSON of other programs is named.
    """
    text = text.removeprefix("\ufeff")
    is_list = text.lstrip().startswith("[")
    blocks, faults = read_blocks(text if is_list else f"[{text}]")
    found = Exchange()
    for line, what in faults:
        found.report(line, what)
    for number, block in enumerate(blocks, 1):
        if block.fault:
            found.report(block.line, block.fault, lost=True)
            continue
        for at, value in enumerate(_records(block.value), 1):
            name = f"item{number if len(blocks) > 1 or is_list else at}"
            _take(found, value, name, block.line)
    return found


def _records(value: object) -> list[object]:
    """Return the records that a file holds as one object."""
    if not isinstance(value, dict):
        return [value]
    message = value.get("message")
    if isinstance(message, dict):
        inner = message.get("items")
        return inner if isinstance(inner, list) else [message]
    cited = value.get("citationItems")  # a field of Word's that Zotero or Mendeley made
    if isinstance(cited, list):
        inside = [one.get("itemData") for one in cited if isinstance(one, dict)]
        return [one for one in inside if one]
    for name in ("items", "references", "records"):
        if isinstance(value.get(name), list) and "type" not in value:
            return list(value[name])
    return [value]


def _take(found: Exchange, value: object, name: str, line: int) -> None:
    if not isinstance(value, dict):
        found.ask(line, f"“{value}” is no record; it was taken as a work’s title.")
        found.add({"title": str(value), "id": name}, line)
        return
    other = next((program for sign, program in OTHER_JSON.items() if sign in value), "")
    if other and "type" not in value:
        what = f"This is a record of {other}, no CSL-JSON. It was not added. {ADVICE}"
        found.report(line, what, lost=True)
        return
    if "reference-count" in value or "is-referenced-by-count" in value:
        item = to_csl(parse_crossref(value))
    else:
        item = dict(value)
    own = value.get("id") or value.get("citation-key")
    found.add({**item, "id": own if isinstance(own, str | int) else name}, line)
