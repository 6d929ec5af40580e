"""Statuses and reasons are those of the documentation, each with its meaning."""

from qapipe.records.reasons import REASONS, STATUSES, Reason, Status
from support.documented import documented


def test_statuses_are_those_that_are_documented() -> None:
    assert list(STATUSES) == list(Status)
    assert {str(status): meaning for status, meaning in STATUSES.items()} == documented("Statuses")


def test_reasons_are_those_that_are_documented() -> None:
    assert list(REASONS) == list(Reason)
    assert {str(reason): meaning for reason, meaning in REASONS.items()} == documented("Reasons")
