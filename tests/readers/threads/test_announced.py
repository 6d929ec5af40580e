"""Pages with one answer that a heading, or the text at its start, announces."""

from math import sqrt

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features
from qapipe.readers.threads.announced import announced
from qapipe.readers.threads.records import Anchor, Family

from .arrays import arrays, ids, named, t

TITLE = "Why does my kettle hum?"
ASKED = "My kettle hums when it stands on the left plate, and not on the right one."
SAID = "It is the loose bottom of the kettle. Put a coin under it and listen to it."
MORE = "Then take the lime out of it with vinegar, twice, and an hour each time."
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{ASKED}</p>"


def said(html: str, head: str = HEAD) -> list[tuple[str, str | None, str | None]]:
    found = thread_and_features(HtmlDocument(head + html, "https://kettles.example/ask/7"))
    if found is None:
        return []
    return [(post.body, post.author, str(post.date)[:10] if post.date else None) for post in found[0].answers]


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        *((text, True) for text in ("Answer", "The answer:", "Our answer", "Doctor's answer", "Dr. Reed’s Answer",
                                    "Expert response", "Antwort", "回答", "Réponse", "Reply")),
        *((text, False) for text in ("Answers", "Answer key", "An answer", "Question", "Answer to all of it")),
    ],
)  # fmt: skip
def test_headings_of_an_answer(heading: str, is_one: bool) -> None:
    found = said(f"<h2>{heading}</h2><p>{SAID}</p><p>{MORE}</p><h2>Related</h2><p>{MORE}</p>")
    assert found == ([(f"{SAID}\n\n{MORE}", None, None)] if is_one else [])


def test_an_answer_ends_before_a_box_with_a_heading_in_it() -> None:
    assert said(f"<h3>Answer</h3><p>{SAID}</p><div><h4>Related</h4><p>{MORE}</p></div>") == [(SAID, None, None)]


@pytest.mark.parametrize(
    ("byline", "author", "date"),
    [
        ("Reply by <a href=/u/7>Ann Reed</a> on May 3, 2014", "Ann Reed", "2014-05-03"),
        ("Answered by <a href=/u/7>Ann Reed</a>", "Ann Reed", None),
        ("Antwort von <a href=/u/7>Ann Reed</a> am 3. Mai 2014", "Ann Reed", "2014-05-03"),
    ],
)
def test_who_replies_is_said_at_the_start_of_a_box(byline: str, author: str, date: str | None) -> None:
    assert said(f"<div><div>{byline}</div><div><p>{SAID}</p></div></div>") == [(SAID, author, date)]


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>Answer</h2><p>{SAID}</p><h2>Answer</h2><p>{MORE}</p>",
        "<h2>Answer</h2><p>Yes.</p>",
        f"<p>Answer</p><p>{SAID}</p>",
        f"<h2><a href=/x>Answer</a></h2><p>{SAID}</p>",
        f"<nav>Reply by mail</nav><p>{SAID}</p>",
        f"<button>Reply by mail</button><p>{SAID}</p>",
    ],
)
def test_texts_that_announce_no_answer_or_several(html: str) -> None:
    assert said(html) == []


def test_without_a_question_nothing_is_announced() -> None:
    assert said(f"<h2>Answer</h2><p>{SAID}</p>", f"<title>{TITLE}</title><h1>{TITLE}</h1>") == []


ASK = f"<h1>{TITLE}</h1><p>{ASKED}</p>"
BY = "<p id=by>Reply by Ann</p>"


def family(html: str, title_run: int = 0) -> Family | None:
    places, marks, prose = arrays(html)
    return announced(places, marks, prose, title_run)


def roots(html: str, title_run: int = 0) -> str | None:
    places, marks, prose = arrays(html)
    found = announced(places, marks, prose, title_run)
    return named(places, found.records[0].roots) if found else None


