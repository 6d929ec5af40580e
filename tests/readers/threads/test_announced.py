"""Pages with one answer that a heading, or the text at its start, announces."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features

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
