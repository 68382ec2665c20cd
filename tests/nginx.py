"""nginx as a site's owner would run it: README's server, on this machine."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path

from tests.needs import find
from tests.plugins.tools.conftest import free_port, running, wait_for_port

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
SERVER = README.split("```nginx\n")[1].split("```")[0]
ROOT, LINES = "/srv/www/aureo/current", "/etc/nginx/aureo.conf"
NGINX = """
{user} daemon off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  include /etc/nginx/mime.types; access_log off; gzip on;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
  scgi_temp_path {folder}/t5;
  {server}
}}
"""


@contextmanager
def nginx(output, folder, include):
    """Serve ``output`` with nginx, with lines of ours included into ``server``."""
    port, conf, lines = free_port(), folder / "nginx.conf", folder / "include.conf"
    lines.write_text(include, "utf-8")
    server = SERVER.replace("{", f"{{ listen 127.0.0.1:{port};", 1)
    for theirs, ours in ((ROOT, output), (LINES, lines)):
        assert server.count(theirs) == 1
        server = server.replace(theirs, str(ours))
    # Its workers would give the superuser's rights up, and with them our folders.
    user = "user root root;" if os.geteuid() == 0 else ""
    text = NGINX.format(user=user, folder=folder, server=server)
    conf.write_text(text, "utf-8")
    with running([find("nginx"), "-c", str(conf), "-p", str(folder)]):
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
