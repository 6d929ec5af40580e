"""``qapipe export``: a dataset in another form."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import PARSED, AsJson, Dataset, Quiet, RedactKey, RedactKinds, ShowProgress, Verbose
from qapipe.cli.words import ProgressMode, plural
from qapipe.dataset.choices import ChatAnswers, Format
from qapipe.errors import UsageError

if TYPE_CHECKING:
    from qapipe.cli.terminal import Terminal
    from qapipe.dataset.export.chat import ChatOptions
    from qapipe.dataset.export.exporting import Exported


def export(
    dataset: Dataset = PARSED,
    *,
    to: Annotated[
        Format,
        typer.Option(
            help="threads: Parquet, one row per question with its answers nested. pairs: Parquet, one row per answer "
            "with its question. jsonl: threads as JSON lines. csv: pairs. chat: JSON lines of messages for "
            "fine-tuning. beir: a directory for retrieval benchmarks. sqlite: the four tables with keys and full-text "
            "search."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="PATH", help="File to write, for beir a directory. - is standard output."),
    ],
    where: Annotated[
        str | None,
        typer.Option(
            metavar="SQL",
            help="Export only rows for which this condition on pages, questions, answers and experts holds, such as "
            '"answers.rating >= 4". DuckDB evaluates it.',
        ),
    ] = None,
    answers: Annotated[
        ChatAnswers | None,
        typer.Option(
            help="chat: only the best answer to a question (accepted, then votes, then rating), or all.  "
            "[default: best]",
            show_default=False,
        ),
    ] = None,
    min_rating: Annotated[
        float | None, typer.Option(metavar="R", help="chat: only answers of authors with at least this rating.")
    ] = None,
    min_votes: Annotated[
        int | None, typer.Option(metavar="N", help="chat: only answers with at least this many votes.")
    ] = None,
    min_length: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="chat: only answers with at least this many characters.")
    ] = None,
    redact: RedactKinds = None,
    redact_key: RedactKey = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is at PATH.")] = False,
    show_progress: ShowProgress = ProgressMode.AUTO,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Export a dataset to another format.

    The same dataset and options give the same bytes. PATH appears when it is complete.

    Exit codes: 0 success; 1 the dataset is damaged, or PATH could not be written; 2 usage error; 75 another run is
    writing to PATH; 130 or 143 interrupted.

    Example: qapipe export data/parsed --to csv --out pairs.csv --where "answers.rating >= 4"
    """
    from qapipe.cli.terminal import Terminal, broken_pipe_ignored
    from qapipe.dataset.export.exporting import ExportOptions, export
    from qapipe.dataset.export.output import STDOUT
    from qapipe.dataset.redaction.key import redaction

    terminal = Terminal(quiet=quiet)
    with reported("export", terminal, as_json=as_json, verbose=verbose) as result:
        chat = _chat_options(to, answers, min_rating, min_votes, min_length)
        options = ExportOptions(where, redaction(redact or (), redact_key), chat, force)
        if as_json and out == STDOUT:
            raise UsageError("--json and --out - both print to standard output; choose a file with --out")
        if out == STDOUT and to in (Format.THREADS, Format.PAIRS) and sys.stdout.isatty():
            raise UsageError(f"--to {to} is binary, and standard output a terminal; choose a file with --out")
        with terminal.steps("exporting", show_progress) as progress, broken_pipe_ignored():
            exported = export(
                dataset, to, out, options, stdout=sys.stdout.buffer,
                progress=lambda questions, found: progress([plural(questions, "question"), plural(found, "answer")]),
            )  # fmt: skip
            result.values.update(_as_json(exported), format=to.value, path=str(out))
            if out != STDOUT and not as_json and not quiet:
                _show(terminal, exported, out)


def _chat_options(
    to: Format, answers: ChatAnswers | None, min_rating: float | None, min_votes: int | None, min_length: int | None
) -> "ChatOptions":
    from qapipe.dataset.export.chat import ChatOptions

    given = {"--answers": answers, "--min-rating": min_rating, "--min-votes": min_votes, "--min-length": min_length}
    named = next((name for name, value in given.items() if value is not None), None)
    if named and to is not Format.CHAT:
        raise UsageError(f"{named} is for --to chat; choose rows of other formats with --where")
    return ChatOptions(answers or ChatAnswers.BEST, min_rating, min_votes, min_length or 0)


def _as_json(exported: "Exported") -> dict[str, object]:
    return {
        "answers": exported.answers,
        "questions": exported.questions,
        "redacted": exported.redacted,
        "rows": exported.rows,
    }


def _show(terminal: "Terminal", exported: "Exported", out: Path) -> None:
    """Print what was written."""
    from rich.table import Table

    from qapipe.cli.terminal import safe_text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    for name in ("questions", "answers", "rows"):
        table.add_row(safe_text(name, "bold"), f"{getattr(exported, name):,}")
    for rule, count in exported.redacted.items():
        table.add_row(safe_text(rule), f"{count:,}")
    terminal.show(table, safe_text(out, "bold green"))
