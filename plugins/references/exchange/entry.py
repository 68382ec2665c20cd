"""One record of an export on its way in: put right where clear, said where not.

Every format's reader hands its records over here, as CSL-JSON, so that what is asked of
one is asked of all. What CSL has no place for is kept under ``custom.imported``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..library.dates import parse_date, to_csl_date
from ..library.doi import clean_doi, find_dois
from ..library.item import FIELDS, TYPES
from ..library.keys import is_key
from ..library.reference import DATE_VARIABLES, NAME_VARIABLES
from ..library.tidy import is_nothing, tidy_value
from ..library.titles import FATES, is_notice, retraction_prefix
from .names import read_name, tidy_names

DOI_PREFIX = re.compile(
    r"^\s*(?:doi\s*:?\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/)+", re.IGNORECASE
)
#: Where RefWorks left out the space of “Arch.Gen.Psychiatry”.
GLUED = re.compile(r"(?<=[a-z]\.)(?=[A-Z])|(?<=[A-Z]\.)(?=[A-Z][a-z])")
#: What a style writes before the number itself.
VERSION = re.compile(r"^v(?:ersion)?\.?\s*(?=\d)", re.IGNORECASE)
#: Degrees, which are no kinds of thesis yet.
DEGREES = re.compile(
    r"(?P<doctor>ph\.?\s?d\.?|d\.?\s?phil\.?)|(?:m\.?\s?(?:a|s|sc|ed|phil)\.?)",
    re.IGNORECASE,
)
#: An address where the journal should be, with the words around it.
IN_CONTAINER = re.compile(
    r"(?:(?:available|online|retrieved|accessed|from|at|url)\b[\s:]*)*(https?://\S+?)[.,;]?",
    re.IGNORECASE,
)
#: Where a case was reported: “410 U.S. 113”, “597 F. Supp. 2d 100”.
REPORTER = re.compile(r"\d{1,4} [A-Z][\w. ]{0,30}? (\d{1,5})")
#: Words of other programs' fields → CSL's.
ALIASES = {name.lower(): name for name in FIELDS} | {
    "abstractnote": "abstract",
    "article-number": "number",
    "booktitle": "container-title",
    "book-title": "container-title",
    "container_title": "container-title",
    "journal": "container-title",
    "publicationtitle": "container-title",
    "short-container-title": "container-title-short",
    "address": "publisher-place",
    "publisher_place": "publisher-place",
    "publisher-location": "publisher-place",
    "pages": "page",
    "number_of_pages": "number-of-pages",
    "collection_title": "collection-title",
    "series": "collection-title",
    "keywords": "keyword",
    "authors": "author",
    "editors": "editor",
    "year": "issued",
    "date": "issued",
    "published": "issued",
}
#: Types of Crossref, Zotero, BibTeX and schema.org in files of CSL-JSON.
KINDS = {
    "article-journal": "journal-article journalarticle article-journal scholarlyarticle"
    " research-article jour",
    "article-magazine": "magazinearticle",
    "article-newspaper": "newspaperarticle newspaper-article newsarticle",
    "article": "posted-content preprint",
    "book": "monograph edited-book reference-book edbook",
    "chapter": "book-chapter booksection book-section book-part inbook incollection"
    " chap",
    "dataset": "database",
    "motion_picture": "film videorecording",
    "paper-conference": "proceedings-article conferencepaper conference-paper"
    " inproceedings conference-proceedings",
    "report": "techreport report-component technical-report rprt",
    "software": "computerprogram",
    "speech": "presentation",
    "thesis": "dissertation phdthesis mastersthesis thes",
    "webpage": "web-page website electronic online",
    "post-weblog": "blogpost blog-post",
    "entry-encyclopedia": "encyclopediaarticle reference-entry",
    "entry-dictionary": "dictionaryentry",
    "document": "misc other generic unknown gen",
}
CSL_TYPES = {word: csl for csl, words in KINDS.items() for word in words.split()}
SERIALS = ("article-journal", "article-magazine", "article-newspaper")
#: Of these, “Article” or “Book Section” is what a database calls them, and no genre.
SELF_EVIDENT = (*SERIALS, "book", "chapter", "paper-conference", "webpage", "review")
LONGEST_GENRE = 60
DATABASE_WORDS = re.compile(
    r"(?:(?:original|research|journal|review|online|electronic|scientific|short|"
    r"conference|web|book|print|full|text|periodical|article|paper|chapter|section|"
    r"abstract|proceedings?|page|site|website|webpage|document|review|generic|misc|"
    r"book|jour|article-journal|academic|peer.reviewed|source|type|in|press|"
    r"resource|survey|communication)[\s:,;/-]*)+",
    re.IGNORECASE,
)
#: Without one of these nobody can find a work, or say what it is.
TELLING = (
    *("title", "title-short", "container-title", "collection-title", "event-title"),
    *("DOI", "PMID", "PMCID", "URL", "ISBN", "number", "reviewed-title", "author"),
    *("editor", "volume-title", "part-title", "translated-title", "original-title"),
)


@dataclass
class Entry:
    """A record while it is put right."""

    item: dict[str, object]
    said: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what an editor knows the record by: its key, else its title."""
        key, title = str(self.item.get("id", "")), self.item.get("title")
        is_own = is_key(key) and not re.fullmatch(r"(?:ris|item|nbib)\d+", key)
        return key if is_own or not isinstance(title, str) else f"“{title}”"

    @property
    def is_empty(self) -> bool:
        """Return whether nothing tells which work is meant."""
        said = (self.item[name] for name in TELLING if name in self.item)
        return not any(re.search(r"\w", _words(value)) for value in said)

    def keep(self, name: str, value: object) -> None:
        """Keep what CSL has no place for."""
        custom = self.item.get("custom")
        own = dict(custom) if isinstance(custom, dict) else {}
        kept = own.get("imported")
        imported = dict(kept) if isinstance(kept, dict) else {}
        imported.setdefault(name, value)
        self.item["custom"] = own | {"imported": imported}


