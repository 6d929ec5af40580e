"""Marks: the texts and attributes of a page that are dates of posts, and those that date something else."""

from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.reader import arrays_of

DAY = datetime(2015, 3, 4, tzinfo=UTC)


def marks(html: str) -> list[Mark]:
    return arrays_of(HtmlDocument(html))[1]


@pytest.mark.parametrize(
    ("html", "is_one"),
    [
        ("<p>4 March 2015</p>", True), ("<p>Mar 4</p>", True), ("<p>3 days ago</p>", True), ("<p>March</p>", False),
        ("<p>4 March 2015 " + "x" * 69 + "</p>", True), ("<p>4 March 2015 " + "x" * 70 + "</p>", False),
        ("<p>yesterday " + "x" * 69 + "</p>", True), ("<p>yesterday " + "x" * 70 + "</p>", False),
        ("<p>" + "x " * 30 + "5 hours and " + "3 minutes and " * 1 + "3 seconds ago, then " + "x" * 18 + "</p>", False),
        ("<blockquote class=x>4 March 2015 " + "x" * 39 + "</blockquote>", True),
        ("<blockquote class=x>4 March 2015 " + "x" * 40 + "</blockquote>", False),
        ("<p>" + "x" * 34 + " 4 March 2015 " + "x" * 34 + "</p>", True), ("<p>2015</p>", False),
        ("<p>" + "x" * 34 + " 4 March 2015 " + "x" * 35 + "</p>", False), ("<p>20150304</p>", False),
        ("<blockquote class=x>" + "x" * 19 + " 4 March 2015 " + "x" * 19 + "</blockquote>", True),
        ("<blockquote class=x>" + "x" * 19 + " 4 March 2015 " + "x" * 20 + "</blockquote>", False),
        ("<button>4 March 2015</button>", False), ("<pre>4 March 2015</pre>", False),
        ("<code>4 March 2015</code>", False),
        ("<nav>4 March 2015</nav>", True), ("<a>4 March 2015</a>", True),
    ],
)  # fmt: skip
def test_texts_that_are_marks(html: str, is_one: bool) -> None:
    assert len(marks(f"<p>x</p>{html}<p>y</p>")) == is_one


def test_an_attribute_without_a_value_is_no_date() -> None:
    assert [mark.when for mark in marks("<p>x</p><time datetime>4 March 2015</time><p>y</p>")] == [DAY]


@pytest.mark.parametrize("name", (
    "datetime title data-time data-timestamp data-date data-utime data-datetime content data-original-title "
    "data-bs-original-title data-bs-title data-tippy-content data-tooltip data-tooltip-content data-tip data-livestamp "
    "data-created data-epoch data-unix data-short aria-label value ts"
).split())  # fmt: skip
def test_attributes_that_are_marks(name: str) -> None:
    (mark,) = marks(f'<p>x</p><div {name}="2015-03-04"><span>at</span> <span>noon</span></div>')
    assert (mark.element, mark.run, mark.end, mark.when, mark.other) == (2, 1, 3, DAY, None)
    assert (mark.sign[0], mark.slashed, mark.month_first, mark.foreign) == ("attribute", False, False, False)


@pytest.mark.parametrize(
    ("html", "whens"),
    [
        ('<time datetime="2015-03-04">9 May 2020</time>', [DAY]), ('<time datetime="x">4 March 2015</time>', [DAY]),
        ('<time datetime="soon" title="2015-03-04">x</time>', [DAY]), ('<i title="2015-03-04">x</i>', []),
        ('<time title="2020-01-01" datetime="2015-03-04">x</time>', [DAY]),
        ('<time datetime="2015-03-04" title="2020-01-01">x</time>', [DAY]), ('<time datetime="">x</time>', []),
        ('<div title="2015-03-04"><time datetime="2020-01-01">x</time></div>', [DAY]),
        ('<div title="2015-03-04">x</div><time datetime="2015-03-04">x</time>', [DAY, DAY]),
        (f'<div title="2015-03-04">{"x" * 110}</div>', [DAY]), (f'<div title="2015-03-04">{"x" * 111}</div>', []),
        (f'<div title="{"2015-03-04".rjust(110)}">x</div>', [DAY]),
        (f'<div title="{"2015-03-04".rjust(111)}">x</div>', []),
        ('<p>4 March 2015</p><p>noon</p><time datetime="2015-03-04">x</time>', [DAY, DAY]),
        ('<p datetime="2015-03-04"></p><p>x</p>', [DAY]),
    ],
)  # fmt: skip
def test_which_attributes_count(html: str, whens: list[datetime]) -> None:
    assert [mark.when for mark in marks(html)] == whens


