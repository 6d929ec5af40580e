"""Records that are no posts of the thread: adverts, and answers to other questions."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads import thread_and_features
from qapipe.readers.threads.authors import Author
from qapipe.readers.threads.choice import written_here
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Anchor, Family, Record
from qapipe.readers.threads.texts import lines_of
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal
from qapipe.records.warnings import PageWarning

from .arrays import arrays, ids
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


def kept(*posts: str, names: str = "") -> tuple[str, list[str], bool]:
    """Which of the records ``r`` are kept, what is left of the texts ``b`` in them, and whether some may be unread."""
    found, keep = chosen(*posts, names=names)
    left = ["|".join(line.text for line in own) for own in found.lines]
    return keep, left, PageWarning.UNREAD_POSTS in found.thread.warnings


def chosen(*posts: str, names: str = "") -> tuple[Found, str]:
    places, _, _ = arrays(f"<h1>{HEAD_TEXT}</h1>{''.join(posts)}")
    records = [Record([root], Anchor(root, 0, "day"), nested=_inner(places, root)) for root in ids(places, "r")]
    bodies = [[one for one in ids(places, "b") if places.inside(one, record.roots[0])] for record in records]
    lines = [lines_of(places, body[:1], set()) if body else [] for body in bodies]
    authors_of = [Author(name) for name in names.split(",")] if names else [Author()] * len(records)
    thread = Thread("thread", HEAD_TEXT)
    found = Found(thread, places, Family("place", records, "day"), [], 0, authors_of, lines)
    return found, "".join("-+"[one] for one in written_here(found))


def _inner(places: Places, root: int) -> list[int]:
    return [one for one in ids(places, "n") if places.inside(one, root)]


HEAD_TEXT = "Say, why does my kettle hum so?"
ASKS = "<a href=/t/9>How do I get lime out of it?</a>"


def record(*texts: str, before: str = "", behind: str = "") -> str:
    return f"<div id=r>{before}<div id=b>{''.join(f'<p>{text}</p>' for text in texts)}</div>{behind}</div>"


A, B = record("One says this."), record("Another says that.")


@pytest.mark.parametrize(
    ("posts", "keep", "unread"),
    [
        ([A, B], "++", False), ([A, record("x", before=ASKS)], "+-", True),
        ([record("x", before=ASKS), A], "++", False),
        ([A, record(ASKS, "x")], "++", False), ([A, record("x", behind=ASKS)], "++", False),
        ([A, f"<div id=r>{ASKS}</div>"], "+-", True),
        ([A, f"<div id=r><u>x</u><div id=n>{ASKS}</div></div>"], "++", False),
        ([A, f"<div id=r>{ASKS}<div id=n>x</div></div>"], "+-", True),
        # the title, and a part of it
        ([A, record("x", before=f"<a>Re: {HEAD_TEXT}</a>")], "++", False),
        ([A, record("x", before="<a>why does my kettle hum so?</a>")], "++", False),
        ([A, record("x", before="<a>Why does my kettle hum at noon?</a>")], "+-", True),
        # of 20 letters, and a link
        ([A, record("x", before="<a>Lime out of samovar?</a>")], "+-", True),
        ([A, record("x", before="<a>Lime out of samova?</a>")], "++", False),
        ([A, record("x", before="<b>Lime out of samovar?</b>")], "++", False),
        ([A, record("x", before="<a>Lime out of samovar.</a>")], "++", False),
        # of ten records seven may be below such links
        ([A] * 3 + [record("x", before=ASKS)] * 7, "+++-------", True),
        ([A] * 2 + [record("x", before=ASKS)] * 8, "++++++++++", False),
    ],
)  # fmt: skip
def test_records_below_links_that_ask(posts: list[str], keep: str, unread: bool) -> None:
    found = kept(*posts)
    assert (found[0], found[2]) == (keep, unread)


LONG = "Advertisement " + "x" * 46


@pytest.mark.parametrize(
    ("posts", "keep", "left"),
    [
        ([record("Werbung", "One.", "Two.")] * 2, "++", ["One.|Two."] * 2),
        ([record("Werbung", "One.")], "+", ["Werbung|One."]), ([record("Werbung"), A], "++", ["Werbung",
        "One says this."]),
        ([record("Werbung"), record("Werbung"), A], "--+", ["", "", "One says this."]),
        ([record("Werbung"), record("Werbung", "One.")], "-+", ["", "One."]),
        ([record("Note", "One.")] * 2, "++", ["Note|One."] * 2), ([record("One.", "Werbung")] * 2, "++",
        ["One.|Werbung"] * 2),
        ([record(LONG, "One.")] * 2, "++", ["One."] * 2), ([record(f"{LONG}x", "One.")] * 2, "++",
        [f"{LONG}x|One."] * 2),
        (["<div id=r>x</div>", A], "++", ["", "One says this."]),
    ],
)  # fmt: skip
def test_labels_of_adverts_that_several_records_begin_with(posts: list[str], keep: str, left: list[str]) -> None:
    assert kept(*posts) == (keep, left, False)


def test_records_by_advertisers() -> None:
    found, keep = chosen(A, B, A, names="Ida,Sponsored by Kettle & Co,Mrs Sponsor")
    assert keep == "+-+"
    assert found.thread.noise == [Removal(NoiseRule.ADVERT, "Another says that.")]


def test_labels_of_adverts_are_counted() -> None:
    found, _ = chosen(record("Werbung", "One."), record("Werbung", "Two."), A)
    assert found.thread.noise == [Removal(NoiseRule.ADVERT, "Werbung")] * 2


def kept_of_four(last: str, *, names: str, dates: str) -> tuple[str, list[Removal]]:
    """Which of four records are kept, and what is removed with the others.

    The last one is in an element of this name; each digit of the dates is a day of the month.
    """
    posts = "".join(f"<{tag} id=r>{BESIDE}</{tag}>" for tag in ("div", "div", "div", last))
    places, _, _ = arrays(f"<h1>{HEAD_TEXT}</h1>{posts}")
    roots = ids(places, "r")
    marks = [
        Mark(root, 0, 1, ("day",), datetime(2014, 5, int(day), tzinfo=UTC), None, False, False, False)
        for root, day in zip(roots, dates, strict=True)
    ]
    records = [Record([root], Anchor(root, 0, "day")) for root in roots]
    named = [Author(None if name == "-" else name) for name in names]
    lines = [lines_of(places, [root], set()) for root in roots]
    found = Found(Thread("thread", HEAD_TEXT), places, Family("place", records, "day"), marks, 0, named, lines)
    return "".join("-+"[one] for one in written_here(found)), found.thread.noise


TEXT = "Sign up to hear of each new post by mail, as many here do, and be the first to answer."
BESIDE = f"<p>{TEXT}</p>"


@pytest.mark.parametrize(
    ("last", "names", "dates", "keep"),
    [
        ("section", "abc-", "3453", "+++-"), ("section", "-bc-", "3453", "+++-"),
        ("div", "abc-", "3453", "++++"), ("section", "abcd", "3453", "++++"), ("section", "ab--", "3453", "++++"),
        ("section", "abc-", "3454", "++++"),
    ],
)  # fmt: skip
def test_a_box_behind_the_posts_that_repeats_the_date_of_the_question(
    last: str, names: str, dates: str, keep: str
) -> None:
    removed = [Removal(NoiseRule.OUTSIDE_ANSWERS, TEXT)] * keep.count("-")
    assert kept_of_four(last, names=names, dates=dates) == (keep, removed)


def test_a_post_that_is_shown_again() -> None:
    keep, removed = kept_of_four("div", names="abbc", dates="3445")
    assert (keep, removed) == ("+-++", [Removal(NoiseRule.REPEATED_TEXT, TEXT)])
