"""Which post is the accepted answer, by the classes and words of its record outside the body."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Family, Record

_MAY_BE_ACCEPTED = re.compile(
    r"(?:^|[\s_-])(?:accepted|accepted-answer|best-?answer|is-?best-?answer|solution|is-?solution|solved|chosen|correct-answer|"
    r"answer-accepted|best_answer|issolution|isanswer|marked-answer|message--solution|message-solution)(?:$|[\s_-])",
    re.IGNORECASE,
)
ACCEPTED = re.compile(r"(?:^|[\s_-])(?:accepted|(?:is-?)?best[-_]?answer)(?:$|[\s_-])", re.IGNORECASE)
"""The classes that name an accepted answer for sure."""
_ACCEPTED_WORDS = tuple("accepted answer solution solved chosen".split())
_ACCEPTED_TEXT = re.compile(
    r"^\W*(?:accepted (?:answer|solution)|best (?:answer|response)|(?:top |verified )?solution|beste antwort|"
    r"meilleure réponse|mejor respuesta|melhor resposta|最佳答案|采纳|ベストアンサー|решение|лучший ответ)\W*$",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"hidden|d-none")


def accepted_of(places: Places, family: Family, bodies: Sequence[Spans]) -> list[bool | None]:
    """Whether each record is marked as accepted; all None where none or most of them are.

    Where most are, as a class is named for what a post may be, the surer names decide.
    """
    for pattern in (_MAY_BE_ACCEPTED, ACCEPTED):
        marks = [
            _is_accepted(places, record, body, pattern) or any(places.matches(pattern, one) for one in record.around)
            for record, body in zip(family.records, bodies, strict=True)
        ]
        if not any(marks):
            break
        if len(marks) <= 2 or sum(marks) <= len(marks) // 3:
            return list(marks)
    return [None] * len(family.records)


def _is_accepted(places: Places, record: Record, body: Spans, pattern: re.Pattern[str]) -> bool:
    inner = set(record.nested)
    called = places.matching(pattern, _ACCEPTED_WORDS)
    for root in record.roots:
        element, last = root, places.ends[root]
        if bisect_left(called, root) == bisect_left(called, last):
            continue
        while element < last:
            first = places.first_runs[element]
            if element in inner or any(start <= first < end and places.end_runs[element] <= end for start, end in body):
                element = places.ends[element]
                continue
            if places.matches(pattern, element) and not places.matches(_HIDDEN, element):
                return True
            element += 1
    return any(
        len(places.texts[run]) < 30 and _ACCEPTED_TEXT.match(places.texts[run])
        for run in range(places.first_runs[record.roots[0]], body[0][0] if body else 0)
    )
