"""The Arrow schemas: the columns of the contract, described, and none missing of a model's fields."""

import pyarrow as pa
import pytest

from qapipe.records import models, schema
from qapipe.records.models import RawPage
from support.expected import same_as_expected

# The contract, word for word: name and type, with "?" where null is possible.
CONTRACT = {
    "pages": """page_id string?, duplicate_of string?, superseded_by string?, continues string?, url string?, site
        string?, layout string?, status string, reason string?, detail string?, warnings list<string>,
        answers_declared int32?, answers_found int32, noise_removed int32, question_id string?, source
        string, member string?, offset int64?, captured_at timestamp?, media_type string?, charset string?,
        bytes int64, payload_sha256 string""",
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


@pytest.mark.parametrize("table", CONTRACT)
def test_tables_are_the_contract(table: str) -> None:
    columns = [column.split() for column in CONTRACT[table].replace("\n", " ").split(",")]
    expected = [(name, TYPES[kind.removesuffix("?")], kind.endswith("?")) for name, kind in columns]
    assert [(field.name, field.type, field.nullable) for field in schema.TABLES[table]] == expected


def test_the_whole_schemas_of_raw_pages_and_records() -> None:
    """Types, what may be null, and descriptions; those of the tables are in docs/tables.md."""
    assert schema.SCHEMA_VERSION == 2
    for name in ("RAW_PAGE", "RECORD"):
        lines = (
            f"{'' if field.nullable else 'not null '}{field.name}: {field.type} {field.metadata}\n"
            for field in all_fields(name)
        )
        same_as_expected(f"{name.lower()}.txt", "".join(lines))


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
    (
        "pages",
        "question_id",
    ): "Id of the question, on the page that gave its row in the table questions; null on all other pages.",
    (
        "questions",
        "question_id",
    ): "Stable id: hash of the site and the question's own id or slug, else of its canonical URL, else of the content.",
    ("answers", "question_id"): "Id of the question that is answered, in the table questions.",
    ("pages", "page_id"): "Stable id: hash of the URL and the payload. Unique; null on a duplicate.",
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
