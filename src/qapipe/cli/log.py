"""``--log-file``: messages and progress of a command in a file, each line with its time."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from qapipe.cli.options import usage_error


class Log:
    """A log file that is open while a command runs; without one, nothing is written."""

    def __init__(self) -> None:
        self._descriptor: int | None = None

    def __bool__(self) -> bool:
        """Whether a file is open."""
        return self._descriptor is not None

    def write(self, level: str, message: str) -> None:
        """Append a message, one line for each of its lines, such as ``2024-05-06T07:08:09Z error no such file``.

        A file that cannot be written any more ends the log and is reported once, but does not end the command.
        """
        if self._descriptor is None:
            return
        time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = "".join(f"{time} {level} {line}\n" for line in message.split("\n"))
        try:
            os.write(self._descriptor, lines.encode(errors="backslashreplace"))
        except OSError as error:
            self._descriptor = None
            sys.stderr.write(f"log file: {error.strerror}; nothing more is logged\n")

    @contextmanager
    def opened(self, path: Path | None) -> Iterator[None]:
        """Append to the file inside the block. Raises a usage error if it cannot be opened."""
        if path is None:
            yield
            return
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        except OSError as error:
            raise usage_error(f"cannot write --log-file {path}: {error.strerror}; choose another path") from error
        self._descriptor = descriptor
        try:
            yield
        finally:
            self._descriptor = None
            os.close(descriptor)


LOG = Log()
"""The log file of this process."""
