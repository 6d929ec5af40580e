"""Counts the work of a function, so that tests of its growth need no clock."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


def lines_run(function: Callable[[], object]) -> int:
    """The number of lines of Python that a call executes; loops inside C functions are not counted."""
    lines = 0

    def trace(_: FrameType, event: str, __: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return lines


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times as much work a call does for twice the size: 2 is linear, 4 is quadratic."""
    for warm_up in (size, 2 * size):  # caches and imports are not part of the work
        work(warm_up)()
    return lines_run(work(2 * size)) / lines_run(work(size))


@contextmanager
def at_most(calls: int) -> Iterator[None]:
    """Fails as soon as more functions are called, those of C included, so that work without end costs no memory.

    Loops inside C functions, such as the backtracking of a regular expression, are not counted: without end, they
    reach the time limit that every test has.
    """
    left = calls

    def count(_: FrameType, event: str, __: Any) -> None:
        nonlocal left
        left -= event in ("call", "c_call")
        if left < 0:
            sys.setprofile(None)
            raise AssertionError(f"more than {calls:,} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)
