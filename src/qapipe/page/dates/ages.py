"""Ages: how long before its capture a page says something was written ("3 years ago", "vor 3 Tagen", "gestern")."""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from typing import NamedTuple

from qapipe.page.dates.names import Unit, age_unit, day_word, english_unit, worded_age

_ONE = r"an?|one|ein(?:e[nmr]?)?|une?|una|uma?|en|ett|een|et|bir|o"
_ABOUT = r"(?:(?:about|over|almost|around|more than|etwa|ca\.|über|environ|más de|cerca de|mais de) )?"
_COUNT = r"\d{1,4}|" + _ONE
_ENGLISH = re.compile(
    rf"\b{_ABOUT}(?P<count>{_COUNT})(?:(?<=\d)\+? ?| )(?P<unit>[a-z]{{1,7}})\.?"
    r"(?:,? (?:and )?(?P<rest>\d+) (?P<part>[a-z]{1,7})(?:,? (?:and )?\d+ [a-z]{1,7})?)? (?:ago|prior)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\W*(?P<count>\d{1,3}) ?(?P<unit>yrs?|y|mos?|wks?|w|d|hrs?|h|mins?|m|s)\W*", re.IGNORECASE)
# Words that open or close an age phrase; what stands beside the number is looked up in CLDR's phrases.
_CLOSING = "fa geleden temu назад тому önce sedan siden sitten ezelőtt lalu atrás trước پیش".split()
_OPENING = (
    "vor", "il y a", "hace", "há", "hà", "ha", "fa", "acum", "πριν από", "πριν", "před", "pred", "преди", "prije",
    "منذ", "قبل", "לפני",
)  # fmt: skip
_ALSO = {"πριν": "πριν από", "منذ": "قبل"}  # said as often as what CLDR has
_UNITS: dict[str, Unit] = {"χρόνια": "year", "χρόνο": "year"}  # words that CLDR's phrases lack
_SCANDINAVIAN = ("för ", "for ")  # their phrases have both: "för 3 dagar sedan"
_HINTS = ("ago", "prior", "前", "전", *(f"{word} " for word in _OPENING), *(f" {word}" for word in _CLOSING))
_ABROAD = re.compile(
    rf"\b(?P<opening>{'|'.join(_OPENING)}) {_ABOUT}(?P<first>{_COUNT}) (?P<word>[^\W\d_]{{1,12}}\.?)"
    rf"|\b{_ABOUT}(?P<second>{_COUNT})(?:(?<=\d)[ \u00a0]?| )(?P<noun>[^\W\d_]{{1,12}}\.?) "
    rf"(?P<closing>(?:yang )?(?:{'|'.join(_CLOSING)}))\b"
    r"|\b(?P<single>(?:[^\W\d_]{3,12} (?:назад|тому|temu))|(?:před|pred|преди|prije|منذ|قبل|לפני) [^\W\d_]{3,12})\b"
    r"|(?P<third>\d{1,4}) ?(?P<unit>秒钟?|分钟?|分鐘|小时|小時|時間|天|日|周|週間?|个月|個月|[かカヶケヵ]?月|年"
    r"|초|분|시간|일|주|개월|년) ?之?[前전]",
    re.IGNORECASE,
)
_CJK_UNITS: dict[str, Unit] = {"週": "week", "分": "minute"}  # 週前, 分鐘前
_DAY = re.compile(
    r"\W*(?P<word>i dag|i går|aujourd.hui|hôm qua|hôm nay|hari ini|[^\W\d_]{2,10})(?=\W|\d|$)", re.IGNORECASE
)
_TIMED_DAY = re.compile(  # "Posted yesterday at 10:12"
    r"(?<=[\s»:])(?P<word>[^\W\d_]{2,10}),?(?: (?:at|um|à|a las|às|о|в|v|kl\.?|klo|om|alle))? \d\d?[:.h]\d\d",
    re.IGNORECASE,
)
_NOW = re.compile(r"\W*(?:just now|moments? ago|seconds ago|刚刚|剛剛|たった今|방금)\W*", re.IGNORECASE)
_MONTHS_A_YEAR = 12
_LONGEST_SHORT = 12
_DAYS = {"day": 1, "week": 7}
_PARTS: dict[tuple[Unit, Unit], int] = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
}


