"""Deploy targets: the ``deploy`` part of invoke.yaml as records."""

from __future__ import annotations

import re
import sys
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

#: The kinds that a key of their own makes, each with it.
MADE_BY = {"ssh": "host", "git": "remote", "s3": "bucket"}
#: What a folder may be for, beside a web server of one's own.
FOLDERS = ("folder", *(kind for kind in HOST_FILES if kind not in MADE_BY))
#: Kinds whose server is one's own; the others pack what they send themselves.
PRECOMPRESSED = ("folder", "ssh")
#: Kinds that previews can be put at; what lies on a branch is never forgotten.
PREVIEWED = ("folder", "ssh", "s3", "netlify", "cloudflare")
SECRET = re.compile(r"secret|token|passw|credential|key", re.IGNORECASE)
#: The end of a sentence on a key that looks like one.
NO_SECRETS = (
    "looks like a secret, and those do not stand in a file of the site. Set "
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or write a "
    "profile in ~/.aws and name it here (profile: …)."
)
STATE = ".bulletin/"  #: below the prefix, unless ``state`` says otherwise
HOST = r"[A-Za-z0-9_][A-Za-z0-9_.@\[\]:-]*"
#: As git-check-ref-format(1) has it, and without what a shell or a refspec reads.
BRANCH = r"(?![-./])(?!.*(\.\.|//|@\{|/\.|\.lock(/|$)))[\w./@+-]+(?<![./])"
DOMAIN = r"(([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]+)?"
BUCKET = r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]"
SIGNS = re.compile(r"[^\s\x00-\x1f\x7f?#]*")  #: of a site's address
ACCOUNT = re.compile(r"[^/?#]*(?://)?[^/?#]*@")  #: how an address with one begins
REMOTE_PATH = re.compile(r"/[^\x00-\x1f]*[^\x00-\x1f/]")
#: Seconds until a server of one's own shows what it has, and until GitHub Pages does:
#: https://docs.github.com/pages/getting-started-with-github-pages (“up to 10 minutes”).
SOON, LATE = 8, 600
#: A hundred years: with more, a day could not be told.
DAYS = 36500


@dataclass(frozen=True)
class Key:
    """What may stand behind a key of a target."""

    kinds: tuple[str, ...] = (*FOLDERS, *MADE_BY)  #: of the targets that it is for
    form: str = "(?s:.*)"  #: of a text, as a regular expression
    wrong: str = ""  #: how a sentence on another text ends
    default: str | int = ""
    least: int = 0  #: of a number
    most: int = sys.maxsize


KEYS = {
    "kind": Key(),
    "path": Key((*FOLDERS, "ssh")),
    "host": Key(("ssh",), HOST, "no host name"),
    "port": Key(("ssh",), default=0, most=65535),
    "identity": Key(("ssh",)),
    "known_hosts": Key(("ssh",)),
    "remote": Key(("git",)),
    "branch": Key(("git",), BRANCH, "no name of a branch", "gh-pages"),
    "domain": Key(("git", "github"), DOMAIN, "no name such as www.a.org"),
    "bucket": Key(("s3",), BUCKET, "no name of a bucket"),
    "prefix": Key(("s3",)),
    "endpoint": Key(("s3",)),
    "region": Key(("s3",), "[A-Za-z0-9-]*", "no region"),
    "profile": Key(("s3",)),
    "state": Key(("s3",)),
    "siteurl": Key(),
    "url": Key(),
    "wait": Key(default=SOON),
    "keep": Key(default=5, least=1),
    "grace_days": Key(default=30, most=DAYS),
    "precompress": Key(),  # for which kinds says PRECOMPRESSED, in words of its own
    "preview_url": Key(PREVIEWED),
    "preview_days": Key(PREVIEWED, default=30, least=1, most=DAYS),
}


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


def has_port(url: str) -> bool:
    """Return whether the host of an address can be read, and its port is one."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


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
    return _read(name, Lines(place, values), root)


def list_targets(config: object) -> list[str]:
    """Return the names of all targets in invoke.yaml's ``deploy``."""
    return [str(name) for name in _targets_of(config)]


