"""Pages with schema.org markup of questions: which layout reads them, and why others are refused."""

import json
from typing import Any

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.sites.schema_org import SITE, refuses
from qapipe.records.reasons import Reason

ANSWERS = [{"@type": "Answer", "text": "Oil it."}]
ASKED = {"@type": "Question", "name": "Why does it creak?", "suggestedAnswer": ANSWERS}
JSON_LD = {"@type": "QAPage", "mainEntity": ASKED}
PAIRS = [{"@type": "Question", "name": "Why?", "acceptedAnswer": {"@type": "Answer", "text": "So."}}]
MARKED = """<div {0}="QAPage"><div {1}mainEntity" {0}="Question"><h1 {1}name">Why does it creak?</h1>
<div {1}suggestedAnswer" {0}="Answer"><p {1}text">Oil it.</p></div>{2}</div></div>"""
MICRODATA = ('itemscope itemtype="http://schema.org/', 'itemprop="')
RDFA = ('vocab="http://schema.org/" typeof="', 'property="')
SECOND = '<div {1}suggestedAnswer" {0}="Answer"><p {1}text">Wax it.</p></div>'


def json_ld(item: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **item})}</script>'


def marked(item: str, prop: str, *, answers: int = 1) -> str:
    second = SECOND.replace('{0}="', item).replace("{1}", prop) * (answers - 1)
    return MARKED.replace('{0}="', item).replace("{1}", prop).replace("{2}", second)


def layouts_of(html: str) -> list[str]:
    page = HtmlDocument(f"<body>{html}".encode())
    return [layout.name for layout in SITE.layouts if layout.recognises(page)]


@pytest.mark.parametrize(
    ("html", "layouts"),
    [
        (json_ld(JSON_LD), ["json_ld"]),
        (marked(*MICRODATA), ["microdata"]),
        (marked(*RDFA), ["rdfa"]),
        (json_ld(JSON_LD) + marked(*MICRODATA, answers=2), ["microdata"]),
        (json_ld({"@type": "FAQPage", "mainEntity": PAIRS}), ["faq_page"]),
        (json_ld({"@type": "FAQPage", "mainEntity": []}), []),
        (json_ld({"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Why?"}]}), []),
        (json_ld({"@type": "FAQPage", "mainEntity": PAIRS}) + json_ld(JSON_LD), ["json_ld"]),
        (json_ld({"@type": "Article", "name": "Looms"}), []),
        ("<p>Oil it.</p>", []),
    ],
)
def test_the_fullest_markup_reads_a_page(html: str, layouts: list[str]) -> None:
    assert layouts_of(html) == layouts


APP = "<head><title>Why does it creak? - Loom forum</title></head><body><div id=app></div><script src=/a.js></script>"
WORDS = "<p>The loom was oiled in May, and nothing has creaked since then, day or night.</p>" * 4
TALK = json_ld({"@type": "DiscussionForumPosting", "headline": "My loom", "author": "Ada"})


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (APP, Reason.NEEDS_RENDERING),
        (APP + TALK, Reason.NEEDS_RENDERING),
        (APP + WORDS, None),
        (TALK + WORDS, Reason.DISCUSSION),
        (APP + json_ld({"@type": "FAQPage", "mainEntity": PAIRS}), Reason.FAQ),
        (json_ld({"@type": "FAQPage", "mainEntity": PAIRS}) + WORDS, Reason.FAQ),
        (json_ld(JSON_LD) + WORDS, None),
    ],
)
def test_why_a_page_is_refused(html: str, reason: Reason | None) -> None:
    assert refuses(HtmlDocument(html.encode(), "https://forum.example/t/creaking-loom/7")) is reason


def test_text_has_no_markup() -> None:
    page = TextDocument("Why does it creak?")
    assert refuses(page) is None
    with pytest.raises(TypeError):
        SITE.layouts[0].read(page)
