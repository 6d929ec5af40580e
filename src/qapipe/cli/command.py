"""The frame of every command: its JSON result, its error messages and its exit code.

docs/json.md describes the JSON; :data:`JSON_VERSION` changes when a key changes its meaning or goes away.
"""

import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer

from qapipe.cli.interrupts import exit_code, signal_of
from qapipe.cli.log import LOG
from qapipe.errors import QapipeError
from qapipe.ulimits import reached
from qapipe.version import __version__

if TYPE_CHECKING:
    from qapipe.cli.terminal import Terminal

JSON_VERSION = 1
INCOMPLETE = 1
"""Exit code of a command that ended, but not with everything that was asked for."""


@dataclass
class Result:
    """What a command reports: the keys of its JSON object, and what went wrong."""

    command: str
    terminal: "Terminal"
    values: dict[str, object] = field(default_factory=dict)
    exit_code: int = 0
    error: dict[str, str] | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the command started."""
        return time.monotonic() - self.started

    def fail(self, message: str, *, kind: str = "incomplete", code: int = INCOMPLETE) -> None:
        """Print an error message and set the exit code; the first failure of a command is the one that is reported."""
        self.terminal.error(message)
        self._set_error(message, kind, code)

    def interrupt(self, number: int, *, resumable: bool) -> None:
        """Print that a signal interrupted the command, and set the exit code."""
        message = "Interrupted. Run the same command again to resume." if resumable else "Interrupted."
        self.terminal.notice(message)
        self._set_error(message, "interrupted", exit_code(number))

    def _set_error(self, message: str, kind: str, code: int) -> None:
        if self.error is None:
            self.error = {"kind": kind, "message": message}
            self.exit_code = code

    def as_json(self) -> dict[str, object]:
        """The JSON object: the keys of every command, then those of this one, in alphabetical order."""
        return dict(sorted({**self.values, **envelope(self.command, self.exit_code, self.error, self.seconds)}.items()))


def envelope(command: str | None, code: int, error: Mapping[str, str] | None, seconds: float) -> dict[str, object]:
    """The keys that the JSON object of every command has."""
    return {
        "command": command,
        "error": error,
        "exit_code": code,
        "json_version": JSON_VERSION,
        "seconds": round(seconds, 3),
        "version": __version__,
    }


@contextmanager
def reported(
    command: str,
    terminal: "Terminal",
    *,
    as_json: bool = False,
    lines: bool = False,
    verbose: bool = False,
    resumable: Callable[[], bool] = lambda: False,
) -> Iterator[Result]:
    """A command's result, printed as JSON at the end of the block if asked for; an exception becomes an exit code.

    ``lines``: the JSON object is printed on one line. ``resumable`` says whether an interrupted run left something that
    the next run uses.
    """
    result = Result(command, terminal)
    try:
        yield result
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt as interrupt:
        result.interrupt(signal_of(interrupt), resumable=resumable())
    except Exception as error:  # noqa: BLE001  any other error is reported as an internal one
        terminal.traceback(traceback.format_exc(), shown=verbose)
        code = error.exit_code if isinstance(error, QapipeError) else INCOMPLETE
        result.fail(_message(error), kind=_kind(error), code=code)
    LOG.write("info", f"{command}: exit code {result.exit_code} after {result.seconds:.1f} s")
    if as_json:
        (terminal.show_line if lines else terminal.show_json)(result.as_json())
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _kind(error: Exception) -> str:
    if isinstance(error, QapipeError):
        return error.kind
    return "failed" if isinstance(error, OSError) else "internal"


def _message(error: Exception) -> str:
    if isinstance(error, QapipeError):
        return str(error)
    if limit := reached(error):
        return limit
    if isinstance(error, OSError) and error.strerror:
        return f"cannot access {error.filename}: {error.strerror}" if error.filename else error.strerror
    what = f"{type(error).__name__}: {error}"
    return f"internal error ({what}); please report it with the output of --verbose"
