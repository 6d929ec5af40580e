"""One page a file: HTML or text, plain or compressed."""

from collections.abc import Iterator
from typing import BinaryIO

from qapipe.model import RawPage
from qapipe.parse import MAX_PAGE_BYTES
from qapipe.sources.base import Failure, Item, ReadOptions, Split
from qapipe.sources.streams import DAMAGE, bare_suffix, message_of, reason_of

_CHUNK_BYTES = 1 << 20
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def read_page(split: Split, stream: BinaryIO, options: ReadOptions) -> Iterator[Item]:
    """The file as one page. No more is read than shows that a page is too large, so a bomb does no harm.

    A damaged compressed stream is no page, not even in part: half an answer would look like a whole one.
    """
    del options  # a page has no fields, and its URL is not known before it is parsed
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_PAGE_BYTES:
        try:
            chunk = stream.read(min(_CHUNK_BYTES, MAX_PAGE_BYTES + 1 - size))
        except (*DAMAGE, OSError) as error:
            detail = f"the file breaks off after {size:,} bytes of content: {message_of(error)}"
            yield Failure(reason_of(error), detail, split.source)
            return
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    html = bare_suffix(split.source) in _HTML_SUFFIXES
    yield RawPage(body=b"".join(chunks), media_type="text/html" if html else None, source=split.source)