def take_in(record: dict[str, object]) -> Entry:
    """Return a record as the library is to have it, with what an editor should know."""
    entry = Entry({})
    _rename(entry, record)
    _set_type(entry)
    _set_people(entry)
    _set_dates(entry)
    _set_addresses(entry)
    _set_genre(entry)
    _set_reporter(entry)
    if isinstance(version := entry.item.get("version"), str):
        entry.item["version"] = VERSION.sub("", version)
    entry.item = {key: value for key, value in entry.item.items() if value}
    if not entry.is_empty:
        entry.said += _doubts(entry)
    return entry


def _rename(entry: Entry, record: dict[str, object]) -> None:
    """Give fields CSL's names, and leave out what says nothing."""
    item, strange = entry.item, dict[str, object]()
    for key, value in record.items():
        name = key if key in FIELDS else ALIASES.get(key.lower(), "")
        if not name:
            strange[key] = value
            continue
        said = _from_list(name, value)
        if said in (None, "", [], {}):
            continue
        if is_nothing(name, said):
            entry.said.append(f"{name} “{said}” says nothing and was left out")
        else:
            item.setdefault(name, tidy_value(name, said))
    for key, value in strange.items():
        if isinstance(value, str | int | float) and value not in ("", None):
            entry.keep(key, value)


def _from_list(name: str, value: object) -> object:
    """Return the text of a list: Crossref's hold one, of keywords there are many."""
    is_list = name in NAME_VARIABLES | DATE_VARIABLES | {"categories"}
    if is_list or not isinstance(value, list):
        return value
    texts = [one for one in value if isinstance(one, str)]
    return "; ".join(texts) if name == "keyword" else next(iter(texts), "")


