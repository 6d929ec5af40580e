"""What the elements of posts say about whether they are a thread."""

from collections.abc import Sequence

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Post, Thread
from qapipe.readers.threads.authors import Author
from qapipe.readers.threads.boxes import features_of
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Record

AWAY = "<a href=/other>{}</a>"


def page(html: str, *, title: str | None = None, names: Sequence[str | None] = (), sign: object = ("day", 1)) -> Found:
    """Records are the elements whose id is ``r``."""
    places, marks, _ = arrays_of(HtmlDocument(f"<body>{html}</body>"))
    roots = [element for element, own in enumerate(places.attributes) if own.get("id") == "r"]
    records = [Record([root], Anchor(root, places.first_runs[root], sign)) for root in roots]
    named = [Author(name) for name in names] or [Author() for _ in records]
    return Found(Thread("thread", title), places, Family("place", records, sign), marks, None, named)


def feature(name: str, html: str, *, title: str | None = None, names: Sequence[str | None] = ()) -> float:
    return features_of(page(html, title=title, names=names))[name]


def record(inside: str = "x", css: str = "e") -> str:
    return f"<div id=r class='{css}'>{inside}</div>"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("posts", "post reply answer thread topic message forum question discuss POSTS"),
        ("cards", "card review product article teaser event news blog search listing recipe job testimonial slide"),
        ("comments", "comment comments COMMENT"),
    ],
)  # fmt: skip
def test_what_records_are_called(name: str, words: str) -> None:
    for word in words.split():
        assert feature(name, record(css=word)) == 1
        assert feature(name, record(css=f"x-{word}")) == 1
        assert feature(name, record(css=f"x{word}")) == 0
        assert feature(name, record(f"<p class='{word}'>x</p>")) == 1
        assert feature(name, record(f"<p id='{word}'>x</p>")) == 1
        assert feature(name, record() + f"<p class='{word}'>x</p>") == 0


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (record("<p>x</p>" * 6 + "<p class=post>x</p>"), 1), (record("<p>x</p>" * 7 + "<p class=post>x</p>"), 0),
        (record() * 5 + record(css="post"), 1), (record() * 6 + record(css="post"), 0),
    ],
)  # fmt: skip
def test_how_far_names_are_looked_at(html: str, expected: float) -> None:
    assert feature("posts", html) == expected


def test_the_elements_around_a_record_are_called_as_it_is() -> None:
    found = page(f"<section class=post>{record()}</section>")
    assert features_of(found)["posts"] == 0
    found.family.records[0].around = [1]
    assert features_of(found)["posts"] == 1


def test_what_is_said_of_members_behind_a_record_inside_of_another_is_the_outer_ones() -> None:
    for between in ("", "<i>y</i>"):
        assert feature("member", record(f"x{record('z')}{between}<i>Posts: 12</i>")) == 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, 1) for text in (
            "Posts: 12", "posts", "Total posts 4", "12 posts", "1 post", "Joined May 2011", "Re: kettles",
            "Reply #4", "#12",
            "Quote", "Reply with quote", "Senior Member", "Level 4", "Back to top", "Mitglied seit 2009", "引用",
            "Beiträge: 7",
        )),
        *((text, 0) for text in (
            "x", "Posts of mine", "12 posts each", "A joined table", "joinedx", "Reed: kettles", "#12 of all",
            "Quote me",
            "The senior member", "Level four", "top of it", "posts 12 x",
        )),
        ("Joined " + "x" * 33, 1), ("Joined " + "x" * 34, 0),
    ],
)  # fmt: skip
def test_labels_of_members(text: str, expected: float) -> None:
    assert feature("member", record(f"<p>{text}</p>")) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (record("<p>x</p><p>#1</p>") + record("<p>#2</p><p>x</p>"), 1), (record("<p>#1</p>") + record(), 0.5),
        (record() + record("<p>#2</p>"), 0.5), (f"<p>#1</p>{record()}", 0), (f"{record()}<p>#1</p>", 0),
        (f"{record()}<p>#1</p>{record()}", 0), (record("x" + record("<p>#1</p>")), 1),
        (record("<p>#1</p>" + record("<p>x</p>")), 0.5), (record(record("<p>x</p>") + "<p>#1</p>"), 0.5),
        (record("<p>#1</p>" + record("<p>#2</p>") + "<p>#3</p>") + record("x"), 2 / 3), (record(""), 0),
    ],
)  # fmt: skip
def test_how_many_records_have_a_label(html: str, expected: float) -> None:
    assert feature("member", html) == pytest.approx(expected)


