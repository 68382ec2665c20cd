"""What adapters ask of Pelican: the time, the zone, slugs, contents, pictures."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import ChoiceLoader, FileSystemLoader
from pelican import utils
from pelican.contents import Static
from pelican.paginator import Paginator

from .body import Body
from .ledger import LEDGER, NO_LEDGER, Ledger, identity
from .places import Address
from .problem import Problem, SettingsError
from .report import (
    JOBS,
    BuildStoppedError,
    carried,
    relative_path,
    report,
    run_state,
)
from .safe_html.judge import find_unsafe
from .source.dates import DateFault, find_zone, parse_date
from .source.read import leads_outside, read_source
from .source.values import as_text
from .workers import Shared, WorkerError, count_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .safe_html.policy import Policy
    from .source.agenda import Due
    from .source.header import Header
    from .workers import Tickets

T = TypeVar("T")
#: The lists of Pelican's two generators, by what readers see of them.
PUBLISHED = ("articles", "translations", "pages")
HIDDEN = ("hidden_articles", "hidden_translations", "hidden_pages")
DRAFTS = ("drafts", "drafts_translations", "draft_pages", "draft_translations")
#: Pelican's own pattern of links that it fills in, and how such addresses begin.
USUAL_LINK = "[{|](?P<what>.*?)[|}]"
FILLED = ('"{', '"|', "'{", "'|")
#: The lists of Pelican's posts whose items have pages: their template, and what they
#: are called.
TOPICS = {
    "categories": ("category", ""),
    "authors": ("author", ""),
    "tags": ("tag", "the tag "),
}
THEME = "THEME_STATIC_DIR"
#: Minutes of reading where a site says nothing: a slow and careful pace.
WORDS_PER_MINUTE = 220
NOW = "NOW"
#: The attribute of a content that keeps its body.
BODY = "bulletin_body"
#: In a run's state: what texts are judged by as they were rendered.
POLICY = "POLICY"
#: In a run's state: what the ledger will be asked of each content, by what that is.
ASKED = "ASKED"
#: In a run's state, where such work is to come: what is done beside the next of it.
BESIDE = "BESIDE"
#: In a run's state: what has its time.
AGENDA = "AGENDA"
#: In a run's state: what was done to each content, and to whose, in order.
DONE = "DONE"


class LaterError(Exception):
    """A text that is read anew has what a whole build alone can bring."""


def zone_of(settings: dict[str, Any]) -> tzinfo:
    """Return the site's time zone; UTC where it names none that is known."""
    return find_zone(str(settings.get("TIMEZONE") or "")) or UTC


def now(settings: dict[str, Any]) -> datetime:
    """Return the time that counts as now in the whole run, in the site's zone.

    That is ``BULLETIN_NOW`` where it is set, else the clock's. Raises ``SettingsError``
    where ``BULLETIN_NOW`` is no date.
    """
    state, zone = run_state(settings), zone_of(settings)
    if NOW not in state:
        given = settings.get("BULLETIN_NOW")
        state[NOW] = _read_now(str(given), zone) if given else datetime.now(zone)
    found: datetime = state[NOW]
    return found


def _read_now(text: str, zone: tzinfo) -> datetime:
    moment = parse_date(text)
    if isinstance(moment, DateFault):
        what = f"BULLETIN_NOW “{text}” {moment.what}"
        name = "front-matter-setting"
        raise SettingsError([Problem("pelicanconf.py", 0, what, moment.remedy, name)])
    at = moment.at
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def today(settings: dict[str, Any]) -> date:
    """Return the day that it is at the site."""
    return now(settings).date()


def await_all(agenda: Iterable[Due], settings: dict[str, Any]) -> None:
    """Take down what has its time, so that commands know when it comes."""
    run_state(settings).setdefault(AGENDA, []).extend(agenda)


def awaited(settings: dict[str, Any]) -> list[Due]:
    """Return what the run's plugins say has its time, past or to come."""
    return list(run_state(settings).get(AGENDA, ()))


def ledger_of(settings: dict[str, Any]) -> Ledger:
    """Return what the run recalls of earlier ones."""
    found: Ledger | None = run_state(settings).get(LEDGER)
    return found or NO_LEDGER


