"""Redirects: where old addresses lead, and how each kind of host is told of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from ..ledger import Value
from ..places import (
    ALIASES,
    Address,
    explain_taken,
    file_of_old,
    find_collisions,
    fold_path,
    read_asked,
    url_of,
)
from ..problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: In a run's state: its redirects.
REDIRECTS = "REDIRECTS"
#: Where the site's own old addresses are written.
CONF = "pelicanconf.py"
#: The end of a file that is no page, such as a feed.
FILE_END = re.compile(
    r"\.(?!(?:x?html?|php|aspx?|jsp|cgi)$)[a-z][a-z0-9]{1,4}$", re.IGNORECASE
)
#: What browsers leave as it is in a path (URL Standard, path percent-encode set), but
#: for “:” and “*”, which are patterns in ``_redirects``, and “$”, a variable in nginx.
PLAIN = "/-._~!&'()+,;=@[]|"
#: A word of ``_redirects`` that stands for what is asked behind a “?”.
ASKS = re.compile(r"[^\s/:=]+=\S+$")
#: The names that nginx has variables for (https://nginx.org/r/$arg_).
NGINX_NAME = re.compile(r"\w+", re.ASCII)
#: The names that stand in a placeholder of Caddy as they are.
CADDY_NAME = re.compile(r"[\w.~-]+", re.ASCII)
#: Cloudflare reads so many lines without patterns, of so many characters each.
MOST_LINES, LONGEST_LINE = 2000, 1000
#: The lines around ours in ``_redirects``.
BEGIN = "# Old addresses, written by the plugin addresses."
END = "# End of the old addresses; the site's own lines follow."


@dataclass(frozen=True)
class Redirect:
    """One old address."""

    old: str  #: decoded, without its first slash, as ``places.read_old`` has it
    new: str  #: the new address, from the site's root: ``/blog/sleep/``
    source: str  #: the file that says so, as problems name it
    line: int
    goal: str = ""  #: the file of the post that has it; empty where no post does
    title: str = ""  #: of that post, as plain text
    lang: str = ""
    query: str = ""  #: what is asked behind a “?”, as ``places.read_asked`` has it

    @property
    def asked(self) -> str:
        """The old address, as the record and messages have it."""
        return f"/{self.old}?{self.query}" if self.query else f"/{self.old}"

    @property
    def key(self) -> str:
        """What old addresses of one place share, such as ``/old`` and ``/old/``."""
        file = file_of_old(self.old)
        return f"{file}?{self.query}" if self.query else file

    @property
    def new_path(self) -> str:
        """The path of the new address, decoded and without its first slash."""
        return unquote(self.new.partition("#")[0]).removeprefix("/")

    @property
    def is_copy(self) -> bool:
        """Whether it leads to a file that is no page, such as a feed.

        What reads a feed follows no page: the same bytes stand at the old address.
        """
        is_file = not self.goal and FILE_END.search(self.new_path)
        return bool(is_file) and not self.query

    @property
    def place(self) -> str:
        """The file in the output that stands at the old address.

        Nothing where a “?” decides: of that a rule of the host knows, and no file.
        """
        if self.query:
            return ""
        is_file = self.is_copy and FILE_END.search(self.old)
        return self.old if is_file else self.key

    @property
    def goals(self) -> tuple[str, ...]:
        """The files that the new address can be; a host sends the first that is there.

        >>> Redirect("feed", "/tag/sleep", "", 0).goals
        ('tag/sleep', 'tag/sleep/index.html', 'tag/sleep.html')
        """
        path = self.new_path
        if self.goal or not path or path.endswith("/"):
            return (self.goal or f"{path}index.html",)
        return (path, f"{path}/index.html", f"{path}.html")

    @property
    def needs_rule(self) -> bool:
        """Whether hosts answer here by a rule alone, and not with the page itself.

        A home page that was ``/?page_id=2`` is sent for that address too.
        """
        here = fold_path(file_of_old(self.old))
        return bool(self.query) and here not in map(fold_path, self.goals)

    def problem(self, what: str, remedy: str, name: str) -> Problem:
        """Return a problem where the old address is written."""
        if self.source == CONF:
            what = f"ADDRESSES[“aliases”]: {what}"
        return Problem(self.source, self.line, what, remedy, name)


@dataclass(frozen=True)
class RedirectPage(Value):
    """What the page at an old address says; ``redirect`` in its template."""

    lang: str  #: of its words
    words: Mapping[str, str]
    url: str  #: the new address, from the site's root
    canonical: str  #: the same as a whole address
    title: str  #: of what is there, else its address
    title_lang: str  #: of the title; empty where it is that of the words


def read_setting(aliases: Mapping[str, str]) -> Iterator[Redirect]:
    """Yield the redirects of ``ADDRESSES["aliases"]``."""
    for text, new in aliases.items():
        old, query = read_asked(text) or ("", "")  # the settings are read
        yield Redirect(old, new, CONF, 0, query=query)


def resolve(
    given: Iterable[Redirect], others: Iterable[Address]
) -> tuple[list[Redirect], list[Problem]]:
    """Return the redirects that can be made, and what is wrong with the rest.

    Each leads to the end of its chain, so that a visitor meets one redirect at most.
    ``others`` are the files that the site writes without them.
    """
    redirects, problems = _follow(list(given))
    wanted = {_address_of(one): one for one in redirects if not one.query}
    taken: set[Redirect] = set()
    for address, other in find_collisions([*others, *wanted]):
        if one := wanted.get(address):
            taken.add(one)
            found = explain_taken(address, other)
            problems.append(one.problem(found.what, found.remedy, found.name))
    asked: dict[str, Redirect] = {}
    for one in (each for each in redirects if each.query):
        first = asked.setdefault(one.key, one)
        if (first.source, first.new) != (one.source, one.new):
            taken.update((one, first))
            for mine, its in ((one, first), (first, one)):
                found = explain_taken(_address_of(mine), _address_of(its))
                problems.append(mine.problem(found.what, found.remedy, found.name))
    made = {
        one.place or one.key: one for one in reversed(redirects) if one not in taken
    }
    return [made[place] for place in sorted(made)], problems


def _address_of(one: Redirect) -> Address:
    # Two keys of the setting may name one place, if they lead to one address.
    where = f" (it leads to {one.new})" if one.source == CONF else ""
    place = one.asked if one.query else one.place
    return Address(place, f"{one.source}{where}", one.line, key=ALIASES)


def _follow(given: list[Redirect]) -> tuple[list[Redirect], list[Problem]]:
    """Return redirects that lead to the end of their chains, and those without end."""
    by_key = {one.key: one for one in given}
    redirects, problems = [], []
    for one in given:
        if not one.query and fold_path(one.place) == fold_path(one.goal):
            problems.append(_explain_own(one))
            continue
        end, passed = one, [one]
        while not end.goal and (after := _after(end, by_key)):
            if after in passed:
                problems.append(_explain_loop(one, [*passed, after]))
                break
            passed.append(after)
            end = after
        else:
            own = {"old": one.old, "query": one.query}
            redirects.append(replace(end, **own, source=one.source, line=one.line))
    return redirects, problems


def _after(one: Redirect, by_key: Mapping[str, Redirect]) -> Redirect | None:
    return by_key.get(file_of_old(one.new_path))


def _explain_own(one: Redirect) -> Problem:
    what = f"The old address “/{one.old}” is the address that the post has."
    if one.place != one.goal:
        what = f"The old address “/{one.old}” differs from the post's own in capitals "
        what += "or accents alone, which some disks do not tell apart."
    return one.problem(what, "Remove this old address.", "alias-loop")


def _explain_loop(one: Redirect, passed: list[Redirect]) -> Problem:
    way = " → ".join(each.asked for each in passed)
    what = f"The old address “{one.asked}” leads in a circle: {way}."
    return one.problem(what, "Let it lead to a page.", "alias-loop")


def explain_target(one: Redirect, near: str) -> Problem:
    """Return the problem of a new address at which nothing lies."""
    what = f"“{one.asked}” leads to “{one.new}”, where the site has nothing."
    remedy = near or "Correct it, or publish what should be there."
    return one.problem(what, remedy, "alias-target")


def explain_written(one: Redirect) -> Problem:
    """Return the problem of an old address where the site has written a page."""
    what = f"The address “{url_of(one.place)}” is that of a page of the site."
    return one.problem(what, "Remove this old address.", "address-taken")


def format_lines(redirects: Iterable[Redirect], root: str, code: str) -> list[str]:
    """Return lines of ``_redirects``, as Netlify and Cloudflare Pages read it.

    ``root`` is the path of ``SITEURL``. Netlify takes ``/old`` and ``/old/`` for one,
    others do not; ``/old/index.html`` hosts lead to ``/old/`` by themselves. A line
    with a question is Netlify's alone. It stands above those without, the first that
    fits being followed, and wins over the page that lies there.
    """
    lines, asking = {}, {}
    for one in redirects:
        # Cloudflare takes “/old/ … /index.html” for a circle.
        new = f"{quote(root, PLAIN + '%')}{quote(one.new, PLAIN + '%#:')}"
        new = new.removesuffix("index.html")
        for path in _asked(file_of_old(one.old), root)[:2] if one.needs_rule else ():
            words = f"{quote(path, PLAIN)} {one.query.replace('&', ' ')}"
            asking[path, one.query] = f"{words} {new} {code.rstrip('!')}!"
        for path in _asked(one.place, root)[:2] if not one.query else ():
            lines[path] = f"{quote(path, PLAIN)} {new} {code}"
    # Of two that fit, the one that asks for more goes first.
    first = sorted(asking, key=lambda key: -key[1].count("&"))
    return [*map(asking.__getitem__, first), *lines.values()]


def own_lines(text: str) -> str:
    """Return what a site has written into ``_redirects`` itself."""
    if text.startswith(BEGIN):
        text = text.partition(f"{END}\n")[2]
    return text


def find_rivals(lines: Iterable[str], own: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of a site's own lines for addresses that ours lead from."""
    ours = {_head(line.split()) for line in lines}
    for number, line in enumerate(own.split("\n"), 1):
        words = line.split()
        if words and _head(words) in ours - {("",)}:
            yield number, line.strip()


