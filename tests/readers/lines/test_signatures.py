"""Who wrote a text: the last or first lines of it that are nothing but a name, a place or a profession."""

import pytest

from qapipe.page.outline import Line
from qapipe.readers.lines.signatures import Person, cut_heading, cut_signature, person_of


def lines_of(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def cut(*texts: str, asker: bool = False, dashes: bool = True) -> tuple[Person | None, list[str]]:
    person, rest = cut_signature(lines_of(*texts), asker=asker, dashes=dashes)
    return person, [line.text for line in rest]


def headed(*texts: str) -> tuple[Person | None, list[str]]:
    person, rest = cut_heading(lines_of(*texts))
    return person, [line.text for line in rest]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Dr. Tom Ruiz, MD", Person("Tom Ruiz", ("MD",))),
        ("Tom Ruiz, MD, FACS", Person("Tom Ruiz", ("MD", "FACS"))),
        ("Dr. Ruiz", Person("Ruiz")),
        ("Dra Ruiz", Person("Ruiz")),
        ("Doctor", None),
        ("the whole team", None),
        ("Tom Ruiz", Person("Tom Ruiz")),
        ("Tom Ruiz, weaver", Person("Tom Ruiz", specialty="weaver")),
        ("Tom Ruiz, Leeds", Person("Tom Ruiz", location="Leeds")),
        ("Tom Ruiz, Chester, Vermont", Person("Tom Ruiz", location="Chester, Vermont")),
        ("Tom Ruiz, Dover, Vermonter", Person("Tom Ruiz", location="Dover, Vermonter")),
        ("Tom Ruiz aus Ulm", Person("Tom Ruiz", location="Ulm")),
    ],
)
def test_who_answers(text: str, person: Person | None) -> None:
    assert person_of(text) == person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("hilda", Person("hilda")),
        ("Hilda in Leeds", Person("Hilda", location="Leeds")),
        ("Hilda from Dover", Person("Hilda", location="Dover")),
        ("Hilda, weaver", Person("Hilda", location="weaver")),
        ("Dr. Hilda in Leeds", Person("Hilda", location="Leeds")),
        ("Ann Reed, MD", Person("Ann Reed", ("MD",))),
        ("H", None),
    ],
)
def test_who_asks(text: str, person: Person | None) -> None:
    assert person_of(text, asker=True) == person


TEXT = "Oil the pegs."


@pytest.mark.parametrize(
    ("last", "person"),
    [
        (["Answered by: Mona Feld, weaver"], Person("Mona Feld", specialty="weaver")),
        (["Answered by: Dr. Mona Feld"], Person("Mona Feld")),
        (["Answered by: the team"], None),
        (["Ann Reed, MD"], Person("Ann Reed", ("MD",))),
        (["— Ann Reed, MD"], Person("Ann Reed", ("MD",))),
        (["Dr. Ann Reed"], Person("Ann Reed")),
        (["Dr. Reed"], Person("Reed")),
        (["— Dr. O’Hara"], Person("O’Hara")),
        (["Dr. Reed", "Norwich, Vermont"], Person("Reed", location="Norwich, Vermont")),
        (["Ann Reed, MD, Norwich, VT"], Person("Ann Reed", ("MD",), location="Norwich, VT")),
        (["Dr. Ann Reed, weaver"], Person("Ann Reed", specialty="weaver")),
        (["Dr. Ann Reed, Norwich, Vermont"], Person("Ann Reed", location="Norwich, Vermont")),
        (["— Ann Reed, Leeds"], Person("Ann Reed", location="Leeds")),
        (["- Ann Reed, potter"], Person("Ann Reed", specialty="potter")),
        (["Dr. Ann Reed", "Norwich, Vermont"], Person("Ann Reed", location="Norwich, Vermont")),
        (["Ann Reed, MD", "Norwich, Vermont"], Person("Ann Reed", ("MD",), location="Norwich, Vermont")),
        (["— Ann Reed, potter", "Norwich, Vermont"], Person("Ann Reed", (), "potter", "Norwich, Vermont")),
    ],
)
def test_signatures_of_answers(last: list[str], person: Person | None) -> None:
    assert cut(TEXT, *last) == (person, [TEXT])
    assert cut_signature(lines_of(TEXT, *last)) == (person, lines_of(TEXT))


