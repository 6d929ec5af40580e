"""HTTP/2: many requests on one connection, and servers that end it or a stream in the middle."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import Event, RequestReceived

from qapipe.fetch.web.addresses import AddressPolicy
from qapipe.fetch.web.client import Client
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits

LIMITS = Limits(connect=2.0, read=1.0, total=2.0, wire_bytes=1 << 20)
BODY = b"<html><title>By HTTP/2</title></html>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for 127.0.0.1, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path) + ".key", "-out", str(path)],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


def answer(connection: H2Connection, event: RequestReceived) -> None:
    """Do to a request what its path says."""
    path = dict(event.headers or [])[b":path"].decode()
    stream = event.stream_id
    head = [(":status", "200"), ("content-type", "text/html"), ("x-path", path)]
    if path == "/reset":
        connection.send_headers(stream, head)
        connection.reset_stream(stream, ErrorCodes.INTERNAL_ERROR)
    elif path == "/goaway":
        connection.send_headers(stream, head)
        connection.send_data(stream, b"half of it")
        connection.close_connection(ErrorCodes.ENHANCE_YOUR_CALM)
    elif path == "/refused":
        connection.reset_stream(stream, ErrorCodes.REFUSED_STREAM)
    elif path == "/short":
        connection.send_headers(stream, [*head, ("content-length", "500")])
        connection.send_data(stream, BODY, end_stream=True)
    else:
        connection.send_headers(stream, head)
        connection.send_data(stream, BODY + path.encode(), end_stream=True)


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A connection of HTTP/2."""
    connection = H2Connection(H2Configuration(client_side=False, header_encoding=None))
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    try:
        while data := await reader.read(65_536):
            events: list[Event] = connection.receive_data(data)
            for event in events:
                if isinstance(event, RequestReceived):
                    answer(connection, event)
            writer.write(connection.data_to_send())
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


def with_client(certificate: Path, story: Callable[[Client, str], Awaitable[object]]) -> list[str]:
    """Tell a story of a client and a server; the protocols that were agreed on, a connection each."""
    server_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_tls.load_cert_chain(certificate, f"{certificate}.key")
    server_tls.set_alpn_protocols(["h2"])
    agreed: list[str] = []

    async def noted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        agreed.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await serve(reader, writer)

    async def run() -> None:
        server = await asyncio.start_server(noted, "127.0.0.1", 0, ssl=server_tls)
        home = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        tls = ssl.create_default_context(cafile=str(certificate))
        policy = AddressPolicy(allow_private=True)
        async with server, Client(user_agent="test", limits=LIMITS, policy=policy, tls=tls) as client:
            await story(client, home)
        await asyncio.sleep(0.05)

    asyncio.run(run())
    return agreed


def test_requests_share_a_connection_and_are_written_as_http_1_writes_them(certificate: Path) -> None:
    found: list[Exchange] = []

    async def story(client: Client, home: str) -> None:
        await client.get(f"{home}/first")
        found.extend(await asyncio.gather(*(client.get(f"{home}/{n}") for n in range(5))))

    assert with_client(certificate, story) == ["h2"]
    assert [one.body for one in found] == [BODY + f"/{n}".encode() for n in range(5)]
    first = found[0]
    assert (first.protocol, first.status, first.address) == ("HTTP/2", 200, "127.0.0.1")
    assert first.request.startswith(b"GET /0 HTTP/1.1\r\nHost: 127.0.0.1:")
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nx-path: /0\r\n\r\n"
    assert first.response == head + first.body


@pytest.mark.parametrize(
    ("path", "faults"),
    [
        ("/reset", {Fault.PROTOCOL, Fault.DISCONNECTED}),
        ("/goaway", {Fault.PROTOCOL, Fault.DISCONNECTED}),
        ("/refused", {Fault.PROTOCOL, Fault.DISCONNECTED}),
        ("/short", {Fault.PROTOCOL, Fault.DISCONNECTED}),
    ],
)
def test_a_stream_that_breaks_is_a_fault_and_the_next_request_is_answered(
    certificate: Path, path: str, faults: set[Fault]
) -> None:
    async def story(client: Client, home: str) -> None:
        with pytest.raises(FetchError) as raised:
            await client.get(home + path)
        assert raised.value.fault in faults
        assert (await client.get(f"{home}/after")).body == BODY + b"/after"

    assert set(with_client(certificate, story)) == {"h2"}


def test_a_certificate_of_nobody_is_refused(certificate: Path) -> None:
    async def story(_client: Client, home: str) -> None:
        async with Client(user_agent="test", limits=LIMITS, policy=AddressPolicy(allow_private=True)) as strict:
            with pytest.raises(FetchError) as raised:
                await strict.get(home)
            assert raised.value.fault is Fault.TLS

    with_client(certificate, story)
