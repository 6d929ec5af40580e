"""The reference in Markdown: docs/tables.md is what the code says."""

import pytest

from qapipe.dataset.reference import inline_code, markdown_table, reference
from support.places import ROOT


def test_docs_tables_is_up_to_date() -> None:
    """If this fails: qapipe schema --markdown > docs/tables.md."""
    assert (ROOT / "docs" / "tables.md").read_text("utf-8") == reference().rstrip() + "\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a  b\n c", "`a b c`"), ("`a`", "`'a'`"), ("\x1b", "` `"), ("", "` `"), ("x" * 300, f"`{'x' * 300}`"),
        ("x" * 301, f"`{'x' * 300}`..."),
    ],
)  # fmt: skip
def test_code_is_one_harmless_line(text: str, code: str) -> None:
    assert inline_code(text) == code


def test_bars_inside_cells_are_escaped() -> None:
    assert markdown_table(("a", "b"), [("x|y", "1")], right=1) == ["| a | b |", "|---|---:|", "| x\\|y | 1 |"]
