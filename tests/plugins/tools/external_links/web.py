"""A web server on 127.0.0.1 that answers as it is told, and counts who asks at once."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Web:
    """``with Web({"/a": 404, "/b": (301, "/c")}) as web:``; all other pages are there.

    An answer may also be a dict from ``HEAD`` and ``GET`` to one, or a function that
    returns one. ``web.asked`` holds what was asked, ``web.most`` how many at once.
    """

    def __init__(self, pages=()):
        self.pages = dict(pages)
        self.asked, self.agents = [], set()
        self.now = self.most = 0
        self._lock = threading.Lock()
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                web.answer(self)

            do_HEAD = do_GET  # noqa: N815  # the server's own names

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.stop = threading.Event()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, handler):
        with self._lock:
            self.asked.append(f"{handler.command} {handler.path}")
            self.agents.add(handler.headers["User-Agent"])
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self._send(handler)
        finally:
            handler.close_connection = True
            with self._lock:
                self.now -= 1

    def _send(self, handler):
        said = self.pages.get(handler.path, 200)
        said = said() if callable(said) else said
        said = said.get(handler.command, 200) if isinstance(said, dict) else said
        status, to, *more = said if isinstance(said, tuple) else (said, "")
        handler.send_response(status)
        for name, value in [("Location", to)] * bool(to) + more:
            handler.send_header(name, value)
        handler.send_header("Connection", "close")
        handler.end_headers()

    def later(self, seconds, status=200):
        """Return an answer that takes its time, but not beyond the test's end."""

        def answer():
            self.stop.wait(seconds)
            return status

        return answer

    def after(self, asked, status=200):
        """Return an answer that waits until something else has been asked."""

        def answer():
            for _ in range(1000):
                if asked in self.asked or self.stop.wait(0.01):
                    break
            return status

        return answer
