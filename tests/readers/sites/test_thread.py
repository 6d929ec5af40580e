"""Pages with repeated posts: threads, questions that nobody answered, and lists that are neither."""

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers import verdict
from qapipe.readers.posts import Post, Thread
from qapipe.readers.reconcile import Found
from qapipe.readers.site import Reading
from qapipe.readers.sites import thread as site
from qapipe.readers.sites.thread import SITE
from qapipe.records.reasons import Reason
from qapipe.records.warnings import PageWarning

POSTS, FAQ = SITE.layouts
URL = "https://forum.example/viewtopic.php?t=7"
HEADS = [("May it stand outside", "Yes."), ("Why does it hum", "So."), ("Is it loud", "No.")]
HEADED = "<title>Frequently asked questions</title><h1>Frequently asked questions</h1>" + "".join(
    f"<h3>{head}?</h3><p>{text}</p>" for head, text in HEADS
)


def post(number: int, text: str, name: str = "ada") -> str:
    return (
        f"<div class=post id=p{number}><a class=author href=/u/{name}>{name}</a> "
        f"<time datetime=2020-05-0{number}T08:00:00Z>May {number}, 2020</time><div class=body><p>{text}</p></div></div>"
    )


ASKED = "Why does the beam of my loom creak when I weave wool on it?"
SAID = ["Put some wax on the beam and on both pegs.", "Oil is better than wax.", "Felt below the feet helped me."]
NAMES = ("ida", "bo", "cy")


def page(*posts: str, title: str = "Creaking beam", end: str = "") -> HtmlDocument:
    head = f"<title>{title} - Loom forum</title><body><h1>{title}</h1>"
    return HtmlDocument(f"{head}{''.join(posts)}{end}".encode(), URL)


def whole() -> HtmlDocument:
    return page(post(1, ASKED), *(post(n, text, NAMES[n - 2]) for n, text in enumerate(SAID, 2)))


def test_a_thread() -> None:
    assert POSTS.recognises(whole())
    found = POSTS.read(whole())
    assert (found.question.title, found.question.body, found.question.asker) == ("Creaking beam", ASKED, "ada")
    assert [(answer.body, answer.author_name) for answer in found.answers] == list(zip(SAID, NAMES, strict=True))
    assert found.reason is None
    assert not FAQ.recognises(whole())


def test_a_thread_in_which_nobody_asks() -> None:
    talk = page(*(post(n, text, name) for n, (text, name) in enumerate(zip(SAID, NAMES, strict=True), 1)))
    assert POSTS.read(talk).reason is Reason.DISCUSSION


@pytest.mark.parametrize("words", ["<p>Looms have been built in this town for years.</p>", ""])
def test_pages_without_posts(words: str) -> None:
    empty = HtmlDocument(f"<title>Looms</title><body><h1>Looms</h1>{words}".encode(), "https://loom.example/")
    assert not POSTS.recognises(empty)
    with pytest.raises(TypeError):
        POSTS.read(empty)


def test_text_has_no_posts() -> None:
    assert not POSTS.recognises(TextDocument(f"{ASKED}\n\n{SAID[0]}"))
    with pytest.raises(TypeError):
        POSTS.read(TextDocument(ASKED))


def test_an_faq_is_one_by_its_headings() -> None:
    document = HtmlDocument(HEADED.encode())
    assert FAQ.recognises(document)
    assert not POSTS.recognises(document)
    found = FAQ.read(document)
    assert [(answer.headline, answer.body) for answer in found.answers] == [(f"{head}?", text) for head, text in HEADS]
    assert not FAQ.recognises(HtmlDocument(b"<h1>Looms</h1><p>Yes.</p>"))


def test_an_faq_with_a_thread_below_it_is_a_thread() -> None:
    posts = "".join(
        post(n, text, name) for n, (text, name) in enumerate(zip([ASKED, *SAID], ("ada", *NAMES), strict=True), 1)
    )
    document = HtmlDocument(f"{HEADED}{posts}".encode(), URL)
    assert POSTS.recognises(document)
    assert not FAQ.recognises(document)


def read_as(
    monkeypatch: pytest.MonkeyPatch, found: Found | None, *, is_thread: bool = True, lone: Thread | None = None
) -> Reading | None:
    """What a page is read as on which these posts are found, and this question is the only one."""
    monkeypatch.setattr(site, "posts_of", lambda _: found)
    monkeypatch.setattr(site, "may_hold_thread", lambda _: lone is not LIST)
    monkeypatch.setattr(site, "lone_question", lambda _: lone)
    monkeypatch.setattr(verdict, "thread_features", lambda *_: {})
    monkeypatch.setattr(verdict, "is_thread", lambda _: is_thread)
    monkeypatch.setattr(verdict, "is_lone_question", lambda _: lone is not TALK)
    document = page()
    if not POSTS.recognises(document):
        return None
    return POSTS.read(document)


LIST, TALK = (Thread("thread", question=Post(body=body)) for body in ("Not on a forum's page", "Not a question"))


@pytest.mark.parametrize(
    ("answers", "marked", "headings", "is_thread", "is_read"),
    [
        (1, False, 0.0, True, True), (1, False, 0.0, False, False), (1, True, 0.0, False, True),
        (1, True, 0.9, False, True), (0, True, 0.0, False, True), (0, False, 0.0, True, False),
    ],
)  # fmt: skip
def test_posts_are_a_thread_by_their_markup_or_by_what_speaks_for_it(
    monkeypatch: pytest.MonkeyPatch, answers: int, marked: bool, headings: float, is_thread: bool, is_read: bool
) -> None:
    posts = Thread("thread", question=Post(body=ASKED), answers=[Post(body=SAID[0])] * answers)
    found = Found(posts, {"headings": headings}, marked=marked)
    reading = read_as(monkeypatch, found, is_thread=is_thread)
    assert (reading and reading.question.body) == (ASKED if is_read else None)


def test_marked_up_questions_without_answers_have_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for question in (Post(), None):
        assert read_as(monkeypatch, Found(Thread("thread", question=question), marked=True)) is None


@pytest.mark.parametrize(("headings", "is_read"), [(0.5, True), (0.51, False), (None, True)])
def test_a_list_of_threads_has_no_lone_question(
    monkeypatch: pytest.MonkeyPatch, headings: float | None, is_read: bool
) -> None:
    lone, posts = Thread("thread", question=Post(body=ASKED)), Thread("thread", answers=[Post(body=SAID[0])])
    found = Found(posts, {} if headings is None else {"headings": headings})
    reading = read_as(monkeypatch, found, is_thread=False, lone=lone)
    assert (reading and (reading.question.body, reading.warnings)) == (
        (ASKED, {PageWarning.UNREAD_POSTS}) if is_read else None
    )


def test_a_question_that_nobody_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    lone = Thread("thread", question=Post(body=ASKED))
    for found in (None, Found(Thread("thread", question=Post(body="x")))):
        reading = read_as(monkeypatch, found, lone=lone)
        assert reading is not None
        assert (reading.question.body, reading.warnings) == (ASKED, set())
    assert read_as(monkeypatch, None, lone=LIST) is None
    assert read_as(monkeypatch, None, lone=TALK) is None
    assert read_as(monkeypatch, None) is None
