"""Pages a second out of a server on loopback: ``qapipe fetch`` beside a bare loop of httpx that keeps nothing.

Both ask with the same number of requests at a time; ours also reads robots.txt, keeps a frontier, and writes WARC.
"""

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from corpus import corpus
from qapipe.fetch.options import FetchOptions
from qapipe.fetch.session import Seeds, fetch
from qapipe.fetch.web.addresses import AddressPolicy

PAGES = 1_000
ROUNDS = 5
CONCURRENCY = 16
AIM = 0.6
"""Of the pages a second of the bare loop."""


def main() -> None:
    """Print the medians of interleaved rounds, and their ratio."""
    with _serving() as home:
        urls = [f"{home}/{number}" for number in range(PAGES)]
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(_pages_a_second(lambda: asyncio.run(_bare(urls))))
            ours.append(_pages_a_second(lambda: _ours(urls)))
    ratios = sorted(one / other for one, other in zip(ours, bare, strict=True))
    print(f"bare httpx loop   {statistics.median(bare):8,.0f} pages/s")
    print(f"qapipe fetch      {statistics.median(ours):8,.0f} pages/s")
    met = "met" if statistics.median(ratios) >= AIM else "missed"
    print(f"ratio             {statistics.median(ratios):8.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}); aim {AIM}: {met}")


def _pages_a_second(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return PAGES / (time.perf_counter() - started)


async def _bare(urls: list[str]) -> None:
    left = iter(urls)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=CONCURRENCY)) as client:

        async def work() -> None:
            for url in left:
                (await client.get(url)).raise_for_status()

        await asyncio.gather(*(work() for _ in range(CONCURRENCY)))


def _ours(urls: list[str]) -> None:
    options = FetchOptions(delay=0.0, concurrency=CONCURRENCY, policy=AddressPolicy(allow_private=True))
    with TemporaryDirectory() as folder:
        pages = fetch(Path(folder), Seeds(listed=urls), options).totals.pages
    if pages != len(urls):
        raise SystemExit(f"{pages} of {len(urls)} pages were fetched")


@contextmanager
def _serving() -> Iterator[str]:
    """A server in a process of its own, with pages of the corpus."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=_serve, args=(there,), daemon=True)
    server.start()
    yield f"http://127.0.0.1:{here.recv()}"
    server.kill()
    server.join()


def _serve(pipe: "Connection[int, int]") -> None:
    bodies = [page.body for page in corpus(40, 0, 0).html]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1][1:]
                # Each page is one of its own: what is the same as another one would not be stored.
                body = bodies[int(path) % len(bodies)] + path if path.isdigit() else b""
                head = (
                    f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
