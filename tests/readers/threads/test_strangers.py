"""Posts that are built otherwise than those around them."""

import pytest

from .pages import ASKED, FIRST, SECOND, thread

HEAD = "<h1>Why does my kettle hum?</h1>"
THIRD = "<p>Ask the maker for a new plate: they sent us one, and it has been silent since.</p>"
STAFF = "<p>The plate is under warranty for five years, so write to us and we will send you another.</p>"
PLACE = '<a class="who" href="/members/{0}">{0}</a> <i class="when">{1}</i>'


def entry(name: str, when: str, words: str) -> str:
    return f'<div class="entry"><div class="by">{PLACE.format(name, when)}</div><div class="words">{words}</div></div>'


BEFORE = entry("Bodil", "3 May 2014", ASKED) + entry("Kasper", "4 May 2014", FIRST)
BEHIND = entry("Gerd", "6 May 2014", THIRD)


def staff(when: str = "5 May 2014", name: str = "Ilse", tag: str = "section", words: str = "words") -> str:
    by = PLACE.format(name, when) if name else f'<i class="when">{when}</i>'
    return f'<{tag} class="staff"><div class="head"><b>{by}</b></div><div class="{words}">{STAFF}</div></{tag}>'


@pytest.mark.parametrize("tag", ["section", "div"])
@pytest.mark.parametrize("when", ["5 May 2014", "yesterday"])
def test_among_the_others(tag: str, when: str) -> None:
    found = thread(f"{HEAD}<main>{BEFORE}{staff(when, tag=tag)}{BEHIND}</main>")
    assert [post.author for post in found.answers] == ["Kasper", "Ilse", "Gerd"]
    assert found.answers[1].body.startswith("The plate is under warranty")
    assert found.answers[1].body.endswith("send you another.")
    assert found.warnings == set()


def test_without_a_date_among_the_others_alone() -> None:
    undated = staff("at noon", tag="div")
    found = thread(f"{HEAD}<main>{BEFORE}{undated}{BEHIND}</main>")
    assert [post.body[:20] for post in found.answers] == [text[3:23] for text in (FIRST, STAFF, THIRD)]
    found = thread(f"{HEAD}<main>{BEFORE}{BEHIND}{undated}</main>")
    assert [post.body[:20] for post in found.answers] == [text[3:23] for text in (FIRST, THIRD)]


def test_behind_the_others() -> None:
    found = thread(f"{HEAD}<main>{BEFORE}{BEHIND}{staff('7 May 2014')}</main>")
    assert [post.author for post in found.answers] == ["Kasper", "Gerd", "Ilse"]
    assert found.warnings == set()


def test_before_the_other_answers_of_a_question_above() -> None:
    asked = f'<div class="asked"><div class="by">{PLACE.format("Bodil", "3 May 2014")}</div>{ASKED}</div>'
    answers = entry("Kasper", "5 May 2014", FIRST) + entry("Ottilie", "6 May 2014", SECOND) + BEHIND
    found = thread(f"{HEAD}{asked}<main>{staff('4 May 2014')}{answers}</main>")
    assert [post.author for post in found.answers] == ["Ilse", "Kasper", "Ottilie", "Gerd"]


def test_without_an_author_the_page_is_partial() -> None:
    found = thread(f"{HEAD}<main>{BEFORE}{staff(name='')}{BEHIND}</main>")
    assert [post.author for post in found.answers] == ["Kasper", "Gerd"]
    assert found.warnings == {"unread_posts"}


EVENT = (
    f'<div class="event"><p>{PLACE.format("Ilse", "5 May 2014")} gave this thread the title hum of kettles</p></div>'
)
CARD = '<div class="teaser"><h3><a href="/t/4">Boiling in winter</a></h3><p class="intro">{}</p>{}</div>'


@pytest.mark.parametrize(
    "other", [EVENT, CARD.format(STAFF, PLACE.format("Ilse", "a year ago"))], ids=["event", "card"]
)
def test_what_stands_among_posts_and_is_none(other: str) -> None:
    found = thread(f"{HEAD}<main>{BEFORE}{other}{BEHIND}</main>")
    assert [post.author for post in found.answers] == ["Kasper", "Gerd"]


def test_a_list_of_other_threads_behind() -> None:
    others = "".join(staff(f"{day} May 2015", name=name) for day, name in ((7, "Ilse"), (8, "Hedda")))
    found = thread(f"{HEAD}<main>{BEFORE}{BEHIND}{others}</main>")
    assert [post.author for post in found.answers] == ["Kasper", "Gerd"]
