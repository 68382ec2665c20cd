"""What a file of references is: its letters, its format, and advice about others."""

from __future__ import annotations

import re

#: How a file of each readable kind begins a record.
SIGNS = {
    "RIS": re.compile(
        r"^[ \t\ufeff\xa0]*TY[ \t\xa0]{0,4}[-‐–—][ \t\xa0]*[A-Za-z ]{0,24}\s*$",
        re.MULTILINE | re.IGNORECASE,
    ),
    "PubMed": re.compile(r"^(?:PMID ?- ?\d|OWN ?- ?[A-Z]{2})", re.MULTILINE),
    "BibTeX": re.compile(r"^[ \t\ufeff]*@[A-Za-z]+\s*[{(]", re.MULTILINE),
    "CSL-JSON": re.compile(r"\A[\s\ufeff]*[\[{]"),
}
#: What a file with this suffix should hold.
KINDS = {
    ".bib": "BibTeX",
    ".bibtex": "BibTeX",
    ".ris": "RIS",
    ".nbib": "PubMed",
    ".json": "CSL-JSON",
}
#: Suffixes that say nothing, or belong to formats that are recognised and not read.
OTHERS = (
    *(".txt", ".medline", ".enw", ".ciw", ".xml", ".csv", ".tsv", ".rdf", ".yaml"),
    *(".yml", ".docx", ".pdf", ".html", ".htm", ".isi", ".refer", ".xlsx", ".csljson"),
)
ADVICE = "Export RIS (.ris), BibTeX (.bib) or CSL-JSON (.json) there instead."
PUBMED = "Save it again with “Format: PubMed” (.txt) or “Send to: Citation manager”."
SCIENCE = "In Web of Science choose “Export: RIS (other reference software)”."
NUMBERS = "Give them by commas: invoke cite 31166571,32526774."
#: How a file of another format is recognised, what it is, and what to do.
FOREIGN = [
    (re.compile(pattern, re.MULTILINE), name, advice)
    for name, advice, pattern in (
        ("EndNote XML", ADVICE, r"\A\s*<\?xml[^>]*>\s*<xml>|<source-app name=.EndNote"),
        ("PubMed XML", PUBMED, r"<PubmedArticle|<MedlineCitation"),
        ("MODS XML", ADVICE, r"<modsCollection|<mods[\s>]"),
        ("Zotero RDF", ADVICE, r"<rdf:RDF"),
        ("a web page (HTML)", ADVICE, r"\A\s*<(?:!doctype\s+)?html|<html[\s>]"),
        ("XML", ADVICE, r"\A\s*<(?:\?xml|[a-zA-Z])"),
        ("EndNote’s or Refer’s own (.enw)", ADVICE, r"^%[0AT] \S.*\n(?:%\S .*\n?)+"),
        (
            "Web of Science’s text (.ciw)",
            SCIENCE,
            r"\A\s*FN (?:Clariv|Thoms|ISI)",
        ),
        ("Web of Science’s text (.ciw)", SCIENCE, r"^PT [JBSP]\s*$"),
        ("Web of Science’s table", SCIENCE, r"\A\s*PT\tAU"),
        ("RefWorks’ own", ADVICE, r"^RT (?:Journal|Book|Generic|Web|Report|Thesis)"),
        ("Ovid’s own", ADVICE, r"^VN {1,2}- Ovid Technologies|^<\d+>\s*$"),
        ("the Cochrane Library’s own", ADVICE, r"^Record #\d+ of \d+\s*\nID: "),
        ("a table", ADVICE, r"\A\W*(?:Authors?|PMID|Title|Key|Item Type)\W{0,2}[,;\t]"),
        ("YAML", ADVICE, r"\A---\s*$|\A\s*-?\s*(?:references|id|type):"),
        ("a list of references as text", PUBMED, r"^1[.:] .{20,}"),
        ("a list of numbers", NUMBERS, r"\A\s*\d{6,9}(?:\s+\d{6,9})*\s*\Z"),
    )
]


def decode(data: bytes) -> tuple[str, str]:
    """Return a file's text, and what is doubtful about its letters."""
    for mark, name in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace"), ""
    zeros = data[:400:2].count(0), data[1:400:2].count(0)
    if data and max(zeros) * 5 > len(data[:400]) // 2:
        wide = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return data.decode(wide, "replace"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    text = data.decode("utf-8-sig", "replace")
    lost = text.count("\ufffd")
    if sum(not one.isascii() for one in text) > 2 * lost:
        return text, f"{lost} characters are lost, the first one in line {line}."
    name, of = "cp1252", "Windows"
    if b"\n" not in data and b"\r" in data:
        name, of = "mac_roman", "old Macs"
    doubt = (
        f"This file is not UTF-8; it was read in the alphabet of {of}. Look at the"
        f" letters with accents, the first ones in line {line}."
    )
    return data.decode(name, "replace"), doubt


def kind_of(text: str, suffix: str) -> str:
    """Return which reader a text is for; the file's name goes first."""
    own = KINDS.get(suffix, "")
    known = [kind for kind, sign in SIGNS.items() if sign.search(text)]
    if own in known:
        return own
    is_foreign = any(pattern.search(text) for pattern, _, _ in FOREIGN)
    if known and not (is_foreign and suffix not in KINDS):
        return known[0]
    return "RIS" if own == "RIS" and _has_fields(text) else ""


def _has_fields(text: str) -> bool:
    """Return whether a text has RIS's lines, though none that begins a record."""
    fields = re.findall(r"^(AU|A1|TI|T1|PY|Y1|DO|JO|JF|ER) {1,3}-", text, re.MULTILINE)
    return len(set(fields)) > 1


def name_binary(data: bytes) -> str:
    """Return what a file is that holds no text, or an empty text."""
    known = {b"PK": "a Word, Excel or zip file", b"%PDF": "a PDF", b"\xd0\xcf": "Word"}
    return next((name for sign, name in known.items() if data.startswith(sign)), "")


def name_foreign(text: str, suffix: str) -> str:
    """Return the sentence about a text that no reader is for."""
    for pattern, name, advice in FOREIGN:
        if pattern.search(text):
            return f"This is a file of another format: {name}. {advice}"
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")[:50]
    own = KINDS.get(suffix)
    wanted = f"nothing of {own} was found" if own else "its format is not known"
    return f"There is no work in this file: {wanted}. It begins “{first}”. {ADVICE}"
