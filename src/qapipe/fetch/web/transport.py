"""Connections for the client: only to permitted addresses, with a log of the bytes sent and received.

An archive stores responses byte for byte. HTTP libraries do not expose these bytes, so they are recorded here.
"""

import contextvars
import importlib.util
import select
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Iterable
from typing import Any, NamedTuple

import httpcore
import httpx

from qapipe.fetch.web import heads
from qapipe.fetch.web.addresses import AddressPolicy, Resolve, permitted_addresses
from qapipe.fetch.web.exchange import Fault, FetchError

WIRE_LOG = "qapipe.log"
"""Key of a stream's :class:`WireLog` for ``get_extra_info``."""


class WireLimits(NamedTuple):
    """Maximum bytes of a response as transferred."""

    head: int
    """Up to the end of its head, interim responses included."""
    total: int


wire_limits: contextvars.ContextVar[WireLimits] = contextvars.ContextVar("wire_limits")
"""The limits of the request that the current task sends."""

_SECONDS_IDLE = 15.0

# httpcore tries to import sniffio at every request; where it is missing, searching for it takes as long as the request.
# A None entry makes the import fail at once.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]


class WireLog:
    """Bytes of the latest request and response on a connection. HTTP/1.1 requests do not overlap."""

    def __init__(self) -> None:
        self.sent = bytearray()
        self.received = bytearray()
        """The final response; interim responses before it are left out."""
        self.head_bytes = 0
        """Length of its head."""
        self.address = ""
        self.recording = True
        """False for HTTP/2, where requests share a connection."""


class _LoggedStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream, log: WireLog) -> None:
        self._stream = stream
        self._log = log
        self._count = 0
        self._in_head = True
        self._poll = _poll_of(stream.get_extra_info("socket"))

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._log.recording:
            return await self._stream.read(max_bytes, timeout)
        return await (self._read_head if self._in_head else self._receive)(max_bytes, timeout)

    async def _receive(self, max_bytes: int, timeout: float | None) -> bytes:
        data = await self._stream.read(max_bytes, timeout)
        self._count += len(data)
        self._log.received += data
        if self._count > wire_limits.get().total:
            raise FetchError(Fault.TOO_LARGE, f"response exceeds {wire_limits.get().total:,} bytes")
        return data

    async def _read_head(self, max_bytes: int, timeout: float | None) -> bytes:
        """The head of the final response, repaired, and the part of the body that was received with it."""
        received, searched = self._log.received, 0
        while True:
            del received[: heads.empty_lines(received)]
            if (end := heads.head_end(received, searched)) is not None:
                head = bytes(received[:end])
                if heads.is_interim(head):
                    del received[:end]
                    searched = 0
                    continue
                self._log.head_bytes, self._in_head = end, False
                return heads.repaired(head) + bytes(received[end:])
            if self._count > wire_limits.get().head:
                raise FetchError(Fault.TOO_LARGE, f"header exceeds {wire_limits.get().head:,} bytes")
            searched = len(received)
            if not await self._receive(max_bytes, timeout):
                self._in_head = False
                return bytes(received)  # incomplete: the parser reports it

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._log.recording:
            if self._log.received or not self._in_head:  # a new request begins
                self._log.sent, self._log.received = bytearray(), bytearray()
                self._count, self._in_head = 0, True
            self._log.sent += buffer
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        secured = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        tls = secured.get_extra_info("ssl_object")
        self._log.recording = tls is None or tls.selected_alpn_protocol() != "h2"
        return _LoggedStream(secured, self._log)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  httpcore's own
        if info == WIRE_LOG:
            return self._log
        if info == "is_readable" and self._poll:  # called by the pool for every idle connection at every request
            return bool(self._poll.poll(0))
        return self._stream.get_extra_info(info)


def _poll_of(found: socket.socket | None) -> "select.poll | None":
    """Polls whether a socket is readable, which for an idle connection means that it was closed."""
    if found is None or not hasattr(select, "poll"):
        return None
    poll = select.poll()
    poll.register(found.fileno(), select.POLLIN)
    return poll


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects only to permitted addresses: exactly the ones that were checked, without a second lookup."""

    def __init__(self, policy: AddressPolicy, lookup: Resolve, backend: httpcore.AsyncNetworkBackend) -> None:
        self._policy = policy
        self._lookup = lookup
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await permitted_addresses(host, port, self._policy, self._lookup)
        for number, address in enumerate(addresses, start=1):
            try:
                stream = await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                log = WireLog()
                log.address = address
                return _LoggedStream(stream, log)
        raise FetchError(Fault.CONNECT, f"{host}: no address accepts connections")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002  httpcore's own
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        raise FetchError(Fault.FORBIDDEN_ADDRESS, f"{path} is not an internet address")

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:  # noqa: ANN401  httpcore's type is too narrow
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class Transport(httpx.AsyncBaseTransport):
    """A connection pool for httpx, whose own transport does not accept a network backend."""

    def __init__(
        self,
        policy: AddressPolicy,
        *,
        lookup: Resolve,
        tls: ssl.SSLContext,
        connections: int,
        http2: bool,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=_SECONDS_IDLE,
            http1=True,
            http2=http2,
            network_backend=_GuardedBackend(policy, lookup, backend or httpcore.AnyIOBackend()),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises the exceptions of httpcore."""
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response.stream), extensions=response.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
