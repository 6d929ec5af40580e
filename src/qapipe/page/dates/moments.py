"""Dates and ages inside short texts, as pages print them for people.

"answered Mar 3 '19 at 10:32", "6. Januar 2020, 10:00 Uhr", "2020年1月6日", "06.01.2020", "vor 3 Tagen", "3y". The
numbers come from the text alone; only ages and dates without a year are completed, and only from a capture time.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from qapipe.page.dates import ages, clocks
from qapipe.page.dates.instants import instant
from qapipe.page.dates.names import month_of

DAY, SHORT, AGE = "day", "short", "age"
"""Precision: a day with its year, a day or a month without the other, or an age."""

_WORD = r"[^\W\d_]{3,12}"
_YEAR = r"(?:19[6-9]|20[0-4])\d"
_SHORT_YEAR = rf"(?:{_YEAR}|['’]\d\d)"
_OF = r"(?: de| del|,|-)?"
_TH = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_FULL = re.compile(
    rf"(?<![\d.])(?P<y1>{_YEAR})(?P<s1>[-/.]|\. )(?P<n1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?!\d)"
    rf"|(?P<y2>{_YEAR}) ?[年년] ?(?P<n2>\d\d?) ?[月월] ?(?P<d2>\d\d?)[日일]?"
    rf"|(?<![\d.,/-])(?P<a3>\d\d?)(?P<s3>[./-]) ?(?P<b3>\d\d?)(?P=s3) ?(?P<y3>{_YEAR}|\d\d)(?![\d/-]|\.\d)"
    rf"|\b(?P<m4>{_WORD})\.?,?[ -]+(?P<d4>\d\d?){_TH}{_OF}[ -]+(?P<y4>{_SHORT_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<d5>\d\d?){_TH}[ -]*(?:de |of )?(?P<m5>{_WORD})\.?{_OF}[ -]*(?P<y5>{_SHORT_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<y6>{_YEAR})\.?,?[ -]+(?P<m6>{_WORD})\.?[ -]+(?P<d6>\d\d?)(?!\d)"
    rf"|\b(?P<m7>{_WORD})\.? +(?P<d7>\d\d?),? (?P<t7>\d\d?:\d\d(?::\d\d)?)(?: [A-Z]{{3,4}})? (?P<y7>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<d8>\d\d?) tháng (?P<n8>\d\d?),? (?:năm )?(?P<y8>{_YEAR})(?!\d)"
)
_YEAR_HINT = re.compile(rf"{_YEAR}|['’]\d\d|\d[./-] ?\d\d?[./-] ?\d\d")
_NUMBER = re.compile(r"(?<![\w.:/'’-])\d{1,4}(?!\d|[:/-]\d)|['’]\d\d(?!\d)")
_WORD_BEFORE = re.compile(rf"\b({_WORD})\.?,?(?: de)? $")
_WORD_BEHIND = re.compile(rf"(?:st|nd|rd|th|\.)?(?: de| of)? ({_WORD})\b|月 ?(\d\d?)日")
WIDE_DIGITS = {start + digit: str(digit) for start in (0xFF10, 0x0660, 0x06F0) for digit in range(10)}
"""Full-width, Arabic-Indic and Persian digits, for :meth:`str.translate`."""
_DIGIT = re.compile(r"\d")
_LONGEST = 110
_LONGEST_WORD = 20
_LEAP_YEAR = 2000
_FIRST_OF_1900S = 70  # two-digit years from here on are of the twentieth century
_MONTH_FIRST = frozenset({"", "en", "en-us", "en_us", "en-ca", "en_ca", "en-ph"})


class Moment(NamedTuple):
    """A date or an age found in a text."""

    precision: str
    start: int
    end: int
    when: datetime | None = None
    """The date in UTC, month first where the order is open; None for ages and partial dates."""
    other: datetime | None = None
    """The date read day first, where both orders are possible."""
    month: int = 0
    day: int = 0
    """Month and day of a partial date, 0 where it has none."""
    clock: timedelta = timedelta()
    """Time of day of a partial date or of an age in days."""
    age: ages.Age | None = None
    order: bool | None = None
    """Of a numeric date that can be read in one order only: whether the day comes first."""

    def at(self, captured: datetime | None, *, day_first: bool = False) -> datetime | None:
        """The timestamp; ages and dates without a year need the time at which the page was captured."""
        if self.when is not None:
            return self.other if day_first and self.other is not None else self.when
        if captured is None:
            return None
        if self.age is not None:
            return ages.before(captured, self.age, self.clock)
        return _latest(captured, self.month, self.day, self.clock) if self.day else None


def find(text: str) -> Moment | None:
    """The first full date in a text, else the first age, else the first partial date; None without any."""
    if not text.isascii():
        text = text.translate(WIDE_DIGITS)
    digits = _DIGIT.search(text) is not None
    full = _first_full(text) if digits and _YEAR_HINT.search(text) else None
    return full or _age(text) or (_first_partial(text) if digits else None)


def on_page(value: str, captured: datetime | None = None, *, day_first: bool = False) -> datetime | None:
    """The timestamp that a value of a page stands for, UTC; None if it is none or needs an unknown capture time.

    ``day_first`` settles 03/04/2020. Texts of more than 110 characters are prose, not dates.
    """
    value = value.strip()
    if not (day_first and "/" in value) and (found := instant(value)):
        return found
    moment = find(value) if len(value) <= _LONGEST else None
    return moment.at(captured, day_first=day_first) if moment else instant(value)


def day_first(moments: Iterable[Moment], language: str | None) -> bool:
    """Whether 03/04/2020 on a page is the third of April: by its other dates, else by the page's language."""
    orders = [moment.order for moment in moments if moment.order is not None]
    if orders:
        return 2 * sum(orders) > len(orders)
    return language is not None and language.strip().lower() not in _MONTH_FIRST


