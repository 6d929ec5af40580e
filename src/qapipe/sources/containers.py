"""Files inside zip (including WACZ) and tar archives. Members are streamed and never extracted to disk."""

import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, Self, cast

from qapipe.records.reasons import Reason
from qapipe.sources.base import Failure, Item, Kind, Skipped, Split
from qapipe.sources.compression.codecs import BUFFER_BYTES, READ_ERRORS
from qapipe.sources.detection import SourceFile, error_message, failure_reason
from qapipe.sources.zip_recovery import RecoveredZip

MAX_RATIO = 1_032
"""Largest expansion of a deflate stream (zlib, "Technical Details"). A member that expands more is a bomb"""
MAX_EXPANDED_BYTES = 1 << 30
"""if it also expands to more bytes than this."""
MAX_IN_MEMORY_BYTES = 256 << 20
"""Largest Parquet member: Parquet is read from its end, so the member is held in memory."""

_ARCHIVES = (Kind.ZIP, Kind.TAR)
_WACZ_PAGES = re.compile(r"archive/[^/]+\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
_NOT_IN_WACZ = Skipped("other file of a WACZ")

ReadMember = Callable[[Split, SourceFile], Iterator[Item]]
"""Yields the pages of a member."""
_ERRORS: tuple[type[Exception], ...] = (
    *READ_ERRORS,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,  # a zip member with an unsupported compression method
    RuntimeError,
    ValueError,
)


def read_zip(split: Split, file: SourceFile, read: ReadMember) -> Iterator[Item]:
    """Pages of the members of a zip archive, in directory order, or in file order if the directory is unreadable."""
    archive, damage = _zip_archive(file)
    members = archive.infolist()
    if damage and not split.start:
        yield Failure(Reason.CORRUPT, _directory_damage(damage, len(members)), split.source)
    wacz = is_wacz(members)
    for member in members[split.start : split.end]:
        name = member.filename
        if member.is_dir():
            continue
        own = _named(split, name)
        kind = stat.S_IFMT(member.external_attr >> 16)
        if wrong := _refused(name, regular=kind in (0, stat.S_IFREG)):
            yield _failure(own, Reason.UNREADABLE, wrong)
            continue
        if _hidden(name):
            continue
        if wacz and not _WACZ_PAGES.fullmatch(name):
            yield _NOT_IN_WACZ
            continue
        if member.flag_bits & 1:
            yield _failure(own, Reason.UNREADABLE, "the member is encrypted")
            continue
        yield from _read_member(own, lambda: cast("BinaryIO", archive.open(member)), member.compress_size, read)  # noqa: B023  called before the next member


def zip_sizes(file: SourceFile) -> list[int]:
    """Compressed size of each member of a zip archive, in bytes; empty if the archive cannot be read."""
    return [member.compress_size for member in _zip_archive(file)[0].infolist()]


def _zip_archive(file: SourceFile) -> tuple[zipfile.ZipFile | RecoveredZip, str | None]:
    """The archive, and what is wrong with its directory, or None."""
    try:
        return zipfile.ZipFile(file.raw), None
    except _ERRORS as error:
        return RecoveredZip(file.raw), error_message(error)


def _directory_damage(damage: str, members: int) -> str:
    kept = f"{members:,} found by their local headers" if members else "no member has a valid local header"
    return f"the central directory of the archive cannot be read ({damage}); {kept}"


def is_wacz(members: list[zipfile.ZipInfo]) -> bool:
    """Whether a zip archive is a WACZ (Webrecorder, "Web Archive Collection Zipped"), whose pages are in its WARCs."""
    names = {member.filename for member in members}
    return "datapackage.json" in names and any(_WACZ_PAGES.fullmatch(name) for name in names)


def read_tar(split: Split, file: SourceFile, read: ReadMember) -> Iterator[Item]:
    """Pages of the members of a tar archive, in order; after damage reading resumes at the next header."""
    offset = 0

    class Header(_Header):
        """Header class of this archive, which collects the flags below."""

    try:
        with tarfile.open(fileobj=file.content, mode="r|", tarinfo=Header, ignore_zeros=True) as archive:
            while member := archive.next():
                archive.members.clear()  # type: ignore[attr-defined]  # tarfile keeps them all
                if Header.damaged:
                    yield _gap(split, offset, f"reading resumes at byte {member.offset:,}")
                    Header.damaged = False
                offset = member.offset
                if member.isdir():
                    continue
                own = _named(split, member.name)
                if wrong := _refused(member.name, regular=member.isreg()):
                    yield _failure(own, Reason.UNREADABLE, wrong, offset)
                    continue
                if _hidden(member.name):
                    continue
                yield from _read_member(own, lambda: _content(archive, member), member.size, read)
    except _ERRORS as error:
        detail = f"the archive is truncated or damaged after byte {offset:,}: {error_message(error)}"
        yield Failure(archive_failure_reason(error), detail, split.source, offset=offset)
    else:
        if Header.damaged:
            yield _gap(split, offset, "the rest of the file was skipped")


class _Header(tarfile.TarInfo):
    """A tar header that records invalid blocks on its class; :mod:`tarfile` skips them silently."""

    ended = False
    """Whether the end-of-archive marker was seen: what follows is padding or another archive."""
    damaged = False
    """Whether a block was invalid before that."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Parse a header block. Raises what :mod:`tarfile` expects."""
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            cls.ended = cls.ended or not any(buf)
            cls.damaged = cls.damaged or not cls.ended
            raise


def _gap(split: Split, offset: int, resumed: str) -> Failure:
    detail = f"no valid header after the member at byte {offset:,}; {resumed}"
    return Failure(Reason.CORRUPT, detail, split.source, offset=offset)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    file = archive.extractfile(member)
    if file is None:
        raise tarfile.TarError("no content")
    return cast("BinaryIO", file)


def _read_member(split: Split, start: Callable[[], BinaryIO], size: int, read: ReadMember) -> Iterator[Item]:
    """The pages of one member; an error affects only this member."""
    try:
        with start() as content:
            bounded = io.BufferedReader(_BoundedMember(content, size), BUFFER_BYTES)
            file = SourceFile(cast("BinaryIO", bounded), split.member or "")
            if file.kind in _ARCHIVES:
                yield _failure(
                    split, Reason.UNREADABLE, f"a {file.kind} archive inside another archive; unpack the outer one"
                )
                return
            if file.kind is Kind.PARQUET:
                file = SourceFile(_in_memory(file.content), file.name)
            yield from read(split, file)
    except _ERRORS as error:
        yield _failure(split, archive_failure_reason(error), error_message(error))


def _in_memory(content: BinaryIO) -> BinaryIO:
    held = content.read(MAX_IN_MEMORY_BYTES + 1)
    if len(held) > MAX_IN_MEMORY_BYTES:
        raise OSError(f"a Parquet file of more than {MAX_IN_MEMORY_BYTES:,} bytes in an archive; unpack it")
    return cast("BinaryIO", io.BufferedReader(io.BytesIO(held)))


class _BoundedMember(io.RawIOBase):
    """A member's bytes; raises OSError once they exceed any plausible expansion."""

    def __init__(self, content: BinaryIO, size: int) -> None:
        self._content = content
        self._limit = max(MAX_EXPANDED_BYTES, size * MAX_RATIO)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._content.read(len(view))
        self._read += len(data)
        if self._read > self._limit:
            raise OSError(f"the member expands to more than {self._limit:,} bytes")
        view[: len(data)] = data
        return len(data)


def archive_failure_reason(error: Exception) -> Reason:
    """Ledger reason for an error while reading a member."""
    damaged = (zipfile.BadZipFile, tarfile.TarError, zlib.error, ValueError)
    return Reason.CORRUPT if isinstance(error, damaged) else failure_reason(error)


def _named(split: Split, name: str) -> Split:
    printable = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return replace(split, member=printable, start=0, end=None)


def _hidden(name: str) -> bool:
    """Whether a member is a dotfile, or metadata that macOS archivers add."""
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts)


def _refused(name: str, *, regular: bool) -> str | None:
    """Why a member is refused, or None. Nothing here follows links or paths, but such a member signals an attack."""
    if not regular:
        return "not a regular file but a link, a device or the like"
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        return "the path of the member leads out of the archive"
    return None


def _failure(split: Split, reason: Reason, detail: str, offset: int | None = None) -> Failure:
    return Failure(reason, detail, split.source, split.member, offset)
