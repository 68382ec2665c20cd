"""The commands that authors run, as invoke's Collection."""

from __future__ import annotations

from invoke.collection import Collection

namespace = Collection()
