"""The exceptions of qapipe. The command line turns each into a message and an exit code.

::

    QapipeError              the user can do something about it                       exit code 1
    ├── UsageError           wrong arguments; nothing was written                     exit code 2
    ├── DatasetError         a dataset cannot be read, written or replaced            exit code 1
    │   ├── OutputBusyError  another run is writing there; nothing was written        exit code 75
    │   └── NothingFoundError  the sources have nothing to write; the output is as it was  exit code 1
    └── PageError            one page cannot be read or parsed                        status `error`
        ├── DecodeError      its bytes are not text
        ├── TooComplexError  its markup would take a parser minutes or gigabytes
        └── LayoutError      several layouts match it, or none of its known site
"""

from typing import ClassVar

from qapipe.records.reasons import Reason


class QapipeError(Exception):
    """An error that the user can do something about; the message says what."""

    exit_code: ClassVar[int] = 1
    kind: ClassVar[str] = "failed"
    """Its name in JSON results; see docs/json.md."""


class UsageError(QapipeError):
    """The arguments are wrong. Nothing was written."""

    exit_code = 2
    kind = "usage"


class DatasetError(QapipeError):
    """A dataset cannot be read, written or replaced."""


class OutputBusyError(DatasetError):
    """Another run is writing to the same directory. Nothing was written."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h: try again later
    kind = "busy"


class NothingFoundError(DatasetError):
    """The sources hold no page, or none that can be read. The output is as it was."""

    kind = "nothing_found"


class PageError(QapipeError):
    """One page cannot be read or parsed; ``reason`` and ``detail`` go into its row of the pages table."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class DecodeError(PageError):
    """The bytes of a page are not text."""


class TooComplexError(PageError):
    """The markup would take an HTML parser minutes or gigabytes."""


class LayoutError(PageError):
    """Several layouts match a page, or no layout of its known site does."""
