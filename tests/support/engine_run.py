"""A run on an engine, as a program of its own: ENGINE ADDRESS SOURCE OUT. Small tasks, several parts, deadly pages."""

import sys
from pathlib import Path

from qapipe.errors import QapipeError
from qapipe.run import parts, scheduling
from qapipe.run.engines import guarded
from qapipe.run.engines.engine import EngineName
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from support.engine_works import Deadly


def main() -> None:
    """Run, and print the message of an error."""
    engine, address, source, out = sys.argv[1:5]
    if sys.argv[5:] == ["other version"]:
        vars(guarded)["version"] = lambda: "other"
    scheduling.TASK_FILES = 1
    parts.PART_BYTES = 500_000
    options = RunOptions(2, 2.0, engine=EngineName(engine), engine_address=address or None, cache_bytes=1 << 30)
    try:
        parse_to_dataset([source], Path(out), ParseOptions(read=Deadly(), run=options))
    except QapipeError as error:
        print(error)  # noqa: T201
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