def in_box(text: str, element: str = "p") -> str:
    return f"{ASK}<div id=box><{element}>{text}</{element}><p>{SAID}</p></div>"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *((f"{word} by Ann", True) for word in ("Answer", "reply", "Response", "Antwort", "réponse", "Respuesta",
                                                "resposta", "Risposta", "回答", "Ответ", "ответ", "Answered", "replied",
                                                "Beantwortet")),
        *((f"Reply {word} Ann", True) for word in ("from", "von", "de", "par", "BY")),
        ("Reply by", True), ("Reply by: Ann", True),
        *((text, False) for text in ("Reply bytes", "Reply to Ann", "Reply", "Replying by Ann", "My reply by Ann",
                                     "- Reply by Ann", "Written by Ann", "x", "A")),
        # how long it may be
        ("Reply by " + "x" * 51, True), ("Reply by " + "x" * 52, False),
    ],
)  # fmt: skip
def test_texts_that_announce_an_answer(text: str, *, is_one: bool) -> None:
    assert (roots(in_box(text)) is not None) is is_one


@pytest.mark.parametrize("text", ["<nav>{}</nav>", "<button>{}</button>", "<a href=/x>{}</a>"])
def test_texts_to_press_announce_nothing(text: str) -> None:
    html = f"{ASK}<div id=box>{text.format('Reply by Ann')}<p>{SAID}</p></div>"
    assert roots(html) is None
    assert roots(html + f"<div id=other>{BY}<p>{MORE}</p></div>") == "other"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"{ASK}<h2>Answer</h2><p id=a>{SAID}</p>", "a"),
        (f"{ASK}<h6><span>Answer</span></h6><p id=a>{SAID}</p>", "a"),
        (f"{ASK}<h2><b><i>Answer</i></b></h2><p id=a>{SAID}</p>", None),
        (f"{ASK}<h1>Answer</h1><p id=a>{SAID}</p>", None),
        (f"{ASK}<h2>Reply by Ann</h2><p id=a>{SAID}</p><p id=b>{MORE}</p>", "h2 a b"),  # it names the author
        (f"{ASK}<div><p>x</p><h2>Answer</h2><p id=a>{SAID}</p></div><p id=b>{MORE}</p>", "a"),
        (f"{ASK}<h2>Answer</h2><p id=a>{SAID}</p><div><p>x</p><h5>More</h5></div><p id=b>{MORE}</p>", "a"),
        (f"{ASK}<h2>Answer</h2>", None),
        # of several none, but titles and texts outside of headings are no others
        (f"{ASK}<h2>Answer</h2><p>{SAID}</p><h2>Answer</h2><p>{MORE}</p>", None),
        (f"<h1>{TITLE}</h1><h2>Answer</h2><p>{ASKED}</p><h2>Answer</h2><p>{SAID}</p>", None),
        (f"<h2>Answer</h2><p>{ASKED}</p><h2>Answer</h2><p id=a>{SAID}</p>", "a"),
        (f"<h2>{TITLE}</h2><p>{ASKED}</p><p>Answer</p><h3>Answer</h3><p id=a>{SAID}</p>", "a"),
        (f"{ASK}Answer<h2>Answer</h2><p id=a>{SAID}</p><h2>More</h2>", "a"),
        # a question stands above the answer, and is no title and no heading of the answer
        (f"<h1>{TITLE}</h1><h2>Answer</h2><p>{SAID}</p>", None),
        (f"<p>{t(60)}</p><h2>Answer</h2><p>{SAID}</p>", None),
        (f"<h1>{TITLE}</h1><h2>Dr. {'x' * 30}'s answer</h2><p>{SAID}</p>", None),
        (f"<h1>{TITLE}</h1><h2>Answer</h2><p>{SAID}</p><p>{ASKED}</p>", None),
        (f"<h1>{TITLE}</h1><div><p>{ASKED}</p>{BY}<p id=a>{SAID}</p></div>", "by a"),
        (f"<p>{TITLE}</p>{ASKED}<div id=box>{BY}<p>{SAID}</p></div>", None),
    ],
)
def test_the_elements_of_an_answer(html: str, expected: str | None) -> None:
    assert roots(html) == expected


@pytest.mark.parametrize(
    ("letters", "found"), [(19, False), (20, True), (21, True), (11_999, True), (12_000, True), (12_001, False)]
)
def test_how_long_an_answer_is(letters: int, *, found: bool) -> None:
    assert (roots(f"{ASK}<h2>Answer</h2><p id=a>{t(letters)}</p>") == "a") is found
    assert (roots(f"{ASK}<div id=box>{BY}<p>{t(letters)}</p></div>") == "box") is found


