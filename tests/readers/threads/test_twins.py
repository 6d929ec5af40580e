"""Boxes that repeat the box before them: the second form of a post, which a style hides."""

import pytest

from qapipe.readers.threads.twins import twins_of

from .arrays import BODY, family, named
from .pages import ASKED, FIRST, SECOND, thread

HEAD = "Why does my kettle hum?"

LONG = "<b>Ida</b> wrote: kettles hum at noon"


@pytest.mark.parametrize(
    ("posts", "twins"),
    [
        ([f"<div class=a>{LONG}</div><div class=b id=t>{LONG}</div>"], "t"),
        ([f"<div class=a>{LONG}</div><div class=a id=t>{LONG}</div>"], ""),
        ([f"<div><div class=a><b>Ida</b><p>wrote: kettles hum at noon</p></div><div id=t>{LONG}</div></div>"], "t"),
        ([f"<div class=a>{LONG}</div><div id=t>{LONG} and at night</div>"], ""),
        ([f"<p>{LONG}</p><p id=t>{LONG}</p>"], ""),
        (["<div class=a>a kettle hums at noon</div><div id=t>a kettle hums at noon</div>"], "t"),
        (["<div class=a>kettles hum at noon</div><div id=t>kettles hum at noon</div>"], ""),
        # looked for where the first three have some
        ([BODY, BODY, BODY, f"<div class=a>{LONG}</div><div id=t>{LONG}</div>"], ""),
        (
            [
                BODY,
                BODY,
                f"<div class=a>{LONG}</div><div id=s>{LONG}</div>",
                f"<div class=a>{LONG}</div><div id=t>{LONG}</div>",
            ],
            "s t",
        ),
    ],
)
def test_boxes_that_say_the_same(posts: list[str], twins: str) -> None:
    places, records, _ = family(*posts)
    assert named(places, twins_of(places, records.records)) == twins


def test_the_second_form_of_a_post_is_no_part_of_it() -> None:
    posts = ""
    for number, words in enumerate((ASKED, FIRST, SECOND), 3):
        by = f'<a href="/u/{number}">Ida{number}</a> wrote on <i>{number} May 2014</i>'
        long = f"<div class=long><div>{by}</div><div class=words>{words}</div></div>"
        posts += (
            f"<li class=post>{long}<div class=short>Ida{number} wrote on {number} May 2014 {words[3:-4]}</div></li>"
        )
    found = thread(f"<h1>{HEAD}</h1><ul>{posts}</ul>", HEAD)
    assert [post.body for post in found.answers] == [FIRST[3:-4], SECOND[3:-4]]
