"""Arrow schemas: the raw page, the record, and the four tables of a dataset.

The metadata of every column has its description, taken from the docstrings in :mod:`qapipe.records.models`. A test
checks that every model field has a column, so that none is dropped.
"""

import pyarrow as pa
from pydantic import BaseModel

from qapipe.records.models import Answer, Question, RawPage, Record

SCHEMA_VERSION = 2
"""Increases whenever a column of the dataset is added or changes its meaning."""

TIMESTAMP = pa.timestamp("us", tz="UTC")
_TEXTS = pa.list_(pa.field("item", pa.string(), nullable=False))


def _field(name: str, kind: pa.DataType, description: str, *, required: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=not required, metadata={"description": description})


def _of(model: type[BaseModel], name: str, kind: pa.DataType, *, required: bool = False) -> pa.Field:
    """The column for a field of a model, with the field's description."""
    return _field(name, kind, " ".join((model.model_fields[name].description or "").split()), required=required)


_QUESTION_FIELDS = (
    _of(Question, "title", pa.string()),
    _of(Question, "body", pa.string()),
    _of(Question, "asker", pa.string()),
    _of(Question, "asker_location", pa.string()),
    _of(Question, "asked_at", TIMESTAMP),
    _of(Question, "topics", _TEXTS, required=True),
    _of(Question, "votes", pa.int64()),
    _of(Question, "views", pa.int64()),
)
_POSITION = _of(Answer, "position", pa.int32(), required=True)
_ANSWER_FIELDS = (
    _of(Answer, "headline", pa.string()),
    _of(Answer, "body", pa.string(), required=True),
    _of(Answer, "votes", pa.int64()),
    _of(Answer, "is_accepted", pa.bool_()),
    _of(Answer, "answered_at", TIMESTAMP),
    _of(Answer, "url", pa.string()),
    _of(Answer, "author_name", pa.string()),
    _of(Answer, "author_credentials", _TEXTS, required=True),
    _of(Answer, "author_note", pa.string()),
    _of(Answer, "author_url", pa.string()),
    _of(Answer, "specialty", pa.string()),
    _of(Answer, "location", pa.string()),
    _of(Answer, "address", pa.string()),
    _of(Answer, "rating", pa.float64()),
    _of(Answer, "rating_best", pa.float64()),
    _of(Answer, "review_count", pa.int64()),
)
_ANSWER_ID = _of(Answer, "answer_id", pa.string(), required=True)
_EXPERT_ID = _of(Answer, "expert_id", pa.string())
_PARENT_ID = _field(
    "parent_answer_id", pa.string(), "Id of the answer that this one replies to; null if it answers the question."
)
_FOUND = _field("answers_found", pa.int32(), "Number of answers found on the page.", required=True)
_DECLARED = _of(Record, "answers_declared", pa.int32())
_QUESTION_ID = _of(Record, "question_id", pa.string())
_PAGE_ID = _of(Record, "page_id", pa.string(), required=True)
_URL = _of(Record, "url", pa.string())
_SITE = _of(Record, "site", pa.string())

_OUTCOME = (
    _URL,
    _SITE,
    _of(Record, "layout", pa.string()),
    _of(Record, "status", pa.string(), required=True),
    _of(Record, "reason", pa.string()),
    _of(Record, "detail", pa.string()),
    _of(Record, "warnings", _TEXTS, required=True),
    _DECLARED,
    _FOUND,
    _field("noise_removed", pa.int32(), "Number of noise lines removed from the page.", required=True),
)
_PROVENANCE = (
    _of(Record, "source", pa.string(), required=True),
    _of(Record, "member", pa.string()),
    _of(Record, "offset", pa.int64()),
    _of(Record, "captured_at", TIMESTAMP),
    _of(Record, "media_type", pa.string()),
    _of(Record, "charset", pa.string()),
    _of(Record, "bytes", pa.int64(), required=True),
    _of(Record, "payload_sha256", pa.string(), required=True),
)


def _as(field: pa.Field, description: str) -> pa.Field:
    """A column of another table, never null here, with the description that is right for this table."""
    return _field(field.name, field.type, description, required=True)


