"""The crawl against a site on loopback: every page once, at its pace, as robots.txt allows, whatever interrupts it."""

import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator as Checked

from conftest import Command, environment, names_in
from generators import realself
from generators.archive_server import serving as archives
from generators.site_server import Page, Site, html, serving, sitemap
from qapipe.errors import UsageError
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.options import FetchOptions
from qapipe.fetch.outcome import Outcome
from qapipe.fetch.preview import preview
from qapipe.fetch.session import FetchSummary, Seeds, fetch
from qapipe.fetch.web.addresses import AddressPolicy
from support.archive_client import warc
from support.crawls import records, responses, rows

KILLS = int(os.environ.get("QAPIPE_KILLS", "2"))
"""`make kills` has a hundred."""
HERE = AddressPolicy(allow_private=True)
COMMAND = (sys.executable, "-m", "qapipe", "fetch", "--allow-private", "--delay", "0")


def crawl(out: Path, *urls: str, sitemaps: tuple[str, ...] = (), **options: object) -> FetchSummary:
    """A run over URLs that are given by name."""
    chosen: dict[str, object] = {"delay": 0.0, "policy": HERE, **options}
    return fetch(out, Seeds(urls, (), sitemaps), FetchOptions(**chosen))  # type: ignore[arg-type]


def site_of(number: int) -> dict[str, Page]:
    """Pages and their sitemap; the place of the site is filled in when it is served."""
    return {f"/question/{n}": html(f"Question {n}?", "/about") for n in range(number)}


def with_sitemap(site: Site) -> str:
    site.pages["/sitemap.xml"] = sitemap(*(path for path in site.pages if path != "/sitemap.xml"))
    return f"{site.home}/sitemap.xml"


# ---------------------------------------------------------------- what is asked for


def test_a_sitemap_gives_every_page_once_and_the_next_run_asks_nothing(tmp_path: Path) -> None:
    with serving(site_of(30)) as site:
        place = with_sitemap(site)
        summary = crawl(tmp_path, sitemaps=(place,))
        assert (summary.totals.pages, summary.left) == (30, 0)
        asked = Counter(site.paths)
        assert asked == Counter({"/robots.txt": 1, "/sitemap.xml": 1, **{f"/question/{n}": 1 for n in range(30)}})
        assert crawl(tmp_path, sitemaps=(place,)).totals.pages == 0
        assert Counter(site.paths) == asked
        stored = responses(tmp_path)
    assert stored == {path: [page.body] for path, page in site.pages.items() if path.startswith("/question/")}
    assert not list(tmp_path.glob("*.open"))


def test_nested_compressed_sitemaps_are_read_and_what_is_old_is_left_out(tmp_path: Path) -> None:
    index = b"<sitemapindex><sitemap><loc>/nested.xml.gz</loc></sitemap></sitemapindex>"
    nested = b"".join(
        b"<url><loc>/question/%d</loc><lastmod>20%02d-01-01</lastmod></url>" % (n, 10 + n) for n in range(9)
    )
    pages = site_of(9) | {
        "/index.xml": Page(index, media_type="text/xml"),
        "/nested.xml.gz": Page(gzip.compress(b"<urlset>" + nested + b"</urlset>"), media_type="application/gzip"),
    }
    with serving(pages) as site:
        crawl(tmp_path, sitemaps=(f"{site.home}/index.xml",), since=datetime(2015, 1, 1, tzinfo=UTC))
    assert sorted(responses(tmp_path)) == [f"/question/{n}" for n in range(5, 9)]


def test_the_sitemaps_that_a_robots_txt_names_are_read(tmp_path: Path) -> None:
    robots = Page(
        b"User-agent: *\nDisallow:\nSitemap: /one.xml\nSitemap: mailto:a@example.org\n", media_type="text/plain"
    )
    with serving(site_of(3) | {"/robots.txt": robots, "/one.xml": sitemap("/question/1", "/question/2")}) as site:
        crawl(tmp_path, sitemaps=(f"{site.home}/robots.txt",))
    assert sorted(responses(tmp_path)) == ["/question/1", "/question/2"]


