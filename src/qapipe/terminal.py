"""Words on a terminal: everything that comes from pages or file names is made harmless here.

A page may contain escape sequences that move the cursor, change colours or rename the window, bidirectional
controls that reorder what is read, and square brackets that rich takes for markup. Results go to stdout,
progress and messages to stderr; a reader who closes stdout early is no error.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

# C0 but tab and line feed, DEL, C1, line and paragraph separator, marks of direction, surrogates.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]"
)


def safe(value: object) -> str:
    """The value as text in which nothing steers a terminal: what would stands as its visible escape."""
    return _HARMFUL.sub(lambda match: _visible(ord(match[0])), str(value))


def _visible(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def safe_text(value: object, style: str = "") -> Text:
    """A piece of output for rich: harmless, and never read as markup."""
    return Text(safe(value), style=style)


class _Console(Console):
    """A console whose reader may leave."""

    def on_broken_pipe(self) -> None:
        """Go on in silence."""
        self.quiet = True
        _flush_to_nowhere()


class Terminal:
    """Where a command speaks: results on stdout, messages on stderr (none when ``quiet``)."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self._out = _Console(markup=False, highlight=False, emoji=False)
        self._err = _Console(stderr=True, markup=False, highlight=False, emoji=False)

    def show(self, *what: RenderableType) -> None:
        """Print results; long lines are the terminal's to wrap."""
        for each in what:
            self._out.print(each, soft_wrap=isinstance(each, str | Text))

    def show_json(self, value: Mapping[str, object]) -> None:
        """Print one JSON object, in ASCII, so that it survives every terminal and locale."""
        try:
            sys.stdout.write(json.dumps(value, indent=2) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            _flush_to_nowhere()

    def note(self, message: str) -> None:
        """Print a message, unless nothing but errors is wanted."""
        if not self.quiet:
            self._err.print(safe_text(message), soft_wrap=True)

    def error(self, message: str) -> None:
        """Print what went wrong."""
        self._err.print(Text("error: ", style="bold red").append_text(safe_text(message)), soft_wrap=True)

    def traceback(self, lines: str) -> None:
        """Print a traceback."""
        self._err.print(safe_text(lines.rstrip(), "dim"), soft_wrap=True)

    @contextmanager
    def progress(self, what: str) -> Iterator["Counter"]:
        """A running count of pages, drawn on a terminal only."""
        drawn = self._err.is_terminal and not self.quiet
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.completed:,.0f} pages", markup=False),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._err, disable=not drawn, transient=True) as bar:
            yield Counter(bar, safe(what))


class Counter:
    """Counts pages on a progress bar; their number is not known before the end."""

    def __init__(self, bar: Progress, what: str) -> None:
        self._bar = bar
        self._task = bar.add_task(what, total=None)

    def __call__(self, more: int) -> None:
        """Count more pages."""
        self._bar.advance(self._task, more)


def _flush_to_nowhere() -> None:
    """Let Python flush stdout at its end, although the reader has left (``qapipe show x | head``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
