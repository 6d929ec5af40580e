"""Single fields of threads in markup: ids, votes, titles, topics, headlines, counts of answers."""

import json

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.markup.reading import threads_of
from qapipe.readers.posts import Post, Thread

URL = "https://kites.example/t/9"
Thing = dict[str, object]


def page(value: object, body: str = "", title: str = "Kites") -> HtmlDocument:
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    return HtmlDocument(f"<html><head><title>{title}</title>{script}</head><body>{body}</body></html>", URL)


def asked(head: Thing | None = None, answer: Thing | None = None, body: str = "", kind: str = "Question") -> Thread:
    own = {"@type": "Answer", "text": "None at all, I think.", **(answer or {})}
    replies = {"suggestedAnswer": own} if kind == "Question" else {"comment": {**own, "@type": "Comment"}}
    value = {
        "@type": kind,
        "name": "Which tail?",
        "author": {"name": "Ida"},
        "text": "For a box kite.",
        **replies,
        **(head or {}),
    }
    (thread,) = threads_of(page({"@type": "QAPage", "mainEntity": value} if kind == "Question" else value, body))
    return thread


def answered(**fields: object) -> Post:
    return asked(answer=fields).answers[0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"@id": "a-123"}, "123"), ({"@id": "a-12"}, None), ({"@id": "a-123-4567"}, "4567"),
        ({"@id": "a-1234-56"}, None), ({"url": "/t/9#p123"}, "123"),
        ({"url": "/t/9/123"}, None), ({"@id": "x", "url": "/t/9#p123"}, "123"),
        ({"@id": "a-123", "url": "/t/9#p456"}, "123"), ({}, None),
    ],
)  # fmt: skip
def test_ids(fields: Thing, expected: str | None) -> None:
    assert answered(**fields).id == expected


@pytest.mark.parametrize(
    ("fields", "votes"),
    [
        ({"upvoteCount": 5}, 5), ({"upvoteCount": 5, "downvoteCount": 2}, 3),
        ({"upvoteCount": 5, "downvoteCount": 0}, 5), ({"downvoteCount": 2}, None),
        ({"interactionStatistic": {"interactionType": "LikeAction", "userInteractionCount": 4}}, 4), ({}, None),
        ({"upvoteCount": 0}, 0),
        ({"upvoteCount": 0, "downvoteCount": 2}, -2),
        ({"upvoteCount": 1, "interactionStatistic": {"interactionType": "LikeAction", "userInteractionCount": 4}}, 1),
    ],
)  # fmt: skip
def test_votes(fields: Thing, votes: int | None) -> None:
    assert answered(**fields).votes == votes


@pytest.mark.parametrize(
    ("name", "body", "title"),
    [
        ("Which tail?", "<h1>Which tail? Or none?</h1>", "Which tail?"),
        ("Which tail...", "<h1>Which tail is best?</h1>", "Which tail is best?"),
        ("Which tail…", "<h1>Kites</h1><h1>Which tail is best?</h1>", "Which tail is best?"),
        ("Which tail...", "<h1>Kites</h1>", "Which tail..."),
        ("{{ title }}", "<h1>Which tail?</h1>", "Which tail?"), ("", "<h1>Which tail?</h1>", "Which tail?"),
        ("", "<h1> </h1>", None),
    ],
)  # fmt: skip
def test_titles(name: str, body: str, title: str | None) -> None:
    assert asked({"name": name}, body=body).title == title


def test_a_headline_is_a_title_too() -> None:
    assert asked({"name": None, "headline": "Which tail?"}).title == "Which tail?"
    assert asked({"headline": "Tails", "name": "Which tail?"}).title == "Which tail?"


TAGS = "<p><a rel=tag>silk</a> <a rel='nofollow tag'> crepe </a> <a rel=tags>no</a> <a>no</a></p>"


@pytest.mark.parametrize(
    ("fields", "body", "topics"),
    [
        ({"keywords": "silk, crepe,, silk"}, TAGS, ["silk", "crepe"]),
        ({"keywords": ["silk, crepe", "wool"]}, "", ["silk, crepe", "wool"]),
        ({"about": "silk, wool"}, "", ["silk, wool"]),
        ({"about": [{"name": "silk"}, {"name": "wool"}]}, TAGS, ["silk", "wool"]),
        ({"keywords": " ", "about": "wool"}, "", ["wool"]), ({}, TAGS, ["silk", "crepe"]), ({}, "", []),
        *(({}, f"<{tag}>{TAGS}</{tag}>", []) for tag in ("nav", "aside", "footer")),
        ({}, f"<nav><div>{TAGS}</div></nav><a rel=tag>wool</a>", ["wool"]),
        ({}, "<div><p>None at all, I think. <a rel=tag>silk</a></p></div><a rel=tag>wool</a>", ["wool"]),
    ],
)  # fmt: skip
def test_topics(fields: Thing, body: str, topics: list[str]) -> None:
    text = "None at all, I think." if "None" not in body else "None at all, I think. silk"
    assert asked(fields, {"text": text}, body).topics == topics


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        ({"headline": "Skip it"}, "Skip it"), ({"name": "Skip it"}, "Skip it"),
        ({"headline": "Skip it", "name": "x"}, "Skip it"), ({"name": "tail"}, None),
        ({"name": "None at"}, None), ({"name": "Re: skip it"}, "Re: skip it"), ({"name": "Re: Which tail"}, None),
        ({"name": "#12"}, None), ({"name": "Reply 12"}, None),
        ({"name": "Answer:"}, None), ({"name": "12."}, None), ({"name": "Antwort 3"}, None),
        ({"name": "comment"}, "comment"), ({"name": "AW: skip"}, "AW: skip"),
    ],
)  # fmt: skip
def test_headlines(fields: Thing, headline: str | None) -> None:
    assert answered(**fields).headline == headline
    assert asked({"name": " "}, {"headline": "Skip it"}).answers[0].headline == "Skip it"


