"""Options that several commands share, and errors as messages and exit codes."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from qapipe.cli.terminal import Terminal
from qapipe.errors import QapipeError, UsageError

COMPLETED_WITH_ERRORS = 1
USAGE_ERROR = 2
INTERRUPTED = 130

HOW_TO_RESUME = "Interrupted. Run the same command again to resume."

BodyField = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Name of the JSONL field or Parquet column that holds the page. Use dots for nested fields (data.html).",
    ),
]
UrlField = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Name of the field or column that holds the URL. Dots are allowed."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", "-j", min=1, metavar="N", help="Number of worker processes.  [default: the CPUs available]"
    ),
]
Match = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GLOB",
        help="Keep only pages whose URL matches this glob (repeatable). Pages without a URL never match.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Ignore the progress of an interrupted run and start over.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result to stdout as a single JSON object.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the traceback when an error occurs.")]


@contextmanager
def errors_reported(terminal: Terminal, *, verbose: bool, resumable: bool = False) -> Iterator[None]:
    """Turn an exception inside the block into a message (what, where, what to do) and an exit code.

    With ``verbose`` the traceback comes first. ``resumable``: the next run continues the work of an interrupted one.
    """
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        terminal.notice(HOW_TO_RESUME if resumable else "Interrupted.")
        raise
    except Exception as error:
        if verbose:
            terminal.traceback(traceback.format_exc())
        terminal.error(_message(error))
        raise typer.Exit(USAGE_ERROR if isinstance(error, UsageError) else COMPLETED_WITH_ERRORS) from error


def _message(error: Exception) -> str:
    if isinstance(error, QapipeError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"cannot access {error.filename}: {error.strerror}" if error.filename else error.strerror
    what = f"{type(error).__name__}: {error}"
    return f"internal error ({what}); please report it with the output of --verbose"
