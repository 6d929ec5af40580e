"""What the record of a page says, for pages of one made-up site whose reading is given."""

from datetime import UTC, datetime
from typing import Any

import pytest

from qapipe.errors import PageError
from qapipe.readers import registry
from qapipe.readers.parse import parse_page, read_page
from qapipe.readers.site import Layout, Reading, Site
from qapipe.records import plain
from qapipe.records.plain import Answer, Question, RawPage
from qapipe.records.reasons import Reason, Status

URL = "https://looms.example/q/7"


def answers(count: int, replies: int = 0) -> list[Answer]:
    found = [Answer(position=number, body=f"Wax it {number} times.") for number in range(1, count + replies + 1)]
    for reply in found[count:]:
        reply.parent_position = 1
    return found


def record_of(
    monkeypatch: pytest.MonkeyPatch, reading: Reading, *, include: tuple[Reason, ...] = (), **raw: Any
) -> plain.Record:
    """The record of a page whose layout gives this reading."""
    layout = Layout("page", "pages of questions", lambda _: True, lambda _: reading)
    site = Site("looms", "a forum on looms", (layout,), hosts=("looms.example",), question_key=lambda url: url[-1])
    monkeypatch.setattr(registry, "pick", lambda _: (site, layout))
    return read_page(RawPage(**{"body": b"Why does it creak?", "url": URL, "media_type": "text/plain", **raw}), include)


TITLE = Question(title="Why does it creak?")


@pytest.mark.parametrize(
    ("reading", "raw", "warnings"),
    [
        (Reading(TITLE, answers(2), 2), {}, ()),
        (Reading(TITLE, answers(2)), {}, ()),
        (Reading(Question(body="It creaks."), answers(2), 2), {}, ("title_missing",)),
        (Reading(TITLE, answers(2), 3), {}, ("fewer_answers_than_declared",)),
        (Reading(TITLE, answers(2), 1), {}, ("more_answers_than_declared",)),
        (Reading(TITLE, answers(2), 1, declares_all=False), {}, ()),
        (Reading(TITLE, answers(2), 3, declares_all=False), {}, ("fewer_answers_than_declared",)),
        # replies may be counted or not
        (Reading(TITLE, answers(2, 2), 2), {}, ()),
        (Reading(TITLE, answers(2, 2), 3), {}, ()),
        (Reading(TITLE, answers(2, 2), 4), {}, ()),
        (Reading(TITLE, answers(2, 2), 1), {}, ("more_answers_than_declared",)),
        (Reading(TITLE, answers(2, 2), 5), {}, ("fewer_answers_than_declared",)),
        (Reading(TITLE, answers(1), 1), {"truncated": True}, ("page_truncated",)),
        (Reading(TITLE, answers(1), 2), {"truncated": True}, ("fewer_answers_than_declared", "page_truncated")),
    ],
)
def test_what_is_missing_makes_a_page_partial(
    reading: Reading, raw: dict[str, Any], warnings: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = record_of(monkeypatch, reading, **raw)
    assert (record.status, record.warnings) == ("partial" if warnings else "ok", warnings)
    assert (record.answers_declared, record.question, record.answers) == (
        reading.answers_declared, reading.question, tuple(reading.answers),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "answer", "warnings"),
    [
        ("\ufeffWhy does it creak".encode() + b"\xff?", "Wax it.", ("charset_damaged",)),
        (b"Why does it creak?", "Wax {{ it }}.", ()),  # read from other bytes than these
        (b"Why does {{ it }} creak?", "Wax {{ it }}.", ("template_expression_left",)),
        (b"<p>Why does it creak?", "Wax {{ it }}.", ("template_expression_left",)),
    ],
)
def test_what_is_doubtful_makes_no_page_partial(
    body: bytes, answer: str, warnings: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading(TITLE, [Answer(position=1, body=answer)], 1)
    record = record_of(monkeypatch, reading, body=body, media_type="text/html" if b"<p>" in body else "text/plain")
    assert (record.status, record.warnings) == ("ok", warnings)


@pytest.mark.parametrize(
    ("reason", "include", "status"),
    [
        (None, (), "ok"), (None, (Reason.FAQ,), "ok"), (Reason.FAQ, (), "not_qa"), (Reason.FAQ, (Reason.FAQ,), "ok"),
        (Reason.FAQ, (Reason.DISCUSSION,), "not_qa"),
    ],
)  # fmt: skip
def test_pages_that_are_read_on_request(
    reason: Reason | None, include: tuple[Reason, ...], status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = record_of(monkeypatch, Reading(TITLE, answers(1), reason=reason), include=include)
    assert (record.status, record.reason) == (status, None if status == "ok" else reason)
    assert (record.question is None, record.question_id is None) == (status != "ok", status != "ok")


def test_ids_of_a_named_site_are_made_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    first = record_of(monkeypatch, Reading(TITLE, answers(1)))
    assert (first.site, first.layout, first.url) == ("looms", "page", URL)
    for url in (f"{URL}?page=7", "http://m.looms.example/7"):
        again = record_of(monkeypatch, Reading(TITLE, answers(1)), url=url)
        assert (again.question_id, again.thread_id) == (first.question_id, first.thread_id)
    other = record_of(monkeypatch, Reading(TITLE, answers(1)), url="https://looms.example/q/8")
    assert (other.question_id != first.question_id, other.thread_id != first.thread_id) == (True, True)
    assert None not in (first.question_id, first.thread_id, first.answers[0].answer_id)


@pytest.mark.parametrize("body", [b"", b" \n\t\r\n"])
def test_a_page_without_a_text_is_empty(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of(monkeypatch, Reading(TITLE), body=body)
    assert (record.status, record.reason, record.bytes) == ("not_qa", "empty", len(body))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PageError(Reason.BINARY, "a picture"), (Status.NOT_QA, "binary", "a picture")),
        (PageError(Reason.TOO_LARGE, "many bytes"), (Status.ERROR, "too_large", "many bytes")),
        (MemoryError(), (Status.ERROR, "out_of_memory", "parsing the page ran out of memory")),
        (ValueError("no"), (Status.ERROR, "parser_crashed", "ValueError: no")),
        (ValueError("x" * 488), (Status.ERROR, "parser_crashed", f"ValueError: {'x' * 488}")),
        (ValueError("x" * 489), (Status.ERROR, "parser_crashed", f"ValueError: {'x' * 488}")),
    ],
)
def test_what_goes_wrong_is_said_in_the_record(
    error: Exception, expected: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an unexpected error 500 characters."""

    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(registry, "pick", fail)
    raw = RawPage(body=b"Why?", url=URL, media_type="text/plain", source="looms.warc", member="m", offset=3)
    record = read_page(raw)
    assert (record.status, record.reason, record.detail) == expected
    assert (record.url, record.source, record.member, record.offset, record.bytes) == (URL, "looms.warc", "m", 3, 4)
    assert (record.media_type, record.charset) == ("text/plain", "utf-8")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://web.archive.org/web/20190504030201/{URL}", "2019-05-04T03:02:01+00:00"),
        (f"https://web.archive.org/web/20191304030201/{URL}", "2024-01-01T00:00:00+00:00"),  # no such month
        (URL, "2024-01-01T00:00:00+00:00"),
    ],
)
def test_a_replayed_page_is_the_one_that_was_archived(url: str, expected: str) -> None:
    """It was captured when the archive says; where that is no time, when its source says."""
    record = parse_page(RawPage(body=b"Why?", url=url, captured_at=datetime(2024, 1, 1, tzinfo=UTC)))
    assert record.captured_at is not None
    assert (record.url, record.captured_at.isoformat()) == (URL, expected)
