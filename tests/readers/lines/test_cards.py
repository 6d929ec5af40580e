"""Names, places and professions on lines of their own."""

import pytest

from qapipe.readers.lines.cards import cards_of
from qapipe.readers.lines.signatures import Person

TEXT = "Oil the pegs, and wait."


@pytest.mark.parametrize(
    ("lines", "cards"),
    [
        ("Ann Reed|Norwich, VT", [(Person("Ann Reed", location="Norwich, VT"), 0, 2)]),
        ("Ann Reed|Norwich, VT|Tax Adviser", [(Person("Ann Reed", (), "Tax Adviser", "Norwich, VT"), 0, 3)]),
        ("Ann Reed, MD|Surgeon|Norwich, VT", [(Person("Ann Reed", ("MD",), "Surgeon", "Norwich, VT"), 0, 3)]),
        ("Ann Reed, MD", [(Person("Ann Reed", ("MD",)), 0, 1)]),
        (f"{TEXT}|Ann Reed, MD|{TEXT}", [(Person("Ann Reed", ("MD",)), 1, 2)]),
        ("Ann Reed, MD|Surgeon|Weaver", [(Person("Ann Reed", ("MD",), "Surgeon"), 0, 2)]),
        ("Ann Reed, MD|Norwich, VT|Dover, DE", [(Person("Ann Reed", ("MD",), location="Norwich, VT"), 0, 2)]),
        (
            "Ann Reed, MD|Tom Ruiz|Dover, DE",
            [(Person("Ann Reed", ("MD",), "Tom Ruiz", "Dover, DE"), 0, 3)],
        ),
        ("Ann Reed, MD|" + "X" * 50, [(Person("Ann Reed", ("MD",), "X" * 50), 0, 2)]),
        ("Ann Reed, MD|" + "X" * 51, [(Person("Ann Reed", ("MD",)), 0, 1)]),
        ("Ann Reed|Tax Adviser|Norwich, VT", [(Person("Ann Reed", (), "Tax Adviser", "Norwich, VT"), 0, 3)]),
        (f"Ann Reed|{TEXT}|Norwich, VT", []),
        ("Ann Reed", []),
        # a profession makes no name of a line
        ("Ann Reed|Tax Adviser", []),
        (f"Ann Reed|Tax Adviser|{TEXT}", []),
        (f"Ann Reed|Tax Adviser|{TEXT}|Norwich, VT", []),
        # several
        (
            f"Ann Reed, MD|Surgeon|Ida Moss|Norwich, VT|{TEXT}|Eli Voss, MD",
            [
                (Person("Ann Reed", ("MD",), "Surgeon"), 0, 2),
                (Person("Ida Moss", location="Norwich, VT"), 2, 4),
                (Person("Eli Voss", ("MD",)), 5, 6),
            ],
        ),
        (
            f"Ann Reed, MD|{TEXT}|Ida Moss, MD|Tom Ruiz|Dover, DE",
            [(Person("Ann Reed", ("MD",)), 0, 1), (Person("Ida Moss", ("MD",), "Tom Ruiz", "Dover, DE"), 2, 5)],
        ),
    ],
)
def test_cards(lines: str, cards: list[tuple[Person, int, int]]) -> None:
    assert [tuple(card) for card in cards_of(lines.split("|"))] == cards
