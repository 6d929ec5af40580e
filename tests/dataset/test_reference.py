"""The reference in Markdown: docs/tables.md is what the code says."""

from qapipe.dataset.reference import markdown_table, reference
from support.places import ROOT


def test_docs_tables_is_up_to_date() -> None:
    """If this fails: qapipe schema --markdown > docs/tables.md."""
    assert (ROOT / "docs" / "tables.md").read_text("utf-8") == reference().rstrip() + "\n"


def test_bars_inside_cells_are_escaped() -> None:
    assert markdown_table(("a", "b"), [("x|y", "1")], right=1) == ["| a | b |", "|---|---:|", "| x\\|y | 1 |"]
