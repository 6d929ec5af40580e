"""Time of day and zone beside a printed date: "10:32", "at 5:07 pm", "下午3:20", "10:00:00 GMT+0100"."""

import re
from datetime import timedelta

_CLOCK = (
    r"(?P<before>上午|下午|午前|午後|오전|오후|[AP]M(?= ))? ?"
    r"(?:(?P<hour>\d\d?)(?:[:h時时시] ?|\.(?=\d\d\b))(?P<minute>\d\d)?[分분]?(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?秒?"
    r"\s*(?P<half>[ap]\.? ?m\b\.?)?|(?P<whole>\d\d?) ?(?P<side>[ap]\.?m\b\.?))"
)
_AFTER = re.compile(
    r"(?: ?\([^()\d]{1,4}\)| г\.|\.(?= ))?[,;·|•]?\s*"
    r"(?:at|um|à|a las|a la|às|ás|в|о|у|kl\.?|klo|alle(?: ore)?|om|la|ob|o|u|ve?|lúc|pukul|στις|ساعت|الساعة|בשעה"
    r"|[-–—@T]|,)?\s*" + _CLOCK,
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<!\d){_CLOCK}(?:\s*(?:uhr|hrs?|h))?\s*(?:[,;·|•@–-]|on|am)?\s*(?:[^\W\d_]{{2,12}},? )?$", re.IGNORECASE
)
_ZONE = re.compile(
    r"\s*\(?(?:(?P<name>Z|UTC|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|MSK|JST)\b)?"
    r"(?:(?P<sign>[+−-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?!\d))?"
)
# Hours east of Greenwich: RFC 5322 (4.3) for the American names; CST there, not in China.
_OFFSETS = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2,
    "MSK": 3, "JST": 9,
}  # fmt: skip
_AFTERNOON = frozenset({"下午", "午後", "오후"})
_HALF_DAY, _HOURS, _MINUTES = 12, 24, 60
_LONGEST_BEFORE = 40


def after(text: str, start: int) -> tuple[timedelta, int]:
    """The time of day at ``start`` (in UTC if a zone follows), and where it ends; zero and ``start`` without one."""
    match = _AFTER.match(text, start)
    if not match or (found := _clock(match)) is None:
        return timedelta(), start
    offset, end = zone_at(text, match.end())
    return found - offset, end


def zone_at(text: str, start: int) -> tuple[timedelta, int]:
    """How far east of Greenwich the zone at ``start`` is, and where it ends; zero and ``start`` without one."""
    zone: re.Match[str] = _ZONE.match(text, start)  # type: ignore[assignment]  # it also matches the empty string
    return (_offset(zone), zone.end()) if zone["name"] or zone["sign"] else (timedelta(), start)


def before(text: str, end: int) -> tuple[timedelta, int]:
    """The time of day that stands right before ``end``, and where it begins; zero and ``end`` without one."""
    first = max(0, end - _LONGEST_BEFORE)
    match = _BEFORE.search(text, first, end) if ":" in text[first:end] else None
    if not match or (found := _clock(match)) is None:
        return timedelta(), end
    return found, match.start()


def _clock(match: re.Match[str]) -> timedelta | None:
    hour = int(match["hour"] or match["whole"])
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    half = (match["half"] or match["side"] or match["before"] or "").lower()
    if half and 0 < hour <= _HALF_DAY:
        hour = hour % _HALF_DAY + _HALF_DAY * (half[0] == "p" or half in _AFTERNOON)
    if hour >= _HOURS or minute >= _MINUTES or second >= _MINUTES:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _offset(zone: re.Match[str]) -> timedelta:
    if not zone["sign"]:
        return timedelta(hours=_OFFSETS.get(zone["name"], 0))
    offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
    return offset if zone["sign"] == "+" else -offset
