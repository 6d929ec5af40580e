"""Values of options and words of messages; imports nothing, so that the help of a command costs nothing."""

from enum import StrEnum

_MINUTE = 60  # seconds, or minutes of an hour

STATUS_STYLES = {
    "ok": "green",
    "partial": "yellow",
    "not_qa": "blue",
    "duplicate": "cyan",
    "superseded": "cyan",
    "error": "red",
}
"""Colours of the statuses of pages on a terminal."""


class ProgressMode(StrEnum):
    """How progress is shown."""

    AUTO = "auto"
    PLAIN = "plain"
    NONE = "none"


def one_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())


def plural(count: int, noun: str) -> str:
    """A count with its noun: ``1 page``, ``1,200 pages``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def clock(seconds: float) -> str:
    """A duration as minutes and seconds, ``0:53``, or with hours, ``1:20:00``."""
    minutes, rest = divmod(round(max(seconds, 0)), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration(seconds: float) -> str:
    """A duration in words: ``42 s``, ``3 min``, ``1 h 20 min``."""
    if seconds < _MINUTE:
        return f"{max(seconds, 0):.0f} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < _MINUTE else f"{minutes // 60} h {minutes % 60} min"
