"""Sitemaps (sitemaps.org protocol 0.9), their indexes, feeds and plain lists of URLs: which pages a site says it has.

Read by expat as a stream of elements, whatever their namespace; a document type with entities is refused, which is what
all bombs of XML are made of. What comes before a fault of the XML counts.
"""

import codecs
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.parsers import expat

from qapipe.fetch.web.exchange import FetchError
from qapipe.fetch.web.urls import joined
from qapipe.page import dates
from qapipe.sources.warc import http_body

MAX_ENTRIES = 50_000
"""The protocol allows no more in one file."""
MAX_BYTES = 52_428_800
"""Nor larger files, uncompressed."""

_GZIP = b"\x1f\x8b"
_MAX_PACKED = 2  # some servers compress a file that is compressed
_PLACES = frozenset({"sitemap", "url", "item", "entry"})  # sitemaps, RSS, Atom
_TIMES = frozenset({"lastmod", "pubDate", "updated", "published"})
_LOOKS_LIKE_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<|\xff\xfe<\0|\xfe\xff\0<")  # UTF-8, or UTF-16 with its mark


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page, or another sitemap."""

    url: str
    """Normalised."""
    lastmod: datetime | None = None
    """When it changed, UTC, as the site says."""


@dataclass(slots=True)
class Sitemap:
    """What a sitemap lists."""

    pages: list[SitemapEntry] = field(default_factory=list)
    sitemaps: list[SitemapEntry] = field(default_factory=list)
    unreadable: int = 0
    """Entries that are no web address, and the rest of a file with a fault."""


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """What a sitemap at ``url`` lists; ``body`` may still be a gzip file. Never raises for what it holds."""
    found = Sitemap()
    if body.startswith(_GZIP):
        body = _unpacked(body)
        if not body:
            found.unreadable += 1
            return found
    if _LOOKS_LIKE_XML.match(body):
        _Reader(found, url).read(body[:MAX_BYTES].lstrip().removeprefix(codecs.BOM_UTF8).lstrip())
    else:
        for line in body[:MAX_BYTES].decode("utf-8-sig", "replace").split():
            _add(found.pages, found, "", line, None)  # the protocol wants whole URLs; a word is none
    return found


def _unpacked(body: bytes) -> bytes:
    """The beginning of a gzip file, as far as it can be read and may be long; of one inside another, too."""
    for _ in range(_MAX_PACKED):
        if not body.startswith(_GZIP):
            break
        try:
            body = http_body.decoded(body, None, "gzip", MAX_BYTES).content
        except http_body.TooLargeError:
            return zlib.decompressobj(31).decompress(body, MAX_BYTES)
        except ValueError:
            return b""
    return body


def _add(to: list[SitemapEntry], found: Sitemap, base: str, address: str, time: str | None) -> None:
    try:
        place = joined(base, address)
    except FetchError:
        found.unreadable += 1
        return
    if len(to) < MAX_ENTRIES:
        to.append(SitemapEntry(place, dates.instant(time) if time else None))
    else:
        found.unreadable += 1


class _Reader:
    """Gathers the entries of an XML file."""

    def __init__(self, found: Sitemap, base: str) -> None:
        self._found = found
        self._base = base
        self._within: str | None = None  # the entry that is open
        self._depth = 0
        self._entry_depth = 0
        self._text: list[str] = []
        self._address: str | None = None
        self._time: str | None = None

    def read(self, body: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(body, True)
        except (expat.ExpatError, ValueError, LookupError):  # the last for a charset that nobody knows
            self._found.unreadable += 1

    @staticmethod
    def _refuse(*_: Any) -> None:  # noqa: ANN401  expat's own
        raise ValueError("a sitemap has no entities of its own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._text.clear()
        bare = name.rpartition(":")[2]
        if bare in _PLACES and self._within is None:
            self._within, self._entry_depth = bare, self._depth
            self._address = self._time = None
        elif bare == "link" and self._within == "entry" and attributes.get("rel", "alternate") == "alternate":
            self._address = self._address or attributes.get("href")

    def _end(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        value = "".join(self._text).strip()
        self._text.clear()
        if self._within and self._depth == self._entry_depth + 1:
            if bare == "loc" or (bare == "link" and self._within == "item"):
                self._address = value or self._address
            elif bare in _TIMES:
                self._time = value if bare != "published" else self._time or value
        elif self._within and self._depth == self._entry_depth:
            to = self._found.sitemaps if self._within == "sitemap" else self._found.pages
            if self._address:
                _add(to, self._found, self._base, self._address, self._time)
            self._within = None
        self._depth -= 1


def changed_since(entries: list[SitemapEntry], since: datetime | None) -> Iterator[SitemapEntry]:
    """The entries that changed since then, and those of which nobody knows."""
    return (one for one in entries if since is None or one.lastmod is None or one.lastmod >= since)
