"""Option values of ``qapipe fetch``, checked and converted."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from qapipe.errors import UsageError
from qapipe.fetch.archives.choices import OnePer

if TYPE_CHECKING:
    from qapipe.fetch.discovery.url_lists import BadLine
    from qapipe.fetch.options import ArchiveOptions

_AGE = re.compile(r"(\d{1,6})\s*([smhdw]?)")
_UNIT_SECONDS = {"": 86_400, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


class Archive(StrEnum):
    """The supported web archives."""

    COMMON_CRAWL = "commoncrawl"
    WAYBACK = "wayback"


@dataclass(frozen=True, slots=True)
class ArchiveLocation:
    """Where captures and their records are read from; None: the archive's own servers."""

    crawl: str
    """Common Crawl: the crawl's id, ``latest`` or ``all``."""
    columnar_index: str | None
    index: str | None
    data: str | None


def page_url(url: str) -> str:
    """The URL, normalised. Raises UsageError if it cannot be fetched."""
    from qapipe.fetch.web.exchange import FetchError
    from qapipe.fetch.web.urls import normalised

    try:
        return normalised(url)
    except FetchError as error:
        raise UsageError(f"{error}; write it as https://www.example.org/page") from error


def user_agent(text: str) -> str:
    """The value of the User-Agent header. Raises UsageError if it is empty, not ASCII or not printable."""
    if not text.strip() or not text.isascii() or not text.isprintable():
        raise UsageError("--user-agent must be one line of ASCII text, such as 'name/1.0 (+mailto:you@example.org)'")
    return text.strip()


def date(text: str | None) -> datetime | None:
    """The value of ``--since`` in UTC."""
    from qapipe.page.dates import instant

    if text is None:
        return None
    found = instant(text)
    if found is None:
        raise UsageError(f"--since must be a date such as 2024-05-06, not {text!r}")
    return found.astimezone(UTC)


def age(text: str | None) -> float | None:
    """The value of ``--refresh`` in seconds."""
    if text is None:
        return None
    match = _AGE.fullmatch(text.strip().lower())
    if not match:
        raise UsageError(f"--refresh must be an age such as 30d, 12h or 90m, not {text!r}")
    return float(int(match[1]) * _UNIT_SECONDS[match[2]])


def archive_options(
    archive: Archive | None,
    match: tuple[str, ...],
    dates: tuple[str | None, str | None],
    one_per: OnePer,
    location: ArchiveLocation,
) -> "ArchiveOptions | None":
    """What to take from a web archive; None without ``--archive``."""
    from qapipe.fetch.archives.selection import CaptureFilter, date_from, date_to
    from qapipe.fetch.options import ArchiveOptions

    first, last = dates
    if archive is None:
        if first or last or location.columnar_index or location.index or location.data:
            raise UsageError(
                "--from-date, --to-date, --index, --archive-index and --archive-data need --archive; "
                "add --archive commoncrawl or --archive wayback"
            )
        return None
    wanted = CaptureFilter(match, date_from(first) if first else None, date_to(last) if last else None, one_per)
    return ArchiveOptions(archive.value, wanted, location.crawl, location.columnar_index, location.index, location.data)


@contextmanager
def url_list(name: str | None) -> Iterator[BinaryIO | None]:
    """The file of URLs, open; standard input for ``-``, None without a name."""
    if name is None or name == "-":
        yield None if name is None else sys.stdin.buffer
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115  closed below
    except FileNotFoundError as error:
        raise UsageError(f"cannot read URL list {name}: no such file") from error
    with stream:
        yield stream


def valid_urls(stream: BinaryIO, bad: "list[BadLine]") -> Iterator[str]:
    """The URLs in a list; lines without a URL are appended to ``bad``."""
    from qapipe.fetch.discovery.url_lists import BadLine, read_urls

    for line in read_urls(stream):
        if isinstance(line, BadLine):
            bad.append(line)
        else:
            yield line
