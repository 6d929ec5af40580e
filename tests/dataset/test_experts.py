"""Experts: who is described by which capture, however many captures there are."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from qapipe.dataset import experts as rooms
from qapipe.dataset import tables
from qapipe.dataset.experts import Experts
from qapipe.records.batches import record_batch
from qapipe.records.plain import Answer, Question, Record
from qapipe.records.reasons import Status

START = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = 5


def capture(day: int) -> Record:
    """A page on which everyone answers, with the day of the capture as their specialty and number of reviews."""
    answers = tuple(
        Answer(
            person + 1,
            "body",
            author_name=f"Person {person}",
            author_credentials=("MD",) * (person % 2),
            specialty=f"day {day}",
            review_count=day,
            answer_id=f"a{day}-{person}",
            expert_id=f"e{person}",
        )
        for person in range(PEOPLE)
    )
    return Record(
        f"p{day}", Status.OK, site="realself", question_id=f"q{day}", question=Question(title="t"), answers=answers,
        captured_at=START + timedelta(days=day),
    )  # fmt: skip


def add(experts: Experts, *days: int) -> None:
    records = record_batch([capture(day) for day in days])
    experts.add(records, tables.answers(_settled(records)))


def _settled(records: pa.RecordBatch) -> pa.RecordBatch:
    for name in ("duplicate_of", "superseded_by", "continues"):
        records = records.append_column(name, pa.nulls(records.num_rows, pa.string()))
    return records


@pytest.mark.parametrize("days", [range(40), range(39, -1, -1), [*range(20, 40), *range(20)]])
@pytest.mark.parametrize("size", [1, 7, 40])
def test_the_latest_capture_describes(days: list[int], size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Descriptions that no longer count are dropped: those of 40 captures are never all in memory."""
    monkeypatch.setattr(rooms, "_BATCH_ROWS", 3)
    experts = Experts()
    for start in range(0, 40, size):
        add(experts, *days[start : start + size])
        assert experts.descriptions <= 2 * PEOPLE + 3
    expected = [
        {
            "expert_id": f"e{person}", "site": "realself", "name": f"Person {person}",
            "credentials": ["MD"] * (person % 2), "specialty": "day 39", "location": None, "author_url": None,
            "answers": 40, "rating": None, "rating_best": None, "review_count": 39,
        }
        for person in range(PEOPLE)
    ]  # fmt: skip
    found = list(experts.batches())
    assert [batch.num_rows for batch in found] == [3, 2]
    assert [row for batch in found for row in batch.to_pylist()] == expected


def test_each_answer_describes_an_expert_until_they_are_united() -> None:
    experts = Experts()
    numbers = [experts.descriptions]
    for day in (1, 2):
        add(experts, day)
        numbers.append(experts.descriptions)
    assert numbers == [0, PEOPLE, 2 * PEOPLE]
    assert len(experts) == experts.descriptions == PEOPLE


def test_parts_roll_up_to_the_whole() -> None:
    whole, rolled = Experts(), Experts()
    add(whole, 3, 9, 1)
    partials = []
    for number, day in enumerate((3, 9, 1)):
        part = Experts()
        records = record_batch([capture(day)]).append_column("order", pa.array([number], pa.int64()))
        part.add(records, tables.answers(_settled(records)))
        partials += list(part.partials())
        assert (len(part), list(part.batches())) == (0, [])
    for partial in reversed(partials):
        rolled.add_partial(partial)
    assert pa.Table.from_batches(rolled.batches()).equals(pa.Table.from_batches(whole.batches()))
    assert pa.Table.from_batches(whole.batches()).column("review_count").to_pylist() == [9] * PEOPLE


def test_nobody() -> None:
    experts = Experts()
    records = record_batch([Record("p", Status.NOT_QA)])
    experts.add(records, tables.answers(_settled(records)))
    assert list(experts.batches()) == []
