"""What a command does before it imports its libraries."""

from contextlib import suppress


def start_server(module: str) -> None:
    """Start the server that workers are forked from, which imports ``module``; returns before it has."""
    from qapipe.run.engines.local import forkserver

    with suppress(OSError):  # such as a full disk: the run reports it with its place
        forkserver.start_server(module)
