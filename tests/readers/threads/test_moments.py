"""Dates as forums print them."""

from datetime import UTC, datetime

import pytest

from qapipe.readers.threads import moments


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Posted Jan 5, 2012 at 3:04 pm", datetime(2012, 1, 5, 15, 4, tzinfo=UTC)),
        ("answered Mar 4 '11 at 20:13", datetime(2011, 3, 4, 20, 13, tzinfo=UTC)),
        ("10th July 2014 05:56 PM", datetime(2014, 7, 10, 17, 56, tzinfo=UTC)),
        ("2 januari 2014 om 17:05", datetime(2014, 1, 2, 17, 5, tzinfo=UTC)),
        ("2 gennaio 2014 alle ore 17:05", datetime(2014, 1, 2, 17, 5, tzinfo=UTC)),
        ("2 января 2014 г., 17:05", datetime(2014, 1, 2, 17, 5, tzinfo=UTC)),
        ("2. Januar 2014 um 17:05", datetime(2014, 1, 2, 17, 5, tzinfo=UTC)),
        ("Sun 09-Mar-14 18:22:00", datetime(2014, 3, 9, 18, 22, tzinfo=UTC)),
        ("9-mai-87", datetime(1987, 5, 9, tzinfo=UTC)),
        ("14 février 2014", datetime(2014, 2, 14, tzinfo=UTC)),
        ("2 de enero de 2014", datetime(2014, 1, 2, tzinfo=UTC)),
        ("15 мая 2015", datetime(2015, 5, 15, tzinfo=UTC)),
        ("2014年3月5日 12:11", datetime(2014, 3, 5, 12, 11, tzinfo=UTC)),
        ("23.01.15, 12:30", datetime(2015, 1, 23, 12, 30, tzinfo=UTC)),
        ("2019-01-02T03:04:05+02:00", datetime(2019, 1, 2, 1, 4, 5, tzinfo=UTC)),
        ("2019-01-02T03:04:05-05:30", datetime(2019, 1, 2, 8, 34, 5, tzinfo=UTC)),
        ("2019-01-02T03:04:05Z", datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("Mon Jan 06 2020 12:00:00 GMT+0200 (CEST)", datetime(2020, 1, 6, 10, tzinfo=UTC)),
        ("Jan 6, 2020 at 8:00 PM EST", datetime(2020, 1, 7, 1, tzinfo=UTC)),
        ("6 janvier 2020 à 20:00 est venu", datetime(2020, 1, 6, 20, tzinfo=UTC)),
        ("١٥ أبريل ٢٠٢٢", datetime(2022, 4, 15, tzinfo=UTC)),
        ("14 במרץ 2019", datetime(2019, 3, 14, tzinfo=UTC)),
        ("14 tháng 3, 2022 lúc 14:05", datetime(2022, 3, 14, 14, 5, tzinfo=UTC)),
        ("2019. márc. 14. 14:05", datetime(2019, 3, 14, 14, 5, tzinfo=UTC)),
        ("· May 16, 2024, 8:16 pm", datetime(2024, 5, 16, 20, 16, tzinfo=UTC)),
    ],
)
def test_dates(text: str, when: datetime) -> None:
    found = moments.find(text)
    assert found is not None
    assert (found.precision, found.when) == (moments.DAY, when)


@pytest.mark.parametrize(
    "text",
    [
        "3 years ago",
        "a year ago",
        "vor 3 Tagen",
        "il y a 3 ans",
        "3年前",
        "5d",
        "Yesterday, 10:11",
        "Hoy, 10:11",
        "i går kl. 18:20",
        "Wczoraj, 18:20",
        "어제 18:20",
        "un anno fa",
        "rok temu",
        "vor einem Jahr",
        "منذ 3 سنوات",
        "לפני שנה",
        "3 năm trước",
        "Posté le hier à 18:20",
        "for 3 år siden",
        "12 abc 2012, 3 days ago",
        *("vor einem Jahr", "il y a un mois", "hace un año", "un anno fa", "een jaar geleden", "ett år sedan"),
        *("год назад", "rok temu", "před rokem", "acum un an", "לפני שנה", "منذ سنة", "vuosi sitten"),
        *("3 päivää sitten", "před 3 dny", "acum 3 zile", "πριν από 3 ημέρες", "prije 3 dana"),
        *("3 hari yang lalu", "منذ 3 أيام", "לפני 3 ימים", "3 दिन पहले", "3 วันที่แล้ว", "3 روز پیش", "3 napja"),
        *("wczoraj o 14:05", "gisteren 14:05", "Idag 10:00", "i går kl. 14:05", "eilen 9:30", "Dün, 14:05"),
        *(
            "včera 8:15",
            "3 ngày trước",
            "昨日 14:05",
            "어제 10:00",
            "вчора о 9:30",
            "hôm qua, 14:05",
            "kemarin 14:05",
            "χθες στις 14:05",
        ),
    ],
)
def test_ages(text: str) -> None:
    found = moments.find(text)
    assert found is not None
    assert (found.precision, found.when) == (moments.AGE, None)


