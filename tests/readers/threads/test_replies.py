"""Which post each reply answers, where the posts stand beside each other."""

import pytest

from qapipe.readers.posts import Post
from qapipe.readers.threads.records import Anchor, Family, Record
from qapipe.readers.threads.replies import reply_to_others

from .arrays import arrays, family, ids

PEOPLE = ("Mira", "Ann", "Bo", "Carl")
BODY = "<p id=b>some words</p>"


def parents(*posts: str, starts: tuple[str, ...] = ()) -> list[str | None]:
    """Whom the posts of four people answer; ``starts`` are how their texts begin."""
    places, records, bodies = family(*posts)
    written = [
        Post(start, name, url=f"https://looms.example/t#c{number}")
        for number, (name, start) in enumerate(zip(PEOPLE, (*starts, "", "", "", ""), strict=False))
    ]
    reply_to_others(places, records, bodies, written)
    return [post.parent.author if post.parent else None for post in written]


@pytest.mark.parametrize(
    "form",
    [
        "<div style='margin-left: {}px'>", "<div style='color: red; padding-left:{}em'>", "<div data-depth={}>",
        "<div data-indent={}>", "<div class='reply level-{}'>", "<div class=depth{}>",
        "<table><tr><td indent={}></td></tr></table><div>",
    ],
)  # fmt: skip
def test_depths(form: str) -> None:
    own = [f"{form.format(depth)}{BODY}</div>" for depth in (0, 1, 2, 1)]
    assert parents(*own) == [None, "Mira", "Ann", "Mira"]
    flat = [f"{form.format(1)}{BODY}</div>" for _ in range(4)]
    assert parents(*flat) == [None] * 4


def test_a_post_without_a_depth_stands_at_none() -> None:
    form = "<div style='margin-left: {}px'>" + BODY + "</div>"
    assert (
        parents(f"<div>{BODY}</div>", form.format(0), form.format(25), form.format(0)) == [None] * 4
    )  # too few say it
    assert parents(form.format(0), form.format(25), form.format(50), form.format(25)) == [None, "Mira", "Ann", "Mira"]


def test_ids_of_parents() -> None:
    form = "<div id=r{} data-parent-id='{}'>x</div>"
    html = form.format(7, "") + form.format(8, "comment-7") + form.format(9, 99)
    places, _, _ = arrays(html)
    roots = ids(places, "r7", "r8", "r9")
    written = [Post("", name) for name in PEOPLE[:3]]
    reply_to_others(
        places, Family("place", [Record([one], Anchor(one, 0, "x")) for one in roots], "x"), [[]] * 3, written
    )
    assert [post.parent and post.parent.author for post in written] == [None, "Mira", None]


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("<i><a href='#c1'>In reply to #9</a></i>", "Ann"), ("<i>In reply to <a href='/t#c2'>that</a></i>", "Bo"),
        ("<i>In response to Ann</i>", "Ann"), ("<i>В ответ на</i> <b>Bo</b>", "Bo"), ("<i>In reply to #2</i>", "Ann"),
        ("<i>回复 2 楼</i>", "Ann"), ("<i>In reply to nobody</i>", None), ("<i>In reply to #77</i>", None), ("", None),
        ("<i>En réponse à Ann</i>", "Ann"), ("<i>Ann</i>", None),
    ],
)  # fmt: skip
def test_what_a_post_says_that_it_answers(said: str, whom: str | None) -> None:
    own = [f"<b>#{number}</b>{BODY}" for number in (1, 2, 3)]
    assert parents(*own, f"<b>#4</b>{said}{BODY}") == [None, None, None, whom]


@pytest.mark.parametrize(
    ("start", "whom"),
    [
        ("@Ann: oil it", "Ann"),
        ("@ann oil it", "Ann"),
        ("@Mira I did", None),
        ("@Dora what?", None),
        ("Ann, oil it", None),
    ],
)
def test_a_name_at_the_start_of_a_text(start: str, whom: str | None) -> None:
    assert parents(BODY, BODY, BODY, BODY, starts=("", "", "", start)) == [None, None, None, whom]
