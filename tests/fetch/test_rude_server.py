"""A crawl of a server that does to it all that can be done: it ends, every URL has its state, good pages are there."""

import asyncio
import tracemalloc
from pathlib import Path

import pytest

from generators.rude_server import BOMBS, GOOD, KIND, RUDE, Rude, serving
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.options import FetchOptions
from qapipe.fetch.session import Seeds, fetch
from qapipe.fetch.web import retries
from qapipe.fetch.web.addresses import AddressPolicy
from qapipe.fetch.web.client import Client, decoded
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from support.crawls import records, responses, rows

LIMITS = Limits(connect=2.0, read=2.0, total=3.0, wire_bytes=1 << 20, decoded_bytes=4 << 20)
REASONS = {
    "/reset": {Fault.DISCONNECTED},
    "/reset-in-body": {Fault.DISCONNECTED},
    "/hang-before-head": {Fault.TIMEOUT},
    "/hang-in-head": {Fault.TIMEOUT},
    "/hang-in-body": {Fault.TIMEOUT},
    "/drip": {Fault.TIMEOUT},
    "/too-long": {Fault.DISCONNECTED},
    "/two-lengths": {Fault.PROTOCOL},
    "/negative-length": {Fault.PROTOCOL},
    "/no-number": {Fault.PROTOCOL},
    "/bad-chunk": {Fault.PROTOCOL},
    "/cut-chunks": {Fault.DISCONNECTED},
    "/endless-body": {Fault.TOO_LARGE},
    "/endless-chunks": {Fault.TOO_LARGE},
    "/endless-head": {Fault.TOO_LARGE},
    "/endless-interim": {Fault.TOO_LARGE},
    "/huge": {Fault.TOO_LARGE},
    "/loop": {Fault.REDIRECT_LOOP},
    "/to-file": {Fault.BAD_REDIRECT},
    "/to-nowhere": {Fault.BAD_REDIRECT},
    "/gone": {Fault.HTTP_STATUS},
    "/nul-in-head": {Fault.PROTOCOL},
    "/http-09": {Fault.PROTOCOL, Fault.DISCONNECTED},
    "/unknown-coding": {Fault.CODING},
    **{path: {Fault.BOMB} for path in BOMBS},
}
BUSY = ("/429-seconds", "/429-date", "/503-once")
LED_ON = {"/chain-0", "/to-elsewhere"}


def options(**more: object) -> FetchOptions:
    policy = AddressPolicy(allow_private=True, forbidden=("127.0.0.2/32",))
    return FetchOptions(delay=0.0, limits=LIMITS, policy=policy, ignore_robots=True, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rude, Rude]:
    """What a crawl of all of it left, the server, and the one that nobody may ask."""
    out = tmp_path_factory.mktemp("rude")
    with serving() as rude, serving("127.0.0.2") as forbidden, pytest.MonkeyPatch.context() as patch:
        patch.setattr(retries, "_BACKOFF", lambda _: 0.05)  # its length is tested in web/test_retries.py
        rude.elsewhere = forbidden.base
        busy = rude.base.replace("127.0.0.1", "127.0.0.3")  # a host of its own: its delay slows down no other page
        urls = tuple(f"{busy if path in BUSY else rude.base}{path}" for path in (*KIND, *RUDE))
        summary = fetch(out, Seeds(urls), options())
        assert summary.left == 0
        return out, rude, forbidden


@pytest.mark.parametrize("path", [path for path in RUDE if path not in LED_ON])
def test_what_gives_nothing_fails_with_its_reason(crawled: tuple[Path, Rude, Rude], path: str) -> None:
    row = rows(crawled[0])[path]
    assert (row.state, row.reason in REASONS[path]) == (State.FAILED, True), (row.reason, row.detail)


@pytest.mark.parametrize("path", KIND)
def test_the_good_pages_are_there_once(crawled: tuple[Path, Rude, Rude], path: str) -> None:
    out, _, _ = crawled
    assert rows(out)[path].state is State.DONE
    kinds = [kind for kind, of, _ in records(out) if of == path and kind == "response"]
    assert len(kinds) == 1


