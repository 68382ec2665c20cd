"""Pelican's side of addresses: finished pages get relative links, old ones lead on."""

from __future__ import annotations

import os
import posixpath
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pelican import signals
from pelican.writers import FileOverwriteFailedError

from ..body import plain_text
from ..places import (
    ALIASES,
    Address,
    explain_old,
    file_of_old,
    is_asked,
    read_asked,
)
from ..problem import Level, Problem, did_you_mean
from ..report import begin_run, end_on_errors, relative_path, report, run_state
from ..site import (
    DRAFTS,
    HIDDEN,
    PUBLISHED,
    add_templates,
    addresses_of,
    contents_of,
    is_strict,
    ledger_of,
    now,
)
from ..source.read import read_source
from ..source.values import split_list
from ..words import MOVED, Word, choose_words, offer_words
from .links import SiteRoot, make_relative, make_rooted
from .output import (
    PAGES,
    SENT_ANYWHERE,
    find_standing,
    find_taken,
    gone_of,
    list_finished,
    list_planned,
    redirects_of,
    told_of,
)
from .record import (
    ASKED,
    BROKEN,
    NOTHING,
    UNCHECKED,
    GonePage,
    RecordError,
    address_name,
    check_record,
    format_record,
    parse_record,
    tell_new,
)
from .redirects import (
    BEGIN,
    END,
    REDIRECTS,
    Redirect,
    RedirectPage,
    check_limits,
    explain_target,
    explain_written,
    find_rivals,
    format_lines,
    own_lines,
    read_setting,
    resolve,
)
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import Template

    from .record import AddressRecord, Standing
    from .settings import AddressesSettings

#: In a run's state: what knows where the site's files come from.
GENERATORS = "GENERATORS"
#: What hosts are told, in the output.
LINES = "_redirects"
#: In a run's state: the file of the site's own lines, as problems name it.
OWN_LINES = "OWN_LINES"
#: Raised where something is written that lies at an old address, or above it.
OCCUPIED = (FileOverwriteFailedError, FileExistsError, NotADirectoryError)
TEMPLATES = Path(__file__).parent / "templates"


def register() -> None:
    """Connect addresses to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(finish_pages)
    signals.generator_init.connect(offer_templates)
    signals.static_generator_finalized.connect(keep_record_home)
    signals.all_generators_finalized.connect(find_redirects)
    signals.get_writer.connect(end_on_errors)
    signals.article_writer_finalized.connect(write_pages)
    signals.all_generators_finalized.connect(keep_generators)
    signals.finalized.connect(finish_site)


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("ADDRESSES", {}))


def finish_pages(generator: Any) -> None:
    """Let each page that a generator's templates make get its links at the end."""
    own = parse_settings(generator.settings.get("ADDRESSES", {}))
    if own.relative_links and hasattr(generator, "env"):
        root = SiteRoot(str(generator.settings["SITEURL"]).rstrip("/"))
        kind = generator.env.template_class
        generator.env.template_class = template_class(kind, root)


def template_class(kind: type[Template], root: SiteRoot) -> type[Template]:
    """Return a kind of template whose pages have links that fit where they lie.

    Pelican's writer names the page that it renders ``output_file``; a template that a
    plugin renders for a part of a page has no such name.
    """

    class PageTemplate(kind):  # type: ignore[misc, valid-type]  # which Jinja has, or a plugin
        def render(self, *args: Any, **more: Any) -> str:
            """Return the page, or the part of one."""
            text: str = super().render(*args, **more)
            page = str(dict(*args, **more).get("output_file") or "")
            return finish_links(text, page, root) if page.endswith(PAGES) else text

    return PageTemplate


def finish_links(html: str, page: str, root: SiteRoot) -> str:
    """Return a page with links that count from where it lies, or is sent."""
    if posixpath.basename(page) in SENT_ANYWHERE:
        return make_rooted(html, root)
    return make_relative(html, page, root)


def offer_templates(generator: Any) -> None:
    """Offer the page of old addresses, after the theme's own, and the words."""
    add_templates(generator, TEMPLATES)
    offer_words(generator.env.globals, generator.settings)


def keep_record_home(generator: Any) -> None:
    """Leave the record out of the files that are published as they are.

    It lies among them where ``STATIC_PATHS`` is all of the content.
    """
    settings = generator.settings
    if own := parse_settings(settings.get("ADDRESSES", {})).record:
        record = os.path.realpath(Path(settings["PATH"], own))
        files = generator.staticfiles
        files[:] = [one for one in files if os.path.realpath(one.source_path) != record]


