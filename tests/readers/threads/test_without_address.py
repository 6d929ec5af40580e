"""Pages whose address is unknown and that name no forum: the words that posts bring with them let them in."""

import pytest

import qapipe

ASKED = "My kettle hums when it stands on the left plate, and not on the right one. What may it be?"
ANSWERS = (
    "It is the loose bottom of the kettle. Put a coin under it and listen whether the tone changes.",
    "Ours did the same until we took the lime out of it, with vinegar, twice, an hour each time.",
)
TITLE = "Why does my kettle hum?"
HEAD = f"<title>{TITLE}</title><body><h1>{TITLE}</h1>"
NAMES = ("Bodil", "Kasper", "Ottilie")


def page(post: str, *, head: str = HEAD) -> bytes:
    texts = zip(NAMES, (ASKED, *ANSWERS), strict=True)
    posts = "".join(post.format(name=name, day=day, text=text) for day, (name, text) in enumerate(texts, 3))
    return f"<!doctype html>{head}<main>{posts}</main>".encode()


MAIL_ARCHIVE = (
    "<section><h3>{name}</h3><i>unread,</i><b>May {day}, 2014, 10:00:00 AM</b><div>to Kettles</div>"
    "<div class=t><p>{text}</p></div><div role=button>Reply all</div><div role=button>Reply to author</div></section>"
)
BOARD = (
    "<div class=item><a href=/user/{name}>{name}</a> <span class=when>1{day}/05/2014 at 10:00 am</span>"
    "<div class=text><p>{text}</p></div><button>Like</button> <a href=/login>Reply</a></div>"
)
TRACKER = (
    "<table class=m><tr><th>msg90{day}</th><th>Author: {name}</th><th>Date: 2014-05-0{day} 10:00</th></tr>"
    "<tr><td colspan=3 class=content><pre>{text}</pre></td></tr></table>"
)
TRACKED = f"<title>Issue 71: {TITLE} - Tracker</title><body><h1>Issue71</h1><p><b>{TITLE}</b></p><h2>Messages (3)</h2>"


@pytest.mark.parametrize("body", [page(MAIL_ARCHIVE), page(BOARD), page(TRACKER, head=TRACKED)])
def test_posts_let_a_page_in(body: bytes) -> None:
    record = qapipe.parse_page(qapipe.RawPage(body=body))
    assert record.question is not None
    assert (record.question.title, record.question.asker) == (TITLE, "Bodil")
    assert [(one.author_name, one.body.strip("`\n")) for one in record.answers] == [
        *zip(NAMES[1:], ANSWERS, strict=True)
    ]
    assert all(one.answered_at is not None for one in record.answers)
