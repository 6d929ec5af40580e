"""The best set of posts of a page, completed from the others; what the reading of it says."""

import json
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborNode

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.posts import Post, Profile, Thread, reading_of, worth
from qapipe.readers.reconcile import merged, posts_of
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.walk import places_of
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal

DAY = datetime(2024, 5, 4, tzinfo=UTC)
WORDS = ["Hens lay less in winter, when days are short.", "Give them light for some hours more.", "Mine never stopped."]


def thread(origin: str, answers: list[Post], **more: object) -> Thread:
    found = Thread(origin, title="Why no eggs?", question=Post("They stopped in May."), answers=answers)
    for name, value in more.items():
        setattr(found, name, value)
    found.score = worth(found)
    return found


def posts(count: int = 3, **more: object) -> list[Post]:
    return [Post(words, **more) for words in WORDS[:count]]  # type: ignore[arg-type]


def bodies(found: Thread | None) -> list[str]:
    return [post.body for post in found.answers] if found else []


def test_without_any_thread() -> None:
    assert merged([]) is None
    assert posts_of(TextDocument("words")) is None


def test_posts_shown_replace_fewer_marked_up_and_take_their_fields() -> None:
    marked = thread("json_ld", [Post(WORDS[1], author="Ada", votes=3, date=DAY)], views=9, declared=3)
    found = merged([marked, thread("thread", posts(author="Bo"))])
    assert found is not None
    assert (found.origin, bodies(found)) == ("thread", WORDS)
    assert [(post.author, post.votes) for post in found.answers] == [("Bo", None), ("Ada", 3), ("Bo", None)]
    assert (found.views, found.declared, found.warnings) == (9, 3, {"authors_disagree"})


def test_what_one_set_does_not_know_is_taken_from_the_other() -> None:
    known = {"views": 9, "declared": 3, "topics": ["hens"], "asks": True}
    for own, other in (({}, known), (known, {"views": 1, "declared": 7, "topics": ["eggs"], "asks": False})):
        found = merged([thread("json_ld", posts(), **own), thread("microdata", posts(1), **other)])
        assert found is not None
        assert found.origin == "json_ld"
        assert {name: getattr(found, name) for name in known} == known


def test_what_another_set_removed_counts_once_and_only_if_it_is_not_there() -> None:
    own, sign = Removal(NoiseRule.SIGNATURE, "Hens for ever!"), Removal(NoiseRule.ADVERT, "Buy eggs")
    kept = Removal(NoiseRule.SITE_NOTICE, WORDS[2])
    shown = thread("thread", posts(1), noise=[Removal(NoiseRule.SIGNATURE, "Hens  for ever"), sign, kept])
    found = merged([thread("json_ld", posts(), noise=[own]), shown])
    assert found is not None
    assert found.noise == [own, sign]


def test_markup_stays_where_the_page_shows_no_more() -> None:
    found = merged([thread("json_ld", posts()), thread("thread", posts(author="Bo", votes=2))])
    assert found is not None
    assert found.origin == "json_ld"
    assert [(post.author, post.votes) for post in found.answers] == [("Bo", 2)] * 3


def test_microdata_of_as_many_answers_as_declared_stays() -> None:
    marked = thread("microdata", posts(2), declared=2)
    found = merged([marked, thread("thread", posts(3))])
    assert bodies(found) == WORDS[:2]
    assert found is not None
    assert found.warnings == set()


def test_markup_that_the_page_contradicts_stays_unless_far_less_is_in_it() -> None:
    others = [Post("An advert for a coop with a door that opens by itself."), Post("A cookie notice that asks much.")]
    assert bodies(merged([thread("json_ld", posts(2)), thread("thread", others)])) == WORDS[:2]
    shown = [Post(f"Post number {number} of a long thread on hens and their winter.") for number in range(20)]
    assert len(bodies(merged([thread("json_ld", posts(1)), thread("thread", shown)]))) == 20


def test_posts_shown_that_are_not_in_the_markup_are_said_to_be_unread() -> None:
    marked = thread("microdata", posts(2), declared=5)
    shown = thread("thread", [Post(WORDS[0]), Post(WORDS[2])])
    found = merged([marked, shown])
    assert found is not None
    assert (found.origin, found.warnings) == ("microdata", {"unread_posts"})


@pytest.mark.parametrize(
    ("syntaxes", "best"),
    [
        ([("json_ld", 2), ("microdata", 3)], "microdata"),
        ([("json_ld", 3), ("microdata", 3)], "json_ld"),
        ([("json_ld", 3), ("microdata", 2)], "json_ld"),
    ],
)
def test_the_fuller_of_two_syntaxes(syntaxes: list[tuple[str, int]], best: str) -> None:
    found = merged([thread(origin, posts(count)) for origin, count in syntaxes])
    assert found is not None
    assert found.origin == best


