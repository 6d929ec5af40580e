"""Text of any host with a count of doctors' answers, ``Doctor Answers 4``, and doctors below it."""

import re

from qapipe.page.outline import Lines
from qapipe.readers.lines.specialties import recognise_place_and_specialty

_COUNT = re.compile(
    r"(?:doctor|dr\.?|surgeon|dentist|physician)(?:s['’]?|['’]s)? answers?:?\s*\(?\d{1,3}\)?", re.IGNORECASE
)


def has_doctor_answers(lines: Lines) -> bool:
    """Whether a line counts the answers of doctors, and one below it is the place and the specialty of a doctor."""
    counts = (index for index, text in enumerate(lines.texts) if "nswer" in text and _COUNT.fullmatch(text))
    first = next(counts, None)
    return first is not None and any(map(recognise_place_and_specialty, lines.texts[first:]))
