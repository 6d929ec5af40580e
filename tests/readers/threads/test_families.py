"""Families: which boxes of a page repeat around dates, and how wide their records are."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import anchors
from qapipe.readers.threads.families import families_of, widened
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Family

DATE = "{} March 2015"
WORDS = ("Felt, cut twice as large as the foot", "A strip of old tube does it as well",
"Wax the beams and wait for a day",
         "Ours stood on cork for many a year", "Turn the whole thing by a hand or so")  # fmt: skip


def families(html: str) -> tuple[Places, list[Family]]:
    places, marks, prose = arrays_of(HtmlDocument(html))
    return places, families_of(places, anchors.dated(marks), prose)


def best(html: str) -> tuple[str, list[list[str]]]:
    """The kind of the best family, and the texts of its records."""
    places, found = families(html)
    if not found:
        return "", []
    return found[0].kind, [
        [text for root in record.roots for text in places.texts[places.first_runs[root] : places.end_runs[root]]]
        for record in found[0].records
    ]


def posts(form: str, count: int = 3) -> str:
    return "".join(form.format(date=DATE.format(n + 1), words=WORDS[n], n=n) for n in range(count))


def records(count: int = 3, first: int = 0) -> list[list[str]]:
    return [[DATE.format(n + 1), WORDS[n]] for n in range(first, count)]


@pytest.mark.parametrize(
    ("html", "kind", "expected"),
    [
        (posts("<div class=post><i>{date}</i><p>{words}</p></div>"), "place", records()),
        (posts("<div><i>{date}</i><p>{words}</p></div>"), "place", records()),
        (posts("<div class=post><i>{date}</i><p>{words}</p></div>", 2), "place", records(2)),
        (posts("<div class=post><i>{date}</i><p>{words}</p></div>", 1), "", []),
        (posts("<div class=p{n}x><i>{date}</i><p>{words}</p></div>"), "place", records()),
        (posts("<i>{date}</i><p>{words}</p>"), "run", records()),
        (posts("<p>{words}</p><i>{date}</i>"), "run", [[b, a] for a, b in records()]),
        (posts("<h4>Post</h4><p><i>{date}</i></p><p>{words}</p>"), "run", [["Post", *one] for one in records()]),
        (posts("<i>{date}</i><p>{words}</p><p>and more, {n}</p>"), "run",
         [[*one, f"and more, {n}"] for n, one in enumerate(records())]),
        (posts("<i>{date}</i>"), "", []), (posts("<p>{words}</p>"), "", []),
        (f"<div class=q><b><i>{DATE.format(1)}</i></b><p>{WORDS[0]}</p></div>"
         + posts("<section><i>{date}</i><p>{words}</p></section>").partition("</section>")[2], "place", records(3, 1)),
    ],
)  # fmt: skip
def test_the_best_family(html: str, kind: str, expected: list[list[str]]) -> None:
    assert best(f"<main>{html}</main>") == (kind, expected)


def test_boxes_inside_of_boxes_of_their_kind() -> None:
    inner = f"<div class=post><i>{DATE.format(2)}</i><p>{WORDS[1]}</p></div>"
    places, (first, *_) = families(
        f"<main><div class=post><i>{DATE.format(1)}</i><p>{WORDS[0]}</p>{inner}</div>"
        f"<div class=post><i>{DATE.format(3)}</i><p>{WORDS[2]}</p></div></main>"
    )
    assert [(record.depth, len(record.nested), places.texts[record.anchor.run]) for record in first.records] == [
        (0, 1, DATE.format(1)), (1, 0, DATE.format(2)), (0, 0, DATE.format(3)),
    ]  # fmt: skip
    assert first.records[0].nested == first.records[1].roots


def test_longer_texts_make_a_better_family_up_to_a_length() -> None:
    def score(size: int) -> float:
        text = f"<div class=post><i>{{date}}</i><p>{'x' * (size - 1)}{{n}}</p></div>"
        return families(posts(text))[1][0].score

    assert score(40) < score(400) < score(3_000)
    assert score(3_100) == score(4_000)


def test_dates_as_exact_that_stand_elsewhere_are_taken_where_most_agree() -> None:
    usual = "<div class=post><i>{date}</i><p>{words}</p></div>"
    own = f"<div class=post><b><u>{DATE.format(9)}</u></b><p>{WORDS[4]}</p></div>"
    assert best(f"<main>{posts(usual, 4)}{own}</main>") == ("place", [*records(4), [DATE.format(9), WORDS[4]]])
    short = f"<div class=post><b><u>3 days ago</u></b><p>{WORDS[4]}</p></div>"
    assert best(f"<main>{posts(usual, 4)}{short}</main>")[1] == records(4)
    other = own.replace("class=post", "class=reply")
    assert best(f"<main>{posts(usual, 4)}{other}</main>") == ("place", records(4))


@pytest.mark.parametrize(
    ("beside", "around"),
    [("", 1), ("x" * 300, 1), ("x" * 600, 0), ("<i>9 March 2015</i>", 1)],
)  # fmt: skip
def test_records_are_as_wide_as_other_text_allows(beside: str, around: int) -> None:
    """The box around a post may hold a little beside it: three times as much and 400 letters."""
    post = "<div class=post><i>{date}</i><p>{words}</p></div>"
    html = posts(f"<section class=box{{n}}>{post}<p>{beside}</p></section>")
    places, found = families(f"<main>{html}</main>")
    family = next(one for one in found if places.css_class(one.records[0].roots[0]) == "post")
    wide = widened(places, family)
    assert [len(record.around) for record in wide.records] == [around] * 3
    assert [places.css_class(record.roots[0])[:3] for record in wide.records] == [("box" if around else "pos")] * 3
