"""Zip, WACZ and tar: members are read like single files, and hostile archives are harmless."""

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import IO, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import names_in
from generators.archives import packed, page, response
from qapipe.records.plain import MAX_PAGE_BYTES, RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, ReadOptions, Split, containers
from qapipe.sources.reading import read
from support.reading import items, outcomes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Members = list[tuple[str, bytes]]
LINES = b'{"text": "line one"}\n{"text": "line two"}\n'


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["row one", "row two"]}), out)
    return out.getvalue()


def zipped(members: Members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Members) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


FORMS: list[tuple[str, Callable[[Members], bytes]]] = [
    ("a.zip", zipped),
    ("a.tar", tarred),
    ("a.tar.gz", lambda members: gzip.compress(tarred(members))),
    ("a.tgz", lambda members: gzip.compress(tarred(members))),
    ("a.tar.zst", lambda members: zstd.compress(tarred(members))),
    ("a.tar.bz2", lambda members: bz2.compress(tarred(members))),
    ("a.txz", lambda members: lzma.compress(tarred(members))),
    ("noname", zipped),
]
BOTH = FORMS[:2]


@pytest.mark.parametrize(("name", "pack"), FORMS)
def test_members_are_read_like_single_files(tmp_path: Path, name: str, pack: Callable[[Members], bytes]) -> None:
    members = [
        ("pages/1.html", page(1)), ("2.html.gz", gzip.compress(page(2))), ("3.txt.zst", zstd.compress(b"words")),
        ("dump.jsonl", LINES), ("dump.jsonl.gz", gzip.compress(LINES)), ("t.parquet", parquet()),
        ("crawl.warc.gz", packed(response(5), response(6))), ("crawl.warc", response(7)), ("folder/", b""),
        (".hidden", b"x"), ("__MACOSX/1.html", b"x"), ("empty.txt", b""),
    ]  # fmt: skip
    found = items(tmp_path / name, pack([one for one in members if not one[0].endswith("/")]))
    lines = [b"line one", b"line two"]
    assert outcomes(found) == [
        page(1), page(2), b"words", *lines, *lines, b"row one", b"row two", page(5), page(6), page(7), b"",
    ]  # fmt: skip
    assert all(isinstance(one, RawPage) and one.source == name for one in found)
    places = [(one.member or "", one.offset) for one in found if isinstance(one, RawPage)]
    assert places[:5] == [
        ("pages/1.html", None),
        ("2.html.gz", None),
        ("3.txt.zst", None),
        ("dump.jsonl", 0),
        ("dump.jsonl", 1),
    ]
    assert places[9][0].startswith("crawl.warc.gz!/urn:uuid:")
    assert places[10][1] == len(packed(response(5)))
    assert names_in(tmp_path) == [name]


@pytest.mark.parametrize(("name", "pack"), BOTH)
@pytest.mark.parametrize("path", ["../up.html", "/abs.html", "a/../../up.html", "C:/win.html", "..\\up.html"])
def test_paths_that_lead_out_are_refused(
    tmp_path: Path, name: str, pack: Callable[[Members], bytes], path: str
) -> None:
    found = items(tmp_path / name, pack([(path, page(1)), ("ok.html", page(2))]))
    assert outcomes(found) == [Reason.UNREADABLE, page(2)]
    failure = found[0]
    assert isinstance(failure, Failure)
    assert (failure.detail, failure.member) == ("the path of the member leads out of the archive", path)


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"m{kind!r}.html")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
        archive.addfile(tarfile.TarInfo("ok.txt"))
    assert outcomes(items(tmp_path / "a.tar", out.getvalue())) == [Reason.UNREADABLE] * 5 + [b""]
    link = zipfile.ZipInfo("link.html")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed_links:
        packed_links.writestr(link, "/etc/hostname")
    assert outcomes(items(tmp_path / "a.zip", out.getvalue())) == [Reason.UNREADABLE]


@pytest.mark.parametrize(("name", "pack"), BOTH)
@pytest.mark.parametrize("inner", [zipped, tarred, lambda members: gzip.compress(tarred(members))])
def test_an_archive_in_an_archive_is_refused(
    tmp_path: Path, name: str, pack: Callable[[Members], bytes], inner: Callable[[Members], bytes]
) -> None:
    members = [("inner", inner([("1.html", page(1))])), ("ok.html", page(2))]
    assert outcomes(items(tmp_path / name, pack(members))) == [Reason.UNREADABLE, page(2)]


