"""Votes, acceptance, links and ids of records on arrays of their own: how many must agree, and what is in none."""

import pytest

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.fields import accepted_of, ids_of, links_of, runs_outside, votes_of
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Anchor, Family, Record

from .arrays import arrays, ids


def family(*posts: str) -> tuple[Places, Family, list[Spans]]:
    """Records are the elements whose id is ``r``; ``n`` are nested in them, and ``b`` are their bodies."""
    places, _, _ = arrays("".join(f"<div id=r>{post}</div>" for post in posts))
    records = []
    for root in ids(places, "r"):
        nested = [one for one in ids(places, "n") if places.inside(one, root)]
        records.append(Record([root], Anchor(root, 0, "day"), nested=nested))
    bodies: list[Spans] = [
        [(places.first_runs[one], places.end_runs[one]) for one in ids(places, "b") if places.inside(one, root)][:1]
        for root in ids(places, "r")
    ]
    return places, Family("place", records, "day"), bodies


RUNS = (
    "<u>p</u><div id=r><u>a</u><div id=b><u>b</u><u>c</u></div><u>d</u><p id=n><u>e</u></p><u>f</u></div><u>q</u>"
    "<u>s</u>"
)


@pytest.mark.parametrize(
    ("names", "nested", "found"),
    [
        ("", "", "abcdef"), ("b", "", "adef"), ("", "n", "abcdf"), ("b", "n", "adf"), ("r", "", ""),
        ("", "s", "abcdef"),
        ("", "p", "abcdef"), ("", "ps", "abcdef"), ("b", "w", "af"),
    ],
)  # fmt: skip
def test_runs_of_a_record_that_are_in_nothing_else(names: str, nested: str, found: str) -> None:
    html = (
        RUNS.replace("<u>p", "<u id=p>p").replace("<u>s", "<u id=s>s").replace("<div id=b>", "<section id=w><div id=b>")
    )
    places, _, _ = arrays(html.replace("<p id=n><u>e</u></p>", "<p id=n><u>e</u></p></section>"))
    body = [(places.first_runs[one], places.end_runs[one]) for one in ids(places, *names)]
    inner = ids(places, *nested)
    record = Record(ids(places, "r"), Anchor(0, 0, "day"), nested=inner)
    for runs in (
        runs_outside(places, record, body),
        runs_outside(places, Record(record.roots, record.anchor), body, inner),
    ):
        assert "".join(places.texts[run] for run in runs) == found


BODY = "<p id=b>some words</p>"


@pytest.mark.parametrize(
    ("posts", "votes"),
    [
        ([f"<s>{'x' * 41}</s><s>12 posts</s><s class=votes>7</s>{BODY}"], [7]),
        ([f"<s class='votes views'>3</s><s class=votes>7</s>{BODY}"], [7]),
        ([f"<s class=votes>7</s><s class=votes>9</s>{BODY}"], [7]), (["<p id=b class=votes>7</p>"], [None]),
        ([f"<p class=votes>7</p>{BODY}<p id=n class=votes>9</p>"], [7]),
        ([f"{BODY}<div id=n class=votes>9</div>"], [None]),
        ([f"<s class=votes>7</s>{BODY}<u class=score>8</u>", f"{BODY}<u class=score>9</u>"], [8, 9]),
        ([f"<s class=votes>7</s>{BODY}", f"{BODY}<u class=score>9</u>"], [7, 9]),
        ([f"<s class=votes>7</s>{BODY}"] * 2 + [f"{BODY}<u class=score>9</u>"], [7, 7, 9]),
        ([f"<s class=votes>7</s>{BODY}"] * 3 + [f"{BODY}<u class=score>9</u>"], [7, 7, 7, None]),
        ([f"<s title=vote data-vote-id=x>7</s>{BODY}"], [7]), ([f"<s data-score=x><u><u>7</u></u></s>{BODY}"], [7]),
        ([f"<s data-score=x><u><u><u>7</u></u></u></s>{BODY}"], [None]), ([BODY], [None]), ([BODY, BODY], [None, None]),
        ([f"<s data-likes=x>7</s>{BODY}"], [None]), ([f"<s>7 votes {'x' * 32}</s>{BODY}"], [7]),
        ([f"<s>7 votes {'x' * 33}</s>{BODY}"], [None]),
        ([f"<s class=votes>k</s>{BODY}"], [None]), ([f"<s class=votes>1.5</s>{BODY}"], [None]),
    ],
)  # fmt: skip
def test_votes_of_records(posts: list[str], votes: list[int | None]) -> None:
    places, records, bodies = family(*posts)
    assert votes_of(places, records, bodies, set()) == votes


YES, NO = f"<s class=accepted>x</s>{BODY}", BODY


