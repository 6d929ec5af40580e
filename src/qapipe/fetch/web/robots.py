"""robots.txt by RFC 9309: Protego matches, and what it or the standard leaves to the crawler is decided here.

Protego disagrees with RFC 9309 in two points that would make us fetch what is forbidden. A line that is no rule must
not end a group (2.2.4), and a name in ``User-agent`` is a whole product token (2.2.1: ``qapipe/2`` and ``qapipe bot``
name ``qapipe``, and ``q`` does not). So every file is read twice, as it is and with these two mended, and what either
reading forbids is not asked for: Protego's forgiveness of misspelt rules stays. Where Google's own tests expect that
an unescaped path matches nothing, RFC 9309 (2.2.2) and Protego have it match what it means; URLs are escaped by then.

Protego keeps every rule for every crawler that a file names, which half a megabyte can make gigabytes: names that are
not ours are made one before it reads.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

from protego import Protego

from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import Exchange, Fault, FetchError, Limits
from qapipe.fetch.web.urls import joined, origin

MOST_BYTES = 500 << 10
"""RFC 9309, 2.5: so much of a file is read, at least; the rest is left."""
MOST_REDIRECTS = 5
CACHED_SECONDS = 86_400.0
"""RFC 9309, 2.4: no longer than a day."""
UNREACHABLE_SECONDS = 300.0
"""So long nothing is asked of a host whose rules cannot be had, before they are asked for again."""

ROBOTS_PATH = "/robots.txt"

_LIMITS = Limits(wire_bytes=4 << 20, decoded_bytes=8 << 20)
_MOST_ORIGINS = 10_000
_OF_THE_HOST = frozenset({Fault.CONNECT, Fault.DNS, Fault.FORBIDDEN_ADDRESS, Fault.TLS})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENTS = frozenset({"user-agent", "useragent"})
_RULES = _AGENTS | {"allow", "disallow"}
_AGENT_LINE = re.compile(r"(?:user-agent|useragent|user\s+agent)(?:\s*:|\s)(.*)", re.IGNORECASE)  # as Protego forgives
_SOMEBODY = "0"  # a name that no crawler has
# Ends of lines to Python, and so to Protego, but not to RFC 9309.
_NO_ENDS = {ord(char): quote(char) for char in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")
_TOKEN_IN_FILE = re.compile(r"[^\s/*]+")  # sites name crawlers with digits, too


class Get(Protocol):
    """Something that asks servers, at their pace."""

    def __call__(self, url: str, headers: Mapping[str, str], limits: Limits | None) -> Awaitable[Exchange]:
        """What a GET gives; raises FetchError."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host allows."""

    _readings: tuple[Protego, ...] = field(default=(), repr=False)
    agent: str = "*"
    unreachable: str | None = None
    """Why nobody knows the rules, so that nothing may be asked for now,"""
    fault: Fault = Fault.ROBOTS_UNREACHABLE
    """and what that is a case of: where the host itself cannot be asked, that."""
    crawl_delay: float | None = None

    def allow(self, url: str) -> bool:
        """Whether a URL may be asked for."""
        return not self.unreachable and all(reading.can_fetch(url, self.agent) for reading in self._readings)


def rules_of(text: str, agent: str) -> Rules:
    """The rules of a file for a crawler, which is named by its product token."""
    lines = text.translate(_NO_ENDS).splitlines()
    told = Protego.parse("\n".join(_for_us(lines, agent)))
    delay = told.crawl_delay(agent)
    readings = (told, Protego.parse("\n".join(_only_rules(lines, agent))))
    delay = None if delay is None else float(delay)
    return Rules(readings, agent, crawl_delay=delay)


def sitemaps_of(text: str, url: str) -> list[str]:
    """The sitemaps that a robots.txt at ``url`` names, normalised; what is no web address is left out."""
    found = []
    for place in Protego.parse(text).sitemaps:
        with suppress(FetchError):
            found.append(joined(url, place))
    return found


