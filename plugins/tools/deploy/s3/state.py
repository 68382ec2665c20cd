"""What a store keeps of releases: their manifests, records and old objects.

=====================  =================================================================
``current``            the name of the release that visitors get
``moving``             that of the release which the site is being changed to
``coming``             the manifest of what was last sent, until it is whole
``releases/NAME``      a release's manifest: each file with its digest, type, cache
``records/NAME``       what it says of itself
``objects/KEY``        what older releases have and the site has no more
``lock/…``             who is at work
=====================  =================================================================
"""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from ..plan import find_releases
from ..record import format_record, parse_record, publish
from .objects import FRESH, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..plan import Releases
    from .bucket import Bucket

JSON = {"Content-Type": "application/json", "Cache-Control": FRESH}
TEXT = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": FRESH}
OBJECTS = "objects/"
Manifest = dict[str, Stored]


class State:
    """The part of a store that tells of releases."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._manifests: dict[str, Manifest] = {}

    def releases(self) -> Releases:
        """Return what is there."""
        listed = self.bucket.list("releases/")
        names = [key.removeprefix("releases/") for key in listed]
        current = self._word("current")
        link = f"releases/{current}" if current else ""
        found = find_releases(names, link, "")
        moving = self._word("moving")
        return replace(found, unfinished=moving if moving != current else "")

    def look_again(self) -> None:
        """Forget what was read: until now others could have been at work."""
        self._manifests.clear()

    def begin(self, name: str) -> None:
        """Say that the site is changed to a release from now on."""
        self.bucket.put("moving", name.encode(), TEXT)

    def end(self, name: str) -> None:
        """Say that visitors get a release, all of it and nothing else."""
        self.bucket.put("current", name.encode(), TEXT)
        self.bucket.delete(["moving", "coming"])
        self._manifests.pop("coming", None)

    def manifest(self, name: str) -> Manifest:
        """Return each file of a release; nothing where it is not there."""
        return self._read(f"releases/{name}") if name else {}

    def coming(self) -> Manifest:
        """Return what was last being sent; nothing where that is done."""
        return self._read("coming")

    def write_manifest(self, name: str, files: Mapping[str, Stored]) -> None:
        """Keep each file of a release."""
        self._write(f"releases/{name}", files)

    def write_coming(self, files: Mapping[str, Stored]) -> None:
        """Keep what is being sent now."""
        self._write("coming", files)

    def record(self, name: str) -> str:
        """Return what a release says of itself; nothing where it does not."""
        return (self.bucket.get(f"records/{name}") or b"").decode("utf-8", "replace")

    def write_record(self, name: str, text: str) -> None:
        """Keep that, without what is still to come: stores are open to the world."""
        if record := parse_record(text):
            told = format_record(publish(record))
            self.bucket.put(f"records/{name}", told.encode(), JSON)

    def forget(self, names: Iterable[str]) -> None:
        """Delete releases; what they alone have goes with ``clear_objects``."""
        keys = [f"{kind}/{name}" for name in names for kind in ("releases", "records")]
        self.bucket.delete(keys)
        for key in keys:
            self._manifests.pop(key, None)

    def objects(self) -> set[str]:
        """Return the keys of what is kept for older releases."""
        return {key.removeprefix(OBJECTS) for key in self.bucket.list(OBJECTS)}

    def clear_objects(self, current: str) -> None:
        """Delete what no older release has."""
        kept = self.objects()
        if not kept:
            return
        names = [name for name in self.releases().names if name != current]
        needed = {one.key for name in names for one in self.manifest(name).values()}
        self.bucket.delete(f"{OBJECTS}{key}" for key in sorted(kept - needed))

    def _word(self, key: str) -> str:
        return (self.bucket.get(key) or b"").decode("utf-8", "replace").strip()

    def _read(self, key: str) -> Manifest:
        if key not in self._manifests:
            self._manifests[key] = parse_manifest(self.bucket.get(key) or b"{}")
        return self._manifests[key]

    def _write(self, key: str, files: Mapping[str, Stored]) -> None:
        self.bucket.put(key, format_manifest(files), JSON)
        self._manifests[key] = dict(files)


def format_manifest(files: Mapping[str, Stored]) -> bytes:
    """Write a manifest as JSON."""
    told = {path: astuple(files[path]) for path in sorted(files)}
    return json.dumps(told, ensure_ascii=False).encode()


def parse_manifest(data: bytes) -> Manifest:
    """Return what a manifest says of each file; nothing where it is none of ours."""
    try:
        told = json.loads(data).items()
        return {str(path): Stored(*map(str, words)) for path, words in told}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
