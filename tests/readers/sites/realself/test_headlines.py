"""Which of two lines is rather the headline of a new answer, and which can be none."""

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


HEAD = "Veins that come back"


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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (score(HEAD), 3.0), (score(f"{HEAD}."), 1.5), (score(f"{HEAD}:"), -2.0), (score(f"{HEAD},"), -3.0),
        (score(f"{HEAD};"), -3.0),
        (score("X" * 110), 0.5), (score("X" * 111), -1.5), (score("X" * 170), -1.5), (score("x" * 171), -10.0),
        (score(HEAD, "y" * 81), 3.0), (score(HEAD, "y" * 80), 1.5), (score(HEAD, "y" * 40), 1.5),
        (score(HEAD, "y" * 39), 0.0),
        (score("X " * 44 + "xx", "y" * 91), 3.0), (score("X " * 44 + "xx", "y" * 90), 1.5),
        (score(HEAD, above="Good luck!"), 6.0), (score(HEAD, above="Good luck".ljust(80, "!")), 6.0),
        (score(HEAD, above="Good luck".ljust(81, "!")), 3.0), (score(HEAD, "Dear Ana, " + BODY), 6.0),
        (score(HEAD, title="veins"), 4.0), (score(HEAD, title="veins that"), 5.0),
        (score(HEAD, title="that veins come"), 6.0),
        (score(HEAD, title="that veins come back"), 6.0), (score("veins that come back"), 1.0),
        (score("Veins come back. They do"), 1.5),
        (score("Veins of J. They do"), 1.5), (score("Veins so.. They do"), 3.0),
        (score("1. Veins that come back"), -1.5),
        (score("(2) Veins come back"), 0.0), (score("12: Veins come back"), 0.0), (score("１. Veins come back"), -1.5),
        (score("123. Veins come back"), 1.5), (score("Veins"), 2.0), (score(HEAD, gap=0), -1.0),
        (score(HEAD, gap=2), 5.0),
        (score(HEAD, heading=1), 7.0), (score(HEAD, heading=1, gap=0), 7.0), (score(HEAD, heading=1, gap=2), 9.0),
        (score(HEAD, gap=0, ignore_gaps=True), 3.0), (score(HEAD, gap=2, ignore_gaps=True), 3.0),
        (score("These veins c", BODY), 6.0), (score("X" * 12, "X" * 91), 2.0), (score("X" * 13, "X" * 91), 6.0),
        (score("These veins come....", BODY), 6.0),
        (score("“These veins", "“" + BODY), 3.0), (score("...these veins", "...these veins of mine"), 6.0),
        (score("…these veins", "…these veins of mine"), 0.0), (score("“These veins come", BODY), 3.0),
        (score(HEAD, "Good luck".ljust(39, "!")), -10.0), (score(HEAD, "Good luck".ljust(40, "!")), 1.5),
        (score("Good luck".ljust(80, "!")), -10.0), (score("Good luck".ljust(81, "!")), 3.0),
        (score(HEAD, item=True), -10.0),
        (score("Hello Ana of ours"), -10.0), (score("Thank you for it all"), -10.0),
        (score("Thank you for it all", ignore_gaps=True), 3.0),
        (score("Hello Ana of ours", ignore_gaps=True), -10.0), (score("Reno, NV"), -10.0), (score("Reno, or not"), 3.0),
    ],
)  # fmt: skip
def test_weights_of_all_signs(value: float, expected: float) -> None:
    assert value == expected


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
