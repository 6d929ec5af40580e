"""Topics and views of a question: what is read between two runs of text."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.about import views_of
from qapipe.readers.threads.walk import places_of


@pytest.mark.parametrize(
    ("first", "end", "views"),
    [
        pytest.param(0, 4, 1204, id="all"),
        pytest.param(1, 3, 1204, id="number and word, the last of them"),
        pytest.param(1, 2, None, id="the word stands behind the end"),
        pytest.param(-20, 1, None, id="from above the page"),
        pytest.param(3, 3, None, id="no text at all: a title below the posts"),
        pytest.param(3, 1, None, id="the end above the start"),
    ],
)
def test_views_are_those_that_a_text_between_two_runs_says(first: int, end: int, views: int | None) -> None:
    body = HtmlDocument("<p>Damp looms</p><b>1,204</b><i>views</i><p>Mine squeaks.</p>").body
    assert body is not None
    assert views_of(places_of(body), first, end) == views