@pytest.mark.parametrize(
    "text",
    [
        "hello 12 monkeys 2012",
        "28 days later",
        "page 3 of 7",
        "nothing at all",
        "1,204",
        "13 มีนาคม 2562",
    ],
)
def test_no_dates(text: str) -> None:
    assert moments.find(text) is None


def test_an_age_ends_with_its_phrase() -> None:
    found = moments.find("Bo skrev for 3 år siden")
    assert found is not None
    assert (found.start, found.end) == (9, 23)


@pytest.mark.parametrize("text", ["un anno fa", "год назад", "vor einem Jahr", "hace un año"])
def test_ages_without_a_digit_are_found(text: str) -> None:
    assert moments.likely(["x", text, "nothing"], 110) == [1]


def test_a_date_that_can_be_meant_either_way() -> None:
    found = moments.find("03/04/2015")
    assert found is not None
    assert (found.when, found.other) == (datetime(2015, 3, 4, tzinfo=UTC), datetime(2015, 4, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("1400000000", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        ("1400000000123", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        (" 2014-05-13T18:53:20+02:00 ", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        ("2014-05-13T16:53:20", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)),
        ("2014-05-13", datetime(2014, 5, 13, tzinfo=UTC)),
        ("2014-05-13 at noon", datetime(2014, 5, 13, tzinfo=UTC)),
        ("Tuesday, 13 May 2014", datetime(2014, 5, 13, tzinfo=UTC)),
        ("in the town of Hum, 13 May 2014", None),
        ("14000000001", None),
        ("400000000", None),
        ("2014-02-30", None),
        ("3 days ago", None),
        ("", None),
    ],
)
def test_dates_in_attributes(value: str, when: datetime | None) -> None:
    assert moments.exact(value) == when


MONTHS = {
    1: "January enero gennaio Januar janvier января stycznia Ocak",
    2: "February Februar février fevereiro февраля luty Şubat",
    3: "March März mars Mrz maart марта marzo",
    4: "April abril avril апреля kwiecień Nisan",
    5: "May mai maggio Maj mei мая май Mayıs",
    6: "June Juni junio juin giugno июня czerwca Haziran",
    7: "July Juli julio juillet luglio июля lipca Temmuz",
    8: "August août agosto августа sierpnia Ağustos ago",
    9: "September settembre setembro сентября wrzesień Eylül",
    10: "October Oktober octubre outubro ottobre октября październik Ekim",
    11: "November ноября listopad Kasım",
    12: "December Dezember diciembre décembre dicembre desember декабря grudnia Aralık",
}


@pytest.mark.parametrize(("number", "name"), [(number, name) for number in MONTHS for name in MONTHS[number].split()])
def test_months(number: int, name: str) -> None:
    for text in (f"3 {name} 2015", f"{name} 3, 2015"):
        found = moments.find(text)
        assert found is not None
        assert (found.precision, found.when) == (moments.DAY, datetime(2015, number, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "start", "end", "when"),
    [
        ("on 2015-3-4, late", 3, 11, (2015, 3, 4)), ("on 2015/3/4.", 3, 11, (2015, 3, 4)),
        ("2015. 03. 04", 0, 12, (2015, 3, 4)), ("posted 2015-Mar-4, 1:05 pm", 7, 26, (2015, 3, 4, 13, 5)),
        ("2015-march-14 y", 0, 13, (2015, 3, 14)),
        ("x 4.3.2015 y", 2, 10, (2015, 3, 4)), ("x 14.3.15 y", 2, 9, (2015, 3, 14)), ("4-3-1979", 0, 8, (1979, 4, 3)),
        ("x 4th of March, 2015", 2, 20, (2015, 3, 4)), ("x 4-mar-'15", 2, 11, (2015, 3, 4)),
        ("4. März 2015", 0, 12, (2015, 3, 4)),
        ("x March 4th, 2015 y", 2, 17, (2015, 3, 4)), ("Mar. 4 '79", 0, 10, (2079, 3, 4)),
        ("Mar. 4 '80", 0, 10, (1980, 3, 4)),
        ("4 de marzo del 2015", 0, 19, (2015, 3, 4)), ("1er mars 1970", 0, 13, (1970, 3, 1)),
        ("1º de março de 2015", 0, 19, (2015, 3, 1)),
        ("3/4/2015 23:59:59", 0, 17, (2015, 3, 4, 23, 59, 59)), ("3/4/2015 24:00", 0, 8, (2015, 3, 4)),
        ("3/4/2015 10:60", 0, 8, (2015, 3, 4)), ("3/4/2015 10:59:60", 0, 8, (2015, 3, 4)),
        ("3/4/2015 10h05", 0, 14, (2015, 3, 4, 10, 5)),
        ("3/4/2015, 12:05 am", 0, 18, (2015, 3, 4, 0, 5)), ("3/4/2015 at 12:05 p.m.", 0, 22, (2015, 3, 4, 12, 5)),
        ("3/4/2015 - 1:05 PM", 0, 18, (2015, 3, 4, 13, 5)), ("3/4/2015 13:05 pm", 0, 17, (2015, 3, 4, 13, 5)),
        ("3/4/2015 um 1.05", 0, 16, (2015, 3, 4, 1, 5)), ("2015-03-04 10:05:06.789", 0, 23, (2015, 3, 4, 10, 5, 6)),
        ("2015-03-04T10:05 +0200", 0, 17, (2015, 3, 4, 8, 5)), ("2015-03-04T10:05-00:30", 0, 16, (2015, 3, 4, 10, 35)),
        ("2015-03-04T10:05Z", 0, 16, (2015, 3, 4, 10, 5)), ("İstanbul, 4 March 2015", 10, 22, (2015, 3, 4)),
    ],
)  # fmt: skip
def test_where_dates_stand_and_what_they_say(text: str, start: int, end: int, when: tuple[int, ...]) -> None:
    found = moments.find(text)
    assert found is not None
    assert (found.precision, found.when) == (moments.DAY, datetime(*when, tzinfo=UTC))  # type: ignore[misc,arg-type]
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "when", "other", "slashed", "month_first"),
    [
        ("3/4/2015", (3, 4), (4, 3), True, False), ("3-4-2015", (3, 4), (4, 3), True, False),
        ("13/4/2015", (4, 13), None, True, False),
        ("3/14/2015", (3, 14), None, True, True), ("3.4.2015", (4, 3), None, False, True),
        ("14.4.2015", (4, 14), None, False, True),
        ("3 April 2015", (4, 3), None, False, False), ("2015-04-03", (4, 3), None, False, False),
    ],
)  # fmt: skip
def test_dates_that_can_be_meant_in_two_ways(
    text: str, when: tuple[int, int], other: tuple[int, int] | None, slashed: bool, month_first: bool
) -> None:
    found = moments.find(text)
    assert found is not None
    assert found.when == datetime(2015, *when, tzinfo=UTC)
    assert found.other == (other and datetime(2015, *other, tzinfo=UTC))
    assert (found.slashed, found.month_first) == (slashed, month_first)


