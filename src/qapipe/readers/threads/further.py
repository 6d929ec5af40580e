"""Further pages of a thread, whose first post answers what was asked on the first page."""

import re

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.found import Found
from qapipe.records.further_pages import further_page

_FIRST = re.compile(r"#\s?1")


def begins_with_answer(document: HtmlDocument, found: Found) -> bool:
    """Whether a page is a further one by its URL, and does not number its first post as that of the thread."""
    if document.url is None or further_page(document.url) is None:
        return False
    places, record = found.places, found.family.records[0]
    texts = places.texts[places.first_runs[record.roots[0]] : places.end_runs[record.roots[-1]]]
    return not any(_FIRST.fullmatch(text) for text in texts)
