"""Which of two families are the answers, and which stand in them: comments."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.comments import outermost
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Record

COUNT = iter(range(10**6))


def t(prose: int) -> str:
    """A text with so many letters of prose that stands nowhere else."""
    return f"{next(COUNT):06}{'x' * (prose + 6)}"


def family(places: Places, name: str, score: float) -> Family:
    """Records are the elements with a letter in their id.

    The anchor of each is the first ``time`` right in it (of comments the last), or else one deeper.
    """
    records = []
    at = -1 if name == "c" else 0
    for element, own in enumerate(places.attributes):
        if name in (own.get("id") or ""):
            inside = [one for one in range(element, places.ends[element]) if places.tag(one) == "time"]
            right = [one for one in inside if places.parents[one] == element] or inside
            records.append(Record([element], Anchor(right[at], places.first_runs[right[at]], "day")))
    return Family(name, records, "day", score)


def post(*inside: str, prose: int = 100) -> str:
    return f"<div id=r><time>x</time><p>{t(prose)}</p>{''.join(inside)}</div>"


def remark(prose: int = 40) -> str:
    return f"<div id=c><time>y</time><p>{t(prose)}</p></div>"


def only(inside: str) -> str:
    """The box of a post that has no date of its own."""
    return f"<div id=r><p>{t(100)}</p>{inside}</div>"


def both() -> str:
    """A post that is found by its own date and by that of its comment."""
    return f"<div id=rc><time>x</time><p>{t(100)}</p><time>y</time></div>"


@pytest.mark.parametrize(
    ("html", "score", "expected"),
    [
        (post(remark()) + post(remark()) + post(remark()), 10, "r"),
        # not much worse, and not many more
        (post(remark()) + post(remark()), 2.5, "r"), (post(remark()) + post(remark()), 2.4, "c"),
        (post(remark(), remark()) + post(remark(), remark()), 1.25, "r"),
        (post(remark(), remark()) + post(remark(), remark()), 1.24, "c"),
        (post(remark()) + post(remark()) + post(), 10, "c"),
        (post(remark(), remark()) + post(remark()) + post() + post(), 10, "r"),
        # most of the comments stand in posts; those before the first are on the question
        (post(remark()) + post(remark()) + post(remark()) + remark() + remark(), 10, "r"),
        (post(remark()) + post() + remark(), 10, "c"),
        (remark() + remark() + remark() + post(remark()) + post(), 10, "r"),
        (remark() + remark() + post(remark(), remark()), 10, "r"),
        (remark() + remark() + remark() + post(remark()), 10, "r"),
        (remark() + remark() + remark() + remark() + post(remark()), 10, "c"),
        # they have a text of their own, half as long as a comment's
        (post(remark(10), prose=25) + post(remark(60), prose=25), 10, "c"),
        (post(remark(), prose=20) + post(remark(), prose=20), 10, "r"),
        (post(remark(), prose=19) + post(remark(), prose=19), 10, "c"),
        ("".join(post(remark(), prose=one) for one in (20, 20, 20, 19, 19)), 10, "r"),
        ("".join(post(remark(), prose=one) for one in (20, 20, 19, 19, 19)), 10, "c"),
        # and a date of their own
        (only(remark()) + only(remark()), 10, "c"), (only(remark()) + post(remark()), 10, "c"),
        (post(remark()) + post(remark()) + post(remark()) + post(remark()) + only(remark()), 10, "r"),
        (post(remark()) + post(remark()) + post(remark()) + only(remark()), 10, "c"),
        # the same box, and that of a post with one comment
        (both() + post(remark()) + post(remark()), 10, "r"), (both() + both() + post(remark()), 10, "c"),
        (both() + post(remark()), 10, "r"), (both() + both() + post(remark()) + post(remark()), 10, "r"),
        # most posts may have no comment, and the date of a post be all of a comment
        (post(remark(), remark()) * 2 + post() * 3, 10, "r"),
        (f"<div id=r><p>{t(90)}</p><time id=c>{t(40)}</time></div>" * 3, 10, "c"),
    ],
)  # fmt: skip
def test_which_family_is_the_outer_one(html: str, score: float, expected: str) -> None:
    places, _, prose = arrays_of(HtmlDocument(f"<main>{html}</main>"))
    families = [family(places, "c", 10), family(places, "r", score)]
    assert outermost(places, families, prose).kind == expected
    assert outermost(places, families[:1], prose).kind == "c"


def test_the_same_boxes_are_not_around_each_other() -> None:
    places, _, prose = arrays_of(HtmlDocument(f"<main>{remark()}{remark()}{remark()}</main>"))
    best, same = family(places, "c", 10), family(places, "c", 9)
    assert outermost(places, [best, same], prose) is best


def test_comments_on_comments_on_posts() -> None:
    inner = "<div id=d><time>z</time><p>{}</p></div>"
    html = "".join(
        f"<div id=r><time>x</time><p>{t(90)}</p><div id=c><time>y</time><p>{t(60)}</p>{inner.format(t(30))}</div></div>"
        for _ in range(3)
    )
    places, _, prose = arrays_of(HtmlDocument(f"<main>{html}</main>"))
    families = [family(places, name, 10) for name in "dcr"]
    assert outermost(places, families, prose).kind == "r"


def test_three_levels_of_comments_at_most() -> None:
    def box(names: str) -> str:
        inner = box(names[1:]) if names[1:] else ""
        return f"<div id={names[0]}><time>x</time><p>{t(20 * len(names))}</p>{inner}</div>"

    places, _, prose = arrays_of(HtmlDocument(f"<main>{box('klmno')}{box('klmno')}</main>"))
    families = [family(places, name, 10) for name in "onmlk"]
    assert outermost(places, families, prose) is families[3]
    assert outermost(places, families[:3], prose) is families[2]
    assert outermost(places, [families[0], families[3]], prose) is families[3]
