"""Which question of a page's markup is its own, where there are several, and which pages are looked at at all."""

import json

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.markup.selection import replies_alone, verdict_of
from qapipe.records.reasons import Reason

Thing = dict[str, object]


def ld(*values: object, title: str = "Roof garden", body: str = "") -> HtmlDocument:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)
    return HtmlDocument(f"<html><head><title>{title}</title>{scripts}</head><body>{body}</body></html>")


def question(name: str = "Do bees sleep?", **more: object) -> Thing:
    return {"@type": "Question", "name": name, "author": {"@type": "Person", "name": "Ida"}, **more}


def answer(text: str = "They do, at night.") -> Thing:
    return {"@type": "Answer", "text": text}


def posting(headline: str, **more: object) -> Thing:
    return {"@type": "DiscussionForumPosting", "headline": headline, "text": "Long enough to be a post.", **more}


def names(document: HtmlDocument) -> list[str]:
    return [thread.head.literals("name")[0].text for thread in verdict_of(document).threads if thread.head]


@pytest.mark.parametrize(
    "name", ["author", "creator", "answerCount", "upvoteCount", "dateCreated", "datePublished", "interactionStatistic"]
)
def test_properties_of_questions_that_were_asked(name: str) -> None:
    """Of a question with an answer, which is not said to be the page's; the answer may have the property, too."""
    bare = {"@type": "Question", "name": "Do bees sleep?", "suggestedAnswer": answer()}
    assert names(ld(bare)) == []
    assert names(ld({**bare, name: "3"})) == ["Do bees sleep?"]
    assert names(ld({**bare, "suggestedAnswer": {**answer(), name: "3"}})) == ["Do bees sleep?"]


