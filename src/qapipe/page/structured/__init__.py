"""Markup of a page in one shape: JSON-LD, microdata and RDFa as things with properties in document order.

Pages break all three in known ways, and may be hostile: each JSON-LD block stands for itself, nothing here recurses,
all work is linear.
"""

from qapipe.page.structured.elements import microdata, rdfa
from qapipe.page.structured.json_ld import json_ld, json_ld_scripts, json_values
from qapipe.page.structured.things import Literal, Thing, Value, everything, local_name

__all__ = [
    "Literal",
    "Thing",
    "Value",
    "everything",
    "json_ld",
    "json_ld_scripts",
    "json_values",
    "local_name",
    "microdata",
    "rdfa",
]
