"""Answers by their elements, their headings, or the authors above them."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.page.outline import Lines
from qapipe.readers.sites.realself.answer_section import AnswerSection, Span, answer_section_of
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.boilerplate import without_boilerplate
from qapipe.readers.sites.realself.split_html import by_authors_above, by_elements, by_headings, end_of_element

ANA = "<p><a href=/dr/ana>Ana Silva, MD</a></p><p>Miami Vein Specialist</p>"
BO_NAME = "<p><a href=/dr/bo>Bo Lee, DO</a></p>"
BO = BO_NAME + "<p>Austin Dermatologist</p>"
ONE, TWO, THREE = "<p>Give it a year.</p>", "<p>Wait and see.</p>", "<p>Never at all.</p>"


def section(html: str) -> AnswerSection:
    """The lines of some HTML in ``main``, or around it."""
    main = html if "<main>" in html else f"<main>{html}</main>"
    lines = Lines.of(HtmlDocument(f"<body>{main}</body>".encode()).lines)
    return answer_section_of(without_boilerplate(lines), lines, 0, None, Gaps.HTML)


def shown(spans: list[Span]) -> list[tuple[int, int, str | None]]:
    """Spans with the name of their authors."""
    return [
        (span.start, span.end, span.author.name.name if span.author and span.author.name else None) for span in spans
    ]


def box(inside: str, label: str = "a") -> str:
    return f"<div class={label}>{inside}</div>"


@pytest.mark.parametrize(
    ("html", "spans"),
    [
        (box(ONE + ANA) + box(TWO + BO), [(0, 3, "Ana Silva"), (3, 6, "Bo Lee")]),
        (box(ANA + ONE) + box(BO + TWO), [(0, 3, "Ana Silva"), (3, 6, "Bo Lee")]),
        (box(ONE + ANA) + box(THREE) + box(TWO + BO), [(0, 3, "Ana Silva"), (3, 4, None), (4, 7, "Bo Lee")]),
        (box(ONE + ANA) + box(THREE, "b") + box(TWO + BO), [(0, 3, "Ana Silva"), (4, 7, "Bo Lee")]),
        (box(ONE + ANA) + box(THREE) + box(THREE) + box(TWO + BO, "b"),
         [(0, 3, "Ana Silva"), (3, 4, None), (4, 5, None), (5, 8, "Bo Lee")]),
        (box(box(ONE, "x") + box(ANA, "y")) + box(box(TWO, "x") + box(BO, "y")),
         [(0, 3, "Ana Silva"), (3, 6, "Bo Lee")]),
        (box(box(ONE + ANA) + box(TWO + BO), "list"), [(0, 3, "Ana Silva"), (3, 6, "Bo Lee")]),
        (box(ONE + ANA) + "Loose text" + box(TWO + BO), [(0, 3, "Ana Silva"), (4, 7, "Bo Lee")]),
        (box(ONE + ANA) + "Loose text" + box(THREE) + box(TWO + BO),
         [(0, 3, "Ana Silva"), (4, 5, None), (5, 8, "Bo Lee")]),
        (box(ONE + ANA) + box(THREE + box(ONE, "x") + THREE) + box(TWO + BO),
         [(0, 3, "Ana Silva"), (3, 6, None), (6, 9, "Bo Lee")]),
        (box(ONE + box(box(ANA, "y"), "z") + box(THREE, "x") + ONE) + box(TWO + BO),
         [(0, 5, "Ana Silva"), (5, 8, "Bo Lee")]),
        (f"<main>{box(ONE + ANA)}<p>More</p></main>" + box(TWO + BO), [(0, 3, "Ana Silva"), (4, 7, "Bo Lee")]),
        (box("<a href=/dr/ana>Ana Silva, MD</a><br>Miami Vein Specialist<br>Give it a year.<br>"
             "<a href=/dr/bo>Bo Lee, DO</a><br>Austin Dermatologist"), []),
        (box(ONE + ANA), []),
        (box(ONE), []),
    ],
)  # fmt: skip
def test_by_elements(html: str, spans: list[tuple[int, int, str | None]]) -> None:
    assert shown(by_elements(section(html))) == spans


@pytest.mark.parametrize(
    ("html", "spans"),
    [
        (f"<h3>They do</h3>{ONE}{ANA}<h3>Slowly</h3>{TWO}{BO}", [(0, 4, "Ana Silva"), (4, 8, "Bo Lee")]),
        (f"<h3>They do</h3>{ONE}<h4>How</h4>{TWO}{ANA}<h3>No</h3>{THREE}", [(0, 6, "Ana Silva"), (6, 8, None)]),
        (f"{ONE}<h3>They do</h3>{TWO}{ANA}<h3>Slowly</h3>{TWO}", [(0, 5, "Ana Silva"), (5, 7, None)]),
        (f"<h3>They do</h3>{ONE}<h3><a href=/dr/bo>Bo Lee, DO</a></h3><p>Austin Dermatologist</p>", [(0, 4, "Bo Lee")]),
        (f"{ONE}{ANA}", []),
    ],
)
def test_by_headings(html: str, spans: list[tuple[int, int, str | None]]) -> None:
    assert shown(by_headings(section(html))) == spans


@pytest.mark.parametrize(
    ("html", "spans"),
    [
        (ANA + ONE + BO + TWO, [(0, 3, "Ana Silva"), (3, 6, "Bo Lee")]),
        (ANA + ONE + TWO, [(0, 4, "Ana Silva")]),
        ("<h3>They do</h3>" + ANA + ONE + BO + TWO, [(0, 4, "Ana Silva"), (4, 7, "Bo Lee")]),
        (ONE + ANA + TWO + BO, []),
        (ONE + THREE + ANA + ONE + BO + TWO, []),
        (ONE + TWO, []),
    ],
)
def test_by_authors_above(html: str, spans: list[tuple[int, int, str | None]]) -> None:
    assert shown(by_authors_above(section(html))) == spans


@pytest.mark.parametrize(
    ("html", "end"),
    [
        (box(ONE + BO) + "<p>More</p>", 3),
        (box(BO + ONE) + "<p>More</p>", 3),
        (box(box(ONE, "x") + box(BO, "y")) + "<p>More</p><p>And more</p>", 3),
        (box(ONE + BO + TWO) + "<p>More</p>", 4),
        (ONE + BO + "<p>More</p>", 4),
        (box(ONE) + box(BO) + "<p>More</p>", 4),
        (BO, 2),
        (box(BO), 2),
        (box(box(ONE, "x") + BO_NAME) + "<p>Austin Dermatologist</p><p>More</p>", 3),
        (f"<main>{ONE}{BO}</main><p>More</p>", 4),
        (box(ONE + "<div>" * 48 + BO + "</div>" * 48) + "<p>More</p>", 3),
        (box(ONE + "<div>" * 49 + BO + "</div>" * 49) + "<p>More</p>", 4),
    ],
)
def test_the_last_answer_ends_with_its_element(html: str, end: int) -> None:
    found = section(html)
    (author,) = found.authors
    assert end_of_element(found.lines, Span(0, len(found.lines.texts), author), author) == end
