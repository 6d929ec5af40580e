"""A sample of N pages: all sources are read once for the keys of their pages, of which the N smallest are kept."""

import heapq
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qapipe.disk import atomic_write
from qapipe.errors import PageError
from qapipe.records.plain import RawPage
from qapipe.run.engines.local.worker import Death, Monitor, Phase
from qapipe.run.scheduling import Progress, RunOptions, run_tasks
from qapipe.run.tasks import Task, read_items, retry
from qapipe.sources import Failure, ReadOptions, Sample, Skipped, Split, sample_key
from qapipe.sources.sampling import threshold_of


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """Which pages are sampled; everything that affects the keys of a task."""

    size: int
    seed: int = 0
    read: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True)
class KeyResult:
    """The keys of a task, as 64-bit integers in its file."""

    index: int
    path: str
    pages: int

    @property
    def tally(self) -> Sequence[int]:
        """Number of pages."""
        return (self.pages,)

    def first(self, pages: int) -> "KeyResult":
        """The result as if it had so many pages: keys have no order."""
        return replace(self, pages=pages)

    def metadata(self) -> dict[str, Any]:
        """Everything but the place of the file, as JSON values."""
        return {"pages": self.pages}

    def smallest(self) -> Iterator[int]:
        """The keys, in no particular order."""
        found = array("Q")
        found.frombytes(Path(self.path).read_bytes())
        return iter(found)


@dataclass(frozen=True, slots=True)
class KeyWork:
    """Finds the smallest keys of the pages of tasks."""

    options: SampleOptions

    def __call__(self, task: Task, monitor: Monitor) -> KeyResult:
        """Write the smallest keys of a task to its file, which appears when it is complete."""
        keys: list[int] = []
        pages = 0
        for number, item in read_items(task, self.options.read, monitor):
            if isinstance(item, Skipped):
                continue
            monitor.enter(Phase.PAGE, number)
            key = sample_key(item, self.options.seed) if self._wanted(item) else None
            monitor.enter(Phase.READING, number + 1)
            monitor.add_pages((1,))
            if key is None:
                continue
            pages += 1
            if len(keys) < self.options.size:
                heapq.heappush(keys, -key)
            else:
                heapq.heappushpop(keys, -key)
        with atomic_write(Path(task.path)) as partial:
            partial.write_bytes(array("Q", [-key for key in keys]).tobytes())
        return KeyResult(task.index, task.path, pages)

    def _wanted(self, item: RawPage | Failure) -> bool:
        """Whether the globs want a page whose URL only the page itself states."""
        if item.url is not None or not self.options.read.chooses or isinstance(item, Failure):
            return True
        from qapipe.page.document import open_document  # noqa: PLC0415  few samples need it

        try:
            return self.options.read.wants(open_document(item)[0].url)
        except PageError:
            return self.options.read.wants(None)

    def restore(self, task: Task, metadata: Mapping[str, Any]) -> KeyResult:
        """The result of a task that an earlier run finished."""
        return KeyResult(task.index, task.path, **metadata)

    def retry(self, task: Task, death: Death) -> Task:
        """The task to try next; see :func:`qapipe.run.tasks.retry`."""
        return retry(task, death)


def choose(
    read: ReadOptions,
    sample: SampleOptions | None,
    splits: Sequence[Split],
    folder: Path,
    run: RunOptions,
    progress: Progress,
) -> tuple[ReadOptions, Progress]:
    """The read options that keep the sample, and the progress of what follows; unchanged if there is no sample.

    ``folder`` is for the keys. Reading them is the first half of the progress.
    """
    if sample is None:
        return read, progress
    folder.mkdir(parents=True, exist_ok=True)
    work = KeyWork(replace(sample, read=read))
    _, results = run_tasks(work, splits, folder, run, lambda _tally, done, total: progress((), done, 2 * total))
    keys = (key for result in results for key in result.smallest())
    chosen = replace(read, sample=Sample(sample.seed, threshold_of(keys, sample.size)))
    return chosen, lambda tally, done, total: progress(tally, total + done, 2 * total)
