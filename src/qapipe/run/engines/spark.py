"""Spark: a cluster that runs already, or one that is started on this machine for the run."""

import os
import shutil
import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any, TypeVar

from qapipe.errors import QapipeError, UsageError
from qapipe.run.engines.engine import Engine
from qapipe.run.engines.guarded import Guarded, check_reachable, run_guarded, unpacked, version
from qapipe.run.engines.local.worker import Counted, Limits, Sized, Work

T = TypeVar("T", bound=Sized)
R = TypeVar("R", bound=Counted)

_TRIES = 10  # of a task whose executor died
_POLL_SECONDS = 0.5


def results(
    engine: Engine, work: Work[T, R], tasks: Iterator[T], limits: Limits
) -> Generator[Guarded[R] | None, None, None]:
    """Results of the tasks in order of arrival, None while there is none.

    Spark tries a task again whose executor died.
    """
    context = _context(engine)
    driver = version()
    listed = list(enumerate(tasks))
    arrived = context.accumulator([], _appending())
    shared = context.broadcast(work)

    def run(numbered: tuple[int, T]) -> tuple[int, "Guarded[R] | str"]:
        number, task = numbered
        answer = number, run_guarded(shared.value, task, limits, driver)
        arrived.add([answer])  # tells the driver at once
        return answer

    seen: set[int] = set()
    told = 0
    with ThreadPoolExecutor(1) as threads:
        job = threads.submit(lambda: context.parallelize(listed, max(len(listed), 1)).map(run).collect())
        try:
            while len(seen) < len(listed):
                answers, told = _answers(job, arrived, told)
                for number, answer in answers:
                    if number not in seen:  # a task that was tried again may have told its result twice
                        seen.add(number)
                        yield unpacked(answer)
                if not answers:
                    yield None
        finally:
            if not job.done():
                context.cancelAllJobs()


def disconnect() -> None:
    """End the connection, and a cluster that was started for it."""
    from pyspark import SparkContext  # noqa: PLC0415

    context = SparkContext._active_spark_context  # noqa: SLF001  getOrCreate would start one
    if context is not None:
        context.stop()


def _answers(job: Any, arrived: Any, told: int) -> tuple[list[Any], int]:  # noqa: ANN401  Spark has no types for them
    """What has arrived after the first ``told`` results, and how many there are now; all when the job has ended."""
    try:
        return list(job.result(timeout=_POLL_SECONDS)), told
    except NotYet:
        new = arrived.value[told:]
        return new, told + len(new)
    except Exception as error:
        reason = next((line for line in str(error).splitlines() if "Exception" in line or "Error" in line), repr(error))
        raise QapipeError(f"Spark gave up a task: {reason.strip()}") from error


def _appending() -> Any:  # noqa: ANN401  a class of Spark
    from pyspark.accumulators import AccumulatorParam  # noqa: PLC0415

    class Appending(AccumulatorParam):  # type: ignore[misc, type-arg, unused-ignore]  # Spark may not be installed
        def zero(self, value: list[Any]) -> list[Any]:
            del value
            return []

        def addInPlace(self, one: list[Any], other: list[Any]) -> list[Any]:  # noqa: N802  Spark's name
            one += other
            return one

    return Appending()


def _context(engine: Engine) -> Any:  # noqa: ANN401  Spark's
    try:
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    except ImportError:
        raise UsageError("--engine spark needs the extra `spark`; install it: pip install 'qapipe[spark]'") from None
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin/java").exists()) and not shutil.which("java"):
        raise UsageError("--engine spark needs Java 17 or later; install it, or set JAVA_HOME")
    master = engine.address or f"local[{max(engine.workers, 1)}]"
    if master.startswith("spark://"):
        check_reachable(master, "spark://host:7077", 7077)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.task.maxFailures": str(_TRIES),
    }
    if master.startswith("local") and (path := os.environ.get("PYTHONPATH")):
        options["spark.executorEnv.PYTHONPATH"] = path
    conf = SparkConf().setMaster(master).setAppName("qapipe").setAll(list(options.items()))
    try:
        return SparkContext.getOrCreate(conf)
    except Exception as error:
        reason = str(error).strip().splitlines()
        raise QapipeError(f"cannot start Spark at {master}: {reason[-1] if reason else error!r}") from error
