"""Pages of made-up forums, built as real ones are, for the tests of single rules."""

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads import thread_and_features


def thread(body: str, title: str = "Why does my kettle hum?") -> Thread:
    """The thread of a page with this body."""
    page = f"<!doctype html><html><head><title>{title} - Kettle Forum</title></head><body>{body}</body></html>"
    found = thread_and_features(HtmlDocument(page, "https://kettles.example/topic/7"))
    assert found is not None
    return found[0]


def post(number: int, author: str, date: str, body: str, *, extra: str = "", css: str = "post") -> str:
    """A post with its author beside it and its date above."""
    return (
        f'<div class="{css}" id="p{number}"><div class="side"><a href="/members/{author.lower()}">{author}</a>'
        f'<span>Joined: March {2000 + number}</span></div><div class="main"><div class="when">{date}</div>'
        f'<div class="body">{body}</div>{extra}</div></div>'
    )


ASKED = "<p>My kettle hums when it stands on the left plate, and not on the right one. What may it be?</p>"
FIRST = "<p>It is the loose bottom of the kettle. Put a coin under it and listen whether the tone changes.</p>"
SECOND = "<p>Ours did the same until we took the lime out of it, with vinegar, twice, an hour each time.</p>"
