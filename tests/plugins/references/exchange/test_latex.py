r"""LaTeX in fields: every character arrives, and what is not known is named."""

from __future__ import annotations

import pytest

from plugins.references.exchange.latex import (
    read_address,
    read_definitions,
    read_latex,
)

TEXTS = {
    # Accents and their nestings, with and without braces.
    r"M\"{u}ller, M{\"u}ller, M\"uller": "Müller, Müller, Müller",
    r"Nguy\~{\^e}n": "Nguyễn",
    r"\'{\i} {\'\i} \`{\i} \u\i": "í í ì ĭ",
    r"\v{s} \v s {\v s} \c{c} \c c \k{a} \H{o} \r{a} \d{s} \b{b} \.{z} \={a}": (
        "š š š ç ç ą ő å ṣ ḇ ż ā"
    ),
    r"\textcommabelow{s} \textogonekcentered{a}": "ș ą",
    r"{\'{E}}tude \'{\OE} {\o}re \ss{} \AA{} \L{}\'od\'z \DJ \th": (
        "Étude Œ́ øre ß Å Łódź Đþ"
    ),
    r"\uppercase{d}e la": "De la",
    # Signs that LaTeX keeps for itself, escaped and not.
    r"{\textless}5 mg \textgreater 3": "<5 mg >3",
    r"50\% of \#5 a\_b \& \{c\} \$5": "50% of #5 a_b & {c} $5",
    r"50% of all & x^2 and C_max": "50% of all & x^2 and C_max",
    r"Costs $5 million": "Costs $5 million",
    r"from $5 to $6 (or $7)": "from $5 to $6 (or $7)",
    r"\textbar\ \textasciitilde\ \textbackslash": "| ~ \\",
    # Dashes, quotes, spaces, hyphens that are not printed.
    r"A---B--C \textendash{} \textemdash": "A—B–C – —",
    r"``It's `x' '' \textquoteleft y\textquoteright": "“It's ‘x’ ” ‘y’",
    r"\enquote{a \enquote{b}} \mkbibquote{c}": "“a ‘b’” “c”",
    r"Chapter~One \textit{hy\-phen} a\\b 5\,mg": "Chapter One <i>hyphen</i> a b 5 mg",
    r"\glqq x\grqq{} \guillemotleft y\guillemotright": "„x“ «y»",
    # Greek in text and in formulas, sub- and superscripts.
    r"\textalpha x \textbeta-blocker \textmu g": "αx β-blocker µg",
    r"A$\beta$42, IL-1$\beta$, $\alpha_{2A}$": "Aβ42, IL-1β, α<sub>2A</sub>",
    r"$\epsilon\varepsilon\phi\varphi\sigma\varsigma\Delta\Omega$": "εεφφσςΔΩ",
    r"CO$_2$, $^{13}$C, $R_2$, H$_{\textrm{2}}$O": (
        "CO<sub>2</sub>, <sup>13</sup>C, R<sub>2</sub>, H<sub>2</sub>O"
    ),
    r"$\mathrm{CO}_2$ ${\rm CO}_2$ \(x_1\) \ce{H2O}": (
        "CO<sub>2</sub> CO<sub>2</sub> x<sub>1</sub> H<sub>2</sub>O"
    ),
    r"$\Delta^9$-THC": "Δ<sup>9</sup>-THC",
    r"37$^\circ$C 37\,$^{\circ}$C 37\degree C 37\textdegree C": "37°C 37 °C 37°C 37°C",
    r"5$\times$10$^{-3}$ $\pm 2$ $p \leq 0.05$ $p\geq1$": (
        "5×10<sup>-3</sup> ±2 p ≤ 0.05 p≥1"
    ),
    r"\SI{5}{\milli\gram\per\litre} \SI{3}{mg} \num{7}": "5 mg/L 3 mg 7",
    r"\ensuremath{\alpha}, \textsuperscript{\textregistered}": "α, <sup>®</sup>",
    r"$\frac{1}{2}$ $\sqrt{x+1}$ $n \log n$ $\mathbb{R}$": "1/2 √(x+1) n log n ℝ",
    r"O$_2$ 5$'$ $_$": "O<sub>2</sub> 5′ _",
    # Emphasis.
    r"\emph{a \textbf{b}} {\em c} {\it d}": "<i>a <b>b</b></i> <i>c</i> <i>d</i>",
    r"\textsc{x}": '<span style="font-variant:small-caps;">x</span>',
    # Addresses in text.
    r"\url{http://x.org/a_b%20c#d\_e}": "http://x.org/a_b%20c#d_e",
    r"\href{http://x.org}{words}": "words",
    # HTML of publishers, in the LaTeX of Crossref, Zotero and Mendeley.
    r"$\less$i$\greater$in vivo$\less$/i$\greater$": "<i>in vivo</i>",
    r"{\textless}sup{\textgreater}13{\textless}/sup{\textgreater}C": "<sup>13</sup>C",
    r"Health \&amp$\mathsemicolon$ Place \&amp; {\&}amp; x &lt;5": (
        "Health & Place & & x <5"
    ),
    # Braces that pair with nothing, and nothing at all.
    r"a}b": "ab",
    r"\"{o": "ö",
    "": "",
    "\\": "\\",
}


