"""Records as pages give them, made by hand: what a page says in a few words, the rest as a page of that kind has it."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from qapipe.records import plain
from qapipe.records.batches import record_batch
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Question, Record, Removal
from qapipe.records.reasons import Reason, Status
from qapipe.records.warnings import PageWarning

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
    return tuple(plain.Removal(NoiseRule(rule), "x") for rule in rules)


def batch(*records: plain.Record) -> pa.RecordBatch:
    """The records as Arrow has them."""
    return record_batch(records)


def linked(*records: plain.Record) -> pa.RecordBatch:
    """The records with the columns that settling adds, all null."""
    made = batch(*records)
    for name in ("duplicate_of", "superseded_by", "continues"):
        made = made.append_column(name, pa.nulls(made.num_rows, pa.string()))
    return made.append_column("answers_on_all_pages", pa.nulls(made.num_rows, pa.int32()))


def full_record() -> Record:
    """A record with every field filled."""
    when = datetime(2020, 2, 29, 12, tzinfo=UTC)
    answer = Answer(
        position=1, headline="h", body="b", votes=-1, is_accepted=True, answered_at=when, url="https://x.example/1",
        author_name="Jane Roe", author_credentials=("MD", "FACS"), author_note="retired", author_url="https://x.example/r",
        specialty="s", location="l", address="a\nb", rating=4.9, rating_best=5.0, review_count=7, answer_id="a1",
        expert_id="e1",
    )  # fmt: skip
    reply = Answer(position=2, body="r", parent_position=1, answer_id="a2")
    question = Question(
        title="t", body="b", asker="x", asker_location="y", asked_at=when, topics=("one", "two"), votes=3, views=4
    )
    return Record(
        page_id="p", url="https://x.example", site="s", layout="l", status=Status.OK, reason=Reason.EMPTY, detail="d",
        warnings=(PageWarning.BODY_CUT,), answers_declared=2, question_id="q", thread_id="t", question=question,
        answers=(answer, reply),
        noise=(
            Removal(NoiseRule.PROMO, "x"), Removal(NoiseRule.PROMO, "y"), Removal(NoiseRule.DISCLAIMER, "z"),
        ),
        source="f", member="m", offset=3, captured_at=when, media_type="text/html", charset="utf-8", bytes=5,
        payload_sha256="00",
    )  # fmt: skip
