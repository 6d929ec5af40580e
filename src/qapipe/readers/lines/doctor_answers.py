"""Text of any host with a count of doctors' answers, ``Doctor Answers 4``, and doctors below it."""

import re
from collections.abc import Sequence

from qapipe.page.outline import Lines
from qapipe.readers.lines.specialties import recognise_place_and_specialty

_COUNT = re.compile(
    r"(?:doctor|dr\.?|surgeon|dentist|physician)(?:s['’]?|['’]s)? answers?:?\s*\(?(\d{1,3})\)?", re.IGNORECASE
)


def has_doctor_answers(lines: Lines) -> bool:
    """Whether a line counts the answers of doctors, and one below it is the place and the specialty of a doctor."""
    first = find_count(lines.texts)
    return first is not None and any(map(recognise_place_and_specialty, lines.texts[first[0] :]))


def find_count(texts: Sequence[str]) -> tuple[int, int] | None:
    """The first line that counts the answers of doctors: its index and the count."""
    found = (
        (index, match) for index, text in enumerate(texts) if "nswer" in text and (match := _COUNT.fullmatch(text))
    )
    return next(((index, int(match[1])) for index, match in found), None)