def test_what_a_mark_says() -> None:
    (mark,) = marks("<p>x</p><p>on 3/4/2015</p>")
    assert (mark.element, mark.run, mark.end, mark.sign[0]) == (2, 1, 2, "day")
    assert (mark.when, mark.other) == (DAY, datetime(2015, 4, 3, tzinfo=UTC))
    assert (mark.slashed, mark.month_first, mark.foreign) == (True, False, False)
    assert [mark.sign[0] for mark in marks("<p>Mar 4</p><p>3 days ago</p>")] == ["short", "age"]


def test_marks_of_one_kind_of_place_have_one_sign() -> None:
    html = "".join(f"<div class={one}><{tag}>{{0}}</{tag}></div>" for one, tag in ("ab", "ab", "cb", "ai"))
    for date in ("4 March 2015", "3 days ago"):
        first, second, third, fourth = (mark.sign for mark in marks(html.format(date)))
        assert first == second
        assert len({first, third, fourth}) == 3


WORDS = (
    "joined", "Join date", "registered", "Registrierung", "member since", "since", "edited", "Edit", "modified",
    "updated", "last seen",
    "last visit", "last active", "last post", "last reply", "last login", "last on", "active", "bumped", "closed",
    "locked", "viewed",
    "copyright", "birthday", "born", "expires", "expire", "deadline", "released", "release", "version", "archived",
    "geändert",
    "bearbeitet", "Mitglied seit", "dabei seit", "zuletzt", "inscrit le", "membre depuis", "dernière", "editado",
    "miembro", "última",
    "ultimo", "cadastrado", "modificato", "iscritto", "bewerkt", "lid sinds", "redigeret", "redigert",
    "зарегистрирован",
    "изменено", "редактировалось", "регистрация", "отредактировано", "©", "编辑", "修改", "注册", "加入于", "登録",
    "更新", "編集",
    "최근", "marked as answer", "endorsed",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_words_that_say_that_something_else_is_dated(word: str) -> None:
    for html in (f"<p>{word} 4 March 2015</p>", f"<p><i>{word}</i> <i>4 March 2015</i></p>"):
        assert [mark.foreign for mark in marks(html)] == [True]
    assert [mark.foreign for mark in marks(f"<p>4 March 2015, {word}</p>")] == [False]


@pytest.mark.parametrize(
    ("html", "foreign"),
    [
        ("<p><i>edited</i><i>4 March 2015</i></p>", True), ("<div><p>edited</p></div><p>4 March 2015</p>", True),
        ("<p>edited</p><div><p>4 March 2015</p></div>", False),
        ("<p>edited<i>4 March 2015</i></p>", True), ("<div><p>edited</p><p>4 March 2015</p></div>", True),
        (f"<p><i>edited {'x' * 32}</i><i>4 March 2015</i></p>", True),
        (f"<p><i>edited {'x' * 33}</i><i>4 March 2015</i></p>", False),
        (f"<p><i>edited</i><i>4 March 2015</i>{'x' * 50}</p>", True),
        ("<p><i>edited</i><i>by</i><i>4 March 2015</i></p>", False),
        ('<p><i>edited</i><time datetime="2015-03-04">x</time></p>', True),
        ("<p><i>wrote</i><i>4 March 2015</i></p>", False),
        (f"<p><i>edited</i><i>{'x' * 32} 4 March 2015</i></p>", True),
        (f"<p><i>edited</i><i>{'x' * 34} 4 March 2015</i></p>", False),
    ],
)  # fmt: skip
def test_words_before_a_date_say_what_it_dates_in_one_box(html: str, foreign: bool) -> None:
    assert [mark.foreign for mark in marks(html)] == [foreign]


def test_marks_are_in_page_order_and_not_too_many() -> None:
    html = '<p>4 March 2015</p><p datetime="2016-03-04">x</p>' * 751
    found = marks(html)
    assert len(found) == 1_500
    assert [mark.run for mark in found] == list(range(1_500))


def posts(*pairs: tuple[str, str], first: str = "{0}", second: str = "{1}") -> list[bool]:
    """Whether each date is another's than the post's, of boxes with two dates, the one of the author first."""
    box = f"<div class=post><p class=user>x {first}</p><p class=when>y {second}</p></div>"
    return [mark.foreign for mark in marks("".join(box.format(*pair) for pair in pairs))]


RISING = ("4 May 2015", "5 May 2015", "6 May 2015")
LATEST = ("6 May 2015", "4 May 2015", "5 May 2015")


@pytest.mark.parametrize(
    ("users", "written", "foreign"),
    [
        (("3 May 2011", "2 June 2009", "1 July 2010"), RISING, True),
        (("3 May 2011", "2 June 2011", "1 July 2011"), RISING, False),
        (("3 May 2011", "2 June 2009", "1 July 2018"), RISING, False),
        (("3 May 2011", "2 June 2009", "1 July 2010"), LATEST, False),
        (("May 2011", "June 2009", "July 2010"), RISING, True),
        (("May 2011", "June 2009", "July 2010"), LATEST, False),
    ],
)
def test_dates_of_authors_stand_beside_those_of_posts_and_do_not_rise_with_them(
    users: tuple[str, ...], written: tuple[str, ...], foreign: bool
) -> None:
    assert posts(*zip(users, written, strict=True)) == [foreign, False] * 3
    assert posts(*zip(written, users, strict=True)) == [False, foreign] * 3
    mixed = marks(
        "".join(f"<p class=user>{date}</p>" for date in users) + "".join(f"<p class=w>{date}</p>" for date in written)
    )
    assert not any(mark.foreign for mark in mixed)


@pytest.mark.parametrize(
    "words", ["Beigetreten: 3 May 2015", "Dołączył: 3 May 2015", "Inscription : 3 May 2015", "Latest reply 3 May 2015",
              "Se unió el 3 May 2015", "На форуме с 3 мая 2015", "加入时间 2015-05-03", "가입일 2015.05.03"],
)  # fmt: skip
def test_words_of_registration_and_of_the_last_post_in_other_languages(words: str) -> None:
    assert [mark.foreign for mark in marks(f"<p>{words}</p>")] == [True]


MAY = [f"{day} May 2014" for day in (4, 5, 6, 7)]


@pytest.mark.parametrize(
    ("earlier", "of_users"),
    [
        (["3 March 2012", "2 March 2011", "1 March 2013"], True),
        (["1 March 2011", "2 March 2012", "3 March 2013"], False),
        (["3 March 2012", "2 March 2015", "1 March 2013"], False),
        (["3 March 2012", "4 May 2014", "1 March 2011"], True),
        (["3 March 2012", "5 May 2014", "1 March 2011"], False), (["March 2012", "March 2011", "March 2013"], True),
        (["March 2011", "March 2012", "March 2013"], True), (["3 March 2012", "", "1 March 2013"], False),
        (["March 2012", "2 March 2011", "1 March 2013"], False), (["3 March 2012", "2 March 2011", ""], False),
    ],
)  # fmt: skip
def test_registrations_stand_beside_each_post_and_are_older(earlier: list[str], *, of_users: bool) -> None:
    html = "".join(
        f"{f'<u>{one}</u>' if one else ''}<s>{other}</s><p>x</p>" for one, other in zip(earlier, MAY, strict=False)
    )
    found = [mark.foreign for mark in marks(html)]
    assert sum(found) == (3 if of_users else 0)
    assert [index % 2 for index, one in enumerate(found) if one] == [0] * sum(found)


def turned(*days: str) -> list[bool]:
    """Which of the dates in ``u`` and ``s`` by turns are of something else."""
    html = "".join(f"<{tag}>{day}</{tag}><p>x</p>" for tag, day in zip("us" * len(days), days, strict=False))
    return [mark.foreign for mark in marks(html)]


def test_where_registrations_stand() -> None:
    assert turned(MAY[0], "March 2012", MAY[1], "March 2011", MAY[2], "March 2013") == [False, True] * 3
    assert turned(MAY[0], "March 2012", MAY[1], "March 2011") == [False, True] * 2
    assert turned(MAY[0], "March 2012") == [False] * 2
    assert turned(MAY[1], "March 2012", MAY[0], "March 2011") == [False] * 4
    assert turned("May 2014", "March 2012", "June 2014", "March 2011") == [False] * 4
    apart = "".join(f"<u>{day}</u><p>x</p>" for day in MAY[:2]) + "<s>March 2012</s><p>x</p><s>March 2011</s><p>x</p>"
    assert [mark.foreign for mark in marks(apart)] == [False] * 4
    crossed = f"<u>{MAY[0]}</u><p>x</p><s>March 2012</s><p>x</p><s>March 2011</s><p>x</p><u>{MAY[1]}</u>"
    assert [mark.foreign for mark in marks(crossed)] == [False] * 4


def test_a_page_may_be_a_date_and_no_element() -> None:
    [mark] = marks("<body>4 March 2015")
    assert (mark.element, mark.when) == (0, DAY)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("Jul 19<sup>th</sup>, 2016 at 2:05pm", [datetime(2016, 7, 19, 14, 5, tzinfo=UTC)]),
        ("May 1<sup>st</sup>, 2016", [datetime(2016, 5, 1, tzinfo=UTC)]),
        ("4 March 2015 <sup>th</sup>", [DAY]),
        ("4 March 2015 <sup>no</sup> 5 March 2015", [DAY, datetime(2015, 3, 5, tzinfo=UTC)]),
    ],
)
def test_a_day_may_be_printed_with_a_raised_ending(html: str, texts: list[datetime]) -> None:
    assert [mark.when for mark in marks(f"<p>{html}</p>")] == texts


