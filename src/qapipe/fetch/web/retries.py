"""Which failures are worth another try, and how long to wait before it.

Tries are kept in the frontier and made when they are due, so that one URL's wait holds up no other, and a crawl that
was stopped knows how often it has asked.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, Retrying, wait_random_exponential

from qapipe.fetch.web.exchange import Fault, FetchError

MAX_TRIES = 4
LONGEST_WAIT = 3_600.0
"""Seconds that a server may ask for; more is a mistake or malice."""

_BACKOFF = wait_random_exponential(multiplier=2.0, max=300.0)
_SHORTEST_WAIT = 0.1
# How often a fault is worth asking again: what passes by itself more often than what hardly does.
_TRIES = {
    Fault.CONNECT: MAX_TRIES,
    Fault.DISCONNECTED: MAX_TRIES,
    Fault.TIMEOUT: MAX_TRIES,
    Fault.DNS: 2,
    Fault.TLS: 2,
    Fault.PROTOCOL: 2,
    Fault.CODING: 2,
    Fault.ROBOTS_UNREACHABLE: MAX_TRIES,
    Fault.HTTP_STATUS: MAX_TRIES,
}
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
OVERLOADED = frozenset({429, 503, 529})
"""Statuses by which a server says that it is asked too much."""


def worth_retrying(error: FetchError, tries: int) -> bool:
    """Whether to ask again after so many tries, the failed one among them."""
    return tries < _TRIES.get(error.fault, 1)


def status_worth_retrying(status: int) -> bool:
    """Whether an answer of this status is one that may be different later."""
    return status in _PASSING


def seconds_to_wait(tries: int, error: FetchError) -> float:
    """Seconds before the next try, after so many: as the server asked, else exponential backoff with full jitter."""
    if error.retry_after is not None:
        return error.retry_after
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = tries
    return max(float(_BACKOFF(state)), _SHORTEST_WAIT)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` asks for (RFC 9110, 10.2.3: a number of seconds, or a date); None for neither."""
    value = (value or "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value[:12]), LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(max((date - now).total_seconds(), 0.0), LONGEST_WAIT)
