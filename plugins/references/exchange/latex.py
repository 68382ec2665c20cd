"""LaTeX as it stands in BibTeX fields, as text with CSL's marks.

What commands mean is pylatexenc's knowledge; its reader is not used, because it drops
what it does not know: the rest of a line behind “%”, unknown commands, a lone “$”.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from pylatexenc.latex2text import fmt_math_text_style, get_default_latex_context_db
from pylatexenc.latexencode import RULE_DICT, get_builtin_conversion_rules

from ..library.titles import clean_title
from .latex_commands import (
    ACCENTS,
    DROPPED,
    FRAMES,
    IGNORED,
    LONE_ACCENTS,
    MARKS,
    OPERATORS,
    SMALL_CAPS,
    SPACES,
    SWITCHES,
    SYMBOLS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = re.compile(
    r"\\[A-Za-z]+|\\.|\\|[{}$^_~\[\]]|-{2,3}|``|''|,,|[!?]`|[`']"
    r"|(?:[^\\{}$^_~\[\]\-`',!?]|-(?!-)|,(?!,)|[!?](?!`))+|.",
    re.DOTALL,
)
LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", ",,": "„", "`": "‘"}
LIGATURES |= {"!`": "¡", "?`": "¿", "~": " "}
#: A sum of money, where TeX sees the beginning and the end of a formula.
MONEY = re.compile(
    r"\s?\d[^\\^_={}<>+]*(?:[^\W\d_]{2,}[^\\^_={}<>+]*\s|[–(/-]|(?:US|CA|AU|NZ|HK|A|C))"
)
PLAIN = re.compile(r"[^\\{}$~`'\-!?,<&]*")
HTML = re.compile(r"</(?:jats:|mml:)?[a-z]{1,12}>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
CHEMISTRY = re.compile(r"(?<=[A-Za-z)\]])(\d+)|\^\{?(\d*[+-]?)\}?|_\{?(\d+)\}?")
FIRST_LETTER = re.compile(
    r"((?:\ue000[^\ue001]*\ue001)*\s*)(.[\u0300-\u036f]*)(.*)", re.DOTALL
)
SOLE_MATH = re.compile(r"\$(\\[A-Za-z]+|[<>_~^])\$")
#: What stands for “<” and “>” of our own marks until the publishers' HTML is gone.
OWN = {0xE000: "<", 0xE001: ">"}
DEEPEST = 60  #: groups and arguments inside each other
LONGEST = 500  #: uses of an author's own commands in one field

#: An author's own command → how many arguments it takes, and what it stands for.
Macros = tuple[tuple[str, int, str], ...]
DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?\s*\{?\s*\\([A-Za-z]+)\s*\}?"
    r"\s*(?:\[(\d)\])?\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\def\s*\\([A-Za-z]+)\s*((?:#\d)*)\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)


class Decoded(NamedTuple):
    """A field's text, and what a reader of it should know."""

    text: str
    unknown: tuple[str, ...] = ()  #: commands that are kept as they are written
    addresses: tuple[str, ...] = ()  #: that ``\\url`` and ``\\href`` name


class _TooDeepError(Exception):
    """More groups inside each other than anybody writes."""


@lru_cache(maxsize=4096)
def read_latex(value: str, macros: Macros = ()) -> Decoded:
    r"""Return LaTeX as text, its emphasis, sub- and superscripts as CSL's marks.

    >>> read_latex(r"{\textless}5 mg of $^{13}$C, \emph{in vivo}").text
    '<5 mg of <sup>13</sup>C, <i>in vivo</i>'
    """
    if PLAIN.fullmatch(value):
        return Decoded(_one_line(value))
    reader = _Reader(value, macros)
    try:
        text = reader.read()
    except _TooDeepError:
        return Decoded(_one_line(value), ("{" * 3,))
    text = normalize("NFC", text)
    if HTML.search(text):
        # Publishers write their HTML into BibTeX, mostly as \textless i\textgreater.
        text = clean_title(text)
    text = ENTITY.sub(lambda found: unescape(found[0]), text).translate(OWN)
    return Decoded(_one_line(text), tuple(reader.unknown), tuple(reader.addresses))


