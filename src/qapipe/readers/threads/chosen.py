"""An answer that a page shows apart from the others, before them: the one that was chosen as the best."""

import re

from qapipe.readers.threads.accepted import LABEL
from qapipe.readers.threads.answer_words import IN_CLASSES
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.question import Outside
from qapipe.readers.threads.records import Prose

_CALLED = re.compile(
    r"(?:best|accepted|chosen|top)[-_]?(?:answer|reply|solution)|(?:^|[\s_-])best(?:$|[\s_-])"
    rf"|{IN_CLASSES}"
)
_NEAR = 10  # runs from a label to the text
_LONGEST = 30
_LEAST = 25  # letters of prose that may be a question


def box_of(found: Found, out: Outside | None, prose: Prose) -> int | None:
    """The outermost element before the records that holds a chosen answer, if this is what stands before them.

    It holds no other text before it: the question may stand in one box with it.
    """
    if out is None or out.body is None:
        return None
    places, first = found.places, found.family.records[0].roots[0]
    body = top = out.body.roots[0]
    called = places.matches(_CALLED, top)
    while places.ends[above := places.parents[top]] <= first:
        if prose.between(max(places.first_runs[above], out.first + 1), places.first_runs[top]) >= _LEAST:
            break
        top = above
        called = called or places.matches(_CALLED, top)
    start = places.first_runs[body]
    near = places.texts[max(out.first + 1, start - _NEAR) : start]
    return top if called or any(len(text) <= _LONGEST and LABEL.match(text) for text in near) else None


def comes_first(found: Found) -> bool:
    """Whether the first record is such an answer: its label stands in it, or right before it, above the text."""
    places, record = found.places, found.family.records[0]
    lines = found.lines[0]
    end = lines[0].run if lines else places.end_runs[record.roots[-1]]
    start = max(places.first_runs[record.roots[0]] - 1, 0)
    return any(len(text) <= _LONGEST and LABEL.match(text) for text in places.texts[start:end])
