"""What the commands share: options that mean the same everywhere, and errors as messages and exit codes."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from qapipe.cli.terminal import Terminal
from qapipe.dataset.publish import GOES_ON
from qapipe.errors import QapipeError, UsageError

NEEDS_A_LOOK = 1
WRONG_USAGE = 2

BodyField = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Field with the page in JSON lines and Parquet; dots lead into objects."),
]
UrlField = Annotated[str | None, typer.Option(metavar="NAME", help="Field with the URL, likewise.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", "-j", min=1, metavar="N", help="Processes.  [default: the CPUs available]"),
]
Match = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Only pages whose URL fits (repeatable); a page without URL fits none."),
]
Force = Annotated[bool, typer.Option("--force", help="Start anew where a run that was stopped would be continued.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, and nothing else there.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="With an error, its traceback.")]


@contextmanager
def errors_shown(terminal: Terminal, *, verbose: bool, goes_on: bool = False) -> Iterator[None]:
    """An error inside becomes a message that says what, where and what to try, and an exit code.

    The traceback comes first, and only if asked for. ``goes_on``: what was done before Ctrl-C need not be done again.
    """
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        if goes_on:
            terminal.error(f"interrupted; {GOES_ON}")
        raise
    except Exception as error:
        if verbose:
            terminal.traceback(traceback.format_exc())
        terminal.error(_message(error))
        raise typer.Exit(WRONG_USAGE if isinstance(error, UsageError) else NEEDS_A_LOOK) from error


def _message(error: Exception) -> str:
    if isinstance(error, QapipeError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}; see to it and try again"
    what = f"{type(error).__name__}: {error}"
    return f"a defect of qapipe ({what}); please report it with what --verbose prints"
