"""Which answer a post replies to, where posts and their comments are boxes of one kind."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features

from .pages import ASKED, FIRST, SECOND, post

TITLE = "<title>Why does my kettle hum?</title><h1>Why does my kettle hum?</h1>"
THIRD = "<p>Two spoons of acid, hot water, one night, and then rinse it all out.</p>"
FOURTH = "<p>Mine hums, too, and I have come to like it over the years I had it.</p>"
ASK, ONE = post(1, "Bodil", "3 May 2014", ASKED), post(2, "Kasper", "3 May 2014", FIRST)
ON_ONE = post(3, "Gerd", "4 May 2014", THIRD, css="post comment")
TWO = post(4, "Ottilie", "5 May 2014", SECOND)
ON_TWO = post(5, "Bodil", "6 May 2014", FOURTH, css="post comment")


def box(*posts: str) -> str:
    return f"<section>{''.join(posts)}</section>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (box(ASK) + box(ONE, ON_ONE) + box(TWO, ON_TWO), [None, "Kasper", None, "Ottilie"]),
        (box(ASK) + box(ONE, box(ON_ONE, ON_TWO)) + box(TWO), [None, "Kasper", "Kasper", None]),
        (box(ASK, ON_ONE) + box(ONE) + box(TWO, ON_TWO), [None, None, None, "Ottilie"]),
        (box(ASK, ONE, ON_ONE, TWO, ON_TWO), [None] * 4),
        (box(ASK) + box(ONE) + ON_ONE + box(TWO) + ON_TWO, [None] * 4),
        ((box(ASK) + box(ONE, ON_ONE) + box(TWO, ON_TWO)).replace("post comment", "post"), [None] * 4),
    ],
)
def test_comments_reply_to_the_post_in_whose_box_they_stand(html: str, expected: list[str | None]) -> None:
    found = thread_and_features(HtmlDocument(TITLE + html))
    assert found is not None
    assert [one.parent.author if one.parent else None for one in found[0].answers] == expected
