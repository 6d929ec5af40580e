"""Structured data of a few lines of HTML."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser

from qapipe.page.structured import Item, json_ld


def items(page: str, reader: Any = json_ld) -> list[Item]:
    """The top-level items of a page, as one of the readers gives them."""
    return list(reader(LexborHTMLParser(page)))


def script(*blocks: str) -> str:
    """Blocks of JSON-LD."""
    return "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)


def names(found: list[Item]) -> list[str]:
    """The names of items that have one."""
    return [item.literals("name")[0].text for item in found if item.literals("name")]