def test_answers_missing_from_the_declared_count_are_added_in_their_place_if_displayed() -> None:
    page = HtmlDocument("<p>x</p>").tree.css_first("p")
    unseen = Post("Nobody sees this.")
    marked = thread(
        "microdata", [Post(WORDS[0]), Post(WORDS[1]), Post("A longer answer to the question." * 3)], declared=5
    )
    found = merged([marked, thread("json_ld", [Post(WORDS[0]), Post(WORDS[2], node=page), unseen])])
    assert bodies(found) == [WORDS[0], WORDS[2], WORDS[1], "A longer answer to the question." * 3]


def test_another_thread_of_the_page_fills_nothing() -> None:
    other = Thread(
        "json_ld", title="Ten best coops", question=Post("Buy one."), answers=[Post("A review.", votes=9)], views=8
    )
    found = merged([thread("microdata", posts()), other])
    assert found is not None
    assert (found.views, [post.votes for post in found.answers]) == (None, [None] * 3)


def test_the_first_post_that_markup_names_is_the_question() -> None:
    asked = Post("They stopped in May.", author="Cy")
    marked = Thread("json_ld", title="Why no eggs?", question=asked, asks=True)
    shown = Thread("thread", title="Why no eggs?", question=Post(), answers=[Post("They stopped in May."), *posts()])
    found = merged([marked, shown])
    assert found is not None
    assert found.question is not None
    assert (found.question.body, found.question.author, bodies(found)) == ("They stopped in May.", "Cy", WORDS)


def test_a_first_comment_taken_for_the_question_is_an_answer_if_the_page_shows_one_before() -> None:
    marked = Thread("microdata", question=Post(WORDS[0]), answers=posts()[1:])
    shown = Thread("thread", title="Why no eggs?", question=Post("They stopped in May."), answers=posts())
    for one in (marked, shown):
        one.score = worth(one)
    found = merged([marked, shown])
    assert found is not None
    assert found.question is not None
    assert (found.question.body, bodies(found)) == ("They stopped in May.", WORDS)


def test_texts_that_markup_cuts_or_flattens_are_those_of_the_page() -> None:
    node = HtmlDocument("<p>x</p>").tree.css_first("p")
    marked = thread("json_ld", [Post(WORDS[0][:20], cut=True), Post(WORDS[1], id="12345")])
    shown = thread("thread", [Post(WORDS[0], node=node), Post(f"> Bo: light?\n\n{WORDS[1]}", node=node, id="p12345")])
    found = merged([marked, shown])
    assert found is not None
    assert bodies(found) == [WORDS[0], f"> Bo: light?\n\n{WORDS[1]}"]
    assert "body_cut" not in found.warnings
    alone = merged([thread("json_ld", [Post(WORDS[0][:20], cut=True)])])
    assert alone is not None
    assert alone.warnings == {"body_cut"}


def test_dates_of_one_day_do_not_disagree() -> None:
    marked = thread("json_ld", [Post(WORDS[0], date=DAY.replace(hour=23)), Post(WORDS[1], date=DAY)])
    shown = thread("thread", [Post(WORDS[0], date=DAY), Post(WORDS[1], date=DAY.replace(day=8))])
    found = merged([marked, shown])
    assert found is not None
    assert (found.warnings, found.answers[0].date) == ({"dates_disagree"}, DAY.replace(hour=23))


def test_the_reading_has_every_field() -> None:
    first = Post(WORDS[0], author="Ada", author_url="https://h.example/u/1", date=DAY, votes=2, accepted=True)
    first.url, first.headline = "https://h.example/a/1", "Light"
    first.profile = Profile(("DVM",), "retired", "Vet", "Oslo", "Lane 1", 4.5, 5.0, 12)
    reply = Post("Thanks, that helped.", parent=first)
    found = thread("thread", [first, reply], topics=["hens"], views=7, declared=1)
    reading = reading_of(found)
    answer, thanks = reading.answers
    assert (reading.question.title, reading.question.body, reading.question.topics) == (
        "Why no eggs?", "They stopped in May.", ("hens",),
    )  # fmt: skip
    assert (reading.question.views, reading.answers_declared, answer.position, answer.body) == (7, 1, 1, WORDS[0])
    assert (answer.author_name, answer.author_url, answer.answered_at) == ("Ada", "https://h.example/u/1", DAY)
    assert (answer.votes, answer.is_accepted, answer.url, answer.headline) == (
        2,
        True,
        "https://h.example/a/1",
        "Light",
    )
    assert (answer.author_credentials, answer.author_note, answer.specialty) == (("DVM",), "retired", "Vet")
    assert (answer.location, answer.address, answer.rating) == ("Oslo", "Lane 1", 4.5)
    assert (answer.rating_best, answer.review_count, answer.parent_position) == (5.0, 12, None)
    assert (thanks.position, thanks.parent_position, thanks.author_name) == (2, 1, None)


