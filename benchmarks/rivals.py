"""What a user would write instead of qapipe: a BeautifulSoup scraper for HTML, a script of regexes for text.

Each extracts the same fields and was made to work on the pages of the corpus. Both are written with care, so that
they are fair rivals; neither keeps a ledger, removes noise by evidence, or checks the declared count.
"""

import re
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TypedDict

import trafilatura
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter
from parsel import Selector


class ScrapedAnswer(TypedDict):
    """An answer with the fields that are compared."""

    headline: str | None
    body: str
    author_name: str | None
    author_credentials: list[str]
    location: str | None
    specialty: str | None
    rating: float | None
    review_count: int | None


class Scraped(TypedDict):
    """A page with the fields that are compared."""

    title: str | None
    body: str | None
    answers: list[ScrapedAnswer]


_COUNT = re.compile(r"\s*(?:Doctor )?Answers \(?\d+\)?\s*")
_PROFILE = re.compile(r"/dr/")
_RATING = re.compile(r"(\d\.\d) out of 5 stars(?: ([\d,]+) reviews?)?")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_PROMO = "You might also like..."
# A place, and behind it a profession: longer names first.
_SPECIALTY = re.compile(
    r"(.*?) ((?:(?:Board (?:Certified|Eligible)|Facial|Plastic|Oculoplastic|Dermatologic|Cosmetic|Pediatric|Vascular|"
    r"Bariatric|General|Hand|Mohs|Oral|& Maxillofacial|Hair Restoration|Family|Aesthetic|Registered|Nurse|Physician|"
    r"Vein|Wound Care|Medical Spa|Naturopathic|Interventional|Laser|Certified|Licensed) )*"
    r"(?:Surgeon|Dentist|Physician|Doctor|Nurse|Practitioner|Assistant|Specialist|Director|OB/GYN|Internist|"
    r"Aesthetician|Provider|\w+ologist|\w+ontist|\w+trist)(?:,? .*)?)"
)


def split_place(line: str) -> tuple[str | None, str | None]:
    """Place and specialty of a line such as ``Austin Plastic Surgeon``."""
    match = _SPECIALTY.fullmatch(line)
    return (match[1], match[2]) if match else (line or None, None)


def split_name(line: str) -> tuple[str, list[str]]:
    """Name and credentials of a line such as ``Jane Doe, MD, FACS`` or ``Jane Doe MD FACS``."""
    name, *rest = [part.strip() for part in re.sub(r" \([a-z ]+\)$", "", line).split(",")]
    if rest and re.fullmatch(r"Jr\.|Sr\.|II|III|IV", rest[0]):
        name = f"{name}, {rest.pop(0)}"
    if match := re.fullmatch(r"(.+?)((?: (?!II)[A-Z]{2,})+)", name):
        name, rest = match[1], [match[2], *rest]
    return name, [credential for part in rest for credential in part.split()]


def _number(digits: str | None) -> int | None:
    return int(digits.replace(",", "")) if digits else None


# ---------------------------------------------------------------- HTML


def beautiful_soup(html: str, parser: str) -> Scraped:
    """The fields of an HTML page, by BeautifulSoup with ``lxml`` or ``html.parser``."""
    soup = BeautifulSoup(html, parser)
    main = soup.find("main")
    title = main.find("h1") if main else None
    count = (
        next((tag for tag in title.find_next_siblings() if _COUNT.fullmatch(tag.get_text())), None) if title else None
    )
    if title is None or count is None:
        return {"title": None, "body": None, "answers": []}
    asked = [tag for tag in count.find_previous_siblings("div") if not re.search("[Ss]ubHeader", _classes(tag))]
    answers = count.find_next_sibling(["div", "ul"])
    cards = answers.find_all(recursive=False) if answers else []
    return {
        "title": _line(title.get_text()),
        "body": (asked and _prose(asked[0])) or None,
        "answers": [_soup_answer(tag) for tag in cards if _PROMO not in tag.get_text()],
    }


def _soup_answer(answer: Tag) -> ScrapedAnswer:
    """The fields of one answer: its parts are its children, the author's card holds links to a profile."""
    parts = [part for part in answer.find_all(recursive=False) if part.name != "button"]
    card = next((part for part in parts if part.find("a", href=_PROFILE) and part.find("img")), None)
    parts = [part for part in parts if part is not card and not _PLACEHOLDER.fullmatch(part.get_text(strip=True))]
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
        "review_count": _number(rating[2]) if rating else None,
    }


def _soup_card(card: Tag) -> tuple[str | None, list[str], str, re.Match[str] | None]:
    """Name, credentials, the line of place and specialty, and the rating in an author's card."""
    rating = _RATING.search(_line(card.get_text(" ")))
    link = next((a for a in card.find_all("a", href=_PROFILE) if a.get_text(strip=True)), None)
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
    return _text("\n".join(" ".join(line.split()) for line in _broken(tag).split("\n")))


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


# ---------------------------------------------------------------- HTML, by other libraries

_CARD = './/a[contains(@href, "/dr/")]'


