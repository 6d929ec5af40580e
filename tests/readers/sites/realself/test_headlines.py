"""Which of two lines is rather the headline of a new answer, and which can be none."""

import pytest

from qapipe.page.outline import Line, Lines
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score, stems

BODY = "These veins come back in most people, and the only thing that helps is to treat them again."
ABOVE = "That is all that I would do for now, and I wish that it were more than that, believe me."


def score(
    text: str,
    below: str = BODY,
    *,
    above: str = ABOVE,
    gap: int = 1,
    heading: int = 0,
    item: bool = False,
    title: str = "",
    ignore_gaps: bool = False,
) -> float:
    lines = Lines.of([Line(above), Line(text, 1, item, heading), Line(below, gap)])
    return headline_score(lines, 1, title, ignore_gaps=ignore_gaps)


HEAD = "Veins that come back"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (score(HEAD), score(f"{HEAD}.")),
        (score(f"{HEAD}."), score(f"{HEAD}:")),
        (score(f"{HEAD}:"), score(f"{HEAD},")),
        (score(f"{HEAD}?"), score(f"{HEAD};")),
        (score(HEAD), score("veins that come back")),
        (score(HEAD), score("Veins")),
        (score(HEAD), score("1. Veins that come back")),
        (score(HEAD), score("(2) Veins that come back")),
        (score(HEAD), score("Veins come back. They do")),
        (score("x" * 110), score("x" * 111)),
        (score(HEAD), score(HEAD, "It is a matter of time and of your luck.")),
        (score(HEAD, "It is a matter of time and of your luck."), score(HEAD, "It is a matter of time and of luck.")),
        (score("x y" * 25, BODY), score("x y" * 31, BODY)),
        (score(HEAD, "Hello, and thank you for the question. " + BODY), score(HEAD)),
        (score(HEAD, "Dear Ana, " + BODY), score(HEAD)),
        (score(HEAD, above="Good luck!"), score(HEAD)),
        (score(HEAD, above="Jane Roe, MD"), score(HEAD)),
        (score(HEAD, above="Best wishes"), score(HEAD, above="Best wishes to all, " + "x" * 70)),
        (score(HEAD, title="Do veins return?"), score(HEAD)),
        (score(HEAD, title="Do veins that come here return?"), score(HEAD, title="Do veins return?")),
        (score(HEAD, gap=2), score(HEAD)),
        (score(HEAD), score(HEAD, gap=0)),
        (score(HEAD, heading=3), score(HEAD)),
        (score(HEAD, heading=3, gap=0), score(HEAD, gap=0)),
        (score("These veins come back", BODY), score("Those veins come back", BODY)),
        (score("These veins come back...", BODY), score("Those veins come back...", BODY)),
    ],
)
def test_one_line_is_rather_a_headline_than_the_other(better: float, worse: float) -> None:
    assert better > worse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (score(HEAD, gap=0, ignore_gaps=True), score(HEAD, gap=1, ignore_gaps=True)),
        (score(HEAD, gap=2, ignore_gaps=True), score(HEAD, gap=1, ignore_gaps=True)),
        (score("These veins", BODY), score("Those veins", BODY)),  # too short to be made of the text
    ],
)
def test_what_makes_no_difference(one: float, other: float) -> None:
    assert one == other


@pytest.mark.parametrize(
    "value",
    [
        score("x" * (MAX_HEADLINE + 1)),
        score(HEAD, item=True),
        score("Good luck!"),
        score("Best regards, Jane"),
        score("Jane Roe, MD"),
        score("Hello Ana"),
        score("Thank you for your question"),
        score("Beverly Hills, CA"),
        score("Austin, Texas."),
        score(HEAD, "Dr. Roe"),
        score(HEAD, "Jane Roe, MD"),
        score(HEAD, "Good luck with it, my dear friend!"),
    ],
)
def test_lines_that_are_no_headline(value: float) -> None:
    assert value < -5


@pytest.mark.parametrize(
    "value",
    [
        score(HEAD),
        score("x" * MAX_HEADLINE, "y" * 200),
        score("Thank goodness for lasers"),
        score("Thanks for nothing?", ignore_gaps=True),
        score("Hope for the best, they say, but " + "x " * 25),
        score(HEAD, "Good luck with it, and write to me in spring if there are any new ones."),
    ],
)
def test_lines_that_may_be_headlines(value: float) -> None:
    assert value > -5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Do veins come back?", {"veins", "come", "back"}),
        ("Lifting lifts; LIFTED the lids", {"lifti", "lifts", "lifte", "lids"}),
        ("is it so", set()),
        ("Ängste über 1234 words_of", {"ängst", "über", "words"}),
        ("", set()),
    ],
)
def test_stems(text: str, found: set[str]) -> None:
    assert stems(text) == found
