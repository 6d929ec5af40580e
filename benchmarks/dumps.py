"""The corpus in the forms in which dumps come, written to a folder: what whole pipelines are measured on."""

import gzip
import io
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd

from corpus import Corpus, GeneratedPage

QUESTION_SHARE = 1_000
"""One page in so many of a generic crawl is a question."""

_FIELDS = (
    "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
    "WARC-Target-URI: {url}\r\nContent-Type: {content}\r\nContent-Length: {length}\r\n\r\n"
)
_HTTP = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nDate: Mon, 06 May 2024 07:08:09 GMT\r\n"
    "Server: nginx\r\nCache-Control: max-age=600\r\nX-Crawler-Content-Encoding: gzip\r\n"
    "Content-Length: {length}\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Dump:
    """One file and how many pages are in it."""

    path: Path
    pages: int


def write_dumps(folder: Path, pages: Corpus, html: int, text: int) -> dict[str, Dump]:
    """One dump of each form: so many pages of HTML, so many of text, repeated under other addresses if need be."""
    texts = [(url, page.body) for url, page in _repeated(pages.text, text)]
    crawl = [
        *_repeated(pages.other_html, html - html // QUESTION_SHARE or 1),
        *_repeated(pages.html, html // QUESTION_SHARE or 1),
    ]
    return {
        "HTML, WARC.gz": _warc(folder / "html.warc.gz", _repeated(pages.html, html)),
        "text, JSONL.zst": _json_lines(folder / "text.jsonl.zst", texts),
        "text, Parquet": _parquet(folder / "text.parquet", texts),
        "text, WET.gz": _wet(folder / "text.warc.wet.gz", texts),
        "crawl, WARC.gz": _warc(folder / "crawl.warc.gz", crawl),
    }


def _repeated(pages: Sequence[GeneratedPage], count: int) -> Iterator[tuple[str, GeneratedPage]]:
    """So many pages, each with an address of its own."""
    for number in range(count):
        page = pages[number % len(pages)]
        yield f"{page.url or f'https://www.example.org/{number}'}-{number // len(pages)}", page


def _warc(path: Path, pages: Iterable[tuple[str, GeneratedPage]]) -> Dump:
    """A crawl as crawlers write it: a request, a response and metadata for every page, each compressed on its own."""
    count = 0
    with path.open("wb") as file:
        for url, page in pages:
            request = b"GET / HTTP/1.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"
            response = _HTTP.format(length=len(page.body)).encode() + page.body
            file.write(_record("request", url, "application/http; msgtype=request", request))
            file.write(_record("response", url, "application/http; msgtype=response", response))
            file.write(_record("metadata", url, "application/warc-fields", b"fetchTimeMs: 120\r\n"))
            count += 1
    return Dump(path, count)


def _wet(path: Path, pages: Sequence[tuple[str, bytes]]) -> Dump:
    with path.open("wb") as file:
        for url, body in pages:
            file.write(_record("conversion", url, "text/plain", body))
    return Dump(path, len(pages))


def _record(kind: str, url: str, content: str, block: bytes) -> bytes:
    name = uuid.uuid5(uuid.NAMESPACE_URL, kind + url)
    head = _FIELDS.format(kind=kind, name=name, url=url, content=content, length=len(block))
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def _json_lines(path: Path, pages: Sequence[tuple[str, bytes]]) -> Dump:
    buffer = io.BytesIO()
    for url, body in pages:
        row = {"url": url, "text": body.decode(), "date": "2024-05-06T07:08:09Z"}
        buffer.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    path.write_bytes(zstd.compress(buffer.getvalue(), 3))
    return Dump(path, len(pages))


def _parquet(path: Path, pages: Sequence[tuple[str, bytes]]) -> Dump:
    table = pa.table({"url": [url for url, _ in pages], "text": [body.decode() for _, body in pages]})
    pq.write_table(table, path, compression="zstd", row_group_size=1_000)
    return Dump(path, len(pages))
