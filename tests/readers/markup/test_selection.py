"""Which question or first post a page's markup is about, and why a page has none."""

import json
from collections.abc import Callable

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.markup.selection import Verdict, replies_alone, verdict_of

Thing = dict[str, object]


def ld(*values: object, title: str = "Roof garden", body: str = "") -> HtmlDocument:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)
    return HtmlDocument(f"<html><head><title>{title}</title>{scripts}</head><body>{body}</body></html>")


def question(name: str = "Do bees sleep?", **more: object) -> Thing:
    return {"@type": "Question", "name": name, "author": {"@type": "Person", "name": "Ida"}, **more}


def answer(text: str = "They do, at night.") -> Thing:
    return {"@type": "Answer", "text": text}


def names(verdict: Verdict) -> list[str]:
    return [thread.head.literals("name")[0].text for thread in verdict.threads if thread.head]


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "QAPage", "mainEntity": question()},
        {"@type": "QAPage", "MainEntity": question()},
        {"@type": "Qapage", "mainentity": question()},
        [{"@type": "WebSite"}, question(suggestedAnswer=[answer()])],
        {"@graph": [question(answerCount=0)]},
        {"@type": ["WebPage", "QAPage"], "mainEntity": [question()]},
        question(mainEntityOfPage="https://bees.example/q/1"),
    ],
)
def test_the_question_of_a_page(value: object) -> None:
    verdict = verdict_of(ld(value))
    assert names(verdict) == ["Do bees sleep?"]
    assert verdict.reason is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"@type": "FAQPage", "mainEntity": [question(acceptedAnswer=answer())]}, "faq"),
        ({"@type": "Product", "subjectOf": [question(acceptedAnswer=answer())]}, None),
        ([question("One?", answerCount=1), question("Two?", answerCount=1)], "list"),
        ({"@type": "Quiz", "hasPart": [question(eduQuestionType="Multiple choice", answerCount=1)]}, None),
        ({"@type": "Question", "name": "Do bees sleep?", "suggestedAnswer": answer()}, None),
        ({"@type": "Question", "name": "Do bees sleep?", "mainEntityOfPage": "https://bees.example/q/1"}, None),
        (question(eduQuestionType="Multiple choice", answerCount=1, author={"name": "Kim"}), None),
        (question(typicalAgeRange="7-9", answerCount=1, author={"name": "Kim"}), None),
        ({"@type": "DiscussionForumPosting", "headline": "Bees"}, "discussion"),
        ([{"@type": "Question", "name": ""}, {"@type": "Review", "name": "Good"}], "review"),
    ],
)
def test_pages_without_a_question_of_their_own(value: object, reason: str | None) -> None:
    verdict = verdict_of(ld(value))
    assert verdict.threads == []
    assert verdict.reason == reason


REASONS = {
    "faq": "FAQPage",
    "discussion": "DiscussionForumPosting SocialMediaPosting",
    "review": "Review UserReview CriticReview",
    "video": "VideoObject",
    "profile": "ProfilePage",
    "list": "CollectionPage SearchResultsPage ItemList",
    "article": "Article NewsArticle BlogPosting Recipe HowTo MedicalWebPage",
}


@pytest.mark.parametrize(("kind", "reason"), [(kind, reason) for reason in REASONS for kind in REASONS[reason].split()])
def test_types_say_what_a_page_is_instead(kind: str, reason: str) -> None:
    nobodys = {"@type": "Question", "name": ""}
    assert verdict_of(ld([nobodys, {"@type": kind, "name": "x"}])).reason == reason
    assert verdict_of(ld([nobodys, {"@type": "Organization", "name": "x"}])).reason is None


def test_the_first_of_several_reasons_counts() -> None:
    kinds = [{"@type": kind, "name": "x"} for kind in ("Article", "ItemList", "VideoObject", "Review", "FAQPage")]
    nobodys = {"@type": "Question", "name": ""}
    found = [verdict_of(ld([nobodys, *kinds[: number + 1]])).reason for number in range(5)]
    assert found == ["article", "list", "video", "review", "faq"]


