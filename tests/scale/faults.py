"""A proxy before a server that passes requests on, or misbehaves on demand."""

import http.client
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

_HOP = frozenset({"connection", "transfer-encoding", "content-length", "server", "date"})
_SLOW_DOWN = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"


@dataclass
class Faults:
    """What the proxy does to the requests that come; each fault is given as often as its number says."""

    slow_down: int = 0
    cut_answers: int = 0
    """Answers with a body of more than 1,000 bytes that break off in the middle."""
    cut_uploads: int = 0
    """Uploads of more than 1,000 bytes whose connection is cut in the middle."""
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    """Method, path and bytes of the body of each answer."""
    before: Callable[[str, str], None] = lambda _method, _path: None
    """Called with method and path before a request is passed on."""


class Proxy(BaseHTTPRequestHandler):
    """Passes requests on to the port ``target``, unless a fault is due."""

    protocol_version = "HTTP/1.1"
    faults: Faults
    target: int

    def _pass_on(self) -> None:
        faults, length = self.faults, int(self.headers.get("Content-Length") or 0)
        if length > 1_000 and faults.cut_uploads:
            faults.cut_uploads -= 1
            self.rfile.read(length // 2)
            self._cut()
            return
        body = self.rfile.read(length)
        if faults.slow_down:
            faults.slow_down -= 1
            self._answer(503, {"Content-Type": "application/xml"}, _SLOW_DOWN)
            return
        faults.before(self.command, self.path)
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        faults.seen.append((self.command, self.path, len(content)))
        headers = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
        if self.command == "HEAD":
            headers["Content-Length"] = answer.getheader("Content-Length") or "0"
        if len(content) > 1_000 and faults.cut_answers:
            faults.cut_answers -= 1
            self._answer(answer.status, headers, content, cut=len(content) // 2)
            return
        self._answer(answer.status, headers, content)

    def _answer(self, status: int, headers: dict[str, str], content: bytes, cut: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[:cut])
        if cut is not None:
            self._cut()

    def _cut(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass_on  # noqa: N815  the names of http.server

    def log_message(self, *_: Any) -> None:
        """Nothing."""
