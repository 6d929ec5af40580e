"""The arrays of small pages, for tests of what works on them; elements are known by their ids."""

from itertools import count

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Prose, Record

_COUNT = count()


def t(prose: int) -> str:
    """A text with so many letters of prose that stands nowhere else."""
    return f"{next(_COUNT):06}{'x' * (prose + 6)}"


def arrays(html: str) -> tuple[Places, list[Mark], Prose]:
    return arrays_of(HtmlDocument(html))


def ids(places: Places, *names: str) -> list[int]:
    return [element for element, own in enumerate(places.attributes) if own.get("id") in names]


def named(places: Places, elements: set[int] | list[int]) -> str:
    return " ".join(str(places.attributes[element].get("id") or places.tag(element)) for element in sorted(elements))


BODY = "<p id=b>some words</p>"


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
