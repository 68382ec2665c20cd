"""What the W3C feed validator and JSON Feed's specification demand, and we beside it.

The validator is on no registry that we may use, so its rules are written down here:
its errors, the warnings that can be avoided, and what it does not see (addresses in
Atom content, fragments without a target, srcset). ``faults(text, path)`` is empty for
a right feed. A rule is named as the validator names it where it has one.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
from collections import Counter
from urllib.parse import urlsplit

import feedparser
import lxml.html
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
FH = "{http://purl.org/syndication/history/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENT = ENCODED.removesuffix("encoded")
KNOWN_NAMESPACES = {ATOM, DC, DCTERMS, FH, MEDIA, CONTENT, XHTML}
#: Those of Dublin Core's terms in which the validator takes anything, links too.
OPEN_TERMS = {f"{DCTERMS}{name}" for name in ("available", "temporal", "valid")}
BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff]")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
RFC2822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec) \d{4} \d\d:\d\d:\d\d ([+-]\d\d[0-5]\d|GMT|Z)\Z"
)
URI = re.compile(r"[a-zA-Z][0-9a-zA-Z+.-]*:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#\[\]]+\Z")
TAG_URI = re.compile(
    r"tag:([a-z0-9\-._]+@)?[a-z0-9.\-]+,\d{4}(-\d\d(-\d\d)?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*"
    r"(#[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*)?\Z"
)
UUID_URN = re.compile(
    r"urn:uuid:[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}\Z", re.IGNORECASE
)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
MIME = re.compile(r"[^\s/;]+/[^\s/;]+\Z")
END_TAG = re.compile(
    r"</(a|b|i|p|em|strong|span|div|script|style|br|sup|sub)>", re.IGNORECASE
)
NEVER = """script style iframe frame form input button select textarea object embed
applet link meta base svg canvas template noscript dialog"""
FORBIDDEN = set(NEVER.split())
#: What a validator lets pass: no role, no aria-*, no style, no on*.
MAY = """abbr alt cite class colspan controls datetime dir headers height href hreflang
id kind label lang loop muted open poster preload rel reversed rowspan scope span src
srclang srcset start title type value width display alttext"""
ATTRIBUTES = set(MAY.split())
ADDRESSES = ("href", "src", "poster", "cite", "data", "action", "longdesc")
OPEN = ("http://", "https://", "mailto:", "tel:", "data:image/")


def faults(text: bytes, path: str) -> list[str]:
    """Return every rule that a feed breaks, as ``Rule: what``."""
    if path.endswith(".json"):
        return list(_json(text, path))
    try:
        root = etree.fromstring(text)
    except etree.XMLSyntaxError as error:
        return [f"SAXError: {error}"]
    found = list(_everywhere(root))
    found += _atom(root, path) if root.tag == f"{ATOM}feed" else _rss(root, path)
    parsed = feedparser.parse(text)
    if parsed.bozo:
        found.append(f"feedparser: {parsed.bozo_exception}")
    if parsed.version not in ("atom10", "rss20"):
        found.append(f"feedparser: version {parsed.version}")
    return found


def _everywhere(root):
    for element in root.iter(etree.Element):
        texts = [element.text or "", *element.attrib.values()]
        if any(BAD.search(text) for text in texts):
            yield f"BadCharacters: {element.tag}"
        space = element.tag.partition("}")[0] + "}" if "}" in element.tag else ""
        if space and space not in KNOWN_NAMESPACES:
            yield f"UnknownNamespace: {space}"
        if space == DCTERMS and element.tag not in OPEN_TERMS:
            yield f"InvalidW3CDTFDate or the like: {element.tag}"
        if space == XHTML and element.getparent().tag not in OPEN_TERMS:
            yield f"MisplacedXHTMLContent: {element.tag}"


def _atom(root, path):
    yield from _one(root, ATOM, "id", "title", "updated")
    yield from _self(root.findall(f"{ATOM}link"), path, "application/atom+xml")
    entries = root.findall(f"{ATOM}entry")
    if entries and list(root).index(entries[0]) < len(root) - len(entries):
        yield "MisplacedMetadata"
    links = root.findall(f"{ATOM}link")
    pairs = Counter((e.get("rel"), e.get("type"), e.get("hreflang")) for e in links)
    yield from (f"DuplicateAtomLink: {p}" for p, n in pairs.items() if n > 1)
    yield from _links(links)
    yield from _archive(root, {link.get("rel") for link in links})
    yield from _identifier(root.findtext(f"{ATOM}id"))
    yield from _moment(root.findtext(f"{ATOM}updated"))
    if not root.findtext(f"{ATOM}author/{ATOM}name"):
        yield "MissingElement: author"
    if not LANGUAGE.match(root.get(XML_LANG, "")):
        yield f"InvalidLanguage: {root.get(XML_LANG)}"
    yield from _title(root.findtext(f"{ATOM}title"))
    for entry in entries:
        yield from _atom_entry(entry)
    yield from _unique("DuplicateEntries", [e.findtext(f"{ATOM}id") for e in entries])
    updated = [entry.findtext(f"{ATOM}updated") for entry in entries]
    yield from _unique("DuplicateUpdated", updated)
    newest = [e.findtext(f"{ATOM}published") for e in entries]
    moments = [dt.datetime.fromisoformat(text) for text in newest]
    if moments != sorted(moments, reverse=True):
        yield "Order: not newest first"
    feed_updated = dt.datetime.fromisoformat(root.findtext(f"{ATOM}updated"))
    last = max((dt.datetime.fromisoformat(u) for u in updated), default=feed_updated)
    if feed_updated != last.replace(microsecond=0):
        yield f"Updated: the feed's {feed_updated} is not its newest entry's {last}"


def _atom_entry(entry):  # noqa: C901  # a list of rules
    yield from _one(entry, ATOM, "id", "title", "updated", "published", "content")
    yield from _identifier(entry.findtext(f"{ATOM}id"))
    yield from _title(entry.findtext(f"{ATOM}title"))
    for name in ("updated", "published"):
        yield from _moment(entry.findtext(f"{ATOM}{name}"))
    published = dt.datetime.fromisoformat(entry.findtext(f"{ATOM}published"))
    if dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) < published:
        yield "Updated: before published"
    links = entry.findall(f"{ATOM}link")
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    if len(alternates) != 1:
        yield f"DuplicateAtomLink: {len(alternates)} alternates"
    yield from _links(links)
    for link in links:
        if link.get("rel") == "enclosure":
            yield from _enclosure(
                link.get("href"), link.get("length"), link.get("type")
            )
    if not LANGUAGE.match(entry.get(XML_LANG, "")):
        yield f"InvalidLanguage: {entry.get(XML_LANG)}"
    if not entry.findall(f"{ATOM}author"):
        yield "MissingElement: entry author"
    if any(not name.text for name in entry.iter(f"{ATOM}name")):
        yield "NotBlank: author name"
    content = entry.find(f"{ATOM}content")
    if content is not None and content.get("type") == "html":
        yield from html_faults(content.text or "", alternates[0].get("href"))
    else:
        yield "InvalidTextType: content"
    for summary in entry.findall(f"{ATOM}summary"):
        yield from _title(summary.text)


def _rss(root, path):
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        yield "UndefinedElement: no RSS 2.0"
        return
    yield from _one(channel, "", "title", "link", "description", "language")
    yield from (f"NotBlank: {e.tag}" for e in channel[:3] if not (e.text or "").strip())
    links = channel.findall(f"{ATOM}link")
    yield from _self(links, path, "application/rss+xml")
    yield from _links(links)
    yield from _archive(channel, {link.get("rel") for link in links})
    if not LANGUAGE.match(channel.findtext("language") or ""):
        yield f"InvalidLanguage: {channel.findtext('language')}"
    if not URI.match(channel.findtext("link") or ""):
        yield f"InvalidFullLink: {channel.findtext('link')}"
    if channel.find("lastBuildDate") is not None:
        yield from _rfc2822(channel.findtext("lastBuildDate"))
    yield from _title(channel.findtext("title"))
    yield from _title(channel.findtext("description"))
    items = channel.findall("item")
    if items and list(channel).index(items[0]) < len(channel) - len(items):
        yield "MisplacedItem"
    for item in items:
        yield from _rss_item(item)
    yield from _unique("DuplicateValue", [item.findtext("guid") for item in items])
    dates = [email.utils.parsedate_to_datetime(i.findtext("pubDate")) for i in items]
    if dates != sorted(dates, reverse=True):
        yield "Order: not newest first"


def _rss_item(item):
    yield from _one(item, "", "title", "link", "guid", "pubDate", "description")
    link = item.findtext("link")
    if not URI.match(link or "") or not link.startswith("http"):
        yield f"InvalidFullLink: {link}"
    guid = item.find("guid")
    if guid.get("isPermaLink") != "false":
        yield f"InvalidPermalink: {guid.text}"
    yield from _identifier(guid.text)
    yield from _rfc2822(item.findtext("pubDate"))
    yield from _title(item.findtext("title"))
    names = [child.tag for child in item]
    if ENCODED in names and names.index("description") > names.index(ENCODED):
        yield "NeedDescriptionBeforeContent"
    if "author" in names:
        yield "InvalidContact: author"
    if not item.findall(f"{DC}creator") or any(
        not e.text for e in item.iter(f"{DC}creator")
    ):
        yield "MissingElement: dc:creator"
    yield from ("NotBlank: category" for e in item.findall("category") if not e.text)
    enclosures = item.findall("enclosure")
    if len(enclosures) > 1:
        yield "DuplicateEnclosure"
    for one in enclosures:
        yield from _enclosure(one.get("url"), one.get("length"), one.get("type"))
    for text in (item.findtext("description"), item.findtext(ENCODED)):
        if text is not None:
            yield from html_faults(text, link)


def html_faults(html, own):  # noqa: C901  # a list of rules
    """Return what is wrong with a post's content or summary; ``own`` is its address."""
    if not html.strip():
        yield "NotBlank: content"
        return
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    page = own.partition("#")[0].removesuffix("?ref=feed")
    for element in root.iter(etree.Element):
        if element.tag in FORBIDDEN:
            yield f"SecurityRisk: {element.tag}"
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                yield f"SecurityRiskAttr: {element.tag} {name}"
            if name in ADDRESSES and not value.startswith(OPEN):
                yield f"ContainsRelRef: {element.tag} {name}={value}"
            if name == "srcset":
                for part in value.split(","):
                    if not part.strip().startswith(OPEN):
                        yield f"ContainsRelRef: srcset {part}"
        target, mark, fragment = element.get("href", "").partition("#")
        if mark and target == page and fragment not in ids:
            yield f"Fragment: {fragment} is not in the content"
        if element.tag == "img" and element.get("alt") is None:
            yield f"Picture: no alt {element.get('src')}"


