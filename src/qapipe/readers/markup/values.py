"""Values of markup: counts, times, links, people. One thing in, one value or None out; nobody is invented."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from qapipe.page import dates, text
from qapipe.page.document import HtmlDocument
from qapipe.page.structured import Literal, Thing, local_name
from qapipe.page.urls import http_url
from qapipe.readers.lines import fields
from qapipe.readers.lines.bylines import read_byline

# Attributes in which pages keep a value that they print in other words ("2.1k", "yesterday").
_COUNT_ATTRIBUTES = ("data-value", "content", "value", "data-count")
_TIME_ATTRIBUTES = ("datetime", "content", "title", "data-time", "data-timestamp")
_NUMBER = re.compile(r"[-+−–]?\d[\d,.\u00a0 ]*(?:\.\d)?[kKmM]?(?![\d\w])")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)
_SPECIALTIES = ("medicalSpecialty", "jobTitle", "hasOccupation", "knowsAbout")
_PLACES = ("homeLocation", "workLocation", "location")
_PLACE_PARTS = ("addressLocality", "addressRegion", "addressCountry")
_PEOPLE = ("author", "creator")
_LONGEST_NAME = 200


@dataclass(slots=True)
class Author:
    """Who wrote a post, as far as the markup says."""

    name: str | None = None
    credentials: tuple[str, ...] = ()
    note: str | None = None
    url: str | None = None
    specialty: str | None = None
    location: str | None = None
    address: str | None = None
    rating: float | None = None
    rating_best: float | None = None
    review_count: int | None = None


def line(values: Iterable[Literal]) -> str | None:
    """The first value that has words, one clean line, without the entities that some sites escape twice."""
    for value in values:
        words = value.words
        if value.given is not None and _ENTITY.search(words):
            words = html.unescape(words)
        if clean := text.one_line(words):
            return clean
    return None


def count(values: Iterable[Literal]) -> int | None:
    """The first value that is a count, from an attribute or from what is printed (``12 votes``)."""
    for value in values:
        attributes = value.node.attributes if value.node is not None else {}
        given = [attributes.get(name) for name in _COUNT_ATTRIBUTES]
        for candidate in [*given, value.given, text.one_line(value.words)]:
            if candidate and (found := _count(candidate)) is not None:
                return found
    return None


def _count(printed: str) -> int | None:
    printed = _WHOLE.sub(r"\1", printed.strip())
    numbers = _NUMBER.findall(printed)
    return (
        fields.count(numbers[0].strip(" \u00a0.,").replace("−", "-").replace("–", "-")) if len(numbers) == 1 else None
    )


def number(values: Iterable[Literal]) -> float | None:
    """The first value that is a number, with a point or a comma."""
    for value in values:
        if match := re.search(r"\d+(?:[.,]\d+)?", value.text):
            return float(match[0].replace(",", "."))
    return None


def instant(values: Iterable[Literal]) -> datetime | None:
    """The first value that is a point in time, from an attribute or as printed."""
    for value in values:
        attributes = value.node.attributes if value.node is not None else {}
        given = [attributes.get(name) for name in _TIME_ATTRIBUTES]
        for candidate in [*given, value.given, text.one_line(value.words)]:
            if candidate and (found := dates.instant(candidate)):
                return found
    return None


def statistic(thing: Thing, action: str) -> int | None:
    """A count of schema.org's InteractionCounter, such as of ``ViewAction``."""
    for counter in thing.things("interactionStatistic"):
        kinds = [local_name(value.text) for value in counter.literals("interactionType")]
        kinds += [name for kind in counter.things("interactionType") for name in kind.types]
        if action in kinds:
            return count(counter.literals("userInteractionCount"))
    return None


def link(thing: Thing, document: HtmlDocument) -> str | None:
    """The address of a thing: its ``url``, else the name that it has in the markup if that is an address."""
    for value in thing.literals("url"):
        if url := document.absolute(value.text):
            return url
    return http_url(thing.identity) if thing.identity else None


def words(thing: Thing, *names: str) -> list[str]:
    """All values of the properties as lines: of things their names."""
    if not thing.has(*names):
        return []
    found = [value for name in names for value in thing.values(name)]
    lines = [line(value.literals("name") if isinstance(value, Thing) else [value]) for value in found]
    return [shown for shown in lines if shown]


def author_of(thing: Thing, document: HtmlDocument) -> Author:
    """Who wrote a post."""
    for value in thing.values(*_PEOPLE):
        found = _person(value, document) if isinstance(value, Thing) else _named(value, document)
        if found.name or found.url:
            return found
    return Author()


def _named(value: Literal, document: HtmlDocument) -> Author:
    author = Author()
    href = value.node.attributes.get("href") if value.node is not None else None
    _name(author, line([value]))
    author.url = document.absolute(href)
    return author


def _person(person: Thing, document: HtmlDocument) -> Author:
    author = Author(url=link(person, document))
    parts = [*words(person, "givenName")[:1], *words(person, "familyName")[:1]]
    _name(author, line(person.literals("name", "alternateName")) or " ".join(parts) or None)
    _take_link(author, person, document)
    author.credentials += tuple(words(person, "honorificSuffix"))
    specialties = [local_name(value) for value in words(person, *_SPECIALTIES)]
    author.specialty = ", ".join(dict.fromkeys(specialties)) or None
    _place(author, person)
    for rating in person.things("aggregateRating"):
        author.rating = number(rating.literals("ratingValue"))
        author.rating_best = number(rating.literals("bestRating"))
        author.review_count = count(rating.literals("reviewCount", "ratingCount"))
    return author


def _name(author: Author, name: str | None) -> None:
    """The name without the credentials behind it; what is as long as a sentence is no name."""
    if not name or len(name) > _LONGEST_NAME:
        return
    byline = read_byline(name)
    author.name = byline.name if byline else name
    if byline:
        author.credentials, author.note = byline.credentials, byline.note


def _take_link(author: Author, person: Thing, document: HtmlDocument) -> None:
    """The link in the author's element that shows the name; its text is the name where the markup gives none."""
    if person.node is None:
        return
    for anchor in person.node.css("a[href]"):
        shown = text.one_line(anchor.text())
        if shown and (author.name is None or shown.startswith(author.name)):
            if author.name is None:
                _name(author, shown)
            author.url = author.url or document.absolute(anchor.attributes.get("href"))
            return


def _place(author: Author, person: Thing) -> None:
    """Location and postal address of a person, or of the place where they work."""
    for place in (person, *person.things(*_PLACES, "worksFor", "affiliation")):
        for value in place.values("address"):
            if isinstance(value, Literal):
                author.location = author.location or line([value])
                continue
            parts = [part for name in _PLACE_PARTS for part in words(value, name)[:1]]
            author.location = author.location or ", ".join(parts) or None
            if streets := words(value, "streetAddress"):
                author.address = "\n".join([*streets, " ".join([", ".join(parts), *words(value, "postalCode")])])
    author.location = author.location or next(iter(words(person, *_PLACES)), None)
