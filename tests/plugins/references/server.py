"""A server on 127.0.0.1 that speaks as Crossref, doi.org, Europe PMC and NCBI do.

``with Registry(works=[…]) as registry:`` and then ``registry.services`` gives the
settings that point to it, ``registry.faults`` what goes wrong, ``registry.asked`` what
was asked for. The forms of the answers are those of recorded ones.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

SELECTABLE = {
    *("DOI", "type", "title", "subtitle", "original-title", "author", "editor"),
    *("issued", "published-print", "published-online", "posted", "container-title"),
    *("short-container-title", "volume", "issue", "page", "article-number"),
    *("update-to", "updated-by", "relation", "publisher", "ISSN", "ISBN", "score"),
}


@dataclass
class Fault:
    """What happens instead of an answer, to requests whose path has these words."""

    kind: str  #: a status, or ``cut``, ``hang``, ``garbage``, ``circle``, ``moved``
    times: int = 1  #: how often; then the server answers as if nothing had been
    where: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Registry:
    """Works of Crossref (``works``), of other agencies (``others``), of PubMed."""

    def __init__(self, works=(), others=(), pubmed=(), agency="DataCite"):
        self.works = {work["DOI"].lower(): work for work in works}
        self.others = {work["DOI"].lower(): work for work in others}
        self.pubmed = {str(one["pmid"]): one for one in pubmed}
        self.agency = agency
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.headers: dict[str, str] = {}
        self.minds_case = False  #: Crossref does not
        self._busy = threading.Lock()

    def __enter__(self):
        registry = self

        class Handler(_Handler):
            pass

        Handler.registry = registry
        self.server = _Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def services(self):
        """Return ``REFERENCES["services"]`` for this server."""
        return {
            "crossref": f"{self.address}/crossref",
            "doi": f"{self.address}/doi",
            "europepmc": f"{self.address}/europepmc",
            "ncbi": f"{self.address}/ncbi",
        }

    def fault_for(self, path):
        with self._busy:
            for fault in self.faults:
                if fault.times and fault.where in path:
                    fault.times -= 1
                    return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing of clients that went away."""


