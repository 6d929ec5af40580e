"""Posts: the key of a text, the post around an element, and how much a set of posts is worth."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.pairing import are_one
from qapipe.readers.posts import Post, Thread, owner_of, worth

DAY = datetime(2024, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "key"),
    [("Hens, they LAY!", "henstheylay"), ("x" * 60, "x" * 60), ("x" * 61, "x" * 60), ("x " * 90, "x" * 60),
    ("x  " * 60, "x" * 60), ("x   " * 60, "x" * 45), ("", "")],
)  # fmt: skip
def test_keys(body: str, key: str) -> None:
    assert Post(body).key == key


@pytest.mark.parametrize(("levels", "is_found"), [(0, True), (59, True), (60, False)])
def test_the_post_around_an_element(levels: int, is_found: bool) -> None:
    tree = HtmlDocument(f"<div id=p>{'<u>' * levels}<i id=x>x</i></div>").tree
    outer, inner = tree.css_first("#p"), tree.css_first("#x")
    assert outer is not None
    assert inner is not None
    post = Post()
    assert owner_of(inner, {outer.mem_id: post}) is (post if is_found else None)
    assert owner_of(inner, {inner.mem_id: post}) is None
    assert owner_of(outer, {}) is None


@pytest.mark.parametrize(
    ("posts", "value"),
    [
        ([], 0.0), ([Post("x" * 400)], 40 / 440), ([Post("x" * 400, author="A")], 60 / 460),
        ([Post("x" * 400, author="A", date=DAY)], 80 / 480),
        ([Post("x" * 400), Post("x" * 100)], 60 / 460), ([Post("x" * 3_001)], None),
    ],
)  # fmt: skip
def test_worth(posts: list[Post], value: float | None) -> None:
    expected = worth(Thread("x", answers=[Post("x" * 3_000)])) if value is None else value
    assert worth(Thread("x", answers=posts)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Post("a", url="https://h.example/1"), Post("b", url="https://h.example/1"), True),
        (Post("a", url="https://h.example/1"), Post("b", url="https://h.example/2"), False),
        (Post("a", id="p123"), Post("b", id="post-123"), True), (Post("a", id="p12"), Post("b", id="q12"), False),
        (Post("a", id="9-123"), Post("b", url="/t#p123"), True),
        (Post("a", id="p123-456"), Post("b", id="p789-456"), True),
        (Post("a", id="p456-123"), Post("b", id="p456-789"), False),
        (Post("a", url="/t/123"), Post("b", id="p123"), False),
        (Post("a", author="Ada B", date=DAY), Post("b", author="ada-b", date=DAY.replace(second=59)), True),
        (Post("a", author="Ada", date=DAY), Post("b", author="Ada", date=DAY.replace(minute=1)), False),
        (Post("a", author="Ada"), Post("b", author="Ada"), False), (Post("a", date=DAY), Post("b", date=DAY), False),
        (Post("a", author="Ada", date=DAY), Post("b", author="Bo", date=DAY), False),
        (Post("hens lay less"), Post("Hens lay less!"), True), (Post("hens lay le"), Post("hens lay less"), False),
        (Post("hens lay les in"), Post("hens lay les in May"), True),
        (Post("hens lay less"), Post("hens lay more"), False), (Post(""), Post(""), False),
        (Post("x" * 70), Post("x" * 80), True),
    ],
)  # fmt: skip
def test_when_two_posts_are_one(one: Post, other: Post, same: bool) -> None:
    assert are_one(one, other) is same
    assert are_one(other, one) is same


@pytest.mark.parametrize(("levels", "same"), [(0, True), (10, True), (11, False)])
def test_posts_of_one_element_or_of_one_inside_the_other(levels: int, same: bool) -> None:
    tree = HtmlDocument(f"<div id=p>{'<u>' * levels}<i id=x>x</i></div>").tree
    outer, inner = Post("a", node=tree.css_first("#p")), Post("b", node=tree.css_first("#x"))
    assert are_one(outer, inner) is same
    assert are_one(inner, outer) is same
    assert are_one(outer, Post("c", node=outer.node))
