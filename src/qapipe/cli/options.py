"""Options that mean the same in several commands."""

from typing import Annotated

import typer

from qapipe.cli.progress import ProgressMode

USAGE_ERROR = 2

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
