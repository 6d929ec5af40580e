"""The question that a page marks up in schema.org terms, read with the page beside it.

``threads`` finds it in the page's structured data, ``located`` and ``bodies`` take its texts from where the page shows
them, ``values`` reads single fields, ``reading`` puts question and answers together.
"""

from qapipe.readers.markup.reading import read
from qapipe.readers.markup.threads import Verdict, verdict_of

__all__ = ["Verdict", "read", "verdict_of"]
