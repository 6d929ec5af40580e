"""Where fields stand on a page: the lines that show a text, a number, a date or a link."""

from datetime import UTC, datetime

import qapipe
from qapipe.cli.field_places import places_of
from qapipe.cli.page_html import lines_of
from qapipe.records.plain import RawPage

POST = """<div class="post"><p class="by"><a href="/users/{0}">{0}</a> {1}</p><div class="text"><p>{2}</p></div>
<p class="votes">{3} votes</p></div>"""
POSTS = (
    ("hedda", '<time datetime="2015-03-01T10:00:00Z">March 1, 2015</time>', "What stops a loom from drifting?", "3"),
    ("olaf", '<time datetime="2015-03-01T12:00:00Z">March 1, 2015</time>', "Felt, below all of its four feet.", "1.2k"),
    ("minna", '<time datetime="2015-03-02T10:00:00Z">4 years ago</time>', "A strip of bicycle tube does it, too.", "7"),
)


def test_dates_links_and_counts_are_found_beside_the_text_of_their_post() -> None:
    body = "".join(POST.format(*post) for post in POSTS)
    page = f"<title>How do I stop a drifting loom?</title><h1>How do I stop a drifting loom?</h1>{body}<p>Replies</p>"
    raw = RawPage(body=page.encode(), url="https://looms.example/7", captured_at=datetime(2019, 3, 2, 10, tzinfo=UTC))
    record = qapipe.parse_page(raw)
    assert [(one.author_name, one.votes) for one in record.answers] == [("olaf", 1_200), ("minna", 7)]
    places = places_of(lines_of(raw), record)
    assert places["question: asked_at"] == ["line 2 p.by"]
    assert places["question: votes"] == ["line 4 p.votes"]
    assert places["answer 1: answered_at"] == ["line 5 p.by"]
    assert places["answer 1: author_url"] == ["line 5 p.by"]
    assert places["answer 1: votes"] == ["line 7 p.votes"]
    assert places["answer 2: body"] == ["line 9 p"]
    assert places["answer 2: answered_at"] == ["line 8 p.by"]  # an age, and the same time


def test_a_date_that_no_line_shows_has_no_place() -> None:
    body = "".join(POST.format(*post) for post in POSTS).replace("March 1, 2015", "").replace("4 years ago", "")
    raw = RawPage(body=f"<title>Loom?</title><h1>Loom?</h1>{body} Replies".encode(), url="https://looms.example")
    record = qapipe.parse_page(raw)
    assert record.question is not None
    assert record.question.asked_at is not None
    assert places_of(lines_of(raw), record)["question: asked_at"] == []
