"""Output to a terminal: text from pages or file names is made harmless before it is printed.

A page may contain escape sequences that move the cursor, change colours or rename the window, bidirectional
controls that reorder the text, and square brackets that rich takes for markup. Results go to stdout, progress and
messages to stderr. A reader that closes stdout early is not an error.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from rich.console import Console, RenderableType
from rich.text import Text

from qapipe.cli.log import LOG
from qapipe.cli.words import ProgressMode
from qapipe.records.visible import safe

if TYPE_CHECKING:
    from qapipe.cli.progress import RunProgress, StepProgress


def safe_text(value: object, style: str = "") -> Text:
    """The value as rich text without control characters, never interpreted as markup."""
    return Text(safe(value), style=style)


class _Console(Console):
    """A console whose reader may close it."""

    def on_broken_pipe(self) -> None:
        """Print nothing more, without an error."""
        self.quiet = True
        _discard_stdout()


class Terminal:
    """Prints results to stdout and messages to stderr; with ``quiet``, of the messages only errors."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self._out = _Console(markup=False, highlight=False, emoji=False)
        self._err = _Console(stderr=True, markup=False, highlight=False, emoji=False)

    @property
    def is_terminal(self) -> bool:
        """Whether results are printed to a terminal."""
        return self._out.is_terminal

    def show(self, *results: RenderableType) -> None:
        """Print results; long lines are left to the terminal to wrap."""
        for result in results:
            self._out.print(result, soft_wrap=isinstance(result, str | Text))

    def show_fields(self, values: Iterable[object]) -> bool:
        """Print values separated by tabs, ``-`` for None; False if stdout was closed."""
        return _write("\t".join("-" if value is None else safe(value) for value in values))

    def show_raw(self, text: str) -> None:
        """Print text as it is, control characters included: for a pipe or a file."""
        _write(text)

    def show_json(self, value: Mapping[str, object]) -> None:
        """Print one JSON object over several lines, in ASCII so that any locale can print it."""
        _write(json.dumps(value, indent=2))

    def show_line(self, value: Mapping[str, object]) -> None:
        """Print one JSON object on one line."""
        _write(json.dumps(value))

    def note(self, message: str) -> None:
        """Print a message to stderr, unless ``quiet``."""
        if self.quiet:
            LOG.write("info", safe(message))
        else:
            self.notice(message)

    def notice(self, message: str) -> None:
        """Print a message to stderr, also if ``quiet``."""
        LOG.write("info", safe(message))
        self._err.print(safe_text(message), soft_wrap=True)

    def error(self, message: str) -> None:
        """Print an error message to stderr."""
        LOG.write("error", safe(message))
        self._err.print(Text("error: ", style="bold red").append_text(safe_text(message)), soft_wrap=True)

    def traceback(self, lines: str, *, shown: bool) -> None:
        """Write a traceback to the log file, and to stderr if it is to be shown."""
        LOG.write("error", safe(lines.rstrip()))
        if shown:
            self._err.print(safe_text(lines.rstrip(), "dim"), soft_wrap=True)

    def progress(self, action: str, kinds: Sequence[str] = (), mode: ProgressMode = ProgressMode.AUTO) -> "RunProgress":
        """The progress of a run; ``kinds`` are the names of the counts that follow the number of pages."""
        from qapipe.cli.progress import RunProgress

        return RunProgress(self._err, action, kinds, drawn=self._drawn(mode), log=self._log(mode), on_resume=self.note)

    def steps(self, action: str, mode: ProgressMode = ProgressMode.AUTO) -> "StepProgress":
        """The progress of work of unknown size."""
        from qapipe.cli.progress import StepProgress

        return StepProgress(self._err, action, drawn=self._drawn(mode), log=self._log(mode))

    def _drawn(self, mode: ProgressMode) -> bool:
        can_redraw = self._err.is_terminal and not self._err.is_dumb_terminal
        return mode is ProgressMode.AUTO and can_redraw and not self.quiet

    def _log(self, mode: ProgressMode) -> Callable[[str], None] | None:
        """What gets a line of progress a minute: stderr where nothing is drawn, and the log file."""
        if mode is not ProgressMode.NONE and not self.quiet and not self._drawn(mode):
            return self.note
        return (lambda line: LOG.write("info", line)) if LOG else None


def stdin_stream() -> BinaryIO | None:
    """Standard input as bytes; None if it is closed."""
    return None if sys.stdin is None else sys.stdin.buffer


@contextmanager
def broken_pipe_ignored() -> Iterator[None]:
    """End the block without an error if the reader of stdout closes it."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_stdout()


def _write(line: str) -> bool:
    """Print a line; False if the reader of stdout has closed it."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_stdout()
        return False
    return True


def _discard_stdout() -> None:
    """Point stdout to the null device, so that Python can flush it at exit (``qapipe show x | head``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
