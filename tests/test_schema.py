"""Records and their Arrow twins: the contract's columns, and no key lost between the two."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

import qapipe
from qapipe import schema
from qapipe.errors import REASONS, Reason, Status
from qapipe.model import Answer, Question, RawPage, Record, Removal

# The contract, word for word: name and type, with "?" where null is possible.
CONTRACT = {
    "pages": """page_id string, url string?, site string?, layout string?, status string, reason string?,
        detail string?, warnings list<string>, answers_declared int32?, answers_found int32, noise_removed int32,
        question_id string?, source string, member string?, offset int64?, captured_at timestamp?,
        media_type string?, charset string?, bytes int64, payload_sha256 string""",
    "questions": """question_id string, page_id string, url string?, site string, title string?, body string?,
        asker string?, asker_location string?, asked_at timestamp?, topics list<string>, votes int64?, views int64?,
        answers_declared int32?, answers_found int32""",
    "answers": """answer_id string, question_id string, page_id string, site string, position int32, headline string?,
        body string, votes int64?, is_accepted bool?, answered_at timestamp?, url string?, author_name string?,
        author_credentials list<string>, author_note string?, author_url string?, specialty string?, location string?,
        address string?, rating double?, rating_best double?, review_count int64?, expert_id string?,
        parent_answer_id string?""",
    "experts": """expert_id string, site string, name string, credentials list<string>, specialty string?,
        location string?, author_url string?, answers int64, rating double?, review_count int64?""",
}
TYPES = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "list<string>": pa.list_(pa.field("item", pa.string(), nullable=False)),
}


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
        warnings=("w",), answers_declared=2, question_id="q", question=question, answers=(answer, reply),
        noise=(Removal(rule="promo", text="x"), Removal(rule="promo", text="y")), source="f", member="m", offset=3,
        captured_at=when, media_type="text/html", charset="utf-8", bytes=5, payload_sha256="00",
    )  # fmt: skip


@pytest.mark.parametrize("table", CONTRACT)
def test_tables_are_the_contract(table: str) -> None:
    columns = [column.split() for column in CONTRACT[table].replace("\n", " ").split(",")]
    expected = [(name, TYPES[kind.removesuffix("?")], kind.endswith("?")) for name, kind in columns]
    assert [(field.name, field.type, field.nullable) for field in schema.TABLES[table]] == expected


@pytest.mark.parametrize("name", [*schema.TABLES, "RECORD", "RAW_PAGE"])
def test_every_column_is_described(name: str) -> None:
    fields = list(schema.TABLES.get(name) or getattr(schema, name))
    for field in list(fields):
        inner = field.type.value_type if pa.types.is_list(field.type) else field.type
        fields += [inner.field(index) for index in range(inner.num_fields)] if pa.types.is_struct(inner) else []
    assert [field.name for field in fields if not (field.metadata or {}).get(b"description", b"").strip()] == []


def test_no_field_of_the_models_is_lost() -> None:
    """``from_pylist`` drops keys that the schema lacks without a word, so each is looked for."""
    answers = schema.RECORD.field("answers").type.value_type
    question = schema.RECORD.field("question").type
    assert {field.name for field in question} == set(Question.model_fields)
    columns = {field.name for field in answers}
    assert columns == (set(Answer.model_fields) - {"parent_position"}) | {"parent_answer_id"}
    assert set(schema.RECORD.names) == set(Record.model_fields) | {"answers_found", "noise_removed"}
    assert set(schema.RAW_PAGE.names) == set(RawPage.model_fields)
    assert set(Question.model_fields) <= set(schema.QUESTIONS.names)
    assert columns <= set(schema.ANSWERS.names)


def test_a_full_record_comes_back_whole() -> None:
    record = full_record()
    batch = schema.record_batch([record])
    assert batch.schema.equals(schema.RECORD)
    row: dict[str, Any] = batch.to_pylist()[0]
    plain = record.model_dump(mode="python")
    for name in set(Record.model_fields) - {"question", "answers", "noise", "warnings"}:
        assert row[name] == plain[name], name
    assert row["question"] == {**plain["question"], "topics": ["one", "two"]}
    assert row["answers"][0] == {
        **{name: value for name, value in plain["answers"][0].items() if name != "parent_position"},
        "author_credentials": ["MD", "FACS"],
        "parent_answer_id": None,
    }
    assert row["answers"][1]["parent_answer_id"] == "a1"
    assert row["noise"] == [{"rule": "promo", "removed": 2}]
    assert (row["answers_found"], row["noise_removed"], row["warnings"]) == (2, 2, ["w"])


def test_models_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        RawPage.model_validate({"body": b"", "colour": "red"})
    with pytest.raises(ValueError, match="at least 1 character"):
        Question(title="")
    with pytest.raises(ValueError, match="frozen"):
        full_record().status = Status.ERROR


def test_every_reason_is_explained() -> None:
    assert set(REASONS) == set(Reason)
    assert all(REASONS.values())


def test_batches_in_batches_out() -> None:
    bodies = [b"one", b"", b"<html><p>x", b"Title\n\nDoctor Answers 1\n\nHead\n\nBody of it.\n"]
    urls = [None, "https://a.example/", None, "https://www.realself.com/question/x"]
    whole = pa.record_batch({"body": pa.array(bodies, pa.binary()), "url": pa.array(urls, pa.string())})
    expected = [qapipe.parse_page(RawPage(body=body, url=url)).page_id for body, url in zip(bodies, urls, strict=True)]
    for size in (1, 2, 4):
        parts = [whole.slice(start, size) for start in range(0, 4, size)]
        out = list(qapipe.parse_batches(parts))
        assert [batch.num_rows for batch in out] == [part.num_rows for part in parts]
        assert [row for batch in out for row in batch.column("page_id").to_pylist()] == expected
    assert [batch.num_rows for batch in qapipe.parse_batches([])] == []


@pytest.mark.parametrize("columns", [{"text": ["x"]}, {"body": [b"x"], "colour": ["red"]}])
def test_unknown_columns_are_refused(columns: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match="columns body"):
        list(qapipe.parse_batches([pa.record_batch(columns)]))
