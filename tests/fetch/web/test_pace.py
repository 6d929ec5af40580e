"""Pace: no host is asked before its delay is over, and one that struggles is asked less often, then not at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.fetch.web.exchange import Fault
from qapipe.fetch.web.pace import MAX_DELAY, Pace

HOST = "example.org"


class Clock:
    """A clock that the test sets."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def paced(delay: float) -> tuple[Pace, Clock]:
    clock = Clock()
    return Pace(delay, clock), clock


def wait(pace: Pace, clock: Clock, host: str = HOST) -> float:
    """Seconds until the next request may start."""
    return max(pace.ready_at(host) - clock.now, 0.0)


def test_a_host_that_nobody_asked_can_be_asked_at_once() -> None:
    pace, clock = paced(1.0)
    assert wait(pace, clock) == 0
    assert pace.delay_of(HOST) == 1.0
    assert not pace.is_given_up(HOST)


def test_the_delay_runs_from_the_end_of_an_answer() -> None:
    pace, clock = paced(1.0)
    clock.now += 0.4  # it takes so long
    pace.record_response(HOST, 200, 0.4)
    assert wait(pace, clock) == 1.0
    assert wait(pace, clock, "www.example.org") == 0


STEPS = st.one_of(
    st.tuples(
        st.just("answered"),
        st.sampled_from([200, 301, 404, 429, 500, 503, 529]),
        st.floats(0, 100),
        st.one_of(st.none(), st.floats(0, 3600)),
    ),
    st.tuples(st.just("failed"), st.sampled_from(list(Fault)), st.floats(0, 100), st.none()),
    st.tuples(st.just("robots"), st.none(), st.floats(0, 1e6), st.none()),
)


@given(st.floats(0, 200), st.lists(STEPS, max_size=40))
def test_it_is_never_less_than_the_delay_whatever_happens(
    delay: float, steps: list[tuple[str, int | Fault | None, float, float | None]]
) -> None:
    pace, clock = paced(delay)
    ended, paused_until = None, 0.0
    for what, detail, seconds, retry_after in steps:
        if what == "robots":
            pace.set_crawl_delay(HOST, seconds)
        else:
            clock.now = max(clock.now, pace.ready_at(HOST)) + seconds
            ended = clock.now
            if isinstance(detail, Fault):
                pace.record_failure(HOST, detail)
            elif isinstance(detail, int):
                pace.record_response(HOST, detail, seconds, retry_after)
                if detail in (429, 503, 529):
                    paused_until = clock.now + (retry_after or 0.0)
        least = delay if ended is None else pace.delay_of(HOST)
        assert pace.delay_of(HOST) >= least >= delay
        assert pace.delay_of(HOST) <= max(MAX_DELAY, delay)
        if ended is not None:
            assert pace.ready_at(HOST) >= max(ended + delay, paused_until)


@pytest.mark.parametrize("status", [429, 503, 529])
def test_a_retry_after_is_a_pause_of_the_host(status: int) -> None:
    pace, clock = paced(1.0)
    pace.record_response(HOST, status, 0.1, 120.0)
    assert wait(pace, clock) == 120
    clock.now += 5
    pace.record_response(HOST, 200, 0.1)  # one that was under way already
    assert wait(pace, clock) == 115


def test_of_an_answer_that_does_not_say_overloaded_it_is_none() -> None:
    pace, clock = paced(1.0)
    pace.record_response(HOST, 404, 0.1, 120.0)
    assert wait(pace, clock) == 1.0


@pytest.mark.parametrize("delay", [0.0, 1.0, 10.0])
def test_trouble_doubles_the_wait_up_to_a_bound_and_good_answers_ease_it(delay: float) -> None:
    pace, clock = paced(delay)
    waits = []
    for _ in range(12):
        pace.record_response(HOST, 429, 0.0)
        waits.append(wait(pace, clock))
        clock.now = pace.ready_at(HOST)
    added = [one - delay for one in waits]
    assert added[0] >= max(delay, 1.0)
    assert all(after >= min(2 * before, MAX_DELAY - delay) for before, after in pairwise(added))
    assert waits[-1] == MAX_DELAY

    easing = []
    for _ in range(60):
        pace.record_response(HOST, 200, 0.0)
        easing.append(wait(pace, clock))
        clock.now = pace.ready_at(HOST)
    assert easing == sorted(easing, reverse=True)
    assert easing[4] > delay + 10  # slowly
    assert easing[-1] == delay


def test_a_host_that_takes_long_is_asked_less_often() -> None:
    pace, clock = paced(1.0)
    for _ in range(30):
        pace.record_response(HOST, 200, 8.0)
    assert 7.5 < wait(pace, clock) <= 8.0
    for _ in range(30):
        pace.record_response(HOST, 200, 0.1)
    clock.now = pace.ready_at(HOST)
    pace.record_response(HOST, 200, 0.1)
    assert wait(pace, clock) == 1.0


