"""Files that are one page (HTML or text, plain or compressed), and files in unsupported formats."""

from collections.abc import Iterator
from io import BufferedReader
from typing import cast

from qapipe.records.plain import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.base import Failure, Item, ReadOptions, Split
from qapipe.sources.compression.codecs import READ_ERRORS, bare_suffix
from qapipe.sources.detection import SourceFile, error_message, failure_reason
from qapipe.sources.unsupported import unsupported_format

_CHUNK_BYTES = 1 << 20
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def read_page(split: Split, file: SourceFile, options: ReadOptions) -> Iterator[Item]:
    """The file as one page. Reading stops one byte past the page size limit, so a bomb is harmless.

    A damaged compressed stream yields no page: half an answer would look like a complete one.
    """
    del options  # a page has no fields, and its URL is unknown before it is parsed
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_PAGE_BYTES:
        try:
            chunk = cast("BufferedReader", file.content).read1(min(_CHUNK_BYTES, MAX_PAGE_BYTES + 1 - size))
        except READ_ERRORS as error:
            detail = f"the file is truncated or damaged after {size:,} bytes of content: {error_message(error)}"
            yield Failure(failure_reason(error), detail, split.source, split.member)
            return
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    html = bare_suffix(file.name) in _HTML_SUFFIXES
    media_type = "text/html" if html else None
    yield RawPage(body=b"".join(chunks), media_type=media_type, source=split.source, member=split.member)


def refuse(split: Split, file: SourceFile, options: ReadOptions) -> Iterator[Item]:
    """One failure for a file in an unsupported format."""
    del options
    detail = f"unsupported format: {unsupported_format(file.head, file.name)}"
    yield Failure(Reason.UNREADABLE, detail, split.source, split.member)
