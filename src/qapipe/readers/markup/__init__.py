"""The question or discussion in a page's schema.org markup, completed from the visible page.

``selection`` finds it in the structured data and ``replies`` its answers; ``bodies`` and ``located`` read their texts
from the elements that display them, ``values`` reads single fields, and ``reading`` makes a thread of each syntax.
"""

from qapipe.readers.markup.faq import faq_pairs
from qapipe.readers.markup.reading import may_be_whole, threads_of
from qapipe.readers.markup.selection import verdict_of

__all__ = ["faq_pairs", "may_be_whole", "threads_of", "verdict_of"]
