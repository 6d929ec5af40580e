"""Parts of answers whose headlines only the elements of the page give away, and links of their authors."""

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.page.outline import Lines
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself.answer_section import answer_section_of
from qapipe.readers.sites.realself.answers import add_answers, answer_parts
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.boilerplate import MainContent
from qapipe.readers.sites.realself.html import read_html
from qapipe.records.plain import Question

ANSWER = "<div class=a><p class={0}>{1}</p><p class=t>Give it a year.</p><p><a href={2}>{3}</a></p><p>{4}</p></div>"
ANA = ("Ana Silva, MD", "Miami Vein Specialist")
BO = ("Bo Lee, DO", "Austin Dermatologist")


def read(html: str) -> Reading:
    document = HtmlDocument(f"<body><main>{html}</main></body>".encode(), "https://www.realself.com/question/x")
    lines = Lines.of(document.lines)
    reading = Reading(Question())
    parts, reading.noise = answer_parts(
        answer_section_of(MainContent(lines, declared=2, complete=True), lines, 0, None, Gaps.HTML)
    )
    add_answers(reading, lines, parts, document)
    return reading


@pytest.mark.parametrize(
    ("first", "second", "headlines"),
    [
        ("h", "h", ["They can", "No"]),
        ("h", "t", ["They can", None]),
        ("h", "k", ["They can", "No"]),
    ],
)
def test_headlines_by_the_elements_that_come_first_alone(first: str, second: str, headlines: list[str | None]) -> None:
    page = ANSWER.format(first, "They can", "/dr/ana", *ANA) + ANSWER.format(second, "No", "/dr/bo", *BO)
    assert [answer.headline for answer in read(page).answers] == headlines


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/dr/ana#top", "https://www.realself.com/dr/ana"),
        ("/providers/ana", "https://www.realself.com/providers/ana"),
        ("/people/ana", "https://www.realself.com/people/ana"),
    ],
)
def test_the_link_of_an_author(href: str, url: str) -> None:
    page = ANSWER.format("h", "They can", href, *ANA) + ANSWER.format("h", "No", "/dr/bo", *BO)
    first, second = read(page).answers
    assert (first.author_url, second.author_url) == (url, "https://www.realself.com/dr/bo")
    assert (first.author_name, first.location, first.specialty) == ("Ana Silva", "Miami", "Vein Specialist")


def test_lines_between_answers_are_noise() -> None:
    between = "<div class=b><p>Share</p></div>"
    page = ANSWER.format("h", "They can", "/dr/ana", *ANA) + between + ANSWER.format("h", "No", "/dr/bo", *BO)
    assert [(removal.rule, removal.text) for removal in read(page).noise] == [("outside_answers", "Share")]


def test_a_text_is_no_html_page() -> None:
    with pytest.raises(TypeError, match="HtmlDocument"):
        read_html(TextDocument("Why?"))