@pytest.mark.parametrize(
    "texts",
    [[], ["Ann Reed, MD"], [TEXT, "Ann Reed"], [TEXT, "Dr. "], [TEXT, "Dr. the one I trust"], [TEXT, "Dr. who"],
     [TEXT, "Thanks, Ann, Norwich, VT"],
     [TEXT, "Dr. Reed, thank you"], [TEXT, "Dr. Ann Reed, thank you"], [TEXT, "Ann Reed, MD", "Wait."],
     [TEXT, "Asked by: Ann"],
     [TEXT, "That is all."], [TEXT, "We did.", "Norwich, Vermont"]],
)  # fmt: skip
def test_no_signature(texts: list[str]) -> None:
    assert cut(*texts) == (None, texts)


def test_a_name_and_a_place_alone_leave_the_name_as_the_text() -> None:
    assert cut("Dr. Ann Reed", "Norwich, Vermont") == (Person(None, location="Norwich, Vermont"), ["Dr. Ann Reed"])
    named = Person("Ann Reed", location="Norwich, Vermont")
    assert cut("Dr. Ann Reed", "Norwich, Vermont", dashes=False) == (named, [])


def test_where_dashes_begin_no_signature() -> None:
    assert cut("Ann Reed, MD", dashes=False) == (Person("Ann Reed", ("MD",)), [])
    assert cut("Norwich, Vermont", dashes=False) == (None, ["Norwich, Vermont"])
    assert cut(dashes=False) == (None, [])
    assert cut(TEXT, "— Ann Reed, Leeds", dashes=False) == (None, [TEXT, "— Ann Reed, Leeds"])
    assert cut(TEXT, "— Dr. Ann Reed", "Norwich, Vermont", dashes=False)[0] is None


@pytest.mark.parametrize(
    ("last", "person"),
    [
        ("Asked by: Ann Lee, Leeds", Person("Ann Lee", location="Leeds")),
        ("Submitted by: Dr. ann", Person("ann")),
        ("— T.M., New Haven, CT", Person("T.M.", location="New Haven, CT")),
        ("--hilda", Person("hilda")),
    ],
)
def test_signatures_of_questions(last: str, person: Person) -> None:
    assert cut("Do pegs dry?", last, asker=True) == (person, ["Do pegs dry?"])
    assert cut("Do pegs dry?", TEXT, last, asker=True) == (person, ["Do pegs dry?", TEXT])


@pytest.mark.parametrize("last", ["Ann Reed, MD", "Answered by: Mona Feld", "Thanks", "– " + "x" * 41])
def test_no_signature_of_a_question(last: str) -> None:
    assert cut("Do pegs dry?", last, asker=True) == (None, ["Do pegs dry?", last])


@pytest.mark.parametrize(
    ("first", "person"),
    [
        (["Ann Reed, MD"], Person("Ann Reed", ("MD",))),
        (["Dr. Ann Reed", "Norwich, Vermont"], Person("Ann Reed", location="Norwich, Vermont")),
        (["Ann Reed, MD", "Norwich, Vermont"], Person("Ann Reed", ("MD",), location="Norwich, Vermont")),
        (["Ann Reed, MD", "Tampa Plastic Surgeon"], Person("Ann Reed", ("MD",), "Plastic Surgeon", "Tampa")),
        (["Dr. Ann Reed", "Dermatologist"], Person("Ann Reed", (), "Dermatologist")),
    ],
)
def test_names_above_a_text(first: list[str], person: Person) -> None:
    assert headed(*first, TEXT) == (person, [TEXT])


@pytest.mark.parametrize(
    "texts",
    [
        ["Ann Reed, MD"],
        ["Ann Reed, MD", "Norwich, Vermont"],
        ["— Ann Reed, Leeds", TEXT],
        [TEXT, "Ann Reed, MD", "Wax."],
    ],
)
def test_no_name_above_a_text(texts: list[str]) -> None:
    assert headed(*texts) == (None, texts)


def test_the_last_line_is_the_text_whatever_it_names() -> None:
    assert headed("Ann Reed, MD", "Dermatologist") == (Person("Ann Reed", ("MD",)), ["Dermatologist"])
    assert headed("Ann Reed, MD", TEXT, "Wax.") == (Person("Ann Reed", ("MD",)), [TEXT, "Wax."])
