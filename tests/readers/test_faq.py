"""FAQ pages: left out by default, one question with their pairs on request."""

from pathlib import Path

import pytest

from qapipe import RawPage, parse_page
from qapipe.page.document import Document, HtmlDocument, TextDocument
from qapipe.readers.faq import asked_pairs, headed_pairs

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


def test_markup_on_a_page_without_a_title() -> None:
    page = MARKED.read_text("utf-8").replace("<title>Help</title>", "").replace("h1>", "p>")
    record = parse_page(RawPage(body=page.encode(), media_type="text/html"), include=["faq"])
    assert record.question is not None
    assert (record.question.title, record.status, len(record.answers)) == (None, "partial", 2)


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


@pytest.mark.parametrize(
    "document",
    [
        TextDocument("FAQ\n\nWhat is it?\n\nA kettle."),
        HtmlDocument(f"<title>Kettles</title>{PAIR.format('Why', 'So.') * 3}"),
        HtmlDocument(f"<title>Kragenfragen</title>{PAIR.format('Why', 'So.') * 3}"),
        HtmlDocument(f"<title>FAQ</title>{PAIR.format('Why', 'So.') * 2}"),
        HtmlDocument(f"<title>FAQ</title>{PAIR.format('Why', 'So.') * 2}<p>Why?</p><p>So.</p>"),
    ],
)
def test_pages_without_pairs(document: Document) -> None:
    """Text, other titles, and too few headings that ask."""
    assert headed_pairs(document) == []


@pytest.mark.parametrize(("before", "is_found"), [(390, True), (391, False)])
def test_how_much_of_a_title_is_read(before: int, *, is_found: bool) -> None:
    """Of 400 bytes, 7 are ``<title>`` and 3 the word."""
    page = HtmlDocument(f"<title>{'x' * (before - 1)} FAQ</title>{PAIR.format('Why', 'So.') * 3}")
    assert headed_pairs(page) == ([("Why?", "So.")] * 3 if is_found else [])


@pytest.mark.parametrize(
    "head",
    [
        "<title>FAQ</title>",
        "<h1>FAQ</h1>",
        f"<html><head><title>Kettles</title><!--{'x' * 400}--><meta property='og:title' content='FAQ'></head><body>",
        "<body><h1>FAQ</h1>",
        f"<body><!--{'x' * 400}--><h1>FAQ</h1>",
        "<body><title>FAQ</title>",
    ],
)
def test_a_page_may_begin_with_its_title(head: str) -> None:
    """Or lack what pages begin with."""
    body = head + "".join(PAIR.format(word, word) for word in ("One", "Two", "Three"))
    assert parse_page(RawPage(body=body.encode(), media_type="text/html")).reason == "faq"


@pytest.mark.parametrize(("before", "is_found"), [(59_994, True), (59_995, False)])
def test_how_far_the_title_of_an_faq_is_looked_for(before: int, *, is_found: bool) -> None:
    """In the first 60,000 bytes, which must hold the six of ``<title``."""
    start = "<html><head><!-- "
    page = f"{start}{'x' * (before - len(start) - 4)} --><title>FAQ</title></head><body>"
    body = page + "".join(PAIR.format(word, word) for word in ("One", "Two", "Three"))
    assert (parse_page(RawPage(body=body.encode(), media_type="text/html")).reason == "faq") is is_found


def test_the_text_below_a_heading_ends_at_the_next_of_its_level() -> None:
    found = pairs("FAQ", "FAQ", "<h3>Part</h3><p>a</p><h2>Not asked</h2><p>b</p><h3>More?</h3><p>c</p>")
    assert found[2:] == [(3, "Three ways?", "Three ways.\n\nPart\n\na"), (4, "More?", "c")]
    assert pairs("FAQ", "FAQ", "<h2>Empty?</h2>")[-1][1] == "Three ways?"
    found = pairs("FAQ", "FAQ", "<h2>Empty?</h2><h2>Four ways?</h2><p>d</p><h1>Shops</h1><p>e</p>")
    assert found[3:] == [(4, "Four ways?", "d")]


def test_the_title_of_an_faq_is_its_first_heading_with_a_text() -> None:
    page = f"<!doctype html><title>FAQ - Kettles</title><h1> </h1><h1>FAQ of pots</h1>{PAIR.format('a', 'b') * 3}"
    for body, title in ((page, "FAQ of pots"), (page.replace("FAQ of pots", ""), "FAQ")):
        record = parse_page(RawPage(body=body.encode(), media_type="text/html"), include=["faq"])
        assert record.question is not None
        assert record.question.title == title


PAIRS = "\n".join(f"{n}. Is it {n}?\nIt is {n}." for n in (1, 2, 3))


def test_pairs_of_a_text() -> None:
    text = f"Loom FAQ\n\n{PAIRS}\nAnd more."
    record = parse_page(RawPage(body=text.encode(), media_type="text/plain"))
    assert (record.status, record.reason) == ("not_qa", "faq")
    record = parse_page(RawPage(body=text.encode(), media_type="text/plain"), include=["faq"])
    assert record.question is not None
    assert (record.site, record.layout, record.question.title) == ("qa_text", "faq", "Loom FAQ")
    assert [(one.headline, one.body) for one in record.answers] == [
        ("Is it 1?", "It is 1."), ("Is it 2?", "It is 2."), ("Is it 3?", "It is 3.\nAnd more."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        f"Looms\n\n{PAIRS}",
        f"Looms\nYarn\nBooks\nLoom FAQ\n{PAIRS}",
        "Loom FAQ\nIs it 1?\nYes.\nIs it 2?\nNo.",
        f"Loom FAQ\n{PAIRS}\nIs it 4?\nIs it 5?\nYes.",
        f"Loom FAQ\n{PAIRS}\n" + "Menu\n" * 18,
        f"Loom FAQ {'x' * 72}\n{PAIRS}",
    ],
)
def test_texts_that_are_no_faq(text: str) -> None:
    assert asked_pairs(TextDocument(text)) == []
    assert asked_pairs(HtmlDocument(text)) == []
