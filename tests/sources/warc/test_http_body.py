"""Bodies of HTTP messages: chunked and content codings removed where present, within limits."""

import gzip
import hashlib
import json
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.sources.warc.http_body import MAX_CODINGS, Body, TooLargeError, decoded
from support.places import SHARED

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FIXTURES = SHARED / "fixtures"
LIMIT = 32 << 20
TEXT = b"<p>Words, words, words.</p>" * 20


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 100, end: bytes = b"0\r\n\r\n") -> bytes:
    parts = [data[n : n + size] for n in range(0, len(data), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + end


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("name", CODINGS)
def test_each_coding_is_removed(name: str) -> None:
    assert decoded(CODINGS[name](TEXT), None, name.upper(), LIMIT).content == TEXT
    assert decoded(TEXT, None, name, LIMIT).content == TEXT  # somebody undid it already


def test_deflate_is_read_with_and_without_its_header() -> None:
    assert decoded(bare_deflate(TEXT), None, "deflate", LIMIT).content == TEXT


@given(st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd"]), max_size=MAX_CODINGS), st.binary(max_size=300))
def test_chained_codings_are_removed_from_the_last(names: list[str], data: bytes) -> None:
    body = data = b"some text " + data.hex().encode()
    for name in names:
        body = CODINGS[name](body)
    assert decoded(body, None, ", ".join(names), LIMIT).content == data
    assert decoded(chunked(body), "chunked", ", ".join(names), LIMIT).content == data


@pytest.mark.parametrize(
    ("body", "content", "cut"),
    [
        (chunked(TEXT), TEXT, False),
        (chunked(TEXT, 7), TEXT, False),
        (chunked(TEXT).replace(b"\r\n", b"\n"), TEXT, False),
        (chunked(TEXT) + b"Trailer: 1\r\n\r\n", TEXT, False),
        (chunked(TEXT, end=b""), TEXT, True),
        (chunked(TEXT)[:130], TEXT[:108], True),
        (TEXT, TEXT, False),
        (b"", b"", False),
        (b"ffffffffffffff\r\nabc", b"abc", True),
        (b"-5\r\nabc", b"-5\r\nabc", False),
    ],
)
def test_chunks_are_joined(body: bytes, content: bytes, cut: bool) -> None:
    found = decoded(body, "chunked", None, LIMIT)
    assert (found.content, found.cut) == (content, cut)


@pytest.mark.parametrize("name", CODINGS)
def test_a_bomb_stops_at_the_limit(name: str) -> None:
    with pytest.raises(TooLargeError):
        decoded(CODINGS[name](b"\0" * (3 << 20)), None, name, 1 << 20)


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
def test_members_after_the_first_are_read_and_garbage_is_not(name: str, pack: Callable[[bytes], bytes]) -> None:
    one, other = b"first half, " * 50, b"second half" * 50
    assert decoded(pack(one) + pack(other), None, name, 10_000) == Body(one + other, coded=True)
    assert decoded(pack(one) + b"\0garbage", None, name, 10_000) == Body(one, coded=True)
    assert decoded(pack(one) + pack(other)[:-9], None, name, 10_000).cut
    many = decoded(pack(b"x" * 9) * 5_000, None, name, 100_000)
    assert many.cut
    assert many.content.strip(b"x") == b""


def test_undecodable_bodies_are_an_error() -> None:
    rubbish = bytes(range(256)) * 4
    for name in ("gzip", "br", "compress", "x-unknown"):
        with pytest.raises(ValueError, match=r"coding|header says"):
            decoded(rubbish, None, name, LIMIT)
    with pytest.raises(ValueError, match="too many codings: 6"):
        decoded(TEXT, None, ", ".join(["gzip"] * (MAX_CODINGS + 1)), LIMIT)


def test_unknown_codings_of_readable_text_are_left_alone() -> None:
    assert decoded(TEXT, "identity", "utf-8, identity", LIMIT).content == TEXT


@pytest.mark.parametrize("name", ["gzip", "zstd", "deflate"])
def test_a_truncated_body_gives_what_is_there(name: str) -> None:
    noise = b"".join(hashlib.sha256(b"%d" % n).hexdigest().encode() for n in range(5_000))
    packed = CODINGS[name](noise)
    found = decoded(packed[: len(packed) // 2], None, name, LIMIT)
    assert found.cut
    assert noise.startswith(found.content)
    assert len(found.content) > 50_000


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "chunked", "gzip, br"]))
def test_any_bytes_give_a_body_or_an_error(body: bytes, name: str) -> None:
    with suppress(ValueError):
        assert isinstance(decoded(body, name, name, LIMIT).content, bytes)


@pytest.mark.skipif(not FIXTURES.exists(), reason="the shared pages are not here")
def test_real_bodies_decode_to_their_known_content() -> None:
    known = json.loads((FIXTURES / "gold" / "_http_bodies.json").read_text())
    checked = 0
    for file, what in known.items():
        for how in what["decodes_as"]:
            coding = how["coding"].removeprefix("zlib-").removeprefix("raw-")
            if coding == "bz2":  # no content coding of HTTP
                continue
            found = decoded((FIXTURES / "http_bodies" / file).read_bytes(), None, coding, LIMIT)
            assert len(found.content) == how["decoded_bytes"], file
            assert hashlib.sha256(found.content).hexdigest()[:16] == how["sha256_16"], file
            assert found.cut == ("EOFError" in what.get("strict_gzip", "")), file
            checked += 1
    assert checked >= 16
