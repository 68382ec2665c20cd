"""``content/addresses.json``: addresses are kept, or given up with a reason."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ...addresses.record import (
    NOTHING,
    AddressRecord,
    RecordError,
    Standing,
    check_record,
    forget,
    format_record,
    parse_record,
    update_record,
)
from ...addresses.settings import parse_settings
from ...problem import Level, did_you_mean
from ..build.build import build_and_check, overrides_of, read_settings_of
from ..build.options import BuildOptions
from ..build.pelican_run import open_site
from ..files import write_whole
from ..reporter import Reporter
from ..site import RefusedError, has_plugin

if TYPE_CHECKING:
    from ..site import Site

ASKED = "ADDRESSES_ASKED"


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


def forget_address(site: Site, address: str, because: str) -> None:
    """Take an address out of the record, with the reason that its page will say."""
    file = find_record(site)
    record = read_record(site, file)
    home = str(read_settings_of(site).get("SITEURL") or "").rstrip("/")
    asked = address.removeprefix(home) if home else address
    if not because.strip():
        message = f"Why is {asked} gone? Its readers will be told"
        raise RefusedError(f'{message}: invoke forget {asked} --because "…"')
    if asked in record.forgotten:
        raise RefusedError(f"{asked} is forgotten already: {record.forgotten[asked]}")
    if asked not in record.addresses:
        name = site.relative(file)
        hint = did_you_mean(asked, record.addresses) or "It has each with its source."
        raise RefusedError(f"{name} has no address {asked}. {hint}")
    write_whole(file, format_record(forget(record, asked, because.strip())))
    reporter = Reporter()
    reporter.print(f"{site.relative(file)}: {asked} is forgotten: {because.strip()}")
    reporter.print("A page there will say so, unless something else stands there.")


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
    try:
        return parse_record(file.read_text("utf-8")) if file.exists() else NOTHING
    except (RecordError, UnicodeDecodeError) as error:
        line = error.line if isinstance(error, RecordError) else 0
        where = f"{site.relative(file)}:{line}"
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
