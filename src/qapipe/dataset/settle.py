"""From the records of one part of an input to its rows of the four tables."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path

import pyarrow as pa

from qapipe.dataset import tables
from qapipe.dataset.choices import Captures
from qapipe.dataset.counts import Counts
from qapipe.dataset.experts import Experts
from qapipe.dataset.repeats import Repeat
from qapipe.dataset.resolve import resolve
from qapipe.dataset.writer import Part, TableWriter

MAX_EXPERTS = 50_000
"""Experts in memory after which those of a part are passed on."""

Read = Callable[[Sequence[str] | None], Iterable[pa.RecordBatch]]
"""Reads these columns of the records, or all of them, in the order of the input; as often as it is called."""


def settle(
    read: Read, captures: Captures, folder: Path, counts: Counts, pool: Executor | None = None
) -> dict[str, list[Part]]:
    """Write all tables of an input of one part to ``folder``, and count their rows; returns the files of each table."""
    experts = Experts()
    writer = TableWriter(folder / "experts", "experts", pool)

    def write_experts() -> None:
        for batch in experts.batches():
            writer.write(batch)
        writer.finish()

    files = _settle(read, captures, (), folder, counts, experts, (lambda: None, write_experts), pool)
    files["experts"] = writer.close()
    counts.experts = writer.rows
    return files


def settle_part(
    read: Read,
    captures: Captures,
    repeats: Iterable[Repeat],
    folder: Path,
    counts: Counts,
    on_experts: Callable[[pa.RecordBatch], None],
) -> dict[str, list[Part]]:
    """Write the tables of one part of several but for ``experts``, whose rows are passed on to be rolled up.

    ``repeats`` are pages that occur in other parts as well; records need the column ``order``.
    """
    experts = Experts()

    def pass_on(least: int = MAX_EXPERTS) -> None:
        if experts.descriptions >= least and len(experts) >= least:
            for batch in experts.partials():
                on_experts(batch)

    return _settle(read, captures, repeats, folder, counts, experts, (pass_on, lambda: pass_on(1)), None)


def roll_up(partials: Iterable[pa.RecordBatch], folder: Path) -> list[Part]:
    """Write the rows of ``experts`` for the partial experts of all parts, of which each expert's are all there."""
    experts = Experts()
    for batch in partials:
        experts.add_partial(batch)
    writer = TableWriter(folder / "experts", "experts")
    for batch in experts.batches():
        writer.write(batch)
    return writer.close()


def _settle(
    read: Read,
    captures: Captures,
    repeats: Iterable[Repeat],
    folder: Path,
    counts: Counts,
    experts: Experts,
    after: tuple[Callable[[], None], Callable[[], None]],
    pool: Executor | None,
) -> dict[str, list[Part]]:
    """Write the tables but for the experts, which are collected; ``after`` each batch, and after all of them."""
    after_batch, after_all = after
    rows = tables.LedgerRows(resolve(read, captures, repeats))
    writers = {name: TableWriter(folder / name, name, pool) for name in ("pages", "questions", "answers")}
    for batch in read(None):
        records = rows.resolve(batch)
        counts.add_pages(records)
        standing = tables.in_tables(records)
        answers = tables.answers(standing)
        for name, made in (
            ("pages", tables.ledger(records)),
            ("questions", tables.questions(standing)),
            ("answers", answers),
        ):
            writers[name].write(made)
        experts.add(standing, answers)
        after_batch()
    for writer in writers.values():
        writer.finish()
    after_all()  # while the pool encodes
    files = {name: writer.close() for name, writer in writers.items()}
    counts.questions, counts.answers = writers["questions"].rows, writers["answers"].rows
    return files
