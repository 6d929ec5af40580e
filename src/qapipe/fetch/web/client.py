"""The client: one request, one :class:`Exchange`, or a :class:`FetchError` that says why there is none.

All that can be endless has an end here: waiting, heads, bodies. Nothing is decoded on the way, nothing followed, and no
cookie, password or proxy is taken from anywhere.
"""

import asyncio
import re
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self

import httpcore
import httpx

from qapipe.fetch.web.addresses import AddressPolicy, Resolve, resolve
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Headers, Limits
from qapipe.fetch.web.transport import TAPE, Tape, Transport, most_bytes
from qapipe.sources.warc import http_body

ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9,*;q=0.5",
}

_INFORMATIONAL = re.compile(rb"HTTP/1\.[01] 1\d\d[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n")
_HEAD = re.compile(rb"[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n")
_CHUNK_OVERHEAD = 4  # a chunk may be as small as its framing
_BODILESS = frozenset({204, 304})


class Client:
    """Asks servers; one for a whole crawl, which ends with ``async with``."""

    def __init__(
        self,
        *,
        user_agent: str,
        limits: Limits | None = None,
        policy: AddressPolicy | None = None,
        concurrency: int = 16,
        http2: bool = True,
        lookup: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._limits = limits or Limits()
        tls = tls or httpx.create_ssl_context()
        transport = Transport(
            policy or AddressPolicy(), lookup=lookup, tls=tls, connections=concurrency, http2=http2, backend=backend
        )
        self._http = httpx.AsyncClient(
            transport=transport,
            headers={"User-Agent": user_agent, **ACCEPT},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            trust_env=False,
            follow_redirects=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, url: str, headers: Mapping[str, str] | None = None, limits: Limits | None = None) -> Exchange:
        """What a GET of ``url`` gives, whatever its status; redirects are not followed. Raises FetchError alone."""
        limits = limits or self._limits
        token = most_bytes.set(limits.header_bytes + limits.wire_bytes * _CHUNK_OVERHEAD)
        try:
            async with asyncio.timeout(limits.total):
                return await self._exchange(url, headers or {}, limits)
        except TimeoutError as error:
            raise FetchError(Fault.TIMEOUT, f"{url}: not done in {limits.total:g} seconds") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol) as error:
            raise FetchError(Fault.FORBIDDEN_URL, f"{url}: {error}") from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise _mapped(error, url) from error
        finally:
            most_bytes.reset(token)

    async def _exchange(self, url: str, headers: Mapping[str, str], limits: Limits) -> Exchange:
        started, requested_at = time.monotonic(), datetime.now(UTC)
        timeout = httpx.Timeout(limits.read, connect=limits.connect, pool=limits.total)
        async with self._http.stream("GET", url, headers=headers, timeout=timeout) as answer:
            declared = answer.headers.get("Content-Length", "")
            if declared.isascii() and declared.isdecimal() and int(declared[:20]) > limits.wire_bytes:
                raise FetchError(Fault.TOO_LARGE, f"{url}: {declared[:20]} bytes are announced")
            if sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) > limits.header_bytes:
                raise FetchError(Fault.TOO_LARGE, f"{url}: a header of more than {limits.header_bytes:,} bytes")
            pieces, size = [], 0
            async for piece in answer.aiter_raw():
                pieces.append(piece)
                size += len(piece)
                if size > limits.wire_bytes:
                    raise FetchError(Fault.TOO_LARGE, f"{url}: more than {limits.wire_bytes:,} bytes came")
            body = b"".join(pieces)
            tape = answer.extensions["network_stream"].get_extra_info(TAPE)
            request, response = _as_sent(answer, tape), _as_received(answer, tape, body)
        return Exchange(
            url=url,
            requested_at=requested_at,
            seconds=time.monotonic() - started,
            status=answer.status_code,
            headers=_headers(answer),
            body=body,
            request=request,
            response=response,
            protocol=answer.http_version,
            address=tape.address,
        )


def decoded(exchange: Exchange, limit: int) -> bytes:
    """The body without its content coding, at most ``limit`` bytes of it. Raises FetchError for a bomb, and for noise.

    A body whose coding breaks off is what there is of it.
    """
    try:
        return http_body.decoded(exchange.body, None, exchange.header("Content-Encoding"), limit).content
    except http_body.TooLargeError as error:
        raise FetchError(Fault.BOMB, f"{exchange.url}: decodes to more than {limit:,} bytes") from error
    except ValueError as error:
        raise FetchError(Fault.CODING, f"{exchange.url}: {error}") from error


def _headers(answer: httpx.Response) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw)


def _as_sent(answer: httpx.Response, tape: Tape) -> bytes:
    if tape.running:
        return bytes(tape.sent)
    lines = [f"GET {answer.request.url.raw_path.decode('ascii')} HTTP/1.1"]
    lines += [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in answer.request.headers.raw]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _as_received(answer: httpx.Response, tape: Tape, body: bytes) -> bytes:
    """The answer as it came, without 1xx answers before it and without what the server sent beyond its end."""
    if not tape.running:
        lines = [f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}".rstrip()]
        lines += [f"{name}: {value}" for name, value in _headers(answer)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
    received = bytes(tape.received)
    while before := _INFORMATIONAL.match(received):
        received = received[before.end() :]
    head = _HEAD.match(received)
    if head and (answer.status_code in _BODILESS or "Content-Length" in answer.headers):
        chunked = "chunked" in answer.headers.get("Transfer-Encoding", "").lower()
        return received if chunked else received[: head.end() + len(body)]
    return received


def _mapped(error: Exception, url: str) -> FetchError:
    """What a library's exception means."""
    said = str(error) or type(error).__name__
    causes = _causes(error)
    if isinstance(error, httpcore.TimeoutException):
        fault = Fault.TIMEOUT
    elif any(isinstance(cause, ssl.SSLError) for cause in causes):
        fault = Fault.TLS
    elif isinstance(error, httpcore.ConnectError):
        fault = Fault.CONNECT
    elif isinstance(error, httpcore.ProtocolError):
        ended = "disconnected" in said or "closed connection" in said or "ConnectionTerminated" in said
        fault = Fault.DISCONNECTED if ended else Fault.PROTOCOL
    else:
        fault = Fault.DISCONNECTED
    return FetchError(fault, f"{url}: {said}")


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
