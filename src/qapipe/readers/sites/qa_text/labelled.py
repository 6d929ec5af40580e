"""The turns of a text whose lines begin with labels: ``Q:`` and ``A:``, ``Patient:``, ``Dr. Reed's Answer``."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from qapipe.page.document import Document, TextDocument
from qapipe.page.outline import Line
from qapipe.readers.lines.boilerplate import is_below
from qapipe.readers.lines.labels import Label, letters_of, may_be_labels, read_label, read_letter
from qapipe.readers.lines.signatures import cut_signature
from qapipe.readers.sites.qa_text.spoken import Spoken, Turn
from qapipe.readers.sites.qa_text.titles import is_prose, title_above
from qapipe.readers.sites.qa_text.unlabelled import COUNT, may_answer, spoken_without_labels

_NOTHING = Spoken()
_FAR = 40  # lines above a label in which its title may stand


@lru_cache(maxsize=1)  # both layouts ask about the same page
def spoken(document: Document) -> Spoken:
    """Who says what on a page; no turns if it is no text that shows who asks and who answers."""
    if not isinstance(document, TextDocument):
        return _NOTHING
    texts = document.columns.texts
    marked = may_be_labels(texts)
    labels = _labels(marked, asking=any("?" in text for text in texts)) if marked else {}
    if not any(not label.asks for label in labels.values()) and not may_answer(document.columns):
        return _NOTHING
    found = _by_labels(document.lines, labels)
    return found if found.turns else spoken_without_labels(found.above)


def _labels(marked: Sequence[str], *, asking: bool) -> dict[str, Label]:
    """The labels of the lines that may have one; single letters count where a question mark is on the page."""
    letters = letters_of(marked) if asking else ""
    read = ((text, (read_letter(text, letters) if letters else None) or read_label(text)) for text in marked)
    return {text: label for text, label in read if label is not None}


def _by_labels(lines: Sequence[Line], labels: dict[str, Label]) -> Spoken:
    """The turns from each label to the next; the lines above the first, and below what ends the last."""
    above: list[Line] = []
    turns: list[Turn] = []
    below: list[Line] = []
    for line in lines:
        label = labels.get(line.text)
        counts = label is not None and label.counted is not None and bool(turns)
        if below or (turns and not turns[-1].asks and not counts and is_below(line.text)):
            below.append(line)
        elif label is not None and (label.asks or turns or _follows_title(above, label)):
            turns.append(Turn(label, [line._replace(text=label.rest)] if label.rest else []))
        else:
            (turns[-1].lines if turns else above).append(line)
    found = [part for turn in turns if turn.lines for part in _divided(turn)]
    if any(not one.lines and _is_heading(one) and _is_heading(other) for one, other in pairwise(turns)):
        return Spoken(list(lines))  # headings of a table
    if found and found[0].label.counted and len(found[0].lines) == len(turns[0].lines):
        return Spoken(list(lines))  # its answers are told apart by something else, if at all
    guessed = len(found) > len([turn for turn in turns if turn.lines])
    return Spoken(above, found, below, _declared(above, turns), guessed=guessed)


def _is_heading(turn: Turn) -> bool:
    """Whether its label says no more than ``Question`` or ``Answer``."""
    return turn.label == Label(asks=turn.asks)


def _follows_title(above: Sequence[Line], label: Label) -> bool:
    """Whether an answer whose author is named, or one that is counted, begins below a title that asks."""
    near = list(above[-_FAR:])
    known = label.who is not None or label.accepted or label.counted
    return bool(known or cut_signature(near, dashes=False)[0] is not None) and title_above(near) is not None


def _declared(above: list[Line], turns: Sequence[Turn]) -> int | None:
    """The declared answer count: that of headings, or of a line below the title, which is taken out."""
    if any(turn.label.counted for turn in turns):
        return sum(turn.label.counted or 1 for turn in turns if not turn.asks)
    title = title_above(above)
    for place in range(len(above) - 1, title if title is not None else len(above), -1):
        if match := COUNT.match(above[place].text):
            del above[place]
            return int(match[1] or match[2])
    return None


def _divided(turn: Turn) -> list[Turn]:
    """The answers below a heading that counts them, if each is one paragraph; else the turn as it is."""
    parts = [list(part) for part in _paragraphs(turn.lines)] if turn.label.counted else []
    if len(parts) != turn.label.counted or not all(is_prose(part[0].text) for part in parts):
        return [turn]
    return [Turn(turn.label, part) for part in parts]


def _paragraphs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The runs of lines that no empty line separates."""
    starts = [0, *(place for place, line in enumerate(lines) if place and line.gap)]
    return (lines[start:end] for start, end in pairwise([*starts, len(lines)]))
