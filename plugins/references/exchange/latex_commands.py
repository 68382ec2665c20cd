r"""Tables of LaTeX's commands: accents, marks, symbols, and what prints nothing.

Most symbols are pylatexenc's; here stand those that it lacks, or gives as another
character than readers expect: “ε” and “φ” for ``\epsilon`` and ``\phi``.
"""

from __future__ import annotations


def _pairs(table: str) -> dict[str, str]:
    """Return a dict of the words of a table: a name, its value, a name, its value."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


#: Accent → the character that Unicode puts behind the letter.
ACCENTS = {
    name: chr(int(code, 16))
    for name, code in _pairs(
        """' 301 ` 300 ^ 302 " 308 ~ 303 = 304 . 307 c 327 k 328 u 306 v 30C H 30B
        d 323 b 331 r 30A t 361 h 309 G 30F f 311 C 30F textcommabelow 326
        textogonekcentered 328 horn 31B capitalcedilla 327 capitalogonek 328
        acute 301 grave 300 hat 302 widehat 302 tilde 303 widetilde 303 bar 304
        overline 304 dot 307 ddot 308 check 30C breve 306 vec 20D7 mathring 30A not 338
        """
    ).items()
}
#: What an accent is above nothing: “\~{}” stands in addresses.
LONE_ACCENTS = _pairs("~ ~ ^ ^ ` ` ' ´ \" ¨")

SMALL_CAPS = 'span style="font-variant:small-caps;"'
#: Command with one argument → CSL's mark.
MARKS = _pairs(
    """emph i textit i textsl i mkbibemph i mkbibitalic i textbf b mkbibbold b
    textsubscript sub mkbibsubscript sub textinferior sub sb sub
    textsuperscript sup mkbibsuperscript sup textsu sup sp sup textsc sc mkbibacro sc"""
)
#: Command that holds to the end of its group → CSL's mark.
SWITCHES = _pairs("em i it i itshape i sl i slshape i bf b bfseries b sc sc scshape sc")
#: Command with one argument → what stands before and behind it.
FRAMES = {"mkbibparens": "()", "mkbibbrackets": "[]", "footnote": "[]"}
#: Command that prints nothing, nor does its argument. Many files define the last ones
#: for the order of a list, which no reader sees.
DROPPED = frozenset(
    """label index vspace hspace phantom vphantom hphantom color selectlanguage nocite
    noopsort SortNoop noop sortunder NOOPSORT""".split()  # noqa: SIM905  # a table of words
)
#: Commands that print nothing by themselves; a group behind them is read as text.
IGNORED = frozenset(
    """text textrm textnormal textup textmd textsf texttt mathrm mathbf mathit mathsf
    mathtt mathnormal mathop mathbin mathrel mathord boldsymbol bm operatorname mbox
    hbox fbox makebox underline uline underbrace overbrace rm tt sf md mdseries upshape
    rmfamily ttfamily sffamily normalfont normalsize tiny scriptsize footnotesize small
    large Large LARGE huge Huge relax protect leavevmode xspace noindent unskip
    ignorespaces nobreak allowbreak nolinebreak nopagebreak sloppy break newblock
    displaystyle textstyle scriptstyle left right middle big Big bigl bigr bigg Bigg
    limits nolimits mathstrut strut textlatin NoCaseChange bibstring autocap isdot
    textcyrillic textgreek textcyr detokenize string num unit si - / ! @ *""".split()  # noqa: SIM905  # likewise
)
#: Commands that print a space.
SPACES = frozenset(
    """, ; : > \\ quad qquad enspace thinspace space nobreakspace enskip medspace
    nonbreakingspace addspace addnbspace newline linebreak par""".split()  # noqa: SIM905  # likewise
) | {" ", "\n", "\t"}
#: Names of functions, which stand apart from what they are of.
OPERATORS = frozenset(("sin", "cos", "tan", "log", "ln", "exp", "lim", "max", "min"))

_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi
    omicron pi rho varsigma sigma tau upsilon phi chi psi omega"""
