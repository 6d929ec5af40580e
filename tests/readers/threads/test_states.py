"""Posts in another state than the others, details beside them, and what a question's box leaves to the page."""

import pytest

from .pages import ASKED, FIRST, SECOND, thread

THIRD = "<p>Thank you all, I turned the plate and the tone has gone for good now.</p>"
TITLE = "<h1>Why does my kettle hum?</h1>"


def comment(css: str, author: str, day: int, text: str) -> str:
    return (
        f'<div class="{css}"><div class="by">by <a href="/user/{author}">{author}</a> on May {day}, 2014 at 10:0{day}'
        f'</div><div class="text">{text}</div></div>'
    )


@pytest.mark.parametrize(
    ("css", "read"),
    [
        ("comment comment-by-node-author clear", True),
        ("comment-new clear comment", True),
        ("comment odd", False),
        ("advert", False),
    ],
)
def test_posts_with_more_classes_than_the_others_are_read(css: str, read: bool) -> None:
    posts = [
        comment("comment clear", "kasper", 2, FIRST),
        comment("comment clear", "ottilie", 3, SECOND),
        comment(css, "bodil", 4, THIRD).replace('class="by"', 'class="by own"'),
        comment("comment clear", "ivo", 5, FIRST.replace("coin", "cork")),
    ]
    found = thread(f"{TITLE}{comment('node', 'bodil', 1, ASKED)}<div>{''.join(posts)}</div>")
    assert ("bodil" in [post.author for post in found.answers]) is read


def test_a_box_of_details_that_repeats_the_date_of_the_question_is_no_post() -> None:
    posts = comment("post", "bodil", 1, ASKED) + comment("post", "kasper", 2, FIRST)
    details = '<div class="about">asked on May 1, 2014 at 10:01 <b>seen by 1,234 people so far</b></div>'
    found = thread(TITLE + posts + comment("post", "ivo", 3, SECOND) + details)
    assert [post.author for post in found.answers] == ["kasper", "ivo"]


def test_the_tags_below_a_question_are_no_part_of_it() -> None:
    tags = '<ul class="tags"><li><a href="/tags/kettles">kettles</a></li><li><a rel="tag">plates</a></li></ul>'
    text = "<p>See <a href='/tags/hum'>hum</a></p>"
    found = thread(TITLE + comment("post", "bodil", 1, ASKED + text + tags) + comment("post", "kasper", 2, FIRST))
    assert found.question is not None
    assert found.question.body.endswith("What may it be?\n\nSee hum")
    assert found.topics == ["hum", "kettles", "plates"]


def test_a_last_line_of_tags_alone_goes() -> None:
    tags = '<p><a class="post-tag" href="/x">kettles</a>, <a class="post-tag" href="/y">plates</a></p>'
    found = thread(TITLE + comment("post", "bodil", 1, ASKED + tags) + comment("post", "kasper", 2, FIRST))
    assert found.question is not None
    assert found.question.body.endswith("What may it be?")


def undated(author: str, text: str, by: str = "") -> str:
    return f'<div class="copy">{text}<p class="small">posted by <a href="/user/{author}">{author}</a>{by}</p></div>'


@pytest.mark.parametrize(("date", "asked"), [("May 1, 2014 10:00 AM", "2014-05-01"), ("May 5, 2014 10:00 AM", None)])
def test_the_date_below_the_title_is_that_of_a_question_without_one(date: str, asked: str | None) -> None:
    """If no answer is older."""
    found = thread(f"{TITLE}<p>{date}</p>" + undated("bodil", ASKED) + undated("kasper", FIRST, " on May 2, 2014"))
    assert [str(post.date)[:10] for post in found.answers] == ["2014-05-02"]
    assert found.question is not None
    assert (str(found.question.date)[:10] if found.question.date else None) == asked


def test_counts_of_posts_behind_their_label_are_no_authors() -> None:
    posts = "".join(
        f'<div class="post"><div class="author-data"><div class="author-name"><a href="/participant/{name}">{name}</a>'
        f'</div><div class="author-posts">Posts: {count}</div></div><i>May {count}, 2014</i>'
        f'<div class="text">{text}</div></div>'
        for name, count, text in (("bodil", 1, ASKED), ("kasper", 2, FIRST), ("ivo", 3, SECOND))
    )
    assert [post.author for post in thread(TITLE + posts).answers] == ["kasper", "ivo"]
