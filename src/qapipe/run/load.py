"""Pages from any source as WARC files: WARC 1.1 (ISO 28500:2017), one gzip member per record.

Archive records are copied unchanged, with their ids; pages of other sources become ``resource`` records, plain text
``conversion`` records. A page (URL and payload) is stored once. Workers write the records of a task to one file, and
the shards are assembled from these files, so that they do not depend on the number of workers.
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

from qapipe.dataset.contents import is_dataset
from qapipe.dataset.outcomes import MAX_FAILURES
from qapipe.disk import atomic_write, check_local, locked, sync
from qapipe.errors import NothingFoundError, UsageError
from qapipe.records.models import RawPage
from qapipe.records.places import describe_place
from qapipe.run.checkpoints import Store, has_results
from qapipe.run.engines.local.worker import Death, Monitor, Phase
from qapipe.run.nothing_found import nothing_found
from qapipe.run.sampling import SampleOptions, choose
from qapipe.run.scheduling import Progress, RunOptions, run_tasks
from qapipe.run.tasks import NON_PAGES, Task, read_items, retry
from qapipe.sources import NOT_MATCHED, NOT_SAMPLED, Captured, Failure, Plan, ReadOptions, Skipped, plan, spooled
from qapipe.sources.warc.writer import page_record, to_captured, warcinfo

SHARD_BYTES = 1_000_000_000
"""Largest size of a shard."""

Failed = dict[str, object]
"""An input that could not be read: ``place``, ``reason``, ``detail``, and where it is."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What is loaded, and how."""

    read: ReadOptions = field(default_factory=ReadOptions)
    run: RunOptions = field(default_factory=RunOptions)
    sample: SampleOptions | None = None
    """The sample of pages to load; None: all. Its read options are those above."""
    shard_bytes: int = SHARD_BYTES
    allow_empty: bool = False
    """Whether a run that finds no page succeeds."""


