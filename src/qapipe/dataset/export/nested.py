"""Threads: one row a question, with its answers as a list of structs."""

from collections import Counter
from itertools import accumulate

import pyarrow as pa

from qapipe.dataset.export.threads import Block
from qapipe.records.schema import ANSWERS, QUESTIONS

_IN_QUESTION = ("question_id", "site")
_ANSWER = pa.struct([field for field in ANSWERS if field.name not in _IN_QUESTION])
_ANSWERS = pa.field(
    "answers", pa.list_(pa.field("item", _ANSWER, nullable=False)), nullable=False,
    metadata={"description": "The answers, in page order."},
)  # fmt: skip
SCHEMA = pa.schema([*QUESTIONS, _ANSWERS])


def threads(block: Block) -> pa.RecordBatch:
    """The rows of a block."""
    counts = Counter(block.parents.to_pylist())
    offsets = pa.array(accumulate((counts[row] for row in range(block.questions.num_rows)), initial=0), pa.int32())
    structs = pa.StructArray.from_arrays([block.answers.column(field.name) for field in _ANSWER], fields=list(_ANSWER))
    answers = pa.ListArray.from_arrays(offsets, structs, type=_ANSWERS.type)
    return pa.RecordBatch.from_arrays([*block.questions.columns, answers], schema=SCHEMA)
