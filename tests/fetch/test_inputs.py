"""What a user names and does not get is told, with exit code 1: sitemaps, indexes of archives, pages."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Command
from generators.raw_server import RawSite, ok, serving
from qapipe.fetch.web import retries
from qapipe.fetch.web.exchange import FetchError
from support.crawls import records, responses

PAGE = ok("<html><title>A page</title><p>Some words.</p></html>")
XML = "application/xml"
OPTIONS = ("--allow-private", "--delay", "0", "-o", "raw")


def urlset(*paths: str, end: str = "</urlset>") -> bytes:
    return ok("<urlset>" + "".join(f"<url><loc>{path}</loc></url>" for path in paths) + end, media_type=XML)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "_BACKOFF", lambda _: 0.01)


@pytest.fixture
def site() -> Iterator[RawSite]:
    with serving({f"/{n}": ok(f"<html><title>Page {n}</title><p>Some words.</p></html>") for n in (1, 2, 3)}) as served:
        yield served


# ---------------------------------------------------------------- sitemaps


@pytest.mark.parametrize(
    ("answer", "told", "pages"),
    [
        (None, "HTTP status 404 (http_status)", []),
        (ok("", status="204 No Content"), "HTTP status 204: no content (http_status)", []),
        (ok("", media_type=XML), "empty (bad_sitemap)", []),
        (ok("<html><body>Not found</body></html>"), "HTML instead of a sitemap (bad_sitemap)", []),
        (ok("Not found", media_type="text/plain"), "not a sitemap (bad_sitemap)", []),
        (urlset("/1", "/2", end=""), "incomplete: it ends without </urlset>; URLs read: 2 (bad_sitemap)", ["/1", "/2"]),
        (ok(gzip.compress(b"<urlset><url><loc>/1</loc></url></urlset>", 0)[:-9], media_type="application/gzip"),
         "incomplete: damaged or truncated gzip data; URLs read: 1 (bad_sitemap)", ["/1"]),
        (ok(f"<urlset><url><loc>/1</loc></url><!--{'x' * (51 << 20)}--></urlset>", media_type=XML),
         "incomplete: longer than 52,428,800 bytes; URLs read: 1 (too_large)", ["/1"]),
        (b"HTTP/1.1 302 Found\r\nLocation: mailto:a@b.c\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
         "invalid redirect target: mailto:a@b.c: does not start with http:// or https:// (bad_redirect)", []),
    ],
)  # fmt: skip
def test_a_sitemap_that_cannot_be_had_is_told(
    tmp_path: Path, cli: Command, site: RawSite, answer: bytes | None, told: str, pages: list[str]
) -> None:
    site.routes |= {"/s.xml": answer} if answer else {}
    done = cli("fetch", "--sitemap", f"{site.home}/s.xml", "--json", *OPTIONS)
    assert done.returncode == 1
    assert f"error: sitemap {site.home}/s.xml could not be read: {told}\n" in done.stderr
    assert sorted(responses(tmp_path / "raw")) == pages
    (failed,) = json.loads(done.stdout.splitlines()[-1])["failed_inputs"]
    assert (failed["kind"], failed["url"]) == ("sitemap", f"{site.home}/s.xml")
    assert f"{failed['detail']} ({failed['reason']})" == told


def test_a_sitemap_whose_host_has_no_address_is_told(cli: Command) -> None:
    done = cli("fetch", "--sitemap", "http://nohost.invalid/s.xml", *OPTIONS)
    assert done.returncode == 1
    assert "error: sitemap http://nohost.invalid/s.xml could not be read: " in done.stderr
    assert "(dns)" in done.stderr


def test_a_sitemap_that_robots_txt_disallows_is_told(cli: Command, site: RawSite) -> None:
    site.routes |= {"/robots.txt": ok("User-agent: *\nDisallow: /s.xml"), "/s.xml": urlset("/1")}
    done = cli("fetch", "--sitemap", f"{site.home}/s.xml", *OPTIONS)
    assert done.returncode == 1
    assert f"error: sitemap {site.home}/s.xml could not be read: disallowed by robots.txt (robots)\n" in done.stderr
    assert "/s.xml" not in site.paths


def test_a_robots_txt_without_sitemaps_is_told(cli: Command, site: RawSite) -> None:
    site.routes["/robots.txt"] = ok("User-agent: *\nDisallow: /")
    done = cli("fetch", "--sitemap", f"{site.home}/robots.txt", *OPTIONS)
    assert done.returncode == 1
    assert "could not be read: robots.txt names no sitemap (bad_sitemap)\n" in done.stderr


def test_a_child_of_an_index_that_cannot_be_had_is_told_and_the_others_are_read(
    tmp_path: Path, cli: Command, site: RawSite
) -> None:
    index = "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>"
    site.routes |= {"/s.xml": ok(index, media_type=XML), "/b.xml": urlset("/2")}
    command = ("fetch", "--sitemap", f"{site.home}/s.xml", *OPTIONS)
    done = cli(*command)
    assert done.returncode == 1
    assert f"error: sitemap {site.home}/a.xml could not be read: HTTP status 404 (http_status)\n" in done.stderr
    assert sorted(responses(tmp_path / "raw")) == ["/2"]
    again = cli(*command)
    assert again.returncode == 1
    told = "HTTP status 404 (http_status); it failed in an earlier run, use --refresh-sitemaps to request it again\n"
    assert f"error: sitemap {site.home}/a.xml could not be read: {told}" in again.stderr
    site.routes["/a.xml"] = urlset("/1")
    assert cli(*command, "--refresh-sitemaps").returncode == 0
    assert sorted(responses(tmp_path / "raw")) == ["/1", "/2"]
    assert cli(*command).returncode == 0


def test_another_sitemap_is_not_blamed_for_one_that_failed_earlier(cli: Command, site: RawSite) -> None:
    site.routes["/s.xml"] = urlset("/1")
    assert cli("fetch", "--sitemap", f"{site.home}/gone.xml", *OPTIONS).returncode == 1
    assert cli("fetch", "--sitemap", f"{site.home}/s.xml", *OPTIONS).returncode == 0


def test_refresh_asks_again_for_a_sitemap_that_failed(tmp_path: Path, cli: Command, site: RawSite) -> None:
    command = ("fetch", "--sitemap", f"{site.home}/s.xml", *OPTIONS)
    site.routes["/s.xml"] = urlset("/1")
    assert cli(*command).returncode == 0
    del site.routes["/s.xml"]
    assert cli(*command, "--refresh", "0s").returncode == 1
    site.routes["/s.xml"] = urlset("/1", "/2")
    assert cli(*command, "--refresh", "30d").returncode == 0
    assert sorted(responses(tmp_path / "raw")) == ["/1", "/2"]


def test_sitemaps_alone_are_read_again(cli: Command, site: RawSite) -> None:
    site.routes["/s.xml"] = urlset("/1", "/2")
    assert cli("fetch", "--sitemap", f"{site.home}/s.xml", *OPTIONS).returncode == 0
    site.routes["/s.xml"] = urlset("/1", "/2", "/3")
    site.paths.clear()
    assert cli("fetch", "--refresh-sitemaps", *OPTIONS).returncode == 0
    assert site.paths == ["/robots.txt", "/s.xml", "/3"]


def test_entries_that_are_no_url_are_told_and_cost_nothing_else(tmp_path: Path, cli: Command, site: RawSite) -> None:
    site.routes["/s.xml"] = urlset("/1", "mailto:a@b.c", "http://")
    done = cli("fetch", "--sitemap", f"{site.home}/s.xml", *OPTIONS)
    assert done.returncode == 0
    assert f"warning: sitemap {site.home}/s.xml: entries without a valid URL: 2\n" in done.stderr
    assert sorted(responses(tmp_path / "raw")) == ["/1"]


@pytest.mark.parametrize("coded", [False, True])
def test_a_sitemap_may_be_larger_than_a_page(tmp_path: Path, cli: Command, site: RawSite, *, coded: bool) -> None:
    body = f"<urlset><url><loc>/1</loc></url><!--{'x' * (34 << 20)}--></urlset>".encode()
    plain = ok(body, media_type=XML)
    site.routes["/s.xml"] = ok(gzip.compress(body, 1), "Content-Encoding: gzip", media_type=XML) if coded else plain
    assert cli("fetch", "--sitemap", f"{site.home}/s.xml", *OPTIONS).returncode == 0
    assert sorted(responses(tmp_path / "raw")) == ["/1"]


# ---------------------------------------------------------------- pages


def test_a_page_that_failed_earlier_and_is_named_again_is_told(cli: Command, site: RawSite) -> None:
    command = ("fetch", f"{site.home}/1", f"{site.home}/gone", *OPTIONS)
    assert cli(*command).returncode == 1
    again = cli(*command)
    assert again.returncode == 1
    assert "error: 1 URL failed in an earlier run; use --retry-failed to try again\n" in again.stderr
    assert cli("fetch", f"{site.home}/2", *OPTIONS).returncode == 0
    site.routes["/gone"] = PAGE
    assert cli(*command, "--retry-failed").returncode == 0
    assert cli(*command).returncode == 0


def test_a_page_that_robots_txt_disallows_is_told_if_it_was_named(cli: Command, site: RawSite) -> None:
    site.routes |= {"/robots.txt": ok("User-agent: *\nDisallow: /2"), "/s.xml": urlset("/1", "/2")}
    done = cli("fetch", f"{site.home}/2", *OPTIONS)
    assert done.returncode == 1
    assert "error: 1 URL not fetched: disallowed by robots.txt\n" in done.stderr
    assert cli("fetch", "--sitemap", f"{site.home}/s.xml", "--delay", "0", "--allow-private", "-o", "b").returncode == 0


# ---------------------------------------------------------------- indexes of archives

FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROWS = [
    [f"example,h)/q/{n}", "20150102030405", f"http://h.example/q/{n}", "text/html", "200", f"D{n}", "500"]
    for n in range(1, 9)
]
INDEX = "[" + ",\n".join(json.dumps(row) for row in [FIELDS, *ROWS]) + "]\n"
EXCEPTION = "org.archive.util.io.RuntimeIOException: RobotAccessControlException: Blocked By Robots\n"


@pytest.mark.parametrize(
    ("index", "told"),
    [
        (INDEX[: len(INDEX) // 2], "returned an incomplete response (422 bytes)"),
        (INDEX[: INDEX.index(json.dumps(ROWS[3])) - 2], "returned an incomplete response"),  # behind a row
        (INDEX[: INDEX.index(json.dumps(ROWS[3]))], "returned an incomplete response"),  # behind a comma
        ("", "returned an incomplete response (0 bytes)"),
        (EXCEPTION, f"returned no index: {EXCEPTION.strip()}"),
        ('{"error": "overloaded"}\n', "returned no index: {'error': 'overloaded'}"),
        ("\x00\x01\x02\xff rubbish", "returned no index: "),
    ],
)
def test_an_index_that_breaks_off_or_is_none_is_tried_again_then_told_and_never_complete(
    tmp_path: Path, cli: Command, index: str, told: str
) -> None:
    played = ok("<html>q</html>", "Memento-Datetime: Fri, 02 Jan 2015 03:04:05 GMT")
    answers = {"/cdx": ok(index, media_type="application/json")}

    def answer(head: bytes) -> bytes:
        return answers["/cdx"] if head.split()[1].startswith(b"/cdx") else played

    with serving({"*": answer}) as site:
        command = (
            "fetch", "--archive", "wayback", "--match", "h.example/q/*", "--archive-index", f"{site.home}/cdx",
            "--archive-data", f"{site.home}/web", "--json", *OPTIONS,
        )  # fmt: skip
        done = cli(*command)
        assert done.returncode == 1
        assert f"error: index {site.home}/cdx could not be read: the index of the Wayback Machine {told}" in done.stderr
        assert sum(path.startswith("/cdx") for path in site.paths) == 2
        result = json.loads(done.stdout.splitlines()[-1])
        assert (result["pages"], result["failed_inputs"][0]["kind"]) == (0, "index")
        answers["/cdx"] = ok(INDEX, media_type="application/json")
        again = cli(*command)
        assert (again.returncode, json.loads(again.stdout.splitlines()[-1])["pages"]) == (0, 8)
        site.paths.clear()
        assert cli(*command).returncode == 0
        assert site.paths == []


CRAWLS = '[{"id": "CC-MAIN-2024-10", "cdx-api": "https://index.example/CC-MAIN-2024-10-index"}]'
LINES = "".join(
    f'example,h)/q/{n} 20240102030405 {{"url": "http://h.example/q/{n}", "mime": "text/html", "status": "200", '
    f'"digest": "D{n}", "length": "500", "offset": "{n}000", "filename": "a.warc.gz"}}\n'
    for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("crawls", "pages", "lines", "told"),
    [
        ("", "1", LINES, "invalid list of crawls from Common Crawl"),
        ("<html>Service unavailable</html>", "1", LINES, "the index of Common Crawl returned HTML instead of an index"),
        (CRAWLS[:-9], "1", LINES, "invalid list of crawls from Common Crawl"),
        ("[]", "1", LINES, "empty list of crawls from Common Crawl"),
        (CRAWLS, "", LINES, "the index of Common Crawl returned an invalid number of pages"),
        (CRAWLS, "internal error", LINES, "the index of Common Crawl returned an invalid number of pages"),
        (CRAWLS, "1", LINES[:-9], "the index of Common Crawl returned an incomplete response"),
        (CRAWLS, "1", "Traceback (most recent call last):\n", "the index of Common Crawl returned no index: Traceback"),
        (
            CRAWLS,
            "1",
            "<html>Service unavailable</html>",
            "the index of Common Crawl returned HTML instead of an index",
        ),
    ],
)
def test_an_index_of_common_crawl_that_breaks_off_or_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, cli: Command, crawls: str, pages: str, lines: str, told: str
) -> None:
    monkeypatch.setattr("qapipe.fetch.archive_listing.seconds_to_wait", lambda _tries, _error: 0.0)

    def answer(head: bytes) -> bytes:
        if b"collinfo" in head:
            return ok(crawls, media_type="application/json")
        return ok(pages if b"showNumPages" in head else lines, media_type="text/x-ndjson")

    with serving({"*": answer}) as site:
        done = cli(
            "fetch", "--archive", "commoncrawl", "--match", "h.example/q/*", "--archive-index", site.home,
            "--archive-data", site.home, *OPTIONS,
        )  # fmt: skip
        asked = [path.partition("?")[0] + path[-8:] for path in site.paths]
    assert done.returncode == 1
    assert f"error: index {site.home} could not be read: {told}" in done.stderr
    assert asked.count(asked[-1]) > 1  # it was tried again


def test_lines_of_an_index_that_cannot_be_read_are_told(tmp_path: Path, cli: Command) -> None:
    rows = [
        FIELDS,
        ROWS[0],
        ["a row", "of another length"],
        [*ROWS[1][:2], "ftp://h.example/q/2", *ROWS[1][3:]],
        ROWS[2],
    ]
    played = ok("<html>q</html>", "Memento-Datetime: Fri, 02 Jan 2015 03:04:05 GMT")
    index = ok(json.dumps(rows), media_type="application/json")
    with serving({"*": lambda head: index if head.split()[1].startswith(b"/cdx") else played}) as site:
        done = cli(
            "fetch", "--archive", "wayback", "--match", "h.example/q/*", "--archive-index", f"{site.home}/cdx",
            "--archive-data", f"{site.home}/web", *OPTIONS,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warning: index, h.example/q/*: unreadable lines: 2\n" in done.stderr
    assert sum(kind == "response" for kind, _, _ in records(tmp_path / "raw")) == 2


@pytest.mark.parametrize(("status", "requests"), [("404 Not Found", 1), ("500 Oops", 4)])
def test_an_index_that_answers_with_an_error_is_told(
    monkeypatch: pytest.MonkeyPatch, cli: Command, status: str, requests: int
) -> None:
    waits: list[float | None] = []

    def note(_tries: int, error: FetchError) -> float:
        waits.append(error.retry_after)
        return 0.0

    monkeypatch.setattr("qapipe.fetch.archive_listing.seconds_to_wait", note)
    with serving({"*": ok("no", status=status)}) as site:
        done = cli(
            "fetch", "--archive", "wayback", "--match", "h.example/q/*", "--archive-index", f"{site.home}/cdx",
            "--archive-data", site.home, *OPTIONS,
        )  # fmt: skip
        assert len(site.paths) == requests
    assert done.returncode == 1
    assert f"the index of the Wayback Machine returned status {status[:3]}: no (http_status)" in done.stderr
    assert waits == [60.0] * (requests - 1)