def test_links_that_fit_are_followed_to_the_depth_that_is_allowed(tmp_path: Path) -> None:
    pages = {
        "/list": html("All questions", "/question/1", "/question/2?page=1", "/about", "mailto:a@example.org"),
        "/question/1": html("One?", "/question/1?page=2", "/list"),
        "/question/1?page=2": html("One, page 2?", "/question/1?page=3"),
        "/question/1?page=3": html("One, page 3?"),
        "/question/2?page=1": html("Two?", "https://elsewhere.example/question/9"),
    }
    with serving(pages) as site:
        crawl(tmp_path, f"{site.home}/list", follow=(f"{site.home}/question/*",), depth=2)
    assert set(responses(tmp_path)) == {"/list", "/question/1", "/question/2?page=1", "/question/1?page=2"}
    assert "/about" not in site.paths


def test_a_run_stops_at_its_number_of_pages_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with serving(site_of(25)) as site:
        place = with_sitemap(site)
        first = crawl(tmp_path, sitemaps=(place,), max_pages=10, concurrency=4)
        assert (first.totals.pages, first.left) == (10, 15)
        assert crawl(tmp_path).totals.pages == 15
    assert Counter(site.paths).most_common(1)[0][1] <= 2  # robots.txt, once a run
    assert len(responses(tmp_path)) == 25


def test_a_run_that_only_goes_on_keeps_to_what_the_last_one_matched(tmp_path: Path) -> None:
    with serving(site_of(4) | {"/about": html("Us")}) as site:
        crawl(tmp_path, sitemaps=(with_sitemap(site),), match=("*/question/*",), max_pages=1)
        crawl(tmp_path)
        crawl(tmp_path, refresh=0.0)
        assert "/about" not in site.paths
    assert len(responses(tmp_path)) == 4


def test_redirects_are_recorded_and_lead_on_under_the_same_rules(tmp_path: Path) -> None:
    pages = {
        "/old": Page(status=301, headers={"Location": "/new"}),
        "/new": html("New"),
        "/a": Page(status=302, headers={"Location": "/b"}),
        "/b": Page(status=302, headers={"Location": "/a"}),
        "/secret": Page(status=302, headers={"Location": "/private/1"}),
        "/nowhere": Page(status=302),
        "/robots.txt": Page(b"User-agent: *\nDisallow: /private", media_type="text/plain"),
        "/private/1": html("Private"),
    }
    with serving(pages) as site:
        crawl(tmp_path, *(f"{site.home}{path}" for path in ("/old", "/a", "/secret", "/nowhere")))
    found = {path: (row.state, row.reason) for path, row in rows(tmp_path).items()}
    assert found == {
        "/old": (State.REDIRECTED, None),
        "/new": (State.DONE, None),
        "/a": (State.REDIRECTED, None),
        "/b": (State.FAILED, "redirect_loop"),
        "/secret": (State.REDIRECTED, None),
        "/private/1": (State.EXCLUDED, "robots"),
        "/nowhere": (State.FAILED, "bad_redirect"),
    }
    assert "/private/1" not in site.paths
    notes = [content for kind, path, content in records(tmp_path) if kind == "metadata" and path == "/new"]
    assert b"/old" in notes[0]


def test_robots_that_cannot_be_had_forbid_and_ignoring_them_is_written_down(tmp_path: Path) -> None:
    pages = {"/robots.txt": Page(status=404), "/1": html("One")}
    with serving(pages) as site:
        assert crawl(tmp_path / "a", f"{site.home}/1").totals.pages == 1
        site.pages["/robots.txt"] = Page(b"User-agent: qapipe\nDisallow: /", media_type="text/plain")
        assert crawl(tmp_path / "b", f"{site.home}/1").totals.states[State.EXCLUDED] == 1
        assert crawl(tmp_path / "c", f"{site.home}/1", ignore_robots=True).totals.pages == 1
    with next((tmp_path / "c").glob("*.warc.gz")).open("rb") as file:
        info = next(iter(Checked(file))).content_stream().read()
    assert b"robots: ignore" in info


def test_what_is_as_before_costs_no_body_and_what_changed_is_stored_again(tmp_path: Path) -> None:
    with serving({"/1": html("One"), "/2": html("Two")}) as site:
        urls = [f"{site.home}/1", f"{site.home}/2"]
        crawl(tmp_path, *urls)
        site.pages["/2"] = html("Two, and more")
        crawl(tmp_path, refresh=0.0)
        kinds = Counter((kind, path) for kind, path, _ in records(tmp_path) if kind in ("response", "revisit"))
        assert kinds == {("response", "/1"): 1, ("revisit", "/1"): 1, ("response", "/2"): 2}
        assert {path: row.state for path, row in rows(tmp_path).items()} == {
            "/1": State.NOT_MODIFIED, "/2": State.DONE,
        }  # fmt: skip
        assert crawl(tmp_path, refresh=3_600.0).totals.pages == 0


