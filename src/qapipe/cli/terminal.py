"""Words on a terminal: everything that comes from pages or file names is made harmless here.

A page may contain escape sequences that move the cursor, change colours or rename the window, bidirectional
controls that reorder what is read, and square brackets that rich takes for markup. Results go to stdout,
progress and messages to stderr; a reader who closes stdout early is no error.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich import filesize
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

NOTE_SECONDS = 30.0
"""A log gets a line about the progress so often."""
_SURE_SECONDS = 2.0  # before, nobody can tell how long it takes
_MINUTE = 60

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

    def show_line(self, value: Mapping[str, object]) -> None:
        """Print a JSON object on one line: one of many."""
        try:
            sys.stdout.write(json.dumps(value) + "\n")
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
    def progress(self, what: str, kinds: Sequence[str] = ()) -> Iterator["RunProgress"]:
        """How far a run is: drawn on a terminal, a line every half minute elsewhere.

        ``kinds`` are the names of what is tallied behind the number of all pages.
        """
        drawn = self._err.is_terminal and not self.quiet
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.percentage:>3.0f}%", markup=False),
            TextColumn("{task.fields[told]}", markup=False),
        )
        with Progress(*columns, console=self._err, disable=not drawn, transient=True) as bar:
            yield RunProgress(bar, safe(what), kinds, None if drawn else self.note)

    @contextmanager
    def doing(self, what: str) -> Iterator[Callable[[str], None]]:
        """Something whose end nobody knows is being done: drawn on a terminal, a line every half minute elsewhere."""
        drawn = self._err.is_terminal and not self.quiet
        columns = SpinnerColumn(), TextColumn("{task.description}", markup=False)
        with Progress(*columns, console=self._err, disable=not drawn, transient=True) as bar:
            task = bar.add_task(safe(what), total=None)
            noted = time.monotonic()

            def tell(told: str) -> None:
                nonlocal noted
                bar.update(task, description=safe(f"{what}: {told}"))
                if not drawn and time.monotonic() - noted >= NOTE_SECONDS:
                    noted = time.monotonic()
                    self.note(f"{what}: {told}")

            yield tell


class RunProgress:
    """Tells how far a run is: pages, pages a second, bytes, what became of the pages, the time to go."""

    def __init__(self, bar: Progress, what: str, kinds: Sequence[str], note: Callable[[str], None] | None) -> None:
        self._bar = bar
        self._what = what
        self._kinds = kinds
        self._note = note
        self._task = bar.add_task(what, total=None, told="")
        self._started = time.monotonic()
        self._noted = self._started
        self._first: tuple[int, int] | None = None  # pages and bytes that a run before this had done

    def __call__(self, tally: Sequence[int], done: int, total: int) -> None:
        """So many pages (in all, and of each kind) and bytes of ``total`` are done."""
        pages = tally[0] if tally else 0
        if self._first is None:
            self._first = (pages, done)
        now = time.monotonic()
        told = self._told(tally, done, total, now - self._started)
        self._bar.update(self._task, completed=done, total=total or None, told=told)
        if self._note and now - self._noted >= NOTE_SECONDS:
            self._noted = now
            self._note(f"{self._what}: {told}")

    def _told(self, tally: Sequence[int], done: int, total: int, seconds: float) -> str:
        pages_before, bytes_before = self._first or (0, 0)
        pages, *of_kinds = tally or (0,)
        rate = (pages - pages_before) / seconds if seconds > 0 else 0.0
        kinds = [f"{count:,} {kind}" for kind, count in zip(self._kinds, of_kinds, strict=False) if count]
        parts = [f"{pages:,} pages" + (f" ({', '.join(kinds)})" if kinds else ""), f"{rate:,.0f} pages/s"]
        parts.append(f"{filesize.decimal(done)} of {filesize.decimal(total)}")
        if (new := done - bytes_before) > 0 and seconds > _SURE_SECONDS:
            parts.append(f"{duration((total - done) * seconds / new)} to go")
        return ", ".join(parts)


def duration(seconds: float) -> str:
    """A span of time as people say it: ``42 s``, ``3 min``, ``1 h 20 min``."""
    if seconds < _MINUTE:
        return f"{max(seconds, 0):.0f} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < _MINUTE else f"{minutes // 60} h {minutes % 60} min"


def _flush_to_nowhere() -> None:
    """Let Python flush stdout at its end, although the reader has left (``qapipe show x | head``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
