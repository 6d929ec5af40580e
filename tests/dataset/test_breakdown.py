"""Outcomes by host or source, from a dataset on disk."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.dataset.breakdown import breakdown
from qapipe.dataset.choices import By

ROWS = [
    ("https://A.example/1", "one.jsonl", "ok", None),
    ("http://a.example/2", "one.jsonl", "not_qa", "review"),
    ("https://a.example:8080/3", "two.jsonl", "duplicate", "same_payload"),
    ("https://b.example/1", "two.jsonl", "error", "corrupt"),
    (None, "two.jsonl", "not_qa", "no_question"),
    ("https://[", "two.jsonl", "not_qa", "no_question"),
]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for number in (0, 3):
        columns = list(zip(*ROWS[number : number + 3], strict=True))
        table = pa.table(dict(zip(("url", "source", "status", "reason"), columns, strict=True)))
        pq.write_table(table, tmp_path / "pages" / f"{number}.parquet")
    return tmp_path


def test_by_host(dataset: Path) -> None:
    found = breakdown(dataset, By.HOST)
    assert [(group.name, group.pages) for group in found] == [("a.example", 3), ("(no URL)", 2), ("b.example", 1)]
    assert found[0].as_json() == {
        "pages": 3, "reason": {"review": 1}, "status": {"duplicate": 1, "not_qa": 1, "ok": 1},
    }  # fmt: skip


def test_by_source(dataset: Path) -> None:
    found = breakdown(dataset, By.SOURCE)
    assert [(group.name, group.pages) for group in found] == [("two.jsonl", 4), ("one.jsonl", 2)]
    assert found[0].reason == {"corrupt": 1, "no_question": 2}
    assert list(found[0].as_json()) == ["pages", "reason", "status"]
    assert found[0].as_json()["status"] == {"duplicate": 1, "error": 1, "not_qa": 2}
    assert found[1].reason == {"review": 1}
