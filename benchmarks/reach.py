"""Which tests call which functions of qapipe: a pytest plugin, and what it found."""

import json
import sys
import time
from collections.abc import Generator, Iterable
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FrameType

import pytest

Reached = dict[str, tuple[float, frozenset[tuple[str, str]]]]
"""By id of a test: the seconds it took, and the functions it called, as (path, name) in the folder of the package."""


class Recorder:
    """Records, in the process that runs the tests, the functions that each test calls; writes a JSON file."""

    def __init__(self, package: Path, file: Path) -> None:
        self._package = f"{package}/"
        self._file = file
        self._found: dict[str, tuple[float, list[tuple[str, str]]]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Trace the calls of a test and of its fixtures."""
        codes: set[CodeType] = set()

        def trace(frame: FrameType, _: str, __: object) -> None:
            codes.add(frame.f_code)

        started = time.process_time()
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            return (yield)
        finally:
            sys.settrace(before)
            self._found[item.nodeid] = (time.process_time() - started, self._functions(codes))

    def _functions(self, codes: Iterable[CodeType]) -> list[tuple[str, str]]:
        functions = (code for code in codes if code.co_flags & CO_OPTIMIZED)  # no bodies of modules and classes
        own = (code for code in functions if code.co_filename.startswith(self._package))
        return sorted({(code.co_filename.removeprefix(self._package), name_of(code)) for code in own})

    def pytest_sessionfinish(self) -> None:
        """Write what was found."""
        self._file.write_text(json.dumps(self._found))


def name_of(code: CodeType) -> str:
    """Dotted name of the function that a code object is of: that around it for comprehensions and lambdas."""
    return ".".join(part for part in code.co_qualname.split(".") if not part.startswith("<"))


def read(file: Path) -> Reached:
    """What a recorder wrote."""
    found = json.loads(file.read_text())
    return {test: (seconds, frozenset(map(tuple, functions))) for test, (seconds, functions) in found.items()}
