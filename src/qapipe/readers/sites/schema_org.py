"""Any page with schema.org question markup: QAPage and Question in JSON-LD, microdata or RDFa.

Markup is often incomplete, so it is checked against the visible page: a text that was truncated or lost its paragraphs
is taken from the element that displays it. If a page has several syntaxes, all are read and the one with the most
answers takes precedence.
"""

from collections.abc import Callable

from qapipe.page.document import Document, HtmlDocument
from qapipe.readers.faq import reading_of_pairs
from qapipe.readers.forum_page import needs_rendering
from qapipe.readers.markup import faq_pairs, verdict_of
from qapipe.readers.posts import reading_of
from qapipe.readers.reconcile import posts_of
from qapipe.readers.site import Layout, Reading, Site
from qapipe.records.reasons import Reason


def refuses(document: Document) -> Reason | None:
    """Why a page is not a question page, judged by its markup; None if it may be one."""
    reason = verdict_of(document).reason
    if reason in (None, Reason.DISCUSSION) and isinstance(document, HtmlDocument) and needs_rendering(document):
        return Reason.NEEDS_RENDERING
    return reason


def _leads(layout: str) -> Callable[[Document], bool]:
    """A recogniser of pages whose fullest question markup is in this syntax."""

    def recognises(document: Document) -> bool:
        threads = verdict_of(document).threads
        return bool(threads) and threads[0].layout == layout

    return recognises


def read(document: Document) -> Reading:
    """The question in a page's markup, reconciled with the posts that the page shows."""
    found = posts_of(document)
    if found is None:
        raise TypeError("this layout reads HTML with question markup")
    return reading_of(found.thread)


def _is_faq(document: Document) -> bool:
    found = verdict_of(document)
    return found.reason is Reason.FAQ and bool(faq_pairs(document))


def read_faq(document: Document) -> Reading:
    """The pairs of FAQPage markup, as answers to one question that nobody asked."""
    return reading_of_pairs(document, faq_pairs(document))


SITE = Site(
    name="schema_org",
    description="any page with schema.org question markup",
    refuses=refuses,
    layouts=(
        Layout("json_ld", "QAPage or Question in JSON-LD", _leads("json_ld"), read),
        Layout("microdata", "QAPage or Question in microdata", _leads("microdata"), read),
        Layout("rdfa", "QAPage or Question in RDFa", _leads("rdfa"), read),
        Layout("faq_page", "FAQPage in any of them, included on request", _is_faq, read_faq),
    ),
)