def test_what_is_as_before_costs_no_body(tmp_path: Path) -> None:
    with serving() as rude:
        fetch(tmp_path, Seeds((f"{rude.base}/304",)), options())
        fetch(tmp_path, Seeds(), options(refresh=0.0))
        assert rude.times("/304") == 2
    assert rows(tmp_path)["/304"].state is State.NOT_MODIFIED
    assert [kind for kind, path, _ in records(tmp_path) if path == "/304" and kind in ("response", "revisit")] == [
        "response", "revisit",
    ]  # fmt: skip


def test_a_chain_of_redirects_ends(crawled: tuple[Path, Rude, Rude]) -> None:
    found = rows(crawled[0])
    assert found["/chain-9"].state is State.REDIRECTED
    assert (found["/chain-10"].state, found["/chain-10"].reason) == (State.FAILED, Fault.REDIRECT_LOOP)
    assert "/chain-11" not in found


def test_nothing_is_asked_of_a_forbidden_address(crawled: tuple[Path, Rude, Rude]) -> None:
    out, _, forbidden = crawled
    assert forbidden.asked == []
    assert (rows(out)["/secret"].state, rows(out)["/secret"].reason) == (State.FAILED, Fault.FORBIDDEN_ADDRESS)


def test_no_cookie_comes_back_and_no_password_is_sent(crawled: tuple[Path, Rude, Rude]) -> None:
    heads = b"".join(crawled[1].heads).lower()
    assert b"\r\ncookie:" not in heads
    assert b"\r\nauthorization:" not in heads
    assert b"\r\nreferer:" not in heads


def test_what_passes_is_tried_again_and_what_does_not_is_not(crawled: tuple[Path, Rude, Rude]) -> None:
    _, rude, _ = crawled
    assert (rude.times("/429-seconds"), rude.times("/429-date"), rude.times("/503-once")) == (2, 2, 2)
    assert (rude.times("/gone"), rude.times("/bomb-br"), rude.times("/huge")) == (1, 1, 1)
    assert (rude.times("/reset"), rude.times("/hang-in-body"), rude.times("/bad-chunk")) == (4, 4, 2)


def test_overloaded_answers_are_never_stored(crawled: tuple[Path, Rude, Rude]) -> None:
    for path in BUSY:
        assert responses(crawled[0])[path] == [GOOD + path.encode()]


def test_an_answer_is_kept_as_it_came() -> None:
    chunks = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"
    answer = asked("/chunked")
    assert answer.body == b"hello world"
    assert answer.response.endswith(b"\r\n\r\n" + chunks)
    assert asked("/interim").response.startswith(b"HTTP/1.1 200 OK")
    short = asked("/too-short")
    assert (short.body, short.response.endswith(GOOD + b"4")) == (GOOD + b"4", True)
    coded = asked("/gzipped")
    assert coded.body.startswith(b"\x1f\x8b")
    assert decoded(coded, 1 << 20) == GOOD + b"9"
    echo = asked("/echo")
    assert echo.request.startswith(b"GET /echo HTTP/1.1\r\n")
    assert echo.body == b"<pre>" + echo.request


@pytest.mark.parametrize("path", ["/endless-body", "/endless-chunks", "/endless-interim", "/endless-head", *BOMBS])
def test_memory_stays_flat(path: str) -> None:
    with serving() as rude:
        url = f"{rude.base}{path}"

        async def ask(client: Client) -> None:
            with pytest.raises(FetchError):
                decoded(await client.get(url), LIMITS.decoded_bytes)

        async def story() -> int:
            async with Client(user_agent="test", limits=LIMITS, policy=AddressPolicy(allow_private=True)) as client:
                await ask(client)  # what is made once
                tracemalloc.start()
                await ask(client)
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                return peak

        assert asyncio.run(story()) < 24 << 20


def asked(path: str) -> Exchange:
    """What a client gets."""

    async def story() -> Exchange:
        with serving() as rude:
            async with Client(user_agent="test", limits=LIMITS, policy=AddressPolicy(allow_private=True)) as client:
                return await client.get(f"{rude.base}{path}")

    return asyncio.run(story())