@pytest.mark.parametrize(
    ("values", "title", "found"),
    [
        # the page's question comes first: by its page, by its role, by its answers
        ([{"@type": "QAPage", "mainEntity": question("One?"), "hasPart": question("Two?")}], "", ["One?"]),
        ([{"@type": "QAPage", "hasPart": question("One?")}, question("Two?", answerCount=1)], "", ["One?"]),
        ([question("One?", mainEntityOfPage="/q"), question("Two?", answerCount=1)], "", ["One?"]),
        ([question("One?"), question("Two?", answerCount=1)], "", ["Two?"]), ([question("One?")], "", []),
        ([question("One?", acceptedAnswer=answer()), question("Two?")], "", ["One?"]),
        # the same one twice, and several
        ([question("One?", answerCount=1), question("one", answerCount=2)], "", ["One?"]),
        ([question("One?", answerCount=1), question("Two?", answerCount=2)], "Two? - Bees", ["Two?"]),
        ([question("One?", answerCount=1), question("Two?", answerCount=2)], "Three?", []),
        ([{"@type": "QAPage", "mainEntity": [question("One?"), question("Two?")]}], "Two?", ["Two?"]),
        # nobody asked it
        ([{"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "One?"}}], "", ["One?"]),
        ([{"@type": "Question", "name": "One?", "suggestedAnswer": answer()}], "One? | Bees", ["One?"]),
        ([{"@type": "Question", "name": "One?", "suggestedAnswer": answer()}, {"@type": "Question", "name": "Two?",
        "suggestedAnswer": answer()}], "One?", []),
        ([{**question("", answerCount=1), "text": "Why?"}], "", ["Why?"]),
        ([{"@type": "Answer", "text": "x", "about": question("One?", answerCount=1)}], "", []),
        ([{"@type": "Comment", "text": "x", "about": question("One?", answerCount=1)}], "", []),
        ([{"@type": "QAPage", "mainEntity": question("One?", eduQuestionType="Flashcard")}], "", ["One?"]),
    ],
)  # fmt: skip
def test_which_question_is_the_pages(values: list[Thing], title: str, found: list[str]) -> None:
    heads = [thread.head for thread in verdict_of(ld(*values, title=title)).threads if thread.head]
    assert [next(value.text for value in head.literals("name", "text") if value.text) for head in heads] == found


@pytest.mark.parametrize(
    ("values", "title", "headline"),
    [
        ([posting("Bees", comment=posting("Re: Bees"))], "", "Bees"), ([posting("Bees"), posting("bees!")], "", "Bees"),
        ([posting("Bees"), {"@type": "DiscussionForumPosting", "text": "Long enough."}], "", "Bees"),
        ([posting("Bees"), posting("Wasps", mainEntityOfPage="/t/1")], "", "Wasps"),
        ([posting("Bees"), posting("Wasps"), posting("wasps")], "Wasps", "Wasps"),
        ([posting("Bees"), posting("Wasps")], "Ants", None),
    ],
)  # fmt: skip
def test_which_posting_is_the_first(values: list[object], title: str, headline: str | None) -> None:
    heads = [thread.head for thread in verdict_of(ld(*values, title=title)).discussions if thread.head]
    assert [head.literals("headline")[0].text for head in heads] == ([headline] if headline else [])


@pytest.mark.parametrize(
    ("source", "is_named"),
    [
        ('<a itemtype="https://schema.org/Question">', True), ('{"@type":"Question"}', True),
        ("{'@type': 'Question'}", True), ("<a typeof=Question>", True),
        ("<a typeof='schema:Question'>", True), ("<a typeof='x Question y'>", True),
        ("<a itemtype=//schema.org/Question>", True), ("Question", False),
        ('{"@type": "Questions"}', False), ('{"@type": "MyQuestion"}', False), ("<p>My Question is</p>", True),
        ("<p>A Question?</p>", False),
        ("<p>A-Question: x</p>", False), ("x#Question&", True), ("x;Question\\n", True),
    ],
)  # fmt: skip
def test_where_the_name_of_a_type_may_stand(source: str, is_named: bool) -> None:
    """Without it no tree is built; each page has a mark of some syntax."""
    page = HtmlDocument(f"<p itemscope>{source}")
    verdict_of(page)
    assert page.has_tree is is_named


@pytest.mark.parametrize("mark", ["application/ld+json", "application/LD+JSON", "itemscope", "itemprop", "typeof="])
def test_without_a_mark_of_a_syntax_no_tree_is_built(mark: str) -> None:
    for page, built in ((HtmlDocument(f'<p x="{mark}">"Question"'), True), (HtmlDocument('<p>"Question"'), False)):
        verdict_of(page)
        assert page.has_tree is built


@pytest.mark.parametrize("kind", ["Question", "DiscussionForumPosting", "SocialMediaPosting"])
def test_types_that_are_looked_for(kind: str) -> None:
    page = ld({"@type": kind, "name": "x"})
    verdict_of(page)
    assert page.has_tree
    assert replies_alone(page) == []


@pytest.mark.parametrize("text", ["Posting", "BlogPosting", "MyDiscussionForumPosting", "DiscussionForumPostings"])
def test_types_with_names_like_these_are_not_looked_for(text: str) -> None:
    for source, built in ((f'"{text}"', False), (f'"{text}" "SocialMediaPosting"', True)):
        page = HtmlDocument(f"<p itemscope>{source}")
        verdict_of(page)
        assert page.has_tree is built
    page = HtmlDocument(f'Posting" itemscope "{text}" aDiscussionForum')  # none before the start of the page
    verdict_of(page)
    assert not page.has_tree


def test_syntaxes_with_more_answers_come_first() -> None:
    one = '<p itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer"><b itemprop="text">x</b></p>'
    asked = '<div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question"><b itemprop="name">One?</b>'
    html = f'<div itemscope itemtype="https://schema.org/QAPage">{asked}{one}{one.replace(">x<", ">y<")}</div></div>'
    page = {"@type": "QAPage", "mainEntity": question("One?", suggestedAnswer=[answer()])}
    assert [thread.layout for thread in verdict_of(ld(page, body=html)).threads] == ["microdata", "json_ld"]
    same = {"@type": "QAPage", "mainEntity": question("One?", suggestedAnswer=[answer(), answer("No.")])}
    assert [thread.layout for thread in verdict_of(ld(same, body=html)).threads] == ["json_ld", "microdata"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"@type": "FAQPage", "mainEntity": [question("One?"), question("Two?")]}, Reason.FAQ),
        ([posting("Bees"), question("One?"), question("Two?")], Reason.DISCUSSION),
        ([{"@type": "Article", "name": "Bees"}, question("One?"), question("Two?")], Reason.LIST),
        ([question("One?"), question("Two?")], Reason.LIST),
        ([{"@type": "Article", "name": "Bees"}, question("One?")], Reason.ARTICLE),
        ([question("One?")], None),
    ],
)
def test_several_questions_are_a_list(value: object, reason: Reason | None) -> None:
    assert verdict_of(ld(value)).reason is reason