def test_a_payload_that_is_stored_is_not_stored_again(tmp_path: Path) -> None:
    with serving({"/1": html("Same"), "/2": html("Same")}) as site:
        crawl(tmp_path, f"{site.home}/1", f"{site.home}/2", concurrency=1)
    kinds = Counter(kind for kind, _, _ in records(tmp_path))
    assert (kinds["response"], kinds["revisit"]) == (1, 1)


def test_pages_that_ask_not_to_be_archived_are_left_out_if_that_is_wanted(tmp_path: Path) -> None:
    pages = {
        "/1": Page(b"<html><meta name='robots' content='NoArchive'><body>x"),
        "/2": Page(b"<html>y", headers={"X-Robots-Tag": "noarchive"}),
        "/3": Page(b"<html>z", headers={"X-Robots-Tag": "otherbot: noarchive"}),
    }
    with serving(pages) as site:
        urls = [f"{site.home}{path}" for path in pages]
        crawl(tmp_path / "a", *urls, respect_noarchive=True)
        crawl(tmp_path / "b", *urls)
    assert sorted(responses(tmp_path / "a")) == ["/3"]
    assert sorted(responses(tmp_path / "b")) == ["/1", "/2", "/3"]


# ---------------------------------------------------------------- pace


def test_two_requests_to_a_host_are_never_closer_than_the_delay(tmp_path: Path) -> None:
    delay = 0.1
    with serving(site_of(6)) as site:
        urls = [f"http://{host}:{site.port}/question/{n}" for n in range(4) for host in ("127.0.0.1", "localhost")]
        crawl(tmp_path, *urls, delay=delay)
        by_host = defaultdict(list)
        for request in site.log:
            by_host[request.host].append(request.at)
    assert {len(times) for times in by_host.values()} == {5}  # robots.txt among them
    for times in by_host.values():
        assert min(later - sooner for sooner, later in pairwise(times)) >= delay


def test_a_host_that_asks_for_time_gets_it_and_the_page_comes_in_the_end(tmp_path: Path) -> None:
    with serving({"/1": Page(b"slow down", 429, "text/plain", {"Retry-After": "1"}), "/2": html("Two")}) as site:

        def mend(visit: Outcome, _: object) -> None:
            if visit.reason == "http_status":
                site.pages["/1"] = html("One")

        options = FetchOptions(delay=0.0, policy=HERE, concurrency=1)
        fetch(tmp_path, Seeds((f"{site.home}/1", f"{site.home}/2")), options, mend)
        tries = [request.at for request in site.log if request.path == "/1"]
        after = min(request.at for request in site.log if request.path == "/2")
    assert len(tries) == 2
    assert tries[1] - tries[0] >= 1.0
    assert after - tries[0] >= 1.0  # a pause of the whole host
    assert b"slow down" not in responses(tmp_path)["/1"]


def test_what_fails_for_good_is_listed_with_its_reason_and_asked_for_again_on_demand(
    tmp_path: Path, cli: Command
) -> None:
    with serving({"/1": html("One")}) as site:
        first = cli("fetch", f"{site.home}/1", f"{site.home}/2", "--allow-private", "--delay", "0", "-o", "raw")
        assert first.returncode == 1
        assert "error: 1 page could not be fetched; run `qapipe fetch --status --out raw` for details\n" in first.stderr
        told = json.loads(cli("fetch", "--status", "-o", "raw", "--json").stdout)
        assert told["failures"] == [
            {"url": f"{site.home}/2", "reason": "http_status", "status": 404, "detail": "HTTP status 404",
             "tries": 1}
        ]  # fmt: skip
        assert f"{site.home}/2  http_status: 404" in cli("fetch", "--status", "-o", "raw").stdout
        site.pages["/2"] = html("Two")
        again = cli("fetch", "--retry-failed", "--allow-private", "--delay", "0", "-o", "raw")
        assert (again.returncode, len(responses(tmp_path / "raw"))) == (0, 2)


# ---------------------------------------------------------------- the command


