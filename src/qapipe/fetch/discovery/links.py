"""A page's links and its robots directives (``<meta name=robots>``, ``X-Robots-Tag``)."""

import re
from collections.abc import Iterator
from contextlib import suppress

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe.errors import PageError
from qapipe.fetch.web.exchange import Exchange, FetchError
from qapipe.fetch.web.urls import joined
from qapipe.page.document import HtmlDocument, open_document
from qapipe.records.plain import RawPage

MAX_REFRESH_SECONDS = 10
"""A refresh to another URL with at most this delay is a redirect; pages that change later are pages."""

_META_REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
# WHATWG HTML, "shared declarative refresh steps"
_REFRESH = re.compile(r"(?P<seconds>\d*)(?:\.[\d.]*)?(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?P<url>\S.*)", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_AGENT = re.compile(r"\s*([\w-]+)\s*:\s*(.*)")
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


def may_refresh(exchange: Exchange, body: bytes) -> bool:
    """Whether a response may redirect by other means than its status; a cheap test before the page is parsed."""
    return exchange.header("Refresh") is not None or _META_REFRESH.search(body) is not None


class FetchedPage:
    """A page's links and robots directives. ``body`` is the body without its content coding."""

    def __init__(self, exchange: Exchange, body: bytes) -> None:
        declared = exchange.header("Content-Type") or ""
        media_type, charset = _MEDIA_TYPE.match(declared), _CHARSET.search(declared)
        self._exchange = exchange
        self._tree: LexborHTMLParser | None = None
        raw = RawPage(
            body=body,
            url=exchange.url,
            media_type=media_type[1].lower() if media_type else None,
            charset=charset[1] if charset else None,
        )
        try:
            document = open_document(raw)[0]
            if isinstance(document, HtmlDocument):
                self._tree = document.tree
        except PageError:  # binary or hostile markup: no links
            return

    def links(self, agent: str = "*") -> list[str]:
        """The page's links, normalised, unique, in page order, without ``nofollow`` links.

        Empty when the page asks all robots, or ``agent``, not to follow its links.
        """
        return [] if "nofollow" in self.robots_directives(agent) else list(dict.fromkeys(self._links()))

    def _base(self) -> str:
        """The URL that relative links refer to; an invalid ``<base>`` is ignored."""
        bases = (node.attributes for node in (self._tree.tags("base") if self._tree else ()))
        base = next((attributes["href"] for attributes in bases if "href" in attributes), None)
        location = self._exchange.url
        with suppress(FetchError):
            location = joined(location, base) if base else location
        return location

    def _links(self) -> Iterator[str]:
        if self._tree is None:
            return
        location = self._base()
        for tag in ("a", "area", "link"):
            for node in self._tree.tags(tag):
                attributes = node.attributes
                relations = (attributes.get("rel") or "").lower().split()
                href = attributes.get("href")
                if not href or "nofollow" in relations or (tag == "link" and "next" not in relations):
                    continue
                try:
                    yield joined(location, href)
                except FetchError:  # mailto:, javascript: and the like
                    continue

    def refresh_target(self) -> str | None:
        """Where a ``Refresh`` header or a ``<meta http-equiv=refresh>`` with a short delay leads, normalised."""
        values = [self._exchange.header("Refresh") or ""]
        for node in self._tree.tags("meta") if self._tree else ():
            attributes = node.attributes
            if (attributes.get("http-equiv") or "").strip().lower() == "refresh" and not _in_noscript(node):
                values.append(attributes.get("content") or "")
        for value in values:
            found = _REFRESH.fullmatch(value.strip())
            if found and found["url"] and float(found["seconds"] or 0) <= MAX_REFRESH_SECONDS:
                with suppress(FetchError):
                    return joined(self._base(), found["url"].strip(" \"'"))
        return None

    def robots_directives(self, agent: str) -> frozenset[str]:
        """Directives for all robots or for ``agent``, in lower case: ``noarchive``, ``nofollow`` ...

        From ``<meta name=robots>`` and ``X-Robots-Tag``; ``none`` adds noindex, nofollow and noarchive.
        """
        agent = agent.lower()
        found: set[str] = set()
        for name, value in self._exchange.headers:
            if name.lower() == "x-robots-tag":
                named = _AGENT.match(value)
                if named and named[1].lower() not in _WITH_VALUE:
                    found |= _words(named[2]) if named[1].lower() == agent else set()
                else:
                    found |= _words(value)
        for node in self._tree.tags("meta") if self._tree else ():
            attributes = node.attributes
            if (attributes.get("name") or "").strip().lower() in ("robots", agent):
                found |= _words(attributes.get("content") or "")
        return frozenset(found | ({"noindex", "nofollow", "noarchive"} if "none" in found else set()))


def _words(value: str) -> set[str]:
    return {word.strip().lower() for word in value.split(",")} - {""}


def _in_noscript(node: LexborNode) -> bool:
    """Whether an element is for browsers without scripts: crawlers should see what readers see."""
    above = node.parent
    while above is not None:
        if above.tag == "noscript":
            return True
        above = above.parent
    return False
