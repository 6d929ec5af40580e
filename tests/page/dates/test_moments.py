"""Dates and ages as pages print them: what is found, where it stands, and which timestamp it means."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qapipe.page.dates import day_first, find, on_page

CAPTURED = datetime(2020, 3, 15, 12, 34, 56, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        # scripts and software
        ("Mon Jan 06 2020 10:00:00 GMT+0000 (Coordinated Universal Time)", at(2020, 1, 6, 10)),
        ("Mon Jan 06 2020 10:00:00 GMT+0530 (India Standard Time)", at(2020, 1, 6, 4, 30)),
        ("Mon Jan  6 10:00:00 2020", at(2020, 1, 6, 10)),
        ("Mon Jan  6 10:00:00 UTC 2020", at(2020, 1, 6, 10)),
        ("2020-01-06T10:00:00+0100", at(2020, 1, 6, 9)),
        ("2020-1-6 7:05", at(2020, 1, 6, 7, 5)),
        ("1578304800", at(2020, 1, 6, 10)),
        # English
        ("answered Mar 3 '19 at 10:32", at(2019, 3, 3, 10, 32)),
        ("Posted by Ann on 3 March 2019", at(2019, 3, 3)),
        ("21:03, 3 March 2019 (UTC)", at(2019, 3, 3, 21, 3)),
        ("10:30 PM, Jan 6 2020", at(2020, 1, 6, 22, 30)),
        ("Jan 6, 2020, 12:05:09 AM", at(2020, 1, 6, 0, 5, 9)),
        ("Mon Jan 06, 2020 1:00 pm", at(2020, 1, 6, 13)),
        ("6th of January, 2020 5 pm", at(2020, 1, 6, 17)),
        ("Jan-06-2020", at(2020, 1, 6)),
        # more languages
        ("6 tháng 1, 2020", at(2020, 1, 6)),
        ("ngày 6 tháng 1 năm 2020", at(2020, 1, 6)),
        ("6 בינואר 2020", at(2020, 1, 6)),
        ("6 يناير 2020, 10:00", at(2020, 1, 6, 10)),
        ("6. siječnja 2020.", at(2020, 1, 6)),
        ("6. januára 2020", at(2020, 1, 6)),
        ("6 януари 2020, 10:00", at(2020, 1, 6, 10)),
        ("January 6, 2020 4:00 PM EST", at(2020, 1, 6, 21)),
        ("13/01/2020", at(2020, 1, 13)),
        ("11-29-2024, 09:03 AM", at(2024, 11, 29, 9, 3)),
        # German, French, Spanish, Portuguese
        ("6. Januar 2020, 10:00 Uhr", at(2020, 1, 6, 10)),
        ("Freitag, 13. März 2015 um 21:30", at(2015, 3, 13, 21, 30)),
        ("06.01.2020", at(2020, 1, 6)),
        ("06.01.20 10:00", at(2020, 1, 6, 10)),
        ("10:15 - 20.03.2019", at(2019, 3, 20, 10, 15)),
        ("6 août 2020 à 10:00", at(2020, 8, 6, 10)),
        ("lun. janv. 06, 2020 10:00 am", at(2020, 1, 6, 10)),
        ("1er février 2020", at(2020, 2, 1)),
        ("5 de enero de 2019 a las 10:30", at(2019, 1, 5, 10, 30)),
        ("Lun Ene 06, 2020 10:00 pm", at(2020, 1, 6, 22)),
        ("5 de março de 2019", at(2019, 3, 5)),
        # Russian, Chinese, Japanese, Korean
        ("6 января 2020 г. в 10:00", at(2020, 1, 6, 10)),
        ("06 янв 2020, 10:00", at(2020, 1, 6, 10)),
        ("2020年1月6日", at(2020, 1, 6)),
        ("２０２０年１月６日 10時30分", at(2020, 1, 6, 10, 30)),
        ("发布于 2020年1月6日 下午3:20", at(2020, 1, 6, 15, 20)),
        ("2020/1/6(月) 10:32", at(2020, 1, 6, 10, 32)),
        ("2020. 1. 6.", at(2020, 1, 6)),
        # others
        ("2020. január 6.", at(2020, 1, 6)),
        ("6. tammikuuta 2020", at(2020, 1, 6)),
        ("20 Tem 2020", at(2020, 7, 20)),
        ("12 gennaio 2020", at(2020, 1, 12)),
        ("12 okt. 2020", at(2020, 10, 12)),
        ("3 lipca 2019", at(2019, 7, 3)),
    ],
)
def test_full_dates(printed: str, instant: datetime) -> None:
    assert on_page(printed) == instant


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("3 years ago", at(2017, 3, 15)),
        ("over 3 years ago", at(2017, 3, 15)),
        ("a year ago", at(2019, 3, 15)),
        ("6 years, 2 months ago", at(2014, 1, 15)),
        ("2 weeks and 3 days ago", at(2020, 2, 27)),
        ("5 mo", at(2019, 10, 15)),
        ("3y", at(2017, 3, 15)),
        ("23h", at(2020, 3, 14, 13, 34)),
        ("asked 40 minutes ago by Ann", at(2020, 3, 15, 11, 54)),
        ("yesterday at 10:32", at(2020, 3, 14, 10, 32)),
        ("Today, 9:05 am", at(2020, 3, 15, 9, 5)),
        ("just now", at(2020, 3, 15, 12, 34)),
        ("vor 3 Tagen", at(2020, 3, 12)),
        ("vor einem Jahr", at(2019, 3, 15)),
        ("Gestern, 10:32", at(2020, 3, 14, 10, 32)),
        ("il y a 3 ans", at(2017, 3, 15)),
        ("hier à 10:32", at(2020, 3, 14, 10, 32)),
        ("hace 2 meses", at(2020, 1, 15)),
        ("há 3 dias", at(2020, 3, 12)),
        ("3 дня назад", at(2020, 3, 12)),
        ("2 года назад", at(2018, 3, 15)),
        ("вчера в 10:32", at(2020, 3, 14, 10, 32)),
        ("3天前", at(2020, 3, 12)),
        ("5 个月前", at(2019, 10, 15)),
        ("2ヶ月前", at(2020, 1, 15)),
        ("3 日前", at(2020, 3, 12)),
        ("2 dagen geleden", at(2020, 3, 13)),
        ("3 gün önce", at(2020, 3, 12)),
        # without a year: the latest such day
        ("answered Mar 3 at 10:32", at(2020, 3, 3, 10, 32)),
        ("5 мая", at(2019, 5, 5)),
        ("Dec 24", at(2019, 12, 24)),
        ("3月5日", at(2020, 3, 5)),
    ],
)
def test_ages_and_partial_dates_need_the_capture_time(printed: str, instant: datetime) -> None:
    assert on_page(printed, CAPTURED) == instant
    assert on_page(printed) is None


@pytest.mark.parametrize(
    "printed",
    ["", "Reply", "12 votes", "3 days", "1.2.19", "version 1.2.3", "in 2019", "March 2019", "Jan '12", "2021-02-30",
     "31.02.2020", "99/99/2020", "Seite 3 von 2020", "vor 3 Kindern", "hierzulande", "3 Antworten", "page 3 of 12",
     "I would do it 3 times and then wait", "2020", "10:32", "+1 555 2020", "June", "40 Feb", "vor allem 3 Dinge",
     "x" * 100 + " 3 March 2019"],
)  # fmt: skip
def test_other_texts_are_no_dates(printed: str) -> None:
    assert on_page(printed, CAPTURED) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Posted by Ann on 3 March 2019, 10:05", "3 March 2019, 10:05"),
        ("Joined: 12 Mar 2010 Posts: 7", "12 Mar 2010"),
        ("at 10:30, Jan 6 2020 by Bo", "10:30, Jan 6 2020"),
        ("edited 3 days ago by Cy", "3 days ago"),
        ("8 answers, last on 06.01.2020", "06.01.2020"),
        ("member since March 2019", "March 2019"),
    ],
)
def test_where_it_stands(text: str, found: str) -> None:
    moment = find(text)
    assert moment is not None
    assert text[moment.start : moment.end].strip() == found


@pytest.mark.parametrize("text", ["March 2019", "3 March 2019", "3 days ago"])
def test_only_dates_without_a_year_have_a_month_and_a_day_of_their_own(text: str) -> None:
    moment = find(text)
    assert moment is not None
    assert (moment.month, moment.day, moment.clock) == (0, 0, timedelta())


@pytest.mark.parametrize("text", ["31/02/2020", "02/30/2020", "13/13/2020", "31.02.2020", "00/00/2020", "13.13.2020"])
def test_days_that_no_calendar_has(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    "text", ["03/13/2020", "٠٣/١٣/٢٠٢٠", "۰۳/۱۳/۲۰۲۰", "０３/１３/２０２０", "13/03/2020", "13.03.2020"]
)
def test_digits_of_other_scripts(text: str) -> None:
    assert on_page(text) == at(2020, 3, 13)


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"])
def test_every_digit_of_other_scripts(digits: str) -> None:
    printed = "27.08.1969 13:45".translate(str.maketrans("0123456789", digits))
    assert on_page(printed) == at(1969, 8, 27, 13, 45)


def test_the_order_of_numeric_dates() -> None:
    open_order = find("03/04/2020 5:07 PM")
    assert open_order is not None
    assert open_order.at(None) == at(2020, 3, 4, 17, 7)
    assert open_order.at(None, day_first=True) == at(2020, 4, 3, 17, 7)
    assert on_page("03/04/2020", day_first=True) == at(2020, 4, 3)
    assert on_page("04/25/2020", day_first=True) == at(2020, 4, 25)


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (["03/04/2020", "13/04/2020"], "en-US", True),
        (["03/04/2020", "04/13/2020"], "de", False),
        (["03/04/2020"], "en-GB", True),
        (["03/04/2020"], "en-US", False),
        (["03/04/2020"], "fr", True),
        (["03/04/2020"], None, False),
        (["13.04.2020"], "en", False),
    ],
)
def test_day_first_by_the_other_dates_of_a_page(texts: list[str], language: str | None, expected: bool) -> None:
    moments = [moment for moment in map(find, texts) if moment]
    assert len(moments) == len(texts)
    assert day_first(moments, language) is expected


@settings(deadline=None, max_examples=300)
@given(
    st.text(max_size=120)
    | st.text("0123456789-:/., '年月日前 AMpmJanFebJuliмаяdevoragoyesterdayhá#", max_size=60)
    | st.from_regex(r"\d{1,4} [a-z]{1,6} ago|[A-Z][a-z]{2} \d{1,4} \d{1,4}", fullmatch=True)
)
def test_any_text_is_read(text: str) -> None:
    moment = find(text)
    if moment is not None:
        assert 0 <= moment.start < moment.end <= len(text)
        instant = moment.at(CAPTURED)
        assert instant is None or instant.utcoffset() == timedelta(0)


@settings(deadline=None)
@given(st.dates(at(1970, 1, 1).date(), at(2049, 12, 31).date()), st.times())
def test_printed_dates_come_back(day: datetime, time: datetime) -> None:
    moment = at(day.year, day.month, day.day, time.hour, time.minute)
    for form in ("%a %b %d %Y %H:%M:00 GMT+0000", "%d.%m.%Y %H:%M", "%d %B %Y, %I:%M %p", "%Y年%m月%d日 %H:%M"):
        assert on_page(moment.strftime(form)) == moment


def test_english_pages_do_not_load_babel() -> None:
    script = (
        "import sys; from qapipe.page.dates import find\n"
        "for text in ('3 March 2019', '3 years ago', 'yesterday', '2019-03-03', 'Reply', '12/13/2019'): find(text)\n"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_long_texts_cost_linear_time() -> None:
    for text in ("3 may " * 20_000, "2019 " * 20_000, "1/2/" * 20_000, "10:" * 20_000, "vor 3 " * 20_000):
        find(text)


@pytest.mark.parametrize(
    ("printed", "day"),
    [("29 February", (2, 29)), ("Feb 29", (2, 29)), ("30 April, 10:05", (4, 30)), ("Feb 30", None), ("31 April", None)],
)
def test_days_without_a_year_are_those_of_some_year(printed: str, day: tuple[int, int] | None) -> None:
    found = find(printed)
    assert (found and (found.month, found.day)) == day


@pytest.mark.parametrize(
    ("printed", "first", "instant"),
    [
        ("Mar 3 '70", False, at(1970, 3, 3)), ("Mar 3 '69", False, at(2069, 3, 3)), ("03.03.99", False, at(1999, 3, 3)),
        ("3/4/2020", False, at(2020, 3, 4)), ("3/4/2020", True, at(2020, 4, 3)), ("2020-03-04", True, at(2020, 3, 4)),
        ("2020-03-04T10:00:00.5Z", True, at(2020, 3, 4, 10, 0, 0, 500_000)), ("1578304800", True, at(2020, 1, 6, 10)),
        ("3/3/2020", True, at(2020, 3, 3)), ("13/4/2020", False, at(2020, 4, 13)),
        ("31/31/2020 or 3/4/2020", False, at(2020, 3, 4)),
        ("1.2.19", False, None), ("01.02.19", False, at(2019, 2, 1)), ("1.2.2019", False, at(2019, 2, 1)),
        ("Mar 16", False, at(2020, 3, 16)),
        ("Mar 17", False, at(2019, 3, 17)), ("Mar 16 10:00", False, at(2020, 3, 16, 10)),
        ("Mar 16 13:00", False, at(2019, 3, 16, 13)), ("Mar 16 12:34:56", False, at(2020, 3, 16, 12, 34, 56)),
        ("Mar 16 12:34:57", False, at(2019, 3, 16, 12, 34, 57)),
        ("on 30 Feb then 3 Mar 2020", False, at(2020, 3, 3)), ("29 Feb", False, at(2020, 2, 29)),
        ("30 Feb", False, None),
        ("x" * 97 + " 3 March 2020", False, at(2020, 3, 3)), ("x" * 98 + " 3 March 2020", False, None),
        ("March 2020", False, None),
    ],
)  # fmt: skip
def test_edges_of_what_a_page_prints(printed: str, first: bool, instant: datetime | None) -> None:
    assert on_page(printed, CAPTURED, day_first=first) == instant


@pytest.mark.parametrize(
    ("text", "order"),
    [("13/4/2020", True), ("4/13/2020", False), ("13.4.2020", None), ("3/4/2020", None), ("3 April 2020", None),
    ("2020-04-03", None)],
)  # fmt: skip
def test_what_a_date_says_of_the_order(text: str, order: bool | None) -> None:
    found = find(text)
    assert found is not None
    assert found.order is order


@pytest.mark.parametrize(
    ("texts", "language", "first"),
    [(["13/4/2020", "4/13/2020"], "de", False), (["13/4/2020"] * 2 + ["4/13/2020"], "en", True), ([], None, False),
    ([], "", False), ([], "en", False),
     ([], "EN-US", False), ([], " en_us ", False), ([], "en-CA", False), ([], "en_ca", False), ([], "en-PH", False),
     ([], "en-GB", True), ([], "de", True)],
)  # fmt: skip
def test_the_order_of_a_page(texts: list[str], language: str | None, first: bool) -> None:
    assert day_first([moment for text in texts if (moment := find(text))], language) is first


def test_how_exact_a_moment_is() -> None:
    for text, precision in (("3 May 2014", "day"), ("3 May", "short"), ("May 2014", "short"), ("3 days ago", "age")):
        found = find(text)
        assert found is not None
        assert found.precision == precision
