"""Body of a stored HTTP message without chunked transfer coding (RFC 9112) and content codings (RFC 9110).

Archives hold what the server sent, or the decoded body under the server's original headers. A header is therefore
only believed where the bytes agree with it. The decoded size is bounded.
"""

import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import brotli
from isal import isal_zlib

from qapipe.page.media_type import is_binary
from qapipe.sources.compression.codecs import DAMAGE

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_CODINGS = 5
"""Maximum number of chained codings; only attacks use more."""

_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_PIECE_BYTES = 1 << 20
_MAX_MEMBERS = 100  # the rest is copied after each of them
_MAGIC = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_ERRORS: tuple[type[Exception], ...] = (*DAMAGE, brotli.error)


class TooLargeError(Exception):
    """The decoded body exceeds the limit: possibly a bomb. ``content`` is its beginning."""

    def __init__(self, content: bytes) -> None:
        super().__init__("the decoded body exceeds the limit")
        self.content = content


@dataclass(frozen=True, slots=True)
class Body:
    """A decoded body."""

    content: bytes
    coded: bool = False
    """Whether any coding was there to be removed."""
    cut: bool = False
    """Whether the coded body is incomplete; the content is what could be decoded."""


def decoded(body: bytes, transfer: str | None, coding: str | None, limit: int, *, truncate: bool = False) -> Body:
    """The body without the codings that the headers ``Transfer-Encoding`` and ``Content-Encoding`` name.

    A coding that the bytes do not have was already removed when they were stored. Raises :class:`TooLargeError` for
    more than ``limit`` decoded bytes, unless ``truncate`` is set, and ValueError for a body that no decoder can read.
    """
    names, transfers = codings(coding), codings(transfer)
    if max(len(names), len(transfers)) > MAX_CODINGS:
        raise ValueError(f"too many codings: {len(names) + len(transfers)}")
    coded = cut = False
    for name in reversed(names + transfers):
        try:
            found = _remove_coding(body, name, limit)
        except TooLargeError as error:
            if not truncate:
                raise
            found = Body(error.content[:limit], cut=True)
        if found is None:
            continue
        body, coded, cut = found.content, True, cut or found.cut
    return Body(body, coded, cut)


@lru_cache(maxsize=256)  # servers send few different ones
def codings(header: str | None) -> tuple[str, ...]:
    """The codings that a field lists, in the order in which they were applied; ``identity`` is none."""
    names = (name.partition(";")[0].strip().lower().removeprefix("x-") for name in (header or "").split(","))
    return tuple([name for name in names if name and name != "identity"])


def _remove_coding(body: bytes, name: str, limit: int) -> Body | None:
    """The body without one coding; None if it does not have that coding."""
    if not body:
        return None
    if name == "chunked":
        return _unchunked(body)
    decoders = _DECODERS.get(name)
    if decoders is None:
        if is_binary(body):
            raise ValueError(f"unknown content coding: {name[:40]}")
        return None
    for decoder in decoders:
        found = decoder(body, limit)
        # Brotli and raw deflate have no magic bytes: a readable body that fails to decode completely was never encoded.
        if found is not None and (not found.cut or body.startswith(_MAGIC) or is_binary(body)):
            return found
    if is_binary(body):
        raise ValueError(f"the body is not {name}, although its header says so")
    return None


def _unchunked(body: bytes) -> Body | None:
    """The body without chunked coding; None if it does not begin with a chunk."""
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK_SIZE.match(body, position):
        size = int(match[1], 16)
        if size == 0:
            return Body(b"".join(parts))
        part = body[match.end() : match.end() + size]
        parts.append(part)
        position = match.end() + size
        if len(part) < size:
            return Body(b"".join(parts), cut=True)
        position += 2 if body[position : position + 2] == b"\r\n" else body[position : position + 1] == b"\n"
    return Body(b"".join(parts), cut=True) if parts else None


def _pieces_of(make: Callable[[], object], body: bytes) -> Iterator[bytes]:
    """The body decoded piece by piece by a zlib-like decoder, including concatenated members."""
    decoder, data, members = make(), body, 1
    while True:
        piece = cast("Callable[[bytes, int], bytes]", decoder.decompress)(data, _PIECE_BYTES)  # type: ignore[attr-defined]
        if piece:
            yield piece
        if decoder.eof:  # type: ignore[attr-defined]
            data = getattr(decoder, "unused_data", b"")
            if not (body.startswith(_MAGIC) and data.startswith(_MAGIC)):
                return
            if members == _MAX_MEMBERS:
                raise EOFError
            decoder, members = make(), members + 1
            continue
        data = getattr(decoder, "unconsumed_tail", b"")
        if not data and len(piece) < _PIECE_BYTES:
            raise EOFError


def _bounded(make: Callable[[], object]) -> Callable[[bytes, int], Body | None]:
    """A decoder that returns what can be decoded, within a limit; None if nothing can."""

    def decode(body: bytes, limit: int) -> Body | None:
        parts: list[bytes] = []
        size = 0
        cut = False
        try:
            for piece in _pieces_of(make, body):
                parts.append(piece)
                size += len(piece)
                if size > limit:
                    raise TooLargeError(b"".join(parts))
        except _ERRORS:
            if not parts:
                return None
            cut = True
        return Body(b"".join(parts), cut=cut)

    return decode


class _Brotli:
    """Brotli decoder with the interface of zlib's; ``output_buffer_limit`` bounds its output."""

    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._decoder.is_finished())

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return cast("bytes", self._decoder.process(data, output_buffer_limit=max_length))


_gzip = _bounded(lambda: isal_zlib.decompressobj(31))
# "deflate" is a zlib stream (RFC 9110, 8.4.1.2); some servers send raw deflate.
_DECODERS: dict[str, tuple[Callable[[bytes, int], Body | None], ...]] = {
    "gzip": (_gzip,),
    "deflate": (_bounded(lambda: zlib.decompressobj(15)), _bounded(lambda: zlib.decompressobj(-15)), _gzip),
    "br": (_bounded(_Brotli),),
    "zstd": (_bounded(zstd.ZstdDecompressor),),
}
