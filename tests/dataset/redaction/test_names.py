"""Names are replaced where they name a person, and never where they are words."""

from collections.abc import Sequence

import pytest

from qapipe.dataset.redaction.names import Names, same_name


def hidden(name: str, text: str, *, title: str = "", topics: Sequence[str] = (), other: str = "") -> str:
    names = Names()
    names.add(name)
    names.look_at([text, other], title, topics)
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
        ("Wilhelmina", "Wilhelmina ha scritto: no", "# ha scritto: no"),
        ("Rose", "Thanks Rose!", "Thanks #!"),
        ("rose", "@rose yes", "@# yes"),
        ("Żaneta Åberg", "Cześć Żaneta!", "Cześć #!"),
        ("(Ida Quist!)", "As Ida Quist says.", "As # says."),
        ("Ida Quist", "@Ida and @quist", "@# and @#"),
        ("Ida Quist", "(Mrs. Quist) Professor Quist, Doctor Ida", "(Mrs. #) Professor #, Doctor #"),
        ("Rose", "Danke, Rose) and thank you Rose\nthanks Rose - yes", "Danke, #) and thank you #\nthanks # - yes"),
        ("Rose", "Dear Rose and hallo Rose", "Dear Rose and hallo #"),
        ("Rose", "As Rose said, so Rose schrieb", "As # said, so # schrieb"),
        ("Rose", "No.\n- Rose!! ", "No.\n- #!! "),
        ("Rose", "No.\n-- ~ Rose", "No.\n-- ~ Rose"),
        ("Rose", "No.\n-- ~Rose" + " " * 300, "No.\n-- ~#" + " " * 300),
        ("Al Berg", "Hi Al, no", "Hi #, no"),
        ("A Berg", "Hi A, no. Hi Berg.", "Hi A, no. Hi #."),
        ("x" * 100, f"Hi {'x' * 100},", "Hi #,"),
        ("x" * 101, f"Hi {'x' * 101},", f"Hi {'x' * 101},"),
        ("ida_q87 berg", "Hi berg, ida_q87 berg", "Hi berg, #"),
        ("a1b2c", "a1b2c is here", "# is here"),
        ("ab12", "ab12 is here", "ab12 is here"),
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
        ("Ida Quist", "Hi Ida2, Hi Ida_x, Hi Idas"),
        ("Ida Quist", "dr. ida and Dr. quist, ida wrote"),
        ("Rose", "thanks Rose water, no. Rose that said no"),
        ("Rose", "No.\n- Rose is red"),
        ("!!", "Hi !!, so"),
        ("Rose", "mail@Rose yes"),
        ("Wilhelminaberta", "Hello Wilhelminaberta and others"),
        ("Rose", "Hello Rose" + " " * 30 + "water"),
    ],
)
def test_words_and_numbers_stay(name: str, text: str) -> None:
    assert hidden(name, text) == text


def test_a_name_of_two_words_that_the_page_uses_as_words_stays_but_where_it_is_addressed() -> None:
    text = "A Mommy Makeover takes weeks. Hi Mommy Makeover, wait."
    expected = "A Mommy Makeover takes weeks. Hi #, wait."
    assert hidden("Mommy Makeover", text, other="my mommy makeover") == expected
    assert hidden("Mommy Makeover", text, title="Mommy Makeover in May?") == expected
    assert hidden("Mommy Makeover", text, topics=["Mommy Makeover"]) == expected


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("Ida Quist", "Did Ida Quist ever write back?", "Did # ever write back?"),
        ("Ida Quist", "Is it, Ida Quist?", "Is it, #?"),
        ("Ida Quist", "Ida Quist", "#"),
        ("Ida Quist", "Noses in Tampa: Ida Quist Asks", "Noses in Tampa: Ida Quist Asks"),
        ("Ida Quist", "Tampa says Ida Quist", "Tampa says #"),
        ("ida_q87", "Thanks to ida_q87", "Thanks to #"),
        ("ida_q87", "About Noses: ida_q87", "About Noses: #"),
    ],
)
def test_a_title_names_a_person_unless_its_other_words_have_capitals_too(name: str, title: str, expected: str) -> None:
    assert hidden(name, title, title=title) == expected


def test_of_several_people_the_longest_name_is_found_and_the_first_has_a_part_of_it() -> None:
    names = Names()
    for name in ("Ida", "Ida Quist", "Ola Berg", "Ida Berg"):
        names.add(name)
    text = "Hi Ida Quist, hi Ida, hi Berg, hi Quist, Ida Berg"
    names.look_at([text], None, [])
    found = [(text[one.start : one.end], one.value) for one in names.found(text)]
    assert found == [
        ("Ida Quist", "Ida Quist"), ("Ida", "Ida"), ("Berg", "Ola Berg"), ("Quist", "Ida Quist"),
        ("Ida Berg", "Ida Berg"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "same"), [(None, None), ("Ida Quist", "ida quist"), ("(IDA  Quist) ", "ida  quist"), ("!!", "!!")]
)
def test_names_are_compared_without_case_and_edges(name: str | None, same: str | None) -> None:
    assert same_name(name) == same


def test_many_names_cost_one_pass() -> None:
    names = Names()
    for number in range(3_000):
        names.add(f"Ida Quist{number}")
    text = "Ida Quist2999 met Ida. " * 300
    names.look_at([text], None, [])
    assert len(list(names.found(text))) == 300
