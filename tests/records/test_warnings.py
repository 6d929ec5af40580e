"""Warnings are those of the documentation, each with its meaning."""

from qapipe.records.warnings import WARNINGS, PageWarning
from support.documented import documented


def test_warnings_are_those_that_are_documented() -> None:
    assert list(WARNINGS) == list(PageWarning)
    assert {str(warning): meaning for warning, meaning in WARNINGS.items()} == documented("Warnings")
