"""Pages with one answer: it is found by its name or by a count, and told from comments, forms and lists."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads import thread_and_features
from qapipe.readers.threads.pair import is_better, may_be_better, pair_of
from qapipe.readers.threads.records import Anchor, Family, Record

from .arrays import arrays, named, t

TITLE = "Why does my kettle hum?"
ASKED = "My kettle hums when it stands on the left plate, and not on the right one."
SAID = "It is the loose bottom of the kettle. Put a coin under it and listen to it."
LATER = "Thank you, that was it: silence at last."
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"


def thread(html: str) -> Thread | None:
    found = thread_and_features(HtmlDocument(HEAD + html, "https://kettles.example/topic/7"))
    return found[0] if found else None


def said(html: str) -> list[str]:
    found = thread(html)
    return [post.body for post in found.answers] if found else []


QUESTION = f"<div class=q><p>{ASKED}</p></div>"


@pytest.mark.parametrize(
    ("box", "is_answer"),
    [
        *((f"class='{name}'", True) for name in ("answer", "answers", "x-answer", "answer-1", "reply", "replies",
        "response", "antwort", "antworten", "reponse", "valasz", "raspuns", "odpoved",
                                                 "réponse", "respuesta", "resposta", "risposta", "otvet", "huida",
                                                 "comment", "comments", "Answer")),
        *((f"id='{name}'", True) for name in ("answer", "the-answer-7", "Reply_7", "comment")),
        *((f"class='answer {name}'", False) for name in ("count", "number", "form", "button", "btn", "link", "action",
        "editor", "box-title", "boxtitle", "new", "add", "write",
                                                         "related", "recent", "sidebar", "widget", "head", "tool")),
        ("class='unanswer'", False), ("class='answered'", False), ("class='post'", False), ("id='answer-form'", False),
        ("class=commentary", False), ("", False),
        ("class='answer-form' id=answer", False),
    ],
)  # fmt: skip
def test_what_one_answer_is_called(box: str, is_answer: bool) -> None:
    assert said(f"{QUESTION}<div {box}><p>{SAID}</p></div>") == ([SAID] if is_answer else [])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # a count says where the answer is
        (f"{QUESTION}<h2>1 answer</h2><div><p>{SAID}</p></div>", [SAID]),
        (f"{QUESTION}<h2>2 answers</h2><div><p>{SAID}</p></div>", []),
        (f"{QUESTION}<h2>0 answers</h2><div><p>{SAID}</p></div>", []),
        (f"<h2>1 answer</h2><div><p>{SAID}</p></div>", [SAID]),
        # how long it may be
        (f"{QUESTION}<div class=answer><p>{'x' * 31}</p></div>", []),
        (f"{QUESTION}<div class=answer><p>{'x' * 32}</p></div>", ["x" * 32]),
        # something must ask, or a date stand below the title
        (f"<div class=answer><p>{SAID}</p></div>", []),
        (f"<p>3 May 2014</p><div class=answer><p>{SAID}</p></div>", [SAID]),
        (f"<p>Joined 3 May 2014</p><div class=answer><p>{SAID}</p></div>", []),
        # several boxes
        (f"{QUESTION}<div class=answer><p>{SAID}</p></div><div class=answer-b><p>{ASKED}!</p></div>", [SAID]),
        (f"{QUESTION}<div class=answer><p>{SAID}</p></div><div class=answer><p>{LATER}</p></div>",
         [SAID, LATER]),
        (f"{QUESTION}<div class=answer><div class=reply><p>{SAID}</p></div><div class=reply><p>{LATER}</p></div></div>",
         []),
        (f"{QUESTION}<div class=answer><p>{SAID}</p><div class=comment><p>{LATER}</p></div></div>", [SAID]),
        (f"{QUESTION}<div class=comments><div class=comment><p>{SAID}</p></div></div>", [SAID]),
    ],
)  # fmt: skip
def test_where_one_answer_stands(html: str, expected: list[str]) -> None:
    assert said(html) == expected


COMMENT = f"<div class=comment><p>{LATER}</p><a href=/user/7>Rut</a><b>4 May 2014</b></div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # comments on the question, though they stand before the answer
        (f"<div class=q><p>{ASKED}</p><div class=comments>{COMMENT}</div></div><div class=answer><p>{SAID}</p></div>",
         [SAID]),
        # the only answer in a box of them, without what else stands there
        (f"{QUESTION}<div id=answers><div class=answer><p>{SAID}</p></div><h2>Not?</h2><p>{LATER}</p></div>", [SAID]),
        (f"{QUESTION}<div class=answers><div class=answer><p>{SAID}</p></div><aside class=reply>{LATER}</aside></div>",
         [SAID]),
        # what stands below a count that is no text of the page
        (f"{QUESTION}<h2>1 answer</h2><footer><p>{SAID}</p></footer>", []),
    ],
)  # fmt: skip
def test_what_stands_beside_one_answer(html: str, expected: list[str]) -> None:
    assert said(html) == expected


@pytest.mark.parametrize(
    ("by", "answers"),
    [
        ("Answered 4 May 2014", True), ("Replied 4 May 2014", True), ("répondu le 4 mai 2014", True),
        ("4 May 2014", False), ("Answer by Ann Holm", True), ("Ann Holm", False), ("Unanswered", False),
    ],
)  # fmt: skip
def test_a_title_that_asks_by_itself(by: str, answers: bool) -> None:
    """Its answer says that it is one: a first post may be called so, too."""
    box = f"<div class={{css}}><p>{SAID}</p><p>{by}</p></div>"
    assert [body[: len(SAID)] for body in said(box.format(css="answer"))] == ([SAID] if answers else [])
    assert said(box.format(css="comment")) == []
    assert (
        thread_and_features(HtmlDocument("<title>My kettle</title><h1>My kettle</h1>" + box.format(css="answer")))
        is None
    )


def test_a_count_of_the_replies_to_one_post() -> None:
    def post(text: str, day: int) -> str:
        return f"<li class=p><a href=/user/{day}>Rut{day}</a> <b>{day} May 2014</b><p>{text}</p></li>"

    asked, answer = post(ASKED, 3).replace("</li>", "<p>1 reply</p></li>"), post(SAID, 4)
    assert said(f"<ul>{asked}{answer}{post(LATER, 5)}</ul>") == [SAID, LATER]
    assert said(f"<ul>{asked}{answer}</ul><div><ul>{post(LATER, 5)}</ul></div>") == [SAID]


def test_who_gave_the_answer_and_when() -> None:
    by = "<p><a class=author href=/u/7>Kasper</a> <span>4 May 2014</span></p>"
    asked = "<p><a class=author href=/u/8>Bodil</a> <span>3 May 2014</span></p>"
    found = thread(f"<div class=q>{asked}<p>{ASKED}</p></div><div class=answer>{by}<p>{SAID}</p></div>")
    assert found is not None
    assert found.question is not None
    assert (found.question.body, found.question.author, str(found.question.date)[:10]) == (ASKED, "Bodil", "2014-05-03")
    assert [(post.body, post.author, str(post.date)[:10]) for post in found.answers] == [(SAID, "Kasper", "2014-05-04")]


def pair(html: str, title: int | None = 0) -> tuple[str, bool, float] | None:
    """The box of the one answer, whether a count says so, and its score."""
    places, marks, prose = arrays(f"<h1>{TITLE}</h1>{html}")
    found = pair_of(places, marks, prose, title)
    if found is None:
        return None
    (record,) = found.records
    assert isinstance(found.sign, tuple)
    return named(places, record.roots), found.sign[1] is True, round(found.score, 3)


Q = f"<div id=q><p>{t(100)}</p></div>"


def called(name: str, prose: int = 64, css: str = "answer") -> str:
    return f"<div id={name} class='{css}'>{t(prose)}</div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (Q + called("a"), ("a", False, 18.0)), (Q + called("a", 20), ("a", False, 14.472)), (Q + called("a", 19), None),
        (Q + called("a", 12_000), ("a", False, 119.545)), (Q + called("a", 12_001), None),
        # the question counts up to the length of an answer
        (f"<p>{t(12_100)}</p>" + called("a"), ("a", False, 117.545)),
        (f"<p>{t(11_025)}</p>" + called("a"), ("a", False, 113.0)),
        # up to four boxes of different kinds
        (Q + "".join(called(f"a{n}", css=f"answer{n * 'x'}-k{n * 'x'}") for n in range(4)), ("a0", False, 18.0)),
        (Q + "".join(called(f"a{n}", css=f"answer-k{n * 'x'}") for n in range(5)), None),
        (Q + called("a") + called("b"), None), (Q + called("a") + called("b", 19), ("a", False, 18.0)),
        (Q + f"<div class=answer id=a>{t(64)}<div class=answer-b>{t(36)}</div></div>", ("a", False, 20.0)),
        # not above the title
        (f"<p id=x class=answer>{t(64)}</p>" + Q, None),
        # several answers in the box
        (Q + f"<div class=answers id=a>{called('b')}{called('c')}</div>", None),
        (Q + f"<div class=answers id=a>{called('b')}{called('c', 19)}</div>", ("a", False, 19.11)),
        (Q + f"<div class=answers id=a>{called('b')}{called('c', css='reply')}</div>", ("a", False, 21.314)),
        (Q + f"<div class=answers id=a>{called('b', 20)}{called('c', 20)}</div>", None),
        (Q + f"<div class=answer id=a>{called('b')}</div>", ("a", False, 18.0)),
        (Q + f"<div class=answers id=a>{called('b', css='comment')}{called('c', css='comment')}</div>",
         ("a", False, 21.314)),
        # two dates of one kind, but those of comments
        (Q + f"<div class=answer id=a><b>3 May 2014</b>{t(64)}<b>4 May 2014</b></div>", None),
        (Q + f"<div class=answer id=a><b>3 May 2014</b>{t(64)}<i>4 May 2014</i></div>", ("a", False, 18.0)),
        (Q + f"<div class=answer id=a><b>3 May 2014</b>{t(64)}<p class=comment><b>4 May 2014</b></div>",
         ("a", False, 18.0)),
        (Q + f"<div class=answer id=a><b>3 May 2014</b>{t(64)}<b>Edited 4 May 2014</b></div>", ("a", False, 18.0)),
        # something asks: a text, a date, or a count says that there is one
        (called("a"), None), ("<p>3 May 2014</p>" + called("a"), ("a", False, 8.0)),
        (called("a").replace(">", "><b>3 May 2014</b>", 1), None), (called("a") + "<p>3 May 2014</p>", None),
        ("<p>1 answer</p>" + called("a"), ("a", True, 8.0)),
    ],
)  # fmt: skip
def test_one_answer_that_is_called_so(html: str, expected: tuple[str, bool, float] | None) -> None:
    if "id=x" in html:
        places, marks, prose = arrays(html.replace(Q, "") + f"<h1>{TITLE}</h1>{Q}")
        assert pair_of(places, marks, prose, 1) is None
    else:
        assert pair(html) == expected
        assert pair(html, None) is None


def test_a_title_counts_nothing() -> None:
    places, marks, prose = arrays(f"<h1>1 answer to a hum</h1>{Q}<div>{t(64)}</div>")
    assert pair_of(places, marks, prose, 0) is None


COUNT = "<h2>1 answer</h2>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"{Q}{COUNT}<div id=a>{t(64)}</div>", "a"), (f"{Q}{COUNT}<div id=a>{t(64)}</div><div id=b>{t(65)}</div>", "b"),
        (f"{Q}<main><div>{COUNT}<p>{t(15)}</p><p>{t(15)}</p></div><div id=a>{t(25)}</div></main>", "a"),
        (f"{Q}{COUNT}<div id=a>{t(19)}</div>", None), (f"{Q}{COUNT}<div id=a>{t(20)}</div>", "a"),
        (f"{Q}<button>1 answer</button><div id=a>{t(64)}</div>", None),
        (f"{Q}<nav>1 answer</nav><div id=a>{t(64)}</div>", None),
        (f"{Q}<button>2 answers</button>{COUNT}<div id=a>{t(64)}</div>", "a"),
        (f"{Q}<p>2 answers</p>{COUNT}<div id=a>{t(64)}</div>", None),
        (f"{Q}{COUNT}<div id=a>{t(64)}</div><p>2 answers</p>", "a"),
        (f"{Q}{'<div>' * 5}{COUNT}{'</div>' * 5}<div id=a>{t(64)}</div>", None),
        (f"{Q}{'<div>' * 4}{COUNT}{'</div>' * 4}<div id=a>{t(64)}</div>", "a"),
        (f"{Q}<div id=a>{t(64)}</div>{COUNT}", None), (f"{Q}{COUNT}<div id=b>{t(64)}</div>{called('a')}", "a"),
    ],
)  # fmt: skip
def test_one_answer_behind_a_count(html: str, expected: str | None) -> None:
    found = pair(html)
    assert (found and found[0]) == expected
    assert found is None or found[1]


def family(records: int, score: float, sign: object = ("day", 1)) -> Family:
    return Family("place", [Record([n], Anchor(n, n, sign)) for n in range(records)], sign, score)


@pytest.mark.parametrize(
    ("score", "counted", "other", "better"),
    [
        (10.1, False, family(3, 10), True), (10.0, False, family(3, 10), False), (6.7, True, family(3, 10), True),
        (6.6, True, family(3, 10), False), (13.1, False, family(2, 10), True), (12.9, False, family(2, 10), False),
        (12.9, True, family(2, 10), False), (10.1, False, family(2, 10, ("author", 1)), True),
        (10.0, False, family(2, 10, ("author", 1)), False), (10.1, False, family(1, 10), True),
    ],
)  # fmt: skip
def test_what_is_better_than_records_that_repeat(score: float, counted: bool, other: Family, better: bool) -> None:
    assert is_better(Family("pair", [], ("pair", counted), score), other) is better


@pytest.mark.parametrize(
    ("letters", "score", "may_be"),
    [(50, 14.9, True), (50, 15.1, False), (23_000, 321.7, True), (23_000, 321.8, False),
     (30_000, 328.63, True), (30_000, 328.64, False)],
)  # fmt: skip
def test_when_one_answer_is_looked_for_at_all(letters: int, score: float, may_be: bool) -> None:
    """Where the best that it could be, with half of the page's prose for each text, is better than what is found."""
    _, _, prose = arrays(f"<p>{t(letters)}</p>")
    assert may_be_better(prose, family(3, score)) is may_be


def test_an_answer_that_another_follows_is_not_the_only_one() -> None:
    by = "<div class=by><a href=/u/{0}>{0}</a> <i>{1} May 2014</i></div>"
    reply = f"<li class=comment id=c{{1}}>{by}<div class=text>{{2}}</div></li>"
    asked = f"<div class=q><div class=text>{ASKED}</div>{by.format('Bodil', 3)}</div>"
    first, second = reply.format("Kasper", 4, SAID), reply.format("Gerd", 5, "So it is.")
    assert said(f"{asked}<ul>{first}{second}</ul>") == [SAID, "So it is."]
    assert said(f"{asked}<ul>{first}</ul>") == [SAID]
