"""Accepted answers, by classes and words; how many posts may be marked."""

import pytest

from qapipe.readers.threads.accepted import accepted_of
from qapipe.readers.threads.records import Anchor, Family, Record
from support.posts import thread

from .arrays import BODY, arrays, family, ids


@pytest.mark.parametrize(
    "mark",
    [
        "<div class=accepted>x</div>", "<span class='icon is-solution'>✓</span>", "<span class=best-answer>Best</span>",
        "<div>Accepted answer</div>", "<div>✓ Best answer</div>",
        "<div>Favorite Answer</div>", "<div>Solution</div>", "<div>Beste Antwort</div>",
        "<div>最佳答案</div>", "<div>Лучший ответ</div>", "<div class=post_solved>x</div>",
    ],
)  # fmt: skip
def test_the_accepted_answer(mark: str) -> None:
    record = thread(beside=["", "", mark, "", ""])
    assert [answer.is_accepted for answer in record.answers] == [False, True, False, False]


@pytest.mark.parametrize(
    "mark",
    ["<div class=unaccepted>x</div>", "<div class='accepted hidden'>x</div>", "<div>Accepted by most of us</div>",
     "<div class=accept>x</div>", "<div>Answer</div>"],
)  # fmt: skip
def test_marks_that_accept_nothing(mark: str) -> None:
    record = thread(beside=["", "", mark, "", ""])
    assert [answer.is_accepted for answer in record.answers] == [None] * 4


def test_where_most_posts_have_the_mark_it_says_nothing() -> None:
    record = thread(beside=["", *["<div class=accepted>x</div>"] * 3, ""])
    assert [answer.is_accepted for answer in record.answers] == [None] * 4


def test_where_most_posts_have_the_mark_a_surer_one_decides() -> None:
    solution = "<div class=solution>x</div>"
    record = thread(beside=["", solution, f"{solution}<div class=accepted>x</div>", solution, ""])
    assert [answer.is_accepted for answer in record.answers] == [False, True, False, False]


def test_a_mark_in_the_words_says_nothing() -> None:
    record = thread(below=["", "", "<p class=accepted>It was accepted.</p>", "", ""])
    assert [answer.is_accepted for answer in record.answers] == [None] * 4


@pytest.mark.parametrize("name", (
    "accepted accepted-answer best-answer bestanswer isbestanswer is-best-answer solution issolution is-solution "
    "solved chosen correct-answer answer-accepted best_answer isanswer marked-answer message--solution message-solution"
).split())  # fmt: skip
def test_classes_of_accepted_answers(name: str) -> None:
    fused = f"x{name.replace('-', '')}"
    for css, accepted in ((name, True), (f"x_{name} y", True), (name.upper(), True), (fused, None)):
        record = thread(beside=["", "", f"<div class='{css}'>x</div>", "", ""])
        assert record.answers[1].is_accepted is accepted, css


@pytest.mark.parametrize("words", (
    "Accepted answer|accepted solution|Best answer|best response|Solution|top solution|Verified solution|Beste Antwort|"
    "Meilleure réponse|Mejor respuesta|Melhor resposta|最佳答案|采纳|ベストアンサー|Решение|Лучший ответ|✓ Solution!"
).split("|"))  # fmt: skip
def test_words_of_accepted_answers(words: str) -> None:
    for text, accepted in ((words, True), (f"{words} of us", None), (words + "." * (30 - len(words)), None)):
        record = thread(beside=["", "", f"<div>{text}</div>", "", ""])
        assert record.answers[1].is_accepted is accepted, text


@pytest.mark.parametrize(
    ("marked", "accepted"),
    [((1,), [False, True, False, False]), ((1, 2), [None] * 4), ((), [None] * 4), ((3,), [False, False, False, True])],
)
def test_how_many_posts_may_be_accepted(marked: tuple[int, ...], accepted: list[bool | None]) -> None:
    beside = ["", *("<div class=accepted>x</div>" if number in marked else "" for number in range(4))]
    assert [answer.is_accepted for answer in thread(beside=beside).answers] == accepted


YES, NO = f"<s class=accepted>x</s>{BODY}", BODY


