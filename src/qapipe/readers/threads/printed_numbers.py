"""Counts as pages print them: ``1,234``, ``1.2k``, ``1,2 Tsd.``, ``１２``, ``−3``."""

import re
from unicodedata import normalize

NUMBER = re.compile(
    r"^[+−–-]?\s?\d{1,3}(?:[.,，\s'’]?\d{3})*(?:[.,]\d+)?\s?(?:[kKmM]|[万萬만千천]|тыс\.?|тис\.?|млн\.?|tys\.?|Tsd\.?|Mio\.?|mil)?$"
)
_THOUSAND, _MYRIAD, _MILLION = 1_000, 10_000, 1_000_000
_UNITS = {
    **dict.fromkeys(("k", "千", "천", "тыс", "тис", "tys", "tsd", "mil"), _THOUSAND),
    **dict.fromkeys("万萬만", _MYRIAD),
    **dict.fromkeys(("m", "млн", "mio"), _MILLION),
}
_PRINTED = re.compile(r"([+-]?)(\d[\d.,]*)(\D*)")


def number(text: str) -> int | None:
    """A printed count: ``1,234``, ``1.2k``, ``1,2 Tsd.``, ``１２``, ``−3``; None for what is none."""
    plain = text if text.isascii() else normalize("NFKC", text).replace("−", "-").replace("–", "-").replace("’", "")
    match = _PRINTED.fullmatch("".join(plain.split()).replace("'", ""))
    if match is None:
        return None
    factor = _UNITS.get(match[3].lower().rstrip("."), 0 if match[3] else 1)
    if not factor:
        return None
    try:
        if factor == 1:
            found = int(re.sub(r"[.,](?=\d{3}(?:\D|$))", "", match[2]))
        else:
            found = round(float(match[2].replace(",", ".")) * factor)
    except ValueError:
        return None
    return -found if match[1] == "-" else found
