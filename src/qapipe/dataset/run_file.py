"""``run.json``: when, where and how a dataset was made. No other file differs between identical runs."""

import json
import os
import platform
import socket
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from qapipe.dataset.contents import RUN
from qapipe.dataset.manifest import write_json
from qapipe.version import __version__

_PLACES = "places"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(slots=True)
class Run:
    """One run: where it reads and writes, and how it does its work."""

    out: Path | str
    """A directory, or an address in an object store."""
    arguments: tuple[str, ...] = ()
    """The sources as the user named them."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Absolute path of each input, by its name in the column ``source``; that of a directory is a prefix."""
    engine: str = "local"
    workers: int = 0
    page_timeout: float | None = None
    """Seconds."""
    tasks: int = 0
    tasks_resumed: int = 0
    """Tasks whose results an earlier run had left."""
    retries: int = 0
    """How often a task was tried again because its worker died."""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    started_at: str = field(default_factory=_now)
    _started: float = field(default_factory=time.monotonic)

    def as_json(self) -> dict[str, object]:
        """The run as JSON values; it ends now."""
        return {
            "arguments": list(self.arguments),
            "directory": os.getcwd(),  # noqa: PTH109  Path.cwd resolves nothing more
            "engine": self.engine,
            "finished_at": _now(),
            "host": socket.gethostname(),
            "id": self.id,
            "out": self.out if isinstance(self.out, str) else os.path.abspath(self.out),  # noqa: PTH100  keeps links
            "page_timeout": self.page_timeout,
            _PLACES: dict(self.places),
            "platform": _platform(),
            "qapipe": __version__,
            "retries": self.retries,
            "seconds": round(time.monotonic() - self._started, 3),
            "started_at": self.started_at,
            "tasks": self.tasks,
            "tasks_resumed": self.tasks_resumed,
            "workers": self.workers,
        }


def _platform() -> str:
    """The system as :func:`platform.platform` describes it, without the process that it starts on Linux."""
    if sys.platform != "linux":
        return platform.platform()
    found = os.uname()
    library = "".join(platform.libc_ver())
    return "-".join([found.sysname, found.release, found.machine, *(["with", library] if library else [])])


def write_run(folder: Path, run: Run) -> None:
    """Write ``run.json`` of the dataset in ``folder``, at the end of the run."""
    write_json(folder / RUN, run.as_json())


def read_places(folder: Path) -> dict[str, str]:
    """Absolute paths of the inputs of a dataset, by their names in the ledger; empty if ``run.json`` does not say."""
    try:
        places = json.loads((folder / RUN).read_bytes())[_PLACES]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(place) for name, place in places.items()} if isinstance(places, dict) else {}
