"""What an author sees, and what is stored, when a service lies or stalls."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from plugins.references.checking.results import parse_checked
from plugins.references.library.file import format_library
from plugins.references.library.item import parse_item
from plugins.references.styles import format_reference
from tests.plugins.references.liar import Liar, always, message, reply
from tests.plugins.references.server import Registry
from tests.plugins.tools.commands.test_check_references import works

OTHER = {
    "DOI": "10.9999/other-work",
    "type": "journal-article",
    "title": ["Quite another work"],
    "author": [{"family": "Mallory", "given": "M."}],
}


def library(place):
    return place.root / "content/references/library.json"


def ready(place, services, items=(), **manners):
    """Let a site ask these services; its library holds these works."""
    settings = {"services": services, "timeout": 0.5} | manners
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f"{conf}\nREFERENCES = {settings!r}\n")
    if items:
        place.write("content/references/library.json", format_library(items))
    return place


def is_plain(text):
    return all(letter.isprintable() or letter == "\n" for letter in text)


def test_another_works_record_is_said_and_not_stored(place):
    """The library is not even begun."""
    with Liar(always(reply(message(**OTHER)))) as liar:
        ended = ready(place, liar.services).run("cite", "10.1234/other")

    assert ended.code == 1
    assert ended.err == (
        "10.1234/other: Crossref was asked for 10.1234/other and gave the record of"
        " 10.9999/other-work. It was not taken. If both are one work, ask for"
        " 10.9999/other-work.\n"
    )
    assert not library(place).exists()


def drip(request, send):
    """Send a byte at a time, always before a time-out of sockets."""
    del request
    send(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{")
    while True:
        time.sleep(0.1)
        send(b" ")


def endless(request, send):
    del request
    send(b"HTTP/1.1 200 OK\r\n\r\n[")
    while True:
        send(b"[" * 0x10000)


LIES = {
    "an endless body": (endless, "sends more than 8 MB for one answer."),
    "a digit that is none": (always(reply(status=400, Retry_After="²")), "error 400."),
    "a file of this machine": (
        always(reply(status=302, Location="file:///etc/passwd")),
        "leads to an address of the kind “file”.",
    ),
    "a private address": (
        always(reply(status=302, Location="http://2130706433:9/")),
        "If that is meant, give its address in REFERENCES[“services”].",
    ),
}


@pytest.mark.parametrize(("script", "what"), LIES.values(), ids=LIES)
def test_a_lie_is_a_line_to_the_author(place, script, what):
    """Which service, what it did; no traceback, nothing stored."""
    with Liar(script) as liar:
        ended = ready(place, liar.services, timeout=5).run("cite", "10.1234/x")

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert line.startswith("10.1234/x: Crossref ")
    assert line.endswith(what)
    assert not library(place).exists()


DIRTY = {
    "DOI": "10.1234/dirty",
    "type": "journal-article",
    "title": [
        "A \x1b[31mred\x07 &#x202e;title&amp;#x202e; of\u202e &lt;b&#8203;>one\x9b"
    ],
    "author": [{"family": "Ru\u2066nner", "given": "A&#x1b;da\x00"}],
    "container-title": ["Jour\x1b]0;nal\x07 of\u0085Things"],
    "volume": "1\x1b[2J2",
    "page": "1\u202e-9",
    "issued": {"date-parts": [["2021\x00", 13]]},
    "updated-by": [
        {"DOI": "10.1234/%1b[31m", "type": "correction", "source": "re\x1btraction"}
    ],
}


def test_characters_that_nobody_sees_stay_outside(place):
    """Neither terminal nor library nor page gets them, in whatever disguise."""
    with Liar(always(reply(message(**DIRTY)))) as liar:
        ended = ready(place, liar.services).run("cite", DIRTY["DOI"])
    text = library(place).read_text("utf-8")
    (item,) = json.loads(text)

    assert ended.code == 0
    assert is_plain(ended.said)
    assert is_plain(text)
    assert "\\u" not in text
    assert item["title"] == "A [31mred title of one"
    assert item["author"] == [{"family": "Runner", "given": "Ada"}]
    assert (item["volume"], item["page"]) == ("1[2J2", "1-9")
    assert item["issued"] == {"date-parts": [[2021]]}
    assert all(map(is_plain, format_reference(parse_item(item), "apa")))


@pytest.fixture(name="checked", scope="module")
def _checked(tmp_path_factory):
    """Make a library of three right works, and what an honest check says of it."""
    from tests.plugins.tools.conftest import make_place

    items, records = works(3)
    notice = {"DOI": "10.5555/n", "type": "retraction", "source": "publisher"}
    records[2]["updated-by"] = [notice]
    place = make_place(tmp_path_factory.mktemp("honest") / "blog", 0)
    with Registry(records) as registry:
        ready(place, registry.services, items, timeout=5)
        place.run("check", "--online", "--only", "references")
    return items, records, (library(place).parent / "checked.json").read_text("utf-8")


def states(place):
    said = parse_checked((library(place).parent / "checked.json").read_text("utf-8"))
    return {key: work.state for key, work in said.works.items()}


KNOWN = {"many0": "no-notice", "many1": "no-notice", "many2": "retracted"}
ITEMS = {"message": {"items": [OTHER], "total-results": 1}}
SAME = {
    "one record for everything": always(reply(message(**OTHER))),
    "one list for everything": always(reply(ITEMS)),
    "no work for any question": always(reply(status=404)),
    "nothing for everything": always(
        reply({"message": {"items": [], "total-results": 5}})
    ),
}


@pytest.mark.parametrize("script", SAME.values(), ids=SAME)
def test_a_check_against_a_liar_keeps_what_was_known(place, checked, script):
    """A retraction stays known, and no work is marked by another's record."""
    items, _, before = checked
    place.write("content/references/checked.json", before)
    with Liar(script) as liar:
        # With a contact one may ask more often.
        ready(place, liar.services, items, timeout=5, contact="desk@aureo.health")
        ended = place.run("check", "--online", "--only", "references")

    assert states(place) == KNOWN
    assert "3 of 3 works could not be asked for: many0, many1, many2." in ended.err
    assert "other-work" not in library(place).read_text("utf-8")


