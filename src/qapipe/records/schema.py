"""Arrow schemas: the raw page, the record, and the four tables of a dataset.

The metadata of every column has its description, that of the field in :mod:`qapipe.records.models`, taken from
:mod:`.field_descriptions`: a run need not import the models. A test checks that every model field has a column, so that
none is dropped.
"""

from collections.abc import Mapping

import pyarrow as pa

from qapipe.records import field_descriptions

SCHEMA_VERSION = 2
"""Increases whenever a column of the dataset is added or changes its meaning."""

TIMESTAMP = pa.timestamp("us", tz="UTC")
_TEXTS = pa.list_(pa.field("item", pa.string(), nullable=False))


def _field(name: str, kind: pa.DataType, description: str, *, required: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=not required, metadata={"description": description})


def _of(model: Mapping[str, str], name: str, kind: pa.DataType, *, required: bool = False) -> pa.Field:
    """The column for a field of a model, with the field's description."""
    return _field(name, kind, model[name], required=required)


_QUESTION_FIELDS = (
    _of(field_descriptions.QUESTION, "title", pa.string()),
    _of(field_descriptions.QUESTION, "body", pa.string()),
    _of(field_descriptions.QUESTION, "asker", pa.string()),
    _of(field_descriptions.QUESTION, "asker_location", pa.string()),
    _of(field_descriptions.QUESTION, "asked_at", TIMESTAMP),
    _of(field_descriptions.QUESTION, "topics", _TEXTS, required=True),
    _of(field_descriptions.QUESTION, "votes", pa.int64()),
    _of(field_descriptions.QUESTION, "views", pa.int64()),
)
_POSITION = _of(field_descriptions.ANSWER, "position", pa.int32(), required=True)
_ANSWER_FIELDS = (
    _of(field_descriptions.ANSWER, "headline", pa.string()),
    _of(field_descriptions.ANSWER, "body", pa.string(), required=True),
    _of(field_descriptions.ANSWER, "votes", pa.int64()),
    _of(field_descriptions.ANSWER, "is_accepted", pa.bool_()),
    _of(field_descriptions.ANSWER, "answered_at", TIMESTAMP),
    _of(field_descriptions.ANSWER, "url", pa.string()),
    _of(field_descriptions.ANSWER, "author_name", pa.string()),
    _of(field_descriptions.ANSWER, "author_credentials", _TEXTS, required=True),
    _of(field_descriptions.ANSWER, "author_note", pa.string()),
    _of(field_descriptions.ANSWER, "author_url", pa.string()),
    _of(field_descriptions.ANSWER, "specialty", pa.string()),
    _of(field_descriptions.ANSWER, "location", pa.string()),
    _of(field_descriptions.ANSWER, "address", pa.string()),
    _of(field_descriptions.ANSWER, "rating", pa.float64()),
    _of(field_descriptions.ANSWER, "rating_best", pa.float64()),
    _of(field_descriptions.ANSWER, "review_count", pa.int64()),
)
_ANSWER_ID = _of(field_descriptions.ANSWER, "answer_id", pa.string(), required=True)
_EXPERT_ID = _of(field_descriptions.ANSWER, "expert_id", pa.string())
_PARENT_ID = _field(
    "parent_answer_id", pa.string(), "Id of the answer that this one replies to; null if it answers the question."
)
_FOUND = _field("answers_found", pa.int32(), "Number of answers found on the page.", required=True)
_DECLARED = _of(field_descriptions.RECORD, "answers_declared", pa.int32())
_QUESTION_ID = _of(field_descriptions.RECORD, "question_id", pa.string())
_PAGE_ID = _of(field_descriptions.RECORD, "page_id", pa.string(), required=True)
_URL = _of(field_descriptions.RECORD, "url", pa.string())
_SITE = _of(field_descriptions.RECORD, "site", pa.string())

_OUTCOME = (
    _URL,
    _SITE,
    _of(field_descriptions.RECORD, "layout", pa.string()),
    _of(field_descriptions.RECORD, "status", pa.string(), required=True),
    _of(field_descriptions.RECORD, "reason", pa.string()),
    _of(field_descriptions.RECORD, "detail", pa.string()),
    _of(field_descriptions.RECORD, "warnings", _TEXTS, required=True),
    _DECLARED,
    _FOUND,
    _field("noise_removed", pa.int32(), "Number of noise lines removed from the page.", required=True),
)
_PROVENANCE = (
    _of(field_descriptions.RECORD, "source", pa.string(), required=True),
    _of(field_descriptions.RECORD, "member", pa.string()),
    _of(field_descriptions.RECORD, "offset", pa.int64()),
    _of(field_descriptions.RECORD, "captured_at", TIMESTAMP),
    _of(field_descriptions.RECORD, "media_type", pa.string()),
    _of(field_descriptions.RECORD, "charset", pa.string()),
    _of(field_descriptions.RECORD, "bytes", pa.int64(), required=True),
    _of(field_descriptions.RECORD, "payload_sha256", pa.string(), required=True),
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
        _as(_FOUND, "Number of answers found on all pages of the question."),
    ]
)
"""One row per question."""

ANSWERS = pa.schema(
    [
        _ANSWER_ID,
        _as(_QUESTION_ID, "Id of the question that is answered, in the table questions."),
        _as(_PAGE_ID, "Id of the page that the answer was read from, in the table pages."),
        _as(_SITE, "Site that recognised the page."),
        _as(_POSITION, "Position of the answer, counted from 1; on further pages of a question it runs on."),
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
        _of(field_descriptions.RAW_PAGE, "body", pa.large_binary(), required=True),
        _of(field_descriptions.RAW_PAGE, "url", pa.string()),
        _of(field_descriptions.RAW_PAGE, "media_type", pa.string()),
        _of(field_descriptions.RAW_PAGE, "charset", pa.string()),
        _of(field_descriptions.RAW_PAGE, "captured_at", TIMESTAMP),
        _of(field_descriptions.RAW_PAGE, "source", pa.string()),
        _of(field_descriptions.RAW_PAGE, "member", pa.string()),
        _of(field_descriptions.RAW_PAGE, "offset", pa.int64()),
        _of(field_descriptions.RAW_PAGE, "truncated", pa.bool_()),
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
        _of(field_descriptions.RECORD, "thread_id", pa.string()),
        *_PROVENANCE,
        _field("question", pa.struct(_QUESTION_FIELDS), "The question, if the page has one."),
        _field("answers", pa.list_(_ANSWER_STRUCT), "The answers in page order.", required=True),
        _field("noise", pa.list_(_NOISE_STRUCT), "Number of noise lines removed, by rule.", required=True),
    ]
)
"""Output of :func:`qapipe.parse_batches`: the ledger row of a page, with its question and answers nested."""
