"""What a run counted: every page under its status, reason, site, layout and warnings, and each piece of noise."""

import pytest

from qapipe.dataset.counts import Counts
from qapipe.records.reasons import Reason, Status
from support.records import answered, asked, batch, refused, removed

ERROR = Status.ERROR


def test_every_page_is_counted_by_what_became_of_it() -> None:
    counts = Counts()
    counts.add_pages(
        batch(
            asked("a", "q", answered(1, "e"), noise=removed("promo", "promo", "disclaimer"), warnings=("w", "v")),
            asked("b", "r", status=Status.PARTIAL, layout="other", warnings=("w",)),
            refused("c", Reason.LIST),
        )
    )
    counts.add_pages(batch(asked("d", "t", noise=removed("promo")), refused("e", Reason.CORRUPT, status=ERROR)))
    counts.questions, counts.answers, counts.experts = 3, 1, 1
    counts.skipped.update({"not matched": 4, "dns": 2})
    assert counts.as_json() == {
        "answers": 1,
        "experts": 1,
        "layout": {"s/l": 2, "s/other": 1},
        "noise_removed": {"disclaimer": 1, "promo": 3},
        "other_records": {"dns": 2},
        "pages": 5,
        "questions": 3,
        "reason": {"corrupt": 1, "list": 1},
        "site": {"s": 3},
        "skipped_by_match": 4,
        "status": {"duplicate": 0, "error": 1, "not_qa": 1, "ok": 2, "partial": 1, "superseded": 0},
        "warnings": {"v": 1, "w": 2},
    }
    assert [list(value) for value in counts.as_json().values() if isinstance(value, dict)] == [
        sorted(value) for value in counts.as_json().values() if isinstance(value, dict)
    ]
    assert counts.error_rate == 0.2


def test_the_error_rate_of_nothing_is_zero() -> None:
    assert (Counts().error_rate, Counts().needs_attention) == (0.0, 0)


NEED_ATTENTION = set("unreadable corrupt changed timed_out out_of_memory worker_died parser_crashed".split())


@pytest.mark.parametrize("reason", Reason)
def test_pages_that_could_not_be_read_need_attention(reason: Reason) -> None:
    counts = Counts()
    counts.add_pages(batch(refused("a", reason, status=ERROR), refused("b", reason, status=ERROR)))
    assert counts.needs_attention == 2  # where there is nothing but errors: all of them
    counts.add_pages(batch(refused("c", Reason.LIST)))
    assert counts.needs_attention == (2 if reason.value in NEED_ATTENTION else 0)


def test_the_first_failures_are_told_with_their_place() -> None:
    counts = Counts()
    counts.add_pages(
        batch(
            refused("a", Reason.CORRUPT, status=ERROR, detail="bad", source="f.gz"),
            refused("b", Reason.LIST, source="f.gz"),
            refused("c", Reason.TOO_LARGE, status=ERROR, source="f.gz"),
            refused("d", Reason.NO_BODY, status=ERROR, detail="none", source="g", offset=1),
            refused("e", Reason.CORRUPT, status=Status.NOT_QA, source="h"),
        )
    )
    assert counts.failures == ["f.gz: corrupt: bad"]
    assert counts.bodiless == "g:1: no_body: none"
    pages = [
        refused("x", Reason.TIMED_OUT, status=ERROR, detail="t", source="z", member="m", offset=n) for n in range(9)
    ]
    counts.add_pages(batch(*pages, refused("y", Reason.NO_BODY, status=ERROR)))
    counts.add_pages(batch(*pages))
    assert counts.failures == ["f.gz: corrupt: bad", *(f"z:m:{n}: timed_out: t" for n in range(4))]
    assert counts.bodiless == "g:1: no_body: none"
