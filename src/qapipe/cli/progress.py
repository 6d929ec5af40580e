"""Progress on stderr: a line that is redrawn on a terminal, a line per minute elsewhere."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self, cast

from rich import filesize
from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from qapipe.cli.words import clock, plural

LOG_SECONDS = 60.0
"""Seconds between two lines where nothing is redrawn."""
_MIN_ETA_SECONDS = 2.0  # an estimate from less than this is worthless
_BAR_CELLS = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a progress line. Where the line is too wide, the pieces with the lowest rank are dropped first."""

    text: str
    rank: int
    drawn_only: bool = False
    """Whether the piece is for the redrawn line only."""


def fitted(pieces: Sequence[Piece], width: int) -> str:
    """The pieces on one line of at most ``width`` cells; one piece at least is kept, if need be cut."""
    kept = list(pieces)
    while len(kept) > 1 and len(_joined(kept)) > width:
        kept.remove(min(kept, key=lambda piece: piece.rank))
    return _joined(kept)[: max(width, 0)]


def _joined(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


class _Display:
    """Shows the pieces of a line, either redrawn or as a line per minute."""

    def __init__(self, console: Console, action: str, *, drawn: bool, log: Callable[[str], None] | None) -> None:
        self._action = action
        self._log = log
        self._pieces: Sequence[Piece] = (Piece(action, 0),)
        self._spinner = Spinner("dots")
        self._live = Live(self, console=console, refresh_per_second=10, transient=True) if drawn else None
        self._started = self._logged = time.monotonic()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start(refresh=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The line as wide as the terminal is now."""
        frame = "" if options.ascii_only else f"{self._spinner.render(time.monotonic())} "
        line = frame + fitted(self._pieces, options.max_width - len(frame))
        yield Text(line, no_wrap=True, overflow="crop", end="")

    def _show(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        now = time.monotonic()
        if self._log and now - self._logged >= LOG_SECONDS:
            self._logged = now
            self._log(_joined([piece for piece in pieces if not piece.drawn_only]))


class StepProgress(_Display):
    """The state of work whose size is unknown."""

    def __call__(self, parts: Sequence[str]) -> None:
        """Show the parts of the state; where they do not fit, the later ones are dropped first."""
        ranked = [Piece(part, -place) for place, part in enumerate((self._action, *parts))]
        self._show(ranked)


class RunProgress(_Display):
    """Percentage, estimated time left, pages, pages per second and bytes of a run over sources."""

    def __init__(
        self,
        console: Console,
        action: str,
        kinds: Sequence[str] = (),
        *,
        drawn: bool,
        log: Callable[[str], None] | None,
        on_resume: Callable[[str], None] = lambda _message: None,
    ) -> None:
        """``kinds`` are the names of the page counts; ``on_resume`` gets a message about an earlier run's results."""
        super().__init__(console, action, drawn=drawn, log=log)
        self._kinds = kinds
        self._on_resume = on_resume
        self._first: tuple[int, int] | None = None
        self._settling: float | None = None

    @property
    def resumed(self) -> tuple[int, int]:
        """Pages and bytes that an earlier run had finished."""
        return self._first or (0, 0)

    def rate_and_resumed(self, pages: int, seconds: float) -> dict[str, object]:
        """Pages per second of this run, and what it took over from an earlier one, for the JSON result."""
        pages_before, bytes_before = self.resumed
        rate = round((pages - pages_before) / seconds, 1) if seconds > 0 else 0.0
        return {"rate": rate, "resumed": {"bytes": bytes_before, "pages": pages_before}}

    def __call__(self, tally: Sequence[int], done: int, total: int) -> None:
        """Show page counts (all pages, then one count per kind) and the bytes done of ``total``."""
        pages = tally[0] if tally else 0
        if self._first is None:
            self._first = (pages, done)
            if pages or done:
                self._on_resume(
                    f"Using results of an earlier run: {plural(pages, 'page')} ({filesize.decimal(done)} of "
                    f"{filesize.decimal(total)}) already done."
                )
        self._show(self._line(tally, done, total, time.monotonic() - self._started))

    def settled(self, share: float, done: int, total: int) -> None:
        """Show how much of the tables is made of the pages that were read, and the parts done if there are several."""
        now = time.monotonic()
        if self._settling is None:
            self._settling = now
        seconds = now - self._settling
        pieces = [Piece("settling", 6), Piece(_bar(share), 2, drawn_only=True), Piece(f"{share:.0%}", 8)]
        if 0 < share < 1 and seconds > _MIN_ETA_SECONDS:
            pieces.append(Piece(f"ETA {clock((1 - share) * seconds / share)}", 7))
        if total > 1:
            pieces.append(Piece(f"{done:,} of {total:,} parts", 5))
        self._show(pieces)

    def stdin(self, stream: BinaryIO | None) -> BinaryIO | None:
        """The stream, which shows the bytes read from it."""
        return None if stream is None else cast("BinaryIO", _Counted(stream, self._read_from_stdin))

    def _read_from_stdin(self, size: int) -> None:
        self._show([Piece("reading stdin:", 0), Piece(filesize.decimal(size), 1)])

    def _line(self, tally: Sequence[int], done: int, total: int, seconds: float) -> list[Piece]:
        """Dropped first are the page counts by kind; the estimated time and the percentage stay longest."""
        pages, *by_kind = tally or (0,)
        pages_before, bytes_before = self.resumed
        rate = (pages - pages_before) / seconds if seconds > 0 else 0.0
        kinds = [f"{count:,} {kind}" for kind, count in zip(self._kinds, by_kind, strict=False) if count]
        share = min(done / total, 1.0) if total else 0.0
        pieces = [Piece(self._action, 6)]
        if total:
            pieces += [Piece(_bar(share), 2, drawn_only=True), Piece(f"{share:.0%}", 8)]
        if total > done > bytes_before and seconds > _MIN_ETA_SECONDS:
            pieces.append(Piece(f"ETA {clock((total - done) * seconds / (done - bytes_before))}", 7))
        pieces.append(Piece(plural(pages, "page"), 5))
        if kinds:
            pieces.append(Piece(f"({', '.join(kinds)})", 1))
        pieces += [Piece(f"{rate:,.0f}/s", 4), Piece(f"{filesize.decimal(done)} of {filesize.decimal(total)}", 3)]
        return pieces


class _Counted:
    """A binary stream that reports the number of bytes read so far."""

    def __init__(self, stream: BinaryIO, report: Callable[[int], None]) -> None:
        self._stream = stream
        self._report = report
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._size += len(data)
        self._report(self._size)
        return data


def _bar(share: float) -> str:
    full = round(share * _BAR_CELLS)
    return f"[{'#' * full}{'.' * (_BAR_CELLS - full)}]"
