"""Signatures below a line of underscores."""

import pytest

from qapipe.readers.threads.signatures import without_signature
from qapipe.readers.threads.texts import TextLine

RULE = "_" * 10


def line(text: str, *, code: bool = False, quoted: int = 0) -> TextLine:
    return TextLine(text, gap=False, element=1, run=0, end=1, code=code, quoted=quoted)


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["Rinse it.", RULE, "Bodil"], 1),
        (["Rinse it.", "Wait.", RULE + "_", "Bodil", "Lund"], 2),
        (["Rinse it.", RULE], 1),
        (["Rinse it.", "_" * 9, "Bodil"], 3),
        (["Rinse it.", RULE + " Bodil", "Lund"], 3),
        (["Rinse it.", "x" + RULE, "Lund"], 3),
        # eight lines at most stand below it
        (["Rinse it.", "Wait.", RULE, *"abcdefgh"], 2),
        (["Rinse it.", "Wait.", RULE, *"abcdefghi"], 12),
        (["Rinse it.", RULE, *"abcdefgh"], 1),
        (["Rinse it.", RULE, *"abcdefghi"], 11),
        # the last of several
        (["Rinse it.", RULE, "Wait.", RULE, "Bodil"], 3),
        # a text has a line
        ([RULE, "Rinse it."], 2),
        ([RULE, RULE], 1),
        ([RULE], 1),
        ([], 0),
    ],
)
def test_lines_above_a_signature(texts: list[str], kept: int) -> None:
    lines = [line(text) for text in texts]
    assert without_signature(lines) == lines[:kept]


def test_underscores_in_code_and_quotations_set_nothing_apart() -> None:
    for rule in (line(RULE, code=True), line(RULE, quoted=1)):
        lines = [line("Rinse it."), rule, line("Bodil")]
        assert without_signature(lines) == lines
        assert without_signature([line("Rinse it."), line(RULE), *lines[1:]]) == lines[:1]
