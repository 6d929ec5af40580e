"""What a command does before it imports its libraries."""

from contextlib import suppress

from qapipe.cli.options import click_exceptions
from qapipe.ulimits import reserve_little, too_low


def start_server(module: str) -> None:
    """Start the server that workers are forked from, which imports ``module``; returns before it has.

    Ends the command if a limit of the system is too low even for the imports.
    """
    if problem := too_low():
        raise click_exceptions.ClickException(problem)
    reserve_little()

    from qapipe.run.engines.local import forkserver

    with suppress(OSError):  # such as a full disk: the run reports it with its place
        forkserver.start_server(module)
