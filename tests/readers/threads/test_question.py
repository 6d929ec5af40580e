"""Counts of answers: what a short text says, and where it may stand."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.question import count_in, declared
from qapipe.readers.threads.reader import arrays_of


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        *((f"3 {word}", 3) for word in (
            "Answer", "answers", "reply", "replies", "response", "responses", "comment", "comments", "Antwort",
            "Antworten",
            "Kommentare", "réponse", "réponses", "respuesta", "respuestas", "comentario", "comentarios", "resposta",
            "respostas",
            "risposte", "ответ", "ответов", "комментария", "个回答", "個回答", "条回答", "件の回答", "件",
        )),
        *((f"{word} 3", 3) for word in (
            "answer", "Answers", "replies", "response", "responses", "comment", "comments", "Antworten", "Kommentare",
            "réponses",
            "respuestas", "respostas", "ответ", "回答",
        )),
        ("Answers (3)", 3), ("Answers: 3", 3), ("Answers:3", 3), ("(3 answers)", 3), ("1234 answers", 1234),
        ("12345 answers", None),
        ("3 answered", None), ("a3 answers", None), ("3", None), ("answers", None), ("3 votes", None),
        ("3 lines of answers", None),
        ("3 answers, all " + "x" * 25, 3), ("3 answers, all " + "x" * 26, None),
        ("3|answers", 3), ("3|answers all ok", 3), ("3|answers all oks", None),
        ("x 3|answers", None),
    ],
)  # fmt: skip
def test_what_a_text_counts(texts: str, count: int | None) -> None:
    places = arrays_of(HtmlDocument("".join(f"<p>{text}</p>" for text in texts.split("|"))))[0]
    assert count_in(places, 0) == count


def test_a_button_behind_a_number_counts_nothing() -> None:
    assert count_in(arrays_of(HtmlDocument("<p>3</p><button>answers</button>"))[0], 0) is None
    assert count_in(arrays_of(HtmlDocument("<button>3 answers</button>"))[0], 0) == 3


@pytest.mark.parametrize(
    ("before", "first", "behind", "count"),
    [(0, 0, 0, 5), (1, 0, 399, 5), (1, 0, 400, None), (1, 1, 3, 5), (1, 2, 3, None), (3, 0, 0, 5)],
)
def test_the_last_count_before_the_posts_counts(before: int, first: int, behind: int, count: int | None) -> None:
    html = "<p>x</p>" * before + "<p>5 answers</p>" + "<p>y</p>" * behind + "<p>7 answers</p>"
    places = arrays_of(HtmlDocument(html))[0]
    assert declared(places, first, len(places.texts) - 1) == count
    assert declared(places, first, len(places.texts)) == 7