def _first_full(text: str) -> Moment | None:
    position = 0
    while match := _FULL.search(text, position):
        if found := _full(match, text):
            return found
        position = match.start() + 1
    return None


def _full(match: re.Match[str], text: str) -> Moment | None:
    get = match.groupdict().get
    form = next(number for number in range(1, 9) if get(f"y{number}"))
    year = _year(get(f"y{form}") or "")
    clock, end = clocks.after(text, match.end())
    start = match.start()
    if form == 7:  # the time stands before the year
        clock, _ = clocks.after(text, match.start("t7"))
    elif end == match.end():
        clock, start = clocks.before(text, start)
    if get("a3"):
        return _numeric(match, year, clock, (start, end))
    month = int(get(f"n{form}") or 0) or month_of(get(f"m{form}") or "")
    when = _instant(year, month or 0, int(get(f"d{form}") or 0), clock)
    return Moment(DAY, start, end, when) if when else None


def _numeric(match: re.Match[str], year: int, clock: timedelta, span: tuple[int, int]) -> Moment | None:
    """A date of three numbers, the year last: with points the day comes first, else the order may be open."""
    first, second, dotted = int(match["a3"]), int(match["b3"]), match["s3"] == "."
    if dotted and len(match["y3"]) == 2 and not len(match["a3"]) == len(match["b3"]) == 2:  # a version: 1.2.19
        return None
    month_first = None if dotted else _instant(year, first, second, clock)
    day_first = _instant(year, second, first, clock)
    when = month_first or day_first
    if when is None:
        return None
    if month_first and day_first:
        return Moment(DAY, *span, month_first, None if first == second else day_first)
    return Moment(DAY, *span, when, order=None if dotted else month_first is None)


def _first_partial(text: str) -> Moment | None:
    """The first number with a month beside it."""
    for match in _NUMBER.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
        if before and (month := month_of(before[1])):
            return _partial(text, month, match[0], (before.start(), match.end()))
        behind = _WORD_BEHIND.match(text, match.end())
        if behind and behind[2]:
            return _partial(text, int(match[0]), behind[2], (match.start(), behind.end()))
        if behind and (month := month_of(behind[1])):
            return _partial(text, month, match[0], (match.start(), behind.end()))
    return None


def _partial(text: str, month: int, number: str, span: tuple[int, int]) -> Moment | None:
    if len(number) > 2:  # a month and its year
        return Moment(SHORT, *span)
    if _instant(_LEAP_YEAR, month, int(number), timedelta()) is None:
        return None
    clock, end = clocks.after(text, span[1])
    return Moment(SHORT, span[0], end, month=month, day=int(number), clock=clock)


def _age(text: str) -> Moment | None:
    found = ages.find(text)
    if found is None:
        return None
    clock, end = clocks.after(text, found.end) if found.age.unit == "day" else (timedelta(), found.end)
    return Moment(AGE, found.start, end, clock=clock, age=found.age)


def _year(printed: str) -> int:
    digits = printed.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _FIRST_OF_1900S else 2000)


def _latest(captured: datetime, month: int, day: int, clock: timedelta) -> datetime | None:
    """The latest such day before the capture."""
    for year in (captured.year, captured.year - 1):
        if (found := _instant(year, month, day, clock)) and found <= captured + timedelta(days=1):
            return found
    return None


def _instant(year: int, month: int, day: int, clock: timedelta) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC) + clock
    except (ValueError, OverflowError):
        return None