@pytest.mark.parametrize(
    ("posts", "accepted"),
    [
        ([YES], [True]), ([YES, NO], [True, False]), ([YES, YES], [True, True]), ([YES, NO, NO], [True, False, False]),
        ([YES, YES, NO], [None] * 3), ([YES, YES, NO, NO, NO], [None] * 5),
        ([YES, YES] + [NO] * 4, [True] * 2 + [False] * 4),
        ([YES] * 3 + [NO] * 4, [None] * 7), ([NO, NO], [None] * 2),
        # hidden, in a body, in a record inside, and by words before the body
        ([f"<s class='accepted hidden'>x</s>{BODY}", NO], [None] * 2),
        ([f"<s class='accepted d-none'>x</s>{BODY}"], [None]),
        (["<div id=b><s class=accepted>x</s></div>", NO], [None] * 2),
        (["<div id=b class=accepted>x</div>", NO], [None] * 2),
        ([f"{BODY}<div id=n><s class=accepted>x</s></div>", NO], [None] * 2),
        ([f"{BODY}<div id=n>x</div><s class=accepted>x</s>", NO], [True, False]),
        (["<div id=b>x</div><s class=accepted>x</s>", NO], [True, False]),
        ([f"<s>Best answer</s>{BODY}", NO], [True, False]),
        ([f"{BODY}<s>Best answer</s>", NO], [None] * 2), (["<s>Best answer</s>", NO], [None] * 2),
        ([f"<s>x</s><s>Best answer</s>{BODY}", NO], [True, False]),
        ([f"<s>x</s>{BODY}", f"<s>Solution</s>{BODY}"], [False, True]), (["<p id=b>Best answer</p>", NO], [None] * 2),
        ([f"<s>Best answer{'!' * 18}</s>{BODY}", NO], [True, False]),
        ([f"<s>Best answer{'!' * 19}</s>{BODY}", NO], [None] * 2),
        # a picture right behind the body
        ([f"<u>x</u>{BODY}<s class=accepted></s>", NO], [True, False]),
    ],
)  # fmt: skip
def test_accepted_records(posts: list[str], accepted: list[bool | None]) -> None:
    places, records, bodies = family(*posts)
    assert accepted_of(places, records, bodies) == accepted


def test_a_box_around_a_record_may_be_called_accepted() -> None:
    places, records, bodies = family(f"<div class=accepted>{BODY}</div>", BODY)
    (inner,) = (one for one in range(len(places.nodes)) if places.css_class(one) == "accepted")
    records.records[0] = Record([inner + 1], Anchor(0, 0, "day"), around=[inner])
    assert accepted_of(places, records, bodies) == [True, False]


def test_marks_in_records_of_several_elements_and_bodies_of_several_parts() -> None:
    places, _, _ = arrays("<p id=r>a</p><p>b <s class=accepted>c</s> d</p><p id=r>e</p><p>f</p>")
    records = [Record([root, root + 1], Anchor(root, 0, "day")) for root in ids(places, "r")]
    family = Family("run", records, "day")
    assert accepted_of(places, family, [[], []]) == [True, False]
    assert accepted_of(places, family, [[(0, 1), (2, 3)], []]) == [None, None]
    assert accepted_of(places, family, [[(0, 1), (3, 4)], []]) == [True, False]


@pytest.mark.parametrize("words", (
    "Recommended answer|Marked as answer|accepted as the best solution|Hilfreichste Antwort|✓ 已被采纳|질문자채택|"
    "Answer accepted by question author|Vom Fragesteller als hilfreich ausgezeichnet"
).split("|"))  # fmt: skip
def test_words_of_accepted_answers_on_other_sites(words: str) -> None:
    record = thread(beside=["", "", f"<div>{words}</div>", "", ""])
    assert [answer.is_accepted for answer in record.answers] == [False, True, False, False]


@pytest.mark.parametrize(
    ("here", "copies", "accepted"),
    [
        ([True] * 4, {}, [None] * 4),
        ([False, True, True, True], {}, [False, True, False, False]),
        ([False, True, True, True], {0: 3}, [None] * 4),  # two of three
    ],
)
def test_what_is_said_at_a_copy_is_said_of_the_post(
    here: list[bool], copies: dict[int, int], accepted: list[bool | None]
) -> None:
    places, records, bodies = family(YES, YES, NO, NO)
    assert accepted_of(places, records, bodies, here, copies) == accepted


def test_the_copy_alone_may_be_marked() -> None:
    places, records, bodies = family(YES, NO, NO, NO)
    marked = accepted_of(places, records, bodies, [False, True, True, True], {0: 2})
    assert marked == [False, False, True, False]


@pytest.mark.parametrize("words", (
    "Akzeptierte Lösung|Risposta accettata|Respuesta elegida|Najlepsza odpowiedź|En iyi cevap|أفضل إجابة|התשובה הנבחרת|"
    "Jawaban terbaik|已采纳|최고의 답변|Accepteret løsning|Cel mai bun răspuns|Nejlepší odpověď|Řešení"
).split("|"))  # fmt: skip
def test_words_of_accepted_answers_abroad(words: str) -> None:
    record = thread(beside=["", "", f"<div>{words}</div>", "", ""])
    assert [answer.is_accepted for answer in record.answers] == [False, True, False, False]
