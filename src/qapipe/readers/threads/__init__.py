"""Threads by structure: repeated posts on any HTML page, whatever its classes.

``walk`` makes the arrays of a page, ``places``; ``marks`` finds its dates, ``families`` the boxes that repeat around
them, ``lists`` those that list other pages, ``pair`` and ``announced`` the one answer of a page. ``comments`` tells
posts from comments, ``bodies`` finds the texts, ``cuts`` trims their ends, ``choice`` leaves out what is no post
(``removed`` counts it). ``authors``, ``when``, ``votes``, ``accepted`` and ``permalinks`` read what stands beside the
texts, ``parents`` finds the posts that others reply to, ``titles`` the title; ``settle`` tells the question from its
answers. ``reader`` puts them together; ``boxes`` says what speaks for a thread.
"""

from qapipe.page.document import HtmlDocument
from qapipe.readers.posts import Thread
from qapipe.readers.threads.boxes import features_of
from qapipe.readers.threads.gate import may_hold_thread
from qapipe.readers.threads.lone import lone_question, says_none
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.reader import arrays_of, find

__all__ = ["lone_question", "may_hold_thread", "says_none", "shown_places", "thread_and_features"]


def thread_and_features(document: HtmlDocument, *, marked: bool = False) -> tuple[Thread, dict[str, float]] | None:
    """The best set of posts of a page, and what its elements say about whether it is a thread.

    Nothing is asked of them where markup says so: ``marked``.
    """
    found = find(document)
    return (found.thread, {} if marked else features_of(found)) if found else None


def shown_places(document: HtmlDocument) -> Places | None:
    """The arrays of a page; they are made once."""
    return arrays_of(document)[0] if document.body is not None else None
