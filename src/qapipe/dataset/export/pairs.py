"""Pairs: one row an answer, with its question and author. Questions without an answer give no row."""

import pyarrow as pa

from qapipe.dataset.export.threads import Block
from qapipe.records.schema import ANSWERS, QUESTIONS

_QUESTION = {
    "question_id": "question_id",
    "url": "question_url",
    "title": "question_title",
    "body": "question_body",
    "votes": "question_votes",
    "views": "question_views",
    "asker": "asker",
    "asker_location": "asker_location",
    "asked_at": "asked_at",
    "topics": "topics",
    "answers_declared": "answers_declared",
    "answers_found": "answers_found",
}
"""Columns of questions, each with its name in a pair."""
_ANSWER = {
    field.name: f"answer_{field.name}" if field.name in ("headline", "body", "votes", "url") else field.name
    for field in ANSWERS
    if field.name != "question_id"
}
SCHEMA = pa.schema(
    [
        *(QUESTIONS.field(name).with_name(new) for name, new in _QUESTION.items()),
        *(ANSWERS.field(name).with_name(new) for name, new in _ANSWER.items()),
    ]
)


def pairs(block: Block) -> pa.RecordBatch:
    """The rows of a block."""
    columns = [block.questions.column(name).take(block.parents) for name in _QUESTION]
    columns += [block.answers.column(name) for name in _ANSWER]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