def _head(words: list[str]) -> tuple[str, ...]:
    """Return what a line of ``_redirects`` fits: a path, and what is asked there."""
    pairs = takewhile(ASKS.match, words[1:-1])
    return words[0].rstrip("/"), *sorted(pairs)


def check_limits(every: list[str]) -> Problem | None:
    """Return a warning where Cloudflare Pages would leave lines out.

    It knows none with a question, and does not count them.
    """
    lines = [line for line in every if len(_head(line.split() or [""])) == 1]
    if len(lines) <= MOST_LINES and all(len(one) <= LONGEST_LINE for one in lines):
        return None
    what = (
        f"_redirects has {len(lines):,} lines; Cloudflare Pages reads "
        f"{MOST_LINES:,} of at most {LONGEST_LINE:,} characters."
    )
    remedy = (
        "The pages at old addresses lead on all the same: set "
        'ADDRESSES["redirect_code"] = "" to write no lines.'
    )
    return Problem(CONF, 0, what, remedy, "redirects-many", Level.WARNING)


def format_nginx(redirects: Iterable[Redirect], root: str) -> list[str]:
    """Return lines to include into nginx's ``server``.

    A ``map`` would belong outside of it, into ``http``, and long addresses into another
    ``map_hash_bucket_size`` than nginx has; exact locations need nothing else. nginx
    compares them with the address decoded, and looks them up in a tree. A relative
    ``Location`` is right behind any proxy. In an ``if`` stands a ``return`` alone, its
    one safe use: whoever asks for something else gets what lies there.
    """
    lines: dict[str, str] = {}
    asking: dict[str, dict[str, str]] = {}
    for one in redirects:
        new, fragment = _new_address(one, root)
        kept = "" if one.query else "$is_args$args"
        answer = f'return 301 "{new}{kept}{fragment}";'
        for path in _asked(one.place, root) if not one.query else ():
            lines[path] = answer
        for path in _asked(file_of_old(one.old), root) if one.needs_rule else ():
            asking.setdefault(path, {})[one.query] = answer
    located = [
        f'location = "{_in_quotes(path)}" {{ absolute_redirect off; {answers} }}'
        for path in dict.fromkeys((*lines, *asking))
        if (answers := _nginx_answers(asking.get(path, {}), lines.get(path, "")))
    ]
    return ["# Old addresses.", *located] if located else []


