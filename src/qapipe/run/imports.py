"""Imports that leave out what is not needed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(name: str) -> Iterator[None]:
    """Inside, a package that libraries import if it is there is not there: nothing uses Arrow's arrays of NumPy."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # which raises ImportError
    try:
        yield
    finally:
        del sys.modules[name]
