"""What JSON-LD of the usual shape adds to the lines: the same as where it is read in full, but its texts are not."""

import json
from typing import Any

import pytest

from generators import realself
from qapipe.page.document import HtmlDocument
from qapipe.readers import markup
from qapipe.readers.parse import read_page
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import html, json_ld
from qapipe.records.plain import RawPage, Record

URL = "https://www.realself.com/question/veins"
TEXTS = ("Veins come back in most people, and new ones form beside them.", "No. What was closed stays closed for good.")
ANSWERS = (
    "<div class=a><h3>They can</h3><p>{}</p><p><a href=/dr/ana-silva-x>Ana Silva, MD</a></p><p>Miami Dentist</p></div>",
    "<div class=a><h3>They cannot</h3><p>{}</p><p><a href=/dr/bo-lee-x>Bo Lee, DO</a></p><p>Reno Dentist</p></div>",
)
ANA = {"@type": "Person", "name": "Ana Silva, MD", "url": "https://www.realself.com/dr/ana-silva-miami-fl"}
ASKED = {"@type": "Question", "name": "Can veins come back?", "text": "I had them treated.", "answerCount": 2}


def answer(text: str = TEXTS[0], **other: object) -> dict[str, Any]:
    return {"@type": "Answer", "text": text, "author": ANA} | other


def parsed(*blocks: object, end: str = "") -> Record:
    scripts = "".join(
        f'<script type="application/ld+json">{one if isinstance(one, str) else json.dumps(one)}</script>'
        for one in blocks
    )
    shown = "".join(form.format(text) for form, text in zip(ANSWERS, TEXTS, strict=True))
    page = (
        f"<!doctype html><title>Q</title>{scripts}<body><main><h1>Can veins come back?</h1><p>I had them treated.</p>"
        f"<h2>Doctor Answers 2</h2>{shown}{end}</main>"
    )
    return read_page(RawPage(body=page.encode(), url=URL))


def page(question: dict[str, Any], **other: object) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": ASKED | question} | other


