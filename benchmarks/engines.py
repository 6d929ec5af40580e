"""Time runs of one dump by the local pool, Ray and Spark, interleaved: what an engine costs besides the work.

All engines are started and have parsed once before the clock starts, and none ends between its runs. Every run begins
without results of earlier ones. Needs the extras ``ray`` and ``spark``, and Java 17.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from qapipe.run import parts  # noqa: E402
from qapipe.run.engines import ray as ray_engine  # noqa: E402
from qapipe.run.engines import spark as spark_engine  # noqa: E402
from qapipe.run.engines.engine import EngineName  # noqa: E402
from qapipe.run.engines.local.forkserver import start_server  # noqa: E402
from qapipe.run.pipeline import ParseOptions, parse_to_dataset  # noqa: E402
from qapipe.run.scheduling import RunOptions  # noqa: E402
from support.mixed_dump import write_mixed  # noqa: E402

SPARK = "local-cluster[2,1,1024]"
BOUND = 1.3


def timed(engine: EngineName, source: Path, folder: Path) -> float:
    """Seconds that a run takes."""
    address = SPARK if engine is EngineName.SPARK else None
    options = ParseOptions(run=RunOptions(2, engine=engine, engine_address=address))
    out = Path(tempfile.mkdtemp(dir=folder)) / "out"
    started = time.perf_counter()
    parse_to_dataset([str(source)], out, options)
    spent = time.perf_counter() - started
    shutil.rmtree(out.parent)
    return spent


def main() -> None:
    """Measure, and print the medians of all rounds and their ratios to the local pool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--parts", action="store_true", help="settle in several parts, each a task of the engine")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(str(ROOT / name) for name in ("src", "tests"))
    ends = [(module, module.disconnect) for module in (ray_engine, spark_engine)]
    for module, _ in ends:
        vars(module)["disconnect"] = lambda: None
    start_server("qapipe.run.parsers")
    spent: dict[EngineName, list[float]] = {engine: [] for engine in EngineName}
    with tempfile.TemporaryDirectory(prefix="engines-") as name:
        folder = Path(name)
        write_mixed(folder / "in", options.pages)
        if options.parts:
            parts.PART_BYTES = sum(path.stat().st_size for path in (folder / "in").iterdir()) // 5
        for number in range(-1, options.rounds):
            for engine in EngineName:
                found = timed(engine, folder / "in", folder)
                if number >= 0:
                    spent[engine].append(found)
    for _, end in ends:
        end()
    print(f"{options.pages:,} pages, {options.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    for engine, runs in spent.items():
        ratio = statistics.median(one / of for one, of in zip(runs, spent[EngineName.LOCAL], strict=True))
        print(f"{engine:<6} {statistics.median(runs):7.2f} s, {ratio:.2f} of the local pool")
    print(f"wanted: at most {BOUND}")


if __name__ == "__main__":
    main()
