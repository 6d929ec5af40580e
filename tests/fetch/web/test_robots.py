"""robots.txt by RFC 9309: agreement with others' tests, every status of 2.3.1, a day's memory, hostile files.

Here ``get`` is written by the test, as the rules do not care how an answer came; the client has tests of its own.
"""

import asyncio
import gzip
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from qapipe.fetch.web.robots import (
    CACHED_SECONDS,
    MAX_BYTES,
    MAX_REDIRECTS,
    UNREACHABLE_SECONDS,
    Robots,
    Rules,
    parse_rules,
    product_token,
    sitemap_urls,
)
from qapipe.fetch.web.urls import normalised
from support.places import SHARED
from support.work import at_most

CASES = SHARED / "fixtures" / "gold" / "_robots_cases.json"
HOME = "http://example.org"
ROBOTS = f"{HOME}/robots.txt"
FORBIDS = "User-agent: *\nDisallow: /private\n"
PUBLIC, PRIVATE = f"{HOME}/a", f"{HOME}/private/a"


# ---------------------------------------------------------------- others' tests

FIRST_WORD = ("google", "GoogleOnly_AcceptUserAgentUpToFirstSpace")
ENCODING = ("google", "ID_Encoding")
UNKNOWN_KEYS = ("protego", "test_grouping_unknown_keys")
DISAGREEMENTS = {
    # We are the stricter one: Protego reads "Foo Bar" as another crawler than Foo, we obey both readings.
    (*FIRST_WORD, "Foo", "http://foo.bar/x/y"): False,
    # No crawler has such a name (2.2.1: a product token has no blanks); ours is cut to "Foo" before: see below.
    (*FIRST_WORD, "Foo Bar", "http://foo.bar/x/y"): True,
    # 2.2.2: octets outside ASCII are compared escaped, escaped unreserved ones (%62) as what they are.
    (*ENCODING, "FooBot", "http://foo.bar/foo/bar/ツ"): True,
    (*ENCODING, "FooBot", "http://foo.bar/foo/bar/baz"): True,
    # 2.2.4: a line that is no rule does not end a group, so * and ia_archiver share one, which forbids all.
    (*UNKNOWN_KEYS, "agent", "/foo"): False,
    (*UNKNOWN_KEYS, "agent", "/foobar"): False,
    (*UNKNOWN_KEYS, "agent", "/content/2"): False,
}
"""What we say where others' tests say the opposite."""


def cases() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(CASES.read_text())
    return found


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
def test_others_tests_agree_but_for_what_is_listed_here() -> None:
    agree: Counter[str] = Counter()
    total: Counter[str] = Counter()
    opposite = {}
    for case in cases():
        said: object = parse_rules(case["robots"], case["agent"]).allow(case["url"])
        total[case["suite"]] += 1
        agree[case["suite"]] += said == case["allowed"]
        if said != case["allowed"]:
            opposite[case["suite"], case["test"], case["agent"], case["url"]] = said
    assert total == {"protego": 301, "google": 142}
    assert agree == {"protego": 298, "google": 137}
    assert opposite == DISAGREEMENTS


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
def test_nothing_is_asked_for_that_others_tests_forbid() -> None:
    """As we ask: named by a product token, for a normalised URL. What is left is Google's departure from 2.2.2."""
    allowed = set()
    asked = 0
    for case in cases():
        url = case["url"] if "://" in case["url"] else f"{HOME}/{case['url'].removeprefix('/')}"
        refused = "@" in url or not url.startswith("http")
        if case["allowed"] or product_token(case["agent"]) != case["agent"] or refused:
            continue
        asked += 1
        if parse_rules(case["robots"], product_token(case["agent"])).allow(normalised(url)):
            allowed.add((case["suite"], case["test"], case["url"]))
    assert asked > 150
    assert allowed == {
        (*ENCODING, "http://foo.bar/foo/bar/ツ"),  # asked for as .../%E3%83%84, which Google's tests allow
        (*ENCODING, "http://foo.bar/foo/bar/baz"),  # 2.2.2's own example: %62%61%7A matches baz
    }


# ---------------------------------------------------------------- the standard's own words


