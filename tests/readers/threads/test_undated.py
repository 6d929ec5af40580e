"""Posts that show no date, among posts that show one."""

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
