"""One task on a machine of a cluster: in a process of its own, which may crash, hang or exhaust its memory."""

import os
import socket
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from qapipe.errors import QapipeError
from qapipe.run.checkpoints import code_version
from qapipe.run.engines.local import pool
from qapipe.run.engines.local.forkserver import start_server
from qapipe.run.engines.local.worker import Counted, Limits, Sized, Work

T = TypeVar("T", bound=Sized)
R = TypeVar("R", bound=Counted)

_CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Guarded(Generic[R]):
    """The result of a task, and what it took."""

    result: R
    task_bytes: int
    retries: int


version = cache(code_version)
"""A hash of the code and the libraries of this process."""


@cache
def _start_server() -> None:
    """Have the processes of all tasks forked from one that has imported what they need; this one outlasts a task."""
    start_server("qapipe.run.parsers", "qapipe.run.settling")


def run_guarded(work: Work[T, R], task: T, limits: Limits, driver: str) -> "Guarded[R] | str":
    """The result of a task, or the message of a QapipeError: engines wrap exceptions beyond recognition.

    ``driver`` is the :func:`version` of the process that wants the result.
    """
    if version() != driver:
        return (
            f"qapipe, Python or a library on {socket.gethostname()} is not that of this machine; install the same "
            "versions everywhere"
        )
    _start_server()
    retries = 0

    def on_retry() -> None:
        nonlocal retries
        retries += 1

    try:
        with closing(pool.run(work, [task], 1, limits, lambda _tally, _size: None, on_retry)) as results:
            return Guarded(next(results), task.size, retries)
    except QapipeError as error:
        return str(error)


def check_reachable(address: str, what: str, default_port: int) -> None:
    """Raise QapipeError unless something answers at an address such as ``ray://host:10001``."""
    _, _, rest = address.rpartition("://")
    host, _, port = rest.partition("/")[0].partition(",")[0].rpartition(":")
    try:
        number = int(port) if host else default_port
    except ValueError:
        raise QapipeError(f"--engine-address {address} has no port; it looks like {what}") from None
    try:
        socket.create_connection((host or port, number), _CONNECT_SECONDS).close()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise QapipeError(
            f"cannot reach {address}: {reason}; is the cluster running? An address looks like {what}"
        ) from error


def unpacked(answer: "Guarded[R] | str") -> Guarded[R]:
    """The result of :func:`run_guarded`; an error is raised again."""
    if isinstance(answer, str):
        raise QapipeError(answer)
    return answer