@pytest.mark.parametrize(
    ("posts", "accepted"),
    [
        ([YES], [True]), ([YES, NO], [True, False]), ([YES, YES], [True, True]), ([YES, NO, NO], [True, False, False]),
        ([YES, YES, NO], [None] * 3), ([YES, YES, NO, NO, NO], [None] * 5),
        ([YES, YES] + [NO] * 4, [True] * 2 + [False] * 4),
        ([YES] * 3 + [NO] * 4, [None] * 7), ([NO, NO], [None] * 2),
        # hidden, in a body, in a record inside, and by words before the body
        ([f"<s class='accepted hidden'>x</s>{BODY}", NO], [None] * 2),
        ([f"<s class='accepted d-none'>x</s>{BODY}"], [None]),
        (["<div id=b><s class=accepted>x</s></div>", NO], [None] * 2),
        (["<div id=b class=accepted>x</div>", NO], [None] * 2),
        ([f"{BODY}<div id=n><s class=accepted>x</s></div>", NO], [None] * 2),
        ([f"{BODY}<div id=n>x</div><s class=accepted>x</s>", NO], [True, False]),
        (["<div id=b>x</div><s class=accepted>x</s>", NO], [True, False]),
        ([f"<s>Best answer</s>{BODY}", NO], [True, False]),
        ([f"{BODY}<s>Best answer</s>", NO], [None] * 2), (["<s>Best answer</s>", NO], [None] * 2),
        ([f"<s>x</s><s>Best answer</s>{BODY}", NO], [True, False]),
        ([f"<s>x</s>{BODY}", f"<s>Solution</s>{BODY}"], [False, True]), (["<p id=b>Best answer</p>", NO], [None] * 2),
        ([f"<s>Best answer{'!' * 18}</s>{BODY}", NO], [True, False]),
        ([f"<s>Best answer{'!' * 19}</s>{BODY}", NO], [None] * 2),
        # a picture right behind the body
        ([f"<u>x</u>{BODY}<s class=accepted></s>", NO], [True, False]),
    ],
)  # fmt: skip
def test_accepted_records(posts: list[str], accepted: list[bool | None]) -> None:
    places, records, bodies = family(*posts)
    assert accepted_of(places, records, bodies) == accepted


def test_a_box_around_a_record_may_be_called_accepted() -> None:
    places, records, bodies = family(f"<div class=accepted>{BODY}</div>", BODY)
    (inner,) = (one for one in range(len(places.nodes)) if places.css_class(one) == "accepted")
    records.records[0] = Record([inner + 1], Anchor(0, 0, "day"), around=[inner])
    assert accepted_of(places, records, bodies) == [True, False]


def links(*hrefs: str, form: str = "<a href='{}'>x</a>") -> list[str | None]:
    places, records, bodies = family(*(form.format(href) + BODY for href in hrefs))
    return links_of(places, records, bodies)


@pytest.mark.parametrize(
    ("hrefs", "found"),
    [
        (["#1", "#2", "#3", "#4", "#4"], True), (["#1", "#2", "#3", "#3", "#3"], False), (["#1", "#2"], True),
        (["#1", "#1"], False), (["#1", "#2", "#3", "#4", "x"], True), (["#1", "#2", "#3", "x", "y"], False),
        (["#", "#"], False), (["", ""], False), (["javascript:to('#1')", "javascript:to('#2')"], False),
        (["mailto:a#1", "mailto:a#2"], False), (["/t#1javascript:", "/t#2javascript:"], True),
    ],
)  # fmt: skip
def test_links_that_differ_in_most_records(hrefs: list[str], found: bool) -> None:
    assert links(*hrefs) == [href if found and "#" in href else None for href in hrefs]


def test_which_of_several_links_is_the_records_own() -> None:
    post = "<a href=/post/{n}>x</a><p><a href=#p{n}>y</a><a href=#q{n}>z</a></p>" + BODY
    places, records, bodies = family(*(post.format(n=n) for n in (1, 2)))
    assert links_of(places, records, bodies) == ["#p1", "#p2"]
    post = "<a href=/t>x</a><u><a href=/post/{n}>x</a></u><p id=b><a href=#p{n}>y</a></p>"
    places, records, bodies = family(*(post.format(n=n) for n in (1, 2)))
    assert links_of(places, records, bodies) == ["/post/1", "/post/2"]
    post = "<p id=b>x</p><div id=n><u><a href=#r{n}>x</a></u><a href=#s{n}>x</a></div><a href=#p{n}>y</a>"
    places, records, bodies = family(*(post.format(n=n) for n in (1, 2)))
    assert links_of(places, records, bodies) == ["#p1", "#p2"]


