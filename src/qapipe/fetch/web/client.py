"""The HTTP client: one GET gives one :class:`Exchange`, or raises a :class:`FetchError`.

Time, header size and body size are bounded. Bodies are not decoded, redirects are not followed, and no cookies,
credentials or proxies are used.
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
from qapipe.fetch.web.transport import WIRE_LOG, Transport, WireLog, max_wire_bytes
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
        """The response to a GET, whatever its status. Redirects are not followed. Raises only FetchError."""
        limits = limits or self._limits
        token = max_wire_bytes.set(limits.header_bytes + limits.wire_bytes * _CHUNK_OVERHEAD)
        try:
            async with asyncio.timeout(limits.total):
                return await self._exchange(url, headers or {}, limits)
        except TimeoutError as error:
            raise FetchError(Fault.TIMEOUT, f"{url}: no complete response within {limits.total:g} seconds") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol) as error:
            raise FetchError(Fault.FORBIDDEN_URL, f"{url}: {error}") from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise _translated(error, url) from error
        finally:
            max_wire_bytes.reset(token)

    async def _exchange(self, url: str, headers: Mapping[str, str], limits: Limits) -> Exchange:
        started, requested_at = time.monotonic(), datetime.now(UTC)
        timeout = httpx.Timeout(limits.read, connect=limits.connect, pool=limits.total)
        async with self._http.stream("GET", url, headers=headers, timeout=timeout) as response:
            declared = response.headers.get("Content-Length", "")
            if declared.isascii() and declared.isdecimal() and int(declared[:20]) > limits.wire_bytes:
                raise FetchError(
                    Fault.TOO_LARGE, f"{url}: Content-Length {declared[:20]} exceeds {limits.wire_bytes:,} bytes"
                )
            if sum(len(name) + len(value) + 4 for name, value in response.headers.raw) > limits.header_bytes:
                raise FetchError(Fault.TOO_LARGE, f"{url}: header exceeds {limits.header_bytes:,} bytes")
            pieces, size = [], 0
            async for piece in response.aiter_raw():
                pieces.append(piece)
                size += len(piece)
                if size > limits.wire_bytes:
                    raise FetchError(Fault.TOO_LARGE, f"{url}: body exceeds {limits.wire_bytes:,} bytes")
            body = b"".join(pieces)
            log = response.extensions["network_stream"].get_extra_info(WIRE_LOG)
            request, received = _as_sent(response, log), _as_received(response, log, body)
        return Exchange(
            url=url,
            requested_at=requested_at,
            seconds=time.monotonic() - started,
            status=response.status_code,
            headers=_headers(response),
            body=body,
            request=request,
            response=received,
            protocol=response.http_version,
            address=log.address,
        )


def decoded(exchange: Exchange, limit: int) -> bytes:
    """The body without its Content-Encoding. A truncated coding gives the part that could be decoded.

    Raises FetchError when the body decodes to more than ``limit`` bytes or is not in the declared coding.
    """
    try:
        return http_body.decoded(exchange.body, None, exchange.header("Content-Encoding"), limit).content
    except http_body.TooLargeError as error:
        raise FetchError(Fault.BOMB, f"{exchange.url}: decodes to more than {limit:,} bytes") from error
    except ValueError as error:
        raise FetchError(Fault.CODING, f"{exchange.url}: {error}") from error


def _headers(response: httpx.Response) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)


def _as_sent(response: httpx.Response, log: WireLog) -> bytes:
    if log.recording:
        return bytes(log.sent)
    lines = [f"GET {response.request.url.raw_path.decode('ascii')} HTTP/1.1"]
    lines += [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in response.request.headers.raw]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _as_received(response: httpx.Response, log: WireLog, body: bytes) -> bytes:
    """The response as received, without 1xx responses before it and without bytes after its end."""
    if not log.recording:
        lines = [f"HTTP/1.1 {response.status_code} {response.reason_phrase}".rstrip()]
        lines += [f"{name}: {value}" for name, value in _headers(response)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
    received = bytes(log.received)
    while before := _INFORMATIONAL.match(received):
        received = received[before.end() :]
    head = _HEAD.match(received)
    if head and (response.status_code in _BODILESS or "Content-Length" in response.headers):
        chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        return received if chunked else received[: head.end() + len(body)]
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
