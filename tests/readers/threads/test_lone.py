"""A question that nobody has answered: one post below the title of a page, with a date near it."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.threads import lone_question
from qapipe.records.warnings import PageWarning

TITLE = "Why does my kettle hum?"
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"
ASKED = "My kettle hums when it stands on the left plate, and not on the right one."
BY = '<p><a class="author" href="/u/9">Bodil</a> <i>{}</i></p>'
DATE = "3 May 2014"


def body(html: str) -> str | None:
    found = lone_question(HtmlDocument(html, "https://kettles.example/topic/7"))
    assert found is None or (found.answers == [] and found.question is not None)
    return found.question.body if found and found.question else None


def post(words: str = f"<p>{ASKED}</p>", by: str = BY.format(DATE)) -> str:
    return f'<div class="post">{by}<div class="b">{words}</div></div>'


def test_all_that_is_known_of_it() -> None:
    found = lone_question(
        HtmlDocument(f"{HEAD}<p>0 answers</p>{post()}<p>3 replies</p>", "https://kettles.example/topic/7")
    )
    assert found is not None
    assert found.question is not None
    assert (found.origin, found.title, found.declared, found.answers) == ("thread", TITLE, 3, [])
    assert (found.question.body, found.question.author, found.question.author_url, found.question.date) == (
        ASKED, "Bodil", "https://kettles.example/u/9", datetime(2014, 5, 3, tzinfo=UTC),
    )  # fmt: skip
    assert found.question.node is not None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (HEAD + post(), ASKED), (post(), None), ("<h1>x</h1>" + post(), None), (HEAD + post(by=""), None),
        (HEAD + post(by=BY.format("Joined 3 May 2014")), None),
        (HEAD + post("<p>" + "x" * 51 + "</p>"), None), (HEAD + post("<p>" + "x" * 52 + "</p>"), "x" * 52),
        (HEAD + post("<p>" + "x" * 12_012 + "</p>"), "x" * 12_012),
        (HEAD + post("<p>" + "x" * 12_013 + "</p>"), None), (HEAD + "<b>x</b>" * 38 + post(), ASKED),
        (HEAD + "<b>x</b>" * 39 + post(), None),
        (f"<title>{TITLE}</title>{post()}" + "<b>x</b>" * 13 + f"<h1>{TITLE}</h1>", ASKED),
        (f"<title>{TITLE}</title>{post()}" + "<b>x</b>" * 14 + f"<h1>{TITLE}</h1>", None),
        (f"<title>{TITLE}</title><div>{ASKED}</div><h1>{TITLE}</h1><p>{DATE}</p>", None),
        (f"{HEAD}<nav>{DATE}</nav><div>{ASKED}</div>", None), (f"{HEAD}<p>{DATE}</p><div>{ASKED}</div>", None),
        (HEAD + "<u>" * 10 + post() + "</u>" * 10, ASKED),
        (f"{HEAD}<main>{'<u>' * 11}<i>{DATE}</i>{'</u>' * 11}<p>{ASKED}</p></main>", ASKED),
        (f"{HEAD}<main>{'<u>' * 12}<i>{DATE}</i>{'</u>' * 12}<p>{ASKED}</p></main>", None),
        (HEAD + post() + f"<div class=post><i>9 May 2014</i><p>{ASKED[::-1]}</p></div>", ASKED),
        (HEAD + post(f"<p>{ASKED}</p><div class=signature>The makers of fine kettles since ever</div>"), ASKED),
        (HEAD + post(f"<p>{TITLE}</p>" * 1), None),
        (HEAD.replace(TITLE, ASKED) + post(f"<p>{ASKED.upper()}</p>"), None),
        (HEAD.replace(TITLE, ASKED) + post(), None),
        (HEAD + post(f"<div class=sig>{ASKED}</div><div class=sig>{ASKED[::-1]}</div>"), None),
        (HEAD + f'<div class="post"><div class="b"><p>{ASKED}</p></div>{BY.format(DATE)}</div>', ASKED),
        (f"{HEAD}<div><p>The board of all makers of pots.</p>{BY.format(DATE)}<p>{ASKED}</p></div>", ASKED),
    ],
)  # fmt: skip
def test_where_it_stands_and_how_long_it_is(html: str, expected: str | None) -> None:
    assert body(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"{HEAD}<nav>1 May 2014</nav>{post()}", ASKED),
        (f"<title>{TITLE}</title><p>1 May 2014</p>{'<b>x</b>' * 5}<h1>{TITLE}</h1>{post()}", ASKED),
        (f"{HEAD}{post()}<time datetime=2014-05-09></time>", ASKED),
        (f"{HEAD}<p>{ASKED}</p><time datetime=2014-05-09></time>", None),
        (f"<title>{TITLE}</title>{post()}", None),
        ("<frameset></frameset>", None),
    ],
)
def test_the_date_that_is_its_own(html: str, expected: str | None) -> None:
    assert body(html) == expected


def test_texts_have_none() -> None:
    assert lone_question(TextDocument(f"{TITLE}\n\n{DATE}\n\n{ASKED}")) is None


@pytest.mark.parametrize(
    ("inside", "unread"),
    [
        ("", False), ("<p>It began on 1 May 2014.</p>", False), (f"<p>{DATE}</p>", False),
        ("<p>1 May 2014</p><p>The left plate is new.</p><p>2 May 2014</p><p>So is the right one.</p>", True),
        ('<i><time datetime="2014-05-09">last week</time></i><p>It is the loose bottom of it.</p>', True),
        ('<i>Edited <time datetime="2014-05-09">last week</time></i><p>It is the loose bottom.</p>', False),
        ("<blockquote>1 May 2014: it hums<br>2 May 2014: no more</blockquote><p>So he wrote.</p>", False),
        ("<pre>1 May 2014: it hums\n</pre><pre>2 May 2014: no more</pre><p>So it prints.</p>", False),
    ],
)  # fmt: skip
def test_a_text_with_dates_of_others_holds_posts_that_were_not_read(inside: str, unread: bool) -> None:
    found = lone_question(HtmlDocument(HEAD + post(f"<p>{ASKED}</p>{inside}<p>And so on, as they all do.</p>")))
    assert found is not None
    assert (PageWarning.UNREAD_POSTS in found.warnings) is unread


ABOVE, BELOW = f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1>"
THEN = '<time datetime="2014-05-09">then</time>'


@pytest.mark.parametrize(
    ("html", "unread"),
    [
        # behind the post, in its text, above its own date
        (f"{HEAD}{post()}<p>{THEN}</p>", False),
        (f"{HEAD}{post(f'<p>So, {THEN} {ASKED}</p>')}", True),
        (f"{HEAD}{post(f'<p>{ASKED} {THEN}, and since.</p>')}", True),
        (
            f"{ABOVE}<div><p>So, {THEN} it began.</p><b>x</b>{BELOW}{BY.format(DATE)}<p>{ASKED}</p></div>",
            False,
        ),
        # its own date stands in the text
        (
            f"{ABOVE}<div class=post><p>{ASKED}</p><p>I write it {THEN} beside the kettle.</p></div>{BELOW}",
            False,
        ),
    ],
)
def test_dates_of_others_are_looked_for_in_the_text_alone(html: str, unread: bool) -> None:
    found = lone_question(HtmlDocument(html))
    assert found is not None
    assert (PageWarning.UNREAD_POSTS in found.warnings) is unread


def test_how_many_answers_the_page_says_it_has() -> None:
    for above, declared in (("<p>3 answers</p>", 3), ("<p>0 answers</p>", None), ("", None)):
        found = lone_question(HtmlDocument(above + HEAD + post()))
        assert found is not None
        assert found.declared == declared


@pytest.mark.parametrize(
    ("by", "rest", "expected"),
    [
        (f"<time>{DATE}</time> ", f" {ASKED}", f"{DATE} {ASKED} {ASKED}"),
        (f"<time>{DATE}</time> ", "", ASKED),  # a line that may be a byline
        (f"Bodil on <time>{DATE}</time>", "", ASKED),
    ],
)
def test_a_text_that_begins_with_its_date_is_read_from_there(by: str, rest: str, expected: str) -> None:
    text = f"<p>{by}{ASKED if rest else ''}{rest}</p>" + ("" if rest else f"<p>{ASKED}</p>")
    assert body(f"{HEAD}<article>{text}</article>") == expected