@pytest.mark.parametrize(("name", "pack"), BOTH)
def test_a_bomb_is_read_no_further_than_a_page_may_be(
    tmp_path: Path, name: str, pack: Callable[[Members], bytes]
) -> None:
    zeros = b" " * (MAX_PAGE_BYTES + 5_000_000)
    found = items(tmp_path / name, pack([("bomb.txt.gz", gzip.compress(zeros, 1)), ("ok.html", page(2))]))
    assert [len(one.body) for one in found if isinstance(one, RawPage)] == [MAX_PAGE_BYTES + 1, len(page(2))]


def test_a_member_that_expands_implausibly_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_EXPANDED_BYTES", 500_000)
    monkeypatch.setattr(containers, "MAX_RATIO", 3)
    lines = b'{"text": "a"}\n' * 100_000
    found = outcomes(items(tmp_path / "a.zip", zipped([("bomb.jsonl", lines), ("ok.html", page(2))])))
    assert found[-2:] == [Reason.UNREADABLE, page(2)]
    assert 0 < found.count(b"a") < 100_000


def test_encrypted_and_unsupported_members_lose_only_themselves(tmp_path: Path) -> None:
    data = bytearray(zipped([("secret.html", page(1)), ("ok.html", page(2))]))
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1  # the flag of encryption, in the local header and in the directory
    data[directory + 8] |= 1
    assert outcomes(items(tmp_path / "a.zip", bytes(data))) == [Reason.UNREADABLE, page(2)]
    data = bytearray(zipped([("odd.html", page(1)), ("ok.html", page(2))]))
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 97  # a method that nobody has
    assert outcomes(items(tmp_path / "a.zip", bytes(data))) == [Reason.UNREADABLE, page(2)]


def test_a_damaged_member_loses_only_itself(tmp_path: Path) -> None:
    data = bytearray(zipped([("1.html", page(1) * 50), ("2.html", page(2))]))
    data[60] ^= 0xFF
    assert outcomes(items(tmp_path / "a.zip", bytes(data))) == [Reason.CORRUPT, page(2)]


