"""Author blocks: which lines belong to one, and what only looks like one."""

from typing import Any

import pytest

from qapipe.page.outline import Line, Lines, Link
from qapipe.readers.sites.realself.authors import Author, Gaps, find_authors

RATING = "4.9 out of 5 stars 86 reviews"
TEXT = "They come back in most people, and that is all that I can say of it."


def lines(text: str) -> Lines:
    """Lines as written: ``*`` begins an item, ``@`` a link to a profile, ``~`` another link; empty lines are gaps.

    ``&`` begins a line with a link to a profile behind another link.
    """
    found: list[Line] = []
    gap = 0
    for line in text.split("\n"):
        if not line:
            gap += 1
            continue
        profile = f"/dr/{line[1:4].lower()}"
        hrefs = {"@": [profile], "~": ["/towns/1"], "&": ["/towns/1", profile]}.get(line[0], [])
        bare = line[1:] if line[0] in "*@~&" else line
        found.append(Line(bare, gap, item=line[0] == "*", links=tuple(Link(href, bare) for href in hrefs)))
        gap = 0
    return Lines.of(found)


def blocks(text: str, gaps: Gaps = Gaps.RELIABLE) -> list[Author]:
    return find_authors(lines(text), gaps=gaps)


def told(author: Author) -> tuple[Any, ...]:
    """Lines, name and place of a block."""
    name, place = author.name, author.place
    return author.start, author.end, name and name.name, place and place.location, place and place.specialty


WHOLE = (0, 3, "Jane Roe", "Tampa", "Dentist")


@pytest.mark.parametrize(
    ("text", "gaps", "expected"),
    [
        (f"Jane Roe, MD\nTampa Dentist\n{RATING}", "RELIABLE", WHOLE),
        (f"Jane Roe, MD\n\nTampa Dentist\n\n{RATING}", "LOST", WHOLE),
        (f"Jane Roe, MD\n\nTampa Dentist\n\n{RATING}", "HTML", WHOLE),
        (f"Jane Roe, MD\nTampa Dentist\n\n{RATING}", "RELIABLE", (2, 3, None, None, None)),
        (f"Jane Roe, MD\n\nTampa Dentist\n{RATING}", "RELIABLE", (1, 3, None, "Tampa", "Dentist")),
        (f"Jane Roe, MD\n\n\nTampa Dentist\n{RATING}", "LOST", (1, 3, None, "Tampa", "Dentist")),
        (f"Jane Roe, MD\nTampa Dentist\n\n\n{RATING}", "LOST", (2, 3, None, None, None)),
        (f"Jane Roe, MD\n{RATING}", "RELIABLE", (0, 2, "Jane Roe", None, None)),
        (f"Jane Roe{', MD' * 28}\nTampa Dentist\n{RATING}", "RELIABLE", WHOLE),  # 120 characters
        (f"Janet Roe{', MD' * 28}\nTampa Dentist\n{RATING}", "RELIABLE", (1, 3, None, "Tampa", "Dentist")),
        (f"Tampa Dentist\n{RATING}", "RELIABLE", (0, 2, None, "Tampa", "Dentist")),
        (RATING, "RELIABLE", (0, 1, None, None, None)),
        (f"Jane Roe\nTampa Dentist\n{RATING}", "RELIABLE", WHOLE),
        (f"{TEXT}\nJane Roe\nTampa Dentist\n{RATING}", "RELIABLE", (2, 4, None, "Tampa", "Dentist")),
        (f"{TEXT}\n\nJane Roe\nTampa Dentist\n{RATING}", "RELIABLE", (1, 4, *WHOLE[2:])),
        (f"{TEXT}\nJane Roe\nTampa Dentist\n{RATING}", "LOST", (1, 4, *WHOLE[2:])),
        (f"Jane Roe\nTampa Dentist\n{RATING}", "HTML", (1, 3, None, "Tampa", "Dentist")),
        (f"@Jane Roe\nTampa Dentist\n{RATING}", "HTML", WHOLE),
        # what stands above a rating is a place unless it is a sentence, a vote, an item or too long
        (f"Tampa Loomwright\n{RATING}", "RELIABLE", (0, 2, None, "Tampa", "Loomwright")),
        *((f"Tampa Dentist{end}\n{RATING}", "RELIABLE", (1, 2, None, None, None)) for end in ".!?:;"),
        (f"tampa Dentist\n{RATING}", "RELIABLE", (1, 2, None, None, None)),
        (f"+3\n{RATING}", "RELIABLE", (1, 2, None, None, None)),
        (f"{{{{ voteCount }}}}\n{RATING}", "RELIABLE", (1, 2, None, None, None)),
        (f"-Tampa Dentist\n{RATING}", "RELIABLE", (0, 2, None, "-Tampa", "Dentist")),
        (f"Tampa {'x' * 104}\n{RATING}", "RELIABLE", (0, 2, None, "Tampa", "x" * 104)),
        (f"Tampa {'x' * 105}\n{RATING}", "RELIABLE", (1, 2, None, None, None)),
        (f"*Tampa {'x' * 74}\n{RATING}", "RELIABLE", (0, 2, None, "Tampa", "x" * 74)),
        (f"*Tampa {'x' * 75}\n{RATING}", "RELIABLE", (1, 2, None, None, None)),
    ],
)  # fmt: skip
def test_blocks_with_a_rating(text: str, gaps: str, expected: tuple[Any, ...]) -> None:
    (block,) = blocks(text, Gaps[gaps])
    assert told(block) == expected
    assert (block.rating, block.rating_best, block.review_count, block.certain) == (4.9, 5.0, 86, True)


