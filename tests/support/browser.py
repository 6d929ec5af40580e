"""Pages in a real browser: Debian's chromium, headless, with a profile of its own and a server on loopback."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()


class Server(ThreadingHTTPServer):
    """Serves pages from memory and notes what was asked for."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.asked: list[str] = []
        self.home = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        page = self.server.pages.get(self.path)
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the base class
        """Print nothing."""


@contextmanager
def serving(pages: Mapping[str, str]) -> Iterator[Server]:
    """A server of pages, by path."""
    with Server(pages) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def dom_of(url: str, *flags: str) -> str:
    """The document as it is after its scripts ran, if any may."""
    return _run(url, "--virtual-time-budget=3000", "--dump-dom", *flags)


def screenshot(url: str, path: Path, *flags: str) -> Path:
    """The page as an image."""
    _run(url, f"--screenshot={path}", *flags)
    return path


def _run(url: str, *flags: str) -> str:
    assert CHROMIUM, "chromium is not installed; Debian: apt-get install chromium"
    with tempfile.TemporaryDirectory(prefix="qapipe-browser-", ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", *flags, url],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
    return done.stdout
