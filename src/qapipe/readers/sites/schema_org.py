"""Any page with the question markup of schema.org: QAPage and Question in JSON-LD, microdata or RDFa.

Markup is often incomplete, so it is read with the page beside it: a text that was cut or lost its paragraphs is taken
from the element that shows it. A page with several syntaxes is read from all; the one with the most answers leads.
"""

from collections.abc import Callable

from qapipe.page.document import Document
from qapipe.readers.markup import read, verdict_of
from qapipe.readers.site import Layout, Site
from qapipe.records.reasons import Reason


def refuses(document: Document) -> Reason | None:
    """Why a page is no question page, by what its markup says it is."""
    return verdict_of(document).reason


def _leads(layout: str) -> Callable[[Document], bool]:
    """Whether a page's question is held best in one syntax."""

    def recognises(document: Document) -> bool:
        threads = verdict_of(document).threads
        return bool(threads) and threads[0].layout == layout

    return recognises


SITE = Site(
    name="schema_org",
    description="any page with question markup of schema.org",
    refuses=refuses,
    layouts=(
        Layout("json_ld", "QAPage or Question in JSON-LD", _leads("json_ld"), read),
        Layout("microdata", "QAPage or Question in microdata", _leads("microdata"), read),
        Layout("rdfa", "QAPage or Question in RDFa", _leads("rdfa"), read),
    ),
)
