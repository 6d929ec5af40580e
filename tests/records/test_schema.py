"""Records and their Arrow twins: the contract's columns, and no key lost between the two."""

import hashlib
from dataclasses import MISSING, asdict, fields, replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from pydantic import BaseModel, ValidationError

import qapipe
from qapipe.records import models, schema
from qapipe.records.models import RawPage
from qapipe.records.plain import Answer, Question, Record, Removal
from qapipe.records.reasons import REASONS, Reason, Status
from support.golden import digest

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
        location string?, author_url string?, answers int64, rating double?, rating_best double?,
        review_count int64?""",
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
        noise=(Removal(rule="promo", text="x"), Removal(rule="promo", text="y"), Removal(rule="disclaimer", text="z")),
        source="f", member="m", offset=3, captured_at=when, media_type="text/html", charset="utf-8", bytes=5,
        payload_sha256="00",
    )  # fmt: skip


@pytest.mark.parametrize("table", CONTRACT)
def test_tables_are_the_contract(table: str) -> None:
    columns = [column.split() for column in CONTRACT[table].replace("\n", " ").split(",")]
    expected = [(name, TYPES[kind.removesuffix("?")], kind.endswith("?")) for name, kind in columns]
    assert [(field.name, field.type, field.nullable) for field in schema.TABLES[table]] == expected


SCHEMAS = [*schema.TABLES, "RECORD", "RAW_PAGE"]


def all_fields(name: str) -> list[pa.Field]:
    """The columns of a schema with the fields nested in them."""
    found = list(schema.TABLES.get(name) or getattr(schema, name))
    for field in found:  # grows under way
        inner = field.type.value_type if pa.types.is_list(field.type) else field.type
        found += [inner.field(index) for index in range(inner.num_fields)] if pa.types.is_struct(inner) else []
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_column_is_described(name: str) -> None:
    without = [field.name for field in all_fields(name) if not (field.metadata or {}).get(b"description", b"").strip()]
    assert without == []


# What the same column means in different tables.
MEANINGS = {
    ("pages", "question_id"): "Id of the question on the page; null if the page has none.",
    (
        "questions",
        "question_id",
    ): "Stable id: hash of the site and the question's own id or slug, else of its canonical URL, else of the content.",
    ("answers", "question_id"): "Id of the question that is answered, in the table questions.",
    ("pages", "page_id"): "Stable id: hash of the URL and the payload.",
    ("questions", "page_id"): "Id of the page that the question was read from, in the table pages.",
    ("answers", "page_id"): "Id of the page that the answer was read from, in the table pages.",
    ("answers", "expert_id"): "Id of the author in the table experts; null if the page does not name the author.",
    ("experts", "expert_id"): "Stable id: hash of the site and the profile link, else of the site, name and location.",
    ("answers", "rating"): "Rating of the author when the page was captured.",
    ("experts", "rating"): "Rating in the latest capture; in the first answer there if it has several.",
    ("answers", "location"): "Location of the author, as printed.",
    ("experts", "location"): "Location, as printed in the latest capture.",
}


@pytest.mark.parametrize(("table", "column"), MEANINGS)
def test_descriptions_are_right_for_their_table(table: str, column: str) -> None:
    assert schema.TABLES[table].field(column).metadata[b"description"].decode() == MEANINGS[table, column]


@pytest.mark.parametrize("name", SCHEMAS)
def test_descriptions_are_plain_text(name: str) -> None:
    """They are shown in Markdown, in terminals and by databases."""
    descriptions = [field.metadata[b"description"].decode() for field in all_fields(name)]
    assert [text for text in descriptions if "`" in text or not text.endswith(".")] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_types_are_those_that_every_reader_knows(name: str) -> None:
    """No dictionary, view or large string: bodies alone, on their way in, may be large."""
    plain = [*TYPES.values(), pa.large_binary()] if name == "RAW_PAGE" else [*TYPES.values()]
    for field in all_fields(name):
        kind = field.type.value_type if pa.types.is_list(field.type) else field.type
        assert pa.types.is_struct(kind) or kind in plain, field


@pytest.mark.parametrize("model", [RawPage, models.Question, models.Answer, models.Removal, models.Record])
def test_every_field_of_a_model_is_described(model: type[BaseModel]) -> None:
    assert [name for name, field in model.model_fields.items() if not (field.description or "").strip()] == []


def test_no_field_of_the_models_is_lost() -> None:
    """``from_pylist`` drops keys that the schema lacks without a word, so each is looked for."""
    answers = schema.RECORD.field("answers").type.value_type
    question = schema.RECORD.field("question").type
    assert {field.name for field in question} == set(models.Question.model_fields)
    columns = {field.name for field in answers}
    assert columns == (set(models.Answer.model_fields) - {"parent_position"}) | {"parent_answer_id"}
    assert set(schema.RECORD.names) == set(models.Record.model_fields) | {"answers_found", "noise_removed"}
    assert set(schema.RAW_PAGE.names) == set(RawPage.model_fields)
    assert set(models.Question.model_fields) <= set(schema.QUESTIONS.names)
    assert columns <= set(schema.ANSWERS.names)


def test_the_full_record_is_full() -> None:
    """Every field of every model is set in it, so that the tests below see every one."""
    record = full_record()
    assert record.question is not None
    for one, other in ((record, Record("", Status.NOT_QA)), (record.question, Question())):
        assert [name for name, value in asdict(one).items() if value == asdict(other)[name]] == []
    unset = asdict(Answer(0, ""))
    for name in unset:
        assert any(getattr(answer, name) != unset[name] for answer in record.answers), name


@pytest.mark.parametrize("kind", [Question, Answer, Removal, Record])
def test_plain_records_have_the_fields_of_the_models(kind: type) -> None:
    """The same names, and the same value where nothing is known."""
    model: type[BaseModel] = getattr(models, kind.__name__)
    assert {one.name for one in fields(kind)} == set(model.model_fields)
    unset = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    required = {name for name, one in model.model_fields.items() if one.is_required()}
    assert unset == {name: one.default for name, one in model.model_fields.items() if name not in required}


def test_a_record_is_validated_when_it_leaves() -> None:
    record = full_record()
    assert models.Record.of(record).model_dump() == asdict(record)
    for broken in (Question(title=""), Question(topics=("",))):
        with pytest.raises(ValidationError):
            models.Record.of(replace(record, question=broken))


def test_a_full_record_comes_back_whole() -> None:
    record = full_record()
    batch = schema.record_batch([record])
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
    assert (row["answers_found"], row["noise_removed"], row["warnings"]) == (2, 3, ["w"])


def test_no_column_is_left_empty() -> None:
    """The other way round: a key that is built under another name than its column's leaves the column null."""
    row: dict[str, Any] = schema.record_batch([full_record()]).to_pylist()[0]
    assert [name for name, value in row.items() if value is None] == []
    assert [name for name, value in row["question"].items() if value is None] == []
    first, reply = row["answers"]
    assert [name for name in first if first[name] is None and reply[name] is None] == []
    assert [name for one in row["noise"] for name, value in one.items() if value is None] == []


