"""What tests of fetched WARC files share: a page fetched and marked, and what others read in the files."""

import gzip
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType as FastType
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Entry, Row, State, Stored
from qapipe.fetch.warc.records import CrawlContext
from qapipe.fetch.warc.writer import WarcWriter
from support.warc_run import HOST, exchange

URL = f"https://{HOST}/page"


def fetch(frontier: Frontier, writer: WarcWriter, number: int, body: bytes = b"", chunk: int = 0) -> Stored:
    """Fetch and mark one page."""
    url = f"{URL}{number}"
    frontier.add([Entry(url, HOST)])
    row = frontier.find(url)
    assert row is not None
    answer = exchange(url, body or b"<p>%d</p>" % number, chunk=chunk, etag='"e"')
    stored = writer.write(answer, CrawlContext(via=URL))
    frontier.done(row.id, stored, answer)
    return stored


def shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def contents(path: Path) -> list[tuple[dict[str, str], bytes]]:
    """Header and block of every record, as warcio reads them. It and FastWARC find all digests right."""
    with path.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True)
        found = [(dict(record.rec_headers.headers), record.raw_stream.read()) for record in records]
    check(path)
    fast = [
        "WARC-Block-Digest" not in one.headers or one.verify_block_digest()
        for one in FastIterator(str(path), parse_http=False)
    ]
    assert fast == [True] * len(found)
    responses = FastIterator(str(path), record_types=FastType.response)
    assert all("WARC-Payload-Digest" not in one.headers or one.verify_payload_digest() for one in responses)
    return found


def check(path: Path) -> None:
    """What ``warcio check`` does."""
    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all() == 0


def kinds(path: Path) -> list[str]:
    return [headers["WARC-Type"] for headers, _ in contents(path)]


def at(folder: Path, row: Row) -> tuple[str, str, bytes]:
    """Type, URL and block of the record where the frontier says that the page lies, read from there alone."""
    assert row.warc is not None
    assert row.offset is not None
    assert row.length is not None
    data = (folder / row.warc).read_bytes()[row.offset : row.offset + row.length]
    record = next(ArchiveIterator(BytesIO(data), no_record_parse=True))
    assert gzip.decompress(data)[:7] == b"WARC/1."
    headers = record.rec_headers
    assert headers.get_header("WARC-Record-ID") == f"<{row.record_id}>"
    return headers.get_header("WARC-Type"), headers.get_header("WARC-Target-URI"), record.raw_stream.read()


def judge(folder: Path) -> int:
    """Each URL that is done has one record, at its place, and there are no others; how many there are."""
    pages = [
        headers["WARC-Target-URI"]
        for path in shards(folder)
        for headers, _ in contents(path)
        if headers["WARC-Type"] in ("response", "revisit")
    ]
    with Frontier(folder, readonly=True) as frontier:
        done = [row for row in frontier.all() if row.state is State.DONE]
    assert sorted(pages) == sorted(row.url for row in done)
    for row in done:
        assert at(folder, row)[1] == row.url
    return len(done)
