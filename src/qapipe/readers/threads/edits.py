"""Notes below a text that say who edited it, when and why."""

import re

from qapipe.readers.threads.texts import TextLine

_EDIT_WORDS = (
    r"(?:(?:last |this (?:post|message|reply|topic|answer|thread) (?:was|has been) (?:last )?)?"
    r"(?:edited|modified|updated)|(?:zuletzt )?(?:bearbeitet|geändert|editiert)|dernière (?:édition|modification)"
    r"|modifié|édité|última edición|editado|modificado|(?:последний раз )?(?:редактировалось|отредактировано|изменено)"
    r"|最后编辑|最終編集|本帖最后由|ultima modifica|modificato|bewerkt|laatst (?:bewerkt|gewijzigd)"
    r"|gewijzigd|(?:ostatnio )?(?:zmieniony|edytowan[aey])"
    r"|(?:senast|sist|sidst) (?:redigera[dt]|redigeret|redigert|ændret|endret))"
)
_EDITED = re.compile(rf"^[^\w\[]*{_EDIT_WORDS}(?!\w)", re.IGNORECASE)
_EDITED_BY = re.compile(
    rf"^[^\w\[]*{_EDIT_WORDS}:?\s+(?:by|von|par|por|da|door|przez|av|af|\d+ times?|at|on|am|um|le|el|em)\b",
    re.IGNORECASE,
)
_MOST_REASON = 2  # lines
_LONGEST_NOTE = 160


def is_marked(line: TextLine, marked: set[int]) -> bool:
    """Whether a date stands in a line."""
    return not marked.isdisjoint(range(line.run, line.end))


def is_edit_note(line: TextLine, marked: set[int]) -> bool:
    """Whether a line says who edited a text, or when."""
    text = line.text
    if len(text) > _LONGEST_NOTE:
        return False
    return _EDITED.match(text) is not None and (is_marked(line, marked) or _EDITED_BY.match(text) is not None)


def explained_edit(lines: list[TextLine], marked: set[int]) -> int:
    """How many of the last lines are a note of an edit, in a box of its own, with the reason for it below."""
    end = len(lines)
    last = lines[-1]
    for at in range(end - 2, max(end - 2 - _MOST_REASON, 0), -1):
        line = lines[at]
        if line.element != last.element or line.code or line.quoted:
            break
        if line.element != lines[0].element and is_edit_note(line, marked):
            return end - at
    return 0
