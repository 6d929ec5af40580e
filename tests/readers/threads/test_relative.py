"""Places inside records: those of all records alike, whatever the records' own classes."""

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.relative import Relative


def relative(html: str, *roots: str) -> tuple[Places, Relative]:
    places = arrays_of(HtmlDocument(html))[0]
    return places, Relative(places, {element for name in roots for element in named(places, name)})


def named(places: Places, name: str) -> list[int]:
    return [element for element, own in enumerate(places.attributes) if own.get("id") == name]


def test_records_are_zero_and_what_stands_in_them_is_alike_by_names_below_the_nearest_class() -> None:
    inside = "<p><b>x</b></p><div><p>x</p></div><div class=w><p>x</p></div>"
    places, one = relative(
        f"<main><div id=a class=one>{inside}</div><div id=b class=two>{inside}</div></main>", "a", "b"
    )
    (first,), (second,) = named(places, "a"), named(places, "b")
    assert one.of(first) == one.of(second) == 0
    size = places.ends[first] - first
    numbers = [one.of(first + at) for at in range(size)]
    assert numbers == [one.of(second + at) for at in range(size)]
    assert len(set(numbers)) == size
    kind = places.kinds[first + 5]
    assert numbers == [0, -1, -2, -3, -4, kind, -5]
    assert kind > 0


def test_the_place_does_not_depend_on_what_is_asked_first() -> None:
    html = "<main><div id=a><p><b><u>x</u></b></p></div></main>"
    places, down = relative(html, "a")
    _, up = relative(html, "a")
    (root,) = named(places, "a")
    assert up.of(root + 3) == -3
    assert [down.of(root + at) for at in range(4)] == [up.of(root + at) for at in range(4)] == [0, -1, -2, -3]


def test_siblings_of_one_name_share_a_place() -> None:
    places, one = relative("<main><div id=a><p>x</p><p>x</p><b>x</b></div></main>", "a")
    (root,) = named(places, "a")
    assert [one.of(root + at) for at in (1, 2, 3)] == [-1, -1, -2]


def test_outside_of_records_and_classes_places_begin_at_the_page() -> None:
    _, one = relative("<main><p>x</p></main>")
    assert [one.of(2), one.of(1), one.of(0)] == [-3, -2, -1]


def test_the_first_class_of_a_page_is_a_place_as_others_are() -> None:
    places, one = relative("<body class=m><p>x</p></body>")
    assert places.kinds[0] == 1
    assert [one.of(1), one.of(0)] == [-1, 1]
