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
    *("bucket", "prefix", "endpoint", "region", "profile", "state"),
    *("siteurl", "url", "keep", "grace_days"),
)
#: What a folder may be for, beside a web server of one's own.
FOLDERS = ("folder", *(kind for kind in HOST_FILES if kind != "s3"))
#: What a bucket is asked for alone, and what alone a place on a machine has.
OF_STORES = ("bucket", "prefix", "endpoint", "region", "profile", "state")
OF_MACHINES = ("path", "host", "port", "identity", "known_hosts")
SECRET = re.compile(r"secret|token|passw|credential|key", re.IGNORECASE)
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")
REGION = re.compile(r"[A-Za-z0-9-]*")
#: The end of a sentence on a key that looks like one.
NO_SECRETS = (
    "looks like a secret, and those do not stand in a file of the site. Set "
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or write a "
    "profile in ~/.aws and name it here (profile: …)."
)
STATE = ".bulletin/"  #: below the prefix, unless ``state`` says otherwise
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
    #: Or ssh or s3; netlify, cloudflare, github: a folder for them.
    kind: str = "folder"
    bucket: str = ""  #: empty where it is no store
    prefix: str = ""  #: what all keys begin with; ends with a slash unless empty
    endpoint: str = ""  #: empty for AWS
    region: str = ""  #: empty leaves it to the environment
    profile: str = ""  #: of ~/.aws
    state: str = ""  #: BUCKET/PREFIX of what belongs to releases

    @property
    def is_here(self) -> bool:
        """Return whether it is a folder on this machine, which can be asked itself."""
        return not (self.host or self.bucket)

    @property
    def state_place(self) -> str:
        """Return where what belongs to releases is in a store, without a last slash."""
        return f"s3://{self.state.rstrip('/')}"

    def __str__(self) -> str:
        if self.bucket:
            return f"s3://{self.bucket}/{self.prefix}".rstrip("/")
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
        if SECRET.search(str(key)):
            raise RefusedError(f"{place}.{key} {NO_SECRETS}")
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
    store = _store(place, values)
    if not path and not store:
        raise RefusedError(f"{place} needs a path.")
    if host and not HOST.fullmatch(host):
        raise RefusedError(f"{place}.host “{host}” is no host name.")
    if host.endswith(".example"):
        message = f"{place}.host “{host}” is only an example."
        raise RefusedError(f"{message} Write the server's name there.")
    if host and not REMOTE_PATH.fullmatch(path):
        raise RefusedError(f"{place}.path “{path}” must begin with /.")
    if path and not host:
        path = str((root / Path(path).expanduser()).resolve())
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
        kind=_kind(place, values, host),
        **store,
    )


def _store(place: str, values: Mapping[str, object]) -> dict[str, str]:
    """Return the keys of a bucket, checked; none where the target is no store."""
    store = {key: _text(place, values, key) for key in OF_STORES}
    bucket, prefix = store["bucket"], store["prefix"].strip("/")
    is_store = bool(bucket) or values.get("kind") == "s3"
    foreign = OF_MACHINES if is_store else OF_STORES
    if wrong := next((key for key in foreign if values.get(key)), ""):
        kind = "a bucket has none" if is_store else "only a bucket has one"
        raise RefusedError(f"{place}.{wrong} is given, and {kind}.")
    if not is_store:
        return {}
    if not BUCKET.fullmatch(bucket):
        raise RefusedError(f"{place}.bucket “{bucket}” is no name of a bucket.")
    if not REGION.fullmatch(store["region"]):
        raise RefusedError(f"{place}.region “{store['region']}” is no region.")
    prefix = f"{_prefix(place, 'prefix', prefix)}/" if prefix else ""
    state = store["state"].strip("/") or f"{bucket}/{prefix}{STATE}".strip("/")
    if f"{bucket}/{prefix}".startswith(f"{_prefix(place, 'state', state)}/"):
        raise RefusedError(
            f"{place}.state “{state}” has the site in it: choose another."
        )
    state = f"{state}/" if "/" in state else state
    endpoint = _endpoint(place, store["endpoint"])
    return store | {"prefix": prefix, "state": state, "endpoint": endpoint}


def _prefix(place: str, key: str, text: str) -> str:
    if not text.isprintable() or {"", ".", ".."} & {*text.split("/")}:
        raise RefusedError(f"{place}.{key} “{text}” is no path such as a/b.")
    return text


def _endpoint(place: str, given: str) -> str:
    """Return where a store is asked; keys in it would be shown and kept."""
    parts = urlsplit(given)
    if "@" in parts.netloc:
        raise RefusedError(f"{place}.endpoint {NO_SECRETS}")
    is_one = parts.scheme in {"http", "https"} and parts.hostname
    if given and not (is_one and not parts.query and not parts.fragment):
        message = (
            f"{place}.endpoint “{given}” is no address such as https://s3.host.org."
        )
        raise RefusedError(message)
    return given.rstrip("/")


def _kind(place: str, values: Mapping[str, object], host: str) -> str:
    """Return the kind that is given, or the one that a host, or none, makes it."""
    kinds = ("ssh",) if host else ("s3",) if values.get("bucket") else FOLDERS
    kind = _text(place, values, "kind") or kinds[0]
    if kind in kinds:
        return kind
    if kind == "ssh":
        raise RefusedError(f"{place} is of the kind ssh, so it needs a host.")
    hint = did_you_mean(kind, kinds) or f"Known: {', '.join(kinds)}."
    where = "with a host " if host else "with a bucket " if kinds == ("s3",) else ""
    raise RefusedError(f"{place}.kind “{kind}” is no kind of target {where}. {hint}")


def _url(place: str, values: Mapping[str, object]) -> str:
    url = _text(place, values, "url")
    if url and not (url.startswith(("http://", "https://")) and urlsplit(url).hostname):
        raise RefusedError(f"{place}.url “{url}” is no address such as https://a.org.")
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
