"""A store for a module's tests; each test has a part of it."""

from __future__ import annotations

import itertools

import pytest

from plugins.tools.deploy.targets import find_target
from tests.plugins.tools.conftest import make_place
from tests.plugins.tools.deploy.s3.stores import KEYS, KeyedPlace, Shop, a_store

NUMBERS = itertools.count()


@pytest.fixture(name="rclone", scope="module")
def _rclone(tmp_path_factory):
    """Run rclone's store; give its endpoint and where its buckets lie."""
    folder = tmp_path_factory.mktemp("rclone") / "store"
    with a_store("rclone", folder) as endpoint:
        yield endpoint, folder


@pytest.fixture(name="nanio", scope="module")
def _nanio(tmp_path_factory):
    """Run nanio, which keeps its buckets in a way of its own."""
    folder = tmp_path_factory.mktemp("nanio") / "store"
    with a_store("nanio", folder) as endpoint:
        yield endpoint, folder


@pytest.fixture(name="shop")
def _shop(rclone, tmp_path, monkeypatch):
    """Give a part of rclone's store; nobody waits long for one that is gone."""
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)
    return make_shop(rclone, tmp_path)


def make_shop(store, root, **keys):
    endpoint, folder = store
    values = {"bucket": "site", "prefix": f"s{next(NUMBERS)}", "endpoint": endpoint}
    config = {"live": values | keys}
    return Shop(folder, endpoint, find_target(config, "live", root))


@pytest.fixture(name="keyed")
def _keyed(tmp_path):
    """Make a small site whose author has keys in the environment."""
    return KeyedPlace(make_place(tmp_path / "blog").root)
