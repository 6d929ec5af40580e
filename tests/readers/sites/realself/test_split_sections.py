"""How sections that are built line by line are split: thresholds of scores, votes, promotions, lost names."""

import pytest

from qapipe.page.outline import Line, Lines
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself.answer_section import AnswerSection, answer_section_of
from qapipe.readers.sites.realself.answers import add_answers, answer_parts
from qapipe.readers.sites.realself.authors import Gaps
from qapipe.readers.sites.realself.boilerplate import MainContent
from qapipe.readers.sites.realself.split import split_answers
from qapipe.records.plain import Question

BODY = "Veins come back over the years, and new ones form where the old ones were treated once before."
ANA, BO = ["Ana Silva, MD", "Miami Vein Specialist"], ["Bo Lee, DO", "Austin Dermatologist"]
SLOT = "{{ answer.voteCount }}"


def lines_of(*blocks: str | list[str]) -> list[Line]:
    """Lines with an empty line above each block; lines of a list touch each other."""
    return [
        Line(text, gap=int(not n))
        for block in blocks
        for n, text in enumerate(block if isinstance(block, list) else [block])
    ]


def section(
    lines: list[Line],
    *,
    declared: int | None = None,
    gaps: Gaps = Gaps.RELIABLE,
    complete: bool = True,
    promos: tuple[int, ...] = (),
    title: str = "Can veins come back?",
) -> AnswerSection:
    columns = Lines.of(lines)
    content = MainContent(columns, declared=declared, after_promo=set(promos), complete=complete)
    return answer_section_of(content, columns, 0, title, gaps)


def spans(found: AnswerSection) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in split_answers(found)]


def test_nothing_is_no_answer() -> None:
    assert split_answers(section([])) == []
    assert split_answers(section([], gaps=Gaps.HTML)) == []


def test_the_first_name_of_a_text_is_lost() -> None:
    """What looks like one is a sign-off; the block keeps its place."""
    (first, second) = split_answers(section(lines_of("They can", BODY, ANA, "New ones", BODY, BO), declared=2))
    assert first.author is not None
    assert (first.author.start, first.author.end, first.author.name, first.author.hrefs) == (3, 4, None, ())
    assert second.author is not None
    assert second.author.name is not None
    assert (second.author.start, second.author.name.name) == (6, "Bo Lee")


UNSIGNED = ("They can", BODY, "New veins come back", BODY, "Some veins form", BODY, BO)


@pytest.mark.parametrize(
    ("declared", "complete", "expected"),
    [
        (1, True, [(0, 8)]),
        (2, True, [(0, 2), (2, 8)]),
        (3, True, [(0, 2), (2, 4), (4, 8)]),
        (4, True, [(0, 2), (2, 4), (4, 8)]),
        (3, False, [(0, 2), (2, 4), (4, 8)]),
    ],
)
def test_the_likeliest_headlines_split_up_to_the_count(
    declared: int, *, complete: bool, expected: list[tuple[int, int]]
) -> None:
    assert spans(section(lines_of(*UNSIGNED), declared=declared, complete=complete)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (lines_of("They can", BODY, ANA, "New ones", BODY, BO), [(0, 4), (4, 8)]),
        (lines_of("They can", BODY, ANA, "New ones", BODY), [(0, 4), (4, 6)]),
        (lines_of("They can", "+3", BODY, "New ones", "-1", BODY), [(0, 3), (3, 6)]),
        (lines_of("They can", "+3", BODY, ANA, "New ones", "+1", BODY, BO), [(0, 5), (5, 10)]),
        (lines_of("They can", "+3", BODY, "• New ones", "-1", BODY), [(0, 3), (3, 6)]),
    ],
)
def test_without_a_count(lines: list[Line], expected: list[tuple[int, int]]) -> None:
    assert spans(section(lines)) == expected


@pytest.mark.parametrize(
    ("head", "starts"),
    [("New ones", 3), ("x" * 170, 3), ("x" * 171, 4)],
)
def test_the_headline_above_a_vote_line(head: str, starts: int) -> None:
    found = section(lines_of("They can", SLOT, BODY, head, SLOT, BODY), declared=2)
    assert spans(found) == [(0, starts), (starts, 6)]
    item = [Line(line.text, line.gap, item=n == 3) for n, line in enumerate(found.lines.rows())]
    assert spans(section(item, declared=2)) == [(0, 4), (4, 6)]


def test_the_only_line_between_votes_is_a_text() -> None:
    assert spans(section(lines_of("They can", SLOT, BODY, SLOT, BODY), declared=2)) == [(0, 3), (3, 5)]
    assert spans(section(lines_of("They can", SLOT, BODY, SLOT, BODY), declared=2, promos=(2,))) == [(0, 2), (2, 5)]
    assert spans(section(lines_of(SLOT, SLOT, BODY), declared=2)) == [(0, 1), (1, 3)]
    signed = lines_of("They can", SLOT, BODY, ANA, "New ones", SLOT, BODY)
    assert spans(section(signed, declared=2)) == [(0, 5), (5, 8)]
    assert spans(section(lines_of("They can", SLOT, BODY, ANA, SLOT, BODY), declared=2)) == [(0, 5), (5, 7)]


