"""Records and raw pages in Arrow: everything comes through, and what cannot be stored affects one row only."""

import hashlib
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

import qapipe
from qapipe.records import batches, models, schema
from qapipe.records.plain import Answer, Question, RawPage, Record
from qapipe.records.reasons import Status
from support.golden import digest
from support.records import full_record


def test_a_full_record_comes_back_whole() -> None:
    record = full_record()
    batch = batches.record_batch([record])
    assert batch.schema.equals(schema.RECORD, check_metadata=True)
    batch.validate(full=True)
    row: dict[str, Any] = batch.to_pylist()[0]
    plain = asdict(record)
    for name in set(models.Record.model_fields) - {"question", "answers", "noise", "warnings"}:
        assert row[name] == plain[name], name
    assert row["question"] == {**plain["question"], "topics": ["one", "two"]}
    assert row["answers"][0] == {
        **{name: value for name, value in plain["answers"][0].items() if name != "parent_position"},
        "author_credentials": ["MD", "FACS"],
        "parent_answer_id": None,
    }
    assert row["answers"][1]["parent_answer_id"] == "a1"
    assert row["noise"] == [{"rule": "disclaimer", "removed": 1}, {"rule": "promo", "removed": 2}]
    assert (row["answers_found"], row["noise_removed"], row["warnings"]) == (2, 3, ["body_cut"])


def test_no_column_is_left_empty() -> None:
    """The other way round: a key that is built under another name than its column's leaves the column null."""
    row: dict[str, Any] = batches.record_batch([full_record()]).to_pylist()[0]
    assert [name for name, value in row.items() if value is None] == []
    assert [name for name, value in row["question"].items() if value is None] == []
    first, reply = row["answers"]
    assert [name for name in first if first[name] is None and reply[name] is None] == []
    assert [name for one in row["noise"] for name, value in one.items() if value is None] == []


def test_unknown_is_null() -> None:
    """Of a page of which nothing is known."""
    answer = Answer(position=1, body="b", answer_id="a")
    record = Record(page_id="p", status=Status.OK, question=Question(), answers=(answer,))
    row: dict[str, Any] = batches.record_batch([record]).to_pylist()[0]
    assert {value for name, value in row["question"].items() if name != "topics"} == {None}
    assert row["question"]["topics"] == row["answers"][0]["author_credentials"] == row["warnings"] == row["noise"] == []
    known = {"position": 1, "body": "b", "answer_id": "a", "author_credentials": []}
    assert {name: value for name, value in row["answers"][0].items() if value is not None} == known
    assert batches.record_batch([Record(page_id="p", status=Status.NOT_QA)]).to_pylist()[0]["question"] is None


HUGE = 2**63


@pytest.mark.parametrize(
    "broken",
    [
        replace(full_record(), answers_declared=HUGE),
        replace(full_record(), question=Question(votes=HUGE)),
        replace(full_record(), answers=(Answer(position=1, body="b", answer_id="a", review_count=HUGE),)),
        replace(full_record(), detail="\ud800"),
    ],
    ids=["declared", "votes", "reviews", "surrogate"],
)
def test_what_arrow_cannot_hold_costs_its_own_row_alone(broken: Record) -> None:
    whole = full_record()
    rows = batches.record_batch([whole, broken, whole]).to_pylist()
    assert [row["status"] for row in rows] == ["ok", "error", "ok"]
    assert rows[0] == rows[2] == batches.record_batch([whole]).to_pylist()[0]
    assert (rows[1]["reason"], rows[1]["question"], rows[1]["answers"]) == ("parser_crashed", None, [])
    assert (rows[1]["page_id"], rows[1]["source"], rows[1]["offset"]) == ("p", "f", 3)
    assert rows[1]["detail"]


def test_the_error_of_a_row_is_bounded() -> None:
    wrong: Any = "x" * 1_000
    [row] = batches.record_batch([replace(full_record(), answers_declared=wrong)]).to_pylist()
    assert row["detail"].startswith("ArrowInvalid: Could not convert 'xxx")
    assert len(row["detail"]) == 500


def test_replies_and_noise_of_several_records_do_not_run_together() -> None:
    """A reply to an answer that was left out replies to none."""
    whole = full_record()
    lost = replace(whole, answers=(Answer(position=3, body="b", answer_id="a3", parent_position=2),), noise=())
    rows = batches.record_batch([lost, whole, replace(whole, answers=(), noise=whole.noise[:1]), whole]).to_pylist()
    assert [[one["parent_answer_id"] for one in row["answers"]] for row in rows] == [
        [None],
        [None, "a1"],
        [],
        [None, "a1"],
    ]
    both = [{"rule": "disclaimer", "removed": 1}, {"rule": "promo", "removed": 2}]
    assert [row["noise"] for row in rows] == [[], both, [{"rule": "promo", "removed": 1}], both]
    assert [(row["answers_found"], row["noise_removed"]) for row in rows] == [(1, 0), (2, 3), (0, 1), (2, 3)]


