"""Headings without what a site prints around a title, and without the site's own name."""

import pytest

from qapipe.readers.threads.headings import bare, without_name

TITLE = "My old loom drifts"


@pytest.mark.parametrize(
    ("heading", "titles", "expected"),
    [
        (f"Topic: {TITLE}", [TITLE], TITLE), (f"A topic: {TITLE}", [TITLE], TITLE),
        (f"Untopic: {TITLE}", [TITLE], f"Untopic: {TITLE}"), (f"Topic {TITLE}", [TITLE], f"Topic {TITLE}"),
        (f"Thread title: {TITLE}", [TITLE], TITLE), (f"Re: {TITLE}", [TITLE], TITLE), (f"AW : {TITLE}", [TITLE], TITLE),
        (f"Re[2]: {TITLE}", [TITLE], TITLE), (f"Re^12: {TITLE}", [TITLE], TITLE),
        (f"Re2: {TITLE}", [TITLE], f"Re2: {TITLE}"),
        # the way to it, unless the page's title repeats all of it
        (f"Looms > {TITLE}", [TITLE], TITLE), (f"Looms / {TITLE}", [TITLE], TITLE),
        (f"Looms → {TITLE}", [TITLE], TITLE),
        (f"Looms > {TITLE}", [f"Looms > {TITLE}"], f"Looms > {TITLE}"),
        (f"Looms - {TITLE}", [TITLE], f"Looms - {TITLE}"),
        (f"Looms > {TITLE}", [f"Looms > {TITLE}", TITLE], f"Looms > {TITLE}"),
        # behind it
        (f"{TITLE} (Read 1,204 times)", [TITLE], TITLE), (f"{TITLE} (solved)", [TITLE], f"{TITLE} (solved)"),
        (f"{TITLE} (1 of 2 and 3 of 4)", [TITLE], f"{TITLE} (1 of 2 and 3 of 4)"), (f"{TITLE} #7", [TITLE], TITLE),
        (f"{TITLE} #seven", [TITLE], f"{TITLE} #seven"), (f"{TITLE} by Ida", [TITLE], TITLE),
        (f"{TITLE} by {'x' * 41}", [TITLE], TITLE), (f"{TITLE} by {'x' * 42}", [TITLE], f"{TITLE} by {'x' * 42}"),
        (f"{TITLE} [Share]", [TITLE], TITLE), (f"{TITLE} Shares", [TITLE], f"{TITLE} Shares"),
        (f"{TITLE}?!.) Reply", [TITLE], f"{TITLE}?!.)"), (f"{TITLE}” Print", [TITLE], f"{TITLE}”"),
        (f"{TITLE}? now", [TITLE], f"{TITLE}? now"),
        # parts of the page's title, the longest first; short ones are in it by chance
        (f"Topic: {TITLE}", [f"{TITLE} | Looms"], TITLE), (f"Topic: {TITLE}", [f"{TITLE} - Looms"], TITLE),
        (f"Topic: {TITLE}", [f"{TITLE}-Looms"], f"Topic: {TITLE}"),
        ("Topic: Loom drifts", ["Loom drifts"], "Loom drifts"), ("Topic: Loomdrifts", ["Loomdrifts"], "Loomdrifts"),
        ("Topic: Loomdrift", ["Loomdrift"], "Topic: Loomdrift"),
        (f"Re: {TITLE} (5 views)", ["old loom drifts", TITLE], TITLE),
        (f"Re: {TITLE}", ["old loom drifts"], f"Re: {TITLE}"),
        (f"Topic: {TITLE}", ["Something else entirely"], f"Topic: {TITLE}"), (f"Topic: {TITLE}", [], f"Topic: {TITLE}"),
        (f"Topic: {TITLE} by Ida", [TITLE, f"{TITLE} by Ida"], f"{TITLE} by Ida"),
        (f"Topic: {TITLE} and more", [TITLE, f"{TITLE} and more"], f"{TITLE} and more"),
        ("Topic: My old “loom” drifts (2)", [TITLE], "My old “loom” drifts"),
        (f"Topic: {TITLE}(2)", [TITLE], TITLE),
        (f"Weaving » {TITLE}", [f"Looms - {TITLE}"], TITLE),
        (f"Weaving » {TITLE}", [f"Looms - Weaving » {TITLE}"], f"Weaving » {TITLE}"),
        (f"Weaving » {TITLE}", [f"Looms - Weaving » {TITLE}", TITLE], f"Weaving » {TITLE}"),
        ("Loom by Ida", ["Loom"], "Loom by Ida"), ("A > Loom by Ida", ["Loom"], "A > Loom by Ida"),
    ],
)  # fmt: skip
def test_a_heading_without_what_stands_around_the_title(heading: str, titles: list[str], expected: str) -> None:
    assert bare(heading, titles) == expected


@pytest.mark.parametrize(
    ("heading", "names", "expected"),
    [
        (f"{TITLE} - Weavers", ["weavers"], TITLE), (f"{TITLE} | The Weavers", ["theweavers"], TITLE),
        (f"{TITLE} : Weavers", ["weavers"], TITLE), (f"{TITLE} • Weavers", ["weavers"], TITLE),
        (f"{TITLE} - Weavers", ["looms"], f"{TITLE} - Weavers"), (f"{TITLE} - Weavers", [], f"{TITLE} - Weavers"),
        ("Weavers", ["weavers"], "Weavers"), (f"{TITLE} - Looms - Weavers", ["weavers"], f"{TITLE} - Looms"),
        (f"Weavers - {TITLE}", ["weavers"], f"Weavers - {TITLE}"),
        ("Loom drift - Weavers", ["weavers"], "Loom drift - Weavers"),
        ("Loom drifts - Weavers", ["weavers"], "Loom drifts"),
        ("Loomdrifts - Weavers", ["weavers"], "Loomdrifts"), ("Loom - drifts - Weavers", ["weavers"], "Loom - drifts"),
        ("Weavers and Weavers - Weavers", ["weavers"], "Weavers and Weavers"),
    ],
)  # fmt: skip
def test_a_heading_without_the_name_of_its_site(heading: str, names: list[str], expected: str) -> None:
    assert without_name(heading, names) == expected
