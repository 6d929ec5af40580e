"""WARC and ARC archives: one page per page record; other records are counted."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from fastwarc.warc import HeaderMap

from qapipe.page import dates, text
from qapipe.page.media_type import is_binary
from qapipe.records.models import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.base import NOT_MATCHED, Captured, Failure, Item, Kind, ReadOptions, Skipped, Split, matches
from qapipe.sources.compression.members import Damage
from qapipe.sources.detection import SourceFile
from qapipe.sources.warc import http_body
from qapipe.sources.warc.format import ARC, WARC, ArchiveRecord, Format, parsed
from qapipe.sources.warc.records import archive_records

MAX_CONTENT_BYTES = MAX_PAGE_BYTES + (1 << 20)
"""Larger records are skipped: their page would exceed the size limit even with its HTTP header."""

NAMELESS = "urn:qapipe:"
"""Prefix, before a hash of the page, of the URL of a stored page without one: WARC requires a URL."""

_PAGE_TYPES = frozenset("text/html text/plain application/xhtml+xml application/xml text/xml".split())
_VAGUE_TYPES = (None, "application/octet-stream", "application/unknown", "unknown/unknown")
_PAGE_SCHEMES = re.compile(r"(?:https?|file|ftp)(?::|$)|[^:]*$", re.IGNORECASE)
_HTTP_HEAD = re.compile(rb"HTTP/\d\S*[ \t]*(\d{3})?[^\n]*\n(?:[^\r\n][^\n]*\n)*(?:\r*\n|$)")
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_FIRST_YEAR = 1990  # an earlier date means unknown: WARC requires a date
_NOT_PAGES = {name: Skipped(f"{name} record") for name in "warcinfo request metadata continuation".split()}
_OTHER_RECORD = Skipped("record of another type")
_OTHER_MEDIA = Skipped("record of another media type")


def read_records(split: Split, file: SourceFile, options: ReadOptions) -> Iterator[Item]:
    """The page of each record that has one; ``member`` is the record id, ``offset`` the byte at which it begins.

    Pages are ``response``, ``resource`` and ``conversion`` records with HTML or text. A ``revisit`` is a page whose
    body was not stored again. Damage yields a :class:`Failure`, and reading resumes after it. Records whose URL does
    not match are skipped by their headers, where that is safe.
    """
    form = ARC if file.kind is Kind.ARC else WARC

    def skippable(block: ArchiveRecord) -> bool:
        return block.kind in _NOT_PAGES or not matches(_url(block.fields), options.match, unknown=True)

    rule = skippable if options.match else None
    for block in archive_records(file, form, split.start, split.end, MAX_CONTENT_BYTES, rule):
        if isinstance(block, Damage):
            yield _damaged(split, block, form)
        else:
            yield _item(split, block, options)


def _damaged(split: Split, damage: Damage, form: Format) -> Failure:
    """The failure for a damaged stretch, with the record's URL and id if its header can be read."""
    block = ArchiveRecord(damage.offset, damage.head, form, None, 0)
    record = _RecordReader(split, block, _url(block.fields))
    return record.failure(Reason.CORRUPT, damage.detail)


def _item(split: Split, block: ArchiveRecord, options: ReadOptions) -> Item:
    kind = block.kind
    if kind in _NOT_PAGES:
        return _NOT_PAGES[kind]
    url = _url(block.fields)
    if not matches(url, options.match, unknown=True):
        return NOT_MATCHED
    record = _RecordReader(split, block, url)
    match kind:
        case "response":
            found = record.response()
        case "resource" | "conversion":
            found = record.resource(block.fields.get("Content-Type"))
        case "revisit":
            found = record.revisit()
        case _:
            found = _OTHER_RECORD
    if options.as_received and isinstance(found, RawPage) and block.content is not None:
        content_type = block.fields.get("Content-Type") or ""
        return Captured(**dict(found), kind=kind, content_type=content_type, block=bytes(block.content))
    return found


def _url(found: HeaderMap) -> str | None:
    url = text.one_line((found.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">"))
    return None if url.startswith(NAMELESS) else url or None


