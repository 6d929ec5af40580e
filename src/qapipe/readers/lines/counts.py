"""Numbers as pages print them: ``2.5k`` -> 2500; None if the text is anything else."""

import re

_COUNT = re.compile(r"([+-]?)(\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d{1,15})(?:(?:\.(\d))?([kKmM]))?")
_MULTIPLIER = {"k": 1_000, "m": 1_000_000}
_MOST_DIGITS = 15
_LARGEST = 2**63 - 1  # limit of the columns
MOST_ANSWERS = 1_000_000
"""Larger answer counts are treated as damage."""


def count(value: str) -> int | None:
    """The number in a printed count such as ``1,498``, ``+2``, ``-1`` or ``2.5k``; None for anything else."""
    if value.isdecimal() and not value[_MOST_DIGITS:]:  # nearly all counts
        return int(value)
    value = value.strip()
    match = _COUNT.fullmatch(value)
    if not match:
        return None
    sign, digits, tenths, unit = match.groups()
    number = int(re.sub(r"\D", "", digits))
    if unit:
        factor = _MULTIPLIER[unit.lower()]
        number = number * factor + int(tenths or 0) * factor // 10
    if number > _LARGEST:
        return None
    return -number if sign == "-" else number
