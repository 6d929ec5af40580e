"""robots.txt: what RFC 9309 says of files, of answers and of the time they last; never more lenient than that."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from conftest import ROOT
from qapipe.fetch.exchange import Exchange, Fault, FetchError, Limits
from qapipe.fetch.robots import CACHED_SECONDS, MOST_BYTES, UNREACHABLE_SECONDS, Robots, Rules, product_token, rules_of

CASES = ROOT.parent / "shared/fixtures/gold/_robots_cases.json"
STRICTER = {
    # The file's unknown lines between two User-agents do not part them (RFC 9309, 2.2.4), so both share the rules.
    "test_grouping_unknown_keys": 3,
    # Protego takes "Foo Bar" for another name than "Foo", and * forbids: the stricter reading counts.
    "GoogleOnly_AcceptUserAgentUpToFirstSpace": 1,
}
OTHERS = {
    # A crawler called "Foo Bar" cannot be: a product token has no blank.
    "GoogleOnly_AcceptUserAgentUpToFirstSpace": 1,
    # Google matches URLs that nobody escaped; RFC 9309 (2.2.2) compares what escapes mean.
    "ID_Encoding": 3,
}


@pytest.mark.skipif(not CASES.exists(), reason="no shared fixtures here")
def test_cases_of_others_agree_but_for_those_that_are_named() -> None:
    agreed: Counter[str] = Counter()
    stricter: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for case in json.loads(CASES.read_text("utf-8")):
        allowed = rules_of(case["robots"], case["agent"]).allow(case["url"])
        if allowed == case["allowed"]:
            agreed[case["suite"]] += 1
        else:
            (others if allowed else stricter)[case["test"]] += 1
    assert agreed == {"protego": 298, "google": 137}
    assert stricter == STRICTER
    assert others == OTHERS


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\rDisallow: /\r", False),
        ("User-agent: qapipe/2.0 (fine)\nDisallow: /", False),
        ("User-agent: QAPIPE\nDisallow: /", False),
        ("User-agent: other\nUnknown: line\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: qapipe\nAllow: /", True),
        ("User-agent: *\nDisallow: /page\nAllow: /page$", True),
        ("User-agent: other\nDisallow: /", True),
        ("Disallow: /", True),
        ("<html><body>User-agent: *</body></html>", True),
        ("", True),
    ],
)
def test_files_are_read_as_the_standard_says(robots: str, allowed: bool) -> None:
    assert asked(robots.encode()).allow("https://x.example/page") == allowed


@pytest.mark.parametrize(
    ("user_agent", "token"), [("qapipe/0.1 (+https://x.example)", "qapipe"), ("My-Bot_x", "My-Bot_x"), ("0bot", "*")]
)
def test_the_product_token_is_the_name_before_the_version(user_agent: str, token: str) -> None:
    assert product_token(user_agent) == token


@pytest.mark.parametrize(
    ("status", "reachable"),
    [
        *((status, True) for status in (200, 204, 400, 401, 403, 404, 410, 418)),
        *((status, False) for status in (429, 500, 502, 503, 504)),
    ],
)
def test_4xx_allows_and_5xx_and_429_forbid_for_now(status: int, reachable: bool) -> None:
    rules = asked(b"", status)
    assert (rules.unreachable is None, rules.allow("https://x.example/")) == (reachable, reachable)


@pytest.mark.parametrize("fault", [Fault.TIMEOUT, Fault.DISCONNECTED, Fault.PROTOCOL, Fault.BOMB, Fault.TOO_LARGE])
def test_no_answer_forbids_for_now(fault: Fault) -> None:
    rules = asked(fault)
    assert (rules.fault, rules.allow("https://x.example/")) == (Fault.ROBOTS_UNREACHABLE, False)


@pytest.mark.parametrize("fault", [Fault.DNS, Fault.CONNECT, Fault.TLS, Fault.FORBIDDEN_ADDRESS])
def test_a_host_that_cannot_be_asked_is_told_as_such(fault: Fault) -> None:
    assert asked(fault).fault is fault


@pytest.mark.parametrize(("hops", "allowed"), [(1, False), (5, False), (6, True)])
def test_five_redirects_are_followed_and_no_more(hops: int, allowed: bool) -> None:
    assert asked(b"User-agent: *\nDisallow: /", redirects=hops).allow("https://x.example/") == allowed


def test_of_a_large_file_the_beginning_counts() -> None:
    rules = b"User-agent: *\nDisallow: /early\n" + b"# " + b"x" * MOST_BYTES + b"\nDisallow: /late\n"
    found = asked(rules)
    assert not found.allow("https://x.example/early")
    assert found.allow("https://x.example/late")


def test_rules_last_a_day_and_unknown_ones_some_minutes_and_askers_share_one_request() -> None:
    now = 0.0
    server = Server(b"User-agent: *\nDisallow: /")
    robots = Robots(server, "qapipe/1", clock=lambda: now)

    async def ask(times: int) -> int:
        await asyncio.gather(*(robots.rules("https://x.example/page") for _ in range(times)))
        return server.requests

    async def story() -> list[int]:
        nonlocal now
        found = [await ask(5)]
        now = CACHED_SECONDS - 1
        found.append(await ask(2))
        now = CACHED_SECONDS + 1
        server.answer = 503
        found.append(await ask(3))
        now += UNREACHABLE_SECONDS - 1
        found.append(await ask(1))
        now += 2
        found.append(await ask(1))
        return found

    assert asyncio.run(story()) == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(("line", "delay"), [("Crawl-delay: 7", 7.0), ("Crawl-delay: soon", None), ("", None)])
def test_a_crawl_delay_is_told(line: str, delay: float | None) -> None:
    assert asked(f"User-agent: *\n{line}\nDisallow: /x".encode()).crawl_delay == delay


class Server:
    """Answers as it is told: a file, a status or a fault; after so many redirects."""

    def __init__(self, answer: "bytes | int | Fault", status: int = 200, redirects: int = 0) -> None:
        self.answer = answer
        self.requests = 0
        self._status = status
        self._redirects = redirects

    async def __call__(self, url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
        self.requests += 1
        await asyncio.sleep(0)
        if isinstance(self.answer, Fault):
            raise FetchError(self.answer, "on purpose")
        status = self.answer if isinstance(self.answer, int) else self._status
        body = self.answer if isinstance(self.answer, bytes) else b""
        fields: tuple[tuple[str, str], ...] = ()
        if self.requests <= self._redirects:
            status, body, fields = 301, b"", (("Location", f"/robots.txt?{self.requests}"),)
        return Exchange(url, datetime.now(UTC), 0.0, status, fields, body, b"", b"")


def asked(answer: bytes | Fault, status: int = 200, redirects: int = 0) -> Rules:
    """The rules of a server that answers like this."""

    async def ask() -> Rules:
        return await Robots(Server(answer, status, redirects), "qapipe/1").rules("https://x.example/page")

    return asyncio.run(ask())
