"""From the records of all tasks to the tables: duplicates, captures and experts, part by part.

With several parts three kinds of task follow each other, one task for each part: pages that occur in several parts are
found; the records of a part become rows of its tables; the experts of all parts are rolled up.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

import pyarrow as pa

from qapipe.dataset import repeats
from qapipe.dataset.choices import Captures
from qapipe.dataset.counts import Counts
from qapipe.dataset.experts import PARTIAL
from qapipe.dataset.outcomes import Outcomes
from qapipe.dataset.settle import roll_up, settle, settle_part
from qapipe.dataset.tables import place_of
from qapipe.dataset.writer import Part
from qapipe.disk import atomic_write
from qapipe.errors import QapipeError
from qapipe.records.schema import TABLES
from qapipe.run.engines.engine import Engine
from qapipe.run.engines.engine import run as run_on
from qapipe.run.engines.local.limits import share_of_memory
from qapipe.run.engines.local.worker import Death, Limits, Monitor
from qapipe.run.parted import COLUMNS, PartedFile, PartedWriter, fewer
from qapipe.run.parts import key_of, part_of_keys
from qapipe.run.record_files import OF_RECORD, ORDER, RecordFile, in_order, split_order

OnSettled = Callable[[float, int, int], None]
"""Called with the share of the work done, the number of parts whose tables are written, and that of all parts."""

_MAX_DEATHS = 3
_WORK = (1, 16, 3)  # of the three kinds of task, in the order of their runs, as benchmarks/settling.py found
_PLACE = ("source", "member", "offset")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PartTask:
    """One part of all records."""

    part: int
    size: int = 0
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class PartResult(Generic[T]):
    """What was made of a part."""

    part: int
    value: T
    tally: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PartWork(Generic[T]):
    """Makes something of each part; ``folder`` is for its files."""

    files: tuple[RecordFile, ...]
    bits: int
    folder: Path

    def __call__(self, task: PartTask, monitor: Monitor) -> PartResult[T]:
        """The result of a part."""
        del monitor  # there is no page to blame
        return PartResult(task.part, self.of(task.part))

    def of(self, part: int) -> T:
        """What is made of a part."""
        raise NotImplementedError

    def retry(self, task: PartTask, death: Death) -> PartTask:
        """The same task again, a few times."""
        if task.deaths + 1 >= _MAX_DEATHS:
            raise QapipeError(
                f"a worker process died {_MAX_DEATHS} times while it settled part {task.part + 1:,} of "
                f"{1 << self.bits:,} ({death.cause}); try fewer --workers"
            )
        return replace(task, deaths=task.deaths + 1)

    def read(self, part: int, columns: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
        """The records of a part."""
        return in_order(self.files, part, self.bits, columns)


class RepeatsWork(PartWork[pa.Table]):
    """Finds the pages that occur in several parts; the parts here are those of page ids."""

    def of(self, part: int) -> pa.Table:
        """The rows of :data:`qapipe.dataset.repeats.REPEATS` for the pages of a part."""
        return repeats.find_repeats(self._pages(part), self._place)

    def _pages(self, part: int) -> Iterator[pa.RecordBatch]:
        for file in self.files:
            for batch in file.page_ids(part, self.bits):
                parts = part_of_keys(batch.column(OF_RECORD), self.bits)
                columns = [batch.column("page_id"), parts, batch.column(ORDER), batch.column("captured_at")]
                yield pa.RecordBatch.from_arrays(columns, schema=repeats.OCCURRENCES)

    def _place(self, part: int, order: int) -> str:
        """Where a record of a part is from."""
        task, _ = split_order(order)
        for batch in self.files[task].batches(part, self.bits, _PLACE):
            row = batch.column(ORDER).index(order).as_py()
            if row >= 0:
                return place_of(batch, row)
        raise QapipeError("internal error: a page was lost between parsing and settling; please report it")


@dataclass(frozen=True, slots=True)
class Settled:
    """The tables of a part but for its experts, which are partial."""

    counts: Counts
    tables: dict[str, list[Part]]
    experts: PartedFile


@dataclass(frozen=True, slots=True)
class SettleWork(PartWork[Settled]):
    """Writes the tables of each part."""

    captures: Captures
    named: frozenset[str]
    repeats: tuple[pa.Table, ...]

    def of(self, part: int) -> Settled:
        """The tables of a part, in a folder of its own."""
        folder = Path(tempfile.mkdtemp(prefix=f"part-{part:05d}-", dir=self.folder))  # a task may be tried again
        counts = Counts(outcomes=Outcomes(self.named))
        path = folder / "experts.arrow"
        schema = pa.schema([*PARTIAL, *COLUMNS])
        rows = 0
        with atomic_write(path) as partial, PartedWriter(str(partial), schema, self.bits) as writer:

            def on_experts(batch: pa.RecordBatch) -> None:
                nonlocal rows
                keys = pa.array(map(key_of, batch.column("expert_id").to_pylist()), pa.uint16())
                numbers = pa.array(range(rows, rows + batch.num_rows), pa.int64())
                rows += batch.num_rows
                writer.write(pa.RecordBatch.from_arrays([*batch.columns, keys, numbers], schema=schema))

            own = tuple(repeats.repeats_in(part, self.repeats))
            files = settle_part(
                lambda columns: self.read(part, columns), self.captures, own, folder, counts, on_experts
            )
        return Settled(counts, files, PartedFile(str(path), self.bits, writer.index))


@dataclass(frozen=True, slots=True)
class ExpertsWork(PartWork[list[Part]]):
    """Rolls up the experts of all parts; the parts here are those of expert ids."""

    partials: tuple[PartedFile, ...]

    def of(self, part: int) -> list[Part]:
        """The files of the table experts for a part of the ids."""
        folder = Path(tempfile.mkdtemp(prefix=f"experts-{part:05d}-", dir=self.folder))
        found = (batch for file in self.partials for batch in file.batches(part, self.bits))
        return roll_up(fewer(found), folder)


def settle_all(
    files: Sequence[RecordFile],
    bits: int,
    captures: Captures,
    folders: tuple[Path, Path],
    counts: Counts,
    engine: Engine,
    on_retry: Callable[[], None],
    on_settled: OnSettled = lambda _share, _done, _all: None,
) -> dict[str, list[Part]]:
    """Write all tables and count what is in them; returns the files of each table, in order.

    ``folders`` are that of the dataset and one for the files of parts.
    """
    folder, work = folders
    if not bits:
        with ThreadPoolExecutor(max(engine.workers, 1)) as threads:
            return settle(lambda columns: _watched(files, columns, on_settled), captures, folder, counts, threads)

    def run(kind: int, of_parts: PartWork[T]) -> list[T]:
        return _run(of_parts, bits, engine, on_retry, _Steps(kind, 1 << bits, on_settled))

    work.mkdir(parents=True, exist_ok=True)
    common = (tuple(files), bits, work)
    found = run(0, RepeatsWork(*common))
    repeated = tuple(one for one in found if one.num_rows)
    parts = run(1, SettleWork(*common, captures, counts.outcomes.named, repeated))
    experts = run(2, ExpertsWork((), bits, work, tuple(one.experts for one in parts)))
    for one in parts:
        counts.merge(one.counts)
    tables = {name: [file for one in parts for file in one.tables[name]] for name in TABLES if name != "experts"}
    placed = _placed({**tables, "experts": [file for one in experts for file in one]}, folder)
    counts.experts = sum(file.rows for file in placed["experts"])
    return placed


@dataclass(frozen=True, slots=True)
class _Steps:
    """Tells how far one of the three kinds of task is, as a share of all work."""

    kind: int
    parts: int
    on_settled: OnSettled

    def __call__(self, done: int) -> None:
        share = (sum(_WORK[: self.kind]) + _WORK[self.kind] * done / self.parts) / sum(_WORK)
        self.on_settled(share, (0, done, self.parts)[self.kind], self.parts)


def _watched(
    files: Sequence[RecordFile], columns: Sequence[str] | None, on_settled: OnSettled
) -> Iterator[pa.RecordBatch]:
    """The records of an input of one part; when all columns are read, the tables are written."""
    rows, done = sum(file.rows for file in files), 0
    for batch in in_order(files, 0, 0, columns):
        yield batch
        done += batch.num_rows
        if columns is None and rows:
            on_settled(done / rows, int(done == rows), 1)


def _run(
    work: PartWork[T], bits: int, engine: Engine, on_retry: Callable[[], None], on_part: Callable[[int], None]
) -> list[T]:
    """The values of all parts, in order; ``on_part`` gets the number of parts done, whenever there is something new."""
    tasks = [PartTask(part) for part in range(1 << bits)]
    limits = Limits(None, share_of_memory(engine.workers))
    found: dict[int, T] = {}
    with closing(run_on(engine, work, tasks, limits, lambda _tally, _size: on_part(len(found)), on_retry)) as results:
        for one in results:
            found[one.part] = one.value
            on_part(len(found))
    return [found[part] for part in range(1 << bits)]


def _placed(tables: Mapping[str, Sequence[Part]], folder: Path) -> dict[str, list[Part]]:
    """The files of all parts, renamed to their places in the dataset; a table without rows keeps one empty file."""
    placed: dict[str, list[Part]] = {}
    for name, files in tables.items():
        (folder / name).mkdir()
        for number, file in enumerate([file for file in files if file.rows] or files[:1]):
            path = folder / name / f"part-{number:05d}.parquet"
            file.path.rename(path)
            placed.setdefault(name, []).append(Part(path, file.rows))
    return placed
