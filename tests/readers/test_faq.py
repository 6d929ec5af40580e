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


PAIR = "<h2>{}?</h2><p>{}</p>"


def pairs(title: str, heading: str, *more: str, count: int = 3) -> list[tuple[int, str | None, str]]:
    """The pairs of a page, with their positions."""
    words = ("One way", "Two ways", "Three ways", "Four ways")[:count]
    page = f"<!doctype html><title>{title}</title><body><h1>{heading}</h1>" + "".join(
        PAIR.format(word, f"{word}.") for word in words
    )
    record = parse_page(RawPage(body=(page + "".join(more)).encode(), media_type="text/html"), include=["faq"])
    return [(answer.position, answer.headline, answer.body) for answer in record.answers]


def test_where_a_page_says_that_it_is_an_faq() -> None:
    three = [(n, f"{word}?", f"{word}.") for n, word in enumerate(("One way", "Two ways", "Three ways"), 1)]
    assert pairs("FAQ", "Kettles") == pairs("Kettles", "FAQ") == pairs("Häufige Fragen", "x") == three
    assert pairs("Kettles", "Pots") == pairs("FAQ", "FAQ", count=2) == []
    far = "<!-- " + "x" * 60_000 + " -->"
    assert pairs("Kettles", f"{far}FAQ") == []
    assert pairs(f"{'x ' * 190}FAQ", "Kettles") == three


def test_the_text_below_a_heading_ends_at_the_next_of_its_level() -> None:
    found = pairs("FAQ", "FAQ", "<h3>Part</h3><p>a</p><h2>Not asked</h2><p>b</p><h3>More?</h3><p>c</p>")
    assert found[2:] == [(3, "Three ways?", "Three ways.\n\nPart\n\na"), (4, "More?", "c")]
    assert pairs("FAQ", "FAQ", "<h2>Empty?</h2>")[-1][1] == "Three ways?"


def test_the_title_of_an_faq_is_its_first_heading_with_a_text() -> None:
    page = f"<!doctype html><title>FAQ - Kettles</title><h1> </h1><h1>FAQ of pots</h1>{PAIR.format('a', 'b') * 3}"
    for body, title in ((page, "FAQ of pots"), (page.replace("FAQ of pots", ""), "FAQ")):
        record = parse_page(RawPage(body=body.encode(), media_type="text/html"), include=["faq"])
        assert record.question is not None
        assert record.question.title == title
