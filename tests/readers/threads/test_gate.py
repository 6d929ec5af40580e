"""Which pages are refused by their bytes, before there is a tree."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import may_hold_thread

POST = b"<div class=post><a href=/u/ann>Ann</a> <time>2021-03-04</time><p>Try a longer cable.</p></div>"
STYLE = b"<style>" + b"p { margin: 0 }" * 20 + b"</style>"
PAD = b"<p>Nothing of note in this line.</p>" * 500  # 18 KB


def page(title: bytes = b"A cable", body: bytes = b"", head: bytes = b"") -> bytes:
    return (
        b"<html><head>"
        + head
        + b"<title>"
        + title
        + b"</title>"
        + STYLE
        + b"</head><body>"
        + body
        + POST * 2
        + b"</body></html>"
    )


@pytest.mark.parametrize(
    "source",
    [
        page(b"A cable - Forum of cables"),
        page(head=b"<link rel=canonical href=https://example.org/questions/7>"),
        page(body=b"<a href=/>All threads</a>"),
        page(body=b"<span>3 upvotes</span>"),
        page(body=PAD + b"<b>Joined</b>"),
        page(body=b"<a href=/topics>Topics</a>" + PAD * 4 + b"<b>2 votes</b>"),
        page(head=b"<meta name=description content='A cable, with 12 replies'>"),
        page(body=b"<b>Ann</b> commented on 3 May"),
        page(body=b"<p>Posted by Ann"),
        page(body=b"<b>Re: A cable</b>"),
        page(body=b"<h2>Question</h2>" + PAD * 4 + b"<h2>Answer</h2>"),
        page(body=b"<a href=/topics>Topics</a>" + PAD * 4 + b"<b>Re: A cable</b>"),
        page("ケーブルの質問".encode()),
        page(body="<h2>みんなの回答</h2>".encode()),
        page(body="<a>Ответить</a>".encode()),
        page(body="<a>Відповісти</a>".encode()),
        page("kábel - kérdések".encode()),
        page(body="<a>3 válasz</a>".encode()),
        page(body="<a>3 trả lời</a>".encode()),
        page(body="<a>ตอบกระทู้</a>".encode()),
        page(body="<b>3 أسئلة</b>".encode()),
        page(body="<b>3 תשובות</b>".encode()),
        page(body=b"<a href=/sorular>Sorular ve cevaplar</a>"),
        page(body=b"<a href=/a>Keskustelu</a>" + PAD * 4 + b"<b>Vastaa</b>"),
        page(body=b"<a href=/a>Dotazy</a>" + PAD * 4 + b"<b>3 odpovedi</b>"),
        page(body="<b>3 απαντήσεις</b>".encode()),
        page(body="<b>6 सवाल</b>".encode()),
        page(body=b"<span>1 upvote</span>"),
        page(b"Kabel: Fragen und Tipps"),
        page(body=b"<a href=/fragen>Fragen</a>" + PAD * 4 + b"<b>3 Antworten</b>"),
        page(body=b"<pre class=bz_comment_text>It fell off."),
        page(body=b"<b>Ann</b> added a comment"),
        page(body=b"<a href=/login>Reply</a>"),
        page(body=b"<div role=button>Reply to author</div>"),
        page(body=b"<h2>Top comments</h2>"),
        page(body=b"<a href=#5>Message #5</a> received"),
        page(body=b"<th>Messages (3)</th>"),
        page(b"Kettle Bug report logs", b"<h1>Kettle Bug report logs</h1>"),
        page(body=b"<a href=/wiki/User_talk:Ann>talk</a>"),
    ],
)
def test_pages_with_a_word_of_threads_are_looked_at(source: bytes) -> None:
    assert may_hold_thread(HtmlDocument(source))


@pytest.mark.parametrize(
    "source",
    [
        page(),
        page(body=b"<a href=/topics>Topics</a><a href=/community>Community</a>"),
        page(body=PAD * 4 + b"<b>2 votes</b>"),
        page(body=PAD * 4 + b"<b>Re: A cable</b>"),
        page(body=PAD + "<h2>みんなの回答</h2>".encode()),
        page(body=b"<a href=/fragen>Fragen</a>"),
        page(body=b"<p>Reply by mail, a message in a bottle, top marks"),
        page(body=b"<p>She voted for fiestas and gazpacho (a crosspost)."),
        page(body=b"<p>This crosspost is no question." + PAD * 4 + b"<b>Voted</b>"),
        page(b"A cable - Forum of cables").replace(b"2021", b""),
    ],
)
def test_other_pages_are_refused(source: bytes) -> None:
    assert not may_hold_thread(HtmlDocument(source))


@pytest.mark.parametrize(
    ("date", "holds"),
    [(b"4-Mar-14", True), (b"4/3/14", True), (b"04.03.14", True), (b"4-3/14", False), (b"v1.2.345", False)],
)
def test_dates_of_two_digits_are_enough(date: bytes, holds: bool) -> None:
    source = page(b"A cable - Forum of cables").replace(b"2021-03-04", date)
    assert may_hold_thread(HtmlDocument(source)) is holds


@pytest.mark.parametrize(
    "words",
    "Ann wrote:/Ann said:/In reply to Ann/Log in to reply/Post a reply/Quick Reply/Reply #2/Comment #3/Comment by Ann/"
    "Submitted by Ann/Posted by Ann/Issue #7/commented".split("/"),
)
def test_words_of_posts_are_enough_and_what_they_share_is_not(words: str) -> None:
    assert may_hold_thread(HtmlDocument(page(body=f"<b>{words}</b>".encode())))
    for other in ("A replica, commuted by Ann", "The comment, rated by Ann"):
        assert not may_hold_thread(HtmlDocument(page(body=f"<b>{other}</b>".encode())))


@pytest.mark.parametrize("word", "pregunta pergunta respuesta rispost resposta frage antwort".split())
def test_a_word_of_questions_in_a_menu_has_the_whole_page_searched(word: str) -> None:
    near = b"<a href=/x>" + word.encode() + b"</a>" + PAD * 4
    for posts in (b"3 respuestas", b"3 respostas", b"Vota: 3 votes"):
        assert may_hold_thread(HtmlDocument(page(body=near + posts)))
        assert not may_hold_thread(HtmlDocument(page(body=PAD * 4 + posts)))


def test_an_address_of_a_thread_is_enough() -> None:
    assert may_hold_thread(HtmlDocument(page(), "https://example.org/t/7"))
    assert may_hold_thread(HtmlDocument(page(), "https://example.org/x/issues/7"))
    assert may_hold_thread(HtmlDocument(page(), "https://example.org/qa/q7.html"))
    assert not may_hold_thread(HtmlDocument(page(), "https://example.org/about/7"))
    saved = page(head=b"<link rel=canonical href=https://example.org/t/7>")  # a file has no other URL
    assert may_hold_thread(HtmlDocument(saved))
    assert not may_hold_thread(HtmlDocument(saved, "https://example.org/about/7"))


@pytest.mark.parametrize("at", range(9_990, 10_012))
def test_a_word_of_posts_counts_where_the_head_that_is_looked_at_ends(at: int) -> None:
    start = b"<html><head><title>A cable</title><!--"
    head = start + b"." * (at - len(start)) + b"12 replies" + b"-->"
    source = head + b"</head><body>" + POST + b"</body></html>"
    assert may_hold_thread(HtmlDocument(source)) == (at + len(b"12 replies") <= 10_000)


def test_letters_of_other_alphabets_say_nothing_by_themselves() -> None:
    assert not may_hold_thread(HtmlDocument(page("Über Kabel und Stäbe".encode())))
    assert not may_hold_thread(HtmlDocument(page("Кабели и трубы".encode())))


@pytest.mark.parametrize(("start", "may"), [(59_994, True), (59_995, False)])
def test_a_page_without_a_body_is_looked_at_to_the_60_000th_byte_for_its_title(start: int, may: bool) -> None:
    above = b"<html><head><!--" + b"x" * (start - 19) + b"-->"
    assert len(above) == start
    assert may_hold_thread(HtmlDocument(above + b"<title>A forum</title><p>4 March 2015")) is may


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_how_far_words_are_looked_for(over: int) -> None:
    """A title in a head without an end, a word in a title, one of forums in the body, and one of posts."""
    late = b"<!--" + b"." * (60_000 - 4 - 3 - 6 + over) + b"--><title>Forum of cables</title>" + POST
    title = page(b"a" * (250 - 7 - 5 + over) + b"forum")
    top = page(body=b"x" * (10_000 - 6 - 6 + over) + b"thread")
    posts = page(body=b"x" * (32_000 - 6 - 7 + over) + b"replies")
    assert [may_hold_thread(HtmlDocument(source)) for source in (late, title, top, posts)] == [over <= 0] * 4


@pytest.mark.parametrize("word", ["掲示板", "提问", "主题", "回答", "질문", "댓글", "กระทู้", "вопрос", "منتدى", "פורום"])
def test_words_in_other_letters(word: str) -> None:
    assert may_hold_thread(HtmlDocument(page(word.encode())))
    assert not may_hold_thread(HtmlDocument(page("折り紙".encode())))
