"""Words for months, units of time and days, as dictionaries and forum software spell them."""

import pytest

from qapipe.page.dates.names import age_unit, day_word, english_unit, is_weekday, month_of

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "en short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
}
SHORT = {
    "Mrz": 3, "Mär": 3, "maa": 3, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "Fév": 2, "fev": 2, "Avr": 4, "Aoû": 8,
    "Aou": 8, "Déc": 12, "Okt": 10, "сен": 9, "ноя": 11, "Sept": 9, "sept.": 9, "Dez.": 12, "MAY": 5, "janv.": 1,
}  # fmt: skip


@pytest.mark.parametrize("language", MONTHS)
def test_names_of_months(language: str) -> None:
    assert [month_of(name) for name in MONTHS[language].split()] == list(range(1, 13))


def test_abbreviations_of_months() -> None:
    assert {name: month_of(name) for name in SHORT} == SHORT


@pytest.mark.parametrize("word", ["", "maybe", "marbles", "1", "13", "ma", "second", "januaryx"])
def test_other_words_are_no_month(word: str) -> None:
    assert month_of(word) is None


UNITS = {
    "year": "y yr yrs year years Year",
    "month": "mo mon mos mth mths month months",
    "week": "w wk wks week weeks",
    "day": "d day days",
    "hour": "h hr hrs hour hours hr.",
    "minute": "m min mins minute minutes",
    "second": "s sec secs second seconds sec.",
}


@pytest.mark.parametrize("unit", UNITS)
def test_english_units(unit: str) -> None:
    assert {english_unit(word) for word in UNITS[unit].split()} == {unit}


@pytest.mark.parametrize("word", ["", "x", "moon", "hs2", "yearly"])
def test_other_words_are_no_unit(word: str) -> None:
    assert english_unit(word) is None


@pytest.mark.parametrize(
    ("phrase", "unit"),
    [
        ("vor # Jahren", "year"), ("vor # Monat", "month"), ("vor # Tagen", "day"), ("vor # Stunde", "hour"),
        ("il y a # semaines", "week"), ("hace # minutos", "minute"), ("há # segundos", "second"), ("# 天前", "day"),
        ("# дня назад", "day"), ("# дней назад", "day"), ("# 年前", "year"), ("för # dagar sedan", "day"),
        ("acum # de ani", "year"), ("acum # ani", "year"), ("# lata temu", "year"), ("# lat temu", "year"),
        ("# weeks", None), ("vor Tagen", None), ("", None), ("# Äpfel", None),
    ],
)  # fmt: skip
def test_units_of_age_phrases(phrase: str, unit: str | None) -> None:
    assert age_unit(phrase) == unit


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Monday Tue Wed. THURSDAY fri SAT Sunday", True), ("Mittwoch mercredi среда Lunes lun Mo. 星期一", True),
        ("May Ida 3 day Mondays", False),
    ],
)  # fmt: skip
def test_names_of_weekdays(words: str, *, expected: bool) -> None:
    assert {is_weekday(word) for word in words.split()} == {expected}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today Today heute aujourd'hui hoy hoje oggi vandaag dzisiaj dziś сегодня сьогодні bugün idag tänään dnes"),
        (0, "今天 今日"),
        (1, "yesterday Gestern hier ayer ontem ieri gisteren wczoraj вчера вчора dün igår eilen včera 昨天 昨日"),
        (None, "tomorrow then day there"),
    ],
)  # fmt: skip
def test_words_for_days(days: int | None, words: str) -> None:
    assert {day_word(word) for word in words.split()} == {days}
