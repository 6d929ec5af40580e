"""Counts, times, links and people from markup. One item in, one value or None out; nothing is guessed."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from qapipe.page import dates, text
from qapipe.page.document import HtmlDocument
from qapipe.page.structured import Item, Literal, local_name
from qapipe.page.urls import http_url
from qapipe.readers.lines import counts
from qapipe.readers.lines.anonymous import is_anonymous
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.posts import Profile

# Attributes that hold the exact value of an abbreviated text ("2.1k", "yesterday").
_COUNT_ATTRIBUTES = ("data-value", "content", "value", "data-count")
_TIME_ATTRIBUTES = ("datetime", "content", "title", "data-time", "data-timestamp")
_NUMBER = re.compile(r"[-+−–]?\d[\d,.\u00a0 ]*(?:\.\d)?[kKmM]?(?![\d\w])")
# "1.2万", "1,5 тыс.", "3 Tsd.": a number in units of the page's language.
_IN_UNITS = re.compile(r"(\d{1,6})(?:[.,](\d))?\s?(万|萬|만|千|천|тыс|тис|млн|tsd|mio|mil(?![a-z]))", re.IGNORECASE)
_UNITS = {"万": 10_000, "萬": 10_000, "만": 10_000, "млн": 1_000_000, "mio": 1_000_000}  # the others are thousands
_MOST_ESCAPED = 2
_WHOLE = re.compile(r"(-?\d+)\.0+")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)
_SPECIALTIES = ("medicalSpecialty", "jobTitle", "hasOccupation", "knowsAbout")
_PLACES = ("homeLocation", "workLocation", "location")
_PLACE_PARTS = ("addressLocality", "addressRegion", "addressCountry")
_EMPLOYERS = ("worksFor", "affiliation")
_DETAILS = ("honorificSuffix", "aggregateRating", "address", *_SPECIALTIES, *_PLACES, *_EMPLOYERS)
"""Properties at least one of which every person has whose profile is known; most have a name and a link."""
_PEOPLE = ("author", "creator")
_LONGEST_NAME = 200
_LONGEST_DATE = 110
_NUMERIC = re.compile(r"(?<!\d)\d\d?[/-]\d\d?[/-]\d\d")  # a date whose order may be open
DATES = ("dateCreated", "datePublished", "dateposted", "commentTime")
"""Properties that say when a post was written."""
# schema.org's counters of 2013: "UserLikes:12".
_OLD_COUNTERS = {
    "LikeAction": ("UserLikes", "UserPlusOnes"),
    "ViewAction": ("UserPageVisits",),
    "CommentAction": ("UserComments",),
}


@dataclass(slots=True)
class Author:
    """The author of a post, as far as the markup names one."""

    name: str | None = None
    url: str | None = None
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True, slots=True)
class Clock:
    """How the dates of a page are read: when it was captured, and whether 03/04/2020 is in April."""

    captured: datetime | None
    day_first: bool

    @classmethod
    def of(cls, document: HtmlDocument, items: Iterable[Item]) -> "Clock":
        """The clock of a page, judged by the dates of some items and by the page's language."""
        printed = [value.text for item in items for value in item.literals(*DATES)]
        numeric = [date for date in printed if len(date) <= _LONGEST_DATE and _NUMERIC.search(date)]
        moments = [moment for date in numeric if (moment := dates.find(date))]
        return cls(document.captured_at, bool(numeric) and dates.day_first(moments, document.language))

    def instant(self, values: Iterable[Literal]) -> datetime | None:
        """The first value that is a timestamp, from an attribute or from the printed text."""
        for value in values:
            attributes = value.node.attributes if value.node is not None else {}
            given = [attributes.get(name) for name in _TIME_ATTRIBUTES]
            for candidate in [*given, value.given, text.one_line(value.words)]:
                if candidate and (found := dates.on_page(candidate, self.captured, day_first=self.day_first)):
                    return found
        return None


def line(values: Iterable[Literal]) -> str | None:
    """The first non-empty value as one clean line; entities that a site escaped twice are decoded."""
    for value in values:
        words = value.words
        for _ in range(_MOST_ESCAPED if value.given is not None else 0):
            words = html.unescape(words) if _ENTITY.search(words) else words
        if clean := text.one_line(words):
            return clean
    return None


def count(values: Iterable[Literal]) -> int | None:
    """The first value that is a count, from an attribute or from the printed text (``12 votes``)."""
    for value in values:
        attributes = value.node.attributes if value.node is not None else {}
        given = [attributes.get(name) for name in _COUNT_ATTRIBUTES]
        for candidate in [*given, value.given, text.one_line(value.words)]:
            if candidate and (found := _count(candidate)) is not None:
                return found
    return None


def _count(printed: str) -> int | None:
    printed = _WHOLE.sub(r"\1", printed.strip())
    if unit := _IN_UNITS.search(printed):
        factor = _UNITS.get(unit[3].lower(), 1_000)
        return int(unit[1]) * factor + int(unit[2] or 0) * factor // 10
    numbers = _NUMBER.findall(printed)
    if len(numbers) != 1:
        return None
    return counts.count(numbers[0].strip(" \u00a0.,").replace("−", "-").replace("–", "-"))


