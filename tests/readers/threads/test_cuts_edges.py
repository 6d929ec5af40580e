"""Lines at the edges of bodies, on lines of their own: how many, how long, and in how many bodies."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest

from qapipe.readers.threads.cuts import edges_of, trimmed
from qapipe.readers.threads.texts import TextLine

RUNS = count()
WORDS = "one two three four five six seven eight nine ten".split()
FELT = "Felt does it, and cork does it as well."


def line(text: str, **more: Any) -> TextLine:
    """A line in a run of its own; with an ``@`` before it there is a date in it."""
    run = next(RUNS)
    return TextLine(text, gap=False, run=run, end=run + 1, **{"element": 1, **more})


def left(*bodies: Sequence[str | TextLine], title: str = "") -> list[str]:
    """What is left of bodies, between bars; lines with an ``@`` before them have a date in them."""
    given, marked = [], set()
    for body in bodies:
        lines = [line(one) if isinstance(one, str) else one for one in body]
        for one in lines:
            if one.text.startswith("@"):
                one.text = one.text[1:]
                marked.add(one.run)
        given.append(lines)
    found = trimmed(given, [None] * len(given), marked, title)
    assert trimmed(given, [None] * len(given), marked, title, edges_of(given, marked)) == found
    return ["|".join(one.text for one in lines) for lines in found]


@pytest.mark.parametrize(
    ("head", "goes"),
    [
        (["@3 May 2014"], 1), (["Ida", "@3 May 2014"], 2), (["Ida", "of Oban", "@3 May 2014"], 3),
        (["Ida", "of Oban", "a maker", "@3 May 2014"], 4), (["Ida", "of Oban", "a maker", "of pots", "@3 May 2014"], 0),
        (["x" * 48, "@3 May 2014"], 2), (["x" * 49, "@3 May 2014"], 0), (["Ida.", "@3 May 2014"], 0),
        (["Ida?", "@3 May 2014"], 0), (["Ida!", "@3 May 2014"], 0), (["Ida:", "@3 May 2014"], 2),
        (["Ida", "3 May 2014"], 0), ([], 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("of", "bodies"), [(2, 2), (1, 2), (3, 5), (2, 5), (6, 10), (5, 10), (2, 3), (1, 1)])
def test_bylines_that_most_bodies_begin_with(head: list[str], goes: int, of: int, bodies: int) -> None:
    given: list[list[str | TextLine]] = []
    for number, word in enumerate(WORDS[:bodies]):
        own = [
            one if "20" in one else f"{word}{one[len(word) :]}" if "x" in one else f"{one[:-1]}{word}{one[-1:]}"
            for one in head
        ]
        given.append([*(own if number < of else []), f"{FELT}{word}"])
    alone = head[:1] == ["@3 May 2014"]  # a date alone goes from any body
    enough = of >= max(2, 0.6 * bodies)
    for number, found in enumerate(left(*given)):
        kept = [str(one).lstrip("@") for one in given[number]]
        cut = goes if number < of and (enough or alone) else 0
        if number < of and head == ["Ida", "3 May 2014"]:
            cut = 0
        assert found == "|".join(kept[cut:])


TWO = ("Felt does it.", "Ours stood on cork.")


def test_a_byline_is_counted_whether_or_not_a_name_stands_above_its_date() -> None:
    assert left(["@3 May 2014", TWO[0]], ["Bo", "@4 May 2014", TWO[1]]) == list(TWO)
    for more in ({"code": True}, {"quoted": 1}):
        one, other = line("Ida", **more), line("Bo", **more)
        found = left([one, "@3 May 2014", TWO[0]], [other, "@4 May 2014", TWO[1]])
        assert found == [f"Ida|3 May 2014|{TWO[0]}", f"Bo|4 May 2014|{TWO[1]}"]


def test_a_foot_is_the_last_line() -> None:
    feet = "Ida wrote it on 3 May 2014 for all the makers of Oban", "Bo wrote it on 4 May 2014 for all who make pots"
    both = list(zip(TWO, WORDS, feet, strict=False))
    assert left(*([text, word, f"@{foot}"] for text, word, foot in both)) == [f"{TWO[0]}|one", f"{TWO[1]}|two"]
    for more in ({"code": True}, {"quoted": 1}):
        one, other = line(f"@{feet[0]}", **more), line(f"@{feet[1]}", **more)
        assert left([TWO[0], "one", one], [TWO[1], "two", other]) == ["|".join(lines) for lines in both]


def test_lines_repeat_from_the_first_on() -> None:
    """What the second lines have in common is none of a template's where the first ones have nothing."""
    for second, third in (("Bo", "Re: it|So it is"), ("Ida", "So it is")):
        assert left(["Ida", "Re: it", FELT], [second, "Re: it", "Cork"], ["Re: it", "So it is"])[2] == third