PAGES = pa.schema(
    [
        _field("page_id", pa.string(), "Stable id: hash of the URL and the payload. Unique; null on a duplicate."),
        _field("duplicate_of", pa.string(), "On a duplicate: id of the first page with the same URL and payload."),
        _field("superseded_by", pa.string(), "On a superseded page: id of the page whose capture is kept."),
        _field(
            "continues",
            pa.string(),
            "On a further page of a question (page=2, ...): id of the page that gave the row of the question. The "
            "answers on the further page are in the table answers.",
        ),
        *_OUTCOME,
        _field(
            "question_id",
            pa.string(),
            "Id of the question, on the page that gave its row in the table questions; null on all other pages.",
        ),
        *_PROVENANCE,
    ]
)
"""The ledger: one row per input page, with its outcome."""

QUESTIONS = pa.schema(
    [
        _as(
            _QUESTION_ID,
            "Stable id: hash of the site and the question's own id or slug, else of its canonical URL, else of the "
            "content.",
        ),
        _as(_PAGE_ID, "Id of the page that the question was read from, in the table pages."),
        _URL,
        _as(_SITE, "Site that recognised the page."),
        *_QUESTION_FIELDS,
        _DECLARED,
        _FOUND,
    ]
)
"""One row per question."""

ANSWERS = pa.schema(
    [
        _ANSWER_ID,
        _as(_QUESTION_ID, "Id of the question that is answered, in the table questions."),
        _as(_PAGE_ID, "Id of the page that the answer was read from, in the table pages."),
        _as(_SITE, "Site that recognised the page."),
        _POSITION,
        *_ANSWER_FIELDS,
        _EXPERT_ID,
        _PARENT_ID,
    ]
)
"""One row per answer, in page order."""

EXPERTS = pa.schema(
    [
        _as(_EXPERT_ID, "Stable id: hash of the site and the profile link, else of the site, name and location."),
        _as(_SITE, "Site on which the expert answers."),
        _field("name", pa.string(), "Name without credentials, as printed in the latest capture.", required=True),
        _field("credentials", _TEXTS, "Credentials after the name, as printed in the latest capture.", required=True),
        _field("specialty", pa.string(), "Profession or field, as printed in the latest capture."),
        _field("location", pa.string(), "Location, as printed in the latest capture."),
        _field("author_url", pa.string(), "Link to the profile, in the latest capture."),
        _field("answers", pa.int64(), "Number of answers by this expert in the dataset.", required=True),
        _field("rating", pa.float64(), "Rating in the latest capture; in the first answer there if it has several."),
        _field("rating_best", pa.float64(), "Best possible rating on the same scale."),
        _field("review_count", pa.int64(), "Number of reviews that the rating is based on."),
    ]
)
"""One row per expert: an author whom at least one answer names. Ratings of unnamed authors are only in ``answers``."""

TABLES: dict[str, pa.Schema] = {
    "pages": PAGES,
    "questions": QUESTIONS,
    "answers": ANSWERS,
    "experts": EXPERTS,
}

RAW_PAGE = pa.schema(
    [
        _of(RawPage, "body", pa.large_binary(), required=True),
        _of(RawPage, "url", pa.string()),
        _of(RawPage, "media_type", pa.string()),
        _of(RawPage, "charset", pa.string()),
        _of(RawPage, "captured_at", TIMESTAMP),
        _of(RawPage, "source", pa.string()),
        _of(RawPage, "member", pa.string()),
        _of(RawPage, "offset", pa.int64()),
        _of(RawPage, "truncated", pa.bool_()),
    ]
)
"""Input of :func:`qapipe.parse_batches`; only ``body`` is required."""

_ANSWER_STRUCT = pa.struct([_ANSWER_ID, _POSITION, *_ANSWER_FIELDS, _EXPERT_ID, _PARENT_ID])
_NOISE_STRUCT = pa.struct(
    [
        _field("rule", pa.string(), "Name of the noise rule.", required=True),
        _field("removed", pa.int32(), "Number of lines removed by the rule.", required=True),
    ]
)
RECORD = pa.schema(
    [
        _PAGE_ID,
        *_OUTCOME,
        _QUESTION_ID,
        _of(Record, "thread_id", pa.string()),
        *_PROVENANCE,
        _field("question", pa.struct(_QUESTION_FIELDS), "The question, if the page has one."),
        _field("answers", pa.list_(_ANSWER_STRUCT), "The answers in page order.", required=True),
        _field("noise", pa.list_(_NOISE_STRUCT), "Number of noise lines removed, by rule.", required=True),
    ]
)
"""Output of :func:`qapipe.parse_batches`: the ledger row of a page, with its question and answers nested."""
