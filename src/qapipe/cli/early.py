"""What a command does before it does anything: the server of its workers starts while libraries are imported."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from qapipe.cli.options import click_exceptions
from qapipe.run.imports import without
from qapipe.ulimits import reserve_little, too_low


@contextmanager
def serving(module: str) -> Iterator[None]:
    """Start the server that workers are forked from, which imports ``module``; the block imports what both need.

    The server is forked off behind the block, so that it need not import the same again. Where that is not possible, it
    is spawned before the block, and imports meanwhile. Nothing but imports may be in the block.

    Ends the command if a limit of the system is too low even for the imports.
    """
    if problem := too_low():
        raise click_exceptions.ClickException(problem)
    reserve_little()

    from qapipe.run.engines.local import forkserver

    if not forkserver.CAN_FORK:
        _spawn(module)
    with quick_imports():
        with forkserver.arrow_for_workers():
            yield
        if forkserver.CAN_FORK and not _fork(module):
            _spawn(module)
        from qapipe.run.engines.local.limits import keep_freed_memory

        # Arrow has the allocator of workers here, too: the huge pages of its own take long where memory is fragmented.
        keep_freed_memory()


@contextmanager
def quick_imports() -> Iterator[None]:
    """Inside, imports take less time: they leave next to no garbage to collect, and do not find what is not needed."""
    gc.disable()
    try:
        with without("numpy"):
            yield
    finally:
        gc.freeze()  # else the next collection looks through all that was imported
        gc.enable()


def _fork(module: str) -> bool:
    from qapipe.run.engines.local import forkserver

    try:
        return forkserver.fork_server(module)
    except OSError:  # such as a full disk, or too many processes
        return False


def _spawn(module: str) -> None:
    from qapipe.run.engines.local import forkserver

    with suppress(OSError):  # such as a full disk: the run reports it with its place
        forkserver.start_server(module)
