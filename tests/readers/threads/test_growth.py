"""Hostile shapes: the work of reading threads by structure grows with the page, not with its square."""

from collections.abc import Callable

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads import reader, thread_and_features
from qapipe.readers.threads.authors import Author
from qapipe.readers.threads.boxes import features_of
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.records import Anchor, Family, Record
from qapipe.readers.threads.walk import places_of
from support.work import growth

TEXT = "The heddles of the second loom swell when the weather turns, and the shed no longer opens."


def nested(size: int) -> Found:
    """Records of which each stands in the one before, with a heading that links elsewhere and names the author."""
    box = "<div class=post><h3><a href=/weavers/ann>Ann of the old weaving mill</a></h3><p>#7</p>"
    body = HtmlDocument(f"<title>Damp looms</title><body>{box * size}</body>").body
    assert body is not None
    places = places_of(body)
    roots = [element for element in range(len(places.tags)) if places.css_class(element) == "post"]
    assert len(roots) == size
    records = [Record([root], Anchor(root, places.first_runs[root], ("day",))) for root in roots]
    named = [Author("Ann of the old weaving mill")] * size
    return Found(Thread("thread", "Damp looms"), places, Family("place", records, ("day",)), [], None, named)


def test_the_features_of_nested_records_take_linear_work() -> None:
    def work(size: int) -> Callable[[], object]:
        found = nested(size)
        return lambda: features_of(found)

    assert growth(work, 300) < 2.5


def test_headings_that_name_the_author_are_no_headings_of_cards() -> None:
    found = nested(3)
    assert features_of(found)["headings"] == 0
    found.named[2] = Author("Bea")
    assert features_of(found)["headings"] == pytest.approx(1 / 3)
    assert features_of(found)["member"] == 1


def parts(form: str, size: int) -> str:
    """As many parts of a page, each with a text of its own."""
    return "".join(form.format(n=n) for n in range(size))


HEAD = f"<div class=post><i>3 May 2011</i><b class=author>Ann</b><p>{TEXT} {{n}}.</p>"


def posts_in_posts(size: int) -> str:
    return parts(HEAD, size)


def posts_in_a_row(size: int) -> str:
    return parts(f"{HEAD}</div>", size)


def posts_without_boxes(size: int) -> str:
    return parts(HEAD.removeprefix("<div class=post>"), size)


def comments_in_posts(size: int) -> str:
    comments = parts(f"<div class=comment><i>4 May 2011</i><p>So it is, {TEXT} {{n}}.</p></div>", size)
    return parts(f"{HEAD}{comments}</div>", 2)


@pytest.mark.parametrize("make", [posts_in_posts, posts_in_a_row, posts_without_boxes, comments_in_posts])
def test_linear(make: Callable[[int], str]) -> None:
    def work(size: int) -> Callable[[], object]:
        document = HtmlDocument(f"<title>Damp looms</title><body><h1>Damp looms</h1>{make(size)}</body>")
        assert thread_and_features(document) is not None
        reader.find.cache_clear()
        return lambda: thread_and_features(document)

    assert growth(work, 200) < 2.5


@pytest.mark.parametrize(("posts", "asked"), [(3, 1), (12, 0)])
def test_one_answer_is_looked_for_where_it_could_hold_more_than_the_posts(
    posts: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []
    monkeypatch.setattr(reader, "pair_of", lambda *arguments: calls.append(arguments))
    document = HtmlDocument(f"<title>Damp looms</title><body><h1>Damp looms</h1>{posts_in_a_row(posts)}</body>")
    assert thread_and_features(document) is not None
    assert len(calls) == asked
