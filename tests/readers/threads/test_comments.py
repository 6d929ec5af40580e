"""Comments: boxes inside of posts, or families of them inside of those of the answers, are no answers."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features

HEAD = "<title>Why does my kettle hum?</title><h1>Why does my kettle hum?</h1>"
NAMES = ("Bodil", "Kasper", "Ottilie", "Gerd")
WORDS = (
    "My kettle hums when it stands on the left plate, and not on the right one. What may it be?",
    "It is the loose bottom of the kettle. Put a coin under it and listen to it for a while.",
    "Ours did the same until we took the lime out of it, with vinegar, twice, an hour each.",
    "Mine hums, too, and I have come to like it over the many years that I have had it now.",
)
ASIDE = (
    "Which coin was it that you took?",
    "A small one of copper, I think.",
    "Not vinegar, please, my friend.",
    "So do I, so do I, and my cat.",
)


def post(number: int, inside: str = "") -> str:
    return (
        f'<div class="post"><div class="by"><a href="/u/{number}">{NAMES[number]}</a> <i>{number + 3} May 2014</i>'
        f'</div><div class="b"><p>{WORDS[number]}</p></div>{inside}</div>'
    )


ITEM = "<li class=remark>{words} <a href=/u/x{n}>Ida{n}</a> <i>{day} May 2014</i></li>"


def remark(number: int, form: str = ITEM) -> str:
    return form.format(words=ASIDE[number % 4], n=number, day=number + 10)


def said(posts: list[str]) -> list[str]:
    found = thread_and_features(HtmlDocument(f"{HEAD}<main>{''.join(posts)}</main>", "https://kettles.example/topic/7"))
    assert found is not None
    assert found[0].question is not None
    return [found[0].question.body, *(one.body for one in found[0].answers)]


@pytest.mark.parametrize(
    "counts", [(1, 1, 1, 1), (2, 2, 2, 2), (3, 0, 1, 0), (4, 4, 4, 4), (1, 1, 0, 0), (6, 0, 0, 0), (0, 5, 5, 5)]
)
@pytest.mark.parametrize("box", ["<ul class=remarks>{}</ul>", "<div>{}</div>"])
def test_remarks_below_posts(counts: tuple[int, ...], box: str) -> None:
    posts = [
        post(number, box.format("".join(remark(number * 6 + one) for one in range(count))) if count else "")
        for number, count in enumerate(counts)
    ]
    assert said(posts) == list(WORDS)


@pytest.mark.parametrize(
    "form",
    [
        ITEM,
        "<div class=c><i>{day} May 2014</i> <p>{words}</p></div>",
        "<div class=c><div><i>{day} May 2014</i></div><div><p>{words}</p></div></div>",
        "<p class=c>{words} <time datetime='2014-05-{day}'>x</time></p>",
    ],
)  # fmt: skip
def test_forms_of_remarks(form: str) -> None:
    both = [f"<div class=r>{remark(number, form)}{remark(number + 4, form)}</div>" for number in range(4)]
    assert said([post(number, inside) for number, inside in enumerate(both)]) == list(WORDS)


def test_boxes_around_posts_hold_no_remarks_of_their_own() -> None:
    """Two parts of a page hold two posts each, and all dates of remarks."""
    posts = [post(number, f"<ul class=remarks>{remark(number)}{remark(number + 4)}</ul>") for number in range(4)]
    parts = [f"<section class=part>{one}{other}</section>" for one, other in (posts[:2], posts[2:])]
    assert said(parts) == list(WORDS)


def test_a_date_in_a_quotation_is_no_remark() -> None:
    quote = "<blockquote class=q>Ida, 12 May 2014: it is the plate, I say.</blockquote>"
    posts = [post(number).replace("<p>", f"{quote if number > 1 else ''}<p>") for number in range(4)]
    assert [text.partition("\n\n")[2] or text for text in said(posts)] == list(WORDS)


def test_the_edit_of_a_post_is_no_remark() -> None:
    edited = "<div class=e>Changed <i>12 May 2014</i></div>"
    assert said([post(number, edited if number == 2 else "") for number in range(4)])[:2] == list(WORDS[:2])
