"""robots.txt (RFC 9309): fetching, caching and matching, on top of Protego.

Protego deviates from RFC 9309 in two points that would let us fetch disallowed URLs: an unknown line must not end a
group (2.2.4), and a User-agent value is a whole product token (2.2.1: ``qapipe/2`` and ``qapipe bot`` name ``qapipe``,
``q`` does not). So each file is parsed twice, as it is and with both points corrected, and a URL must be allowed by
both; this keeps Protego's tolerance of misspelt rules. Where Google's tests expect an unescaped path to match nothing,
RFC 9309 (2.2.2) and Protego match the equivalent escaped one.

Protego stores every rule once per named crawler, so half a megabyte can take gigabytes of memory. The names of other
crawlers are therefore merged into one before parsing.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from protego import Protego

from qapipe.fetch.web.client import decoded
from qapipe.fetch.web.exchange import REDIRECTS, Exchange, Fault, FetchError, Get, Limits
from qapipe.fetch.web.urls import joined, origin
from qapipe.page.charset import utf16_of

MAX_BYTES = 500 << 10
"""Bytes of a file that are parsed (RFC 9309, 2.5: at least 500 KiB)."""
MAX_REDIRECTS = 5
CACHED_SECONDS = 86_400.0
"""Cache lifetime in seconds (RFC 9309, 2.4: at most a day)."""
UNREACHABLE_SECONDS = 300.0
"""How long an unreachable robots.txt blocks its host before it is requested again, in seconds."""

ROBOTS_PATH = "/robots.txt"

_LIMITS = Limits(wire_bytes=MAX_BYTES + 1, truncate=True)
_MAX_ORIGINS = 10_000
_OF_THE_HOST = frozenset({Fault.CONNECT, Fault.DNS, Fault.FORBIDDEN_ADDRESS, Fault.TLS})
_AGENTS = frozenset({"user-agent", "useragent"})
_RULES = _AGENTS | {"allow", "disallow"}
_AGENT_LINE = re.compile(
    r"(?:user-agent|useragent|user\s+agent)(?:\s*:|\s)(.*)", re.IGNORECASE
)  # spellings Protego accepts
_OTHER_AGENT = "0"  # stands for all other crawlers
# Line ends for Python, and so for Protego, but not for RFC 9309.
_NOT_LINE_ENDS = {ord(char): quote(char) for char in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")
_TOKEN_IN_FILE = re.compile(r"[^\s/*]+")  # real files also name crawlers with digits


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a host for our crawler."""

    _readings: tuple[Protego, ...] = field(default=(), repr=False)
    agent: str = "*"
    unreachable: str | None = None
    """Why robots.txt could not be read, which forbids everything for now."""
    fault: Fault = Fault.ROBOTS_UNREACHABLE
    """The fault to report for that; a connection fault of the host itself is kept."""
    crawl_delay: float | None = None

    def allow(self, url: str) -> bool:
        """Whether a URL may be fetched; robots.txt itself always may be (RFC 9309, 2.2.2)."""
        if urlsplit(url).path == ROBOTS_PATH:
            return True
        return not self.unreachable and all(reading.can_fetch(url, self.agent) for reading in self._readings)


def text_of(content: bytes) -> str:
    """The text of a robots.txt: UTF-8, or UTF-16 where the bytes are; without byte order marks."""
    return content.decode(utf16_of(content) or "utf-8", "replace").lstrip("\ufeff").replace("\0", "")


def parse_rules(text: str, agent: str) -> Rules:
    """The rules of a robots.txt for a crawler, identified by its product token."""
    lines = text.translate(_NOT_LINE_ENDS).splitlines()
    lenient = Protego.parse("\n".join(_merge_other_agents(lines, agent)))
    delay = lenient.crawl_delay(agent)
    readings = (lenient, Protego.parse("\n".join(_strict_lines(lines, agent))))
    delay = None if delay is None else float(delay)
    return Rules(readings, agent, crawl_delay=delay)


def sitemap_urls(text: str) -> list[str]:
    """The values of the Sitemap lines of a robots.txt, as written."""
    return list(Protego.parse(text).sitemaps)