def test_a_dry_run_asks_nobody_and_writes_nothing(tmp_path: Path, cli: Command) -> None:
    with serving(site_of(3)) as site:
        (tmp_path / "urls.csv").write_text(f"id,url\n1,{site.home}/question/1\n2,{site.home}/question/2\n")
        done = cli("fetch", "--from", "urls.csv", "--sitemap", f"{site.home}/s.xml", "--dry-run", "--json", "-o", "raw")
        told = json.loads(done.stdout)
        expected = {
            "delay": 1.0, "hosts": {"127.0.0.1": 2}, "minimum_seconds": 2.0, "open": [f"{site.home}/s.xml"], "urls": 2,
        }  # fmt: skip
        assert {name: told[name] for name in expected} == expected
        assert site.log == []
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize(
    ("urls", "out", "message"),
    [
        (("https://x.example/",), "s3://bucket/raw", "cannot write to s3:// addresses; choose a local directory"),
        (("https://x.example/",), "file", "is not a directory; choose another --out"),
        ((), "raw", "nothing to fetch; give URLs"),
    ],
)
def test_a_dry_run_refuses_what_a_run_refuses(tmp_path: Path, urls: tuple[str, ...], out: str, message: str) -> None:
    (tmp_path / "file").touch()
    folder = Path(out) if ":" in out else tmp_path / out
    for run in (preview, fetch):
        with pytest.raises(UsageError, match=message):
            run(folder, Seeds(urls), FetchOptions("me/1.0"))
    assert names_in(tmp_path) == ["file"]