def _targets_of(config: object) -> dict[str, Mapping[str, object]]:
    # invoke's own kind of dict has keys, but is no Mapping.
    is_dict = hasattr(config, "keys")
    return dict(config) if is_dict else {}  # type: ignore[call-overload]  # see above


@dataclass(frozen=True)
class Lines:
    """The lines of one target, and where they stand, as refusals begin with it."""

    place: str
    values: Mapping[str, object]

    def refuse(self, key: str, why: str) -> RefusedError:
        """Return what to raise for a key."""
        return RefusedError(f"{self.place}.{key} {why}")

    def given(self, key: str) -> str:
        """Return the text that stands there, or the table's."""
        value = self.values.get(key) or KEYS[key].default
        if not isinstance(value, str):
            raise self.refuse(key, "must be text.")
        return value

    def text(self, key: str) -> str:
        """Return that text if it has its form."""
        value, known = self.given(key), KEYS[key]
        if not re.fullmatch(known.form, value):
            raise self.refuse(key, f"“{value}” is {known.wrong}.")
        return value

    def number(self, key: str) -> int:
        """Return a number that is neither too small nor too large."""
        known = KEYS[key]
        value, least, most = (
            self.values.get(key, known.default),
            known.least,
            known.most,
        )
        if not isinstance(value, int) or isinstance(value, bool):
            value = least - 1
        if not least <= value <= most:
            up_to = "" if most == sys.maxsize else f" to {most}"
            raise self.refuse(key, f"must be a number from {least}{up_to}.")
        return value

    def url(self, key: str) -> str:
        """Return an address that can be asked, and printed."""
        url = self.plain_url(key)
        is_one = url.startswith(("http://", "https://")) and urlsplit(url).hostname
        if url and not is_one:
            raise self.no_address(key, url)
        return url

    def plain_url(self, key: str) -> str:
        """Return a text that has nothing in it that no site's address has.

        Whether visitors can reach it is asked later, so that a plan can be seen.
        """
        url = self.text(key)
        if ACCOUNT.match(url):
            why = "has a password in it, which would be printed and committed"
            raise self.refuse(key, f"{why}. Leave it out.")
        if not (SIGNS.fullmatch(url) and has_port(url)):
            raise self.no_address(key, url)
        return url

    def no_address(self, key: str, url: str) -> RefusedError:
        """Return what to raise for a text that is no address."""
        return self.refuse(key, f"“{url}” is no address such as https://a.org.")


def _read(name: str, lines: Lines, root: Path) -> Target:
    _refuse_unknown(lines)
    kind = _kind(lines)
    port = lines.number("port")
    _refuse_others_keys(lines, kind)
    url, wait = lines.url("url"), lines.number("wait")
    is_public = url and not is_nowhere(urlsplit(url).hostname or "")
    if kind == "git" and is_public and "wait" not in lines.values:
        wait = LATE
    target = Target(
        name=name,
        path="",
        siteurl=lines.plain_url("siteurl").rstrip("/"),
        url=url,
        wait=wait,
        keep=lines.number("keep"),
        grace_days=lines.number("grace_days"),
        preview_url=lines.url("preview_url").rstrip("/"),
        preview_days=lines.number("preview_days"),
        precompress=_precompress(lines, kind),
        kind=kind,
        domain=lines.text("domain"),
    )
    if kind == "git":
        return _branch(lines, target, root)
    if kind == "s3":
        return _store(lines, target)
    path = lines.text("path")
    if not path:
        raise RefusedError(f"{lines.place} needs a path.")
    if kind == "ssh":
        return _server(lines, replace(target, path=path, port=port))
    return replace(target, path=str((root / Path(path).expanduser()).resolve()))


def _server(lines: Lines, target: Target) -> Target:
    host = lines.text("host")
    if host.endswith(".example"):
        why = f"“{host}” is only an example. Write the server's name there."
        raise lines.refuse("host", why)
    if not REMOTE_PATH.fullmatch(target.path):
        raise lines.refuse("path", f"“{target.path}” must begin with /.")
    identity, known_hosts = lines.text("identity"), lines.text("known_hosts")
    return replace(target, host=host, identity=identity, known_hosts=known_hosts)