def heading(text: str, tag: str = "h3") -> str:
    return f"<{tag}>{AWAY.format(text)}</{tag}>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        *((record(heading("A kettle for you", tag)), 1) for tag in ("h1", "h2", "h3", "h4", "h5")),
        (record(heading("A kettle for you", "h6")), 0), (record("<h3>A kettle for you</h3>"), 0),
        (record(heading("Kettleforyou")), 0), (record(heading("Kettle-for-your")), 1),
        (record(heading("A kettle for you")) + record(), 0.5), (heading("A kettle for you") + record(), 0),
        (record() + heading("A kettle for you"), 0),
        (record("<h3>A kettle for you</h3>" + AWAY.format("x")), 0),
        (record(AWAY.format("x") + "<h3>A kettle for you</h3>"), 0),
        (record(AWAY.format("<h3>A kettle for you</h3>")), 1),
        (record(AWAY.format("<h3><b>A kettle</b> for you</h3>")), 1),
        (record(AWAY.format("<div><h3>A kettle for you</h3></div>")), 0),
        (record("<h3><a>A kettle for you</a></h3>"), 0), (record("<h3><a href=#x>A kettle for you</a></h3>"), 0),
        (record("<h3><a href=/t/4#7>A kettle for you</a></h3>"), 0),
        *((record(f"<h3><a href=/t/{link}>A kettle for you</a></h3>"), 0) for link in (
            "post7", "posts/7", "comment-7", "reply=7", "MSG_7", "answer7",
        )),
        (record("<h3><a href=/t/7>A kettle for you</a></h3>"), 1),
        (record("<h3><a href=/posts/x>A kettle for you</a></h3>"), 1),
        (record("<h3><a href=#x>A kettle</a> <a href=/t/7>for you</a></h3>"), 1),
        (AWAY.format(record()), 1), (AWAY.format(record() + record()), 1), (AWAY.format(record()) + record(), 0.5),
        (record() + AWAY.format(record()), 0.5), ("<a id=r href=/x>x</a>", 1),
        (AWAY.format(f"<u><u>{record()}</u></u>"), 1),
        (record(AWAY.format("x")), 0), (AWAY.format("x") + record(), 0),
        (f"<u>{AWAY.format(record())}{record()}</u>", 0.5),
        (AWAY.format(record()) + record(heading("A kettle for you")) * 2, 2 / 3),
        (AWAY.format(record() * 2) + record(heading("A kettle for you")), 2 / 3),
    ],
)  # fmt: skip
def test_headings_that_lead_elsewhere(html: str, expected: float) -> None:
    assert feature("headings", html) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        (None, None, 1), ("Why does my kettle hum?", None, 1), ("A kettle for you", None, 0), ("Kettle", None, 0),
        ("a-kettle, for you and for me", None, 0), ("x", None, 1), (None, "Kettle", 0), (None, "Ida", 1),
    ],
)  # fmt: skip
def test_headings_of_the_thread_itself_or_of_the_author(title: str | None, name: str | None, expected: float) -> None:
    assert feature("headings", record(heading("A kettle for you")), title=title, names=[name]) == expected


@pytest.mark.parametrize(("more", "expected"), [(25, 0), (26, 1)])
def test_letters_beside_the_title_in_a_heading(more: int, expected: float) -> None:
    assert feature("headings", record(heading(f"My kettle hums {'x' * more}")), title="My kettle hums") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (record(heading("A kettle for you") + "3 answers"), 1),
        (record(heading("A kettle for you") + "<p>8 replies, 90 views</p>"), 1),
        (record("3 answers"), 0),
        (record(heading("A kettle for you") + "words"), 0),
        (record(heading("A kettle for you") + "3 answers") + record("2 answers"), 0),
        (record(heading("A kettle for you") + "3 answers") * 2 + record("2 answers"), 1),
        (record(heading("A kettle for you") + "3 answers") * 2 + record("words"), 2 / 3),
        (record(heading("A kettle for you") + "<p>x</p>" * 98 + "<p>3 answers</p>"), 1),
        (record(heading("A kettle for you") + "<p>x</p>" * 99 + "<p>3 answers</p>"), 0),
    ],
)
def test_threads_in_a_list_say_how_many_answers_they_have(html: str, expected: float) -> None:
    assert feature("listed", html) == pytest.approx(expected)


