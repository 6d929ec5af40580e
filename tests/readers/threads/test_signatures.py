"""Signatures below a line of underscores, or below a drawn one."""

import pytest

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import tags_of
from qapipe.readers.threads.signatures import below_lines, without_signature
from qapipe.readers.threads.texts import TextLine

from .arrays import arrays, named, t

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


def ended(*ends: str) -> str:
    """The names of what is a signature below these ends of bodies."""
    places, _, _ = arrays("".join(f"<div class=body>{t(30)}{end}</div>" for end in ends))
    bodies = [Body([one]) for one in places.named(tags_of("div")) if places.names[one] == "body"]
    return named(places, below_lines(places, bodies))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("<hr><span class=s id=a>Bodil</span>", "<hr><br><span class=s id=b>Lund</span>", "a b"),
        ("<hr><p>Wait.</p><hr><span class=s id=a>Bodil</span>", "<hr><span class=s id=b>Lund</span>", "a b"),
        # one alone may have drawn the line, and so may who writes in elements without a name
        ("<hr><span class=s id=a>Bodil</span>", "", ""),
        ("<hr><span class=s id=a>Bodil</span>", "<hr><span class=u id=b>Lund</span>", ""),
        ("<hr><p id=a>Bodil</p>", "<hr><p id=b>Lund</p>", ""),
        ("<hr><span class=s id=a>Bodil</span><p>Wait.</p>", "<hr><span class=s id=b>Lund</span>", ""),
        ("<span class=s id=a>Bodil</span>", "<span class=s id=b>Lund</span>", ""),
        # four hundred letters at most, and less than stands above the lines
        (f"{t(400)}<hr><span class=s id=a>{'x' * 400}</span>", "<hr><span class=s id=b>Lund</span>", "a b"),
        (f"{t(400)}<hr><span class=s id=a>{'x' * 401}</span>", "<hr><span class=s id=b>Lund</span>", ""),
        (f"<hr><span class=s id=a>{'x' * 90}</span>", f"<hr><span class=s id=b>{'x' * 90}</span>", ""),
        ("<hr><span class=s id=a></span>", "<hr><span class=s id=b>Lund</span>", ""),
    ],
)
def test_signatures_below_a_drawn_line(first: str, second: str, found: str) -> None:
    assert ended(first, second, "") == found