def test_an_editor_writes_posts() -> None:
    assert [mark.foreign for mark in marks("<p>Editor Ann, 4 March 2015</p><p>Edit: 5 March 2015</p>")] == [False, True]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("By <a>Ann</a> on 4 March 2015", "on 4 March 2015"), ("By <b>Ann</b> on 4 March 2015", None),
        ("<a>4 March 2015</a> by Ann", None), ("By <a>Ann</a> in spring", None),
    ],
)  # fmt: skip
def test_a_dated_element_shows_its_date_beside_a_link(inner: str, shown: str | None) -> None:
    """Where it names the author, too, only the text of the date is the mark."""
    inner = inner.replace("<a>", "<a href=/members/ann>")
    places, (found,), _ = arrays_of(HtmlDocument(f'<p>x</p><p><span title="2015-03-04T10:00:00Z">{inner}</span></p>'))
    texts = places.texts[found.run : found.end]
    assert texts == [shown] if shown else len(texts) > 1


@pytest.mark.parametrize(
    ("third", "foreign"),
    [
        ("<p>edited <u>6 March 2015</u></p>", False),
        ("<p>Updated: <u>6 March 2015</u></p>", False),
        ("<p>edited by Ann <u>6 March 2015</u></p>", True),
        ("<p>joined <u>6 March 2015</u></p>", True),
        ("<p><u>5 March 2015</u> edited <u>6 March 2015</u></p>", True),  # beside its own date
        ("<p>edited <b>6 March 2015</b></p>", True),  # not where the others show theirs
        ("<div>edited <u>6 March 2015</u></div>", True),
    ],
)
def test_the_date_of_an_edit_may_stand_for_that_of_a_post(third: str, *, foreign: bool) -> None:
    posts = "<p><u>4 March 2015</u></p><p><u>5 March 2015</u></p>"
    assert marks(f"{posts}{third}")[-1].foreign is foreign
    assert marks(f"<p><u>4 March 2015</u></p>{third}")[-1].foreign is (foreign or "5 March" not in third)


