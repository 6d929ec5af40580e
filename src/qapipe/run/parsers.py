"""What parses pages, imported as a whole: once, by the server that workers are forked from."""

from importlib import import_module
from pkgutil import iter_modules

from qapipe.readers import sites
from qapipe.run import items, tasks
from qapipe.sources import reading

__all__ = ["items", "reading", "tasks"]

for found in iter_modules(sites.__path__):
    import_module(f"{sites.__name__}.{found.name}")
