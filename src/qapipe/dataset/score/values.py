"""How like two values are: 1 for the same value, for texts the share of words that they have in common."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

_WORD = re.compile(r"\w+")

Value = str | int | float | bool | datetime | tuple[str, ...]


def known(value: object) -> Value | None:
    """A value as it is compared: lists as tuples, times in UTC; None for null and what is empty."""
    if isinstance(value, list | tuple):
        return tuple(map(str, value)) or None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, dict):
        return tuple(f"{name}: {one}" for name, one in sorted(value.items())) or None
    return value if isinstance(value, str | int | float) else None


def similarity(one: Value, other: Value) -> float:
    """From 0 to 1: of texts and lists the F1 of their words, whatever their case and punctuation; else 1 or 0."""
    if one == other:
        return 1.0
    words = [_words(value) for value in (one, other)]
    if None in words:
        return 0.0
    first, second = (Counter(found or ()) for found in words)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def _words(value: Value) -> Sequence[str] | None:
    text = " ".join(value) if isinstance(value, tuple) else value
    return _WORD.findall(text.casefold()) if isinstance(text, str) else None
