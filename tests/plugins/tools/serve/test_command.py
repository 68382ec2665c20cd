"""``invoke serve`` as a process: one for a site, its guests, its end."""

from __future__ import annotations

import fcntl
import http.client
import os
import pty
import re
import signal
import subprocess
import termios
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.tools.serve import guests
from plugins.tools.serve.desk_page import format_day
from tests.plugins.tools.conftest import free_port


def start(place, *words, **options):
    port = free_port()
    server = subprocess.Popen(
        place.command("serve", "--port", str(port), *words),
        cwd=place.root,
        env=place.env(),
        **{"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        | options,
    )
    return server, port


def until(server, words):
    """Return what a command prints up to the line with these words."""
    said = ""
    for line in server.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def end(server, number=signal.SIGINT):
    server.send_signal(number)
    said = server.communicate(timeout=20)[0] or ""
    assert "Traceback" not in said, said
    assert server.returncode == 128 + number
    return said


def ask(port, path="/", host="127.0.0.1", **headers):
    """Ask as another device would: from another address than the server's own."""
    line = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=10, source_address=("127.0.0.2", 0)
    )
    line.request("GET", path, headers={"Host": host, **headers})
    answer = line.getresponse()
    body = answer.read().decode()
    line.close()
    return answer.status, answer.headers, body


def test_a_second_command_leaves_the_first_alone_and_names_its_address(place):
    """Both would write into one folder; when the first has ended there is room."""
    first, port = start(place)
    until(first, "is your desk")
    before = place.stamps(".bulletin")
    ended = place.run("serve", "--port", str(free_port()))
    assert ended.code == 1
    assert f"http://127.0.0.1:{port}/ shows this site already." in ended.err
    assert f"kill {first.pid}" in ended.err
    assert place.stamps(".bulletin") == before
    assert ask(port, "/post-1.html")[0] == 200
    end(first)
    left = {path for path in place.files(".bulletin") if path.startswith("serve.")}
    assert left == set()
    second, port = start(place)
    until(second, "is your desk")
    second.kill()  # its lock is taken over
    second.communicate()
    third, port = start(place)
    said = until(third, "is your desk")
    assert "its lock is taken over" in said
    end(third)


@pytest.fixture(name="lan")
def _lan(place):
    """Serve in this machine's network; yield the port and the code of a guest."""
    server, port = start(place, "--lan")
    try:
        said = until(server, "Nobody else does.")
    except AssertionError as error:
        assert "This machine" in str(error)  # noqa: PT017  # it has said why
        if "CI" in os.environ:
            raise
        pytest.skip("this machine is in no network")
    code = re.search(rf"http://([0-9.]+):{port}/([a-z0-9]{{6}}), once", said)
    yield server, port, code
    end(server)


def test_a_code_lets_one_device_in_once(lan):
    """With a cookie it sees the site; without one nobody does."""
    server, port, code = lan
    assert ask(port)[0] == 403
    status, headers, _ = ask(port, f"/{code[2]}", host=f"{code[1]}:{port}")
    assert (status, headers["Location"]) == (303, "/")
    cookie, *rules = headers["Set-Cookie"].split("; ")
    assert set(rules) == {"Path=/", "HttpOnly", "SameSite=Lax"}
    assert "127.0.0.2 sees the site now." in until(server, "sees the site")
    status, _, body = ask(port, "/post-1.html", Cookie=cookie)
    assert status == 200
    assert "Words of post 1." in body
    assert ask(port, "/post-1.html")[0] == 403
    assert ask(port, f"/{code[2]}")[0] == 403
    assert ask(port, "/", Cookie=cookie[:-1])[0] == 403
    assert ask(port, "/", host="evil.example", Cookie=cookie)[0] == 421
    assert ask(port, f"/{code[2]}", host="evil.example")[0] == 421


def test_five_wrong_codes_close_the_door(lan):
    """Even the right code is too late then; who is in stays in."""
    server, port, code = lan
    for wrong in ("aaaaaa", "bbbbbb", "cccccc", "dddddd", "eeeeee"):
        assert wrong != code[2]
        assert ask(port, f"/{wrong}")[0] == 403
    assert "nobody else is let in" in until(server, "wrong addresses")
    assert ask(port, f"/{code[2]}")[0] == 403


def test_without_a_network_lan_is_refused(place, monkeypatch):
    """No address could be told to a phone."""
    monkeypatch.setattr(guests, "ANYWHERE", ("127.0.0.1", 9))  # the only way there is
    ended = place.run("serve", "--lan")
    assert ended.code == 1
    assert "This machine is in no network, so no phone can reach it." in ended.err
    assert "Traceback" not in ended.err
    assert not (place.root / ".bulletin").exists()


def children_of(pid):
    """Return the processes that a process has started."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            after_name = file.read_text().rpartition(")")[2].split()
            if int(after_name[1]) == pid:
                found.append(int(file.parent.name))
    return found


def listen(port):
    """Open a stream of events, and return it when the first has come."""
    tag = re.search(r'data-tag="(\w+)"', ask(port)[2])[1]
    stream = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    stream.request("GET", f"/.desk/events?page=/&tag={tag}")
    answer = stream.getresponse()
    assert answer.readline() == b"retry: 500\n"
    assert answer.readline() == b"\n"
    return answer


def assert_all_gone(processes, port):
    assert not [one for one in processes if os.path.exists(f"/proc/{one}")]  # noqa: PTH110
    with pytest.raises(ConnectionRefusedError):
        ask(port)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_though_pages_are_open(place, number):
    """No process, port or traceback is left."""
    server, port = start(place)
    until(server, "is your desk")
    streams = [listen(port) for _ in range(3)]
    processes = children_of(server.pid)
    assert len(processes) >= 3
    end(server, number)
    assert_all_gone(processes, port)
    for stream in streams:
        assert stream.read() == b""  # nothing but its end
        stream.close()


def test_a_closed_terminal_ends_all(place):
    """Nothing can be printed there any more."""
    ours, theirs = pty.openpty()
    log = place.root / "log"
    with log.open("w") as errors:
        server, port = start(
            place,
            stdin=theirs,
            stdout=theirs,
            stderr=errors,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
    os.close(theirs)
    said = b""
    while b"is your desk" not in said:
        said += os.read(ours, 4096)
    stream = listen(port)
    processes = children_of(server.pid)
    os.close(ours)
    assert server.wait(20) == 128 + signal.SIGHUP
    assert_all_gone(processes, port)
    assert "Traceback" not in log.read_text()
    stream.close()


def desk_of(place):
    server, port = start(place)
    until(server, "is your desk")
    body = ask(port, "/.desk/")[2]
    end(server)
    return body


def test_the_desk_has_the_day_of_the_site(place):
    """Wherever the machine is: its TIMEZONE, or the day that it is told."""
    conf = (place.root / "pelicanconf.py").read_text()
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):  # never the same day
        place.write("pelicanconf.py", conf.replace('"UTC"', f'"{zone}"'))
        last = format_day(datetime.now(ZoneInfo(zone)).date() + timedelta(days=30))
        assert f"No review is due before {last}." in desk_of(place)
    place.write("pelicanconf.py", f'{conf}BULLETIN_NOW = "2031-05-01T23:30:00+00:00"\n')
    assert "No review is due before 31 May 2031." in desk_of(place)
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f'{conf}CHECK = {{"review_days": 60}}\n')
    assert "No review is due before 30 June 2031." in desk_of(place)
