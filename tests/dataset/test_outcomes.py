"""Why pages gave nothing: counts, examples and failures."""

from typing import Any

import pyarrow as pa

from qapipe.dataset.outcomes import MAX_FAILURES, Outcomes, message

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("status", "reason", "url", "source", "member")]
    + [("offset", pa.int64()), ("detail", pa.string())]
)


def batch(*rows: dict[str, Any]) -> pa.RecordBatch:
    empty = dict.fromkeys(SCHEMA.names)
    return pa.RecordBatch.from_pylist([{**empty, **row} for row in rows], SCHEMA)


def error(reason: str, source: str = "a.jsonl", **more: Any) -> dict[str, Any]:
    return {"status": "error", "reason": reason, "source": source, "detail": "why", **more}


def test_reasons_are_counted_over_batches_with_the_first_page_as_the_example() -> None:
    outcomes = Outcomes()
    outcomes.add(batch(
        {"status": "ok", "source": "a.jsonl"},
        {"status": "not_qa", "reason": "review", "source": "a.jsonl", "offset": 4},
        {"status": "not_qa", "reason": "list", "source": "a.jsonl", "url": "https://x.example/list"},
        {"status": "duplicate", "reason": "same_payload", "source": "a.jsonl"},
    ))  # fmt: skip
    outcomes.add(batch(
        {"status": "not_qa", "reason": "list", "source": "b.jsonl", "url": "https://x.example/later"},
        error("corrupt", offset=7),
    ))  # fmt: skip
    assert outcomes.as_json() == {
        "error": {"corrupt": {"count": 1, "example": "a.jsonl line 8"}},
        "not_qa": {
            "list": {"count": 2, "example": "https://x.example/list"},
            "review": {"count": 1, "example": "a.jsonl line 5"},
        },
    }
    assert list(outcomes.as_json()["not_qa"]) == ["list", "review"]  # type: ignore[call-overload]


def test_failures_are_kept_up_to_a_limit() -> None:
    outcomes = Outcomes()
    for start in range(0, 1_500, 300):
        outcomes.add(batch(*(error("no_body", offset=start + n) for n in range(300))))
    assert len(outcomes.failures) == MAX_FAILURES
    assert outcomes.failures[0] == {
        "place": "a.jsonl line 1", "url": None, "source": "a.jsonl", "member": None, "offset": 0,
        "reason": "no_body", "detail": "why",
    }  # fmt: skip
    assert message(outcomes.failures[-1]) == "a.jsonl line 1,000: no_body: why"
    assert outcomes.unread == []
    outcomes = Outcomes()
    for count in (MAX_FAILURES - 1, 2, 1):
        outcomes.add(batch(*(error("no_body", offset=n) for n in range(count))))
    assert (len(outcomes.failures), outcomes.failures[-1]["offset"], outcomes.pages) == (1_000, 0, 1_002)


def test_a_named_file_that_cannot_be_read_is_distinguished_from_one_in_a_named_directory() -> None:
    outcomes = Outcomes(frozenset({"named.gz", "other.jsonl"}))
    outcomes.add(batch(
        {"status": "ok", "source": "named.gz"}, {"status": "ok", "source": "other.jsonl"},
        error("corrupt", "named.gz", offset=3), error("no_body", "named.gz"), error("corrupt", "named.gz", member="a"),
        error("unreadable", "folder/other.gz"), error("corrupt", "other.jsonl", offset=3),
    ))  # fmt: skip
    assert outcomes.unread == []
    outcomes.add(batch(
        error("corrupt", "named.gz", detail="cut"), error("unreadable", "named.gz"), error("changed", "folder/new.gz"),
    ))  # fmt: skip
    assert [(one["source"], one["reason"]) for one in outcomes.unread] == [
        ("named.gz", "corrupt"), ("folder/new.gz", "changed"),
    ]  # fmt: skip


def test_a_named_file_of_which_no_page_can_be_read_is_unread() -> None:
    outcomes = Outcomes(frozenset({"a.jsonl", "b.jsonl", "c.jsonl"}))
    outcomes.add(batch(
        error("no_body", offset=0), error("corrupt", offset=1), error("no_body", "b.jsonl", offset=0),
        error("no_body", "folder/d.jsonl", offset=0),
    ))  # fmt: skip
    assert [one["place"] for one in outcomes.unread] == ["a.jsonl line 1", "b.jsonl line 1"]
    outcomes.add(batch({"status": "not_qa", "reason": "empty", "source": "b.jsonl"}, error("no_body", offset=2)))
    assert [one["place"] for one in outcomes.unread] == ["a.jsonl line 1"]
