"""All that a rebuild of a rich dataset changed: as JSON, and as Markdown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qapipe.dataset.diff import compare
from qapipe.dataset.diff.drift import Thresholds, drifts
from qapipe.dataset.diff.markdown import markdown
from qapipe.records.plain import Record
from qapipe.records.reasons import Reason, Status
from support import rich
from support.expected import same_as_expected


def rebuilt(pages: list[Record]) -> list[Record]:
    """The pages of a later build: some gone, moved, read worse, read otherwise, and one new."""
    for number, page in enumerate(pages[:44]):
        if number % 8 == 0:
            pages[number] = page.without_question(Status.NOT_QA, Reason.ARTICLE, "another layout")
        if number % 8 == 3:
            page.page_id = page.page_id[::-1]
            for answer in page.answers:
                answer.answer_id = (answer.answer_id or "")[::-1]
        for answer in page.answers:
            answer.rating = None if number % 4 == 1 else answer.rating
            answer.author_credentials = answer.author_credentials[:1] if number % 4 == 2 else answer.author_credentials
            answer.body = answer.body.replace("Wait", "Rest") if number % 10 == 5 else answer.body
        if page.question and number % 7 == 6:
            page.question.title, page.question.topics = f"{page.question.title} (moved)", ()
    more = rich.records(46)[44:46]
    return [*pages[:10], *pages[12:44], *more, *pages[44:]]


def by_number(pages: list[Record]) -> list[Record]:
    """The pages, those of each question of a site of their own."""
    for page in pages:
        if page.question_id and page.url and page.site:
            page.site = f"site{page.url.partition('?')[0].rpartition('/')[2]:0>2}"
    return pages


@pytest.mark.parametrize(("name", "change"), [("four", list), ("many", by_number)])
def test_all_that_a_rebuild_of_a_rich_dataset_changed(
    tmp_path: Path, name: str, change: Callable[[list[Record]], list[Record]]
) -> None:
    old = rich.build(tmp_path / "old", change(rich.records()))
    new = rich.build(tmp_path / "new", change(rebuilt(rich.records())))
    found = compare(old, new)
    worse = drifts(found, Thresholds(0.05, 0.02, 0.01, 1))
    if name == "four":
        values = {
            "tables": {table: one.as_json() for table, one in found.tables.items()},
            "groups": [group.as_json() for group in found.groups],
            "drift": [one.as_json() for one in worse],
        }
        same_as_expected("diff/four.json", values)
    same_as_expected(f"diff/{name}.md", markdown(found, worse, "old|", "new"))
