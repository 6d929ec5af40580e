"""Counts: every page by status, reason, site, layout and warnings, and each piece of noise."""

import json

from qapipe.dataset.counts import Counts
from qapipe.records.reasons import Reason, Status
from support.records import answered, asked, batch, refused, removed

ERROR = Status.ERROR


def test_every_page_is_counted_by_its_outcome() -> None:
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
    counts.skipped.update({"not matched": 4, "not sampled": 5, "dns": 2})
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
        "skipped_by_sample": 5,
        "status": {"duplicate": 0, "error": 1, "not_qa": 1, "ok": 2, "partial": 1, "superseded": 0},
        "warnings": {"v": 1, "w": 2},
    }
    assert [list(value) for value in counts.as_json().values() if isinstance(value, dict)] == [
        sorted(value) for value in counts.as_json().values() if isinstance(value, dict)
    ]
    assert counts.error_rate == 0.2


def test_the_error_rate_of_nothing_is_zero() -> None:
    assert Counts().error_rate == 0.0


def full() -> Counts:
    """Counts of which none is 0 or empty."""
    counts = Counts(pages=1, questions=2, answers=3, experts=4)
    counts.add_pages(batch(asked("a", "q", noise=removed("promo"), warnings=("w",)), refused("c", Reason.LIST)))
    counts.skipped["dns"] = 5
    return counts


def test_counts_are_stored_whole() -> None:
    stored = json.loads(json.dumps(full().dump()))
    assert all(stored.values())
    assert Counts.load(stored).dump() == full().dump()


def test_counts_of_two_parts_are_added() -> None:
    counts = full()
    counts.merge(full())
    assert (counts.pages, counts.questions, counts.answers, counts.experts) == (6, 4, 6, 8)
    assert (counts.skipped, counts.noise, counts.warnings) == ({"dns": 10}, {"promo": 2}, {"w": 2})
    assert (counts.status, counts.reason) == ({"ok": 2, "not_qa": 2}, {"list": 2})
    assert (counts.site, counts.layout) == ({"s": 2}, {"s/l": 2})