def _set_type(entry: Entry) -> None:
    said = str(entry.item.get("type") or "")
    if said in TYPES:
        return
    word = re.sub(r"[\s_]+", "-", said.strip().lower())
    kind = word if word in TYPES else CSL_TYPES.get(word.replace("-", ""), "")
    kind = kind or CSL_TYPES.get(word, "") or _likely_type(entry.item)
    if said and word not in TYPES and word not in CSL_TYPES:
        entry.said.append(f"the type “{said}” is not CSL’s; it was taken for {kind}")
    if said or kind != "document":
        entry.item["type"] = kind


def _likely_type(item: dict[str, object]) -> str:
    if item.get("container-title"):
        is_serial = any(item.get(name) for name in ("volume", "issue", "ISSN"))
        return "article-journal" if is_serial else "document"
    if item.get("publisher") or item.get("ISBN"):
        return "book"
    return "webpage" if item.get("URL") and not item.get("DOI") else "document"


def _set_people(entry: Entry) -> None:
    for role in NAME_VARIABLES & entry.item.keys():
        names = tidy_names([*_name_parts(entry.item[role])])
        entry.item[role] = names.names
        entry.said += [f"{role} {what}" for what in names.said]
        if role == "author" and not names.whole:
            custom = entry.item.get("custom")
            own = custom if isinstance(custom, dict) else {}
            entry.item["custom"] = {**own, "authors_complete": False}


#: Parts of a name in other programs → CSL's.
PARTS = {
    **dict.fromkeys(("family", "lastName", "last_name", "surname"), "family"),
    **dict.fromkeys(("given", "firstName", "first_name"), "given"),
    **dict.fromkeys(("literal", "name", "fullName", "full_name"), "literal"),
    "suffix": "suffix",
    "dropping-particle": "dropping-particle",
    "non-dropping-particle": "non-dropping-particle",
}


def _name_parts(value: object) -> list[dict[str, str]]:
    """Return the names of a list, of a text or of one object, in CSL's parts."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            name = read_name(one)
        elif isinstance(one, dict):
            texts = {PARTS[key]: one[key] for key in one if key in PARTS}
            name = {key: str(text) for key, text in texts.items() if text}
            if name.get("family"):
                name.pop("literal", None)
        else:
            continue
        if not all(is_nothing("family", text) for text in name.values()):
            found.append(name)
    return found


def _set_dates(entry: Entry) -> None:
    for variable in DATE_VARIABLES & entry.item.keys():
        value = entry.item[variable]
        date = to_csl_date(parse_date(value))
        parts = value.get("date-parts") if isinstance(value, dict) else None
        is_csl = isinstance(parts, list) and all(isinstance(one, list) for one in parts)
        if date is None:
            entry.item[variable] = None
            if not is_csl and value:
                entry.said.append(f"{variable} “{value}” is no date and was left out")
        elif not is_csl or not _is_understood(parts):
            entry.item[variable] = date


def _is_understood(parts: object) -> bool:
    """Return whether a date's parts are numbers alone, as CSL has them."""
    ends = parts if isinstance(parts, list) else []
    inner = [one for end in ends for one in (end if isinstance(end, list) else [None])]
    return all(isinstance(one, int) or str(one).isdecimal() for one in inner)


def _set_addresses(entry: Entry) -> None:
    """Find the DOI, wherever it stands; what is none is said."""
    item = entry.item
    said = str(item.get("DOI") or "").strip()
    url = str(item.get("URL") or "")
    bare = bare_doi(said)
    if said and not bare:
        entry.said.append(f"DOI “{said}” is no DOI")
        entry.keep("DOI", said)
    for field_name in ("genre", "medium"):
        text = str(item.get(field_name) or "")
        if re.match(r"doi\b|https?:|10\.\d{4,}", text, re.IGNORECASE):
            item.pop(field_name)
            bare = bare or bare_doi(text)
            if not find_dois(text) and not url:
                item["URL"] = text
    _set_container(entry)
    if not bare and DOI_PREFIX.match(url):
        bare = bare_doi(url)
    item["DOI"] = bare


