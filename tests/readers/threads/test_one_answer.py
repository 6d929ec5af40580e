"""Pages with one answer, read whole: what announces it, what stands beside it, and comments that are none."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.sites.thread import SITE
from qapipe.readers.threads import thread_and_features
from qapipe.readers.verdict import reason_of
from qapipe.records.noise import NoiseRule
from qapipe.records.reasons import Reason

TITLE = "Why does my kettle hum?"
ASKED = "My kettle hums when it stands on the left plate, and not on the right one."
SAID = "It is the loose bottom of the kettle. Put a coin under it and listen to it."
MORE = "Then take the lime out of it with vinegar, twice, and an hour each time."
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"
URL = "https://kettles.example/ask/7"


def read(html: str, head: str = HEAD) -> tuple[str | None, list[tuple[str, str | None]]]:
    found = thread_and_features(HtmlDocument(head + html, URL))
    if found is None:
        return None, []
    asked = found[0].question
    return asked.body if asked else None, [(post.body, post.author) for post in found[0].answers]


@pytest.mark.parametrize("label", ["Best Answer", "Accepted answer", "Staff answer", "Official response", "最佳答案"])
def test_headings_of_a_chosen_answer(label: str) -> None:
    html = f"<p>{ASKED}</p><h2>{label}</h2><p>{SAID}</p><h3>Related</h3><p>{MORE}</p>"
    assert read(html) == (ASKED, [(SAID, None)])


def test_a_heading_in_a_box_of_its_own() -> None:
    html = f"<p>{ASKED}</p><div><div><h2>Answer</h2></div></div><p>{SAID}</p><form><p>{MORE}</p></form>"
    assert read(html) == (ASKED, [(SAID, None)])


def test_who_answers_is_said_below_the_heading() -> None:
    html = (
        f"<p>{ASKED}</p><section><h2>Answer</h2><p>{SAID}</p><p>Answered by <b>Ann Reed</b>, 4 May 2014</p></section>"
    )
    assert read(html) == (ASKED, [(SAID, "Ann Reed")])


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("<h4>Reply from Ann Reed</h4>", "Ann Reed"),
        ("<div class=m>Answer by <a href=/u/7>Ann Reed</a> | 12.06.2020</div>", "Ann Reed"),
        ("<div class=m>Answer from Ann Reed, household editor · 3 August 2018</div>", "Ann Reed"),
    ],
)
def test_the_answer_behind_the_box_that_announces_it(byline: str, name: str) -> None:
    assert read(f"<div><p>{ASKED}</p>{byline}<p>{SAID}</p><p>{MORE}</p></div>") == (
        ASKED, [(f"{SAID}\n\n{MORE}", name)],
    )  # fmt: skip


def test_a_title_alone_is_answered_where_a_date_stands_below_it() -> None:
    answer = f"<h2>Answer</h2><p>{SAID}</p>"
    assert read(f"<p>Asked 3 May 2014</p>{answer}") == ("", [(SAID, None)])
    assert read(answer) == (None, [])


@pytest.mark.parametrize(
    ("html", "asked", "answer"),
    [
        (f"<p><b>Q.</b> {ASKED}</p><p><b>A.</b> {SAID}</p><p>{MORE}</p>", ASKED, f"{SAID}\n\n{MORE}"),
        (f"<p>Q: {ASKED}</p><p>A: {SAID}</p><h3>More</h3><p>{MORE}</p>", ASKED, SAID),
        (f"<p><b>Question</b></p><p>{ASKED}</p><p><b>Answer</b></p><p>{SAID}</p><hr><p>{MORE}</p>", ASKED, SAID),
        (f"<dl><dt>Frage<dd>{ASKED}<dt>Antwort<dd>{SAID}</dl>", ASKED, SAID),
        # one of each, and alike
        (f"<p>A. {SAID}</p>", None, None),
        (f"<p>A. {SAID}</p><p>Q. {ASKED}</p>", None, None),
        (f"<p>Q. {ASKED}</p><div>A. {SAID}</div>", None, None),
        (f"<p>Q. {ASKED}</p><p>A. {SAID}</p><p>Q. {MORE}</p><p>A. {MORE}</p>", None, None),
        (f"<p><a href=/q>Question</a></p><p>{ASKED}</p><p>Answer</p><p>{SAID}</p>", None, None),
    ],
)
def test_labels_of_both_parts(html: str, asked: str | None, answer: str | None) -> None:
    assert read(html) == (asked, [(answer, None)] if answer else [])


def test_a_label_of_its_own_is_no_part_of_a_question() -> None:
    html = f"<p><b>Question:</b> {{}}</p><div class=answer><p>{SAID}</p><i>4 May 2014</i></div>"
    assert read(html.format(ASKED))[0] == ASKED
    assert read(html.format(ASKED).replace("<b>Question:</b>", "Question:"))[0] == f"Question: {ASKED}"


def page(start: str = "", end: str = "") -> str:
    return f"<p>{ASKED}</p><div class=answer>{start}<div><p>{SAID}</p></div>{end}<i>4 May 2014</i></div>"


@pytest.mark.parametrize(
    ("start", "end", "author", "rules"),
    [
        ("<div class=perfil><a href=/experts/ann>Ann Reed</a></div>", "", "Ann Reed", []),
        ("", "<div class=who><a href=/user/7>Ann Reed</a></div>", "Ann Reed", []),
        ("", f"<div class=disclaimer>{MORE[:40]}</div>", None, [NoiseRule.DISCLAIMER]),
        ("", f"<div class='x newsletter'>{MORE[:40]}</div>", None, [NoiseRule.NEWSLETTER]),
        ("", "<div class=share>Share this</div>", None, [NoiseRule.CONTROL]),
        ("", "<button>Thank you (3)</button>", None, []),
        ("", "<div class=bw><h4>On</h4><a href=/a/1>Lime in pots</a> <a href=/a/2>Pots of lime</a></div>", None,
         [NoiseRule.OTHER_PAGE]),
        ("<div class=head><i>4 May 2014</i><p>Anyone may edit this answer here.</p></div>", "", None,
         [NoiseRule.SITE_NOTICE]),
    ],
)  # fmt: skip
def test_what_stands_beside_an_answer(start: str, end: str, author: str | None, rules: list[NoiseRule]) -> None:
    found = thread_and_features(HtmlDocument(HEAD + page(start, end), URL))
    assert found is not None
    assert [(post.body, post.author) for post in found[0].answers] == [(SAID, author)]
    assert [one.rule for one in found[0].noise] == rules


def test_buttons_in_an_answer_are_no_part_of_it() -> None:
    html = f"<p>{ASKED}</p><div class=answer><p>{SAID}</p>and<button>Copy</button><p>{MORE}</p></div>"
    found = thread_and_features(HtmlDocument(HEAD + html, URL))
    assert found is not None
    assert [post.body for post in found[0].answers] == [f"{SAID}\n\nand\n\n{MORE}"]
    assert [(one.rule, one.text) for one in found[0].noise] == [(NoiseRule.CONTROL, "Copy")]


COMMENTS = "".join(
    f"<div class=comment><p>{words}</p><a href=/user/{n}>Rut{n}</a> <i title='2014-05-0{n}'>x</i></div>"
    for n, words in enumerate((SAID, MORE), 3)
)
ON_QUESTION = f"<div class=question><p>{ASKED}</p><a href=/user/2>Bodil</a> <i title='2014-05-02'>x</i>{COMMENTS}</div>"


def test_comments_on_a_question_are_no_answers_where_the_page_asks_for_these() -> None:
    assert read(ON_QUESTION)[1], "sites call answers comments"
    assert read(f"{ON_QUESTION}<h2>Your Answer</h2>")[1] == []
    assert read(f"{ON_QUESTION.replace('class=question', 'class=q')}<h2>Your Answer</h2>")[1]


def test_nobody_has_answered_is_a_sign_of_a_question() -> None:
    html = f"{HEAD}<div class=x><p>{ASKED}</p><i>3 May 2014</i></div>"
    answers = "<p>No answers yet. Be the first to answer this question!</p>"
    assert not SITE.layouts[0].recognises(HtmlDocument(html, URL))
    document = HtmlDocument(html + answers, URL)
    assert SITE.layouts[0].recognises(document)
    assert SITE.layouts[0].read(document).answers == []


@pytest.mark.parametrize(
    ("html", "is_question"),
    [
        ("<h2>1 answer</h2>{}", True), ("<h3>Question</h3>{}", True), ("<p>1 reply</p>{}", False), ("{}", False),
        ("{}<p>Answered by Ann</p>", True), ("{}<p>Answered: no</p>", False),
    ],
)  # fmt: skip
def test_what_is_answered_is_a_question(html: str, is_question: bool) -> None:
    """Nothing else on the page asks."""
    posts = "".join(
        f"<div class=post><a href=/user/{n}>Rut{n}</a> <i>{n} May 2014</i><p>{words}</p>{{}}</div>"
        for n, words in enumerate((ASKED, SAID, MORE), 3)
    )
    head, tail = html.split("{}")
    document = HtmlDocument(
        f"<title>Kettles</title><h1>Kettles</h1>{head}{posts.format('', '', tail)}", "https://a.example/1"
    )
    found = thread_and_features(document)
    assert found is not None
    assert (reason_of(document, *found) is None) is is_question
    assert is_question or reason_of(document, *found) is Reason.DISCUSSION


TEASERS = "".join(
    f"<div class=t><h4><a href=/q/{n}>How do I get lime out of pot {n}?</a></h4><p>{MORE} {n}</p></div>"
    for n in range(4)
)


def test_lists_of_similar_questions_are_not_asked() -> None:
    answer = f"<div class=answer><p>{SAID}</p><i>4 May 2014</i></div>"
    assert read(f"<p>{ASKED}</p><div><b>Similar</b>{TEASERS}</div>{answer}") == (ASKED, [(SAID, None)])
    assert read(f"<div>{TEASERS}</div>{answer.replace('4 May', '5 May')}<p>{ASKED}</p>")[0] in (None, "")


def test_a_question_that_is_shown_twice_is_no_answer() -> None:
    posts = "".join(
        f"<article><h3><a href=/u/{n}>Rut{n}</a></h3><div>{words}</div></article>"
        for n, words in enumerate((ASKED, SAID, MORE))
    )
    asked, answers = read(f"<div class=x><p>{ASKED}</p><i>3 May 2014</i></div><main>{posts}</main>")
    assert asked == ASKED
    assert [body for body, _ in answers] == [SAID, MORE]
