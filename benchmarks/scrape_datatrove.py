"""What a user would run instead of qapipe who wants text alone: datatrove's local pipeline of WARC and trafilatura."""

import contextlib
import os
from pathlib import Path

import cchardet  # noqa: F401  datatrove imports these three when the first record is read
import magic  # noqa: F401  fails without the system's libmagic, even where python-magic is installed
import warcio  # noqa: F401
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter


def pipeline(warc: Path) -> None:
    """The main text of every page of a WARC as JSON lines, with its address."""
    here = Path.cwd()
    steps = [
        WarcReader(str(warc.parent), glob_pattern=warc.name),
        Trafilatura(),
        JsonlWriter(str(here / "out"), compression=None),
    ]
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stderr(nowhere):  # where it logs to
        LocalPipelineExecutor(steps, tasks=1, workers=1, logging_dir=str(here / "logs")).run()
