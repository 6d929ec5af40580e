"""Warnings and noise rules are closed lists: for each entry there is a page that gets it, and it alone."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import qapipe
from qapipe.readers.registry import known_sites
from qapipe.records.noise import NOISE_RULES, NoiseRule
from qapipe.records.reasons import STATUSES, Status
from qapipe.records.warnings import PARTIAL, WARNINGS, PageWarning

REALSELF = "https://www.realself.com/question/slug"
ELSEWHERE = "https://x.example/q"
FORUM = "https://x.example/questions/7"
TEXT = (
    "A title?\n\nDoctor Answers {}\n\nHead line\n\nBody of the answer, and a little more than that.\n\n"
    "Miami Dentist\n4.9 out of 5 stars 3 reviews\n\n"
)
SUBTITLE = "From board-certified doctors and trusted medical professionals"
SLOGAN = "Get the real deal on beauty treatments"
DISCLAIMER = "These answers are for educational purposes and should not be relied upon."


def json_ld(*answers: dict[str, Any], **question: Any) -> str:
    asked = {"@type": "Question", "name": "A title?", "text": "What is it?", "suggestedAnswer": list(answers)}
    return (
        f'<script type="application/ld+json">{json.dumps({"@type": "QAPage", "mainEntity": asked | question})}</script>'
    )


def answer(text: str, **more: Any) -> dict[str, Any]:
    return {"@type": "Answer", "text": text, **more}


def microdata(*answers: str, more: str = "") -> str:
    """A question with answers, each given by the HTML of its text and what stands beside the text."""
    inner = "".join(
        f'<div itemprop=suggestedAnswer itemscope itemtype="https://schema.org/Answer">{one}</div>' for one in answers
    )
    return f'<div itemscope itemtype="https://schema.org/Question"><h1 itemprop=name>A title?</h1>{more}{inner}</div>'


def text(words: str) -> str:
    return f"<div itemprop=text>{words}</div>"


POSTS = {
    "ann": "Why does my engine stop on cold mornings after a while?",
    "bob": "It is the fuel pump, which freezes when water is in the tank.",
    "cleo": "Mine did the same, a new filter has cured it at once.",
    "dan": "Look at the spark plugs first, they are cheap to replace today.",
    "eve": "A garage found a loose cable in mine, after three visits.",
}
SHOWN = "<h1>A title?</h1>" + "".join(
    f"<div class=post id=p{n}><a class=by href=/u/{name}>{name}</a> <time datetime=2020-01-0{n}>Jan {n}, 2020</time>"
    f"<div class=text>{words}</div></div>"
    for n, (name, words) in enumerate(POSTS.items(), 1)
)
# Of four answers that the page shows its markup has two, and one that the page does not show.
UNREAD = json_ld(
    answer(POSTS["bob"], dateCreated="2020-01-02", author={"@type": "Person", "name": "bob"}),
    answer(POSTS["cleo"], dateCreated="2020-01-03", author={"@type": "Person", "name": "cleo"}),
    answer("This answer is in the markup only.", dateCreated="2020-01-04", author={"@type": "Person", "name": "fay"}),
    text=POSTS["ann"],
)
CAPTURED = datetime(2022, 5, 1, tzinfo=UTC)
ONE = "The text of one answer."

WARNED: dict[PageWarning, str] = {
    PageWarning.TITLE_MISSING: json_ld(answer(ONE), name=""),
    PageWarning.FEWER_ANSWERS: TEXT.format(2),
    PageWarning.MORE_ANSWERS: microdata(text(ONE), text("Another."), more="<b itemprop=answerCount>1</b>"),
    PageWarning.UNREAD_POSTS: UNREAD + SHOWN,
    PageWarning.BODY_CUT: json_ld(answer("The beginning of an answer that goes on for a while, and then is cut ...")),
    PageWarning.PAGE_TRUNCATED: TEXT.format(1),
    PageWarning.ANSWER_WITHOUT_TEXT: microdata(text(ONE), text("")),
    PageWarning.TEASERS: f"A title?\n\nI want to know it.\n\nDoctor Answers 2\n\n{SUBTITLE}\n"
    "It depends on the implant, and on ...\nNobody can tell before the ...\n",
    PageWarning.SEGMENTATION_GUESSED: "A title?\n\nI ask because I want to know it.\n\nHead line\n"
    "Body of the answer, and a little more than that, which goes on.\n",
    PageWarning.AUTHORS_DISAGREE: json_ld(answer(ONE, author={"@type": "Person", "name": "Jane Roe"}))
    + microdata(
        text(ONE) + '<p itemprop=author itemscope itemtype="https://schema.org/Person"><b itemprop=name>John Doe'
    ),
    PageWarning.DATES_DISAGREE: json_ld(answer(ONE, dateCreated="2020-01-01"))
    + microdata(text(ONE) + '<time itemprop=dateCreated datetime="2021-01-01">a year later</time>'),
    PageWarning.VOTES_DISAGREE: json_ld(answer(ONE, upvoteCount=3))
    + microdata(text(ONE) + "<b itemprop=upvoteCount>4</b>"),
    PageWarning.RATING_OUT_OF_SCALE: TEXT.format(1).replace("4.9", "5.9"),
    PageWarning.DATE_IN_FUTURE: json_ld(answer(ONE), dateCreated="2030-01-01"),
    PageWarning.COUNT_NEGATIVE: json_ld(
        answer(
            ONE,
            author={
                "@type": "Person",
                "name": "Jane Roe",
                "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, "reviewCount": -3},
            },
        )
    ),
    PageWarning.EXPRESSION_LEFT: microdata(text(ONE), text("Another, with {{ user.name }} in it.")),
    PageWarning.CHARSET_DAMAGED: TEXT.format(1).replace("Body", "Body é é \udcff"),
}


def test_there_is_a_page_for_each_warning_and_a_sentence() -> None:
    assert list(WARNED) == list(WARNINGS) == list(PageWarning)


@pytest.mark.parametrize("warning", WARNED)
def test_a_page_with_one_warning(warning: PageWarning) -> None:
    body = WARNED[warning].encode(errors="surrogateescape")
    url = ELSEWHERE if b"<" in body else REALSELF
    truncated = warning is PageWarning.PAGE_TRUNCATED
    record = qapipe.parse_page(qapipe.RawPage(body=body, url=url, truncated=truncated, captured_at=CAPTURED))
    assert record.warnings == (warning,)
    assert record.status is (Status.PARTIAL if warning in PARTIAL else Status.OK)


BELOW = "<h2>Related questions</h2><p>Another one?</p>"
SIGNED = "<h3>Head</h3><p>Body.</p><p><a href=/dr/jane-roe>Jane Roe, MD</a></p><p>Miami Dentist</p>"
NOISE: dict[NoiseRule, tuple[str, list[str]]] = {
    NoiseRule.TEMPLATE_PLACEHOLDER: (
        microdata(text("One answer.<p>{{ user.name }}"), text("Another.<p>{{ user.name }}")),
        ["{{ user.name }}", "{{ user.name }}"],
    ),
    NoiseRule.SITE_NOTICE: (microdata(text("One.<div class=notice>Closed as a duplicate")), ["Closed as a duplicate"]),
    NoiseRule.SIGNATURE: (microdata(text("One.<div class=signature>Visit my shop")), ["Visit my shop"]),
    NoiseRule.EDIT_NOTE: (microdata(text("One.<div class=edited-by>Edited by Jim")), ["Edited by Jim"]),
    NoiseRule.ADVERT: (microdata(text("One.<div class=advert>Buy now")), ["Buy now"]),
    NoiseRule.CONTROL: (microdata(text("One.<a role=button>Share")), ["Share"]),
    NoiseRule.REPEATED_TEXT: (
        SHOWN.replace("cold mornings after a while?</div>", "cold mornings after a while?"
        "<p>It hums, too.</p><pre class=hide>It hums, too.</pre></div>"),
        ["It hums, too."],
    ),
    NoiseRule.OTHER_PAGE: (
        SHOWN + "".join(
            f"<div class=post><h3><a href=/t/{n}>How do I warm engine {n} up?</a></h3> "
            f"<a class=by href=/u/{n}>kim{n}</a> <time datetime=2019-01-0{n}>Jan {n}, 2019</time>"
            f"<div class=text>Mine is as cold as ice each day {n}.</div></div>"
            for n in (1, 2)
        ),
        [f"How do I warm engine {n} up? kim{n} Jan {n}, 2019 Mine is as cold as ice each day {n}." for n in (1, 2)],
    ),
    NoiseRule.VOTE_PLACEHOLDER: (TEXT.format(1).replace("\n\nB", "\n\n{{ voteCount }}\n\nB"), ["{{ voteCount }}"]),
    NoiseRule.PROMO: (TEXT.format(1) + "You might also like...\n", ["You might also like..."]),
    NoiseRule.DISCLAIMER: (TEXT.format(1) + DISCLAIMER, [DISCLAIMER]),
    NoiseRule.BELOW_DISCLAIMER: (TEXT.format(1) + f"{DISCLAIMER}\n\nMore about us\n", ["More about us"]),
    NoiseRule.BELOW_ANSWERS: (
        f"<h1>A title?</h1><h2>Doctor Answers 1</h2>{SIGNED}{BELOW}",
        ["Related questions", "Another one?"],
    ),
    NoiseRule.OUTSIDE_ANSWERS: (
        f"<h1>A title?</h1><h2>Doctor Answers 2</h2><div id=a>{SIGNED}</div><p>Between</p><div id=b>{SIGNED}",
        ["Between"],
    ),
    NoiseRule.CALL_TO_ACTION: (TEXT.format(1) + "Ask a doctor\n", ["Ask a doctor"]),
    NoiseRule.SLOGAN: (TEXT.format(1) + SLOGAN, [SLOGAN]),
    NoiseRule.NEWSLETTER: (
        TEXT.format(1) + "What's trending? Who's turning heads? Join us\n",
        ["What's trending? Who's turning heads? Join us"],
    ),
    NoiseRule.FOLLOWUP_NOTICE: (
        TEXT.format(1).replace("\n\nDoctor", "\n\nThis is a follow-up to an earlier question, which can be viewed by "
        "clicking here.\n\nDoctor"),
        ["This is a follow-up to an earlier question, which can be viewed by clicking here."],
    ),
    NoiseRule.ANSWERS_SUBTITLE: (
        WARNED[PageWarning.TEASERS],
        [SUBTITLE],
    ),
}  # fmt: skip


def test_there_is_a_page_for_each_noise_rule_and_a_sentence() -> None:
    redacted = [rule for rule in NoiseRule if rule.startswith("redacted_")]  # by no reader; see tests/dataset/redaction
    assert list(NOISE) == [rule for rule in NoiseRule if rule not in redacted]
    assert list(NOISE_RULES) == list(NoiseRule)


@pytest.mark.parametrize("rule", NOISE)
def test_a_page_with_one_kind_of_noise(rule: NoiseRule) -> None:
    body, removed = NOISE[rule]
    url = ELSEWHERE if "itemscope" in body else FORUM if "class=post" in body else REALSELF
    record = qapipe.parse_page(qapipe.RawPage(body=body.encode(), url=url))
    assert [removal.text for removal in record.noise if removal.rule == rule] == removed
    assert {removal.rule for removal in record.noise} - {NoiseRule.DISCLAIMER} <= {rule}
    texts = [record.question.title if record.question else None, *(answer.body for answer in record.answers)]
    assert record.answers
    assert not [words for words in removed for field in texts if field and words in field]


def test_every_status_has_a_sentence() -> None:
    assert list(STATUSES) == list(Status)


def test_every_site_and_layout_has_a_description() -> None:
    described = [(site.name, site.description) for site in known_sites()]
    described += [(layout.name, layout.description) for site in known_sites() for layout in site.layouts]
    assert all(name and description for name, description in described)
    assert len({name for name, _ in described}) > 4
