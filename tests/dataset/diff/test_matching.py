"""Which rows are the same, and which of them changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset.diff import compare, index
from qapipe.dataset.diff.changes import Changes
from qapipe.errors import DatasetError
from support.built import Rows, assemble, pages, rewrite


def counts_of(changes: Changes) -> dict[str, int]:
    names = ("matched", "moved", "changed", "added", "removed")
    return {name: getattr(changes, name) for name in names if getattr(changes, name)}


def test_values_of_columns_and_items_do_not_run_together(tmp_path: Path) -> None:
    """Nor is an empty text the same as none; places and explanations of pages are no content."""
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())

    def values(*found: Any) -> Callable[[Rows], None]:
        names = ("specialty", "location", "author_credentials", "author_note")
        return lambda rows: rows[0].update(zip(names, found, strict=True))

    rewrite(old, "answers", values("a", None, ["ab", "c"], None))
    for number, other in enumerate(
        (
            (None, "a", ["ab", "c"], None), ("a", None, ["a", "bc"], None), ("a", None, ["abc"], None),
            ("a", None, ["ab", "c"], ""),
        )
    ):  # fmt: skip
        rewrite(new, "answers", values(*other))
        assert compare(old, new).tables["answers"].changed == 1, number
    rewrite(old, "answers", values("ab", "c", [], None))
    rewrite(new, "answers", values("a", "bc", [], None))
    assert compare(old, new).tables["answers"].changed == 1
    rewrite(new, "answers", values("ab", "c", [], None))
    elsewhere = {"source": "x", "member": "y", "offset": 3, "detail": "because"}
    rewrite(new, "pages", lambda rows: [row.update(elsewhere) for row in rows])
    assert [one.changed for one in compare(old, new).tables.values()] == [0, 0, 0, 0]


def test_copies_of_a_page_are_matched_one_with_one(tmp_path: Path) -> None:
    """Duplicates have no id, and one URL."""
    rows = [*pages(), pages()[2]]
    old = assemble(tmp_path / "old", rows)
    new = assemble(tmp_path / "new", [*rows[:3], *rows[4:]])
    found = compare(old, new)
    assert counts_of(found.tables["pages"]) == {"matched": 7, "removed": 1}
    assert counts_of(compare(new, old).tables["pages"]) == {"matched": 7, "added": 1}


def test_rows_on_pages_that_the_ledger_has_not_are_matched_by_their_ids_alone(tmp_path: Path) -> None:
    """A damaged dataset is compared as far as it can be."""
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    rewrite(old, "answers", lambda rows: rows[0].update(answer_id="1" * 32, page_id="2" * 32))
    rewrite(new, "answers", lambda rows: rows[1].update(answer_id="3" * 32, page_id="4" * 32))
    assert counts_of(compare(old, new).tables["answers"]) == {"matched": 4, "added": 2, "removed": 2}


def test_the_first_and_the_last_of_all_ids_are_matched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(rows: Rows) -> None:
        for row, number in zip(rows, (0, (1 << 64) - 1, (1 << 63) - 1, 1 << 63), strict=False):
            row["answer_id"] = f"{number:016x}" * 2

    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    for folder in (old, new):
        rewrite(folder, "answers", ends)
    rewrite(new, "answers", lambda rows: rows[0].update(votes=7))
    for rows in (1_000_000, 6):
        monkeypatch.setattr(index, "ROWS", rows)
        assert counts_of(compare(old, new).tables["answers"]) == {"matched": 6, "changed": 1}


@pytest.mark.parametrize("folder", ["old", "new"])
def test_ids_that_are_no_hashes_are_an_error_of_the_dataset(tmp_path: Path, folder: str) -> None:
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    rewrite(tmp_path / folder, "answers", lambda rows: rows[0].update(answer_id="x" * 32))
    with pytest.raises(DatasetError) as error:
        compare(old, new)
    problem = f"{tmp_path / folder / 'answers'} has ids that are no hexadecimal numbers; run `qapipe check` to see what"
    assert str(error.value).startswith(problem)


def test_spans_hold_a_million_rows() -> None:
    assert [len(index.spans(rows)) for rows in (0, 1, 1_000_000, 1_000_001, 2_000_001)] == [1, 1, 1, 2, 3]
    assert index.spans(2_000_000) == [(0, 1 << 63), (1 << 63, 1 << 64)]
    assert index.spans(1, signed=True) == [(-(1 << 63), 1 << 63)]