@pytest.mark.parametrize(
    ("path", "in_file"),
    [
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz"),
        ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar"),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84"),
        ("/foo/bar/%E3%83%84", "/foo/bar/ツ"),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
        ("/foo/bar/baz", "/foo/bar/%62%61%7A"),
        ("/path/file-with-a-*.html", "/path/file-with-a-%2A.html"),
    ],
)
def test_paths_are_compared_as_2_2_2_says(path: str, in_file: str) -> None:
    rules = parse_rules(f"User-agent: *\nDisallow: {in_file}\n", "qapipe")
    assert not rules.allow(normalised(f"{HOME}{path}"))
    assert rules.allow(PUBLIC)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        pytest.param("User-agent: *\nDisallow: /a\nAllow: /a/b\n", True, id="the longest rule"),
        pytest.param("User-agent: *\nAllow: /a/b\nDisallow: /a/b\n", True, id="of equal ones the one that allows"),
        pytest.param("User-agent: *\nAllow: /a\nDisallow: /a/b/c\n", False, id="in whatever order"),
        pytest.param("User-agent: *\nDisallow: /a*c$\n", False, id="wildcard and end"),
        pytest.param("User-agent: *\nDisallow: /a/b$\n", True, id="an end that is none"),
        pytest.param("User-agent: *\nDisallow:\n", True, id="an empty rule"),
        pytest.param("Disallow: /\nUser-agent: *\nAllow: /\n", True, id="rules before any group"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: qapipe\nAllow: /\n", True, id="our own group"),
        pytest.param("User-agent: QAPIPE\nDisallow: /\n", False, id="our name in capitals"),
        pytest.param("User-agent: qapipe/2.0\nDisallow: /\n", False, id="our name and a version"),
        pytest.param("User-agent: qapipe the bot\nDisallow: /\n", False, id="our name and more"),
        pytest.param("User-agent: qapipe*\nDisallow: /\n", False, id="our name and a star"),
        pytest.param("User-agent: qapipe # us\nDisallow: / # all\n", False, id="comments"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: q\nAllow: /\n", False, id="a name that ours begins with"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: qapipe-x\nAllow: /\n", False, id="a longer name"),
        pytest.param("User-agent: x\nUser-agent: qapipe\nDisallow: /\n", False, id="a group of two"),
        pytest.param(
            "User-agent: qapipe\nSitemap: /x\nUser-agent: x\nDisallow: /\n", False, id="sitemaps end no group"
        ),
        pytest.param("User-agent: qapipe\nFoo: x\nUser-agent: x\nDisallow: /\n", False, id="nor do other words"),
        pytest.param("User-agent: qapipe\nAllow: /\nUser-agent: qapipe\nDisallow: /a/b\n", False, id="groups are one"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: qapipe\n", True, id="an empty group of our own"),
        pytest.param("User-agent: *\nDisalow: /\n", False, id="misspelt"),
        pytest.param("User-agent *\nDisallow /\n", False, id="without colons"),
        pytest.param("User-agent: *\rDisallow: /\r", False, id="carriage returns"),
        pytest.param("User-agent: *\r\nDisallow: /\r\n", False, id="both"),
        pytest.param("User-agent: *\nDisallow: /", False, id="no end of the last line"),
        pytest.param("User-agent: *\nDisallow: /\nAllow: /\u2028x\n", False, id="no end of a line"),
        pytest.param("User-agent: *\nDisallow: /\nAllow: /\x0bx\n", False, id="nor this"),
        pytest.param("<!doctype html><html><p>Disallow: /</p></html>", True, id="HTML"),
    ],
)
def test_rules_are_read_as_the_standard_says(text: str, allowed: bool) -> None:
    assert parse_rules(text, "qapipe").allow(f"{HOME}/a/b/c") is allowed
    assert parse_rules(text, "qapipe").allow(ROBOTS)


def test_the_product_token_is_how_the_user_agent_begins() -> None:
    assert product_token("qapipe/1.0 (+https://example.org/)") == "qapipe"
    assert product_token("My-Bot_x") == "My-Bot_x"
    assert product_token("(nobody)") == "*"


@pytest.mark.parametrize(
    ("said", "delay"),
    [
        ("5", 5.0),
        ("0.5", 0.5),
        ("86400", 86400.0),
        ("1e308", 1e308),
        ("9" * 400, None),
        ("inf", None),
        ("nan", None),
        ("-1", None),
        ("soon", None),
        ("", None),
    ],
)
def test_crawl_delays_are_numbers_or_none(said: str, delay: float | None) -> None:
    """However long: the pace has a bound of its own."""
    assert parse_rules(f"User-agent: *\nCrawl-delay: {said}\nDisallow: /private\n", "qapipe").crawl_delay == delay