def test_all_paragraphs_of_an_answer_count() -> None:
    assert roots(f"{ASK}<h2>Answer</h2><p id=a>{t(10)}</p><p id=b>{t(10)}</p>") == "a b"
    assert roots(f"{ASK}<h2>Answer</h2><p id=a>{t(10)}</p><p id=b>{t(9)}</p>") is None


@pytest.mark.parametrize(("above", "found"), [(0, True), (7, True), (8, False)])
def test_how_far_around_its_text_an_answer_is_looked_for(above: int, *, found: bool) -> None:
    html = f"{ASK}<div id=box>{'<u>' * above}{BY}{'</u>' * above}<p>{SAID}</p></div>"
    assert roots(html) == ("box" if found else None)


def test_the_innermost_element_with_prose_is_the_answer() -> None:
    assert roots(f"{ASK}<div><div id=box>{BY}<p>{t(20)}</p></div><p>{t(20)}</p></div>") == "box"
    assert roots(f"{ASK}<div id=out><div>{BY}<p>{t(19)}</p></div><p>{t(20)}</p></div>") == "out"


def test_a_title_in_the_same_box_as_the_answer() -> None:
    assert roots(f"<p>{ASKED}</p><div><h1>{TITLE}</h1><p>{ASKED}.</p>{BY}<p id=a>{SAID}</p></div>", 1) == "by a"
    assert roots(f"<h1>{TITLE}</h1><p>{ASKED}.</p><div id=box>{BY}<p>{SAID}</p></div>") == "box"


@pytest.mark.parametrize(
    ("asked", "said", "score"),
    [(100, 64, 18), (12_000, 64, sqrt(12_000) + 8), (12_001, 64, sqrt(12_000) + 8), (11_999, 81, sqrt(11_999) + 9)],
)
def test_what_an_announced_answer_is_worth(asked: int, said: int, score: float) -> None:
    found = family(f"<h1>{TITLE}</h1><p>{t(asked)}</p><h2>Answer</h2><p>{t(said)}</p>")
    assert found is not None
    assert (found.kind, found.sign) == ("pair", ("pair", False))
    assert found.score == pytest.approx(score)
    halves = f"<h1>{TITLE}</h1><p>{t(50)}</p><p>{t(50)}</p><h2>Answer</h2><p>{t(32)}</p><p>{t(32)}</p>"
    assert (found := family(halves)) is not None
    assert found.score == pytest.approx(18)


@pytest.mark.parametrize(
    ("above", "within", "behind", "dated"),
    [
        ("3 May 2014", "", "", False), ("", "<u id=m>3 May 2014</u>", "", True), ("", "", "3 May 2014", False),
        ("1 May 2014", "<u id=m>3 May 2014</u><u>4 May 2014</u>", "5 May 2014", True),
        ("", "<u>Edited: 3 May 2014</u>", "", False),
        ("", "<u>Edited: 3 May 2014</u></p><p>Well, <u id=m>4 May 2014</u>", "", True),
    ],
)  # fmt: skip
def test_the_date_of_an_announced_answer(above: str, within: str, behind: str, *, dated: bool) -> None:
    html = f"<h1>{TITLE}</h1><p>{ASKED}</p><h2>{above}</h2><h2>Answer</h2>{{}}<h2>{behind}</h2>"
    for answer in (
        f"<p id=a>{within} {SAID}</p>",
        f"<p id=a>{SAID} {within}</p>",
        f"<p id=a>{SAID}</p><p>{within}</p>",
    ):
        places, marks, prose = arrays(html.format(answer))
        found = announced(places, marks, prose, 0)
        assert found is not None
        (record,) = found.records
        own = [mark for mark in marks if mark.element in ids(places, "m")]
        assert [Anchor(mark.element, mark.run, mark.sign) for mark in own] == ([record.anchor] if dated else [])
        if not dated:
            (first,) = ids(places, "a")
            assert record.anchor == Anchor(first, places.first_runs[first], ("pair",))
