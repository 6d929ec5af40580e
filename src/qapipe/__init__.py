"""Question-and-answer pages in, a clean, typed, reproducible Parquet dataset out.

>>> import qapipe
>>> page = qapipe.RawPage(body=b"...", media_type="text/html", url="https://www.realself.com/question/x")
>>> qapipe.parse_page(page).status
<Status.ERROR: 'error'>
"""

from qapipe.model import Answer, Question, RawPage, Record
from qapipe.parse import parse_batches, parse_page

__all__ = ["Answer", "Question", "RawPage", "Record", "__version__", "parse_batches", "parse_page"]
__version__ = "0.1.0"
