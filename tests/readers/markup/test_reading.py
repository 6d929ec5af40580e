"""Markup to threads: questions, discussions and comments with the texts that the page displays."""

import json
from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.markup import may_be_whole, threads_of
from qapipe.readers.posts import Thread

URL = "https://kites.example/t/9"
NOON = datetime(2024, 5, 4, 12, tzinfo=UTC)


def ld(value: object, body: str = "") -> list[Thread]:
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    return threads_of(HtmlDocument(f"<html><head>{script}</head><body>{body}</body></html>", URL))


def html(body: str, title: str = "Which tail for a box kite?") -> list[Thread]:
    return threads_of(HtmlDocument(f"<html><head><title>{title}</title></head><body>{body}</body></html>", URL))


def comment(words: str, author: str = "", more: str = "", kind: str = "Comment") -> str:
    name = f'<b itemprop="author">{author}</b>' if author else ""
    return f'<div itemscope itemtype="https://schema.org/{kind}">{name}<p itemprop="text">{words}</p>{more}</div>'


def person(name: str) -> object:
    return {"@type": "Person", "name": name}


def shape(thread: Thread) -> tuple[str | None, list[tuple[str, str | None]]]:
    asked = thread.question.body if thread.question else None
    return asked, [(post.body, post.author) for post in thread.answers]


POSTING = {
    "@type": "DiscussionForumPosting", "headline": "Which tail?", "text": "For a box kite in strong wind.",
    "author": person("Ida"), "datePublished": "2024-05-04T12:00:00Z", "url": "/t/9",
    "interactionStatistic": [
        {"interactionType": "https://schema.org/ViewAction", "userInteractionCount": 40},
        {"interactionType": "https://schema.org/CommentAction", "userInteractionCount": 2},
    ],
    "comment": [
        {"@type": "Comment", "text": "None at all: a box kite is steady.", "author": person("Bo"), "upvoteCount": "3",
         "url": "/t/9#post-1234", "dateCreated": "2024-05-04T12:00:00+02:00"},
        {"@type": "Comment", "text": "A short one of crepe.", "author": person("Guest"), "@id": "#t-9-p-1240",
         "comment": {"@type": "Comment", "text": "Crepe tears in the rain.", "author": person("Bo")}},
    ],
}  # fmt: skip


def test_a_discussion() -> None:
    (thread,) = ld(POSTING)
    assert (thread.origin, thread.title, thread.asks, thread.declared, thread.views) == (
        "json_ld", "Which tail?", False, 2, 40,
    )  # fmt: skip
    assert shape(thread) == (
        "For a box kite in strong wind.",
        [
            ("None at all: a box kite is steady.", "Bo"),
            ("A short one of crepe.", None),
            ("Crepe tears in the rain.", "Bo"),
        ],
    )
    first, second, third = thread.answers
    assert (first.votes, first.id, first.url) == (3, "1234", "https://kites.example/t/9#post-1234")
    assert (second.id, third.id) == ("1240", None)
    assert (first.date, thread.question.date if thread.question else None) == (NOON.replace(hour=10), NOON)
    assert (first.parent, second.parent, third.parent) == (None, None, second)
    assert 0 < thread.score < 1


@pytest.mark.parametrize("text", ["", "Which tail?"])
def test_the_first_post_is_listed_among_the_comments(text: str) -> None:
    head = {**POSTING, "text": text}
    body = "For a box kite in strong wind."
    head["comment"] = [
        {"@type": "Comment", "text": body, "author": person("Ida"), "datePublished": "2024-05-04T12:00:00Z"},
        {"@type": "Comment", "text": "None at all.", "author": person("Bo")},
    ]
    (thread,) = ld(head)
    assert shape(thread) == (body, [("None at all.", "Bo")])
    assert (thread.question.author, thread.title) == ("Ida", "Which tail?") if thread.question else False


def test_the_first_post_is_repeated_as_a_comment() -> None:
    (thread,) = ld(
        {**POSTING, "comment": [{"@type": "Comment", "text": POSTING["text"]}, {"@type": "Comment", "text": "No."}]}
    )
    assert shape(thread) == ("For a box kite in strong wind.", [("No.", None)])


def test_comments_without_a_head_begin_with_the_question() -> None:
    (thread,) = html(comment("Which tail?", "Ida") + comment("None.", "Bo") + comment("Crepe.", "Cy"))
    assert shape(thread) == ("Which tail?", [("None.", "Bo"), ("Crepe.", "Cy")])
    assert thread.asks is None


