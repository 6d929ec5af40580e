"""Which answers and comments belong to a question or first post."""

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.page.structured import Item, json_ld, microdata, with_nested
from qapipe.readers.markup.replies import Reply, answers_of, comments_of


def items(page: str) -> list[Item]:
    return with_nested(microdata(LexborHTMLParser(page)))


def item(kind: str, inside: str, role: str = "", identity: str = "") -> str:
    prop = f' itemprop="{role}"' if role else ""
    name = f' itemid="{identity}"' if identity else ""
    return f'<div{prop} itemscope itemtype="https://schema.org/{kind}"{name}>{inside}</div>'


def text(words: str) -> str:
    return f'<p itemprop="text">{words}</p>'


def texts(replies: list[Reply]) -> list[str]:
    return [reply.item.literals("text", "commentText")[0].text for reply in replies]


def answers(page: str) -> list[Reply]:
    found = items(page)
    return answers_of(next(one for one in found if one.is_a("Question")), found)


def comments(page: str, head: str | None = "DiscussionForumPosting") -> list[Reply]:
    found = items(page)
    return comments_of(next((one for one in found if head and one.is_a(head)), None), found)


NAME = '<h1 itemprop="name">Why do cats knead?</h1>'
COUNT = '<meta itemprop="answerCount" content="0">'


def test_answers_inside_and_outside_of_the_question_in_page_order() -> None:
    inside = item("Answer", text("As kittens did."), "suggestedAnswer")
    outside = item("Answer", text("To mark you."), "acceptedAnswer")
    loose = item("Answer", text("Out of habit."))
    found = answers(item("Question", NAME + inside) + outside + loose)
    assert texts(found) == ["As kittens did.", "To mark you.", "Out of habit."]
    assert [reply.accepted for reply in found] == [False, True, None]


def test_an_answer_that_is_accepted_and_suggested_is_one() -> None:
    accepted, suggested = (item("Answer", text("To mark you."), f"{name}Answer") for name in ("accepted", "suggested"))
    for twice in (accepted + suggested, suggested + accepted):
        (reply,) = answers(item("Question", NAME + twice))
        assert reply.accepted is True


def test_where_all_are_accepted_none_is() -> None:
    page = item(
        "Question", NAME + "".join(item("Answer", text(word * 5), "acceptedAnswer") for word in ("purr", "mew"))
    )
    assert [reply.accepted for reply in answers(page)] == [None, None]


def test_answers_of_another_question_or_to_a_review_stay_there() -> None:
    other = item(
        "Question",
        '<b itemprop="name">Why do dogs dig?</b>' + item("Answer", text("To hide bones."), "suggestedAnswer"),
    )
    review = item("Product", item("Answer", text("It fits.")))
    assert texts(
        answers(item("Question", NAME + other + item("Answer", text("Habit."), "suggestedAnswer")) + review)
    ) == ["Habit."]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (item("Comment", text("Mine does not."), "comment"), ["Mine does not."]),
        (COUNT + item("Comment", text("Mine does not."), "comment"), []),
        (
            item("Comment", text("Mine does not."), "comment") + item("Answer", text("Habit."), "suggestedAnswer"),
            ["Habit."],
        ),
    ],
)
def test_comments_are_answers_only_where_nothing_else_is(inside: str, expected: list[str]) -> None:
    assert texts(answers(item("Question", NAME + inside))) == expected


def test_an_answer_without_an_element_of_its_own_keeps_its_place() -> None:
    bare, whole = '<p itemprop="suggestedAnswer">Bare.</p>', item("Answer", text("Whole."), "suggestedAnswer")
    for inside in (bare + whole, whole + bare, whole + bare + whole.replace("Whole", "Last")):
        words = [word for word in ("Bare.", "Whole.", "Last.") if word in inside]
        assert texts(answers(item("Question", NAME + inside))) == sorted(words, key=inside.index)


def test_an_answer_without_an_element_of_its_own() -> None:
    assert texts(answers(item("Question", NAME + '<p itemprop="suggestedAnswer">Habit.</p>'))) == ["Habit."]


def test_comments_of_a_discussion_with_replies_below_them() -> None:
    deep = item("Comment", text("And when asleep?"), "comment")
    first = item("Comment", text("They purr, too.") + deep, "comment", "#c1")
    third = item(
        "UserComments",
        '<p itemprop="commentText">Mine purrs at the vet.</p><meta itemprop="parentItem" itemscope itemid="#c1">',
    )
    found = comments(item("DiscussionForumPosting", NAME + first) + third)
    assert texts(found) == ["They purr, too.", "And when asleep?", "Mine purrs at the vet."]
    assert [found.index(reply.parent) if reply.parent else None for reply in found] == [None, 0, 0]


