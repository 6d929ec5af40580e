"""Quora: whose answers to which question a page shows."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.site import Reading
from qapipe.readers.sites.quora import SITE
from qapipe.records.reasons import Reason

(LAYOUT,) = SITE.layouts
URL = "https://www.quora.com/Why-does-my-loom-creak"
TITLE = "<div class=puppeteer_test_question_main><p class=puppeteer_test_question_title>Why does it creak?</p>{}</div>"
ANSWER = "<div class='q-box dom_annotate_question_answer_item_{0}'>{2}<p class=spacing_log_answer_content>{1}</p></div>"
WHO = "<p class=spacing_log_answer_header><a href='/profile/{0}'>{1}</a></p>"
WHEN = "<a class=answer_timestamp href='/Why-does-my-loom-creak/answer/{0}'>{1}</a>"


def reading(*answers: str, title: str = "") -> Reading:
    return LAYOUT.read(HtmlDocument((TITLE.format(title) + "".join(answers)).encode(), URL))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (URL, "quora.com/Why-does-my-loom-creak"),
        ("https://quora.com/Why-does-my-loom-creak/", "quora.com/Why-does-my-loom-creak"),
        ("https://www.quora.com:443/Why-loom?share=1", "quora.com/Why-loom"),
        ("https://www.quora.com/unanswered/Why-loom#x", "quora.com/Why-loom"),
        ("https://de.quora.com/Why-loom/answer/Ada-Reed", "de.quora.com/Why-loom"),
        ("https://www.quora.com/Why-loom/log", None),
        ("https://www.quora.com/topic/Why-loom", None),
        ("https://www.quora.com/about", None),
    ],
)
def test_the_key_of_a_question(url: str, key: str | None) -> None:
    assert SITE.question_key is not None
    assert SITE.question_key(url) == key


@pytest.mark.parametrize(
    ("title", "is_own"),
    [
        (TITLE.format(""), True),
        ("<div class=question_text_edit><h1>Why?</h1></div>", True),
        ("<p class=puppeteer_test_question_title>Why?</p>", False),
        ("<h1>Why?</h1>", False),
    ],
)
def test_pages_of_a_question(title: str, *, is_own: bool) -> None:
    assert LAYOUT.recognises(HtmlDocument(title.encode(), URL)) is is_own


def test_an_answer_and_who_wrote_it() -> None:
    votes = "<button aria-label='12 upvotes'>12</button>"
    (answer,) = reading(
        ANSWER.format(1, "Wax.", WHO.format("Ada-Reed", "Ada") + WHEN.format("Ada-Reed", "x") + votes)
    ).answers
    assert (answer.author_name, answer.author_url) == ("Ada", "https://www.quora.com/profile/Ada-Reed")
    assert (answer.body, answer.votes, answer.url) == ("Wax.", 12, f"{URL}/answer/Ada-Reed")


def test_one_who_likes_an_answer_did_not_write_it() -> None:
    (answer,) = reading(ANSWER.format(1, "Wax.", WHO.format("Bo-Lee", "Bo") + WHEN.format("Ada-Reed", "x"))).answers
    assert (answer.author_name, answer.author_url) == (None, None)


@pytest.mark.parametrize(
    "sign",
    [
        "<p class=spacing_log_originally_answered_banner>Originally answered: What is wax?</p>",
        "<p class=puppeteer_test_question_title>What is wax?</p>",
        "<a class=answer_permalink href=/What-is-wax>1y</a>",
    ],
)
def test_answers_to_other_questions_are_noise(sign: str) -> None:
    read = reading(ANSWER.format(1, "Bees make it.", sign), ANSWER.format(2, "Wax the beam.", ""))
    assert [answer.body for answer in read.answers] == ["Wax the beam."]
    assert [(removal.rule, removal.text) for removal in read.noise] == [("outside_answers", "Bees make it.")]


@pytest.mark.parametrize(
    ("shown", "body", "warnings"),
    [
        ("Wax the … (more)", "Wax the", {"teasers_cut_by_site"}),
        ("Wax the... (more)", "Wax the", {"teasers_cut_by_site"}),
        ("Wax the (more)", "Wax the", {"teasers_cut_by_site"}),
        ("Wax (more) of it", "Wax (more) of it", set()),
        ("Wax the beam", "Wax the beam", set()),
    ],
)
def test_answers_that_are_cut(shown: str, body: str, warnings: set[str]) -> None:
    read = reading(ANSWER.format(1, shown, ""), ANSWER.format(2, "Oil.", ""))
    assert ([answer.body for answer in read.answers], read.warnings) == ([body, "Oil."], warnings)


OLD = """<div class=question_text_edit><h1>Why?</h1></div><i class=TopicNameSpan>Looms</i><div class=QuestionArea>
<div class=question_details><p class=ui_qtext_rendered_qtext>It creaks.</p></div></div><div class={0}>
<div class=AnswerHeader><a class=user href=/profile/Ada>Ada</a></div><p class=ui_qtext_rendered_qtext>Wax.</p>
<a class=answer_permalink href=/Why/answer/Ada>May 3, 2016</a><i class={1}>7</i></div>"""


@pytest.mark.parametrize("votes", ["dom_annotate_answer_action_bar_upvote", "Upvote"])
@pytest.mark.parametrize("answer", ["AnswerBase", "AnswerWiki"])
def test_old_pages(answer: str, votes: str) -> None:
    read = LAYOUT.read(HtmlDocument(OLD.format(answer, votes).encode(), URL))
    assert (read.question.title, read.question.body, read.question.topics) == ("Why?", "It creaks.", ("Looms",))
    (found,) = read.answers
    assert (found.body, found.author_name, found.votes, str(found.answered_at)[:10]) == ("Wax.", "Ada", 7, "2016-05-03")


def test_topics() -> None:
    assert reading(title="<a href=/topic/Looms>Looms</a>").question.topics == ("Looms",)


def test_a_page_that_no_script_has_put_together_is_refused() -> None:
    assert SITE.refuses is not None
    shell = "<html><body><div id=root></div><script>run()</script>{}</body></html>"
    assert SITE.refuses(HtmlDocument(shell.format("").encode(), URL)) is Reason.NEEDS_RENDERING
    assert SITE.refuses(HtmlDocument(shell.format("<p>Wax the beam.</p>" * 90).encode(), URL)) is None
    assert (SITE.owns("www.quora.com"), SITE.owns("quora.com.example")) == (True, False)
