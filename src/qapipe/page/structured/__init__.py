"""Structured data (JSON-LD, microdata, RDFa) as typed items with properties in document order.

Built for malformed and hostile pages: each JSON-LD block is parsed independently, nothing recurses, and the work is
linear in the size of the page.
"""

from qapipe.page.structured.elements import microdata, rdfa
from qapipe.page.structured.items import Item, Literal, Value, local_name, with_nested
from qapipe.page.structured.json_ld import json_ld, json_ld_scripts, json_values

__all__ = [
    "Item",
    "Literal",
    "Value",
    "json_ld",
    "json_ld_scripts",
    "json_values",
    "local_name",
    "microdata",
    "rdfa",
    "with_nested",
]