def test_a_lie_about_one_work_marks_no_other(place, checked):
    """Two honest answers are taken, the third is said to be another work's."""
    items, records, _ = checked
    by_doi = {record["DOI"]: record for record in records}

    def script(request, send):
        parts = urlsplit(request.split()[1])
        wanted = parse_qs(parts.query).get("filter", [""])[0].split(",")
        dois = [one.removeprefix("doi:") for one in wanted if one.startswith("doi:")]
        if parts.path.endswith("/works"):
            listed = [by_doi[doi] for doi in dois if doi != "10.5555/many.1"]
            answer = {"items": listed, "total-results": len(listed)}
            send(reply({"message": answer}))
        else:
            doi = unquote(parts.path).partition("/works/")[2]
            lie = doi == "10.5555/many.1"
            send(reply(message(**(OTHER if lie else by_doi[doi]))))

    with Liar(script) as liar:
        ready(place, liar.services, items, timeout=5)
        ended = place.run("check", "--online", "--only", "references")

    assert states(place) == {"many0": "no-notice", "many2": "retracted"}
    assert "1 of 3 works could not be asked for: many1." in ended.err
    assert "gave the record of 10.9999/other-work. It was not taken." in ended.err


def test_a_drip_ends_and_the_next_wait_is_said(place):
    """Half a second, and a line before anything is waited for."""
    with Liar(drip) as liar:
        process = ready(place, liar.services).start("cite", "10.1234/x")
        with process:
            first = process.stderr.readline()
            process.kill()

    waits = "Crossref did not answer within 0.5 seconds; it is asked again in 1 second."
    assert first == waits + "\n"
