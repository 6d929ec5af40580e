"""WARC and ARC archives: one page a record that has one; what other records there are is counted."""

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
from qapipe.sources.streams import Opened
from qapipe.sources.warc import http_body
from qapipe.sources.warc.format import ARC, WARC, Block, Format, parsed
from qapipe.sources.warc.records import blocks

MAX_CONTENT_BYTES = MAX_PAGE_BYTES + (1 << 20)
"""Larger blocks are passed over: a page with its HTTP header may not be so large."""

NAMELESS = "urn:qapipe:"
"""What stands for the URL of a page that has none, where a record must have one: with a hash of the page behind it."""

_PAGE_TYPES = frozenset("text/html text/plain application/xhtml+xml application/xml text/xml".split())
_VAGUE_TYPES = (None, "application/octet-stream", "application/unknown", "unknown/unknown")
_PAGE_SCHEMES = re.compile(r"(?:https?|file|ftp)(?::|$)|[^:]*$", re.IGNORECASE)
_HTTP_HEAD = re.compile(rb"HTTP/\d\S*[ \t]*(\d{3})?[^\n]*\n(?:[^\r\n][^\n]*\n)*(?:\r*\n|$)")
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_FIRST_YEAR = 1990  # an earlier date says that none is known: a record must have one
_NOT_PAGES = {name: Skipped(f"{name} record") for name in "warcinfo request metadata continuation".split()}
_OTHER_RECORD = Skipped("record of another type")
_OTHER_MEDIA = Skipped("record of another media type")


def read_records(split: Split, file: Opened, options: ReadOptions) -> Iterator[Item]:
    """The page of each record that has one; the member is the record's id, the offset where it begins in the file.

    Pages are ``response`` records with a body of HTML or text, ``resource`` and ``conversion`` records of that kind;
    a ``revisit`` is a page whose body the archive left out. Damage is a :class:`Failure`; reading goes on behind it.
    Records whose URL does not match are passed over by their headers, where that is safe.
    """
    form = ARC if file.kind is Kind.ARC else WARC

    def unwanted(block: Block) -> bool:
        return block.kind in _NOT_PAGES or not matches(_url(block.fields), options.match, unknown=True)

    passed = unwanted if options.match else None
    for block in blocks(file, form, split.start, split.end, MAX_CONTENT_BYTES, passed):
        if isinstance(block, Damage):
            yield _damaged(split, block, form)
        else:
            yield _item(split, block, options)


def _damaged(split: Split, damage: Damage, form: Format) -> Failure:
    """What is told of damage: of which record, if its header can be read."""
    block = Block(damage.offset, damage.head, form, None, 0)
    record = _Record(split, block, _url(block.fields))
    return record.failure(Reason.CORRUPT, damage.detail)


def _item(split: Split, block: Block, options: ReadOptions) -> Item:
    kind = block.kind
    if kind in _NOT_PAGES:
        return _NOT_PAGES[kind]
    url = _url(block.fields)
    if not matches(url, options.match, unknown=True):
        return NOT_MATCHED
    record = _Record(split, block, url)
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


class _Record:
    """What a record is turned into."""

    def __init__(self, split: Split, block: Block, url: str | None) -> None:
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
        if head is None:  # HTTP/0.9, or a writer that left the header out
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
        """The page that a record holds as it is."""
        if not _is_page(declared) or (self._url and not _PAGE_SCHEMES.match(self._url)):
            return _OTHER_MEDIA
        content = self._block.content
        return self._too_large() if content is None else self._page(bytes(content), declared)

    def revisit(self) -> Item:
        """A page that was the same as before, so that its body was not stored again."""
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
        """Something is wrong with the record."""
        return Failure(
            reason, detail, self._split.source, self._member(), self._block.offset, self._url, self._captured_at()
        )

    def _member(self) -> str | None:
        """The record's id; below the name of the archive member that the WARC is."""
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
    """Whether a body of this media type may be a page; nobody knows where none is declared."""
    found = _MEDIA_TYPE.match(declared or "")
    return found is None or found[1].lower() in _PAGE_TYPES or found[1].lower() in _VAGUE_TYPES
