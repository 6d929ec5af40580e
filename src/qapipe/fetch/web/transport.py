"""Connections for the client: to vetted addresses alone, and with a tape of what went over them.

An archive keeps what was received, byte by byte. No HTTP library hands that out, but all of it passes here.
"""

import contextvars
import importlib.util
import select
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpcore
import httpx

from qapipe.fetch.web.addresses import AddressPolicy, Resolve, vetted
from qapipe.fetch.web.exchange import Fault, FetchError

TAPE = "qapipe.tape"
"""What a stream is asked for its tape by, with ``get_extra_info``."""

most_bytes: contextvars.ContextVar[int] = contextvars.ContextVar("most_bytes", default=64 << 20)
"""How much an answer may take on the wire, head and all."""

_SECONDS_IDLE = 15.0

# httpcore imports sniffio at every request if it is there; where it is not, every path is searched for it each time,
# which takes as long as the request.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]


class Tape:
    """What went over a connection since the last request began. Requests of HTTP/1.1 go one after the other."""

    def __init__(self) -> None:
        self.sent = bytearray()
        self.received = bytearray()
        self.address = ""
        self.running = True
        """False on a connection where requests mingle (HTTP/2)."""


class _TapedStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream, tape: Tape) -> None:
        self._stream = stream
        self._tape = tape
        self._count = 0
        self._poll = _poll_of(stream.get_extra_info("socket"))

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._stream.read(max_bytes, timeout)
        self._count += len(data)
        if self._tape.running:
            self._tape.received += data
            if self._count > most_bytes.get():
                raise FetchError(Fault.TOO_LARGE, f"more than {most_bytes.get():,} bytes came")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._tape.running:
            if self._tape.received:  # the answer to the request before
                self._tape.sent, self._tape.received = bytearray(), bytearray()
                self._count = 0
            self._tape.sent += buffer
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
        self._tape.running = tls is None or tls.selected_alpn_protocol() != "h2"
        return _TapedStream(secured, self._tape)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  httpcore's own
        if info == TAPE:
            return self._tape
        if info == "is_readable" and self._poll:  # the pool asks this of every idle connection at every request
            return bool(self._poll.poll(0))
        return self._stream.get_extra_info(info)


def _poll_of(found: socket.socket | None) -> "select.poll | None":
    """What tells whether a socket has something to read, which for an idle one means that it was closed."""
    if found is None or not hasattr(select, "poll"):
        return None
    poll = select.poll()
    poll.register(found.fileno(), select.POLLIN)
    return poll


class _Guard(httpcore.AsyncNetworkBackend):
    """Connects to vetted addresses: the very ones that were looked at, without another lookup."""

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
        addresses = await vetted(host, port, self._policy, self._lookup)
        for number, address in enumerate(addresses, start=1):
            try:
                stream = await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                tape = Tape()
                tape.address = address
                return _TapedStream(stream, tape)
        raise FetchError(Fault.CONNECT, f"{host}: nobody answers")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002  httpcore's own
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        raise FetchError(Fault.FORBIDDEN_ADDRESS, f"{path} is no address of the internet")

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:  # noqa: ANN401  httpcore's type says less than it is
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class Transport(httpx.AsyncBaseTransport):
    """A pool of guarded, taped connections for httpx, whose own transport takes no network backend."""

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
            network_backend=_Guard(policy, lookup, backend or httpcore.AnyIOBackend()),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request; raises the exceptions of httpcore."""
        answer = await self._pool.handle_async_request(
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
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
