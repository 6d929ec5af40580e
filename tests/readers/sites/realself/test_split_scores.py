"""With how good a headline a section is split where authors are missing: at each threshold, and just below it."""

import pytest

from qapipe.page.outline import Line, Lines
from qapipe.readers.sites.realself import split
from qapipe.readers.sites.realself.answer_section import Span, answer_section_of
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.boilerplate import MainContent

WORDS = "Wax Oil Felt Cord Beech Pear Plum Ash".split()
ANA, BO = ["Ana Silva, MD", "Miami Vein Specialist"], ["Bo Lee, DO", "Austin Dermatologist"]
SIGNED = [*WORDS[:4], *ANA, *WORDS[4:6], *BO]
LONG_FIRST = [*WORDS[:7], *ANA, *WORDS[:2], *BO]


def starts(
    monkeypatch: pytest.MonkeyPatch,
    texts: list[str],
    scores: dict[int, float],
    *,
    declared: int | None = None,
    gaps: Gaps = Gaps.RELIABLE,
    complete: bool = True,
    wide: tuple[int, ...] = (),
    glued: tuple[int, ...] = (),
    headings: tuple[int, ...] = (),
) -> list[int]:
    """Where the answers start, with the scores of headlines given.

    Above lines of ``wide`` stand two empty lines, above those of ``glued`` none; lines of ``headings`` are headings.
    """
    monkeypatch.setattr(split, "headline_score", lambda _, index, *_args, **_options: scores.get(index, -99.0))
    cards = {ANA[1], BO[1]}
    lines = Lines.of(
        [
            Line(text, 2 if n in wide else int(text not in cards and n not in glued), heading=3 * (n in headings))
            for n, text in enumerate(texts)
        ]
    )
    content = MainContent(lines, declared=declared, complete=complete)
    spans: list[Span] = split.split_answers(answer_section_of(content, lines, 0, None, gaps))
    return [span.start for span in spans]


@pytest.mark.parametrize(
    ("declared", "gaps", "complete", "least"),
    [
        (None, Gaps.RELIABLE, True, 1.0),
        (None, Gaps.LOST, False, 1.0),
        (2, Gaps.RELIABLE, True, 0.0),
        (2, Gaps.LOST, True, 3.5),
        (2, Gaps.RELIABLE, False, 3.0),
        (2, Gaps.LOST, False, 3.0),
    ],
)
def test_nobody_signed(
    monkeypatch: pytest.MonkeyPatch, declared: int | None, gaps: Gaps, *, complete: bool, least: float
) -> None:
    """A line behind headline and body gets 1 more, one right below the headline 1 less."""
    for index, room in ((1, -1.0), (2, 1.0), (3, 1.0), (6, 1.0)):
        for score, found in ((least - room, [0, index]), (least - room - 0.25, [0])):
            assert starts(
                monkeypatch, WORDS, {index: score}, declared=declared, gaps=gaps, complete=complete
            ) == found, (index, score)  # fmt: skip
    assert starts(monkeypatch, WORDS, {0: 9.0, 7: 9.0}, declared=declared, gaps=gaps, complete=complete) == [0]


@pytest.mark.parametrize(("declared", "least"), [(None, 1.0), (3, -5.0)])
def test_the_first_name_is_never_that_of_the_first_answer(
    monkeypatch: pytest.MonkeyPatch, declared: int | None, least: float
) -> None:
    """Texts lose it: above a name there are two answers."""
    assert starts(monkeypatch, SIGNED, {2: least - 1.0}, declared=declared, complete=False) == [0, 2, 6]
    assert starts(monkeypatch, SIGNED, {2: least - 1.25}, declared=declared, complete=False) == [0, 6]
    assert starts(monkeypatch, SIGNED, {2: 9.0}, declared=2) == [0, 6]
    assert starts(monkeypatch, SIGNED, {2: 9.0}, declared=declared, gaps=Gaps.HTML) == [0, 6]


def test_the_first_name_tells_of_one_more_answer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {2: 5.0, 4: 6.0}
    assert starts(monkeypatch, LONG_FIRST, scores) == [0, 4, 9]
    assert starts(monkeypatch, LONG_FIRST, scores, declared=3) == [0, 4, 9]
    assert starts(monkeypatch, LONG_FIRST, scores, declared=4) == [0, 2, 4, 9]


