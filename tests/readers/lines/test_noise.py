"""Template expressions that recur at one end of the answers are noise; any others are content."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.page.outline import Line
from qapipe.readers.lines.noise import slot_expressions

SLOT = "{{ name }}"
WORDS = ["Ice it.", "Rest it.", "Bind it.", "Move it."]


def answers(above: int = 0, below: int = 0, *, number: int = 4) -> list[list[Line]]:
    """Answers of three lines, of which the first few have the expression above or below these."""
    return [[Line(text) for text in [*[SLOT] * (n < above), *WORDS[:3], *[SLOT] * (n < below)]] for n in range(number)]


@pytest.mark.parametrize(
    ("above", "below", "number", "noise"),
    [(4, 0, 4, True), (3, 0, 4, True), (2, 0, 4, False), (0, 3, 4, True), (0, 2, 4, False), (1, 1, 2, False),
     (2, 0, 3, True), (2, 0, 2, True), (1, 0, 1, False), (3, 1, 4, False)],
)  # fmt: skip
def test_expressions_at_one_end_of_most_answers(above: int, below: int, number: int, noise: bool) -> None:
    assert slot_expressions(answers(above, below, number=number)) == ({SLOT} if noise else set())


@pytest.mark.parametrize(("line", "noise"), [(0, True), (1, True), (2, False), (3, True), (4, True)])
def test_the_ends_are_two_lines(line: int, noise: bool) -> None:
    texts = [*WORDS[:line], SLOT, *WORDS[line:]]
    assert slot_expressions([[Line(text) for text in texts]] * 2) == ({SLOT} if noise else set())


def test_which_answers_have_it_does_not_matter() -> None:
    assert slot_expressions(answers(3)[::-1]) == {SLOT}


@pytest.mark.parametrize("line", ["{", "{name}", "[image]", "<b>", "$5 a jar", "# Wax", "{{", "{% %"])
def test_what_only_begins_like_an_expression(line: str) -> None:
    assert slot_expressions([[Line(line), Line("Ice it.")], [Line(line), Line("Rest it.")]]) == set()


@pytest.mark.parametrize(("tag", "noise"), [("p", True), ("div", True), ("pre", False)])
def test_code_is_content(tag: str, noise: bool) -> None:
    page = HtmlDocument(f"<{tag}>{SLOT}</{tag}><p>Ice it.</p>".encode())
    assert slot_expressions([page.lines] * 2) == ({SLOT} if noise else set())
    mixed = [page.lines, page.lines, [Line(SLOT)]]
    assert slot_expressions(mixed) == ({SLOT} if noise else set())
