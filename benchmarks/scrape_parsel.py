"""What a user would write instead of qapipe: a parsel scraper (lxml and XPath) that extracts the same fields."""

from pathlib import Path

from parsel import Selector

from scraped import (
    COUNT,
    PLACEHOLDER,
    PROMO,
    RATING,
    Scraped,
    ScrapedAnswer,
    number,
    split_name,
    split_place,
    warc_to_json_lines,
)

_CARD = './/a[contains(@href, "/dr/")]'


def pipeline(warc: Path) -> None:
    """The fields of every page of a WARC as JSON lines, by parsel."""
    warc_to_json_lines(warc, parsel_scraper)


def parsel_scraper(html: str) -> Scraped:
    """The fields of an HTML page, by parsel (lxml and XPath); paragraphs are joined, lists and breaks are not kept."""
    main = Selector(html).xpath("//main")
    title = main.xpath(".//h1")
    found = [tag for tag in title.xpath("following-sibling::*") if COUNT.fullmatch(_all_text(tag))]
    if not found:
        return {"title": None, "body": None, "answers": []}
    asked = found[0].xpath('preceding-sibling::div[not(contains(@class, "ubHeader"))][1]')
    cards = found[0].xpath("following-sibling::*[self::div or self::ul][1]/*")
    return {
        "title": _all_text(title[0]),
        "body": _all_text(asked[0]) if asked else None,
        "answers": [_parsel_answer(tag) for tag in cards if PROMO not in _all_text(tag)],
    }


def _parsel_answer(answer: Selector) -> ScrapedAnswer:
    parts = answer.xpath("./*[not(self::button)]")
    card = next((part for part in parts if part.xpath(_CARD) and part.xpath(".//img")), None)
    rest = [part for part in parts if part is not card and not PLACEHOLDER.fullmatch(_all_text(part))]
    link = next((a for a in card.xpath(_CARD) if _all_text(a)), None) if card is not None else None
    rating = RATING.search(_all_text(card)) if card is not None else None
    below = link.xpath("../following-sibling::*[1]") if link is not None else []
    name, credentials = split_name(_all_text(link)) if link is not None else (None, [])
    location, specialty = split_place(_all_text(below[0]) if below else "")
    return {
        "headline": _all_text(rest[0]) if len(rest) > 1 else None,
        "body": _all_text(rest[-1]) if rest else "",
        "author_name": name,
        "author_credentials": credentials,
        "location": location,
        "specialty": specialty,
        "rating": float(rating[1]) if rating else None,
        "review_count": number(rating[2]) if rating else None,
    }


def _all_text(tag: Selector) -> str:
    return " ".join(" ".join(tag.xpath(".//text()").getall()).split())
