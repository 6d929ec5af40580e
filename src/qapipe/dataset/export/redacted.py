"""Blocks with pseudonyms: what ``export --redact`` writes."""

import pyarrow as pa

from qapipe.dataset.export.threads import Block
from qapipe.dataset.redaction.pages import Redactor
from qapipe.records.schema import ANSWERS, QUESTIONS


def redacted(block: Block, redactor: Redactor) -> Block:
    """The block, every question redacted together with its answers."""
    questions, answers = block.questions.to_pylist(), block.answers.to_pylist()
    start = 0
    parents = block.parents.to_pylist()
    for row, question in enumerate(questions):
        end = start
        while end < len(parents) and parents[end] == row:
            end += 1
        redactor.redact(question, answers[start:end], question["url"], question["site"])
        start = end
    return Block(
        pa.RecordBatch.from_pylist(questions, schema=QUESTIONS),
        pa.RecordBatch.from_pylist(answers, schema=ANSWERS),
        block.parents,
    )
