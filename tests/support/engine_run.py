"""A run on an engine, as a program of its own: ENGINE ADDRESS SOURCE OUT [mixed WORKERS | other version].

Small tasks and several parts; pages of hosts such as kill.example do what the host is called, unless it is ``mixed``.
"""

import sys
from pathlib import Path

from qapipe.errors import QapipeError
from qapipe.run import parts, scheduling
from qapipe.run.engines import guarded
from qapipe.run.engines.engine import EngineName
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.sources import ReadOptions, splits
from support.engine_works import Deadly


def main() -> None:
    """Run, and print the message of an error."""
    engine, address, source, out, *more = sys.argv[1:]
    if more == ["other version"]:
        vars(guarded)["version"] = lambda: "other"
    workers, seconds = 2, 2.0
    read: ReadOptions = Deadly()
    scheduling.TASK_FILES = 1
    parts.PART_BYTES = 500_000
    if more[:1] == ["mixed"]:
        workers, seconds, read = int(more[1]), 60.0, ReadOptions()
        splits.PIECE_BYTES = 1_000_000
        parts.PART_BYTES = sum(path.stat().st_size for path in Path(source).iterdir()) // 5
    options = RunOptions(
        workers, seconds, engine=EngineName(engine), engine_address=address or None, cache_bytes=1 << 30
    )
    try:
        parse_to_dataset([source], Path(out), ParseOptions(read=read, run=options))
    except QapipeError as error:
        print(error)  # noqa: T201
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