def product_token(user_agent: str) -> str:
    """The name by which robots.txt may speak of a crawler (RFC 9309, 2.2.1)."""
    match = _PRODUCT_TOKEN.match(user_agent)
    return match[0] if match else "*"


def _for_us(lines: Iterable[str], agent: str) -> Iterator[str]:
    """The lines of a file, all crawlers in it made one that Protego would not take for this one."""
    for line in lines:
        match = _AGENT_LINE.fullmatch(line.partition("#")[0].strip())
        if match:
            name = match[1].strip().lower()
            bare = name.replace("*", "")
            ours = name == "*" or (bare and bare in agent.lower())
            yield f"User-agent: {(bare or '*') if ours else _SOMEBODY}"
        else:
            yield line


def _only_rules(lines: Iterable[str], agent: str) -> Iterator[str]:
    """The lines that make up groups, each User-agent cut to its product token."""
    for line in lines:
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon or name not in _RULES:
            continue
        if name in _AGENTS and value != "*":
            token = _TOKEN_IN_FILE.match(value.lstrip("*"))
            ours = token and re.search(rf"(?<![\w-]){re.escape(token[0])}(?![\w-])", agent, re.IGNORECASE)
            yield f"User-agent: {token[0] if token and ours else _SOMEBODY}"
        else:
            yield f"{name}: {value}"


class Robots:
    """The rules of all hosts of a crawl, each asked for once a day."""

    def __init__(self, get: Get, user_agent: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._get = get
        self._agent = product_token(user_agent)
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, asyncio.Task[Rules]]] = OrderedDict()

    async def rules(self, url: str) -> Rules:
        """The rules of the host of a normalised URL. Never raises: rules that cannot be had forbid, for now."""
        home = origin(url)
        until, task = self._known.get(home, (0.0, None))
        if task is None or (task.done() and self._clock() >= until):
            task = asyncio.ensure_future(self._ask(home))
            self._known[home] = (float("inf"), task)
            while len(self._known) > _MOST_ORIGINS:
                self._known.popitem(last=False)
        if task.done():
            return task.result()
        rules = await asyncio.shield(task)
        if self._known.get(home, (0.0, None)) == (float("inf"), task):
            lasts = UNREACHABLE_SECONDS if rules.unreachable else CACHED_SECONDS
            self._known[home] = (self._clock() + lasts, task)
        return rules

    async def _ask(self, home: str) -> Rules:
        url = home + ROBOTS_PATH
        try:
            seen: list[str] = []
            while url not in seen and len(seen) <= MOST_REDIRECTS:
                seen.append(url)
                answer = await self._get(url, {}, _LIMITS)
                if answer.status not in _REDIRECTS:
                    return self._read(answer)
                url = joined(url, answer.location or "")
        except FetchError as error:
            if error.fault in (Fault.FORBIDDEN_URL, Fault.BAD_REDIRECT):
                return Rules()  # 2.3.1.2: a redirect to nowhere leaves the file unavailable
            fault = error.fault if error.fault in _OF_THE_HOST else Fault.ROBOTS_UNREACHABLE
            return Rules(unreachable=f"{url}: {error.fault.value} ({error})", fault=fault)
        return Rules()

    def _read(self, answer: Exchange) -> Rules:
        """RFC 9309, 2.3.1: 2xx are rules, 4xx none; 5xx forbid everything for now, and so does 429."""
        if 200 <= answer.status < 300:
            content = decoded(answer, _LIMITS.decoded_bytes)
            if len(content) > MOST_BYTES:  # half a rule is another rule
                content = content[: _last_end(content[:MOST_BYTES])]
            return rules_of(content.decode("utf-8-sig", "replace").replace("\0", ""), self._agent)
        if 400 <= answer.status < 500 and answer.status != 429:
            return Rules()
        return Rules(unreachable=f"{answer.url}: {answer.status}")


def _last_end(content: bytes) -> int:
    """Where the last whole line ends."""
    return max(content.rfind(b"\n"), content.rfind(b"\r")) + 1