def test_sitemaps_are_told_whatever_group_they_stand_in() -> None:
    text = f"Sitemap: {HOME}/1.xml\nUser-agent: other\nDisallow: /\nSitemap: {HOME}/2.xml\n"
    assert sitemap_urls(text) == [f"{HOME}/1.xml", f"{HOME}/2.xml"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Disallow: x" + " " * MAX_BYTES + "x", id="a line of blanks"),
        pytest.param("user-agent" + " " * MAX_BYTES + "x", id="a name of blanks"),
        pytest.param("User-agent: *\nDisallow: /" + "*a" * (MAX_BYTES // 2) + "$", id="a pattern of stars"),
        pytest.param("User-agent: *\n" + "Disallow: /*a*a*a*a*b$\n" * 5_000, id="many patterns"),
        pytest.param(
            "".join(f"User-agent: a{n}\n" for n in range(3_000)) + "Disallow: /x\n" * 5_000, id="many crawlers"
        ),
        pytest.param(
            "".join(f"user  agent q*{n}\nUser-agent: {'*' * n}q\n" for n in range(300)) + "Disallow: /x\n" * 5_000,
            id="many spellings",
        ),
    ],
)
def test_no_file_takes_long(text: str) -> None:
    """Before, the first took hours and the fifth all memory."""
    text = text[:MAX_BYTES]
    with at_most(20 * len(text)):
        rules = parse_rules(text, "qapipe")
        rules.allow(f"{HOME}/{'a' * 7000}")


# ---------------------------------------------------------------- asking


Plan = int | Fault | tuple[int, str | None] | bytes | Exchange


def answer(url: str, status: int, body: bytes = b"", **headers: str | None) -> Exchange:
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items() if value is not None)
    return Exchange(url, datetime.now(UTC), 0.0, status, told, body, b"", b"")


class Site:
    """A ``get`` that answers by plan, and notes what it was asked for."""

    def __init__(self, plan: Mapping[str, Plan]) -> None:
        self.plan = dict(plan)
        self.asked: list[str] = []
        self.gate: asyncio.Event | None = None

    async def __call__(self, url: str, headers: Mapping[str, str], limits: Limits | None) -> Exchange:
        assert limits is not None
        assert limits.wire_bytes >= MAX_BYTES
        self.asked.append(url)
        await (self.gate.wait() if self.gate else asyncio.sleep(0))
        planned = self.plan.get(url, 404)
        if isinstance(planned, Fault):
            raise FetchError(planned, "by plan")
        if isinstance(planned, bytes):
            return answer(url, 200, planned)
        if isinstance(planned, tuple):
            return answer(url, planned[0], Location=planned[1])
        return planned if isinstance(planned, Exchange) else answer(url, planned, FORBIDS.encode())


def ask(plan: Mapping[str, Plan], url: str = PUBLIC) -> tuple[Rules, list[str]]:
    """The rules, and what was asked for to get them."""
    site = Site(plan)
    return asyncio.run(Robots(site, "qapipe/1").rules(url)), site.asked


def verdict(rules: Rules) -> str:
    if rules.unreachable:
        assert not rules.allow(PUBLIC)
        return "unreachable"
    assert rules.allow(PUBLIC)
    return "all" if rules.allow(PRIVATE) else "rules"


@pytest.mark.parametrize(
    ("status", "found"),
    [
        *((status, "rules") for status in (200, 203, 206, 299)),
        *((status, "all") for status in (400, 401, 403, 404, 405, 410, 418, 451, 499)),
        *((status, "unreachable") for status in (429, 500, 501, 502, 503, 504, 520, 599)),
        *((status, "unreachable") for status in (199, 300, 304, 305, 399, 600, 999)),
    ],
)
def test_every_status_has_its_meaning(status: int, found: str) -> None:
    """2.3.1.1, 2.3.1.3 and 2.3.1.4; 429 is no statement about the rules, and what nobody defined forbids."""
    rules, asked = ask({ROBOTS: status})
    assert verdict(rules) == found
    assert asked == [ROBOTS]


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_forbids_for_now_but_addresses_that_are_none(fault: Fault) -> None:
    rules, _ = ask({ROBOTS: fault})
    nowhere = fault in (Fault.FORBIDDEN_URL, Fault.BAD_REDIRECT)
    assert verdict(rules) == ("all" if nowhere else "unreachable")
    assert nowhere or (rules.unreachable and fault.value in rules.unreachable and ROBOTS in rules.unreachable)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_to_the_rules_of_the_host_it_comes_from(status: int) -> None:
    """2.3.1.2: also to another host, and the file found there is that of the first."""
    there = "https://www.example.net/r.txt"
    rules, asked = ask({ROBOTS: (status, there), there: FORBIDS.encode()})
    assert verdict(rules) == "rules"
    assert asked == [ROBOTS, there]


