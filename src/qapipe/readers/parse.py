"""The core: one page in, one record out; Arrow batches in, Arrow batches out. No I/O.

Every page gives exactly one record. If it could not be parsed, the record has a status and a reason.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

import pyarrow as pa

from qapipe.errors import PageError
from qapipe.page.document import Document, HtmlDocument, open_document
from qapipe.page.expressions import any_has_expression, may_have_expression
from qapipe.page.replays import replay_of
from qapipe.page.urls import host_of, same_host
from qapipe.readers import registry
from qapipe.readers.reconcile import shows_answers
from qapipe.readers.site import INCLUDABLE, Reading
from qapipe.records import ids, plain
from qapipe.records.batches import raw_pages_of, record_batch
from qapipe.records.ranges import keep_ranges
from qapipe.records.reasons import Reason, Status
from qapipe.records.warnings import PARTIAL, PageWarning

if TYPE_CHECKING:
    from qapipe.records.models import RawPage, Record

_said_by = attrgetter("author_name", "body")
_author_of = attrgetter("author_name", "author_url", "location")
_question_texts = attrgetter("title", "body", "asker", "asker_location")
_answer_texts = attrgetter("headline", "body", "author_name", "author_note", "specialty", "location", "address")


@dataclass(slots=True)
class _Found:
    """What is known about a page so far."""

    payload: str
    url: str | None
    media_type: str | None
    charset: str | None = None
    damaged: bool = False


def parse_page(raw: "RawPage | plain.RawPage", *, include: Collection[str] = ()) -> "Record":
    """The record of one page: question, answers and ledger entries, or the reason why there is no question.

    ``include`` may name ``faq`` and ``discussion``: such pages are then read like question pages.
    Never raises, whatever the page contains. An internal error gives a record with status ``error`` and reason
    ``parser_crashed``, so it affects only this page.
    """
    from qapipe.records.models import Record  # noqa: PLC0415  pydantic takes long to import, and a run does not need it

    page = raw if isinstance(raw, plain.RawPage) else plain.RawPage(**dict(raw))
    return Record.of(read_page(page, _included(include)))


def parse_batches(batches: Iterable[pa.RecordBatch], *, include: Collection[str] = ()) -> Iterator[pa.RecordBatch]:
    """Records of raw pages, batch by batch: one row per page, in the same order.

    ``include`` is that of :func:`parse_page`.
    In: the columns of :data:`~qapipe.records.schema.RAW_PAGE` (only ``body`` is required).
    Out: those of :data:`~qapipe.records.schema.RECORD`.
    This is the function that every engine runs; it can be passed to Spark's ``mapInArrow`` directly.
    """
    included = _included(include)
    for batch in batches:
        yield record_batch([read_page(raw, included) for raw in raw_pages_of(batch)])


def _included(names: Collection[str]) -> frozenset[Reason]:
    """The reasons that are overruled. Raises ``ValueError`` for a name that is not one of :data:`INCLUDABLE`."""
    unknown = [name for name in names if name not in INCLUDABLE]
    if unknown:
        raise ValueError(f"include: {unknown[0]!r} is not one of {', '.join(sorted(INCLUDABLE))}")
    return frozenset(map(Reason, names))


def read_page(raw: plain.RawPage, include: Collection[Reason] = ()) -> plain.Record:
    """The record of one page as a plain object, which pipelines write without validating it; see :func:`parse_page`."""
    if raw.url is not None and (replay := replay_of(raw.url)):
        raw = replace(raw, url=replay.url, captured_at=replay.captured_at or raw.captured_at)
    found = _Found(_sha256(raw.body), raw.url, raw.media_type)
    try:
        return _read(raw, found, include)
    except PageError as error:
        status = Status.NOT_QA if error.reason is Reason.BINARY else Status.ERROR
        return _record(raw, found, status, error.reason, error.detail)
    except MemoryError:
        return _record(raw, found, Status.ERROR, Reason.OUT_OF_MEMORY, "parsing the page ran out of memory")
    except Exception as error:  # noqa: BLE001  an internal error affects this page alone, and its ledger row says so
        detail = f"{type(error).__name__}: {error}"[:500]
        return _record(raw, found, Status.ERROR, Reason.PARSER_CRASHED, detail)


def _read(raw: plain.RawPage, found: _Found, include: Collection[Reason]) -> plain.Record:
    if not raw.body or raw.body.isspace():
        return _record(raw, found, Status.NOT_QA, Reason.EMPTY)
    if len(raw.body) > plain.MAX_PAGE_BYTES:
        raise PageError(Reason.TOO_LARGE, f"{len(raw.body):,} bytes; the limit is {plain.MAX_PAGE_BYTES:,}")
    document, decoded, found.media_type = open_document(raw)
    found.charset, found.damaged = decoded.charset, decoded.damaged
    found.url = document.url
    picked = registry.pick(document)
    if isinstance(picked, Reason):
        return _record(raw, found, Status.NOT_QA, picked)
    site, layout = picked
    reading = layout.read(document)
    if reading.reason is not None and reading.reason not in include:
        return _record(raw, found, Status.NOT_QA, reading.reason)
    if not reading.answers and not site.fallback and _says_nothing_of_answers(reading) and shows_answers(document):
        reading.warnings.add(PageWarning.UNREAD_POSTS)  # the site was redesigned
    record = _record(raw, found, Status.OK)
    if isinstance(document, HtmlDocument) or may_have_expression(document.content):  # HTML may spell it as entities
        _warn_of_expressions(reading)
    _add_reading(record, reading, damaged=found.damaged, truncated=raw.truncated)
    record.site, record.layout = site.name, layout.name
    question_url = _question_url(document)
    keys = (site.question_key(one) for one in (found.url, question_url) if one)
    key = next((one for one in keys if one is not None), None)
    owner = site.name if site.hosts else None  # of any host: one capture marks a page up and another does not
    record.question_id = ids.question_id(owner, key, question_url, found.payload)
    record.thread_id = ids.thread_id(record.question_id, owner, key, question_url)
    _identify(reading.answers, owner, record.question_id, found.url)
    return record


def _says_nothing_of_answers(reading: Reading) -> bool:
    """Whether a page does not say how many answers it has, of those that a reader looks for."""
    return reading.answers_declared is None or not reading.declares_all


def _identify(answers: list[plain.Answer], owner: str | None, question_id: str, url: str | None) -> None:
    """Set the ids of the answers and of the experts who gave them; ``owner`` is the site that names them, if any."""
    host = None if owner else host_of(url) or None
    answer_ids = ids.answer_ids(question_id, list(map(_said_by, answers)))
    expert_ids = ids.expert_ids(owner, host, map(_author_of, answers))
    for answer, answer_id, expert_id in zip(answers, answer_ids, expert_ids, strict=True):
        answer.answer_id, answer.expert_id = answer_id, expert_id


def _question_url(document: Document) -> str | None:
    """URL that identifies the question: the one that the page declares if it has the same host, else the page's own."""
    declared = getattr(document, "declared_url", None)
    if declared and document.url and same_host(declared, document.url):
        return str(declared)
    return document.url


