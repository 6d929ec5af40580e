"""Progress on stderr: drawn in place on a terminal, a line now and then in a log."""

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from rich import filesize
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn

LOG_SECONDS = 30.0
"""Seconds between two lines in a log."""
_MIN_ETA_SECONDS = 2.0  # an estimate from less than this is worthless
_MINUTE = 60


class _Display:
    """A line that is drawn on a terminal and removed at the end."""

    def __init__(
        self, console: Console, action: str, columns: Sequence[ProgressColumn], drawn: bool, log: Callable[[str], None]
    ) -> None:
        self._action = action
        self._log = None if drawn else log
        self._bar = Progress(*columns, console=console, disable=not drawn, transient=True)
        self._task = self._bar.add_task(action, total=None, state="")
        self._started = self._logged = time.monotonic()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def _log_now_and_then(self, state: str, now: float) -> None:
        if self._log and now - self._logged >= LOG_SECONDS:
            self._logged = now
            self._log(f"{self._action}: {state}")


class StepProgress(_Display):
    """The state of work whose size is unknown."""

    def __init__(self, console: Console, action: str, drawn: bool, log: Callable[[str], None]) -> None:
        columns = SpinnerColumn(), TextColumn("{task.description}", markup=False)
        super().__init__(console, action, columns, drawn, log)

    def __call__(self, state: str) -> None:
        """Show the state, one short line."""
        self._bar.update(self._task, description=f"{self._action}: {state}")
        self._log_now_and_then(state, time.monotonic())


class RunProgress(_Display):
    """Pages, pages per second, bytes, page counts by status and the estimated time left."""

    def __init__(
        self, console: Console, action: str, kinds: Sequence[str], drawn: bool, log: Callable[[str], None]
    ) -> None:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.percentage:>3.0f}%", markup=False),
            TextColumn("{task.fields[state]}", markup=False),
        )
        super().__init__(console, action, columns, drawn, log)
        self._kinds = kinds
        self._resumed: tuple[int, int] | None = None  # pages and bytes that an interrupted run had finished

    def __call__(self, tally: Sequence[int], done: int, total: int) -> None:
        """Show page counts (all pages, then one count per kind) and the bytes done of ``total``."""
        pages = tally[0] if tally else 0
        if self._resumed is None:
            self._resumed = (pages, done)
        now = time.monotonic()
        state = self._state(tally, done, total, now - self._started)
        self._bar.update(self._task, completed=done, total=total or None, state=state)
        self._log_now_and_then(state, now)

    def _state(self, tally: Sequence[int], done: int, total: int, seconds: float) -> str:
        pages_before, bytes_before = self._resumed or (0, 0)
        pages, *by_kind = tally or (0,)
        rate = (pages - pages_before) / seconds if seconds > 0 else 0.0
        kinds = [f"{count:,} {kind}" for kind, count in zip(self._kinds, by_kind, strict=False) if count]
        parts = [plural(pages, "page") + (f" ({', '.join(kinds)})" if kinds else ""), f"{rate:,.0f}/s"]
        parts.append(f"{filesize.decimal(done)} of {filesize.decimal(total)}")
        if (new := done - bytes_before) > 0 and seconds > _MIN_ETA_SECONDS:
            parts.append(f"ETA {clock((total - done) * seconds / new)}")
        return ", ".join(parts)


def plural(count: int, noun: str) -> str:
    """A count with its noun: ``1 page``, ``1,200 pages``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def clock(seconds: float) -> str:
    """A duration as minutes and seconds, ``0:53``, or with hours, ``1:20:00``."""
    minutes, rest = divmod(round(max(seconds, 0)), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration(seconds: float) -> str:
    """A duration in words: ``42 s``, ``3 min``, ``1 h 20 min``."""
    if seconds < _MINUTE:
        return f"{max(seconds, 0):.0f} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < _MINUTE else f"{minutes // 60} h {minutes % 60} min"
