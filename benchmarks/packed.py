"""What packed copies are worth: pages from nginx with and without them, in turn.

``python -m benchmarks.packed [SITE] [FILE …]`` takes a built site (``output``) and
prints a table in Markdown. It needs Debian's nginx-light, wrk and, for brotli,
libnginx-mod-http-brotli-static; a form that nginx does not know is said.
"""

from __future__ import annotations

import http.client
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugins.tools.deploy.precompress import precompress

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = ("index.html", "feeds/all.atom.xml")
ROUNDS, SECONDS, CONNECTIONS = 5, 3, 32
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
TYPES = "gzip_types text/css text/xml application/xml application/atom+xml;"
#: What each form is called -> nginx's lines, and what the visitor takes.
FORMS = {
    "as it is": ("gzip off;", "identity"),
    "gzip for each visitor": (f"gzip on; gzip_comp_level 6; {TYPES}", "gzip"),
    "the copy by gzip": ("gzip_static on;", "gzip"),
    "the copy by brotli": ("brotli_static on;", "br"),
}
CONF = """
{load} {user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types; access_log off; open_file_cache max=1000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
  scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {root}; {lines} }}
}}
"""
RATE = re.compile(r"Requests/sec:\s*([\d.]+)")
ERRORS = re.compile(r"Socket errors|Non-2xx")


def main(arguments: list[str]) -> int:
    """Measure, and print what was measured."""
    site, *pages = arguments or ["output"]
    missing = [one for one in ("nginx", "wrk") if not _find(one)]
    if missing or not Path(site, "index.html").is_file():
        print(f"missing: {', '.join(missing) or f'a site in {site}'}", file=sys.stderr)
        return 1
    forms = [form for form in FORMS if "brotli" not in form or MODULE.is_file()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = folder / "site"
        shutil.copytree(site, root)
        started = time.perf_counter()
        precompress(root, folder / "store")
        took = time.perf_counter() - started
        print(_about(root, took))
        for line in _rows(root, folder, pages or [*PAGES], forms):
            print(line)
    if len(forms) < len(FORMS):
        print("\nnginx has no module for brotli here.")
    return 0


def _about(root: Path, took: float) -> str:
    files = [path for path in root.rglob("*") if path.is_file()]
    sizes = {path: path.stat().st_size for path in files}
    sums = {
        end: sum(size for path, size in sizes.items() if path.suffix == end)
        for end in (".gz", ".br")
    }
    packed = {path.with_suffix("") for path in files if path.suffix in sums}
    texts = sum(sizes[path] for path in packed)
    sent = ", ".join(f"{total / 1e6:.2f} MB{end}" for end, total in sums.items())
    now, load = datetime.now(UTC), os.getloadavg()[0]
    return (
        f"{now:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, "
        f"{platform.machine()}, {platform.python_implementation()} "
        f"{platform.python_version()}; load {load:.1f}. {len(packed)} texts of "
        f"{texts / 1e6:.2f} MB, packed once in {took:.1f} s: {sent}. Medians of "
        f"{ROUNDS} rounds in turn, {SECONDS} s each, {CONNECTIONS} connections, one "
        "worker (least–most).\n\n"
        "| file | sent | bytes | requests a second | to “as it is” |\n"
        "|---|---|---|---|---|"
    )


def _rows(root: Path, folder: Path, pages: list[str], forms: list[str]) -> list[str]:
    """Let the forms take turns, so that whatever else goes on meets all of them."""
    rates: dict[tuple[str, str], list[float]] = {}
    sizes: dict[tuple[str, str], int] = {}
    for _ in range(ROUNDS):
        for form in forms:
            with _nginx(root, folder, FORMS[form][0]) as base:
                for page in pages:
                    url, accepted = f"{base}/{page}", FORMS[form][1]
                    sizes[page, form] = _bytes_of(url, accepted)
                    rates.setdefault((page, form), []).append(_rate(url, accepted))
    rows = []
    for page in pages:
        for form in forms:
            found, plain = rates[page, form], rates[page, forms[0]]
            ratio = median(a / b for a, b in zip(found, plain, strict=True))
            rows.append(
                f"| `{page}` | {form} | {sizes[page, form]:,} | {median(found):,.0f} "
                f"({min(found):,.0f}–{max(found):,.0f}) | {ratio:.2f} |"
            )
    return rows


@contextmanager
def _nginx(root: Path, folder: Path, lines: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    conf = CONF.format(
        load=f"load_module {MODULE};" if "brotli" in lines else "",
        user="user root root;" if os.geteuid() == 0 else "",
        folder=folder,
        root=root,
        port=port,
        lines=lines,
    )
    (folder / "nginx.conf").write_text(conf)
    command = [str(_find("nginx")), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen([*command, "-p", str(folder)])
    try:
        until = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < until:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _bytes_of(url: str, accepted: str) -> int:
    place = urlsplit(url)
    server = http.client.HTTPConnection(place.netloc, timeout=10)
    server.request("GET", place.path, headers={"Accept-Encoding": accepted})
    answer = server.getresponse()
    coding = answer.headers.get("Content-Encoding", "identity")
    if coding != accepted:
        raise RuntimeError(f"{url} comes as {coding}, not as {accepted}")
    return len(answer.read())


def _rate(url: str, accepted: str) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout=30s"]
    command += ["-H", f"Accept-Encoding: {accepted}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = RATE.search(said)
    if rate is None or ERRORS.search(said):
        raise RuntimeError(f"{url}: {said}")
    return float(rate[1])


def _find(program: str) -> str | None:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    return shutil.which(program, path=path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