def share(
    kind: str,
    names: Sequence[str],
    work: Callable[[str], T],
    settings: dict[str, Any],
    path_of: Callable[[str], str] = str,
) -> list[T]:
    """Return what is worked out of each file, in their order.

    The names are paths, unless ``path_of`` says what file each of them is of.
    Processes share that where the ledger has nothing of its kind. The work may use the
    ledger; it reports nothing, and changes nothing that somebody else reads.
    """
    jobs, is_new = run_state(settings).get(JOBS, 1), ledger_of(settings).is_new(kind)
    number = count_workers(jobs, len(names)) if is_new else 1
    if number == 1:
        return [work(name) for name in names]

    def do_some(tickets: Iterable[int]) -> dict[int, T]:
        return {number: work(names[number]) for number in tickets}

    try:
        answers = Shared(do_some, carried(settings)).among(number, len(names))
    except WorkerError as error:
        if not error.is_fault:
            path = relative_path(path_of(names[error.number]), settings)
            problem = error.explain(path, "read this text")
            report(problem, settings)
            raise BuildStoppedError(f"The build stopped: {problem.what}") from None
    except Exception:  # noqa: BLE001, S110  # the first file's is raised below
        pass
    else:
        found = {at: one for answer in answers for at, one in answer.items()}
        return [found[at] for at in range(len(names))]
    return [work(name) for name in names]


def foresee(
    kind: str,
    things: Sequence[T],
    work: Callable[[T], object],
    settings: dict[str, Any],
) -> None:
    """Let processes work out what this one will recall; alone it works out nothing.

    Whatever goes wrong is left to whoever recalls it.
    """
    ledger, jobs = ledger_of(settings), run_state(settings).get(JOBS, 1)
    number = count_workers(jobs, len(things))
    if number == 1 or not ledger.is_open or not ledger.is_new(kind):
        return

    def do_some(tickets: Tickets) -> None:
        if tickets.is_first:
            do_waiting(settings)
        for at in tickets:
            with suppress(Exception):
                work(things[at])

    with suppress(WorkerError):
        Shared(do_some, carried(settings)).among(number, len(things))


def do_beside(do: Callable[[], object], settings: dict[str, Any]) -> None:
    """Do something while other processes begin to read texts, or to make pages.

    Nobody needs it for that, and who needs it before does it himself. Where neither is
    to come it is done at once.
    """
    waiting: list[Callable[[], object]] | None = run_state(settings).get(BESIDE)
    if waiting is None:
        do()
    else:
        waiting.append(do)


def do_waiting(settings: dict[str, Any]) -> None:
    """Do what waits for others to begin."""
    waiting: list[Callable[[], object]] = run_state(settings).get(BESIDE, [])
    while waiting:
        waiting.pop(0)()


def slugify_for(settings: dict[str, Any], kind: str = "") -> Callable[[str], str]:
    """Return what makes a slug of a text, as Pelican makes those of titles.

    ``kind`` is category, tag or author: a site may give these rules of their own.
    """
    usual = settings.get("SLUG_REGEX_SUBSTITUTIONS", [])
    return partial(
        utils.slugify,
        regex_subs=settings.get(f"{kind.upper()}_REGEX_SUBSTITUTIONS", usual),
        preserve_case=settings.get("SLUGIFY_PRESERVE_CASE", False),
        use_unicode=settings.get("SLUGIFY_USE_UNICODE", False),
    )


def slug_of(path: str, header: Header, settings: dict[str, Any]) -> str:
    """Return the slug that Pelican gives to a file, by header, name or title."""
    stem = PurePosixPath(path).stem
    found = re.match(str(settings.get("FILENAME_METADATA") or r"(?!)"), stem)
    named = found.groupdict().get("slug") if found else None
    is_named = settings.get("SLUGIFY_SOURCE") == "basename"
    basis = stem if is_named else as_text(header.values.get("title"))
    given = as_text(header.values.get("slug"))
    return given or named or slugify_for(settings)(basis)


def contents_of(
    generators: Iterable[Any], *kinds: Iterable[str], others: Iterable[str] = ()
) -> Iterator[Any]:
    """Yield posts and pages, each once; ``kinds`` are lists of names as above.

    Without kinds that is all of them. ``others`` are further lists, such as
    ``staticfiles``.
    """
    names = [name for kind in kinds or (PUBLISHED, HIDDEN, DRAFTS) for name in kind]
    seen: set[int] = set()
    for generator in generators:
        for name in (*names, *others):
            for content in vars(generator).get(name) or ():
                if identity(content) not in seen:
                    seen.add(identity(content))
                    yield content


def addresses_of(generators: Iterable[Any]) -> Iterator[Address]:
    """Yield every file that Pelican will write of itself, with what it comes from."""
    for generator in generators:
        shown = contents_of([generator], PUBLISHED, HIDDEN, others=["staticfiles"])
        yield from map(address_of, shown)
        if hasattr(generator, "articles"):
            yield from _lists_of(generator)


