"""One answer that nothing names: the second of two dated texts, in a box with its author."""

import pytest

from .test_pair import ASKED, HEAD, SAID, said

ASKED_ON = "<div class=top><time datetime=2014-05-01>May 1, 2014</time> <a href=/user/bodil>Bodil</a></div>"
AUTHOR = "<a href=/user/kasper>Kasper</a>"
SECOND_DATE = "<time datetime=2014-05-02>May 2, 2014</time>"


def page(by: str = AUTHOR, date: str = SECOND_DATE, more: str = "", text: str = SAID) -> str:
    note = f"<li class=note><p>{by} wrote on {date}</p><div><p>{text}</p></div></li>"
    return f"{ASKED_ON}<div class=q><p>{ASKED}</p></div><ul>{note}</ul>{more}"


@pytest.mark.parametrize(
    ("html", "holds"),
    [
        (page(), True),
        (page(by="<span class=note-author>Kasper</span>"), True),
        (page(by="Kasper"), False),
        (page(by="<a href=/kettles>Kettles</a>"), False),
        (page(date="yesterday"), False),
        (page(more="<p class=x><time datetime=2014-05-03>May 3, 2014</time></p>"), False),
        (page(more="<p class=x>Last edited <time datetime=2014-05-03>May 3, 2014</time></p>"), True),
        (page(more="<nav><time datetime=2014-05-03>May 3, 2014</time></nav>"), True),
        (page(text="Try a coin."), False),
        (page().replace(ASKED, "Hm."), False),
        (page().replace(ASKED_ON, ""), False),
    ],
)
def test_a_second_dated_text_is_the_answer(html: str, *, holds: bool) -> None:
    assert said(html) == ([SAID] if holds else [])


def test_the_date_of_the_question_may_stand_above_the_title() -> None:
    assert said(ASKED_ON + HEAD + page().removeprefix(ASKED_ON)) == [SAID]
