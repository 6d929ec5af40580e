"""Hidden copies of posts: the source of a text, which is no part of it."""

import pytest

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.copies import copies_in

from .arrays import arrays


def skipped(html: str) -> list[str]:
    places, _, _ = arrays(f"<div class=post>{html}</div><p class=hide>Oil the reed.</p>")
    post = places.names.index("post")
    return [places.text(one) for one in copies_in(places, Body([post]))]


@pytest.mark.parametrize("css", ["raw-content hide", "hidden", "d-none", "x invisible"])
def test_a_hidden_copy_of_a_text_is_no_part_of_it(css: str) -> None:
    copy = f"<p>Oil the <b>reed</b>.</p><div class='{css}'>**Oil** the reed.</div>"
    assert skipped(copy) == skipped(f"<div><p>x</p>{copy}</div>") == ["**Oil** the reed."]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Oil the reed.</p><div class=x>Oil the reed.</div>",
        "<p>Oil the reed.</p><div class=hidden-lines>Oil the reed.</div>",
        "<p>Oil the reed.</p><div class=hide>Oil the reed twice.</div>",
        "<p>Oil the reed.</p><p>x</p><div class=hide>Oil the reed.</div>",
        "<div class=hide>Oil the reed.</div><p>Oil the reed.</p>",
        "Oil the reed.",
    ],
)
def test_other_texts_stay(html: str) -> None:
    assert skipped(html) == []
