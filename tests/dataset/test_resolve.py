"""Which pages are duplicates, and which captures are kept."""

from collections import Counter
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.dataset.choices import Captures
from qapipe.dataset.resolve import Resolution, resolve
from qapipe.records.ids import digest
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import PAGES

Key = tuple[str, Status, int, str | None, int | None]  # page, status, answers, question, captured (seconds)


def keys_of(pages: list[Key]) -> pa.RecordBatch:
    rows = [
        {
            "page_id": digest(page),
            "status": status.value,
            "answers_found": answers,
            "question_id": question and digest(question),
            "captured_at": None if seconds is None else datetime.fromtimestamp(seconds, UTC),
        }
        for page, status, answers, question, seconds in pages
    ]
    schema = pa.schema([PAGES.field(name) for name in rows[0]]) if rows else pa.schema([])
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def changed_statuses(pages: list[Key], captures: Captures = Captures.LATEST) -> dict[int, Status]:
    resolution = resolve([keys_of([page]) for page in pages], captures)
    places = dict.fromkeys(resolution.firsts(), "there")
    verdicts = {page: resolution.verdict(page, places) for page in range(len(pages))}
    return {page: verdict.status for page, verdict in verdicts.items() if verdict}


OK, PARTIAL, NOT_QA = Status.OK, Status.PARTIAL, Status.NOT_QA
SUPERSEDED, DUPLICATE = Status.SUPERSEDED, Status.DUPLICATE


def test_the_same_page_again_is_a_duplicate_whatever_its_status() -> None:
    pages: list[Key] = [("p", NOT_QA, 0, None, None), ("q", OK, 1, "x", None), ("p", NOT_QA, 0, None, 5)]
    assert changed_statuses([*pages, pages[1]]) == {2: DUPLICATE, 3: DUPLICATE}


@pytest.mark.parametrize(
    ("captures", "stands"),
    [
        ([(1, 5), (3, 1), (2, 9)], 1),  # the latest
        ([(None, 9), (1, 1)], 1),  # an unknown time is the earliest
        ([(-5, 1), (None, 1)], 0),  # older than 1970 too
        ([(1, 2), (1, 3), (1, 1)], 1),  # more answers
        ([(1, 2), (1, 2)], 0),  # the earlier in the input
        ([(None, 2), (None, 2), (None, 3)], 2),
    ],
)
def test_one_of_several_captures_is_kept(captures: list[tuple[int | None, int]], stands: int) -> None:
    pages: list[Key] = [
        (str(number), OK if number % 2 else PARTIAL, answers, "question", seconds)
        for number, (seconds, answers) in enumerate(captures)
    ]
    assert changed_statuses(pages) == {number: SUPERSEDED for number in range(len(pages)) if number != stands}
    assert changed_statuses(pages, Captures.ALL) == {}


def test_a_superseded_page_names_the_page_that_is_kept() -> None:
    resolution = resolve([keys_of([("old", OK, 1, "x", 1), ("new", OK, 1, "x", 2)])], Captures.LATEST)
    assert resolution.verdict(0, {}) == (SUPERSEDED, Reason.LATER_CAPTURE, digest("new"))


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


def test_resolution_needs_nothing_for_an_empty_input() -> None:
    resolution = Resolution()
    resolution.decide()
    assert (resolution.first_of, resolution.winner_of) == ({}, {})
