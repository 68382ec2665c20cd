"""Whether visitors get what was sent: a site that is live, asked over HTTP."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, repeat
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit

from ..files import list_files
from ..host_files import MOVED, parse_headers, parse_redirects, read_text
from .precompress import SUFFIXES, is_text, original_of
from .staging import CNAME, HEADERS, REDIRECTS
from .visit import visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..files import Changes
    from .built import Sent
    from .visit import Answer, Visitor

#: Seconds between two looks at what is not there yet: caches take a while.
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
LATER = 10.0  #: and of those that come then, as long as a host may take
SAMPLE = 10  #: files that are compared, of those that a deploy has brought
OTHERS = 5  #: and of the others
HOPS = 3  #: redirects that an old address may take
NOT_FOUND = "404.html"
#: What a page that a browser shows is sent as, by the end of its file's name.
TYPES = {
    ".html": ("text/html",),
    ".xml": tuple(
        f"{kind}/{end}"
        for kind in ("application", "text")
        for end in ("xml", "atom+xml", "rss+xml")
    ),
    ".css": ("text/css",),
}
#: Of Cache-Control a server knows more than a file; it is not compared.
NOT_COMPARED = {"cache-control"}
#: What a web server of one's own is told.
HOW = "For nginx: invoke headers nginx; for Caddy: invoke headers caddy"


@dataclass(frozen=True)
class Probe:
    """An address, and what is to come for it."""

    what: str  #: as a sentence begins
    url: str
    path: str = ""  #: of the file whose bytes it gives; empty where it is none
    digest: str = ""  #: of what it gives
    leads_to: str = ""  #: for an old address: the new one, whole
    is_packed: bool = False  #: it is asked for as browsers do, who unpack what comes


@dataclass(frozen=True)
class Verdict:
    """What a look at a live site has found, in sentences."""

    asked: int
    failures: tuple[str, ...] = ()  #: visitors do not get the site that was sent
    warnings: tuple[str, ...] = ()  #: they get it, and the server could do better

    @property
    def lines(self) -> tuple[str, ...]:
        """Say that visitors get what was sent, and what could be better."""
        verified = f"Verified: what was sent comes from {self.asked} addresses."
        return (verified, *(f"warning: {warning}" for warning in self.warnings))


def verify(url: str, sent: Sent, changes: Changes, wait: float = 8) -> Verdict:
    """Ask a live site for its landmarks and for a sample of its files.

    ``wait`` are the seconds in which they must come as they were sent.
    """
    base = f"{url.rstrip('/')}/"
    probes = [*_landmarks(base, sent), *_sample(base, sent, changes)]
    packed = [
        replace(probe, is_packed=True, what=f"{probe.what}, packed")
        for probe in probes
        if is_text(probe.path)
    ]
    probes += _old_address(base, sent)
    with visiting() as visitor:
        failures = _wait_for(probes, visitor, wait) or _wait_for(packed, visitor, wait)
        if failures:
            return Verdict(len(probes), tuple(failures))
        warnings = [*_headers(base, sent, visitor), *_no_page(base, visitor)]
        warnings += _not_packed(base, sent.tree, visitor)
        warnings += _asked(base, sent, visitor)
    return Verdict(len(probes), warnings=tuple(warnings))


def address_of(base: str, path: str) -> str:
    """Return where a file of a site is found.

    >>> address_of("https://a.org/", "blog/a b/index.html")
    'https://a.org/blog/a%20b/'
    """
    shown = path.removesuffix("index.html") if path.endswith("/index.html") else path
    return urljoin(base, quote("" if path == "index.html" else shown))


def _landmarks(base: str, sent: Sent) -> Iterator[Probe]:
    for what, path in sent.landmarks.items():
        if path and (sent.tree / path).is_file():
            yield _probe_of(base, sent.tree, path, what)


def _sample(base: str, sent: Sent, changes: Changes) -> Iterator[Probe]:
    """Choose files, others in each release, so that in time all are looked at.

    What lies at an old address is none of them: a server may lead on from there.
    """
    lines = parse_redirects(read_text(sent.built / REDIRECTS))
    old = {unquote(one.old.text).rstrip("/") for one in lines if not one.asks}
    old.add(_place_of(base, CNAME))  # it is for the host, which need not send it
    fresh = {*changes.new, *changes.changed}
    own = {path for path in list_files(sent.tree) if not original_of(path)}
    kinds = (fresh, SAMPLE), (own - fresh, OTHERS)
    salt = str(time.time_ns())
    for paths, number in kinds:
        asked = [path for path in paths if path != NOT_FOUND and path[0] not in "._"]
        asked = [path for path in asked if _place_of(base, path) not in old]
        asked.sort(key=lambda path: sha256(f"{salt}{path}".encode()).digest())
        for path in asked[:number]:
            yield _probe_of(base, sent.tree, path, path)


def _place_of(base: str, path: str) -> str:
    return unquote(urlsplit(address_of(base, path)).path).rstrip("/")


def _probe_of(base: str, tree: Path, path: str, what: str) -> Probe:
    digest = sha256((tree / path).read_bytes()).hexdigest()
    return Probe(what, address_of(base, path), path, digest)


def _old_address(base: str, sent: Sent) -> Iterator[Probe]:
    """Choose one address that leads on: a redirect there, or a page that does it."""
    root = urlsplit(base).path
    for one in parse_redirects(read_text(sent.built / REDIRECTS)):
        old, new = one.old.text, urljoin(base, one.new)
        if one.asks or {*(old + one.new)} & {"*", ":"} or not old.startswith(root):
            continue
        probe = Probe(f"the old address {old}", urljoin(base, old), leads_to=new)
        page = f"{old.removeprefix(root).strip('/')}/index.html"
        if (sent.tree / page).is_file():  # where nothing else leads on, this does
            digest = _probe_of(base, sent.tree, page, page).digest
            probe = replace(probe, path=page, digest=digest)
        yield probe
        return


def _asked(base: str, sent: Sent, visitor: Visitor) -> Iterator[str]:
    """Yield that an old address with a “?” leads nowhere, where no file can help.

    A host that reads ``_redirects`` is told of them by its lines.
    """
    if (sent.tree / REDIRECTS).exists():
        return
    lines = parse_redirects(read_text(sent.built / REDIRECTS))
    asking = [one for one in lines if one.asks and not {*one.new} & {"*", ":"}]
    for one in asking[:1]:
        url = urljoin(base, f"{one.old.text}?{urlencode(one.asks)}")
        answer, new = visitor.get(url), urljoin(base, one.new)
        ends = urljoin(url, answer.headers.get("location", ""))
        if answer.status not in MOVED or urlsplit(ends).path != urlsplit(new).path:
            yield f"{url} does not lead on to {new}, and its page shows instead. {HOW}"


def _pauses(wait: float) -> Iterator[float]:
    """Yield seconds between looks, the sum of which is no more than ``wait``."""
    yield 0.0
    for pause in chain(PAUSES, repeat(LATER)):
        if (wait := wait - pause) < 0:
            return
        yield pause


def _wait_for(probes: list[Probe], visitor: Visitor, wait: float) -> list[str]:
    """Ask until all is as it was sent, or long enough; return what is not."""
    left = dict.fromkeys(probes, "")
    for pause in _pauses(wait):
        time.sleep(pause)
        found = {probe: _fault(probe, visitor) for probe in left}
        left = {probe: fault for probe, fault in found.items() if fault}
        if not left:
            break
    return [f"{probe.url} ({probe.what}) {fault}." for probe, fault in left.items()]


def _fault(probe: Probe, visitor: Visitor) -> str:
    """Return the end of a sentence on what is wrong; nothing where all is well."""
    url, answer = probe.url, visitor.get(probe.url, packed=probe.is_packed)
    for _ in range(HOPS if probe.leads_to else 0):
        if answer.status not in MOVED:
            break
        url = urljoin(url, answer.headers.get("location", ""))
        if urlsplit(url).path == urlsplit(probe.leads_to).path:
            return ""
        answer = visitor.get(url)  # a server may put a slash behind it first
    if answer.status != 200:
        why = f"does not answer: {answer.why}"
        return f"answers with {answer.status}" if answer.status else why
    if probe.leads_to and not probe.digest:
        return f"ends at {url}, and not at {probe.leads_to}"
    return _other(probe, answer)


def _other(probe: Probe, answer: Answer) -> str:
    """Return how an answer differs from the file that was sent."""
    if sha256(answer.body).hexdigest() != probe.digest:
        return "gives other bytes than were sent"
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    end = probe.path[probe.path.rfind(".") :]
    if kind not in TYPES.get(end, (kind,)):
        return f"is sent as “{kind or 'nothing'}”, so that a browser does not show it"
    return ""


def _headers(base: str, sent: Sent, visitor: Visitor) -> Iterator[str]:
    """Yield which headers of the site's own the home page comes without."""
    path, rules = urlsplit(base).path, parse_headers(read_text(sent.built / HEADERS))
    fitting = {name for place, name, _ in rules if place.match(path) is not None}
    fitting |= sent.headers
    names = sorted(name for name in fitting if name.lower() not in NOT_COMPARED)
    there = visitor.get(base).headers if names else {}
    missing = [name for name in names if name.lower() not in there]
    if missing:
        yield f"{base} comes without {', '.join(missing)}. {HOW}"


def _no_page(base: str, visitor: Visitor) -> Iterator[str]:
    """Yield that the server says of no page that it is not there, if so."""
    url = urljoin(base, f"is-not-there-{time.time_ns()}/")
    status = visitor.get(url).status
    if status not in (404, 410):
        yield f"{url}, which is no page, is answered with {status}, not with 404."


def _not_packed(base: str, tree: Path, visitor: Visitor) -> Iterator[str]:
    """Yield that packed copies lie there in vain, if so."""
    copies = [tree / f"index.html{suffix}" for suffix in SUFFIXES]
    if not any(copy.is_file() for copy in copies):
        return
    if "content-encoding" not in visitor.get(base, packed=True).headers:
        yield f"{base} comes unpacked to those who take it packed. {HOW}"