BODIES = [b"one", b"", b"<html><p>x", "Título\n\nDoctor Answers 1\n\nHead\n\nBody of it.\n".encode()]
URLS = [None, "https://a.example/", None, "https://www.realself.com/question/x"]


def page_ids(batches: list[pa.RecordBatch]) -> list[str]:
    return [row for batch in qapipe.parse_batches(batches) for row in batch.column("page_id").to_pylist()]


EXPECTED = [digest("page", url, hashlib.sha256(body).hexdigest()) for body, url in zip(BODIES, URLS, strict=True)]


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.string(), pa.large_string()], ids=str)
def test_batches_in_batches_out(kind: pa.DataType) -> None:
    text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    bodies = pa.array([body.decode() for body in BODIES] if text else BODIES, kind)
    whole = pa.record_batch({"body": bodies, "url": pa.array(URLS, pa.string())})
    assert page_ids([whole]) == EXPECTED
    assert page_ids([whole.slice(row, 1) for row in range(4)]) == EXPECTED
    assert page_ids([whole.slice(0, 0), whole]) == EXPECTED
    assert page_ids([]) == []


def test_raw_pages_come_through_arrow_whole() -> None:
    when = datetime(2020, 2, 29, 12, 0, 0, 5, tzinfo=UTC)
    full = RawPage(
        body=b"x\x00\xff", url="u", media_type="text/plain", charset="latin1", captured_at=when, source="s", member="m",
        offset=2**40,
        truncated=True,
    )  # fmt: skip
    unset = asdict(RawPage(body=b""))
    assert [name for name, value in asdict(full).items() if value == unset[name]] == []
    batch = pa.RecordBatch.from_pylist([asdict(full), unset], schema=schema.RAW_PAGE)
    assert list(batches.raw_pages_of(batch)) == [full, RawPage(body=b"")]
    for row in (0, 1):
        assert list(batches.raw_pages_of(batch.slice(row, 1))) == [[full, RawPage(body=b"")][row]]
    nothing = pa.record_batch({"body": [b"x"], "url": pa.nulls(1), "source": pa.nulls(1), "offset": pa.nulls(1)})
    assert list(batches.raw_pages_of(nothing)) == [RawPage(body=b"x")]


def test_a_row_without_body_is_a_page_too() -> None:
    batch = pa.record_batch(
        {"body": pa.array([b"x", None], pa.binary()), "url": ["https://a.example/", "https://b.example/"]}
    )
    (out,) = qapipe.parse_batches([batch])
    assert out.column("url").to_pylist() == ["https://a.example/", "https://b.example/"]
    assert set(out.column("status").to_pylist()) <= {"not_qa", "error"}


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"url": ["x"]}, "no column 'body'"),
        ({"text": ["x"]}, "unknown columns ['text']"),
        ({"body": [b"x"], "y": ["red"], "colour": ["red"]}, "unknown columns ['colour', 'y']"),
    ],
)
def test_unknown_columns_are_refused(columns: dict[str, list[object]], wrong: str) -> None:
    with pytest.raises(ValueError, match="columns body") as error:
        list(qapipe.parse_batches([pa.record_batch(columns)]))
    known = "body, url, media_type, charset, captured_at, source, member, offset, truncated"
    assert str(error.value) == f"{wrong}; raw pages have the columns {known}"


def test_columns_of_another_type_are_converted_or_refused() -> None:
    seconds = pa.array([1_582_977_600], pa.timestamp("s"))
    urls = pa.array(["https://a.example/"]).dictionary_encode()
    batch = pa.record_batch({"body": [b"x"], "url": urls, "captured_at": seconds, "offset": pa.array([7], pa.int8())})
    when = datetime(2020, 2, 29, 12, tzinfo=UTC)
    expected = RawPage(body=b"x", url="https://a.example/", captured_at=when, offset=7)
    assert list(batches.raw_pages_of(batch)) == [expected]
    with pytest.raises(ValueError, match="column 'captured_at' is bool"):
        list(qapipe.parse_batches([pa.record_batch({"body": [b"x"], "captured_at": [True]})]))
