"""The question and answers in a page's schema.org markup, completed from the visible page.

``threads`` selects them from the structured data, ``bodies`` and ``located`` read their texts from the elements that
display them, ``values`` reads single fields, and ``reading`` assembles the result.
"""

from qapipe.readers.markup.reading import read
from qapipe.readers.markup.threads import Verdict, verdict_of

__all__ = ["Verdict", "read", "verdict_of"]