def _add_reading(record: plain.Record, reading: Reading, *, damaged: bool, truncated: bool) -> None:
    """Fill in what was read, and status and warnings: what was expected, against what was found."""
    warnings = reading.warnings
    warnings |= keep_ranges(reading.question, reading.answers, record.captured_at)
    if reading.question.title is None:
        warnings.add(PageWarning.TITLE_MISSING)
    if reading.answers_declared is not None:
        replies = [answer for answer in reading.answers if answer.parent_position is not None]
        counted = len(reading.answers) - len(replies)  # replies may be counted or not
        if reading.answers_declared < counted and reading.declares_all:
            warnings.add(PageWarning.MORE_ANSWERS)
        elif reading.answers_declared > len(reading.answers):
            warnings.add(PageWarning.FEWER_ANSWERS)
    if truncated:
        warnings.add(PageWarning.PAGE_TRUNCATED)
    if damaged:
        warnings.add(PageWarning.CHARSET_DAMAGED)
    if warnings:
        record.status = Status.OK if PARTIAL.isdisjoint(warnings) else Status.PARTIAL
        record.warnings = tuple(sorted(warnings))
    record.answers_declared = reading.answers_declared
    record.question = reading.question
    record.answers = tuple(reading.answers)
    record.noise = tuple(reading.noise)


def _warn_of_expressions(reading: Reading) -> None:
    """Add a warning if a template expression is left in any text but links."""
    posts = [_question_texts(reading.question), *map(_answer_texts, reading.answers)]
    if any_has_expression([text for post in posts for text in post if text]):
        reading.warnings.add(PageWarning.EXPRESSION_LEFT)


def _record(
    raw: plain.RawPage, found: _Found, status: Status, reason: Reason | None = None, detail: str | None = None
) -> plain.Record:
    """The record of a page with its provenance."""
    return plain.Record(
        page_id=ids.page_id(found.url, found.payload),
        status=status,
        url=found.url,
        reason=reason,
        detail=detail,
        source=raw.source,
        member=raw.member,
        offset=raw.offset,
        captured_at=raw.captured_at,
        media_type=found.media_type,
        charset=found.charset,
        bytes=len(raw.body),
        payload_sha256=found.payload,
    )


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