def _lists_of(generator: Any) -> Iterator[Address]:
    """Yield the lists of posts, with the pages that follow their first."""
    settings = generator.settings
    yield Address(settings[THEME], "the files of the theme", setting=THEME)
    for name, (template, kind) in TOPICS.items():
        for thing, articles in dict(getattr(generator, name, ())).items():
            setting, place = f"{template.upper()}_SAVE_AS", str(thing.save_as)
            list_ = Address(place, f"the page of {kind}“{thing.name}”", setting=setting)
            yield from _pages_of(list_, template, articles, settings)
    for name in settings["DIRECT_TEMPLATES"]:
        setting = f"{name.upper()}_SAVE_AS"
        place = str(settings.get(setting, f"{name}.html") or "")
        list_ = Address(place, f"the site's own page “{name}”", setting=setting)
        yield from _pages_of(list_, name, generator.articles, settings)
    for name, place in settings["TEMPLATE_PAGES"].items():
        yield Address(str(place), f"the template {name}", setting="TEMPLATE_PAGES")


def _pages_of(
    first: Address, template: str, articles: Sequence[Any], settings: dict[str, Any]
) -> Iterator[Address]:
    yield first
    paginated = settings["PAGINATED_TEMPLATES"]
    if first.save_as and template in paginated:
        most = paginated[template] or settings["DEFAULT_PAGINATION"]
        pages = Paginator(first.save_as, "", articles, settings, most)
        for number in range(2, pages.num_pages + 1):
            yield replace(first, save_as=str(pages.page(number).save_as))


def address_of(content: Any) -> Address:
    """Return the file that a content will be, and the line that says so."""
    # Asking a static file for its save_as would forbid {attach} to move it.
    save_as = str(content.get_url_setting("save_as"))
    if isinstance(content, Static):
        path = relative_path(content.source_path, content.settings)
        return Address(save_as, path, is_file=True)
    source = read_source(content.source_path, content.settings)
    key = source.key_of_address
    return Address(save_as, source.path, source.line(key), key=key)


def for_each_content(generators: Iterable[Any], do: Callable[[Any], None]) -> None:
    """Do something to each post and page, and again to one whose text is read anew.

    A run keeps what is done, and the generators: connect ``begin_run`` too.
    """
    own = list(generators)
    when_read_anew(own[0].settings, do, own)
    for content in contents_of(own):
        do(content)


def when_read_anew(
    settings: dict[str, Any],
    do: Callable[[Any], None],
    generators: Iterable[Any] | None = None,
) -> None:
    """Do something to a post or page of these generators, or of any, that is read anew.

    ``invoke serve`` does so when a text is saved, and shows its page before the next
    run. Who cannot follow raises ``LaterError``.
    """
    own = None if generators is None else list(generators)
    run_state(settings).setdefault(DONE, []).append((own, do))


def do_again(content: Any, generator: Any) -> None:
    """Do to a content of a generator what the run has done to it."""
    for generators, do in run_state(generator.settings).get(DONE, ()):
        if generators is None or generator in generators:
            do(content)


def add_templates(generator: Any, folder: Path) -> None:
    """Offer a plugin's templates after the theme's own."""
    if hasattr(generator, "env"):
        loader = generator.env.loader
        generator.env.loader = ChoiceLoader([loader, FileSystemLoader(folder)])


def body_of(content: Any) -> Body:
    """Return a content's body as a tree; the same one until its HTML changes.

    Links to files are not replaced in it yet: words and headings do not depend on them.
    """
    html = content._content or ""  # noqa: SLF001  # the text before links are set
    known = getattr(content, BODY, None)
    if not isinstance(known, Body) or known.html != html:
        ledger = ledger_of(content.settings)
        known = Body(html, recall=partial(ledger.recall, "bodies"))
        setattr(content, BODY, known)
    return known


def is_cleared(content: Any, policy: Policy) -> bool:
    """Return whether nothing of a content's body may not reach a page.

    What one policy has cleared is not judged again for one that allows as much.
    """
    return _is_clear(body_of(content), policy, content.settings)


def judge_by(policy: Policy, settings: dict[str, Any]) -> None:
    """Say what texts will be judged by when they are rendered."""
    run_state(settings)[POLICY] = policy


