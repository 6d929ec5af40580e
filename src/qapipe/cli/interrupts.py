"""SIGINT and SIGTERM as exceptions, so that a stopped command cleans up and reports what it kept."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM was received."""


def signal_of(interrupt: KeyboardInterrupt) -> int:
    """The number of the signal that raised the exception."""
    return signal.SIGTERM if isinstance(interrupt, Terminated) else signal.SIGINT


def exit_code(number: int) -> int:
    """The exit code of a command that a signal stopped: 130 for SIGINT, 143 for SIGTERM, as shells report it."""
    return 128 + number


@contextmanager
def sigterm_raises() -> Iterator[None]:
    """Raise Terminated on SIGTERM inside the block; Python already raises KeyboardInterrupt on SIGINT."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second one must not interrupt the cleanup
    raise Terminated
