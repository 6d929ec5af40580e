"""Options that mean the same in several commands."""

import functools
import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from qapipe.cli.words import ProgressMode

USAGE_ERROR = 2

click_exceptions: Any = import_module(typer.BadParameter.__module__)
"""The exceptions of click: typer has a copy of its own since 0.20."""


def usage_error(message: str) -> Exception:
    """An error to raise for a wrong option value: it is shown with the usage of the command."""
    error: Exception = click_exceptions.UsageError(message)
    return error


Dataset = Annotated[
    Path, typer.Argument(metavar="DATASET", help="Dataset directory or address, as `qapipe parse` wrote it.")
]
PARSED = Path("data/parsed")
"""Where a dataset is unless a command is told otherwise."""
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
Prefix = Annotated[
    str | None,
    typer.Option(
        metavar="PREFIX",
        help="Address or directory that precedes the paths in lists of paths (warc.paths.gz), such as "
        "s3://commoncrawl/.",
    ),
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
        help="Keep only pages whose URL matches this glob (repeatable). It matches the whole URL, with or without the "
        "scheme, and hosts in any case. Pages without a URL never match.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Drop pages whose URL matches this glob (repeatable)."),
]
Limit = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Stop after the first N pages that all other options keep."),
]
SampleSize = Annotated[
    int | None,
    typer.Option(
        "--sample",
        min=1,
        metavar="N",
        help="Keep N pages, chosen by a hash of their URL: the same pages on every machine. Sources are read twice.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        metavar="S", help="Seed of --sample; another seed chooses other pages.  [default: 0]", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Ignore the results of earlier runs and start over.")]
_UNITS = {"K": 10, "M": 20, "G": 30, "T": 40}
_SIZE = re.compile(r"(\d+)([KMGT]?)(?:I?B)?")


def size_of(text: str) -> int:
    """Bytes of a size such as ``500M`` or ``10G``."""
    found = _SIZE.fullmatch(text.strip().upper())
    if not found:
        raise usage_error(f"--cache-size must be a size such as 500M or 10G, not {text!r}")
    return int(found[1]) << _UNITS[found[2]] if found[2] else int(found[1])


CacheSize = Annotated[
    str,
    typer.Option(
        "--cache-size",
        metavar="SIZE",
        help="Keep results of at most this size next to DIR, in .DIR.qapipe: the next run reads only what changed. "
        "0 is --no-cache.",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help="Use no results that a finished run has kept, and keep none for the next. An interrupted run resumes.",
    ),
]
AllowEmpty = Annotated[
    bool,
    typer.Option("--allow-empty", help="Accept sources without a page that can be read; otherwise nothing is written."),
]
RedactKinds = Annotated[
    list[str] | None,
    typer.Option(
        "--redact",
        metavar="KINDS",
        help="What to replace with pseudonyms, separated by commas: emails, phones, names (of askers and of those who "
        "reply to answers), experts (names of the authors of answers). Needs --redact-key.",
    ),
]
RedactKey = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="File with the secret key for --redact: the same key gives the same pseudonyms."),
]
ShowProgress = Annotated[
    ProgressMode,
    typer.Option(
        "--progress",
        help="How to show progress: auto draws a bar on a terminal and prints a line per minute elsewhere; "
        "plain always prints lines; none prints nothing.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result to stdout as a single JSON object.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show more detail, and the traceback when an error occurs.")
]
LogFile = Annotated[
    Path | None,
    typer.Option("--log-file", metavar="FILE", help="Append messages and progress to this file, each with its time."),
]


def with_log_file(function: Callable[..., None]) -> Callable[..., None]:
    """The function of a command with the option ``--log-file``, which every command has."""

    @functools.wraps(function)
    def command(*, log_file: Path | None = None, **values: Any) -> None:  # noqa: ANN401  of any options
        from qapipe.cli.log import LOG

        with LOG.opened(log_file):
            function(**values)

    signature = inspect.signature(function)
    option = inspect.Parameter("log_file", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=LogFile)
    parameters = [*signature.parameters.values(), option]
    vars(command)["__signature__"] = signature.replace(parameters=parameters)
    command.__annotations__ = {**function.__annotations__, "log_file": LogFile}
    return command