def number(values: Iterable[Literal]) -> float | None:
    """The first value that is a number, with a decimal point or comma."""
    for value in values:
        if match := re.search(r"\d+(?:[.,]\d+)?", value.text):
            return float(match[0].replace(",", "."))
    return None


def statistic(item: Item, action: str) -> int | None:
    """The count of an ``InteractionCounter`` for an action such as ``ViewAction``, also in its form of 2013."""
    for counter in item.items("interactionStatistic"):
        kinds = [local_name(value.text) for value in counter.literals("interactionType")]
        kinds += [name for kind in counter.items("interactionType") for name in kind.types]
        if action in kinds:
            return count(counter.literals("userInteractionCount"))
    for value in item.literals("interactionCount"):
        name, _, printed = value.text.partition(":")
        if name.strip() in _OLD_COUNTERS.get(action, ()):
            return _count(printed)
    return None


def link(item: Item, document: HtmlDocument) -> str | None:
    """The URL of an item: its ``url``, else its identifier if that is a URL."""
    for value in item.literals("url"):
        if url := document.absolute(value.text):
            return url
    return http_url(item.identity) if item.identity else None


def words(item: Item, *names: str) -> list[str]:
    """All values of the properties as clean lines; of an item, its name."""
    if not item.has(*names):
        return []
    found = [value for name in names for value in item.values(name)]
    lines = [line(value.literals("name") if isinstance(value, Item) else [value]) for value in found]
    return [shown for shown in lines if shown]


def author_of(item: Item, document: HtmlDocument) -> Author:
    """The author of a post."""
    for value in item.values(*_PEOPLE):
        found = _person(value, document) if isinstance(value, Item) else _named(value, document)
        if found.name or found.url:
            return found
    return Author()


def _named(value: Literal, document: HtmlDocument) -> Author:
    author = Author()
    href = value.node.attributes.get("href") if value.node is not None else None
    _name(author, line([value]))
    author.url = document.absolute(href)
    return _unless_anonymous(author)


def _person(person: Item, document: HtmlDocument) -> Author:
    author = Author(url=link(person, document))
    name = line(person.literals("name", "alternateName"))
    if name is None:
        name = " ".join([*words(person, "givenName")[:1], *words(person, "familyName")[:1]])
    _name(author, name)
    _take_link(author, person, document)
    if person.has(*_DETAILS):
        _read_profile(author.profile, person)
    return _unless_anonymous(author)


def _read_profile(profile: Profile, person: Item) -> None:
    profile.credentials += tuple(words(person, "honorificSuffix"))
    specialties = [local_name(value) for value in words(person, *_SPECIALTIES)]
    profile.specialty = ", ".join(dict.fromkeys(specialties)) or None
    _place(profile, person)
    for rating in person.items("aggregateRating"):
        profile.rating = number(rating.literals("ratingValue"))
        profile.rating_best = number(rating.literals("bestRating"))
        profile.review_count = count(rating.literals("reviewCount", "ratingCount"))


def _unless_anonymous(author: Author) -> Author:
    """The author, or nobody where the name is what sites print for guests and deleted accounts."""
    return Author() if author.name and is_anonymous(author.name) else author


def _name(author: Author, name: str | None) -> None:
    """Set the name, without the credentials after it; overlong texts and dates (but numbers) are no names."""
    if not name or len(name) > _LONGEST_NAME or (not name.isdecimal() and dates.instant(name)):
        return
    byline = read_byline(name)
    author.name = byline.name if byline else name
    if byline:
        author.profile.credentials, author.profile.note = byline.credentials, byline.note


def _take_link(author: Author, person: Item, document: HtmlDocument) -> None:
    """Take the URL of the link that displays the author's name; its text is the name if the markup gives none."""
    if person.node is None:
        return
    for anchor in person.node.css("a[href]"):
        shown = text.one_line(anchor.text())
        if shown and (author.name is None or shown.startswith(author.name)):
            if author.name is None:
                _name(author, shown)
            author.url = author.url or document.absolute(anchor.attributes.get("href"))
            return


def _place(profile: Profile, person: Item) -> None:
    """Set location and postal address, from the person or from their employer."""
    for place in (person, *person.items(*_PLACES, *_EMPLOYERS)):
        for value in place.values("address"):
            if isinstance(value, Literal):
                profile.location = profile.location or line([value])
                continue
            parts = [part for name in _PLACE_PARTS for part in words(value, name)[:1]]
            profile.location = profile.location or ", ".join(parts)
            if streets := words(value, "streetAddress"):
                profile.address = "\n".join([*streets, " ".join([", ".join(parts), *words(value, "postalCode")])])
    profile.location = profile.location or next(iter(words(person, *_PLACES)), None)
