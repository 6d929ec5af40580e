"""The same post in two threads of one page."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.readers.pairing import are_one, pairs
from qapipe.readers.posts import Post
from support.work import growth

NOON = datetime(2024, 5, 4, 12, 0, 5, tzinfo=UTC)
PAGE = LexborHTMLParser("<div id='post'><div><p>Hens lay less in winter.</p></div></div><div id='other'></div>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Post(id="post-1234"), Post(url="https://hens.example/t/9#c1234")),
        (Post(id="1234"), Post(id="elComment_1234")),
        (Post(id="thread-777-post-1234"), Post(id="c1234")),  # the last number
        (Post(url="https://hens.example/a/12"), Post(url="https://hens.example/a/12")),
        (
            Post("Yes.", author="Ada L.", date=NOON),
            Post("> Do they?\n\nYes.", author="ada l", date=NOON.replace(second=50)),
        ),
        (Post("Hens lay less in winter."), Post("Hens lay less\nin winter. Give them light.")),
        (Post("Yes."), Post("yes")),
        (Post("Hens lay least"), Post("Hens lay least in winter.")),  # twelve letters
        (Post(node=PAGE.css_first("#post")), Post(node=PAGE.css_first("p"))),
    ],
)
def test_the_same_post(one: Post, other: Post) -> None:
    assert are_one(one, other)
    assert are_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Post(), Post()),
        (Post(id="post-1234"), Post(id="post-1235")),
        (Post(id="thread-777-post-1234"), Post(id="thread-777-post-1235")),
        (Post(id="p1"), Post(id="q1")),  # too few digits to be an id
        (Post("Yes."), Post("Yes, but only in summer.")),
        (Post("Hens lay less"), Post("Hens lay less in winter.")),  # eleven letters
        (Post("Yes.", author="Ada", date=NOON), Post("No.", author="Bo", date=NOON)),
        (Post("Yes.", author="Ada", date=NOON), Post("No.", author="Ada", date=NOON.replace(hour=13))),
        (Post(node=PAGE.css_first("#post")), Post(node=PAGE.css_first("#other"))),
    ],
)
def test_other_posts(one: Post, other: Post) -> None:
    assert not are_one(one, other)


def test_each_post_has_one_partner_and_sure_signs_come_first() -> None:
    first, second = Post("Same here.", id="11111"), Post("Same here.", id="22222")
    later, earlier = Post("Same here.", id="22222"), Post("Same here.", id="11111")
    assert pairs([first, second], [later, earlier]) == {first: earlier, second: later}
    assert pairs([first, second], [Post("Same here.")]).keys() == {first}
    known, shown = Post("Hens lay less in winter."), Post("Hens lay less in winter.")
    assert pairs([first, known], [shown, earlier]) == {first: earlier, known: shown}


def test_a_post_that_has_a_partner_is_nobody_elses() -> None:
    first, second = Post("Hens lay less in winter."), Post("Hens lay less in winter.")
    other, same = Post("Hens lay less in May."), Post("Hens lay less in winter.")
    assert pairs([first, second], [other, same]) == {first: same}


@pytest.mark.parametrize(("place", "found"), [(19, True), (20, False)])
def test_a_post_is_compared_with_twenty_that_begin_as_it_does(place: int, *, found: bool) -> None:
    post = Post("Hens lay less in winter.")
    others = [Post(f"Hens lay less in {number} months.") for number in range(place)]
    assert are_one(post, post)
    assert (pairs([post], [*others, Post("Hens lay less in winter.")]) != {}) is found


def test_many_posts_that_begin_alike_take_linear_time() -> None:
    beginning = "The same beginning of every post, long enough to count."

    def alike(size: int) -> Callable[[], dict[Post, Post]]:
        posts, others = ([Post(beginning) for _ in range(size)] for _ in range(2))
        return lambda: pairs(posts, others)

    def different(size: int) -> Callable[[], dict[Post, Post]]:
        posts, others = ([Post(f"{beginning} {one} {number}") for number in range(size)] for one in ("On", "Off"))
        return lambda: pairs(posts, others)

    assert len(alike(100)()) == 100
    assert different(100)() == {}
    assert growth(alike, 400) < 2.5
    assert growth(different, 400) < 2.5
