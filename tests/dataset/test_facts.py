"""Rows and filled values from the footers of files are those that reading all rows gives."""

from pathlib import Path

import pyarrow as pa

from qapipe.dataset import tables
from qapipe.dataset.facts import facts_of
from qapipe.dataset.writer import TableWriter
from support.datasets import rows_of
from support.records import answered, asked, linked


def test_filled_values_and_sizes(tmp_path: Path) -> None:
    credentials = [("MD",), (), ("MD", "FACS"), ()]
    answers = [
        answered(number, name, author_credentials=found, answer_id=f"a{number}", votes=0 if number == 1 else None)
        for number, (name, found) in enumerate(zip(["x", None, "y", None], credentials, strict=True), 1)
    ]
    rows = tables.answers(tables.in_tables(linked(asked("p", "q", *answers), asked("r", "s"))))
    writer = TableWriter(tmp_path / "answers", "answers")
    for start in range(rows.num_rows):
        writer.write(rows.slice(start, 1))
    facts = facts_of({"answers": writer.close()})["answers"]
    written = rows_of(tmp_path, "answers")
    assert facts.rows == len(written) == 4
    assert facts.filled == {
        name: sum(row[name] not in (None, []) for row in written) for name in pa.Table.from_batches([rows]).column_names
    }
    assert facts.filled["author_credentials"] == 2
    assert facts.share("votes") == 0.25
    assert facts.file_bytes == (tmp_path / "answers" / "part-00000.parquet").stat().st_size
    assert facts.data_bytes > 0


def test_without_rows_nothing_is_known(tmp_path: Path) -> None:
    facts = facts_of({"experts": TableWriter(tmp_path / "experts", "experts").close()})["experts"]
    assert (facts.rows, facts.share("name")) == (0, None)
