"""Pages that say that nobody has answered yet: what stands there besides the question are comments on it."""

import re

from qapipe.readers.threads.answer_counts import answer_count
from qapipe.readers.threads.comments import COMMENT
from qapipe.readers.threads.places import CHROME, CONTROL, LINK, Places
from qapipe.readers.threads.records import Family

_STARTS = frozenset("0Nn([SsTtBbKkAaPpОоП暂还回")
_ENDS = frozenset("0)]")
_QUESTION = re.compile(r"(?:^|\s)question(?:$|\s)")
_INVITES = re.compile(
    r"\b(?:(?:your|an|can|to|post|add|submit|write) answer|answer (?:this|the|your own) question|votre réponse"
    r"|(?:deine|ihre) antwort|(?:tu|su) respuesta|(?:tua|sua) resposta|la tua risposta|ваш ответ)\b"
    r"|あなたの回答|你的回答|写回答",
    re.IGNORECASE,
)
_LONGEST = 60
_MOST_AROUND = 12  # elements around a comment, of which one may be the question
_AROUND = 2  # elements around a record that may name it


def says_unanswered(places: Places, title_run: int) -> int | None:
    """The run below the title that says that there are no answers; None where none does, or says it in a list."""
    texts, first = places.texts, title_run + 1
    ends = [run for run, text in enumerate(texts[first:], first) if text[0] in _STARTS or text[-1] in _ENDS]
    if not any(_count(places, run) == 0 for run in ends):
        return None
    found: dict[int, list[tuple[int, int]]] = {}
    for run in range(first, len(texts)):
        if (count := _count(places, run)) is not None:
            found.setdefault(places.signs[places.owners[run]], []).append((run, count))
    alone = [own[0] for own in found.values() if len(own) == 1]
    return next((run for run, count in alone[:1] if count == 0), None)


def _count(places: Places, run: int) -> int | None:
    """The number of answers that a text says and nothing else, outside of controls and links."""
    return None if places.flags[run] & (CONTROL | CHROME | LINK) else answer_count(places.texts[run])


def are_on_question(places: Places, family: Family) -> bool:
    """Whether all records are called comments and stand in the question, and answers are asked for below."""
    if not all(_is_on_question(places, record.roots[0]) for record in family.records):
        return False
    below = places.texts[places.end_runs[family.records[-1].roots[-1]] :]
    return any(len(text) <= _LONGEST and _INVITES.search(text) for text in below)


def _is_on_question(places: Places, root: int) -> bool:
    around = places.path(root, _MOST_AROUND)
    comment = next((number for number, one in enumerate(around[:_AROUND]) if places.matches(COMMENT, one)), None)
    return comment is not None and any(places.matches(_QUESTION, one) for one in around[comment + 1 :])


def are_on_unanswered(places: Places, family: Family, unanswered: int) -> bool:
    """Whether records are comments: they end before the run that says that nobody has answered, or are called so."""
    if places.end_runs[family.records[-1].roots[-1]] <= unanswered:
        return True
    return all(
        any(places.matches(COMMENT, one) for one in places.path(record.roots[0], _AROUND)) for record in family.records
    )
