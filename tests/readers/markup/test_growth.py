"""Hostile shapes: the work of the markup reader grows with the page, not with its square."""

import json
from collections.abc import Callable

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.markup import threads_of
from qapipe.readers.markup.located import PageText
from qapipe.readers.reconcile import posts_of
from support.work import growth

WORDS = "The barn was painted red in the spring of that year"


def question(size: int, text: str, body: str) -> str:
    answers = [{"@type": "Answer", "text": text.format(n)} for n in range(size)]
    data = json.dumps(
        {"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "A?", "suggestedAnswer": answers}}
    )
    return f'<script type="application/ld+json">{data}</script><body>{body}</body>'


def cut_texts_among_paragraphs(size: int) -> str:
    return question(size, WORDS + " {}...", "".join(f"<p>{WORDS} {n} and so on.</p>" for n in range(size)))


def texts_beside_quotations(size: int) -> str:
    posts = "".join(f"<blockquote>Why?</blockquote><p>{WORDS} {n}.</p>" for n in range(size))
    return question(size, WORDS + " {}.", f"<div>{posts}</div>")


def tags_in_a_deep_page(size: int) -> str:
    head = (
        '<div itemscope itemtype="https://schema.org/Question"><b itemprop="name">A?</b><b itemprop="answerCount">0</b>'
    )
    return head + "<div>" * size + "<a rel=tag>barn</a>" * size


def comments_in_comments(size: int) -> str:
    comment = f'<div itemscope itemtype="https://schema.org/Comment"><p itemprop="text">{WORDS}</p>'
    return f'<div itemscope itemtype="https://schema.org/DiscussionForumPosting">{comment * size}'


def equal_comments(size: int) -> str:
    return f'<div itemscope itemtype="https://schema.org/Comment"><p itemprop="text">{WORDS}</p></div>' * size


@pytest.mark.parametrize(
    "make",
    [cut_texts_among_paragraphs, texts_beside_quotations, tags_in_a_deep_page, comments_in_comments, equal_comments],
)
def test_linear(make: Callable[[int], str]) -> None:
    def work(size: int) -> Callable[[], object]:
        document = HtmlDocument(make(size))
        return lambda: (threads_of(document), posts_of(document))

    assert growth(work, 400) < 2.5


def test_the_letters_searched_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qapipe.readers.markup.located._MOST_SEARCHED", 10_000)
    page = PageText(HtmlDocument(f"<body><p>{'x' * 5_000}</p><p>{WORDS}</p></body>"))
    assert page.find([WORDS]) is not None
    assert page.find([f"{WORDS} and the next"]) is None
    assert page.find([WORDS]) is None
