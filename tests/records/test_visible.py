"""Control characters become visible, at both ends of each of their ranges; all other characters stay."""

import pytest

from qapipe.records.visible import safe

ESCAPED = (
    0x00, 0x08, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x202E, 0x2066, 0x2069, 0xD800,
    0xDFFF, 0xFFF9, 0xFFFB,
)  # fmt: skip
KEPT = "\t\n\x20~\xa0\xad\u061b\u061d\u200d\u2010\u2027\u202f\u2065\u206a\ud7ff\ue000\ufff8\ufffc'\"\\é猫"


@pytest.mark.parametrize("code", ESCAPED)
def test_control_characters_are_visible(code: int) -> None:
    escape = f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    assert safe(f"a{chr(code)}b{chr(code)}") == f"a{escape}b{escape}"
    assert safe("\r") == "\\r"


def test_other_characters_stay() -> None:
    assert safe(KEPT) == KEPT
    assert (safe(None), safe(4.5)) == ("None", "4.5")