_GREEK = dict(zip(_NAMES.split(), map(chr, range(0x3B1, 0x3CA)), strict=True))
_CAPITALS = {name.capitalize(): letter.upper() for name, letter in _GREEK.items()}
_CAPITALS.pop("Varsigma")
_GREEK |= {"varepsilon": "ε", "varphi": "φ"}

#: Command → character, before pylatexenc's table.
SYMBOLS = {
    **{name: name for name in OPERATORS},
    **_GREEK,
    **_CAPITALS,
    **{f"var{name}": letter for name, letter in _CAPITALS.items()},
    # Upright Greek for text, of the packages textgreek, textalpha and upgreek.
    **{f"text{name}": letter for name, letter in (_GREEK | _CAPITALS).items()},
    **{f"up{name}": letter for name, letter in (_GREEK | _CAPITALS).items()},
    **{f"Up{name.lower()}": letter for name, letter in _CAPITALS.items()},
    **_pairs(
        r"""textmu µ textmugreek μ micro µ ohm Ω textohm Ω textless < textgreater >
        less < greater > lt < gt > textlangle ⟨ textrangle ⟩ textbar | textpipe | vert |
        mid | lvert | rvert | Vert ‖ | ‖ lVert ‖ rVert ‖ textunderscore _ lbrack [
        rbrack ] textbraceleft { textbraceright } textasciicircum ^ textasciimacron ¯
        textasciitilde ~ texttildelow ~ textbackslash \ backslash \ textdegree °
        degree ° degrees ° celsius °C textcelsius °C degreeCelsius °C percent %
        textpercent % S § P ¶ dag † ddag ‡ dagger † ddagger ‡ copyright ©
        textcopyright © pounds £ textsterling £ euro € EUR € EURtm € textdollar $
        permil ‰ mathsemicolon ; mathcolon : colon : mathplus + mathequals =
        mathquestion ? mathexclamation ! mathdollar $ prime ′ dprime ″ textprime ′
        ast * textasteriskcentered * star ⋆ bullet • cdot · textcdot ·
        textperiodcentered · circ ∘ minus − textminus − texttimes × textdiv ÷ textpm ±
        plus + geqslant ≥ leqslant ≤ geqq ≥ leqq ≤ textgeq ≥ textleq ≤ textapprox ≈
        sim ∼ thicksim ∼ thickapprox ≈ ne ≠ neq ≠ iff ⇔ implies ⇒ gets ←
        textrightarrow → textleftarrow ← longrightarrow → increment ∆
        textquotesingle ' textquotedbl " textquotestraightbase ‚ dq " lq ‘ rq ’ glqq „
        grqq “ glq ‚ grq ‘ flqq « frqq » flq ‹ frq › guillemetleft « guillemetright »
        og « fg » ldblquote “ rdblquote ” slash / textslash / textfractionsolidus ⁄
        hyp - hyphen - textendash – textemdash — bibrangedash – addcolon : addcomma ,
        adddot . addsemicolon ; addhyphen - addslash / TeX TeX LaTeX LaTeX
        LaTeXe LaTeX2e BibTeX BibTeX XeTeX XeTeX LuaTeX LuaTeX ldots … dots … dotsc …
        textellipsis … cdots ⋯ dotsb ⋯ i ı j ȷ imath ı jmath ȷ SS ẞ ohorn ơ OHORN Ơ
        uhorn ư UHORN Ư textschwa ə female ♀ Female ♀ mars ♂ Male ♂ checkmark ✓
        gram g kilogram kg milligram mg microgram µg litre L liter L metre m meter m
        second s hour h minute min day d mole mol molar M hertz Hz volt V joule J kilo k
        milli m nano n centi c per / ~ ~ & & % % # # _ _ $ $ { { } }"""
    ),
    "": "\\",
}