def _branch(lines: Lines, target: Target, root: Path) -> Target:
    remote, branch = lines.text("remote"), lines.text("branch")
    if not remote:
        message = f"{lines.place} is of the kind git, so it needs a remote"
        raise RefusedError(f"{message}: a name such as origin, an address or a path.")
    account = remote.partition("://")[2].rpartition("@")[0]
    if ":" in account or [*check_secrets("", account.encode())]:
        why = "has a secret in it, which anybody may read there. Leave it to git: git "
        raise lines.refuse("remote", f"{why}help credentials")
    if remote.startswith("-") or not remote.isprintable():
        raise lines.refuse("remote", f"“{remote}” is no repository.")
    try:
        return replace(target, remote=find_remote(root, remote), branch=branch)
    except RefusedError as refused:
        raise lines.refuse("remote", str(refused)) from None


def _store(lines: Lines, target: Target) -> Target:
    """Add the keys of a bucket, checked."""
    bucket, prefix = lines.text("bucket"), lines.text("prefix").strip("/")
    region, profile = lines.text("region"), lines.text("profile")
    prefix = f"{_prefix(lines, 'prefix', prefix)}/" if prefix else ""
    state = lines.text("state").strip("/") or f"{bucket}/{prefix}{STATE}".strip("/")
    if f"{bucket}/{prefix}".startswith(f"{_prefix(lines, 'state', state)}/"):
        why = f"“{state}” has the site in it: choose another."
        raise lines.refuse("state", why)
    return replace(
        target,
        bucket=bucket,
        prefix=prefix,
        endpoint=_endpoint(lines),
        region=region,
        profile=profile,
        state=f"{state}/" if "/" in state else state,
    )


def _prefix(lines: Lines, key: str, text: str) -> str:
    if not text.isprintable() or {"", ".", ".."} & {*text.split("/")}:
        raise lines.refuse(key, f"“{text}” is no path such as a/b.")
    return text


def _endpoint(lines: Lines) -> str:
    """Return where a store is asked; keys in it would be shown and kept."""
    given = lines.text("endpoint")
    if "@" in given:
        raise lines.refuse("endpoint", NO_SECRETS)
    parts = urlsplit(lines.plain_url("endpoint"))
    if given and not (parts.scheme in {"http", "https"} and parts.hostname):
        why = f"“{given}” is no address such as https://s3.host.org."
        raise lines.refuse("endpoint", why)
    return given.rstrip("/")


def _refuse_unknown(lines: Lines) -> None:
    for key in map(str, lines.values):
        if SECRET.search(key):
            raise lines.refuse(key, NO_SECRETS)
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or f"Known: {', '.join(KEYS)}."
            raise lines.refuse(key, f"is not known. {hint}")


def _kind(lines: Lines) -> str:
    """Return the kind that is given, or the one that another key makes it."""
    named = tuple(kind for kind, key in MADE_BY.items() if lines.given(key))[:1]
    kinds = named or (*FOLDERS, "git", "s3")
    kind = lines.text("kind") or kinds[0]
    if kind in kinds:
        return kind
    if kind == "ssh" and not named:
        raise RefusedError(f"{lines.place} is of the kind ssh, so it needs a host.")
    hint = did_you_mean(kind, kinds) or f"Known: {', '.join(kinds)}."
    where = f" with a {MADE_BY[named[0]]}" if named else ""
    raise lines.refuse("kind", f"“{kind}” is no kind of target{where}. {hint}")


def _refuse_others_keys(lines: Lines, kind: str) -> None:
    """Refuse keys that would be read by nobody: whoever wrote them counts on them."""
    for key, known in KEYS.items():
        if lines.values.get(key) and kind not in known.kinds:
            raise lines.refuse(key, f"is for no target of the kind {kind}.")


def _precompress(lines: Lines, kind: str) -> bool:
    is_own = kind in PRECOMPRESSED
    value = lines.values.get("precompress", is_own)
    if not isinstance(value, bool):
        raise lines.refuse("precompress", "must be true or false.")
    if value and not is_own:
        message = f"{lines.place}.precompress: {kind} packs what it sends itself."
        raise RefusedError(f"{message} Leave the line out.")
    return value