class _RecordReader:
    """Turns a record into a page, a failure or a skipped item."""

    def __init__(self, split: Split, block: ArchiveRecord, url: str | None) -> None:
        self._split = split
        self._block = block
        self._fields = block.fields
        self._url = url

    def response(self) -> Item:
        """The page of an HTTP response."""
        content = self._block.content
        if content is None:
            return self._too_large()
        head = _HTTP_HEAD.match(content)
        if head is None:  # HTTP/0.9, or a writer that omitted the header
            return self._page(bytes(content), self._fields.get("WARC-Identified-Payload-Type"))
        http = parsed(head[0])
        declared = http.get("Content-Type") or self._fields.get("WARC-Identified-Payload-Type")
        if not _is_page(declared):
            return _OTHER_MEDIA
        status = int(head[1] or 200)
        if not 200 <= status < 300:
            return self._no_body(Reason.HTTP_STATUS, f"the server answered {status}", len(content) - head.end())
        return self._decoded(bytes(content[head.end() :]), http, declared)

    def _decoded(self, body: bytes, http: HeaderMap, declared: str | None) -> Item:
        transfer, coding = http.get("Transfer-Encoding"), http.get("Content-Encoding")
        if transfer is None and coding is None:
            return self._page(body, declared)
        try:
            found = http_body.decoded(body, transfer, coding, MAX_PAGE_BYTES)
        except http_body.TooLargeError:
            return self.failure(Reason.TOO_LARGE, f"the body decodes to more than {MAX_PAGE_BYTES:,} bytes")
        except ValueError as error:
            return self.failure(Reason.CORRUPT, str(error))
        return self._page(found.content, declared, cut=found.cut)

    def resource(self, declared: str | None) -> Item:
        """The page of a record without an HTTP header."""
        if not _is_page(declared) or (self._url and not _PAGE_SCHEMES.match(self._url)):
            return _OTHER_MEDIA
        content = self._block.content
        return self._too_large() if content is None else self._page(bytes(content), declared)

    def revisit(self) -> Item:
        """A page whose body was unchanged and not stored again."""
        earlier = self._fields.get("WARC-Refers-To-Target-URI") or self._fields.get("WARC-Refers-To")
        date = self._fields.get("WARC-Refers-To-Date")
        detail = f"the same payload as {earlier or 'an earlier capture'}{f' of {date}' if date else ''}"
        return self._no_body(Reason.REVISIT, detail, 0)

    def _page(self, body: bytes, declared: str | None, *, cut: bool = False) -> Item:
        match = _MEDIA_TYPE.match(declared or "")
        media_type = match[1].lower() if match else None
        if media_type in _VAGUE_TYPES:
            media_type = None
            if is_binary(body):
                return _OTHER_MEDIA
        charset = _CHARSET.search(declared or "")
        return RawPage(
            body=body,
            url=self._url,
            media_type=media_type,
            charset=charset[1] if charset else None,
            captured_at=self._captured_at(),
            source=self._split.source,
            member=self._member(),
            offset=self._block.offset,
            truncated=cut or bool(self._fields.get("WARC-Truncated")),
        )

    def _no_body(self, reason: Reason, detail: str, size: int) -> Item:
        return Failure(
            reason,
            detail,
            self._split.source,
            self._member(),
            self._block.offset,
            url=self._url,
            captured_at=self._captured_at(),
            size=size,
        )

    def _too_large(self) -> Failure:
        return self.failure(Reason.TOO_LARGE, f"a record of {self._block.length:,} bytes")

    def failure(self, reason: Reason, detail: str) -> Failure:
        """A failure at this record."""
        return Failure(
            reason, detail, self._split.source, self._member(), self._block.offset, self._url, self._captured_at()
        )

    def _member(self) -> str | None:
        """The record id, prefixed with the name of the archive member that holds the WARC."""
        own = (self._fields.get("WARC-Record-ID") or "").strip().removeprefix("<").removesuffix(">")
        return "!/".join(filter(None, (self._split.member, text.one_line(own)))) or None

    def _captured_at(self) -> datetime | None:
        value = (self._fields.get("WARC-Date") or "").strip()
        try:
            if value.isdecimal() and len(value) == 14:  # ARC
                return datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return None
        date = dates.instant(value)
        return date if date and date.year >= _FIRST_YEAR else None


def _is_page(declared: str | None) -> bool:
    """Whether a body of this declared media type may be a page; a missing or vague type may."""
    found = _MEDIA_TYPE.match(declared or "")
    return found is None or found[1].lower() in _PAGE_TYPES or found[1].lower() in _VAGUE_TYPES