@pytest.mark.parametrize(
    ("post", "found"),
    [
        # the first one of a place counts, and other places are looked at, too
        ("<a href=#p{n}>x</a><a href=#q{n}>y</a><u><a href=/t/{n}/{n}>z</a></u>" + BODY, "#p{n}"),
        ("<a href=#p>x</a><a href=#q>y</a><u><a href=/t/{n}/{n}>z</a></u>" + BODY, "/t/{n}/{n}"),
        ("<a href=/t>x</a><a href=#q{n}>y</a>" + BODY, "#q{n}"),
        ("<a href=#p{n}>x</a><u><a href=#q{n}>y</a></u>" + BODY, "#p{n}"),
        # right behind the body, before records inside, in them, between and behind them
        (BODY + "<a href=#p{n}>x</a>", "#p{n}"), ("<a href=#p{n}>x</a><u><div id=n>z</div></u>" + BODY, "#p{n}"),
        (BODY + "<div id=n>x</div><a href=#p{n}>y</a><div id=n>z</div>", "#p{n}"),
        (BODY + "<div id=n>x</div><div id=n><a href=#p{n}>y</a></div>", None),
        (BODY + "<div id=n><a href=#p{n}>y</a></div><div id=n>x</div>", None),
        (BODY + "<div id=n>x</div><div id=n>z</div><a href=#p{n}>y</a>", "#p{n}"),
        ("<a href=#p{n} id=n>y</a>" + BODY, None),
    ],
)  # fmt: skip
def test_where_the_link_of_a_record_to_itself_stands(post: str, found: str | None) -> None:
    places, records, bodies = family(*(post.replace("{n}", n) for n in "123"))
    assert links_of(places, records, bodies) == [found and found.replace("{n}", n) for n in "123"]


def test_a_link_in_any_part_of_a_body_is_none_of_the_record() -> None:
    post = "<p>a</p><u>b</u><p><a href=#p{n}>c</a></p>"
    places, records, _ = family(*(post.format(n=n) for n in (1, 2)))
    first = [places.first_runs[root] for root in ids(places, "r")]
    assert links_of(places, records, [[(run, run + 1)] for run in first]) == ["#p1", "#p2"]
    assert links_of(places, records, [[(run, run + 1), (run + 2, run + 3)] for run in first]) == [None, None]


def test_marks_in_records_of_several_elements_and_bodies_of_several_parts() -> None:
    places, _, _ = arrays("<p id=r>a</p><p>b <s class=accepted>c</s> d</p><p id=r>e</p><p>f</p>")
    records = [Record([root, root + 1], Anchor(root, 0, "day")) for root in ids(places, "r")]
    family = Family("run", records, "day")
    assert accepted_of(places, family, [[], []]) == [True, False]
    assert accepted_of(places, family, [[(0, 1), (2, 3)], []]) == [None, None]
    assert accepted_of(places, family, [[(0, 1), (3, 4)], []]) == [True, False]


def test_the_id_of_a_record_of_several_elements() -> None:
    html = "".join(f"<div id=r>x</div><p><u data-id=c{n}>y</u></p><p data-id=d{n}>z</p>" for n in (1, 2))
    places, _, _ = arrays(html)
    roots = ids(places, "r")
    records = [Record([root, root + 1, root + 3], Anchor(root, 0, "day")) for root in roots]
    assert ids_of(places, Family("run", records, "day")) == ["c1", "c2"]


@pytest.mark.parametrize(
    ("posts", "found"),
    [
        (["<u data-id=c{n}>x</u><u data-id=d{n}>x</u>"] * 2, ["c1", "c2"]),
        (["<u data-id=c{n}>x</u>"] * 5, ["c1", "c2", "c3", "c4", "c5"]), (["<a name=p{n}>x</a>"] * 2, ["p1", "p2"]),
        (["<u data-id=c{n} name=d{n}>x</u>"] * 2, ["c1", "c2"]), (["<u data-id=c>x</u>"] * 2, [None] * 2),
        (["<u data-id=c>x</u><u data-id=0123456789abcde{n}f>x</u>"] * 2, [f"0123456789abcde{n}f" for n in (1, 2)]),
        (["<u data-id=c123456{n}>x</u>"] * 2, ["c1234561", "c1234562"]), (["<u data-id=-abcdefa{n}a>x</u>"] * 2,
        [f"-abcdefa{n}a" for n in (1, 2)]), (["<u data-id=-abcde{n}a>x</u>"] * 2, [None] * 2),
        # among the first six elements
        (["<u>x</u>" * 4 + "<u data-id=c{n}>x</u>"] * 2, ["c1", "c2"]),
        (["<u>x</u>" * 5 + "<u data-id=c{n}>x</u>"] * 2, [None] * 2),
        # in more than four of five
        (["<u data-id=c{n}>x</u>"] * 4 + ["<u data-id=c4>x</u>"], [None] * 5),
        (["<u data-id=c{n}>x</u>"] * 5 + ["<u data-id=c5>x</u>"], ["c1", "c2", "c3", "c4", "c5", "c5"]),
        (["<u data-id=c{n}>x</u>", "<u>x</u>"], ["c1", None]),
    ],
)  # fmt: skip
def test_ids_of_records(posts: list[str], found: list[str | None]) -> None:
    places, records, _ = family(*(post.replace("{n}", str(number)) for number, post in enumerate(posts, 1)))
    assert ids_of(places, records) == found
