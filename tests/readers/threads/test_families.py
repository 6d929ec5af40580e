"""Families: which boxes of a page repeat around dates, and how wide their records are."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import anchors
from qapipe.readers.threads.families import families_of, widened
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family

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


def of_marks(html: str, least: str = "place") -> list[Family]:
    """The families of a kind where each ``time`` is an anchor, whose sign is its ``title``, in two parts."""
    places, _, prose = arrays_of(HtmlDocument(f"<main>{html}</main>"))
    found = [
        Anchor(element, places.first_runs[element], tuple((own["title"] or "").split("-")))
        for element, own in enumerate(places.attributes) if "title" in own
    ]  # fmt: skip
    return [family for family in families_of(places, found, prose) if family.kind == least]


def marked(signs: str, form: str = "<div class=post>{marks}<p>{words}</p></div>") -> str:
    """Posts of 100 letters of prose each; ``signs`` has the marks of each post, between blanks."""
    return "".join(
        form.format(
            marks="".join(f"<time title={sign}>x</time>" for sign in own.split(",")),
            words=f"{chr(97 + number)}{'x' * 111}", n=chr(97 + number),
        )
        for number, own in enumerate(signs.split())
    )  # fmt: skip


@pytest.mark.parametrize(
    ("signs", "score"),
    [
        ("day-a day-a", 20), ("day-a day-a day-a", 30), ("day-a day-a day-a day-b", 40 * 0.975**2),
        ("day-a day-a day-a age-b", 30 * 0.75**2), ("day-a day-a day-a day-b day-c", 30 * 0.6**2),
        ("day-a " * 7 + "day-b " * 3, 100 * 0.97**2),
        ("day-a " * 7 + "day-b day-b age-c", 90 * (0.7 + 0.3 * 0.9 * 2 / 3) ** 2),
        ("day-a,day-a day-a,day-a", 20 * 0.625**2), ("day-a,day-a day-a day-a", 30 * (1.25 * 3 / 4) ** 2),
        ("day-a,day-a day-a day-a day-a", 40), ("day-a,day-b day-a", 20), ("day-a day-b", None),
    ],
)  # fmt: skip
def test_families_are_as_good_as_they_are_pure(signs: str, score: float | None) -> None:
    best = of_marks(marked(signs))[:1]
    assert [family.score for family in best] == ([] if score is None else [pytest.approx(score)])


@pytest.mark.parametrize(
    ("signs", "sign"),
    [
        ("age-a,day-b age-a,day-b", "day-b"), ("day-b,attribute-a day-b,attribute-a", "attribute-a"),
        ("other-a,age-b other-a,age-b", "age-b"), ("day-a,day-b day-a,day-b", "day-a"), ("age-a,attribute-b age-a",
        "age-a"),
        ("day-a,attribute-b " * 24 + "day-a", "attribute-b"), ("day-a,attribute-b " * 10 + "day-a", "day-a"),
        ("day-b,age-a " * 24 + "age-a", "day-b"), ("day-b,age-a " * 10 + "age-a", "age-a"),
        ("age-b,other-a " * 24 + "other-a", "age-b"), ("age-b,other-a " * 10 + "other-a", "other-a"),
    ],
)  # fmt: skip
def test_the_mark_that_is_the_date_of_posts(signs: str, sign: str) -> None:
    """Exact ones are preferred to as regular ones, and to those that are a little more so."""
    assert of_marks(marked(signs))[0].sign == tuple(sign.split("-"))


@pytest.mark.parametrize(
    ("size", "score"), [(24, None), (25, 2 * 13**0.5), (3_012, 2 * 3_000**0.5), (3_100, 2 * 3_000**0.5)]
)
def test_what_a_text_is_worth(size: int, score: float | None) -> None:
    html = "".join(f"<div class=post><time title=day-a>x</time><p>{n}{'x' * (size - 1)}</p></div>" for n in "ab")
    assert [family.score for family in of_marks(html)[:1]] == ([] if score is None else [pytest.approx(score)])


@pytest.mark.parametrize(("levels", "count"), [(38, 3), (39, 0)])
def test_how_deep_marks_stand(levels: int, count: int) -> None:
    deep = "<div class=post>" + "<u>" * levels + "{marks}" + "</u>" * levels + "<p>{words}</p></div>"
    html = marked("day-a day-a day-a", deep)
    assert [len(family.records) for family in of_marks(html)[:1]] == ([count] if count else [])
    other = marked("day-a day-a day-a", deep.replace("div class=post", "{n}{n}").replace("/div", "/{n}{n}"))
    assert [len(family.records) for family in of_marks(other, "alone")[:1]] == ([count] if count else [])


@pytest.mark.parametrize(("count", "kinds"), [(1_000, 1), (1_001, 0)])
def test_the_largest_family(count: int, kinds: int) -> None:
    post = "<div class=post><time title=day-a>x</time>{}</div>"
    html = "".join(post.format(f"{number:04} {'x' * 20}") for number in range(count))
    assert len(of_marks(html)) == kinds


OTHER = "<{n}{n}>{marks}<p>{words}</p></{n}{n}>"
"""Posts in elements of different names."""


NESTED = "<cc><span title=day-a><time title=day-a>x</time></span><p>c</p></cc>"


@pytest.mark.parametrize(
    ("html", "score"),
    [
        (marked("day-a day-a day-a", OTHER), 30 * 0.9), (marked("day-a day-a,day-a", OTHER), 10 * 0.9 * 0.5),
        (marked("day-a day-a", OTHER) + NESTED, 20 * 0.9 * (3 / 4) ** 2), (marked("day-a", OTHER), None),
        (NESTED, None),
    ],
)  # fmt: skip
def test_the_outermost_elements_of_one_mark_each(html: str, score: float | None) -> None:
    found = of_marks(html, "alone")[:1]
    assert [family.score for family in found] == ([] if score is None else [pytest.approx(score)])
    assert [record.roots for family in found for record in family.records][:1] == ([] if score is None else [[2]])


@pytest.mark.parametrize(("texts", "score"), [(("a" * 112, "b" * 112), 20), (("a" * 112, "b" * 24), 10 * 0.5)])
def test_a_text_in_one_record_alone_is_worth_half(texts: tuple[str, ...], score: float) -> None:
    """The other records may be a list of threads beside a post."""
    html = "".join(f"<div class=post><time title=day-a>x</time><p>{text}</p></div>" for text in texts)
    assert [family.score for family in of_marks(html, "place")][:1] == [pytest.approx(score)]


FLAT = "{marks}<p>{words}</p>"


def runs(html: str) -> tuple[float | None, list[str]]:
    """The score of a family of runs, and the texts of its records, in short."""
    places, _, _ = arrays_of(HtmlDocument(f"<main>{html}</main>"))
    best = of_marks(html, "run")[:1]
    return best[0].score if best else None, [
        " ".join(places.text(root)[:1] for root in record.roots) for family in best for record in family.records
    ]


@pytest.mark.parametrize(
    ("html", "score", "texts"),
    [
        (marked("day-z day-z day-z", FLAT), 30 * 0.85, ["x a", "x b", "x c"]),
        (marked("day-z day-z", FLAT), 20 * 0.85, ["x a", "x b"]), (marked("day-z", FLAT), None, []),
        # as long as the longest other, at most
        (marked("day-z day-z", FLAT) + "<p>y</p><p>z</p>", 20 * 0.85, ["x a", "x b"]),
        (marked("day-z", FLAT) + "<p>y</p>" + marked("day-z day-z", FLAT) + "<p>u</p><p>v</p>", 30 * 0.85,
         ["x a y", "x a", "x b u"]),
        # what repeats before each
        (marked("day-z day-z", "<h4>h</h4>" + FLAT), 20 * 0.85, ["h x a", "h x b"]),
        (marked("day-z day-z", "<h4>h</h4><h5>k</h5>" + FLAT), 20 * 0.85, ["h k x a", "h k x b"]),
        ("<h6>g</h6>" + marked("day-z day-z", "<h4>h</h4>" + FLAT), 20 * 0.85, ["h x a", "h x b"]),
        (marked("day-z", FLAT) + marked("day-z", "<h4>h</h4>" + FLAT), 20 * 0.85, ["x a h", "x a"]),
        ("<h4>h</h4>" + marked("day-z day-z", FLAT), 20 * 0.85, ["x a", "x b"]),
        (marked("day-z day-z", "<p>{words}</p>{marks}") + "<p>y</p>", 20 * 0.85, ["a x", "b x"]),
        # a post without a date, of the class of those that show one
        (marked("day-z day-z", "<h4 class=n>{marks}</h4><p>{words}</p>").replace("<p>b",
        "<h4 class=n>n</h4><p>m</p><p>b"),
         10 * 0.85 * 0.5, ["x a", "x"]),
        ("<h4 class=n><time title=day-z>x</time></h4><p>a" + "x" * 111 + "</p><h4 class=n>n</h4><p>m</p>"
         + marked("day-z", "<h4 class=n>{marks}</h4><p>{words}</p>"), 20 * 0.85, ["x a", "x a"]),
        ("<h4><time title=day-z>x</time></h4><p>a" + "x" * 111 + "</p><h4>n</h4><p>m</p>"
         + marked("day-z", "<h4>{marks}</h4><p>{words}</p>"), 20 * 0.85, ["x a n m", "x a"]),
        # elements beside each other that hold all of a post each are no run
        (marked("day-z day-z"), None, []),
        (f"<section>{marked('day-z day-z', FLAT)}</section>" + marked("day-z", "<p>{marks}</p>"), 20 * 0.85 * 4 / 9,
         ["x a", "x b"]),
    ],
)  # fmt: skip
def test_runs_of_elements_from_one_mark_to_the_next(html: str, score: float | None, texts: list[str]) -> None:
    assert runs(html) == (None if score is None else pytest.approx(score), texts)


HEADER = "<tr><td>Subject: why does it drift</td></tr>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # rows that are all alike: a date and the text below it, behind a row that is none or says less
        (posts("<tr><td>{date}</td></tr><tr><td>{words}</td></tr>"), records()),
        (HEADER + posts("<tr><td>{date}</td></tr><tr><td>{words}</td></tr>"), records()),
        ("<tr><td>Forum</td></tr>" + posts("<tr><td>{date}</td></tr><tr><td>{words}</td></tr>"), records()),
        # a text and the date below it
        (posts("<tr><td>{words}</td></tr><tr><td>{date}</td></tr>"), [one[::-1] for one in records()]),
        (posts("<tr><td>{words}</td></tr><tr><td>{date}</td></tr>") + "<tr><td>Top</td></tr>",
         [one[::-1] for one in records()]),
    ],
)  # fmt: skip
def test_rows_that_are_all_alike(rows: str, expected: list[list[str]]) -> None:
    assert best(f"<table>{rows}</table>") == ("run", expected)


@pytest.mark.parametrize(("more", "around"), [(474, [1, 1]), (475, [0, 0])])
def test_three_times_a_record_and_400_letters(more: int, around: list[int]) -> None:
    post = "<div class=post><i>1 March 2015</i><p>{n} text of just 24 letters</p></div>"
    html = "".join(f"<section>{post.replace('{n}', n)}<p>{'w' * more}</p></section>" for n in "ab")
    places, found = families(f"<main>{html}</main>")
    family = next(one for one in found if places.css_class(one.records[0].roots[0]) == "post")
    assert [len(record.around) for record in widened(places, family).records] == around


@pytest.mark.parametrize(("levels", "around"), [(39, 39), (40, 40), (41, 40)])
def test_how_far_records_widen(levels: int, around: int) -> None:
    post = "<div class=post><i>{date}</i><p>{words}</p></div>"
    html = posts("<u>" * levels + post + "</u>" * levels)
    places, found = families(f"<main>{html}</main>")
    family = next(one for one in found if places.css_class(one.records[0].roots[0]) == "post")
    roots = [record.roots[0] for record in family.records]
    wide = widened(places, family).records
    assert [len(record.around) for record in wide] == [around] * 3
    assert [record.around[0] for record in wide] == [root - 1 for root in roots]
    assert [record.roots for record in wide] == [[root - around] for root in roots]


def test_records_in_records_stay_as_they_are() -> None:
    inner = f"<section><div class=post><i>{DATE.format(2)}</i><p>{WORDS[1]}</p></div></section>"
    html = (
        f"<section><div class=post><i>{DATE.format(1)}</i><p>{WORDS[0]}</p>{inner}</div></section>"
        f"<section><div class=post><i>{DATE.format(3)}</i><p>{WORDS[2]}</p></div></section>"
    )
    places, found = families(f"<main>{html}</main>")
    family = next(one for one in found if places.css_class(one.records[0].roots[0]) == "post")
    wide = widened(places, family).records
    assert [places.css_class(record.roots[0]) for record in wide] == ["post", "post", ""]
