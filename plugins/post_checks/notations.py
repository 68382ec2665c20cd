"""What other programs write into Markdown, and what each of them is called.

Each pattern is looked for in the text that readers see, without its code: only what
Markdown left as it stood can be found there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Notation:
    """One thing that another program gives a meaning to."""

    signs: str  #: each such place has one of these, which spaces separate
    pattern: re.Pattern[str]
    called: str  #: “‘==x==’ is …, and is printed as it is.”
    remedy: str
    name: str = "markdown-dialect"
    is_exported: bool = False  #: exporters put backslashes before its brackets

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        return tuple(filter(None, self.signs.split(" ")))

    @cached_property
    def _firsts(self) -> str:
        return "".join(sign[0] for sign in self._signs)

    def may_be_in(self, text: str, characters: frozenset[str]) -> bool:
        """Return whether looking for it is worth the time; the text has these."""
        return not characters.isdisjoint(self._firsts) and any(
            characters.issuperset(sign) and sign in text for sign in self._signs
        )


DELETE = "Delete it, or write what it stands for."
PLAIN = "Write it in Markdown, or in backticks if readers are to see it."
CALLOUT = 'Write !!! note "Title", and its text below, four spaces in.'
INDENT = "Begin each line with a hyphen or with 1. and one space."
#: Shortcodes of WordPress that mean something without attributes.
SHORTCODES = "caption|contact-form(?:-7)?|embed|gallery|playlist|wp_caption"
#: … and those that take an address or a name alone.
PLAYERS = "dailymotion|gist|instagram|soundcloud|spotify|tweet|twitter|vimeo|youtube"
TAGS = "b|i|u|s|url|img|quote|code|color|size|list|center"
TEX = (
    "begin|centering|cite|citep|citet|clearpage|emph|end|footnote|includegraphics"
    "|item|newpage|pagebreak|ref|section|subsection|textbf|textit|texttt|vspace"
)
#: Names of pictures that GitHub, Slack and others put in place of ``:smile:``.
EMOJI_NAMES = (
    "\\+1 -1 100 alarm_clock angry ambulance apple arrow_down arrow_left arrow_right"
    " arrow_up bangbang beer bell blue_heart blush book books boom brain broken_heart"
    " bug bulb calendar camera cat chart_with_upwards_trend checkered_flag clap coffee"
    " computer confetti_ball confused construction cry dart disappointed dog"
    " earth_americas email exclamation eye eyes face_with_thermometer fire fireworks"
    " flushed ghost gift globe_with_meridians grey_question grimacing grin grinning"
    " hammer handshake hatching_chick heart heart_eyes heavy_check_mark"
    " heavy_exclamation_mark heavy_plus_sign hospital hourglass house hugs"
    " information_source innocent joy key kissing_heart label laughing link lock"
    " loudspeaker mag mailbox medal_sports memo microscope money_with_wings moon muscle"
    " no_entry no_entry_sign ok_hand package paperclip partying_face pencil pencil2"
    " pensive phone pill point_down point_left point_right point_up pray pushpin"
    " question rainbow raised_hands red_circle relaxed relieved rocket rofl scream"
    " see_no_evil skull sleeping slightly_smiling_face smile smiley smirk"
    " snowflake sob sparkles speech_balloon star star2 stethoscope stop_sign"
    " stuck_out_tongue stuck_out_tongue_winking_eye sunglasses sunny sweat sweat_smile"
    " syringe tada telephone test_tube thermometer thinking thought_balloon thumbsdown"
    " thumbsup tired_face triangular_flag_on_post trophy two_hearts unamused unlock v"
    " warning wave weary white_check_mark wink worried wrench x yum zap zzz"
)
#: Signs that stand beside an item's mark and that nobody sees there.
UNSEEN = (
    "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c"
    "\u200d\u200e\u200f\u202f\u2060\u3000\ufeff\u00ad"
)
EMOJI = "|".join(EMOJI_NAMES.split())


def _many(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


NOTATIONS = (
    # Hugo, Jekyll, Liquid, Jinja, Handlebars
    Notation(
        "{{",
        _many(r"\{\{[-<%#/>&!]?[ \t]*[\w.\"“'$@/(<][^{}\n]*\}\}"),
        "a placeholder or shortcode of another site generator",
        PLAIN,
    ),
    Notation(
        "{%", _many(r"\{%-?\s*\w[^{}\n]*%\}"), "a tag of a template language", PLAIN
    ),
    Notation(
        "<%",
        _many(r"<%[-=_*]?\s[^\n]{1,300}?%>"),
        "a tag of a template language",
        PLAIN,
    ),
    # kramdown, pandoc
    Notation(
        "{:",
        _many(r"\{::?/?(?!\))[ \w.#=\"'-]*/?\}"),
        "a list of attributes of kramdown",
        "Write it behind a heading's words or on the line below a paragraph's, or"
        " delete it.",
    ),
    Notation(
        "]{ {- {. {=",
        _many(
            r"\[[^\[\]\n]*\]\{\s*(?:[.#][A-Za-z]|[\w-]+=)[^{}\n]*\}"
            r"|\{-\}|\{\.[A-Za-z][^{}\n]*\}|\{=\w+\}"
        ),
        "a list of attributes of pandoc",
        'Write <span class="…">words</span>, or the words alone.',
    ),
    Notation(
        ":::",
        _many(r"^:{3,}[ ]*(?:[\w{\[].*)?$"),
        "a fenced block of pandoc or Docusaurus",
        CALLOUT,
    ),
    Notation(
        "^[",
        _many(r"\^\[[^\[\]\n]+\]"),
        "a note inside the text, as pandoc writes it",
        "Write [^1], and on a line of its own [^1]: the note.",
    ),
    Notation(
        "^",
        _many(r"(?<=[\w)\ufffc])\^[^\s^]{1,12}\^(?![\^])"),
        "words set high, as pandoc writes them",
        "Write <sup>…</sup>.",
    ),
    Notation(
        "~",
        _many(r"(?<=[A-Za-z)\ufffc])~[\w+–∞-]{1,8}~(?!~)"),
        "words set low, as pandoc writes them",
        "Write <sub>…</sub>.",
    ),
    Notation(
        "@",
        _many(r"\[(?:[^\[\]\n]*[ ;])?-?@[A-Za-z][\w:.#$%&+?<>~/-]*\d[^\[\]\n]*\]"),
        "a citation that is not read as one",
        "Write it as [@smith2020], without backslashes; its key is in the library.",
        is_exported=True,
    ),
    Notation(
        "@fig @tbl @tab @sec @eq @lst @ref(",
        _many(r"(?<![\w.@/])@(?:(?:fig|tbl|tab|sec|eq|lst)[-:][\w-]+|ref\([\w:-]+\))"),
        "a reference inside the text, as Quarto and bookdown write it",
        "Write [words](#id).",
    ),
    Notation(
        "(@",
        _many(r"^\(@[\w-]*\) +\S.*$"),
        "an item of pandoc",
        "Begin the line with 1. and a space.",
        "list-unseen",
    ),
    Notation(
        "| ",
        _many(r"^\| [^|\n]+\n\| [^|\n]+$"),
        "a block of lines, as pandoc writes it",
        "End each line with two spaces instead.",
    ),
    # Obsidian, Logseq, Roam
    Notation(
        "==",
        _many(r"(?<![=\w])==(?![\s=])[^=\n]{0,300}?(?<![\s=])==(?![=\w])"),
        "marked words of Obsidian",
        "Write <mark>…</mark>.",
    ),
    Notation(
        "%%",
        _many(
            r"(?<![%\w])%%[^%\x1e]{1,500}?%%(?![\w%])|^%%(?: .*)?$"
            r"|(?<=[^\d\s%])[ ]?%%$"
        ),
        "a comment of Obsidian, which readers see",
        "Delete it, or write <!-- … -->, which the page's source still shows.",
    ),
    Notation(
        "^",
        _many(r"(?<=[\w.!?)] )\^[A-Za-z0-9][A-Za-z0-9-]{2,}$"),
        "a block's name in Obsidian",
        DELETE,
    ),
    Notation(
        "[[",
        _many(r"!?\[\[[^\[\]\n]*[\^@][^\[\]\n]*\]\]"),
        "a link for another program",
        "Write it as [words]({filename}file.md).",
        "link-wiki",
    ),
    Notation(
        "[!",
        _many(r"^[ \t]*\[![A-Za-z]+\][+-]?"),
        "a callout of GitHub or Obsidian that is not known here",
        "Write !!! note, and its text below, four spaces in; the plugin “reading” knows"
        " [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] and [!CAUTION].",
    ),
    Notation(
        "((", _many(r"\(\([0-9a-f-]{8,36}\)\)"), "a block of Logseq or Roam", DELETE
    ),
    Notation(
        "||",
        _many(r"(?<!\S)\|\|(?![\s|])[^|\n]{1,300}?(?<![\s|])\|\|(?![^\s.,;:!?])"),
        "hidden words of a forum",
        PLAIN,
    ),
    Notation(
        "~",
        _many(r"(?<!\S)~(?=[^\W\d_])[^~\n]{1,80}?(?<=[^\W\d_])~(?![^\s.,;:!?)])"),
        "struck words of another program",
        "Write ~~…~~.",
    ),
    # MkDocs, CriticMarkup
    Notation(
        "!!!",
        _many(r"^!{3} ?[A-Za-z][\w-]*(?: +[\"“”].*)?$"),
        "a callout that is not read as one",
        CALLOUT,
    ),
    Notation(
        "???",
        _many(r"^\?{3}\+? ?[A-Za-z][\w-]*(?: +[\"“”].*)?$"),
        "a folded callout of MkDocs",
        CALLOUT,
    ),
    Notation(
        "===",
        _many(r"^={3}[!+]? [\"“][^\n]+$"),
        "a tab of MkDocs",
        "Write a heading instead.",
    ),
    Notation("8<-", _many(r"^-{1,2}8<-{1,3} .*$"), "a snippet of MkDocs", DELETE),
    Notation(
        "{++ {-- {~~ {== {>>",
        _many(r"\{(?:\+\+|--|~~|==|>>)[^{}\n]+?(?:\+\+|--|~~|==|<<)\}"),
        "an editor's mark (CriticMarkup)",
        "Accept or reject the change, and delete the marks.",
    ),
    # WordPress, forums
    Notation(
        "[",
        _many(
            rf"\[(?:{SHORTCODES})\](?![(\[:])|\[[a-z][\w-]*(?:\s+[\w-]+="
            r"(?:\"[^\"\n]*\"|“[^”\n]*”|”[^”\n]*”|″[^″\n]*″|'[^'\n]*'|[^\s\]\"]+))+\s*/?\](?![(\[:])"
        ),
        "a shortcode of WordPress",
        "Write what it stands for in Markdown.",
        is_exported=True,
    ),
    Notation(
        "[",
        _many(rf"\[(?:{PLAYERS})[ =][^\[\]\n]+\](?![(\[:])"),
        "a shortcode of WordPress",
        "Write what it stands for in Markdown.",
        is_exported=True,
    ),
    Notation(
        "[/",
        _many(rf"\[(?P<tag>{TAGS})(?:=[^\]\n]*)?\][^\n]{{0,500}}?\[/(?P=tag)\]"),
        "markup of a forum (BBCode)",
        PLAIN,
    ),
    # Wikis, Textile, reStructuredText, AsciiDoc, MDX
    Notation("'''", _many(r"'''[^'\n]+'''"), "strong words of a wiki", "Write **…**."),
    Notation(
        "==",
        _many(r"^={2,6} [^=\n]+ ={2,6}$"),
        "a heading of a wiki",
        "Write ## Heading.",
    ),
    Notation(
        '":',
        _many(r"(?<!\S)\"[^\"\n]+\":(?:https?://|/)\S+"),
        "a link of Textile",
        "Write it as [words](address).",
    ),
    Notation(
        "h1. h2. h3. h4. h5. h6. bq.",
        _many(r"^(?:h[1-6]|bq)\. \S.*$"),
        "a block of Textile",
        PLAIN,
    ),
    Notation(
        ".. :\ufffc",
        _many(r"^\.\. [a-z][\w-]*::(?: .*)?$|(?<!\w):[a-z]{2,12}:\ufffc"),
        "a directive or role of reStructuredText",
        PLAIN,
    ),
    Notation(
        "link: image: include: xref: video:",
        _many(r"(?<!\w)(?:link|image|include|xref|video)::?[^\s\[\]]+\[[^\[\]\n]*\]"),
        "a macro of AsciiDoc",
        PLAIN,
    ),
    Notation(
        "import export",
        _many(r"^(?:import|export) [^\n]+ from [\"'“‘][^\n]+$"),
        "a line of JavaScript (MDX)",
        "Delete it.",
    ),
    Notation(
        "{/*",
        _many(r"\{/\*[^\x1e]{0,500}?\*/\}"),
        "a comment of MDX, which readers see",
        DELETE,
    ),
    Notation(
        "{code {noformat {panel {quote {expand",
        _many(r"\{(?:code|noformat|panel|quote|expand)(?::[^{}\n]*)?\}"),
        "markup of Jira",
        PLAIN,
    ),
    Notation(
        "[TOC]",
        _many(r"^\[TOC\]$"),
        "a table of contents that nothing makes",
        'Delete it, or add "markdown.extensions.toc" to MARKDOWN.',
    ),
    Notation(
        "toc TOC",
        _many(r"^[ \t]*(?:@?\[\[?_?(?:TOC|toc)_?\]\]?|\$\{toc\})[ \t]*$"),
        "a table of contents for another program",
        DELETE,
    ),
    Notation(
        ":",
        _many(rf"(?<![\w:]):(?:{EMOJI}):(?![\w:])"),
        "the name of a picture",
        "Type the picture itself, or a word.",
    ),
    Notation(
        "\\",
        _many(r"\\['\"@<](?=[\w…])|\w+\\['\"]|\w+\\ (?=\w)"),
        "an escaped sign of another program, and its backslash",
        "Delete the backslash.",
    ),
    # Markdown that Python-Markdown does not see
    Notation(
        "# ＃",
        _many(
            r"^[ \xa0\u200b-\u200f\u2060\ufeff\u00ad]*#{1,6} +\S.*$|^[＃]{1,6} *\S.*$"
        ),
        "no heading, as spaces or other signs stand before it",
        "Begin the line with ## and a space, with an empty line above it.",
        "heading-unseen",
    ),
    Notation(
        " ".join(UNSEEN),
        _many(
            r"^[\u200b-\u200f\u2060\ufeff\u00ad\xa0]*(?:[-*+]|\d{1,3}[.)])[ ]*"
            r"[\xa0\u2000-\u200f\u202f\u2060\u3000\ufeff\u00ad]+[ ]*[^\s-].*$"
            r"|^ *[\xa0\u200b-\u200f\u2060\ufeff\u00ad][ \t\xa0\u200b]*"
            r"(?:[-*+]|\d{1,3}[.)]) +\S.*$"
        ),
        "no item of a list, as an invisible sign stands beside its mark",
        INDENT,
        "list-unseen",
    ),
    Notation(
        "1) a. a) i) (1) (a) (i)",
        _many(
            r"^ {0,3}(?:1[)]|a[.)]|i[)]|\((?:1|a|i)\)) +\S[^\n\u2028\x1e]*\n"
            r"(?:[^\n\u2028\x1e]*\n)?? *(?:2[)]|b[.)]|ii[)]|\((?:2|b|ii)\)) +\S"
        ),
        "no list, as its numbers are no numbers with a point",
        "Write 1. 2. 3. with an empty line above the first.",
        "list-unseen",
    ),
    Notation(
        "- * + 1.",
        _many(
            r"^(?P<mark>[-*+])(?=[^\W\d_])[^*\n\u2028\x1e]*\n"
            r"(?P=mark)(?=[^\W\d_])[^*\n]*$"
            r"|^1\.(?=[^\W\d_])[^\n\u2028\x1e]*\n2\.(?=[^\W\d_]).*$"
        ),
        "no list, as no space stands behind its marks",
        "Put a space behind each mark, and an empty line above the first.",
        "list-unseen",
    ),
    Notation(
        "| +-- +==",
        _many(
            r"^ {0,3}\|.*\|[ \t]*\n {0,3}\|.*\|[ \t]*$|^\+[-=]{3,}[-=+]*\+[ \t]*$"
            r"|^ {0,3}\|?[ :]*-{2,}[ :]*(?:\|[ :]*-{2,}[ :]*)+\|?[ \t]*$"
        ),
        "no table",
        "Put an empty line above it, and a line such as | --- | --- | below its head.",
        "table-unseen",
    ),
    Notation(
        "~~~ ``` ''' ‘‘‘ ’’’ ´´´",
        _many(
            r"^ {0,3}(?P<fence>~{3,}|`{3,}|'''|‘‘‘|’’’|´´´)(?P<info>[^\n]*)"
            r"(?:(?:\n[^\n]*){0,200}?\n {0,3}(?P=fence)[ \t]*)?$"
        ),
        "no code, as more than a language follows its marks, or others end it",
        "Begin it with ``` and a language, and end it with ``` alone.",
        "fence-unseen",
    ),
    Notation(
        "_ *",
        _many(
            r"(?<!\S)_(?=[^\W_])[^_\n\u2028]{1,300}?[^\s_] _(?![^\s.,;:!?)])"
            r"|(?<!\S)\*(?=[^\W\d_])[^*\n]{3,300}?[^\s*] \*$"
        ),
        "not set off, as a space stands inside its marks",
        "Write _words_ without a space behind the first or before the last mark.",
        "emphasis-unclosed",
    ),
    Notation(
        "**",
        _many(
            r"(?<![*\w\\])\*\*(?=\w)(?!args\b|kwargs\b)[^*\n]{1,300}?\s\*\*"
            r"(?= ?[^\W\d_])(?!args\b|kwargs\b)"
            r"|(?<![*\S\\])\*\* (?=[^\W\d_])[^*\n]{1,300}?(?<=[^\W_])\*\*(?![*\w])"
            r"|(?<!\S)\*\* (?=[^\W\d_]{3})[^*\n]{1,300}? \*\*(?![^\s.,;:!?])"
        ),
        "not strong, as a space stands inside the asterisks",
        "Write **words** without a space behind the first or before the last asterisk.",
        "emphasis-unclosed",
    ),
    Notation(
        "]:",
        _many(
            r"^ {0,3}\[[^\[\]\n^]+\]:[ \t]*(?:<?(?:https?://|mailto:|[/{#])\S*)"
            r"[ \t]+[“”„‟«»‘’″(\"'].*$"
        ),
        "no address of a link, as its title has no straight quotation marks",
        'Write it as [name]: address "title".',
        "link-title",
    ),
    Notation(
        "（ ［ 【",
        _many(
            r"(?:[［【\[][^\[\]［］【】\n]+[］】\]]\s?（(?:https?://|/|\{)[^()（）\s]+[）)]"
            r"|[［【][^\[\]［］【】\n]+[］】]\s?\((?:https?://|/|\{)[^()（）\s]+[）)])"
        ),
        "no link, as its brackets are wide ones",
        "Write it as [words](address) with plain brackets.",
        "link-spaced",
    ),
    Notation(
        "]",
        _many(
            r"\][\u200b-\u200f\u2060\ufeff\u00ad\xa0]+\((?:https?://|/|\{|#|mailto:)"
            r"[^()\s]*\)"
        ),
        "no link, as an invisible sign stands between its brackets",
        "Write it as [words](address), without anything between.",
        "link-spaced",
    ),
)
MATH = re.compile(
    r"\$\$(?!\s*\$)[^$\x1e]{1,400}?\$\$|(?<![\w$\\])\$(?![\s\d${])[^$\n]{0,200}?[\\^_{][^$\n]*?"
    r"(?<![\s\\])\$(?![\w$])"
)
#: Mathematics: sites whose pages load a program for it mean it.
FORMULAS = (
    Notation(
        "\\( \\[",
        _many(r"\\\([^\n]{1,300}?\\\)|\\\[[^\n]{1,300}?\\\]"),
        "a formula for a program that this site does not have",
        "Write it in words and signs, with <sub> and <sup>.",
    ),
    Notation(
        "$",
        MATH,
        "a formula for a program that this site does not have",
        "Write it in words and signs, with <sub> and <sup>.",
    ),
    Notation(
        "\\",
        _many(rf"\\(?:{TEX})(?:\[[^\]\n]*\])?\{{|^\\(?:newpage|pagebreak|clearpage)$"),
        "a command of LaTeX",
        PLAIN,
    ),
)
#: Markdown inside an element of HTML, which stays as it is.
RUNNING = 3  #: so many of these are no blocks, but words in running text
IN_HTML = (
    _many(r"(?<![*\\\w])\*\*(?![\s*])[^*\n]{1,300}?(?<![\s*])\*\*(?![*\w])"),
    _many(
        r"!?\[[^\[\]\n]*\]\((?:https?://|/|#|\{|mailto:|\.{0,2}[\w/-]+\.\w)[^()\s]*\)"
    ),
    _many(r"(?<![`\\\w])`[^`\n\ufffc]+`(?!`)"),
    _many(r"(?<![*\\\w])\*(?![\s*])[^*\n]{1,300}?(?<![\s*])\*(?![*\w])"),
    _many(r"(?<![~\\])~~(?![\s~])[^~\n]{1,300}?(?<![\s~])~~(?!~)"),
    _many(r"^ {0,3}[-*+] +\S[^\n]*\n(?:[ \t]*\n)? {0,3}[-*+] +\S"),
    _many(r"^ {0,3}#{1,6} +\S.*$"),
    _many(r"^ {0,3}(?:`{3,}|~{3,}).*$"),
)
