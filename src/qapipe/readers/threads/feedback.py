"""What readers think of a post, in the lines at its ends: "Was this helpful? Yes No", "0 of 2 votes"."""

import re
from collections.abc import Iterable
from itertools import islice

from qapipe.readers.threads.texts import TextLine

_NUMBER = re.compile(r"^[+−–-]?\d[\d.,]*\s?[km]?$", re.IGNORECASE)
_VOTES = re.compile(
    r"^\W*(?:of\s+)?[+−–-]?\d[\d.,]*\s?[km]?\s*(?:of\s+\d+\s*)?(?:(?:up|down)?votes?|points?|likes?|stimmen?|votos?|voti|"
    r"голос\w*|票|赞|贊)\W*$",
    re.IGNORECASE,
)
_HELPFUL = re.compile(
    r"\b(?:was|is|did) this (?:\w+ ){0,2}(?:helpful|useful|help(?: you)?)\b|\bfound this (?:\w+ )?(?:helpful|useful)\b"
    r"|\bwar diese \w+ hilfreich\b|\b(?:te|le|les|os) (?:ha (?:sido|parecido|resultado)|resultó|fue) útil\b"
    r"|\bvous a-t-(?:elle|il) (?:été utile|aidé)\b|\b(?:foi|é) útil\b|\b(?:è stata|ti è stato|ti è stata) utile\b"
    r"|\bwas dit \w+ nuttig\b|有帮助吗|役に立ちましたか|был(?:о|а)? (?:ли )?(?:этот|это|ответ) \w* ?полез",
    re.IGNORECASE,
)
_HELPFUL_ALONE = re.compile(r"^\W*helpful\s*\?$", re.IGNORECASE)  # with "Yes" and "No" below it
_VERDICT = re.compile(r"^\W*(?:yes|no|ja|nein|oui|non|sí|sim|não|да|нет)\W*\d*\W*$", re.IGNORECASE)
_MOST_VOTES = 3  # lines that a count of votes is printed in
_LONGEST_VERDICT = 20  # letters of "Yes", "No" behind a question whether a post was helpful
_MOST_VERDICTS = 4
_BOTH = 2  # yes and no
_LONGEST_LABEL = 80


def helpful(lines: list[TextLine]) -> int:
    """How many of the last lines ask whether the post was helpful, with what can be answered."""
    verdicts = 0
    for count, line in enumerate(islice(reversed(lines), _MOST_VERDICTS), 1):
        if line.code or line.quoted:
            break
        verdicts += _VERDICT.match(line.text) is not None
        if (verdicts >= _BOTH or not line.plain) and len(line.text) <= _LONGEST_LABEL and _HELPFUL.search(line.text):
            return count
        if count > 1 and _HELPFUL_ALONE.match(line.text):
            return count
        if len(line.text) > _LONGEST_VERDICT:
            break
    return 0


def votes(lines: Iterable[TextLine]) -> int:
    """How many of the first lines are a count of votes that stands in a box of its own: "0", "of 0 votes"."""
    count, said = 0, False
    for line in islice(lines, _MOST_VOTES):
        says = _VOTES.match(line.text) is not None
        if line.plain or line.code or line.quoted or not (says or _NUMBER.match(line.text)):
            break
        count, said = count + 1, said or says
    return count if said else 0
