"""Votes of posts, by the numbers in their records outside the bodies."""

import re
from collections import Counter
from collections.abc import Sequence

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.printed_numbers import NUMBER, number
from qapipe.readers.threads.records import Family, Record, runs_outside

_SIGNS = "+-−–"  # before the first digit
_ENDS = "0123456789)）"  # of a number behind a word
_VOTE = re.compile(
    r"vote|score|likes?\b|\blike|rating|points?\b|thumb|upvot|\bup-?count|karma|kudos|helpful|reaction|recommend|赞同|讚|いいね"
    r"|(?<!dis)agree",
    re.IGNORECASE,
)
_NO_VOTE = re.compile(
    r"view|repl|comment|answer|post-?count|posts\b|badge|reputation|share|followers|message-?count", re.IGNORECASE
)
_LIKES = re.compile(r"(?:repl(?:y|ies)|comments?|answers?|posts?)-(?:up)?(?:votes?|likes?)", re.IGNORECASE)
_AGAINST = re.compile(r"down-?vot|votes?[-_]?down|dislike|thumbs?-?down", re.IGNORECASE)
_BLOCK = re.compile(r"[a-z0-9-]+__")
_OF_USER = re.compile(r"author|user(?![-_]?(?:action|votes?))|profile|poster|reputation|member|who-points|signature")
_VOTE_TEXT = re.compile(
    r"^[+]?(-?\d[\d.,]*k?)\s+(?:likes?|points?|votes?|upvotes?|kudos|thanks|thumbs? up|"
    r"(?:people|users?|members?) (?:found|like|rated)|(?:\w+ )?agree(?:d|s)?\b|人(?:赞同|觉得|贊同)|个赞|個讚)",
    re.IGNORECASE,
)
_VOTES_BEHIND = re.compile(
    r"^(?:(?:up)?votes?|likes?|kudos|helpful|thumbs? up|thanks|score|赞|讚|有用|いいね)\s*[:：]?\s*"
    r"(?:[(（]\s*([+−–-]?\d[\d.,]*k?)\s*[)）]|([+−–-]?\d[\d.,]*k?))$",
    re.IGNORECASE,
)


def votes_of(places: Places, family: Family, bodies: Sequence[Spans], boxes: set[int]) -> list[int | None]:
    """The votes of each record: the number at one place whose classes name votes, likes or points."""
    tables = [_numbers(places, record, body, boxes) for record, body in zip(family.records, bodies, strict=True)]
    coverage: Counter[object] = Counter()
    for table in tables:
        coverage.update(table.keys())
    if not coverage:
        return [None] * len(tables)
    ranked = sorted(coverage, key=lambda key: -coverage[key])
    least = 0.5 * coverage[ranked[0]]
    found = []
    for table in tables:
        key = next((key for key in ranked if key in table and coverage[key] >= least), None)
        found.append(table[key] if key is not None else None)
    return found


def _numbers(places: Places, record: Record, body: Spans, boxes: set[int]) -> dict[object, int]:
    found: dict[object, int] = {}
    for run in runs_outside(places, record, body, boxes):
        text, owner = places.texts[run], places.owners[run]
        if len(text) > 40 or places.signs[owner] in found:
            continue
        if not (text[0].isdecimal() or text[0] in _SIGNS):
            said = _VOTES_BEHIND.match(text) if text[-1] in _ENDS else None
            if said is None or _is_of_user(places, owner):
                continue
            value = number(said[1] or said[2])
        elif NUMBER.match(text):
            if _is_of_user(places, owner) or not (_says_votes(places, owner) or _names_votes(places, owner)):
                continue
            value = number(text)
        elif (match := _VOTE_TEXT.match(text)) and not _is_of_user(places, owner):
            value = number(match[1])
        else:
            continue
        if value is not None:
            found[places.signs[owner]] = value
    return found


def _says_votes(places: Places, element: int) -> bool:
    """Whether the label of an element says that its number is one of votes."""
    label = places.attributes[element].get("aria-label")
    return label is not None and _VOTE_TEXT.match(label) is not None


def _names_votes(places: Places, element: int) -> bool:
    """Whether classes name votes, and not a number of views or answers, or votes against a post."""
    if not _VOTE.search(_words(places, element)):
        return False
    own = places.css_class(element)
    return not _counts_else(own) and _AGAINST.search(own) is None


def _counts_else(css_class: str) -> bool:
    """Whether a class names a number of views or answers; ``answer__score`` and ``reply-likes`` name other ones."""
    bare = _BLOCK.sub("", css_class)
    if not _NO_VOTE.search(bare):
        return False
    return any(_NO_VOTE.search(name) and not _LIKES.search(name) for name in bare.split())


def _is_of_user(places: Places, element: int) -> bool:
    """Whether an element stands in a box about a user, whose points are no votes."""
    return any(places.matches(_OF_USER, one) for one in places.path(element, 3))


def _words(places: Places, element: int) -> str:
    parts = []
    for one in places.path(element, 3):
        own = places.attributes[one]
        parts += [own.get("class") or "", own.get("itemprop") or "", own.get("aria-label") or "", own.get("id") or ""]
        parts += [name for name in own if "vote" in name or "score" in name]
    return " ".join(parts)
