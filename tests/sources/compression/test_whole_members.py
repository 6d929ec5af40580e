"""Members that are decompressed in one call: what comes out is what reading them by pieces gives."""

import gzip
import io
import random
import sys
from collections.abc import Iterator

import pytest

from qapipe.sources.compression.codecs import Codec
from qapipe.sources.compression.members import Damage, members
from qapipe.sources.compression.scanning import MemberScanner

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEADER = 8  # bytes of a damaged member that are compared; how many more can be read depends on what is in memory
MAGIC = {Codec.GZIP: b"\x1f\x8b\x08", Codec.ZSTD: b"\x28\xb5\x2f\xfd"}


def member(content: bytes, codec: Codec, *, stored: bool = False) -> bytes:
    if codec is Codec.GZIP:
        return gzip.compress(content, 0 if stored else 6, mtime=0)
    return zstd.compress(content, level=3)


def contents(rng: random.Random) -> Iterator[bytes]:
    """Texts of many sizes, and some that hold the magic bytes of members; one is too large for a single call."""
    for number in range(14):
        text = b"WARC/" + b"%d " % number + rng.randbytes(rng.choice((0, 9, 300, 9_000)))
        yield text + rng.choice((b"", *MAGIC.values())) * rng.randrange(3) + b"." * rng.randrange(70_000)
    yield b"WARC/large" + rng.randbytes(400_000)


def archive(codec: Codec, seed: int) -> bytes:
    """Members, some of them stored as they are, with padding and rubbish between them here and there, and damage."""
    rng = random.Random(seed)
    parts = []
    for content in contents(rng):
        parts.append(member(content, codec, stored=rng.random() < 0.3))
        parts.append(rng.choice((b"", b"", b"", b"", bytes(40), b"rubbish", MAGIC[codec] + b"rubbish")))
    data = bytearray(b"".join(parts))
    for _ in range(seed % 3):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data[: len(data) - (rng.randrange(900) if seed % 4 == 3 else 0)])


def read(data: bytes, codec: Codec) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for one in members(io.BytesIO(data), codec, lambda start: start.startswith(b"WARC/"), 0, None):
        if isinstance(one, Damage):
            found.append((one.offset, one.detail, one.head[:HEADER]))
        else:
            found.append((one.offset, one.whole is not None, b"".join(one.pieces)))
    return found


@pytest.mark.parametrize("codec", [Codec.GZIP, Codec.ZSTD])
@pytest.mark.parametrize("seed", range(24))
def test_the_same_comes_out_as_by_pieces(codec: Codec, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive(codec, seed)
    found = read(data, codec)
    monkeypatch.setattr(MemberScanner, "whole", lambda _scanner, _most: None)
    assert found == read(data, codec)
    assert len(found) > 10


@pytest.mark.parametrize("codec", [Codec.GZIP, Codec.ZSTD])
def test_a_member_takes_one_call_of_the_decoder(codec: Codec, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    pages = [b"WARC/ %d " % n + rng.randbytes(30) * 100 + rng.randbytes(rng.randrange(60_000)) for n in range(30)]
    made = []
    decoder = MemberScanner.decoder

    def counted(scanner: MemberScanner) -> object:
        made.append(scanner.window.at)
        return decoder(scanner)

    monkeypatch.setattr(MemberScanner, "decoder", counted)
    monkeypatch.setattr(MemberScanner, "pieces", None)  # which would be a second call
    found = read(b"".join(member(page, codec) for page in pages), codec)
    assert [content for _, _, content in found] == pages
    assert len(made) == len(pages)
