"""Small archives with what other writers do: what is right for each stands in the README beside them."""

from pathlib import Path

import pytest

from qapipe.readers.parse import parse_page
from qapipe.records.plain import RawPage
from qapipe.sources import Skipped
from support.places import SHARED
from support.reading import items

CASES = SHARED / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
PAGES = {
    "bom.warc": [("q/1", "ok"), ("q/2", "ok")],
    "ce-two-lines.warc": [("q/1", "ok"), ("q/2", "ok")],
    "cl-larger.warc": [("q/1", "partial page_truncated"), ("q/2", "ok")],
    "continue100.warc": [("q/1", "ok"), ("q/2", "ok")],
    "heritrix-dns.warc": [("q/1", "ok")],
    "identified.warc": [(f"q/{n}", "ok") for n in range(1, 7)],
    "len-missing.warc.gz": [("q/1", "ok"), ("q/2", "ok")],
    "lowercase-status.warc": [("q/1", "ok"), ("q/2", "ok")],
    "seg2.warc": [("q/1", "partial page_truncated"), ("q/2", "ok")],
}
"""URL below the host, status and warnings of each page."""


@pytest.mark.parametrize("name", PAGES)
def test_archives_of_other_writers_give_their_pages(tmp_path: Path, name: str) -> None:
    found = [one for one in items(tmp_path / name, (CASES / name).read_bytes()) if not isinstance(one, Skipped)]
    assert all(isinstance(one, RawPage) for one in found)
    records = [parse_page(one) for one in found if isinstance(one, RawPage)]
    outcomes = [((one.url or "").partition("example/")[2], " ".join((one.status, *one.warnings))) for one in records]
    assert outcomes == PAGES[name]
