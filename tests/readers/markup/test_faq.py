"""The pairs of FAQPage markup."""

import json

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.markup.faq import faq_pairs


def pair(name: str, *texts: str, prop: str = "name") -> dict[str, object]:
    return {"@type": "Question", prop: name, "acceptedAnswer": [{"@type": "Answer", "text": text} for text in texts]}


def pairs_of(*pairs: object, kind: str = "FAQPage", body: str = "") -> list[tuple[str, str]]:
    value = {"@context": "https://schema.org", "@type": kind, "mainEntity": list(pairs)}
    return faq_pairs(HtmlDocument(f'<script type="application/ld+json">{json.dumps(value)}</script><body>{body}'))


def test_pairs_in_the_order_of_the_markup() -> None:
    assert pairs_of(pair("One?", "Yes."), pair("Two?", "<p>No.</p><p>Or so.</p>"), pair("One?", "Yes.")) == [
        ("One?", "Yes."),
        ("Two?", "No.\n\nOr so."),
    ]


@pytest.mark.parametrize("prop", ["name", "headline", "text"])
def test_what_is_asked(prop: str) -> None:
    assert pairs_of(pair("One?", "Yes.", prop=prop)) == [("One?", "Yes.")]


def test_pairs_that_are_incomplete_are_none() -> None:
    assert pairs_of(pair("", "Yes."), pair("Two?"), pair("Three?", ""), pair("Four?", "", "No.", "So.")) == [
        ("Four?", "No.\n\nSo.")
    ]


def test_questions_of_other_pages_are_no_pairs() -> None:
    assert pairs_of(pair("One?", "Yes."), kind="QAPage") == []
    assert faq_pairs(TextDocument('"Question" "FAQPage"')) == []


@pytest.mark.parametrize("more", [1, 2, 3])
def test_of_several_syntaxes_the_fullest(more: int) -> None:
    asked = "".join(
        f'<div itemprop=mainEntity itemscope itemtype="https://schema.org/Question"><b itemprop=name>Q{n}?</b>'
        f'<div itemprop=acceptedAnswer itemscope itemtype="https://schema.org/Answer"><p itemprop=text>{n}.</p></div>'
        "</div>"
        for n in range(more)
    )
    body = f'<div itemscope itemtype="https://schema.org/FAQPage">{asked}</div>'
    found = pairs_of(pair("One?", "Yes."), pair("Two?", "No."), body=body)
    assert found == ([(f"Q{n}?", f"{n}.") for n in range(3)] if more > 2 else [("One?", "Yes."), ("Two?", "No.")])