@pytest.mark.parametrize(("name", "pack"), FORMS[1:5])
def test_a_truncated_tar_keeps_the_members_before(tmp_path: Path, name: str, pack: Callable[[Members], bytes]) -> None:
    data = pack([(f"{n}.html", page(n) * 40) for n in range(20)])
    found = outcomes(items(tmp_path / name, data[: len(data) // 2]))
    pages = [one for one in found if isinstance(one, bytes)]
    assert pages == [page(n) * 40 for n in range(len(pages))]
    assert Reason.CORRUPT in found


def test_a_tar_is_read_after_damage(tmp_path: Path) -> None:
    data = bytearray(tarred([(f"{n}.html", page(n) * 40) for n in range(5)]))
    third = data.index(b"2.html")
    rng = Random("damaged header")
    data[third : third + 512] = rng.randbytes(512)
    found = items(tmp_path / "a.tar", bytes(data))
    assert outcomes(found) == [page(0) * 40, page(1) * 40, Reason.CORRUPT, page(3) * 40, page(4) * 40]
    damage = next(one for one in found if isinstance(one, Failure))
    fourth = data.index(b"3.html")
    assert f"reading resumes at byte {fourth:,}" in damage.detail
    data[fourth:] = rng.randbytes(4_000)
    assert outcomes(items(tmp_path / "a.tar", bytes(data))) == [page(0) * 40, page(1) * 40, Reason.CORRUPT]


def test_the_end_of_a_tar_is_followed_by_padding_or_another_tar(tmp_path: Path) -> None:
    one, other = tarred([("1.html", page(1))]), tarred([("2.html", page(2))])
    assert outcomes(items(tmp_path / "a.tar", one + other)) == [page(1), page(2)]
    assert outcomes(items(tmp_path / "a.tar", one + b"\0" * 5_000)) == [page(1)]
    assert outcomes(items(tmp_path / "a.tar", one + b"no header" * 500)) == [page(1)]


class Pipe(io.RawIOBase):
    """An output that cannot seek, so that zipfile writes sizes and checksums after each member."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += memoryview(data)  # type: ignore[arg-type]
        return len(memoryview(data))  # type: ignore[arg-type]


def zipped_by(members: Members, method: int, *, piped: bool, zip64: bool) -> bytes:
    out = Pipe() if piped else io.BytesIO()
    with zipfile.ZipFile(cast("IO[bytes]", out), "w", method) as archive:
        for name, data in members:
            with archive.open(name, "w", force_zip64=zip64) as member:
                member.write(data)
    return bytes(out.data) if isinstance(out, Pipe) else out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("piped", [False, True])
@pytest.mark.parametrize("zip64", [False, True])
def test_a_zip_without_its_directory_keeps_its_members(tmp_path: Path, method: int, piped: bool, zip64: bool) -> None:
    pages = [(f"p/é{n}.html", page(n) * (1 + 7 * n)) for n in range(12)]
    data = zipped_by(pages, method, piped=piped, zip64=zip64)
    directory = data.index(b"PK\x01\x02")
    whole = items(tmp_path / "a.zip", data)
    for damaged in (
        data[:directory],
        data[: directory + 30],
        data[:-3],
        data[: directory + 20] + b"x" * 9 + data[-22:],
    ):
        damage, *kept = items(tmp_path / "a.zip", damaged)
        assert isinstance(damage, Failure)
        assert damage.reason is Reason.CORRUPT
        assert "12 found by their local headers" in damage.detail
        assert kept == whole


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("piped", [False, True])
def test_a_truncated_zip_keeps_the_members_before(tmp_path: Path, method: int, piped: bool) -> None:
    pages = [(f"{n}.html", page(n) * 50) for n in range(8)]
    data = zipped_by(pages, method, piped=piped, zip64=False)
    sixth = data.index(b"5.html")
    for cut in range(sixth + 7, sixth + 40):
        assert outcomes(items(tmp_path / "a.zip", data[:cut])) == [
            Reason.CORRUPT, *(data for _, data in pages[:5]), Reason.CORRUPT,
        ]  # fmt: skip


def test_a_zip_without_directory_is_read_after_a_lost_header(tmp_path: Path) -> None:
    pages = [(f"{n}.html", page(n) * 50) for n in range(4)]
    data = bytearray(zipped(pages)[:-30])
    second = data.index(b"1.html") - 30
    data[second : second + 4] = b"lost"
    assert outcomes(items(tmp_path / "a.zip", bytes(data))) == [
        Reason.CORRUPT, pages[0][1], pages[2][1], pages[3][1],
    ]  # fmt: skip


def test_a_zip_without_directory_is_read_in_ranges(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    whole = items(path, zipped([(f"{n}.html", page(n)) for n in range(10)])[:-30])
    splits = [Split(str(path), "a.zip", 1, start, end) for start, end in [(0, 3), (3, 4), (4, None)]]
    assert [one for split in splits for one in read(split, ReadOptions())] == whole
    assert len(whole) == 11


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x03\x04" + bytes(26), b"PK\x03\x04" * 5_000, b"PK\x05\x06" + b"\xff" * 18]
)
def test_a_file_that_only_begins_like_a_zip_is_one_row(tmp_path: Path, data: bytes) -> None:
    assert outcomes(items(tmp_path / "a.zip", data))[0] is Reason.CORRUPT


def test_empty_archives_hold_nothing(tmp_path: Path) -> None:
    for name, pack in FORMS:
        assert items(tmp_path / name, pack([])) == []


def test_only_the_warcs_of_a_wacz_are_read(tmp_path: Path) -> None:
    members = [
        ("datapackage.json", b"{}"), ("pages/pages.jsonl", b'{"url": "https://x.example/", "text": "no page"}\n'),
        ("archive/data-0.warc.gz", packed(response(1), response(2))), ("indexes/index.cdx.gz", gzip.compress(b"x")),
    ]  # fmt: skip
    other = "other file of a WACZ"
    assert outcomes(items(tmp_path / "a.wacz", zipped(members))) == [other, other, page(1), page(2), other]


def test_a_zip_is_read_in_ranges(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    whole = items(path, zipped([(f"{n}.html", page(n)) for n in range(10)]))
    bounds = [(0, 3), (3, 4), (4, None)]
    splits = [Split(str(path), "a.zip", 1, start, end) for start, end in bounds]
    assert [one for split in splits for one in read(split, ReadOptions())] == whole