def find_redirects(generators: list[Any]) -> None:
    """Find out where old addresses lead, and report mistakes, before a page is made."""
    settings = generators[0].settings
    own = parse_settings(settings.get("ADDRESSES", {}))
    given = [*_read_aliases(generators), *read_setting(own.aliases)]
    if given:
        others = [*addresses_of(generators), *told_of(generators[0].context)]
        others.append(Address(LINES, LINES))
        state = run_state(settings)
        state[OWN_LINES] = next(o.owner for o in others if o.save_as == LINES)
        state[REDIRECTS], problems = resolve(given, others)
        for problem in problems:
            report(problem, settings)


def _read_aliases(generators: list[Any]) -> Iterator[Redirect]:
    """Yield the old addresses of posts and pages that are published.

    In a preview, drafts have theirs too.
    """
    is_preview = generators[0].settings.get("BULLETIN_PREVIEW")
    kinds = (PUBLISHED, HIDDEN, DRAFTS) if is_preview else (PUBLISHED, HIDDEN)
    for content in contents_of(generators, *kinds):
        given = content.metadata.get(ALIASES)
        if given and content.save_as:
            yield from _of_content(content, split_list(given))


def _of_content(content: Any, aliases: Iterable[str]) -> Iterator[Redirect]:
    source = read_source(content.source_path, content.settings)
    for number, text in enumerate(aliases):
        old, line = read_asked(text), source.line(ALIASES, number)
        if old is not None:
            yield Redirect(
                old[0],
                f"/{str(content.url).lstrip('/')}",  # two would name a host
                source.path,
                line,
                goal=str(content.save_as),
                title=plain_text(str(content.title)),
                lang=str(content.lang),
                query=old[1],
            )
        # Without a slash it is another name of a note, as in Obsidian.
        elif "/" in text:
            what, remedy = explain_old(text)
            level = Level.ERROR if is_strict(content.settings) else Level.WARNING
            # The same as front_matter's own words, which are said once.
            problem = Problem(source.path, line, what, remedy, "alias-format", level)
            report(problem, content.settings)


def write_pages(generator: Any, writer: Any) -> None:
    """Write the page of each old address; keep the place of what is no page."""
    settings, made = generator.settings, []
    own = parse_settings(settings.get("ADDRESSES", {}))
    for one in redirects_of(settings):
        try:
            if one.is_copy:
                place = _output(settings) / one.place
                place.parent.mkdir(parents=True, exist_ok=True)
                # It refuses a name that is taken, and keeps this one.
                writer._open_w(str(place), "utf-8").close()
            elif not one.query:
                writer.write_file(
                    one.place,
                    generator.get_template("redirect"),
                    generator.context,
                    settings["RELATIVE_URLS"],
                    url=one.old,
                    redirect=_page_of(one, own, settings),
                )
            made.append(one)
        except OCCUPIED:
            report(explain_written(one), settings)
    run_state(settings)[REDIRECTS] = made
    write_gone(generator, writer, own)


def write_gone(generator: Any, writer: Any, own: AddressesSettings) -> None:
    """Write a page at each forgotten address where there is none: it says why."""
    settings = generator.settings
    if not own.record:
        return
    generators = run_state(settings).get(GENERATORS, [])
    with suppress(RecordError):  # which is told at the end
        forgotten = read_record(own, settings)[0].forgotten
        planned = list_planned(generators, settings) if forgotten else ()
        is_taken = find_taken(planned)
        for address, because in forgotten.items():
            if is_asked(address):
                continue  # a file of that name would be sent for no question
            place = file_of_old(unquote(address).removeprefix("/"))
            if is_taken(place):
                continue  # it is there again
            lang = str(settings["DEFAULT_LANG"]).replace("_", "-")
            with suppress(*OCCUPIED):
                writer.write_file(
                    place,
                    generator.get_template("gone"),
                    generator.context,
                    settings["RELATIVE_URLS"],
                    url=address,
                    gone=GonePage(lang, _words_in(lang, own), because),
                )
                gone_of(settings).add(place)


def read_record(
    own: AddressesSettings, settings: dict[str, Any]
) -> tuple[AddressRecord, str, str]:
    """Return the site's record, its text, and its file as problems name it.

    Raises ``RecordError``. A site that has none yet has an empty one.
    """
    file, text = Path(settings["PATH"], own.record), format_record(NOTHING)
    if file.is_file():
        source = read_source(file, settings)
        text = source.text.removeprefix("\ufeff")
        if not source.is_read:
            raise RecordError(0, "is no text in UTF-8")
    return parse_record(text), text, relative_path(file, settings)


def _words_in(lang: str, own: AddressesSettings) -> dict[str, str]:
    words = choose_words(own.words, lang)
    return {name: words[name] for name in MOVED}


