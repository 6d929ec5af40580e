"""Stand-ins of Common Crawl and of the Wayback Machine on loopback, serving the bytes of WARC files that are given.

What they answer follows pywb's and the Wayback Machine's documentation of their CDX servers, and what public clients
tell of them. ``Faults`` makes them misbehave.
"""

import hashlib
import json
import re
import threading
from base64 import b32encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, quote_plus, unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

CRAWL = "CC-MAIN-2024-10"
Headers = dict[str, str]


@dataclass
class Faults:
    """What the servers do wrong."""

    busy: int = 0
    """So many requests are answered 503, or 429 by the Wayback Machine; then all is well."""
    retry_after: str | None = "7"
    ranges: str = "right"
    """``short`` body, ``ignored`` (200 with the whole file), ``cut`` (200 with a part), ``shifted``, ``unnamed``."""
    shift: int = 0
    """Added to the offsets that the index tells."""
    garbage: tuple[bytes, ...] = ()
    """Lines put among those of the index."""
    endless: str = ""
    """The Wayback Machine's index: the ``same`` key for ever, three in a ``circle``, or ``new`` ones without rows."""
    bare_keys: bool = False
    """Keys of the Wayback Machine's index are printed as they are, not ready for a query."""
    other_page: str = ""
    """The URL that the Wayback Machine says it captured, in place of the true one."""
    nearest: bool = False
    """The Wayback Machine has each capture at another second, and redirects to it."""
    page: bytes = b""
    """A page of its own in place of every answer."""


@dataclass(frozen=True)
class Stored:
    """A response record, where it lies and what it says."""

    url: str
    timestamp: str
    status: int
    mime: str
    payload: bytes
    headers: tuple[tuple[str, str], ...]
    filename: str
    offset: int
    length: int

    @property
    def digest(self) -> str:
        """As an index tells it."""
        return b32encode(hashlib.sha1(self.payload).digest()).decode()

    @property
    def key(self) -> str:
        """By what an index is sorted."""
        return surt(self.url)


def surt(url: str) -> str:
    """The URL with its host turned round, roughly as the index servers make it."""
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    query = f"?{parts.query}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}){(parts.path or '/').lower()}{query.lower()}"


def stored(filename: str, data: bytes) -> list[Stored]:
    """The response records of a WARC file whose records are gzip members of their own, as warcio reads them."""
    found = []
    records = ArchiveIterator(BytesIO(data))
    for record in records:
        url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
        if record.rec_type != "response" or record.http_headers is None or not url.startswith("http"):
            continue
        transfer = record.http_headers.get_header("Transfer-Encoding") or ""
        body = ChunkedDataReader(record.raw_stream) if transfer.lower() == "chunked" else record.raw_stream
        payload = body.read()
        records.read_to_end(record)
        found.append(
            Stored(
                url=url,
                timestamp=re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date").partition(".")[0])[:14],
                status=int(record.http_headers.get_statuscode() or 200),
                mime=(record.http_headers.get_header("Content-Type") or "unk").partition(";")[0].lower(),
                payload=payload,
                headers=tuple(record.http_headers.headers),
                filename=filename,
                offset=records.get_record_offset(),
                length=records.get_record_length(),
            )
        )
    return found


