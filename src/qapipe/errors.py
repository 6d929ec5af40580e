"""The exceptions of qapipe.

The command line catches all of them and prints what is wrong, where, and what to do::

    QapipeError
    ├── UsageError       usage error; nothing was written                           exit code 2
    ├── DatasetError     a dataset cannot be read, written or replaced              exit code 1
    └── PageError        a page cannot be read or parsed; see its ledger row        status `error`
        ├── DecodeError      binary data, not text
        ├── TooComplexError  parsing would take minutes or gigabytes
        └── LayoutError      several layouts recognise it, or no layout of its site does
"""

from qapipe.records.reasons import Reason


class QapipeError(Exception):
    """Base class of all errors that a user can do something about."""


class UsageError(QapipeError):
    """Usage error; nothing was written."""


class DatasetError(QapipeError):
    """A dataset cannot be read, written or replaced."""


class PageError(QapipeError):
    """A page cannot be read or parsed; ``reason`` and ``detail`` go into its ledger row."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class DecodeError(PageError):
    """The page is binary data, not text."""


class TooComplexError(PageError):
    """Parsing the HTML would take minutes or gigabytes."""


class LayoutError(PageError):
    """Several layouts recognise a page, or no layout of its known site does."""
