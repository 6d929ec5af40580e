"""What counts as a page: redirects by any means lead on, and responses without a page are told as what they are."""

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from conftest import Command
from generators.raw_server import Answer, ok, serving
from qapipe.fetch.frontier.rows import Row, State
from qapipe.fetch.options import FetchOptions
from qapipe.fetch.session import Seeds, fetch
from qapipe.fetch.web import retries
from qapipe.fetch.web.addresses import AddressPolicy
from qapipe.fetch.web.exchange import Limits
from support.crawls import records, responses, rows

HERE = AddressPolicy(allow_private=True)
PAGE = "<html><title>A page</title><p>Some words.</p></html>"
LIMITS = Limits(read=2.0, total=4.0, wire_bytes=100_000)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "_BACKOFF", lambda _: 0.01)


def crawled(out: Path, routes: dict[str, Answer], *paths: str, **options: object) -> dict[str, Row]:
    """The rows of a crawl of some paths; all others give a page."""
    with serving({"/robots.txt": ok("", status="404 Not Found"), "*": ok(PAGE), **routes}) as site:
        chosen: dict[str, object] = {"delay": 0.0, "policy": HERE, "limits": LIMITS, **options}
        fetch(out, Seeds(tuple(site.home + path for path in paths)), FetchOptions(**chosen))  # type: ignore[arg-type]
        return rows(out)


def redirect(location: bytes, body: bytes = b"", *lines: bytes) -> bytes:
    head = [b"HTTP/1.1 302 Found", b"Location: " + location, *lines, b"Connection: close", b"", b""]
    return b"\r\n".join(head) + body


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"/ok", "/ok"),
        (b"/o\tk", "/ok"),
        (b"/o\r\n k", "/ok"),
        (b" /ok ", "/ok"),
        (b"?a=b", "/a?a=b"),
        (b"/caf\xc3\xa9", "/caf%C3%A9"),
        (b"/caf\xe9", "/caf%E9"),
        (b"/ok#top", "/ok"),
    ],
)
def test_a_location_is_read_as_browsers_do(tmp_path: Path, location: bytes, target: str) -> None:
    found = crawled(tmp_path, {"/a": redirect(location)}, "/a")
    assert {path: row.state for path, row in found.items()} == {"/a": State.REDIRECTED, target: State.DONE}


@pytest.mark.parametrize(
    ("location", "named"),
    [
        (b"http://127.0.0.1:abc/x", "http://127.0.0.1:abc/x"),
        (b"http://127.0.0.1:99999/x", "http://127.0.0.1:99999/x"),
        (b"/ok?" + b"a" * 70_000, "/ok?aaaa"),
        (b"mailto:a@b.c", "mailto:a@b.c"),
        (b"javascript:void(0)", "javascript:void(0)"),
        (b"http:\\\\127.0.0.1\\ok", "http:\\\\127.0.0.1\\ok"),
        (b"http://", "http://"),
        (b"https://[::1", "https://[::1"),
        (b"http://user:secret@h.example/", "user name and password"),
        (b"", "without a Location"),
    ],
)
def test_a_location_that_leads_nowhere_is_a_bad_redirect_that_names_it(
    tmp_path: Path, location: bytes, named: str
) -> None:
    (row,) = crawled(tmp_path, {"/a": redirect(location)}, "/a").values()
    assert (row.state, row.reason) == (State.FAILED, "bad_redirect")
    assert named in (row.detail or "")


@pytest.mark.parametrize(
    "answer",
    [
        redirect(b"/ok", b"short", b"Content-Length: 500"),
        redirect(b"/ok", b"", b"Content-Length: 99999999"),
        redirect(b"/ok", b"x" * 200_000, b"Content-Length: 200000"),
        redirect(b"/ok", b"x" * 2_000_000),
        redirect(b"/ok", b"zz\r\nno chunk", b"Transfer-Encoding: chunked"),
        redirect(b"/ok", b"\x1f\x8b\xff\xff", b"Content-Encoding: gzip", b"Content-Length: 4"),
    ],
    ids=["cut", "too long", "too much", "no end", "bad chunk", "bad coding"],
)
def test_a_redirect_needs_no_body(tmp_path: Path, answer: bytes) -> None:
    found = crawled(tmp_path, {"/a": answer}, "/a")
    assert {path: (row.state, row.tries) for path, row in found.items()} == {
        "/a": (State.REDIRECTED, 1), "/ok": (State.DONE, 1),
    }  # fmt: skip
    assert [kind for kind, path, _ in records(tmp_path) if path == "/a"][-1] == "response"