@pytest.mark.parametrize(
    ("text", "precision", "end"),
    [
        ("March 2015", moments.SHORT, 10), ("Mar 4", moments.SHORT, 5), ("4 Mar", moments.SHORT, 5),
        ("- Mar 4th at 3", moments.SHORT, 9),
        ("4. März, oben", moments.SHORT, 7), ("yesterday at 3", moments.AGE, 9), ("Just now", moments.AGE, 8),
        ("3 mins", moments.AGE, 6),
        ("2h", moments.AGE, 2), ("昨天 12:00", moments.AGE, 2), ("今天", moments.AGE, 2), ("3分钟前", moments.AGE, 4),
        ("3일 전", moments.AGE, 4),
        ("5 hours and 3 minutes ago", moments.AGE, 25), ("heute, 3 Uhr", moments.AGE, 5),
        ("vor 3 Tagen", moments.AGE, 11),
        ("2 days previously", moments.AGE, 17), ("hace 3 días", moments.AGE, 11), ("há 3 dias", moments.AGE, 9),
        ("3 anni fa", moments.AGE, 9), ("3 dagen geleden", moments.AGE, 15), ("2 dager siden", moments.AGE, 13),
        ("3 dni temu", moments.AGE, 10), ("3 gün önce", moments.AGE, 10), ("3 дня назад", moments.AGE, 11),
        ("3 дні тому", moments.AGE, 10),
    ],
)  # fmt: skip
def test_where_other_moments_stand(text: str, precision: str, end: int) -> None:
    found = moments.find(text)
    assert found is not None
    assert (found.precision, found.end, found.when, found.other) == (precision, end, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015",
        "it may be 3",
        "31/31/2015",
        "2015-13-01",
        "2015-mar-41",
        "1234567",
        "a room of 3 minutes",
        "yesterdays",
        "3 ducks",
        "99/99/99",
    ],
)
def test_texts_without_a_moment(text: str) -> None:
    assert moments.find(text) is None


