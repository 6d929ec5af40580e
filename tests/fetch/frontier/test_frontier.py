"""The frontier: what is to be asked and in which order, what became of it, and what survives."""

import random
import sqlite3
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import environment
from qapipe.errors import DatasetError, UsageError
from qapipe.fetch.frontier import sql
from qapipe.fetch.frontier.frontier import NAME, Frontier
from qapipe.fetch.frontier.rows import Entry, Kind, State, Stored
from qapipe.fetch.web.exchange import Exchange

NOON = datetime(2021, 2, 3, 12, 0, 0, 123456, tzinfo=UTC)
WARC = "fetch-20210203120000-00000.warc.gz"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path) as opened:
        yield opened


def page(number: int, host: str = "a.example") -> Entry:
    return Entry(f"https://{host}/{number}", host)


def answer(url: str, status: int = 200, **headers: str) -> Exchange:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange(url, NOON, 0.1, status, named, b"words", b"GET", b"HTTP/1.1 200 OK\r\n\r\nwords")


def stored(offset: int = 500, *, payload: bytes | None = b"key", record: str = "") -> Stored:
    record = record or f"urn:uuid:00000000-0000-4000-8000-{offset:012d}"
    return Stored(WARC, offset, 100, record, NOON, "sha1:AAAA", payload)


def asked(frontier: Frontier, host: str = "a.example") -> list[str]:
    """The paths of the URLs that the host is asked for, in order, each excluded after its turn."""
    found = []
    while row := frontier.next(host):
        found.append(row.url.rpartition("/")[2])
        frontier.excluded(row.id, "test")
    return found


def test_a_url_is_added_once(frontier: Frontier) -> None:
    assert frontier.add([page(1), page(2), page(1)]) == 2
    assert frontier.add([page(2), page(3)], depth=4) == 1
    assert frontier.add([]) == 0
    assert frontier.counts()[State.QUEUED] == 3
    assert frontier.add([Entry(page(1).url, "a.example", Kind.SITEMAP)]) == 1


def test_captures_of_one_url_are_told_apart_by_their_names(frontier: Frontier) -> None:
    captures = [Entry(page(1).url, "archive.example", Kind.ARCHIVE, f"wayback:{year}", "{}") for year in (2019, 2020)]
    assert frontier.add([page(1), *captures, captures[0]]) == 3
    found = frontier.find(page(1).url, Kind.ARCHIVE, "wayback:2020")
    assert found is not None
    assert (found.host, found.context) == ("archive.example", "{}")
    assert frontier.counts(Kind.ARCHIVE)[State.QUEUED] == 2


def test_a_host_is_asked_in_the_order_of_depth_and_then_of_addition(frontier: Frontier) -> None:
    frontier.add([page(5), page(4)], depth=1)
    frontier.add([page(9, "b.example")])
    frontier.add([page(3), page(8)])
    assert asked(frontier) == ["3", "8", "5", "4"]
    assert asked(frontier, "b.example") == ["9"]
    assert asked(frontier, "unknown.example") == []


def test_what_is_in_flight_is_not_given_out_again(frontier: Frontier) -> None:
    frontier.add([page(1), page(2)])
    first = frontier.next("a.example")
    assert first is not None
    second = frontier.next("a.example", {first.id})
    assert second is not None
    assert (first.url, second.url) == (page(1).url, page(2).url)
    assert frontier.next("a.example", {first.id, second.id}) is None
    assert frontier.next("a.example", {first.id, 99, 98, 97}) == second


def test_a_later_try_waits_for_its_time_and_then_comes_before_what_was_added_after_it(frontier: Frontier) -> None:
    frontier.add([page(1), page(2), page(3)])
    for at in (50.5, 70):
        row = frontier.next("a.example")
        assert row is not None
        frontier.retry_later(row.id, at, "timeout", "too slow", status=None)
    assert frontier.next_retry_at() == 50.5
    assert frontier.release_due(50.4) == set()
    assert frontier.release_due(50.5) == {"a.example"}
    assert frontier.next_retry_at() == 70
    row = frontier.next("a.example")
    assert row is not None
    assert (row.url, row.tries, row.reason, row.detail) == (page(1).url, 1, "timeout", "too slow")
    assert asked(frontier) == ["1", "3"]
    assert frontier.release_due(1e12) == {"a.example"}
    assert asked(frontier) == ["2"]
    assert frontier.next_retry_at() is None


