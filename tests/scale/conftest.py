"""A real S3-compatible server on loopback, with a proxy before it that misbehaves on demand."""

import http.client
import logging
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from qapipe import objects
from scale.faults import Faults, Proxy

BUCKET = "s3://pages"


@pytest.fixture(scope="session")
def server() -> Iterator[int]:
    """The port of the server."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    moto.start()
    yield moto.get_host_and_port()[1]
    moto.stop()


@pytest.fixture
def faults(server: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Faults]:
    """An empty bucket behind the proxy; programs find it by their environment."""
    made = Faults()
    handler = type("Handler", (Proxy,), {"faults": made, "target": server})
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    proxy.daemon_threads = True
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    values = {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{proxy.server_port}", "AWS_ALLOW_HTTP": "true",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    objects._store.cache_clear()  # noqa: SLF001
    for method, path in (("POST", "/moto-api/reset"), ("PUT", "/pages")):
        connection = http.client.HTTPConnection("127.0.0.1", server)
        connection.request(method, path)
        connection.getresponse().read()
    yield made
    proxy.shutdown()
    proxy.server_close()
    objects._store.cache_clear()  # noqa: SLF001


@pytest.fixture
def bucket(faults: Faults) -> str:
    """The address of the empty bucket."""
    return BUCKET
