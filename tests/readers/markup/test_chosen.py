"""An accepted answer that markup does not name is known by the classes around it."""

import pytest

import qapipe

ITEM = (
    '<div class="{outer}"><div class="box"><div class="{own}" itemprop="{role}" itemscope itemtype="https://schema.org/Answer">'
    '<b itemprop="author">{author}</b> <time itemprop="dateCreated" datetime="2014-05-0{day}">May {day}</time>'
    '<div itemprop="text"><p>{text}</p></div></div></div></div>'
)
TEXTS = ("It is the loose bottom of the kettle.", "Ours did the same until we took the lime out.")


def accepted(outer: str, own: str = "", role: str = "suggestedAnswer", both: bool = False) -> list[bool | None]:
    items = "".join(
        ITEM.format(outer=outer if number or both else "", own=own if number or both else "", author=f"Name{number}",
                    day=number + 2, text=text, role=role if number else "suggestedAnswer")
        for number, text in enumerate(TEXTS)
    )  # fmt: skip
    page = (
        '<title>Why does my kettle hum?</title><div itemscope itemtype="https://schema.org/Question">'
        '<h1 itemprop="name">Why does my kettle hum?</h1><span itemprop="answerCount">2</span>'
        f'<div itemprop="text"><p>Mine hums on the left plate.</p></div><main class="best-answer">{items}</main></div>'
    )
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url="https://kettles.example/q/1"))
    return [answer.is_accepted for answer in record.answers]


@pytest.mark.parametrize(
    ("outer", "own", "expected"),
    [
        ("answer best-answer", "", [False, True]),
        ("", "is-best-answer", [False, True]),
        ("Accepted", "", [False, True]),
        ("accepted-answers-2", "", [False, True]),
        ("unaccepted", "", [False, False]),
        ("answer", "solution", [False, False]),
    ],
)
def test_the_classes_of_one_answer_name_it(outer: str, own: str, expected: list[bool]) -> None:
    assert accepted(outer, own) == expected


def test_what_all_are_called_says_nothing() -> None:
    assert accepted("best-answer", both=True) == [False, False]


def test_markup_decides_where_it_says_it() -> None:
    assert accepted("", role="acceptedAnswer") == [False, True]
