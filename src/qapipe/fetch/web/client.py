"""The HTTP client: one GET gives one :class:`Exchange`, or raises a :class:`FetchError`.

Time, header size and body size are bounded. Bodies are not decoded, redirects are not followed, and no cookies,
credentials or proxies are used.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpcore
import httpx

from qapipe.fetch.web.addresses import AddressPolicy, Resolve, resolve
from qapipe.fetch.web.exchange import REDIRECTS, Exchange, Fault, FetchError, Headers, Limits
from qapipe.fetch.web.transport import WIRE_LOG, Transport, WireLimits, WireLog, wire_limits
from qapipe.sources.warc import http_body

ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9,*;q=0.5",
}

_CHUNK_OVERHEAD = 4  # a chunk may be as small as its framing
_BODILESS = frozenset({204, 304})
_REDIRECT_BODY_SECONDS = 5.0
_ERRORS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError)


class Client:
    """Sends GET requests. One client serves a whole crawl; use it with ``async with``."""

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
        self._headers = {"User-Agent": user_agent, **ACCEPT, "Connection": "keep-alive"}
        self._transport = Transport(
            policy or AddressPolicy(),
            lookup=lookup,
            tls=tls or httpx.create_ssl_context(),
            connections=concurrency,
            http2=http2,
            backend=backend,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def get(self, url: str, headers: Mapping[str, str] | None = None, limits: Limits | None = None) -> Exchange:
        """The response to a GET, whatever its status. Redirects are not followed. Raises only FetchError."""
        limits = limits or self._limits
        wire = WireLimits(limits.header_bytes, limits.header_bytes + limits.wire_bytes * _CHUNK_OVERHEAD)
        token = wire_limits.set(wire)
        try:
            async with asyncio.timeout(limits.total):
                return await self._exchange(url, headers or {}, limits)
        except TimeoutError as error:
            raise FetchError(Fault.TIMEOUT, f"{url}: no complete response within {limits.total:g} seconds") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol) as error:
            raise FetchError(Fault.FORBIDDEN_URL, f"{url}: {error}") from error
        except _ERRORS as error:
            raise _translated(error, url) from error
        finally:
            wire_limits.reset(token)

    async def _exchange(self, url: str, headers: Mapping[str, str], limits: Limits) -> Exchange:
        started, requested_at = time.monotonic(), datetime.now(UTC)
        timeout = httpx.Timeout(limits.read, connect=limits.connect, pool=limits.total)
        # Not by httpx's own client, which prepares redirects that it does not follow and fails on invalid targets.
        request = httpx.Request(
            "GET", url, headers={**self._headers, **headers}, extensions={"timeout": timeout.as_dict()}
        )
        response = await self._transport.handle_async_request(request)
        try:
            if sum(len(name) + len(value) + 4 for name, value in response.headers.raw) > limits.header_bytes:
                raise FetchError(Fault.TOO_LARGE, f"{url}: header exceeds {limits.header_bytes:,} bytes")
            body, truncated = await _body(response, url, limits)
            log = response.extensions["network_stream"].get_extra_info(WIRE_LOG)
            sent, received = _as_sent(request, log), _as_received(response, log, body)
        finally:
            await response.aclose()
        return Exchange(
            url=url,
            requested_at=requested_at,
            seconds=time.monotonic() - started,
            status=response.status_code,
            headers=_headers(response),
            body=body,
            request=sent,
            response=received,
            protocol=response.http_version,
            address=log.address,
            truncated=truncated,
        )


async def _body(response: httpx.Response, url: str, limits: Limits) -> tuple[bytes, str | None]:
    """The body as transferred, and why it is incomplete. The body of a redirect does not matter and never fails."""
    redirects = response.status_code in REDIRECTS and "Location" in response.headers
    declared = response.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdecimal() and int(declared[:20]) > limits.wire_bytes and not limits.truncate:
        if redirects:
            return b"", "length"
        raise FetchError(Fault.TOO_LARGE, f"{url}: Content-Length {declared[:20]} exceeds {limits.wire_bytes:,} bytes")
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(min(_REDIRECT_BODY_SECONDS, limits.total / 2) if redirects else None):
            async for piece in response.aiter_raw():
                pieces.append(piece)
                size += len(piece)
                if size > limits.wire_bytes:
                    break
    except (*_ERRORS, TimeoutError, FetchError) as error:
        if not redirects:
            raise
        timed_out = isinstance(error, TimeoutError | httpcore.TimeoutException)
        return b"".join(pieces), "time" if timed_out else "disconnect"
    if size <= limits.wire_bytes:
        return b"".join(pieces), None
    if not (limits.truncate or redirects):
        raise FetchError(Fault.TOO_LARGE, f"{url}: body exceeds {limits.wire_bytes:,} bytes")
    return b"".join(pieces)[: limits.wire_bytes], "length"


def decoded(exchange: Exchange, limit: int, *, truncate: bool = False) -> bytes:
    """The body without its Content-Encoding. A truncated coding gives the part that could be decoded.

    Raises FetchError when the body decodes to more than ``limit`` bytes, unless ``truncate`` is set, or is not in the
    declared coding.
    """
    coding = exchange.list_header("Content-Encoding")
    try:
        content = http_body.decoded(exchange.body, None, coding, limit, truncate=truncate).content
    except http_body.TooLargeError as error:
        raise FetchError(Fault.BOMB, f"{exchange.url}: decodes to more than {limit:,} bytes") from error
    except ValueError as error:
        raise FetchError(Fault.CODING, f"{exchange.url}: {error}") from error
    return content[:limit] if truncate else content


def _headers(response: httpx.Response) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)


def _as_sent(request: httpx.Request, log: WireLog) -> bytes:
    if log.recording:
        return bytes(log.sent)
    lines = [f"GET {request.url.raw_path.decode('ascii')} HTTP/1.1"]
    lines += [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in request.headers.raw]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _as_received(response: httpx.Response, log: WireLog, body: bytes) -> bytes:
    """The response as received, without bytes after its end."""
    if not log.recording:
        lines = [f"HTTP/1.1 {response.status_code} {response.reason_phrase}".rstrip()]
        lines += [f"{name}: {value}" for name, value in _headers(response)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
    received = bytes(log.received)
    if response.status_code in _BODILESS or "Content-Length" in response.headers:
        return received[: log.head_bytes + len(body)]
    return received


def _translated(error: Exception, url: str) -> FetchError:
    """The FetchError for an exception of httpcore."""
    message = str(error) or type(error).__name__
    causes = _causes(error)
    if isinstance(error, httpcore.TimeoutException):
        fault = Fault.TIMEOUT
    elif any(isinstance(cause, ssl.SSLError) for cause in causes):
        fault = Fault.TLS
    elif isinstance(error, httpcore.ConnectError):
        fault = Fault.CONNECT
    elif isinstance(error, httpcore.ProtocolError):
        ended = "disconnected" in message or "closed connection" in message or "ConnectionTerminated" in message
        fault = Fault.DISCONNECTED if ended else Fault.PROTOCOL
    else:
        fault = Fault.DISCONNECTED
    return FetchError(fault, f"{url}: {message}")


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
