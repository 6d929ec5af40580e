"""Posts in another state than the others, details beside them, and what a question's box leaves to the page."""

import pytest

from .pages import ASKED, FIRST, SECOND, thread

THIRD = "<p>Thank you all, I turned the plate and the tone has gone for good now.</p>"
COIN, LIME = "Put a coin under it and then listen.", "Take the lime out and try it again."
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
        ("comment odd", True),
        ("advert", False),
    ],
)
def test_posts_with_other_classes_than_the_others_are_read(css: str, read: bool) -> None:
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


@pytest.mark.parametrize(
    ("box", "name"),
    [
        ('<div class="{0}-top">Ivo {1}</div><div class="{0}">{2}</div>', "text"),  # one name without words of state
        ('<div><b>Ivo</b> {1}</div><div id="message_{1}0">{2}</div>', ""),
        ("<table><tr><td><b>Ivo</b> {1}</td><td>{2}</td></tr></table>", ""),
    ],
)
@pytest.mark.parametrize("short", ["Yes.", "<a href='/x/coins'>/x/coins</a>", "+1"])
def test_a_post_too_short_to_be_prose_is_read_where_the_others_are(box: str, name: str, short: str) -> None:
    texts = (ASKED, FIRST, short, SECOND)
    posts = "".join(
        f'<div class="post"><i>May {day}, 2014</i> <a href="/user/u{day}">u{day}</a>{box.format(name, day, text)}</div>'
        for day, text in enumerate(texts, 1)
    )
    found = thread(TITLE + posts)
    assert [post.author for post in found.answers] == ["u2", "u3", "u4"]
    assert found.answers[1].body == ("/x/coins" if "/x" in short else short)


def test_a_text_in_nameless_boxes_is_read_whole() -> None:
    long = "<div>It is the loose bottom of the kettle, as it was with ours.</div><div><br></div>"
    long += "<div>Put a coin below.</div>"
    posts = comment("post", "bodil", 1, ASKED) + comment("post", "kasper", 2, long) + comment("post", "ivo", 3, SECOND)
    found = thread(TITLE + posts.replace("<p>", "<div>").replace("</p>", "</div>"))
    assert found.answers[0].body == "It is the loose bottom of the kettle, as it was with ours.\n\nPut a coin below."


@pytest.mark.parametrize(("count", "authors"), [("", ["kasper", "ivo"]), ("<h2>1 answer</h2>", ["kasper"])])
def test_the_first_of_several_short_answers_is_not_the_only_one(count: str, authors: list[str]) -> None:
    """Unless the page says that there is one: what is dated alike may be something else."""
    first, second = (
        comment("answer", "kasper", 2, f"<p>{COIN}</p>"),
        comment("answer", "ivo", 3, f"<p>{LIME}</p>"),
    )
    found = thread(f"{TITLE}<div class=question>{ASKED}{ASKED.replace('left', 'third')}</div>{count}{first}{second}")
    assert [post.author for post in found.answers] == authors


def test_the_number_of_a_comment_is_no_count() -> None:
    posts = "".join(
        f'<div class="change"><h3><a href="#c{day}">comment:{day}</a> by <b class="author">{name}</b> on '
        f'May {day}, 2014</h3><div class="comment">{text}</div></div>'
        for day, name, text in ((1, "kasper", COIN), (2, "ivo", LIME))
    )
    found = thread(f"{TITLE}<div class=ticket><p>Opened April 30, 2014</p><div class=text>{ASKED}</div></div>{posts}")
    assert [post.author for post in found.answers] == ["kasper", "ivo"]


@pytest.mark.parametrize(
    ("asker", "clock", "authors"),
    [("bodil", "", ["kasper", "ivo"]), ("kasper", "", ["ivo"]), ("bodil", " 10:05", ["ivo"])],
)
def test_a_question_and_an_answer_of_one_day_are_two_posts(asker: str, clock: str, authors: list[str]) -> None:
    """If their authors differ; the head of a thread repeats the date of its first post to the minute."""
    posts = "".join(
        f'<div class="note"><a href="/user/{name}">{name}</a> <i>May {day}, 2014{clock}</i>'
        f'<div class="text">{text}</div></div>'
        for name, day, text in (("kasper", 1, FIRST), ("ivo", 2, SECOND))
    )
    head = f'<p class=by><a href="/user/{asker}">{asker}</a> <b class=d>May 1, 2014{clock}</b></p>'
    found = thread(f"{TITLE}{head}<article>{ASKED}</article>{posts}")
    assert [post.author for post in found.answers] == authors
