"""Dates and ages inside short texts, in the languages that most forums are written in.

``find`` tells where a date stands in a text and what it says; ``day_first`` settles what 03/04/2015 means on a page.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from qapipe.page import dates
from qapipe.page.dates import ages, clocks
from qapipe.page.dates.moments import WIDE_DIGITS
from qapipe.page.dates.names import DAY_WORDS

_MONTHS = {
    1: "jan ene gen янв sty oca", 2: "feb fév fev févr фев lut şub", 3: "mar mär mrz mrt maa мар",
    4: "apr abr avr апр kwi nis", 5: "may mai mag maj mei мая май may", 6: "jun juin giu июн cze haz",
    7: "jul juil lug июл lip tem", 8: "aug aoû aou ago авг sie ağu", 9: "sep set сен wrz eyl",
    10: "oct okt out ott окт paź eki", 11: "nov ноя lis kas", 12: "dec dez déc dic des дек gru ara",
}  # fmt: skip
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_NAME = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_YEAR = r"(?P<y{0}>(?:19[7-9]|20[0-4])\d|['’]\d\d)"
_CLOCK = r"(?P<hour>\d{1,2})[:h.](?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\.\d+)?\s*(?P<half>[ap]\.?m\b\.?)?"
_WORD = rf"(?P<m{{0}}>{_NAME})\w{{{{0,7}}}}\.?"
_FORMS = (
    r"(?P<iso>(?P<y1>(?:19|20)\d\d)-(?P<n1>\d\d?)-(?P<d1>\d\d?))(?!\d)",
    r"(?P<y2>(?:19|20)\d\d) ?[./年년] ?(?P<n2>\d\d?) ?[./月월] ?(?P<d2>\d\d?)(?!\d)[日일]?",
    r"(?<!\d)(?P<a3>\d\d?)(?P<sep>[./-]) ?(?P<b3>\d\d?)(?P=sep) ?(?P<y3>(?:19[7-9]|20[0-4])\d|\d\d)(?![\d:]|\.\d)",
    rf"\b{_WORD.format(4)},? (?P<d4>\d\d?)(?:st|nd|rd|th)?,?\s+(?:de )?{_YEAR.format(4)}(?!\d)",
    (
        rf"(?<!\d)(?P<d5>\d\d?)(?:st|nd|rd|th|er|º|\.)?(?:[ -]+(?:de |of )?){_WORD.format(5)}"
        rf"(?:,|-| de| del)?[ -]*{_YEAR.format(5)}(?!\d)"
    ),
    rf"(?<![\d-])(?P<d9>\d\d?)-{_WORD.format(9)}-(?P<y9>\d\d)(?![\d-])",
    rf"\b{_WORD.format(6)},?(?: de)? {_YEAR.format(6)}(?!\d)",
    rf"(?<![\d-])(?P<y10>(?:19[7-9]|20[0-4])\d)-{_WORD.format(10)}-(?P<d10>\d\d?)(?![\d-])",
)
_SHORT_FORMS = (
    rf"^\W*{_WORD.format(7)} (?P<d7>\d\d?)(?:st|nd|rd|th)?\b",
    rf"^\W*(?P<d8>\d\d?)\.? {_WORD.format(8)}\b",
)
_DATE = re.compile("|".join(_FORMS))
_FORM_OF = {"iso": 1, "d2": 2, "y3": 3, "y4": 4, "y5": 5, "y6": 6, "y9": 9, "d10": 10}
"""The number of a form, by its group that ends last."""
_SHORT_DATE = re.compile("|".join(_SHORT_FORMS))
_TIME = re.compile(
    rf"(?: г\.)?[,;·|]?\s*(?:at|um|om|à|a las|às|в|kl\.?|alle(?: ore)?|-|–|@|t)?\s*{_CLOCK}", re.IGNORECASE
)
_COUNT = r"(?:\d+|an?|one|ein(?:e[mnr]?)?|une?|un[ao]?|um[a]?|een|ett?|o|über \d+|over \d+|almost \d+|about \d+)"
_BEFORE_COUNT = (
    r"vor(?: etwa)?|il y a(?: environ)?|hace(?: más de)?|h[áa]|acum|před|pred|prije|преди|πριν(?: από)?|منذ|قبل|לפני"
)
_BEHIND_UNIT = r"(?:yang )?lalu|atrás|fa|geleden|siden|sedan|sitten|ezelőtt|temu|önce|назад|тому|trước|पहले|پیش|قبل"
_LONE_BEHIND, _LONE_BEFORE = "назад|тому|temu|sitten", "před|pred|منذ|לפני|πριν"
"""What stands beside a unit alone: "год назад" is a year ago."""
_WITHOUT_DIGIT = (
    *(f" {word}" for word in ("fa", "geleden", "sedan", "siden", "atrás", "lalu", *_LONE_BEHIND.split("|"))),
    *(
        "vor ein",
        "il y a un",
        "hace un",
        "há um",
        "acum un",
        "acum o",
        *(f"{word} " for word in _LONE_BEFORE.split("|")),
    ),
)
"""Ages without a digit have one of these: "vor einem Jahr"."""
_TODAY = (
    "yesterday|today|gestern|heute|hier|aujourd.hui|ayer|hoy|ontem|hoje|вчера|сегодня|ieri|oggi|gisteren|vandaag|wczoraj"
    "|dzisiaj|dziś|вчора|сьогодні|днес|jučer|danas|juče|dün|bugün|igår|idag|i går|i dag|eilen|tänään|včera|dnes|tegnap"
    "|azi|astăzi|χθες|χτες|σήμερα|hôm qua|hôm nay|kemarin|hari ini|أمس|اليوم|دیروز|امروز|אתמול|היום"
)
_CJK_DAYS = ("昨天", "今天", "前天", "昨日", "今日", "本日", "어제", "오늘")
_AGO = re.compile(
    rf"\b{_COUNT}\+?\s*(?:sec\w*|min\w*|hours?|hrs?|days?|weeks?|months?|mos?|years?|yrs?|[smhdwy])\.?"
    rf"(?:,? (?:and )?\d+ \w+)*\s+(?:ago|previously|prior)\b"
    rf"|\b(?:{_BEFORE_COUNT}) {_COUNT} \w+|\b(?:f[oö]r )?{_COUNT} \S{{1,12}} (?:{_BEHIND_UNIT})(?!\w)"
    rf"|^\W*[^\W\d_]{{3,12}} (?:{_LONE_BEHIND})(?!\w)|^\W*(?:{_LONE_BEFORE}) [^\W\d_]{{3,12}}\W*$"
    r"|\d+ (?:perce|órája|napja|hete|hónapja|éve)(?!\w)"
    r"|\d+ ?(?:秒|分钟|分鐘|分|小时|小時|時間|天|日|周|週間?|个月|個月|か月|ヶ月|月|年) ?前"
    r"|\d+ ?(?:분|시간|일|주|개월|년) ?전|\d+ ?[\u0e00-\u0e7f]{2,10}(?:ที่แล้ว|ที่ผ่านมา)"
    rf"|^\W*(?:(?:{_TODAY})(?!\w)|(?:{'|'.join(_CJK_DAYS)})"
    r"|just now\b|\d{1,3} ?(?:y|yr|yrs|mo|w|wk|d|h|hr|hrs|m|min|mins)\W*$)",
    re.IGNORECASE,
)
_ISO_START = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_DIGIT = re.compile(r"\d")
_WIDE_DIGIT = re.compile("[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]")
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d|['’]\d\d|\d[./-] ?\d\d?[./-] ?\d\d|\d-[^\W\d_]{3,9}-\d\d")
_AGES = re.compile(
    r"\bago|vor |y a |hace|h[aá] |atrás|prior|previous| fa\b|geleden|siden|sedan|sitten|ezelőtt|temu|önce|назад|тому"
    r"|前|전|acum|p[rř]ed |prije|преди|πριν|منذ|قبل|לפני|lalu|trước|पहले|پیش|ที่|perce|órája|napja|hete| éve|hónapja"
)
_DAYS = frozenset(word[:4].strip() for word in (*_TODAY.split("|"), "just"))
_LONE_DAYS = frozenset("yest toda gest heut hier aujo ayer hoy onte hoje вчер сего ieri oggi just".split())
"""Those that texts without a digit are looked at for."""
_STARTS = frozenset(" \t\n\r").union(*({word[0], word[0].upper()} for word in (*_LONE_DAYS, "昨", "今")))
_SHORT_AGE = re.compile(r"^\W*\d{1,3} ?(?:y|yr|yrs|mo|w|wk|d|h|hr|hrs|m|min|mins)\W*$")
_DAY_AND_WORD = re.compile(r"(?<!\d)\d\d?(?:\.|st|nd|rd|th)? [^\W\d_]{3}|[^\W\d_]{3}\.? \d\d?(?!\d)")
_EPOCH = re.compile(r"1[0-9]{9}(?:\d{3})?")

_LONGEST_REMEMBERED = 110  # letters
_WITHOUT_DIGIT_LETTERS = 8, 40

DAY, SHORT, AGE = "day", "short", "age"
"""How exact a moment is: a day with its year, a day or month alone, an age."""


class Moment(NamedTuple):
    """A date or an age in a text."""

    precision: str
    start: int
    end: int
    when: datetime | None = None
    """What it says, month first where that is open; None for ages."""
    other: datetime | None = None
    """What it says with the day first, where both can be meant."""
    slashed: bool = False
    """Whether it is two numbers and a year with slashes or dashes between."""
    month_first: bool = False
    """Whether such a date can only be meant with the month first."""


def may_be(text: str) -> bool:
    """Whether a text may hold a date or an age: a cheap test that most texts of a page fail."""
    if _DIGIT.search(text) or " ago" in text:
        return True
    return text[:1] in _STARTS and (text[:4].lower().strip() in _LONE_DAYS or text.startswith(_CJK_DAYS))


def likely(texts: Sequence[str], longest: int) -> list[int]:
    """The indices of the texts that may hold a date or an age and have at most ``longest`` letters."""
    has_digit = _DIGIT.search
    found = [
        index
        for index, text in enumerate(texts)
        if len(text) <= longest and (has_digit(text) or (text[0] in _STARTS and may_be(text)) or " ago" in text)
    ]
    low, high = _WITHOUT_DIGIT_LETTERS
    joined = "\n".join([text for text in texts if low <= len(text) <= high])
    words = [word for word in _WITHOUT_DIGIT if word in joined]
    if words:  # on few pages: one search of each word is cheaper than one look at each text
        also = [index for index, text in enumerate(texts) if len(text) <= high and any(word in text for word in words)]
        found = sorted({*found, *also})
    return found


def find(text: str) -> Moment | None:
    """The first date in a text, else the first age; None without one."""
    return _find(text) if len(text) <= _LONGEST_REMEMBERED else _find.__wrapped__(text)


@lru_cache(maxsize=256)  # the date of a post is looked at where posts are found, in its lines, and beside its author
def _find(text: str) -> Moment | None:
    if not text.isascii() and _WIDE_DIGIT.search(text):
        text = text.translate(WIDE_DIGITS)
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form is two
        low = text
    if _YEAR_LIKE.search(low):
        match = _DATE.search(low)
        found = (_date(match, text) if match else None) or _of_other_languages(text)
        if found is not None:
            return found
    if match := _SHORT_DATE.match(low):
        return Moment(SHORT, match.start(), match.end())
    if (_AGES.search(low) or low[:4].strip(" ,") in _DAYS or low.startswith(_CJK_DAYS) or _SHORT_AGE.match(low)) and (
        match := _AGO.search(low)
    ):
        return Moment(AGE, match.start(), match.end())
    if ":" in low and not DAY_WORDS.isdisjoint(low.replace(",", " ").split()) and (timed := ages.find(text)):
        return Moment(AGE, timed.start, clocks.after(text, timed.end)[1])
    return None


def _of_other_languages(text: str) -> Moment | None:
    """A date with a month in a language that is not in the table here."""
    found = dates.find(text) if _DAY_AND_WORD.search(text) else None
    return Moment(DAY, found.start, found.end, found.when) if found and found.when else None


def exact(value: str) -> datetime | None:
    """The date that an attribute holds: seconds since 1970, ISO or any printed date with its year."""
    value = value.strip()
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC)
    if not _YEAR_LIKE.search(value):
        return None
    if _ISO_START.match(value):
        try:
            when = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    found = find(value) if len(value) <= 80 else None
    return found.when if found and 2 * (found.end - found.start) >= len(value) else None


def _date(match: re.Match[str], text: str) -> Moment | None:
    form = _FORM_OF[match.lastgroup or ""]
    year = _year(match[f"y{form}"])
    if form == 6:  # without a day
        return Moment(SHORT, match.start(), match.end())
    if form == 3:
        return _numeric(match, text, year)
    month = int(match[f"n{form}"]) if form < 3 else _MONTH_OF[match[f"m{form}"]]
    day = int(match[f"d{form}"])
    end, clock = _clock(text, match.end())
    when = _moment(year, month, day, clock)
    return Moment(DAY, match.start(), end, when) if when else None


def _numeric(match: re.Match[str], text: str, year: int) -> Moment | None:
    end, clock = _clock(text, match.end())
    first, second = int(match["a3"]), int(match["b3"])
    american, other = _moment(year, first, second, clock), _moment(year, second, first, clock)
    if match["sep"] == ".":
        american, other = other, None
    if american is None and other is None:
        return None
    when, other_way = american or other, other if american else None
    return Moment(DAY, match.start(), end, when, other_way, match["sep"] != ".", other is None)


def _year(printed: str) -> int:
    digits = int(printed.lstrip("'’") or 0)
    if digits >= 100:
        return digits
    return digits + (1900 if digits >= 80 else 2000)


def _clock(text: str, start: int) -> tuple[int, timedelta]:
    """Where the time behind a date ends, and how far into the day it is (an offset subtracted)."""
    match = _TIME.match(text, start)
    if not match:
        return start, timedelta()
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return start, timedelta()
    clock, end = timedelta(hours=hour, minutes=minute, seconds=second), match.end()
    return end, clock - clocks.zone_at(text, end)[0]


def _moment(year: int, month: int, day: int, clock: timedelta) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC) + clock
    except (ValueError, OverflowError):
        return None
