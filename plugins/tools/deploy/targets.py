"""Deploy targets: the ``deploy`` part of invoke.yaml as records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...problem import did_you_mean
from ..site import RefusedError
from .staging import HOST_FILES

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = (
    *("kind", "path", "host", "port", "identity", "known_hosts"),
    *("siteurl", "url", "keep", "grace_days", "precompress"),
)
#: What a folder may be for, beside a web server of one's own.
FOLDERS = ("folder", *HOST_FILES)
#: Kinds whose server is one's own; the others pack what they send themselves.
PRECOMPRESSED = ("folder", "ssh")
HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@\[\]:-]*")
REMOTE_PATH = re.compile(r"/[^\x00-\x1f]*[^\x00-\x1f/]")


@dataclass(frozen=True)
class Target:
    """One place where the site can be put."""

    name: str
    path: str  #: absolute
    host: str = ""  #: empty for a folder on this machine
    port: int = 0  #: 0 leaves it to ssh
    identity: str = ""
    known_hosts: str = ""
    siteurl: str = ""  #: empty means the site's own SITEURL
    url: str = ""  #: where the site is asked for when it is live; empty: nowhere
    keep: int = 5
    grace_days: int = 30  #: how long a file with a hash in its name outlives its page
    precompress: bool = False  #: packed copies lie beside its texts
    kind: str = "folder"  #: or ssh; netlify, cloudflare, github: a folder for them

    def __str__(self) -> str:
        return f"{self.host}:{self.path}" if self.host else self.path


def find_target(config: object, name: str, root: Path) -> Target:
    """Return the target of that name from invoke.yaml's ``deploy``, checked."""
    targets = _targets_of(config)
    if name not in targets:
        known = ", ".join(sorted(map(str, targets))) or "none is there yet"
        hint = did_you_mean(name, map(str, targets)) or f"Known: {known}."
        raise RefusedError(f"invoke.yaml: deploy has no target “{name}”. {hint}")
    values, place = targets[name], f"invoke.yaml: deploy.{name}"
    if not hasattr(values, "keys"):
        raise RefusedError(f"{place} is no list of “key: value” lines.")
    for key in values:
        if key not in KEYS:
            hint = did_you_mean(str(key), KEYS) or f"Known: {', '.join(KEYS)}."
            raise RefusedError(f"{place}.{key} is not known. {hint}")
    return _read(name, place, values, root)


def list_targets(config: object) -> list[str]:
    """Return the names of all targets in invoke.yaml's ``deploy``."""
    return [str(name) for name in _targets_of(config)]


def _targets_of(config: object) -> dict[str, Mapping[str, object]]:
    # invoke's own kind of dict has keys, but is no Mapping.
    is_dict = hasattr(config, "keys")
    return dict(config) if is_dict else {}  # type: ignore[call-overload]  # see above


def _read(name: str, place: str, values: Mapping[str, object], root: Path) -> Target:
    host = _text(place, values, "host")
    path = _text(place, values, "path")
    if not path:
        raise RefusedError(f"{place} needs a path.")
    if host and not HOST.fullmatch(host):
        raise RefusedError(f"{place}.host “{host}” is no host name.")
    if host.endswith(".example"):
        message = f"{place}.host “{host}” is only an example."
        raise RefusedError(f"{message} Write the server's name there.")
    if host and not REMOTE_PATH.fullmatch(path):
        raise RefusedError(f"{place}.path “{path}” must begin with /.")
    if not host:
        path = str((root / Path(path).expanduser()).resolve())
    kind = _kind(place, values, host)
    return Target(
        name=name,
        path=path,
        host=host,
        port=_number(place, values, "port", 0, least=0),
        identity=_text(place, values, "identity"),
        known_hosts=_text(place, values, "known_hosts"),
        siteurl=_text(place, values, "siteurl").rstrip("/"),
        url=_url(place, values),
        keep=_number(place, values, "keep", 5),
        grace_days=_number(place, values, "grace_days", 30, least=0),
        precompress=_precompress(place, values, kind),
        kind=kind,
    )


def _kind(place: str, values: Mapping[str, object], host: str) -> str:
    """Return the kind that is given, or the one that a host, or none, makes it."""
    kinds = ("ssh",) if host else FOLDERS
    kind = _text(place, values, "kind") or kinds[0]
    if kind in kinds:
        return kind
    if kind == "ssh":
        raise RefusedError(f"{place} is of the kind ssh, so it needs a host.")
    hint = did_you_mean(kind, kinds) or f"Known: {', '.join(kinds)}."
    where = "with a host " if host else ""
    raise RefusedError(f"{place}.kind “{kind}” is no kind of target {where}. {hint}")


def _precompress(place: str, values: Mapping[str, object], kind: str) -> bool:
    is_own = kind in PRECOMPRESSED
    value = values.get("precompress", is_own)
    if not isinstance(value, bool):
        raise RefusedError(f"{place}.precompress must be true or false.")
    if value and not is_own:
        message = f"{place}.precompress: {kind} packs what it sends itself."
        raise RefusedError(f"{message} Leave the line out.")
    return value


def _url(place: str, values: Mapping[str, object]) -> str:
    url = _text(place, values, "url")
    if url and not (url.startswith(("http://", "https://")) and urlsplit(url).hostname):
        raise RefusedError(f"{place}.url “{url}” is no address such as https://a.org.")
    if urlsplit(url).password is not None:
        why = "has a password in it, which would be printed and committed"
        raise RefusedError(f"{place}.url {why}. Leave it out.")
    return url


def _text(place: str, values: Mapping[str, object], key: str) -> str:
    value = values.get(key) or ""
    if not isinstance(value, str):
        raise RefusedError(f"{place}.{key} must be text.")
    return value


def _number(
    place: str, values: Mapping[str, object], key: str, default: int, *, least: int = 1
) -> int:
    value = values.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise RefusedError(f"{place}.{key} must be a number from {least}.")
    return value
