"""What a user may choose of a dataset; imports nothing, so that the help of a command costs nothing."""

from enum import StrEnum


class By(StrEnum):
    """What pages are grouped by."""

    HOST = "host"
    SOURCE = "source"


class Captures(StrEnum):
    """Which captures of a question get rows in the tables."""

    LATEST = "latest"
    ALL = "all"
