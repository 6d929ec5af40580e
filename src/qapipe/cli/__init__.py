"""The command line: options in, one call, report out, exit code.

Exit codes: 0 all well; 1 the run ended but something needs a look; 2 the command was used wrongly and nothing
was written; 130 interrupted.
"""

import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

from qapipe.run.engines.local.forkserver import get_ready

_WITH_WORKERS = {"load": "qapipe.run.load", "parse": "qapipe.run.tasks"}
"""Commands that have workers, and what these import."""


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    if len(sys.argv) > 1 and sys.argv[1] in _WITH_WORKERS:
        with suppress(OSError):  # a disk that is full, perhaps: told where it can be told well
            get_ready(_WITH_WORKERS[sys.argv[1]])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a narrow locale is no reason to fail
    import_module("qapipe.cli.app").app()  # last: what it imports takes as long as what workers import meanwhile
