"""Large files are read in pieces, which are larger where there would be too many."""

from pathlib import Path

import pytest

from qapipe.sources import split_large_files, splits
from qapipe.sources.base import Split
from qapipe.sources.splits import ENOUGH, LARGER, MAX_PIECES, PIECE_BYTES, least_bytes, piece_bytes

WHOLE_CRAWL = 90_000 * 10**9


def test_pieces_double_where_there_would_be_too_many() -> None:
    assert least_bytes(0) == PIECE_BYTES
    assert least_bytes(MAX_PIECES * PIECE_BYTES) == PIECE_BYTES
    assert least_bytes(MAX_PIECES * PIECE_BYTES + 1) == 2 * PIECE_BYTES
    assert least_bytes(WHOLE_CRAWL) == 1 << 30
    assert WHOLE_CRAWL / least_bytes(WHOLE_CRAWL) < MAX_PIECES


@pytest.mark.parametrize(
    ("path", "size", "least", "expected"),
    [
        ("a.jsonl", PIECE_BYTES, PIECE_BYTES, PIECE_BYTES),
        ("a.jsonl", 2 * PIECE_BYTES, PIECE_BYTES, PIECE_BYTES),
        ("a.jsonl", 2 * PIECE_BYTES + 4, PIECE_BYTES, PIECE_BYTES // 2 + 1),  # else one of two workers would have two
        ("a.jsonl", 5 * PIECE_BYTES, PIECE_BYTES, 5 * PIECE_BYTES // 8),
        ("a.jsonl", 8 * PIECE_BYTES, PIECE_BYTES, PIECE_BYTES),
        ("a.jsonl", ENOUGH * PIECE_BYTES, PIECE_BYTES, PIECE_BYTES),
        ("a.jsonl", ENOUGH * PIECE_BYTES * 3, PIECE_BYTES, 3 * PIECE_BYTES),  # as many, and each larger
        ("a.jsonl", ENOUGH * PIECE_BYTES * 100, PIECE_BYTES, LARGER * PIECE_BYTES),
        ("a.jsonl", ENOUGH * PIECE_BYTES * 3 - 1, PIECE_BYTES, 3 * PIECE_BYTES),
        ("a.jsonl", 10 * PIECE_BYTES, 64 * PIECE_BYTES, 64 * PIECE_BYTES),
        ("s3://pages/a.jsonl", 10 * PIECE_BYTES, PIECE_BYTES, LARGER * PIECE_BYTES),
        ("s3://pages/a.jsonl", 10 * PIECE_BYTES, 64 * PIECE_BYTES, 64 * PIECE_BYTES),
    ],
)
def test_pieces_of_a_file_are_small_until_there_are_enough(path: str, size: int, least: int, expected: int) -> None:
    assert piece_bytes(Split(path, "a.jsonl", size), least) == expected


@pytest.mark.parametrize(("most", "starts"), [(100, [0, 972, 1945, 2917]), (2, [0, 1945]), (1, [0])])
def test_a_file_is_cut_into_pieces_of_that_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, starts: list[int]
) -> None:
    monkeypatch.setattr(splits, "PIECE_BYTES", 1_000)
    monkeypatch.setattr(splits, "MAX_PIECES", most)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "words"}\n' * 215 + b'{"text": "last"}\n\n\n\n')
    size = path.stat().st_size
    found = list(split_large_files([Split(str(path), "a.jsonl", size)]))
    assert [split.start for split in found] == starts
    assert sum(split.size for split in found) == size
    assert found[-1].end is None
