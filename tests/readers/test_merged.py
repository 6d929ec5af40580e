"""Two sets of posts of one page: which is the better one, and what it takes from the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Post, Profile, Thread, worth
from qapipe.readers.reconcile import merged
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal

DAY = datetime(2024, 5, 4, tzinfo=UTC)
WORDS = ["Hens lay less in winter, when days are short.", "Give them light for some hours more.", "Mine never stopped."]


def thread(origin: str, answers: list[Post], **more: object) -> Thread:
    found = Thread(origin, title="Why no eggs?", question=Post("They stopped in May."), answers=answers)
    found.score = worth(found)
    for name, value in more.items():
        setattr(found, name, value)
    return found


def posts(count: int = 3, **more: object) -> list[Post]:
    return [Post(words, **more) for words in WORDS[:count]]  # type: ignore[arg-type]


def bodies(found: Thread | None) -> list[str]:
    return [post.body for post in found.answers] if found else []


def body(number: int, length: int = 60) -> str:
    """A text of its own of so many characters."""
    return (chr(ord("a") + number) * 20 + " ").ljust(length, "z")


def pair(origin: str, marked: list[Post], shown: list[Post], **more: object) -> Thread:
    """What becomes of a thread of markup that the structure of its page shows otherwise."""
    found = merged([thread(origin, marked, **more), thread("thread", shown)])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("left", "warnings"),
    [
        (["a" * 12], {"unread_posts"}),
        (["a" * 11], set()),
        (["a b " * 6], {"unread_posts"}),
        (["a" * 20, "b" * 20], {"unread_posts"}),
        (["a" * 20, "b" * 20, "c" * 20], set()),
        ([], set()),
    ],
)
def test_posts_left_out_are_unread_if_no_more_than_those_in_common(left: list[str], warnings: set[str]) -> None:
    """The question and the first answer are in both."""
    shown = [Post(WORDS[0]), *map(Post, left)]
    found = merged([thread("microdata", posts(2), declared=5), thread("thread", shown, score=0.01)])
    assert found is not None
    assert (found.origin, found.warnings) == ("microdata", warnings)


@pytest.mark.parametrize(
    ("origins", "scores", "best"),
    [
        ("json_ld microdata", (0.5, 0.51), 0), ("json_ld microdata", (0.5, 0.52), 1), ("json_ld rdfa", (0.5, 0.9), 1),
        ("json_ld microdata", (0.5, 0.1), 0),
    ],
)  # fmt: skip
def test_a_later_syntax_must_be_better_by_a_fiftieth(origins: str, scores: tuple[float, ...], best: int) -> None:
    threads = [thread(origin, posts()) for origin in origins.split()]
    for one, score in zip(threads, scores, strict=True):
        one.score = score
    assert merged(threads) is threads[best]


@pytest.mark.parametrize(
    ("origin", "declared", "marked", "shown", "scores", "best"),
    [
        # nearly all of those marked up are shown, and more
        ("json_ld", None, range(5), [0, 1, 2, 3, 8, 9], (0.5, 0.5), "thread"),
        ("json_ld", None, range(5), [0, 1, 2, 3, 8], (0.5, 0.5), "json_ld"),
        ("json_ld", None, range(5), [0, 1, 2, 7, 8, 9], (0.5, 0.5), "json_ld"),
        ("json_ld", 2, range(2), [0, 1, 2], (0.5, 0.5), "thread"),
        ("microdata", 2, range(2), [0, 1, 2], (0.5, 0.5), "microdata"),
        ("microdata", 3, range(2), [0, 1, 2], (0.5, 0.5), "thread"),
        # they have little in common
        ("json_ld", None, range(5), [7, 8], (0.4, 0.6), "json_ld"),
        ("json_ld", None, range(5), [7, 8], (0.4, 0.61), "thread"),
        ("json_ld", 5, range(5), [7, 8], (0.4, 0.61), "json_ld"),
        # one of the two has none
        ("json_ld", 0, [], [1], (0.0, 0.0), "thread"),
        ("json_ld", 0, [], [], (0.0, 0.0), "json_ld"),
    ],
)
def test_which_of_markup_and_structure_is_the_better_set(
    origin: str,
    declared: int | None,
    marked: Sequence[int],
    shown: Sequence[int],
    scores: tuple[float, float],
    best: str,
) -> None:
    threads = [
        thread(origin, [Post(body(number)) for number in marked], declared=declared),
        thread("thread", [Post(body(number)) for number in shown]),
    ]
    for one, score in zip(threads, scores, strict=True):
        one.score = score
    found = merged(threads)
    assert found is not None
    assert found.origin == best


@pytest.mark.parametrize(("place", "best"), [(0, "json_ld"), (1, "json_ld"), (2, "thread")])
def test_a_question_that_the_structure_repeats_as_an_answer_does_not_count(place: int, best: str) -> None:
    shown = posts()
    shown.insert(place, Post("They stopped in May."))
    assert pair("json_ld", posts(), shown).origin == best


@pytest.mark.parametrize(
    ("own", "known", "warnings"),
    [
        ({"author": "Ada B"}, {"author": "ADA-B"}, set()),
        ({"author": "Ada"}, {"author": "Bo"}, {"authors_disagree"}),
        ({"votes": 3}, {"votes": 4}, {"votes_disagree"}),
        ({"votes": 3}, {"votes": None}, set()),
        ({"date": DAY}, {"date": DAY + timedelta(days=1)}, set()),
        ({"date": DAY}, {"date": DAY + timedelta(days=1, seconds=1)}, {"dates_disagree"}),
        ({"date": DAY}, {"date": DAY - timedelta(days=2)}, {"dates_disagree"}),
        ({"url": "https://h.example/1"}, {"url": "https://h.example/2"}, set()),
        ({"body": WORDS[0], "votes": 3}, {"body": WORDS[0] + "x" * 62, "votes": 4}, {"votes_disagree"}),
        ({"body": WORDS[0], "votes": 3}, {"body": WORDS[0] + "x" * 63, "votes": 4}, set()),
        ({"body": WORDS[0] + "x" * 63, "votes": 3}, {"body": WORDS[0], "votes": 4}, set()),
    ],
)
def test_what_two_renderings_of_a_post_say_otherwise(
    own: dict[str, object], known: dict[str, object], warnings: set[str]
) -> None:
    """Bodies are compared, too: one may be a box around several posts. The value of the set that is kept stays."""
    marked, shown = Post(WORDS[0]), Post(WORDS[0])
    for post, fields in ((marked, own), (shown, known)):
        for name, value in fields.items():
            setattr(post, name, value)
    found = pair("json_ld", [marked, *posts()[1:]], [shown, *posts()[1:]])
    assert found.warnings == warnings
    assert {name: getattr(found.answers[0], name) for name in own} == own


def test_markup_decides_about_fields_where_the_structure_is_the_better_set() -> None:
    later = DAY + timedelta(hours=2)
    marked = Post(WORDS[0], author="Ada", votes=0, date=DAY, accepted=False, headline="Light")
    marked.profile = Profile(("DVM",), location="Oslo")
    shown = Post(WORDS[0], author="Bo", votes=9, date=later, accepted=True, headline="Dark", url="https://h.example/1")
    shown.profile = Profile(("MD",), note="new")
    found = pair("json_ld", [marked], [shown, *posts()[1:]])
    first = found.answers[0]
    assert found.origin == "thread"
    assert (first.author, first.votes, first.date, first.accepted) == ("Ada", 0, DAY, False)
    assert (first.headline, first.url, first.profile) == (
        "Dark", "https://h.example/1", Profile(("MD",), "new", None, "Oslo"),
    )  # fmt: skip
    assert found.warnings == {"authors_disagree", "votes_disagree"}


NODE = HtmlDocument("<p>x</p>").tree.css_first("p")


ASKED = "They stopped in May, when the days were long, and they eat as they did."


@pytest.mark.parametrize(
    ("marked", "shown", "best"),
    [
        (Post(""), Post(ASKED, node=NODE), "shown"),
        (Post(ASKED[:30], cut=True), Post(ASKED), "shown"),
        (Post(ASKED, cut=True), Post(ASKED[:30]), "marked"),
        (Post(ASKED[:30]), Post(ASKED), "marked"),
        (Post(ASKED[:30]), Post(ASKED, node=NODE), "shown"),
        (Post(ASKED[:30], node=NODE), Post(ASKED, node=NODE), "marked"),
        (Post(ASKED), Post(ASKED[:30], node=NODE), "marked"),
    ],
)
def test_which_rendering_of_the_question_is_kept(marked: Post, shown: Post, best: str) -> None:
    expected = {"marked": marked, "shown": shown}[best].body
    asked, other = replace(marked, id="q12345"), replace(shown, id="12345")
    found = merged([thread("microdata", posts(), question=asked), thread("thread", posts(), question=other)])
    assert found is not None
    assert found.question is not None
    assert found.question.body == expected


@pytest.mark.parametrize(
    ("marked", "shown", "is_taken"),
    [
        ("One line.\nAnd two.", "One line.\n> Bo: eh\nAnd two.", True),
        ("One line.\nAnd two.", "> Bo: eh\nOne line.\n\nAnd two.", True),
        ("One line.\nAnd two.", "One line.\nAnd two.\nBo, 3 May", False),
        ("One line.\nAnd two.", "One line!\n\nAnd two", False),
        ("One line.\nAnd two.\n\nOne.", "And two.\nOne line.\nOne.", False),
        ("One line.\nAnd two.", "Other words.\nOne line. Four\nAnd three.", False),
    ],
)
def test_when_the_page_shows_more_of_a_post_than_json_ld(marked: str, shown: str, is_taken: bool) -> None:
    own, seen = Post(marked, id="p12345", node=NODE, cut=False), Post(shown, id="12345", node=NODE)
    found = pair("json_ld", [own, *posts()[1:]], [seen, *posts()[1:]])
    assert bodies(found)[0] == (shown if is_taken else marked)


def test_noise_of_both_sets_is_counted_once() -> None:
    rule = NoiseRule.SIGNATURE
    one, two, three = (Removal(rule, text) for text in ("a", "b", "c"))
    found = merged([thread("json_ld", posts(), noise=[one, two]), thread("thread", posts(), noise=[two, three])])
    assert found is not None
    assert found.noise == [one, two, three]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Why no eggs?", "why no eggs", True), ("Why no eggs?", "Why no eggs? - Hens", True),
        ("Why no eggs? - Hens", "Why no eggs?", True), (None, "Ten best coops", True), ("Ten best coops", None, True),
        ("Why no eggs?", "Ten best coops", False),
    ],
)  # fmt: skip
def test_threads_of_one_title_are_one(one: str | None, other: str | None, same: bool) -> None:
    sets = [thread("json_ld", posts(), title=one), thread("microdata", [Post(body(7))], title=other, views=8)]
    sets[1].question = Post(body(8))
    found = merged(sets)
    assert found is not None
    assert found.views == (8 if same else None)


def test_threads_with_a_post_in_common_are_one_whatever_their_titles() -> None:
    for text, views in ((WORDS[1], 8), ("", None)):
        other = Thread("microdata", title="Ten best coops", question=Post(text), views=8)
        found = merged([thread("json_ld", [*posts(), Post("")]), other])
        assert found is not None
        assert found.views == views


def test_what_is_added_keeps_its_place_and_whom_it_answers() -> None:
    first, second = Post(WORDS[0], node=NODE), Post(WORDS[1], node=NODE)
    second.parent = first
    more = [Post(body(number), node=NODE) for number in (5, 6)]
    more[0].parent = Post("not in the set")
    own = [Post(WORDS[0]), Post(WORDS[2])]
    found = merged([thread("microdata", own, declared=4), thread("json_ld", [first, second, *more], score=0.01)])
    assert bodies(found) == [WORDS[0], WORDS[1], body(5), WORDS[2]]
    assert found is not None
    assert [post.parent for post in found.answers] == [None, found.answers[0], None, None]
    none = merged([thread("microdata", posts(2)), thread("json_ld", posts(3, node=NODE), score=0.01)])
    assert bodies(none) == WORDS[:2]