def _json(text, path):  # noqa: C901  # a list of rules
    feed = json.loads(text)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version: {feed.get('version')}"
    if BAD.search(text.decode()):
        yield "BadCharacters"
    if not feed.get("title") or not isinstance(feed.get("items"), list):
        yield "title and items are required"
    if not feed.get("feed_url", "").endswith(path.rpartition("/")[2]):
        yield f"feed_url: {feed.get('feed_url')}"
    for name in ("home_page_url", "feed_url", "next_url", "icon", "favicon"):
        if name in feed and not feed[name].startswith(("http://", "https://")):
            yield f"{name}: {feed[name]}"
    yield from _unique("id", [item.get("id") for item in feed["items"]])
    moments = []
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield "id: a text is required"
        for name in ("date_published", "date_modified"):
            yield from _moment(item.get(name))
        yield from html_faults(item.get("content_html", ""), item["url"])
        yield from _title(item["title"])
        if any(not author.get("name") for author in item["authors"]):
            yield "authors: a name is missing"
        for attachment in item.get("attachments", ()):
            size = str(attachment.get("size_in_bytes"))
            yield from _enclosure(attachment["url"], size, attachment["mime_type"])
        moments.append(dt.datetime.fromisoformat(item["date_published"]))
    if moments != sorted(moments, reverse=True):
        yield "Order: not newest first"


