"""A server on loopback that sends the bytes a test names, below any HTTP library, and closes the connection."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = bytes | Callable[[bytes], bytes]
"""The response, or what makes it of the head of the request."""

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class RawSite:
    """The server; routes may be changed while it serves."""

    routes: dict[str, Answer]
    home: str = ""
    paths: list[str] = field(default_factory=list)
    """What was asked for, in order."""


def ok(body: bytes | str, *lines: str, status: str = "200 OK", media_type: str = "text/html; charset=utf-8") -> bytes:
    """A whole response."""
    data = body.encode() if isinstance(body, str) else body
    head = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *lines, f"Content-Length: {len(data)}"]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode("latin-1") + data


@contextmanager
def serving(routes: dict[str, Answer]) -> Iterator[RawSite]:
    """The server, as long as the block lasts; the path ``*`` is for all that have no route."""
    site = RawSite(routes)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (data := self.request.recv(65_536)):
                    return
                head += data
            path = head.split(b" ", 2)[1].decode("latin-1")
            site.paths.append(path)
            answer = site.routes.get(path, site.routes.get("*", NOT_FOUND))
            with suppress(OSError):
                self.request.sendall(answer if isinstance(answer, bytes) else answer(head))

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        site.home = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