@pytest.fixture
def read_in_full(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the markup of each page was read in full."""
    calls: list[bool] = []

    def complete(reading: Reading, document: HtmlDocument) -> bool:
        calls.append(not json_ld.complete(reading, document))
        return not calls[-1]

    monkeypatch.setattr(html, "complete", complete)
    return calls


def test_what_the_lines_do_not_show_is_filled_in_and_no_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a text was read")

    monkeypatch.setattr(json_ld, "body_of", refuse)
    monkeypatch.setattr(markup, "verdict_of", refuse)
    first = answer(upvoteCount=3, dateCreated="2019-05-06T10:00:00Z", url="/q#1")
    second = answer(TEXTS[1], author=ANA | {"name": "Bo Lee, DO"}, url="/q#2")
    asked = {"author": {"@type": "Person", "name": "ida"}, "dateCreated": "2019-05-01", "keywords": "veins, legs"}
    record = parsed(page({"acceptedAnswer": first, "suggestedAnswer": [second], **asked}))
    question, (one, two) = record.question, record.answers
    assert question is not None
    assert (question.asker, str(question.asked_at), question.topics) == (
        "ida", "2019-05-01 00:00:00+00:00", ("veins", "legs"),
    )  # fmt: skip
    assert (one.votes, one.is_accepted, str(one.answered_at)) == (3, True, "2019-05-06 10:00:00+00:00")
    assert (two.votes, two.is_accepted, two.answered_at) == (None, False, None)
    assert (one.url, two.url) == ("https://www.realself.com/q#1", "https://www.realself.com/q#2")
    assert [found.body for found in record.answers] == list(TEXTS)


LEAN = {
    "one of two answers": page({"suggestedAnswer": [answer()]}),
    "a single one, not in a list": page({"suggestedAnswer": answer()}),
    "two accepted ones": page({"acceptedAnswer": [answer(), answer(TEXTS[1])]}),
    "one link for both": page({"suggestedAnswer": [answer(url="/q"), answer(TEXTS[1], url="/q")]}),
    "another author": page({"suggestedAnswer": [answer(author=ANA | {"name": "Cy Ro, MD"}, upvoteCount=4)]}),
    "a guest": page({"suggestedAnswer": [answer(author={"@type": "Person", "name": "Guest"}, upvoteCount=4)]}),
    "an unrendered author": page({"suggestedAnswer": [answer(author=ANA | {"name": "{{ name }}"}), answer(TEXTS[1])]}),
    "paragraphs": page({"suggestedAnswer": [answer(f"<p>{TEXTS[0]}</p>", upvoteCount=4)]}),
    "entities": page({"suggestedAnswer": [answer(TEXTS[0].replace(" ", "&nbsp;"), upvoteCount=4)]}),
    "another text": page({"suggestedAnswer": [answer("Some say so, others do not, and I am one of them.")]}),
    "a text in code": page({"suggestedAnswer": [answer(f"```sh\n{TEXTS[0]}\n```", upvoteCount=4)]}),
    "an accent by itself": page({"suggestedAnswer": [answer(TEXTS[0].replace("come", "come\u0301"), upvoteCount=4)]}),
    "a name of the page": page({"suggestedAnswer": [answer()]}, name="Veins"),
}
FULL = {
    "no answers": page({}),
    "more answers": page({"suggestedAnswer": [answer(), answer(TEXTS[1]), answer("A third one, which is not shown.")]}),
    "the same twice": page({"suggestedAnswer": [answer(), answer()]}),
    "no text": page({"suggestedAnswer": [answer("")]}),
    "an expression": page({"suggestedAnswer": [answer("{{ text }} and so on, and so on, and so on.")]}),
    "an advert": page({"suggestedAnswer": [answer(author={"@type": "Person", "name": "Advertisement"})]}),
    "comments": page({"suggestedAnswer": [answer(comment={"@type": "Comment", "text": "So?"})]}),
    "an id": page({"suggestedAnswer": [answer(**{"@id": "#1"})]}),
    "no title": page({"name": None, "suggestedAnswer": [answer()]}),
    "several types": page({"suggestedAnswer": [answer()], "@type": ["Question"]}),
    "malformed": json.dumps(page({"suggestedAnswer": [answer()]})).replace("}", ",}", 1),
}


@pytest.mark.parametrize(
    ("block", "in_full"),
    [pytest.param(block, case is FULL, id=name) for case in (LEAN, FULL) for name, block in case.items()],
)
def test_it_adds_what_markup_that_is_read_in_full_adds(
    *, block: object, in_full: bool, read_in_full: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parsed(block)
    assert read_in_full == [in_full]
    monkeypatch.setattr(html, "complete", lambda *_: False)
    assert found == parsed(block)


@pytest.mark.parametrize(
    ("other", "in_full"),
    [
        ({"@type": "Organization", "name": "RealSelf"}, False), ('{"@type": "Organization", }', False),
        ({"@type": "Comment", "text": "A remark of some length."}, True),
        ({"@type": "Answer", "text": "An answer that stands by itself."}, True),
        ('{"@type": "\\u0041nswer", "text": "An answer in disguise."}', True), ({"x": "x" * 50_000}, True),
    ],
)  # fmt: skip
def test_other_blocks(
    *, other: object, in_full: bool, read_in_full: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = (other, page({"suggestedAnswer": [answer(upvoteCount=4)]}))
    found = parsed(*blocks)
    assert (read_in_full, found.answers[0].votes) == ([in_full], 4)
    monkeypatch.setattr(html, "complete", lambda *_: False)
    assert found == parsed(*blocks)


def test_tags_of_the_page_are_topics_and_other_markup_is_read_in_full(read_in_full: list[bool]) -> None:
    block = page({"suggestedAnswer": [answer()]})
    record = parsed(block, end='<a rel="tag" href="/veins">Veins</a>')
    assert record.question is not None
    assert (record.question.topics, read_in_full) == (("Veins",), [False])
    parsed(block, end="<div itemscope></div>")
    assert read_in_full == [False, True]


def test_generated_pages_are_not_read_in_full(read_in_full: list[bool]) -> None:
    pages = [made for seed in range(60) if b"ld+json" in (made := realself.html_page(seed)).body]
    for made in pages:
        read_page(RawPage(body=made.body, url=made.url))
    assert len(read_in_full) == len(pages) > 20
    assert sum(read_in_full) <= len(pages) // 5
