"""The question or discussion in a page's schema.org markup, completed from the visible page.

``selection`` finds it in the structured data and ``replies`` its answers; ``bodies`` and ``located`` read their texts
from the elements that display them, ``values`` reads single fields, and ``reading`` makes a thread of each syntax.
"""

from qapipe.page.document import Document
from qapipe.readers.markup.reading import threads_of
from qapipe.readers.markup.selection import MarkedThread, Verdict, verdict_of
from qapipe.readers.merge import merged, reading_of
from qapipe.readers.site import Reading

__all__ = ["MarkedThread", "Verdict", "read", "threads_of", "verdict_of"]


def read(document: Document, *, located: bool = True) -> Reading:
    """The reading of a page on which :func:`verdict_of` found a question."""
    thread = merged(threads_of(document, located=located, asking=True))
    if thread is None:
        raise TypeError("this layout reads HTML with question markup")
    return reading_of(thread)