def test_the_best_headlines_come_first_and_the_upper_of_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    assert starts(monkeypatch, WORDS, {2: 5.0, 4: 6.0, 6: 5.0}, declared=2) == [0, 4]
    assert starts(monkeypatch, WORDS, {2: 5.0, 4: 6.0, 6: 5.0}, declared=3) == [0, 2, 4]
    assert starts(monkeypatch, WORDS, {2: 5.0, 4: 6.0, 6: 5.0}, declared=9) == [0, 2, 4, 6]


def test_no_answer_is_a_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert starts(monkeypatch, WORDS, {3: 5.0, 4: 6.0, 5: 5.0}, declared=4) == [0, 4]
    assert starts(monkeypatch, LONG_FIRST, {3: 5.0, 4: 6.0, 5: 5.0}, declared=5) == [0, 4, 9]


@pytest.mark.parametrize(
    ("wide", "found"),
    [((1, 5, 7), [0, 4, 6]), ((1, 5), [0, 4]), ((1, 7), [0, 4, 6]), ((1,), [0, 4, 6]), ((), [0, 4, 6])],
)
def test_headlines_above_the_empty_line_of_votes(
    monkeypatch: pytest.MonkeyPatch, wide: tuple[int, ...], found: list[int]
) -> None:
    """Where every headline so far has one below it, no other line is one."""
    texts = [*WORDS[:2], *ANA, *WORDS[2:6], *BO]
    assert starts(monkeypatch, texts, {6: 9.0}, declared=3, wide=wide) == found
    assert starts(monkeypatch, texts, {6: 9.0}, declared=3, wide=wide, gaps=Gaps.LOST) == [0, 4, 6]


@pytest.mark.parametrize(
    ("wide", "texts", "found"),
    [
        ((1, 5), [*WORDS[:2], *ANA, *WORDS[2:6], *BO, "Elm"], [0, 4, 10]),  # the last span has no second line
        ((1, 5), [*WORDS[:2], *ANA, *WORDS[2:6], *BO, "Elm", "Fir"], [0, 4, 6, 10]),  # it has, without the empty line
        ((1, 5, 11), [*WORDS[:2], *ANA, *WORDS[2:6], *BO, "Elm", "Fir"], [0, 4, 10]),
    ],
)
def test_which_lines_tell_of_votes_below_headlines(
    monkeypatch: pytest.MonkeyPatch, wide: tuple[int, ...], texts: list[str], found: list[int]
) -> None:
    assert starts(monkeypatch, texts, {6: 9.0}, declared=4, wide=wide) == found


def test_one_answer_with_votes_is_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    assert starts(monkeypatch, WORDS, {3: 9.0}, declared=2, wide=(1,)) == [0, 3]


def test_only_lines_that_stand_apart_are_headlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """In HTML only headings are; in text that lost its empty lines all may be."""
    assert starts(monkeypatch, WORDS, {3: 9.0}, declared=2, glued=(3,)) == [0]
    assert starts(monkeypatch, WORDS, {3: 9.0}, declared=2, glued=(3,), headings=(3,)) == [0, 3]
    assert starts(monkeypatch, WORDS, {3: 9.0}, declared=2, glued=(3,), gaps=Gaps.LOST) == [0, 3]
    assert starts(monkeypatch, WORDS, {3: 9.0}, declared=2, gaps=Gaps.HTML) == [0]
    texts = [*WORDS[:4], *ANA, *WORDS[4:6], *BO]
    assert starts(monkeypatch, texts, {2: 9.0}, declared=3, gaps=Gaps.HTML, headings=(2,)) == [0, 2, 6]
    assert starts(monkeypatch, texts, {2: 9.0}, declared=3, gaps=Gaps.HTML) == [0, 6]


@pytest.mark.parametrize(("size", "found"), [(170, [0, 2]), (171, [0])])
def test_a_headline_is_no_paragraph(monkeypatch: pytest.MonkeyPatch, size: int, found: list[int]) -> None:
    assert starts(monkeypatch, [*WORDS[:2], "x" * size, *WORDS[3:]], {2: 9.0}, declared=2) == found


def test_in_each_answer_the_room_counts_from_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*WORDS[:2], *ANA, *WORDS[2:6], *BO]
    for index, least in ((5, 1.0), (6, -1.0)):
        assert starts(monkeypatch, texts, {index: least}, declared=3) == [0, 4, index]
        assert starts(monkeypatch, texts, {index: least - 0.25}, declared=3) == [0, 4]
