"""Where the time of a run goes: what it is at, looked at a thousand times a second.

Unlike a profiler that hears of every call this costs next to nothing, and a small function seems no dearer than it is.
"""

import multiprocessing
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from types import FrameType

from qapipe.run.engines.local.limits import tune_allocator, tune_collector
from timing import empty_folder

SECONDS = 0.001
"""Between two looks."""
_FEW = 50
PACKAGE = "qapipe"

Places = dict[str, float]
"""Share of the time by place: a room of qapipe (a module or folder), or a function."""


def shares(run: Callable[[], object], runs: int) -> tuple[Places, Places]:
    """Shares of a job's time by room of qapipe and by function, the largest first; measured in a new process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        rooms, functions = pool.submit(_sampled, run, runs).result()
    return _shares(rooms), _shares(functions)


def purpose(room: str) -> str:
    """What a room is for, in a few words: its docstring up to the first stop or colon, or comma if that is long."""
    try:
        told = import_module(room).__doc__ or ""
    except ImportError:
        return ""
    words = re.split(r"[.:](?:\s|$)", told, maxsplit=1)[0].replace("``", "")
    return words if len(words) <= _FEW else words.partition(",")[0]


def _shares(counts: "Counter[str]") -> Places:
    total = counts.total() or 1
    return {place: count / total for place, count in counts.most_common()}


def _sampled(run: Callable[[], object], runs: int) -> "tuple[Counter[str], Counter[str]]":
    tune_allocator()
    tune_collector()
    with empty_folder():
        run()  # the warm-up
    rooms: Counter[str] = Counter()
    functions: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        rooms[_room(frame)] += 1
        functions[_function(frame)] += 1

    signal.signal(signal.SIGALRM, look)
    for _ in range(runs):
        with empty_folder():
            signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS)
            try:
                run()
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    return rooms, functions


def _room(frame: FrameType | None) -> str:
    """The innermost module or folder of qapipe that is at work; libraries count for who calls them."""
    names = (str(one.f_globals.get("__name__", "")) for one in _outwards(frame))
    inside = (name.split(".")[:2] for name in names)
    return next((".".join(parts) for parts in inside if parts[0] == PACKAGE), "elsewhere")


def _function(frame: FrameType | None) -> str:
    """The innermost function in Python with the file it is from; what it calls in C counts as its own."""
    if frame is None:
        return "elsewhere"
    return f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}"


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
