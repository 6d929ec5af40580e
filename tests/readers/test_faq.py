"""FAQ pages: left out by default, one question with their pairs on request."""

from pathlib import Path

import pytest

from qapipe import RawPage, parse_page

MARKED = Path(__file__).parent / "sites/schema_org/faq.html"
HEADED = """<!doctype html><html><head><title>Frequently asked questions - Kettles</title></head><body>
<h1>Frequently asked questions</h1>
<h3>How long does a kettle last?</h3><p>Ten years.</p><ul><li>more with soft water</li></ul>
<h3>May it stand outside?</h3><p>Yes.</p>
<h3>Why does it hum?</h3><p>The plate is loose.</p><p>Put a coin below.</p>
<h3>Our shops</h3><p>Main Street 1</p></body></html>"""


@pytest.mark.parametrize("body", [MARKED.read_bytes(), HEADED.encode()], ids=["markup", "headings"])
def test_an_faq_is_no_question(body: bytes) -> None:
    record = parse_page(RawPage(body=body, media_type="text/html"))
    assert (record.status, record.reason, record.question, record.answers) == ("not_qa", "faq", None, ())


def test_pairs_of_markup() -> None:
    record = parse_page(RawPage(body=MARKED.read_bytes(), media_type="text/html"), include=["faq"])
    assert (record.status, record.site, record.layout) == ("ok", "schema_org", "faq_page")
    assert record.question is not None
    assert (record.question.title, record.question.body) == ("Help", None)
    assert [(answer.headline, answer.body) for answer in record.answers] == [
        ("How do I pay?", "By card."),
        ("When do you ship?", "On Mondays."),
    ]


def test_pairs_of_headings() -> None:
    record = parse_page(RawPage(body=HEADED.encode(), media_type="text/html"), include=["faq"])
    assert record.question is not None
    assert (record.site, record.layout, record.question.title) == ("thread", "faq", "Frequently asked questions")
    assert [(answer.headline, answer.body) for answer in record.answers] == [
        ("How long does a kettle last?", "Ten years.\n\n- more with soft water"),
        ("May it stand outside?", "Yes."),
        ("Why does it hum?", "The plate is loose.\n\nPut a coin below."),
    ]


def test_a_name_that_cannot_be_included() -> None:
    with pytest.raises(ValueError, match="'list' is not one of discussion, faq"):
        parse_page(RawPage(body=b"x"), include=["list"])