def test_a_tooltip_says_first_when_a_post_was_written() -> None:
    both = "Created: 4 March 2015\n\n\nModified: " + "7 March 2015, " * 9
    [mark] = marks(f"<span data-tippy-content='{both}'>2 days</span>")
    assert (mark.when, mark.foreign) == (DAY, False)


@pytest.mark.parametrize(
    ("css", "foreign"),
    [("registered", True), ("user joined", True), ("join-date", True), ("member-since", True),
     ("rejoined", False), ("posted", False)],
)  # fmt: skip
def test_a_class_may_say_that_an_author_registered_then(css: str, foreign: bool) -> None:
    assert [mark.foreign for mark in marks(f"<dd class='{css}'>Jul 3, 2004</dd>")] == [foreign]
    assert [mark.foreign for mark in marks(f"<time class='{css}' datetime=2004-07-03>x</time>")] == [foreign]


def posts_dated(*dates: str, tag: str = "span") -> str:
    """A page of posts that print these dates, each in its own box."""
    return "".join(f'<div class="post"><{tag} class="when">{date}</{tag}><p>Words.</p></div>' for date in dates)


def test_ages_and_dates_at_one_place_are_of_one_sign() -> None:
    found = marks(posts_dated("3 days ago", "4 March 2015", "2 days ago"))
    assert len({mark.sign for mark in found}) == 1
    assert [mark.when for mark in found] == [None, DAY, None]


@pytest.mark.parametrize("html", [
    '<p class="a"><i class="x">4 March 2015</i> <i class="x">3 days ago</i></p>' * 2,  # both in one box
    '<div><p class="a">4 March 2015</p><p class="a">3 days ago</p></div>' * 2,  # in pairs
    "<p><u>4 March 2015</u></p><div><u>3 days ago</u></div>",  # at two places
    "<p>4 March 2015</p><p>3 days ago</p>",  # at none that has a name
])  # fmt: skip
def test_two_dates_of_a_post_are_of_two_signs(html: str) -> None:
    assert len({mark.sign for mark in marks(f"<div>{html}</div>")}) == 2
