"""Timestamps with one reading: ISO 8601, Unix time, HTTP dates, and printed dates with an English month."""

import re
from datetime import UTC, datetime, timedelta

_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?::\d{2})?)?)?",
    re.IGNORECASE,
)
_BASIC = re.compile(r"(\d{8})T(\d{6})(Z|[+-]\d{2}:?\d{2})?", re.ASCII)  # ISO 8601 without marks
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)  # the times of dumps
# "March 3, 2019", "3 Mar 2019", "Tue, 05 Mar 2019 10:00:00 GMT"; and month/day/year
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PRINTED = re.compile(
    rf"(?:[A-Za-z]{{3,9}},? )?(?:(?P<month>[A-Za-z]{{3,9}})\.? {_DAY}|{_DAY.replace('day', 'first_day')} "
    r"(?P<later_month>[A-Za-z]{3,9})\.?),? (?P<year>\d{4})"
    r"(?:,? (?:at )?(?P<time>\d{2}:\d{2}(?::\d{2})?)(?: (?P<zone>GMT|UTC|Z|[+-]\d{2}:?\d{2}))?)?"
)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH_NAMES = "january february march april may june july august september october november december".split()
_MONTHS = {short: number for number, name in enumerate(_MONTH_NAMES, 1) for short in (name, name[:3])} | {"sept": 9}
_LONGEST_DATE = 50


def instant(value: str) -> datetime | None:
    """The timestamp in UTC; None for anything else, relative dates included.

    Accepts ISO 8601 with or without time and offset, Unix seconds or milliseconds, HTTP dates, and printed dates with
    an English month name or as month/day/year. Without an offset UTC is assumed.
    """
    if _USUAL.fullmatch(value):
        return _instant(value[:10], value[11:19])
    value = value.strip()
    if len(value) > _LONGEST_DATE:
        return None
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC) + timedelta(milliseconds=int(value[10:] or 0))
    if match := _ISO.fullmatch(value):
        return _instant(*match.groups())
    if match := _BASIC.fullmatch(value):
        return _instant(*match.groups())
    if match := _AMERICAN.fullmatch(value):
        return _instant(f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}")
    if match := _PRINTED.fullmatch(value):
        month = _MONTHS.get((match["month"] or match["later_month"]).lower(), 0)
        day = int(match["day"] or match["first_day"])
        return _instant(f"{match['year']}-{month:02}-{day:02}", match["time"], match["zone"])
    return None


def _instant(date: str, time: str | None = None, offset: str | None = None) -> datetime | None:
    zone = "+00:00" if not offset or offset.upper() in ("Z", "UTC", "GMT") else offset
    try:
        return datetime.fromisoformat(f"{date}T{(time or '00:00').replace(',', '.')}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
