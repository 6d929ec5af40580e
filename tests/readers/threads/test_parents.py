"""Which answer a post replies to, where posts and their comments are boxes of one kind."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Post
from qapipe.readers.threads import thread_and_features
from qapipe.readers.threads.parents import link_parents
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Anchor, Family, Record

from .arrays import arrays, ids
from .pages import ASKED, FIRST, SECOND, post

TITLE = "<title>Why does my kettle hum?</title><h1>Why does my kettle hum?</h1>"
THIRD = "<p>Two spoons of acid, hot water, one night, and then rinse it all out.</p>"
FOURTH = "<p>Mine hums, too, and I have come to like it over the years I had it.</p>"
ASK, ONE = post(1, "Bodil", "3 May 2014", ASKED), post(2, "Kasper", "3 May 2014", FIRST)
ON_ONE = post(3, "Gerd", "4 May 2014", THIRD, css="post comment")
TWO = post(4, "Ottilie", "5 May 2014", SECOND)
ON_TWO = post(5, "Bodil", "6 May 2014", FOURTH, css="post comment")


def box(*posts: str) -> str:
    return f"<section>{''.join(posts)}</section>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (box(ASK) + box(ONE, ON_ONE) + box(TWO, ON_TWO), [None, "Kasper", None, "Ottilie"]),
        (box(ASK) + box(ONE, box(ON_ONE, ON_TWO)) + box(TWO), [None, "Kasper", "Kasper", None]),
        (box(ASK, ON_ONE) + box(ONE) + box(TWO, ON_TWO), [None, None, None, "Ottilie"]),
        (box(ASK, ONE, ON_ONE, TWO, ON_TWO), [None] * 4),
        (box(ASK) + box(ONE) + ON_ONE + box(TWO) + ON_TWO, [None] * 4),
        ((box(ASK) + box(ONE, ON_ONE) + box(TWO, ON_TWO)).replace("post comment", "post"), [None] * 4),
    ],
)
def test_comments_reply_to_the_post_in_whose_box_they_stand(html: str, expected: list[str | None]) -> None:
    found = thread_and_features(HtmlDocument(TITLE + html))
    assert found is not None
    assert [one.parent.author if one.parent else None for one in found[0].answers] == expected


def family(places: Places, spec: str) -> Family:
    """``a b=x+y>c,d@u``: the record of anchor b has the roots x and y; c and d stand in it, and u stands around it."""
    found = []
    for one in spec.split():
        (rest, _, around), nested = (one.partition(">")[0].partition("@")), one.partition(">")[2]
        anchor, _, roots = rest.partition("=")
        own = ids(places, *(roots or anchor).split("+"))
        inside, outside = (ids(places, *filter(None, names.split(","))) for names in (nested, around))
        found.append(Record(own, Anchor(0, 0, anchor), inside, around=outside))
    return Family("place", found, "z")


def linked(html: str, *specs: str) -> str:
    """The parents of the posts whose records the first family has."""
    places, _, _ = arrays(html)
    one, *more = (family(places, spec) for spec in specs)
    posts = [Post(author=str(record.anchor.sign)) for record in one.records]
    link_parents(places, one, more, [[] for _ in posts], posts)
    return " ".join(f"{post.author}:{post.parent.author}" for post in posts if post.parent)


FLAT = "".join(f"<div id={name}>x</div>" for name in "abcdefxyz")


@pytest.mark.parametrize(
    ("specs", "parents"),
    [
        (["a b c"], ""),
        (["a b>c c"], "c:b"),
        (["a>b,c b>c c d"], "b:a c:b"),
        (["a b c", "a b>c c"], "c:b"),
        (["a b c", "a=d+x b=e+y>d c=z"], "a:b"),
        # the first family with boxes in boxes tells, or none
        (["a b>c c", "a>b b c"], "c:b"),
        (["a b c", "a b c", "a>c b c", "a b>c c"], "c:a"),
        (["a b c", "a>c b", "a b>c c"], ""),
        # four in five of the posts have boxes
        (["a b c d e", "a>b b c d e"], "b:a"),
        (["a b c d e", "a>b b c d"], "b:a"),
        (["a b c d e", "a>b b c"], ""),
        (["a b c d e", "a>b b c x y z"], ""),
        (["a b c d e f", "a>b b c d"], ""),
        # boxes without posts, and boxes of one post
        (["a b c", "x>a a b c"], ""),
        (["a b c", "a>x,b x b c"], "b:a"),
        (["a b c", "a>x,b x>b b c"], "b:a"),
        (["a b c", "a=x>a a b c"], ""),
        (["a b c", "a=x>a,b a b c"], "b:a"),
        (["a b c", "a>z b c"], ""),
    ],
)  # fmt: skip
def test_replies_in_the_boxes_of_posts(specs: list[str], parents: str) -> None:
    assert linked(FLAT, *specs) == parents


def div(name: str, inner: str = "x", css: str = "post") -> str:
    return f"<div id={name} class='{css}'>{inner}</div>"


A, B, C, D = div("a"), div("b", css="comment"), div("c"), div("d", css="comment")


@pytest.mark.parametrize(
    ("html", "spec", "parents"),
    [
        (box(A, B) + box(C, D), "a b c d", "b:a d:c"),
        (box(A, B, D) + box(C), "a b d c", "b:a d:a"),
        (A + box(C, B), "a c b", "b:c"),
        # what a comment is called
        *((box(A, div("b", css=css)) + C, "a b c", parents) for css, parents in (
            ("Comments", "b:a"), ("x comment-7", "b:a"), ("x_comment", "b:a"), ("comment7", "b:a"), ("commented", ""),
            ("commentx", ""), ("xcomment", ""), ("reply", ""))),
        (box(A, f"<ul id=u class=comments>{div('b')}</ul>") + C, "a b@u c", "b:a"),
        (box(A, f"<ul id=u class=comments>{div('b')}</ul>") + C, "a b c", ""),
        (box(A, f"<ul id=u class=comments><li id=v>{div('b')}</li></ul>") + C, "a b@v,u c", "b:a"),
        # where all are called comments, or the first one is, they are posts
        (box(A, B).replace("post", "comment") + C, "a b c", ""),
        (box(B, A, D), "b a d", ""),
        (box(A, B).replace("comment", "post") + C, "a b c", ""),
        # the widest box without another post, but no page
        (A + B, "a b", ""),
        (A + B + C, "a b c", ""),
        (box(A) + B, "a b", ""),
        (box(A, B, C), "a b c", ""),
        (box(A, C, B), "a c b", ""),
        (box(box(A), B) + C, "a b c", "b:a"),
        (box(A, C) + box(div("e"), B), "a c e b", "b:e"),
        (box(box(A, C), B), "a c b", ""),
        # comments in the post, in any of its elements
        (div("a", B) + C, "a b c", "b:a"),
        (A + div("e", B) + C, "a=a+e b c", "b:a"),
        (A + div("e") + B + C, "a=a+e b c", ""),
        (box(A, div("e")) + B + C, "a=a+e b c", ""),
        (box(A, B, div("e", css="post")) + C, "a b=b+e c", "b:a"),
    ],
)  # fmt: skip
def test_comments_in_the_boxes_of_posts(html: str, spec: str, parents: str) -> None:
    assert linked(html, spec) == parents


@pytest.mark.parametrize(("above", "parents"), [(1, "b:a"), (12, "b:a"), (13, "")])
def test_how_wide_the_box_of_a_post_is(above: int, parents: str) -> None:
    assert linked(f"{'<section>' * above}{A}{'</section>' * (above - 1)}{B}</section>{C}", "a b c") == parents


def test_boxes_in_boxes_tell_more_than_the_names_of_comments() -> None:
    html = box(A, B) + div("c", div("e"))
    assert linked(html, "a b c e") == "b:a"
    assert linked(html, "a b c>e e") == "e:c"
