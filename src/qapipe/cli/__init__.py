"""The command line: reads options, makes one call, prints a report and returns an exit code.

Exit codes: 0 success; 1 completed, but not with everything that was asked for; 2 usage error, nothing was written;
75 another run is writing to the same directory, nothing was written; 130 and 143 interrupted by SIGINT or SIGTERM.
"""

import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper

from qapipe.cli.interrupts import exit_code, signal_of, sigterm_raises
from qapipe.version import __version__


def main() -> None:
    """Run the command line and end the process with its exit code."""
    with sigterm_raises():
        try:
            code = _run()
        except KeyboardInterrupt as interrupt:  # before or after the command itself
            sys.stderr.write("Interrupted.\n")
            code = exit_code(signal_of(interrupt))
    gc.freeze()  # else the interpreter looks through all that libraries have made, several times, before it ends
    sys.exit(code)


def _run() -> int:
    _open_closed_streams()
    if sys.argv[1:] == ["--version"]:  # known without any library
        sys.stdout.write(f"{__version__}\n")
        return 0
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # the locale's charset may lack some characters
    gc.disable()  # an import leaves next to no garbage
    app = import_module("qapipe.cli.app")
    gc.enable()
    code: int = app.run()
    return code


def _open_closed_streams() -> None:
    """Put the null device in place of standard streams that are closed, as under cron.

    Otherwise the next file that is opened would get the number of a standard stream.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  open until the process ends
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