def _one(parent, space, *names):
    for name in names:
        count = len(parent.findall(f"{space}{name}"))
        if count != 1:
            yield f"MissingElement or DuplicateElement: {name} ({count})"


def _self(links, path, kind):
    own = [link for link in links if link.get("rel") == "self"]
    if len(own) != 1:
        yield f"MissingSelf: {len(own)}"
        return
    if not own[0].get("href").endswith(path.rpartition("/")[2]):
        yield f"SelfDoesntMatchLocation: {own[0].get('href')}"
    if not urlsplit(own[0].get("href")).netloc:
        yield f"RelativeSelf: {own[0].get('href')}"
    if own[0].get("type") != kind:
        yield f"SelfNotAtom: {own[0].get('type')}"


def _links(links):
    known = {"self", "alternate", "hub", "current", "prev-archive", "next-archive"}
    for link in links:
        if link.get("rel", "alternate") not in known | {"enclosure"}:
            yield f"UnregisteredAtomLinkRel: {link.get('rel')}"
        if not URI.match(link.get("href") or ""):
            yield f"InvalidIRI: {link.get('href')}"


def _archive(parent, rels):
    is_archive = parent.find(f"{FH}archive") is not None
    if is_archive != ("current" in rels):
        yield "MissingCurrentInArchive"


def _identifier(text):
    text = text or ""
    if text.startswith("tag:"):
        if not TAG_URI.match(text):
            yield f"InvalidTAG: {text}"
    elif text.lower().startswith("urn:uuid:"):
        if not UUID_URN.match(text):
            yield f"InvalidUUID: {text}"
    elif not URI.match(text):
        yield f"InvalidFullLink: {text!r}"


def _moment(text):
    if not RFC3339.match(text or ""):
        yield f"InvalidRFC3339Date: {text}"
        return
    yield from _plausible(dt.datetime.fromisoformat(text))


def _rfc2822(text):
    if not RFC2822.match(text or ""):
        yield f"InvalidRFC2822Date: {text}"
        return
    moment = email.utils.parsedate_to_datetime(text)
    if moment.strftime("%a") != text[:3]:
        yield f"IncorrectDOW: {text}"
    yield from _plausible(moment)


def _plausible(moment):
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10)
    if moment.year < 1990 or moment > soon:
        yield f"ImplausibleDate: {moment}"


def _title(text):
    if not (text or "").strip():
        yield "NotBlank: title"
    elif END_TAG.search(text) or re.search(r"&(amp|lt|gt|quot|nbsp|#\d+);", text):
        yield f"ContainsHTML: {text}"


def _enclosure(address, length, kind):
    if not (address or "").startswith(("http://", "https://")):
        yield f"InvalidURLAttribute: {address}"
    if not (length or "").isdigit():
        yield f"InvalidIntegerAttribute: {length}"
    if not MIME.match(kind or ""):
        yield f"InvalidMIMEAttribute: {kind}"


def _unique(rule, values):
    yield from (f"{rule}: {v}" for v, n in Counter(values).items() if n > 1)
