"""Which rules a column has."""

from qapipe.dataset.check import columns
from qapipe.records.schema import TABLES


def test_expressions_are_looked_for_in_what_people_write_and_are_called() -> None:
    assert columns.EXPRESSIONS == {
        "pages": (),
        "questions": ("title", "body", "asker", "asker_location"),
        "answers": ("headline", "body", "author_name", "author_note", "specialty", "location", "address"),
        "experts": (),
    }
    assert columns.RATED == ("answers", "experts")


def test_every_column_has_one_kind() -> None:
    kinds = (
        columns.LINES, columns.BLOCKS, columns.AS_GIVEN, columns.IDS, columns.HASHES, columns.NOT_NEGATIVE,
        columns.POSITIVE, columns.ANY_NUMBER, columns.LISTED, columns.OTHERS,
    )  # fmt: skip
    for table, schema in TABLES.items():
        assert sorted(name for kind in kinds for name in kind[table]) == sorted(schema.names), table
