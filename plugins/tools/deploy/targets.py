"""Deploy targets: the ``deploy`` part of invoke.yaml as records."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...places import is_nowhere
from ...problem import did_you_mean
from ..git_store import find_remote, hide
from ..output_checks.secrets import check_secrets
from ..site import RefusedError
from .staging import HOST_FILES

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = (
    *("kind", "path", "host", "port", "identity", "known_hosts"),
    *("remote", "branch", "domain"),
    *("bucket", "prefix", "endpoint", "region", "profile", "state"),
    *("siteurl", "url", "wait", "keep", "grace_days", "precompress"),
    *("preview_url", "preview_days"),
)
#: Kinds that previews can be put at; what lies on a branch is never forgotten.
PREVIEWED = ("folder", "ssh", "s3", "netlify", "cloudflare")
#: What a bucket is asked for alone.
OF_STORES = ("bucket", "prefix", "endpoint", "region", "profile", "state")
#: Keys that mean something for some kinds of target alone.
READ_BY = {
    **dict.fromkeys(("host", "port", "identity", "known_hosts"), ("ssh",)),
    **dict.fromkeys(("remote", "branch"), ("git",)),
    **dict.fromkeys(OF_STORES, ("s3",)),
    "domain": ("git", "github"),
    "path": ("folder", "ssh", "netlify", "cloudflare", "github"),
    **dict.fromkeys(("preview_url", "preview_days"), PREVIEWED),
}
#: The kinds that a key of their own makes, each with it.
MADE_BY = {"ssh": "host", "git": "remote", "s3": "bucket"}
#: What a folder may be for, beside a web server of one's own.
FOLDERS = ("folder", *(kind for kind in HOST_FILES if kind not in ("git", "s3")))
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
#: Kinds whose server is one's own; the others pack what they send themselves.
PRECOMPRESSED = ("folder", "ssh")
HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@\[\]:-]*")
#: As git-check-ref-format(1) has it, and without what a shell or a refspec reads.
BRANCH = re.compile(r"(?![-./])(?!.*(\.\.|//|@\{|/\.|\.lock(/|$)))[\w./@+-]+(?<![./])")
DOMAIN = re.compile(
    r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]+", re.IGNORECASE
)
#: Seconds until a server of one's own shows what it has, and until GitHub Pages does:
#: https://docs.github.com/pages/getting-started-with-github-pages (“up to 10 minutes”).
SOON, LATE = 8, 600
REMOTE_PATH = re.compile(r"/[^\x00-\x1f]*[^\x00-\x1f/]")


@dataclass(frozen=True)
class Target:
    """One place where the site can be put."""

    name: str
    path: str  #: absolute; empty for a branch
    host: str = ""  #: empty for a folder on this machine
    port: int = 0  #: 0 leaves it to ssh
    identity: str = ""
    known_hosts: str = ""
    siteurl: str = ""  #: empty means the site's own SITEURL
    url: str = ""  #: where the site is asked for when it is live; empty: nowhere
    keep: int = 5
    grace_days: int = 30  #: how long a file with a hash in its name outlives its page
    #: Or ssh, git or s3; netlify, cloudflare, github: a folder for them.
    kind: str = "folder"
    remote: str = ""  #: of a branch: as git names the repository
    branch: str = ""
    domain: str = ""  #: for GitHub Pages: the site's own, as ``CNAME`` has it
    wait: int = SOON  #: seconds in which visitors must get what was sent
    bucket: str = ""  #: empty where it is no store
    prefix: str = ""  #: what all keys begin with; ends with a slash unless empty
    endpoint: str = ""  #: empty for AWS
    region: str = ""  #: empty leaves it to the environment
    profile: str = ""  #: of ~/.aws
    state: str = ""  #: BUCKET/PREFIX of what belongs to releases
    precompress: bool = False  #: packed copies lie beside its texts
    preview_url: str = ""  #: where previews are shown, unless below ``siteurl``
    preview_days: int = 30  #: how long one stays
    preview: str = ""  #: the folder's name of one, where it is one of another target

    def __str__(self) -> str:
        if self.remote:
            return f"{hide(self.remote)} ({self.branch})"
        if self.bucket:
            return f"s3://{self.bucket}/{self.prefix}".rstrip("/")
        return f"{self.host}:{self.path}" if self.host else self.path

    @property
    def current(self) -> str:
        """Return the name of what shows a release, as sentences begin with it."""
        is_link = not (self.remote or self.bucket)
        return f"{self}/current" if is_link else str(self)

    @property
    def is_far(self) -> bool:
        """Return whether to ask it takes the network."""
        return bool(self.host or self.remote or self.bucket)

    @property
    def state_place(self) -> str:
        """Return where what belongs to releases is in a store, without a last slash."""
        return f"s3://{self.state.rstrip('/')}"


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
    kind = _kind(place, values)
    port = _number(place, values, "port", 0, least=0)
    _refuse_others_keys(place, values, kind)
    url = _url(place, values, "url")
    late = kind == "git" and url and not is_nowhere(urlsplit(url).hostname or "")
    target = Target(
        name=name,
        path="",
        siteurl=_text(place, values, "siteurl").rstrip("/"),
        url=url,
        wait=_number(place, values, "wait", LATE if late else SOON, least=0),
        keep=_number(place, values, "keep", 5),
        grace_days=_number(place, values, "grace_days", 30, least=0),
        preview_url=_url(place, values, "preview_url").rstrip("/"),
        preview_days=_number(place, values, "preview_days", 30),
        precompress=_precompress(place, values, kind),
        kind=kind,
        domain=_matching(place, values, "domain", DOMAIN, "no name such as www.a.org"),
    )
    if kind == "git":
        return _branch(place, values, target, root)
    if kind == "s3":
        return _store(place, values, target)
    path = _text(place, values, "path")
    if not path:
        raise RefusedError(f"{place} needs a path.")
    if kind == "ssh":
        return _server(place, values, replace(target, path=path, port=port))
    return replace(target, path=str((root / Path(path).expanduser()).resolve()))


def _server(place: str, values: Mapping[str, object], target: Target) -> Target:
    host = _matching(place, values, "host", HOST, "no host name")
    if host.endswith(".example"):
        message = f"{place}.host “{host}” is only an example."
        raise RefusedError(f"{message} Write the server's name there.")
    if not REMOTE_PATH.fullmatch(target.path):
        raise RefusedError(f"{place}.path “{target.path}” must begin with /.")
    return replace(
        target,
        host=host,
        identity=_text(place, values, "identity"),
        known_hosts=_text(place, values, "known_hosts"),
    )


def _branch(
    place: str, values: Mapping[str, object], target: Target, root: Path
) -> Target:
    remote = _text(place, values, "remote")
    if not remote:
        message = f"{place} is of the kind git, so it needs a remote"
        raise RefusedError(f"{message}: a name such as origin, an address or a path.")
    account = remote.partition("://")[2].rpartition("@")[0]
    if ":" in account or [*check_secrets("", account.encode())]:
        message = f"{place}.remote has a secret in it, which anybody may read there."
        raise RefusedError(f"{message} Leave it to git: git help credentials")
    if remote.startswith("-") or not remote.isprintable():
        raise RefusedError(f"{place}.remote “{remote}” is no repository.")
    wrong = "no name of a branch"
    branch = _matching(place, values, "branch", BRANCH, wrong) or "gh-pages"
    try:
        return replace(target, remote=find_remote(root, remote), branch=branch)
    except RefusedError as refused:
        raise RefusedError(f"{place}.remote {refused}") from None


def _store(place: str, values: Mapping[str, object], target: Target) -> Target:
    """Add the keys of a bucket, checked."""
    store = {key: _text(place, values, key) for key in OF_STORES}
    bucket, prefix = store["bucket"], store["prefix"].strip("/")
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
    return replace(
        target,
        bucket=bucket,
        prefix=prefix,
        endpoint=endpoint,
        region=store["region"],
        profile=store["profile"],
        state=state,
    )


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


def _kind(place: str, values: Mapping[str, object]) -> str:
    """Return the kind that is given, or the one that another key makes it."""
    given = {kind: _text(place, values, key) for kind, key in MADE_BY.items()}
    named = tuple(kind for kind, value in given.items() if value)[:1]
    kinds = named or (*FOLDERS, "git", "s3")
    kind = _text(place, values, "kind") or kinds[0]
    if kind in kinds:
        return kind
    if kind == "ssh" and not named:
        raise RefusedError(f"{place} is of the kind ssh, so it needs a host.")
    hint = did_you_mean(kind, kinds) or f"Known: {', '.join(kinds)}."
    where = f" with a {MADE_BY[named[0]]}" if named else ""
    raise RefusedError(f"{place}.kind “{kind}” is no kind of target{where}. {hint}")


def _refuse_others_keys(place: str, values: Mapping[str, object], kind: str) -> None:
    """Refuse keys that would be read by nobody: whoever wrote them counts on them."""
    for key, kinds in READ_BY.items():
        if values.get(key) and kind not in kinds:
            raise RefusedError(f"{place}.{key} is for no target of the kind {kind}.")


def _matching(
    place: str,
    values: Mapping[str, object],
    key: str,
    form: re.Pattern[str],
    wrong: str,
) -> str:
    value = _text(place, values, key)
    if value and not form.fullmatch(value):
        raise RefusedError(f"{place}.{key} “{value}” is {wrong}.")
    return value


def _precompress(place: str, values: Mapping[str, object], kind: str) -> bool:
    is_own = kind in PRECOMPRESSED
    value = values.get("precompress", is_own)
    if not isinstance(value, bool):
        raise RefusedError(f"{place}.precompress must be true or false.")
    if value and not is_own:
        message = f"{place}.precompress: {kind} packs what it sends itself."
        raise RefusedError(f"{message} Leave the line out.")
    return value


def _url(place: str, values: Mapping[str, object], key: str) -> str:
    url = _text(place, values, key)
    if url and not (url.startswith(("http://", "https://")) and urlsplit(url).hostname):
        what = f"{place}.{key} “{url}” is no address such as https://a.org."
        raise RefusedError(what)
    if urlsplit(url).password is not None:
        why = "has a password in it, which would be printed and committed"
        raise RefusedError(f"{place}.{key} {why}. Leave it out.")
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
