"""Whether the first record is the question or an answer, by its classes and by the address of the page."""

import re

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.answer_words import CALLED
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.records import runs_of
from qapipe.records.further_pages import further_page

_OPENING = re.compile(
    r"(?<![a-z])(?:question|first-?post|original-?post|opening-?post|topic-?(?:start|post|head))(?![a-z])"
)
_FIRST = re.compile(r"#\s?1")


def is_opening(found: Found) -> bool | None:
    """Whether the first record alone is called the question; None if it is not called so."""
    first, *others = [(*record.roots, *record.around) for record in found.family.records]
    if not any(found.places.matches(_OPENING, one) for one in first):
        return None
    return not any(found.places.matches(_OPENING, one) for own in others for one in own)


def is_called_answer(found: Found) -> bool:
    """Whether the first record is an answer by its classes, or by those of the box that it was found by."""
    record = found.family.records[0]
    boxes = (*record.roots, *record.around, *([record.anchor.element] if found.family.is_undated else ()))
    return any(found.places.matches(CALLED, element) for element in boxes)


def begins_with_answer(document: HtmlDocument, found: Found) -> bool:
    """Whether a page continues a thread by its URL, and does not number its first post as that of the thread."""
    if document.url is None or further_page(document.url) is None:
        return False
    places, record = found.places, found.family.records[0]
    texts = places.texts[slice(*runs_of(places, record))]
    return not any(_FIRST.fullmatch(text) for text in texts)