@pytest.mark.parametrize("name", ["name", "headline", "text"])
def test_properties_that_say_what_is_asked(name: str) -> None:
    asked = {"@type": "Question", "answerCount": 1}
    assert len(verdict_of(ld({**asked, name: "Do bees sleep?"})).threads) == 1
    assert verdict_of(ld(asked)).threads == []


def test_a_question_on_its_page_needs_no_sign_of_a_person() -> None:
    bare = {"@type": "Question", "name": "Do bees sleep?"}
    assert names(ld({"@type": "QAPage", "hasPart": bare})) == ["Do bees sleep?"]
    assert names(ld({"@type": "WebPage", "hasPart": bare})) == []


@pytest.mark.parametrize(("scope", "found"), [("", True), ("itemscope", False)])
def test_a_question_whose_element_lacks_its_scope(scope: str, *, found: bool) -> None:
    """The type alone makes no item: its properties stand outside all items."""
    answered = (
        '<p itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer"><b itemprop="text">x</b></p>'
    )
    page = f'<title>x</title><div {scope} x="//schema.org/Question"><h1 itemprop="name">Why?</h1>{answered}</div>'
    threads = verdict_of(HtmlDocument(page)).threads
    assert [thread.layout for thread in threads] == (["microdata"] if found else [])
    assert all(len(thread.replies) == 1 for thread in threads)


def test_text_has_no_markup() -> None:
    page = TextDocument('"Question" "Answer" itemscope')
    assert (verdict_of(page).threads, replies_alone(page)) == ([], [])


def test_replies_beside_a_discussion_in_another_syntax_are_of_all_kinds() -> None:
    """Beside a question they are its answers, where there are any."""
    replies = "".join(
        f'<p itemscope itemtype="https://schema.org/{kind}"><b itemprop="text">{kind}</b></p>'
        for kind in ("Comment", "Answer")
    )
    for value, found in ((posting("Bees"), 2), (question(answerCount=1), 1)):
        (marked,) = [one for one in verdict_of(ld(value, body=replies)).discussions if one.layout == "microdata"]
        assert (len(marked.replies), marked.head) == (found, None)


@pytest.mark.parametrize(
    ("postings", "found"),
    [
        ([{"@type": "DiscussionForumPosting", "author": "Ida"}], 0),
        ([{"@type": "DiscussionForumPosting", "name": "Bees"}], 1),
        (
            [{"@type": "DiscussionForumPosting", "name": "Bees"}, {"@type": "DiscussionForumPosting", "name": "Wasps"}],
            0,
        ),
        (
            [
                {"@type": "DiscussionForumPosting", "text": "Bees."},
                {"@type": "DiscussionForumPosting", "name": "Wasps"},
            ],
            1,
        ),
    ],
)
def test_postings_that_have_something_to_say(postings: list[Thing], found: int) -> None:
    heads = [thread.head for thread in verdict_of(ld(*postings)).discussions if thread.head]
    assert len(heads) == found


def test_questions_without_a_name_are_told_apart_by_their_text() -> None:
    asked: list[Thing] = [{"@type": "Question", "text": text, "answerCount": 1} for text in ("One?", "Two?")]
    assert verdict_of(ld(*asked)).threads == []
    assert len(verdict_of(ld(*asked, title="Two?")).threads) == 1
    assert len(verdict_of(ld(asked[0], {**asked[0]})).threads) == 1
