"""Response heads that browsers, curl and wget accept: the page is stored as it came, and robots.txt is read."""

import zlib
from pathlib import Path

import pytest
from h11 import CLIENT, Connection, Request, Response
from hypothesis import given
from hypothesis import strategies as st

from generators.raw_server import ok, serving
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.options import FetchOptions
from qapipe.fetch.session import Seeds, fetch
from qapipe.fetch.web.addresses import AddressPolicy
from qapipe.fetch.web.heads import head_end, is_interim, repaired
from support.crawls import records, rows

BODY = b"<html>page</html>"
BORNE = {
    "blank in a name": b"HTTP/1.1 200 OK\r\nX Powered By: y\r\n\r\n",
    "slash in a name": b"HTTP/1.1 200 OK\r\nX/Y: y\r\n\r\n",
    "a warning of PHP": b"HTTP/1.1 200 OK\r\nPHP Warning: Unable to load\r\n\r\n",
    "no colon": b"HTTP/1.1 200 OK\r\nPHP Warning in x\r\nServer: a\r\n\r\n",
    "no name": b"HTTP/1.1 200 OK\r\n: y\r\n\r\n",
    "blank before the colon": b"HTTP/1.1 200 OK\r\nContent-Length : 17\r\n\r\n",
    "no length": b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
    "the length twice": b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\nContent-Length: 17\r\n\r\n",
    "transfer coding identity": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 17\r\n\r\n",
    "two blanks in the status line": b"HTTP/1.1  200  OK\r\n\r\n",
    "lower case": b"http/1.1 200 OK\r\n\r\n",
    "half a version": b"HTTP/1 200 OK\r\n\r\n",
    "no reason": b"HTTP/1.1 200\r\n\r\n",
    "tab in the status line": b"HTTP/1.1\t200\tOK\r\n\r\n",
    "empty lines before": b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "a byte order mark": b"\xef\xbb\xbfHTTP/1.1 200 OK\r\nServer: a\r\n\r\n",
    "line feeds alone": b"HTTP/1.1 200 OK\nServer: a\n\n",
    "a line that continues nothing": b"HTTP/1.1 200 OK\r\n  folded\r\nServer: a\r\n\r\n",
    "a folded line": b"HTTP/1.1 200 OK\r\nServer: a\r\n b\r\n\r\n",
    "carriage return in a value": b"HTTP/1.1 200 OK\r\nServer: a\rb\r\n\r\n",
    "form feed in a value": b"HTTP/1.1 200 OK\r\nServer: a\fb\x0bc\r\n\r\n",
    "bytes of no charset": b"HTTP/1.1 200 \xff\xfe\r\nServer: \xff\r\nX\xff: y\r\n\r\n",
    "interim responses": b"HTTP/1.1 100 Continue\r\n\r\nhttp/1.1 103 Hints\r\nA B: c\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
}


@pytest.mark.parametrize("head", BORNE.values(), ids=BORNE)
def test_a_page_is_stored_with_the_bytes_that_came(tmp_path: Path, head: bytes) -> None:
    with serving({"/1": head + BODY}) as site:
        fetch(tmp_path, Seeds((f"{site.home}/1",)), OPTIONS)
    assert rows(tmp_path)["/1"].state is State.DONE
    (content,) = [content for kind, path, content in records(tmp_path) if kind == "response"]
    assert content == BODY
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("*.warc.gz"))
    final = head[head.lower().rindex(b"http") :] if b"100 Continue" in head else head.lstrip(b"\r\n")
    assert final in unzipped(stored)


@pytest.mark.parametrize("head", BORNE.values(), ids=BORNE)
def test_such_a_robots_txt_is_read(tmp_path: Path, head: bytes) -> None:
    rules = b"User-agent: *\nDisallow: /1"
    with serving({"/robots.txt": head.replace(b"17", b"%d" % len(rules)) + rules, "/2": ok(BODY)}) as site:
        fetch(tmp_path, Seeds((f"{site.home}/1", f"{site.home}/2")), OPTIONS)
    states = {path: (row.state, row.reason) for path, row in rows(tmp_path).items()}
    assert states == {"/1": (State.EXCLUDED, "robots"), "/2": (State.DONE, None)}


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n", "protocol_error"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\nContent-Length: 18\r\n\r\n", "protocol_error"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "protocol_error"),
        (b"HTTP/1.1 OK\r\n\r\n", "protocol_error"),
        (b"<html>no head</html>\r\n\r\n", "protocol_error"),
        (b"HTTP/1.1 200 OK\r\nServer: a", "disconnected"),
    ],
)
def test_what_leaves_the_body_uncertain_is_refused(tmp_path: Path, head: bytes, reason: str) -> None:
    with serving({"/1": head}) as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr("qapipe.fetch.web.retries._BACKOFF", lambda _: 0.01)
        fetch(tmp_path, Seeds((f"{site.home}/1",)), OPTIONS)
    assert (rows(tmp_path)["/1"].state, rows(tmp_path)["/1"].reason) == (State.FAILED, reason)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"http/1.1  200  OK\r\nA: b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.0 404 Not Found\n\n", b"HTTP/1.0 404 Not Found\r\n\r\n"),
        (b"HTTP/2 200\r\nA b: c\r\nD :e\r\n\r\n", b"HTTP/1.1 200 \r\nD: e\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 9\r\nTransfer-Encoding: Chunked\r\n\r\n",
         b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        (b"HTTP/1.1 302 Found\r\nLocation: /a\tb\r\n\t /c\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: /ab/c\r\n\r\n"),
        (b"HTTP/1.1 302 Found\r\nLocation: /a\rb\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: /ab\r\n\r\n"),
        (b"no status\r\nA : b\r\n\r\n", b"no status\r\nA : b\r\n\r\n"),
    ],
)  # fmt: skip
def test_heads_as_the_parser_gets_them(head: bytes, expected: bytes) -> None:
    assert repaired(head) == expected


@given(st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([b"A: b", b" c", b"D :", b"E F: g"])), max_size=9))
def test_any_header_lines_can_be_parsed(lines: list[bytes]) -> None:
    own = (b"content-length", b"transfer-encoding")
    lines = [line for line in lines if b"\0" not in line and not line.lower().strip().startswith(own)]
    head = b"\r\n".join([b"HTTP/1.1 200 OK", *lines, b"", b""])
    head = head[: head_end(head)]
    parser = Connection(CLIENT)
    parser.send(Request(method="GET", target="/", headers=[("Host", "a")]))
    parser.receive_data(repaired(head))
    event = parser.next_event()
    assert isinstance(event, Response)
    assert event.status_code == 200


def test_long_heads_take_linear_time() -> None:
    folded = b"HTTP/1.1 200 OK\r\nA: b\r\n" + b" c\r\n" * 50_000 + b"\r\n"
    assert len(repaired(folded)) == len(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n") + 100_000


def test_interim_responses_are_those_that_a_final_one_follows() -> None:
    statuses = (100, 101, 102, 103, 199, 200, 404)
    interim = [status for status in statuses if is_interim(b"HTTP/1.1 %d X\r\n\r\n" % status)]
    assert interim == [100, 102, 103, 199]


def unzipped(data: bytes) -> bytes:
    """The content of gzip members."""
    parts = []
    while data:
        decoder = zlib.decompressobj(31)
        parts.append(decoder.decompress(data))
        data = decoder.unused_data
    return b"".join(parts)


OPTIONS = FetchOptions(delay=0.0, policy=AddressPolicy(allow_private=True))
