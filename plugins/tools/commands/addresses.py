"""``content/addresses.json``: addresses are kept, or given up with a reason."""

from __future__ import annotations

import shlex
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ...addresses.record import (
    ASKED,
    NOTHING,
    AddressRecord,
    RecordError,
    Standing,
    check_record,
    decode_record,
    forget,
    format_record,
    is_document,
    parse_record,
    settle,
    update_record,
)
from ...addresses.settings import parse_settings
from ...problem import Level, did_you_mean
from ...words import choose_words
from ..build.build import build_and_check, overrides_of, read_settings_of
from ..build.options import BuildOptions
from ..build.pelican_run import open_site
from ..command_line import UNCHANGED
from ..files import write_whole
from ..reporter import Reporter
from ..site import RefusedError, has_plugin

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..site import Site


def fix_addresses(site: Site) -> int:
    """Write every address of the site into its record; return the exit code.

    What is lost stays in the record, and is said: a reason is a person's to give.
    """
    reporter = Reporter()
    file = find_record(site)
    before = read_record(site, file)
    standing = find_standing(site, reporter)
    after = update_record(before, standing)
    text, name = format_record(after), site.relative(file)
    if is_changed := after != before or not file.exists():
        write_whole(file, text)
    lost = list(check_record(before, text, name, standing))
    reporter.problems(lost)
    new = len(after.addresses.keys() - before.addresses.keys())
    total = len(after.addresses)
    end = " Commit it with what it is about." if is_changed else ""
    reporter.print(f"{name}: {total} addresses, {new} of them new.{end}")
    return 1 if lost else 0


def forget_address(site: Site, asked: str, because: str, *, dry: bool = False) -> None:
    """Take an address out of the record, with the reason that its page will say.

    The path of a deleted file stands for all addresses that it gave, and lets lists go
    that no post is in any more.
    """
    reporter, because = Reporter(), because.strip()
    file, settings = find_record(site), read_settings_of(site)
    name, record = site.relative(file), read_record(site, file)
    known = record.addresses.keys() | record.forgotten.keys()
    asked = _as_kept(site, asked, str(settings.get("SITEURL") or ""), known)
    addresses = [one for one, source in record.addresses.items() if source == asked]
    if not because:
        message = f"Why is {asked} gone? Its readers will be told"
        command = f'invoke forget {shlex.quote(asked)} --because "…"'
        raise RefusedError(f"{message}: {command}")
    if asked in record.forgotten:
        raise RefusedError(f"{asked} is forgotten already: {record.forgotten[asked]}")
    if addresses and (site.root / asked).exists():
        message = f"{asked} is still there."
        if not is_document(asked):
            message += " To keep its page with a reason: invoke withdraw."
        raise RefusedError(f"{message} To give it up: git rm {shlex.quote(asked)}")
    if not addresses and asked not in record.addresses:
        every = [*record.addresses, *record.addresses.values()]
        hint = did_you_mean(asked, every) or "It has each with its source."
        raise RefusedError(f"{name} has no address {asked}. {hint}")
    after = record
    for one in addresses or [asked]:
        after = forget(after, one, because)
    if addresses:
        own = parse_settings(settings.get("ADDRESSES", {}))
        words = choose_words(own.words, str(settings["DEFAULT_LANG"]))
        after = settle(after, find_standing(site, reporter), words["gone_empty"])
    if not dry:
        write_whole(file, format_record(after))
    for one in sorted(after.forgotten.keys() - record.forgotten.keys()):
        reporter.print(f"{one}: {after.forgotten[one]}")
    done = f"{name}: pages there will say so, unless something else stands there."
    reporter.print(UNCHANGED if dry else done)


def _as_kept(site: Site, asked: str, home: str, known: Collection[str]) -> str:
    """Return an address, or a file's path, as the record has it."""
    home = home.rstrip("/")
    parts = urlsplit(asked)
    if parts.netloc and parts.netloc == urlsplit(home).netloc:
        # Browsers show it decoded and copy it encoded, by whatever protocol.
        asked = parts.path.removeprefix(urlsplit(home).path) or "/"
        if (whole := f"{asked}?{parts.query}") in known:
            return whole
    if asked.startswith("/"):
        return asked if asked in known else unquote(asked)
    try:
        return site.relative(site.option(asked))
    except RefusedError:
        return asked


def find_record(site: Site) -> Path:
    """Return where a site keeps its addresses, or refuse one that keeps none."""
    settings = read_settings_of(site)
    own = parse_settings(settings.get("ADDRESSES", {}))
    if not own.record or not has_plugin(settings, "addresses"):
        message = "This site keeps no record of its addresses. Put the plugin addresses"
        remedy = 'into PLUGINS, and ADDRESSES = {"record": "addresses.json"} beside it.'
        raise RefusedError(f"{message} {remedy}")
    return Path(str(settings["PATH"]), own.record)


def read_record(site: Site, file: Path) -> AddressRecord:
    """Return a site's record; one that is not there yet is empty."""
    if not file.exists():
        return NOTHING
    try:
        return parse_record(decode_record(file.read_bytes()))
    except RecordError as error:
        where = f"{site.relative(file)}{f':{error.line}' if error.line else ''}"
        raise RefusedError(f"{where}: The record of addresses {error}.") from None


def find_standing(site: Site, reporter: Reporter) -> Standing:
    """Return what the site has at its addresses, or refuse one with errors."""
    asked: list[Standing] = []
    options = BuildOptions(site)
    with open_site(site.conf, **overrides_of(options)) as opened:
        if opened.settings:
            opened.settings[ASKED] = asked
            with TemporaryDirectory(prefix="bulletin-check-") as stage:
                build_and_check(options, opened, Path(stage), reporter)
        errors = [one for one in opened.problems if one.level is Level.ERROR]
    if errors or not asked:
        lines = "\n".join(map(str, errors))
        raise RefusedError(f"{lines}\nMend these first; nothing was written.")
    return asked[0]
