"""The limit of a page's size, and records without a question."""

import qapipe
from qapipe import RawPage
from qapipe.records import plain
from qapipe.records.reasons import Reason


def test_the_page_size_limit_is_32_mebibytes() -> None:
    """Promised: "larger than a page may be" must not change unnoticed."""
    assert qapipe.parse_page(RawPage(body=b"<p>" + b"x" * (plain.MAX_PAGE_BYTES - 2))).reason is Reason.TOO_LARGE
    assert plain.MAX_PAGE_BYTES == 33_554_432
