"""The command line: reads options, makes one call, prints a report and returns an exit code.

Exit codes: 0 success; 1 completed with errors; 2 usage error, nothing was written; 130 interrupted.
"""

import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

from qapipe.run.engines.local.forkserver import get_ready

_WORKER_MODULES = {"load": "qapipe.run.load", "parse": "qapipe.run.tasks"}
"""Commands that start workers, and the module that each worker imports."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    if len(sys.argv) > 1 and sys.argv[1] in _WORKER_MODULES:
        with suppress(OSError):  # such as a full disk: the run reports it with its place
            get_ready(_WORKER_MODULES[sys.argv[1]])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # the locale's charset may lack some characters
    import_module("qapipe.cli.app").app(
        prog_name="qapipe"
    )  # imported last, while the fork server imports what the workers need
