"""Votes, marks of acceptance and links of posts, wherever software puts them."""

import pytest

from qapipe.readers.threads.fields import number
from support.posts import URL, WORDS, bodies, thread


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3", 3), ("-2", -2), ("−2", -2), ("–2", -2), ("+7", 7), ("1,234", 1234), ("1.234", 1234), ("1 234", 1234),
        ("1,234,567", 1234567), ("2k", 2000), ("1.2k", 1200), ("1,5K", 1500), ("3m", 3_000_000), (" 4 ", 4), ("0", 0),
        ("1,2 Tsd.", 1200), ("1,5 тыс.", 1500), ("1.2万", 12_000), ("3 萬", 30_000), ("2 mil", 2000),
        ("1,1 Mio.", 1_100_000), ("１２", 12), ("１，２３４", 1234), ("1\u00a0234", 1234), ("1\u202f234", 1234),
        ("1'234", 1234), ("1’234", 1234),
        ("", None), ("k", None), ("many", None), ("1.5", None), ("--1", None), ("3 Tage", None), ("5 km", None),
    ],
)  # fmt: skip
def test_numbers(printed: str, value: int | None) -> None:
    assert number(printed) == value


VALUES = (9, 4, -1, 12, 0)


def votes(form: str) -> list[int | None]:
    record = thread(beside=[form.format(value) for value in VALUES])
    assert bodies(record) == list(WORDS[1:])
    assert record.question is not None
    return [record.question.votes, *(answer.votes for answer in record.answers)]


@pytest.mark.parametrize(
    "form",
    [
        "<div class=votes>{}</div>",
        "<div class=vote-count-post>{}</div>",
        "<div class=score><b>{}</b> <i>up</i></div>",
        "<div class='like-count'><span><em>{}</em></span></div>",
        "<div aria-label='helpful'>{}</div>",
        "<div id=points>{}</div>",
        "<div data-score=x>{}</div>",
        "<div>{} votes</div>",
        "<div>{} points</div>",
        "<div>{} people found this helpful</div>",
        "<div class=karma>{}</div>",
    ],
)
def test_votes(form: str) -> None:
    assert votes(form) == list(VALUES)


@pytest.mark.parametrize(
    "form",
    [
        "<div class=x>{}</div>",
        "<div class='votes views'>{}</div>",
        "<div class='user-score reputation'>{}</div>",
        "<div>{} replies</div>",
        "<div class=votes>rank {}</div>",
        "<div class=votes><b><i><u><s>{}</s></u></i></b></div>",
        "<div class=votes>{}/5</div>",
    ],
)
def test_numbers_that_are_no_votes(form: str) -> None:
    assert votes(form) == [None] * 5


@pytest.mark.parametrize(
    ("css", "counts"), [("answer__score", True), ("score__answers", False), ("answer-score", False)]
)
def test_the_block_that_a_class_names_says_nothing(css: str, counts: bool) -> None:
    assert (votes(f"<div class={css}>{{}}</div>") != [None] * 5) is counts


def test_numbers_in_a_text_are_no_votes() -> None:
    record = thread(below=["<p class=votes>7</p>"] + [""] * 4)
    assert record.question is not None
    assert record.question.votes is None


