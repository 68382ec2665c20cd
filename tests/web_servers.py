"""The web servers whose lines ``invoke headers`` prints."""

from __future__ import annotations

import pytest

from tests.caddy import caddy
from tests.needs import needs
from tests.nginx import nginx

#: A test's ``serve`` is each of them; its name is the form of its lines.
each_server = pytest.mark.parametrize(
    "serve",
    [
        pytest.param(one, id=one.__name__, marks=[needs(name), pytest.mark.server])
        for name, one in (("nginx", nginx), ("caddy", caddy))
    ],
)
