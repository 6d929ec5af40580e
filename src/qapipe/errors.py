"""What can go wrong, and what it is called.

The error tree, all of it caught at the command line and shown as what, where and what to try::

    QapipeError
    ├── UsageError       the command was used wrongly; nothing was written          exit code 2
    ├── DatasetError     a dataset that cannot be read, written or replaced         exit code 1
    └── PageError        one page cannot be read or parsed: its ledger row          status `error`
        ├── DecodeError      its bytes are no text
        ├── TooComplexError  its markup would take a parser minutes or gigabytes
        └── LayoutError      several layouts claim it, or its site was redesigned
"""

from qapipe.records.reasons import Reason


class QapipeError(Exception):
    """Any error of qapipe that a user can do something about."""


class UsageError(QapipeError):
    """The command was used wrongly: nothing was written."""


class DatasetError(QapipeError):
    """A dataset that cannot be read, written or replaced."""


class PageError(QapipeError):
    """One page cannot be read or parsed; ``reason`` goes into its ledger row."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class DecodeError(PageError):
    """The bytes of a page are no text."""


class TooComplexError(PageError):
    """The markup would take an HTML parser minutes or gigabytes."""


class LayoutError(PageError):
    """Several layouts recognise a page, or none of its known site does."""
