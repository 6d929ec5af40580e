"""Names are replaced where they name a person, and never where they are words."""

import pytest

from qapipe.dataset.redaction.names import Names


def hidden(name: str, text: str, *, title: str = "", other: str = "") -> str:
    names = Names()
    names.add(name)
    names.look_at([text, other], [title])
    parts, end = [], 0
    for one in names.found(text):
        assert one.value == name
        parts += [text[end : one.start], "#"]
        end = one.end
    return "".join([*parts, text[end:]])


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ida Quist", "As Ida Quist says, Ida Quist's nose healed.", "As # says, #'s nose healed."),
        ("Ida Quist", "Hi Ida, thanks.", "Hi #, thanks."),
        ("Ida Quist", "I saw Dr. Quist in Tampa.", "I saw Dr. # in Tampa."),
        ("ida_q87", "@ida_q87 and Ida_Q87 agree", "@# and # agree"),
        ("Chicago3232", "Chicago3232, yes.", "#, yes."),
        ("Rose", "Hello Rose, rose water helps.", "Hello #, rose water helps."),
        ("Rose", "It helped.\n\nRose", "It helped.\n\n#"),
        ("Rose", "Rose wrote: no", "# wrote: no"),
        ("Rose", "Thanks Rose!", "Thanks #!"),
        ("rose", "@rose yes", "@# yes"),
        ("Żaneta Åberg", "Cześć Żaneta!", "Cześć #!"),
    ],
)
def test_people_are_named(name: str, text: str, expected: str) -> None:
    assert hidden(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Botox", "Botox wears off. I like Botox. Ask for Botox, not for fillers."),
        ("swelling", "swelling is normal.\n\nswelling"),
        ("Nose", "My nose hurts.\n\n- Nose"),
        ("May", "May I wait until May?"),
        ("mg", "5 mg a day"),
        ("B12", "B12 levels and B12"),
        ("Al", "Also, Al is aluminium"),
        ("Ida Quist", "Ida Quistgard and xIda Quist"),
        ("300", "300 cc"),
    ],
)
def test_words_and_numbers_stay(name: str, text: str) -> None:
    assert hidden(name, text) == text


def test_a_name_of_two_words_that_the_page_uses_as_words_stays_but_where_it_is_addressed() -> None:
    text = "A Mommy Makeover takes weeks. Hi Mommy Makeover, wait."
    expected = "A Mommy Makeover takes weeks. Hi #, wait."
    assert hidden("Mommy Makeover", text, other="my mommy makeover") == expected
    assert hidden("Mommy Makeover", text, title="Mommy Makeover in May?") == expected


def test_many_names_cost_one_pass() -> None:
    names = Names()
    for number in range(3_000):
        names.add(f"Ida Quist{number}")
    text = "Ida Quist2999 met Ida. " * 300
    names.look_at([text], [])
    assert len(list(names.found(text))) == 300