@pytest.mark.parametrize(
    "mark",
    [
        "<div class=accepted>x</div>", "<span class='icon is-solution'>✓</span>", "<span class=best-answer>Best</span>",
        "<div>Accepted answer</div>", "<div>✓ Best answer</div>", "<div>Solution</div>", "<div>Beste Antwort</div>",
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


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("<a href='#p{}'>#{}</a>", "#p{}"),
        ("<a href='/t/9?post={}'>Link</a>", "/t/9?post={}"),
        ("<a href='/t/9/same'>Link</a>", None),
        ("<a>#{}</a>", None),
    ],
)
def test_links_of_posts(form: str, found: str | None) -> None:
    record = thread(beside=[form.format(n, n) for n in range(11, 16)])
    base = URL if found and found.startswith("#") else "https://trades.example"
    assert [answer.url for answer in record.answers] == [found and base + found.format(n) for n in range(12, 16)]


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("<div class=votes>+{}</div>", True), ("<div class=votes>{}k</div>", True),
        ("<div class=vote><i><u>{}</u></i></div>", True),
        ("<div class=votes><i><u><s>{}</s></u></i></div>", False), ("<div itemprop=upvoteCount>{}</div>", True),
        ("<div data-vote=x>{}</div>", True),
        ("<div class=thumbs>{}</div>", True), ("<div class=likes>{}</div>", True), ("<div class=kudos>{}</div>", True),
        ("<div class=reactions>{}</div>", True),
        ("<div class=recommends>{}</div>", True), ("<div class=upvoted>{}</div>", True),
        ("<div class=rating>{}</div>", True),
        *((f"<div class='score {name}'>{{}}</div>", False) for name in (
            "view-count", "replies", "comments", "answers",
        "post-count", "postcount", "posts", "badge",
                                                                    "reputation", "shares", "followers",
                                                                    "message-count")),
        *((f"<div class='{name}'><span class=votes>{{}}</span></div>", False) for name in ("author", "user", "profile",
        "poster", "member", "who-points", "signature")),
        ("<div class=user><b><span class=votes>{}</span></b></div>", False),
        ("<div class=user><b><s><span class=votes>{}</span></s></b></div>", True),
        ("<div class=user>{} votes</div>", False),
        *((f"<div>{{}} {word}</div>", True) for word in ("like", "likes", "point", "vote", "votes", "upvote", "upvotes",
        "kudos", "thanks", "thumbs up", "thumb up",
                                                         "people like this", "users found it good", "members like it")),
        ("<div>+{} votes</div>", True), ("<div>{}votes</div>", False), ("<div>{} voters</div>", True),
        ("<div>has {} votes</div>", False),
        ("<div>{} votes " + "x" * 30 + "</div>", True), ("<div>{} votes " + "x" * 33 + "</div>", False),
    ],
)  # fmt: skip
def test_where_votes_stand_and_how_they_are_printed(form: str, found: bool) -> None:
    record = thread(beside=[form.format(number) for number in (9, 4, 2, 7, 5)])
    factor = 1_000 if "{}k" in form else 1
    expected = [number * factor if found else None for number in (4, 2, 7, 5)]
    assert [answer.votes for answer in record.answers] == expected


def test_votes_stand_at_one_place_in_at_least_half_of_the_posts() -> None:
    def votes(*beside: str) -> list[int | None]:
        return [answer.votes for answer in thread(beside=["", *beside]).answers]

    one, other = "<div class=votes>{}</div>", "<div><span class=score>{}</span></div>"
    assert votes(one.format(3), one.format(4), "", "") == [3, 4, None, None]
    assert votes(one.format(3), one.format(4), one.format(5), other.format(6)) == [3, 4, 5, None]
    assert votes(one.format(3), one.format(4), other.format(6), "") == [3, 4, 6, None]
    assert votes(one.format(3) + one.format(8), one.format(4), one.format(5), "") == [3, 4, 5, None]


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


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("#p{}", True), ("#post-{}", True), ("#c_{}", True), ("/t/9#{}", True), ("/post/{}", True), ("/posts/{}", True),
        ("/comment-{}", True), ("/comments_{}", True),
        ("/answer={}", True), ("/msg{}", True), ("/reply/{}", True), ("/message/{}", True), ("?p={}", True),
        ("/x?pid={}", True), ("/x&post={}", True),
        ("/a/{}", True), ("/9/{}", True), ("/9/{}/", True), ("/x/{}", False), ("?q={}", False),
        ("javascript:x('#p{}')", False), ("mailto:x#p{}", False), ("#x", False),
    ],
)  # fmt: skip
def test_forms_of_links_to_posts(form: str, found: bool) -> None:
    record = thread(beside=[f'<a href="{form.format(number)}">Link</a>' for number in range(11, 16)])
    assert [answer.url is not None for answer in record.answers] == [found] * 4
    assert not found or str(record.answers[0].url).endswith(form.format(12))


def test_of_two_links_the_one_with_a_fragment_is_the_posts() -> None:
    both = [f'<a href="/post/{number}">x</a><span><a href="/t/9#p{number}">y</a></span>' for number in range(11, 16)]
    found = [str(answer.url)[-8:] for answer in thread(beside=both).answers]
    assert found == [f"/t/9#p{number}" for number in range(12, 16)]
    some = [f'<a href="#p{number}">x</a>' if number < 15 else "" for number in range(11, 16)]
    assert [answer.url is not None for answer in thread(beside=some).answers] == [True, True, True, False]
    few = [f'<a href="#p{number}">x</a>' if number < 14 else "" for number in range(11, 16)]
    assert [answer.url for answer in thread(beside=few).answers] == [None] * 4
    inside = [f'<p><a href="#p{number}">x</a> stands in word {number * "u"} of it.</p>' for number in range(11, 16)]
    assert [answer.url for answer in thread(below=inside).answers] == [None] * 4
