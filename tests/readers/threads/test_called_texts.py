"""The text of the one answer of a page, in a box that is called so, beside a card that says as much."""

import pytest

from qapipe.readers.threads.called_texts import called_text

from .arrays import arrays, ids, named, t
from .test_pair import ASKED, SAID, thread


@pytest.mark.parametrize(
    "css",
    ["text", "answer-text", "post_body", "content", "entry content", "message", "a-copy", "answertext", "Reply-Body"],
)  # fmt: skip
def test_what_a_text_is_called(css: str) -> None:
    assert box(f"<p>{t(50)}</p><div id=b class='{css}'>{t(60)}</div>") == "b"


@pytest.mark.parametrize("css", ["context", "textarea", "contents", "somebody", "card", "texts"])
def test_what_it_is_not_called(css: str) -> None:
    assert box(f"<p>{t(50)}</p><div id=b class='{css}'>{t(60)}</div>") == "r"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{t(60)}</p><div id=b class=text>{t(40)}</div>", "b"),
        (f"<p>{t(61)}</p><div id=b class=text>{t(40)}</div>", "r"),
        (f"<div id=b class=text>{t(50)}</div><div id=c class=text>{t(50)}</div>", "r"),
        (f"<div id=b class=content><p id=c class=text>{t(50)}</p></div>", "b"),
        (f"<div id=b class=text>{t(50)}</div><div id=c class=text>{t(20)}</div>", "b"),
    ],
)  # fmt: skip
def test_which_box_it_is(html: str, expected: str) -> None:
    assert box(html) == expected


def box(html: str) -> str:
    places, _, prose = arrays(f"<h1>x</h1><p class=text>{t(500)}</p><div id=r>{html}</div><p class=text>{t(500)}</p>")
    return named(places, [called_text(places, prose, ids(places, "r")[0])])


def test_a_card_beside_the_text_is_not_said() -> None:
    card = "<div><a class=author href=/lawyers/7>Kasper Holm</a><p>Kettles, urns and samovars, Aarhus</p></div>"
    notice = "<div><p>This answer is for information, and no advice to anybody who owns a kettle.</p></div>"
    answer = (
        f"<div class=answer>{card}<p>Posted on 4 May 2014</p><div class=answer-text><p>{SAID}</p></div>{notice}</div>"
    )
    found = thread(f"<div class=q><p>{ASKED}</p><p>3 May 2014</p></div>{answer}")
    assert found is not None
    assert [(post.body, post.author) for post in found.answers] == [(SAID, "Kasper Holm")]
