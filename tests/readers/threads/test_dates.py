"""Dates of posts as the page prints them: ages, the order of numbers, months of many languages."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features

CAPTURED = datetime(2024, 5, 10, 12, tzinfo=UTC)
WORDS = [
    "How do I keep slugs out of a bed of lettuce without any poison at all?",
    "Put boards on the paths in the evening, and lift them before the sun is up.",
    "A ring of sharp sand around each plant kept mine whole for most of the summer.",
    "Ducks, if you have the room. Ours found every slug within two or three weeks.",
    "Water in the morning only, so that the ground is dry when they come out to eat.",
]
DAYS = [datetime(2024, 5, day, tzinfo=UTC) for day in (6, 7, 8, 9)]


def dates_of(printed: list[str], language: str = "en", captured: datetime | None = CAPTURED) -> list[datetime | None]:
    """The dates of the answers of a thread whose five posts print these."""
    posts = "".join(
        f'<div class="entry"><a class="who" href="/u/{number}">Gardener{number}</a> <span class="when">{date}</span>'
        f'<div class="words"><p>{words}</p></div></div>'
        for number, (date, words) in enumerate(zip(printed, WORDS, strict=True))
    )
    title = "<title>Slugs in the lettuce - Garden forum</title>"
    page = f'<html lang="{language}"><head>{title}</head><body><h1>Slugs in the lettuce</h1>{posts}</body></html>'
    found = thread_and_features(HtmlDocument(page, "https://forum.garden.example/t/7", captured))
    assert found is not None
    assert [post.body for post in found[0].answers] == WORDS[1:]
    return [post.date for post in found[0].answers]


@pytest.mark.parametrize(
    "printed",
    [["5 days ago", "4 days ago", "3 days ago", "2 days ago", "1 day ago"], ["5d", "4d", "3d", "2d", "1d"],
     [f"vor {count} Tagen" for count in (5, 4, 3, 2)] + ["gestern"],
     [f"hace {count} días" for count in (5, 4, 3, 2, 1)], [f"{count}天前" for count in (5, 4, 3, 2, 1)],
     [f"{count} дня назад" for count in (5, 4, 3, 2)] + ["вчера"]],
)  # fmt: skip
def test_ages_count_from_the_capture(printed: list[str]) -> None:
    assert dates_of(printed) == DAYS
    assert dates_of(printed, captured=None) == [None] * 4


@pytest.mark.parametrize(
    "form",
    ["{}. toukokuuta 2024", "{}. května 2024", "2024. május {}.", "{} Μαΐου 2024", "{} mai 2024", "{} maja 2024",
     "{} травня 2024", "{} Mei 2024", "2024年5月{}日", "{} мая 2024 г.", "{} de mayo de 2024", "{}.05.2024"],
)  # fmt: skip
def test_months_of_many_languages(form: str) -> None:
    assert dates_of([form.replace("{}", str(day)) for day in (5, 6, 7, 8, 9)]) == DAYS


def test_numbers_are_in_the_order_in_which_dates_rise_else_in_that_of_the_language() -> None:
    rising = ["08/05/2024", "09/05/2024", "10/05/2024", "01/06/2024", "02/06/2024"]
    assert dates_of(rising, "en-US") == [datetime(2024, *day, tzinfo=UTC) for day in ((5, 9), (5, 10), (6, 1), (6, 2))]
    same = ["05/06/2024"] * 5
    assert dates_of(same, "en-US") == [datetime(2024, 5, 6, tzinfo=UTC)] * 4
    assert dates_of(same, "fr") == [datetime(2024, 6, 5, tzinfo=UTC)] * 4


@pytest.mark.parametrize(
    ("last", "expected"),
    [("<abbr>9 May 2024, 08:15</abbr>", DAYS[3]), ("<abbr>edited 9 May 2024</abbr>", None)],
)
def test_a_date_in_an_element_of_another_name_stands_where_the_others_do(last: str, expected: datetime | None) -> None:
    """Young posts are dated in an element of their own, which a script keeps up to date."""
    printed = [f"{day} May 2024, 08:00" for day in (5, 6, 7, 8)]
    posts = "".join(
        f'<li class="entry"><a class="who" href="/users/{number}">Gardener{number}</a>'
        f'<div class="words"><p>{words}</p></div>'
        f'<a class="at" href="#p{number}">{date}</a></li>'
        for number, (date, words) in enumerate(zip([*(f"<i>{one}</i>" for one in printed), last], WORDS, strict=True))
    )
    page = f"<head><title>Slugs in the lettuce</title></head><body><h1>Slugs in the lettuce</h1><ul>{posts}</ul></body>"
    found = thread_and_features(HtmlDocument(page, "https://gardens.example/topic/4", captured_at=CAPTURED))
    assert found is not None
    dates = [post.date and post.date.date() for post in found[0].answers]
    assert dates == [*(day.date() for day in DAYS[:3]), expected and expected.date()]
