"""A page's links and its robots directives (``<meta name=robots>``, ``X-Robots-Tag``)."""

import re
from collections.abc import Iterator
from contextlib import suppress

from selectolax.lexbor import LexborHTMLParser

from qapipe.errors import PageError
from qapipe.fetch.web.exchange import Exchange, FetchError
from qapipe.fetch.web.urls import joined
from qapipe.page.document import HtmlDocument, open_document
from qapipe.records.models import RawPage

_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_AGENT = re.compile(r"\s*([\w-]+)\s*:\s*(.*)")
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


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

    def _links(self) -> Iterator[str]:
        if self._tree is None:
            return
        bases = (node.attributes for node in self._tree.tags("base"))
        base = next((attributes["href"] for attributes in bases if "href" in attributes), None)
        location = self._exchange.url
        with suppress(FetchError):  # an invalid base is ignored
            location = joined(location, base) if base else location
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
