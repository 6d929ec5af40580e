"""Two builds compared: what changed in the ledger, which is read first."""

from pathlib import Path

from qapipe.dataset.diff import compare
from support.built import assemble, pages, rewrite


def test_changed_and_removed_pages_are_counted(tmp_path: Path) -> None:
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    rewrite(new, "pages", lambda rows: [rows[3].update(charset="koi8-r"), rows.pop()])
    changes = compare(old, new).tables["pages"]
    assert (changes.matched, changes.changed, changes.columns, changes.removed) == (6, 1, {"charset": 1}, 1)
    assert (changes.moved, changes.added) == (0, 0)


def test_experts_are_compared_by_their_site(tmp_path: Path) -> None:
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    rewrite(new, "experts", lambda rows: [rows[0].update(location="Lund"), rows.pop()])
    group = next(group for group in compare(old, new).groups if "experts" in group.tables)
    rates = group.tables["experts"]
    assert (group.name, rates.rows, rates.removed) == ("schema_org", 3, 1)
    assert {column: shares for column, *shares in rates.fills()}["location"] == [0.0, 0.5]


def test_columns_that_are_filled_in_both_builds(tmp_path: Path) -> None:
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    rewrite(new, "answers", lambda rows: [row.update(headline="Yes") for row in rows[:3]])
    group = next(group for group in compare(old, new).groups if "answers" in group.tables)
    shares = {column: shares for column, *shares in group.tables["answers"].fills()}
    assert (shares["headline"], shares["votes"], shares["author_name"]) == ([0.0, 0.5], [0.0, 0.0], [1.0, 1.0])


def test_removed_rows_of_other_tables_are_counted(tmp_path: Path) -> None:
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    for table in ("questions", "answers", "experts"):
        rewrite(new, table, list.pop)
    found = compare(old, new).tables
    assert {name: changes.removed for name, changes in found.items()} == {
        "pages": 0, "questions": 1, "answers": 1, "experts": 1,
    }  # fmt: skip
