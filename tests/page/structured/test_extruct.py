"""Structured data of the shared pages as extruct reads it; skipped where the pages are not."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.page.structured import Item, Literal, json_values, microdata
from support.places import SHARED

EDGE = SHARED / "fixtures" / "structured_edge"
# Where the pages were when extruct's gold was made: it prints links made absolute.
BASES = {
    "w3c__microdata.7.1": "http://blog.example.com/progress-report",
    "w3c__microdata.object": "http://www.example.com/microdata/test",
}
# Where extruct puts what itemref refers to last; the standard (WHATWG HTML, "crawl") sorts in tree order.
REORDERED = {"w3c__microdata.5.3"}
JSON_LD = sorted(EDGE.glob("*.jsonld"))
MICRODATA = sorted(path for path in EDGE.glob("*.json") if path.with_suffix(".html").exists())


def spaced(text: str) -> str:
    """The text without blanks: extruct prints a line break for every ``br``."""
    return "".join(text.split())


def plain(value: Item | Literal, base: str) -> Any:
    """The value as extruct prints it, blanks apart."""
    if isinstance(value, Literal):
        link = value.node is not None and value.node.tag in ("a", "link", "object")
        return spaced(urljoin(base, value.text) if link else value.text)
    found: dict[str, Any] = {}
    for name, inner in value.properties:
        found.setdefault(name, []).append(plain(inner, base))
    return {"type": list(value.types), "properties": found}


def listed(gold: Any) -> Any:
    """Gold with every value in a list, types local, blanks apart."""
    if isinstance(gold, str):
        return spaced(gold)
    types = gold.get("type", [])
    types = types if isinstance(types, list) else [types]
    return {
        "type": [name.removeprefix("http://schema.org/") for name in types],
        "properties": {
            name: [listed(value) for value in (values if isinstance(values, list) else [values])]
            for name, values in gold["properties"].items()
        },
    }


@pytest.mark.skipif(not JSON_LD, reason="no shared fixtures")
@pytest.mark.parametrize("gold", JSON_LD, ids=lambda path: path.stem)
def test_json_ld_as_extruct_reads_it(gold: Path) -> None:
    tree = LexborHTMLParser(gold.with_suffix(".html").read_text("utf-8"))
    found = [
        item
        for script in tree.css('script[type="application/ld+json"]')
        for value in json_values(script.text())
        for item in (value if isinstance(value, list) else [value])
        if item
    ]
    assert found == json.loads(gold.read_text("utf-8"))


@pytest.mark.skipif(not MICRODATA, reason="no shared fixtures")
@pytest.mark.parametrize("gold", MICRODATA, ids=lambda path: path.stem)
def test_microdata_as_extruct_reads_it(gold: Path) -> None:
    tree = LexborHTMLParser(gold.with_suffix(".html").read_text("utf-8"))
    expected = json.loads(gold.read_text("utf-8"))
    found = [plain(item, BASES.get(gold.stem, "")) for item in microdata(tree)]
    if gold.stem in REORDERED:
        for item in (*found, *expected):
            item["properties"] = {name: sorted(values) for name, values in item["properties"].items()}
    assert found == [listed(item) for item in expected]
