"""Archives of other projects: every record is accounted for, as other readers count them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qapipe.run.pipeline import parse_to_dataset
from qapipe.sources import ReadOptions, Skipped, plan
from qapipe.sources.base import Kind
from qapipe.sources.compression.members import Damage
from qapipe.sources.detection import open_source
from qapipe.sources.reading import read
from qapipe.sources.warc.format import ARC, WARC
from qapipe.sources.warc.records import archive_records
from support.places import SHARED

FIXTURES = SHARED / "fixtures"
pytestmark = pytest.mark.skipif(not FIXTURES.exists(), reason="the shared pages are not here")

KNOWN: dict[str, Any] = json.loads((FIXTURES / "gold" / "_warc_counts.json").read_text()) if FIXTURES.exists() else {}
DAMAGED = {
    "bad.arc": 3,
    "clipped.warc.gz": 1,
    "example-space-in-url.arc": 1,
    "example-trunc.warc": 1,
    "warcs__bad.arc": 3,
    "warcs__example.warc": 1,
}
"""Records that are incomplete: no other record follows their declared length, or the file ends in them."""


def counted(path: Path) -> tuple[Counter[str], int]:
    """Records by type, including damaged ones, and the number of damaged stretches."""
    kinds: Counter[str] = Counter()
    damaged = 0
    with open_source(str(path), path.name) as file:
        form = ARC if file.kind is Kind.ARC else WARC
        for block in archive_records(file, form, 0, None, 32 << 20):
            if isinstance(block, Damage):
                damaged += 1
                kinds[(form.fields(block.head).get("WARC-Type") or "?").lower()] += 1
            else:
                kinds[block.kind] += 1
    return kinds, damaged


@pytest.mark.parametrize("name", KNOWN)
def test_records_are_those_that_other_readers_count(name: str) -> None:
    kinds, damaged = counted(FIXTURES / "warc" / name)
    assert damaged == DAMAGED.get(Path(name).name, 0)
    # Where warcio gives up and FastWARC does not, or the other way round, the one that read more is right.
    theirs = max(
        (KNOWN[name][reader]["types"] for reader in ("warcio", "fastwarc")), key=lambda types: sum(types.values())
    )
    ours = {"unknown" if kind not in _KINDS else kind: count for kind, count in kinds.items()}
    assert ours == theirs


_KINDS = frozenset("warcinfo response resource request metadata revisit conversion continuation".split())


def test_every_file_gives_pages_or_says_why_not() -> None:
    silent = []
    for split in plan([str(FIXTURES)]).splits:
        found = [item for item in read(split, ReadOptions()) if not isinstance(item, Skipped)]
        if not found and split.size and not split.source.startswith("warc/"):
            silent.append(split.source)
    assert silent == []


def test_every_archive_is_parsed_without_a_crash(tmp_path: Path) -> None:
    summary = parse_to_dataset([str(FIXTURES / "warc")], tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "pages").to_pylist()
    assert summary.counts.pages == len(rows) > 300
    assert not [row for row in rows if row["reason"] == "parser_crashed"]
    revisits = sum(
        counts["warcio"]["types"].get("revisit", 0)
        for name, counts in KNOWN.items()
        if counts["warcio"]["error"] is None
    )
    assert summary.counts.reason["revisit"] >= revisits > 0
