"""Batches of records and raw pages in Arrow: the columns of :mod:`.schema`, made from and into the classes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from itertools import accumulate
from operator import attrgetter
from typing import Any

import pyarrow as pa

from qapipe.records import plain
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import RAW_PAGE, RECORD

_QUESTION: pa.StructType = RECORD.field("question").type
_ANSWER: pa.StructType = RECORD.field("answers").type.value_type
_NOISE: pa.StructType = RECORD.field("noise").type.value_type
_PARENT = "parent_answer_id"
_ANSWER_NAMES = tuple(f.name for f in _ANSWER if f.name != _PARENT)
_of_answer = attrgetter(*_ANSWER_NAMES)  # raises if an attribute is missing

_UNSTORABLE = (pa.ArrowException, OverflowError, ValueError)


def raw_pages_of(batch: pa.RecordBatch) -> Iterator[RawPage]:
    """The pages of a batch with the columns of :data:`RAW_PAGE`; ``body`` may also be binary or string."""
    unknown = set(batch.schema.names) - set(RAW_PAGE.names)
    if unknown or "body" not in batch.schema.names:
        wrong = f"unknown columns {sorted(unknown)}" if unknown else "no column 'body'"
        raise ValueError(f"{wrong}; raw pages have the columns {', '.join(RAW_PAGE.names)}")
    columns = [_values(batch, name) for name in _PAGE_NAMES]
    bodies = batch.column("body")
    is_text = pa.types.is_string(bodies.type) or pa.types.is_large_string(bodies.type)
    for body, values in zip(bodies, zip(*columns, strict=True), strict=True):
        content = body.as_py()
        yield RawPage((content.encode() if is_text else content) if content else b"", *values)


_PAGE_NAMES = tuple(one.name for one in fields(RawPage) if one.name != "body")
_NULLS = {"source": "", "truncated": False}


def _values(batch: pa.RecordBatch, name: str) -> list[Any]:
    """A column of raw pages as Python values; null or missing, it is what :class:`RawPage` has for unknown."""
    unknown = _NULLS.get(name)
    if name not in batch.schema.names:
        return [unknown] * batch.num_rows
    column, kind = batch.column(name), RAW_PAGE.field(name).type
    try:
        values: list[Any] = column.cast(kind).to_pylist()
    except pa.ArrowException as error:
        raise ValueError(f"the column {name!r} is {column.type}, which cannot be read as {kind}: {error}") from error
    return values if unknown is None else [unknown if value is None else value for value in values]


def record_batch(records: Sequence[plain.Record]) -> pa.RecordBatch:
    """The records as one batch of :data:`RECORD`, in the same order.

    A record that Arrow cannot store (a number beyond 64 bits) becomes an error row; the others are not affected.
    """
    try:
        return _batch(records)
    except _UNSTORABLE:
        return _batch([_storable(record) for record in records])


def _storable(record: plain.Record) -> plain.Record:
    """The record, or an error record if it cannot be stored."""
    try:
        _batch([record])
    except _UNSTORABLE as error:
        return record.without_question(Status.ERROR, Reason.PARSER_CRASHED, f"{type(error).__name__}: {error}"[:500])
    return record


# Built by column, which is five times as fast as rows of dictionaries; a missing attribute raises.
_MADE = ("answers_found", "noise_removed")
_RECORD_NAMES = tuple(field.name for field in RECORD if field.name not in _MADE)
_QUESTION_NAMES = tuple(field.name for field in _QUESTION)
_of_record = attrgetter(*_RECORD_NAMES)
_of_question = attrgetter(*_QUESTION_NAMES)
_NO_QUESTION = plain.Question()


def _batch(records: Sequence[plain.Record]) -> pa.RecordBatch:
    columns = _columns(_RECORD_NAMES, map(_of_record, records))
    columns |= {
        "answers_found": list(map(len, columns["answers"])),
        "noise_removed": list(map(len, columns["noise"])),
        "question": _questions(columns["question"]),
        "answers": _answers(records),
        "noise": _noise(records),
    }
    return pa.RecordBatch.from_arrays([columns[field.name] for field in RECORD], schema=RECORD)


def _columns(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """Rows as columns by name."""
    return dict(zip(names, zip(*rows, strict=True), strict=False)) or dict.fromkeys(names, ())


def _questions(questions: Sequence[plain.Question | None]) -> pa.Array:
    if not any(questions):
        return pa.nulls(len(questions), _QUESTION)
    missing = pa.array([question is None for question in questions], pa.bool_())
    columns = _columns(_QUESTION_NAMES, map(_of_question, [question or _NO_QUESTION for question in questions]))
    arrays = [pa.array(columns[field.name], field.type) for field in _QUESTION]
    return pa.StructArray.from_arrays(arrays, fields=list(_QUESTION), mask=missing)


def _answers(records: Sequence[plain.Record]) -> pa.Array:
    """The answers of each record, with the id of the answer that each replies to."""
    of_pages = [record.answers for record in records]
    answers = [answer for answers in of_pages for answer in answers]
    if not answers:
        return _none(len(records), "answers")
    columns = _columns(_ANSWER_NAMES, map(_of_answer, answers))
    columns[_PARENT] = [None] * len(answers)
    if [answer for answer in answers if answer.parent_position]:
        columns[_PARENT] = [replied_to for answers in of_pages for replied_to in _replied_to(answers)]
    arrays = [pa.array(columns[field.name], field.type) for field in _ANSWER]
    structs = pa.StructArray.from_arrays(arrays, fields=list(_ANSWER))
    return _lists(map(len, of_pages), structs, "answers")


def _replied_to(answers: Sequence[plain.Answer]) -> list[str | None]:
    ids = {answer.position: answer.answer_id for answer in answers}
    return [None if answer.parent_position is None else ids.get(answer.parent_position) for answer in answers]


def _noise(records: Sequence[plain.Record]) -> pa.Array:
    """Number of lines removed from each record, by rule."""
    counted = Counter([(row, removal.rule) for row, record in enumerate(records) for removal in record.noise])
    if not counted:
        return _none(len(records), "noise")
    sizes = [0] * len(records)
    pairs = []
    for (row, rule), removed in sorted(counted.items()):
        sizes[row] += 1
        pairs.append((rule, removed))
    columns = _columns(tuple(field.name for field in _NOISE), pairs)
    structs = pa.StructArray.from_arrays(
        [pa.array(columns[field.name], field.type) for field in _NOISE], fields=list(_NOISE)
    )
    return _lists(sizes, structs, "noise")


def _none(rows: int, name: str) -> pa.Array:
    """A column of empty lists: most batches of a crawl have some."""
    return _lists([0] * rows, _no_values(name), name)


@cache
def _no_values(name: str) -> pa.Array:
    return pa.array([], RECORD.field(name).type.value_type)


def _lists(sizes: Iterable[int], values: pa.Array, name: str) -> pa.Array:
    offsets = pa.array(accumulate(sizes, initial=0), pa.int32())
    return pa.ListArray.from_arrays(offsets, values, type=RECORD.field(name).type)
