"""Values as reports show them: as text of bounded length, and two that differ from where they begin to."""

_LONGEST = 120
_CONTEXT = 30  # characters shown before the first difference of two texts


def shortened(value: object) -> str | None:
    """A value as text of bounded length; None for None."""
    if value is None:
        return None
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... ({len(text):,} characters)"


def differing(one: object, other: object) -> tuple[str | None, str | None]:
    """Two values that differ as text of bounded length; long texts from where they begin to differ."""
    if isinstance(one, str) and isinstance(other, str):
        start = max(_first_difference(one, other) - _CONTEXT, 0)
        one, other = (f"...{value[start:]}" if start else value for value in (one, other))
    return shortened(one), shortened(other)


def _first_difference(one: str, other: str) -> int:
    places = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(places, min(len(one), len(other)))
