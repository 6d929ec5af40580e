"""One page of a dataset: by number, by any of its ids, by the beginning of one, or by its URL."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.dataset import tables
from qapipe.dataset.find import find_row
from qapipe.errors import UsageError
from qapipe.records import plain
from qapipe.records.reasons import Reason, Status
from support.records import answered, asked, linked, refused

ONE = asked("page-one", "question-x", answered(1, "expert-e", answer_id="answer-1"), payload_sha256="aa", offset=7)
OLD = asked("page-old", "question-x", status=Status.SUPERSEDED, detail="later", url="https://x.example/page-one")
TWO = asked("page-two", "question-y", answered(1, "expert-e", answer_id="answer-2"), member="m")
LIST = refused("lost-page", Reason.LIST, url="https://x.example/list", source="g")


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Four pages in two files of the ledger, two answers in two more."""
    write(tmp_path, OLD, ONE)
    write(tmp_path, TWO, LIST)
    return tmp_path


def write(folder: Path, *records: plain.Record) -> None:
    made = linked(*records)
    standing = tables.in_tables(made)
    for name, rows in (("pages", tables.ledger(made)), ("answers", tables.answers(standing))):
        (folder / name).mkdir(exist_ok=True)
        number = len(list((folder / name).iterdir()))
        pq.write_table(pa.Table.from_batches([rows]), folder / name / f"part-{number}.parquet")


@pytest.mark.parametrize(
    ("which", "page", "number"),
    [
        ("1", "page-old", 1), ("2", "page-one", 2), ("4", "lost-page", 4), ("0002", "page-one", 2),
        ("page-one", "page-one", 2), ("page-old", "page-old", 1), ("lost-page", "lost-page", 4),
        ("question-y", "page-two", 3), ("question-x", "page-one", 2),  # the page whose question is in the tables
        ("answer-1", "page-one", 2), ("answer-2", "page-two", 3), ("expert-e", "page-one", 2),
        ("https://x.example/list", "lost-page", 4), ("https://x.example/page-one", "page-one", 2),
        ("page-t", "page-two", 3), ("lost", "lost-page", 4),
    ],
)  # fmt: skip
def test_a_page_is_found(dataset: Path, which: str, page: str, number: int) -> None:
    row = find_row(dataset, which)
    assert (row.page_id, row.number) == (page, number)


def test_a_row_says_where_the_raw_page_is(dataset: Path) -> None:
    row = find_row(dataset, "page-one")
    assert (row.question_id, row.url, row.status, row.reason, row.detail) == (
        "question-x", "https://x.example/page-one", "ok", None, None,
    )  # fmt: skip
    assert (row.source, row.member, row.offset, row.payload_sha256) == ("f", None, 7, "aa")
    other = find_row(dataset, "page-two")
    assert (other.source, other.member, other.offset) == ("f", "m", None)
    assert (find_row(dataset, "4").reason, find_row(dataset, "1").detail) == ("list", "later")


@pytest.mark.parametrize(
    ("which", "message"),
    [
        ("page-o", "2 pages"),  # one and old
        ("page-", "3 pages"),
        ("question-", "2 pages"),
        ("answer-", "2 pages"),
        ("pag", "no page 'pag'"),  # too short to begin an id
        ("0", "no page '0'"),
        ("5", "valid numbers are 1-4"),
        ("²", "no page '²'"),
        ("9" * 50, "no page '999"),
        ("nowhere", "neither number, id nor URL"),
        ("https://x.example/", "no page"),  # URLs have no prefixes
    ],
)
def test_no_page_or_several(dataset: Path, which: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        find_row(dataset, which)


def test_messages_are_whole(dataset: Path) -> None:
    write(dataset, refused("page-six", Reason.LIST), refused("page-zoo", Reason.LIST))
    with pytest.raises(UsageError) as error:
        find_row(dataset, "page")
    assert str(error.value) == (
        "'page' begins the ids of 5 pages, such as page-old, page-one, page-two; add characters"
    )
    with pytest.raises(UsageError) as error:
        find_row(dataset, "7")
    known = f"(neither number, id nor URL) in {dataset}; valid numbers are 1-6"
    assert str(error.value) == f"no page '7' {known}"
    assert find_row(dataset, "6").page_id == "page-zoo"
    assert find_row(dataset, "000000000000000000000000006").page_id == "page-zoo"


def test_a_page_whose_id_begins_like_one_of_an_answer_elsewhere(dataset: Path) -> None:
    """Both are found, and so is a page that only a prefix of its expert's id names."""
    write(dataset, asked("answer-x", "question-z", answered(1, "specialist-1", answer_id="other-1")))
    with pytest.raises(UsageError, match="'answer-' begins the ids of 3 pages"):
        find_row(dataset, "answer-")
    assert find_row(dataset, "specialist").page_id == "answer-x"
    assert find_row(dataset, "spec").page_id == "answer-x"


def test_several_are_named_by_example(dataset: Path) -> None:
    with pytest.raises(UsageError, match="such as page-old, page-one, page-two; add"):
        find_row(dataset, "page-")


def test_a_prefix_of_one_page_twice_is_that_page(tmp_path: Path) -> None:
    write(tmp_path, refused("same-page", Reason.LIST), asked("same-page", "q"))
    assert find_row(tmp_path, "same-p").number == 2


def test_a_page_without_a_url_has_none_that_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, refused("nameless", Reason.EMPTY, url=None), LIST)
    assert find_row(tmp_path, "https://x.example/list").page_id == LIST.page_id
