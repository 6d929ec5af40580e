"""Questions joined with their answers, as a stream of blocks; memory is bounded by a block.

Both tables have the order of the input, so a block of questions is joined with the answers that come next. Only the
answers on further pages of a question (``page=2``) may stand far from it; they are put aside first, on disk.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.export.further import Further
from qapipe.dataset.export.selection import Selection
from qapipe.dataset.reading import CHECK_HINT, Dataset, Table
from qapipe.errors import DatasetError
from qapipe.records.schema import ANSWERS

BLOCK_QUESTIONS = 1_024
"""Largest number of questions in a block."""
BLOCK_BYTES = 64 << 20
"""A block ends with the question whose answers bring it to this size, but for one question."""
_ANSWER_ROWS = 4_096


@dataclass(frozen=True, slots=True)
class Block:
    """Some questions and all their answers, in order."""

    questions: pa.RecordBatch
    answers: pa.RecordBatch
    """Those of the first question, then those of the second, and so on."""
    parents: pa.Array
    """For each answer the row of its question."""


def blocks(dataset: Dataset, selection: Selection | None, further: Further) -> Iterator[Block]:
    """The questions of a dataset with their answers; with ``selection`` only its rows.

    Raises DatasetError if an answer has no question.
    """
    answers = _Answers(_rows(dataset.tables["answers"], selection, _ANSWER_ROWS), further)
    for questions in _rows(dataset.tables["questions"], selection, BLOCK_QUESTIONS):
        left = questions
        while left.num_rows:
            block = answers.block_of(left)
            yield block
            left = left.slice(block.questions.num_rows)
    if (orphan := answers.first()) is not None:
        place = dataset.folder / "answers"
        raise DatasetError(f"{place}: the answer {orphan} belongs to no question before it; {CHECK_HINT}")


def _rows(table: Table, selection: Selection | None, size: int) -> Iterator[pa.RecordBatch]:
    """The rows of a table that are selected."""
    start = 0
    for batch in table.batches(max_rows=size):
        rows = batch if selection is None else batch.filter(selection.mask(table.name, start, batch.num_rows))
        start += batch.num_rows
        if rows.num_rows:
            yield rows


@dataclass(slots=True)
class _Answers:
    """The answers on first pages, which are taken in order."""

    batches: Iterator[pa.RecordBatch]
    further: Further
    _next: deque[pa.RecordBatch] = field(default_factory=deque)

    def block_of(self, questions: pa.RecordBatch) -> Block:
        """The block of the next questions, or of the first of them if their answers are large."""
        pages = questions.column("page_id")
        taken: list[pa.RecordBatch] = []
        places: list[pa.Array] = []
        size = 0
        while (batch := self._peek()) is not None:
            place = pc.index_in(batch.column("page_id"), pages)
            count = _leading(place)
            if count:
                taken.append(batch.slice(0, count))
                places.append(place.slice(0, count))
                size += taken[-1].nbytes
            self._next.popleft()
            if count < batch.num_rows:
                self._next.append(batch.slice(count))
                break
            if size >= BLOCK_BYTES and (last := places[-1][-1].as_py()):
                self._put_back(last, taken, places)
                questions = questions.slice(0, last)
                break
        for row, batch in self.further.answers_of(questions.column("page_id")):
            taken.append(batch)
            places.append(pa.repeat(pa.scalar(row, pa.int32()), batch.num_rows))
        return _block(questions, taken, places)

    def _put_back(self, question: int, taken: list[pa.RecordBatch], places: list[pa.Array]) -> None:
        """Put back the answers to a question, of which there may be more."""
        while taken and (first := pc.index(places[-1], question).as_py()) >= 0:
            batch, place = taken.pop(), places.pop()
            self._next.appendleft(batch.slice(first))
            if first:
                taken.append(batch.slice(0, first))
                places.append(place.slice(0, first))
                return

    def first(self) -> str | None:
        """The id of the first answer that no question took."""
        batch = self._peek()
        return None if batch is None else str(batch.column("answer_id")[0])

    def _peek(self) -> pa.RecordBatch | None:
        while not self._next:
            batch = next(self.batches, None)
            if batch is None:
                return None
            batch = self.further.others(batch)
            if batch.num_rows:
                self._next.append(batch)
        return self._next[0]


def _leading(places: pa.Array) -> int:
    """The number of answers before the first one whose question is in another block."""
    if not places.null_count:
        return len(places)
    return int(pc.index(pc.is_null(places), value=True).as_py())


def _block(questions: pa.RecordBatch, taken: list[pa.RecordBatch], places: list[pa.Array]) -> Block:
    if not taken:
        return Block(questions, pa.RecordBatch.from_pylist([], schema=ANSWERS), pa.array([], pa.int32()))
    answers = pa.Table.from_batches(taken).combine_chunks()
    parents = pa.chunked_array(places).combine_chunks()
    order = pc.sort_indices(parents)  # stable: further pages come behind the first one
    if not order.equals(pa.array(range(len(order)), pa.uint64())):
        answers, parents = answers.take(order), parents.take(order)
    [batch] = answers.combine_chunks().to_batches()
    return Block(questions, batch, parents)