def test_without_a_delay_long_answers_add_none() -> None:
    pace, clock = paced(0.0)
    pace.record_response(HOST, 200, 8.0)
    assert wait(pace, clock) == 0


def test_a_crawl_delay_is_kept_and_bounded() -> None:
    pace, clock = paced(1.0)
    pace.record_response(HOST, 200, 0.1)  # robots.txt itself
    pace.set_crawl_delay(HOST, 7.0)
    assert wait(pace, clock) == 7
    pace.set_crawl_delay(HOST, 1e308)
    assert wait(pace, clock) == MAX_DELAY
    pace.set_crawl_delay("x.example", 0.1)
    pace.set_crawl_delay("y.example", -5.0)
    assert pace.delay_of("x.example") == pace.delay_of("y.example") == 1.0


def test_a_crawl_delay_that_is_told_again_does_not_begin_anew() -> None:
    """It is told before every request: the wait must not be twice as long for that."""
    pace, clock = paced(1.0)
    pace.record_response(HOST, 200, 0.1)
    pace.set_crawl_delay(HOST, 7.0)
    clock.now += 7
    pace.set_crawl_delay(HOST, 7.0)
    assert wait(pace, clock) == 0


def test_a_longer_delay_than_any_site_may_ask_for_is_the_users_choice() -> None:
    pace, clock = paced(300.0)
    pace.record_response(HOST, 503, 0.1)
    assert wait(pace, clock) == 300


def unreached(pace: Pace, clock: Clock, fault: Fault = Fault.CONNECT, times: int = 5) -> float:
    for _ in range(times):
        clock.now = max(clock.now, pace.ready_at(HOST))
        pace.record_failure(HOST, fault)
    return wait(pace, clock)


@pytest.mark.parametrize("fault", [Fault.CONNECT, Fault.DNS, Fault.TLS])
def test_a_host_that_cannot_be_reached_is_left_alone_ever_longer_and_then_given_up(fault: Fault) -> None:
    pace, clock = paced(1.0)
    assert unreached(pace, clock, fault, times=4) == 1.0
    assert unreached(pace, clock, fault, times=1) == 30
    assert unreached(pace, clock, fault) == 60
    assert not pace.is_given_up(HOST)
    assert unreached(pace, clock, fault) == 120
    assert pace.is_given_up(HOST)
    assert not pace.is_given_up("www.example.org")


@pytest.mark.parametrize("status", [200, 404, 503])
def test_any_answer_shows_that_it_is_there(status: int) -> None:
    pace, clock = paced(0.0)
    unreached(pace, clock, times=14)
    pace.record_response(HOST, status, 0.1)
    assert unreached(pace, clock, times=4) < 30
    assert unreached(pace, clock, times=1) == 30
    assert not pace.is_given_up(HOST)


def test_faults_of_single_pages_give_up_no_host() -> None:
    pace, clock = paced(1.0)
    for fault in set(Fault) - {Fault.CONNECT, Fault.DNS, Fault.TLS}:
        assert unreached(pace, clock, fault, times=50) == 1.0
    assert not pace.is_given_up(HOST)


def test_faults_do_not_shorten_a_pause_that_was_asked_for() -> None:
    pace, clock = paced(0.0)
    pace.record_response(HOST, 429, 0.1, 3600.0)
    for _ in range(5):  # of those that were under way
        pace.record_failure(HOST, Fault.CONNECT)
    assert wait(pace, clock) == 3600


def test_memory_is_bounded_and_no_pause_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qapipe.fetch.web.pace._MAX_HOSTS", 100)
    pace, clock = paced(1.0)
    pace.record_response("paused.example", 503, 0.1, 3600.0)
    for n in range(3000):
        pace.record_response(f"{n}.example", 200, 0.1)
        clock.now += 0.1
        assert len(pace._hosts) <= 100  # noqa: SLF001
    assert wait(pace, clock, "paused.example") == pytest.approx(3300)
    assert wait(pace, clock, "2999.example") == pytest.approx(0.9)


def test_hosts_that_must_be_remembered_are_gone_through_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qapipe.fetch.web.pace._MAX_HOSTS", 100)
    pace, clock = paced(10.0)
    readings = 0

    def counted() -> float:
        nonlocal readings
        readings += 1
        return clock.now

    pace._clock = counted  # noqa: SLF001
    for n in range(10_000):
        pace.record_response(f"{n}.example", 200, 0.1)
    assert readings - 10_000 < 20
    assert all(pace.ready_at(f"{n}.example") > clock.now for n in range(10_000))
