"""Pages with one answer: it is found by its name or by a count, and told from comments, forms and lists."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads import thread_and_features

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
        "response", "antwort", "antworten", "reponse",
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
        (f"{QUESTION}<div class=answer><p>{SAID}</p></div><div class=answer><p>{ASKED}</p></div>", []),
        (f"{QUESTION}<div class=answer><div class=reply><p>{SAID}</p></div><div class=reply><p>{LATER}</p></div></div>",
         []),
        (f"{QUESTION}<div class=answer><p>{SAID}</p><div class=comment><p>{LATER}</p></div></div>", [SAID]),
        (f"{QUESTION}<div class=comments><div class=comment><p>{SAID}</p></div></div>", [SAID]),
    ],
)  # fmt: skip
def test_where_one_answer_stands(html: str, expected: list[str]) -> None:
    assert said(html) == expected


def test_who_gave_the_answer_and_when() -> None:
    by = "<p><a class=author href=/u/7>Kasper</a> <span>4 May 2014</span></p>"
    asked = "<p><a class=author href=/u/8>Bodil</a> <span>3 May 2014</span></p>"
    found = thread(f"<div class=q>{asked}<p>{ASKED}</p></div><div class=answer>{by}<p>{SAID}</p></div>")
    assert found is not None
    assert found.question is not None
    assert (found.question.body, found.question.author, str(found.question.date)[:10]) == (ASKED, "Bodil", "2014-05-03")
    assert [(post.body, post.author, str(post.date)[:10]) for post in found.answers] == [(SAID, "Kasper", "2014-05-04")]
