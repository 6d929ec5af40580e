"""WARC and ARC archives: one page per page record; other records are counted."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from qapipe.page import dates, text
from qapipe.records.plain import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.base import Captured, Failure, Item, Kind, ReadOptions, Skipped, Split
from qapipe.sources.compression.members import Damage
from qapipe.sources.detection import SourceFile
from qapipe.sources.warc import http_body
from qapipe.sources.warc.format import ARC, WARC, ArchiveRecord, Fields, Format
from qapipe.sources.warc.http_message import HttpResponse, parse_response
from qapipe.sources.warc.media_types import Evidence, MediaType, media_type_of
from qapipe.sources.warc.records import archive_records

MAX_CONTENT_BYTES = MAX_PAGE_BYTES + (1 << 20)
"""Larger records are skipped: their page would exceed the size limit even with its HTTP header."""

NAMELESS = "urn:qapipe:"
"""Prefix, before a hash of the page, of the URL of a stored page without one: WARC requires a URL."""

_WEB_URL = re.compile(r"(?:https?|file|ftp):|(?![a-z][a-z0-9+.-]*:(?!\d))", re.IGNORECASE)  # or without a scheme
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
        return block.kind in _NOT_PAGES or options.rejected(_url(block.fields)) is not None

    rule = skippable if options.chooses else None
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
    if options.chooses and (rejected := options.rejected(url)):
        return rejected
    record = _RecordReader(split, block, url)
    match kind:
        case "response":
            found = record.response()
        case "resource" | "conversion":
            found = record.resource(block.fields.get("Content-Type"))
        case "revisit":
            found = record.revisit()
        case _:
            found = record.failure(Reason.CORRUPT, f"unknown WARC-Type {kind[:40]!r}" if kind else "no WARC-Type")
    if options.as_received and isinstance(found, RawPage) and block.content is not None:
        content_type = block.fields.get("Content-Type") or ""
        return Captured.of(found, kind=kind, content_type=content_type, block=bytes(block.content))
    return found


def _url(found: Fields) -> str | None:
    url = text.one_line((found.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">"))
    return None if url.startswith(NAMELESS) else url or None


class _RecordReader:
    """Turns a record into a page, a failure or a skipped item."""

    def __init__(self, split: Split, block: ArchiveRecord, url: str | None) -> None:
        self._split = split
        self._block = block
        self._fields = block.fields
        self._url = url
        self._of_the_web = _WEB_URL.match(url or "") is not None
        self._identified = block.fields.get("WARC-Identified-Payload-Type")

    def response(self) -> Item:
        """The page of an HTTP response."""
        content = self._block.content
        http = parse_response(memoryview(self._block.start) if content is None else content)
        if content is None:
            return self._large(http)
        if http is None:  # HTTP/0.9, or a writer that omitted the header; but dns: and whois: answers are no pages
            page_type = media_type_of(None, self._identified)
            return self._page(bytes(content), page_type) if self._of_the_web else _OTHER_RECORD
        page_type = media_type_of(http.fields.get("Content-Type"), self._identified)
        if page_type.evidence is Evidence.NOT_A_PAGE:
            return _OTHER_MEDIA
        refused = None
        if not 200 <= http.status < 300:
            refused = self._no_body(Reason.HTTP_STATUS, f"HTTP status {http.status}", len(http.content))
            if page_type.evidence is not Evidence.ODD:
                return refused
        found = self._decoded(http)
        page = found if isinstance(found, Failure) else self._page(found.content, page_type, cut=found.cut)
        if page_type.evidence is Evidence.ODD and not isinstance(page, RawPage):
            return _OTHER_MEDIA
        return refused or page

    def _large(self, http: HttpResponse | None) -> Item:
        """What a response is whose content was skipped: too large, unless its header shows that it is no page."""
        if http is None:
            return self._too_large()
        page_type = media_type_of(http.fields.get("Content-Type"), self._identified)
        if page_type.evidence in (Evidence.NOT_A_PAGE, Evidence.ODD) or page_type.of_page(bytes(http.content)) is None:
            return _OTHER_MEDIA
        return self._too_large()

    def _decoded(self, http: HttpResponse) -> http_body.Body | Failure:
        """The body without codings; ``cut`` also if it is shorter than declared."""
        body, declared = bytes(http.content), http.declared_length
        cut = declared is not None and len(body) < declared
        transfer, coding = http.listed("Transfer-Encoding"), http.listed("Content-Encoding")
        if transfer is coding is None:
            return http_body.Body(body, cut=cut)
        try:
            found = http_body.decoded(body, transfer, coding, MAX_PAGE_BYTES)
        except http_body.TooLargeError:
            return self.failure(Reason.TOO_LARGE, f"the body decodes to more than {MAX_PAGE_BYTES:,} bytes")
        except ValueError as error:
            return self.failure(Reason.CORRUPT, str(error))
        # Where an archive stored the decoded body, the header still has the length of the coded one.
        comparable = not http_body.codings(transfer) and (found.coded or not http_body.codings(coding))
        return replace(found, cut=True) if comparable and cut else found

    def resource(self, declared: str | None) -> Item:
        """The page of a record without an HTTP header."""
        page_type = media_type_of(declared, self._identified)
        if page_type.evidence is Evidence.NOT_A_PAGE or not self._of_the_web:
            return _OTHER_MEDIA
        content = self._block.content
        if content is not None:
            return self._page(bytes(content), page_type)
        return _OTHER_MEDIA if page_type.evidence is Evidence.ODD else self._too_large()

    def revisit(self) -> Item:
        """A page whose body was unchanged and not stored again."""
        if not self._of_the_web:
            return _OTHER_RECORD
        earlier = self._fields.get("WARC-Refers-To-Target-URI") or self._fields.get("WARC-Refers-To")
        date = self._fields.get("WARC-Refers-To-Date")
        detail = f"same payload as {earlier or 'an earlier capture'}{f' of {date}' if date else ''}"
        return self._no_body(Reason.REVISIT, detail, 0)

    def _page(self, body: bytes, page_type: MediaType, *, cut: bool = False) -> Item:
        read_as = page_type.of_page(body)
        if read_as is None:
            return _OTHER_MEDIA
        return RawPage(
            body=body,
            url=self._url,
            media_type=read_as.name,
            charset=read_as.charset,
            captured_at=self._captured_at(),
            source=self._split.source,
            member=self._member(),
            offset=self._block.offset,
            truncated=cut or self._incomplete(),
        )

    def _incomplete(self) -> bool:
        """Whether the record says that its page is not all there; continuations of a segment are not joined to it."""
        segmented = self._fields.get("WARC-Segment-Number") is not None
        whole = self._fields.get("WARC-Segment-Total-Length") == str(self._block.length)
        return bool(self._fields.get("WARC-Truncated")) or (segmented and not whole)

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
        return self.failure(Reason.TOO_LARGE, f"the record has {self._block.length:,} bytes, more than a page may have")

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