def judge_early(body: Body, settings: dict[str, Any]) -> None:
    """Judge a text that is rendered, in a process that shares the work, if it will be.

    So the ledger knows the answer when it is asked.
    """
    policy = run_state(settings).get(POLICY)
    if policy is not None:
        _is_clear(body, policy, settings)


def will_ask(what: str, ask: Callable[[Any], object], settings: dict[str, Any]) -> None:
    """Say what the ledger will be asked of each post and page before pages are made.

    It changes and reports nothing to ``ask`` that of a content.
    """
    run_state(settings).setdefault(ASKED, {})[what] = ask


def ask_early(content: Any) -> None:
    """Ask all of that of a content, in a process that shares the work."""
    for ask in run_state(content.settings).get(ASKED, {}).values():
        with suppress(Exception):  # whoever asks it later meets it again
            ask(content)


def _is_clear(body: Body, policy: Policy, settings: dict[str, Any]) -> bool:
    ledger = ledger_of(settings)
    if not any(map(policy.allows_all_of, body.cleared)):
        judge = partial(find_unsafe, body.html, policy)
        if not ledger.recall("safe", (body.mark, policy), lambda: not judge()):
            return False
        body.cleared.add(policy)
    return True


def words_per_minute(settings: dict[str, Any]) -> int:
    """Return the pace of reading, the same for a post, its series and every list.

    ``READING`` says it, else ``SERIES``.
    """
    for name in ("READING", "SERIES"):
        pace = (settings.get(name) or {}).get("words_per_minute")
        if pace:
            return int(pace)
    return WORDS_PER_MINUTE


def allowed_html(settings: dict[str, Any]) -> tuple[str, ...]:
    """Return the elements (``video``) and attributes (``a.ping``) that a site lets in.

    ``POST_CHECKS`` and ``SANITIZER`` may say it; what one of them lets in, both do.
    """
    given = [settings.get(name) or {} for name in ("POST_CHECKS", "SANITIZER")]
    return tuple(one for own in given for one in own.get("allow_html", ()))


def is_strict(settings: Mapping[str, object]) -> bool:
    """Return whether a site wants every mistake in a header to end its build."""
    own = settings.get("FRONT_MATTER")
    return isinstance(own, Mapping) and bool(own.get("strict"))


def is_sanitized(settings: dict[str, Any]) -> bool:
    """Return whether ``sanitizer`` refuses or cleans what may not reach a page."""
    named = (
        str(getattr(one, "__name__", one)) for one in settings.get("PLUGINS") or ()
    )
    return any(name.rpartition(".")[2] == "sanitizer" for name in named)


def forget_html(content: Any) -> None:
    """Drop what Pelican remembers of a content whose text has changed."""
    key = (content, content.get_siteurl())
    for method in (content.get_content, content.get_summary):
        method.cache.pop(key, None)


def may_fill_links(text: str, settings: Mapping[str, object]) -> bool:
    """Return whether Pelican may fill in an address of a text, such as ``{filename}``.

    It looks at each tag of a text for them; few texts have any.
    """
    is_usual = settings["INTRASITE_LINK_REGEX"] == USUAL_LINK
    # Quotes are many, these signs few: to look for them first is far quicker.
    return not is_usual or any(one[1] in text and one in text for one in FILLED)


def has_links(content: Any, siteurl: str) -> bool:
    """Return whether a text and its summary have their links for this address.

    Nothing is told of them any more then, and no attached file is moved.
    """
    summary = str(content.metadata.get("summary") or "")
    is_filled = (content, siteurl) in content.get_content.cache
    return is_filled and not may_fill_links(summary, content.settings)


def forget_file_time(content: Any) -> None:
    """Take away a ``modified`` that Pelican took from the file, by DEFAULT_DATE."""
    if content.settings.get("DEFAULT_DATE") == "fs" and is_file(content.source_path):
        changed = Path(content.source_path).stat().st_mtime
        time = datetime.fromtimestamp(changed)  # noqa: DTZ006  # as Pelican has it
        if content.metadata.get("modified") == time:
            del content.modified, content.metadata["modified"]


def find_image(name: str, settings: dict[str, Any]) -> Path | None:
    """Return the file that ``image: name`` means: in ``PATH``, or in its ``images``."""
    root = Path(settings["PATH"])
    places = (root / name.lstrip("/"), root / "images" / name.lstrip("/"))
    inside = (place for place in places if not leads_outside(place, root))
    return next((place for place in inside if is_file(place)), None)


def is_file(path: str | Path) -> bool:
    """Return whether a file is there; a name that no disk takes is none."""
    return os.path.isfile(path)  # noqa: PTH113  # Path's raises for long names
