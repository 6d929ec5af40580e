"""Any page with repeated posts: forums, Q&A sites, help communities, whatever their classes."""

from functools import lru_cache

from qapipe.page.document import Document, HtmlDocument
from qapipe.readers import verdict
from qapipe.readers.faq import headed_pairs, reading_of_pairs
from qapipe.readers.posts import reading_of
from qapipe.readers.reconcile import Found, are_thread, posts_of
from qapipe.readers.site import Layout, Reading, Site
from qapipe.readers.threads import lone_question, may_hold_thread, says_none
from qapipe.records.warnings import PageWarning

_MOST_HEADED = 0.5  # of the boxes of a thread have a heading that links elsewhere


@lru_cache(maxsize=1)  # a page is recognised, then read
def _thread(document: Document) -> Found | None:
    """The posts of a page if they are a thread: by the type that its markup names, else by what speaks for it."""
    found = posts_of(document)
    if not isinstance(document, HtmlDocument):
        return None
    if found is not None and found.thread.answers:
        if are_thread(document, found):
            return found
        if found.boxes.get("headings", 0.0) > _MOST_HEADED or found.boxes.get("titled"):
            return None  # a list of threads, or of articles
    elif found is not None and found.marked and found.thread.question and found.thread.question.body:
        return found
    return _lone(document)


def _lone(document: HtmlDocument) -> Found | None:
    """A question that nobody has answered, on a page that is a forum's by other signs."""
    if not may_hold_thread(document):
        return None
    thread = lone_question(document)
    if thread is None:
        return None
    features = verdict.thread_features(document, thread, {"unanswered": float(says_none(document))})
    if not verdict.is_lone_question(features):
        return None
    found = posts_of(document)
    if found is not None and found.thread.answers:  # they are no thread, but may be answers
        thread.warnings.add(PageWarning.UNREAD_POSTS)
    return Found(thread)


def recognises(document: Document) -> bool:
    """Whether a page shows a thread."""
    return _thread(document) is not None


def read(document: Document) -> Reading:
    """The thread of a page; its reason says if nobody asks anything."""
    found = _thread(document)
    if found is None or not isinstance(document, HtmlDocument):
        raise TypeError("no thread on this page")
    reading = reading_of(found.thread)
    reading.reason = verdict.reason_of(document, found.thread, found.boxes)
    return reading


def _is_faq(document: Document) -> bool:
    return bool(headed_pairs(document)) and not recognises(document)


def read_faq(document: Document) -> Reading:
    """The headings of an FAQ that ask, with the texts below them."""
    return reading_of_pairs(document, headed_pairs(document))


SITE = Site(
    name="thread",
    description="any page with a thread of posts",
    layouts=(
        Layout("posts", "repeated posts, found by the structure of the page", recognises, read),
        Layout("faq", "an FAQ by its title and headings, included on request", _is_faq, read_faq),
    ),
    fallback=True,
)
