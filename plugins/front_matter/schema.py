"""The schema: every key that a post may use, what it takes and what it is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One key of a header."""

    name: str
    kind: str  #: text, date, day, list, pairs, number, choice, word
    meaning: str  #: what ``invoke new`` writes beside it


KEYS = (
    Key("title", "text", "what the post is called"),
    Key("date", "date", "when it is published: 2026-03-14, or 2026-03-14 09:00"),
    Key("modified", "date", "when its text last changed"),
    Key("summary", "text", "50 to 300 characters for lists, feeds and search engines"),
    Key("category", "text", "the one category it belongs to"),
    Key("tags", "list", "what it is about"),
    Key("author", "text", "who wrote it"),
    Key("authors", "list", "who wrote it, where it was more than one"),
    Key("slug", "word", "its address: small letters, digits and hyphens"),
    Key("lang", "word", "its language: en, es"),
    Key("template", "word", "a template of the theme other than the usual one"),
    Key("save_as", "word", "the file that is written instead of the usual one"),
    Key("url", "word", "the address that belongs to save_as"),
    Key("timezone", "word", "the time zone of its dates: America/Los_Angeles"),
    Key("translation", "choice", "true: a translation of the post with this slug"),
    Key("status", "choice", "published, draft, hidden, withdrawn or skip"),
    Key("withdrawn_because", "text", "why the post was withdrawn"),
    Key("uid", "word", "what feeds know it by; never change it"),
    Key("series", "text", "the series it is a part of"),
    Key("series_index", "number", "which part it is: 1, 2, 3"),
    Key("series_title", "text", "the part's short title"),
    Key("reviewed_by", "text", "who reviewed it medically, a name in PEOPLE"),
    Key("reviewed", "day", "the day of that review"),
    Key("review_due", "day", "the day on which it should be reviewed again"),
    Key("key_points", "lines", "what a hurried reader should know"),
    Key("corrections", "pairs", "“date: what was corrected”, one for each"),
    Key("image", "word", "the post's picture, a path such as images/sleep.jpg"),
    Key("image_alt", "text", "what the picture shows, for people who cannot see it"),
    Key("cites_retracted", "pairs", "“key: why a retracted work is still cited”"),
    Key("further_reading", "list", "keys of works that are worth reading"),
    Key("aliases", "list", "its old addresses, such as /2020/sleep/"),
)
NAMES = tuple(key.name for key in KEYS)
KINDS = {key.name: key.kind for key in KEYS}
#: Those that Pelican itself understands; the others are for plugins and templates.
PELICANS = frozenset(NAMES[: NAMES.index("slug")]) | {
    *("slug", "lang", "template", "save_as", "url", "translation", "status"),
}
#: Kinds whose value is a list.
MANY = ("list", "lines", "pairs")
STATUSES = ("published", "draft", "hidden", "withdrawn", "skip")
_OTHERS = {
    "aliases": "redirect_from redirects old_urls",
    "author": "byline writer",
    "category": "categories section topic",
    "date": "created created_at date_created date_published datetime pubdate pub_date"
    " publish publish_date published published_at published_on",
    "image": "banner cover cover_image featured_image feature_image header_image"
    " og_image thumbnail",
    "lang": "language locale",
    "modified": "changed date_modified date_updated last_modified last_modified_at"
    " last_updated lastmod modified_date mtime update_date updated updated_at",
    "reviewed_by": "reviewer",
    "slug": "permalink",
    "status": "state",
    "summary": "abstract description excerpt meta_description synopsis teaser",
    "tags": "keywords labels tag topics",
    "template": "layout",
    "title": "heading headline name subject",
    "uid": "guid",
}
#: Keys of other tools, and what they are called here.
CALLED = {name: key for key, names in _OTHERS.items() for name in names.split()}
LANGUAGE_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr"
    " cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu"
    " gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk"
    " kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms"
    " mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro"
    " ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl"
    " tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ase bar ceb chr"
    " ckb cmn fil fur gsw haw hmn hsb kab ltg mus nan nds pap prs scn sco tet tok tpi"
    " tzm wuu yue zgh"
)
RESERVED_WORDS = (
    "404 all archive archives author authors blog categories category drafts feed"
    " feeds images index page pages preview robots search series sitemap static tag"
    " tags theme"
)
#: ISO 639-1, and the longer codes of languages that people publish in.
LANGUAGES = frozenset(LANGUAGE_CODES.split())
#: Names that a site needs for pages of its own.
RESERVED = frozenset(RESERVED_WORDS.split())
#: Names that Windows keeps for devices: no folder can be called so there.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)]
)
