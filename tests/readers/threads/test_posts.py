"""What threads by structure do with the hard parts of pages; each page is built as some platform builds it."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features
from qapipe.records.warnings import PageWarning

from .pages import ASKED, FIRST, SECOND, post, thread

HEAD = "<h1>Why does my kettle hum?</h1>"
POSTS = (
    post(1, "Bodil", "3 May 2014, 10:05", ASKED)
    + post(2, "Kasper", "3 May 2014, 11:40", FIRST)
    + post(3, "Ottilie", "4 May 2014, 08:15", SECOND)
)


def test_first_post_is_the_question() -> None:
    found = thread(HEAD + POSTS)
    assert found.title == "Why does my kettle hum?"
    assert found.question is not None
    assert found.question.author == "Bodil"
    assert found.question.body.startswith("My kettle hums")
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie"]
    assert [post.date for post in found.answers] == [
        datetime(2014, 5, 3, 11, 40, tzinfo=UTC),
        datetime(2014, 5, 4, 8, 15, tzinfo=UTC),
    ]
    assert found.answers[0].author_url == "https://kettles.example/members/kasper"
    assert [post.id for post in found.answers] == ["p2", "p3"]


def test_a_question_and_one_answer() -> None:
    found = thread(HEAD + post(1, "Bodil", "3 May 2014", ASKED) + post(2, "Kasper", "4 May 2014", FIRST))
    assert [post.body[:30] for post in found.answers] == ["It is the loose bottom of the "]


def test_a_title_is_the_question_if_the_page_counts_all_posts_as_answers() -> None:
    found = thread(f"{HEAD}<h2>3 Answers</h2>{POSTS}")
    assert found.question is not None
    assert found.question.body == ""
    assert [post.author for post in found.answers] == ["Bodil", "Kasper", "Ottilie"]
    assert found.declared == 3


def test_question_that_is_built_differently() -> None:
    question = (
        f'<section class="asked"><p class="by">Asked by <b>Bodil</b> on 3 May 2014</p><div>{ASKED}</div></section>'
    )
    found = thread(
        f"{HEAD}{question}<h2>2 Answers</h2>"
        + post(2, "Kasper", "4 May 2014", FIRST)
        + post(3, "Ottilie", "5 May 2014", SECOND)
    )
    assert found.question is not None
    assert found.question.body.startswith("My kettle hums")
    assert found.question.date == datetime(2014, 5, 3, tzinfo=UTC)
    assert len(found.answers) == 2


def test_state_classes_do_not_split_the_posts() -> None:
    found = thread(
        HEAD
        + post(1, "Bodil", "3 May 2014", ASKED, css="post topicOwner firstpost")
        + post(2, "Kasper", "4 May 2014", FIRST, css="post rowodd")
        + post(3, "Bodil", "5 May 2014", "<p>Thank you, the coin was it: silence at last.</p>", css="post topicOwner")
        + post(4, "Ottilie", "6 May 2014", SECOND, css="post roweven unread")
    )
    assert [post.author for post in found.answers] == ["Kasper", "Bodil", "Ottilie"]


def test_signatures_edit_notes_and_buttons_are_no_part_of_bodies() -> None:
    edited = '<p class="note">Last edited by Kasper on 9 May 2014</p>'
    signature = '<div class="signature"><p>Kettles are my life, and tea is my soul, said the cook.</p></div>'
    buttons = '<div class="tools"><a href="#">Quote</a> <a href="#">Report</a></div>'
    found = thread(
        HEAD
        + post(1, "Bodil", "3 May 2014", ASKED, extra=buttons)
        + post(2, "Kasper", "4 May 2014", FIRST + edited + signature, extra=buttons)
        + post(3, "Ottilie", "5 May 2014", SECOND + signature, extra=buttons)
    )
    assert found.answers[0].body.endswith("whether the tone changes.")
    assert found.answers[1].body.endswith("an hour each time.")


def test_a_sign_off_is_the_authors_own() -> None:
    found = thread(HEAD + POSTS.replace("an hour each time.</p>", "an hour each time.</p><p>Ottilie</p>"))
    assert found.answers[1].body.endswith("\n\nOttilie")


def test_greetings_that_repeat_stay() -> None:
    page = HEAD + POSTS.replace("<p>It is", "<p>Hi,</p><p>It is").replace("<p>Ours did", "<p>Hi,</p><p>Ours did")
    assert [post.body[:5] for post in thread(page).answers] == ["Hi,\n\n", "Hi,\n\n"]


def test_code_lists_and_quotes_keep_their_form() -> None:
    body = (
        '<div class="quote"><cite>Bodil wrote:</cite><p>What may it be?</p></div><p>Try this:</p>'
        "<ul><li>boil it</li><li>listen</li></ul><pre><code>if hum:\n    print('coin')\n</code></pre><p>Tell us.</p>"
    )
    found = thread(HEAD + post(1, "Bodil", "3 May 2014", ASKED) + post(2, "Kasper", "4 May 2014", body))
    assert found.answers[0].body == (
        "> Bodil wrote:\n>\n> What may it be?\n\nTry this:\n\n- boil it\n- listen\n\n"
        "```\nif hum:\n    print('coin')\n```\n\nTell us."
    )


def test_images_at_the_end_of_a_body_are_not_words() -> None:
    page = POSTS.replace("each time.</p>", 'each time. <img alt="a clean kettle on a plate" src="k.png"></p>')
    assert thread(HEAD + page).answers[1].body.endswith("each time.")


def test_comments_are_no_answers() -> None:
    comments = "".join(
        f'<li class="remark"><span>{text}</span> <a href="/members/{name}">{name}</a> <i>{day} May 2014</i></li>'
        for day, name, text in ((6, "Gerd", "Which coin did you take for it?"), (7, "Bodil", "A small one of copper."))
    )
    extra = f'<ul class="remarks">{comments}</ul>'
    found = thread(
        HEAD
        + post(1, "Bodil", "3 May 2014", ASKED, extra=extra)
        + post(2, "Kasper", "4 May 2014", FIRST * 3, extra=extra)
        + post(3, "Ottilie", "5 May 2014", SECOND * 3, extra=extra)
    )
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie"]
    assert not any("coin did you take" in post.body for post in found.answers)


def test_replies_stand_in_what_they_reply_to() -> None:
    def item(number: int, author: str, body: str, inner: str = "") -> str:
        return (
            f'<li class="item"><div class="meta"><a href="/u/{author}">{author}</a>'
            f" <time>{number} May 2014</time></div>"
            f'<div class="text">{body}</div>{inner}</li>'
        )

    nested = f"<ul>{item(5, 'Bodil', '<p>The coin was it, and now it is silent at last.</p>')}</ul>"
    found = thread(
        f"{HEAD}<ul>{item(3, 'Bodil', ASKED)}{item(4, 'Kasper', FIRST, nested)}{item(6, 'Ottilie', SECOND)}</ul>"
    )
    first, reply, second = found.answers
    assert (first.parent, reply.parent, second.parent) == (None, first, None)
    assert "silent at last" not in first.body


def test_posts_in_the_rows_of_a_table() -> None:
    rows = "".join(
        f'<tr><td class="thead" colspan="2">{day}th May 2014, 10:0{day}</td></tr>'
        f'<tr><td><a href="member.php?u={day}">{name}</a><div>Join Date: Mar 2009</div></td>'
        f"<td><div>{body}</div></td></tr>"
        for day, name, body in ((4, "Bodil", ASKED), (5, "Kasper", FIRST), (6, "Ottilie", SECOND))
    )
    found = thread(f"{HEAD}<table>{rows}</table>")
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie"]
    assert [post.date for post in found.answers] == [
        datetime(2014, 5, 5, 10, 5, tzinfo=UTC),
        datetime(2014, 5, 6, 10, 6, tzinfo=UTC),
    ]
    assert found.answers[0].body.startswith("It is the loose bottom")


def test_posts_without_boxes_of_their_own() -> None:
    parts = "".join(
        f'<div class="by"><a href="/user/{name}">{name}</a>, {day} May 2014</div><div class="words">{body}</div>'
        for day, name, body in ((3, "Bodil", ASKED), (4, "Kasper", FIRST), (5, "Ottilie", SECOND))
    )
    found = thread(HEAD + parts)
    assert [post.body[:10] for post in found.answers] == ["It is the ", "Ours did t"]


def test_posts_without_dates_are_found_by_their_authors() -> None:
    parts = "".join(
        f'<article><h3 class="post-user">{name}</h3><div class="words">{body}</div></article>'
        for name, body in (("Bodil", ASKED), ("Kasper", FIRST), ("Ottilie", SECOND))
    )
    found = thread(HEAD + parts)
    assert [(post.author, post.date) for post in found.answers] == [("Kasper", None), ("Ottilie", None)]


def test_a_thread_in_noscript() -> None:
    long = SECOND.replace("</p>", " And so on, for weeks." * 20 + "</p>")
    found = thread(f"<div id=app></div><noscript>{HEAD}{POSTS}{post(4, 'Gerd', '5 May 2014', long)}</noscript>")
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie", "Gerd"]


def test_adverts_and_answers_to_related_questions_are_left_out() -> None:
    related = '<a href="/topic/99">How do I get the lime out of a samovar?</a>'
    found = thread(
        HEAD
        + POSTS
        + post(4, "Advertisement", "5 May 2014", "<p>Kettles for less: now at Kettle World, only this week!</p>")
        + post(5, "Gerd", "6 May 2014", "<p>Two spoons of acid, hot water, one night.</p>").replace(
            '<div class="when">', f'{related}<div class="when">'
        )
    )
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie"]


def test_day_first_dates() -> None:
    days = ("03/04/2014", "05/04/2014", "02/05/2014")
    found = thread(
        HEAD
        + "".join(
            post(number, name, day, body)
            for number, (name, day, body) in enumerate(
                zip(("Bodil", "Kasper", "Ottilie"), days, (ASKED, FIRST, SECOND), strict=True), 1
            )
        )
    )
    assert [post.date for post in found.answers] == [
        datetime(2014, 4, 5, tzinfo=UTC),
        datetime(2014, 5, 2, tzinfo=UTC),
    ]


def test_votes_and_the_accepted_answer() -> None:
    def votes(count: str) -> str:
        return f'<div class="vote-box"><span class="vote-count">{count}</span></div>'

    found = thread(
        HEAD
        + post(1, "Bodil", "3 May 2014", ASKED, extra=votes("2"))
        + post(2, "Kasper", "4 May 2014", FIRST, extra=votes("-1"))
        + post(3, "Ottilie", "5 May 2014", SECOND, extra=votes("1,204"), css="post accepted-answer")
    )
    assert [(post.votes, post.accepted) for post in found.answers] == [(-1, False), (1204, True)]


def test_deleted_authors_are_unknown() -> None:
    found = thread(HEAD + POSTS.replace(">Kasper<", ">Deleted User<"))
    assert found.answers[0].author is None


def test_a_post_without_words_makes_the_page_partial() -> None:
    empty = post(4, "Gerd", "5 May 2014", '<img src="kettle.jpg">')
    assert thread(HEAD + POSTS).warnings == set()
    assert thread(HEAD + POSTS + empty).warnings == {"unread_posts"}


@pytest.mark.parametrize(("place", "is_unread"), [(1, True), (2, True), (3, False)])
def test_a_date_like_those_of_the_posts_between_them_is_a_post_that_was_not_read(place: int, is_unread: bool) -> None:
    posts = [
        post(number, author, f"{number + 2} May 2014", body)
        for number, author, body in ((1, "Bodil", ASKED), (2, "Kasper", FIRST), (3, "Ottilie", SECOND))
    ]
    posts.insert(place, '<div class="main"><div class="when">5 May 2014</div></div>')
    found = thread(HEAD + "".join(posts))
    assert [answer.author for answer in found.answers] == ["Kasper", "Ottilie"]
    assert (PageWarning.UNREAD_POSTS in found.warnings) is is_unread


def test_a_page_that_shows_its_body_by_script_is_read() -> None:
    page = f"<title>Why does my kettle hum?</title><body style='visibility: hidden' hidden>{HEAD}{POSTS}</body>"
    found = thread_and_features(HtmlDocument(page, "https://kettles.example/topic/7"))
    assert found is not None
    assert [post.author for post in found[0].answers] == ["Kasper", "Ottilie"]


@pytest.mark.parametrize(
    "box",
    ['<div class="post"><div class="main"><div class="when">2 May 2014</div></div></div>',
     "<div><span>Started</span> <span>2 May 2014</span></div>"],
)  # fmt: skip
def test_a_box_with_a_date_alone_above_the_first_post_is_no_question(box: str) -> None:
    found = thread(HEAD + box + POSTS)
    assert found.question is not None
    assert found.question.author == "Bodil"
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie"]


def test_a_title_asks_if_somebody_asked_it_before_the_first_post() -> None:
    asked = '<div><span>Asked</span> <span>2 May 2014</span> by <a href="/members/gerd">Gerd</a></div>'
    found = thread(HEAD + asked + POSTS)
    assert found.question is not None
    assert (found.question.body, found.question.author) == ("", "Gerd")
    assert len(found.answers) == 3


def test_a_title_outside_of_headings_is_not_its_own_question() -> None:
    title = "<div><span>Why does my kettle hum on the left plate?</span></div>"
    answers = "".join(
        f'<div class="answer" id="a{day}"><a href="/members/{name}">{name}</a> <i>{day} May</i><div>{words}</div></div>'
        for day, name, words in ((3, "Kasper", FIRST), (4, "Ottilie", SECOND))
    )
    found = thread(title + answers, "Why does my kettle hum on the left plate?")
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie"]


def test_a_question_inside_a_link() -> None:
    asked = f'<div class="asked"><a href="/topic/7">{ASKED}</a><i>Bodil, 3 May 2014</i></div>'
    answers = post(2, "Kasper", "4 May 2014", FIRST) + post(3, "Ottilie", "5 May 2014", SECOND)
    found = thread(f"{HEAD}{asked}<h2>2 Answers</h2>{answers}")
    assert found.question is not None
    assert found.question.body.startswith("My kettle hums when it stands")
    assert len(found.answers) == 2


def test_a_dated_quotation_is_no_comment() -> None:
    quotation = '<blockquote><a href="/members/bodil">Bodil</a>, 3 May 2014: What may it be?</blockquote>'
    found = thread(
        HEAD
        + post(1, "Bodil", "3 May 2014", ASKED)
        + post(2, "Kasper", "4 May 2014", quotation + FIRST)
        + post(3, "Ottilie", "5 May 2014", SECOND)
        + post(4, "Gerd", "6 May 2014", quotation + SECOND)
    )
    assert [post.body.startswith("> Bodil, 3 May 2014: What may it be?\n\n") for post in found.answers] == [
        True, False, True,
    ]  # fmt: skip


def test_more_comments_than_answers() -> None:
    def comment(number: int, to: str) -> str:
        return (
            f'<li class="remark"><span>Have you looked below it, {to}? What did you see the {number} times?</span>'
            f' <a href="/members/{number}">Gerd {number}</a> <i>1{number} May 2014</i></li>'
        )

    def box(kind: str, name: str, day: int, words: str, comments: int) -> str:
        said = "".join(comment(number, name) for number in range(comments))
        return (
            f'<div class="{kind}"><div class="words">{words}</div><a href="/members/{name}">{name}</a> '
            f'<time datetime="2014-05-0{day}T10:00:00Z">{day} May</time><ul class="remarks">{said}</ul></div>'
        )

    replies = box("said", "Kasper", 4, FIRST, 1) + box("said", "Ottilie", 5, SECOND, 3)
    page = box("asked", "Bodil", 3, ASKED, 4) + replies
    assert [post.author for post in thread(HEAD + page).answers] == ["Kasper", "Ottilie"]


@pytest.mark.parametrize(
    ("heading", "declared", "answers"),
    [
        ("<h2>7 Answers</h2>", 7, 3), ("<h3>Answers (12)</h3>", 12, 3), ("<h2>3 Answers</h2>", 3, 3),
        ("<p>7 Answers</p>", None, 3), ("<h2>7 answers to kettles</h2>", None, 3), ("<h2>7 kettles</h2>", None, 3),
    ],
)  # fmt: skip
def test_a_heading_that_counts_more_answers_than_are_there(heading: str, declared: int | None, answers: int) -> None:
    asked = f'<div class="asked"><p class="by">Asked by <b>Bodil</b> on 3 May 2014</p><div>{ASKED}</div></div>'
    posts = (
        post(2, "Kasper", "4 May 2014", FIRST)
        + post(3, "Ottilie", "5 May 2014", SECOND)
        + post(4, "Gerd", "6 May 2014", "<p>A folded towel below the stove ended it in my kitchen, as it were.</p>")
    )
    found = thread(f"{HEAD}{asked}{heading}{posts}")
    assert (found.declared, len(found.answers)) == (declared, answers)


def test_a_count_of_answers_that_counts_the_first_post() -> None:
    again = post(4, "Bodil", "6 May 2014", "<p>The coin was it. Thank you all, it is silent at last.</p>")
    for page in (POSTS + again, POSTS.replace('class="post"', 'class="post first-post"', 1)):
        number = page.count('class="main"')
        found = thread(f"{HEAD}<h2>{number} Answers</h2>{page}")
        assert found.question is not None
        assert found.question.body.startswith("My kettle hums")
        assert (len(found.answers), found.declared) == (number - 1, number - 1)
