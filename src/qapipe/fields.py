"""One line, one value or None: counts, ratings, dates, bylines, places with specialties. Nothing is guessed."""

import re
from datetime import UTC, datetime

_COUNT = re.compile(r"([+-]?)(\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d{1,15})(?:(?:\.(\d))?([kKmM]))?")
_MULTIPLIER = {"k": 1_000, "m": 1_000_000}
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?::\d{2})?)?)?",
    re.IGNORECASE,
)
_PRINTED_DATES = (
    "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%m/%d/%Y",
    "%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S GMT",
)  # fmt: skip


def count(value: str) -> int | None:
    """A number as pages print counts: ``1,498``, ``+2``, ``-1``, ``2.5k``; None for anything else."""
    match = _COUNT.fullmatch(value.strip())
    if not match:
        return None
    sign, digits, tenths, unit = match.groups()
    number = int(re.sub(r"\D", "", digits))
    if unit:
        factor = _MULTIPLIER[unit.lower()]
        number = number * factor + int(tenths or 0) * factor // 10
    return -number if sign == "-" else number


def instant(value: str) -> datetime | None:
    """A point in time, UTC: ISO 8601 with or without time and offset, seconds since 1970, HTTP dates, printed
    dates with an English month or as month/day/year. Without an offset UTC is meant; relative dates are None.
    """
    value = value.strip()
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC)
    if match := _ISO.match(value):
        return _iso(match)
    for form in _PRINTED_DATES:
        try:
            found = datetime.strptime(value, form)  # noqa: DTZ007  the offset is set below
        except ValueError:
            continue
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _iso(match: re.Match[str]) -> datetime | None:
    date, time, offset = match.groups()
    zone = "+00:00" if not offset or offset.upper() in ("Z", "UTC", "GMT") else offset
    try:
        return datetime.fromisoformat(f"{date}T{(time or '00:00').replace(',', '.')}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