REFRESHES = [
    (ok('<meta http-equiv="refresh" content="0; url=/ok">'), "/ok"),
    (ok("<META HTTP-EQUIV=Refresh CONTENT=\"3;URL='/ok'\">"), "/ok"),
    (ok("<meta content='0,/ok' http-equiv=refresh>"), "/ok"),
    (ok("<meta http-equiv=refresh content='1.5; url = ok'>"), "/ok"),
    (ok("<base href='/sub/'><meta http-equiv=refresh content='0; url=ok'>"), "/sub/ok"),
    (ok(PAGE, "Refresh: 0; url=/ok"), "/ok"),
]
NO_REFRESHES = [
    ok('<meta http-equiv="refresh" content="0">'),
    ok('<meta http-equiv="refresh" content="0; url=/a">'),
    ok('<meta http-equiv="refresh" content="60; url=/ok">'),
    ok('<meta http-equiv="refresh" content="soon; url=/ok">'),
    ok('<meta http-equiv="refresh" content="0; url=javascript:x()">'),
    ok('<noscript><meta http-equiv="refresh" content="0; url=/ok"></noscript>'),
    ok('<!-- <meta http-equiv="refresh" content="0; url=/ok"> -->'),
    ok('<p>&lt;meta http-equiv="refresh" content="0; url=/ok"&gt;</p>'),
    ok('<meta http-equiv="refresh" content="0; url=/ok">', media_type="text/plain"),
    ok(PAGE, "Refresh: 300"),
]


@pytest.mark.parametrize(("answer", "target"), REFRESHES)
def test_a_refresh_with_a_short_delay_is_a_redirect(tmp_path: Path, answer: bytes, target: str) -> None:
    found = crawled(tmp_path, {"/a": answer}, "/a")
    assert {path: row.state for path, row in found.items()} == {"/a": State.REDIRECTED, target: State.DONE}
    assert set(responses(tmp_path)) == {"/a", target}


@pytest.mark.parametrize("answer", NO_REFRESHES)
def test_other_refreshes_are_pages(tmp_path: Path, answer: bytes) -> None:
    found = crawled(tmp_path, {"/a": answer}, "/a")
    assert {path: row.state for path, row in found.items()} == {"/a": State.DONE}


# ---------------------------------------------------------------- responses without a page


@pytest.mark.parametrize(
    ("answer", "reason", "detail", "tries"),
    [
        (ok(""), "empty", "HTTP status 200 without a body", 2),
        (ok(" \r\n\t"), "empty", "HTTP status 200 without a body", 2),
        (ok(b"\xef\xbb\xbf\r\n"), "empty", "HTTP status 200 without a body", 2),
        (ok(gzip.compress(b""), "Content-Encoding: gzip"), "empty", "HTTP status 200 without a body", 2),
        (ok(PAGE, "x-amzn-waf-action: challenge", status="202 Accepted"), "http_status",
         "HTTP status 202: challenge (x-amzn-waf-action: challenge)", 4),
        (ok("", status="202 Accepted"), "http_status", "HTTP status 202: accepted, but not available yet", 4),
        (b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "http_status", "HTTP status 204: no content", 1),
        (ok(PAGE, "Content-Range: bytes 0-9/99", status="206 Partial Content"), "http_status",
         "HTTP status 206: part of a page, which was not requested", 1),
        (ok(PAGE, "cf-mitigated: challenge", status="403 Forbidden"), "http_status",
         "HTTP status 403: challenge (cf-mitigated: challenge)", 1),
    ],
)  # fmt: skip
def test_what_is_no_page_is_told_as_what_it_is(
    tmp_path: Path, answer: bytes, reason: str, detail: str, tries: int
) -> None:
    (row,) = crawled(tmp_path, {"/a": answer}, "/a").values()
    assert (row.state, row.reason, row.detail, row.tries) == (State.FAILED, reason, detail, tries)
    assert responses(tmp_path) == {}


# ---------------------------------------------------------------- what is stored can be parsed


def test_two_lines_of_a_list_field_are_one_list(tmp_path: Path, cli: Command) -> None:
    one, two = (gzip.compress(gzip.compress(f"{PAGE}{number}".encode())) for number in (1, 2))
    routes: dict[str, Answer] = {
        "/one": ok(one, "Content-Encoding: gzip, gzip"),
        "/two": ok(two, "Content-Encoding: gzip", "X: y", "content-encoding: gzip"),
    }
    found = crawled(tmp_path / "raw", routes, "/one", "/two", respect_noarchive=True)
    assert {row.state for row in found.values()} == {State.DONE}
    done = cli("parse", "raw", "-o", "parsed", "--json")
    assert json.loads(done.stdout)["pages"] == 2
    ledger = pq.read_table(tmp_path / "parsed/pages", columns=["reason", "charset", "media_type"]).to_pylist()
    assert ledger == [{"reason": "no_question", "charset": "utf-8", "media_type": "text/html"}] * 2
