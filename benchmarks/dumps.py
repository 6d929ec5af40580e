"""The corpus in the forms in which dumps come, written to a folder: what whole pipelines are measured on."""

import base64
import hashlib
import json
import sys
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus import Corpus, GeneratedPage

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

QUESTION_SHARE = 1_000
"""One page in so many of a generic crawl is a question."""

Addressed = tuple[str, GeneratedPage]

_HOME = {True: "https://www.realself.com/question/page", False: "https://www.example.org/page"}
_DATE = "2024-05-06T07:08:09Z"
_FIELDS = "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
_RESPONSE = (
    "WARC-IP-Address: 192.0.2.80\r\nWARC-Payload-Digest: {digest}\r\nWARC-Block-Digest: {digest}\r\n"
    "WARC-Identified-Payload-Type: text/html\r\n"
)
_HTTP = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nDate: Mon, 06 May 2024 07:08:09 GMT\r\n"
    "Server: nginx\r\nCache-Control: max-age=600\r\nVary: Accept-Encoding\r\nX-Crawler-Content-Encoding: gzip\r\n"
    "Content-Length: {length}\r\n\r\n"
)
_REQUEST = b"GET / HTTP/1.1\r\nUser-Agent: bench\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n\r\n"
_GZIP_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))
_RAW = -zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Dump:
    """A file, how many pages are in it, and how many of them are questions."""

    path: Path
    pages: int
    questions: int


def html_warc(path: Path, pages: Sequence[GeneratedPage], number: int) -> Dump:
    """A crawl of so many question pages."""
    return _warc(path, islice(_repeated(pages), number))


def crawl_warc(path: Path, pages: Corpus, number: int) -> Dump:
    """A crawl of the web at large: articles of anywhere, and a question page in a thousand."""
    articles = _repeated([page for page in pages.other_html if "realself" not in (page.url or "")])
    questions = _repeated(pages.html)
    return _warc(path, (next(articles if n % QUESTION_SHARE else questions) for n in range(number)))


def wet(path: Path, pages: Sequence[GeneratedPage], number: int) -> Dump:
    """Text extractions of so many question pages as web archives hand them out."""
    with path.open("wb") as file:
        file.write(_record("warcinfo", None, "application/warc-fields", b"software: bench\r\n"))
        for url, page in islice(_repeated(pages), number):
            file.write(_record("conversion", url, "text/plain", b"", page.body))
    return Dump(path, number, number)


def json_lines(path: Path, pages: Sequence[GeneratedPage], number: int) -> Dump:
    """So many text extractions of question pages, a line each, compressed if the name says so."""
    compress = path.suffix == ".zst"
    with zstd.open(path, "wb", level=3) if compress else path.open("wb") as file:
        for url, page in islice(_repeated(pages), number):
            row = {"url": url, "text": page.body.decode(), "date": _DATE}
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return Dump(path, number, number)


def parquet(path: Path, pages: Sequence[GeneratedPage], number: int) -> Dump:
    """So many text extractions of question pages as a table."""
    rows = list(islice(_repeated(pages), number))
    table = pa.table({"url": [url for url, _ in rows], "text": [page.body.decode() for _, page in rows]})
    pq.write_table(table, path, compression="zstd", row_group_size=1_000)
    return Dump(path, number, number)


def _repeated(pages: Sequence[GeneratedPage]) -> Iterator[Addressed]:
    """The pages over and over, each with an address of its own: of two with the same one the earlier is superseded."""
    for number in count():
        page = pages[number % len(pages)]
        yield f"{page.url or _HOME[_is_question(page)]}-{number}", page


def _is_question(page: GeneratedPage) -> bool:
    return bool(page.expected["status"] != "not_qa")


# ---------------------------------------------------------------- WARC


def _warc(path: Path, pages: Iterable[Addressed]) -> Dump:
    """A crawl as crawlers write it: request, response and metadata of every page, each compressed on its own."""
    number = questions = 0
    with path.open("wb") as file:
        file.write(_record("warcinfo", None, "application/warc-fields", b"software: bench\r\nformat: WARC\r\n"))
        for url, page in pages:
            http = _HTTP.format(length=len(page.body)).encode()
            file.write(_record("request", url, "application/http; msgtype=request", _REQUEST))
            file.write(_record("response", url, "application/http; msgtype=response", http, page.body))
            file.write(_record("metadata", url, "application/warc-fields", b"fetchTimeMs: 120\r\n"))
            number += 1
            questions += _is_question(page)
    return Dump(path, number, questions)


def _record(kind: str, url: str | None, content: str, block: bytes, body: bytes = b"") -> bytes:
    """A record with the fields that crawlers write; its block ends with the body of a page, if it has one."""
    fields = _FIELDS.format(kind=kind, date=_DATE, name=uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {url}"))
    fields += _RESPONSE.format(digest=_digest(body)) if kind == "response" else ""
    fields += f"WARC-Target-URI: {url}\r\n" if url else ""
    fields += f"Content-Type: {content}\r\nContent-Length: {len(block) + len(body)}\r\n\r\n"
    return _member(fields.encode() + block, body + b"\r\n\r\n")


@cache
def _digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()


def _member(head: bytes, tail: bytes) -> bytes:
    """A gzip member of two parts; the tail is compressed on its own, so that a repeated one need be so but once."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _RAW)
    packed = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH) + _deflated(tail)
    check = zlib.crc32(tail, zlib.crc32(head))
    return _GZIP_HEAD + packed + check.to_bytes(4, "little") + (len(head) + len(tail)).to_bytes(4, "little")


@cache
def _deflated(tail: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, _RAW)
    return packer.compress(tail) + packer.flush()
