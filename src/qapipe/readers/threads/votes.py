"""Votes of posts, by the numbers in their records outside the bodies."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.likes import likes_of
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.printed_numbers import NUMBER, number
from qapipe.readers.threads.records import Family, runs_outside
from qapipe.readers.threads.vote_words import ENDS, LONGEST, STARTS, is_word, said_in

_VOTE = re.compile(
    r"vote|score|likes?\b|\blike|rating|points?\b|thumb|upvot|\bup-?count|karma|kudos|helpful|reaction|react-?count|thanks|recommend|赞同|讚|いいね"
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


def votes_of(places: Places, family: Family, bodies: Sequence[Spans], boxes: set[int]) -> list[int | None]:
    """The votes of each record: the number at one place whose classes name votes, likes or points."""
    tables = [
        _numbers(places, runs_outside(places, record, body, boxes))
        for record, body in zip(family.records, bodies, strict=True)
    ]
    coverage: Counter[object] = Counter()
    for table in tables:
        coverage.update(table.keys())
    if not coverage:
        labels = _labelled(places, family)
        return labels if any(label is not None for label in labels) else likes_of(places, family)
    ranked = sorted(coverage, key=lambda key: -coverage[key])
    least = 0.5 * coverage[ranked[0]]
    found = []
    for table in tables:
        key = next((key for key in ranked if key in table and coverage[key] >= least), None)
        found.append(table[key] if key is not None else None)
    return found


def votes_in(places: Places, runs: Iterable[int]) -> int | None:
    """The first number of votes among some runs."""
    return next(iter(_numbers(places, runs).values()), None)


def _numbers(places: Places, runs: Iterable[int]) -> dict[object, int]:
    found: dict[object, int] = {}
    for run in runs:
        text, owner = places.texts[run], places.owners[run]
        if len(text) > LONGEST or places.signs[owner] in found:
            continue
        if NUMBER.match(text):
            value = number(text) if not _is_of_user(places, owner) and _is_of_votes(places, run) else None
        elif text[-1] in ENDS or text[0] in STARTS:
            value = said_in(text)
            if value is None or _is_of_user(places, owner):
                continue
        else:
            continue
        if value is not None:
            found[places.signs[owner]] = value
    return found


def _is_of_votes(places: Places, run: int) -> bool:
    """Whether the classes, the label or the words around a number alone say that it is one of votes."""
    owner = places.owners[run]
    label = places.attributes[owner].get("aria-label")
    return (label is not None and said_in(label) is not None) or _names_votes(places, owner) or _has_word(places, run)


def _has_word(places: Places, run: int) -> bool:
    """Whether the text before a number, or right behind it, is the word for votes, in the same box."""
    box = max(places.parents[places.owners[run]], 0)
    return any(
        0 <= beside < len(places.texts) and is_word(places.texts[beside]) and places.inside(places.owners[beside], box)
        for beside in (run - 1, run + 1)
    )


def _labelled(places: Places, family: Family) -> list[int | None]:
    """The votes that labels of buttons say, which print no number: ``<button aria-label="Upvote (3)">``."""
    labels = {
        element: label
        for element, own in places.telling.items()
        if "aria-label" in own and (label := own["aria-label"]) and (label[-1] in ENDS or label[0] in STARTS)
    }
    if not labels:
        return [None] * len(family.records)
    telling, found = list(labels), []
    for record in family.records:
        first, end = bisect_left(telling, record.roots[0]), bisect_left(telling, places.ends[record.roots[-1]])
        said = (said_in(labels[element]) for element in telling[first:end] if len(labels[element]) <= LONGEST)
        found.append(next((value for value in said if value is not None), None))
    return found


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
