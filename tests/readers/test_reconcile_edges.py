"""What one set of posts takes from another, at the edges: how many must agree, and what decides."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Post, Profile, Thread
from qapipe.readers.reconcile import merged

TITLE = "Why no eggs?"
ASKED = "They stopped in May, all of them."
WORDS = (
    "One says light, Two says feed and grit, Three would wait for spring, Four has younger ones, Five gave up".split(
        ", "
    )
)
NODE = HtmlDocument("<p>x</p>").tree.css_first("p")
DAY = datetime(2024, 5, 4, tzinfo=UTC)


def thread(origin: str, answers: list[Post], asked: Post | None = None, **more: Any) -> Thread:
    return Thread(
        origin, **{"title": TITLE, "question": asked or Post(ASKED), "answers": answers, "score": 0.5, **more}
    )


def of(words: str, **more: Any) -> list[Post]:
    """The posts whose numbers are given; a letter is a post of its own."""
    return [
        Post(WORDS[int(one)] if one.isdigit() else f"{one} is another text of some length", **more) for one in words
    ]


def told(found: Thread | None) -> tuple[str, str]:
    """Where a thread was found, and the numbers of its answers."""
    assert found is not None
    known = {body: str(number) for number, body in enumerate(WORDS)}
    return found.origin, "".join(known.get(post.body, post.body[:1]) for post in found.answers)


@pytest.mark.parametrize(
    ("first", "other", "best"),
    [
        (0.5, 0.5, "json_ld"), (0.5, 0.509, "json_ld"), (0.5, 0.511, "microdata"), (0.5, 0.4, "json_ld"),
        (0.0, 0.1, "microdata"),
    ],
)  # fmt: skip
def test_how_much_better_another_syntax_must_be(first: float, other: float, best: str) -> None:
    threads = [thread("json_ld", of("01"), score=first), thread("microdata", of("01"), score=other)]
    assert told(merged(threads)) == (best, "01")
    assert told(merged([*threads, thread("rdfa", of("01"), score=0.05)]))[0] == best


@pytest.mark.parametrize(
    ("marked", "shown", "more", "best"),
    [
        ("01", "012", {}, "thread"), ("01", "01", {}, "json_ld"), ("01", "1", {}, "json_ld"), ("", "0", {}, "thread"),
        ("01", "012", {"origin": "microdata", "declared": 2}, "microdata"), ("01", "012", {"declared": 2}, "thread"),
        ("01", "012", {"origin": "microdata", "declared": 3}, "thread"),
        ("01", "012", {"origin": "microdata"}, "thread"),
        # four of five
        ("01234", "0123ab", {}, "thread"), ("01234", "012abc", {}, "json_ld"), ("0a", "012", {}, "json_ld"),
        # much better
        ("0a", "012", {"score": 0.33}, "thread"), ("0a", "012", {"score": 0.34}, "json_ld"),
        ("0a", "012", {"score": 0.5 / 1.5}, "json_ld"),
        ("0a", "012", {"score": 0.33, "declared": 2}, "json_ld"),
        ("0a", "012", {"score": 0.33, "declared": 3}, "thread"),
    ],
)  # fmt: skip
def test_when_the_posts_that_a_page_shows_are_better(marked: str, shown: str, more: dict[str, Any], best: str) -> None:
    given = thread(**{"origin": "json_ld", "answers": of(marked), **more})
    found = merged([given, thread("thread", of(shown))])
    assert told(found) == (best, shown if best == "thread" else marked)


def test_a_question_among_the_answers_shown_is_none_of_them() -> None:
    shown = [Post(ASKED), *of("01")]
    assert told(merged([thread("json_ld", of("01"), asks=True), thread("thread", shown)])) == ("json_ld", "01")
    assert (
        told(merged([thread("json_ld", of("01")), thread("thread", [*of("0"), Post(ASKED), *of("1")])]))[0] == "json_ld"
    )
    assert told(merged([thread("json_ld", of("01")), thread("thread", [*of("01"), Post(ASKED)])]))[0] == "thread"
    nobody = thread("json_ld", of("01"))
    nobody.question = None
    assert told(merged([nobody, thread("thread", of("012"))]))[0] == "thread"


@pytest.mark.parametrize(
    ("marked", "shown", "unread"),
    [
        ("01", "01a", True), ("0a", "01", True), ("0a", "0b", True), ("0a", "0bcd", False), ("0a", "bc", False),
        ("01", "01", False), ("01a", "01", False),
    ],
)  # fmt: skip
def test_posts_shown_that_are_in_no_markup(marked: str, shown: str, *, unread: bool) -> None:
    given = thread("microdata", of(marked), declared=9)
    found = merged([given, thread("thread", of(shown), asked=Post("x"), score=0.1)])
    assert found is not None
    if found.origin == "microdata":
        assert ("unread_posts" in found.warnings) is unread
        whole = merged([thread("microdata", of(marked), declared=len(marked)), thread("thread", of(shown), score=0.1)])
        assert whole is not None
        assert "unread_posts" not in whole.warnings


@pytest.mark.parametrize(("size", "unread"), [(11, False), (12, True)])
def test_the_shortest_text_that_is_a_post(size: int, *, unread: bool) -> None:
    shown = thread("thread", [*of("01"), Post("y" * size)], score=0.1)
    found = merged([thread("microdata", of("01a"), declared=9), shown])
    assert found is not None
    assert (told(found)[0], "unread_posts" in found.warnings) == ("microdata", unread)


@pytest.mark.parametrize(
    ("title", "words", "asked", "same"),
    [
        (TITLE, "ab", "x", True), (f"{TITLE} And more", "ab", "x", True), ("Why no", "ab", "x", True),
        (None, "ab", "x", True),
        ("Ten coops", "ab", "x", False), ("Ten coops", "a0", "x", True), ("Ten coops", "ab", ASKED, True),
        ("Ten coops", "a", "", False),
    ],
)  # fmt: skip
def test_which_threads_of_a_page_are_one(title: str | None, words: str, asked: str, *, same: bool) -> None:
    found = merged(
        [thread("json_ld", of("01")), thread("microdata", of(words), Post(asked), title=title, views=7, score=0.1)]
    )
    assert found is not None
    assert found.views == (7 if same else None)
    untitled = merged(
        [thread("json_ld", of("01"), Post(""), title=None), thread("microdata", of("a"), Post(""), title="x", views=7)]
    )
    assert untitled is not None
    assert untitled.views == 7


def fill(
    own: dict[str, Any], known: dict[str, Any], *, first: str = "json_ld", other: str = "microdata"
) -> tuple[Post, set[str]]:
    """A post and the warnings of its thread, completed from another one."""
    answers = [Post(**{"body": WORDS[0], **own}), *of("12" if first == "thread" else "1")]
    others = [Post(**{"body": WORDS[0], **known}), *of("1")]
    found = merged([thread(first, answers, score=0.9), thread(other, others)])
    assert found is not None
    assert found.origin == first
    return found.answers[0], {str(one) for one in found.warnings}


@pytest.mark.parametrize(
    ("name", "own", "known", "warning"),
    [
        ("author", "Ada", "Bo", "authors_disagree"), ("author", "Ada", "ADA.", None), ("votes", 3, 4, "votes_disagree"),
        ("votes", 3, 3, None), ("date", DAY, DAY + timedelta(days=1), None),
        ("url", "https://a.example", "https://b.example", None),
        ("date", DAY, DAY + timedelta(days=1, seconds=1), "dates_disagree"),
        ("date", DAY, DAY - timedelta(days=2), "dates_disagree"),
        ("accepted", True, False, None), ("votes", 0, 4, "votes_disagree"),
    ],
)  # fmt: skip
def test_fields_that_two_sets_say(name: str, own: object, known: object, warning: str | None) -> None:
    post, warnings = fill({name: own}, {name: known})
    assert (getattr(post, name), warnings) == (own, {warning} if warning else set())
    post, _ = fill({}, {name: known})
    assert getattr(post, name) == known
    post, _ = fill({name: own}, {})
    assert getattr(post, name) == own
    post, warnings = fill({name: own}, {name: known}, first="thread", other="json_ld")
    assert (getattr(post, name), warnings) == (known, {warning} if warning else set())


@pytest.mark.parametrize(("size", "disagree"), [(100, True), (190, True), (191, False), (40, True), (39, False)])
def test_boxes_around_several_posts_do_not_disagree(size: int, *, disagree: bool) -> None:
    _, warnings = fill({"body": "y" * 100, "author": "Ada"}, {"body": "y" * size, "author": "Bo"})
    assert warnings == ({"authors_disagree"} if disagree else set())


def test_profiles_and_headlines_are_completed() -> None:
    own = Profile(credentials=("DVM",), rating=4.0)
    known = Profile(credentials=("MD",), specialty="Hens", rating=5.0, review_count=3)
    post, _ = fill({"profile": own}, {"profile": known, "headline": "Light"})
    assert post.profile == Profile(credentials=("DVM",), specialty="Hens", rating=4.0, review_count=3)
    assert post.headline == "Light"
    post, _ = fill({"headline": "Feed"}, {"headline": "Light", "profile": known})
    assert (post.headline, post.profile) == ("Feed", known)


LONG = "One says light, and then some more of it."


@pytest.mark.parametrize(
    ("own", "known", "body"),
    [
        ({"body": "One says light", "cut": True}, {"body": LONG}, LONG),
        ({"body": LONG, "cut": True}, {"body": "One says light"}, LONG),
        ({"body": LONG, "cut": True}, {"body": LONG}, LONG),
        ({"body": "One says light"}, {"body": LONG}, "One says light"),
        ({"body": "One says light"}, {"body": LONG, "node": NODE}, LONG),
        ({"body": "One says light", "node": NODE}, {"body": LONG, "node": NODE}, "One says light"),
        ({"body": LONG}, {"body": "One says light", "node": NODE}, LONG),
        ({"body": "", "id": "12345"}, {"body": LONG, "id": "12345"}, LONG),
        ({"body": LONG, "id": "12345"}, {"body": "", "id": "12345"}, LONG),
    ],
)  # fmt: skip
def test_which_rendering_of_a_text_is_kept(own: dict[str, Any], known: dict[str, Any], body: str) -> None:
    post, warnings = fill(own, known)
    assert post.body == body
    assert post.cut is (own.get("cut", False) and body == own["body"])
    assert warnings == ({"body_cut"} if post.cut else set())


@pytest.mark.parametrize(
    ("own", "shown", "taken"),
    [
        ("One says.\nTwo says.", "> Zoe:\nOne says.\nAnd more.\nTwo says.", True), ("One says.", "One says.", False),
        ("One says.\nTwo says.", "Two says.\nOne says.", False), ("One says.", "One says.\nAnd more.", False),
        ("One says.\n\n\nTwo says.", "> Zoe\n\nOne says.\n\nTwo says.", True), ("One.\nOne.", "> Zoe:\nOne.", False),
    ],
)  # fmt: skip
def test_quotations_that_json_ld_lacks(own: str, shown: str, *, taken: bool) -> None:
    for first, other in (("json_ld", "thread"), ("microdata", "thread"), ("json_ld", "microdata")):
        post, _ = fill(
            {"body": own, "id": "12345", "node": NODE},
            {"body": shown, "id": "12345", "node": NODE},
            first=first,
            other=other,
        )
        assert post.body == (shown if taken and (first, other) == ("json_ld", "thread") else own)


def test_missing_answers_are_added_where_the_page_shows_them_and_declares_more() -> None:
    def added(declared: int | None, words: str, other: list[Post]) -> str:
        return told(merged([thread("microdata", of(words), declared=declared, score=0.9), thread("json_ld", other)]))[1]

    shown = of("012", node=NODE)
    assert [added(declared, "02", shown) for declared in (None, 2, 3, 9)] == ["02", "02", "012", "012"]
    assert [added(declared, "2", shown) for declared in (1, 2, 3)] == ["2", "02", "012"]
    assert added(9, "01", of("0a1b", node=NODE)) == "0a1b"
    assert added(9, "02", of("012")) == "02"
    assert added(None, "", shown) == added(0, "", shown) == ""
    empty = thread("json_ld", [*of("0", node=NODE), Post("", node=NODE), *of("2", node=NODE)])
    whole = merged([thread("microdata", of("02"), declared=9, score=0.9), empty])
    assert whole is not None
    assert [post.body for post in whole.answers] == [WORDS[0], WORDS[2]]
    first, reply, lone = of("01a", node=NODE)
    reply.parent, lone.parent = first, Post("of no thread")
    found = merged([thread("microdata", of("0"), declared=3, score=0.9), thread("json_ld", [first, reply, lone])])
    assert found is not None
    assert [post.parent for post in found.answers] == [None, found.answers[0], None]


def test_the_question_where_the_two_differ() -> None:
    def asked(first: Thread, other: Thread) -> tuple[str, str]:
        found = merged([first, other])
        assert found is not None
        return (found.question.body if found.question else "-"), told(found)[1]

    none = thread("json_ld", of("01"))
    none.question = None
    assert asked(none, thread("microdata", of("01"), score=0.1)) == (ASKED, "01")
    assert asked(thread("microdata", of("01")), none) == (ASKED, "01")
    # what was taken for the question is the first answer
    for asks, found in ((None, (ASKED, "012")), (True, (WORDS[0], "12"))):
        given = thread("microdata", of("12"), Post(WORDS[0]), asks=asks, declared=2)
        assert asked(given, thread("thread", of("012"), score=0.1)) == found
    given = thread("microdata", of("12"), Post(WORDS[0]), declared=2)
    assert asked(given, thread("thread", of("a0"), score=0.1)) == (WORDS[0], "12")
    assert asked(given, thread("thread", [], score=0.1)) == (WORDS[0], "12")
    # markup that names the question
    for asks, found in ((True, ("One says light", "12")), (None, (ASKED, "012"))):
        shown = thread("thread", of("012"), score=0.9)
        assert asked(shown, thread("json_ld", of("1"), Post(WORDS[0]), asks=asks)) == found
    empty = thread("thread", of("012"), Post(""))
    assert asked(empty, thread("json_ld", of("1"), Post(WORDS[0]))) == (WORDS[0], "12")
    second = thread("thread", of("102"), Post(""))
    assert asked(second, thread("json_ld", of("1"), Post(WORDS[0]))) == (WORDS[0], "12")
    untold = thread("thread", [Post(WORDS[0], id="12345"), *of("12")], Post(""))
    assert asked(untold, thread("json_ld", of("1"), Post(id="12345"))) == ("", "012")
    late = thread("thread", of("120"), Post(""))
    assert asked(late, thread("json_ld", of("1"), Post(WORDS[0])))[1] == "120"
    for node, asks, body in ((NODE, True, WORDS[4]), (None, True, ASKED), (NODE, None, ASKED)):
        shown = thread("thread", of("012"))
        assert asked(shown, thread("json_ld", of("1"), Post(WORDS[4], node=node), asks=asks))[0] == body


def test_what_stays_the_posts_own_whatever_markup_says() -> None:
    other = HtmlDocument("<p>y</p>").tree.css_first("p")
    own = {"node": NODE, "headline": "Feed", "body": LONG}
    post, warnings = fill(
        own, {"node": other, "headline": "Light", "body": LONG, "cut": True}, first="thread", other="json_ld"
    )
    assert (post.node is NODE, post.headline, post.cut, warnings) == (True, "Feed", False, set())
    post, _ = fill({"body": "", "id": "12345"}, {"body": LONG, "id": "12345"}, other="thread")
    assert post.body == LONG


def test_when_the_question_of_the_other_set_is_not_taken() -> None:
    def asked(first: Thread, other: Thread) -> tuple[str, str]:
        found = merged([first, other])
        assert found is not None
        return (found.question.body if found.question else "-"), told(found)[1]

    shown = thread("thread", of("12"), Post(WORDS[0]), score=0.9)
    assert asked(shown, thread("json_ld", of("0"), score=0.1)) == (WORDS[0], "12")
    shown = thread("thread", of("012"))
    assert asked(shown, thread("json_ld", of("1"), Post("", node=NODE), asks=True)) == (ASKED, "012")
    shown = thread("thread", of("012"), Post(ASKED, node=NODE))
    whole = f"{ASKED} And then they did not begin anew."
    assert asked(shown, thread("json_ld", of("1"), Post(whole, node=NODE), asks=True)) == (ASKED, "012")
