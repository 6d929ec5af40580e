"""Values of the fields of a JSON line or Parquet row: its body, URL and capture time."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from qapipe.page import dates, text
from qapipe.sources.base import ReadOptions
from qapipe.sources.field_names import BODIES, HTML_BODIES, URLS

# A fast path: matches almost every URL, and only URLs that urlsplit accepts.
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,4})?(?:/[!-~]*)?", re.ASCII)

_MAX_SHOWN = 200
_MILLISECONDS_FROM = 100_000_000_000  # as seconds this is the year 5138


def body_fields(options: ReadOptions) -> tuple[str, ...]:
    """Names of body fields, preferred ones first."""
    return (options.body_field,) if options.body_field else BODIES


def url_fields(options: ReadOptions) -> tuple[str, ...]:
    """Names of URL fields, preferred ones first."""
    return (options.url_field,) if options.url_field else URLS


def values_at(row: dict[str, object], names: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """Name and value of each field that is present and not null. Dots are part of a name or separate nested names."""
    for name, path in _present(tuple(row), names):
        value = row.get(name)
        if value is None and path:
            value = _nested(row, path)
        if value is not None:
            yield name, value


@lru_cache(maxsize=256)  # the lines of a dump share their fields
def _present(fields: tuple[str, ...], names: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """The names that a row with these fields can have, each with its path if it has dots."""
    paths = {name: name.split(".") for name in names}
    return [(name, path if path[1:] else []) for name, path in paths.items() if name in fields or path[0] in fields]


def _nested(row: dict[str, object], path: list[str]) -> object:
    value: object = row
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def shortened(names: str) -> str:
    """A list of names for a message, at most 200 characters."""
    return names if len(names) <= _MAX_SHOWN else names[:_MAX_SHOWN] + "..."


def media_type_of(field: str) -> str | None:
    """``text/html`` for the body fields that always hold HTML; None for others."""
    return "text/html" if field.rpartition(".")[2] in HTML_BODIES else None


def url_of(values: Iterable[tuple[str, object]]) -> str | None:
    """The first value that parses as a URL; None if there is none."""
    for _, value in values:
        if isinstance(value, str) and _PLAIN_URL.fullmatch(value):
            return value
        if isinstance(value, str) and (url := text.one_line(value)):
            try:
                urlsplit(url).port  # noqa: B018  raises if the URL is malformed
            except ValueError:
                continue
            return url
    return None


def time_of(values: Iterable[tuple[str, object]]) -> datetime | None:
    """The first value that is a time, in UTC: ISO 8601, HTTP date, or seconds or milliseconds since 1970."""
    for _, value in values:
        try:
            found = _instant(value)
        except (ValueError, OverflowError, OSError):
            continue
        if found:
            return found
    return None


def _instant(value: object) -> datetime | None:
    if isinstance(value, str):
        return dates.instant(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS_FROM else value, UTC)
    return None
