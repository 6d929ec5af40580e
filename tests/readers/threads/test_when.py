"""When posts were written: the run of each date, day first or month first, and ages."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Record
from qapipe.readers.threads.when import dates_of, instant, is_day_first, shown_dates

CAPTURED = datetime(2024, 5, 10, 12, tzinfo=UTC)
DAY = datetime(2024, 5, 6, tzinfo=UTC)
OTHER = datetime(2024, 6, 5, tzinfo=UTC)


def day(month: int, number: int) -> datetime:
    return datetime(2024, month, number, tzinfo=UTC)


def mark(
    element: int, run: int, when: datetime | None, other: datetime | None = None, *, slashed: bool = True,
    month_first: bool = False, end: int | None = None,
) -> Mark:  # fmt: skip
    behind = run + 1 if end is None else end
    return Mark(element, run, behind, ("day",), when, other, slashed, month_first, foreign=False)


def found(marks: Sequence[Mark], html: str = "<main></main>") -> Found:
    places = arrays_of(HtmlDocument(html))[0]
    records = [Record([0], Anchor(one.element, one.run, one.sign)) for one in marks]
    return Found(Thread("thread"), places, Family("place", records, ("day",)), list(marks), None)


@pytest.mark.parametrize(
    ("pairs", "language", "expected"),
    [
        # month first, day first: the reading that rises more often
        ([(day(5, 8), day(8, 5)), (day(6, 1), day(1, 6))], "fr", False),
        ([(day(8, 5), day(5, 8)), (day(1, 6), day(6, 1))], "en-us", True),
        ([(day(5, 6), day(6, 5)), (day(5, 6), day(6, 5))], "fr", True),
        ([(day(5, 6), day(6, 5)), (day(5, 6), day(6, 5))], "en-us", False),
        ([(day(8, 5), day(5, 8)), (day(7, 5), day(5, 8))], "en-us", True),
        # both rise: that in which they are much closer, else the language
        ([(day(3, 9), day(9, 3)), (day(3, 11), day(11, 3))], "fr", False),
        ([(day(9, 3), day(3, 9)), (day(11, 3), day(3, 11))], "en-us", True),
        ([(day(1, 2), day(2, 1)), (day(2, 5), day(5, 2))], "en-us", False),
        ([(day(1, 2), day(2, 1)), (day(2, 5), day(5, 2))], "fr", True),
        ([(day(5, 6), day(6, 5))], "fr", True), ([(day(5, 6), day(6, 5))], "en-us", False),
        ([(day(5, 6), day(6, 5))], None, False),
        # one that can be read in one way alone
        ([(day(8, 5), day(5, 8)), (day(1, 6), day(6, 1)), (day(5, 20), None)], "en-us", True),
    ],
)  # fmt: skip
def test_which_number_is_the_day(
    pairs: list[tuple[datetime, datetime | None]], language: str | None, expected: bool
) -> None:
    document = HtmlDocument(f"<html lang={language}><main></main>" if language else "<main></main>")
    page = found([mark(number, number, when, other) for number, (when, other) in enumerate(pairs)])
    assert is_day_first(page, document) == expected


def test_a_date_that_can_only_have_the_month_first_decides() -> None:
    rising = [mark(0, 0, day(8, 5), day(5, 8)), mark(1, 1, day(1, 6), day(6, 1))]
    document = HtmlDocument("<html lang=fr><main></main>")
    assert is_day_first(found(rising), document)
    assert not is_day_first(found([*rising, mark(2, 2, day(5, 20), month_first=True)]), document)
    assert is_day_first(found([*rising, mark(2, 2, day(5, 2), day(2, 5), month_first=True)]), document)
    assert is_day_first(found([*rising, mark(2, 2, None, month_first=True)]), document)
    assert is_day_first(found([*rising, mark(2, 2, day(5, 20), month_first=True, slashed=False)]), document)


def test_dates_in_words_alone_leave_nothing_to_decide() -> None:
    document = HtmlDocument("<html lang=fr><main></main>")
    assert not is_day_first(found([mark(0, 0, DAY, OTHER, slashed=False)]), document)
    assert not is_day_first(found([]), document)


def test_dates_of_records() -> None:
    document = HtmlDocument("<html lang=fr><main><p>x</p></main>", captured_at=CAPTURED)
    page = found([mark(0, 0, DAY, OTHER), mark(1, 0, day(5, 1))], "<main><p>x</p></main>")
    page.family.records.append(Record([0], Anchor(7, 0, ("day",))))
    page.marks[1] = page.marks[1]._replace(slashed=False)
    assert dates_of(page, document) == [OTHER, day(5, 1), None]


@pytest.mark.parametrize(
    ("one", "captured", "day_first", "expected"),
    [
        (mark(0, 0, DAY, OTHER), None, False, DAY), (mark(0, 0, DAY, OTHER), None, True, OTHER),
        (mark(0, 0, DAY), None, True, DAY), (mark(0, 0, None), None, False, None),
        (mark(0, 0, None), CAPTURED, False, day(5, 7).replace(hour=12)), (mark(0, 1, None), CAPTURED, False, None),
        (mark(0, 2, None), CAPTURED, False, None),
    ],
)  # fmt: skip
def test_what_a_mark_says(one: Mark, captured: datetime | None, day_first: bool, expected: datetime | None) -> None:
    html = "<main><p>3 days ago</p></main>"
    document = HtmlDocument(html, captured_at=captured)
    said = instant(arrays_of(document)[0], one, document, day_first=day_first)
    assert (said and said.date()) == (expected and expected.date())


def shown(html: str, marks: list[Mark]) -> list[int]:
    """The runs of the dates of records, which are the elements of the class ``r``."""
    places = arrays_of(HtmlDocument(html))[0]
    roots = [element for element, own in enumerate(places.attributes) if own.get("class") == "r"]
    records = [Record([root], Anchor(one.element, one.run, one.sign)) for root, one in zip(roots, marks, strict=False)]
    return shown_dates(places, Family("place", records, ("day",)), marks)


def test_a_date_of_an_attribute_is_shown_by_the_first_text_in_its_record_that_says_the_same() -> None:
    html = "<main><p>x</p><div class=r><p>a</p><p>b</p><p>c</p></div><p>d</p></main>"
    own = mark(9, 1, DAY, end=1)
    for beside, expected in (
        ([], 1), ([mark(4, 2, DAY)], 2), ([mark(4, 2, OTHER), mark(5, 3, DAY)], 3), ([mark(4, 2, DAY, end=2)], 1),
        ([mark(6, 4, DAY)], 1), ([mark(4, 2, DAY), mark(5, 3, DAY)], 2), ([mark(3, 1, DAY)], 1),
    ):  # fmt: skip
        assert shown(html, [own, *beside]) == [expected], beside
    assert shown(html, [mark(9, 1, DAY), mark(4, 2, DAY)]) == [1]
    assert shown(html, [mark(9, 1, None, end=1), mark(4, 2, None)]) == [1]


@pytest.mark.parametrize(("others", "expected"), [(198, 199), (199, 0)])
def test_two_hundred_dates_of_a_record_are_looked_at(others: int, expected: int) -> None:
    html = f"<main><div class=r>{'<p>x</p>' * 210}</div></main>"
    marks = [mark(2, 0, DAY, end=0), *(mark(2, run, OTHER) for run in range(1, others + 1)), mark(2, others + 1, DAY)]
    assert shown(html, marks) == [expected]