class _Handler(BaseHTTPRequestHandler):
    registry: Registry
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Say nothing."""

    def do_GET(self):  # the standard library's name
        self.registry.asked.append(self.path)
        self.registry.agents.append(self.headers.get("User-Agent", ""))
        fault = self.registry.fault_for(unquote(self.path))
        if fault:
            self._fail(fault)
            return
        parts = urlsplit(self.path)
        service, _, path = parts.path.lstrip("/").partition("/")
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        getattr(self, f"_{service}", self._nowhere)(unquote(path), query)

    def _fail(self, fault):
        if fault.kind == "hang":
            time.sleep(float(fault.headers.get("seconds", 1)))
            self.close_connection = True
        elif fault.kind == "cut":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b'{"status":"ok","message":{"items":[')
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif fault.kind == "garbage":
            self._send(200, b'{"status":"ok","message":{"DOI":', {})
        elif fault.kind == "circle":
            self._send(302, b"", {"Location": self.path})
        elif fault.kind == "moved":
            self._send(301, b"", {"Location": self.path + "&moved=1"})
        else:
            self._send(int(fault.kind), b"", fault.headers)

    def _crossref(self, path, query):
        first, _, rest = path.partition("/")
        if first != "works":
            self._send(404, b"Resource not found.", {}, "text/plain")
        elif not rest:
            self._list(query)
        elif rest.endswith("/agency"):
            self._crossref_agency(rest.removesuffix("/agency"))
        elif "/transform/" in rest:
            doi, _, _ = rest.partition("/transform/")
            self._csl(self.registry.works.get(doi.lower()))
        elif rest.lower() in self.registry.works:
            self._message("work", self.registry.works[rest.lower()])
        else:
            self._send(404, b"Resource not found.", {}, "text/plain")

    def _crossref_agency(self, doi):
        for works, name in (
            (self.registry.works, "crossref"),
            (self.registry.others, self.registry.agency),
        ):
            if doi.lower() in works:
                agency = {"id": name.lower(), "label": name}
                self._message("work-agency", {"DOI": doi, "agency": agency})
                return
        self._send(404, b"Resource not found.", {}, "text/plain")

    def _list(self, query):
        wrong = set(filter(None, query.get("select", "").split(","))) - SELECTABLE
        if wrong or len(self.path) > 4096:
            status = 400 if wrong else 414
            self._message("validation-failure", sorted(wrong), status, "failed")
            return
        items = list(self.registry.works.values())
        wanted: dict[str, list[str]] = {}
        for one in filter(None, query.get("filter", "").split(",")):
            name, _, value = one.partition(":")
            if name not in {"doi", "updates"}:  # such as what stands behind a comma
                self._message("validation-failure", [one], 400, "failed")
                return
            wanted.setdefault(name, []).append(self._fold(value))
        if "doi" in wanted:
            items = [i for i in items if self._fold(i["DOI"]) in wanted["doi"]]
        if "updates" in wanted:
            items = [i for i in items if _updates(i) & set(wanted["updates"])]
        if "query.bibliographic" in query:
            items = _ranked(items, query["query.bibliographic"])
        total = len(items)
        offset = int(query.get("offset", 0))
        items = items[offset : offset + int(query.get("rows", 20))]
        if "select" in query:
            fields = query["select"].split(",")
            items = [{k: i[k] for k in fields if k in i} for i in items]
        message = {"total-results": total, "items": items, "facets": {}}
        self._message("work-list", message)

    def _fold(self, doi):
        return doi if self.registry.minds_case else doi.lower()

    def _doi(self, path, _query):
        everything = self.registry.works | self.registry.others
        if path.startswith("doiRA/"):
            doi = path.removeprefix("doiRA/")
            known = {"DOI": doi, "RA": self._agency_of(doi)}
            unknown = {"DOI": doi, "status": "DOI does not exist"}
            answer = known if doi.lower() in everything else unknown
            self._send(200, json.dumps([answer]).encode(), {})
        elif path.lower() not in everything:
            self._send(404, b"<html>DOI Not Found</html>", {}, "text/html")
        elif "csl+json" in self.headers.get("Accept", ""):
            host = self.registry.address
            self._send(302, b"", {"Location": f"{host}/negotiated/{quote(path)}"})
        else:
            self._send(200, b"<html>a landing page</html>", {}, "text/html")

    def _negotiated(self, path, _query):
        self._csl((self.registry.works | self.registry.others).get(path.lower()))

    def _csl(self, work):
        if work is None:
            self._send(404, b"Resource not found.", {}, "text/plain")
            return
        title = work.get("title")
        flat = {"title": title[0] if isinstance(title, list) else title}
        container = work.get("container-title")
        if isinstance(container, list) and container:
            flat["container-title"] = container[0]
        body = json.dumps(work | flat).encode()
        self._send(200, body, {}, "application/vnd.citationstyles.csl+json")

    def _agency_of(self, doi):
        known = doi.lower() in self.registry.works
        return "Crossref" if known else self.registry.agency

    def _europepmc(self, _path, query):
        number = query["query"].partition("EXT_ID:")[2].split(" ")[0]
        found = [self.registry.pubmed[number]] if number in self.registry.pubmed else []
        answer = {"hitCount": len(found), "resultList": {"result": found}}
        self._send(200, json.dumps(answer).encode(), {})

    def _ncbi(self, _path, query):
        number = query["id"]
        one = self.registry.pubmed.get(number)
        summary = _summary(one) if one else {"uid": number, "error": "cannot get it"}
        answer = {"result": {"uids": [number], number: summary}}
        self._send(200, json.dumps(answer).encode(), {})

    def _nowhere(self, _path, _query):
        self._send(404, b"", {})

    def _message(self, kind, message, status=200, word="ok"):
        answer = {
            "status": word,
            "message-type": kind,
            "message-version": "1.0.0",
            "message": message,
        }
        self._send(status, json.dumps(answer).encode(), self.registry.headers)

    def _send(self, status, body, headers, kind="application/json"):
        self.send_response_only(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)


def _updates(item):
    return {one["DOI"].lower() for one in item.get("update-to", ())}


def _ranked(items, words):
    asked = set(words.lower().split())

    def score(item):
        text = " ".join([*item.get("title", ()), *map(_family, item.get("author", ()))])
        return len(asked & set(text.lower().split()))

    ranked = sorted(items, key=score, reverse=True)
    return [item | {"score": float(score(item))} for item in ranked if score(item)]


def _family(author):
    return author.get("family", author.get("name", ""))


def _summary(one):
    journal = one["journalInfo"]
    ids = [{"idtype": "doi", "value": one["doi"]}] if one.get("doi") else []
    people = one["authorList"]["author"]
    return {
        "uid": one["pmid"],
        "pubdate": str(journal["yearOfPublication"]),
        "epubdate": "",
        "source": journal["journal"]["medlineAbbreviation"],
        "fulljournalname": journal["journal"]["title"],
        "authors": [{"name": p["fullName"], "authtype": "Author"} for p in people],
        "title": one["title"],
        "volume": journal.get("volume", ""),
        "issue": journal.get("issue", ""),
        "pages": one.get("pageInfo", ""),
        "articleids": [*ids, {"idtype": "pmc", "value": one.get("pmcid", "")}],
        "pubtype": one["pubTypeList"]["pubType"],
    }
