"""Ray: a cluster that runs already, or one that is started on this machine for the run."""

import logging
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any, TypeVar

from qapipe.errors import QapipeError, UsageError
from qapipe.run.engines.engine import Engine
from qapipe.run.engines.guarded import Guarded, check_reachable, run_guarded, unpacked, version
from qapipe.run.engines.local.worker import Counted, Limits, Sized, Work

T = TypeVar("T", bound=Sized)
R = TypeVar("R", bound=Counted)

_TRIES = 10  # of a task whose worker or machine died
_WAITING_TASKS = 4  # sent ahead for each CPU
_POLL_SECONDS = 1.0


def results(
    engine: Engine, work: Work[T, R], tasks: Iterator[T], limits: Limits
) -> Generator[Guarded[R] | None, None, None]:
    """Results of the tasks in order of arrival, None while there is none.

    Ray tries a task again whose worker or machine died.
    """
    ray = _connected(engine)
    pending: list[Any] = []
    try:
        run = ray.remote(max_retries=_TRIES)(run_guarded)
        shared = ray.put(work)
        while True:
            ahead = _WAITING_TASKS * max(int(ray.cluster_resources().get("CPU", 1)), 1) - len(pending)
            pending += [run.remote(shared, task, limits, version()) for task in islice(tasks, max(ahead, 0))]
            if not pending:
                return
            done, pending = ray.wait(pending, timeout=_POLL_SECONDS)
            if not done:
                yield None
            for one in done:
                yield unpacked(_fetched(ray, one))
    finally:
        for one in pending:
            ray.cancel(one, force=True)


def disconnect() -> None:
    """End the connection, and a cluster that was started for it."""
    import ray  # noqa: PLC0415

    ray.shutdown()


def _fetched(ray: Any, one: Any) -> Any:  # noqa: ANN401  Ray has no types for them
    try:
        return ray.get(one)
    except ray.exceptions.RayError as error:
        reason = str(error).strip().splitlines()
        raise QapipeError(f"Ray gave up a task: {reason[-1] if reason else error!r}") from error


def _connected(engine: Engine) -> Any:  # noqa: ANN401  the module
    try:
        import ray  # noqa: PLC0415
    except ImportError:
        raise UsageError("--engine ray needs the extra `ray`; install it: pip install 'qapipe[ray]'") from None
    if ray.is_initialized():  # by the tasks before these
        return ray
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if engine.address is None:
        options |= {"num_cpus": max(engine.workers, 1), "include_dashboard": False}
    elif engine.address != "auto":
        check_reachable(engine.address, "ray://host:10001, host:6379 or auto", 10001)
    try:
        ray.init(engine.address or "local", **options)  # not one that happens to run here
    except Exception as error:
        reason = str(error).strip().partition("\n")[0]
        where = f"the Ray cluster at {engine.address}" if engine.address else "Ray on this machine"
        raise QapipeError(f"cannot connect to {where}: {reason}") from error
    return ray