@lru_cache(maxsize=4096)
def read_address(value: str) -> Decoded:
    r"""Return a DOI or a URL: commands and escapes are read, every sign stays.

    >>> read_address(r"10.1016/S1\_6{\textless}543$\less$a~b").text
    '10.1016/S1_6<543<a~b'
    """
    reader = _Reader(SOLE_MATH.sub(r"{\1}", value), (), is_address=True)
    try:
        text = reader.read()
    except _TooDeepError:
        return Decoded(_one_line(value))
    text = ENTITY.sub(lambda found: unescape(found[0]), text).translate(OWN)
    return Decoded(_one_line(text), tuple(reader.unknown))


def read_definitions(preamble: str) -> Macros:
    r"""Return the commands that a file's ``@preamble`` defines.

    >>> read_definitions(r"\newcommand{\noopsort}[1]{} \def\Ltd{Limited}")
    (('noopsort', 1, ''), ('Ltd', 0, 'Limited'))
    """
    return tuple(
        (found[1], int(found[2] or 0), found[3])
        if found[1]
        else (found[4], found[5].count("#"), found[6])
        for found in DEFINITION.finditer(preamble)
    )


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n\u00a0]+", " ", text).strip()


class _Reader:
    """The tokens of one field, from the first to the last."""

    def __init__(self, text: str, macros: Macros, *, is_address: bool = False) -> None:
        #: The next one is the last.
        self.tokens: list[str] = TOKEN.findall(text)[::-1]
        self.macros = {name: (count, body) for name, count, body in macros}
        self.is_address = is_address
        self.unknown: list[str] = []
        self.addresses: list[str] = []
        self.depth = 0
        self.quotes = 0  #: quotation marks that are open
        self.expanded = 0

    def read(self) -> str:
        """Return the whole text; braces that pair with nothing are left out."""
        out = []
        while self.tokens:
            out.append(self.group("", math=False))
        return "".join(out)

    def group(self, end: str, *, math: bool) -> str:
        """Return what stands before the token that ends the group."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooDeepError
        out: list[str] = []
        while self.tokens:
            piece = self.tokens.pop()
            if piece in (end, "}"):
                if piece != end and end:
                    self.tokens.append(piece)  # it ends a group further out
                break
            if piece.startswith("\\") and piece[1:] in SWITCHES:
                self.skip_space()
                rest = self.group(end, math=math)
                out.append(_marked(SWITCHES[piece[1:]], rest))
                break
            out.append(self.one(piece, "".join(out[-1:]), math=math))
        self.depth -= 1
        return "".join(out)

    def one(self, piece: str, before: str, *, math: bool) -> str:
        """Return what a token stands for, with what belongs to it."""
        if piece == "{":
            return self.group("}", math=math)
        if piece.startswith("\\"):
            return self.command(piece[1:], before, math=math)
        if self.is_address:
            return piece
        if piece == "$":
            return self.formula()
        return self.in_math(piece) if math else self.in_text(piece)

    def in_math(self, piece: str) -> str:
        if piece in ("^", "_"):
            return self.script(piece)
        return {"'": "′", "''": "″", "~": " "}.get(piece, piece)

    def in_text(self, piece: str) -> str:
        if piece == "'" and self.quotes:
            return self.closing_quote()
        self.quotes += piece == "`"
        return LIGATURES.get(piece, piece)

    def closing_quote(self) -> str:
        following = self.tokens[-1] if self.tokens else ""
        if following[:1].isalpha():
            return "'"
        self.quotes -= 1
        return "’"

    def formula(self) -> str:
        """Return what stands before the next “$”; without one it is a sign."""
        depth, at = 0, len(self.tokens) - 1
        while at >= 0 and not (self.tokens[at] == "$" and depth == 0):
            depth += {"{": 1, "}": -1}.get(self.tokens[at], 0)
            if depth < 0:
                return "$"
            at -= 1
        inner = "".join(self.tokens[at + 1 :][::-1])
        if at < 0 or MONEY.fullmatch(inner):
            return "$"
        return self.group("$", math=True)

    def script(self, sign: str) -> str:
        if not self.tokens or self.tokens[-1] == "$":
            return sign
        inner = self.argument(math=True).strip()
        if inner in ("∘", "°"):
            return "°"
        if not inner or set(inner) <= set("′″"):
            return inner
        return _marked("sup" if sign == "^" else "sub", inner)

    def argument(self, *, math: bool = False) -> str:
        """Return a command's next argument: a group, a command or one character."""
        self.skip_space()
        if not self.tokens:
            return ""
        piece = self.tokens.pop()
        if piece == "}":
            self.tokens.append(piece)
            return ""
        if len(piece) > 1 and not piece.startswith("\\"):
            self.tokens.append(piece[1:])
            return piece[0]
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooDeepError
        text = piece if piece in ("$", "`", "'") else self.one(piece, "", math=math)
        self.depth -= 1
        return text

    def raw_argument(self) -> str:
        r"""Return an argument's own characters, as ``\url`` takes them."""
        self.skip_space()
        if not self.tokens or self.tokens[-1] != "{":
            return self.argument()
        self.tokens.pop()
        out, depth = [], 1
        while self.tokens:
            piece = self.tokens.pop()
            depth += {"{": 1, "}": -1}.get(piece, 0)
            if not depth:
                break
            out.append(piece)
        return "".join(out)

    def option(self) -> str | None:
        """Return what stands in brackets, or None where there are none."""
        if not self.tokens or self.tokens[-1] != "[" or "]" not in self.tokens:
            return None
        self.tokens.pop()
        return self.group("]", math=False)

    def skip_space(self) -> None:
        while self.tokens and self.tokens[-1][:1].isspace():
            rest = self.tokens.pop().lstrip()
            if rest:
                self.tokens.append(rest)

    def command(self, name: str, before: str, *, math: bool) -> str:
        """Return what a command and its arguments stand for."""
        if name in self.macros:
            return self.expand(name)
        if name in ACCENTS:
            return self.accent(name, math=math)
        if name in HANDLERS:
            return HANDLERS[name](self)
        if name in MARKS:
            return _marked(MARKS[name], self.argument(math=math))
        return self.symbol(name, before, math=math)

    def symbol(self, name: str, before: str, *, math: bool) -> str:
        """Return the character that a command stands for, or the command itself."""
        had_space = bool(self.tokens) and self.tokens[-1][:1].isspace()
        if name[:1].isalpha():
            self.skip_space()
        if name in SPACES or name in IGNORED:
            return " " if name in SPACES else ""
        symbol = SYMBOLS.get(name) or _library_symbols().get(name)
        if symbol is None:
            return self.as_written(name, had_space=had_space)
        if self.is_address and symbol == "∼":
            return "~"
        # “p \leq 0.05” keeps its space on both sides, “\log n” has one.
        following = "".join(self.tokens[-1:])
        is_between = math and had_space and before[-1:].isspace()
        is_before = name in OPERATORS and re.match(r"\w|\\\w", following)
        return f"{symbol} " if is_between or is_before else symbol

    def expand(self, name: str) -> str:
        """Put what an author's own command stands for in its place."""
        self.expanded += 1
        if self.expanded > LONGEST:
            raise _TooDeepError
        self.skip_space()
        count, body = self.macros[name]
        given = [self.raw_argument() for _ in range(count)]
        for number, argument in enumerate(given, 1):
            body = body.replace(f"#{number}", argument)
        self.tokens.extend(TOKEN.findall(f"{{{body}}}")[::-1])
        return ""

    def accent(self, name: str, *, math: bool) -> str:
        base = self.argument(math=math)
        found = FIRST_LETTER.fullmatch(base)
        if not found or not found[2].strip():
            return LONE_ACCENTS.get(name, "") + base
        letter = found[2].replace("ı", "i").replace("ȷ", "j")
        accented = normalize("NFC", letter + ACCENTS[name])
        return f"{found[1]}{accented}{found[3]}"

    def as_written(self, name: str, *, had_space: bool) -> str:
        """Return an unknown command, and remember it; its argument is read."""
        if f"\\{name}" not in self.unknown:
            self.unknown.append(f"\\{name}")
        out = f"\\{name}{' ' if had_space else ''}"
        while self.tokens and self.tokens[-1] == "{":
            self.tokens.pop()
            out += "{" + self.group("}", math=False) + "}"
        return out

    # The commands whose arguments are not simply text.

    def url(self) -> str:
        address = read_address(self.raw_argument()).text
        self.addresses.append(address)
        return address

    def href(self) -> str:
        self.option()
        self.url()
        return self.argument()

    def quoted(self) -> str:
        if self.tokens and self.tokens[-1].startswith("*"):
            self.tokens[-1] = self.tokens[-1][1:] or " "
        self.option()
        opening, closing = ("‘", "’") if self.depth_of_quotes else ("“", "”")
        self.depth_of_quotes += 1
        inner = self.argument()
        self.depth_of_quotes -= 1
        return f"{opening}{inner}{closing}"

    depth_of_quotes = 0

    def foreign(self) -> str:
        self.raw_argument()
        return self.argument()

    def foreign_quoted(self) -> str:
        self.raw_argument()
        return self.quoted()

    def first(self) -> str:
        text = self.argument()
        self.raw_argument()
        return text

    def fraction(self) -> str:
        above, below = self.argument(math=True), self.argument(math=True)
        return f"{above}/{below}"

    def root(self) -> str:
        degree = self.option()
        inner = self.argument(math=True)
        sign = _marked("sup", degree) + "√" if degree else "√"
        return sign + (inner if re.fullmatch(r"\w*", inner) else f"({inner})")

    def formula_in_text(self) -> str:
        return self.argument(math=True)

    def formula_to(self, end: str) -> str:
        return self.group(end, math=True)

    def styled(self, style: str) -> str:
        return str(fmt_math_text_style(self.argument(math=True), style))

    def chemistry(self) -> str:
        text = self.raw_argument().replace("->", "→").replace("<-", "←")
        return CHEMISTRY.sub(_chemical_script, text)

    def quantity(self) -> str:
        self.option()
        number = self.argument()
        return f"{number} {self.argument()}"

    def upper(self) -> str:
        return self.argument().upper()

    def lower(self) -> str:
        return self.argument().lower()

    def framed(self, frame: str) -> str:
        return f"{frame[0]}{self.argument()}{frame[1]}"

    def dropped(self) -> str:
        self.raw_argument()
        return ""


