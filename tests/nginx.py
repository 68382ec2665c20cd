"""nginx as a site's owner would run it, on this machine."""

from __future__ import annotations

import os
from contextlib import contextmanager

from tests.needs import find
from tests.plugins.tools.conftest import free_port, running, wait_for_port

NGINX = """
{user} daemon off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  include /etc/nginx/mime.types; access_log off; gzip on;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
  scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port}; root {output};
    error_page 404 /404.html;
    include {folder}/include.conf;
  }}
}}
"""


@contextmanager
def nginx(output, folder, include):
    """Serve ``output`` with nginx, with lines of ours included into ``server``."""
    port, conf = free_port(), folder / "nginx.conf"
    (folder / "include.conf").write_text(include, "utf-8")
    # Its workers would give the superuser's rights up, and with them our folders.
    user = "user root root;" if os.geteuid() == 0 else ""
    text = NGINX.format(user=user, folder=folder, output=output, port=port)
    conf.write_text(text, "utf-8")
    with running([find("nginx"), "-c", str(conf), "-p", str(folder)]):
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
