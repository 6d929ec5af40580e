"""What stands in records and beside them, on arrays of their own: comments, posts without a date, texts cut off."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.comments import comment_boxes
from qapipe.readers.threads.parts import breaks_off, left_behind
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Prose, Record
from qapipe.readers.threads.texts import lines_of
from qapipe.readers.threads.undated import add_undated

COUNT = iter(range(10**6))


def t(prose: int) -> str:
    """A text with so many letters of prose that stands nowhere else."""
    return f"{next(COUNT):06}{'x' * (prose + 6)}"


def arrays(html: str) -> tuple[Places, Prose]:
    places, _, prose = arrays_of(HtmlDocument(f"<main>{html}</main>"))
    return places, prose


def ids(places: Places, name: str) -> list[int]:
    return [element for element, own in enumerate(places.attributes) if own.get("id") == name]


def named(places: Places, elements: set[int] | list[int]) -> str:
    return " ".join(str(places.attributes[element].get("id") or places.tag(element)) for element in sorted(elements))


def family_of(places: Places, kind: str = "place") -> Family:
    """Records are the elements whose id is ``r``; the anchor of each is its first ``time``, if any."""
    records = []
    for element in ids(places, "r"):
        inside = (one for one in range(element, places.ends[element]) if places.tag(one) == "time")
        anchor = next(inside, element)
        records.append(Record([element], Anchor(anchor, places.first_runs[anchor], "day")))
    return Family(kind, records, "day")


def commented(*posts: str) -> str:
    """The boxes of comments in posts, each with a date above and a text of 100 letters of prose."""
    html = "".join(f"<div id=r class=r><time>x</time><p>{t(100)}</p>{post}</div>" for post in posts)
    places, prose = arrays(html)
    anchors = [
        Anchor(element, places.first_runs[element], "day")
        for element in range(len(places.nodes))
        if places.tag(element) == "time"
    ]
    return named(places, comment_boxes(places, family_of(places), anchors, prose))


def said(name: str, prose: int = 20, mark: str = "<time>y</time>") -> str:
    return f"<div class=c id={name}>{mark}<p>{t(prose)}</p></div>"


BARE = said("n", mark="")


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ((said("a"), said("b")), "a b"), ((said("a"), ""), ""), ((said("a") + said("b"), ""), "a b"), (("", ""), ""),
        ((said("a"), said("b"), BARE), "a b"), ((said("a"), said("b"), BARE, BARE), "time time"),
        ((said("a"), said("b"), said("c"), BARE, BARE), "a b c"),
        ((f"<section class=l id=l>{said('a')}</section>", f"<section class=l id=m>{said('b')}</section>"), "l m"),
        ((f"<section class=l id=l>{said('a')}</section>", said("b")), "a b"),
        ((f"<section class=l id=l>{said('a')}{said('b')}</section>", "<section class=l></section>"), "a b"),
        ((f"<blockquote>{said('a')}</blockquote>", f"<blockquote>{said('b')}</blockquote>"), ""),
        # boxes that hold nearly all prose are the posts' own
        ((said("a", 900), said("b", 900)), "a b"), ((said("a", 901), said("b", 901)), ""),
        ((said("a", 901), said("b", 20)), ""), ((said("a", 901), said("b", 20), said("c", 20)), "a b c"),
        ((said("a", 901), said("b", 901), said("c"), said("d"), said("e")), "a b c d e"),
    ],
)  # fmt: skip
def test_boxes_of_comments(posts: tuple[str, ...], expected: str) -> None:
    assert commented(*posts) == expected


def dates_of(places: Places) -> list[Anchor]:
    return [
        Anchor(element, places.first_runs[element], "day")
        for element in range(len(places.nodes))
        if places.tag(element) == "time"
    ]


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        # a post may be called as comments are, and begin with a box that is
        (["<div id=r class=c><time>x</time><p>[]</p>{}</div>"] * 4, "a b"),
        ([f"<div id=r class=r>{BARE}<time>x</time><p>[]</p>{{}}</div>"] * 2, "time time"),
        # what holds the date of the post, too, is no comment
        (["<div id=r class=r><div class=i id=i><time>x</time><p>[]</p>{}</div></div>"] * 2, "a b"),
    ],
)  # fmt: skip
def test_boxes_of_comments_are_not_those_of_posts(posts: list[str], expected: str) -> None:
    inside = [said("a"), said("b"), BARE, BARE]
    places, prose = arrays(
        "".join(post.replace("{}", own).replace("[]", t(99)) for post, own in zip(posts, inside, strict=False))
    )
    found = comment_boxes(places, family_of(places), dates_of(places), prose)
    assert named(places, found) == expected


def test_comments_in_records_of_several_elements() -> None:
    post = "<p id=r class=p><time>x</time></p><div id=s class=s>{}<p>{}</p></div><div class=s id=l>{}</div>"
    places, prose = arrays("".join(post.format(t(9), t(99), said(name)) for name in "ab"))
    records = [
        Record([first, first + 2, last], Anchor(first + 1, places.first_runs[first], "day"))
        for first, last in zip(ids(places, "r"), ids(places, "l"), strict=True)
    ]
    assert [named(places, record.roots) for record in records] == ["r s l"] * 2
    family = Family("run", records, "day")
    assert named(places, comment_boxes(places, family, dates_of(places), prose)) == "a b"


@pytest.mark.parametrize(("levels", "expected"), [(28, "a b"), (29, "u u")])
def test_how_far_comments_stand_above_their_dates(levels: int, expected: str) -> None:
    deep = "<u>" * levels + "<time>y</time>" + "</u>" * levels
    assert commented(said("a", mark=deep), said("b", mark=deep)) == expected


BY = "<a class=w href=/members/ida>Ida</a>"


def entry(name: str = "r", by: str = BY, prose: int = 25, css: str = "p", before: str = "") -> str:
    mark = "<time>x</time>" if name == "r" else ""
    return f"<div id={name} class='{css}'>{before}{by}<p>{t(prose)}</p>{mark}</div>"


@pytest.mark.parametrize(
    ("html", "records", "left"),
    [
        (entry() + entry("x") + entry(), "r x r", ""), (entry("x") + entry() + entry(), "x r r", ""),
        (entry() + entry("x", prose=24) + entry(), "r r", ""), (entry() + entry("x", by="") + entry(), "r r", "x"),
        (entry("x", by="") + entry() + entry(), "r r", ""), (entry() + entry("x"), "r", ""),
        (entry(css="") + entry("x", css="") + entry(css=""), "r r", ""),
        (entry() + entry() + entry("x", css="q"), "r r", ""),
        (entry() + entry() + entry() + entry(css="q") + entry(css="q") + entry("x"), "r r r r r x", ""),
        (entry() + entry() + entry(css="q") + entry(css="q") + entry("x"), "r r r r", ""),
        (entry(before="<b>x</b>" * 58) + entry(before="<b>x</b>" * 58) + entry("x"), "r r x", ""),
        (entry(before="<b>x</b>" * 59) + entry(before="<b>x</b>" * 59) + entry("x"), "r r", "x"),
        (entry() + entry() + entry() + entry(by="") + entry(by="") + entry("x"), "r r r r r x", ""),
        (entry() + entry() + entry(by="") + entry(by="") + entry("x"), "r r r r", "x"),
        ("".join(f"<section class=s id={name}>{entry(own)}</section>" for name, own in ("kr", "lr", "xy")),
         "r r x", ""),
        (entry() + entry() + f"<section>{entry('x')}</section>", "r r", ""),
        (f"<div>{entry()}</div><div>{entry()}{entry('x')}</div>", "r r", ""),
    ],
)  # fmt: skip
def test_posts_that_show_no_date(html: str, records: str, left: str) -> None:
    places, prose = arrays(html)
    family = family_of(places)
    first, sign = len(family.records), family.sign
    others = add_undated(places, family, prose)
    assert named(places, others) == left
    assert " ".join(named(places, record.roots) for record in family.records) == records
    added = [record.anchor for record in family.records if "r" not in named(places, record.roots)]
    assert all(one == Anchor(one.element, places.first_runs[one.element], sign) for one in added)
    assert len(added) == len(family.records) - first


def test_an_answer_to_a_question_alone_has_no_others_of_its_kind() -> None:
    places, prose = arrays(entry() + entry() + entry("x"))
    pair = family_of(places, "pair")
    assert add_undated(places, pair, prose) == []
    assert len(pair.records) == 2


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ([121], True), ([120], False), ([121, 0], True), ([221, 100], True), ([221, 220, 100], False),
        ([341, 220, 100], True),
        ([340, 220, 100], False), ([0, 341, 220], True), ([500, 500, 500], False), ([0, 0, 121], True),
        ([100, 500, 100, 500], False), ([], None),
    ],
)  # fmt: skip
def test_text_left_beside_a_body(beside: list[int], expected: bool | None) -> None:
    if expected is None:
        beside, expected = [0, 0], False
    places, prose = arrays("".join(f"<div id=r><div id=b>{t(50)}</div><p>{t(one)}</p></div>" for one in beside))
    bodies = [Body([body]) for body in ids(places, "b")]
    assert left_behind(places, family_of(places), bodies, prose) is expected


@pytest.mark.parametrize(("title", "left"), [("b", True), ("h", False), ("z", True)])
def test_the_title_beside_a_body_is_not_left(title: str, left: bool) -> None:
    page = (
        f"<div id=r><h1 id=h>{t(40)}</h1><div id=b>{t(50)}</div><p>{t(90)}</p></div><div id=r><u id=b>{t(9)}</u></div>"
    )
    places, prose = arrays(f"{page}<p id=z>{t(40)}</p>")
    bodies = [Body([body]) for body in ids(places, "b")]
    run = places.first_runs[ids(places, title)[0]]
    assert left_behind(places, family_of(places), bodies, prose, run) is left
    assert left_behind(places, family_of(places), bodies, prose) is True


@pytest.mark.parametrize(
    ("words", "behind", "expected"),
    [
        ("so we ...", "<p>Read more</p>", True), ("so we…", "<p>more</p>", True), ("so we…",
        "<p>[weiterlesen]</p>", True),
        ("so we…", "<p>x</p><p>Read more</p>", True), ("so we…", "<p>x</p><p>x</p><p>Read more</p>", False),
        ("so we…", "<p>no more</p>", False), ("so we..", "<p>Read more</p>", False), ("so we",
        "<p>Read more</p>", False),
        ("so we… (more)", "", True), ("so we ... [read more]", "", True), ("so we… more", "", False),
        ("so we… read more of it", "", False), ("read more", "", False), ("so we…", "", False), ("",
        "<p>Read more</p>", False),
    ],
)  # fmt: skip
def test_texts_that_break_off(words: str, behind: str, expected: bool) -> None:
    places, _ = arrays(f"<div id=b>{words}</div>{behind}")
    assert breaks_off(places, lines_of(places, ids(places, "b"), set())) is expected
    code, _ = arrays(f"<div id=b><p>x</p><pre>{words}</pre></div>{behind}")
    assert not words or not breaks_off(code, lines_of(code, ids(code, "b"), set()))
