"""``qapipe parse``: parse pages into the dataset."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.early import quick_imports, serving
from qapipe.cli.included import Included, reasons_of
from qapipe.cli.options import (
    AllowEmpty,
    AsJson,
    BodyField,
    CacheSize,
    Exclude,
    Force,
    Limit,
    Match,
    NoCache,
    Prefix,
    Quiet,
    RedactKey,
    RedactKinds,
    SampleSize,
    Seed,
    ShowProgress,
    UrlField,
    Verbose,
    Workers,
    size_of,
    usage_error,
)
from qapipe.cli.parse_again import last_run, parsed_again
from qapipe.cli.words import ProgressMode
from qapipe.dataset.choices import By, Captures
from qapipe.errors import UsageError

DEFAULT_SOURCE = "data/raw"
_MAX_GROUPS = 1_000  # in JSON; the summary shows fewer


class EngineName(StrEnum):
    """Values of ``--engine``; those of :class:`qapipe.run.engines.EngineName`, which takes long to import."""

    LOCAL = "local"
    RAY = "ray"
    SPARK = "spark"


def _rate(text: str) -> float:
    """The value of ``--max-error-rate``."""
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0.0 <= rate <= 1.0:
        raise usage_error(f"--max-error-rate must be a fraction such as 0.05, not {text!r}")
    return rate


def parse(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Files, directories, archives and dumps of pages, also at s3://, gs:// and abfs://; - reads stdin.  "
            "[default: data/raw]",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Dataset directory to write. An existing dataset there is replaced."
        ),
    ] = Path("data/parsed"),
    workers: Workers = None,
    match: Match = None,
    exclude: Exclude = None,
    limit: Limit = None,
    sample: SampleSize = None,
    seed: Seed = None,
    site: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Keep only questions from this site (repeatable); see `qapipe sites`."),
    ] = None,
    include: Included = None,
    captures: Annotated[
        Captures, typer.Option(help="Which captures of a question to keep: only the latest, or all of them.")
    ] = Captures.LATEST,
    prefix: Prefix = None,
    body_field: BodyField = None,
    url_field: UrlField = None,
    page_timeout: Annotated[
        float,
        typer.Option(
            min=0.0,
            metavar="SECONDS",
            help="Give up on a page after this many seconds and record it as an error. 0 disables the limit.",
        ),
    ] = 30.0,
    card: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="TOML file with details for the dataset card: license, source, title, language and so on.",
        ),
    ] = None,
    redact: RedactKinds = None,
    redact_key: RedactKey = None,
    engine: Annotated[
        EngineName, typer.Option(help="Where the work runs: on this machine, on a Ray cluster, or on a Spark cluster.")
    ] = EngineName.LOCAL,
    engine_address: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Address of the cluster: ray://host:10001 or auto; spark://host:7077, yarn or local-cluster[...].  "
            "[default: one on this machine, for the run]",
            show_default=False,
        ),
    ] = None,
    force: Force = False,
    cache_size: CacheSize = "10G",
    no_cache: NoCache = False,
    allow_empty: AllowEmpty = False,
    max_error_rate: Annotated[
        float,
        typer.Option(
            parser=_rate,
            metavar="RATE",
            help="Exit with status 1 if more than this fraction of pages (0.0-1.0) end in an error.",
        ),
    ] = 0.0,
    by: Annotated[
        By | None, typer.Option(help="Also show the outcomes per host or per source, the largest first.")
    ] = None,
    show_progress: ShowProgress = ProgressMode.AUTO,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Parse pages into a Parquet dataset.

    The dataset has four tables: pages, questions, answers and experts.

    Exit codes: 0 success; 1 the error rate exceeded --max-error-rate, an input could not be read as a whole, or no page
    was found; 2 usage error; 75 another run is writing to DIR; 130 or 143 interrupted.

    Example: qapipe parse dump.jsonl.zst saved-pages/ --out data/parsed --match '*realself.com/question/*'
    """
    values = dict(locals())
    last = last_run(sources or [DEFAULT_SOURCE], out, values)
    if last and parsed_again(last, values):
        return
    with serving("qapipe.run.parsers"):
        from qapipe.run.tasks import TALLIED
        from qapipe.sources import ReadOptions
    with quick_imports():  # while the server imports what it needs
        from qapipe.cli.parse_report import report_run
        from qapipe.cli.terminal import Terminal, stdin_stream
        from qapipe.dataset.about import read_about
        from qapipe.dataset.breakdown import breakdown
        from qapipe.dataset.object_store import local_folder
        from qapipe.dataset.publish import work_folder
        from qapipe.dataset.redaction.key import redaction
        from qapipe.objects import address_of
        from qapipe.run.checkpoints import has_results
        from qapipe.run.engines.engine import EngineName as Engine
        from qapipe.run.engines.local.pool import available_cpus
        from qapipe.run.pipeline import ParseOptions, parse_to_dataset
        from qapipe.run.sampling import SampleOptions
        from qapipe.run.scheduling import RunOptions
    if last:
        last.look()

    def place() -> Path:
        """Where the dataset is built."""
        return local_folder(address) if (address := address_of(out)) else out

    terminal = Terminal(quiet=quiet)
    if engine_address is not None:
        from qapipe.cli.engine_address import check_engine_address

        check_engine_address(engine.value, engine_address)
    if seed is not None and sample is None:
        raise usage_error("--seed is for --sample; give the number of pages with --sample")
    options = ParseOptions(
        read=ReadOptions(body_field, url_field, tuple(match or ()), tuple(exclude or ()), limit=limit),
        prefix=prefix,
        sample=SampleOptions(sample, seed or 0) if sample else None,
        sites=tuple(site or ()),
        include=reasons_of(include),
        captures=captures,
        run=RunOptions(
            workers or available_cpus(),
            page_timeout or None,
            force,
            engine=Engine(engine.value),
            engine_address=engine_address,
            cache_bytes=0 if no_cache else size_of(cache_size),
        ),
        max_error_rate=max_error_rate,
        allow_empty=allow_empty,
    )
    with reported(
        "parse", terminal, as_json=as_json, verbose=verbose, resumable=lambda: has_results(work_folder(place()))
    ) as result:
        options = replace(options, redaction=redaction(redact or (), redact_key), about=read_about(card))
        if not sources and not Path(DEFAULT_SOURCE).exists():
            raise UsageError(f"no SOURCE given, and the default, {DEFAULT_SOURCE}, does not exist")
        with terminal.progress("parsing", [status.value for status in TALLIED], show_progress) as progress:
            summary = parse_to_dataset(
                sources or [DEFAULT_SOURCE],
                out,
                options,
                stdin=progress.stdin(stdin_stream()),
                progress=progress,
                on_settled=progress.settled,
            )
        if last:
            last.keep()
        groups = breakdown(place(), by) if by else []
        if by:
            result.values["by"] = {by.value: {group.name: group.as_json() for group in groups[:_MAX_GROUPS]}}
        shown = not as_json and not quiet
        report_run(result, summary, progress, by=by, groups=groups, shown=shown, verbose=verbose)
