"""The table ``experts``: one row per named author, with what the latest capture says."""

from datetime import UTC, datetime

from qapipe.dataset import tables
from qapipe.records.batches import record_batch
from qapipe.records.plain import Answer, Question, Record
from qapipe.records.reasons import Status


def capture(year: int, *answers: Answer) -> Record:
    """A page with a question, captured at the start of a year."""
    return Record(
        page_id=str(year), status=Status.OK, site="s", question_id="q", question=Question(),
        answers=answers, captured_at=datetime(year, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_an_expert_has_the_rating_and_its_scale_of_the_latest_capture() -> None:
    old = Answer(
        1, "b", author_name="Jane Roe", expert_id="e", answer_id="1", rating=4.0, rating_best=5.0, review_count=2
    )
    new = Answer(
        1, "c", author_name="Jane Roe", expert_id="e", answer_id="2", rating=9.5, rating_best=10.0, review_count=3
    )
    unnamed = Answer(2, "d", answer_id="3", rating=3.5, rating_best=5.0, review_count=4)
    experts = tables.Experts()
    for record in (capture(2020, new, unnamed), capture(2010, old)):
        records = record_batch([record])
        experts.add(records, tables.answers(records))
    (row,) = [row for batch in experts.batches() for row in batch.to_pylist()]
    assert row == {
        "expert_id": "e", "site": "s", "name": "Jane Roe", "credentials": [], "specialty": None, "location": None,
        "author_url": None, "answers": 2, "rating": 9.5, "rating_best": 10.0, "review_count": 3,
    }  # fmt: skip
