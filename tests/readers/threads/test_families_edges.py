"""Families at their edges: posts right in the body, how far records reach, and what their marks and prose are worth."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.families import widened
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Record

from .test_families import DATE, WORDS, best, marked, of_marks, posts, records, runs


@pytest.mark.parametrize(
    ("html", "kind", "expected"),
    [
        (posts("<div class=post><i>{date}</i><p>{words}</p></div>"), "place", records()),
        (posts("<section><i>{date}</i><p>{words}</p></section>", 2), "place", records(2)),
        (posts("<u><i>{date}</i></u><p>{words}</p>"), "run", records()),
        (posts("<section><u><i>{date}</i></u><p>{words}</p></section>", 1)
         + f"<article><u><i>{DATE.format(2)}</i></u><p>{WORDS[1]}</p></article>", "alone", records(2)),
        ("".join(f"{DATE.format(n)}<br>{WORDS[n]}<br>" for n in (1, 2)), "", []),
    ],
)  # fmt: skip
def test_posts_right_in_the_body(html: str, kind: str, expected: list[list[str]]) -> None:
    assert best(html) == (kind, expected)


@pytest.mark.parametrize(
    ("above", "place", "alone", "run"),
    [(37, 2, 2, 2), (38, 2, 2, 2), (39, 0, 0, 2), (40, 0, 0, 0), (41, 0, 0, 0)],
)
def test_how_far_above_its_mark_a_record_may_be(above: int, place: int, alone: int, run: int) -> None:
    deep = "<u>" * above + "<time title=day-z>x</time>" + "</u>" * above
    html = marked("day-z day-z", f"<article>{deep}<p>{{words}}</p></article>")
    flat = marked("day-z day-z", f"{deep}<p>{{words}}</p>")
    found = [of_marks(html, "place"), of_marks(html, "alone"), of_marks(flat, "run")]
    assert [sum(len(one.records) for one in families) for families in found] == [place, alone, run]


@pytest.mark.parametrize(("prose", "letters"), [(12, 0), (13, 13), (2_999, 2_999), (3_000, 3_000), (3_001, 3_000)])
def test_what_the_prose_of_a_record_is_worth(prose: int, letters: int) -> None:
    html = "".join(f"<div class=post><time title=day-a>x</time><p>{letter * (prose + 12)}</p></div>" for letter in "ab")
    assert [family.score for family in of_marks(html)] == ([pytest.approx(2 * letters**0.5)] if letters else [])


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [
        ("day", "age", "day"), ("attribute", "day", "attribute"), ("attribute", "age", "attribute"),
        ("age", "short", "age"), ("day", "short", "day"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_the_dates_that_are_trusted_most(one: str, other: str, taken: str, *, turned: bool) -> None:
    first, second = (other, one) if turned else (one, other)
    (found, *_) = of_marks(marked(f"{first}-a,{second}-b " * 3))
    assert found.sign == (taken, "ab"[taken != first])


def test_a_sign_that_is_more_regular_is_taken_before_one_that_is_trusted_more() -> None:
    for signs, taken in (
        ("attribute-a,age-b attribute-a,age-b age-b age-b", "age"),
        ("attribute-a,age-b " * 9 + "age-b", "attribute"),
    ):
        assert of_marks(marked(signs))[0].sign[0] == taken  # type: ignore[index]


def rows(*sizes: int | str) -> list[str]:
    """What the records of a table of alike elements begin with: letters of prose are texts, others as they are."""
    html = "".join(
        f"<p>{letter}{'x' * (11 + size)}</p>" if isinstance(size, int) else size
        for letter, size in zip("abcdefghijklmnopqr", sizes, strict=False)
    )
    return [text.split()[0] for text in runs(html)[1]]


D, H = "<p><time title=day-z>z</time></p>", "<h4>h</h4>"


@pytest.mark.parametrize(
    ("sizes", "starts"),
    [
        # a text before each date: that of the post above it, if there is one behind the last date, too
        ((13, D, 100, D, 100, D, 14), "z z z"), ((13, D, 100, D, 100, D, 13), "a c e"),
        ((13, D, 100, D, 100, D, 13, 100), "a c e"), ((13, D, 100, D, 100, D), "a c e"),
        ((13, D, 100, D, 100, D, "<h4>long title of the next part of the page</h4>"), "a c e"),
        # or the first says next to nothing
        ((12, D, 100, D, 100, D), "z z z"), ((12, D, 13, D, 12, D, 100), "a c e"), ((12, D, 13, D, 13, D), "z z z"),
        # shorter than most of the others
        ((13, D, 14, D, 13, D, 100), "z z z"), ((14, D, 14, D, 13, D, 100), "a c e"),
        ((13, D, 14, D, 12, D, 13, D, 100), "a c e g"), ((13, D, 14, D, 14, D, 13, D, 100), "z z z z"),
        # what stands before each date, and no more of it than stands between two
        ((20, H, D, 100, H, D, H, D, 100), "h h h"), ((20, D, 100, H, D, 100), "z z"),
        # two elements before each date: the text behind the last date is as far behind it as the others are
        ((13, 1, D, 100, 1, D, 100, 1, D, 14, 1), "b e h"), ((13, 1, D, 100, 1, D, 100, 1, D, 13, 1), "a d g"),
    ],
)  # fmt: skip
def test_texts_between_dates_are_those_of_the_posts_above_or_below_them(
    sizes: tuple[int | str, ...], starts: str
) -> None:
    assert rows(*sizes) == starts.split()


def test_one_mark_that_stands_alone_makes_no_family() -> None:
    text = "a" * 112
    assert of_marks(f"<cc><u title=day-a>v<time title=day-a>{text}</time></u></cc>", "alone") == []
    assert of_marks(f"<cc><time title=day-a>{text}</time></cc><dd><u title=day-a>v</u></dd>", "alone") != []


def test_the_body_is_no_record_where_other_marks_are_deeper_than_is_looked_at() -> None:
    first, second = (f"<time title=day-z>{letter * 112}</time>" for letter in "ab")
    (family,) = of_marks(f"<cc>{first}</cc>{'<u>' * 45}{second}{'</u>' * 45}", "alone")
    assert all(record.roots[0] > 0 for record in family.records)


LEAD = "<p>{words}</p><p>{marks}</p>"


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>y</p><p>z</p>" + marked("day-z day-z day-z", LEAD), ["a x", "b x", "c x"]),
        ("<p>y</p>" + marked("day-z day-z", "<p>k</p>" + LEAD), ["k a x", "k b x"]),
        (marked("day-z day-z", "<p>k</p>" + LEAD) + "<p>y</p><p>z</p><p>v</p><p>w</p>", ["k a x", "k b x"]),
    ],
)  # fmt: skip
def test_what_stands_before_the_mark_of_a_run(html: str, texts: list[str]) -> None:
    assert runs(html)[1] == texts


def test_records_widen_up_to_the_body_and_not_to_others() -> None:
    deep = "<u>" * 41 + "<div id=b>two words of just as many letters</div>" + "</u>" * 41
    places, _, _ = arrays_of(HtmlDocument(f"<main><section><div id=a>one word here</div></section>{deep}</main>"))
    one, other = (next(n for n in range(len(places.nodes)) if places.attributes[n].get("id") == name) for name in "ab")
    family = Family("place", [Record([root], Anchor(root, 0, "day")) for root in (one, other)], "day")
    first, second = widened(places, family).records
    assert (first.around, len(second.around)) == ([one - 1, one - 2], 40)
    alone = Family("alone", [Record([one], Anchor(one, 0, "day")), Record([one - 1], Anchor(one, 0, "day"))], "day")
    assert [record.around for record in widened(places, alone).records] == [[], []]
