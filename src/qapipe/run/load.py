"""Pages out of any source into raw storage: WARC 1.1 (ISO 28500:2017), a gzip member a record.

Records of archives are copied as they are, with their ids; pages of other sources become ``resource`` records, plain
text ``conversion`` records. The same page (url and payload) is stored once. Workers write the records of a task to a
file; the shards are put together from these, so that they are the same for any number of workers.
"""

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from qapipe.dataset.publish import is_dataset
from qapipe.disk import becoming, locked, sync
from qapipe.errors import UsageError
from qapipe.records.models import RawPage
from qapipe.run.checkpoints import Store, has_results
from qapipe.run.engines.local.worker import Clock, Death, Phase
from qapipe.run.scheduling import Progress, RunOptions, run_tasks
from qapipe.run.tasks import NO_PAGE, Task, after, items_of
from qapipe.sources import NOT_MATCHED, Captured, Failure, ReadOptions, Skipped, plan, spooled
from qapipe.sources.warc.writer import page_record, to_captured, warcinfo

SHARD_BYTES = 1_000_000_000
"""A shard ends before the record that would make it larger."""

_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What is loaded."""

    read: ReadOptions = field(default_factory=ReadOptions)
    run: RunOptions = field(default_factory=RunOptions)
    shard_bytes: int = SHARD_BYTES


@dataclass(slots=True)
class LoadSummary:
    """What a run did."""

    out: Path
    shards: list[Path] = field(default_factory=list)
    pages: int = 0
    """Pages stored."""
    duplicates: int = 0
    """Pages that were there already: the same url and payload."""
    bytes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """What was not stored, by kind."""
    unreadable: int = 0
    failures: list[str] = field(default_factory=list)
    """The first few of what could not be read: where, why, what."""

    def as_json(self) -> dict[str, object]:
        """The summary as plain values."""
        return {
            "bytes": self.bytes,
            "duplicates": self.duplicates,
            "other_records": {kind: n for kind, n in sorted(self.skipped.items()) if kind != NOT_MATCHED.kind},
            "pages": self.pages,
            "path": str(self.out),
            "shards": [path.name for path in self.shards],
            "skipped_by_match": self.skipped[NOT_MATCHED.kind],
            "unreadable": self.unreadable,
        }


@dataclass(frozen=True, slots=True)
class _Stored:
    """A finished task: its records lie one behind the other in a file."""

    index: int
    path: str
    keys: list[str]
    """What tells each page from others: a hash of its url and payload."""
    lengths: list[int]
    """Bytes of each record in the file."""
    skipped: dict[str, int]
    unreadable: int
    failures: list[str]

    @property
    def tally(self) -> Sequence[int]:
        """Pages."""
        return (len(self.keys) + self.unreadable,)

    def told(self) -> dict[str, Any]:
        """All but the place of the file."""
        return {name: value for name, value in asdict(self).items() if name not in ("index", "path")}


@dataclass(frozen=True, slots=True)
class LoadWork:
    """Stores the pages of tasks."""

    options: ReadOptions

    def __call__(self, task: Task, clock: Clock) -> _Stored:
        """The records of a task. The file has its name when it is complete, and not before."""
        stored = _Stored(task.index, task.path, [], [], {}, 0, [])
        skipped: Counter[str] = Counter()
        failures: list[str] = []
        unreadable = 0
        with becoming(Path(task.path)) as partial, partial.open("wb") as file:
            for number, item in items_of(task, self.options, clock):
                if isinstance(item, Skipped):
                    skipped[item.kind] += 1
                elif isinstance(item, Failure) and item.reason in NO_PAGE:
                    skipped[item.reason] += 1
                elif isinstance(item, Failure):
                    unreadable += 1
                    failures.append(_told(item))
                else:
                    clock.enter(Phase.PAGE, number)
                    self._store(item, file, stored, skipped)
                    clock.enter(Phase.READING, number + 1)
                clock.tell((1,))
        return replace(stored, skipped=dict(skipped), unreadable=unreadable, failures=failures[:_EXAMPLES])

    def _store(self, item: RawPage, file: BinaryIO, stored: _Stored, skipped: Counter[str]) -> None:
        page = item if isinstance(item, Captured) else to_captured(item)
        if not self.options.wants(page.url):
            skipped[NOT_MATCHED.kind] += 1
            return
        record = page_record(page)
        file.write(record)
        payload = hashlib.sha256(page.body).digest()
        stored.keys.append(hashlib.sha256((page.url or "").encode() + b"\n" + payload).hexdigest()[:32])
        stored.lengths.append(len(record))

    def restore(self, task: Task, told: Mapping[str, Any]) -> _Stored:
        """A task that was finished before, by what was told of it then."""
        return _Stored(task.index, task.path, **told)

    def after(self, task: Task, death: Death) -> Task:
        """The task as it is to be tried again; see :func:`qapipe.run.tasks.after`."""
        return after(task, death)


def load(
    sources: Sequence[str],
    out: Path,
    options: LoadOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _tally, _done, _all: None,
) -> LoadSummary:
    """Store the pages of the sources as WARC shards in the folder ``out``, beside what is there.

    The names of the shards tell what was loaded, so doing it again replaces them. Raises UsageError before anything
    is written, DatasetError when another run is at work there.
    """
    options = options or LoadOptions()
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is no folder; name another one with --out")
    planned = plan(sources, out=out, is_dataset=is_dataset)
    read = replace(options.read, as_received=True)
    created = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with locked(out.resolve()), _working(out) as (work, streams):
            planned = spooled(planned, stdin, streams)
            _, stored = run_tasks(LoadWork(read), planned.splits, work, options.run, progress)
            name = hashlib.sha256("".join(key for task in stored for key in task.keys).encode()).hexdigest()[:12]
            shards = _Shards(out, f"load-{name}", options.shard_bytes)
            try:
                summary = shards.put_together(stored)
            finally:
                shards.give_up()
    finally:
        if created and not any(out.iterdir()):
            out.rmdir()
    return summary


def work_folder(out: Path) -> Path:
    """Where a run that stores pages in ``out`` keeps the results of finished tasks."""
    return out / ".qapipe-load"


@contextmanager
def _working(out: Path) -> Iterator[tuple[Path, Path]]:
    """Folders for the results of tasks and for streams; only results that the next run can use outlast an error."""
    work, streams = work_folder(out), out / ".qapipe-load-streams"
    work.mkdir(exist_ok=True)
    try:
        yield work, streams
        Store(work).keep_only(())
    finally:
        shutil.rmtree(streams, ignore_errors=True)
        if not has_results(work):
            shutil.rmtree(work, ignore_errors=True)


class _Shards:
    """Writes shards; none has its name before it is complete."""

    def __init__(self, out: Path, prefix: str, shard_bytes: int) -> None:
        self._prefix = prefix
        self._limit = shard_bytes
        self._file: BinaryIO | None = None
        self._filled = 0
        self._seen: set[bytes] = set()
        self._summary = LoadSummary(out)

    def put_together(self, stored: Sequence[_Stored]) -> LoadSummary:
        """All records in the order of the input, each page once."""
        summary = self._summary
        for task in stored:
            summary.skipped.update(task.skipped)
            summary.unreadable += task.unreadable
            summary.failures = (summary.failures + task.failures)[:_EXAMPLES]
            with Path(task.path).open("rb") as file:
                for key, length in zip(task.keys, task.lengths, strict=True):
                    record = file.read(length)
                    self._add(bytes.fromhex(key), record)
        self._end()
        return summary

    def give_up(self) -> None:
        """Leave nothing of a shard that is not complete."""
        if self._file is not None:
            self._file.close()
            Path(self._file.name).unlink(missing_ok=True)

    def _add(self, key: bytes, record: bytes) -> None:
        if key in self._seen:
            self._summary.duplicates += 1
            return
        self._seen.add(key)
        if self._file is not None and self._filled + len(record) > self._limit:
            self._end()
        if self._file is None:
            self._begin()
        self._write(record)
        self._summary.pages += 1

    def _begin(self) -> None:
        path = self._path()
        self._file = path.with_name(f"{path.name}.open").open("wb")
        self._filled = 0
        self._write(warcinfo(path.name))

    def _write(self, record: bytes) -> None:
        if self._file is not None:
            self._file.write(record)
            self._filled += len(record)
            self._summary.bytes += len(record)

    def _end(self) -> None:
        if self._file is None:
            return
        path = self._path()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None
        path.with_name(f"{path.name}.open").replace(path)
        sync(path.parent)
        self._summary.shards.append(path)

    def _path(self) -> Path:
        return self._summary.out / f"{self._prefix}-{len(self._summary.shards):05d}.warc.gz"


def _told(failure: Failure) -> str:
    place = ":".join(str(part) for part in (failure.source, failure.member, failure.offset) if part is not None)
    return f"{place}: {failure.reason}: {failure.detail}"
