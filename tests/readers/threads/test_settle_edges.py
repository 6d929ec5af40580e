"""Questions and answers of threads at their edges: what counts, what is left out, and who asked when."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads import thread_and_features
from qapipe.records.warnings import PageWarning

from .test_settle import ASKED, BY, FIRST, NAMES, TITLE, WORDS, thread, told

ALONE = (None, None, None, 3)
"""A question that is all title."""
Z = "<u>z</u>"


def item(number: int, *, css: str = "post", name: str | None = None, day: int = 0, words: str | None = None) -> str:
    who = NAMES[number] if name is None else name
    return (
        f'<div class="{css}"><div class="head"><a class="who" href="/u/{who}">{who}</a> '
        f'<span class="when">{day or number + 4} May 2014</span></div>'
        f'<div class="body"><p>{WORDS[number] if words is None else words}</p></div></div>'
    )


def read(posts: str, above: str = "", title: str = f"<h1>{TITLE}</h1>", head: str = TITLE) -> Thread:
    page = f"<title>{head}</title><body>{title}{above}<main>{posts}</main>"
    found = thread_and_features(HtmlDocument(page, "https://kettles.example/topic/7"))
    assert found is not None
    return found[0]


ITEMS = item(0) + item(1) + item(2)
BOX = '<div class="post"><span class="when">3 May 2014</span></div>'


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (BOX + item(0) + item(1), (WORDS[0], "Kasper", 4, 1)),
        (BOX + item(0) + item(1, name="") + item(2), (None, None, 3, 3)),
        (item(0, words="") + item(1) + item(2), (None, "Kasper", 4, 2)),
        (item(0, name="") + item(1) + item(2), (WORDS[0], None, 4, 2)),
        (item(0) + BOX + item(1) + item(2), (WORDS[0], "Kasper", 4, 2)),
    ],
)  # fmt: skip
def test_when_a_first_box_is_no_post(posts: str, expected: tuple[str | None, str | None, int | None, int]) -> None:
    assert told(read(posts)) == expected


COUNT = "<p>3 answers</p>"


@pytest.mark.parametrize(
    ("css", "first"),
    [
        *((css, True) for css in ("question", "first-post", "FirstPost", "original-post", "openingpost", "topic-start",
                                  "topichead", "post question", "topic_post question-1")),
        *((css, False) for css in ("questions", "lastfirst-posts", "post", "topic")),
    ],
)  # fmt: skip
def test_a_count_of_all_posts_does_not_say_that_the_first_is_an_answer(css: str, *, first: bool) -> None:
    found = read(item(0, css=f"post {css}") + item(1) + item(2), COUNT)
    assert (told(found), found.declared) == ((FIRST, 2) if first else (ALONE, 3))
    around = read(f'<div class="{css}">{item(0)}</div><div>{item(1)}</div><div>{item(2)}</div>', COUNT)
    assert told(around) == (FIRST if first else ALONE)
    others = read(item(0, css=f"post {css}") + item(1) + item(2, css=f"post {css}"), COUNT)
    assert told(others) == ALONE


@pytest.mark.parametrize(
    ("words", "name", "above", "expected"),
    [
        ("What hums in it? It is a kettle of tin and no other.", "Kasper", COUNT, FIRST[1:]),
        ("What hums in it. It is a kettle of tin and no other.", "Kasper", COUNT, ALONE[1:]),
        ("What hums in it? It is a kettle of tin and no other.", "Gerd", COUNT, ALONE[1:]),
        ("What hums in it? It is a kettle of tin and no other.", "Kasper", f"{COUNT}{BY}<div>{ASKED}</div>",
         ("Bodil", 3, 3)),
        ("What hums in it? It is a kettle of tin and no other.", "Kasper", "<p>4 answers</p>", FIRST[1:]),
    ],
)  # fmt: skip
def test_who_asks_comes_back(words: str, name: str, above: str, expected: tuple[object, ...]) -> None:
    assert told(read(item(0, words=words) + item(1) + item(2, name=name), above))[1:] == expected


@pytest.mark.parametrize(
    ("above", "declared", "answers"),
    [
        ("<h2>9 answers</h2>", 9, 2), ("<h2>4 answers</h2>", 4, 2), ("<h2>3 answers</h2>", 3, 3),
        ("<h2>2 answers</h2>", 2, 2), ("<p>4 answers</p>", None, 2), (f"{BY}<h2>4 answers</h2>", 4, 3),
        (f"{BY}<div>{ASKED}</div><h2>2 answers</h2>", 2, 2), (f"{BY}<div>{ASKED}</div><p>3 answers</p>", 3, 3),
        ("<p>1 answer</p>", None, 2), ("<p>0 answers</p>", None, 2),
    ],
)  # fmt: skip
def test_the_number_that_a_page_declares(above: str, declared: int | None, answers: int) -> None:
    found = read(ITEMS, above)
    assert (found.declared, len(found.answers)) == (declared, answers)


STRAY = '<p class="x"><span class="when">8 May 2014</span></p>'


@pytest.mark.parametrize(
    ("posts", "unread"),
    [
        (ITEMS, False), (item(0) + STRAY + item(1) + item(2), True), (STRAY + ITEMS, False), (ITEMS + STRAY, False),
        (item(0) + STRAY.replace("when", "then") + item(1) + item(2), False),
        (item(0) + STRAY.replace("8 May", "Edited 8 May") + item(1) + item(2), False),
        (item(0) + STRAY.replace("8 May 2014", "8 days ago") + item(1) + item(2), False),
        (item(0) + item(1).replace("</p></div>", f"</p>{STRAY}</div>") + item(2), False),
    ],
)  # fmt: skip
def test_dates_among_the_posts_and_in_none_of_them(posts: str, unread: bool) -> None:
    assert (PageWarning.UNREAD_POSTS in read(posts).warnings) is unread


def late(prose: int = 60, who: str = "who", when: str = "when", day: str = "9 May") -> str:
    return (
        f'<div class="late"><p><a class="{who}" href="/u/9">Ada</a> <span class="{when}">{day} 2014</span></p>'
        f"<p>{'x' * (prose + 12)}</p></div>"
    )


@pytest.mark.parametrize(
    ("behind", "unread"),
    [
        (late(), True), (late(59), False), (late(who="w"), False), (late(when="w"), False),
        (late(day="Edited 9 May"), False), (f"<section>{late()}</section>", True), (late(59) + late(61), True),
        (late(59).replace("</div>", f"{late()}</div>"), True),
        (f"</main>{late()}", False), ("<u>" * 38 + late() + "</u>" * 38, True),
        ("<u>" * 39 + late() + "</u>" * 39, False),
        # its date may be what it begins with
        (f'<div><span class="when">9 May 2014</span><a class="who">Ada</a><p>{"x" * 72}</p></div>', True),
    ],
)  # fmt: skip
def test_posts_that_go_on_in_another_form(behind: str, unread: bool) -> None:
    found = read(ITEMS + behind)
    assert len(found.answers) == 2
    assert (PageWarning.UNREAD_POSTS in found.warnings) is unread


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p>3 May 2014</p>", FIRST), ("<p>Asked</p><p>3 May 2014</p>", (None, None, 3, 3)),
        (f"<p>Asked</p>{Z}<p>3 May 2014</p>", FIRST), ("<p>Asked</p><p>4 May 2014</p>", FIRST),
        ("<p>Asked</p><p>3 days ago</p>", FIRST), ("<p>3 May 2014 (question)</p>", (None, None, 3, 3)),
        ("<p><a class=who href=/u/9>Bodil</a> 3 May 2014</p>", (None, "Bodil", 3, 3)),
        *((f"<p>{word} 3 May 2014</p>", (None, None, 3, 3)) for word in
          ("Gefragt", "Preguntado", "Demandé", "Domandato", "Perguntado", "Вопрос", "Спросил", "提问", "提問", "質問")),
        (f"<p>Asked 3 May 2014</p><div>{ASKED}</div><p>2 answers</p>", FIRST),
        (f"<p>Asked 3 May 2014</p><div>{ASKED}</div>", (ASKED, None, 3, 3)),
    ],
)  # fmt: skip
def test_a_title_that_asks_alone_is_dated_above_the_posts(above: str, expected: tuple[object, ...]) -> None:
    assert told(read(ITEMS, above)) == expected
    assert told(read(ITEMS, "", f"{above}<h1>{TITLE}</h1>")) == FIRST


@pytest.mark.parametrize(
    ("days", "alone"),
    [((4, 5, 6), False), ((4, 4, 4), False), ((6, 5, 4), True), ((4, 6, 5), True), ((5, 4, 6), True)],
)
def test_answers_by_name_in_the_order_of_their_dates(days: tuple[int, ...], *, alone: bool) -> None:
    posts = [item(number, css="answer", day=day) for number, day in enumerate(days)]
    assert (told(read("".join(posts)))[3] == 3) is alone
    boxes = "".join(f'<div class="answer">{item(number, day=day)}</div>' for number, day in enumerate(days))
    assert (told(read(boxes))[3] == 3) is alone
    undated = "".join(posts[:2]) + posts[2].replace(f"{days[2]} May 2014", "")
    assert told(read(undated))[3] == 3


NAME = "<a class=who href=/u/9>Bodil</a>"


@pytest.mark.parametrize(
    ("above", "asker"),
    [
        (f"<p>{NAME}{Z * 11}<s>3 May 2014</s></p><div>{ASKED}</div>", "Bodil"),
        (f"<p>{NAME}{Z * 12}<s>3 May 2014</s></p><div>{ASKED}</div>", None),
        (f"<div>{ASKED}</div><p><s>3 May 2014</s>{Z * 11}{NAME}</p>", "Bodil"),
        (f"<div>{ASKED}</div><p><s>3 May 2014</s>{Z * 12}{NAME}</p>", None),
        (f"<div><p>{ASKED} {NAME}</p></div><p><s>3 May 2014</s></p>", None),
        (f"<div>{ASKED}</div><p>{NAME}</p>", None),
    ],
)  # fmt: skip
def test_who_asked_stands_near_the_date(above: str, asker: str | None) -> None:
    found = read(ITEMS, f"{above}<p>3 answers</p>").question
    assert found is not None
    assert found.author == asker


def test_answers_without_dates_may_follow_a_question_with_one() -> None:
    undated = "".join(item(number).replace(f"{number + 4} May 2014", "") for number in range(3))
    assert told(read(undated, f"{BY}<div>{ASKED}</div>")) == (ASKED, "Bodil", 3, 3)


def test_a_first_answer_without_a_date_repeats_no_date() -> None:
    """Neither it nor the question shows one: that they are equal says nothing."""
    first, *others = [item(number, css="answer") for number in (0, 1, 2)]
    last = item(0, css="answer", day=9, words=ASKED[::-1])
    answers = "".join([first.replace("4 May 2014", ""), *others, last])
    assert told(read(answers, f"<div>{ASKED}</div>")) == (ASKED, None, None, 4)


def test_who_asked_may_be_the_first_text_of_the_page() -> None:
    found = read(ITEMS, f"<s>3 May 2014</s><div>{ASKED}</div>{COUNT}", f"{NAME}<h1>{TITLE}</h1>").question
    assert found is not None
    assert found.author == "Bodil"


def test_a_title_that_is_said_again_is_no_part_of_the_question() -> None:
    long = "Why does my kettle hum on the left plate and on no other of them?"
    for box, body in (
        (f"<div>{long.upper()}</div>", ""),
        (f"<div><div class=t>{long.upper()}</div><p>{ASKED}</p></div>", ASKED),
    ):
        found = read(ITEMS, f"{box}{COUNT}", f"<h1>{long}</h1>", long).question
        assert found is not None
        assert found.body == body


def test_a_page_without_a_title_has_a_question_that_is_built_as_its_answers_are() -> None:
    asked = f'<p>{NAME} 3 May 2014</p><div class="body"><p>{ASKED}</p></div>'
    assert told(read(ITEMS, asked, "", "")) == (ASKED, "Bodil", 3, 3)


def test_what_stands_in_a_question_and_is_not_its_authors() -> None:
    by = '<div class="h"><a href=/u/9>Bodil</a> <span>3 May 2014</span></div>'
    asked = f'<div class="q">{by}<p>{ASKED}</p><p class="notice">Kettles are for members of the board alone.</p></div>'
    found = read(ITEMS, f"{asked}<p>3 answers</p>").question
    assert found is not None
    assert (found.body, found.author, found.date is not None) == (ASKED, "Bodil", True)
    assert found.node is not None


def test_a_reply_to_a_post_without_text_replies_to_none() -> None:
    def node(number: int, words: str, inner: str = "") -> str:
        return f'<li class="i">{item(number, css="card", words=words)}<ul>{inner}</ul></li>'

    for words, parent in ((WORDS[1], WORDS[1]), ("", None)):
        found = read(f"<ul>{node(0, ASKED)}{node(1, words, node(2, WORDS[2]))}{node(0, WORDS[0])}</ul>")
        reply = next(post for post in found.answers if post.body == WORDS[2])
        assert (reply.parent and reply.parent.body) == parent


def test_without_a_title_on_the_page_the_posts_are_all() -> None:
    for above in (COUNT, f"<p>Asked 3 May 2014</p>{COUNT}"):
        assert told(read(ITEMS, above, "")) == ALONE
    assert told(read(ITEMS, "", "")) == FIRST


def test_a_date_in_the_title_is_not_when_it_was_asked() -> None:
    title = "What became of my kettle on 3 May 2014?"
    assert told(read(ITEMS, COUNT, f"<h1>{title}</h1>", title)) == ALONE
    assert told(read(ITEMS, f"<p>9 May 2014</p>{COUNT}", f"<h1>{title}</h1>", title)) == (None, None, 9, 3)


def test_a_first_post_that_holds_the_title_is_the_question() -> None:
    first, second, third = (item(number, css="answer", day=6 - number) for number in range(3))
    assert told(read(first + second + third)) == (None, None, None, 3)
    for place in ('<div class="head">', '<div class="body">'):
        inside = first.replace(place, f"<h1>{TITLE}</h1>{place}")
        assert told(read(inside + second + third, "", ""))[1:] == ("Kasper", 6, 2)


def test_two_answers_by_name_in_order_are_a_question_and_its_answer() -> None:
    assert told(read(item(0, css="answer") + item(1, css="answer"))) == (*FIRST[:3], 1)


def test_topics_and_views_of_a_first_post_and_above_the_answers() -> None:
    tags = "<p><a rel=tag href=/tag/tea>tea</a></p><p>Viewed 1,204 times</p>"
    inside = read(item(0).replace("</p></div></div>", f"</p></div>{tags}</div>") + item(1) + item(2))
    assert (inside.topics, inside.views) == (["tea"], 1_204)
    later = read(item(0) + item(1).replace("</p></div></div>", f"</p></div>{tags}</div>") + item(2))
    assert (later.topics, later.views) == ([], None)
    answers = read(item(0).replace("</p></div></div>", f"</p></div>{tags}</div>") + item(1) + item(2), COUNT)
    assert (answers.topics, answers.views) == ([], None)


def test_the_page_of_another_test_reads_the_same() -> None:
    assert told(thread()) == told(read(ITEMS)) == FIRST