@pytest.mark.parametrize(
    ("kind", "fields", "declared"),
    [
        ("Question", {"answerCount": 7}, 7), ("Question", {"answerCount": "1,204"}, 1_204),
        ("Question", {"answerCount": -1}, None), ("Question", {"answerCount": 0}, 0),
        ("Question", {"answerCount": 1_000_000}, 1_000_000), ("Question", {"answerCount": 1_000_001}, None),
        ("Question", {"commentCount": 7}, None),
        ("DiscussionForumPosting", {"commentCount": 7}, 7),
        ("DiscussionForumPosting", {"answerCount": 3, "commentCount": 7}, 3),
        *(("DiscussionForumPosting", {"interactionStatistic": {"interactionType": name, "userInteractionCount": 7}}, 7)
          for name in ("CommentAction", "ReplyAction", "WriteAction")),
        ("DiscussionForumPosting", {"interactionStatistic": {"interactionType": "LikeAction",
        "userInteractionCount": 7}}, None),
        ("DiscussionForumPosting", {"interactionStatistic": {"interactionType": "CommentAction",
        "userInteractionCount": 0}}, 0),
    ],
)  # fmt: skip
def test_counts_of_answers(kind: str, fields: Thing, declared: int | None) -> None:
    assert asked(fields, kind=kind).declared == declared


def test_views() -> None:
    counter = {"interactionType": "ViewAction", "userInteractionCount": 9}
    assert (asked({"interactionStatistic": counter}).views, asked().views) == (9, None)


@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("Which tail?", "", ""),
        ("which tail", "", ""),
        ("Which tail? Or none?", "", "Which tail? Or none?"),
        ("For a kite.", "", "For a kite."),
    ],
)
def test_a_body_that_repeats_the_title_is_none(text: str, body: str, expected: str) -> None:
    found = asked({"text": text}, body=body).question
    assert found is not None
    assert found.body == expected


@pytest.mark.parametrize(
    ("head", "first", "is_first"),
    [
        ({"text": ""}, {"author": {"name": "Ida"}}, True), ({"text": ""}, {"author": {"name": "Bo"}}, False),
        ({"text": ""}, {}, False),
        ({"text": "", "dateCreated": "2024-05-04"}, {"author": {"name": "Ida"}, "dateCreated": "2024-05-04"}, True),
        ({"text": "", "dateCreated": "2024-05-04"}, {"author": {"name": "Ida"}, "dateCreated": "2024-05-05"}, False),
        ({"text": "None at all, I think!"}, {}, True),
        ({"text": "For a box kite."}, {"author": {"name": "Ida"}}, False),
    ],
)  # fmt: skip
def test_a_first_comment_that_is_the_first_post(head: Thing, first: Thing, is_first: bool) -> None:
    found = asked({"votes": 3, "url": "/t/9", "upvoteCount": 3, **head}, first, kind="DiscussionForumPosting")
    assert found.question is not None
    assert len(found.answers) == (0 if is_first else 1)
    assert (found.question.body == "None at all, I think.") is is_first
    assert (found.question.author, found.question.votes, found.question.url) == ("Ida", 3, "https://kites.example/t/9")


@pytest.mark.parametrize(
    "name",
    ["Advertisement", "Sponsored", "promoted", "Werbung", "Anzeige", "Publicité", "Publicidad", "Реклама", "广告"],
)
def test_names_of_advertisers(name: str) -> None:
    assert asked(answer={"author": {"name": name}}).answers == []
    assert len(asked(answer={"author": {"name": f"x {name}"}}).answers) == 1


def test_the_tags_of_a_question_stand_in_its_element() -> None:
    asked = '<div itemscope itemtype="https://schema.org/QAPage"><div itemprop="mainEntity" itemscope itemtype='
    asked += f'"https://schema.org/Question"><h1 itemprop="name">Which tail?</h1>{TAGS}</div></div>'
    (thread,) = threads_of(HtmlDocument(f"<body><a rel=tag>gliders</a>{asked}<a rel=tag>balloons</a>", URL))
    assert thread.topics == ["silk", "crepe"]
