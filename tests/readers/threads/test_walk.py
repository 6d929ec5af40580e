"""The arrays of a page: what is left out, what runs stand in, and which elements are alike."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.places import CHROME, CODE, CONTROL, HEADING, LINK, NOSCRIPT, QUOTE, Places
from qapipe.readers.threads.reader import arrays_of


def arrays(body: str) -> Places:
    return arrays_of(HtmlDocument(body))[0]


def tags(body: str) -> list[str]:
    places = arrays(body)
    return [places.tag(element) for element in range(1, len(places.nodes))]


@pytest.mark.parametrize("tag", (
    "script style template svg iframe object video audio canvas map select textarea datalist dialog progress"
).split())  # fmt: skip
def test_elements_that_nobody_reads(tag: str) -> None:
    assert arrays(f"a<{tag}>x</{tag}>b").texts == ["a", "b"]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("a<p hidden>x</p>", ["a"]), ("a<p style='display:none'>x</p>", ["a"]),
        ("a<p style='DISPLAY: NONE'>x</p>", ["a", "x"]),
        ("a<p style='Display: none'>x</p>", ["a"]), ("a<p style='visibility:hidden'>x</p>", ["a"]),
        ("a<p style='visibility: hidden;x'>x</p>", ["a"]),
        ("a<p style='background:none'>x</p>", ["a", "x"]), ("a<p style='overflow:hidden'>x</p>", ["a", "x"]),
        ("a<p class=hidden>x</p>", ["a", "x"]),
        ("<body hidden>a", ["a"]), ("<body style='display:none'>a", ["a"]), ("a<!-- x -->b", ["a", "b"]),
        (" a \n", ["a"]), ("<p> </p>", []),
        (f"a<noscript>{'x' * 599}</noscript>", ["a"]), (f"a<noscript>{'x' * 600}</noscript>", ["a", "x" * 600]),
        (f"a<noscript>{'x' * 600}</noscript><noscript>y</noscript>", ["a", "x" * 600]),
    ],
)  # fmt: skip
def test_what_is_shown(html: str, texts: list[str]) -> None:
    assert arrays(html).texts == texts


@pytest.mark.parametrize(
    ("html", "flag"),
    [
        ("<p>x</p>", 0), ("<a>x</a>", LINK), ("<a><b><i>x</i></b></a>", LINK), ("<button>x</button>", CONTROL),
        ("<label>x</label>", CONTROL),
        ("<legend>x</legend>", CONTROL), ("<h1>x</h1>", HEADING), ("<h3><a>x</a></h3>", HEADING | LINK),
        ("<h4>x</h4>", 0), ("<pre>x</pre>", CODE),
        ("<code>x</code>", CODE), ("<nav>x</nav>", CHROME), ("<nav><pre><a>x</a></pre></nav>", CHROME | CODE | LINK),
        ("<aside>x</aside>", 0), ("<blockquote class=x>x</blockquote>", QUOTE),
        ("<blockquote class=post-body>x</blockquote>", 0),
        *((f"<div class='{name}'>x</div>", QUOTE) for name in ("quote", "a quote", "blockquote", "bbcode_quote",
        "bb-quote", "x-quote-y", "zitat", "cita",
                                                              "citat", "citation", "Quote", "message_quote",
                                                              "bbcodeblockquote")),
        *((f"<blockquote class='{css}'>x</blockquote>", 0) for css in ("comment level-1", "a post", "reply", "entry")),
        *((f"<blockquote class='{css}'>x</blockquote>", QUOTE) for css in ("comments", "posted", "quote-reply")),
        *((f"<div class='{name}'>x</div>", 0) for name in ("quotes", "unquote", "quote-btn", "quote button",
        "quote_count", "js-quote-selection", "cit")),
        ("<aside class=quote>x</aside>", QUOTE), ("<p class=quote>x</p>", 0),
        ("<div class=quote><div class=quote>x</div></div>", QUOTE),
        ("<div class=quote>y</div>x", 0), ("<a>y</a>x", 0), ("<div class=quote><i>y</i></div><p>x</p>", 0),
        (f"a<noscript>{'x' * 600}</noscript>", NOSCRIPT),
    ],
)  # fmt: skip
def test_what_a_run_stands_in(html: str, flag: int) -> None:
    assert arrays(html).flags[-1] == flag


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("<p class=post>", "<p class=post>", True), ("<p class='post odd'>", "<p class='post even last'>", True),
        ("<p class=post1>", "<p class=post2>", True),
        ("<p class=Post>", "<p class=post>", True), ("<p class=post>", "<p class=reply>", False),
        ("<p class=post>", "<div class=post>", False),
        ("<p>", "<p>", True), ("<p>", "<div>", False), ("<p class=odd>", "<p>", True),
        ("<p class=odd>", "<div class=odd>", False), ("<p class='a b'>", "<p class='b a'>", False),
        ("<p class='a a'>", "<p class=a>", True), ("<p class=a-b>", "<p class='a b'>", True),
        ("<p class=é>", "<p>", True), ("<p class=12>", "<p>", True),
    ],
)  # fmt: skip
def test_which_elements_are_alike(one: str, other: str, same: bool) -> None:
    places = arrays(f"<main>{one}x{one.replace('<', '</').split(' ')[0].rstrip('>')}>{other}y</main>")
    first, second = 2, places.owners[-1]
    assert (places.signs[first] == places.signs[second]) is same
    assert (places.kinds[first] == places.kinds[second]) is same


def test_places_without_classes_are_those_below_their_parent() -> None:
    places = arrays("<div class=a><p>x</p></div><div class=b><p>x</p></div><div class=a><p>x</p><p>y</p></div>")
    one, two, three, four = (places.signs[owner] for owner in places.owners)
    assert one == three == four != two
    kinds = [places.kinds[owner] for owner in places.owners]
    assert len(set(kinds)) == 1
    assert kinds[0] < 0 < places.kinds[1]


def test_elements_and_runs() -> None:
    places = arrays("<div>a<p>b <a href=x>cd</a></p></div><button>e</button> f<br>")
    assert [places.tag(element) for element in range(len(places.nodes))] == ["body", "div", "p", "a", "button", "br"]
    assert (places.parents, places.ends) == ([-1, 0, 1, 2, 0, 0], [6, 4, 4, 4, 5, 6])
    assert (places.first_runs, places.end_runs) == ([0, 0, 1, 2, 3, 5], [5, 3, 3, 3, 4, 5])
    assert (places.texts, places.raws) == (["a", "b", "cd", "e", "f"], ["a", "b ", "cd", "e", " f"])
    assert (places.owners, places.letters, places.links) == ([1, 2, 3, 4, 0], [0, 1, 2, 4, 5, 6], [0, 0, 0, 2, 3, 3])
    assert [places.length(element) for element in range(6)] == [6, 4, 3, 2, 1, 0]
    assert [places.link_length(element) for element in range(6)] == [3, 2, 2, 2, 1, 0]
    assert [places.text(element) for element in range(6)] == ["a b cd e f", "a b cd", "b cd", "cd", "e", ""]
    assert [places.flags_of(element) for element in range(6)] == [0, 0, 0, LINK, CONTROL, 0]
    assert [places.children(element) for element in range(6)] == [[1, 4, 5], [2], [3], [], [], []]
    assert [places.path(3, most) for most in (0, 1, 2, 4, 9)] == [[], [3], [3, 2], [3, 2, 1, 0], [3, 2, 1, 0]]
    assert (places.path(0, 2), places.path(-1, 2)) == ([0], [])
    assert places.path(3, 2) == [3, 2]  # also when it is asked for again
    assert [[places.inside(one, other) for other in (0, 1, 4)] for one in (0, 3, 4)] == [
        [True, False, False], [True, True, False], [True, False, True],
    ]  # fmt: skip


@pytest.mark.parametrize(("html", "raws"), [("a<b>b</b> <i>c</i>", ["a", "b ", "c"]),
("<b>a </b> <i>c</i>", ["a ", "c"]), (" <b>a</b>", ["a"]), ("<p><b>a</b> </p>", ["a "]),
                                           ("<pre>a<b>b</b>\n\n <i>c</i></pre>", ["a", "b\n\n ", "c"]),
                                           ("<pre><b>a\n</b>\n<i>c</i></pre>", ["a\n\n", "c"])])  # fmt: skip
def test_blanks_between_elements_stay_with_the_run_before(html: str, raws: list[str]) -> None:
    assert arrays(html).raws == raws