def test_of_several_questions_the_one_in_the_title() -> None:
    several = [question("Do bees sleep?", answerCount=2), question("Do wasps?", answerCount=1)]
    assert names(verdict_of(ld(*several, title="Do wasps? - Insects"))) == ["Do wasps?"]
    assert names(verdict_of(ld(*several, body="<h1>Do bees sleep?</h1>"))) == ["Do bees sleep?"]


def test_related_questions_inside_the_main_one_keep_their_answers() -> None:
    page = """<div itemscope itemtype="https://schema.org/QAPage"><div itemprop="mainEntity" itemscope
    itemtype="https://schema.org/Question"><h1 itemprop="name">Do bees sleep?</h1>
    <div itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer">
    <p itemprop="text">At night.</p></div>
    <aside><div itemscope itemtype="https://schema.org/Question"><b itemprop="name">Do wasps?</b>
    <div itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer">
    <p itemprop="text">No.</p></div></div>
    </aside></div></div>"""
    (thread,) = verdict_of(HtmlDocument(page)).threads
    assert [reply.item.literals("text")[0].text for reply in thread.replies] == ["At night."]


def posting(headline: str, **more: object) -> Thing:
    return {"@type": "DiscussionForumPosting", "headline": headline, "text": "Long enough to be a post.", **more}


@pytest.mark.parametrize(
    ("values", "title", "headline"),
    [
        ([posting("Bees")], "", "Bees"),
        ([{**posting("Bees"), "@type": "SocialMediaPosting"}], "", "Bees"),
        ([{"@type": "WebPage", "mainEntity": posting("Bees")}, posting("Latest: wasps")], "", "Bees"),
        ([posting("Bees"), posting("Wasps")], "Wasps | Insects", "Wasps"),
        ([posting("Bees"), posting("Wasps")], "", None),
        ([{"@type": "ItemList", "itemListElement": [posting("Bees")]}], "", None),
        ([{"@type": "DiscussionForumPosting"}], "", None),
    ],
)
def test_the_first_post_of_a_discussion(values: list[object], title: str, headline: str | None) -> None:
    discussions = verdict_of(ld(*values, title=title)).discussions
    heads = [thread.head.literals("headline")[0].text for thread in discussions if thread.head]
    assert heads == ([headline] if headline else [])
    assert [thread.asks for thread in discussions if thread.head] == [False] * len(heads)


def test_head_and_comments_in_two_syntaxes() -> None:
    body = '<article itemscope itemtype="https://schema.org/Comment"><p itemprop="text">They hum.</p></article>'
    verdict = verdict_of(ld(posting("Bees"), body=body))
    assert [(thread.layout, bool(thread.head), len(thread.replies)) for thread in verdict.discussions] == [
        ("microdata", False, 1),
        ("json_ld", True, 0),
    ]


def test_replies_without_a_head() -> None:
    body = '<p itemscope itemtype="https://schema.org/Answer"><span itemprop="text">They do.</span></p>'
    page = HtmlDocument(f"<body>{body * 2}{body.replace('They do', 'They hum')}</body>")
    assert verdict_of(page) == Verdict()
    assert [len(thread.replies) for thread in replies_alone(page)] == [2]


@pytest.mark.parametrize("ask", [verdict_of, replies_alone])
def test_pages_without_such_markup_are_not_parsed(ask: Callable[[HtmlDocument], object]) -> None:
    page = HtmlDocument("<p>Questions, Answers, Comments: see below.</p><i itemscope></i>")
    assert not ask(page) or ask(page) == Verdict()
    assert not page.has_tree
    assert verdict_of(TextDocument('"Question"')) == Verdict()


@pytest.mark.parametrize(
    ("kinds", "expected"), [(["Answer", "Comment", "Answer"], 2), (["Comment", "Comment"], 2), (["Review"], 0)]
)
def test_a_question_whose_answers_are_in_another_syntax(kinds: list[str], expected: int) -> None:
    body = "".join(
        f'<div itemscope itemtype="https://schema.org/{kind}"><p itemprop="text">Word {number}.</p></div>'
        for number, kind in enumerate(kinds)
    )
    verdict = verdict_of(ld({"@type": "QAPage", "mainEntity": question()}, body=body))
    assert names(verdict) == ["Do bees sleep?"]
    assert sum(len(thread.replies) for thread in verdict.discussions) == expected
