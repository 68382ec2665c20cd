"""A bucket of a store that speaks S3, over signed HTTP.

awscrt, the runtime of AWS's own tools, finds the keys as they do and signs; urllib3
keeps the connections. Both are fenced into this file, and are missing where nobody
deploys to such a store.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import md5, sha256
from html import unescape
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlencode, urlsplit
from xml.sax.saxutils import escape

from lxml import etree

from ...site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future
    from urllib.parse import SplitResult

    from ..targets import Target

AT_ONCE = 16  #: requests that are on their way
TRIES = 5  #: how often a server that is busy, or gone, is asked again
PAUSE = 0.2  #: seconds before the second time; each further pause is twice as long
TIMEOUT = 30.0  #: seconds for one answer
MANY = 1000  #: keys that are deleted by one request (S3's limit)
#: Where AWS's tools look for a region.
REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
BUSY = (429, 500, 502, 503, 504)
INSTALL = (
    "python -m pip install 'pelican-bulletin[deploy]', "
    "or in a clone: python -m pip install --require-hashes -r requirements-deploy.txt"
)
NO_KEYS = (
    "No keys are known for {target}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY "
    "in the environment, or name a profile of ~/.aws in invoke.yaml (profile: …)."
)


class Credentials(Protocol):
    """A pair of keys."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None


class Keys(Protocol):
    """What gives a pair of keys, a fresh one where it ends after a while."""

    def get_credentials(self) -> Future[Credentials]: ...


class Providers(Protocol):
    """Where awscrt finds keys."""

    def new_profile(self, *, profile_name: str) -> Keys: ...
    def new_environment(self) -> Keys: ...
    def new_default_chain(self) -> Keys: ...


@dataclass(frozen=True)
class Answer:
    """What a server answers, as far as it is looked at."""

    status: int
    data: bytes
    etag: str  #: without its quotes


@dataclass(frozen=True)
class Listed:
    """An object of a bucket, as a listing has it."""

    etag: str  #: the MD5 of what was put whole, unless the store encrypts it
    size: int


class Wire:
    """Signs requests to one endpoint and sends them, from many threads at once."""

    def __init__(self, target: Target) -> None:
        try:
            import urllib3  # noqa: PLC0415  # who deploys elsewhere does without
            from awscrt import auth, http  # noqa: PLC0415
            from awscrt.exceptions import AwsCrtError  # noqa: PLC0415
        except ModuleNotFoundError as error:
            what = f"To deploy to {target}, {error.name} is needed: {INSTALL}"
            raise RefusedError(what) from None
        self.target = target
        given = (target.region, *map(os.environ.get, REGIONS))
        self.region = next(filter(None, given), "us-east-1")
        self._auth, self._http, self._failure = auth, http, AwsCrtError
        try:
            self._keys = _find_keys(target, auth.AwsCredentialsProvider)
            keys = self._keys.get_credentials().result(TIMEOUT)
        except AwsCrtError:
            raise RefusedError(NO_KEYS.format(target=target)) from None
        self._secrets = [keys.secret_access_key, keys.session_token, keys.access_key_id]
        self._gone = urllib3.exceptions.HTTPError
        retries = urllib3.Retry(
            TRIES,
            backoff_factor=PAUSE,
            status_forcelist=BUSY,
            allowed_methods=None,  # each of ours may be made twice
            raise_on_status=False,
            redirect=False,
        )
        self._pool = urllib3.PoolManager(
            maxsize=AT_ONCE, block=True, timeout=TIMEOUT, retries=retries
        )

    def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Answer:
        """Send a request, and return what the server answers to it."""
        signed = self._sign(method, urlsplit(url), headers or {}, body)
        try:
            answer = self._pool.request(method, url, body=body, headers=signed)
        except self._gone as error:
            reason = getattr(error, "reason", None) or error
            why = str(reason).rpartition(": ")[2] or type(reason).__name__
            raise self.refused(
                f"{urlsplit(url).netloc} does not answer: {why}"
            ) from None
        etag = str(answer.headers.get("etag") or "").strip('"')
        return Answer(answer.status, answer.data, etag)

    def _sign(
        self, method: str, url: SplitResult, headers: Mapping[str, str], body: bytes
    ) -> dict[str, str]:
        """Return all headers of a request, with the signature (SigV4, as S3 has it)."""
        auth = self._auth
        how = auth.AwsSigningConfig(
            algorithm=auth.AwsSigningAlgorithm.V4,
            signature_type=auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
            credentials_provider=self._keys,
            region=self.region,
            service="s3",
            use_double_uri_encode=False,
            should_normalize_uri_path=False,
            signed_body_value=sha256(body).hexdigest(),
            signed_body_header_type=auth.AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256,
        )
        path = f"{url.path}?{url.query}" if url.query else url.path
        given = self._http.HttpHeaders([("Host", url.netloc), *headers.items()])
        request = self._http.HttpRequest(method, path, given)
        try:
            auth.aws_sign_request(request, how).result(TIMEOUT)
        except self._failure as error:
            raise self.refused(f"the request could not be signed: {error}") from None
        return dict(request.headers)

    def good(self, answer: Answer) -> Answer:
        """Return an answer that says that all went well."""
        # A copy may fail when the head of its answer has gone out as 200.
        code = _text(answer.data, "Code") if b"<Error>" in answer.data[:500] else ""
        if 200 <= answer.status < 300 and not code:
            return answer
        said = _text(answer.data, "Message")
        reason = ": ".join(filter(None, (code, said))) or f"status {answer.status}"
        raise self.refused(f"the store refuses: {reason}")

    def refused(self, why: str) -> RefusedError:
        """Return why the target cannot be used, without keys."""
        for secret in filter(None, self._secrets):
            why = why.replace(secret, "…")
        return RefusedError(f"{self.target.name} ({self.target}): {why}")