def test_each_author_is_compared_with_the_headings_of_the_own_record() -> None:
    two = record(heading("The kettle of Ida")) + record(heading("The kettle of Ida"))
    assert feature("headings", two, names=["Ida", "Gerd"]) == 0.5
    both = record(heading("The kettle of Ida") + heading("Pots and more pots"))
    assert feature("headings", both, names=["Ida"]) == 1


@pytest.mark.parametrize(("others", "expected"), [(99, 1), (100, 0)])
def test_a_hundred_headings_links_and_texts_are_looked_at(others: int, expected: float) -> None:
    many = heading("The kettle of Ida") * others + heading("Pots and more pots")
    assert feature("headings", record(many), names=["Ida"]) == expected
    links = "<a href=#x>A kettle</a>" * others + AWAY.format("x")
    assert feature("headings", record(f"<h3>{links}</h3>")) == expected
    texts = AWAY.format("x") + "<b>-</b>" * (others - 1) + "<b>A kettle for you</b>"
    assert feature("headings", record(f"<h3>{texts}</h3>")) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (record(f"{AWAY.format('xxx')}{'y' * 7}"), 0), (record(f"{AWAY.format('xxxx')}{'y' * 6}"), 1), (record(""), 0),
        (record(AWAY.format("xxxx")) + record("y" * 6), 1), (record(AWAY.format("xxxx")) + record("y" * 10), 0),
        (AWAY.format("xxxx") + record("y"), 0), (record("y"), 0),
    ],
)  # fmt: skip
def test_links_that_are_three_tenths_of_the_text(html: str, expected: float) -> None:
    assert feature("links", html) == expected


def test_the_share_of_a_page_that_was_read() -> None:
    found = page(record("x" * 100))
    assert features_of(found)["share"] == 0
    found.thread.answers = [Post("x" * 10), Post("x" * 10)]
    assert features_of(found)["share"] == pytest.approx(0.3)
    found.thread.question = Post("x" * 20)
    assert features_of(found)["share"] == pytest.approx(0.6)
    found.thread.question = Post("x" * 80)
    assert features_of(found)["share"] == 1
    assert features_of(page(record("")))["share"] == 0


@pytest.mark.parametrize(("sign", "expected"), [(("author", 1), 1), (("day", "author"), 0), ("author", 0)])
def test_records_found_by_their_authors_are_undated(sign: object, expected: float) -> None:
    assert features_of(page(record(), sign=sign))["undated"] == expected


@pytest.mark.parametrize(
    ("asker", "runs", "expected"),
    [(0, [1], 1), (1, [0], 1), (0, [2], 1), (0, [3], 0), (0, [3, 1], 1), (0, [-1], 0), (-1, [1], 0), (4, [5], 0),
    (0, [], 0),
    (3, [0], 0)],
)  # fmt: skip
def test_who_asked_is_a_peer_of_who_answered(asker: int, runs: list[int], expected: float) -> None:
    by = "<p><a class=who>a</a></p><p><a class=who>b</a></p><p><a class=who><b>c</b></a></p><p><a class=x>d</a></p>"
    found = page(f"{by}<u>e</u><u>f</u>{record()}")
    found.asker = asker
    found.named = [Author(run=run) for run in runs] or [Author()]
    found.family.records *= max(1, len(runs))
    assert features_of(found)["peers"] == expected


@pytest.mark.parametrize(
    ("name", "inside", "expected"),
    [
        ("member", "Posts: 12", 1), ("member", "x", 0), ("member", "Сообщений: 12", 1), ("member", "رد مع اقتباس", 1),
        ("listed", f"<h2>{AWAY.format('Some other question')}</h2>3 answers", 1),
        ("headings", f"<h2>{AWAY.format('Some other question')}</h2>", 1), ("headings", "x", 0),
    ],
)  # fmt: skip
def test_records_of_several_elements(name: str, inside: str, expected: float) -> None:
    found = page("".join(f"<div id=r>x</div><div>{inside}</div><p>y</p>" for _ in range(3)))
    for record in found.family.records:
        record.roots.append(found.places.ends[record.roots[0]])
    assert features_of(found)[name] == expected


def listed(*titles: str, before: str = "", behind: str = "") -> str:
    return "".join(record(f"{before}{AWAY.format(title)}{behind}<p>Some text</p>") for title in titles)


THREE = ("Kettles", "Looms", "Reeds")
LONG = ("A kettle for all", "Two looms for you", "Three reeds for them")


