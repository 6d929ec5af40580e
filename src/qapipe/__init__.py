r"""Question-and-answer pages in, a clean, typed, reproducible Parquet dataset out.

>>> import qapipe
>>> page = qapipe.RawPage(body=b"Title?\n\nDoctor Answers 1\n\nHead\n\nIts body.\n\nMiami Dentist")
>>> record = qapipe.parse_page(page)
>>> record.status.value, record.question.title, record.answers[0].specialty
('ok', 'Title?', 'Dentist')
"""

from qapipe.model import Answer, Question, RawPage, Record
from qapipe.parse import parse_batches, parse_page

__all__ = ["Answer", "Question", "RawPage", "Record", "__version__", "parse_batches", "parse_page"]
__version__ = "0.1.0"