def test_comments_on_an_article_are_not_the_discussion() -> None:
    article = item("BlogPosting", '<b itemprop="headline">Ten cats</b>' + item("Comment", text("Lovely."), "comment"))
    page = item("DiscussionForumPosting", NAME) + article + item("Comment", text("They purr."))
    assert texts(comments(page)) == ["They purr."]
    assert texts(comments(article, None)) == []
    assert texts(comments(item("WebPage", item("Comment", text("They purr."), "comment")), None)) == ["They purr."]


def test_posts_that_are_all_marked_as_first_posts() -> None:
    first = item("DiscussionForumPosting", '<b itemprop="headline">Cats</b>' + text("Why do they knead?"))
    same = item("DiscussionForumPosting", '<b itemprop="headline">Cats</b>' + text("They mark you."))
    bare = item("DiscussionForumPosting", text("Out of habit."))
    other = item("DiscussionForumPosting", '<b itemprop="headline">Dogs</b>' + text("Mine digs."))
    assert texts(comments(first + same + bare + other)) == ["They mark you.", "Out of habit."]


def test_comments_without_text_are_left_out() -> None:
    assert (
        comments(item("DiscussionForumPosting", NAME + item("Comment", '<b itemprop="author">Bo</b>', "comment"))) == []
    )


WORKS = "Article NewsArticle BlogPosting Blog Review UserReview CriticReview VideoObject CreativeWork"
NOT_HERE = (
    "FAQPage Quiz Course LearningResource Exam Product Recipe HowTo ItemList CollectionPage SearchResultsPage "
    "ProfilePage"
)


@pytest.mark.parametrize("kind", f"{WORKS} {NOT_HERE}".split())
def test_comments_on_something_else_are_none_of_a_thread(kind: str) -> None:
    other = item(kind, item("Comment", text("On another matter."), "comment"))
    own = item("DiscussionForumPosting", '<b itemprop="headline">Cats</b>' + item("Comment", text("Mine."), "comment"))
    assert texts(comments(own + other)) == ["Mine."]
    assert texts(comments(other + item("Comment", text("Alone.")), None)) == ["Alone."]


@pytest.mark.parametrize("kind", [*NOT_HERE.split(), "Answer", "Comment"])
def test_answers_on_something_else_are_none_of_the_question(kind: str) -> None:
    own = item("Question", NAME + COUNT)
    assert texts(answers(own + item(kind, text("x") + item("Answer", text("Elsewhere."))))) in ([], ["x"])
    assert texts(answers(own + item("Thing", item("Answer", text("Mine."))))) == ["Mine."]


@pytest.mark.parametrize("name", ["text", "commentText", "articleBody", "description"])
def test_properties_that_are_a_text(name: str) -> None:
    for kind in ("Comment", "UserComments", "Answer"):
        assert len(comments(item(kind, f'<p itemprop="{name}">Mine.</p>'), None)) == 1
    assert comments(item("Comment", '<p itemprop="name">Mine.</p>'), None) == []
    assert comments(item("Thing", f'<p itemprop="{name}">Mine.</p>'), None) == []


def test_answers_that_begin_alike_are_told_apart_by_all_of_their_letters() -> None:
    def found(*words: str, kind: str = "suggestedAnswer") -> list[str]:
        return texts(answers(item("Question", NAME + "".join(item("Answer", text(word), kind) for word in words))))

    long = "a b" * 60
    assert found("Mine.", "mine!") == ["Mine."]
    assert found(f"{long} x", f"{long} y") == [f"{long} x", f"{long} y"]
    assert found(f"{long} x", f"{long} X.") == [f"{long} x"]
    spaced = " . ".join(long)
    assert found(spaced, long) == [spaced]
    assert found(". " * 300 + "x", ". " * 300 + "y") == [(". " * 300 + "x"), (". " * 300 + "y")]


@pytest.mark.parametrize(
    "detail",
    [
        '<b itemprop="author">{}</b>', '<i itemprop="dateCreated">{}</i>', '<i itemprop="datePublished">{}</i>',
        '<a itemprop="url" href="/{}">x</a>', '<b itemprop="author" itemscope><b itemprop="name">{}</b></b>',
    ],
)  # fmt: skip
def test_equal_texts_of_two_posts_are_two(detail: str) -> None:
    for other, count in (("1", 1), ("2", 2)):
        both = "".join(item("Answer", text("Mine.") + detail.format(one), "suggestedAnswer") for one in ("1", other))
        assert len(answers(item("Question", NAME + both))) == count