@pytest.mark.parametrize(
    ("hops", "found"), [*((hops, "rules") for hops in range(MAX_REDIRECTS + 1)), (6, "all"), (9, "all")]
)
def test_five_redirects_are_followed_and_more_mean_that_there_are_no_rules(hops: int, found: str) -> None:
    urls = [ROBOTS, *(f"http://{n}.example.org/robots.txt" for n in range(hops))]
    plan: dict[str, Plan] = {here: (302, there) for here, there in pairwise(urls)}
    rules, asked = ask({**plan, urls[-1]: FORBIDS.encode()})
    assert verdict(rules) == found
    assert asked == urls[: MAX_REDIRECTS + 1]


@pytest.mark.parametrize("location", [None, "", "mailto:x@example.org", "http://", "http://[", "#top", ROBOTS])
def test_a_redirect_to_nowhere_means_that_there_are_no_rules(location: str | None) -> None:
    rules, asked = ask({ROBOTS: (301, location)})
    assert verdict(rules) == "all"
    assert asked == [ROBOTS]


@pytest.mark.parametrize(("end", "found"), [(503, "unreachable"), (404, "all"), (Fault.TIMEOUT, "unreachable")])
def test_behind_a_redirect_the_last_answer_counts(end: Plan, found: str) -> None:
    assert verdict(ask({ROBOTS: (301, "/r.txt"), f"{HOME}/r.txt": end})[0]) == found


def test_a_loop_of_redirects_is_seen() -> None:
    rules, asked = ask({ROBOTS: (301, "/r.txt"), f"{HOME}/r.txt": (302, "/robots.txt")})
    assert verdict(rules) == "all"
    assert asked == [ROBOTS, f"{HOME}/r.txt"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\xef\xbb\xbf" + FORBIDS.encode(), id="BOM"),
        pytest.param(FORBIDS.replace("\n", "\r").encode(), id="carriage returns"),
        pytest.param(FORBIDS.replace("D", "\0D\0").encode(), id="NUL"),
        pytest.param(b"# \xff\xfe\x80\n" + FORBIDS.encode(), id="no UTF-8"),
        pytest.param(b"<html>\n" + FORBIDS.encode() + b"</html>", id="within HTML"),
        pytest.param(answer(ROBOTS, 200, gzip.compress(FORBIDS.encode()), Content_Encoding="gzip"), id="gzip"),
        pytest.param(answer(ROBOTS, 200, FORBIDS.encode(), Content_Type="text/html"), id="called HTML"),
    ],
)
def test_rules_are_found_in_whatever_they_come(body: Plan) -> None:
    assert verdict(ask({ROBOTS: body})[0]) == "rules"


@pytest.mark.parametrize("body", [b"", b"\0\0\0", b"<!doctype html><title>Welcome</title>", bytes(range(256)) * 9])
def test_a_file_without_rules_allows_all(body: bytes) -> None:
    assert verdict(ask({ROBOTS: body})[0]) == "all"


@pytest.mark.parametrize("coding", ["gzip", None])
def test_of_a_large_file_the_first_500_kib_count(coding: str | None) -> None:
    body = FORBIDS.encode() + b"# padding\n" * 5_000_000 + b"Allow: /"
    large = answer(ROBOTS, 200, gzip.compress(body, 1), Content_Encoding=coding) if coding else body
    assert verdict(ask({ROBOTS: large})[0]) == "rules"


@pytest.mark.parametrize(
    "body",
    [
        FORBIDS.encode("utf-16"),
        FORBIDS.encode("utf-16-le"),
        FORBIDS.encode("utf-16-be"),
        b"\xef\xbb\xbf" * 3 + FORBIDS.encode(),
        ("\ufeff" * 2 + FORBIDS).encode("utf-16"),
    ],
)
def test_utf_16_and_byte_order_marks_are_read(body: bytes) -> None:
    assert verdict(ask({ROBOTS: body})[0]) == "rules"


def test_robots_txt_itself_may_always_be_fetched() -> None:
    assert parse_rules("User-agent: *\nDisallow: /", "qapipe").allow(ROBOTS)
    assert not parse_rules("User-agent: *\nDisallow: /", "qapipe").allow(f"{HOME}/")


