"""BibTeX and biblatex files as CSL-JSON: what each type and each field becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...problem import did_you_mean
from .bibtex_file import BibEntry, BibFile
from .bibtex_inheritance import inherit
from .bibtex_names import read_names
from .dates import CslDate, read_iso, read_words, read_year
from .latex import Macros, read_address, read_definitions, read_latex
from .shared import Exchange, edition, gather, pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: CSL's type → what BibTeX calls it.
TYPES = {
    "article": "preprint",
    "article-journal": "article suppperiodical",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "book": "book collection manual mvbook mvcollection mvproceedings proceedings"
    " reference mvreference",
    "chapter": "bookinbook inbook incollection suppbook suppcollection",
    "dataset": "dataset data",
    "document": "misc other",
    "entry-encyclopedia": "inreference",
    "graphic": "artwork image figure",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "jurisdiction",
    "legislation": "legislation legal law",
    "manuscript": "unpublished",
    "motion_picture": "movie video film",
    "pamphlet": "booklet",
    "paper-conference": "conference inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "report": "report techreport",
    "review": "review",
    "software": "software",
    "song": "audio music",
    "speech": "presentation talk lecture poster",
    "standard": "standard",
    "thesis": "mastersthesis phdthesis thesis bachelorsthesis bachelorthesis"
    " masterthesis phd diplomathesis",
    "webpage": "electronic online www webpage website",
}
CSL_TYPES = {word: csl for csl, words in TYPES.items() for word in words.split()}
#: Entries that are no works: containers, and orders to a style.
NO_WORK = re.compile(r"xdata|control|\w*bstctl|bibnote|set")
#: What a thesis or a report is, where its ``type`` does not say so.
GENRES = {"phdthesis": "PhD thesis", "phd": "PhD thesis"}
GENRES |= dict.fromkeys(("mastersthesis", "masterthesis"), "Master’s thesis")
GENRES |= dict.fromkeys(("bachelorsthesis", "bachelorthesis"), "Bachelor’s thesis")
GENRES |= {"diplomathesis": "Diploma thesis"}
#: biblatex's keys for the words of ``type``.
KINDS = {"phdthesis": "PhD thesis", "bathesis": "Bachelor’s thesis"}
KINDS |= dict.fromkeys(("mathesis", "mscthesis"), "Master’s thesis")
KINDS |= {"candthesis": "Candidate thesis", "techreport": "Technical report"}
KINDS |= {"resreport": "Research report", "software": "Computer software"}
KINDS |= {"datacd": "Data CD", "audiocd": "Audio CD", "patent": "Patent"}
#: BibTeX's field → CSL's variable of names.
NAMES = {"author": "author", "editor": "editor", "translator": "translator"}
NAMES |= {"bookauthor": "container-author"}
#: CSL's variable → the fields whose text goes over as it is; the first one counts.
PLAIN = {
    "volume": "volume",
    "publisher": "publisher institution school organization",
    "publisher-place": "address location",
    "collection-title": "series",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "language": "language langid",
    "version": "version",
    "chapter-number": "chapter",
    "number-of-pages": "pagetotal numpages",
    "number-of-volumes": "volumes",
    "part-number": "part",
    "abstract": "abstract",
    "note": "note",
    "keyword": "keywords",
    "container-title-short": "shortjournal",
    "title-short": "shorttitle",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "event-title": "eventtitle",
    "event-place": "venue",
    "status": "pubstate",
    "year-suffix": "extrayear",
}
#: When a page was seen, as many programs call it; the first one counts.
ACCESSED = """urldate accessed lastaccessed lastchecked lastvisited accessdate
    urlaccessdate visited retrieved""".split()  # noqa: SIM905  # a table of words
#: Fields that other programs keep for themselves, with paths and dates of their own.
PRIVATE = """file owner timestamp groups keywords-plus local-url date-added
    date-modified bdsk-file-1 bdsk-url-1 creationdate priority modificationdate crossref
    xdata xref ids comment read __markedentry options sortkey
    ranking readstatus printed qualityassured langidopts presort"""
#: Fields that go over changed.
HANDLED = """date year month day origdate eventdate pages edition issue number doi
    url eprint eprinttype eprintclass archiveprefix primaryclass type title subtitle
    maintitle mainsubtitle booktitle booksubtitle journal journaltitle journalsubtitle
    howpublished entrysubtype citation"""
#: The number of an article without pages, as publishers and indexes call it.
ARTICLE_NUMBERS = """eid article-number articleno art_number articlenumber
    article_number elocation-id""".split()  # noqa: SIM905  # likewise
KNOWN = frozenset(
    " ".join([*NAMES, *PLAIN.values(), *ACCESSED, *ARTICLE_NUMBERS, HANDLED]).split()
) - {"type"}
#: Fields behind which a comma or a semicolon was left over.
NUMBERS = ("volume", "number", "issue", "pages", "edition", "year", "month")
DATES = ("date", "year", "month", "day", "urldate", "origdate", "eventdate")
#: Fields that are missed where a field of a nearly equal name is read by nobody.
MISSED = """title author editor journal booktitle publisher year volume number pages
    doi""".split()  # noqa: SIM905  # likewise
#: biblatex's keys for the words of ``pubstate``.
STATES = {"inpress": "in press", "inpreparation": "in preparation"}
#: What an index calls a work of these types is no genre: “Article”, “Journal Article”.
SELF_EVIDENT = (
    "article-",
    "book",
    "chapter",
    "paper-",
    "periodical",
    "entry-",
    "review",
)
SILENT = frozenset([*PRIVATE.split(), "abstract", "keywords", "annotation", "annote"])
#: Words that a reader should see, and that CSL has no place for.
UNPRINTED = ("titleaddon", "booktitleaddon", "maintitleaddon", "addendum")
#: ``eprinttype`` → the variable that holds the number of such an archive.
PUBMED = {"pubmed": "PMID", "pmid": "PMID", "pmc": "PMCID", "pmcid": "PMCID"}
ADDRESSES = ("doi", "url", "eprint")
#: Google Scholar's patents, which are ``@misc``.
GOOGLE_PATENT = re.compile(r"([A-Z]{2}) Patent(?: App\.)? (\w[\w,/]*)")
URL = re.compile(r"https?://[^\s<>“”\"{}]+[^\s<>“”\"{}.,;:)\]]")
#: Words around an address or a date that say nothing else.
FILLER = re.compile(
    r"(?:(?:available|online|at|from|via|url|retrieved|accessed|see|link|under|on|the|last"
    r"|visited|also|internet|web|verfügbar|disponible|en|sur|electronic)|[\W_])*",
    re.IGNORECASE,
)
SEEN = re.compile(
    r"\b(?:last\s+)?(?:accessed|visited|retrieved|viewed|checked|access(?:\s+date)?"
    r"|abgerufen|zugriff|aufgerufen|consult(?:ed|é|ée|ado)|acceso|geraadpleegd)\b"
    r"(?:\s+(?:on|am|le|el|op|date))*[\s:]*([^\];)(]{0,24}?\d{4}(?:[-/]\d\d?){0,2})(?!\d)",
    re.IGNORECASE,
)


def read_bibtex(text: str) -> Exchange:
    """Return the entries of a BibTeX file; a broken one costs only itself."""
    found = Exchange()
    file = BibFile(text, found.report)
    macros = read_definitions(file.preamble)
    works = [entry for entry in file.entries if _is_work(entry, found)]
    _name_doubled(works, found)
    keys = {entry.key.lower() for entry in file.entries}
    for entry in works:
        _keep_doi(entry, keys)
    inherit(file.entries, found.report)
    for number, entry in enumerate(works, 1):
        reader = _EntryReader(entry, macros, found)
        if not reader.fields:
            what = f"This entry cannot be read (“{entry.key}”): it has no fields."
            found.report(entry.line, f"{what} Write its title and the rest.")
            continue
        found.add(reader.item(entry.key or f"item{number}"), entry.line)
    found.faults = gather(found.faults)
    return found


def _is_work(entry: BibEntry, found: Exchange) -> bool:
    if entry.kind == "set":
        what = (
            f"{entry.key} is a set of “{entry.text('entryset')}”; each is read alone."
        )
        found.report(entry.line, what)
    elif not NO_WORK.fullmatch(entry.kind) and entry.kind not in CSL_TYPES:
        hint = did_you_mean(entry.kind, CSL_TYPES) or "Take a type that BibTeX knows."
        what = f"there is no type @{entry.kind}; it is read as a document"
        found.report(entry.line, f"{entry.key}: {what}. {hint}")
    return not NO_WORK.fullmatch(entry.kind)


def _keep_doi(entry: BibEntry, keys: set[str]) -> None:
    """Take for a DOI what SciELO writes as ``crossref``."""
    said = entry.text("crossref")
    if re.match(r"10\.\d{4,}/", said) and said.lower() not in keys:
        entry.fields.setdefault("doi", entry.fields.pop("crossref"))


def _name_doubled(entries: list[BibEntry], found: Exchange) -> None:
    first: dict[str, BibEntry] = {}
    for entry in entries:
        before = first.setdefault(entry.key, entry)
        if entry.key and before is not entry and before.fields != entry.fields:
            again = f"The key “{entry.key}” comes again, after line {before.line}."
            found.report(entry.line, f"{again} Give one of the two works another key.")


class _EntryReader:
    """An entry, its fields as text; what cannot be read is reported."""

    def __init__(self, entry: BibEntry, macros: Macros, found: Exchange) -> None:
        self.entry = entry
        self.macros = macros
        self.found = found
        self.addresses: list[str] = []  #: in other fields than ``url``
        self.fields = {
            name: text
            for name in entry.fields
            if name not in NAMES and name not in PRIVATE.split()
            if (text := self._text(name))
        }
        self.fields |= {name: entry.text(name) for name in NAMES if entry.text(name)}

    def report(self, name: str, what: str) -> None:
        """Report what is wrong with a field, on its line."""
        self.found.report(self.entry.line_of(name), f"{self.entry.key}: {what}")

    def _text(self, name: str) -> str:
        value = self.entry.text(name)
        if name in ADDRESSES:
            decoded = read_address(value)
        else:
            decoded = read_latex(value, self.macros)
        self._report_unknown(name, decoded.unknown)
        if name in ("howpublished", "note"):
            self.addresses.extend(decoded.addresses or URL.findall(decoded.text))
        text = decoded.text.rstrip(" ,;") if name in NUMBERS else decoded.text
        return re.sub(r"</?[a-z]+>", "", text) if name in DATES else text

    def _report_unknown(self, name: str, commands: tuple[str, ...]) -> None:
        if not commands or name in SILENT:
            return
        if "{{{" in commands:
            self.report(
                name, f"the field {name} has too many braces; it is kept as is."
            )
            return
        several = len(commands) > 1
        what = f"{' and '.join(commands[:5])} in the {name}"
        end = "are unknown commands" if several else "is an unknown command"
        kept = "they are" if several else "it is"
        what = f"{what} {end}; {kept} kept as written."
        self.report(name, f"{what} Write the characters that should be printed.")

    def item(self, key: str) -> dict[str, object]:
        """Return the entry's CSL-JSON item; what CSL has no place for is kept aside."""
        fields = self.fields
        self._read_places()
        item: dict[str, object] = {"id": key, "type": self._type()}
        custom: dict[str, object] = {}
        for name, variable in NAMES.items():
            names = read_names(self.entry.text(name), self._name_text(name))
            for doubt in names.doubts:
                self.report(name, doubt)
            item[variable] = names.names
            if name == "author" and not names.is_complete:
                custom["authors_complete"] = False
        item |= dict(self._titles())
        for variable, candidates in PLAIN.items():
            said = (fields.get(name) for name in candidates.split())
            if text := next((one for one in said if one), ""):
                item.setdefault(variable, text)
        self._add_dates(item)
        self._add_place(item)
        self._add_kind(item)
        rest = {name: text for name, text in fields.items() if name not in KNOWN}
        if item.get("genre"):
            rest.pop("type", None)
        if rest:
            custom["imported"] = rest
        self._report_unprinted(rest)
        item["custom"] = custom
        return {variable: value for variable, value in item.items() if value}

    def _name_text(self, name: str) -> Callable[[str], str]:
        def to_text(value: str) -> str:
            decoded = read_latex(value, self.macros)
            self._report_unknown(name, decoded.unknown)
            return decoded.text

        return to_text

    def _type(self) -> str:
        kind, fields = self.entry.kind, self.fields
        subtype = f"article-{fields.get('entrysubtype', '').lower()}"
        if kind == "article" and subtype in ("article-newspaper", "article-magazine"):
            return subtype
        if kind in ("misc", "article") and GOOGLE_PATENT.fullmatch(self._note()):
            return "patent"
        if kind == "inbook" and "booktitle" not in fields:
            return "book"  # BibTeX's own: the title is the book's
        if kind != "misc":
            return CSL_TYPES.get(kind, "document")
        archived = fields.get("eprint", "")
        is_archived = archived and not URL.match(archived)
        if is_archived or "preprint" in fields.get("howpublished", "").lower():
            return "article"
        return "webpage" if fields.get("url") and not fields.get("doi") else "document"

    def _note(self) -> str:
        return self.fields.get("note", "")

    def _titles(self) -> Iterator[tuple[str, str]]:
        fields = self.fields
        titles = {
            name: ": ".join(filter(None, (fields.get(name), fields.get(sub))))
            for name, sub in (
                ("title", "subtitle"),
                ("maintitle", "mainsubtitle"),
                ("booktitle", "booksubtitle"),
                ("journaltitle", "journalsubtitle"),
            )
        }
        # CSL has no place for the title of a volume that every style prints.
        whole = "booktitle" if titles["booktitle"] else "title"
        if titles["maintitle"] and titles["maintitle"] != titles[whole]:
            titles[whole] = f"{titles['maintitle']}: {titles[whole]}"
        if not titles["title"] and self._type() == "book":
            titles["title"] = titles.pop("booktitle")
        yield "title", titles["title"]
        journal = titles["journaltitle"] or fields.get("journal", "")
        yield "container-title", journal or titles.get("booktitle", "")

    def _read_places(self) -> None:
        """Take addresses and the day of a visit out of the words around them."""
        fields = self.fields
        if not fields.get("url") and not fields.get("doi") and self.addresses:
            fields["url"] = self.addresses[0]
        if not any(name in fields for name in ACCESSED):
            words = f"{fields.get('howpublished', '')}; {fields.get('note', '')}"
            if seen := SEEN.search(words):
                date = read_words(re.sub(r"(\d)-(\w{3,})-(\d)", r"\1 \2 \3", seen[1]))
                if date and "date-parts" in date:
                    fields["urldate"] = seen[1].strip()
                    for name in ("howpublished", "note"):
                        self._take_out(name, seen[0].strip())
        for address in self.addresses:
            if address == fields.get("url"):
                self._take_out("howpublished", address)
                self._take_out("note", address)

    def _take_out(self, name: str, words: str) -> None:
        """Take words out of a field that say nothing more once they are read."""
        said = self.fields.get(name, "")
        rest = said.replace(words, "").strip(" .,;:")
        if year := self.fields.get("year"):
            rest = re.sub(rf"[(\[]?\b{re.escape(year)}\b[)\]]?\W*$", "", rest)
        if not re.search(r"[(\[].*[)\]]", rest):
            rest = rest.strip(" .,;:()[]")
        if words in said and FILLER.fullmatch(rest):
            del self.fields[name]
        elif words in said and name == "howpublished":
            self.fields[name] = re.sub(r"\s{2,}|\(\s*\)|\[\s*\]", " ", rest).strip()

    def _add_dates(self, item: dict[str, object]) -> None:
        fields = self.fields
        visited = next((name for name in ACCESSED if name in fields), "urldate")
        for variable, name in (
            ("accessed", visited),
            ("original-date", "origdate"),
            ("event-date", "eventdate"),
            ("issued", "date"),
        ):
            said = re.sub(r"(\d)-(\w{3,})-(\d)", r"\1 \2 \3", fields.get(name, ""))
            item[variable] = self._dated(name, *read_iso(said))
        if not item["issued"]:
            year, month = fields.get("year", ""), fields.get("month", "")
            date, fault, suffix = read_year(year, month, fields.get("day", ""))
            name = "year" if year and not month else "month"
            item["issued"] = self._dated(name, date, fault)
            if suffix:
                item["year-suffix"] = suffix

    def _dated(self, name: str, date: CslDate, fault: str) -> CslDate:
        if fault:
            self.report(name, f"{fault}. Write a date as 2019-05-31, a year as 2019.")
        return date

    def _add_place(self, item: dict[str, object]) -> None:
        """Add pages, numbers and addresses."""
        fields = self.fields
        places = {
            "page": pages(fields.get("pages", "")),
            "edition": edition(fields.get("edition", "")),
            "DOI": fields.get("doi", ""),
            "URL": fields.get("url", ""),
            "medium": fields.get("howpublished", ""),
        }
        archive = PUBMED.get(fields.get("eprinttype", "").lower(), "")
        if archive:
            places[archive] = fields.get("eprint", "")
        item |= {variable: value for variable, value in places.items() if value}
        kind, names = str(item["type"]), ("number", "issue", "citation")
        number = next((fields[name] for name in names if name in fields), "")
        for name in ARTICLE_NUMBERS:
            if name in fields:
                item["number"] = fields[name]
        if kind == "patent" and (said := GOOGLE_PATENT.fullmatch(self._note())):
            item |= {"authority": said[1], "number": said[2], "note": ""}
        if not number:
            return
        if kind.startswith(("article-", "periodical")):
            item["issue"] = number
        elif kind in ("book", "chapter", "paper-conference") and "series" in fields:
            item["collection-number"] = number
        elif kind == "paper-conference":
            item["issue"] = number
        else:
            item["number"] = number

    def _add_kind(self, item: dict[str, object]) -> None:
        fields = self.fields
        said = fields.get("type", "")
        genre = KINDS.get(said.lower(), said) or GENRES.get(self.entry.kind, "")
        if genre and not str(item["type"]).startswith(SELF_EVIDENT):
            item["genre"] = genre
        if state := STATES.get(fields.get("pubstate", "")):
            item["status"] = state
        archive = fields.get("archiveprefix") or fields.get("eprinttype", "")
        if fields.get("eprint") and archive and archive.lower() not in PUBMED:
            item.setdefault("publisher", archive)
            if fields["eprint"] not in fields.get("volume", ""):  # DBLP's “abs/2101.1”
                item.setdefault("number", fields["eprint"])

    def _report_unprinted(self, rest: dict[str, str]) -> None:
        for name in UNPRINTED:
            if text := rest.get(name):
                what = f"{name} “{text[:60]}” is kept, and no style prints it"
                self.report(name, f"{what}. Write it into the title if it is needed.")
        missed = [name for name in MISSED if not self.entry.text(name)]
        for name in rest:
            if hint := did_you_mean(name, missed, 0.83):
                self.report(name, f"the field “{name}” is kept, and not read. {hint}")
