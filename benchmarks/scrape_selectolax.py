"""What a user would write instead of qapipe: a selectolax script, FastWARC in, Parquet out, with the same fields.

Written with care and for the pages of the corpus, so that it is a hard yardstick; it keeps no ledger, no ids and no
noise counts, and does not check the declared count.
"""

from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraped import COUNT, PROMO, RATING, Scraped, ScrapedAnswer, number, split_name, split_place, write_parquet

_BUTTONS = "button"


def pipeline(warc: Path) -> None:
    """The fields of every page of a WARC as a Parquet file in the folder ``out``."""
    records = ArchiveIterator(str(warc), record_types=WarcRecordType.response)
    write_parquet(selectolax_scraper(record.reader.read()) for record in records)


def selectolax_scraper(html: bytes | str) -> Scraped:
    """The fields of an HTML page; paragraphs are joined, lists and breaks are not kept."""
    main = LexborHTMLParser(html).css_first("main")
    title = main.css_first("h1") if main is not None else None
    asked: LexborNode | None = None
    node = title.next if title is not None else None
    while node is not None and not ((node.tag or "-")[0] in "hp" and COUNT.fullmatch(node.text())):
        if node.tag == "div" and "ubHeader" not in (node.attributes.get("class") or ""):
            asked = node
        node = node.next
    if title is None or node is None:
        return {"title": None, "body": None, "answers": []}
    while node is not None and node.tag not in ("div", "ul"):
        node = node.next
    answers = [_answer(child) for child in _children(node) if PROMO not in child.text()] if node is not None else []
    return {"title": _text(title), "body": _text(asked) if asked is not None else None, "answers": answers}


def _answer(answer: LexborNode) -> ScrapedAnswer:
    """The fields of one answer: its parts are its children, the author's card holds a linked picture."""
    card: LexborNode | None = None
    rest: list[str] = []
    for part in _children(answer):
        if part.tag == _BUTTONS:
            continue
        if card is None and part.css_first("a > img") is not None:
            card = part
        elif not (text := _text(part)).startswith("{{"):
            rest.append(text)
    name, place, rating = None, None, None
    if card is not None:
        name = next((link for link in card.css('a[href*="/dr/"]') if link.text(strip=True)), None)
        rating = RATING.search(_text(card))
        below = name.parent.next if name is not None and name.parent is not None else None
        while below is not None and below.is_text_node:
            below = below.next
        place = _text(below) if below is not None else None
    author, credentials = split_name(_text(name)) if name is not None else (None, [])
    location, specialty = split_place(place or "")
    return {
        "headline": (rest[0] or None) if len(rest) > 1 else None,
        "body": rest[-1] if rest else "",
        "author_name": author,
        "author_credentials": credentials,
        "location": location,
        "specialty": specialty,
        "rating": float(rating[1]) if rating else None,
        "review_count": number(rating[2]) if rating else None,
    }


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter())


def _text(node: LexborNode) -> str:
    return " ".join(node.text().split())