def test_events_are_one_line_a_page_and_the_last_is_of_all(tmp_path: Path, cli: Command) -> None:
    with serving(site_of(3)) as site:
        urls = "\n".join(f"{site.home}/question/{n}" for n in range(3))
        done = cli("fetch", "--from", "-", "--json", "--allow-private", "--delay", "0", "-o", "raw", stdin=urls)
    *events, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert {event["url"][-1] for event in events} == {"0", "1", "2"}
    assert {(event["state"], event["status"]) for event in events} == {("done", 200)}
    assert (last["pages"], last["left"], last["states"]) == (3, 0, {"done": 3})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to fetch"),
        (["ftp://x.example/"], "https://www.example.org/page"),
        (["https://user:secret@x.example/"], "user name and password are not supported"),
        (["https://x.example/", "--refresh", "soon"], "30d"),
        (["--archive", "wayback"], "--match"),
        (["https://x.example/", "--from-date", "2019"], "--archive"),
        (["--from", "missing.txt"], "cannot read URL list missing.txt: no such file"),
        (["https://x.example/", "--user-agent", "two\nlines"], "--user-agent"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_asked(
    cli: Command, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = cli("fetch", *arguments, "-o", "raw")
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert not list(tmp_path.glob("raw/*.warc.gz*"))


def test_private_addresses_are_not_asked_unless_that_is_allowed(tmp_path: Path, cli: Command) -> None:
    with serving(site_of(1)) as site:
        done = cli("fetch", f"{site.home}/question/0", "--delay", "0", "-o", "raw")
        assert done.returncode == 1
        assert site.log == []
    assert rows(tmp_path / "raw")["/question/0"].reason == "forbidden_address"


def test_two_runs_into_one_folder_at_once_are_refused(tmp_path: Path, cli: Command) -> None:
    second = []
    with serving({"/1": html("One")}) as site:

        def meanwhile(_outcome: Outcome, _totals: object) -> None:
            second.append(cli("fetch", f"{site.home}/1", "--allow-private", "-o", "raw"))

        fetch(tmp_path / "raw", Seeds((f"{site.home}/1",)), FetchOptions(delay=0.0, policy=HERE), meanwhile)
    (refused,) = second
    assert refused.returncode == 75
    assert "another run is writing" in refused.stderr
    assert site.paths == ["/robots.txt", "/1"]


# ---------------------------------------------------------------- interruptions


def wait_for(ready: object) -> None:
    while not ready():  # type: ignore[operator]
        time.sleep(0.01)


def run_in_background(tmp_path: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*COMMAND, *arguments, "-o", "raw"], cwd=tmp_path, env=environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,  # noqa: PLW1509
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_finishes_what_is_under_way_and_seals_the_file(tmp_path: Path, number: int) -> None:
    pages = {path: Page(page.body, seconds=0.05) for path, page in site_of(300).items()}
    with serving(pages) as site:
        run = run_in_background(tmp_path, "--sitemap", with_sitemap(site))
        wait_for(lambda: len(site.paths) > 40)
        os.kill(run.pid, number)
        assert run.wait(20) == 128 + number
    raw = tmp_path / "raw"
    assert not list(raw.glob("*.open"))
    stored = responses(raw)
    assert 20 < len(stored) < 300
    done = {path for path, row in rows(raw).items() if row.state is State.DONE and row.warc}
    assert done == set(stored)


@pytest.mark.timeout(300 + 60 * KILLS)
def test_no_page_is_lost_or_stored_twice_however_often_a_crawl_is_killed(tmp_path: Path, cli: Command) -> None:
    rng = random.Random(5)
    pages = {path: Page(body, seconds=0.01) for path, body in islice(question_pages(), 100 + 100 * KILLS)}
    with serving(pages) as site:
        place = with_sitemap(site)
        for _ in range(KILLS):
            run = run_in_background(tmp_path, "--sitemap", place)
            until = len(site.log) + rng.randrange(90)
            wait_for(lambda until=until, run=run: len(site.log) > until or run.poll() is not None)
            time.sleep(rng.random() / 3)
            run.kill()
            run.wait()
            acknowledged = {
                path: (row.warc, row.offset) for path, row in rows(tmp_path / "raw").items() if row.warc
            } if (tmp_path / "raw/.fetch.sqlite").exists() else {}  # fmt: skip
            for warc, offset in acknowledged.values():
                assert is_there(tmp_path / "raw", str(warc), int(offset or 0))
        crawl(tmp_path / "raw", sitemaps=(place,))
    assert {path: len(bodies) for path, bodies in responses(tmp_path / "raw").items()} == dict.fromkeys(pages, 1)
    assert not list((tmp_path / "raw").glob("*.open"))
    done = cli("parse", "raw", "-o", "parsed", "--json")
    assert (done.returncode, json.loads(done.stdout)["questions"]) == (0, len(pages))
    urls = pq.read_table(tmp_path / "parsed/questions", columns=["url"])["url"].to_pylist()
    assert Counter(url.replace(site.home, "") for url in urls) == Counter(list(pages))


def is_there(raw: Path, warc: str, offset: int) -> bool:
    """Whether a whole record lies at its place, in a file that is sealed or still open."""
    path = raw / warc
    with (path if path.exists() else raw / f"{warc}.open").open("rb") as file:
        file.seek(offset)
        record = next(iter(Checked(io.BytesIO(file.read(1 << 16)), check_digests="raise")))
        record.content_stream().read()
    return bool(record.rec_type == "response")


def question_pages() -> Iterator[tuple[str, bytes]]:
    """RealSelf's question pages under paths of their own, by their slugs."""
    seen = set()
    for seed in range(1_000_000):
        page = realself.html_page(seed)
        slug = (page.url or "").rstrip("/").rpartition("/")[2]
        if slug and slug not in seen:
            seen.add(slug)
            yield f"/question/{slug}", page.body


# ---------------------------------------------------------------- web archives


@pytest.mark.parametrize("archive", ["commoncrawl", "wayback"])
def test_what_comes_out_of_an_archive_parses_like_the_original(tmp_path: Path, cli: Command, archive: str) -> None:
    date = "2021-03-04T05:06:07Z"
    pages = [(f"https://www.realself.com{path}", date, body) for path, body in islice(question_pages(), 9)]
    original = warc(pages)
    (tmp_path / "original.warc.gz").write_bytes(original)
    with archives({"crawl-data/CC-MAIN-2024-10/segments/0.warc.gz": original}) as server:
        places = [server.index, server.data] if archive == "commoncrawl" else [server.wayback_index, server.playback]
        command = (
            "fetch", "--archive", archive, "--match", "www.realself.com/question/*", "--archive-index", places[0],
            "--archive-data", places[1], "--allow-private", "--delay", "0", "-o", "raw",
        )  # fmt: skip
        first = cli(*command, "--max-pages", "4")
        assert first.returncode == 0, first.stderr
        second = cli(*command, "--json")
        assert second.returncode == 0, second.stderr
        assert cli(*command).returncode == 0  # all is there
    ranges = [(path, headers.get("range")) for path, headers in server.asked]
    assert max(Counter(ranges).values()) == 1
    assert json.loads(second.stdout.splitlines()[-1])["pages"] == 5
    for source, out in (("original.warc.gz", "a"), ("raw", "b")):
        assert cli("parse", source, "-o", out).returncode == 0
    for name in ("questions", "answers", "experts"):
        ours, theirs = (sorted(map(str, pq.read_table(tmp_path / out / name).to_pylist())) for out in ("b", "a"))
        assert ours == theirs
        assert ours
