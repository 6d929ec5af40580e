"""Values as reports show them: shares in percent, texts of bounded length, and two that differ from there on."""

_LONGEST = 120
_CONTEXT = 30  # characters shown before the first difference of two texts


def shortened(value: object) -> str | None:
    """A value as text of bounded length; None for None."""
    if value is None:
        return None
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... ({len(text):,} characters)"


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal: ``0 %`` and ``100 %`` only where they are exact; ``–`` for None."""
    if share is None:
        return "–"
    if share in (0, 1):
        return f"{100 * share:.0f} %"
    return f"{min(max(100 * share, 0.1), 99.9):.1f} %"


def percent_of(part: float, whole: float) -> str:
    """The share of a part as :func:`percent` shows it; ``–`` of nothing."""
    return percent(part / whole if whole else None)


def differing(one: object, other: object) -> tuple[str | None, str | None]:
    """Two values that differ as text of bounded length; long texts from where they begin to differ."""
    if isinstance(one, str) and isinstance(other, str):
        start = max(_first_difference(one, other) - _CONTEXT, 0)
        one, other = (f"...{value[start:]}" if start else value for value in (one, other))
    return shortened(one), shortened(other)


def _first_difference(one: str, other: str) -> int:
    places = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(places, min(len(one), len(other)))
