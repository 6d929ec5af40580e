"""What posts are found by where no dates help: names of authors; and the dates that their records get after all."""

import pytest

import qapipe
from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import anchors
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Record


def named(html: str) -> list[str]:
    places = arrays_of(HtmlDocument(html))[0]
    return [places.texts[anchor.run] for anchor in anchors.named(places)]


@pytest.mark.parametrize(
    ("form", "are_names"),
    [
        ("<a href=/u/{n}>Ann {n}</a>", True), ("<a href=/users/x{n}><u><s>Ann {n}</s></u></a>", True),
        ("<a href=/u/{n}><u><s><big>Ann {n}</big></s></u></a>", False),
        ("<a href=/topic/{n}>Ann {n}</a>", False), ("<a>Ann {n}</a>", False), ("<p>Ann {n}</p>", False),
        *((f"<p class='{css}'>Ann {{n}}</p>", True) for css in ("author", "username", "user-name", "nick", "poster",
        "post-user", "comment-user", "membername",
                                                               "member-name", "x fn", "user", "user x")),
        *((f"<p class='{css}'>Ann {{n}}</p>", False) for css in ("users", "userx", "name", "fnx", "post")),
        ("<p itemprop=author>Ann {n}</p>", True),
        ("<div class=author><span>Ann {n}</span></div>", True),
        ("<div class=author><div><span>Ann {n}</span></div></div>", False),
        ("<p class=author>" + "x" * 38 + "{n}{n}</p>", True), ("<p class=author>" + "x" * 39 + "{n}{n}</p>", False),
        ("<p class=author>{n}</p>", False),
        ("<p class=author>{{{{ n }}}} Ann</p>", False), ("<div class=author><button>Ann {n}</button></div>", False),
        ("<div class=author><code>Ann {n}</code></div>", False),
        ("<div class=author><nav>Ann {n}</nav></div>", False),
    ],
)  # fmt: skip
def test_texts_that_are_names_of_authors(form: str, are_names: bool) -> None:
    html = "".join(f"<section>{form.format(n=n)}<p>It is so, {n}.</p></section>" for n in range(3))
    assert len(named(html)) == (3 if are_names else 0)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<p class=author>Ann</p>", []), ("<p class=author>Ann</p><p class=author>Bo</p>", ["Ann", "Bo"]),
        ("<p class=author>Ann</p><div class=author>Bo</div>", []),
        ("<p class=author>Ann</p><p class=author>Ann</p><p class=author>Bo</p>", ["Ann", "Bo"]),
        ("<p class=author>Ann</p><i>, </i><p class=author>Ann</p><p class=author>Bo</p>", ["Ann", "Bo"]),
        ("<p class=author>Ann</p><i>says</i><p class=author>Ann</p>", ["Ann", "Ann"]),
        ("<p class=author>Ann</p><i>it</i><p class=author>Ann</p><p class=author>Bo</p>", ["Ann", "Bo"]),
    ],
)  # fmt: skip
def test_a_name_that_stands_twice_in_a_row_is_one(html: str, names: list[str]) -> None:
    assert named(html) == names


def test_no_more_than_800_names() -> None:
    assert len(named("".join(f"<p class=author>Ann {n}</p>" for n in range(801)))) == 800


def redated(*posts: str) -> tuple[Places, Family]:
    places, marks, _ = arrays_of(HtmlDocument("".join(f"<section>{post}</section>" for post in posts)))
    records = [Record([root], Anchor(root, places.first_runs[root], "name")) for root in places.children(0)]
    family = Family("place", records, "name")
    anchors.redated(places, family, marks)
    return places, family


@pytest.mark.parametrize(
    ("posts", "dated"),
    [
        (["<i>3 May 2014</i>a", "<i>4 May 2014</i>b"], [True, True]),
        (["<i>3 May 2014</i>a", "<i>4 May 2014</i>b", "c"], [True, True, False]),
        (["<i>3 May 2014</i>a", "b"], [False, False]),
        (["a", "<i>3 May 2014</i>b"], [False, True]),
        (["a", "b<i>4 May 2014</i>", "<i>5 May 2014</i>c"], [False, True, True]),
        (["<i>joined 3 May 2014</i>a", "<i>joined 4 May 2014</i>b"], [False, False]), (["a", "b"], [False, False]),
    ],
)  # fmt: skip
def test_records_found_by_names_get_the_dates_in_them(posts: list[str], dated: list[bool]) -> None:
    places, family = redated(*posts)
    own = [record.anchor for record in family.records]
    assert ["May 2014" in places.texts[one.run] and one.sign != "name" for one in own] == dated
    assert (family.sign == "name") is not any(dated)


def test_boxes_that_are_called_answers_are_posts_where_no_date_and_no_name_tells_them() -> None:
    texts = ("Soak it in cold water for a night, then rinse.", "Ask a dyer.", "Never boil it: the fibres felt at once.")
    boxes = "".join(
        f"<div class=row><div class=side><a href='/vets-{n}/leeds' class=h5>Dr {name}</a> <span>Dyer</span></div>"
        f"<div class=expert-answer-text>{text}</div></div><hr>"
        for n, (name, text) in enumerate(zip(("Ann Reed", "Bo Lind", "Cay Holm"), texts, strict=True))
    )
    asked = "<div class=asked>The red wool that I washed has bled into the white. How do I get the red out again?</div>"
    page = f"<title>Red wool - Questions and answers</title><h1>Red wool</h1>{asked}{boxes}<p>&copy; 2024</p>"
    found = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url="https://dyers.example/questions/red"))
    assert found.question is not None
    assert (found.question.title, (found.question.body or "")[:12]) == ("Red wool", "The red wool")
    assert [answer.body for answer in found.answers] == list(texts)
    two = page[: page.rindex("<div class=row>")] + "<p>&copy; 2024</p>"
    found = qapipe.parse_page(qapipe.RawPage(body=two.encode(), url="https://dyers.example/questions/red"))
    assert [answer.body for answer in found.answers] == list(texts[:2])  # one is short
    faq = page.replace("expert-answer-text", "faq-answer")
    assert not qapipe.parse_page(qapipe.RawPage(body=faq.encode(), url="https://dyers.example/questions/red")).answers
