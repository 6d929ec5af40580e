"""Records that are no posts of the thread: adverts, and answers to other questions."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features
from qapipe.records.warnings import PageWarning

from .pages import ASKED, FIRST, SECOND, post

HEAD = "<title>Why does my kettle hum?</title><h1>Why does my kettle hum?</h1>"
POSTS = (
    post(1, "Bodil", "3 May 2014", ASKED)
    + post(2, "Kasper", "3 May 2014", FIRST)
    + post(3, "Ottilie", "4 May 2014", SECOND)
)
OTHER = "<p>Two spoons of acid, hot water, one night, and then rinse it all out.</p>"


def test_a_chosen_answer_that_is_shown_above_the_others_too_is_one_answer() -> None:
    chosen = post(9, "Ottilie", "4 May 2014", SECOND)
    first, *others = POSTS.partition('<div class="post" id="p2">')
    for again, expected in (
        (chosen, ["Kasper", "Ottilie"]),
        (post(9, "Ottilie", "5 May 2014", SECOND), ["Ottilie", "Kasper", "Ottilie"]),
        (post(9, "Bodil", "4 May 2014", SECOND), ["Bodil", "Kasper", "Ottilie"]),
        (post(9, "Ottilie", "4 May 2014", OTHER), ["Ottilie", "Kasper", "Ottilie"]),
        (post(9, "Bodil", "3 May 2014", ASKED), ["Kasper", "Ottilie"]),
    ):
        found = thread_and_features(HtmlDocument(HEAD + first + again + "".join(others)))
        assert found is not None
        assert [one.author for one in found[0].answers] == expected


def authors(last: str, title: str = HEAD) -> tuple[list[str | None], bool]:
    """Who answers, and whether posts are said to be unread."""
    found = thread_and_features(HtmlDocument(title + POSTS + last, "https://kettles.example/topic/7"))
    assert found is not None
    return [one.author for one in found[0].answers], PageWarning.UNREAD_POSTS in found[0].warnings


@pytest.mark.parametrize(
    "name",
    [
        "Advertisement",
        "Advert",
        "Sponsored",
        "Sponsor",
        "Werbung",
        "Anzeige",
        "Publicité",
        "Promoted",
        "Реклама",
        "Pubblicità",
        "广告",
        "- Anzeige",
    ],
)
def test_adverts_by_name(name: str) -> None:
    assert authors(post(4, name, "5 May 2014", OTHER))[0] == ["Kasper", "Ottilie"]
    assert len(authors(post(4, f"Ida {name}", "5 May 2014", OTHER))[0]) == 3


@pytest.mark.parametrize(
    ("link", "is_related"),
    [
        ("How do I get lime out of it?", True), ("Lime out of a samovar?", True), ("Lime out of a pot?", False),
        ("How do I get lime out of it", False),
        ("水壶里的水垢怎么才能去掉呢？？？？？？？", True), ("Re: Why does my kettle hum?", True),
        ("Why does my kettle hum?", False), ("does my kettle hum?", False),
    ],
)  # fmt: skip
def test_answers_to_other_questions_by_the_link_above_them(link: str, is_related: bool) -> None:
    linked = post(4, "Gerd", "6 May 2014", OTHER).replace(
        '<div class="when">', f'<a href="/topic/99">{link}</a><div class="when">'
    )
    assert authors(linked) == (["Kasper", "Ottilie"] if is_related else ["Kasper", "Ottilie", "Gerd"], is_related)
    plain = linked.replace('<a href="/topic/99">', "<b>").replace(f"{link}</a>", f"{link}</b>")
    assert authors(plain)[0] == ["Kasper", "Ottilie", "Gerd"]


def test_where_most_posts_are_below_a_link_that_asks_it_says_nothing() -> None:
    linked = "".join(
        post(number, name, f"{number} May 2014", OTHER.replace("Two", name)).replace(
            '<div class="when">', f'<a href="/t/{number}">How do I get lime out of it, {name}?</a><div class="when">'
        )
        for number, name in (
            (4, "Gerd"),
            (5, "Ada"),
            (6, "Ida"),
            (7, "Jo"),
            (8, "Mia"),
            (9, "Leo"),
            (10, "Tom"),
            (11, "Eva"),
        )
    )
    assert len(authors(linked)[0]) == 10


def test_a_long_title_may_be_repeated_with_a_word_before_it() -> None:
    title = HEAD.replace("Why does", "Say, why does")
    for link, is_related in (("Re: Say, why does my kettle hum?", False), ("Re: Why does my kettle hum", False)):
        linked = post(4, "Gerd", "6 May 2014", OTHER).replace('<div class="when">', f'<a>{link}</a><div class="when">')
        assert authors(linked, title)[1] is is_related
