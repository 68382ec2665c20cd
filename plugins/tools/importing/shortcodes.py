"""WordPress's shortcodes: ``[caption id="x"]…[/caption]``, before HTML is read.

Known ones become the HTML that WordPress makes of them. What only orders a page
(columns of page builders) is taken off, and its text stays. What a plugin filled when
the page was asked for (forms, lists of posts) cannot be had from an export: it is taken
out, and named. Words in brackets that are no shortcode stay as they are.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .old_site import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .old_site import Picture

ATTRIBUTE = re.compile(
    r"([\w-]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|[“”″]([^“”″]*)[“”″]|([^\s\"'\]]+))"
    r"|\"([^\"]*)\"|'([^']*)'|(\S+)"
)
#: What is not looked into, escaped shortcodes, and what may be one.
TOKEN = re.compile(
    r"(?P<opaque><!--.*?-->|<(?P<element>pre|code|script|style|textarea)\b.*?</(?P=element)\s*>"
    r"|<[A-Za-z/!][^<>]*>)"
    r"|\[(?P<escaped>\[/?[A-Za-z][^\[\]<>]{0,2000}\])\]"
    r"|\[(?P<end>/?)(?P<name>[A-Za-z][\w-]{0,60})(?P<rest>(?:[\s=/\"'“”″][^\[\]<>]{0,2000})?)\]",
    re.DOTALL | re.IGNORECASE,
)
#: What stands in brackets, and is called so, and takes an end.
NOTE_NAMES = "footnote ref efn_note mfn fn note_ref simple_tooltip"
NOTES = frozenset(NOTE_NAMES.split())
CODE_NAMES = (
    "code sourcecode source bash c cpp csharp css diff go html java javascript js json"
    " php powershell python r ruby sass scala shell sql swift text typescript xml yaml"
)
CODES = frozenset(CODE_NAMES.split())
PLAYER_NAMES = (
    "dailymotion flickr gist googlevideo instagram reddit slideshare soundcloud spotify"
    " ted tiktok tweet twitter vimeo wpvideo videopress youtube"
)
PLAYERS = frozenset(PLAYER_NAMES.split())
#: How the names of page builders' own end.
FILMS = frozenset({"video", "vimeo", "youtube"})
HOSTS = {
    "vimeo": "https://vimeo.com/",
    "youtube": "https://www.youtube.com/watch?v=",
    "gist": "https://gist.github.com/",
    "tweet": "https://twitter.com/i/status/",
    "twitter": "https://twitter.com/i/status/",
    "instagram": "https://www.instagram.com/p/",
    "wpvideo": "https://videopress.com/v/",
    "videopress": "https://videopress.com/v/",
}
#: WordPress's own.
CORE = frozenset({"audio", "caption", "code", "embed", "gallery", "playlist", "video"})
#: What orders a page and says nothing.
LAYOUT = re.compile(
    r"(?:vc|et_pb|fusion|av|fl|mk|cs|x|su|ult|nectar|us|wpb|tm|ux|builder|one|two|three"
    r"|four|five)_\w+|(?:row|column|columns|col|section|container|wrapper|clear|spacer"
    r"|divider|separator|box|block|div|span|center|left|right|half|third|fourth|tabs?"
    r"|accordions?|toggles?|highlight|dropcap|lead|intro|info|alert|notice|message"
    r"|button_group|raw|nobr|spoiler|list|li|ul|text|content|panel)s?(?:_\w+)?",
    re.IGNORECASE,
)
#: Names in brackets that are words, whatever stands around them.
PLAIN = frozenset({"sic", "ref", "note", "source", "text", "list", "code", "html"})
#: How deep they lie in each other, and how far off an end is looked for.
DEEPEST, FARTHEST = 6, 1000
#: What is opened and never closed would be looked for from each such place.
OPENED = re.compile(r"<(/?)(?:pre|code|script|style|textarea)\b", re.IGNORECASE)
MOST_OPEN = 50
MEDIA = ("src", "url", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "href")


class Shortcodes:
    """Reads the shortcodes of one body, and remembers what became of each."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self.pictures = {one.number: one for one in pictures}
        self.attached = [one for one in pictures if one.is_attached]
        self.became: Counter[tuple[str, str]] = Counter()
        self.apart: list[str] = []  #: marks that other programs count as words
        self.depth = 0
        self.known_name = ""  #: of the one that is being read
        self.known: dict[str, Callable[[Mapping[str, str], str], str]] = {
            "caption": self._caption,
            "wp_caption": self._caption,
            "gallery": self._gallery,
            "embed": self._embed,
            "audio": self._media,
            "video": self._media,
            "playlist": self._gallery,
            "button": self._button,
            "su_button": self._button,
            "vc_btn": self._button,
            "et_pb_button": self._button,
            "et_pb_image": self._image,
            "et_pb_heading": self._heading,
            "vc_custom_heading": self._heading,
            "vc_single_image": self._image,
            "fusion_imageframe": self._framed,
            **dict.fromkeys(NOTES, self._note),
        }

    def read(self, text: str) -> str:
        """Return HTML in which no shortcode is left."""
        if "[" not in text or self.depth > DEEPEST or _is_open(text):
            return text
        self.depth += 1
        tokens = list(TOKEN.finditer(text))
        ends = Counter(one["name"].lower() for one in tokens if one["end"])
        read = self._read(text, tokens, ends)
        self.depth -= 1
        return read

    def notes(self) -> Iterator[Note]:
        """Yield what became of them, each kind once."""
        for (outcome, what), number in sorted(self.became.items()):
            yield Note(outcome, f"{number} × {what}" if number > 1 else what)

    def _read(self, text: str, tokens: list[re.Match[str]], ends: Counter[str]) -> str:
        out, done, at = list[str](), 0, 0
        while at < len(tokens):
            token = tokens[at]
            at += 1
            if token.start() < done:
                continue
            new, end = self._one(text, token, tokens, at, ends)
            if new is not None:
                out += [text[done : token.start()], new]
                done = end
        return "".join([*out, text[done:]])

    def _one(
        self,
        text: str,
        token: re.Match[str],
        tokens: list[re.Match[str]],
        at: int,
        ends: Counter[str],
    ) -> tuple[str | None, int]:
        """Return what a token becomes, None for itself, and where what it was ends."""
        if token["escaped"]:
            # “[[gallery]]” shows a shortcode; “[[Sleep]]” is somebody's own.
            shown = re.split(r"[^\w-]", token["escaped"].lstrip("[/"))[0].lower()
            is_known = shown in self.known or shown in PLAYERS
            return (token["escaped"] if is_known else None), token.end()
        name = (token["name"] or "").lower()
        if not name or not self._is_shortcode(token, name, ends):
            return None, 0
        if token["end"]:
            return self._mark(name, token[0], ""), token.end()
        close = self._find_end(tokens, at, name) if ends[name] else None
        if name in CODES and close:
            self.apart += [token[0], close[0]] if name != "code" else []
            return self._code(
                name, token, text[token.end() : close.start()]
            ), close.end()
        is_player = name.rpartition("_")[2] in FILMS or name in PLAYERS
        read = self.known.get(name) or (self._player if is_player else None)
        if read is None:
            title = _attributes(token["rest"] or "").get("title", "")
            made = self._mark(name, token[0], title, has_end=bool(ends[name]))
            return made, token.end()
        inside = text[token.end() : close.start()] if close else ""
        if name not in CORE:
            self.apart += [token[0], close[0] if close else ""]
        self.known_name = name
        if name != "embed" and not is_player:
            inside = self.read(inside)
        made = read(_attributes(token["rest"] or ""), inside)
        return made, close.end() if close else token.end()

    @staticmethod
    def _find_end(
        tokens: list[re.Match[str]], at: int, name: str
    ) -> re.Match[str] | None:
        """Return the end of a shortcode; one of the same name inside has its own."""
        depth = 0
        for token in tokens[at : at + FARTHEST]:
            if (token["name"] or "").lower() != name:
                continue
            if token["end"] and not depth:
                return token
            is_alone = (token["rest"] or "").endswith("/")
            depth += -1 if token["end"] else (not is_alone)
        return None

    def _is_shortcode(
        self, token: re.Match[str], name: str, ends: Counter[str]
    ) -> bool:
        rest = token["rest"] or ""
        if name in PLAIN or name in CODES or name in NOTES:
            return bool(ends[name]) and not rest.strip(" =/").isalpha()
        # “[see page 3]” is none; “[list-posts count=3]” and “[x]…[/x]” are.
        if re.search(r"[\w-]\s*=\s*[\"'“”″\w]", rest):
            return True
        if name in self.known or name in PLAYERS:
            return True
        is_named = token["name"].islower() and ("_" in name or "-" in name)
        is_filled = (_is_form(name) or bool(LAYOUT.fullmatch(name))) and is_named
        return not rest.strip(" /") and (
            bool(ends[name]) or is_filled or token["name"] == "toc"
        )

    def _mark(self, name: str, whole: str, title: str, *, has_end: bool = True) -> str:
        """Take off the mark of a shortcode that nobody reads here; its title stays."""
        shown = f"<p><strong>{escape(title)}</strong></p>" if title else ""
        shown = shown if has_end or LAYOUT.fullmatch(name) else ""
        self.apart.append(whole.replace(title, "", 1) if shown else whole)
        if LAYOUT.fullmatch(name):
            if not whole.startswith("[/"):
                what = f"the mark [{name}] of a page builder was taken off its text"
                self.became["changed", what] += 1
            return f"\n\n{shown}\n\n"
        if whole.startswith("[/"):
            return ""
        if has_end and not _is_form(name):
            what = f"the shortcode [{name}] was taken off its text"
            self.became["changed", what] += 1
            return shown
        shown = " ".join(whole.split())
        what = f"the shortcode {shown}, which a plugin of the old site filled"
        self.became["left", what] += 1
        return ""

    def _became(self, what: str) -> None:
        self.became["changed", f"the shortcode [{self.known_name}] became {what}"] += 1

    def _lacks(self, what: str) -> None:
        said = f"the shortcode [{self.known_name}]: the export does not hold {what}"
        self.became["missing", said] += 1

    def _caption(self, given: Mapping[str, str], inside: str) -> str:
        picture = re.match(
            r"\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", inside, re.IGNORECASE
        )
        image, caption = (
            ("", inside) if not picture else (picture[0], inside[picture.end() :])
        )
        caption = caption.strip() or given.get("caption", "")
        self._became("a picture with its caption")
        return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"

    def _gallery(self, given: Mapping[str, str], inside: str) -> str:  # noqa: ARG002  # as all
        numbers = re.findall(r"\d+", given.get("ids", "") or given.get("include", ""))
        if numbers:
            found = [self.pictures[one] for one in numbers if one in self.pictures]
        else:
            leave = re.findall(r"\d+", given.get("exclude", ""))
            found = [one for one in self.attached if one.number not in leave]
        missing = len(numbers) - len(found)
        if missing > 0 or not found:
            count = (
                f"{missing} of its {len(numbers)} pictures"
                if numbers
                else "any picture"
            )
            what = (
                f"the shortcode [{self.known_name}]: the export does not hold {count}"
            )
            self.became["missing", what] += 1
        if found:
            noun = "1 picture" if len(found) == 1 else f"{len(found)} pictures"
            self._became(noun)
        return "".join(
            f'<figure><img src="{escape(one.address)}" alt="{escape(one.alt)}">'
            f"<figcaption>{one.caption}</figcaption></figure>"
            for one in found
        )

    def _embed(self, given: Mapping[str, str], inside: str) -> str:
        address = unescape(inside.strip()) or given.get("src", "")
        self._became("a link")
        return _link(address)

    def _player(self, given: Mapping[str, str], inside: str) -> str:
        words = (
            inside.strip(),
            *(given.get(one, "") for one in ("", "url", "id", "src")),
        )
        named = unescape(next(filter(None, words), ""))
        name = self.known_name
        host = HOSTS.get(name.rpartition("_")[2], "")
        address = named if "://" in named else f"{host}{named}"
        if "://" not in address:
            self.became["left", f"the shortcode [{name}], which names no address"] += 1
            return ""
        self._became("a link")
        return _link(address)

    def _media(self, given: Mapping[str, str], inside: str) -> str:
        address = next((given[one] for one in MEDIA if given.get(one)), "")
        if not address:
            found = re.search(r"https?://[^\s<>\"']+", inside)
            address = found[0] if found else ""
        if not address:
            what = f"the shortcode [{self.known_name}], which names no file"
            self.became["missing", what] += 1
            return inside
        self._became("a link")
        words = given.get("title", "") or address.rstrip("/").rpartition("/")[2]
        return f'<p><a href="{escape(address)}">{escape(words)}</a></p>'

    def _button(self, given: Mapping[str, str], inside: str) -> str:
        names = ("url", "link", "href", "button_url")
        address = next((given[one] for one in names if given.get(one)), "")
        if "|" in address or address.startswith("url:"):  # as WPBakery writes it
            found = re.search(r"url:([^|]+)", address)
            address = unquote(found[1]) if found else ""
        words = inside.strip() or escape(
            next(
                (
                    given[one]
                    for one in ("button_text", "title", "text")
                    if given.get(one)
                ),
                "",
            )
        )
        self._became("a link")
        return f'<p><a href="{escape(address)}">{words}</a></p>' if address else words

    def _image(self, given: Mapping[str, str], inside: str) -> str:
        number = given.get("image", "") or given.get("id", "")
        picture = self.pictures.get(number)
        address = given.get("src", "") or (picture.address if picture else "")
        alt = given.get("alt", "") or (picture.alt if picture else "")
        if not address:
            self._lacks("its picture")
            return inside
        self._became("a picture")
        return f'<figure><img src="{escape(address)}" alt="{escape(alt)}"></figure>'

    def _framed(self, given: Mapping[str, str], inside: str) -> str:
        if "<img" in inside:
            return inside
        return self._image({**given, "src": inside.strip() or given.get("src", "")}, "")

    def _heading(self, given: Mapping[str, str], inside: str) -> str:
        words = given.get("text", "") or given.get("title", "")
        level = given.get("title_level", "") or given.get("font_container", "")
        found = re.search(r"h[1-6]", level)
        name = found[0] if found else "h2"
        self._became("a heading")
        return f"<{name}>{escape(words)}</{name}>{inside}"

    def _note(self, given: Mapping[str, str], inside: str) -> str:
        words = inside.strip() or escape(
            given.get("content", "") or given.get("text", "")
        )
        self._became("a footnote")
        return f'<span data-bulletin-note="{escape(words)}"></span>' if words else ""

    def _code(self, name: str, token: re.Match[str], inside: str) -> str:
        given = _attributes(token["rest"] or "")
        usual = name if name not in ("code", "sourcecode", "source") else ""
        language = given.get("language", "") or given.get("lang", "") or usual
        is_written = "&lt;" in inside or "&amp;" in inside or "<" not in inside
        text = unescape(inside) if is_written else inside
        text = re.sub(r"\A\s*\n|\s+\Z", "", text)
        self.became["changed", f"the shortcode [{name}] became a block of code"] += 1
        kind = f' class="language-{escape(language)}"' if language else ""
        return f"<pre><code{kind}>{escape(text)}</code></pre>"


def _is_open(text: str) -> bool:
    """Return whether too much in a text has no end."""
    tags = sum(-1 if end else 1 for end in OPENED.findall(text))
    return tags > MOST_OPEN or text.count("<!--") - text.count("-->") > MOST_OPEN


def _is_form(name: str) -> bool:
    """Return whether a name is that of something that a plugin fills."""
    signs = "form slider map posts products cart checkout calendar toc menu widget poll"
    return any(sign in name for sign in (*signs.split(), "mc4wp", "share", "related"))


def _attributes(text: str) -> dict[str, str]:
    """Return a shortcode's attributes; the first without a name stands under ""."""
    found = dict[str, str]()
    text = text.strip().removesuffix("/")
    for one in ATTRIBUTE.finditer(text.lstrip("=")):
        key, *values = one.groups()
        value = unescape(next((text for text in values if text), ""))
        found.setdefault((key or "").lower(), value)
    return found


def _link(address: str) -> str:
    shown = escape(address)
    return f'<p><a href="{shown}">{shown}</a></p>' if address else ""


def json_of(text: str) -> dict[str, object]:
    """Return the object that a text is in JSON; an empty one where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