def test_unknown_is_null() -> None:
    """Of a page of which nothing is known."""
    answer = Answer(position=1, body="b", answer_id="a")
    record = Record(page_id="p", status=Status.OK, question=Question(), answers=(answer,))
    row: dict[str, Any] = schema.record_batch([record]).to_pylist()[0]
    assert {value for name, value in row["question"].items() if name != "topics"} == {None}
    assert row["question"]["topics"] == row["answers"][0]["author_credentials"] == row["warnings"] == row["noise"] == []
    known = {"position": 1, "body": "b", "answer_id": "a", "author_credentials": []}
    assert {name: value for name, value in row["answers"][0].items() if value is not None} == known
    assert schema.record_batch([Record(page_id="p", status=Status.NOT_QA)]).to_pylist()[0]["question"] is None


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
    rows = schema.record_batch([whole, broken, whole]).to_pylist()
    assert [row["status"] for row in rows] == ["ok", "error", "ok"]
    assert rows[0] == rows[2] == schema.record_batch([whole]).to_pylist()[0]
    assert (rows[1]["reason"], rows[1]["question"], rows[1]["answers"]) == ("parser_crashed", None, [])
    assert (rows[1]["page_id"], rows[1]["source"], rows[1]["offset"]) == ("p", "f", 3)
    assert rows[1]["detail"]


def test_models_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        RawPage.model_validate({"body": b"", "colour": "red"})
    with pytest.raises(ValueError, match="at least 1 character"):
        models.Question(title="")
    with pytest.raises(ValueError, match="frozen"):
        models.Record.of(full_record()).status = Status.ERROR


def test_every_reason_is_explained() -> None:
    assert set(REASONS) == set(Reason)
    assert all(REASONS.values())


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
    assert full.model_fields_set == set(RawPage.model_fields)
    batch = pa.RecordBatch.from_pylist([full.model_dump(), RawPage(body=b"").model_dump()], schema=schema.RAW_PAGE)
    assert list(schema.raw_pages_of(batch)) == [full, RawPage(body=b"")]
    nothing = pa.record_batch({"body": [b"x"], "url": pa.nulls(1), "source": pa.nulls(1), "offset": pa.nulls(1)})
    assert list(schema.raw_pages_of(nothing)) == [RawPage(body=b"x")]


def test_a_row_without_body_is_a_page_too() -> None:
    batch = pa.record_batch(
        {"body": pa.array([b"x", None], pa.binary()), "url": ["https://a.example/", "https://b.example/"]}
    )
    (out,) = qapipe.parse_batches([batch])
    assert out.column("url").to_pylist() == ["https://a.example/", "https://b.example/"]
    assert set(out.column("status").to_pylist()) <= {"not_qa", "error"}


@pytest.mark.parametrize("columns", [{"text": ["x"]}, {"body": [b"x"], "colour": ["red"]}])
def test_unknown_columns_are_refused(columns: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match="columns body"):
        list(qapipe.parse_batches([pa.record_batch(columns)]))