def _framer(frame: str) -> Callable[[_Reader], str]:
    return lambda reader: reader.framed(frame)


HANDLERS: dict[str, Callable[[_Reader], str]] = {
    **dict.fromkeys(("url", "path", "nolinkurl"), _Reader.url),
    "href": _Reader.href,
    **dict.fromkeys(("enquote", "mkbibquote", "textquote"), _Reader.quoted),
    **dict.fromkeys(("foreignquote", "hyphenquote"), _Reader.foreign_quoted),
    **dict.fromkeys(("foreignlanguage", "textcolor", "colorbox"), _Reader.foreign),
    "texorpdfstring": _Reader.first,
    **dict.fromkeys(("frac", "tfrac", "dfrac", "nicefrac", "sfrac"), _Reader.fraction),
    "sqrt": _Reader.root,
    "ensuremath": _Reader.formula_in_text,
    "(": lambda reader: reader.formula_to("\\)"),
    "[": lambda reader: reader.formula_to("\\]"),
    **dict.fromkeys(("mathbb", "Bbb"), lambda reader: reader.styled("doublestruck")),
    **dict.fromkeys(("mathcal", "mathscr"), lambda reader: reader.styled("script")),
    "mathfrak": lambda reader: reader.styled("fraktur"),
    **dict.fromkeys(("ce", "cee"), _Reader.chemistry),
    **dict.fromkeys(("SI", "qty"), _Reader.quantity),
    **dict.fromkeys(("uppercase", "MakeUppercase"), _Reader.upper),
    **dict.fromkeys(("lowercase", "MakeLowercase"), _Reader.lower),
    **dict.fromkeys(DROPPED, _Reader.dropped),
    **{name: _framer(frame) for name, frame in FRAMES.items()},
}


def _marked(tag: str, text: str) -> str:
    """Return a text in a mark of CSL's, or as it is."""
    if not tag or not text.strip():
        return text
    opening, closing = (SMALL_CAPS, "span") if tag == "sc" else (tag, tag)
    # Signs of OWN, as “<” can be the author's.
    return f"\ue000{opening}\ue001{text}\ue000/{closing}\ue001"


def _chemical_script(found: re.Match[str]) -> str:
    below, above, other = found.groups()
    return _marked("sup", above) if above else _marked("sub", below or other or "")


@lru_cache(maxsize=1)
def _library_symbols() -> dict[str, str]:
    """Return pylatexenc's commands that stand for a character."""
    symbols: dict[str, str] = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        text = spec.simplify_repl
        if isinstance(text, str) and re.fullmatch(r"[^%<\n]{1,2}", text):
            symbols.setdefault(spec.macroname, text)
    for one in get_builtin_conversion_rules("unicode-xml"):
        if one.rule_type == RULE_DICT:
            for number, written in one.rule.items():
                found = re.fullmatch(
                    r"(?:\\ensuremath)?\{*\\([A-Za-z]+)\s*\}*", written.strip()
                )
                if found:
                    symbols.setdefault(found[1], chr(number))
    return symbols