@pytest.mark.parametrize(
    "replies",
    [
        comment("None.", "Bo", kind="Answer") + comment("Crepe.", "Cy", kind="Answer"),
        comment("None.", "Bo", '<meta itemprop="parentItem" itemscope itemid="/t/9">') + comment("Crepe.", "Cy"),
    ],
)
def test_answers_and_replies_without_a_head_are_all_answers(replies: str) -> None:
    (thread,) = html(replies)
    assert shape(thread) == (None, [("None.", "Bo"), ("Crepe.", "Cy")])


def test_a_head_in_another_syntax_leaves_the_comments_whole() -> None:
    head = {key: value for key, value in POSTING.items() if key != "comment"}
    threads = ld(head, comment("None at all: a box kite is steady.", "Bo"))
    assert [(thread.origin, shape(thread)) for thread in threads] == [
        ("microdata", (None, [("None at all: a box kite is steady.", "Bo")])),
        ("json_ld", ("For a box kite in strong wind.", [])),
    ]


def test_the_description_of_a_discussion_is_the_sites_unless_the_page_shows_it() -> None:
    head = {
        "@type": "DiscussionForumPosting",
        "headline": "Tails",
        "description": "Kites: the forum for people who fly.",
    }
    (thread,) = ld(head)
    assert shape(thread)[0] == ""
    (thread,) = ld(head, "<article><p>Kites: the forum for people who fly.</p></article>")
    assert shape(thread)[0] == "Kites: the forum for people who fly."


QUESTION = {"@type": "Question", "name": "Which tail?", "author": person("Ida"), "answerCount": 1}


def test_a_question() -> None:
    answer = {"@type": "Answer", "text": "None.", "upvoteCount": 5, "downvoteCount": 2}
    (thread,) = ld(
        {"@type": "QAPage", "mainEntity": {**QUESTION, "acceptedAnswer": answer, "keywords": "kites, tails"}}
    )
    assert (thread.title, thread.asks, thread.declared, thread.topics) == ("Which tail?", True, 1, ["kites", "tails"])
    assert [(post.votes, post.accepted) for post in thread.answers] == [(3, True)]


def test_questions_only_on_request() -> None:
    page = HtmlDocument(f'<script type="application/ld+json">{json.dumps(POSTING)}</script>', URL)
    assert threads_of(page, asking=True) == []
    assert len(threads_of(page)) == 1


@pytest.mark.parametrize(
    ("name", "headline"),
    [("Skip the tail", "Skip the tail"), ("Re: Which tail?", None), ("Post #2", None), ("#3", None),
     ("Which tail?", None), ("None at all", None)],
)  # fmt: skip
def test_headlines_that_say_something(name: str, headline: str | None) -> None:
    (thread,) = ld({**QUESTION, "suggestedAnswer": {"@type": "Answer", "text": "None at all, I think.", "name": name}})
    assert [post.headline for post in thread.answers] == [headline]


def test_a_link_that_several_answers_share_is_none() -> None:
    answers = [{"@type": "Answer", "text": words, "url": "/t/9"} for words in ("None.", "Crepe.")]
    (thread,) = ld({**QUESTION, "suggestedAnswer": [*answers, {"@type": "Answer", "text": "Silk.", "url": "/a/3"}]})
    assert [post.url for post in thread.answers] == [None, None, "https://kites.example/a/3"]


def test_empty_answers_are_left_out_with_a_warning() -> None:
    (thread,) = ld(
        {**QUESTION, "suggestedAnswer": [{"@type": "Answer", "text": " "}, {"@type": "Answer", "text": "Silk."}]}
    )
    assert (shape(thread)[1], thread.warnings) == ([("Silk.", None)], {"answer_without_text"})


def test_answers_are_in_the_order_of_the_page() -> None:
    answers = [
        {"@type": "Answer", "text": f"{word} makes a fine tail for any kite."} for word in ("Silk", "Crepe", "Wool")
    ]
    shown = "".join(f"<p>{word} makes a fine tail for any kite.</p>" for word in ("Wool", "Silk", "Crepe"))
    (thread,) = ld({**QUESTION, "suggestedAnswer": answers}, shown)
    assert [post.body.split()[0] for post in thread.answers] == ["Wool", "Silk", "Crepe"]
    for tag in ("section", "kite:tail"):  # no selector matches the second
        odd = shown.replace("<p>Wool", f"<{tag}>Wool").replace("kite.</p>", f"kite.</{tag}>", 1)
        (thread,) = ld({**QUESTION, "suggestedAnswer": answers}, odd)
        order = ["Wool", "Silk", "Crepe"] if tag == "section" else ["Silk", "Crepe", "Wool"]
        assert [post.body.split()[0] for post in thread.answers] == order
    (thread,) = ld({**QUESTION, "suggestedAnswer": answers}, shown.replace("Wool", "Jute"))
    assert [post.body.split()[0] for post in thread.answers] == ["Silk", "Crepe", "Wool"]


