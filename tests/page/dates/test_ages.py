"""Ages: what a phrase says, where it stands, and the time that lies so long before a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from qapipe.page.dates.ages import Age, before, find


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        # English
        ("3 years ago", 3, "year"), ("a month ago", 1, "month"), ("an hour ago", 1, "hour"),
        ("one week prior", 1, "week"),
        ("about 2 weeks ago", 2, "week"), ("10+ years ago", 10, "year"), ("5 mins ago", 5, "minute"),
        ("1 year, 2 months ago", 14, "month"), ("2 weeks and 3 days ago", 17, "day"), ("1 day 5 hours ago", 29, "hour"),
        ("2 hours, 30 minutes ago", 150, "minute"), ("1 year 40 minutes ago", 1, "year"),
        ("1 year, 2 months and 3 days ago", 14, "month"),
        # short
        ("3 分鐘前", 3, "minute"), ("3週前", 3, "week"), ("3週間前", 3, "week"), ("3分前", 3, "minute"),
        ("3日前", 3, "day"), ("3周前", 3, "week"), ("3年前", 3, "year"), ("3秒前", 3, "second"),
        ("3秒钟前", 3, "second"),
        ("3d", 3, "day"), ("( 12 mins. )", 12, "minute"), ("( 12 mins . )", None, None),
        ("5 hrs", 5, "hour"), ("12m", 12, "minute"), ("2y", 2, "year"), ("7 mos", 7, "month"),
        ("· 4w", 4, "week"), ("30s", 30, "second"),
        # other languages
        ("vor 3 Tagen", 3, "day"), ("vor einem Jahr", 1, "year"), ("il y a 2 semaines", 2, "week"),
        ("hace 5 minutos", 5, "minute"),
        ("3 anos atrás", 3, "year"), ("год назад", 1, "year"), ("час назад", 1, "hour"), ("miesiąc temu", 1, "month"),
        ("há 1 hora", 1, "hour"), ("2 mesi fa", 2, "month"), ("3 dagen geleden", 3, "day"), ("2 дня назад", 2, "day"),
        ("5 lat temu", 5, "year"), ("för 3 dagar sedan", 3, "day"),
        ("před 3 dny", 3, "day"), ("prije 2 mjeseca", 2, "month"), ("преди 5 години", 5, "year"),
        ("לפני 3 ימים", 3, "day"),
        ("for 2 uker siden", 2, "week"), ("for 5 minutter siden", 5, "minute"), ("i dag", 0, "day"),
        ("i går", 1, "day"),
        ("3天前", 3, "day"), ("2週間前", 2, "week"), ("5 分钟前", 5, "minute"), ("1 小时前", 1, "hour"),
        ("4个月前", 4, "month"),
        ("6ヶ月前", 6, "month"), ("3 years前", None, None), ("2년 전", 2, "year"), ("7일 전", 7, "day"),
        ("10秒前", 10, "second"),
        ("6 年前", 6, "year"), ("8 日前", 8, "day"), ("9周前", 9, "week"),
        ("een jaar geleden", 1, "year"), ("bir yıl önce", 1, "year"),
        ("před 3 lety", 3, "year"), ("před rokem", 1, "year"), ("преди 3 години", 3, "year"),
        ("πριν από 3 χρόνια", 3, "year"), ("πριν 2 μήνες", 2, "month"), ("منذ 3 سنوات", 3, "year"),
        ("قبل 5 أيام", 5, "day"), ("منذ شهرين", 2, "month"), ("منذ سنة", 1, "year"), ("לפני 3 שנים", 3, "year"),
        ("לפני שעתיים", 2, "hour"), ("3 năm trước", 3, "year"), ("3 tahun lalu", 3, "year"),
        ("3 tahun yang lalu", 3, "year"), ("3 سال پیش", 3, "year"),
        ("منذ كتاب", None, None), ("před domem", None, None),
        # days
        ("Hoy, 09:30", 0, "day"), ("Χθες, 18:20", 1, "day"), ("אתמול 18:20", 1, "day"), ("أمس 18:20", 1, "day"),
        ("hôm qua", 1, "day"), ("어제 18:20", 1, "day"), ("Posté le hier à 18:20", 1, "day"),
        ("« Відповідь #2 : Вчора о 18:20:05 »", 1, "day"), ("Posted today, 7:05", 0, "day"),
        ("It stood there yesterday too", None, None), ("Posted friday at 7:05", None, None),
        ("today", 0, "day"), ("Yesterday at 10:00", 1, "day"), ("gestern", 1, "day"), ("just now", 0, "second"),
        ("moments ago", 0, "second"), ("刚刚", 0, "second"), ("aujourd'hui", 0, "day"),
        # none
        ("years ago", None, None), ("3 nails ago", None, None), ("3 years", None, None), ("", None, None),
        ("ago", None, None), ("1234d", None, None), ("it took 3d", None, None), ("tomorrow", None, None),
        ("12345 days ago", None, None),
        ("just now and then", None, None), ("3 dagen", None, None),
    ],
)  # fmt: skip
def test_age(text: str, number: int | None, unit: str | None) -> None:
    found = find(text)
    assert (found and found.age) == (None if number is None else (number, unit))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("Posted 3 days ago by Ann", "3 days ago"), ("Ann, vor 3 Tagen, 10:00", "vor 3 Tagen"), ("· 4w ·", "4w"),
     (" yesterday, 10:00", "yesterday"), ("asked about 2 weeks ago", "about 2 weeks ago"), ("just now", "just now")],
)  # fmt: skip
def test_where_an_age_stands(text: str, phrase: str) -> None:
    found = find(text)
    assert found is not None
    assert text[found.start : found.end] == phrase


NOON = datetime(2020, 3, 31, 12, 34, 56, 789, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "moment"),
    [
        (Age(30, "second"), datetime(2020, 3, 31, 12, 34, tzinfo=UTC)),
        (Age(35, "minute"), datetime(2020, 3, 31, 11, 59, tzinfo=UTC)),
        (Age(13, "hour"), datetime(2020, 3, 30, 23, 34, tzinfo=UTC)),
        (Age(0, "day"), datetime(2020, 3, 31, tzinfo=UTC)),
        (Age(1, "day"), datetime(2020, 3, 30, tzinfo=UTC)),
        (Age(2, "week"), datetime(2020, 3, 17, tzinfo=UTC)),
        (Age(1, "month"), datetime(2020, 2, 29, tzinfo=UTC)),
        (Age(3, "month"), datetime(2019, 12, 31, tzinfo=UTC)),
        (Age(13, "month"), datetime(2019, 2, 28, tzinfo=UTC)),
        (Age(2, "year"), datetime(2018, 3, 31, tzinfo=UTC)),
        (Age(2_019, "year"), datetime(1, 3, 31, tzinfo=UTC)),
        (Age(2_020, "year"), None),
        (Age(999_999_999, "hour"), None),
        (Age(9_999_999, "day"), None),
    ],
)
def test_the_time_an_age_before_a_moment(age: Age, moment: datetime | None) -> None:
    assert before(NOON, age) == moment


def test_ages_of_days_and_more_have_the_time_of_day_beside_them() -> None:
    clock = timedelta(hours=9, minutes=5)
    assert before(NOON, Age(1, "day"), clock) == datetime(2020, 3, 30, 9, 5, tzinfo=UTC)
    assert before(NOON, Age(1, "month"), clock) == datetime(2020, 2, 29, 9, 5, tzinfo=UTC)
    assert before(NOON, Age(1, "hour"), clock) == datetime(2020, 3, 31, 11, 34, tzinfo=UTC)
