"""What a user may choose of a web archive; imports nothing, so that the help of a command costs nothing."""

from enum import StrEnum


class OnePer(StrEnum):
    """Which captures of one page to take."""

    YEAR = "year"
    """The latest of each year."""
    MONTH = "month"
    """The latest of each month."""
    ALL = "all"
    """Every distinct one (by digest)."""
