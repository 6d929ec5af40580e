"""docs/commands.md is what the commands print."""

from pathlib import Path

from support.reference import PAGE, reference


def test_the_reference_is_the_help_of_the_commands(tmp_path: Path) -> None:
    assert PAGE.read_text("utf-8") == reference(tmp_path), (
        "docs/commands.md is not up to date; run `make reference` (PYTHONPATH=tests python -m support.reference)"
    )
