"""What is left out of the posts of a page, by noise rule."""

from collections.abc import Iterable, Mapping

from qapipe.page.text import one_line
from qapipe.readers.threads.edits import is_edit_note
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Record, runs_of
from qapipe.readers.threads.signatures import RULE
from qapipe.readers.threads.texts import TextLine
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal


def removed_elements(places: Places, rules: Mapping[int, NoiseRule | None]) -> list[Removal]:
    """Elements of posts, each by its rule, or not counted without one; one inside another goes with it."""
    found: list[Removal] = []
    behind = 0
    for element in sorted(rules):
        if element < behind:
            continue
        rule, behind = rules[element], places.ends[element]
        if rule is not None and places.length(element):
            found.append(Removal(rule, one_line(places.text(element))))
    return found


def removed_records(places: Places, records: Iterable[Record], rule: NoiseRule) -> list[Removal]:
    """Boxes that were taken for posts at first."""
    spans = [runs_of(places, record) for record in records]
    return [Removal(rule, one_line(" ".join(places.texts[first:end]))) for first, end in spans if first < end]


def removed_lines(lines: Iterable[TextLine], rule: NoiseRule) -> list[Removal]:
    """Lines of a post, as one piece."""
    text = one_line(" ".join([line.text for line in lines]))
    return [Removal(rule, text)] if text else []


def removed_below(whole: list[TextLine], kept: list[TextLine], marked: set[int]) -> list[Removal]:
    """A signature below a line of underscores, and edit notes, that were cut off the end of a post."""
    if not kept or whole[-1].end <= kept[-1].end:
        return []
    found: list[Removal] = []
    cut = [line for line in whole if line.run >= kept[-1].end]
    for number, line in enumerate(cut, 1):
        if RULE.fullmatch(line.text):
            return [*found, *removed_lines(cut[number:], NoiseRule.SIGNATURE)]
        if is_edit_note(line, marked):
            found += removed_lines([line], NoiseRule.EDIT_NOTE)
    return found
