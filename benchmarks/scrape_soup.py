"""What a user would write instead of qapipe: a BeautifulSoup scraper that extracts the same fields.

It was made to work on the pages of the corpus and written with care, so that it is a fair rival; it keeps no ledger,
removes no noise by evidence and does not check the declared count.
"""

import re
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from scraped import (
    COUNT,
    PLACEHOLDER,
    PROFILE,
    PROMO,
    RATING,
    Scraped,
    ScrapedAnswer,
    number,
    split_name,
    split_place,
    tidy,
    warc_to_json_lines,
)


def pipeline(warc: Path) -> None:
    """The fields of every page of a WARC as JSON lines, by BeautifulSoup on lxml."""
    warc_to_json_lines(warc, partial(beautiful_soup, parser="lxml"))


def beautiful_soup(html: str, parser: str) -> Scraped:
    """The fields of an HTML page, by BeautifulSoup with ``lxml`` or ``html.parser``."""
    soup = BeautifulSoup(html, parser)
    main = soup.find("main")
    title = main.find("h1") if main else None
    count = (
        next((tag for tag in title.find_next_siblings() if COUNT.fullmatch(tag.get_text())), None) if title else None
    )
    if title is None or count is None:
        return {"title": None, "body": None, "answers": []}
    asked = [tag for tag in count.find_previous_siblings("div") if not re.search("[Ss]ubHeader", _classes(tag))]
    answers = count.find_next_sibling(["div", "ul"])
    cards = answers.find_all(recursive=False) if answers else []
    return {
        "title": _line(title.get_text()),
        "body": (asked and _prose(asked[0])) or None,
        "answers": [_soup_answer(tag) for tag in cards if PROMO not in tag.get_text()],
    }


def _soup_answer(answer: Tag) -> ScrapedAnswer:
    """The fields of one answer: its parts are its children, the author's card holds links to a profile."""
    parts = [part for part in answer.find_all(recursive=False) if part.name != "button"]
    card = next((part for part in parts if part.find("a", href=PROFILE) and part.find("img")), None)
    parts = [part for part in parts if part is not card and not PLACEHOLDER.fullmatch(part.get_text(strip=True))]
    headline = _line(parts[0].get_text()) if len(parts) > 1 else None
    name, credentials, place, rating = _soup_card(card) if card else (None, [], "", None)
    location, specialty = split_place(place)
    return {
        "headline": headline or None,
        "body": _prose(parts[-1]) if parts else "",
        "author_name": name,
        "author_credentials": credentials,
        "location": location,
        "specialty": specialty,
        "rating": float(rating[1]) if rating else None,
        "review_count": number(rating[2]) if rating else None,
    }


def _soup_card(card: Tag) -> tuple[str | None, list[str], str, re.Match[str] | None]:
    """Name, credentials, the line of place and specialty, and the rating in an author's card."""
    rating = RATING.search(_line(card.get_text(" ")))
    link = next((a for a in card.find_all("a", href=PROFILE) if a.get_text(strip=True)), None)
    if link is None or link.parent is None:
        return None, [], "", rating
    below = link.parent.find_next_sibling()
    return *split_name(_line(link.get_text())), _line(below.get_text()) if below else "", rating


def _classes(tag: Tag) -> str:
    return " ".join(filter(None, tag.get_attribute_list("class")))


def _line(text: str) -> str:
    return " ".join(text.split())


def _prose(tag: Tag) -> str:
    """The text of an element with its paragraphs, line breaks and list items."""
    return tidy("\n".join(" ".join(line.split()) for line in _broken(tag).split("\n")))


def _broken(tag: Tag) -> str:
    r"""The text of an element with ``\n`` where a line ends; blanks are not yet tidy."""
    parts = []
    for child in tag.children:
        if isinstance(child, Tag):
            inner = "\n" if child.name == "br" else _broken(child)
            if child.name in ("p", "div", "ul", "ol"):
                inner = f"\n\n{inner}\n\n"
            parts.append(f"\n- {inner.strip()}" if child.name == "li" else inner)
        elif isinstance(child, NavigableString):
            parts.append(re.sub(r"[\s\u200b-\u200d\ufeff]+", " ", child))
    return "".join(parts)