@pytest.mark.parametrize(
    ("html", "names", "expected"),
    [
        (listed(*LONG), (), 1), (listed(*THREE), (), 0),  # shorter ones may be names
        (listed(*LONG, behind="<b>Olaf</b>"), ("Olaf",) * 3, 1), (listed(*LONG[:2]), (), 0),
        (listed(*LONG, LONG[1]), (), 0), (listed(*LONG, LONG[1], "The last jug for me"), (), 1),
        (listed(*LONG, before=f"<p>{'x' * 40}</p>"), (), 1), (listed(*LONG, before=f"<p>{'x' * 41}</p>"), (), 0),
        (listed(*LONG, before=f"<p>{'x' * 120}</p><h3>"), (), 1),
        (listed(*LONG, before=f"<p>{'x' * 151}</p><h3>"), (), 0),
        (listed(*LONG).replace("/other", "#p7"), (), 0),
        (listed("Olaf Weaver", "Minna Weaver", "Hedda Weaver"), ("Olaf Weaver", "Minna Weaver", "Hedda Weaver"), 0),
        (listed(*(f"Where does the loom {n} stand" for n in "abc")),
         tuple(f"Where does the loom {n} stand" for n in "abc"), 1),
    ],
)  # fmt: skip
def test_records_that_begin_with_links_to_other_pages(html: str, names: Sequence[str], expected: float) -> None:
    assert feature("titled", html, names=names) == expected


def test_titles_of_replies_and_the_title_of_the_thread_are_no_list() -> None:
    found = page(listed(*LONG))
    found.thread.answers = [Post("a"), Post("b")]
    assert features_of(found)["titled"] == 1
    found.thread.answers[1].parent = found.thread.answers[0]
    assert features_of(found)["titled"] == 0
    assert feature("titled", listed(*LONG), title=LONG[0]) == 1
    assert feature("titled", listed(*LONG[:2], *"xy"), title=LONG[0]) == 0


def test_a_link_behind_the_author_or_in_a_date_is_no_title() -> None:
    places = [f"<b>Olaf{n}</b><a href=/map>Town number {n}</a>" for n in range(3)]
    found = page("".join(map(record, places)))
    names = [run for run, text in enumerate(found.places.texts) if text.startswith("Olaf")]
    found.named = [Author(found.places.texts[run], None, run) for run in names]
    assert features_of(found)["titled"] == 0
    assert feature("titled", "".join(record(f"<a href=/x>March {n}, 2015</a><p>y</p>") for n in (1, 2, 3))) == 0


@pytest.mark.parametrize(
    ("names", "expected"),
    [(("Olaf",) * 4, 1), (("Olaf",) * 3, 0), (("Olaf",) * 4 + ("Minna",), 0), ((None,) * 4, 0)],
)
def test_posts_of_one_author(names: Sequence[str | None], expected: float) -> None:
    assert feature("alone", record() * len(names), names=names) == expected


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        *((f"<h3>{text}</h3>", 1) for text in (
            "7 comments", "Comments", "Comments (7)", "COMMENTS • 7", "User comments", "7 Kommentare", "2 commentaires",
            "7 thoughts on “Looms”", "6 responses to 'Looms'", "Комментарии (7)", "12条评论", "この記事へのコメント",
            "5 comments on this page", "6 réactions", "7 Leserkommentare",
        )),
        *((f"<h3>{text}</h3>", 0) for text in (
            "7 answers", "7 replies", "Comment hidden by a moderator", "Leave no comments", "Thoughts on looms",
        )),
        ("<h3>7 comments</h3>" + "<p>x</p>" * 11, 1), ("<h3>7 comments</h3>" + "<p>x</p>" * 12, 0),
        ("", 0),
    ],
)  # fmt: skip
def test_what_is_said_above_the_records(above: str, expected: float) -> None:
    assert feature("commented", above + record() + "<h3>Comments</h3>") == expected


@pytest.mark.parametrize(("css", "expected"), [("card", 1), ("user-card", 0), ("j_user_card", 0), ("profile-card", 0)])
def test_a_card_of_a_user_makes_no_card_of_a_post(css: str, expected: float) -> None:
    assert feature("cards", record(css=css)) == expected


def test_authors_that_are_printed_as_nobody_are_no_missing_ones() -> None:
    found = page(record() * 4)
    found.named = [Author("Ann", run=0), Author(run=1), Author(run=2), Author()]
    assert features_of(found)["nameless"] == 0.5