def test_a_better_set_is_worth_more() -> None:
    assert worth(thread("x", [])) == 0
    assert worth(thread("x", posts(2))) < worth(thread("x", posts(3))) < worth(thread("x", posts(3, author="Bo"))) < 1
    assert worth(thread("x", posts(3, author="Bo"))) < worth(thread("x", posts(3, author="Bo", date=DAY)))
    sizes = (2_999, 3_000, 3_001, 9_000)
    values = [worth(thread("x", [Post("a" * size)])) for size in sizes]
    assert values[0] < values[1] == values[2] == values[3]


def test_quotations_that_json_ld_leaves_out_are_taken_from_the_page() -> None:
    quoting = "> Do they rest in winter?\n\nHens lay less in winter, when days are short."
    shown = [Post(quoting, author="Ada", date=DAY), *posts()[1:]]
    for origin, body in (("json_ld", quoting), ("microdata", WORDS[0])):
        marked = [Post(WORDS[0], author="Ada", date=DAY), *posts()[1:]]
        found = merged([thread(origin, marked, declared=3), thread("thread", shown)])
        assert found is not None
        assert (found.origin, bodies(found)[0]) == (origin, body)


def marked_up(declared: str) -> HtmlDocument:
    """A page whose posts are marked up one by one, with an author and a date each."""
    comment = (
        '<div class=post itemprop=comment itemscope itemtype="https://schema.org/Comment"><time itemprop=dateCreated '
        "datetime=2024-05-0{n}>May {n}, 2024</time><a href=/users/{n} itemprop=author>User{n}</a>"
        "<div itemprop=text>{words}</div></div>"
    )
    comments = "".join(comment.format(n=n, words=words) for n, words in enumerate([*WORDS, "Buy younger ones."], 1))
    head = '<div itemscope itemtype="https://schema.org/DiscussionForumPosting"><h1 itemprop=headline>Why no eggs?</h1>'
    asked = (
        "<div class=post><time itemprop=dateCreated datetime=2024-05-01>May 1, 2024</time><a href=/users/9 "
        "itemprop=author>User9</a><div itemprop=text>They stopped in May, all of them at once.</div></div>"
    )
    return HtmlDocument(f"<title>Why no eggs?</title><body>{head}{declared}{asked}{comments}</div></body>")


ALL = "<meta itemprop=commentCount content=4>"


@pytest.mark.parametrize(
    ("declared", "without", "walks"),
    [
        pytest.param("", "", ["body"], id="structure and markup share the arrays of the page"),
        pytest.param(ALL, "", ["div"] * 5, id="markup is complete: each post alone"),
        pytest.param(ALL.replace("4", "9"), "", ["body"], id="more is declared than marked up"),
        pytest.param(ALL.replace("4", "3"), "", ["div"] * 5 + ["body"], id="less is declared"),
        pytest.param(ALL, " itemprop=author>User3", ["div"] * 5 + ["body"], id="a post without an author"),
        pytest.param(ALL, " itemprop=dateCreated datetime=2024-05-03", ["div"] * 5 + ["body"], id="or without a date"),
        pytest.param(ALL, " itemprop=text>They stopped", ["div"] * 4 + ["body"], id="no text of the question"),
    ],
)
def test_no_element_is_walked_twice_for_nothing(
    declared: str, without: str, walks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[str | None] = []

    def walk(node: LexborNode) -> Places:
        walked.append(node.tag)
        return places_of(node)

    monkeypatch.setattr("qapipe.readers.threads.texts.places_of", walk)
    monkeypatch.setattr("qapipe.readers.threads.reader.places_of", walk)
    page = marked_up(declared)
    if without:
        assert without.encode() in page.source
        kept = without.replace("itemprop=", "data-was=")
        page = HtmlDocument(page.source.replace(without.encode(), kept.encode()))
    found = posts_of(page)
    assert found is not None
    assert bodies(found.thread) == [*WORDS, "Buy younger ones."]
    assert walked == walks


@pytest.mark.parametrize("marked", [True, False])
def test_elements_are_asked_for_signs_of_a_thread_only_where_markup_names_none(*, marked: bool) -> None:
    page = marked_up("")
    if not marked:
        page = HtmlDocument(page.source.replace(b"itemprop=", b"data-was=").replace(b"itemtype=", b"data-type="))
    found = posts_of(page)
    assert found is not None
    assert found.marked is marked
    assert bool(found.boxes) is not marked
    assert bodies(found.thread) == [*WORDS, "Buy younger ones."]


def test_the_posts_of_a_page_are_weighed_against_those_of_its_markup() -> None:
    """JSON-LD has an answer that the page does not show; what it shows is far more."""
    data = {"@type": "Answer", "text": "Read our book on hens."}
    question = {"@type": "Question", "name": "Why no eggs?", "text": "They stopped in May.", "suggestedAnswer": data}
    ld = json.dumps({"@type": "QAPage", "mainEntity": question})
    shown = marked_up("").source.decode().replace("itemprop=", "data-was=").replace("itemtype=", "data-type=")
    found = posts_of(HtmlDocument(f'<script type="application/ld+json">{ld}</script>{shown}'))
    assert found is not None
    assert (found.thread.origin, bodies(found.thread)) == ("thread", [*WORDS, "Buy younger ones."])
