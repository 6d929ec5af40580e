"""Threads of a few posts in plain HTML, of which a test says what one of their places holds."""

from collections.abc import Sequence

import qapipe

TITLE = "Why does my loom drift?"
PEOPLE = ("Hedda Wick", "Olaf Reed", "Minna Tow", "Ansel Thorn", "Jory Beck")
WORDS = (
    "Mine has begun to drift about on the floor. What do you put under the feet of it?",
    "Rubber mats of the kind that is sold for washing machines, cut into four squares.",
    "Take a photograph in daylight and compare it with the drawing in the catalogue.",
    "We had this discussion three years ago and the answer was a plain cotton cover.",
    "A friend of mine repairs these for a living, and he says the cheap ones end like that.",
)
NOTHING = ("",) * 5
URL = "https://trades.example/t/9"


def thread(
    *,
    beside: Sequence[str] = NOTHING,
    above: Sequence[str] = NOTHING,
    below: Sequence[str] = NOTHING,
    post: str = "post",
) -> qapipe.Record:
    """A question and four answers; HTML ``beside`` the author, ``above`` or ``below`` the words of each post."""
    posts = "".join(
        f'<div class="post" id="p{number}"><div><a class="username" href="/u/{number}">{name}</a> '
        f'<span class="date">March {number + 2}, 2015, 10:0{number}</span></div>{side}'
        f'<div class="content">{head}<p>{words}</p>{tail}</div></div>'
        for number, (name, words, side, head, tail) in enumerate(
            zip(PEOPLE, WORDS, beside, above, below, strict=True), 1
        )
    )
    page = f"<!doctype html><title>{TITLE}</title><body><h1>{TITLE}</h1>{posts}</body>"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))
    assert [answer.author_name for answer in record.answers] == list(PEOPLE[1:]), record.reason
    return record


def bodies(record: qapipe.Record) -> list[str]:
    """The texts of the answers."""
    return [answer.body for answer in record.answers]
