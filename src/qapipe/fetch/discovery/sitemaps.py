"""Sitemaps (sitemaps.org protocol 0.9), sitemap indexes, feeds and plain lists of URLs: the pages a site announces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from qapipe.fetch.discovery.sitemap_markup import MarkupReader, is_markup
from qapipe.fetch.web.exchange import FetchError
from qapipe.fetch.web.robots import sitemap_urls, text_of
from qapipe.fetch.web.urls import joined
from qapipe.page import dates
from qapipe.page.charset import decode
from qapipe.sources.warc import http_body

MAX_ENTRIES = 50_000
"""Entries of one file (sitemaps.org)."""
MAX_BYTES = 52_428_800
"""Size of one file, uncompressed (sitemaps.org)."""

_GZIP = b"\x1f\x8b"
_MAX_GZIP_LAYERS = 2  # some servers compress a compressed file
_DECLARATION = re.compile(rb"<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
_DECLARATION_BYTES = 4_096
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_DECLARED_ENTITY = re.compile(r"<!ENTITY\s+(?:%\s+)?([\w.-]{1,100})")
_REFERENCE = re.compile(r"&([\w.-]{1,100});")
_WORD = re.compile(r"\S+")
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65279))


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page, or another sitemap."""

    url: str
    """Normalised."""
    lastmod: datetime | None = None
    """Last modification according to the site, UTC."""


@dataclass(slots=True)
class Sitemap:
    """The content of a sitemap."""

    pages: list[SitemapEntry] = field(default_factory=list)
    sitemaps: list[SitemapEntry] = field(default_factory=list)
    unreadable: int = 0
    """Entries without a valid URL."""
    excess: int = 0
    """Entries left out because the file has more than :data:`MAX_ENTRIES`."""
    problem: str | None = None
    """Why entries may be missing: it is not a sitemap, or only a part of one."""

    def __len__(self) -> int:
        return len(self.pages) + len(self.sitemaps)


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """The entries of a sitemap at ``url``; ``body`` may be a gzip file. Never raises, whatever it contains."""
    body, whole = _unpacked(body)
    text = _text(body[:MAX_BYTES])
    found = _read_markup(text, url) if is_markup(text) else _read_list(text)
    if found.excess:
        found.problem = f"incomplete: {found.excess:,} entries beyond the first {MAX_ENTRIES:,} were left out"
    if len(body) > MAX_BYTES:
        found.problem = f"incomplete: longer than {MAX_BYTES:,} bytes"
    elif not whole:
        found.problem = "incomplete: damaged or truncated gzip data"
    return found


def _read_markup(text: str, url: str) -> Sitemap:
    found, reader = Sitemap(), MarkupReader()
    entities = frozenset(_DECLARED_ENTITY.findall(text))
    for entry in reader.read(text):
        if entities and not entities.isdisjoint(_REFERENCE.findall(entry.address)):
            found.unreadable += 1  # entities of the document are never expanded
            continue
        _add(found, found.sitemaps if entry.is_sitemap else found.pages, url, entry.address, entry.time)
    if reader.root and not reader.closed:
        found.problem = f"incomplete: it ends without </{reader.root}>"
    elif not (reader.root or len(found) or found.unreadable):
        found.problem = _kind_of(text)
    return found


def _read_list(text: str) -> Sitemap:
    """A plain list of URLs, which must be absolute."""
    found = Sitemap()
    if not text.lstrip().startswith("<"):
        for word in _WORD.finditer(text):
            _add(found, found.pages, "", word[0], None)
    return found if len(found) else Sitemap(problem=_kind_of(text))


def _kind_of(text: str) -> str:
    """What a file is that is not a sitemap."""
    if not text.strip():
        return "empty"
    return "HTML instead of a sitemap" if _HTML.search(text) else "not a sitemap"


def named_sitemaps(body: bytes, url: str) -> Sitemap:
    """The sitemaps that a robots.txt at ``url`` names."""
    found = Sitemap()
    for address in sitemap_urls(text_of(body)):
        _add(found, found.sitemaps, url, address, None)
    if not len(found):
        found.problem = "robots.txt names no sitemap"
    return found


def _text(body: bytes) -> str:
    """The text of a file, without byte order marks and characters that XML does not allow.

    A declared charset counts only where the bytes agree with it, as in :mod:`qapipe.page.charset`.
    """
    declared = _DECLARATION.search(body, 0, _DECLARATION_BYTES)
    return decode(body, declared[1].decode("ascii") if declared else None, html=False).text.translate(_NOT_XML)


def _unpacked(body: bytes) -> tuple[bytes, bool]:
    """The content of a gzip file, up to one byte over the limit, and whether it is complete."""
    whole = True
    for _ in range(_MAX_GZIP_LAYERS):
        if not body.startswith(_GZIP):
            break
        try:
            content = http_body.decoded(body, None, "gzip", MAX_BYTES + 1, truncate=True)
        except ValueError:
            return b"", False
        if content.content is body:  # not even its beginning can be decoded
            return b"", False
        body, whole = content.content, whole and (not content.cut or len(content.content) > MAX_BYTES)
    return body, whole


def _add(found: Sitemap, to: list[SitemapEntry], base: str, address: str, time: str | None) -> None:
    if len(to) + found.unreadable >= MAX_ENTRIES:
        found.excess += 1
        return
    try:
        to.append(SitemapEntry(joined(base, address), dates.instant(time) if time else None))
    except FetchError:
        found.unreadable += 1


def changed_since(entries: list[SitemapEntry], since: datetime | None) -> Iterator[SitemapEntry]:
    """The entries modified since ``since``, and those without a date."""
    return (one for one in entries if since is None or one.lastmod is None or one.lastmod >= since)