def parsel_scraper(html: str) -> Scraped:
    """The fields of an HTML page, by parsel (lxml and XPath); paragraphs are joined, lists and breaks are not kept."""
    main = Selector(html).xpath("//main")
    title = main.xpath(".//h1")
    found = [tag for tag in title.xpath("following-sibling::*") if _COUNT.fullmatch(_all_text(tag))]
    if not found:
        return {"title": None, "body": None, "answers": []}
    asked = found[0].xpath('preceding-sibling::div[not(contains(@class, "ubHeader"))][1]')
    cards = found[0].xpath("following-sibling::*[self::div or self::ul][1]/*")
    return {
        "title": _all_text(title[0]),
        "body": _all_text(asked[0]) if asked else None,
        "answers": [_parsel_answer(tag) for tag in cards if _PROMO not in _all_text(tag)],
    }


def _parsel_answer(answer: Selector) -> ScrapedAnswer:
    parts = answer.xpath("./*[not(self::button)]")
    card = next((part for part in parts if part.xpath(_CARD) and part.xpath(".//img")), None)
    rest = [part for part in parts if part is not card and not _PLACEHOLDER.fullmatch(_all_text(part))]
    link = next((a for a in card.xpath(_CARD) if _all_text(a)), None) if card is not None else None
    rating = _RATING.search(_all_text(card)) if card is not None else None
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
        "review_count": _number(rating[2]) if rating else None,
    }


def _all_text(tag: Selector) -> str:
    return " ".join(" ".join(tag.xpath(".//text()").getall()).split())


def trafilatura_text(body: bytes) -> str | None:
    """The main text of an HTML page, by trafilatura: who asked and who answered is lost."""
    return trafilatura.extract(body, include_comments=True)


def has_datatrove() -> bool:
    """Whether datatrove can read WARC here: it needs the system's libmagic."""
    try:
        import_module("magic")
    except ImportError:
        print("libmagic is not installed: datatrove is left out", file=sys.stderr)
        return False
    return True


def datatrove_pipeline(warc: Path, folder: Path) -> None:
    """A WARC to JSON lines by datatrove's local pipeline with trafilatura: text and address of each page."""
    shutil.rmtree(folder, ignore_errors=True)
    steps = [
        WarcReader(str(warc.parent), glob_pattern=warc.name),
        Trafilatura(),
        JsonlWriter(str(folder / "out")),
    ]
    LocalPipelineExecutor(steps, tasks=1, workers=1, logging_dir=str(folder / "logs")).run()


# ---------------------------------------------------------------- text

_COUNT_LINE = re.compile(r"^(?:Doctor )?Answers \(?(\d+)\)?$", re.MULTILINE)
_FURNITURE = re.compile(
    r"Ask a doctor|Get the real deal .*|You might also like\.\.\.|\{\{.*\}\}|[+-]\d+|"
    r"From board-certified doctors .*|What[’']s trending\? .*"
)
_DISCLAIMER = "These answers are for educational purposes"
_NAME = re.compile(r"[^\W\d_][^,]{3,40}(?:, (?:II|III|IV|Jr\.|Sr\.))?(?:,? [A-Z][A-Za-z.()-]+)+(?: \([a-z ]+\))?")


def regex_script(text: str) -> Scraped:
    """The fields of a text extraction: an answer ends at the line of its author's place and specialty."""
    text = re.sub(r"[\u200b-\u200d\ufeff]", "", text)
    count = _COUNT_LINE.search(text)
    if count is None:
        return {"title": None, "body": None, "answers": []}
    asked = _lines(text[: count.start()])
    while asked and not asked[0]:
        del asked[0]
    body = _lines(text[count.end() :].partition(_DISCLAIMER)[0])
    return {
        "title": asked[0] if asked else None,
        "body": _text("\n".join(asked[1:])) or None,
        "answers": _regex_answers(body),
    }


def _lines(text: str) -> list[str]:
    """The clean lines of a text without those that are furniture; bullets are ``- ``."""
    lines = [re.sub("^[•·] ?", "- ", " ".join(line.split())) for line in text.split("\n")]
    return [line for line in lines if not _FURNITURE.fullmatch(line)]


def _regex_answers(lines: list[str]) -> list[ScrapedAnswer]:
    """The answers, each with the author block below it: name, place with specialty, rating."""
    answers: list[ScrapedAnswer] = []
    start = 0
    for index, line in enumerate(lines):
        place = _SPECIALTY.fullmatch(line) if 5 < len(line) < 90 and line[-1] != "." else None
        if not place:
            continue
        below = next((other for other in lines[index + 1 : index + 3] if other), "")
        above = next((other for other in lines[max(start, index - 2) : index][::-1] if other), "")
        rating = _RATING.fullmatch(below)
        name = _NAME.fullmatch(above) if answers else None
        if name or rating or not answers:
            text = lines[start : index - (lines[index - 1 :: -1].index(above) + 1 if name else 0)]
            answers.append(_regex_answer(text, name and name[0], place, rating))
            start = lines.index(below, index) + 1 if rating else index + 1
    return answers


def _regex_answer(
    lines: list[str], printed: str | None, place: re.Match[str], rating: re.Match[str] | None
) -> ScrapedAnswer:
    """The fields of one answer: its first line is the headline unless there is no other."""
    headline, _, body = "\n".join(lines).strip().partition("\n")
    if not body:
        headline, body = "", headline
    name, credentials = split_name(printed) if printed else (None, [])
    return {
        "headline": headline or None,
        "body": _text(body),
        "author_name": name,
        "author_credentials": credentials,
        "location": place[1],
        "specialty": place[2],
        "rating": float(rating[1]) if rating else None,
        "review_count": _number(rating[2]) if rating else None,
    }


def _text(text: str) -> str:
    """The text with no more than one empty line between paragraphs, and none around it."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()
