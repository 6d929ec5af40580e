"""A well-behaved web site on loopback, of pages that a test names, and a log of who asked for what and when."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Page:
    """What a path gives."""

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """How long the answer takes."""


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    at: float
    """When it came, by the monotonic clock."""
    host: str
    path: str
    headers: Message


@dataclass
class Site:
    """The site: pages may be changed while it serves."""

    pages: dict[str, Page]
    port: int = 0
    log: list[Request] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The address that its paths are put behind."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.log]


def sitemap(*urls: str) -> Page:
    places = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    return Page(body.encode(), media_type="application/xml")


def html(title: str, *links: str) -> Page:
    anchors = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return Page(f"<!doctype html><html><head><title>{title}</title></head><body>{anchors}</body></html>".encode())


@contextmanager
def serving(pages: Mapping[str, Page], port: int = 0) -> Iterator[Site]:
    """The site, as long as the block lasts. ETags are those of the bodies, and asking with one costs no body."""
    site = Site(dict(pages))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            site.log.append(Request(time.monotonic(), self.headers.get("Host", ""), self.path, self.headers))
            page = site.pages.get(self.path, Page(b"nothing here", 404, "text/plain"))
            time.sleep(page.seconds)
            tag = f'"{sha256(page.body).hexdigest()[:16]}"'
            as_before = page.status == 200 and self.headers.get("If-None-Match") == tag
            body = b"" if as_before else page.body
            self.send_response(304 if as_before else page.status)
            for name, value in {"Content-Type": page.media_type, "ETag": tag, **page.headers}.items():
                self.send_header(name, value)
            if not as_before:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a crawler that was killed

    with Server(("127.0.0.1", port), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