@pytest.mark.parametrize(
    ("foot", "goes"),
    [
        ("@Ida wrote it on 3 May 2014 for all the makers of Oban", True), ("@3 May 2014" + "x" * 110, True),
        ("@3 May 2014" + "x" * 111, False), ("Ida wrote it on 3 May 2014 for all the makers of Oban", False),
    ],
)  # fmt: skip
def test_feet_that_most_bodies_end_with(foot: str, goes: bool) -> None:
    bare = foot.lstrip("@")
    feet = [foot.replace("x" * 9, word * 3) if "x" in foot else f"{foot} {word}" for word in ("abc", "def", "ghi")]
    given = [[f"{FELT} {word}", one] for word, one in zip(("One", "Two", "Six"), feet, strict=True)]
    assert left(*given) == [one if goes else f"{one}|{two.lstrip('@')}" for one, two in given]
    for more in ({"code": True}, {"quoted": 1}):
        same: list[list[str | TextLine]] = [[FELT + word, line(foot, **more)] for word in "ab"]
        assert left(*same) == [f"{FELT}{word}|{bare}" for word in "ab"]


def test_a_body_that_is_all_foot_has_none() -> None:
    foots = [f"@Ida wrote it on 3 May 2014 for all the {word} makers" for word in ("old", "new", "few")]
    assert left(foots[:1], foots[1:2], [FELT, foots[2]]) == [foots[0][1:], foots[1][1:], f"{FELT}|{foots[2][1:]}"]
    assert left(foots[:1], [f"{FELT}a", foots[1]], [FELT, foots[2]]) == [foots[0][1:], f"{FELT}a", FELT]


BOX = {"element": 7}


@pytest.mark.parametrize(
    ("tail", "cut"),
    [
        # votes
        (["0", "of 0 votes"], 2), (["0", "1", "2 votes"], 3), (["0", "1", "2", "3 votes"], 3), (["0", "1"], 0),
        (["3 votes", "and so on it went."], 0), (["12k points"], 1), (["1,204 likes"], 1), (["0 of 3 votes"], 1),
        # was it helpful
        (["Helpful?"], 0), (["Was this answer helpful?"], 1), (["Was this answer helpful?", "Yes"], 2),
        (["Was this answer helpful?", *"abc"], 4),
        (["Was this answer helpful?", *"abcd"], 0), (["Was this answer helpful?", "x" * 20], 2),
        (["Was this answer helpful?", "x" * 21], 0), (["x" * 55 + " Was this answer helpful?"], 1),
        (["x" * 56 + " Was this answer helpful?"], 0),
        # an edit and its reason
        (["Edited by Ida", "for the words of it all"], 2),
        (["Edited by Ida", "for the words", "of it all and so on"], 3),
        (["Edited by Ida", "for the words", "of it all", "and so on and on"], 0),
        (["Worded by Ida", "for the words of it"], 0),
    ],
)  # fmt: skip
def test_boxes_of_several_lines_below_a_text(tail: list[str], cut: int) -> None:
    def of(**more: Any) -> str:
        return left([line(FELT, plain=True), *(line(one, **more) for one in tail)])[0]

    assert of(**BOX) == "|".join([FELT, *tail[: len(tail) - cut]])
    note = any(word in tail[0] for word in ("Edited", "Worded"))
    assert note or of(**BOX, plain=True) == "|".join([FELT, *tail])
    for other in ({"code": True}, {"quoted": 1}):
        assert of(**BOX, **other) == "|".join([FELT, *tail])
    if note and cut:
        assert of() == "|".join([FELT, *tail])  # in the box of the text
        two = [line(tail[0], element=7), *(line(one, element=8) for one in tail[1:])]
        assert left([line(FELT), *two]) == ["|".join([FELT, *tail])]