def test_lines_of_one_block_are_not_those_of_the_next() -> None:
    found = blocks(f"{RATING}\n{RATING}\nTampa Dentist\n{RATING}\n\nJane Roe, MD\n{RATING}")
    assert [(one.start, one.end) for one in found] == [(0, 1), (1, 2), (2, 4), (4, 6)]


@pytest.mark.parametrize(
    ("rating", "values"),
    [("4 out of 5", (4.0, 5.0, None)), ("9.5 out of 10 stars 1,204 reviews", (9.5, 10.0, 1204)),
    ("5 out of 5 (123456789 ratings)", (5.0, 5.0, 123456789)),
     ("5 out of 5 9999999999 reviews", (5.0, 5.0, 9_999_999_999)),
     (f"5 out of 5 {'9' * 16} reviews", (5.0, 5.0, None))],
)  # fmt: skip
def test_values_of_a_rating(rating: str, values: tuple[Any, ...]) -> None:
    (block,) = blocks(f"Tampa Dentist\n{rating}")
    assert (block.rating, block.rating_best, block.review_count) == values


@pytest.mark.parametrize(
    ("text", "gaps", "expected"),
    [
        (f"{TEXT}\n\nTampa Dentist\n\n{TEXT}", "RELIABLE", [(1, 2, None, "Tampa", "Dentist")]),
        (f"{TEXT}\nTampa Dentist\n\n{TEXT}", "RELIABLE", []),
        (f"{TEXT}\nTampa Dentist\n{TEXT}", "LOST", [(1, 2, None, "Tampa", "Dentist")]),
        (f"{TEXT}\n\nTampa Dentist\n\n{TEXT}", "HTML", []),
        (f"{TEXT}\n\n*Tampa Dentist\n\n{TEXT}", "RELIABLE", []),
        (f"{TEXT}\n\nTampa Dentist", "RELIABLE", [(1, 2, None, "Tampa", "Dentist")]),
        (f"Jane Roe, MD\nTampa Dentist\n\n{TEXT}", "RELIABLE", [(0, 2, "Jane Roe", "Tampa", "Dentist")]),
        (f"{TEXT}\n\nJane Roe, MD\nTampa Dentist\n\n{TEXT}", "RELIABLE", [(1, 3, "Jane Roe", "Tampa", "Dentist")]),
        (f"{TEXT}\n\nJane Roe, MD\nTampa Dentist", "HTML", [(1, 3, "Jane Roe", "Tampa", "Dentist")]),
        (f"{TEXT}\n\nJane Roe, MD\nBoard Certified Dentist",
        "HTML", [(1, 3, "Jane Roe", None, "Board Certified Dentist")]),
        (f"{TEXT}\n\nJane Roe, MD\nBoard Certified Dentist", "RELIABLE", []),
        (f"{TEXT}\n\nBoard Certified Dentist", "LOST", []),
        (f"{TEXT}\n\nJane Roe, MD\n*Tampa Dentist", "HTML", [(1, 3, "Jane Roe", "Tampa", "Dentist")]),
        (f"{TEXT}\n\nJane Roe, MD\n*Tampa Dentist", "RELIABLE", []), (f"{TEXT}\n\nTampa Dentist.", "RELIABLE", []),
        # only the first block may lack its name; a block right above another is a sign-off
        (f"{TEXT}\n\nTampa Dentist\n\n{TEXT}\n\nReno Dentist\n\n{TEXT}", "RELIABLE", [(1, 2, None, "Tampa",
        "Dentist")]),
        (f"{TEXT}\n\nTampa Dentist\n\n{TEXT}\n\nJo Ray, MD\nReno Dentist", "RELIABLE", [(1, 2, None, "Tampa",
        "Dentist"), (3, 5, "Jo Ray", "Reno", "Dentist")]),
        (f"{TEXT}\n\nTampa Dentist\n\n{TEXT}\n\nReno Dentist\n{RATING}", "RELIABLE", [(1, 2, None, "Tampa", "Dentist"),
        (3, 5, None, "Reno", "Dentist")]),
        (f"Reno Dentist\n{RATING}\n\n{TEXT}\n\nTampa Dentist\n\n{TEXT}", "RELIABLE", [(0, 2, None, "Reno", "Dentist")]),
        (f"{TEXT}\n\nTampa Dentist\n{TEXT}\n\nReno Dentist\n{RATING}", "RELIABLE", [(3, 5, None, "Reno", "Dentist")]),
        (f"{TEXT}\n\nJane Roe, MD\nTampa Dentist\nJo Ray, MD\nReno Dentist\n{RATING}", "RELIABLE", [(3, 6, "Jo Ray",
        "Reno", "Dentist")]),
        (f"{TEXT}\n\nJane Roe, MD\nTampa Dentist\n\nReno Dentist\n\n{TEXT}", "RELIABLE", [(1, 3, "Jane Roe", "Tampa",
        "Dentist")]),
        (f"{TEXT}\n\nTampa Dentist)\n\n{TEXT}", "RELIABLE", [(1, 2, None, "Tampa", "Dentist)")]),
        (f"{TEXT}\n\nTampa (Dentist)\n\n{TEXT}", "RELIABLE", []),
        (f"Reno Dentist\n{RATING}\n\nTampa Dentist\n\nJane Roe, MD\n{RATING}", "RELIABLE", [(0, 2, None, "Reno",
        "Dentist"), (3, 5, "Jane Roe", None, None)]),
        # a place that no list knows, below a name
        (f"Reno Dentist\n{RATING}\n{TEXT}\n\nJo Ray, MD\nJane Roe, MD\n{RATING}", "RELIABLE",
        [(0, 2, None, "Reno", "Dentist"), (4, 6, "Jane Roe", None, None)]),
        (f"Reno Dentist\n{RATING}\n{TEXT}\n\nJane Roe, MD\nTampa Loomwright.\n\nJo Ray, MD\nTampa Loomwright",
        "RELIABLE", [(0, 2, None, "Reno", "Dentist"), (5, 7, "Jo Ray", "Tampa", "Loomwright")]),
        *((f"Reno Dentist\n{RATING}\n{TEXT}\n\nJo Ray, MD\n{place} Loomwright", "RELIABLE",
        [(0, 2, None, "Reno", "Dentist"), (3, 5, "Jo Ray", place, "Loomwright")]) for place in (
            "Rio de Janeiro", "Vila do Conde", "Rio del Oro", "One Two Three Four Five Six",
        )),
        *((f"Reno Dentist\n{RATING}\n{TEXT}\n\nJo Ray, MD\n{place} Loomwright", "RELIABLE",
        [(0, 2, None, "Reno", "Dentist")]) for place in ("Rio dell Oro", "town")),
        (f"Reno Dentist\n{RATING}\n{TEXT}\n\nJane Roe, MD\nTampa Loomwright\n\n{TEXT}",
        "RELIABLE", [(0, 2, None, "Reno", "Dentist"), (3, 5, "Jane Roe", "Tampa", "Loomwright")]),
        *((f"Reno Dentist\n{RATING}\n{TEXT}\n{first}\n{second}", "RELIABLE", [(0, 2, None, "Reno",
        "Dentist")]) for first, second in (
            ("\nJane Roe, MD", "\nTampa Loomwright"), ("Jane Roe, MD", "Tampa Loomwright"),
            ("\nJane Roe, MD", "Tampa Loomwright."),
            ("\nJane Roe, MD", "Loomwright"), ("\nJane Roe, MD", "Tampa loomwrights of old"),
            ("\nThe end", "Tampa Loomwright"),
            ("\nJane Roe, MD", "Tampa " + "X" * 55), ("\nJane Roe, MD", "One Two Three Four Five Six Seven Loomwright"),
        )),
        (f"Reno Dentist\n{RATING}\n{TEXT}\n\nJane Roe, MD\nTampa {'X' * 54}", "RELIABLE", [(0, 2, None, "Reno",
        "Dentist"), (3, 5, "Jane Roe", "Tampa", "X" * 54)]),
        (f"Jo Ray, MD\n{RATING}\n{TEXT}\n\nJane Roe, MD\nTampa Loomwright", "RELIABLE", [(0, 2, "Jo Ray", None, None)]),
        (f"{TEXT}\n\nJane Roe, MD\nTampa Loomwright\n\n{TEXT}\n\nReno Dentist\n\n{TEXT}\n\nJo Ray, MD\nReno Dentist",
        "RELIABLE", [(1, 3, "Jane Roe", "Tampa", "Loomwright"), (6, 8, "Jo Ray", "Reno", "Dentist")]),
        # names that a link gives away
        (f"{TEXT}\n@Jane Roe\n{TEXT}", "HTML", [(1, 2, "Jane Roe", None, None)]),
        (f"{TEXT}\n~Jane Roe\n{TEXT}", "HTML", []),
        (f"{TEXT}\n~Jane Roe\n@Jo Ray\n{TEXT}", "HTML", [(2, 3, "Jo Ray", None, None)]),
        (f"{TEXT}\n&Jane Roe\n{TEXT}", "HTML", [(1, 2, "Jane Roe", None, None)]),
        (f"{TEXT}\n@Jane Roe, MD\n{TEXT}", "HTML", [(1, 2, "Jane Roe", None, None)]),
        (f"{TEXT}\n@Jane Roe\n{TEXT}", "RELIABLE", []),
        (f"{TEXT}\n@The best\n{TEXT}", "HTML", []), (f"{TEXT}\n@Jane Roe", "HTML", [(1, 2, "Jane Roe", None, None)]),
    ],
)  # fmt: skip
def test_blocks_without_a_rating(text: str, gaps: str, expected: list[tuple[Any, ...]]) -> None:
    assert list(map(told, blocks(text, Gaps[gaps]))) == expected


