"""A run that stores so many made-up pages; for the tests of what is then on disk.

``python warc_run.py FOLDER SEED LOG PAGES [--killed]``: after each commit, the URLs that are on disk now are appended
to LOG. With ``--killed`` the process kills itself when the last page is written and not yet committed.
"""

import os
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry
from qapipe.fetch.warc.records import CrawlContext
from qapipe.fetch.warc.recovery import recover
from qapipe.fetch.warc.writer import CrawlInfo, WarcWriter
from qapipe.fetch.web.exchange import Exchange

ABOUT = CrawlInfo("tester/1 (+https://tester.example/bot)")
HOST = "a.example"
REQUEST = b"GET /x HTTP/1.1\r\nHost: a.example\r\nUser-Agent: tester/1\r\n\r\n"


def exchange(
    url: str, body: bytes = b"<p>words</p>", *, status: int = 200, chunk: int = 0, head: bytes = b"", etag: str = ""
) -> Exchange:
    """A page as a server would send it; ``chunk``: in chunks of so many bytes."""
    lines = b"HTTP/1.1 %d Fine\r\nContent-Type: text/html\r\n%s" % (status, head)
    sent = body
    if chunk:
        parts = [body[at : at + chunk] for at in range(0, len(body), chunk)]
        sent = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])
        lines += b"Transfer-Encoding: chunked\r\n"
    headers = (("Content-Type", "text/html"), *((("ETag", etag),) if etag else ()))
    now = datetime.now(UTC)
    return Exchange(url, now, 0.25, status, headers, body, REQUEST, lines + b"\r\n" + sent, address="192.0.2.7")


def run(folder: Path, seed: int, log: Path, pages: int, *, killed: bool = False) -> None:
    """Fetch."""
    chance = random.Random(seed)
    with Frontier(folder) as frontier, log.open("ab", buffering=0) as told:
        recover(folder, frontier)
        with WarcWriter(folder, frontier, ABOUT, shard_bytes=30_000) as writer:
            fresh: list[str] = []
            for number in range(pages):
                row = frontier.next(HOST)
                while row is None:
                    start = sum(frontier.counts().values())
                    frontier.add(Entry(f"https://{HOST}/{n}", HOST) for n in range(start, start + 300))
                    row = frontier.next(HOST)
                # Some pages are the same as others, and some are large enough for several writes of the system.
                body = b"<p>page %d</p>" % (int(row.url.rpartition("/")[2]) % 90) + chance.randbytes(
                    20_000 if number % 40 == 39 else 0
                )
                answer = exchange(row.url, body, chunk=chance.choice([0, 5, 700]))
                frontier.done(row.id, writer.write(answer, CrawlContext(via=row.parent)), answer)
                if killed and number == pages - 1:
                    os.kill(os.getpid(), signal.SIGKILL)
                fresh.append(row.url)
                if chance.random() < 0.1:
                    writer.commit()
                    os.write(told.fileno(), "".join(f"{url}\n" for url in fresh).encode())
                    fresh.clear()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), killed="--killed" in sys.argv)
