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


class Format(StrEnum):
    """What a dataset is exported to."""

    THREADS = "threads"
    PAIRS = "pairs"
    JSONL = "jsonl"
    CSV = "csv"
    CHAT = "chat"
    BEIR = "beir"
    SQLITE = "sqlite"


class ChatAnswers(StrEnum):
    """Which answers to a question become chats."""

    BEST = "best"
    ALL = "all"
