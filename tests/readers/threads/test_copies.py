"""Copies of posts: the hidden source of a text, which is no part of it, and a chosen answer shown above the others."""

import pytest

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.copies import copies_in, is_copy
from qapipe.readers.threads.records import Anchor, Family, Record

from .arrays import arrays, ids


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


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("Oil the reed, and leave it in the sun.", True), ("Oil the reed, and leave it in the…", True),
        ("Oil the reed, and leave...", False), ("Leave it in the sun until it is dry.", False),
    ],
)  # fmt: skip
def test_one_answer_may_be_a_copy_of_a_post_below(above: str, expected: bool) -> None:
    said = "<p id=b>Oil the reed, and leave it in the sun.</p><p id=c>It was dry, I think.</p>"
    places, _, prose = arrays(f"<p id=a>{above}</p>{said}")
    pair, *others = [Record([root], Anchor(root, 0, "x")) for root in ids(places, "a", "b", "c")]
    family = Family("place", others, "x")
    assert is_copy(places, prose, Family("pair", [pair], ("pair", False)), family) is expected
    assert not is_copy(places, prose, Family("pair", [others[0]], ("pair", False)), family)