def test_unrendered_expressions_are_no_names_and_no_votes() -> None:
    answer = {"@type": "Answer", "text": "None.", "author": person("{{ user.name }}"), "upvoteCount": "{{ votes }}"}
    (thread,) = ld({**QUESTION, "suggestedAnswer": answer})
    assert [(post.author, post.votes) for post in thread.answers] == [(None, None)]
    assert [removal.text for removal in thread.noise] == ["{{ user.name }}", "{{ votes }}"]


def test_expressions_in_the_slots_of_answers_go_and_those_in_code_stay() -> None:
    texts = ["<p>None.</p><p>{{ good }}</p>", "<p>Silk.</p><p>{{ good }}</p>", "See:<pre>{{ good }}</pre>"]
    answer = '<div itemscope itemtype="https://schema.org/Answer"><div itemprop="text">{}</div></div>'
    (thread,) = html("".join(answer.replace("{}", text) for text in texts))
    assert [post.body for post in thread.answers] == ["None.", "Silk.", "See:\n\n```\n{{ good }}\n```"]
    assert len(thread.noise) == 2


def test_adverts_dressed_as_answers_are_noise() -> None:
    advert = comment("Kites from 9.99!", "Sponsored by Kite & Co", kind="Answer")
    boxed = comment("Buy string.", "Bo", kind="Answer").replace("<div itemscope", '<div class="answer-ad" itemscope')
    (thread,) = html(comment("None.", "Ida", kind="Answer") + advert + boxed)
    assert shape(thread)[1] == [("None.", "Ida")]
    assert [(removal.rule, removal.text) for removal in thread.noise] == [
        ("advert", "Kites from 9.99!"),
        ("advert", "Buy string."),
    ]


def test_text_has_no_threads() -> None:
    page = TextDocument('"Question" itemscope')
    assert (threads_of(page), may_be_whole(page)) == ([], False)


def marked_up(kind: str, inside: str) -> str:
    return f'<div itemscope itemtype="https://schema.org/{kind}"><h1 itemprop="name">Which tail?</h1>{inside}</div>'


@pytest.mark.parametrize(("declared", "whole"), [("1", False), ("2", True), ("3", False), ("0", False), (None, False)])
def test_whether_the_elements_of_posts_hold_all_of_them(declared: str | None, *, whole: bool) -> None:
    """Those of two answers; where fewer are declared, there are at least as many."""
    whole = whole or declared == "1"
    for kind, name, reply in (
        ("Question", "answerCount", "Answer"),
        ("DiscussionForumPosting", "commentCount", "Comment"),
    ):
        count = f'<meta itemprop="{name}" content="{declared}">' if declared else ""
        inside = f'{count}<p itemprop="text">For a kite.</p>{comment("A.", kind=reply)}{comment("B.", kind=reply)}'
        page = HtmlDocument(f"<body>{marked_up(kind, inside)}", URL)
        assert may_be_whole(page) is whole
    assert not may_be_whole(HtmlDocument(f"<body>{comment('A.')}{comment('B.')}", URL))


def test_json_is_never_known_to_be_whole() -> None:
    data = json.dumps({**POSTING, "commentCount": 2})
    page = f'<script type="application/ld+json">{data}</script><body>'
    assert not may_be_whole(HtmlDocument(page, URL))
    assert not may_be_whole(HtmlDocument(f"{page}{comment('A.')}{comment('B.')}", URL))


LONG = "For a box kite in strong wind, over the sea."
PLACED = f"<div class=text><p>{LONG}</p><p>Or none at all?</p></div>"
FLAT = f"{LONG} Or none at all?"


@pytest.mark.parametrize(
    ("replies", "heads", "located"),
    [(0, True, True), (0, False, False), (1, True, True), (1, False, True)],
)
def test_heads_are_looked_for_where_replies_are_or_on_request(replies: int, heads: bool, located: bool) -> None:
    asked = {"@type": "Question", "name": "Which tail?", "text": FLAT, "answerCount": replies}
    if replies:
        asked["suggestedAnswer"] = {"@type": "Answer", "text": "None at all."}
    data = json.dumps({"@type": "QAPage", "mainEntity": asked})
    page = HtmlDocument(f'<script type="application/ld+json">{data}</script><body>{PLACED}', URL)
    (thread,) = threads_of(page, heads=heads)
    assert thread.question is not None
    assert thread.question.body == (f"{LONG}\n\nOr none at all?" if located else FLAT)
    (thread,) = threads_of(page, located=False)
    assert thread.question is not None
    assert thread.question.body == FLAT


