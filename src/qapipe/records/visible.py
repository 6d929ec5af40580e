"""Control characters of texts made visible, so that they can do no harm where a text is shown."""

import re

# C0 except tab and line feed, DEL, C1, line and paragraph separators, directional marks, surrogates.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]"
)


def safe(value: object) -> str:
    r"""The value as text without control characters: each becomes a visible escape such as ``\x1b``."""
    return _CONTROLS.sub(lambda match: ascii(match[0]).strip("'"), str(value))
