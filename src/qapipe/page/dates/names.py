"""Month and weekday names and age phrases of many languages, from Unicode CLDR by way of Babel.

English is known here. Babel is imported, and its locales are read, at the first word that is not an English month:
0.15 s once per process.
"""

from datetime import timedelta
from functools import cache
from typing import Literal

from qapipe.page.text import letters

Unit = Literal["year", "month", "week", "day", "hour", "minute", "second"]

_LOCALES = "de fr es pt it nl pl ru uk bg hr tr sv da nb fi cs sk hu ro ca el ar he fa id vi zh ja ko".split()
_ENGLISH = "january february march april may june july august september october november december".split()
_MONTHS = {short: number for number, name in enumerate(_ENGLISH, 1) for short in (name, name[:3])} | {"sept": 9}
# Abbreviations that forum software uses and CLDR lacks: the first three letters, with and without accents.
_SOFTWARE = "mrz:3 mär:3 maa:3 ene:1 abr:4 ago:8 dic:12 fév:2 fev:2 avr:4 aoû:8 aou:8 déc:12 okt:10 сен:9 ноя:11"
_WEEKDAYS = {
    short for name in "monday tuesday wednesday thursday friday saturday sunday".split() for short in (name, name[:3])
}
_IN_HEBREW = "ב"  # written together with the month
_WIDTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_HOUR, _DAY = 3_600, 86_400
_SECONDS: dict[Unit, int] = {
    "year": 365 * _DAY,
    "month": 30 * _DAY,
    "week": 7 * _DAY,
    "day": _DAY,
    "hour": _HOUR,
    "minute": 60,
    "second": 1,
}
_ENGLISH_UNITS: dict[str, Unit] = {
    "y": "year", "yr": "year", "year": "year", "mo": "month", "mon": "month", "mth": "month", "month": "month",
    "w": "week", "wk": "week", "week": "week", "d": "day", "day": "day", "h": "hour", "hr": "hour", "hour": "hour",
    "m": "minute", "min": "minute", "minute": "minute", "s": "second", "sec": "second", "second": "second",
}  # fmt: skip
_COUNTS = (1, 2, 5, 21)  # one of each plural form of these languages
_TODAY = (
    "today heute aujourdhui hoy hoje oggi vandaag dzisiaj dziś сегодня сьогодні днес danas bugün idag tänään dnes azi "
    "astăzi avui σήμερα היום اليوم امروز hômnay hariini 今天 今日 本日 오늘"
)
_YESTERDAY = (
    "yesterday gestern hier ayer ontem ieri gisteren wczoraj вчера вчора jučer juče dün igår eilen včera tegnap ahir "
    "χθες χτες אתמול أمس دیروز hômqua kemarin 昨天 昨日 어제"
)
DAY_WORDS = frozenset((*_TODAY.split(), *_YESTERDAY.split()))
"""Words for today and yesterday, lower case."""
_DAYS_AGO = {letters(word): days for days, words in enumerate((_TODAY, _YESTERDAY)) for word in words.split()}


def month_of(name: str) -> int | None:
    """The number of a month, 1 to 12, from its name or abbreviation in any of the languages; None for other words."""
    key = name.casefold().rstrip(".")
    return _MONTHS.get(key) or (None if key.isdigit() else _other_months().get(key.removeprefix(_IN_HEBREW)))


def english_unit(name: str) -> Unit | None:
    """The unit of time that an English word or abbreviation stands for: ``year``, ..., ``second``."""
    key = name.casefold().rstrip(".")
    return _ENGLISH_UNITS.get(key) or _ENGLISH_UNITS.get(key.removesuffix("s"))


def age_unit(phrase: str) -> Unit | None:
    """The unit of an age phrase whose number is written ``#`` ("vor # Tagen", "# 天前"); None for other texts."""
    found = _ages().get(letters(phrase.replace("#", "0")))
    return found[1] if found else None


def worded_age(phrase: str) -> tuple[int, Unit] | None:
    """Number and unit of an age phrase that has no digits ("год назад", "לפני שעתיים"); None for other texts."""
    return _ages().get(letters(phrase))


def day_word(word: str) -> int | None:
    """How many days ago: 0 for "today", 1 for "yesterday", in any of the languages; None for other words."""
    return _DAYS_AGO.get(letters(word))


def is_weekday(word: str) -> bool:
    """Whether a word is the name of a day of the week or its abbreviation, in any of the languages."""
    key = word.casefold().rstrip(".")
    return key in _WEEKDAYS or (key.isalpha() and key in _other_weekdays())


@cache
def _other_weekdays() -> frozenset[str]:
    from babel.dates import get_day_names  # noqa: PLC0415

    return frozenset(
        name.casefold().rstrip(".")
        for locale in _LOCALES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, context, locale).values()
    )


@cache
def _other_months() -> dict[str, int]:
    from babel.dates import get_month_names  # noqa: PLC0415  imported when a page needs it

    found = {name: int(number) for name, _, number in (pair.partition(":") for pair in _SOFTWARE.split())}
    for locale in _LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, locale).items():
                    found.setdefault(name.casefold().rstrip("."), number)
    return found


@cache
def _ages() -> dict[str, tuple[int, Unit]]:
    """The numbers and units by the letters of the phrase, in which the number is 0 if it is there in digits."""
    from babel.dates import format_timedelta  # noqa: PLC0415

    found: dict[str, tuple[int, Unit]] = {}
    for locale in _LOCALES:
        for unit, seconds in _SECONDS.items():
            for count in _COUNTS:
                for width in _WIDTHS[: 1 if locale == "ar" else 2]:  # Arabic has no short weeks
                    phrase = format_timedelta(
                        timedelta(seconds=-count * seconds),
                        granularity=unit,
                        threshold=1_000_000,
                        add_direction=True,
                        format=width,
                        locale=locale,
                    )
                    found.setdefault(letters(phrase).replace(str(count), "0"), (count, unit))
    return found
