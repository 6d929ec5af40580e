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


class Redact(StrEnum):
    """What is replaced by pseudonyms."""

    EMAILS = "emails"
    PHONES = "phones"
    NAMES = "names"
    """Names of askers and of those who reply to answers."""
    EXPERTS = "experts"
    """Names of the authors of answers."""
