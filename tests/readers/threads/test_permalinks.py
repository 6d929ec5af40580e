"""Links of posts to themselves and ids of records: how many must agree."""

import pytest

from qapipe.readers.threads.permalinks import ids_of, links_of
from qapipe.readers.threads.records import Anchor, Family, Record
from support.posts import URL, thread

from .arrays import BODY, arrays, family, ids


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("<a href='#p{}'>#{}</a>", "#p{}"),
        ("<a href='/t/9?post={}'>Link</a>", "/t/9?post={}"),
        ("<a href='/t/9/same'>Link</a>", None),
        ("<a>#{}</a>", None),
    ],
)
def test_links_of_posts(form: str, found: str | None) -> None:
    record = thread(beside=[form.format(n, n) for n in range(11, 16)])
    base = URL if found and found.startswith("#") else "https://trades.example"
    assert [answer.url for answer in record.answers] == [found and base + found.format(n) for n in range(12, 16)]


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("#p{}", True), ("#post-{}", True), ("#c_{}", True), ("/t/9#{}", True), ("/post/{}", True), ("/posts/{}", True),
        ("/comment-{}", True), ("/comments_{}", True),
        ("/answer={}", True), ("/msg{}", True), ("/reply/{}", True), ("/message/{}", True), ("?p={}", True),
        ("/x?pid={}", True), ("/x&post={}", True),
        ("/a/{}", True), ("/9/{}", True), ("/9/{}/", True), ("/x/{}", False), ("?q={}", False),
        ("javascript:x('#p{}')", False), ("mailto:x#p{}", False), ("#x", False),
    ],
)  # fmt: skip
def test_forms_of_links_to_posts(form: str, found: bool) -> None:
    record = thread(beside=[f'<a href="{form.format(number)}">Link</a>' for number in range(11, 16)])
    assert [answer.url is not None for answer in record.answers] == [found] * 4
    assert not found or str(record.answers[0].url).endswith(form.format(12))


def test_of_two_links_the_one_with_a_fragment_is_the_posts() -> None:
    both = [f'<a href="/post/{number}">x</a><span><a href="/t/9#p{number}">y</a></span>' for number in range(11, 16)]
    found = [str(answer.url)[-8:] for answer in thread(beside=both).answers]
    assert found == [f"/t/9#p{number}" for number in range(12, 16)]
    some = [f'<a href="#p{number}">x</a>' if number < 15 else "" for number in range(11, 16)]
    assert [answer.url is not None for answer in thread(beside=some).answers] == [True, True, True, False]
    few = [f'<a href="#p{number}">x</a>' if number < 14 else "" for number in range(11, 16)]
    assert [answer.url for answer in thread(beside=few).answers] == [None] * 4
    inside = [f'<p><a href="#p{number}">x</a> stands in word {number * "u"} of it.</p>' for number in range(11, 16)]
    assert [answer.url for answer in thread(below=inside).answers] == [None] * 4


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


def dated_links(*posts: str) -> list[str | None]:
    """The links of records whose dates are the texts ``4 May``."""
    places, records, bodies = family(*(post + BODY for post in posts))
    dated = [next((run for run in range(places.first_runs[one.roots[0]], places.end_runs[one.roots[0]])
                   if places.texts[run] == "4 May"), -1) for one in records.records]  # fmt: skip
    return links_of(places, records, bodies, dated)


@pytest.mark.parametrize(
    ("form", "is_own"),
    [
        ("<a href=/d/rust/{}><time>4 May</time></a>", True),
        ("<a href=/d/rust/x>4 May</a>", False),
        ("<a href=/users/{}>4 May</a>", False),
        ("<a href=#>4 May</a>", False),
        ("<a href=/d/{}>5 May</a>", False),
        ("<a href=/d/{}>#{}</a>", True),
        ("<a href=/d/{}>Permalink</a>", True),
        ("<a href=/d/{}>Поделиться</a>", True),
        ("<a href=/d/{}>Shared</a>", False),
        ("<a href='javascript:to({})'>Share</a>", False),
    ],
)
def test_a_link_around_the_date_or_that_says_so_leads_to_the_post(form: str, is_own: bool) -> None:
    found = dated_links(*(form.format(f"{word}", number) for number, word in enumerate(("aa", "bb", "cc"), 1)))
    assert [link is not None for link in found] == [is_own] * 3


def test_the_first_post_may_show_no_link_to_itself() -> None:
    assert links("x", "#1", "#2", "#3") == [None, "#1", "#2", "#3"]
    assert links("x", "#1", "#2", "x") == [None] * 4
    assert links("x", "#1") == [None, None]
