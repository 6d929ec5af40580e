"""Posts that show no date, among posts that show one."""

import pytest

from .pages import ASKED, FIRST, SECOND, post, thread

HEAD = "<h1>Why does my kettle hum?</h1>"
THIRD = "<p>Ask the maker for a new plate: they sent us one, and it has been silent since.</p>"
BEFORE = post(1, "Bodil", "3 May 2014", ASKED) + post(2, "Kasper", "4 May 2014", FIRST)
BEHIND = post(4, "Gerd", "6 May 2014", THIRD)


def test_a_post_with_the_date_of_an_edit_alone() -> None:
    found = thread(HEAD + BEFORE + post(3, "Ottilie", "edited 5 May 2015", SECOND) + BEHIND)
    assert [(post.author, post.date and post.date.year) for post in found.answers] == [
        ("Kasper", 2014), ("Ottilie", None), ("Gerd", 2014),
    ]  # fmt: skip
    assert found.answers[1].body.startswith("Ours did the same")
    assert found.answers[0].body.endswith("tone changes.")
    assert found.warnings == set()


def test_it_stands_behind_an_advert_of_another_kind() -> None:
    advert = '<div class="bought">Kettles for less: now at Kettle World, only this week! <a href="/go">See</a></div>'
    page = HEAD + BEFORE + advert + post(3, "Ottilie", "edited 5 May 2015", SECOND) + advert + BEHIND
    assert [post.author for post in thread(page).answers] == ["Kasper", "Ottilie", "Gerd"]


def test_a_box_of_their_kind_without_author_and_date_makes_the_page_partial() -> None:
    bare = '<div class="post"><p>Has nobody thought of the plate itself? It may be bent by now.</p></div>'
    found = thread(HEAD + BEFORE + bare + BEHIND)
    assert [post.author for post in found.answers] == ["Kasper", "Gerd"]
    assert found.warnings == {"unread_posts"}


def test_an_empty_box_of_their_kind_is_no_post() -> None:
    assert thread(HEAD + BEFORE + '<div class="post"></div>' + BEHIND).warnings == set()


@pytest.mark.parametrize(
    ("box", "warnings"),
    [
        ('<div class="late">{by}{words}</div>', {"unread_posts"}), ('<div class="late">{by}</div>', set()),
        ('<div class="late">{words}<i class="when">7 May 2014</i></div>', set()),
        ('<div class="late">{words}{by}</div>', {"unread_posts"}),
        ("</div><div>{by}{words}", set()),
    ],
)  # fmt: skip
def test_a_post_of_another_kind_behind_the_last(box: str, warnings: set[str]) -> None:
    def entry(name: str, day: int, words: str) -> str:
        by = f'<a class="who" href="/members/{name}">{name}</a> <i class="when">{day} May 2014</i>'
        return f'<div class="entry">{by}<div class="words">{words}</div></div>'

    by = '<a class="who" href="/members/ilse">Ilse</a> <i class="when">7 May 2014</i>'
    words = (
        "<p>And in the end it was the plate after all, which was bent by a finger's breadth, and no coin helped.</p>"
    )
    posts = entry("Bodil", 3, ASKED) + entry("Kasper", 4, FIRST) + entry("Ottilie", 5, SECOND)
    found = thread(f"{HEAD}<div>{posts}{box.format(by=by, words=words)}</div>")
    assert [post.author for post in found.answers] == ["Kasper", "Ottilie"]
    assert found.warnings == warnings
