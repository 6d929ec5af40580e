"""From records to rows: each table holds the data of the records, once and in order."""

from datetime import timedelta
from typing import Any

import pyarrow as pa

from qapipe.dataset import experts, tables
from qapipe.dataset.choices import Captures
from qapipe.dataset.experts import Experts
from qapipe.dataset.resolve import resolve
from qapipe.dataset.tables import LedgerRows
from qapipe.records.ids import digest, question_id
from qapipe.records.plain import Question, Record
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import ANSWERS, EXPERTS, PAGES, QUESTIONS
from support.records import DAY, answered, asked, batch, linked, refused

A, B, C, Q, R = (digest(name) for name in "abcqr")


def ledger_of(*batches: pa.RecordBatch, captures: Captures = Captures.LATEST) -> list[dict[str, Any]]:
    """The ledger's rows of an input that came in these batches."""
    return [row for records in resolved(*batches, captures=captures) for row in tables.ledger(records).to_pylist()]


def resolved(*batches: pa.RecordBatch, captures: Captures = Captures.LATEST) -> list[pa.RecordBatch]:
    """The records of an input with their final status and links."""
    rows = LedgerRows(resolve(lambda columns: [records.select(columns) for records in batches], captures))
    found = [rows.resolve(records) for records in batches]
    assert rows.pages == sum(records.num_rows for records in found)
    return found


def verdicts(rows: list[dict[str, Any]]) -> list[tuple[str, str | None, str | None]]:
    return [(row["status"], row["reason"], row["detail"]) for row in rows]


def test_pages_without_a_verdict_are_unchanged() -> None:
    pages = [asked(A, Q), refused(B, Reason.LIST), refused(C, Reason.CORRUPT, status=Status.ERROR, detail="why")]
    assert verdicts(ledger_of(batch(*pages))) == [
        ("ok", None, None),
        ("not_qa", "list", None),
        ("error", "corrupt", "why"),
    ]


def test_a_duplicate_names_the_place_of_the_first() -> None:
    member = refused(A, Reason.LIST, source="d.zip", member="x.html", offset=7)
    whole = refused(B, Reason.LIST, source="d.txt")
    line = refused(C, Reason.LIST, source="d.jsonl", offset=0)
    first, second = batch(member, whole, line), batch(member, whole, refused(digest("d"), Reason.LIST), line)
    found = verdicts(ledger_of(first, second))
    assert found[:3] == [("not_qa", "list", None)] * 3
    assert found[5] == ("not_qa", "list", None)
    assert [row[:2] for row in (*found[3:5], found[6])] == [("duplicate", "same_payload")] * 3
    assert [row[2].split("first seen in ")[1] for row in (*found[3:5], found[6]) if row[2]] == [
        "d.zip:x.html, offset 7",
        "d.txt",
        "d.jsonl, offset 0",
    ]


def test_a_superseded_page_names_the_one_that_is_kept() -> None:
    old, new = asked(A, Q, captured_at=DAY), asked(B, Q, captured_at=DAY + timedelta(days=1))
    assert verdicts(ledger_of(batch(old, new))) == [("superseded", "later_capture", B), ("ok", None, None)]
    assert verdicts(ledger_of(batch(new), batch(old))) == [("ok", None, None), ("superseded", "later_capture", B)]
    assert verdicts(ledger_of(batch(old, new), captures=Captures.ALL)) == [("ok", None, None)] * 2


def test_only_ok_and_partial_pages_have_questions_in_the_tables() -> None:
    records = linked(
        asked(A, Q),
        asked(B, R, status=Status.PARTIAL),
        refused(C, Reason.LIST),
        refused(A, Reason.CORRUPT, status=Status.ERROR),
        asked(C, Q, status=Status.SUPERSEDED),
        asked(C, Q, status=Status.DUPLICATE),
    )
    assert [row["status"] for row in tables.in_tables(records).to_pylist()] == ["ok", "partial"]
    assert tables.ledger(records).num_rows == 6
    assert tables.ledger(records).schema.names == PAGES.names


def test_rows_of_questions_and_answers_name_their_page() -> None:
    records = linked(
        asked(A, Q, answered(1, "e", body="one", votes=3), answered(2, None, body="two"), answers_declared=5),
        asked(B, R),
        asked(C, R, answered(1, "e", body="three", answered_at=DAY)),
    )
    questions, answers = tables.questions(records), tables.answers(records)
    assert (questions.schema, answers.schema) == (QUESTIONS, ANSWERS)
    assert [
        (row["question_id"], row["page_id"], row["site"], row["title"], row["answers_declared"], row["answers_found"])
        for row in questions.to_pylist()
    ] == [
        (Q, A, "s", f"title of {Q}", 5, 2),
        (R, B, "s", f"title of {R}", None, 0),
        (R, C, "s", f"title of {R}", None, 1),
    ]
    assert [
        (row["page_id"], row["question_id"], row["position"], row["body"], row["votes"], row["answered_at"])
        for row in answers.to_pylist()
    ] == [(A, Q, 1, "one", 3, None), (A, Q, 2, "two", None, None), (C, R, 1, "three", None, DAY)]


