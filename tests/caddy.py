"""Caddy as a site's owner would run it, on this machine."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager

from tests.needs import find
from tests.plugins.tools.conftest import free_port, running, wait_for_port

CADDYFILE = """
{{
	admin off
	auto_https off
}}
http://127.0.0.1:{port} {{
	bind 127.0.0.1
	root * "{output}"
	import "{folder}/site.caddy"
}}
"""
CONFIG = ("--adapter", "caddyfile", "--config")


def environment(folder):
    """Return one in which Caddy keeps what it keeps in a folder, not at home."""
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    return os.environ | dict.fromkeys(homes, str(folder))


@contextmanager
def caddy(output, folder, include):
    """Serve ``output`` with Caddy, with lines of ours imported into its block."""
    port, conf = free_port(), folder / "Caddyfile"
    (folder / "site.caddy").write_text(include, "utf-8")
    text = CADDYFILE.format(folder=folder, output=output, port=port)
    conf.write_text(text, "utf-8")
    command = [find("caddy"), "run", *CONFIG, str(conf)]
    with (
        (folder / "caddy.log").open("wb") as log,
        running(
            command, env=environment(folder), stderr=log, stdout=subprocess.DEVNULL
        ),
    ):
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"


def validate(text, folder):
    """Return what Caddy says of a Caddyfile that it cannot read, or nothing."""
    conf = folder / "Caddyfile"
    conf.write_text(text, "utf-8")
    done = subprocess.run(
        [find("caddy"), "validate", *CONFIG, str(conf)],
        env=environment(folder),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""