@pytest.mark.parametrize(("latex", "text"), TEXTS.items(), ids=str)
def test_latex_arrives_as_the_right_characters(latex, text):
    """No word and no sign is lost on the way."""
    assert read_latex(latex) == (text, (), read_latex(latex).addresses)


@pytest.mark.parametrize(
    ("latex", "text", "commands"),
    [
        (r"A \foo{M\"uller} b", r"A \foo{Müller} b", ("\\foo",)),
        (r"\foo bar", r"\foo bar", ("\\foo",)),
        (r"\begin{x} \foo \foo", r"\begin{x} \foo \foo", ("\\begin", "\\foo")),
        (r"See \cite{a}", r"See \cite{a}", ("\\cite",)),
        (r"\apj, $\foo_2$", r"\apj, \foo<sub>2</sub>", ("\\apj", "\\foo")),
    ],
)
def test_a_command_that_is_not_known_is_named_and_kept(latex, text, commands):
    """The accents inside its argument are read all the same."""
    assert read_latex(latex)[:2] == (text, commands)


@pytest.mark.parametrize(
    ("latex", "address"),
    [
        (
            r"10.1016/S1\_6\textless{}543$\less$a{\textgreater}b",
            "10.1016/S1_6<543<a>b",
        ),
        (
            r"10.1002/(SICI)1$<$1::AID$>$3.0.CO;2-\#",
            "10.1002/(SICI)1<1::AID>3.0.CO;2-#",
        ),
        (r"10.1000/a{\_}b\textunderscore c", "10.1000/a_b_c"),
        (r"https://x.org/\~{}me/a\%20b?c=d\&e", "https://x.org/~me/a%20b?c=d&e"),
        (r"http://x.org/$\sim$me{\textasciitilde}", "http://x.org/~me~"),
        (r"\url{http://x.org/a_b}", "http://x.org/a_b"),
        ("http://x.org/a--b''c^d", "http://x.org/a--b''c^d"),
        ("10.1000/a&lt;b&amp;c", "10.1000/a<b&c"),
    ],
)
def test_addresses_keep_their_signs(latex, address):
    """Escapes and commands are read; dashes, tildes and quotes are the address's."""
    assert read_address(latex) == (address, (), read_address(latex).addresses)


def test_an_authors_own_commands_mean_what_the_preamble_says():
    """Most often they order a list, and print nothing."""
    macros = read_definitions(
        r"\newcommand{\noopsort}[1]{} \providecommand\drug[2]{#2 (#1)}"
        r"\def\Ltd{Limited}"
    )

    assert read_latex(r"\noopsort{1973b}1981", macros).text == "1981"
    assert (
        read_latex(r"\drug{a}{\emph{b}}, \Ltd", macros).text == "<i>b</i> (a), Limited"
    )
    assert read_latex(r"\noopsort{1973b}1981").text == "1981"


@pytest.mark.parametrize(
    "deep", ["{" * 5000, r"\em " * 5000, r"\'" * 5000, "$_{" * 900]
)
def test_what_nobody_writes_stays_as_it_is(deep):
    """And costs no traceback."""
    assert read_latex(deep).text == " ".join(deep.split())
    endless = read_definitions(r"\newcommand{\a}{\a\a}")
    assert read_latex(r"x \a", endless).text == r"x \a"
