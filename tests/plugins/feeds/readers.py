"""Real feed readers, run as a person would run them, without a window.

Each has ``poll()``, ``held()`` (what it holds now: Rows) and ``PROGRAMS`` (what must be
installed). All subscribe to several feeds at once and keep them apart by address.
"""

from __future__ import annotations

import email
import email.header
import json
import os
import shlex
import subprocess
from dataclasses import dataclass

import feedparser


@dataclass(frozen=True)
class Row:
    """A post as a reader holds it."""

    feed: str  #: the address of the feed
    id: str
    title: str
    link: str
    content: str = ""


def run(command, home, **more):
    """Run a program in a home of its own."""
    env = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "TZ": "UTC"}
    env |= {"LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command,
        env=env,
        cwd=home,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        **more,
    )


class Newsboat:
    """Newsboat keeps an SQLite database, in which an id has one row for all feeds.

    So that Atom and RSS are told apart, each feed has a newsboat of its own.
    """

    PROGRAMS = ("newsboat", "sqlite3")

    def __init__(self, home, feeds):
        self.homes = []
        for number, url in enumerate(feeds):
            self.homes.append(home / f"n{number}")
            self.homes[-1].mkdir()
            (self.homes[-1] / "urls").write_text(f"{url}\n", "utf-8")
            (self.homes[-1] / "config").write_text("", "utf-8")

    def poll(self):
        files = ("-u", "urls", "-c", "cache.db", "-C", "config")
        for home in self.homes:
            run(["newsboat", *files, "-x", "reload"], home)

    def held(self):
        question = "select feedurl, guid, title, url, content from rss_item"
        rows = []
        for home in self.homes:
            found = run(["sqlite3", "-json", "cache.db", question], home).stdout
            rows += json.loads(found or "[]")
        return [
            Row(r["feedurl"], r["guid"], r["title"], r["url"], r["content"])
            for r in rows
        ]


class Sfeed:
    """sfeed keeps one TSV file per feed, a row per id, title and link."""

    PROGRAMS = ("sfeed_update", "curl")

    def __init__(self, home, feeds):
        self.home, self.feeds = home, dict(enumerate(feeds))
        lines = [f'sfeedpath="{home}/feeds"', "fetch() {"]
        lines += ['touch "$1.etag"']
        lines += ['curl -sSfL --etag-save "$1.etag" --etag-compare "$1.etag" "$2"', "}"]
        lines += ["feeds() {"]
        lines += [f"feed f{n} {shlex.quote(url)}" for n, url in self.feeds.items()]
        (home / "sfeedrc").write_text("\n".join([*lines, "}"]) + "\n", "utf-8")
        (home / "feeds").mkdir()

    def poll(self):
        run(["sfeed_update", str(self.home / "sfeedrc")], self.home)

    def held(self):
        rows = []
        for number, url in self.feeds.items():
            for line in (self.home / "feeds" / f"f{number}").read_text().splitlines():
                _, title, link, content, _, uid = line.split("\t")[:6]
                rows.append(Row(url, uid, title, link, content))
        return rows


class Rss2email:
    """rss2email sends a mail per new id; here into a Maildir per feed."""

    PROGRAMS = ("r2e",)

    def __init__(self, home, feeds):
        self.home, self.feeds = home, dict(enumerate(feeds))
        lines = ["[DEFAULT]", "from = a@b.example", "to = c@d.example"]
        lines += ["email-protocol = maildir", f"maildir-path = {home}/mail"]
        for number, url in self.feeds.items():
            lines += [
                f"[feed.f{number}]",
                f"url = {url}",
                f"maildir-mailbox = f{number}",
            ]
            for folder in ("cur", "new", "tmp"):
                (home / "mail" / f"f{number}" / folder).mkdir(parents=True)
        (home / "r2e.cfg").write_text("\n".join(lines) + "\n", "utf-8")

    def poll(self):
        run(["r2e", "-c", "r2e.cfg", "-d", "db.json", "run"], self.home)

    def held(self):
        rows = []
        for number, url in self.feeds.items():
            for mail in sorted((self.home / "mail" / f"f{number}" / "new").iterdir()):
                message = email.message_from_bytes(mail.read_bytes())
                subject = email.header.decode_header(message["Subject"])
                title = str(email.header.make_header(subject))
                rows.append(
                    Row(url, message["Message-ID"], title, message["X-RSS-URL"])
                )
        return rows


class LemonReader:
    """lemon24's reader, a library with a database."""

    PROGRAMS = ()

    def __init__(self, home, feeds):
        from reader import make_reader

        self.home, self.feeds = home, feeds
        self.new = self.modified = 0
        self.reader = make_reader(str(home / "reader.db"))
        for url in feeds:
            self.reader.add_feed(url, exist_ok=True)

    def poll(self):
        answers = [self.reader.update_feed(url) for url in self.feeds]
        self.new = sum(answer.new for answer in answers if answer)
        self.modified = sum(answer.modified for answer in answers if answer)

    def held(self):
        return [
            Row(e.feed_url, e.id, e.title, e.link, e.get_content().value)
            for e in self.reader.get_entries()
        ]


class Feedparser:
    """feedparser, asked as a script would: what has a new id is added."""

    PROGRAMS = ()

    def __init__(self, _home, feeds):
        self.feeds = feeds
        self.seen = {}
        self.marks = {url: {} for url in feeds}

    def poll(self):
        for url in self.feeds:
            parsed = feedparser.parse(url, **self.marks[url])
            self.marks[url] = {
                "etag": parsed.get("etag") or self.marks[url].get("etag"),
                "modified": parsed.get("modified") or self.marks[url].get("modified"),
            }
            assert not parsed.bozo or parsed.status == 304, parsed.bozo_exception
            for e in parsed.entries:
                text = e.content[0].value if "content" in e else e.summary
                row = Row(url, e.id, e.title, e.link, text)
                self.seen[url, e.id] = row

    def held(self):
        return list(self.seen.values())


READERS = (Newsboat, Sfeed, Rss2email, LemonReader, Feedparser)
