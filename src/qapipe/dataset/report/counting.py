"""A dataset counted: each table is read once, in batches, so that memory does not grow with the dataset."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from qapipe.dataset.object_store import local_copy
from qapipe.dataset.reading import Dataset, Table, open_dataset
from qapipe.dataset.report.distributions import Answers, Questions
from qapipe.dataset.report.fill import Fill, fill_rates
from qapipe.dataset.report.frequent import Frequent
from qapipe.dataset.report.groups import Groups, check_column, grouped
from qapipe.dataset.report.ledger import Ledger
from qapipe.objects import as_given

TOP = 50
"""Number of specialties and locations in JSON."""


class _Counting(Protocol):
    """Something that counts the rows of a table."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns that it needs."""

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is in a dataset."""

    folder: Path
    rows: Mapping[str, int]
    """By table."""
    ledger: Ledger
    questions: Questions
    answers: Answers
    fill: Mapping[str, Sequence[Fill]]
    """By table."""
    noise: Mapping[str, int]
    """Pieces of noise removed by rule, the most frequent first."""
    by: Groups | None

    def as_json(self) -> dict[str, object]:
        """The report as JSON values."""
        counted = self.ledger.as_json()
        return {
            **counted,
            **{name: rows for name, rows in self.rows.items() if name != "pages"},
            "by": self.by.as_json() if self.by else None,
            "distributions": self._distributions(),
            "fill": {name: {one.column: _fill(one) for one in columns} for name, columns in self.fill.items()},
            "noise_removed": dict(self.noise),
            "path": as_given(self.folder),
        }

    def _distributions(self) -> dict[str, object]:
        ratings = self.answers.ratings.as_json() | {"scale": 5, "without_scale": self.answers.without_scale}
        return {
            "answer_characters": self.answers.lengths.as_json(),
            "answers_per_question": self.questions.answers.as_json(),
            "locations": _frequent(self.answers.locations),
            "question_characters": self.questions.lengths.as_json(),
            "ratings": ratings,
            "specialties": _frequent(self.answers.specialties),
            "years": {
                "answered": _years(self.answers.years),
                "asked": _years(self.questions.years),
                "captured": _years(self.ledger.captured),
            },
        }


Progress = Callable[[int, int], None]
"""Gets the number of rows that were read, and of those to be read."""


def make_report(dataset: Path, by: str | None = None, progress: Progress = lambda _done, _total: None) -> Report:
    """Count the dataset in a folder or at an address; ``by`` is a column of the table answers to group by.

    Raises UsageError if it is no dataset or the table has no such column, and DatasetError if it is damaged.
    """
    with local_copy(dataset) as folder:
        return _counted(dataset, open_dataset(folder), by, progress)


def _counted(path: Path, dataset: Dataset, by: str | None, progress: Progress) -> Report:
    if by is not None:
        check_column(dataset.tables["answers"], by)
    tables = dataset.tables
    times = {"pages": 1, "questions": 1, "answers": 1 if by is None else 3}
    watch = _Watch(progress, sum(tables[name].rows * often for name, often in times.items()))
    ledger, questions, answers = Ledger(), Questions(), Answers()
    _count(tables["pages"], ledger, watch)
    _count(tables["questions"], questions, watch)
    _count(tables["answers"], answers, watch)
    return Report(
        path,
        {name: table.rows for name, table in tables.items()},
        ledger,
        questions,
        answers,
        {name: fill_rates(table) for name, table in tables.items()},
        _noise(dataset),
        grouped(tables["answers"], by, watch) if by else None,
    )


@dataclass(slots=True)
class _Watch:
    """Passes batches on, and reports the rows in them."""

    progress: Progress
    total: int
    done: int = 0

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch
            self.done += batch.num_rows
            self.progress(self.done, self.total)


def _count(table: Table, counting: _Counting, watch: _Watch) -> None:
    for batch in watch(table.batches(counting.columns)):
        counting.add(batch)


def _noise(dataset: Dataset) -> dict[str, int]:
    """Noise by rule, from the manifest: the ledger has only the number on each page."""
    counts = dataset.manifest.get("counts")
    noise = counts.get("noise_removed") if isinstance(counts, dict) else None
    found = {str(rule): count for rule, count in noise.items()} if isinstance(noise, dict) else {}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _fill(one: Fill) -> dict[str, object]:
    return {"filled": one.filled, "share": None if one.share is None else round(one.share, 4)}


def _frequent(values: Frequent) -> dict[str, object]:
    top = [{"count": count, "value": value} for value, count in values.top(TOP)]
    return {"count": values.rows, "distinct": values.distinct, "too_low_by_at_most": values.error, "top": top}


def _years(years: Counter[int]) -> dict[str, int]:
    return {str(year): count for year, count in sorted(years.items())}