def test_so_much_is_read_and_what_is_behind_is_not() -> None:
    filler = b"# nothing\n" * (MAX_BYTES // 10)
    ours = FORBIDS.encode()
    assert verdict(ask({ROBOTS: filler[: MAX_BYTES - 200].rpartition(b"\n")[0] + b"\n" + ours})[0]) == "rules"
    assert verdict(ask({ROBOTS: filler + b"#" * 10 + b"\n" + ours})[0]) == "all"


def test_a_rule_that_the_end_cuts_is_not_read() -> None:
    """``Allow: /private/public`` must not become ``Allow: /private/``."""
    head = FORBIDS.encode()
    half = b"\nAllow: /private/"
    body = head + b"#" * (MAX_BYTES - len(head) - len(half)) + half + b"public\n"
    assert body[:MAX_BYTES].endswith(b"Allow: /private/")
    assert verdict(ask({ROBOTS: body})[0]) == "rules"


# ---------------------------------------------------------------- remembering


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("plan", "lasts"),
    [(200, CACHED_SECONDS), (404, CACHED_SECONDS), (503, UNREACHABLE_SECONDS), (Fault.TIMEOUT, UNREACHABLE_SECONDS)],
)
def test_rules_are_kept_for_a_day_and_what_is_unreachable_for_minutes(plan: Plan, lasts: float) -> None:
    async def run() -> None:
        clock, site = Clock(), Site({ROBOTS: plan})
        robots = Robots(site, "qapipe/1", clock)
        first = await robots.rules(PUBLIC)
        clock.now += lasts - 1
        assert await robots.rules(PRIVATE) is first
        assert len(site.asked) == 1
        clock.now += 1
        site.plan[ROBOTS] = b""
        assert verdict(await robots.rules(PUBLIC)) == "all"
        assert len(site.asked) == 2

    asyncio.run(run())


def test_no_cache_lasts_longer_than_a_day() -> None:
    assert CACHED_SECONDS <= 24 * 3600


def test_each_scheme_and_port_has_rules_of_its_own() -> None:
    async def run() -> None:
        site = Site({ROBOTS: 200})
        robots = Robots(site, "qapipe/1")
        found = [verdict(await robots.rules(f"{home}/a")) for home in (HOME, "https://example.org", f"{HOME}:8080")]
        assert found == ["rules", "all", "all"]
        assert site.asked == [ROBOTS, "https://example.org/robots.txt", f"{HOME}:8080/robots.txt"]

    asyncio.run(run())


def test_many_who_ask_at_once_share_one_request() -> None:
    async def run() -> None:
        site = Site({ROBOTS: 200})
        site.gate = asyncio.Event()
        robots = Robots(site, "qapipe/1")
        askers = [asyncio.ensure_future(robots.rules(f"{HOME}/{n}")) for n in range(50)]
        await asyncio.sleep(0)
        site.gate.set()
        found = await asyncio.gather(*askers)
        assert site.asked == [ROBOTS]
        assert all(rules is found[0] for rules in found)

    asyncio.run(run())


def test_one_who_leaves_takes_the_rules_from_nobody() -> None:
    async def run() -> None:
        clock, site = Clock(), Site({ROBOTS: 200})
        site.gate = asyncio.Event()
        robots = Robots(site, "qapipe/1", clock)
        leaver, stayer = (asyncio.ensure_future(robots.rules(PUBLIC)) for _ in range(2))
        await asyncio.sleep(0)
        leaver.cancel()
        await asyncio.gather(leaver, return_exceptions=True)
        site.gate.set()
        assert verdict(await stayer) == "rules"
        assert verdict(await robots.rules(PUBLIC)) == "rules"
        assert site.asked == [ROBOTS]
        clock.now += CACHED_SECONDS
        await robots.rules(PUBLIC)
        assert site.asked == [ROBOTS, ROBOTS]

    asyncio.run(run())


def test_memory_is_bounded_however_many_hosts_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qapipe.fetch.web.robots._MAX_ORIGINS", 10)

    async def run() -> None:
        site = Site({})
        robots = Robots(site, "qapipe/1")
        for n in range(100):
            await robots.rules(f"http://{n}.example.org/")
        assert len(robots._cache) == 10  # noqa: SLF001
        await robots.rules("http://99.example.org/")
        assert len(site.asked) == 100
        await robots.rules("http://0.example.org/")
        assert len(site.asked) == 101

    asyncio.run(run())
