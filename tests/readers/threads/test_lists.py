"""Lists of other pages beside a thread: they hold more text than it, and are not read for it."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.lists import before_linked_lists
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Record

from .arrays import ids
from .pages import ASKED, FIRST, SECOND, post, thread

TITLE = "Why does my kettle hum?"
THREAD = (
    f"<h1>{TITLE}</h1><main>{post(1, 'Bodil', '3 May 2014', ASKED)}{post(2, 'Kasper', '3 May 2014', FIRST)}"
    f"{post(3, 'Ottilie', '4 May 2014', SECOND)}</main>"
)
WORDS = "Two spoons of acid, hot water, one night, and then rinse it all out with water as cold as there is."
LATEST = "".join(
    f"<li class=latest><a href=/t/{number}>How do I get lime out of pot {number}?</a><p>{WORDS} {number}</p>"
    f"<span>by Ida{number}</span> <i>{number} June 2014</i></li>"
    for number in range(1, 9)
)


@pytest.mark.parametrize("page", [f"{THREAD}<ul>{LATEST}</ul>", f"<aside><ul>{LATEST}</ul></aside>{THREAD}"])
def test_the_latest_threads_are_no_posts(page: str) -> None:
    assert [one.author for one in thread(page).answers] == ["Kasper", "Ottilie"]
    assert [one.body for one in thread(page).answers] == [FIRST[3:-4], SECOND[3:-4]]


def ranked(first: str, second: str = "<p>{words}</p>", scores: tuple[float, float] = (9, 3)) -> str:
    """The ids of two families of three records each, the better first; none where both are lists."""
    page = "".join(
        f"<div id={name}>{form.format(words=f'{WORDS} {name} {number}', n=number)}</div>"
        for name, form in (("a", first), ("b", second))
        for number in range(3)
    )
    places, marks, prose = arrays_of(HtmlDocument(f"<h1>{TITLE}</h1>{page}"))
    families = [
        Family("place", [Record([root], Anchor(root, 0, "day")) for root in ids(places, name)], "day", score)
        for name, score in zip("ab", scores, strict=True)
    ]
    found = before_linked_lists(places, families, prose, marks, TITLE)
    return "".join(str(places.attributes[one.records[0].roots[0]]["id"]) for one in found)


LISTED = "<a href=/t/{n}>How to descale it{n}</a><p>{words}</p>"


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [
        ("", "", "ba"), ("How to descale it{n}", "Do descale it soon{n}", "ba"),
        ("How to descale it{n}", "Descale it soon{n}", "ab"),
        ("How to descale it{n}", "Do descale so{n}", "ab"), ("How to descale it{n}", "水垢的去除方法是{n}", "ba"),
        ("How to descale it{n}", "水垢去除方法{n}", "ab"),
        ("How to descale it{n}", "Sunday, 4 May 2014, 12:3{n}", "ab"),
        ("How to descale it{n}", TITLE, "ab"), ("How to descale it{n}", f"Re{{n}}: {TITLE}", "ab"),
        ("/t/", "/users/", "ab"), ("/t/", "#", "ab"), ("a href", "b title", "ab"), ("<a", "<p>{words}</p><a", "ab"),
    ],
)  # fmt: skip
def test_what_a_list_is(old: str, new: str, order: str) -> None:
    assert ranked(LISTED.replace(old, new, 1) if old else LISTED) == order


@pytest.mark.parametrize(
    ("second", "scores", "order"),
    [("<p>{words}</p>", (10, 1.2), "ba"), ("<p>{words}</p>", (10, 1.1), ""), (LISTED, (9, 3), "")],
)
def test_what_is_read_rather_than_a_list(second: str, scores: tuple[float, float], order: str) -> None:
    assert ranked(LISTED, second, scores) == order


MENU = "<ul><li><a href=/rss?p={n}>Follow this post by mail</a><li><a href=/r?p={n}>Report what is wrong here</a></ul>"


def test_links_that_each_record_has_are_no_titles() -> None:
    assert ranked(f"{MENU}<p>{{words}}</p>") == "ab"
    assert ranked(f"{MENU}{LISTED}") == "ba"


def test_without_families() -> None:
    places, marks, prose = arrays_of(HtmlDocument("<p>x</p>"))
    assert before_linked_lists(places, [], prose, marks, None) == []


def test_a_single_answer_is_read_rather_than_a_list() -> None:
    asked = f'<div class="asked"><div>{ASKED}</div><p>Bodil, 3 May 2014</p></div><h2>1 Answer</h2>'
    answer = post(2, "Kasper", "3 May 2014", FIRST, css="answer")
    found = thread(f"<h1>{TITLE}</h1>{asked}{answer}<ul>{LATEST}</ul>")
    assert [(one.author, one.body) for one in found.answers] == [("Kasper", FIRST[3:-4])]
