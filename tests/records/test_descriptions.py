"""What the tables, their columns and the closed lists mean, as users read it."""

from qapipe.records.descriptions import CLOSED_LISTS, TABLE_MEANINGS, Column, columns
from support.documented import documented


def test_closed_lists_are_those_that_are_documented() -> None:
    assert [(one.name, one.column) for one in CLOSED_LISTS] == [
        ("statuses", "pages.status"),
        ("reasons", "pages.reason"),
        ("warnings", "pages.warnings"),
        ("noise rules", "noise_removed in manifest.json"),
    ]
    for one in CLOSED_LISTS:
        assert one.meanings == documented(one.name.capitalize())


def test_columns_of_a_table() -> None:
    found = {column.name: column for column in columns("questions")}
    assert found["topics"] == Column("topics", "list<string>", False, "Topics or tags of the question, in page order.")
    assert found["votes"] == Column("votes", "int64", True, "Votes for the question.")
    assert list(found)[:3] == ["question_id", "page_id", "url"]


def test_every_table_has_a_meaning() -> None:
    assert list(TABLE_MEANINGS) == ["pages", "questions", "answers", "experts"]
    assert all(meaning.endswith(".") for meaning in TABLE_MEANINGS.values())