@dataclass
class Archive:
    """Both archives, over the same files; ``asked`` is the log of requests."""

    files: dict[str, bytes]
    faults: Faults = field(default_factory=Faults)
    page_rows: int = 3
    crawls: tuple[str, ...] = (CRAWL, "CC-MAIN-2023-50", "CC-MAIN-2023-40")
    """The first has the captures; the second says 404 to all questions, the third that it has no pages."""
    asked: list[tuple[str, Headers]] = field(default_factory=list)
    base: str = ""

    def __post_init__(self) -> None:
        found = [one for name, data in self.files.items() for one in stored(name, data)]
        self.captures = sorted(found, key=lambda one: (one.key, one.timestamp))

    @property
    def index(self) -> str:
        """Of Common Crawl."""
        return self.base + "/cc"

    @property
    def data(self) -> str:
        """Where Common Crawl's files are."""
        return self.base + "/data"

    @property
    def wayback_index(self) -> str:
        """Of the Wayback Machine."""
        return self.base + "/cdx/search/cdx"

    @property
    def playback(self) -> str:
        """Where the Wayback Machine plays captures back."""
        return self.base + "/web"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def respond(archive: Archive, path: str, headers: Headers) -> Answer:
    """The answer to a request."""
    faults = archive.faults
    parts = urlsplit(path)
    query = parse_qs(parts.query, keep_blank_values=True)
    if faults.busy > 0:
        faults.busy -= 1
        wait = (("Retry-After", faults.retry_after),) if faults.retry_after else ()
        return Answer(429 if parts.path.startswith(("/web/", "/cdx/")) else 503, b"<h1>slow down</h1>", wait)
    if faults.page:
        return Answer(200, faults.page, (("Content-Type", "text/html"),))
    if parts.path == "/cc/collinfo.json":
        listed = [{"id": name, "cdx-api": f"https://index.example/{name}-index"} for name in archive.crawls]
        return Answer(200, json.dumps(listed).encode())
    if parts.path.startswith("/cc/"):
        return common_crawl(archive, parts.path, query)
    if parts.path.startswith("/data/"):
        return ranged(archive, parts.path.removeprefix("/data/"), headers.get("range", ""))
    if parts.path == "/cdx/search/cdx":
        return wayback_index(archive, query)
    return played(archive, path)


def asked_for(archive: Archive, query: dict[str, list[str]]) -> list[Stored]:
    """The captures that a query is after: the parameters that both servers know."""
    url = query["url"][0]
    wanted = surt(url if "://" in url else f"http://{url}")
    host = wanted.partition(")")[0]
    kind = query.get("matchType", ["exact"])[0]
    starts = {"domain": (host + ")", host + ",")}.get(kind, (wanted,))
    first, last = query.get("from", ["0"])[0], query.get("to", ["9"])[0]
    found = [one for one in archive.captures if one.key.startswith(starts) and (kind != "exact" or one.key == wanted)]
    return [one for one in found if first <= one.timestamp[: len(first)] and one.timestamp[: len(last)] <= last]


