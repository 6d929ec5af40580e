"""Which pages are duplicates, and which captures are kept."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.dataset.choices import Captures
from qapipe.dataset.repeats import Repeat
from qapipe.dataset.resolve import KEYS, Resolution, resolve
from qapipe.records.ids import digest, question_id, thread_id
from qapipe.records.plain import Question, Record
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import RECORD
from support.records import DAY, asked, batch

Key = tuple[str, Status, int, str | None, int | None]  # page, status, answers, question, captured (seconds)


def keys_of(pages: list[Key]) -> pa.RecordBatch:
    rows = [
        {
            "page_id": digest(page),
            "status": status.value,
            "answers_found": answers,
            "question_id": question and digest(question),
            "url": None,
            "site": "s",
            "captured_at": None if seconds is None else datetime.fromtimestamp(seconds, UTC),
        }
        for page, status, answers, question, seconds in pages
    ]
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema([RECORD.field(name) for name in KEYS]))


def resolved(*batches: pa.RecordBatch, captures: Captures = Captures.LATEST) -> Resolution:
    return resolve(lambda columns: [batch.select(columns) for batch in batches], captures)


def changed_statuses(pages: list[Key], captures: Captures = Captures.LATEST) -> dict[int, Status]:
    resolution = resolved(*(keys_of([page]) for page in pages), captures=captures)
    places = dict.fromkeys(resolution.firsts(), "there")
    verdicts = {page: resolution.verdict(page, places) for page in range(len(pages))}
    return {page: verdict.status for page, verdict in verdicts.items() if verdict}


OK, PARTIAL, NOT_QA = Status.OK, Status.PARTIAL, Status.NOT_QA
SUPERSEDED, DUPLICATE = Status.SUPERSEDED, Status.DUPLICATE


def test_the_same_page_again_is_a_duplicate_whatever_its_status() -> None:
    pages: list[Key] = [("p", NOT_QA, 0, None, None), ("q", OK, 1, "x", None), ("p", NOT_QA, 0, None, 5)]
    assert changed_statuses([*pages, pages[1]]) == {2: DUPLICATE, 3: DUPLICATE}


@pytest.mark.parametrize(
    ("captures", "kept"),
    [
        ([(1, 5), (3, 1), (2, 9)], 1),  # the latest
        ([(None, 9), (1, 1)], 1),  # an unknown time is the earliest
        ([(-5, 1), (None, 1)], 0),  # older than 1970 too
        ([(1, 2), (1, 3), (1, 1)], 1),  # more answers
        ([(1, 2), (1, 2)], 0),  # the earlier in the input
        ([(None, 2), (None, 2), (None, 3)], 2),
    ],
)
def test_one_of_several_captures_is_kept(captures: list[tuple[int | None, int]], kept: int) -> None:
    pages: list[Key] = [
        (str(number), OK if number % 2 else PARTIAL, answers, "question", seconds)
        for number, (seconds, answers) in enumerate(captures)
    ]
    assert changed_statuses(pages) == {number: SUPERSEDED for number in range(len(pages)) if number != kept}
    assert changed_statuses(pages, Captures.ALL) == {}


def test_pages_that_occur_in_other_parts() -> None:
    """Of some the first occurrence is elsewhere; the others were seen last elsewhere, so that they may be later."""
    pages: list[Key] = [
        ("seen last at 5", OK, 1, "x", 1), ("b", OK, 1, "x", 2), ("c", OK, 1, "y", 3), ("d", NOT_QA, 0, None, None),
        ("seen last at some time", OK, 1, "z", 1), ("f", OK, 1, "z", 2),
    ]  # fmt: skip
    repeats = [
        Repeat(bytes.fromhex(digest("c")), False, None, "there"),
        Repeat(bytes.fromhex(digest("seen last at 5")), True, 5_000_000, "here"),
        Repeat(bytes.fromhex(digest("d")), False, 9_000_000, "elsewhere"),
        Repeat(bytes.fromhex(digest("seen last at some time")), True, None, "here"),
    ]
    resolution = resolve(lambda columns: [keys_of(pages).select(columns)], Captures.LATEST, repeats)
    assert resolution.winner_of == {1: 0, 4: 5}
    assert resolution.places == {-1: "there", -3: "elsewhere"}
    assert resolution.first_of == {2: -1, 3: -3}


def test_a_superseded_page_names_the_page_that_is_kept() -> None:
    resolution = resolved(keys_of([("old", OK, 1, "x", 1), ("new", OK, 1, "x", 2)]))
    verdict = resolution.verdict(0, {})
    assert verdict
    assert verdict[:3] == (SUPERSEDED, Reason.LATER_CAPTURE, digest("new"))
    assert (verdict.superseded_by, verdict.duplicate_of) == (digest("new"), None)


def test_a_duplicate_names_the_first_page() -> None:
    resolution = resolved(keys_of([("a", OK, 1, "x", 1), ("b", NOT_QA, 0, None, 2), ("b", NOT_QA, 0, None, 3)]))
    verdict = resolution.verdict(2, {1: "there"})
    assert verdict
    assert (verdict.duplicate_of, verdict.superseded_by) == (digest("b"), None)


def test_the_capture_time_of_a_page_is_that_of_its_latest_duplicate() -> None:
    assert changed_statuses([("a", OK, 1, "x", 1), ("b", OK, 1, "x", 2), ("a", OK, 1, "x", 3)]) == {
        1: SUPERSEDED,
        2: DUPLICATE,
    }


def test_pages_without_a_question_supersede_nothing() -> None:
    assert changed_statuses([("a", OK, 1, "x", 1), ("b", NOT_QA, 0, "x", 2), ("c", Status.ERROR, 0, None, 3)]) == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"),
            st.sampled_from([OK, PARTIAL, NOT_QA]),
            st.integers(0, 2),
            st.sampled_from(["x", "y"]),
            st.none() | st.integers(0, 2),
        ),
        max_size=12,
    )
)
def test_each_question_is_kept_once_and_each_page_id_is_first_once(pages: list[Key]) -> None:
    first = {page: (status, question) for page, status, _, question, _ in reversed(pages)}
    alike = [(page, *first[page], answers, time) for page, _, answers, _, time in pages]
    keys: list[Key] = [(page, status, answers, question, time) for page, status, question, answers, time in alike]
    changed = changed_statuses(keys)
    left = [key for number, key in enumerate(keys) if number not in changed]
    assert len([key for number, key in enumerate(keys) if changed.get(number) is not DUPLICATE]) == len(first)
    standing = [question for _, status, _, question, _ in left if status in (OK, PARTIAL)]
    asked = {question for _, status, _, question, _ in keys if status in (OK, PARTIAL)}
    assert Counter(standing) == Counter(asked)


def test_pages_that_share_nothing_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def note(url: str) -> None:
        looked_at.append(url)

    monkeypatch.setattr("qapipe.dataset.resolve.further_page", note)
    pages = [page(digest(str(n)), f"https://x.example/t/{n}?page=2", thread_id=digest(f"t{n}")) for n in range(9)]
    resolution = resolved(batch(*pages[:5]), batch(*pages[5:]))
    assert (looked_at, resolution.concerned()) == ([], [])
    again = page(digest("again"), "https://x.example/t/7?page=2", thread_id=digest("t7"))
    resolution = resolved(batch(*pages[:5]), batch(*pages[5:], again))
    assert looked_at == ["https://x.example/t/7?page=2"] * 2
    assert resolution.concerned() == [9]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdefgh"), st.sampled_from(["", "?page=2", "?page=3"]), st.sampled_from("xyz"),
            st.none() | st.integers(0, 2),
        ),
        max_size=12,
    ),
    st.sampled_from(Captures),
)  # fmt: skip
def test_what_is_not_looked_at_decides_nothing(
    pages: list[tuple[str, str, str, int | None]], captures: Captures
) -> None:
    """A page without the id of its thread is always looked at."""
    known, unknown = [], []
    for name, number, thread, day in pages:
        url = f"https://x.example/{thread}{number}"
        when = None if day is None else DAY + timedelta(days=day)
        values: dict[str, Any] = {"captured_at": when, "title": thread}
        unknown.append(batch(page(digest(name + url), url, **values)))
        known.append(batch(page(digest(name + url), url, thread_id=thread_id(url_id(url), "s", None, url), **values)))
    one, other = resolved(*unknown, captures=captures), resolved(*known, captures=captures)
    places = dict.fromkeys(one.firsts(), "there")
    assert one.concerned() == other.concerned()
    for at in range(len(pages)):
        assert one.verdict(at, places) == other.verdict(at, places)
        assert one.further(at) == other.further(at)
        assert one.answers_of(at) == other.answers_of(at)


def test_resolution_needs_nothing_for_an_empty_input() -> None:
    resolution = Resolution()
    resolution.decide()
    assert (resolution.first_of, resolution.winner_of) == ({}, {})


# Further pages

HOME = "https://x.example/t/7"
A, B, C, D, Q, R = (digest(name) for name in "abcdqr")


def url_id(url: str) -> str:
    return question_id("s", None, url, "")


def page(page_id: str, url: str, question: str | None = None, *, title: str | None = "Why?", **more: Any) -> Record:
    """A page whose question has the id of its URL, unless the site has an id of its own."""
    record = asked(page_id, question or url_id(url), url=url, **more)
    record.question = Question(title=title, body=more.get("body"))
    return record


def continued(*pages: Record, captures: Captures = Captures.LATEST) -> dict[int, tuple[str, str]]:
    """Further pages, each with the page and the question that it continues."""
    resolution = resolved(*(batch(page) for page in pages), captures=captures)
    found = {number: resolution.further(number) for number in range(len(pages))}
    return {number: (further.page_id, further.question_id) for number, further in found.items() if further}


def test_pages_with_a_number_continue_the_first_one_in_any_order() -> None:
    pages = [page(C, HOME + "?page=3"), page(A, HOME), page(B, HOME + "?page=2")]
    assert continued(*pages) == {0: (A, url_id(HOME)), 2: (A, url_id(HOME))}
    assert continued(pages[1], pages[2], pages[0]) == {1: (A, url_id(HOME)), 2: (A, url_id(HOME))}


def test_without_the_first_page_the_next_one_stands_for_it() -> None:
    assert continued(page(C, HOME + "?page=3"), page(B, HOME + "?page=2")) == {0: (B, url_id(HOME + "?page=2"))}


def test_pages_of_other_titles_continue_nothing() -> None:
    first = page(A, HOME)
    for title in ("Who?", None):
        assert continued(first, page(B, HOME + "?page=2", title=title)) == {}
    assert continued(first, page(B, HOME + "?page=2", title="Why? - Page 2")) == {1: (A, url_id(HOME))}


def test_where_the_site_itself_knows_the_question_titles_do_not_matter() -> None:
    assert continued(page(A, HOME, Q), page(B, HOME + "?page=2", Q, title="Who?")) == {1: (A, Q)}


def test_a_page_without_a_number_continues_nothing() -> None:
    assert continued(page(A, HOME), page(B, HOME + "?id=2")) == {}
    assert continued(page(A, "https://x.example/"), page(B, "https://x.example/?page=2", title="Other")) == {}


def test_captures_of_further_pages_compete_with_each_other_only() -> None:
    day = [DAY + timedelta(days=n) for n in range(4)]
    pages = [
        page(A, HOME, captured_at=day[3]), page(B, HOME + "?page=2", captured_at=day[0]),
        page(C, HOME + "?page=2", captured_at=day[2]), page(D, HOME, captured_at=day[1]),
    ]  # fmt: skip
    resolution = resolved(*(batch(page) for page in pages))
    verdicts = {number: resolution.verdict(number, {}) for number in range(4)}
    assert {number: verdict.superseded_by for number, verdict in verdicts.items() if verdict} == {1: C, 3: A}
    assert continued(*pages) == {2: (A, url_id(HOME))}


def test_with_all_captures_every_page_has_its_own_question() -> None:
    assert continued(page(A, HOME), page(B, HOME + "?page=2"), captures=Captures.ALL) == {}


def test_another_text_in_place_of_the_question_is_noted() -> None:
    for body, differs in ((None, False), ("asked", False), ("a reply", True)):
        first, second = page(A, HOME), page(B, HOME + "?page=2")
        first.question, second.question = Question(title="Why?", body="asked"), Question(title="Why?", body=body)
        further = resolved(batch(first), batch(second)).further(1)
        assert further
        assert further.has_other_text is differs