@pytest.mark.parametrize(
    ("below", "address"),
    [
        ("12 Main St\nReno, NV 89501", "12 Main St\nReno, NV 89501"),
        ("12 Main St\nFloor 2\nReno, NV 89501", "12 Main St\nFloor 2\nReno, NV 89501"),
        ("12 Main St, Reno, NV 89501", "12 Main St, Reno, NV 89501"), ("Main St\nReno, NV 89501", None),
        ("Reno, NV 89501", None),
        ("Elm Court 3, Reno, NV 89501", "Elm Court 3, Reno, NV 89501"),
        ("12 Main St\nReno, NV 89501\n9 Elm St\nFloor 2\nReno, NV 89501", "12 Main St\nReno, NV 89501"),
        ("12 Main St\nReno, NV 89501\n9 Elm St, Reno, NV 89501", "12 Main St\nReno, NV 89501"),
        ("12 Main St\nFloor 2\nRoom 3\nReno, NV 89501", None), ("12 Main St", None),
    ],
)  # fmt: skip
def test_addresses(below: str, address: str | None) -> None:
    (block,) = blocks(f"Tampa Dentist\n{RATING}\n{below}")
    assert block.address == address
    assert block.end == 2 + (address.count("\n") + 1 if address else 0)


def test_links_of_a_block_are_those_of_its_lines() -> None:
    (block,) = blocks(f"@Jane Roe\n~Tampa Dentist\n{RATING}", Gaps.HTML)
    assert block.hrefs == ("/dr/jan",)
    (block,) = blocks(f"@Jane Roe, MD\n{RATING}", Gaps.HTML)
    assert block.hrefs == ("/dr/jan",)
    (block,) = blocks(f"{TEXT}\n@Jane Roe, MD\n~Tampa Dentist", Gaps.HTML)
    assert block.hrefs == ("/dr/jan", "/towns/1")
    (_, block) = blocks(f"Reno Dentist\n{RATING}\n{TEXT}\n\n@Jane Roe, MD\n~Tampa Loomwright")
    assert block.hrefs == ("/dr/jan",)
    (block,) = blocks(f"{TEXT}\n@Jane Roe", Gaps.HTML)
    assert block.hrefs == ("/dr/jan",)
