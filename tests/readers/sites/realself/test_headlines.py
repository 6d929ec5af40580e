"""Which of two lines is rather the headline of a new answer, and which can be none."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from qapipe.page.outline import Line, Lines
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score, is_closing, stems

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


def of(text: str, below: str = BODY, **more: Any) -> Callable[[], float]:
    """A score that is worked out when a test asks for it."""
    return partial(score, text, below, **more)


HEAD = "Veins that come back"


@pytest.mark.parametrize(
    "value",
    [
        of("x" * (MAX_HEADLINE + 1)),
        of(HEAD, item=True),
        of("Good luck!"),
        of("Best regards, Jane"),
        of("Jane Roe, MD"),
        of("Hello Ana"),
        of("Thank you for your question"),
        of("Beverly Hills, CA"),
        of("Austin, Texas."),
        of(HEAD, "Dr. Roe"),
        of(HEAD, "Jane Roe, MD"),
        of("Q: Do they come back?"),
        of("A. They do", ignore_gaps=True),
        of(HEAD, "Good luck with it, my dear friend!"),
    ],
)
def test_lines_that_are_no_headline(value: Callable[[], float]) -> None:
    assert value() < -5


def test_each_sentence_that_ends_inside_counts() -> None:
    scores = [score(f"Veins come back{'. They do' * number}") for number in range(3)]
    assert [scores[0] - one for one in scores] == [0.0, 1.5, 3.0]


@pytest.mark.parametrize(
    "value",
    [
        of(HEAD),
        of("x" * MAX_HEADLINE, "y" * 200),
        of("Thank goodness for lasers"),
        of("Thanks for nothing?", ignore_gaps=True),
        of("Hope for the best, they say, but " + "x " * 25),
        of(HEAD, "Good luck with it, and write to me in spring if there are any new ones."),
    ],
)
def test_lines_that_may_be_headlines(value: Callable[[], float]) -> None:
    assert value() > -5


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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (of(HEAD), 3.0), (of(f"{HEAD}."), 1.5), (of(f"{HEAD}:"), -2.0), (of(f"{HEAD},"), -3.0),
        (of(f"{HEAD};"), -3.0),
        (of("X" * 110), 0.5), (of("X" * 111), -1.5), (of("X" * 170), -1.5), (of("x" * 171), -10.0),
        (of(HEAD, "y" * 81), 3.0), (of(HEAD, "y" * 80), 1.5), (of(HEAD, "y" * 40), 1.5),
        (of(HEAD, "y" * 39), 0.0),
        (of("X " * 44 + "xx", "y" * 91), 3.0), (of("X " * 44 + "xx", "y" * 90), 1.5),
        (of(HEAD, above="Good luck!"), 6.0), (of(HEAD, above="Good luck".ljust(80, "!")), 6.0),
        (of(HEAD, above="Good luck".ljust(81, "!")), 3.0), (of(HEAD, "Dear Ana, " + BODY), 6.0),
        (of(HEAD, title="veins"), 4.0), (of(HEAD, title="veins that"), 5.0),
        (of(HEAD, title="that veins come"), 6.0),
        (of(HEAD, title="that veins come back"), 6.0), (of("veins that come back"), 1.0),
        (of("Veins come back. They do"), 1.5),
        (of("Veins of J. They do"), 1.5), (of("Veins so.. They do"), 3.0),
        (of("1. Veins that come back"), -1.5),
        (of("(2) Veins come back"), 0.0), (of("12: Veins come back"), 0.0), (of("１. Veins come back"), -1.5),
        (of("123. Veins come back"), 1.5), (of("Veins"), 2.0), (of(HEAD, gap=0), -1.0),
        (of(HEAD, gap=2), 5.0),
        (of(HEAD, heading=1), 7.0), (of(HEAD, heading=1, gap=0), 7.0), (of(HEAD, heading=1, gap=2), 9.0),
        (of(HEAD, gap=0, ignore_gaps=True), 3.0), (of(HEAD, gap=2, ignore_gaps=True), 3.0),
        (of("These veins c", BODY), 6.0), (of("X" * 12, "X" * 91), 2.0), (of("X" * 13, "X" * 91), 6.0),
        (of("These veins come....", BODY), 6.0),
        (of("“These veins", "“" + BODY), 3.0), (of("...these veins", "...these veins of mine"), 6.0),
        (of("…these veins", "…these veins of mine"), 0.0), (of("“These veins come", BODY), 3.0),
        (of(HEAD, "Good luck".ljust(39, "!")), -10.0), (of(HEAD, "Good luck".ljust(40, "!")), 1.5),
        (of("Good luck".ljust(80, "!")), -10.0), (of("Good luck".ljust(81, "!")), 3.0),
        (of(HEAD, item=True), -10.0),
        (of("Hello Ana of ours"), -10.0), (of("Thank you for it all"), -10.0),
        (of("Thank you for it all", ignore_gaps=True), 3.0),
        (of("Hello Ana of ours", ignore_gaps=True), -10.0), (of("Reno, NV"), -10.0), (of("Reno, or not"), 3.0),
    ],
)  # fmt: skip
def test_weights_of_all_signs(value: Callable[[], float], expected: float) -> None:
    assert value() == expected


@pytest.mark.parametrize("word", (
    "Good luck!|Best of luck|Best wishes|Best regards|Best|Best,|Kind regards|Kindest regards|Warm regards|"
    "Warmest regards|Regards|Sincerely|Respectfully|Cheers|Thanks|Thank you|Take care|All the best|"
    "Wish you well|Wishing you well|Hope this helps|Hope that helps|Hope it helps|I hope so|"
    "Be well|Yours|Many thanks|Dr. H|Dr H|From Reno"
).split("|"))  # fmt: skip
def test_closings(word: str) -> None:
    assert is_closing(word)
    assert is_closing(word.upper())
    assert not is_closing(f"The {word.lower()}")
    assert not is_closing(word.ljust(81, "!"))


@pytest.mark.parametrize(
    "text", ["Thank you for it", "Best of all", "Hope is", "Warm", "Formulas", "Drink it", "Bests", "Ana Silva"]
)
def test_what_only_begins_like_a_closing(text: str) -> None:
    assert not is_closing(text)


@pytest.mark.parametrize("greeting", (
    "Hi|Hello there|Dear Ana|Hey|Greetings|Good morning|Good afternoon|Good evening|Good day|Good question|"
    "Thank you for it|"
    "Thanks very much for it|Thank you so much for it"
).split("|"))  # fmt: skip
def test_greetings(greeting: str) -> None:
    for text in (greeting, greeting.lower()):
        assert score(HEAD, f"{text} {BODY}") == 6.0
