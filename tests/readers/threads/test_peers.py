"""Comments below a post are a thread where who posted is named as those are who comment, and not below an article."""

import pytest

import qapipe

from .pages import ASKED

WORDS = (
    "It is the loose bottom of the kettle. Put a coin under it and listen whether the tone changes.",
    "Ours did the same until we took the lime out of it, with vinegar, twice, an hour each time.",
    "Ask the maker for a new plate: they sent us one at once, and it has been silent ever since.",
)


PEOPLE = ("Kasper Holm", "Ottilie Brand", "Gerd Maas")


def comment(number: int, inner: str = "") -> str:
    return (
        f'<li class="comment"><article class="card node"><a class="person" href="/u/{number}">{PEOPLE[number - 1]}</a> '
        f'<span class="age" title="2014-05-0{number + 2}T10:00:00Z">9 years ago</span> <b class="score">{number}</b>'
        f'<div class="said"><p>{WORDS[number - 1]}</p></div></article><ul>{inner}</ul></li>'
    )


def record(byline: str, body: str = "") -> qapipe.Record:
    comments = comment(1, comment(2)) + comment(3)
    page = (
        '<title>Why does my kettle hum? - Kettles</title><meta property="og:type" content="article">'
        f'<body><div class="listing"><h1>Why does my kettle hum?</h1><div>{byline} '
        f'<span class="age" title="2014-05-01T10:00:00Z">9 years ago</span></div>{body}</div>'
        f'<i aria-label="3 upvotes"></i><ul class="comments">{comments}</ul></body>'
    )
    return qapipe.parse_page(qapipe.RawPage(body=page.encode(), url="https://kettles.example/post/7"))


@pytest.mark.parametrize("body", ["", f'<div class="said">{ASKED}</div>'])
def test_of_members(body: str) -> None:
    found = record('<a class="person" href="/u/9">Bodil Ek</a>', body)
    assert (found.status, found.reason) == ("ok", None)
    assert found.question is not None
    assert (found.question.asker, found.question.body is None) == ("Bodil Ek", body == "")
    assert [(answer.author_name, answer.parent_position) for answer in found.answers] == [
        ("Kasper Holm", None), ("Ottilie Brand", 1), ("Gerd Maas", None),
    ]  # fmt: skip


@pytest.mark.parametrize("body", ["", f'<div class="text">{ASKED}</div>'])
def test_of_an_author_and_of_readers(body: str) -> None:
    found = record('<a class="writer" href="/staff/olga">Olga Penn</a>', body)
    assert (found.status, found.question) == ("not_qa", None)
