"""Large files are read in pieces, which are larger where there would be too many."""

from pathlib import Path

import pytest

from qapipe.sources import split_large_files, splits
from qapipe.sources.base import Split
from qapipe.sources.splits import MAX_PIECES, PIECE_BYTES, piece_bytes

WHOLE_CRAWL = 90_000 * 10**9


def test_pieces_double_where_there_would_be_too_many() -> None:
    assert piece_bytes(0) == PIECE_BYTES
    assert piece_bytes(MAX_PIECES * PIECE_BYTES) == PIECE_BYTES
    assert piece_bytes(MAX_PIECES * PIECE_BYTES + 1) == 2 * PIECE_BYTES
    assert piece_bytes(WHOLE_CRAWL) == 1 << 30
    assert WHOLE_CRAWL / piece_bytes(WHOLE_CRAWL) < MAX_PIECES


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
