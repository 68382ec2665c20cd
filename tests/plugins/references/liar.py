"""A server on 127.0.0.1 that says whatever it likes, byte by byte.

``with Liar(script) as liar:``; ``script(request, send)`` is called for every request
with its first line and a function that sends bytes. ``liar.asked`` holds the lines.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading


class Liar:
    """A server that runs a script, one connection for each request."""

    def __init__(self, script):
        self.script = script
        self.asked: list[str] = []
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self):
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0.02)
        self._run(self._listen)
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._door.close()

    @property
    def port(self):
        return self._door.getsockname()[1]

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def services(self):
        """Return ``REFERENCES["services"]`` for this server."""
        names = ("crossref", "doi", "europepmc", "ncbi")
        return {name: f"{self.address}/{name}" for name in names}

    def pause(self, seconds):
        """Wait, but not beyond the test's end."""
        if self._stop.wait(seconds):
            raise ConnectionAbortedError

    def _run(self, work, *arguments):
        thread = threading.Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _listen(self):
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._door.accept()
                self._run(self._answer, connection)

    def _answer(self, connection):
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(65536)
                if not more:
                    return
                head += more
            line = head.split(b"\r\n", 1)[0].decode()
            self.asked.append(line)

            def send(data):
                if self._stop.is_set():
                    raise ConnectionAbortedError
                connection.sendall(data)

            self.script(line, send)


def reply(body=b"", status=200, **headers):
    """Return a whole answer; what is not bytes is sent as JSON."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {said}" for name, said in headers.items()]
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    return head.encode("utf-8") + body


def always(answer):
    """Return a script that gives one answer to every question."""
    return lambda _request, send: send(answer)


def message(**fields):
    """Return Crossref's answer for one work."""
    return {"status": "ok", "message-type": "work", "message": fields}
