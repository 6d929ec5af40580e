"""What the summary of a comparison shows."""

from collections import Counter

from qapipe.dataset.diff import Differences
from qapipe.dataset.diff.rates import Group
from qapipe.dataset.diff.summary import groups_of


def test_groups_without_pages_and_rows_are_left_out() -> None:
    with_pages, with_rows = Group("a/html", old_status=Counter(not_qa=1)), Group("b/html")
    with_rows.table("answers")
    assert groups_of(Differences(groups=[with_pages, Group("c/html"), with_rows])) == [with_pages, with_rows]
