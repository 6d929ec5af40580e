"""Which of several ways to split the answers of HTML is chosen: what each misfit weighs, and what counts as one."""

import pytest

from qapipe.page.outline import Line, Lines, Link
from qapipe.readers.sites.realself import split
from qapipe.readers.sites.realself.answer_section import AnswerSection, Span, answer_section_of
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.boilerplate import MainContent
from qapipe.readers.sites.realself.split import split_answers

WAYS = ("by_elements", "_by_authors", "by_headings", "_by_vote_lines", "by_authors_above")
BODY = "Veins come back over the years, and new ones form where the old ones were treated."
TEXTS = ["They can", BODY, "Ana Silva, MD", "Miami Vein Specialist", "+3", "New ones", BODY, "Bo Lee, DO"]


def section(
    texts: list[str],
    *,
    declared: int | None = None,
    headings: tuple[int, ...] = (),
    promos: tuple[int, ...] = (),
    gaps: Gaps = Gaps.HTML,
) -> AnswerSection:
    """Lines of which names and places are linked, as in HTML, and touch each other, as in text."""
    rows = [
        Line(
            text,
            int(text != "Miami Vein Specialist"),
            heading=3 * (n in headings),
            links=(Link("/dr/x", text),) if text.endswith(("MD", "DO")) else (),
        )
        for n, text in enumerate(texts)
    ]
    lines = Lines.of(rows)
    return answer_section_of(MainContent(lines, declared=declared, after_promo=set(promos)), lines, 0, None, gaps)


def spans(found: AnswerSection, written: str) -> list[Span]:
    """``0-4a 4-8b`` -> two spans with the first and the second author."""
    parts = [part.partition("-") for part in written.split()]
    authors = {"a": found.authors[0], "b": found.authors[1]}
    return [Span(int(start), int(end.strip("ab")), authors.get(end[-1])) for start, _, end in parts]


def shown(found: list[Span]) -> list[tuple[int, int, bool]]:
    return [(span.start, span.end, span.author is not None) for span in found]


def chosen(monkeypatch: pytest.MonkeyPatch, declared: int | None, *ways: str) -> tuple[str, int]:
    """The spans that are chosen of these, in the order of the ways; and how many ways were asked."""
    found = section(TEXTS, declared=declared)
    asked: list[str] = []
    for number, name in enumerate(WAYS):
        written = ways[number] if number < len(ways) else ""

        def way(_: AnswerSection, written: str = written) -> list[Span]:
            asked.append(written)
            return spans(found, written)

        monkeypatch.setattr(split, name, way)
    best = shown(split_answers(found))
    return next(way for way in ways if shown(spans(found, way)) == best), len(asked)


COUNT = "0-4a 4-8b"  # of three answers one is missing: 10
EMPTY_AND_LOST = "0-4a 4-5 5-8"  # votes alone, and nobody signed the last one: 6 + 4


@pytest.mark.parametrize("ways", [(COUNT, EMPTY_AND_LOST), (EMPTY_AND_LOST, COUNT)])
def test_a_missing_answer_weighs_as_much_as_an_empty_one_and_a_lost_author(
    monkeypatch: pytest.MonkeyPatch, ways: tuple[str, str]
) -> None:
    """In a tie the first way is taken, so that each weight decides."""
    assert chosen(monkeypatch, 3, *ways) == (ways[0], 5)


@pytest.mark.parametrize(
    ("declared", "ways", "best"),
    [
        (2, ("0-8b", "0-4a 4-8b"), 1),
        (2, ("0-4a 4-8b", "0-8b"), 0),
        (2, ("0-2 2-5a 5-8b", "0-4a 4-8b"), 1),  # more than declared is as bad as fewer
        (1, ("0-4a 4-8b", "0-8b"), 1),  # 10 or 4
        (None, ("0-4a 4-8", "0-4a 4-8b"), 1),
        (None, ("0-8", "0-8b"), 1),
        # what is no text: the author of the answer, and votes; 6 against a lost author
        (None, ("0-2 2-4a 4-8b", "0-4a 4-8"), 1),
        (None, ("0-4a 4-5 5-8b", "0-4a 4-8"), 1),
        (None, ("0-2 2-5a 5-8b", "0-4a 4-8"), 1),
        (None, ("0-4a 4-7 7-8b", "0-4a 4-8"), 1),
        # what is text, although little
        (None, ("0-1 1-4a 4-8b", "0-4a 4-8"), 0),
        (None, ("0-4a 4-6 6-8b", "0-4a 4-8"), 0),
        (2, ("0-1 1-8b", "0-4a 4-5b"), 0),  # 4 or 6
        (None, ("0-5a 5-8b", "0-4a 4-8"), 0),
        (None, ("2-4 4-8", "0-8b 2-4a 4-5"), 0),  # lines of an author whom nobody took: 8 or 12
        (None, ("", "0-8"), 1),
    ],
)
def test_the_way_that_fits_best(
    monkeypatch: pytest.MonkeyPatch, declared: int | None, ways: tuple[str, ...], best: int
) -> None:
    assert chosen(monkeypatch, declared, *ways)[0] == ways[best]


def test_where_all_fits_no_other_way_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(monkeypatch, 2, "0-8b", "0-4a 4-8b", "0-8a") == ("0-4a 4-8b", 2)
    assert chosen(monkeypatch, None, "0-4a 4-8b", "0-8a") == ("0-4a 4-8b", 1)


@pytest.mark.parametrize(
    ("votes", "expected"), [("{{ voteCount }}", [(0, 4, True), (4, 8, False)]), ("+3", [(0, 8, False)])]
)
def test_votes_split_html_where_its_template_left_them(
    monkeypatch: pytest.MonkeyPatch, votes: str, expected: list[tuple[int, int, bool]]
) -> None:
    """A placeholder stands in every answer; votes of people stand only where somebody voted."""
    texts = ["Ana Silva, MD", votes, BODY, "Bo Lee, DO", "New ones", votes, BODY, BODY]
    found = section(texts, declared=2)
    for name in ("by_elements", "_by_authors", "by_headings"):
        monkeypatch.setattr(split, name, lambda _: [])
    monkeypatch.setattr(split, "by_authors_above", lambda _: [Span(0, 8)])
    assert shown(split_answers(found)) == expected


@pytest.mark.parametrize(("gaps", "starts"), [(Gaps.HTML, [0, 6]), (Gaps.RELIABLE, [0, 2, 6])])
def test_only_text_loses_the_name_of_the_first_answer(
    monkeypatch: pytest.MonkeyPatch, gaps: Gaps, starts: list[int]
) -> None:
    """Above the first name of a text there are two answers, the first one without a name."""
    texts = ["They can", BODY, "Some can", BODY, *TEXTS[2:4], *TEXTS[5:]]
    monkeypatch.setattr(split, "headline_score", lambda _, index, *_args, **_options: 9.0 if index == 2 else -9.0)
    assert [span.start for span in split_answers(section(texts, headings=(2,), gaps=gaps))] == starts


def test_above_a_promotion_there_is_an_answer_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["They can", BODY, BODY, "Some can", BODY, "See", BODY, *TEXTS[2:4], *TEXTS[5:]]
    monkeypatch.setattr(split, "headline_score", lambda _, index, *_args, **_options: 9.0 if index == 2 else -9.0)
    found = section(texts, promos=(5,), gaps=Gaps.RELIABLE)
    assert [span.start for span in split_answers(found)] == [0, 5, 9]
