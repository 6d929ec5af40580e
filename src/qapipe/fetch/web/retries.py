"""Which failures are retried, how often, and after what wait.

Retries are queued in the frontier with a due time, so a waiting URL does not block others and the number of tries
survives an interruption.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, Retrying, wait_random_exponential

from qapipe.fetch.web.exchange import Fault, FetchError

MAX_TRIES = 4
MAX_WAIT = 3_600.0
"""Longest Retry-After that is honoured, in seconds."""

_BACKOFF = wait_random_exponential(multiplier=2.0, max=300.0)
_SHORTEST_WAIT = 0.1
# Maximum tries per fault: more for transient faults.
_TRIES = {
    Fault.CONNECT: MAX_TRIES,
    Fault.DISCONNECTED: MAX_TRIES,
    Fault.TIMEOUT: MAX_TRIES,
    Fault.DNS: 2,
    Fault.TLS: 2,
    Fault.PROTOCOL: 2,
    Fault.CODING: 2,
    Fault.EMPTY: 2,
    Fault.ROBOTS_UNREACHABLE: MAX_TRIES,
    Fault.HTTP_STATUS: MAX_TRIES,
}
_TRANSIENT = frozenset({202, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
OVERLOADED = frozenset({429, 503, 529})
"""Statuses by which a server reports overload."""


def worth_retrying(error: FetchError, tries: int) -> bool:
    """Whether to retry after ``tries`` attempts."""
    return tries < _TRIES.get(error.fault, 1)


def status_worth_retrying(status: int) -> bool:
    """Whether a status is transient."""
    return status in _TRANSIENT


def seconds_to_wait(tries: int, error: FetchError) -> float:
    """Seconds to wait after ``tries`` attempts: Retry-After, else exponential backoff with full jitter."""
    if error.retry_after is not None:
        return error.retry_after
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = tries
    return max(float(_BACKOFF(state)), _SHORTEST_WAIT)


def retry_after(value: str | None, now: datetime) -> float | None:
    """The wait of a Retry-After header, in seconds (RFC 9110, 10.2.3: seconds or a date); None if invalid."""
    value = (value or "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value[:12]), MAX_WAIT)
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(max((date - now).total_seconds(), 0.0), MAX_WAIT)