class Bucket:
    """The objects of one bucket below one prefix; keys are counted from there."""

    def __init__(self, wire: Wire, name: str, prefix: str) -> None:
        self.wire, self.name, self.prefix = wire, name, prefix
        endpoint = wire.target.endpoint
        if endpoint:
            self._base = f"{endpoint.rstrip('/')}/{quote(name)}"
        elif "." in name:  # no certificate fits such a host
            self._base = f"https://s3.{wire.region}.amazonaws.com/{name}"
        else:
            self._base = f"https://{name}.s3.{wire.region}.amazonaws.com"

    def list(self, under: str = "") -> dict[str, Listed]:
        """Return all objects whose keys begin so; a thousand come at a time."""
        found: dict[str, Listed] = {}
        more = {"list-type": "2", "prefix": self.prefix + under}
        while more:
            query = urlencode(sorted(more.items()), quote_via=quote, safe="-_.~")
            data = self._good("GET", f"{self._base}/?{query}").data
            page = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
            for one in page.iterfind("{*}Contents"):
                key = (one.findtext("{*}Key") or "").removeprefix(self.prefix)
                etag = (one.findtext("{*}ETag") or "").strip('"')
                found[key] = Listed(etag, int(one.findtext("{*}Size") or 0))
            token = page.findtext("{*}NextContinuationToken")
            more = {**more, "continuation-token": token} if token else {}
        return found

    def get(self, key: str) -> bytes | None:
        """Return what an object holds; None where it is not there."""
        answer = self.wire.ask("GET", self._url(key))
        if answer.status == 404 and _text(answer.data, "Code") != "NoSuchBucket":
            return None
        return self.wire.good(answer).data

    def put(self, key: str, body: bytes, headers: Mapping[str, str]) -> str:
        """Put an object, and return its ETag."""
        return self._good("PUT", self._url(key), headers, body).etag

    def copy(self, source: str, key: str, headers: Mapping[str, str]) -> str:
        """Let the store copy an object (BUCKET/KEY) here, and return its ETag."""
        words = {"x-amz-copy-source": source, "x-amz-metadata-directive": "REPLACE"}
        answer = self._good("PUT", self._url(key), {**headers, **words})
        return _text(answer.data, "ETag").strip('"')

    def path(self, key: str) -> str:
        """Return how a copy names an object of this bucket."""
        return quote(f"{self.name}/{self.prefix}{key}", safe="/-_.~")

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; one that is not there is no mistake."""
        left = list(keys)
        for start in range(0, len(left), MANY):
            names = left[start : start + MANY]
            objects = "".join(
                f"<Object><Key>{escape(self.prefix + name)}</Key></Object>"
                for name in names
            )
            body = f"<Delete><Quiet>true</Quiet>{objects}</Delete>".encode()
            digest = md5(body, usedforsecurity=False).digest()
            form = {
                "Content-Type": "application/xml",
                "Content-MD5": b64encode(digest).decode(),
            }
            data = self._good("POST", f"{self._base}/?delete", form, body).data
            if code := _text(data, "Code"):
                why = f"{code}: {_text(data, 'Message')}"
                raise self.wire.refused(f"{_text(data, 'Key')} stays: {why}")

    def _url(self, key: str) -> str:
        return f"{self._base}/{quote(self.prefix + key, safe='/-_.~')}"

    def _good(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Answer:
        return self.wire.good(self.wire.ask(method, url, headers, body))


def _find_keys(target: Target, providers: Providers) -> Keys:
    """Return who gives the keys: a profile, the environment, or AWS's chain of places.

    Where the environment has them, no thread is started to look further.
    """
    if target.profile:
        return providers.new_profile(profile_name=target.profile)
    if os.environ.get("AWS_ACCESS_KEY_ID"):
        return providers.new_environment()
    return providers.new_default_chain()


def do_all(work: Callable[[str], object], keys: Iterable[str]) -> None:
    """Do something for many keys, several at once; the first that fails ends it."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tasks = [pool.submit(work, key) for key in keys]
        try:
            for task in tasks:
                task.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _text(data: bytes, name: str) -> str:
    """Return what stands first between two marks of an answer; nothing without them."""
    text = data.decode("utf-8", "replace")
    found = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
    return unescape(found[1]).strip()[:300] if found else ""