@pytest.mark.parametrize(
    ("text", "may"),
    [("3", True), ("a day ago", True), ("Yesterday", True), ("Heute", True), ("just now", True), ("昨天", True),
    ("今天 x", True),
     ("Hier, midi", True), ("", False), ("Ada", False), ("agony", False), ("now", False), ("not 昨天", False)],
)  # fmt: skip
def test_texts_that_may_hold_a_moment(text: str, may: bool) -> None:
    assert moments.may_be(text) is may


@pytest.mark.parametrize(
    ("value", "is_exact"),
    [
        ("4 March 2015", True), ("x" * 12 + "4 March 2015", True), ("x" * 13 + "4 March 2015", False),
        (" 4 March 2015 ", True),
        ("March 2015", False), ("4 March", False), ("1425427200", True), ("1425427200000", True),
        ("142542720000", False),
        ("2015-03-04T24:99", True), ("2015-03-04 and more words than that", False), ("2425427200", False),
    ],
)  # fmt: skip
def test_values_that_are_a_date(value: str, is_exact: bool) -> None:
    assert moments.exact(value) == (datetime(2015, 3, 4, tzinfo=UTC) if is_exact else None)


def test_texts_that_may_hold_a_date_are_sifted_by_a_digit_or_a_word() -> None:
    texts = ["Ann", "3 May", "an hour ago", "Yesterday", "yes", "heute, 5", "昨天", "x" * 21 + "1", "Today"]
    assert moments.likely(texts, 20) == [1, 2, 3, 5, 6, 8]


def test_texts_that_may_hold_an_age_without_a_digit() -> None:
    texts = ["Ann", "vor einem Jahr", "год назад", "vor allem", "3 May", "un anno fa", "un anno fa " + "x" * 40]
    assert moments.likely(texts, 110) == [1, 2, 4, 5]
    assert moments.likely(["Ann", "vor allem"], 110) == []


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, "Jan January janvier enero gennaio января stycznia ocak"),
        (2, "Feb février fevereiro févr. февраля lutego şubat"),
        (3, "Mar März mrz. maart марта mars"), (4, "Apr abril avril апреля kwietnia nisan"),
        (5, "May Mai maggio maj mei мая май"), (6, "Jun juin giugno июня czerwca haziran"),
        (7, "Jul juillet luglio июля lipca temmuz"), (8, "Aug août aout agosto августа sierpnia ağustos"),
        (9, "Sep setembre сентября września eylül"), (10, "Oct Oktober outubro ottobre октября paź. ekim"),
        (11, "Nov ноября listopada kasım"), (12, "Dec Dezember décembre diciembre desember декабря grudnia aralık"),
    ],
)  # fmt: skip
def test_names_of_months(month: int, names: str) -> None:
    for name in names.split():
        found = moments.find(f"4 {name} 2014")
        assert found is not None, name
        assert found.when == datetime(2014, month, 4, tzinfo=UTC), name


@pytest.mark.parametrize(
    ("zone", "hour", "minute"),
    [("Z", 3, 4), ("+02:00", 1, 4), ("-05:30", 8, 34), ("+0530", 21, 34), ("-0045", 3, 49), ("+10:15", 16, 49)],
)
def test_zones_behind_a_time(zone: str, hour: int, minute: int) -> None:
    found = moments.find(f"on 2019-01-02T03:04:00{zone}, it says")
    assert found is not None
    assert found.when is not None
    assert (found.when.hour, found.when.minute) == (hour, minute)