@pytest.mark.parametrize(
    ("tail", "cut"),
    [
        (["Was this answer helpful?", "Yes", "No"], 3), (["War diese Antwort hilfreich?", "Ja", "Nein 2"], 3),
        (["Was this answer helpful?", "No", "(Yes)"], 3), (["Was this answer helpful?", "Yes"], 0),
        (["Was this answer helpful?", "Yes", "Nor"], 0), (["Was it the plate?", "Yes", "No"], 0),
    ],
)  # fmt: skip
def test_plain_lines_ask_whether_it_helped_where_both_answers_stand_below(tail: list[str], cut: int) -> None:
    found = left([line(FELT, plain=True), *(line(one, plain=True) for one in tail)])[0]
    assert found == "|".join([FELT, *tail[: len(tail) - cut]])


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Hello", True), ("Hi everybody,", True), ("Good evening to you all!", True), ("Hallo zusammen,", True),
        ("Bonjour à tous,", True), ("Добрый день!", True), ("大家好", True), ("Hi to you all of this", False),
        ("Hint", False), ("Top member", False), ("Hello: 3 posts so far", False),
    ],
)  # fmt: skip
def test_a_greeting_repeats_because_people_greet(text: str, *, stays: bool) -> None:
    found = left(*([line(text), line(f"{FELT}{word}")] for word in "ab"))
    assert found == [f"{text}|{FELT}{word}" if stays else f"{FELT}{word}" for word in "ab"]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Edit: fixed on 9 May 2015, thanks!", False), ("Was it on 9 May 2015?", False), ("Sent on 9 May 2015.", True),
        ("Mended it on 9 May 2015.", False), ("posted by Ida on 9 May 2015", True), ("9 May 2015!", True),
    ],
)  # fmt: skip
def test_a_plain_sentence_with_a_date_in_it_is_no_date(text: str, cut: bool) -> None:
    dated = line(f"@{text}", plain=True)
    assert left([line(FELT, plain=True), dated])[0] == (FELT if cut else f"{FELT}|{text}")


@pytest.mark.parametrize(
    ("text", "head", "tail"),
    [
        ("Best answer", True, True), ("Question", True, False), ("Share | Report (2)", False, True),
        ("Share" + " | Share" * 9 + "!!!", False, True), ("Share" + " | Share" * 9 + "!!!!", False, False),
        ("Answered by Ida Holm", True, True), ("Answered by Ida Holm.", False, False),
        ("Answered by " + "x" * 108, True, True), ("Answered by " + "x" * 109, False, False),
    ],
)  # fmt: skip
def test_lines_in_boxes_of_their_own_at_an_edge(text: str, head: bool, tail: bool) -> None:
    assert left([text, FELT]) == [FELT if head else f"{text}|{FELT}"]
    assert left([FELT, text]) == [FELT if tail else f"{FELT}|{text}"]
    by = text.startswith("Answered")
    assert left([line(text, plain=True), FELT]) == [FELT if head and by else f"{text}|{FELT}"]
    assert left([FELT, line(text, plain=True)]) == [FELT if tail and by else f"{FELT}|{text}"]


def test_code_below_a_question_whether_it_helped_is_an_answer_to_nothing() -> None:
    for more in ({"code": True}, {"quoted": 1}):
        given = [line(FELT, plain=True), line("Was this answer helpful?", **BOX), line("Yes", **BOX, **more)]
        assert left(given) == [f"{FELT}|Was this answer helpful?|Yes"]


@pytest.mark.parametrize(
    ("text", "cut"), [("Save", True), ("Share…", True), ("Edit...", True), ("down?", False), ("up.", False)]
)
def test_the_last_word_of_a_sentence_is_no_button(text: str, cut: bool) -> None:
    assert left(["It goes faster and does not slow", text]) == [
        f"It goes faster and does not slow{'' if cut else f'|{text}'}"
    ]
