"""A visitor who never stops reading: run as a process of its own beside builds.

``visitor.py ADDRESS PATH…`` fetches the paths in turn until its input closes, and
prints what was wrong and how often it has fetched.
"""

from __future__ import annotations

import http.client
import re
import sys
import threading

STAMP = re.compile(rb"version (\d+)")


def fault(status: int, body: bytes) -> str:
    """Return what is wrong with an answer, or nothing."""
    if status != 200:
        return f"status {status}"
    if not body:
        return "empty"
    if not body.rstrip().endswith((b"</html>", b"</feed>")):
        return "cut off"
    if len(set(STAMP.findall(body))) != 1:
        return "mixed"
    return ""


def visit(address: str, paths: list[str], done: threading.Event) -> tuple[int, list]:
    """Fetch until it is done; return how often, and the faults."""
    fetched, faults = 0, []
    while not done.is_set():
        for path in paths:
            connection = http.client.HTTPConnection(address, timeout=10)
            connection.request("GET", f"/{path}")
            answer = connection.getresponse()
            wrong = fault(answer.status, answer.read())
            connection.close()
            fetched += 1
            if wrong:
                faults.append(f"{path}: {wrong}")
    return fetched, faults


if __name__ == "__main__":
    end = threading.Event()

    def wait_for_end():
        sys.stdin.read()
        end.set()

    threading.Thread(target=wait_for_end, daemon=True).start()
    times, wrongs = visit(sys.argv[1], sys.argv[2:], end)
    print(*wrongs[:20], sep="\n")
    print(times)