class Age(NamedTuple):
    """A span of time before the capture of a page."""

    number: int
    unit: Unit


class FoundAge(NamedTuple):
    """An age and where it stands in a text."""

    age: Age
    start: int
    end: int


def find(text: str) -> FoundAge | None:
    """The first age in a text; None without one."""
    lower = text.lower()
    if any(hint in lower for hint in _HINTS) and (found := _phrase(text)):
        return found
    if len(text) <= _LONGEST_SHORT and (match := _SHORT.fullmatch(text)) and (unit := english_unit(match["unit"])):
        return FoundAge(Age(int(match["count"]), unit), match.start("count"), match.end("unit"))
    if (match := _DAY.match(text)) and (days := day_word(match["word"])) is not None:
        return FoundAge(Age(days, "day"), match.start("word"), match.end("word"))
    if match := _NOW.fullmatch(text):
        return FoundAge(Age(0, "second"), match.start(), match.end())
    if (match := _TIMED_DAY.search(text)) and (days := day_word(match["word"])) is not None:
        return FoundAge(Age(days, "day"), match.start("word"), match.end("word"))
    return None


def _phrase(text: str) -> FoundAge | None:
    if (match := _ENGLISH.search(text)) and (unit := english_unit(match["unit"])):
        return FoundAge(_sum(Age(_count(match["count"]), unit), match), match.start(), match.end())
    if (match := _ABROAD.search(text)) and (age := _abroad(match)):
        return FoundAge(age, match.start(), match.end())
    return None


def before(moment: datetime, age: Age, clock: timedelta = timedelta()) -> datetime | None:
    """The time that lies an age before a moment: ages in days and more at ``clock``, shorter ones to the minute."""
    try:
        if age.unit in ("hour", "minute", "second"):
            return (moment - timedelta(**{f"{age.unit}s": age.number})).replace(second=0, microsecond=0)
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if age.unit in _DAYS:
            return day - timedelta(days=age.number * _DAYS[age.unit]) + clock
        months = day.year * _MONTHS_A_YEAR + day.month - 1 - age.number * (_MONTHS_A_YEAR if age.unit == "year" else 1)
        year, month = divmod(months, _MONTHS_A_YEAR)
        return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1])) + clock
    except (ValueError, OverflowError):
        return None


def _abroad(match: re.Match[str]) -> Age | None:
    if match["third"]:
        unit = age_unit(f"#{match['unit']}前") or age_unit(f"#{match['unit']}전") or _CJK_UNITS.get(match["unit"][0])
        return Age(int(match["third"]), unit or "month")
    if match["single"]:
        return _worded(match["single"])
    if match["opening"]:
        opening, word = match["opening"].lower(), match["word"].lower()
        unit = age_unit(f"{_ALSO.get(opening, opening)} # {word}") or _UNITS.get(word)
    else:
        said = f"# {match['noun']} {match['closing']}"
        phrases = (
            said,
            said.replace(" lalu", " yang lalu"),
            *(f"{opening}{said}" for opening in _SCANDINAVIAN),
            f"há {said.removesuffix(' atrás')}",
        )
        unit = next(filter(None, map(age_unit, phrases)), None)
    return Age(_count(match["first"] or match["second"] or ""), unit) if unit else None


def _worded(said: str) -> Age | None:
    """The age in a phrase without digits; "год назад" is said for CLDR's "1 год назад"."""
    opening, _, word = said.lower().partition(" ")
    found = worded_age(f"{_ALSO.get(opening, opening)} {word}")
    if found is not None:
        return Age(*found)
    unit = age_unit(f"# {said}") or age_unit(f"{_ALSO.get(opening, opening)} # {word}")
    return Age(1, unit) if unit else None


def _sum(age: Age, match: re.Match[str]) -> Age:
    """The age with its second part: "2 years, 3 months ago" is 27 months."""
    part = english_unit(match["part"] or "")
    ratio = _PARTS.get((age.unit, part)) if part else None
    return Age(age.number * ratio + int(match["rest"]), part) if ratio and part else age


def _count(printed: str) -> int:
    return int(printed) if printed.isdecimal() else 1