def test_postings_in_a_posting_are_replies_if_they_have_its_headline_or_none() -> None:
    def posting(headline: str, inside: str = "", role: str = "") -> str:
        named = f'<b itemprop="headline">{headline}</b>' if headline else ""
        return item("DiscussionForumPosting", named + inside, role)

    for headline, expected in (("Cats", ["Mine."]), ("", ["Mine."]), ("Dogs", [])):
        reply = posting(headline, text("Mine."), "comment")
        assert texts(comments(posting("Cats", reply))) == expected
    assert texts(comments(posting("Dogs", text("Mine.")), None)) == []
    assert texts(comments(posting("", text("Mine.")), None)) == []


def test_whom_a_reply_answers() -> None:
    named = item("Comment", text("b") + '<i itemprop="parentItem" itemscope itemid="/1"></i>')
    inner = item("Comment", text("a") + item("Comment", text("c"), "comment"), "", "/1")
    found = {reply.item.literals("text")[0].text: reply for reply in comments(inner + named, None)}
    assert {name: reply.parent and reply.parent.item.literals("text")[0].text for name, reply in found.items()} == {
        "a": None, "b": "a", "c": "a",
    }  # fmt: skip
    itself = item("Comment", text("a") + '<i itemprop="parentItem" itemscope itemid="/1"></i>', "", "/1")
    assert [reply.parent for reply in comments(itself, None)] == [None]


def nested(times: int, inside: str) -> str:
    return item("Thing", nested(times - 1, inside)) if times else inside


@pytest.mark.parametrize(("times", "own"), [(0, False), (49, False), (50, True)])
def test_fifty_items_around_a_reply_are_looked_at(times: int, own: bool) -> None:
    page = item("DiscussionForumPosting", NAME) + item("Product", nested(times, item("Comment", text("It fits."))))
    assert texts(comments(page)) == (["It fits."] if own else [])
    asked = item("Question", NAME + COUNT) + item("Product", nested(times, item("Answer", text("It fits."))))
    assert texts(answers(asked)) == (["It fits."] if own else [])


@pytest.mark.parametrize(
    ("role", "found"), [("suggestedAnswer", []), ("acceptedAnswer", []), ("about", ["Mine."]), ("", ["Mine."])]
)
def test_answers_that_another_item_has(role: str, found: list[str]) -> None:
    page = item("Question", NAME + COUNT) + item("Thing", item("Answer", text("Mine."), role))
    assert texts(answers(page)) == found


def test_answers_outside_of_the_question() -> None:
    """In page order; what their roles say is known, and without one nothing is."""
    loose = [item("Answer", text(f"{role or 'none'}."), role) for role in ("suggestedAnswer", "acceptedAnswer", "")]
    inside = item("Answer", text("Inside."), "suggestedAnswer")
    found = answers("".join(loose) + item("Question", NAME + inside))
    assert texts(found) == ["suggestedAnswer.", "acceptedAnswer.", "none.", "Inside."]
    assert [reply.accepted for reply in found] == [False, True, None, False]


def test_answers_without_a_role_in_another_question_are_its_own() -> None:
    other = item("Question", '<b itemprop="name">Why do dogs dig?</b>' + item("Answer", text("To hide bones.")))
    assert texts(answers(item("Question", NAME + COUNT) + other)) == []


def test_the_parent_of_an_answer_is_the_question() -> None:
    """Of JSON-LD: there an item may name another one."""
    question = {"@id": "/q1", "@type": "Question", "name": "Why do cats knead?", "answerCount": 1}
    for parent, expected in (("/q1", ["Mine."]), ("/q2", []), (None, ["Mine."])):
        answer = {"@type": "Answer", "text": "Mine.", **({"parentItem": {"@id": parent}} if parent else {})}
        script = f'<script type="application/ld+json">{json.dumps([question, answer])}</script>'
        found = with_nested(json_ld(LexborHTMLParser(script)))
        assert texts(answers_of(next(one for one in found if one.has("name")), found)) == expected


def test_replies_without_a_property_named_text_are_not_the_same() -> None:
    page = "".join(item("Comment", f'<p itemprop="articleBody">{words}</p>') for words in ("Mine.", "Yours.", "Mine."))
    found = comments(page, None)
    assert [reply.item.literals("articleBody")[0].text for reply in found] == ["Mine.", "Yours.", "Mine."]


def test_postings_may_be_named_instead_of_headed() -> None:
    def posting(name: str, words: str) -> str:
        return item("DiscussionForumPosting", f'<b itemprop="name">{name}</b>{text(words)}')

    assert texts(comments(posting("Cats", "Why?") + posting("Cats", "So.") + posting("Dogs", "No."))) == ["So."]


def test_an_answer_without_a_question_may_be_accepted() -> None:
    page = item("Answer", text("Mine."), "acceptedAnswer") + item("Answer", text("Yours."), "suggestedAnswer")
    assert [reply.accepted for reply in comments(page, None)] == [True, None]
