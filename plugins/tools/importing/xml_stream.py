"""The bytes of an export as clean XML, a piece at a time.

Exporters write what XML forbids: control characters, ampersands and HTML's entities
outside of CDATA, bytes of another encoding. Each is mended on its way, and counted. No
export declares a document type, by which XML names files, addresses and entities that
grow: one that does is refused before a parser sees it.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from html.entities import html5
from typing import TYPE_CHECKING, BinaryIO

from ..site import RefusedError
from .old_site import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes that are read at once.
PIECE = 65536
#: How much may stand before the first element: exports begin with long comments.
LONGEST_PROLOG = 65536
#: Bytes that an item may have, with all of its fields and comments.
LARGEST = 16_000_000
#: How far from the end of a file its last tag stands at most.
LAST = 1000
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Where XML is written without a mark of its own.
BARE = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
SINGLE = re.compile(
    r"(?:iso-?8859-?|latin-?|windows-?|cp|koi8-|gb|euc-)\w{1,6}|big5|shift_jis"
)
PROLOG = re.compile(r"(?:\s+|<\?(?!xml\s).*?\?>|<\?xml\s.*?\?>|<!--.*?-->)*", re.DOTALL)
ROOT = re.compile(r"<(?P<name>[A-Za-z_][\w:.-]*)(?P<rest>[^<>]*)>")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Bytes that are no UTF-8, as Python keeps them.
FOREIGN = re.compile("[\udc80-\udcff]")
CDATA = re.compile(r"(<!\[CDATA\[|\]\]>)")
AMPERSAND = re.compile(
    r"&(?:#(?P<code>[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});|(?P<name>\w+);)?"
)
#: A tag whose name belongs to a vocabulary, and where such ones are declared.
PREFIXED = re.compile(r"(?P<open></?)(?P<prefix>[A-Za-z_][\w.-]*):(?=[A-Za-z_])")
DECLARES = re.compile(r"\sxmlns:([\w.-]+)\s*=")
#: What may be cut in two by the end of a piece: a mark of CDATA, a name, a reference.
UNFINISHED = re.compile(
    r"(?:&[\w#]{0,40}|</?[\w.-]{1,40}:?|<!?\[?C?D?A?T?A?|</|\]\]?)\Z"
)
OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
#: Prefixes of exports, for those that forgot to declare one.
SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "wp": "http://wordpress.org/export/1.2/",
}
HOW = (
    "Export the site again: in WordPress with Tools, Export, All content; in"
    " Squarespace with Settings, Import & Export."
)
WORDS = {
    "control": "sign that XML forbids was replaced by a space",
    "foreign": "byte that is no UTF-8 was read as Windows-1252",
    "ampersand": "bare ampersand was read as a sign",
    "prefix": "name of a vocabulary that is not declared was read as a plain one",
}


class XmlStream:
    """An export's clean XML in UTF-8, as a parser reads it.

    Raises ``RefusedError`` where the file is none, or where an item is too large.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self.counts: Counter[str] = Counter()
        self.lines: dict[str, int] = {}  #: where each kind was mended first
        self.line = 1  #: that is being read
        self.since = 0  #: bytes since the parser came to the end of an item
        self.begun = 1  #: the line on which that was
        self.declared = {"xml", *SPACES}  #: prefixes that the parser knows
        self.pieces = self._clean(file)
        self.left = b""
        self.last = b""  #: bytes that the parser was given last

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes; nothing at the end."""
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return b""
            self.left = piece.encode("utf-8", "replace")
        size = len(self.left) if size < 0 else size
        piece_of, self.left = self.left[:size], self.left[size:]
        self.since += len(piece_of)
        self.last = (self.last + piece_of)[-LAST:]
        if self.since > LARGEST:
            message = (
                f"{self.name}:{self.begun}: the item below has more than"
                f" {LARGEST // 1_000_000} megabytes. Nothing was brought. Take it out"
                " of the export, and bring it by hand."
            )
            raise RefusedError(message)
        return piece_of

    @property
    def is_cut(self) -> bool:
        """Whether the file is at its end, and the export is not."""
        is_done = not self.left and next(self.pieces, None) is None
        return is_done and b"</rss" not in self.last

    def end_item(self, line: int) -> None:
        """Take down that the parser has come to the end of an item."""
        self.since, self.begun = 0, max(line, 1)

    def notes(self) -> tuple[Note, ...]:
        """Return what was mended, each kind once, with the line of the first."""
        return tuple(
            Note(
                "changed",
                f"{number:,} × in {self.name}, first on line {self.lines[kind]}:"
                f" a {WORDS[kind]}",
            )
            for kind, number in sorted(self.counts.items())
        )

    def _clean(self, file: BinaryIO) -> Iterator[str]:
        texts = self._texts(file)
        held = self._begin(texts)
        is_cdata = False
        for text in texts:
            held += text
            cut = UNFINISHED.search(held, max(0, len(held) - 48))
            end = cut.start() if cut else len(held)
            piece, held = held[:end], held[end:]
            clean, is_cdata = self._mend_piece(piece, is_cdata=is_cdata)
            yield clean
        yield self._mend_piece(held, is_cdata=is_cdata)[0]

    def _begin(self, texts: Iterator[str]) -> str:
        """Return the text from the first element on, which is that of an export."""
        head = ""
        while len(head) < LONGEST_PROLOG and not _has_root(head):
            piece = next(texts, None)
            if piece is None:
                break
            head += piece
        start = PROLOG.match(head)
        at = start.end() if start else 0
        if head[at : at + 9].upper() == "<!DOCTYPE":
            line = 1 + head.count("\n", 0, at)
            kind = "a web page" if "html" in head[at : at + 40].lower() else ""
            if kind:
                raise RefusedError(_no_export(self.name, kind))
            message = (
                f"{self.name}:{line}: it declares a document type (DOCTYPE), by which a"
                " file can name others and grow without end; no export does."
                " Nothing of it was read. Export the site again."
            )
            raise RefusedError(message)
        root = ROOT.match(head, at)
        if not root or root["name"] != "rss":
            kind = f"an XML file of another kind (<{root['name']}>)" if root else ""
            raise RefusedError(_no_export(self.name, kind))
        self.declared.update(DECLARES.findall(root["rest"]))
        missing = "".join(
            f' xmlns:{prefix}="{address}"'
            for prefix, address in SPACES.items()
            if f"xmlns:{prefix}=" not in root["rest"]
        )
        # The parser counts lines from here: those above are given back as empty ones.
        above = "\n" * head.count("\n", 0, at)
        return f"{above}<rss{missing}{root['rest']}>{head[root.end() :]}"

    def _texts(self, file: BinaryIO) -> Iterator[str]:
        first = file.read(PIECE)
        encoding = _encoding_of(first)
        try:
            decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        except LookupError:
            message = (
                f"{self.name}:1: nobody knows its encoding, “{encoding}”. Save it as"
                " UTF-8."
            )
            raise RefusedError(message) from None
        piece = first
        try:
            while piece:
                yield decoder.decode(piece)
                piece = file.read(PIECE)
            yield decoder.decode(b"", final=True)
        except UnicodeError:
            message = (
                f"{self.name}:{self.line}: it is not written in {encoding}, as it says."
                " Save it as UTF-8."
            )
            raise RefusedError(message) from None

    def _mend_piece(self, text: str, *, is_cdata: bool) -> tuple[str, bool]:
        out = list[str]()
        for part in CDATA.split(text):
            if part == "<![CDATA[":
                is_cdata = True
            elif part == "]]>":
                is_cdata = False
            out.append(self._mend_part(part, is_cdata=is_cdata))
            self.line += part.count("\n")
        return "".join(out), is_cdata

    def _mend_part(self, text: str, *, is_cdata: bool) -> str:
        if FORBIDDEN.search(text):
            text = FORBIDDEN.sub(lambda one: self._replaced("control", one, " "), text)
        if FOREIGN.search(text):
            text = FOREIGN.sub(self._windows, text)
        if not is_cdata:
            text = AMPERSAND.sub(self._reference, text) if "&" in text else text
            text = PREFIXED.sub(self._plain_name, text) if ":" in text else text
        return text

    def _plain_name(self, found: re.Match[str]) -> str:
        prefix = found["prefix"]
        if prefix in self.declared:
            return found[0]
        return self._replaced("prefix", found, f"{found['open']}{prefix}_")

    def _replaced(self, kind: str, found: re.Match[str], by: str) -> str:
        self.counts[kind] += 1
        if kind not in self.lines:
            above = found.string.count("\n", 0, found.start())
            self.lines[kind] = self.line + above
        return by

    def _windows(self, found: re.Match[str]) -> str:
        byte = bytes([ord(found[0]) - 0xDC00])
        return self._replaced("foreign", found, byte.decode("cp1252", "replace"))

    def _reference(self, found: re.Match[str]) -> str:
        name, code = found["name"], found["code"]
        if name in OWN:
            return found[0]
        if name and f"{name};" in html5:
            return "".join(f"&#{ord(one)};" for one in html5[f"{name};"])
        if not code:
            return self._replaced("ampersand", found, f"&amp;{found[0][1:]}")
        number = int(code[1:], 16) if code[0] in "xX" else int(code)
        if number > 0x10FFFF or 0xD800 <= number < 0xE000:  # no character at all
            return self._replaced("control", found, " ")
        is_forbidden = FORBIDDEN.match(chr(number))
        return self._replaced("control", found, " ") if is_forbidden else found[0]


def _has_root(head: str) -> bool:
    start = PROLOG.match(head)
    at = start.end() if start else 0
    is_open = head.startswith(("<!--", "<?"), at) or len(head) - at < len("<!DOCTYPE")
    return not is_open and ">" in head[at:]


def _encoding_of(first: bytes) -> str:
    """Return what a file says it is written in; UTF-8 where it says nothing."""
    for mark, encoding in MARKS:
        if first.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding
    for mark, encoding in BARE:
        if first.startswith(mark):
            return encoding
    declared = DECLARED.match(first.lstrip())
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    # Python's own table has codes that are no encodings of a text, such as “zlib”; and
    # what stands there in single bytes is no UTF-16, whatever it says.
    return name if SINGLE.fullmatch(name) else "utf-8"


def _no_export(name: str, kind: str) -> str:
    what = f"{name} is no export of WordPress or Squarespace"
    return f"{what}, but {kind}. {HOW}" if kind else f"{what}. {HOW}"
