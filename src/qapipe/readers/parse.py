"""The heart: one page in, one record out; Arrow batches in, Arrow batches out. No I/O.

Whatever a page holds, it gives exactly one record: what could not be done is a status with a reason.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from qapipe.errors import PageError
from qapipe.page.document import Document, open_document
from qapipe.page.urls import same_host, url_parts
from qapipe.readers import registry
from qapipe.readers.site import Reading, Site
from qapipe.records import ids
from qapipe.records.models import MAX_PAGE_BYTES, Answer, RawPage, Record
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import raw_pages_of, record_batch


@dataclass(slots=True)
class _Found:
    """What is known of a page so far."""

    payload: str
    url: str | None
    media_type: str | None
    charset: str | None = None
    damaged: bool = False


def parse_page(raw: RawPage) -> Record:
    """The record of one page: question, answers and ledger entries, or the reason why there is no question.

    Never raises for what a page holds. A defect of qapipe itself gives status ``error`` with reason
    ``parser_crashed``, so that one page costs one page.
    """
    found = _Found(_sha256(raw.body), raw.url, raw.media_type)
    try:
        return _parse(raw, found)
    except PageError as error:
        status = Status.NOT_QA if error.reason is Reason.BINARY else Status.ERROR
        return _record(raw, found, status=status, reason=error.reason, detail=error.detail)
    except MemoryError:
        return _record(raw, found, status=Status.ERROR, reason=Reason.OUT_OF_MEMORY, detail="parsing it took too much")
    except Exception as error:  # noqa: BLE001  any defect costs this page alone, and its ledger row says so
        detail = f"{type(error).__name__}: {error}"[:500]
        return _record(raw, found, status=Status.ERROR, reason=Reason.PARSER_CRASHED, detail=detail)


def parse_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Records of raw pages, batch by batch, one row a page in the same order.

    In: the columns of :data:`~qapipe.records.schema.RAW_PAGE` (only ``body`` is required).
    Out: those of :data:`~qapipe.records.schema.RECORD`.
    This is the function that every engine runs; Spark's ``mapInArrow`` takes it as it is.
    """
    for batch in batches:
        yield record_batch([parse_page(raw) for raw in raw_pages_of(batch)])


def _parse(raw: RawPage, found: _Found) -> Record:
    if not raw.body.strip():
        return _record(raw, found, status=Status.NOT_QA, reason=Reason.EMPTY)
    if len(raw.body) > MAX_PAGE_BYTES:
        raise PageError(Reason.TOO_LARGE, f"{len(raw.body):,} bytes; a page may have {MAX_PAGE_BYTES:,}")
    document, decoded, found.media_type = open_document(raw)
    found.charset, found.damaged = decoded.charset, decoded.damaged
    found.url = document.url
    picked = registry.pick(document)
    if isinstance(picked, Reason):
        return _record(raw, found, status=Status.NOT_QA, reason=picked)
    site, layout = picked
    reading = layout.read(document)
    key = site.question_key(found.url) if found.url else None
    question_id = ids.question_id(site.name, key, _question_url(document), found.payload)
    _identify(reading.answers, site, question_id, found.url)
    return _record(
        raw,
        found,
        site=site.name,
        layout=layout.name,
        question_id=question_id,
        **_outcome(reading, damaged=found.damaged, truncated=raw.truncated),
    )


def _identify(answers: list[Answer], site: Site, question_id: str, url: str | None) -> None:
    """Give the answers their ids; equal answers on a page are told apart by their order."""
    host = None if site.hosts else url_parts(url).hostname
    seen: dict[tuple[str | None, str], int] = {}
    for answer in answers:
        name = answer.author_name
        said = (name, answer.body)
        repetition = seen[said] = seen.get(said, -1) + 1
        expert = ids.expert_id(site.name, host, name, answer.author_url, answer.location) if name else None
        answer.identify(ids.answer_id(question_id, *said, repetition), expert)


def _question_url(document: Document) -> str | None:
    """The address that names the question: what the page declares of itself if it is of the same host."""
    declared = getattr(document, "declared_url", None)
    if declared and document.url and same_host(declared, document.url):
        return str(declared)
    return document.url


def _outcome(reading: Reading, *, damaged: bool, truncated: bool) -> dict[str, object]:
    """Status and warnings of a page with a question: what was expected, and what is there."""
    warnings = set(reading.warnings)
    if reading.question.title is None:
        warnings.add("title_missing")
    if reading.answers_declared is not None and reading.answers_declared != len(reading.answers):
        more = len(reading.answers) > reading.answers_declared
        warnings.add("more_answers_than_declared" if more else "fewer_answers_than_declared")
    if truncated:
        warnings.add("page_truncated")
    missing = warnings & {
        "page_truncated",
        "title_missing",
        "fewer_answers_than_declared",
        "more_answers_than_declared",
    }
    if damaged:
        warnings.add("charset_damaged")
    return {
        "status": Status.PARTIAL if missing else Status.OK,
        "warnings": tuple(sorted(warnings)),
        "answers_declared": reading.answers_declared,
        "question": reading.question,
        "answers": tuple(reading.answers),
        "noise": tuple(reading.noise),
    }


def _record(raw: RawPage, found: _Found, **outcome: object) -> Record:
    return Record.model_validate(
        {
            "page_id": ids.page_id(found.url, found.payload),
            "url": found.url,
            "source": raw.source,
            "member": raw.member,
            "offset": raw.offset,
            "captured_at": raw.captured_at,
            "media_type": found.media_type,
            "charset": found.charset,
            "bytes": len(raw.body),
            "payload_sha256": found.payload,
            **outcome,
        }
    )


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