def _nginx_answers(asking: Mapping[str, str], otherwise: str) -> str:
    """Return what is answered at one path, by what is asked behind it."""
    first = sorted(asking.items(), key=lambda one: -one[0].count("&"))
    ifs = [f"if ({_nginx_asks(query)}) {{ {answer} }}" for query, answer in first]
    return " ".join([*ifs, *filter(None, [otherwise])])


def _nginx_asks(query: str) -> str:
    """Return nginx's condition for a question, whatever else is asked with it.

    >>> _nginx_asks("p=12")
    '$arg_p = "12"'
    """
    name, _, value = query.partition("=")
    if "&" not in query and NGINX_NAME.fullmatch(name):
        return f'$arg_{name} = "{value}"'
    pairs = map(re.escape, query.split("&"))
    sought = "".join(f"(?=(?:.*&)?{pair}(?:&|$))" for pair in pairs)
    return f'$args ~ "^{_in_quotes(sought)}"'


def _in_quotes(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def format_caddy(redirects: Iterable[Redirect], root: str) -> list[str]:
    """Return lines to import into a site's block of a Caddyfile.

    One map, as Caddy would try a directive for each address on each request (with 2,000
    it answered in 4 ms and not in 0.3). It compares paths as they are when decoded; a
    relative ``Location`` is right behind any proxy.
    """
    lines, asking = dict[str, str](), dict[str, dict[str, str]]()
    for one in redirects:
        new, fragment = _new_address(one, root)
        for path in _asked(one.place, root) if not one.query else ():
            lines[path] = f'\t{_caddy_word(path)} "{new}" "{fragment}"'
        for path in _asked(file_of_old(one.old), root) if one.needs_rule else ():
            asked, told = _caddy_asks(path, one.query)
            asking.setdefault(asked, {})[told] = f'\t{told} "{new}{fragment}"'
    if not lines and not asking:
        return []
    return ["# Old addresses.", *_caddy_asking(asking), *_caddy_lines(lines)]


def _caddy_lines(lines: Mapping[str, str]) -> Iterator[str]:
    new = "{bulletin_new}{bulletin_question}{bulletin_fragment}"
    if lines:
        yield "map {path} {bulletin_new} {bulletin_fragment} {"
        yield from lines.values()
        yield "}"
        yield "map {query} {bulletin_question} {"
        yield from ('\t"" ""', '\tdefault "?{query}"', "}")
        yield "@bulletin_old vars_regexp {bulletin_new} ^/"
        yield f'redir @bulletin_old "{new}" 301'


def _caddy_asking(asking: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield a map for all old addresses that ask for the same names."""
    first = sorted(asking, key=lambda asked: -asked.count("&"))
    for number, asked in enumerate(first, 1):
        name = f"bulletin_asked_{number}"
        yield f'map "{asked}" {{{name}}} {{'
        yield from asking[asked].values()
        yield "}"
        yield f"@{name} vars_regexp {{{name}}} ^/"
        yield f'redir @{name} "{{{name}}}" 301'


def _caddy_asks(path: str, query: str) -> tuple[str, str]:
    """Return what Caddy is to look up, and the word for one question in its map.

    >>> _caddy_asks("/", "p=12")
    ('{path}?p={query.p}', '"/?p=12"')
    """
    pairs = [pair.split("=", 1) for pair in query.split("&")]
    if not all(CADDY_NAME.fullmatch(name) for name, _ in pairs):
        return "{path}?{query}", _caddy_word(f"{path}?{query}")
    names = "&".join(f"{name}={{query.{name}}}" for name, _ in pairs)
    told = "&".join(f"{name}={unquote(value)}" for name, value in pairs)
    return f"{{path}}?{names}", _caddy_word(f"{path}?{told}")


def _caddy_word(path: str) -> str:
    r"""Return a path as a map of Caddy knows it.

    A brace begins what Caddy puts something else for, in quotes too, and even behind a
    backslash; a pattern can have it by its number.

    >>> print(_caddy_word('/a "b"/'), _caddy_word("/{path}/"))
    "/a \"b\"/" "~^/\x7Bpath\}/$"
    """
    pattern = re.escape(path).replace(r"\{", r"\x7B")
    word = f"~^{pattern}$" if "{" in path else path
    return '"' + word.replace('"', '\\"') + '"'


#: Form of host -> the lines that tell it of redirects beside its headers.
FORMS = {"nginx": format_nginx, "caddy": format_caddy}


def _new_address(one: Redirect, root: str) -> tuple[str, str]:
    """Return path and fragment of a new address, between which a question belongs."""
    new, hash_, fragment = one.new.partition("#")
    path = f"{quote(root, PLAIN + '%')}{quote(new, PLAIN + '%:')}"
    return path, f"{hash_}{quote(fragment, PLAIN + '%:')}"


def _asked(place: str, root: str) -> list[str]:
    """Return the paths by which hosts are asked for a file, decoded.

    >>> _asked("old/index.html", "")
    ['/old', '/old/', '/old/index.html']
    """
    whole = f"{unquote(root)}/{place}"
    folder = whole.removesuffix("index.html")
    if folder == whole or not folder.endswith("/"):
        return [whole]
    bare = [folder[:-1]] if folder != "/" else []
    return [*bare, folder, whole]
