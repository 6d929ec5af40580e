"""Lists of other threads behind a question and its answers: they are longer, and built as regularly as posts."""

import pytest

from qapipe.readers.threads.anchors import dated
from qapipe.readers.threads.families import families_of
from qapipe.readers.threads.lists import without_headed_lists

from .arrays import arrays, named, t
from .test_pair import ASKED, LATER, SAID, said

TEXT = "It has stood on the stove since noon and does nothing at all but hum, and we are all waiting for our tea."


def teasers(count: int, heading: str = "<h3><a href=/t/{n}>What else does a kettle do, number {n}</a></h3>") -> str:
    return "".join(
        f"<article class=teaser>{heading.format(n=n)}<p>{TEXT} {n}</p><i>{n + 1} June 2015</i></article>"
        for n in range(count)
    )


def post(text: str, author: str, css: str = "post") -> str:
    return f"<article class={css}><a class=author href=/u/{author}>{author}</a><i>4 May 2014</i><p>{text}</p></article>"


def test_a_list_behind_one_answer() -> None:
    page = f"{post(ASKED, 'Bodil', 'asked')}<section class=answers>{post(SAID, 'Kasper', 'answer')}</section>"
    assert said(f"{page}<section>{teasers(6)}</section>") == [SAID]
    assert said(f"{page}{teasers(6)}") == [SAID]


def test_a_list_behind_the_posts_of_one_kind() -> None:
    page = post(ASKED, "Bodil") + post(SAID, "Kasper") + post(LATER, "Bodil")
    assert said(f"<div>{page}</div><div>{teasers(12)}</div>") == [SAID, LATER]


def best(html: str, title: str = "") -> str:
    places, marks, prose = arrays(html)
    families = without_headed_lists(places, families_of(places, dated(marks), prose), prose, title)
    return named(places, [record.roots[0] for record in families[0].records]) if families else ""


def box(name: str, heading: str = "") -> str:
    return f"<div id={name} class=p>{heading}<b>3 May 2014</b><p>{t(100)}</p></div>"


LINKED = "<h3><a href=/other>The kettle of my grandmother</a></h3>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (box("a") + box("b"), "a b"), (box("a", LINKED) + box("b", LINKED), ""),
        (box("a") + box("b") + box("c", LINKED) + box("d", LINKED), "a b"),
        (box("a") + box("b") + box("c", LINKED), "a b c"),  # one alone is no list
        (box("a") + box("b", LINKED) + box("c", LINKED), ""),
        (box("a", LINKED) + box("b"), "a b"), (box("a", LINKED) + box("b") + box("c"), "a b c"),
    ],
)  # fmt: skip
def test_what_is_listed(html: str, expected: str) -> None:
    assert best(html) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>The kettle of my grandmother</h3>",
        "<h3><a href=#p7>The kettle of my grandmother</a></h3>",
        "<h3><a href=/post/7>The kettle of my grandmother</a></h3>",
        "<h3><a href=/comments?sid=3&amp;cid=7>The kettle of my grandmother</a></h3>",
        "<h3><a href=/profile/7>Maria de la Cruz Fernandez</a></h3>",
        "<h3><a href=/holm>Kasper Holm MD</a> said this</h3>",
        "<p><a href=/other>The kettle of my grandmother</a></p>",
        "<h3><a href=/holm>Kasper of the Green Hill</a> on <a href=#7>3 May 2014</a></h3>",
    ],
)  # fmt: skip
def test_headings_of_posts(heading: str) -> None:
    assert best(box("a", heading) + box("b", heading)) == "a b"


def test_the_title_above_each_post() -> None:
    html = box("a", LINKED) + box("b", LINKED.replace(">The", ">Re: The"))
    assert best(html) == ""
    assert best(html, "The kettle of my grandmother") == "a b"


def test_a_shortened_family_is_worth_less() -> None:
    places, marks, prose = arrays(box("a") + box("b") + box("c", LINKED) + box("d", LINKED))
    families = families_of(places, dated(marks), prose)
    before = max(family.score for family in families)
    (after, *_) = without_headed_lists(places, families, prose, None)
    assert after.score == pytest.approx(before / 2)