@pytest.mark.parametrize("promo", [2, 3])
def test_a_promotion_splits(promo: int) -> None:
    lines = lines_of("They can", BODY, "See below", "New ones", BODY, BO)
    assert spans(section(lines, promos=(promo,), declared=2)) == [(0, promo), (promo, 7)]
    assert spans(section(lines, promos=(0,), declared=1)) == [(0, 7)]
    signed = lines_of("They can", BODY, ANA, "New ones", BODY, BO)
    assert spans(section(signed, promos=(4,), declared=2)) == [(0, 4), (4, 8)]


def card(label: str, head: str, body: str, author: list[str], *, heading: int = 0) -> list[Line]:
    return [Line(head, 1, heading=heading), Line(body, 1), *(Line(text, 1) for text in author)]


@pytest.mark.parametrize("heading", [0, 3])
def test_lines_of_html_without_elements(heading: int) -> None:
    lines = card("a", "They can", BODY, ANA, heading=heading) + card("a", "New ones", BODY, BO, heading=heading)
    found = section(lines, declared=2, gaps=Gaps.HTML)
    assert spans(found) == [(0, 4), (4, 8)]
    (first, _) = split_answers(found)
    assert first.author is not None
    assert first.author.name is not None


def read(found: AnswerSection) -> list[tuple[str | None, int | None, str]]:
    """Headline, votes and text of the answers."""
    reading = Reading(Question())
    parts, _ = answer_parts(found)
    add_answers(reading, found.lines, parts)
    assert [answer.position for answer in reading.answers] == list(range(1, len(reading.answers) + 1))
    return [(answer.headline, answer.votes, answer.body) for answer in reading.answers]


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (lines_of("They can", "+3", BODY), ("They can", 3, BODY)),
        (lines_of("They can", "-3", BODY), ("They can", -3, BODY)),
        (lines_of("+3", "They can", BODY), (None, 3, f"They can\n\n{BODY}")),
        (lines_of("They can", "+12345", BODY), ("They can", None, f"+12345\n\n{BODY}")),
        (lines_of("They can", SLOT, BODY), ("They can", None, BODY)),
        (lines_of("They can"), (None, None, "They can")),
        (lines_of("They can", "+3"), (None, 3, "They can")),
        (lines_of(["They can", BODY]), (None, None, f"They can\n{BODY}")),
        ([Line("They can", item=True), Line(BODY, 1)], (None, None, f"- They can\n\n{BODY}")),
        ([Line("They can", 2), Line(BODY, 1)], (None, None, f"They can\n\n{BODY}")),
        (lines_of("+12345", "+3", BODY), ("+12345", 3, BODY)),
        (lines_of("They can", BODY, SLOT, BODY), ("They can", None, f"{BODY}\n\n{BODY}")),
    ],
)
def test_headlines_and_votes(lines: list[Line], answer: tuple[str | None, int | None, str]) -> None:
    assert read(section(lines, declared=1)) == [answer]


@pytest.mark.parametrize(("size", "is_headline"), [(110, True), (111, False)])
def test_a_headline_that_only_its_form_gives_away(size: int, *, is_headline: bool) -> None:
    head = "x" * size
    ((headline, _, body),) = read(section(lines_of(head, f"{BODY} {BODY}"), declared=1, gaps=Gaps.LOST))
    assert headline == (head if is_headline else None)
    assert body.startswith(head) is not is_headline


def test_votes_alone_are_no_answer() -> None:
    assert read(section(lines_of("+3"), declared=1)) == []


@pytest.mark.parametrize(
    ("expression", "noise"), [("{{ user.name }}", True), ("<%= user %>", True), ("{ user }", False), ("[1]", False)]
)
def test_expressions_that_recur_in_answers_are_noise(expression: str, *, noise: bool) -> None:
    """Votes count neither as expressions nor as lines between them and the end."""
    lines = lines_of("They can", SLOT, expression, BODY, ANA[1:], "New ones", SLOT, expression, BODY, BO)
    found = section(lines, declared=2)
    reading = Reading(Question())
    add_answers(reading, found.lines, answer_parts(found)[0])
    assert [answer.body for answer in reading.answers] == [BODY if noise else f"{expression}\n\n{BODY}"] * 2
    removed = [SLOT, expression] if noise else [SLOT]
    rules = ["vote_placeholder", "template_placeholder"][: len(removed)]
    assert [(removal.rule, removal.text) for removal in reading.noise] == list(zip(rules, removed, strict=True)) * 2


def test_expressions_in_answers_without_votes() -> None:
    found = section(lines_of("They can", "{{ x }}", BODY, ANA[1:], "New ones", "{{ x }}", BODY, BO), declared=2)
    assert [(headline, body) for headline, _, body in read(found)] == [("They can", BODY), ("New ones", BODY)]


@pytest.mark.parametrize("level", [1, 3])
def test_headings_are_headlines_in_html(level: int) -> None:
    lines = card("a", "They can", BODY, ANA, heading=level) + card("a", "New ones", BODY, BO, heading=level)
    found = section(lines, declared=2, gaps=Gaps.HTML)
    assert [headline for headline, _, _ in read(found)] == ["They can", "New ones"]


def test_an_expression_of_one_answer_is_content() -> None:
    found = section(lines_of("They can", "{{ x }}", BODY, ANA[1:], "New ones", BODY, BO), declared=2)
    assert [body for _, _, body in read(found)] == [f"{{{{ x }}}}\n\n{BODY}", BODY]
