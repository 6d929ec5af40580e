"""The facts of an answer section, and the authors of pages that lost their places."""

import pytest

from qapipe.page.outline import Line, Lines
from qapipe.readers.sites.realself.answer_section import AnswerSection, answer_section_of
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.boilerplate import MainContent

ANA, BO, CY = "Ana Silva, MD", "Bo Lee, DO", "Cy Wu, MD"


def section(
    lines: list[Line],
    *,
    declared: int | None = None,
    gaps: Gaps = Gaps.RELIABLE,
    start: int = 0,
    promos: tuple[int, ...] = (),
    title: str | None = None,
) -> AnswerSection:
    columns = Lines.of(lines)
    content = MainContent(columns, declared=declared, after_promo=set(promos), complete=True)
    return answer_section_of(content, columns, start, title, gaps)


def names(found: AnswerSection) -> list[tuple[int, int]]:
    return [(author.start, author.end) for author in found.authors]


def paragraphs(*blocks: str) -> list[Line]:
    """Lines of blocks that an empty line separates."""
    return [Line(text, gap=int(not n)) for block in blocks for n, text in enumerate(block.split("|"))]


TEXT = "Give it a year, and then look again."


@pytest.mark.parametrize(
    ("blocks", "declared", "found"),
    [
        (["They do", TEXT, f"{ANA}|Slowly", TEXT, f"{BO}|Never", TEXT, CY], None, [(2, 3), (5, 6), (8, 9)]),
        (["They do", TEXT, f"{ANA}|Slowly", TEXT, f"{BO}|Never", TEXT], None, [(2, 3), (5, 6)]),
        (["They do", TEXT, f"{ANA}|Slowly", TEXT], 2, [(2, 3)]),
        (["They do", TEXT, f"{ANA}|Slowly", TEXT, BO], 3, [(2, 3), (5, 6)]),
        (["They do", TEXT, f"{ANA}|Slowly", TEXT], 3, []),
        (["They do", TEXT, f"{ANA}|Slowly", TEXT], None, []),
        (["They do", TEXT, ANA, "Slowly", TEXT, BO], 2, []),
        (["They do", TEXT, BO], 2, []),
        ([f"{ANA}|They do", TEXT, f"{BO}|Slowly", TEXT], 2, [(3, 4)]),
    ],
)
def test_names_above_the_next_headline(blocks: list[str], declared: int | None, found: list[tuple[int, int]]) -> None:
    assert names(section(paragraphs(*blocks), declared=declared)) == found
    assert names(section(paragraphs(*blocks), declared=declared, gaps=Gaps.HTML)) == []


def test_facts() -> None:
    lines = [Line("They do"), Line("+3"), Line(TEXT), Line(ANA), Line("Tampa Plastic Surgeon"), Line("Slowly")]
    found = section(lines, declared=2, start=4, promos=(9,), title="Do scars fade?")
    assert (names(found), found.named, found.vote_lines) == ([(3, 5)], frozenset({3, 4}), [1])
    assert (found.after_promo, found.title, found.declared, found.complete) == (
        frozenset({5}),
        "Do scars fade?",
        2,
        True,
    )
    assert (found.html, found.ignore_gaps, found.has_placeholders, found.has_headings) == (False, False, False, False)
    assert section(lines).title == ""
    assert section(lines).after_promo == frozenset()


@pytest.mark.parametrize(
    ("gaps", "html", "ignored"), [(Gaps.RELIABLE, False, False), (Gaps.LOST, False, True), (Gaps.HTML, True, True)]
)
def test_whether_empty_lines_count(gaps: Gaps, *, html: bool, ignored: bool) -> None:
    found = section([Line("They do"), Line("{{ answer.voteCount }}"), Line(TEXT)], gaps=gaps)
    assert (found.html, found.ignore_gaps, found.has_placeholders) == (html, ignored, True)


def test_headings_of_authors_are_none_of_the_answers() -> None:
    card = [Line(ANA, heading=4), Line("Tampa Plastic Surgeon")]
    assert section([Line("They do"), Line(TEXT), *card]).has_headings is False
    assert section([Line("They do", heading=3), Line(TEXT), *card]).has_headings is True


def test_spans_with_the_last_author_in_each() -> None:
    card = [Line(ANA), Line("Tampa Plastic Surgeon")]
    found = section(
        [Line("They do"), Line(TEXT), *card, Line("Slowly"), Line(TEXT), Line(BO), Line("Reno Dermatologist")]
    )
    first, second = found.authors
    spans = found.spans_from([0, 4])
    assert [(span.start, span.end, span.author) for span in spans] == [(0, 4, first), (4, 8, second)]
    assert [span.author for span in found.spans_from([0])] == [second]
    assert [span.author for span in found.spans_from([0, 2, 3, 6])] == [None, None, None, second]
    assert [span.author for span in found.spans_from([4, 5])] == [None, second]