def _set_reporter(entry: Entry) -> None:
    """Put “410 U.S. 113” of a case where every style prints it."""
    item = entry.item
    found = REPORTER.fullmatch(str(item.get("number") or ""))
    if found and item.get("type") == "legal_case" and not item.get("container-title"):
        item["volume"] = item.pop("number")
        if item.get("page") == found[1]:
            del item["page"]


def _set_container(entry: Entry) -> None:
    """Part “Arch.Gen.Psychiatry”, and take an address for no name of a journal."""
    item = entry.item
    if item.get("type") == "article-journal":
        for name in ("container-title", "container-title-short"):
            if isinstance(said := item.get(name), str):
                item[name] = GLUED.sub(" ", said)
    found = IN_CONTAINER.fullmatch(str(item.get("container-title") or "").strip())
    if found and re.match(r"https?://\w", found[1]):
        entry.keep("container-title", item.pop("container-title"))
        item.setdefault("URL", found[1])


def bare_doi(text: str) -> str:
    """Return the DOI alone, in its own capitals, or an empty text."""
    bare = DOI_PREFIX.sub("", text.strip())
    if re.fullmatch(r"10\.\d{1,3}(?:\.\d+)*/\S+", bare):
        return bare  # of a registrant that there is not yet, or of an example
    cleaned = clean_doi(bare)
    if not cleaned or cleaned == bare.lower():
        return bare if cleaned else ""
    at = bare.lower().find(cleaned)
    return bare[at : at + len(cleaned)] if at >= 0 else cleaned


def _set_genre(entry: Entry) -> None:
    genre, kind = str(entry.item.get("genre") or "").strip(), entry.item.get("type")
    if kind == "thesis" and (degree := DEGREES.fullmatch(genre)):
        entry.item["genre"] = "PhD thesis" if degree["doctor"] else "Master’s thesis"
    elif genre.lower() == "preprint" and kind in ("article-journal", "manuscript"):
        entry.item["type"] = "article"
    elif kind in SELF_EVIDENT and DATABASE_WORDS.fullmatch(genre[:LONGEST_GENRE]):
        entry.keep("genre", entry.item.pop("genre"))


def _words(value: object) -> str:
    """Return a text, or the names of a list as one text."""
    if not isinstance(value, list):
        return str(value)
    return " ".join(str(part) for name in value for part in name.values())


#: What a post has to say that it knows of.
GRAVE = "retraction partial_retraction withdrawal removal expression_of_concern"


def _known_notice(item: dict[str, object]) -> str:
    """Return what the export itself says that happened to the work."""
    custom = item.get("custom")
    updates = custom.get("updates") if isinstance(custom, dict) else None
    for one in updates if isinstance(updates, list) else ():
        kind = one.get("type") if isinstance(one, dict) else ""
        if kind in GRAVE.split():
            return str(kind).replace("_", " ")
    return ""


def _doubts(entry: Entry) -> list[str]:
    """Return what a person would ask of a record before citing it."""
    item, said = entry.item, []
    title, kind = str(item.get("title") or ""), item.get("type")
    if not title:
        said.append("there is no title")
    if kind in SERIALS and not item.get("container-title"):
        said.append("an article without a journal (container-title)")
    elif kind == "chapter" and not item.get("container-title"):
        said.append("a chapter without a book (container-title)")
    if word := retraction_prefix(title):
        custom = item.get("custom")
        own = dict(custom) if isinstance(custom, dict) else {}
        own.setdefault("updates", [{"type": FATES[word]}])
        item["custom"] = own
        said.append(
            f"the title says that the work was {word}; a post that cites it has to say"
            " why (cites_retracted)"
        )
    elif grave := _known_notice(item):
        said.append(
            f"there is a notice about this work ({grave}); a post that cites it has to"
            " say why (cites_retracted)"
        )
    elif is_notice(title):
        said.append("the title is that of a notice; cite the work that it is about")
    return said
