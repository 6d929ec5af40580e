r"""Turn question-and-answer web pages into a typed, reproducible Parquet dataset.

>>> import qapipe
>>> page = qapipe.RawPage(body=b"Title?\n\nDoctor Answers 1\n\nHead\n\nIts body.\n\nMiami Dentist")
>>> record = qapipe.parse_page(page)
>>> record.status.value, record.question.title, record.answers[0].specialty
('ok', 'Title?', 'Dentist')
"""

from importlib import import_module
from typing import TYPE_CHECKING

from qapipe.version import __version__

if TYPE_CHECKING:
    from qapipe.readers.parse import parse_batches, parse_page
    from qapipe.records.models import Answer, Question, RawPage, Record

__all__ = ["Answer", "Question", "RawPage", "Record", "__version__", "parse_batches", "parse_page"]

_MODULES = dict.fromkeys(("Answer", "Question", "RawPage", "Record"), "qapipe.records.models") | dict.fromkeys(
    ("parse_batches", "parse_page"), "qapipe.readers.parse"
)


def __getattr__(name: str) -> object:
    """Import public names on first use (PEP 562), so that ``import qapipe`` and the command line start fast."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
