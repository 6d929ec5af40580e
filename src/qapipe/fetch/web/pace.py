"""How often a host is asked: never before its delay is over, and less often when it struggles.

The delay runs from the end of an answer: when a request was sent says nothing of when it arrives, but by then it has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from qapipe.fetch.web.exchange import Fault
from qapipe.fetch.web.retries import OVERLOADED

LONGEST_DELAY = 60.0
"""Seconds: what robots.txt may ask for, and how slow a struggling host makes us."""

_HOST_FAULTS = frozenset({Fault.CONNECT, Fault.DNS, Fault.TLS})
_FAULTS_IN_A_ROW = 5
_FIRST_PAUSE = 30.0
_MOST_PAUSES = 3
_LEAST_STEP = 1.0  # what doubling starts from, where there was no delay
_EASING = 0.8  # how much of the added delay is left after a good answer
_SMOOTHING = 0.3  # how much an answer counts in the average of how long they take
_MOST_HOSTS = 100_000


@dataclass(slots=True)
class _Host:
    ready_at: float = 0.0
    added: float = 0.0
    """Seconds of delay that trouble has added."""
    asked_for: float = 0.0
    """The Crawl-delay of its robots.txt."""
    takes: float = 0.0
    """Seconds an answer takes, on average."""
    faults: int = 0
    pauses: int = 0
    ended: float | None = None
    """When the last answer came, or none did."""


class Pace:
    """When each host may be asked next; times are those of ``clock``, in seconds."""

    def __init__(self, delay: float, clock: Callable[[], float] = monotonic) -> None:
        self.delay = delay
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._most_hosts = _MOST_HOSTS

    def ready_at(self, host: str) -> float:
        """When the next request may start."""
        known = self._hosts.get(host)
        return known.ready_at if known else 0.0

    def delay_of(self, host: str) -> float:
        """Seconds between the end of an answer and the next request."""
        known = self._hosts.get(host)
        if known is None:
            return self.delay
        base = max(self.delay, known.asked_for)
        return min(max(base, known.takes if base else 0.0) + known.added, max(LONGEST_DELAY, base))

    def ask_slowly(self, host: str, delay: float) -> None:
        """Wait at least so many seconds between requests from now on, because robots.txt says so."""
        known = self._known(host)
        known.asked_for = min(max(delay, 0.0), LONGEST_DELAY)
        if known.ended is not None:
            known.ready_at = max(known.ready_at, known.ended + self.delay_of(host))

    def answered(self, host: str, status: int, seconds: float, retry_after: float | None = None) -> None:
        """An answer has come, after so many seconds; one that says that the host is overloaded makes us slower."""
        known = self._known(host)
        known.faults = known.pauses = 0
        known.takes += (seconds - known.takes) * _SMOOTHING
        if status in OVERLOADED:
            known.added = min(max(known.added * 2, self.delay_of(host), _LEAST_STEP), LONGEST_DELAY)
        else:
            known.added *= _EASING if known.added > _LEAST_STEP / 10 else 0
        known.ended = now = self._clock()
        wait = retry_after or 0.0 if status in OVERLOADED else 0.0
        known.ready_at = max(known.ready_at, now + max(self.delay_of(host), wait))

    def failed(self, host: str, fault: Fault) -> None:
        """There was no answer. A host that cannot be reached at all is left alone for a while, and then longer."""
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

    def given_up(self, host: str) -> bool:
        """Whether a host could not be reached for so long that it is not worth asking again."""
        known = self._hosts.get(host)
        return known is not None and known.pauses >= _MOST_PAUSES

    def _known(self, host: str) -> _Host:
        if host not in self._hosts and len(self._hosts) >= self._most_hosts:
            now = self._clock()
            self._hosts = {name: one for name, one in self._hosts.items() if one.ready_at > now or one.pauses}
            self._most_hosts = max(_MOST_HOSTS, 2 * len(self._hosts))  # so that forgetting stays rare
        return self._hosts.setdefault(host, _Host())
