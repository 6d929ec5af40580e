"""How texts are found on a page: at the edges of what is enough, near and alike."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.markup.located import PageText, Place, is_cut, without_cut

WORD = "abcdefghijklmnopqrstuvwxyz"


def text(size: int, first: int = 0) -> str:
    """A text of so many letters, which begins with its own."""
    return "".join(WORD[(first + number * (first % 5 + 1)) % 26] for number in range(size))


def find(body: str, *lines: str) -> Place | None:
    return PageText(HtmlDocument(f"<body>{body}")).find(list(lines))


def shown(place: Place | None, *, quoted: bool = False) -> list[str]:
    parts = (place.quoted if quoted else place.parts) if place else []
    return [words for part in parts if (words := part.text().strip())]


@pytest.mark.parametrize(
    ("given", "bare"),
    [
        ("a…", "a"), ("a...", "a"), ("a [...]", "a "), ("a […]", "a "), ("a&hellip;", "a"), ("a… read more", "a"),
        ("a...Read More ", "a"), ("a… more", "a"),
        ("a… weiterlesen", "a"), ("a… mehr", "a"), ("a… then", None), ("a", None), ("a..", None), ("...a", None),
        ("a read more", None),
    ],
)  # fmt: skip
def test_marks_of_a_cut(given: str, bare: str | None) -> None:
    assert is_cut(given) is (bare is not None)
    assert without_cut(given) == (given if bare is None else bare)


@pytest.mark.parametrize(("size", "is_found"), [(12, True), (11, False)])
def test_the_shortest_text_that_is_looked_for(size: int, is_found: bool) -> None:
    assert (find(f"<p>{text(size)}</p>", text(size)) is not None) is is_found


@pytest.mark.parametrize(
    ("body", "lines", "expected"),
    [
        # whether all of it is there, and whether the page goes on
        ("<div><p>{a}</p></div>", "{a}", (True, False, ["{a}"])),
        ("<div><p>{a}x</p></div>", "{a}", (True, True, ["{a}x"])),
        ("<div><p>{a}</p><p>{b}</p></div>", "{a}|{b}", (True, False, ["{a}", "{b}"])),
        ("<div><p>{a}</p><p>{b}</p></div>", "{a}…", (True, True, ["{a}", "{b}"])),
        ("<div><p>{a}</p><p>{b}</p></div>", "{a}", (True, False, ["{a}"])),
        ("<div><p>x</p><p>{a}y</p><p>{b}</p></div>", "{a}", (True, True, ["x", "{a}y", "{b}"])),
        ("<div><h2>x</h2><div>{a}y</div><section>{b}</section></div>", "{a}", (True, True, ["{a}y"])),
        # the ends of most lines, near one another
        ("<div><p>{a}</p><i>!?x</i><p>{b}</p></div>", "{a}|{b}", (False, False, ["{a}", "!?x", "{b}"])),
        ("<div><p>{a}</p><p>x</p></div>", "{a}|{b}", None),
        ("<div><p>{a}x</p><p>{b}</p><p>{c}</p></div>", "{a}|{b}|{d}", (False, False, ["{a}x", "{b}", "{c}"])),
        ("<div><p>{a}</p>" + "y" * 151 + "<p>{b}</p></div>", "{a}|{b}", (False, False, ["{a}", "y" * 151, "{b}"])),
        ("<div><p>{a}</p>" + "y" * 220 + "<p>{b}</p></div>", "{a}|{b}", (False, False, ["{a}", "y" * 220, "{b}"])),
        ("<div><p>{a}</p>" + "y" * 221 + "<p>{b}</p></div>", "{a}|{b}", None),
        ("<div><p>{a}</p><p>x</p><p>{b}</p></div>", "{c}|{d}|{a}|{b}|{a}{b}", None),
        ("<div><p>{a}</p><p>z</p></div>", "{a}|z", (True, False, ["{a}", "z"])),
        # not in what nobody sees
        ("<div><p><script>x</script>{a}</p></div>", "{a}", (True, False, ["{a}"])),
        ("<select><option>{a}</option></select>", "{a}", None),
        ("<noscript><p>{a}</p></noscript>", "{a}", (True, False, ["{a}"])),
        ("<aside><p>{a}</p></aside>", "{a}", (True, False, ["{a}"])), ("", "{a}", None),
        ("<nav><p>{a}</p></nav>", "{a}", (True, False, ["{a}"])),
        ("<footer><p>{a}</p></footer>", "{a}", (True, False, ["{a}"])),
        # forty letters at each end
        ("<div><p>{a}0123456789zz{b}0123456789</p></div>", "{a}0123456789{c}{b}0123456789",
        (False, False, ["{a}0123456789zz{b}0123456789"])),
        ("<div><p>{a}012345678zz0{b}0123456789</p></div>", "{a}0123456789{c}{b}0123456789", None),
        ("<div><div class=x>x</div><div class=y>{a}</div><div class=y>{b}y</div><div class=y>z</div><div>w</div></div>",
        "{a}|{b}", (True, True, ["{a}", "{b}y", "z"])),
    ],
)  # fmt: skip
def test_what_is_found(body: str, lines: str, expected: tuple[bool, bool, list[str]] | None) -> None:
    words = {name: text(30, number * 7 + 3) for number, name in enumerate("abcd")}
    place = find(body.format(**words), *lines.format(**words).split("|"))
    if expected is None:
        assert place is None
    else:
        assert place is not None
        assert (place.exact, place.cut, shown(place)) == (*expected[:2], [part.format(**words) for part in expected[2]])


@pytest.mark.parametrize(
    ("before", "behind", "quoted"),
    [
        ("<blockquote>q</blockquote>", "", ["q", "{a}"]), ("", "<aside>q</aside>", ["{a}", "q"]),
        ("<blockquote>q</blockquote> ", " <aside>r</aside>", ["q", "{a}", "r"]),
        ("<blockquote>q</blockquote><aside>r</aside> <blockquote>s</blockquote>", "", ["q", "r", "s", "{a}"]),
        ("", "", []), ("<p>q</p>", "", []), ("<blockquote>q</blockquote>words", "", []),
        ("", "words<aside>q</aside>", []), ("<blockquote>q</blockquote><hr>", "", []),
        ("<blockquote>q</blockquote>" * 20, "", ["q"] * 20 + ["{a}"]),
        ("<blockquote>q</blockquote>" * 21, "", ["q"] * 20 + ["{a}"]),
        ("", "<blockquote>q</blockquote>" * 21, ["{a}", *["q"] * 20]),
    ],
)  # fmt: skip
def test_quotations_beside_a_text(before: str, behind: str, quoted: list[str]) -> None:
    own = text(30)
    place = find(f"<div>{before}<p>{own}</p>{behind}</div>", own)
    assert shown(place, quoted=True) == [part.format(a=own) for part in quoted]


@pytest.mark.parametrize("tag", "p ul blockquote h1 table b code span details aside".split())
def test_elements_that_continue_a_text(tag: str) -> None:
    own = text(30)
    assert shown(find(f"<div><{tag}>x</{tag}><p>{own}y</p><{tag}>z</{tag}></div>", own)) == ["x", f"{own}y", "z"]


@pytest.mark.parametrize("tag", "div section article header nav main form".split())
def test_elements_that_end_a_text(tag: str) -> None:
    own = text(30)
    assert shown(find(f"<div><{tag}>x</{tag}><p>{own}y</p><{tag}>z</{tag}></div>", own)) == [f"{own}y"]


def test_no_more_than_300_paragraphs_are_added_on_either_side() -> None:
    own, many = text(30), "<p>x</p>" * 310
    assert len(shown(find(f"<div>{many}<p>{own}y</p></div>", own))) == 301
    assert len(shown(find(f"<div><p>{own}y</p>{many}</div>", own))) == 301


def test_the_next_text_is_looked_for_behind_the_last_one_first() -> None:
    boxes = "".join(f"<div id={name}><p>{text(30, first)}</p></div>" for name, first in (("a", 0), ("b", 3), ("c", 0)))
    page = PageText(HtmlDocument(boxes))
    ids = []
    for first in (3, 0, 3):
        place = page.find([text(30, first)])
        assert place is not None
        around = place.node if place.node.attributes.get("id") else place.node.parent
        ids.append(around.attributes.get("id") if around else None)
    assert ids == ["b", "c", "b"]


@pytest.mark.parametrize(("size", "is_found"), [(23, False), (24, True)])
def test_a_short_line_alone_is_not_enough_for_a_text(size: int, is_found: bool) -> None:
    place = find(f"<p>{text(size)}</p>", text(size), "xyz")
    assert (place is not None and not place.exact) is is_found


def test_the_first_two_ends_of_lines_are_where_a_text_may_begin() -> None:
    lines = [text(30, first) for first in (1, 2, 3, 4, 6)]
    for missing, is_found in ((1, True), (2, False)):
        page = "".join(f"<p>{line}</p>" for line in lines[missing:])
        assert (find(f"<div>{page}</div>", *lines) is not None) is is_found


UNSEEN = (
    "<script>x</script>",
    "<svg><text>x</text></svg>",
    "<select> <option>x<option>y</select>",
    "<template>x</template>",
)


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("end", ["", " ", "</div>", "</div> ", "</div></section> <!-- x -->"])
def test_what_is_not_shown_is_passed_over_wherever_it_ends(unseen: str, end: str) -> None:
    first, last = text(20), text(20, 3)
    for between in (unseen + end, f"{unseen} {unseen}{end}", f"<i>{unseen}</i>{end}"):
        place = find(f"<section><div><p>{first}{between}<p>{last}", first, last)
        assert place is not None
        assert place.exact
    assert shown(find(f"<p>{first}</p><div>{unseen}{end}", first)) == [first]
    assert find(f"<div>{unseen}{end}", first) is None


def test_all_of_a_page_that_is_not_shown_holds_no_text() -> None:
    assert find(f"<script>{text(20)}</script>", text(20)) is None
    assert find("", text(20)) is None


def test_the_body_of_a_page_is_no_container_of_a_text() -> None:
    """Paragraphs right in it are those of the whole page."""
    own = text(30)
    place = find(f"<p>x</p><p>{own}y</p><p>z</p>", own)
    assert place is not None
    assert (place.node.tag, shown(place)) == ("p", [f"{own}y"])


def test_of_two_places_of_the_first_text_the_first_is_taken() -> None:
    place = find(f"<div id=a><p>{text(30)}</p></div><div id=b><p>{text(30)}</p></div>", text(30))
    around = place.node.parent if place else None
    assert around is not None
    assert around.attributes.get("id") == "a"
