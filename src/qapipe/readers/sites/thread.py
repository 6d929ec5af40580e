"""Any page with repeated posts: forums, Q&A sites, help communities, whatever their classes."""

from functools import lru_cache

from qapipe.page.document import Document, HtmlDocument
from qapipe.readers import verdict
from qapipe.readers.posts import Thread
from qapipe.readers.reconcile import reading_of
from qapipe.readers.site import Layout, Reading, Site
from qapipe.readers.threads import may_hold_thread, thread_and_features
from qapipe.records.reasons import Reason


@lru_cache(maxsize=1)
def _thread(document: Document) -> Thread | None:
    """The posts of a page if they are a thread."""
    if not isinstance(document, HtmlDocument) or not may_hold_thread(document.source):
        return None
    found = thread_and_features(document)
    if found is None or not found[0].answers:
        return None
    thread, boxes = found
    return thread if verdict.is_thread(verdict.thread_features(document, thread, boxes)) else None


def recognises(document: Document) -> bool:
    """Whether a page shows a thread."""
    return _thread(document) is not None


def read(document: Document) -> Reading:
    """The thread of a page; its reason says if nobody asks anything."""
    thread = _thread(document)
    if thread is None or not isinstance(document, HtmlDocument):
        raise TypeError("no thread on this page")
    reading = reading_of(thread)
    if not verdict.is_question(verdict.question_features(document, thread)):
        reading.reason = Reason.DISCUSSION
    return reading


SITE = Site(
    name="thread",
    description="any page with a thread of posts",
    layouts=(Layout("posts", "repeated posts, found by the structure of the page", recognises, read),),
    fallback=True,
)
