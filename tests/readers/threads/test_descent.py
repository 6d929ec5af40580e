"""Bodies of records, on arrays of their own: how records descend to them, and what is left out of them."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.bodies import Body, bodies_of, spans_of, weight
from qapipe.readers.threads.notices import is_notice, notices_in
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Prose, Record
from qapipe.readers.threads.relative import Relative
from qapipe.readers.threads.template import byline_in, controls_in, template_boxes

COUNT = iter(range(10**6))


def t(prose: int) -> str:
    """A text with so many letters of prose that stands nowhere else."""
    return f"{next(COUNT):06}{'x' * (prose + 6)}"


def arrays(html: str) -> tuple[Places, Prose, set[int]]:
    places, marks, prose = arrays_of(HtmlDocument(f"<main>{html}</main>"))
    return places, prose, {run for mark in marks for run in range(mark.run, mark.end)}


def ids(places: Places, *names: str) -> list[int]:
    return [element for element, own in enumerate(places.attributes) if own.get("id") in names]


def named(places: Places, elements: set[int] | list[int]) -> str:
    return " ".join(str(places.attributes[element].get("id") or places.tag(element)) for element in sorted(elements))


def roots(html: str, *boxes: str) -> str:
    """Where the bodies of records stand, which are of the class ``r``; the anchor of each is its ``time``, if any."""
    places, prose, _ = arrays(html)
    records = []
    for element, own in enumerate(places.attributes):
        if own.get("class") == "r":
            inside = (one for one in range(element, places.ends[element]) if places.tag(one) == "time")
            records.append(Record([element], Anchor(next(inside, element), 0, "day")))
    family = Family("place", records, "day")
    relative = Relative(places, {record.roots[0] for record in records})
    found = bodies_of(places, family, prose, set(ids(places, *boxes)), relative)
    return " | ".join(named(places, body.roots) for body in found)


def one(inside: str) -> str:
    return f"<div class=r id=r>{inside}</div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (one(f"<div id=a>{t(60)}</div><div id=b>{t(40)}</div>"), "a"), (one(f"<div id=a>{t(59)}</div>{t(41)}"), "r"),
        (one(f"<div id=a>{t(40)}</div><div id=b>{t(60)}</div>"), "b"),
        (one(f"<div id=a>{t(60)}</div><p>{t(40)}</p>"), "a"),
        (one(f"<div id=a>{t(35)}<time>x</time></div><p>{t(65)}</p>"), "a"),
        (one(f"<div id=a>{t(34)}<time>x</time></div><p>{t(66)}</p>"), "r"),
        (one(f"<div id=a>{t(35)}</div><time>x</time><p>{t(65)}</p>"), "r"),
        (one(f"<div id=a>{t(35)}</div><p><time>x</time>{t(65)}</p>"), "r"),
        (one(f"<nav id=a>{t(90)}</nav><div id=b>{t(10)}</div>"), "b"), (one(f"<aside id=a>{t(90)}</aside>"), "r"),
        *((one(f"<{tag} id=a>{t(90)}</{tag}>"), "r") for tag in "p pre h1 h6 a figure dl ul".split()),
        (one(f"<ul id=a><li id=b>{t(90)}</ul>"), "b"), (one(f"<ul id=a><li id=b>{t(90)}<li>{t(1)}</ul>"), "r"),
        (one(f"<ol id=a><li id=b>{t(90)}<li>x</ol>"), "b"), (one(f"<dl id=a><dt id=b>{t(90)}</dl>"), "r"),
        (one(f"<div id=a><div id=b>{t(60)}</div>{t(40)}</div>"), "b"), (one("<div id=a>x</div>"), "r"),
        (one(f"<div id=a><div id=b>{t(36)}</div>{t(24)}</div><p>{t(40)}</p>"), "b"),
        (one(f"<div id=a><div id=b>{t(35)}</div>{t(25)}</div><p>{t(40)}</p>"), "a"),
        (one("".join(f"<div id=n{number}>" for number in range(45)) + t(90)), "n38"),
        (one(f"<div id=a>{t(1)}</div>"), "a"),
    ],
)  # fmt: skip
def test_one_record_descends_to_most_of_its_prose(html: str, expected: str) -> None:
    assert roots(html) == expected


A, B, C = (f"<div class={name} id={name}>{{}}</div>" for name in "abc")


LITTLE = f"<div class=a id=a>{t(1)}</div>"


def other(number: int) -> str:
    """A box that no other record has."""
    return f"<div class={'xyzuvwst'[number] * 3} id=o>[]</div>"


def many(*forms: str) -> str:
    return "".join(one(form.replace("{}", t(100)).replace("[]", t(200))) for form in forms)


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ([A, A, A], "a | a | a"), ([A, A, A, B, B], "a | a | a | b | b"), ([A, B], "a | b"), ([A, B, C], "r | r | r"),
        ([A, A, B], "a | a | b"), ([f"{A}<p>[]</p>", f"{A}<p>[]</p>"], "r | r"),
        ([A, A + B.replace("{}", "[]")], "a | a"), ([A, A + B.replace("{}", "[]"), A + B.replace("{}",
        "[]")], "a | b | b"),
        ([A, A, A, A + A], "a | a | a | r"), ([A, A, A + A.replace("{}", "[]")], "a | a | a"),
        ([A, A, f"{A}<p>[]</p>"], "a | a | a"), ([A, A, f"<section>{A}</section>"], "a | a | a"),
        ([A, A, A.replace("{}", "x")], "a | a | a"), ([A, A, "x"], "a | a | r"), ([A, A, A.replace("{}",
        "x") * 2], "a | a | r"),
        ([f"<section id=s>{A}</section>", f"<section id=s>{A}</section>"], "a | a"),
        ([A, f"<section>{B}</section>", f"<section>{C}</section>", A, A, A], "a | section | section | a | a | a"),
        ([A, A, "<section><p>{}</p></section>"], "a | a | section"), (["x", "x"], "r | r"),
        # of two elements of a place the one with most of the prose, or the only one with any
        ([A, A, A.replace("{}", "[]") + A], "a | a | a"),
        ([A, A, A, f"{other(0)}{LITTLE}{A.replace('{}', 'x')}"], "a | a | a | a"),
        ([A, A, A, f"{other(0)}{LITTLE}{LITTLE}"], "a | a | a | o"),
        # one of three may do where each of the others has one, too
        ([A, A, *(A + other(number) for number in range(3))], "a | a | a | a | a"),
        ([A, A, *(A + A.replace("{}", "x") + other(number) for number in range(3))], "a | a | a | a | a"),
        ([A, A, A, *(A + other(number) for number in range(7))], " | ".join("a" * 10)),
        ([A, A, *(A + other(number) for number in range(8))], " | ".join("r" * 10)),
        ([A, A, *(A + A + other(number) for number in range(3))], " | ".join("r" * 5)),
        # a text of one line, beside which more is said: the place that holds most of the prose
        ([A, A, B.replace("{}", t(9)) + A.replace("{}", "x")], "a | a | a"),
        ([A, B.replace("{}", t(9)) + A.replace("{}", "x")], "a | a"),
        ([A + B.replace("{}", t(40)), B.replace("{}", t(40)) + A.replace("{}", "x")], "a | a"),
        ([A + B.replace("{}", "[]"), B.replace("{}", t(40)) + A.replace("{}", "x")], "b | b"),
        ([A, B + A.replace("{}", "x")], "a | b"),
        # few that are built in other ways
        ([A] * 4 + [other(1), other(2)], "a | a | a | a | o | o"),
        ([A] * 3 + [other(1), other(2)], "a | a | a | r | r"),
    ],
)  # fmt: skip
def test_records_descend_together(forms: list[str], expected: str) -> None:
    assert roots(many(*forms)) == expected


def test_what_records_of_several_elements_leave_out() -> None:
    html = f"<p id=a>{t(9)}</p><div id=b>{t(50)}<u class=k id=c>{t(9)}</u></div><div id=d>{t(9)}</div>"
    places, prose, _ = arrays(html)
    skip = set(ids(places, "a", "c", "d"))
    record = Record(ids(places, "a", "b"), Anchor(0, 0, "day"), nested=ids(places, "c"))
    assert named(places, skip) == "a c d"
    (body,) = bodies_of(places, Family("run", [record], "day"), prose, skip, Relative(places, set()))
    assert (named(places, body.roots), named(places, body.skip)) == ("b", "a c")


def test_boxes_of_others_weigh_nothing() -> None:
    html = one(f"<div id=a>{t(50)}</div><div id=b>{t(90)}<div id=c>{t(5)}</div></div>")
    assert roots(html) == "b"
    assert roots(html, "b") == roots(html, "b", "c") == "a"
    assert roots(html, "c") == "b"


@pytest.mark.parametrize(
    ("skip", "spans", "left"),
    [
        ("", [(0, 5)], 50), ("a", [(1, 5)], 40), ("b", [(0, 1), (3, 5)], 30), ("c", [(0, 2), (3, 5)], 40),
        ("bc", [(0, 1), (3, 5)], None), ("d", [(0, 4)], 40), ("ad", [(1, 4)], 30), ("e", [(0, 5)], 50), ("r", [], 0),
    ],
)  # fmt: skip
def test_what_is_left_of_a_body(skip: str, spans: list[tuple[int, int]], left: int | None) -> None:
    html = f"<p id=a>{t(10)}</p><p id=b>{t(10)}<u id=c>{t(10)}</u></p>{t(10)}<p id=d>{t(10)}</p>"
    places, prose, _ = arrays(f"{one(html)}<p id=e>{t(10)}</p>")
    (root,) = ids(places, "r")
    skipped = set(ids(places, *skip))
    assert spans_of(places, Body([root], skipped)) == spans
    assert left is None or weight(places, prose, root, skipped) == left


BUTTON, LINK = "<button id=b>Report</button>", "<a id=b{}>Original message</a>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{t(9)}</p>{BUTTON}", "b"), (f"<p>{t(9)}</p><label id=a>Yes</label>{BUTTON}", "a b"),
        (f"{BUTTON}<p>{t(9)}</p>", ""), (f"<p>{t(9)}</p>{BUTTON}<p>{t(9)}</p>", ""), (BUTTON, ""),
        *((f"<p>{t(9)}</p>{LINK.format(href).replace('id=b', 'class=b')}", "a") for href in ("", " href=#", " href")),
        (f"<p>{t(9)}</p><a class=b href='javascript:show()'>Show</a>", "a"), (f"<p>{t(9)}</p><a href=#n>Show</a>", ""),
        (f"<p>{t(9)}</p>{LINK.format('')}", ""), (f"<p>{t(9)}</p><a name=x>{t(9)}</a>", ""),
        (f"<p>{t(9)}</p><a href=#>{'Show ' * 9}</a>", ""), (f"<p>{t(9)}</p><a href=/x>Show</a>", ""),
    ],
)  # fmt: skip
def test_buttons_at_the_end_of_a_body(html: str, expected: str) -> None:
    places, _, _ = arrays(one(html))
    assert named(places, controls_in(places, Body(ids(places, "r")))) == expected


BY = "<a href=/u>Ida</a> <i>3 May 2014</i>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<div class=h id=h>{BY}</div><p>{t(50)}</p>", "h"), (f"<div id=h>{BY}</div><p>{t(50)}</p>", ""),
        (f"<span class=h id=h>{BY}</span><p>{t(50)}</p>", ""),
        *((f"<{tag} class=h id=h>{BY}</{tag}><p>{t(50)}</p>", "h") for tag in ("header", "footer", "section")),
        (f"<div class=h id=h>Ida, <i>3 May 2014</i></div><p>{t(50)}</p>", ""), (f"<p>{t(50)}</p>", ""),
        (f"<p>{t(10)}</p><div class=h id=h>{BY}</div><p>{t(50)}</p>", "h"),
        (f"<p>{t(11)}</p><div class=h id=h>{BY}</div><p>{t(50)}</p>", ""),
        (f"<section class=o id=o>{t(10)}<div class=h id=h>{BY}</div></section><p>{t(50)}</p>", "o"),
        (f"<section class=o id=o><div class=h id=h>{BY}</div>{t(11)}</section><p>{t(50)}</p>", "h"),
        (f"<section class=o id=o><p class=h id=h>{BY}</p></section><p>{t(50)}</p>", "o"),
        (f"<div class=h id=h>{BY}</div><blockquote>{t(50)}</blockquote>", ""), (f"<div class=h id=h>{BY}</div>", "h"),
        (f"<div class=h id=h>{BY}</div><p>x</p><blockquote>{t(50)}</blockquote>", "h"),
    ],
)  # fmt: skip
def test_the_byline_in_a_body(html: str, expected: str) -> None:
    places, prose, dated = arrays(f"{one(html)}<blockquote>x</blockquote>")
    assert named(places, byline_in(places, Body(ids(places, "r")), prose, dated)) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p id=a class=signature>x</p>", "a"), ("<p id=a role=alert>x</p>", "a"), ("<p id=a role=status>x</p>", "a"),
        ("<p id=a role=note>x</p>", ""),
        ("<div id=a class=sig><p id=b class=sig>x</p></div><p id=c class=sig>x</p>", "a c"),
        ("<p id=a class=sig>x</p><p id=b class=notice>x</p>", "a b"),
    ],
)  # fmt: skip
def test_notices_stand_inside_of_a_body(html: str, expected: str) -> None:
    around = "<p class=sig id=z>x</p>"
    places, _, _ = arrays(f"{around}<div class=notice id=r>{html}</div>{around}")
    assert named(places, notices_in(places, Body(ids(places, "r")))) == expected


def test_notices_are_known_by_their_classes_or_roles() -> None:
    html = "<p id=a class=sig>x</p><p id=b role=alert>x</p><p id=c role=note>x</p><p id=d class=design>x</p>"
    places, _, _ = arrays(html)
    assert named(places, [one for one in range(len(places.nodes)) if is_notice(places, one)]) == "a b"


SAY = "@ and so on we go"


@pytest.mark.parametrize(
    ("bodies", "links"),
    [
        # links to different places in a line with words are words; a few alike are a template's
        ([f"{SAY} <a>"] * 4, 0), (["<a>"] * 4, 4), (["by <a>"] * 4, 4), ([f"@{'x' * 11}<a>"] * 4, 4),
        ([f"@{'x' * 12}<a>"] * 4, 0),
        ([f"<p>{SAY}</p><a>"] * 4, 4), ([f"<a>x<p>{SAY}</p>"] * 4, 4), ([f"<p>{SAY}</p>x<a>"] * 4, 4),
        ([f"{SAY} <a>"] * 2 + ["<a>"] * 2, 4), ([f"{SAY} <a>"] * 3 + ["<a>"] * 2, 0),
        ([f"{SAY} <a>"] + ["<a>"] * 3, 4),
        ([f"{SAY} <a>"] * 3 + [f"{SAY} <a=same>"] * 2, 0), ([f"{SAY} <a>"] * 2 + [f"{SAY} <a=same>"] * 3, 5),
        # how far from the words they stand
        ([f"{SAY} <u>.</u><u>.</u> <a>"] * 4, 0), ([f"{SAY} <u>.</u><u>.</u><u>.</u> <a>"] * 4, 4),
        ([f"<a> <u>.</u><u>.</u> {SAY}"] * 4, 0), ([f"<a> <u>.</u><u>.</u><u>.</u> {SAY}"] * 4, 4),
    ],
)  # fmt: skip
def test_links_in_words_are_no_boxes_of_a_template(bodies: list[str], links: int) -> None:
    html = "".join(one(f"<p>{t(90)}</p>{body.replace('@', word)}") for word, body in zip("abcde", bodies, strict=False))
    for number in range(len(bodies)):
        html = html.replace("<a>", f"<a class=k href=/{number}>go</a>", 1)
    places, prose, dated = arrays(html.replace("<a=same>", "<a class=k href=/same>go</a>"))
    found = ids(places, "r")
    made = template_boxes(places, Relative(places, set(found)), [Body([root]) for root in found], prose, dated)
    assert len(made) == links


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([10, 10, 10], 3), ([11, 10, 10], 0), ([11, 9, 10], 3), ([10, 10, None], 2), ([10, None, None], 0),
        ([10, 10, 10, None, None], 3), ([10, 10, None, None, None], 0), ([10, None], 0), ([10, 10], 2), ([10], 0),
        (["d40"] * 3, 3), (["d41"] * 3, 0), (["d30", "d30", 20, 20], 0), (["d30", "d30", "d30", 20, 20], 5),
    ],
)  # fmt: skip
def test_boxes_of_a_template(boxes: list[int | str | None], expected: int) -> None:
    def box(size: int | str | None) -> str:
        if size is None:
            return ""
        words = f"{t(int(size[1:]))}<i>3 May 2014</i>" if isinstance(size, str) else t(size)
        return f"<div class=k>{words}</div>"

    places, prose, dated = arrays("".join(one(f"<p>{t(90)}</p>{box(size)}") for size in boxes))
    found = ids(places, "r")
    made = template_boxes(places, Relative(places, set(found)), [Body([root]) for root in found], prose, dated)
    assert len(made) == expected
    assert {places.css_class(element) for element in made} <= {"k"}
