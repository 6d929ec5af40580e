"""What ``qapipe show`` prints and writes."""

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from qapipe.cli.included import Include
from qapipe.cli.page_html import page_html
from qapipe.cli.terminal import safe_text
from qapipe.cli.words import STATUS_STYLES
from qapipe.dataset.find import LedgerRow
from qapipe.disk import atomic_write
from qapipe.errors import PageError, UsageError
from qapipe.page.document import open_document
from qapipe.records.models import Answer, Record
from qapipe.records.places import describe_place
from qapipe.records.plain import RawPage
from qapipe.records.reasons import REASONS
from qapipe.run.lookup import FoundPage
from qapipe.sources import Failure


def text_of(item: RawPage | Failure) -> str:
    """The decoded text of a page. Raises UsageError for a page without one."""
    if isinstance(item, Failure):
        raise UsageError(f"the page has no text ({item.reason}: {item.detail}); show it without --raw")
    try:
        return open_document(item)[1].source.decode()
    except PageError as error:
        raise UsageError(f"the page has no text ({error}); show it without --raw") from error


def write_html(path: Path, found: FoundPage) -> None:
    """Write the lines of a page beside what was read from each, as an HTML file."""
    page = found.item if isinstance(found.item, RawPage) else RawPage(body=b"")
    with atomic_write(path) as partial:
        partial.write_text(page_html(page, found.record), encoding="utf-8")


def record_lines(record: Record, row: LedgerRow | None) -> Iterator[Text]:
    """The record of a page, line by line."""
    yield _status(record)
    yield from _facts(
        {
            "in dataset": _ledger_status(record, row),
            "url": record.url,
            "site": f"{record.site}/{record.layout}" if record.site else None,
            "warnings": ", ".join(record.warnings) or None,
            "from": describe_place(record.source, record.member, record.offset),
            "captured": record.captured_at,
            "read as": ", ".join(filter(None, (record.media_type, record.charset))) or None,
            "bytes": f"{record.bytes:,}",
            "page id": record.page_id,
            "question id": record.question_id,
        }
    )
    if record.question:
        yield from _question(record)
    for answer in record.answers:
        yield from _answer(answer)
    if record.noise:
        yield Text(f"\nRemoved as noise ({len(record.noise)})", style="bold")
        for removal in record.noise:
            yield safe_text(f"  {removal.rule}: {removal.text}", "dim")


def _status(record: Record) -> Text:
    line = safe_text(record.status, f"bold {STATUS_STYLES[record.status]}")
    if record.reason:
        line.append_text(safe_text(f" {record.reason}: {record.detail or REASONS[record.reason]}"))
    if record.reason is not None and record.reason.value in list(Include):
        line.append_text(safe_text(f"; --include {record.reason} reads it"))
    return line


def _ledger_status(record: Record, row: LedgerRow | None) -> str | None:
    """What the dataset says about the page, where that is something else."""
    if row is None or row.status == record.status:
        return None
    return ": ".join(part for part in (" ".join(filter(None, (row.status, row.reason))), row.detail) if part)


def _facts(facts: dict[str, object]) -> Iterator[Text]:
    """One line per known value, with its name in front."""
    for name, value in facts.items():
        if value is not None:
            yield Text(f"{name:>12}  ", style="dim").append_text(safe_text(value, "not dim"))


def _question(record: Record) -> Iterator[Text]:
    question = record.question
    if question is None:
        return
    yield Text("")
    yield safe_text(question.title or "(no title)", "bold cyan")
    if question.body:
        yield safe_text(question.body)
    yield from _facts(
        {
            "asked by": ", ".join(filter(None, (question.asker, question.asker_location))) or None,
            "asked at": question.asked_at,
            "topics": ", ".join(question.topics) or None,
            "votes": question.votes,
            "views": question.views,
        }
    )
    declared = "none declared" if record.answers_declared is None else f"{record.answers_declared} declared"
    yield Text(f"\nAnswers: {len(record.answers)} found, {declared}", style="bold")


def _answer(answer: Answer) -> Iterator[Text]:
    yield Text("")
    head = f"{answer.position}. {answer.headline or ''}".rstrip()
    yield safe_text(head + (" (accepted)" if answer.is_accepted else ""), "bold")
    yield safe_text(answer.body)
    rating = None
    if answer.rating is not None:
        best = "" if answer.rating_best is None else f" of {answer.rating_best:g}"
        rating = f"{answer.rating:g}{best}"
    yield from _facts(
        {
            "author": _author(answer),
            "specialty": answer.specialty,
            "location": answer.location,
            "address": answer.address,
            "rating": rating,
            "reviews": answer.review_count,
            "votes": answer.votes,
            "answered at": answer.answered_at,
            "profile": answer.author_url,
            "link": answer.url,
            "reply to": answer.parent_position,
        }
    )


def _author(answer: Answer) -> str | None:
    if answer.author_name is None:
        return None
    name = ", ".join((answer.author_name, *answer.author_credentials))
    return f"{name} ({answer.author_note})" if answer.author_note else name