def test_hosts_are_those_of_which_something_can_be_asked(frontier: Frontier) -> None:
    names = [f"h{number}.example" for number in range(2500)]
    frontier.add(page(1, name) for name in names)
    assert list(frontier.hosts()) == names
    for name in names[::2]:
        row = frontier.next(name)
        assert row is not None
        frontier.retry_later(row.id, 10, "dns", "no address")
    assert list(frontier.hosts()) == names[1::2]
    assert frontier.queued_by_host() == dict.fromkeys(names, 1)


def test_what_became_of_a_url_is_kept(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.begin_shard(WARC)
        frontier.add([page(n) for n in range(1, 7)], depth=2, parent=None)
        frontier.add([Entry(page(7).url, "a.example", lastmod=NOON)], parent=1)
        frontier.done(1, stored(100), answer(page(1).url, ETag='"x"', Last_Modified="yesterday"))
        frontier.redirected(2, stored(200), answer(page(2).url, 301), page(7).url)
        frontier.failed(3, "http_status", "gone\nfor good", status=410)
        frontier.excluded(4, "robots")
        frontier.done(5, stored(400, payload=None, record="urn:x-of:nobody-else"), status=203)
        frontier.commit()
    with Frontier(tmp_path, readonly=True) as frontier:
        one, two, three, four, five, six, seven = frontier.all()
        assert frontier.counts() == {
            "queued": 2, "done": 2, "redirected": 1, "not_modified": 0, "failed": 1, "excluded": 1
        }  # fmt: skip
    assert (one.state, one.status, one.etag, one.last_modified, one.tries) == ("done", 200, '"x"', "yesterday", 1)
    assert (one.warc, one.offset, one.length, one.fetched_at) == (WARC, 100, 100, NOON.timestamp())
    assert one.record_id == "urn:uuid:00000000-0000-4000-8000-000000000100"
    assert (two.state, two.status, two.target) == ("redirected", 301, page(7).url)
    assert (three.state, three.reason, three.detail, three.status) == ("failed", "http_status", "gone for good", 410)
    assert (four.state, four.reason, four.tries) == ("excluded", "robots", 0)
    assert (five.state, five.status, five.record_id) == ("done", 203, "urn:x-of:nobody-else")
    assert (six.state, six.depth, six.warc) == ("queued", 2, None)
    assert (seven.parent, seven.lastmod, seven.depth) == (page(1).url, NOON.timestamp(), 0)


def test_a_page_that_is_as_before_keeps_its_place_and_one_that_failed_too(frontier: Frontier) -> None:
    frontier.begin_shard(WARC)
    frontier.add([page(1)])
    frontier.done(1, stored(100), answer(page(1).url, ETag='"x"', Last_Modified="then"))
    assert frontier.refresh(NOON.timestamp()) == 0
    assert frontier.refresh(NOON.timestamp() + 1) == 1
    row = frontier.next("a.example")
    assert row is not None
    assert (row.etag, row.last_modified, row.tries) == ('"x"', "then", 0)
    frontier.not_modified(1, stored(200), answer(page(1).url, 304, ETag='"y"'))
    found = frontier.find(page(1).url)
    assert found is not None
    assert (found.state, found.status, found.etag, found.last_modified) == ("not_modified", 304, '"y"', "then")
    assert (found.warc, found.offset) == (WARC, 100)
    assert frontier.acknowledged(WARC) == 300
    assert frontier.refresh(NOON.timestamp() + 1) == 1
    frontier.failed(1, "timeout", "")
    found = frontier.find(page(1).url)
    assert found is not None
    assert (found.state, found.offset, found.etag) == ("failed", 100, '"y"')


def test_refresh_asks_again_what_is_old_but_no_archive_and_nothing_that_failed(frontier: Frontier) -> None:
    frontier.begin_shard(WARC)
    entries = [page(1), page(2), page(3), Entry(page(1).url, "b.example", Kind.ARCHIVE, "x:2019")]
    frontier.add([*entries, Entry("https://a.example/s.xml", "a.example", Kind.SITEMAP)])
    frontier.done(1, None, answer(page(1).url))
    frontier.redirected(2, None, answer(page(2).url, 302), page(1).url)
    frontier.failed(3, "dns", "")
    frontier.done(4, stored(100))
    frontier.done(5, None, answer("https://a.example/s.xml"))
    assert frontier.refresh(datetime.now(UTC).timestamp() + 99) == 3
    assert asked(frontier) == ["1", "2", "s.xml"]


def test_failures_are_listed_and_can_be_tried_again(frontier: Frontier) -> None:
    frontier.add(page(number) for number in range(2300))
    for row in list(frontier.all())[::2]:
        frontier.failed(row.id, "dns", "no such name \udcff\x1b[31m")
    listed = list(frontier.failures())
    assert [row.url for row in listed] == [page(number).url for number in range(0, 2300, 2)]
    assert {row.reason for row in listed} == {"dns"}
    assert all(row.detail and row.detail.isprintable() for row in listed)
    assert frontier.retry_failed() == 1150
    assert list(frontier.failures()) == []
    assert asked(frontier)[:3] == ["0", "1", "2"]


def test_words_about_the_crawl_are_remembered(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        assert frontier.get_meta("robots") is None
        frontier.set_meta("robots", "classic")
        frontier.set_meta("robots", "ignore")
        frontier.commit()
    with Frontier(tmp_path) as frontier:
        assert frontier.get_meta("robots") == "ignore"


def test_what_is_not_committed_is_forgotten_all_of_it(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.begin_shard(WARC)
        frontier.add([page(1)])
        frontier.commit()
        frontier.done(1, stored(100), answer(page(1).url))
        frontier.add([page(2)], parent=1)
        frontier.set_meta("a", "b")
        assert frontier.acknowledged(WARC) == 200
    with Frontier(tmp_path) as frontier:
        assert [(row.url, row.state) for row in frontier.all()] == [(page(1).url, "queued")]
        assert (frontier.acknowledged(WARC), frontier.get_meta("a"), frontier.original(b"key")) == (0, None, None)


def test_the_first_capture_of_a_payload_is_found_for_revisits(frontier: Frontier) -> None:
    frontier.begin_shard(WARC)
    frontier.add([page(1), page(2), page(3)])
    frontier.done(1, stored(100), answer(page(1).url))
    frontier.done(2, stored(200), answer(page(2).url))
    found = frontier.original(b"key")
    assert found is not None
    assert (found.url, found.date, found.digest) == (page(1).url, NOON, "sha1:AAAA")
    assert found.record_id == stored(100).record_id
    assert frontier.original_of(page(2).url) == found
    assert frontier.original_of(page(3).url) is None
    assert frontier.original(b"other") is None


def test_records_that_a_file_lost_are_asked_for_again_and_no_revisit_refers_to_them(frontier: Frontier) -> None:
    frontier.begin_shard(WARC)
    frontier.add(page(number) for number in range(1, 5))
    frontier.done(1, stored(100, payload=b"one"), answer(page(1).url))
    frontier.done(2, stored(200, payload=b"two"), answer(page(2).url, ETag="x"))
    frontier.done(3, None, answer(page(3).url))
    frontier.begin_shard("other")
    twin = Stored("other", 50, 10, "urn:x", NOON, "sha1:AAAA", b"two", revisit=True)
    frontier.done(4, twin, answer(page(4).url))
    assert frontier.requeue_lost(WARC, 200) == 2
    assert [row.state for row in frontier.all()] == ["done", "queued", "done", "queued"]
    again = frontier.find(page(2).url)
    assert again is not None
    assert (again.etag, again.warc, again.record_id) == (None, None, None)
    assert frontier.original(b"two") is None
    assert frontier.original(b"one") is not None
    assert frontier.acknowledged(WARC) == 200


def test_the_tallies_are_what_counting_gives_whatever_is_done(frontier: Frontier) -> None:
    chance = random.Random(7)
    for number in range(40):
        frontier.add([page(number), Entry(f"https://a.example/{number}.xml", "a.example", Kind.SITEMAP)])
    for _ in range(600):
        row = chance.randint(1, 80)
        match chance.randint(0, 7):
            case 0:
                frontier.done(row, None, answer("https://a.example/"))
            case 1:
                frontier.failed(row, "dns", "")
            case 2:
                frontier.retry_later(row, chance.random() * 100, "dns", "")
            case 3:
                frontier.excluded(row, "robots")
            case 4:
                frontier.redirected(row, None, answer("https://a.example/", 301), "https://a.example/x")
            case 5:
                frontier.retry_failed()
            case 6:
                frontier.refresh(2e9)
            case _:
                frontier.release_due(chance.random() * 100)
        seen = Counter(one.state for one in frontier.all())
        assert frontier.counts() == {state: seen[state] for state in State}


def plan(folder: Path, query: str, values: tuple[object, ...]) -> str:
    connection = sqlite3.connect(folder / NAME)
    try:
        return "; ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values))
    finally:
        connection.close()


def test_what_is_due_is_found_without_looking_at_all_urls(tmp_path: Path) -> None:
    Frontier(tmp_path).close()
    due = plan(tmp_path, sql.NEXT, ("a.example", 1))
    assert "USING INDEX queued (host=? AND next_at=?)" in due
    assert "SCAN" not in due
    assert "TEMP B-TREE" not in due
    assert "USING INDEX waiting" in plan(tmp_path, sql.WAKE, (1,))
    hosts = plan(tmp_path, sql.READY_HOSTS, (0, 1))
    assert "USING INDEX queued (host=? AND next_at=?)" in hosts
    assert "SCAN" not in hosts
    for query, values in ((sql.ORIGINAL, (b"",)), (sql.ORIGINAL_OF, ("",))):
        assert "SCAN" not in plan(tmp_path, query, values)


def test_memory_does_not_grow_with_the_urls(frontier: Frontier) -> None:
    frontier.add(page(number) for number in range(2000))
    tracemalloc.start()
    try:
        frontier.add(page(number) for number in range(60_000))
        assert sum(1 for _ in frontier.all()) == 60_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 << 20  # all rows at once are 60 MB


# ---------------------------------------------------------------- what is wrong with the file


def test_nothing_there_is_told_to_who_only_looks(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing has been fetched into"):
        Frontier(tmp_path, readonly=True)
    (tmp_path / NAME).touch()
    with pytest.raises(UsageError, match="nothing has been fetched there yet"):
        Frontier(tmp_path, readonly=True)
    Frontier(tmp_path).close()  # who writes begins


def test_a_frontier_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Frontier(tmp_path).close()
    connection = sqlite3.connect(tmp_path / NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UsageError, match=r"newer qapipe \(schema 99, supported: 1\)"):
        Frontier(tmp_path)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / NAME)
    connection.execute("CREATE TABLE notes (words)")
    connection.commit()
    connection.close()
    with pytest.raises(UsageError, match="not a qapipe frontier"):
        Frontier(tmp_path)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database " * 1000)
    with pytest.raises(DatasetError, match=r"is damaged \(file is not a database\)"):
        Frontier(tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"no database " * 1000


def test_damage_that_is_found_on_the_way_is_told(tmp_path: Path) -> None:
    with Frontier(tmp_path) as frontier:
        frontier.add(page(number) for number in range(20_000))
        frontier.commit()
    file = tmp_path / NAME
    data = bytearray(file.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    file.write_bytes(data)
    with pytest.raises(DatasetError, match="is damaged"), Frontier(tmp_path) as frontier:
        list(frontier.all())


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read or written"):
        Frontier(tmp_path / "missing")


def test_a_frontier_that_another_process_is_writing_is_told_and_can_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qapipe.fetch.frontier.database.BUSY_SECONDS", 0.05)
    script = (
        "import sys; from pathlib import Path; from qapipe.fetch.frontier.frontier import Frontier\n"
        "f = Frontier(Path(sys.argv[1])); f.set_meta('a', 'kept'); f.commit(); f.set_meta('a', 'new')\n"
        "print('ready', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        with Frontier(tmp_path) as frontier:
            with pytest.raises(DatasetError, match="in use by another process"):
                frontier.set_meta("a", "b")
            assert frontier.get_meta("a") == "kept"
        with Frontier(tmp_path, readonly=True) as frontier:
            assert frontier.get_meta("a") == "kept"
        other.communicate(b"")


def test_dates_of_captures_are_kept_to_the_microsecond(frontier: Frontier) -> None:
    frontier.begin_shard(WARC)
    moments = [NOON + timedelta(microseconds=number) for number in range(50)]
    frontier.add(page(number) for number in range(50))
    for number, moment in enumerate(moments):
        place = Stored(WARC, number, 1, f"urn:x:{number}", moment, "sha1:A", b"%d" % number)
        frontier.done(number + 1, place, answer(page(number).url))
    found = [frontier.original(b"%d" % number) for number in range(50)]
    assert [one.date for one in found if one] == moments