def _page_of(
    one: Redirect, own: AddressesSettings, settings: dict[str, Any]
) -> RedirectPage:
    given = lang = (one.lang or str(settings["DEFAULT_LANG"])).replace("_", "-")
    words = _words_in(lang, own)
    if all(isinstance(word, Word) for word in words.values()):
        # Nothing of the page is in the text's language but the title, which says so.
        lang, words = "en", _words_in("en", own)
    return RedirectPage(
        lang=lang,
        words=words,
        url=one.new,
        canonical=f"{settings['SITEURL']}{one.new}",
        title=one.title or one.new,
        title_lang=given if one.title and given != lang else "",
    )


def finish_site(pelican: Any) -> None:
    """Write what leads on to other files, then look for addresses that are lost."""
    write_files(pelican.settings)
    check_addresses(pelican.settings)


def write_files(settings: dict[str, Any]) -> None:
    """Write what stands at old addresses of files, and the lines for hosts."""
    code = parse_settings(settings.get("ADDRESSES", {})).redirect_code
    redirects = redirects_of(settings)
    made = [one for one in redirects if one.goal]
    left = ledger_of(settings).left()
    for one in redirects:
        if one.goal:
            continue  # the post's page is written, or the run has ended
        place = _output(settings) / one.place
        if found := _find(one.goals, left, settings):
            made.append(one)
            if one.is_copy:
                shutil.copy2(found, place)  # with its date, by which readers ask
        else:
            near = did_you_mean(one.new, _addresses(settings))
            report(explain_target(one, near), settings)
            if not one.query:
                place.unlink(missing_ok=True)
    if made and code:
        write_lines(sorted(made, key=lambda one: one.key), code, settings)


def write_lines(redirects: list[Redirect], code: str, settings: dict[str, Any]) -> None:
    """Write our lines above the site's own.

    Cloudflare counts all lines below the first with a pattern as such, of which it
    reads a hundred; ours have none.
    """
    lines = format_lines(redirects, SiteRoot(str(settings["SITEURL"])).path, code)
    file = _output(settings) / LINES
    text = file.read_text("utf-8", "surrogateescape") if file.is_file() else ""
    own = own_lines(text)
    path = run_state(settings)[OWN_LINES]
    for number, line in find_rivals(lines, own):
        what = f"The line “{line}” says otherwise than an old address of the site."
        remedy = "Remove one of the two."
        report(Problem(path, number, what, remedy, "address-taken"), settings)
    every = [*lines, *filter(None, own.split("\n"))]
    if code == "301" and (found := check_limits(every)):
        report(found, settings)
    whole = "\n".join([BEGIN, *lines, END, own])
    file.write_text(whole, "utf-8", "surrogateescape")


def keep_generators(generators: list[Any]) -> None:
    """Keep what knows the sources of addresses for the end of the run."""
    run_state(generators[0].settings)[GENERATORS] = list(generators)


def check_addresses(settings: dict[str, Any]) -> None:
    """Report each published address at which nothing would answer any more."""
    own = parse_settings(settings.get("ADDRESSES", {}))
    generators = run_state(settings).pop(GENERATORS, [])
    if not own.record or not generators:
        return
    site = find_standing(generators, settings, list_finished(settings))
    asked: list[Standing] | None = settings.get(ASKED)
    if asked is not None:
        asked.append(site)
        return
    try:
        record, text, path = read_record(own, settings)
    except RecordError as error:
        path = relative_path(Path(settings["PATH"], own.record), settings)
        what = f"The record of addresses {error}."
        remedy = f"Bring back the last one: git checkout -- {path}"
        report(Problem(path, error.line, what, remedy, BROKEN), settings)
        return
    if now(settings) < datetime.now(UTC) - timedelta(minutes=5):
        what = "This is the site of an earlier time: no address was looked for."
        report(Problem(path, 0, what, "", UNCHECKED, Level.NOTICE), settings)
        return
    for problem in check_record(record, text, path, site):
        report(problem, settings)
    if not settings.get("BULLETIN_PREVIEW"):
        for problem in tell_new(record, path, site):
            report(problem, settings)


def _output(settings: dict[str, Any]) -> Path:
    return Path(settings["OUTPUT_PATH"])


def _find(
    paths: Iterable[str], left: Mapping[str, str], settings: dict[str, Any]
) -> Path | None:
    """Return where the first of these files of the finished site lies.

    What this run has ``left`` as it was lies in the published output.
    """
    for path in paths:
        if (made := _output(settings) / path).is_file():
            return made
        if path in left:
            return Path(left[path])
    return None


def _addresses(settings: dict[str, Any]) -> list[str]:
    """Return the addresses of the finished site, to propose one; no old ones."""
    old = {one.place for one in redirects_of(settings)}
    files = (one for one in list_finished(settings) if one not in old)
    return [address_name(one) for one in files]
