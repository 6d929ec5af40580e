"""Settle synthetic records of a large input: time per record, and the peak memory of any process.

Nothing is read or parsed: record files are made as the tasks of a run would leave them, with duplicates, captures and
experts, and settled in as many parts as so many bytes of sources have. Arguments: millions of records, such as 5 20.
"""

import hashlib
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from qapipe.dataset.choices import Captures
from qapipe.dataset.counts import Counts
from qapipe.records.batches import record_batch
from qapipe.records.plain import Answer, Question, Record
from qapipe.records.reasons import Status
from qapipe.run.checkpoints import IDS_SUFFIX
from qapipe.run.engines.engine import Engine
from qapipe.run.parted import PartedFile
from qapipe.run.parts import bits_for
from qapipe.run.record_files import RecordFile, RecordWriter
from qapipe.run.settling import settle_all

TASK_RECORDS = 50_000
SOURCE_BYTES = 1_000
"""Bytes of the sources for each record, as stored."""
WORKERS = 2
_BATCH = 1_000


def _id(kind: str, number: int) -> str:
    return hashlib.sha256(f"{kind} {number}".encode()).hexdigest()[:32]


def _record(number: int) -> Record:
    """A record; every tenth is the same page as the one before, every fifth question has two captures."""
    number -= number % 10 == 9
    question = _id("question", number - (number % 5 == 4))
    expert = _id("expert", number * 7 % 1_000_003)
    answer = Answer(1, "Give it time, and ask again in a month. " * 4, author_name="Ida Quist", expert_id=expert)
    answer.answer_id = _id("answer", number)
    return Record(
        _id("page", number), Status.OK, url=f"https://x.example/question/{number}", site="thread", layout="posts",
        question_id=question, thread_id=question, question=Question(title=f"Why is it so, {number}?", body="I wonder."),
        answers=(answer,), source="dump.jsonl", offset=number, bytes=2_000, payload_sha256=_id("payload", number) * 2,
    )  # fmt: skip


def write(place: tuple[str, int, int, int]) -> RecordFile:
    """Write the records of a task."""
    path, task, records, bits = place
    with RecordWriter(path, bits) as writer:
        for start in range(0, records, _BATCH):
            first = task * TASK_RECORDS + start
            writer.write(record_batch([_record(first + n) for n in range(min(_BATCH, records - start))]))
    ids = PartedFile(f"{path}{IDS_SUFFIX}", bits, writer.id_parts) if bits else None
    return RecordFile(PartedFile(path, bits, writer.parts), ids, task, 0, records)


def processes() -> Iterator[Path]:
    """The ``/proc`` folders of this process and all below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, waiting = set(), [int(Path("/proc/self").resolve().name)]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += [child for child, parent in parents.items() if parent == one and child not in found]
    return (Path(f"/proc/{one}") for one in found)


def peak_bytes() -> int:
    """The largest resident memory that any of them has had."""
    peak = 0
    for folder in processes():
        try:
            lines = (folder / "status").read_text().splitlines()
        except OSError:
            continue
        peak = max([peak, *(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:"))])
    return peak


def measure(records: int, folder: Path) -> str:
    """Make and settle so many records; returns a line of the report."""
    bits = bits_for(records * SOURCE_BYTES)
    tasks = -(-records // TASK_RECORDS)
    places = [
        (str(folder / f"{task}.result"), task, min(TASK_RECORDS, records - task * TASK_RECORDS), bits)
        for task in range(tasks)
    ]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("forkserver")) as pool:
        files = list(pool.map(write, places))
    (folder / "dataset").mkdir()
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak[0] = max(peak[0], peak_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    counts = Counts()
    started = time.monotonic()
    folders = folder / "dataset", folder / "parts"
    settle_all(files, bits, Captures.LATEST, folders, counts, Engine(workers=WORKERS), lambda: None)
    seconds = time.monotonic() - started
    done.set()
    watcher.join()
    if counts.pages != records:
        raise AssertionError(counts.pages)
    return (
        f"{records:>12,} records  {1 << bits:>4} parts  {seconds:>8,.0f} s  {seconds / records * 1e6:>6.1f} us/record  "
        f"peak {peak[0] / (1 << 20):>6,.0f} MiB  arrow {pa.__version__}"
    )


def main() -> None:
    """Measure each number of millions of records on the command line."""
    for millions in sys.argv[1:] or ["5", "20"]:
        folder = Path(tempfile.mkdtemp(prefix="settling-"))
        try:
            print(measure(int(float(millions) * 1_000_000), folder), flush=True)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