def test_one_syntax_with_replies_is_enough_to_look_for_heads() -> None:
    data = json.dumps({"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Which tail?", "text": FLAT}})
    answered = f'<meta itemprop="answerCount" content="1">{comment("None at all.", kind="Answer")}'
    html = marked_up("Question", f'<p itemprop="text">{LONG}</p>{answered}')
    page = HtmlDocument(f'<script type="application/ld+json">{data}</script><body>{PLACED}{html}', URL)
    bodies = {thread.origin: thread.question and thread.question.body for thread in threads_of(page, heads=False)}
    assert bodies == {"json_ld": f"{LONG}\n\nOr none at all?", "microdata": LONG}


def test_a_text_that_repeats_the_title_is_one_where_its_element_shows_it() -> None:
    title = "Which tail for a box kite?"
    head = {"@type": "DiscussionForumPosting", "headline": title, "text": title, "comment": POSTING["comment"]}
    (thread,) = ld(head, f"<div class=text><p>{title}</p></div>")
    assert shape(thread)[0] != title
    inside = f'<p itemprop="text">{title}</p>{comment("None at all.")}'
    (thread,) = html(marked_up("DiscussionForumPosting", inside).replace("Which tail?", title))
    assert shape(thread)[0] == title


def test_replies_to_the_first_post_are_replies_to_none() -> None:
    nested = comment("Which tail do I need?", "Ida", comment("None.", "Bo", comment("Really?", "Ida")))
    (thread,) = html(nested)
    assert thread.question is not None
    assert thread.question.body == "Which tail do I need?"
    assert [(post.body, post.parent and post.parent.body) for post in thread.answers] == [
        ("None.", None),
        ("Really?", "None."),
    ]


def test_a_reply_without_a_text_has_no_parent() -> None:
    inside = comment("First.", more=comment("<img src=x>") + comment("Second."))
    (thread,) = html(marked_up("DiscussionForumPosting", f'<p itemprop="text">For a kite.</p>{inside}'))
    assert [(post.body, post.parent and post.parent.body) for post in thread.answers] == [
        ("First.", None),
        ("Second.", "First."),
    ]


def test_the_description_of_a_question_is_its_text() -> None:
    (thread,) = ld({"@type": "QAPage", "mainEntity": {**QUESTION, "description": "For a box kite."}})
    assert shape(thread)[0] == "For a box kite."


def test_a_head_without_a_text_leaves_the_question_to_the_comments_of_another_syntax() -> None:
    head = {key: value for key, value in POSTING.items() if key not in ("comment", "text")}
    threads = ld(head, comment("Which tail do I need?", "Ida") + comment("None at all.", "Bo"))
    found = {thread.origin: shape(thread) for thread in threads}
    assert found["microdata"] == ("Which tail do I need?", [("None at all.", "Bo")])


def test_first_posts_are_looked_for_in_each_syntax() -> None:
    asked = {**QUESTION, "suggestedAnswer": {"@type": "Answer", "text": "None at all."}}
    inside = '<b itemprop="author">Ida</b>' + comment("For a box kite.", "Ida") + comment("Really?", "Bo")
    threads = ld({"@type": "QAPage", "mainEntity": asked}, marked_up("DiscussionForumPosting", inside))
    found = {thread.origin: shape(thread) for thread in threads}
    assert found["microdata"] == ("For a box kite.", [("Really?", "Bo")])
    # the first post of another author in the first syntax, and an answer without a head
    for first in (POSTING, {"@type": "DiscussionForumPosting", "headline": "Which tail?", "author": person("Al"),
                            "comment": {"@type": "Comment", "text": "None.", "author": person("Bo")}}):  # fmt: skip
        threads = ld(first, marked_up("DiscussionForumPosting", inside))
        assert {thread.origin: shape(thread)[0] for thread in threads}["microdata"] == "For a box kite."


def test_the_title_that_the_page_shows_above_a_truncated_text_is_no_part_of_it() -> None:
    value = {"@type": "Question", "name": "Which tail?", "text": "My box kite turns over in a light breeze, and...",
             "suggestedAnswer": {"@type": "Answer", "text": "None at all."}}  # fmt: skip
    (thread,) = ld(value, "<h1>Which tail?</h1><p>My box kite turns over in a light breeze, and falls.</p>")
    assert thread.question is not None
    assert thread.question.body == "My box kite turns over in a light breeze, and falls."
