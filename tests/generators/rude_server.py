"""A server on loopback that does to each path what no server should: by the bytes, below any HTTP library."""

import asyncio
import gzip
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

import brotli

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter
Rudeness = Callable[["Rude", str, Writer], Awaitable[None]]

BOMB_BYTES = 40 << 20


@dataclass
class Rude:
    """The server; ``asked`` are the paths in their order, ``heads`` the heads of the requests."""

    base: str = ""
    elsewhere: str = ""
    """An address that a redirect leads to."""
    asked: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)


def page(body: bytes, *fields: str, status: str = "200 OK", length: object = None) -> bytes:
    """An answer that is as it should be, unless ``length`` says otherwise."""
    head = [f"HTTP/1.1 {status}", "Content-Type: text/html", *fields]
    head += [f"Content-Length: {len(body) if length is None else length}", "", ""]
    return "\r\n".join(head).encode() + body


GOOD = b"<html><title>Good</title><p>All is well.</p></html>"


def _answer(*pieces: bytes) -> Rudeness:
    async def give(_rude: Rude, _path: str, writer: Writer) -> None:
        for piece in pieces:
            writer.write(piece)
        await writer.drain()

    return give


def _closing(*pieces: bytes) -> Rudeness:
    async def give(rude: Rude, path: str, writer: Writer) -> None:
        await _answer(*pieces)(rude, path, writer)
        writer.close()

    return give


def _hanging(*pieces: bytes) -> Rudeness:
    async def give(rude: Rude, path: str, writer: Writer) -> None:
        await _answer(*pieces)(rude, path, writer)
        await asyncio.sleep(3_600)

    return give


async def _reset(_rude: Rude, _path: str, writer: Writer) -> None:
    writer.transport.abort()


def _endless(head: bytes, piece: bytes, pause: float = 0.0) -> Rudeness:
    async def give(_rude: Rude, _path: str, writer: Writer) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return give


def _at_first(rude_first: bytes, times: int = 1) -> Rudeness:
    async def give(rude: Rude, path: str, writer: Writer) -> None:
        writer.write(rude_first if rude.times(path) <= times else page(GOOD + path.encode()))
        await writer.drain()

    return give


async def _retry_at_a_date(rude: Rude, path: str, writer: Writer) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=1.5), usegmt=True)
    await _at_first(page(b"later", f"Retry-After: {date}", status="429 Too Many"))(rude, path, writer)


async def _chain(_rude: Rude, path: str, writer: Writer) -> None:
    number = int(path.rpartition("-")[2] or 0)
    writer.write(page(b"", f"Location: /chain-{number + 1}", status="302 Found"))
    await writer.drain()


async def _to_elsewhere(rude: Rude, _path: str, writer: Writer) -> None:
    writer.write(page(b"", f"Location: {rude.elsewhere}/secret", status="302 Found"))
    await writer.drain()


async def _once_modified(rude: Rude, path: str, writer: Writer) -> None:
    asked_with = b'if-none-match: "tag"' in rude.heads[-1].lower()
    writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "tag"\r\n\r\n' if asked_with else page(GOOD, 'ETag: "tag"'))
    await writer.drain()


async def _echo(rude: Rude, _path: str, writer: Writer) -> None:
    writer.write(page(b"<pre>" + rude.heads[-1]))
    await writer.drain()


@cache
def _bomb(coding: str) -> bytes:
    plain = b"\0" * BOMB_BYTES
    if coding == "gzip":
        return gzip.compress(plain, 6)
    if coding == "deflate":
        return zlib.compress(plain)
    if coding == "br":
        return bytes(brotli.compress(plain, quality=1))
    if coding == "gzip, gzip":
        return gzip.compress(gzip.compress(plain, 6), 6)
    raise ValueError(coding)


