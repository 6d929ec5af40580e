"""One page a file: HTML or text, plain or compressed; and files in a form that is not read."""

from collections.abc import Iterator
from io import BufferedReader
from typing import cast

from qapipe.records.models import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.base import Failure, Item, ReadOptions, Split
from qapipe.sources.compression.codecs import READ_ERRORS, bare_suffix
from qapipe.sources.streams import Opened, message_of, reason_of
from qapipe.sources.unsupported import foreign_form

_CHUNK_BYTES = 1 << 20
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def read_page(split: Split, file: Opened, options: ReadOptions) -> Iterator[Item]:
    """The file as one page. No more is read than shows that a page is too large, so a bomb does no harm.

    A damaged compressed stream is no page, not even in part: half an answer would look like a whole one.
    """
    del options  # a page has no fields, and its URL is not known before it is parsed
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_PAGE_BYTES:
        try:
            chunk = cast("BufferedReader", file.content).read1(min(_CHUNK_BYTES, MAX_PAGE_BYTES + 1 - size))
        except READ_ERRORS as error:
            detail = f"the file breaks off after {size:,} bytes of content: {message_of(error)}"
            yield Failure(reason_of(error), detail, split.source, split.member)
            return
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    html = bare_suffix(file.name) in _HTML_SUFFIXES
    media_type = "text/html" if html else None
    yield RawPage(body=b"".join(chunks), media_type=media_type, source=split.source, member=split.member)


def refuse(split: Split, file: Opened, options: ReadOptions) -> Iterator[Item]:
    """One failure in place of pages that stand in a form that is not read."""
    del options
    detail = f"it is {foreign_form(file.head, file.name)}"
    yield Failure(Reason.UNREADABLE, detail, split.source, split.member)