@dataclass(slots=True)
class LoadSummary:
    """The outcome of a run."""

    out: Path
    shards: list[Path] = field(default_factory=list)
    pages: int = 0
    """Number of pages stored."""
    duplicates: int = 0
    """Number of pages with the same URL and payload as an earlier page."""
    bytes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Number of records that were not stored, by kind."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Number of inputs that could not be read, by reason."""
    failures: list[Failed] = field(default_factory=list)
    """The first inputs that could not be read."""

    @property
    def unreadable(self) -> int:
        """Number of inputs that could not be read."""
        return self.reasons.total()

    @property
    def other_records(self) -> dict[str, int]:
        """Number of archive records that hold no page, by kind."""
        not_chosen = (NOT_MATCHED.kind, NOT_SAMPLED.kind)
        return {kind: count for kind, count in sorted(self.skipped.items()) if kind not in not_chosen}

    def as_json(self) -> dict[str, object]:
        """The summary as JSON values."""
        return {
            "bytes": self.bytes,
            "duplicates": self.duplicates,
            "failed_inputs": self.failures,
            "other_records": self.other_records,
            "pages": self.pages,
            "path": str(self.out),
            "reasons": {"error": self._reasons()} if self.reasons else {},
            "shards": [path.name for path in self.shards],
            "skipped_by_match": self.skipped[NOT_MATCHED.kind],
            "skipped_by_sample": self.skipped[NOT_SAMPLED.kind],
            "unreadable": self.unreadable,
        }

    def _reasons(self) -> dict[str, object]:
        """By reason: the number of inputs, and an example."""
        examples = {str(one["reason"]): one["place"] for one in reversed(self.failures)}
        return {name: {"count": n, "example": examples.get(name)} for name, n in sorted(self.reasons.items())}


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of a task: a file of WARC records, one after the other, and counts."""

    index: int
    path: str
    keys: list[str]
    """A hash of the URL and payload of each page."""
    lengths: list[int]
    """Bytes of each record in the file."""
    skipped: dict[str, int]
    reasons: dict[str, int]
    """Number of inputs that could not be read, by reason."""
    failures: list[Failed]

    @property
    def unreadable(self) -> int:
        """Number of inputs that could not be read."""
        return sum(self.reasons.values())

    @property
    def pages(self) -> int:
        """Number of pages stored."""
        return len(self.keys)

    @property
    def tally(self) -> Sequence[int]:
        """Number of pages."""
        return (len(self.keys) + self.unreadable,)

    def first(self, pages: int) -> "LoadResult":
        """The result with only its first pages."""
        return replace(self, keys=self.keys[:pages], lengths=self.lengths[:pages])

    def metadata(self) -> dict[str, Any]:
        """Everything but the place of the file, as JSON values."""
        return {name: value for name, value in asdict(self).items() if name not in ("index", "path")}


@dataclass(frozen=True, slots=True)
class LoadWork:
    """Stores the pages of tasks as WARC records."""

    options: ReadOptions

    def __call__(self, task: Task, monitor: Monitor) -> LoadResult:
        """Write the records of a task to its file, which appears when it is complete."""
        stored = LoadResult(task.index, task.path, [], [], {}, {}, [])
        skipped: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        failures: list[Failed] = []
        with atomic_write(Path(task.path)) as partial, partial.open("wb") as file:
            for number, item in read_items(task, self.options, monitor):
                if isinstance(item, Skipped):
                    skipped[item.kind] += 1
                elif isinstance(item, Failure) and item.reason in NON_PAGES:
                    skipped[item.reason] += 1
                elif isinstance(item, Failure):
                    if reasons[item.reason] == 0 or len(failures) < MAX_FAILURES:
                        failures.append(_failed(item))
                    reasons[item.reason] += 1
                else:
                    monitor.enter(Phase.PAGE, number)
                    self._store(item, file, stored, skipped)
                    monitor.enter(Phase.READING, number + 1)
                monitor.add_pages((1,))
                if stored.pages == self.options.limit:
                    break
        return replace(stored, skipped=dict(skipped), reasons=dict(reasons), failures=failures)

    def _store(self, item: RawPage, file: BinaryIO, stored: LoadResult, skipped: Counter[str]) -> None:
        page = item if isinstance(item, Captured) else to_captured(item)
        if not self.options.wants(page.url):
            skipped[NOT_MATCHED.kind] += 1
            return
        record = page_record(page)
        file.write(record)
        payload = hashlib.sha256(page.body).digest()
        stored.keys.append(hashlib.sha256((page.url or "").encode() + b"\n" + payload).hexdigest()[:32])
        stored.lengths.append(len(record))

    def restore(self, task: Task, metadata: Mapping[str, Any]) -> LoadResult:
        """The result of a task that an earlier run finished."""
        return LoadResult(task.index, task.path, **metadata)

    def retry(self, task: Task, death: Death) -> Task:
        """The task to try next; see :func:`qapipe.run.tasks.retry`."""
        return retry(task, death)


def load(
    sources: Sequence[str],
    out: Path,
    options: LoadOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _tally, _done, _all: None,
) -> LoadSummary:
    """Store the pages of the sources as WARC shards in the folder ``out``, beside the files that are there.

    Shards are named by a hash of their pages, so that loading the same pages again replaces them. Raises UsageError
    before anything is written, NothingFoundError if there is no page, OutputBusyError if another run is writing to
    ``out``.
    """
    options = options or LoadOptions()
    check_local(out)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is not a directory; choose another --out")
    planned = plan(sources, out=out, is_dataset=is_dataset)
    read = replace(options.read, as_received=True)
    created = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with locked(out.resolve()), _working(out) as (work, streams):
            planned = spooled(planned, stdin, streams)
            read, progress = choose(read, options.sample, planned.splits, streams / "keys", options.run, progress)
            _, stored = run_tasks(LoadWork(read), planned.splits, work, options.run, progress, limit=read.limit)
            _check_found(stored, planned, options)
            name = hashlib.sha256("".join(key for task in stored for key in task.keys).encode()).hexdigest()[:12]
            shards = _Shards(out, f"load-{name}", options.shard_bytes)
            try:
                summary = shards.assemble(stored)
            finally:
                shards.discard()
    finally:
        if created and not any(out.iterdir()):
            out.rmdir()
    return summary


def _check_found(stored: Sequence[LoadResult], planned: Plan, options: LoadOptions) -> None:
    """Raise NothingFoundError if the sources hold no page, or one file that is empty, and could all be read."""
    pages = sum(len(result.keys) for result in stored) if any(split.size for split in planned.splits) else 0
    if pages or options.allow_empty or any(result.unreadable for result in stored):
        return
    skipped = sum((Counter(result.skipped) for result in stored), Counter[str]())
    raise NothingFoundError(nothing_found(planned, options.read, skipped))


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
    except NothingFoundError:
        Store(work).keep_only(())
        raise
    finally:
        shutil.rmtree(streams, ignore_errors=True)
        if not has_results(work):
            shutil.rmtree(work, ignore_errors=True)


class _Shards:
    """Writes shards, which are renamed to their final names when they are complete."""

    def __init__(self, out: Path, prefix: str, shard_bytes: int) -> None:
        self._prefix = prefix
        self._limit = shard_bytes
        self._file: BinaryIO | None = None
        self._filled = 0
        self._seen: set[bytes] = set()
        self._summary = LoadSummary(out)

    def assemble(self, stored: Sequence[LoadResult]) -> LoadSummary:
        """Write all records in the order of the input, each page once."""
        summary = self._summary
        for task in stored:
            summary.skipped.update(task.skipped)
            room = max(MAX_FAILURES - len(summary.failures), 0)
            new = [one for one in task.failures[room:] if one["reason"] not in summary.reasons]  # as examples
            summary.failures += [*task.failures[:room], *new]
            summary.reasons.update(task.reasons)
            with Path(task.path).open("rb") as file:
                for key, length in zip(task.keys, task.lengths, strict=True):
                    record = file.read(length)
                    self._add(bytes.fromhex(key), record)
        self._end()
        return summary

    def discard(self) -> None:
        """Remove an incomplete shard."""
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


def _failed(failure: Failure) -> Failed:
    """An input that could not be read, as JSON values; ``place`` is for people."""
    place = describe_place(failure.source, failure.member, failure.offset)
    return {
        "place": place,
        "url": failure.url,
        "source": failure.source,
        "member": failure.member,
        "offset": failure.offset,
        "reason": failure.reason.value,
        "detail": failure.detail,
    }