def common_crawl(archive: Archive, path: str, query: dict[str, list[str]]) -> Answer:
    found = [one for one in asked_for(archive, query) if path == f"/cc/{CRAWL}-index"]
    if "=status:200" in query.get("filter", []):
        found = [one for one in found if one.status == 200]
    size = archive.page_rows
    pages = -(-len(found) // size)
    if "showNumPages" in query and "2023-50" not in path:
        return Answer(200, json.dumps({"pages": pages, "pageSize": 5, "blocks": pages}).encode())
    if not found:
        return Answer(404, json.dumps({"message": f"No Captures found for: {query['url'][0]}"}).encode())
    page = int(query["page"][0])
    if page >= pages:
        return Answer(400, json.dumps({"message": f"Page {page} invalid: First Page is 0"}).encode())
    lines = [_line(one, archive.faults.shift) for one in found[page * size : page * size + size]]
    return Answer(200, b"\n".join([*lines[:1], *archive.faults.garbage, *lines[1:]]) + b"\n")


def _line(one: Stored, shift: int) -> bytes:
    values = {"urlkey": one.key, "timestamp": one.timestamp, "url": one.url, "mime": one.mime}
    values |= {"mime-detected": one.mime, "status": str(one.status), "digest": one.digest}
    place = {"length": str(one.length), "offset": str(one.offset + shift), "filename": one.filename}
    return json.dumps(values | place).encode()


def ranged(archive: Archive, name: str, span: str) -> Answer:
    data = archive.files.get(unquote(name))
    found = re.fullmatch(r"bytes=(\d+)-(\d+)", span)
    if data is None or found is None:
        return Answer(404)
    first, last = int(found[1]), min(int(found[2]), len(data) - 1)
    if first >= len(data):
        return Answer(416)
    part = data[first : last + 1]
    told = (("Content-Range", f"bytes {first}-{last}/{len(data)}"), ("Content-Type", "application/octet-stream"))
    match archive.faults.ranges:
        case "short":
            return Answer(206, part[:-5], told)
        case "ignored":
            return Answer(200, data)
        case "cut":
            return Answer(200, data[: first + 3])
        case "shifted":
            return Answer(206, part, (("Content-Range", f"bytes {first + 1}-{last + 1}/{len(data)}"),))
        case "unnamed":
            return Answer(206, part)
    return Answer(206, part, told)


def wayback_index(archive: Archive, query: dict[str, list[str]]) -> Answer:
    names = query["fl"][0].split(",")
    filters = [value.partition(":")[::2] for value in query.get("filter", [])]
    found = []
    for one in asked_for(archive, query):
        known = {"urlkey": one.key, "timestamp": one.timestamp, "original": one.url, "mimetype": one.mime}
        known |= {"statuscode": str(one.status), "digest": one.digest, "length": str(one.length)}
        if all(re.fullmatch(pattern, known[name]) for name, pattern in filters):
            found.append([known[name] for name in names])
    key = re.fullmatch(r"org,example\)/ \d+!(\d+)", query.get("resumeKey", ["org,example)/ 0!0"])[0])
    if key is None:
        return Answer(400, b"bad resumeKey")
    after = int(key[1])
    limit = int(query["limit"][0])
    rows = [json.dumps(row).encode() for row in found[after : after + limit]]
    rows = [*rows[:1], *archive.faults.garbage, *rows[1:]] if rows else []
    tail = []
    if archive.faults.endless:
        number = len(archive.asked) % {"same": 1, "circle": 3, "new": 1 << 30}[archive.faults.endless]
        tail = [b"[]", json.dumps([f"org,example)/ 2020!{number}"]).encode()]
        rows = rows if archive.faults.endless == "circle" else []
    elif after + limit < len(found) and query.get("showResumeKey") == ["true"]:
        bare = f"org,example)/ {after}!{after + limit}"
        tail = [b"[]", json.dumps([bare if archive.faults.bare_keys else quote_plus(bare)]).encode()]
    lines = [json.dumps(names).encode(), *rows, *tail] if rows or tail else []
    return Answer(200, b"[" + b",\n".join(lines) + b"]\n")


def played(archive: Archive, path: str) -> Answer:
    found = re.fullmatch(r"/web/(\d{14})id_/(.*)", path)
    if not found:
        return Answer(404, b"no such page")
    timestamp, url = found[1], unquote(found[2])
    one = next((one for one in archive.captures if unquote(one.url) == url and one.timestamp == timestamp), None)
    if archive.faults.nearest and one is not None:
        other = f"{int(timestamp) - 1}"
        return Answer(302, b"", (("Location", f"/web/{other}id_/{found[2]}"),))
    if archive.faults.nearest:
        one = next((one for one in archive.captures if unquote(one.url) == url), None)
    if one is None:
        return Answer(404, b"", (("X-Archive-Wayback-Runtime-Error", "ResourceNotInArchiveException: not here"),))
    moment = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    orig = [(f"x-archive-orig-{name.lower()}", value) for name, value in one.headers if name.lower() != "content-type"]
    kept = [(name, value) for name, value in one.headers if name.lower() in ("content-type", "content-encoding")]
    more = [
        ("Memento-Datetime", format_datetime(moment, usegmt=True)),
        (
            "Link",
            f'<{archive.faults.other_page or one.url}>; rel="original", <{archive.base}/x>; rel="timemap"',
        ),
        ("X-Archive-Src", f"{one.filename}"),
    ]
    location = next((value for name, value in one.headers if name.lower() == "location"), None)
    if location and 300 <= one.status < 400:  # played as a 302, whatever it was
        orig = [(name, value) for name, value in orig if not name.endswith("-location")]
        return Answer(302, one.payload, (*orig, *kept, *more, ("Location", f"/web/{timestamp}id_/{location}")))
    return Answer(one.status, one.payload, (*orig, *kept, *more))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    archive: Archive

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.archive.asked.append((self.path, headers))
        answer = respond(self.archive, self.path, headers)
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(files: dict[str, bytes], **options: object) -> Iterator[Archive]:
    """Both archives on a port of the loopback interface, as long as the block runs."""
    archive = Archive(files, **options)  # type: ignore[arg-type]
    handler = type("Handler", (_Handler,), {"archive": archive})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    archive.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield archive
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def files_of(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """WARC files by the names that the index shall tell."""
    return {f"crawl-data/{CRAWL}/{name}": (folder / name).read_bytes() for name in names}