def experts_of(*batches: pa.RecordBatch) -> list[dict[str, Any]]:
    made = Experts()
    for records in batches:
        made.add(records, tables.answers(records))
    found = list(made.batches())
    assert all(one.schema == EXPERTS for one in found)
    return [row for one in found for row in one.to_pylist()]


def test_an_expert_has_one_row_with_the_data_of_the_latest_capture() -> None:
    data: dict[str, Any] = {
        "author_credentials": ("MD",), "specialty": "Dentist", "location": "Tampa", "author_url": "https://x.example/e",
        "rating": 4.5, "rating_best": 5.0, "review_count": 3,
    }  # fmt: skip
    later = batch(asked(A, Q, answered(1, "e", **data), answered(2, "f"), captured_at=DAY))
    earlier = batch(
        asked(B, R, answered(1, "e", location="Reno"), captured_at=DAY - timedelta(microseconds=1)),
        asked(C, R, answered(1, "f", location="Reno")),  # of a capture of unknown time: the oldest
        asked(C, R, answered(1, "g"), answered(2, None, rating=3.5, rating_best=5.0)),  # an unnamed author is no expert
    )
    row = {
        "expert_id": "e", "site": "s", "name": "e", "credentials": ["MD"], "specialty": "Dentist", "location": "Tampa",
        "author_url": "https://x.example/e", "answers": 2, "rating": 4.5, "rating_best": 5.0,
        "review_count": 3,
    }  # fmt: skip
    found = experts_of(later, earlier)
    assert found[0] == row
    assert [(one["expert_id"], one["location"], one["answers"]) for one in found] == [
        ("e", "Tampa", 2),
        ("f", None, 2),
        ("g", None, 1),
    ]
    other_way = experts_of(earlier, later)
    assert {one["expert_id"]: one for one in other_way} == {one["expert_id"]: one for one in found}
    assert [one["expert_id"] for one in other_way] == ["e", "f", "g"]


def test_the_first_of_two_answers_in_a_capture_describes_the_expert() -> None:
    same = batch(asked(A, Q, answered(1, "e", location="Tampa"), answered(2, "e", location="Reno"), captured_at=DAY))
    again = batch(asked(B, R, answered(1, "e", location="Austin"), captured_at=DAY))
    assert [(row["location"], row["answers"]) for row in experts_of(same, again)] == [("Tampa", 3)]


def test_unnamed_authors_are_no_experts() -> None:
    assert experts_of(batch(asked(A, Q, answered(1, None), captured_at=DAY))) == []
    assert experts_of() == []


def test_rows_of_experts_come_in_batches(monkeypatch: Any) -> None:
    monkeypatch.setattr(experts, "_BATCH_ROWS", 2)
    records = batch(asked(A, Q, *(answered(number, f"e{number}") for number in range(1, 6))))
    made = Experts()
    made.add(records, tables.answers(records))
    assert [one.num_rows for one in made.batches()] == [2, 2, 1]
    assert [row["expert_id"] for one in made.batches() for row in one.to_pylist()] == ["e1", "e2", "e3", "e4", "e5"]


# Links between pages


def links(*batches: pa.RecordBatch, captures: Captures = Captures.LATEST) -> list[tuple[str | None, ...]]:
    names = ("page_id", "duplicate_of", "superseded_by", "continues", "question_id")
    return [tuple(row[name] for name in names) for row in ledger_of(*batches, captures=captures)]


def test_ids_of_pages_and_questions_are_where_they_join_once() -> None:
    d, e, s = (digest(name) for name in "des")
    old, new = asked(A, Q, captured_at=DAY), asked(B, Q, captured_at=DAY + timedelta(days=1))
    failed = refused(C, Reason.CORRUPT, status=Status.ERROR)
    listed, other = refused(d, Reason.LIST), asked(e, s, status=Status.PARTIAL)
    assert links(batch(old, failed, new), batch(listed, new, failed, other, listed)) == [
        (A, None, B, None, None),
        (C, None, None, None, None),
        (B, None, None, None, Q),
        (d, None, None, None, None),
        (None, B, None, None, None),
        (None, C, None, None, None),
        (e, None, None, None, s),
        (None, d, None, None, None),
    ]
    assert links(batch(old, new, old), captures=Captures.ALL) == [
        (A, None, None, None, Q), (B, None, None, None, Q), (None, A, None, None, None),
    ]  # fmt: skip


HOME = "https://x.example/t/7"


def in_thread(page: str, url: str, *answers: Any, body: str | None = None, **more: Any) -> Record:
    """A page of a thread."""
    record = asked(page, question_id("s", None, url, ""), *answers, url=url, **more)
    record.question = Question(title="Why?", body=body)
    return record


