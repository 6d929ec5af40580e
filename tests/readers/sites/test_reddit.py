"""Posts of Reddit: which pages are its own, and where each field of a post may stand."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import Document, HtmlDocument, TextDocument
from qapipe.readers.site import Reading
from qapipe.readers.sites.reddit import SITE

(LAYOUT,) = SITE.layouts
URL = "https://www.reddit.com/r/weaving/comments/1abc/a_loom/"
OLD = '<div class="thing link" data-author="Ada" data-permalink="/r/weaving/comments/1abc/a_loom/" {0}>{1}</div>{2}'
NEW = '<shreddit-post permalink="/r/weaving/comments/1abc/a_loom/" {0}>{1}</shreddit-post>{2}'


def page(form: str, fields: str = "", inside: str = "", comments: str = "") -> HtmlDocument:
    return HtmlDocument(form.format(fields, inside, comments), URL)


def reading(form: str, fields: str = "", inside: str = "", comments: str = "") -> Reading:
    return LAYOUT.read(page(form, fields, inside, comments))


@pytest.mark.parametrize(
    ("document", "is_own"),
    [
        (page(NEW), True),
        (page(OLD, 'id="thing_t3_1abc"'), True),
        (page(OLD.replace("thing link", "thing id-t3_1abc link")), True),
        (page(OLD), False),
        (page(NEW, comments=NEW), False),
        (page(NEW.replace("comments", "posts")), False),
        (HtmlDocument("<p>/comments/ thing_t3_1abc", URL), False),
        (TextDocument("<shreddit-post permalink=/comments/1>", URL), False),
    ],
)
def test_pages_of_one_post(document: Document, is_own: bool) -> None:
    assert LAYOUT.recognises(document) is is_own


def test_a_text_is_no_page_of_reddit() -> None:
    with pytest.raises(TypeError, match="HTML"):
        LAYOUT.read(TextDocument("x"))


@pytest.mark.parametrize(
    ("url", "key"),
    [(URL, "1abc"), ("https://old.reddit.com/comments/9zz", "9zz"), ("https://www.reddit.com/r/weaving/", None)],
)
def test_the_key_of_a_question(url: str, key: str | None) -> None:
    assert SITE.question_key is not None
    assert SITE.question_key(url) == key


MAY = datetime(2020, 5, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "fields", "inside", "expected"),
    [
        (NEW, 'author="Ada" score="31"', "", {"asker": "Ada", "votes": 31}),
        (NEW, 'author="[deleted]" score="-1"', "", {"asker": None, "votes": -1}),
        (NEW, 'author="[removed]"', "", {"asker": None, "votes": None}),
        (OLD, 'data-score="1,031"', "", {"votes": 1031}),
        (OLD, "", '<p class=tagline><b class="score unvoted">12 points</b>', {"votes": 12}),
        (OLD, "", "<p class=tagline><a class=author>Bo</a>", {"asker": "Bo"}),
        (OLD, 'data-score="3"', '<p class=tagline><b class="score unvoted">12 points</b>', {"votes": 3}),
        (OLD, "", '<p class=tagline><b class="score likes">12 points</b>', {"votes": None}),
        (NEW, "", '<p class=tagline><a class=author> Cy </a>', {"asker": "Cy"}),
        (NEW, "", "<p><a class=author>Cy</a>", {"asker": None}),
        (NEW, 'post-title="Why drums?"', '<b slot="title">Other</b>', {"title": "Why drums?"}),
        (NEW, "", '<b slot="title"> Why drums? </b>', {"title": "Why drums?"}),
        (OLD, "", '<a class="title">Why drums?</a>', {"title": "Why drums?"}),
        (OLD, "", "<b class=title>Why drums?</b>", {"title": None}),
        (NEW, 'created-timestamp="2020-05-03T08:00:00+0000"', '<time datetime="2021-01-01">', {"asked_at": MAY}),
        (OLD, "", '<time datetime="2020-05-03T08:00:00+00:00">', {"asked_at": MAY}),
        (NEW, "", '<faceplate-timeago ts="2020-05-03T08:00:00Z">', {"asked_at": MAY}),
        (OLD, "", "<time>2020-05-03</time>", {"asked_at": None}),
        (OLD, "", "<div class=usertext-body><div class=md><p>One.<p>Two.</div></div>", {"body": "One.\n\nTwo."}),
        (NEW, "", "<div id=t3_1abc-rtjson-content><p>One.</div>", {"body": "One."}),
        (NEW, "", "<div id=t3_1abc><p>One.</div>", {"body": None}),
    ],
)  # fmt: skip
def test_fields_of_the_question(form: str, fields: str, inside: str, expected: dict[str, object]) -> None:
    question = reading(form, fields, inside).question
    assert {name: getattr(question, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("form", "fields", "declared"),
    [
        (NEW, 'comment-count="7"', 7), (OLD, 'data-comments-count="7"', 7), (NEW, "", None),
        (NEW, 'comment-count="x"', None),
    ],
)  # fmt: skip
def test_the_count_of_comments(form: str, fields: str, declared: int | None) -> None:
    assert reading(form, fields).answers_declared == declared


def test_comments_and_their_replies() -> None:
    def comment(name: str, text: str, inside: str = "") -> str:
        return (
            f'<shreddit-comment author="{name}" score="{len(text)}" permalink="/r/weaving/comments/1abc/c/{name}/">'
            f'<div id="{name}-rtjson-content"><p>{text}</p></div>{inside}</shreddit-comment>'
        )

    inner = comment("Cy", "Thanks.", comment("Bo", "Welcome."))
    comments = comment("Bo", "Felt.", inner) + comment("[deleted]", "") + comment("Di", "Oil.")
    found = reading(NEW, 'author="Ada"', "", comments)
    assert [(one.author_name, one.body, one.votes, one.parent_position) for one in found.answers] == [
        ("Bo", "Felt.", 5, None), ("Cy", "Thanks.", 7, 1), ("Bo", "Welcome.", 8, 2), ("Di", "Oil.", 4, None),
    ]  # fmt: skip
    assert [one.url for one in found.answers[:2]] == [
        "https://www.reddit.com/r/weaving/comments/1abc/c/Bo/", "https://www.reddit.com/r/weaving/comments/1abc/c/Cy/",
    ]  # fmt: skip
    assert found.answers[0].author_url == "https://www.reddit.com/user/Bo"
    assert found.question.asker == "Ada"


def test_fields_outside_of_posts_are_nobodys() -> None:
    found = reading(NEW, comments='<a class="title">Other</a><div class=usertext-body><div class=md>No.</div></div>')
    assert (found.question.title, found.question.body, found.answers) == (None, None, [])


@pytest.mark.parametrize(("title", "reason"), [("Why drums?", None), ("My loom", "discussion")])
def test_whether_somebody_asks(title: str, reason: str | None) -> None:
    assert reading(NEW, f'post-title="{title}"').reason == reason
