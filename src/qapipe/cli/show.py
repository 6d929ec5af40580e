"""``qapipe show``: the record of one page."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, BodyField, UrlField, Verbose
from qapipe.cli.terminal import Terminal, safe_text, stdin_stream
from qapipe.errors import UsageError
from qapipe.records.models import Answer, Record
from qapipe.records.reasons import REASONS, Status
from qapipe.run.pipeline import find_page
from qapipe.sources import ReadOptions

_STYLES = {Status.OK: "bold green", Status.PARTIAL: "bold yellow", Status.ERROR: "bold red"}
_WHICH = "Number (from 1), page id or URL of the page to show."


def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="File or directory of pages; - reads stdin.")],
    which: Annotated[
        str | None, typer.Argument(metavar="PAGE", help=f"{_WHICH}  [default: 1]", show_default=False)
    ] = None,
    *,
    page: Annotated[str | None, typer.Option("--page", metavar="PAGE", help=_WHICH)] = None,
    body_field: BodyField = None,
    url_field: UrlField = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Parse one page and show what was extracted.

    Shows also where the page came from and what was removed as noise.

    Example: qapipe show dump.jsonl.gz --page 12
    """
    terminal = Terminal()
    with reported("show", terminal, as_json=as_json, verbose=verbose) as result:
        if which is not None and page is not None:
            raise UsageError("PAGE is given twice; give it either as an argument or with --page")
        options = ReadOptions(body_field, url_field)
        record = find_page(source, which or page or "1", options, stdin=stdin_stream())
        result.values.update(record.model_dump(mode="json"))
        if not as_json:
            terminal.show(*_lines(record))
        if record.status is Status.ERROR:
            result.fail(f"the page could not be read or parsed: {record.reason}")


def _lines(record: Record) -> Iterator[Text]:
    yield _status(record)
    yield from _facts(
        {
            "url": record.url,
            "site": f"{record.site}/{record.layout}" if record.site else None,
            "warnings": ", ".join(record.warnings) or None,
            "from": _place(record),
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
    line = safe_text(record.status, _STYLES.get(record.status, "bold"))
    if record.reason:
        line.append_text(safe_text(f" {record.reason}: {record.detail or REASONS[record.reason]}"))
    return line


def _place(record: Record) -> str:
    parts = (record.source, record.member, None if record.offset is None else f"offset {record.offset:,}")
    return ", ".join(part for part in parts if part)


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
