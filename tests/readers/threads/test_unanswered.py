"""Comments on a question that nobody has answered: they are no answers where the page says that there are none."""

import pytest

from qapipe.readers.threads.unanswered import says_unanswered

from .arrays import arrays
from .test_pair import ASKED, LATER, SAID, said, thread

COMMENTS = "".join(
    f"<div class={{css}}><p>{text}</p><a href=/user/{number}>Rut{number}</a><i title='2014-05-0{number}'>x</i></div>"
    for number, text in enumerate((SAID, LATER), 3)
)
QUESTION = f"<div class=q><p>{ASKED}</p><a href=/user/2>Bodil</a><b title='2014-05-02'>x</b>{{comments}}</div>"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0 answers", True), ("0 Answers:", True), ("Answers (0)", True), ("0 Antworten", True),
        ("No replies yet", True), ("0 réponses", True), ("回答 0", True), ("0个回答", True),
        ("0条回复", True), ("0件の回答", True), ("回覆 (0)", True),
        ("1 answer", False), ("10 answers", False), ("0 comments", False), ("0 answers were given", False),
        ("No answers for you", False), ("noreply", False), ("0", False), ("answers", False),
    ],
)  # fmt: skip
def test_what_says_that_nobody_answered(text: str, says: bool) -> None:
    places, _, _ = arrays(f"<h1>Why?</h1><p>Some words.</p><h2>{text}</h2>")
    assert (says_unanswered(places, 0) == 2) is says
    assert says_unanswered(places, 2) is None  # above the title


@pytest.mark.parametrize(
    "html",
    [
        "<a href=/q>0 answers</a>", "<button>0 answers</button>", "<nav>0 answers</nav>",
        "<ul><li class=c>0 answers</li><li class=c>3 answers</li></ul>",  # of other questions
        "<h2>1 answer</h2><p class=c>0 answers</p>",
    ],
)  # fmt: skip
def test_what_says_it_of_something_else(html: str) -> None:
    places, _, _ = arrays(f"<h1>Why?</h1>{html}")
    assert says_unanswered(places, 0) is None


@pytest.mark.parametrize("css", ["comment", "n"])
def test_comments_on_a_question_without_answers(css: str) -> None:
    page = QUESTION.format(comments=COMMENTS.format(css=css))
    assert any(body.startswith(LATER) for body in said(page))
    assert thread(f"{page}<h2>0 answers</h2>") is None


def test_comments_behind_the_count() -> None:
    page = f"{QUESTION.format(comments='')}<h2>0 answers</h2>"
    assert thread(page + COMMENTS.format(css="comment")) is None
    kept = said(page + COMMENTS.format(css="n"))
    assert any(body.startswith(LATER) for body in kept), "posts that a count denies stay: it may be wrong"


def test_a_form_is_no_answer() -> None:
    form = f"<div id=answers><h2>0 answers</h2><div class=help><p>{SAID}</p></div></div>"
    assert said(QUESTION.format(comments="") + form.replace("0 answers", "Answers")) == [SAID]
    assert thread(QUESTION.format(comments="") + form) is None
