"""Which text of a page is its question: what stands outside of the posts, the first of them, or the title alone."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads import thread_and_features

from . import pages

TITLE = "Why does my kettle hum?"
ASKED = "My kettle hums when it stands on the left plate, and not on the right one."
WORDS = (
    "It is the loose bottom of the kettle. Put a coin under it and listen to it.",
    "Ours did the same until we took the lime out of it, with vinegar, twice.",
    "Mine hums, too, and I have come to like it over the years that I had it.",
)
NAMES = ("Kasper", "Ottilie", "Gerd")


def post(number: int, css: str, day: int) -> str:
    return (
        f'<div class="{css}" id="p{number + 100}"><div class="head"><a href="/u/{number}">{NAMES[number]}</a> '
        f'<span class="when">{day} May 2014</span></div><div class="body"><p>{WORDS[number]}</p></div></div>'
    )


def thread(
    above: str = "", *, css: str = "post", title: str = f"<h1>{TITLE}</h1>", behind: str = "", days: str = "456"
) -> Thread:
    posts = "".join(post(number, css, int(day)) for number, day in enumerate(days))
    page = f"<title>{TITLE}</title><body>{title}{above}<main>{posts}</main>{behind}"
    found = thread_and_features(HtmlDocument(page, "https://kettles.example/topic/7"))
    assert found is not None
    return found[0]


def told(found: Thread) -> tuple[str | None, str | None, int | None, int]:
    """Text, author and day of the question, and the number of answers."""
    asked = found.question
    assert asked is not None
    return asked.body or None, asked.author, asked.date.day if asked.date else None, len(found.answers)


FIRST = (WORDS[0], "Kasper", 4, 2)
BY = '<p class="by">Asked by <a href="/u/9">Bodil</a> on 3 May 2014</p>'


@pytest.mark.parametrize(
    ("above", "css", "expected"),
    [
        ("", "post", FIRST),
        (f"<p>{ASKED}</p>", "post", FIRST),
        (f"{BY}<div>{ASKED}</div>", "post", (ASKED, "Bodil", 3, 3)),
        (f"<div>{ASKED}</div>{BY}", "post", (ASKED, "Bodil", 3, 3)),
        (BY, "post", (None, "Bodil", 3, 3)),
        (BY.replace("3 May", "4 May"), "post", FIRST),
        (BY.replace("3 May", "5 May"), "post", FIRST),
        (f"{BY.replace('3 May', '5 May')}<div>{ASKED}</div>", "post", (ASKED, "Bodil", 5, 3)),  # of another zone
        (f"{BY.replace('3 May', '6 May')}<div>{ASKED}</div>", "post", FIRST),  # nobody answers before anybody asks
        (f"{BY}<div>{ASKED} <a href=/login>Log in</a> to see more.</div>", "post", (None, "Bodil", 3, 3)),
        (f"{BY}<div>{ASKED} <a href=/blogging>Log</a></div>", "post", (f"{ASKED} Log", "Bodil", 3, 3)),
        (f"{BY}<div>{ASKED}</div><div class=notice>{ASKED * 2}</div>", "post", (ASKED, "Bodil", 3, 3)),
        (f"{BY}<div>{ASKED}<div role=alert>{ASKED[:50]}</div></div>", "post", (ASKED, "Bodil", 3, 3)),
        (f"{BY.replace('3 May', '4 May')}<div>{ASKED}</div>", "post", (ASKED, "Bodil", 4, 3)),
        (f"{BY.replace('3 May', '4 May').replace('Bodil', 'Kasper')}<div>{ASKED}</div>", "post", FIRST),
        (f"<p>Asked 4 May 2014 by Bodil</p><div>{ASKED}</div>", "post", (ASKED, None, 4, 3)),
        (f"<p>4 May 2014, 12 views</p><div>{ASKED}</div>", "post", FIRST),
        ("", "answer", FIRST),
        ("<p>3 answers</p>", "post", (None, None, None, 3)),
        ("<p>2 answers</p>", "post", FIRST),
        ("<p>9 answers</p>", "post", FIRST),
        (f"<div>{ASKED}</div><p>3 answers</p>", "post", (ASKED, None, None, 3)),
        (f"{BY}<div>{ASKED}</div><p>2 answers</p>", "post", FIRST),
        (f"<div>{TITLE}</div><p>3 answers</p>", "post", (None, None, None, 3)),
        ("<p>Edited 3 May 2014</p>", "post", FIRST),
        (f"<p>{ASKED}</p>", "answer", (ASKED, None, None, 3)),
        (f"<nav>{ASKED}</nav><p>3 answers</p>", "post", (None, None, None, 3)),
        (f"<form>{ASKED}</form><p>3 answers</p>", "post", (None, None, None, 3)),
        (f"<form>{ASKED * 3}</form><p>3 answers</p>", "post", (ASKED * 3, None, None, 3)),
        ("<div>short</div><p>3 answers</p>", "post", (None, None, None, 3)),
    ],
)
def test_the_question_of_a_page(above: str, css: str, expected: tuple[str | None, str | None, int | None, int]) -> None:
    assert told(thread(above, css=css)) == expected


@pytest.mark.parametrize(("css", "asked"), [("signature", ASKED), ("design", "Mender of all kettles of the town")])
def test_the_question_is_no_signature_that_is_built_as_the_bodies_are(css: str, asked: str) -> None:
    sign = f'<aside class="{css}"><div class="body"><p>Mender of all kettles of the town</p></div></aside>'
    above = f'<article>{BY}<div class="body"><p>{ASKED}</p></div>{sign}</article>'
    assert told(thread(above)) == (asked, "Bodil", 3, 3)


def test_a_question_is_dated_by_a_date_before_those_of_its_answers() -> None:
    above = f"{BY}<div><i>Gerd answered last on 9 June 2014</i> <u>{ASKED}</u></div>"
    assert told(thread(above))[1:] == ("Bodil", 3, 3)


def test_who_asks_back_below_a_dated_question_and_comes_back_did_not_ask_it() -> None:
    asks_back = WORDS[0].replace(".", "?", 1)
    for above, first in (("<p>3 answers</p>", asks_back), (f"{BY}<div>{ASKED}</div><p>3 answers</p>", ASKED)):
        posts = "".join(post(number, "post", 4 + number) for number in range(3))
        posts = posts.replace(WORDS[0], asks_back).replace(NAMES[2], NAMES[0])
        found = thread_and_features(HtmlDocument(f"<title>{TITLE}</title><h1>{TITLE}</h1>{above}<main>{posts}</main>"))
        assert found is not None
        assert told(found[0])[0] == first


def test_the_text_of_the_first_post_may_stand_below_the_box_of_its_title() -> None:
    head = (
        f'<div class="post" id="p9"><h1>{TITLE}</h1><a href="/u/9">Bodil</a> <span class="when">3 May 2014</span></div>'
    )
    for text, asked in ((f"<div>{ASKED}</div>", ASKED), ("", None)):
        assert told(thread(title=f"{head}{text}")) == (asked, "Bodil", 3, 3)


@pytest.mark.parametrize(
    ("css", "alone"),
    [("answer", True), ("x antwort", True), ("respuesta", True), ("answer-1", True), ("answers", False),
    ("answered", False),
     ("unanswer", False), ("post", False)],
)  # fmt: skip
def test_posts_that_are_called_answers_and_are_not_in_the_order_of_their_dates(css: str, alone: bool) -> None:
    assert told(thread(css=css, days="645")) == ((None, None, None, 3) if alone else (WORDS[0], "Kasper", 6, 2))


@pytest.mark.parametrize(
    ("above", "declared"),
    [
        ("<p>3 answers</p>", 3),
        ("<p>2 answers</p>", 2),
        ("<p>4 answers</p>", None),
        ("<p>1 answer</p>", None),
        ("", None),
    ],
)
def test_a_count_is_believed_if_it_is_that_of_the_posts(above: str, declared: int | None) -> None:
    assert thread(above).declared == declared


@pytest.mark.parametrize(
    ("inside", "below", "declared"),
    [("", "<h2>2 answers</h2>", 2), ("<p>2 comments</p>", "", 2), ("", "<p>7 answers</p>", None),
     ("", "<h2>7 answers</h2>", 7), ("", "", None)],
)  # fmt: skip
def test_a_count_may_stand_in_or_below_a_first_post(inside: str, below: str, declared: int | None) -> None:
    asked = pages.post(1, "Bodil", "3 May 2014", pages.ASKED, extra=inside)
    one, other = pages.post(2, "Kasper", "4 May 2014", pages.FIRST), pages.post(3, "Gerd", "5 May 2014", pages.SECOND)
    found = pages.thread(f"<h1>{TITLE}</h1>{asked}{below}{one}{other}")
    assert found.question is not None
    assert (found.question.author, len(found.answers), found.declared) == ("Bodil", 2, declared)


def test_topics_and_views_stand_near_the_title() -> None:
    tags, views = "<a rel=tag href=/tag/tea>tea</a>", "<p>Viewed 1,204 times</p>"
    for above, title in ((f"{tags}{views}", f"<h1>{TITLE}</h1>"), ("", f"{tags}{views}<h1>{TITLE}</h1>")):
        found = thread(above, title=title)
        assert (found.topics, found.views) == (["tea"], 1_204)
    far = thread(title=f"{tags}{views}{'<p>x y</p>' * 20}<h1>{TITLE}</h1>")
    assert (far.topics, far.views) == ([], None)
    below = thread(behind=f"{tags}{views}")
    assert (below.topics, below.views) == ([], None)


def test_a_question_without_its_date_takes_the_first_above() -> None:
    asked = f"<div>{ASKED}</div>"
    found = thread(f"{asked}<p><a class=author href=/u/9>Bodil</a> 2 May 2014</p><p>3 answers</p>").question
    assert found is not None
    assert (found.author, found.author_url, found.date) == (
        "Bodil", "https://kettles.example/u/9", datetime(2014, 5, 2, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(("between", "topics"), [(19, ["tea"]), (20, [])])
def test_how_far_above_the_title_topics_stand(between: int, topics: list[str]) -> None:
    found = thread(title=f"<a rel=tag href=/tag/tea>tea</a>{'<p>x y</p>' * between}<h1>{TITLE}</h1>")
    assert found.topics == topics


def test_a_first_box_with_a_date_alone_is_no_post() -> None:
    box = '<div class="post"><span class="when">3 May 2014</span></div>'
    page = "".join(post(number, "post", number + 4) for number in range(3))
    found = thread_and_features(
        HtmlDocument(
            f"<title>{TITLE}</title><h1>{TITLE}</h1><main>{box}{page}</main>", "https://kettles.example/topic/7"
        )
    )
    assert found is not None
    assert told(found[0]) == FIRST


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (f"<div>{ASKED}</div><div>What may it be?</div>", f"{ASKED}\nWhat may it be?"),
        (f"<div>Hm.</div><div>{ASKED}</div>", f"Hm.\n{ASKED}"),
        (f"<div class=x>Hm.</div><div>{ASKED}</div>", ASKED),
        (f"<div><p>Hm.</p></div><div>{ASKED}</div>", ASKED),
    ],
)
def test_the_paragraphs_of_a_question_may_be_boxes(asked: str, text: str) -> None:
    posts = "".join(post(number, "answer", number + 4) for number in range(3)).replace("<p>", "<div>")
    page = f'<title>{TITLE}</title><h1>{TITLE}</h1>{BY}<div class="body">{asked}</div>{posts.replace("</p>", "</div>")}'
    found = thread_and_features(HtmlDocument(page, "https://kettles.example/topic/7"))
    assert found is not None
    assert told(found[0]) == (text, "Bodil", 3, 3)


@pytest.mark.parametrize(("between", "asker"), [(7, "Ida"), (8, None)])
def test_who_is_named_far_above_the_title_did_not_ask(between: int, asker: str | None) -> None:
    above = f'<p class="by"><a href="/u/9">Ida</a></p>{"<b>x</b>" * between}'
    found = thread(f"<p>Asked on 3 May 2014</p><div>{ASKED}</div>", title=f"{above}<h1>{TITLE}</h1>")
    assert told(found) == (ASKED, asker, 3, 3)


@pytest.mark.parametrize(
    ("heading", "outside"),
    [
        ("Description", True),
        ("Bug description", True),
        ("Beschreibung", True),
        ("Descriptions", False),
        ("Note", False),
    ],
)
def test_a_text_without_a_date_may_be_headed_as_what_is_asked(heading: str, outside: bool) -> None:
    found = thread(f"<h4>{heading}</h4><div>{ASKED}</div>")
    assert told(found) == ((ASKED, None, None, 3) if outside else FIRST)
