"""Records as pages give them, made by hand: what a page says in a few words, the rest as a page of that kind has it."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from qapipe.records import plain, schema
from qapipe.records.reasons import Reason, Status

DAY = datetime(2020, 2, 29, 12, tzinfo=UTC)


def asked(page: str, question: str, *answers: plain.Answer, status: Status = Status.OK, **more: Any) -> plain.Record:
    """A page with a question."""
    values = {"site": "s", "layout": "l", "source": "f", "url": f"https://x.example/{page}", **more}
    return plain.Record(
        page_id=page,
        status=status,
        question_id=question,
        question=plain.Question(title=f"title of {question}"),
        answers=answers,
        **values,
    )


def answered(position: int, expert: str | None, body: str = "b", **more: Any) -> plain.Answer:
    """An answer, by an expert of that id and name."""
    return plain.Answer(position=position, body=body, author_name=expert, expert_id=expert, **more)


def refused(page: str, reason: Reason, *, status: Status = Status.NOT_QA, **more: Any) -> plain.Record:
    """A page without a question."""
    return plain.Record(page_id=page, status=status, reason=reason, **{"source": "f", **more})


def removed(*rules: str) -> tuple[plain.Removal, ...]:
    """Pieces of noise."""
    return tuple(plain.Removal(rule=rule, text="x") for rule in rules)


def batch(*records: plain.Record) -> pa.RecordBatch:
    """The records as Arrow has them."""
    return schema.record_batch(records)