def test_answers_on_further_pages_belong_to_the_question_of_the_first() -> None:
    home = question_id("s", None, HOME, "")
    first = in_thread(A, HOME, answered(1, "e", body="one", answer_id="1"), body="asked")
    second = in_thread(
        B, HOME + "?page=2", answered(1, "e", body="one", answer_id="1b"),
        answered(2, "f", body="two", answer_id="2", parent_position=1), answered(3, None, body="one", answer_id="3"),
    )  # fmt: skip
    records = resolved(batch(first), batch(second))
    rows = [row for one in records for row in tables.ledger(one).to_pylist()]
    assert [(row["page_id"], row["continues"], row["question_id"], row["status"]) for row in rows] == [
        (A, None, home, "ok"), (B, A, None, "ok"),
    ]  # fmt: skip
    standing = [tables.in_tables(one) for one in records]
    assert [row["page_id"] for one in standing for row in tables.questions(one).to_pylist()] == [A]
    answers = [row for one in standing for row in tables.answers(one).to_pylist()]
    assert [(row["question_id"], row["page_id"], row["answer_id"], row["parent_answer_id"]) for row in answers] == [
        (home, A, "1", None),
        (home, B, "2", "1"),  # the answer that it replies to is the one on the first page
        (home, B, "3", None),  # the same words by another author
    ]
    assert [(row["expert_id"], row["answers"]) for row in experts_of(*standing)] == [("e", 1), ("f", 1)]


def threaded(*pages: Record) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of pages, questions and answers of an input that came page by page."""
    records = resolved(*map(batch, pages))
    standing = [tables.in_tables(one) for one in records]
    return (
        [row for one in records for row in tables.ledger(one).to_pylist()],
        [row for one in standing for row in tables.questions(one).to_pylist()],
        [row for one in standing for row in tables.answers(one).to_pylist()],
    )


def test_positions_run_on_from_page_to_page_in_whatever_order_they_come() -> None:
    one, two, three, four = (
        {"expert": f"by {body}", "body": body, "answer_id": body} for body in ("one", "two", "three", "four")
    )
    first = in_thread(A, HOME, answered(1, **one), answered(2, **two))
    second = in_thread(B, HOME + "?page=2", answered(1, **three), answered(2, **two))
    third = in_thread(C, HOME + "?page=3", answered(1, **one), answered(2, **four))
    for pages in ((first, second, third), (third, second, first)):
        ledger, questions, answers = threaded(*pages)
        assert sorted((row["position"], row["body"], row["page_id"]) for row in answers) == [
            (1, "one", A), (2, "two", A), (3, "three", B), (4, "four", C),
        ]  # fmt: skip
        assert [(row["page_id"], row["answers_found"]) for row in questions] == [(A, 4)]
        assert {row["page_id"]: row["answers_found"] for row in ledger} == {A: 2, B: 2, C: 2}


def test_the_same_words_twice_on_one_page_are_two_answers() -> None:
    twice = [answered(number, "e", body="thanks", answer_id=str(number)) for number in (1, 2)]
    first = in_thread(A, HOME, *twice)
    second = in_thread(B, HOME + "?page=2", answered(1, "f", body="two", answer_id="3"))
    _, questions, answers = threaded(first, second)
    assert [(row["position"], row["body"]) for row in answers] == [(1, "thanks"), (2, "thanks"), (3, "two")]
    assert questions[0]["answers_found"] == 3


def test_what_a_question_declares_is_compared_with_the_answers_on_all_its_pages() -> None:
    fewer = ("fewer_answers_than_declared",)
    for declared, more, status, warnings in (
        (3, (), "ok", []),
        (4, (), "partial", [*fewer]),
        (3, ("title_missing",), "partial", ["title_missing"]),
        (3, ("dates_disagree",), "ok", ["dates_disagree"]),
    ):
        two = answered(1, "e", body="one", answer_id="1"), answered(2, "f", body="two", answer_id="2")
        first = in_thread(A, HOME, *two, warnings=(*fewer, *more))
        second = in_thread(B, HOME + "?page=2", answered(1, "g", body="three", answer_id="3"), warnings=fewer)
        for page in (first, second):
            page.status, page.answers_declared = Status.PARTIAL, declared
        ledger, _, _ = threaded(first, second)
        assert (ledger[0]["status"], ledger[0]["warnings"]) == (status, warnings)
        assert ledger[1]["status"] == ("ok" if declared == 3 else "partial")


def test_another_text_in_place_of_the_question_makes_a_further_page_partial() -> None:
    first = in_thread(A, HOME, body="asked")
    second = in_thread(B, HOME + "/page-2", body="a reply", warnings=("body_cut",))
    _, row = ledger_of(batch(first, second))
    assert (row["status"], row["warnings"], row["continues"]) == ("partial", ["body_cut", "unread_posts"], A)
