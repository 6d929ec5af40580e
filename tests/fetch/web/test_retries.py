"""Tries: what is worth another one, how often, and how long to wait before it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.fetch.web.exchange import Fault, FetchError
from qapipe.fetch.web.retries import (
    MAX_TRIES,
    MAX_WAIT,
    retry_after,
    seconds_to_wait,
    status_worth_retrying,
    worth_retrying,
)

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
TRIES = {
    **dict.fromkeys((Fault.CONNECT, Fault.DISCONNECTED, Fault.TIMEOUT, Fault.ROBOTS_UNREACHABLE), MAX_TRIES),
    Fault.HTTP_STATUS: MAX_TRIES,
    **dict.fromkeys((Fault.DNS, Fault.TLS, Fault.PROTOCOL, Fault.CODING, Fault.EMPTY), 2),
}


@pytest.mark.parametrize("fault", list(Fault))
def test_each_fault_is_tried_so_often(fault: Fault) -> None:
    """Once, where another try gives the same: bombs, forbidden addresses, robots.txt's word ..."""
    error = FetchError(fault, "x")
    tries = next(n for n in range(1, 100) if not worth_retrying(error, n))
    assert tries == TRIES.get(fault, 1)
    assert not worth_retrying(error, tries + 1)


def test_statuses_that_pass_are_asked_again_and_no_others() -> None:
    again = {status for status in range(100, 1000) if status_worth_retrying(status)}
    assert again == {202, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529}


def test_a_wait_is_as_the_server_asked() -> None:
    assert seconds_to_wait(1, FetchError(Fault.HTTP_STATUS, "x", retry_after=17.0)) == 17
    assert seconds_to_wait(3, FetchError(Fault.HTTP_STATUS, "x", retry_after=0.0)) == 0


def test_else_it_is_random_and_its_bound_doubles() -> None:
    error = FetchError(Fault.CONNECT, "x")
    for tries, bound in ((1, 2.0), (2, 4.0), (3, 8.0), (20, 300.0), (5000, 300.0)):
        waits = [seconds_to_wait(tries, error) for _ in range(300)]
        assert all(0.1 <= one <= bound for one in waits)
        assert max(waits) > bound * 0.8  # of 300, by chance: never
        assert min(waits) < bound * 0.2
        assert len(set(waits)) > 200


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 120\t", 120.0),
        ("3600", 3600.0),
        ("86400", MAX_WAIT),
        ("9" * 10_000, MAX_WAIT),
        ("000000000000000005", 0.0),  # nobody means that
        ("Sun, 01 Mar 2026 12:01:30 GMT", 90.0),
        ("Sunday, 01-Mar-26 12:01:30 GMT", 90.0),
        ("Sun Mar  1 12:01:30 2026", 90.0),
        ("Sun, 01 Mar 2026 13:01:30 +0100", 90.0),
        ("Sun, 01 Mar 2026 12:01:30 -0000", 90.0),
        ("Sun, 01 Mar 2026 11:59:59 GMT", 0.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 -2359", MAX_WAIT),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0),
        (None, None),
        ("", None),
        ("-5", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        ("٣", None),
        ("²", None),
        ("soon", None),
        ("Sun, 99 Mar 2026 12:01:30 GMT", None),
        ("Sun, 01 Mar 2026 25:61:61 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_nothing_else_is(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.one_of(st.text(), st.text("0123456789 :,+-GMTSunMar")))
def test_whatever_it_says_it_is_none_or_within_bounds(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or 0 <= found <= MAX_WAIT


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)))  # noqa: DTZ001  naive, made UTC below
def test_any_date_of_http_is_read(when: datetime) -> None:
    date = when.replace(tzinfo=UTC, microsecond=0)
    wanted = min(max((date - NOW) / timedelta(seconds=1), 0.0), MAX_WAIT)
    if date.year >= 1000:
        assert retry_after(format_datetime(date, usegmt=True), NOW) == wanted