_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
RUDE: dict[str, Rudeness] = {
    "/reset": _reset,
    "/reset-in-body": _closing(page(b"<p>cut", length=500)),
    "/hang-before-head": _hanging(),
    "/hang-in-head": _hanging(b"HTTP/1.1 200 OK\r\nContent-"),
    "/hang-in-body": _hanging(page(b"<p>half", length=500)),
    "/drip": _endless(page(b"", length=10_000), b".", pause=0.2),
    "/too-long": _closing(page(GOOD, length=len(GOOD) + 10)),
    "/two-lengths": _closing(page(GOOD, "Content-Length: 7")),
    "/negative-length": _closing(page(GOOD, length=-5)),
    "/no-number": _closing(page(GOOD, length="many")),
    "/bad-chunk": _closing(_CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n"),
    "/cut-chunks": _closing(_CHUNKED + b"5\r\nhello\r\n"),
    "/endless-body": _endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x" * 65_536),
    "/endless-chunks": _endless(_CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
    "/endless-head": _endless(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 8_000 + b"\r\n"),
    "/endless-interim": _endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 500),
    "/huge": _answer(page(b"", length=10**18)),
    "/loop": _answer(page(b"", "Location: /loop", status="301 Moved")),
    "/chain-0": _chain,
    "/to-elsewhere": _to_elsewhere,
    "/to-file": _answer(page(b"", "Location: file:///etc/passwd", status="301 Moved")),
    "/to-nowhere": _answer(page(b"", status="302 Found")),
    "/gone": _answer(page(b"gone", status="410 Gone")),
    "/nul-in-head": _closing(b"HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\nContent-Length: 2\r\n\r\nok"),
    "/http-09": _closing(b"<html>no head at all</html>"),
    "/unknown-coding": _answer(page(bytes(range(256)) * 8, "Content-Encoding: secret")),
}
"""What gives nothing, by path."""

BOMBS = {"/bomb-gzip": "gzip", "/bomb-deflate": "deflate", "/bomb-br": "br", "/bomb-twice": "gzip, gzip"}


async def _explode(_rude: Rude, path: str, writer: Writer) -> None:
    writer.write(page(_bomb(BOMBS[path]), f"Content-Encoding: {BOMBS[path]}"))
    await writer.drain()


RUDE.update(dict.fromkeys(BOMBS, _explode))

KIND: dict[str, Rudeness] = {
    "/good-1": _answer(page(GOOD + b"1")),
    "/good-2": _answer(page(GOOD + b"2")),
    "/chunked": _answer(_CHUNKED + b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
    "/interim": _answer(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + page(GOOD + b"3")),
    "/too-short": _closing(page(GOOD + b"4 and more", length=len(GOOD) + 1)),
    "/closes": _closing(page(GOOD + b"5", "Connection: keep-alive")),
    "/wrong-charset": _answer(page(GOOD + b"6", "Content-Type: text/html; charset=unicode_escape")),
    "/huge-header": _answer(page(GOOD + b"7", "X-Huge: " + "x" * 60_000)),
    "/cookie": _answer(page(GOOD + b"8", "Set-Cookie: secret=1; Path=/")),
    "/gzipped": _answer(page(gzip.compress(GOOD + b"9"), "Content-Encoding: gzip")),
    "/429-seconds": _at_first(page(b"later", "Retry-After: 1", status="429 Too Many")),
    "/429-date": _retry_at_a_date,
    "/503-once": _at_first(page(b"down", "Retry-After: 0", status="503 Down")),
    "/304": _once_modified,
    "/echo": _echo,
}
"""What gives a page, in the end."""


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Rude]:
    """The server, as long as the block lasts."""
    rude = Rude()
    ready, stop = threading.Event(), threading.Event()

    async def handle(reader: Reader, writer: Writer) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                rude.asked.append(path)
                rude.heads.append(head)
                family = "/chain-0" if path.startswith("/chain-") else path
                behave = {**RUDE, **KIND}.get(family) or _answer(page(b"no such page", status="404 Not Found"))
                await behave(rude, path, writer)
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(handle, "0.0.0.0", 0)
        rude.base = f"http://{host}:{server.sockets[0].getsockname()[1]}"
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.02)
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.05)

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield rude
    finally:
        stop.set()
        thread.join(10)
