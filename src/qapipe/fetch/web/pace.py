"""Per-host request rates: a minimum delay, and adaptive backoff when a host is overloaded or slow.

The delay runs from the end of a response, since a request may reach the server long after it was sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from qapipe.fetch.web.exchange import Fault
from qapipe.fetch.web.retries import OVERLOADED

MAX_DELAY = 60.0
"""Upper bound, in seconds, of a Crawl-delay and of the backoff for an overloaded host."""

_HOST_FAULTS = frozenset({Fault.CONNECT, Fault.DNS, Fault.TLS})
_FAULTS_IN_A_ROW = 5
_FIRST_PAUSE = 30.0
_MAX_PAUSES = 3
_LEAST_STEP = 1.0  # the first added delay where there was none
_EASING = 0.8  # share of the added delay that remains after a good response
_SMOOTHING = 0.3  # weight of the newest response time in the moving average
_MAX_HOSTS = 100_000


@dataclass(slots=True)
class _Host:
    ready_at: float = 0.0
    added: float = 0.0
    """Seconds added to the delay because the host was overloaded."""
    crawl_delay: float = 0.0
    """The Crawl-delay of its robots.txt."""
    response_seconds: float = 0.0
    """Moving average of the response time, in seconds."""
    faults: int = 0
    pauses: int = 0
    ended: float | None = None
    """When the last request ended."""


class Pace:
    """When each host may next be requested; times are those of ``clock``, in seconds."""

    def __init__(self, delay: float, clock: Callable[[], float] = monotonic) -> None:
        self.delay = delay
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._most_hosts = _MAX_HOSTS

    def ready_at(self, host: str) -> float:
        """When the next request to a host may start."""
        known = self._hosts.get(host)
        return known.ready_at if known else 0.0

    def delay_of(self, host: str) -> float:
        """Seconds between the end of a response and the next request."""
        known = self._hosts.get(host)
        if known is None:
            return self.delay
        base = max(self.delay, known.crawl_delay)
        return min(max(base, known.response_seconds if base else 0.0) + known.added, max(MAX_DELAY, base))

    def set_crawl_delay(self, host: str, delay: float) -> None:
        """Use at least this delay from now on (Crawl-delay of robots.txt), up to :data:`MAX_DELAY`."""
        known = self._known(host)
        known.crawl_delay = min(max(delay, 0.0), MAX_DELAY)
        if known.ended is not None:
            known.ready_at = max(known.ready_at, known.ended + self.delay_of(host))

    def record_response(self, host: str, status: int, seconds: float, retry_after: float | None = None) -> None:
        """Record a response; an overload status (429, 503) doubles the delay and honours ``retry_after``."""
        known = self._known(host)
        known.faults = known.pauses = 0
        known.response_seconds += (seconds - known.response_seconds) * _SMOOTHING
        if status in OVERLOADED:
            known.added = min(max(known.added * 2, self.delay_of(host), _LEAST_STEP), MAX_DELAY)
        else:
            known.added *= _EASING if known.added > _LEAST_STEP / 10 else 0
        known.ended = now = self._clock()
        wait = retry_after or 0.0 if status in OVERLOADED else 0.0
        known.ready_at = max(known.ready_at, now + max(self.delay_of(host), wait))

    def record_failure(self, host: str, fault: Fault) -> None:
        """Record a failed request; repeated connection failures pause the host, each time for longer."""
        known = self._known(host)
        known.ended = now = self._clock()
        known.ready_at = max(known.ready_at, now + self.delay_of(host))
        if fault not in _HOST_FAULTS:
            return
        known.faults += 1
        if known.faults >= _FAULTS_IN_A_ROW:
            known.faults = 0
            known.ready_at = max(known.ready_at, now + _FIRST_PAUSE * 2**known.pauses)
            known.pauses += 1

    def is_given_up(self, host: str) -> bool:
        """Whether a host was unreachable so often that it is not tried again."""
        known = self._hosts.get(host)
        return known is not None and known.pauses >= _MAX_PAUSES

    def _known(self, host: str) -> _Host:
        if host not in self._hosts and len(self._hosts) >= self._most_hosts:
            now = self._clock()
            self._hosts = {name: one for name, one in self._hosts.items() if one.ready_at > now or one.pauses}
            self._most_hosts = max(_MAX_HOSTS, 2 * len(self._hosts))  # so that purging stays rare
        return self._hosts.setdefault(host, _Host())