def product_token(user_agent: str) -> str:
    """The product token of a User-Agent (RFC 9309, 2.2.1); ``*`` when there is none."""
    match = _PRODUCT_TOKEN.match(user_agent)
    return match[0] if match else "*"


def _merge_other_agents(lines: Iterable[str], agent: str) -> Iterator[str]:
    """The lines of a file, with the names of other crawlers replaced by :data:`_OTHER_AGENT`."""
    for line in lines:
        match = _AGENT_LINE.fullmatch(line.partition("#")[0].strip())
        if match:
            name = match[1].strip().lower()
            bare = name.replace("*", "")
            ours = name == "*" or (bare and bare in agent.lower())
            yield f"User-agent: {(bare or '*') if ours else _OTHER_AGENT}"
        else:
            yield line


def _strict_lines(lines: Iterable[str], agent: str) -> Iterator[str]:
    """Only the lines that form groups, each User-agent reduced to its product token."""
    for line in lines:
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon or name not in _RULES:
            continue
        if name in _AGENTS and value != "*":
            token = _TOKEN_IN_FILE.match(value.lstrip("*"))
            ours = token and re.search(rf"(?<![\w-]){re.escape(token[0])}(?![\w-])", agent, re.IGNORECASE)
            yield f"User-agent: {token[0] if token and ours else _OTHER_AGENT}"
        else:
            yield f"{name}: {value}"


class Robots:
    """Fetches and caches the robots.txt of every host of a crawl."""

    def __init__(self, get: Get, user_agent: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._get = get
        self._agent = product_token(user_agent)
        self._clock = clock
        self._cache: OrderedDict[str, tuple[float, asyncio.Task[Rules]]] = OrderedDict()

    async def rules(self, url: str) -> Rules:
        """The rules for the host of a normalised URL. Never raises: unreachable rules forbid everything for now."""
        site = origin(url)
        until, task = self._cache.get(site, (0.0, None))
        if task is None or (task.done() and self._clock() >= until):
            task = asyncio.ensure_future(self._fetch(site))
            self._cache[site] = (float("inf"), task)
            while len(self._cache) > _MAX_ORIGINS:
                self._cache.popitem(last=False)
        if task.done():
            return task.result()
        rules = await asyncio.shield(task)
        if self._cache.get(site, (0.0, None)) == (float("inf"), task):
            lasts = UNREACHABLE_SECONDS if rules.unreachable else CACHED_SECONDS
            self._cache[site] = (self._clock() + lasts, task)
        return rules

    async def _fetch(self, site: str) -> Rules:
        url = site + ROBOTS_PATH
        try:
            seen: list[str] = []
            while url not in seen and len(seen) <= MAX_REDIRECTS:
                seen.append(url)
                response = await self._get(url, {}, _LIMITS)
                if response.status not in REDIRECTS:
                    return self._read(response)
                url = joined(url, response.location or "")
        except FetchError as error:
            if error.fault in (Fault.FORBIDDEN_URL, Fault.BAD_REDIRECT):
                return Rules()  # 2.3.1.2: an unusable redirect counts as unavailable
            fault = error.fault if error.fault in _OF_THE_HOST else Fault.ROBOTS_UNREACHABLE
            return Rules(unreachable=f"cannot read {url}: {error.fault.value}: {error}", fault=fault)
        return Rules()

    def _read(self, response: Exchange) -> Rules:
        """RFC 9309, 2.3.1: 2xx gives rules, 4xx allows everything; 5xx and 429 forbid everything for now."""
        if 200 <= response.status < 300:
            content = decoded(response, MAX_BYTES + 1, truncate=True)
            if len(content) > MAX_BYTES or response.truncated:  # a rule cut in half would be a different rule
                content = content[: _last_line_end(content[:MAX_BYTES])]
            return parse_rules(text_of(content), self._agent)
        if 400 <= response.status < 500 and response.status != 429:
            return Rules()
        return Rules(unreachable=f"{response.url}: {response.status}")


def _last_line_end(content: bytes) -> int:
    """The end of the last complete line."""
    return max(content.rfind(b"\n"), content.rfind(b"\r")) + 1
