"""Reads plain-text extractions of question pages.

In: the lines of a text such as

    Does a breast lift leave scars?
    I am 34 and ...
    Doctor Answers (2)
    Scars fade with time
    Give it a year ...
    Tampa Plastic Surgeon
    5.0 out of 5 stars 12 reviews
    ...

Out: a :class:`~qapipe.readers.site.Reading` with title, question text, and two answers with their authors.
"""

from qapipe.page.document import Document
from qapipe.page.outline import Line, block
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.answer_section import answer_section_of
from qapipe.readers.sites.realself.answers import add_answers, answer_parts
from qapipe.readers.sites.realself.authors import Gaps, find_authors
from qapipe.readers.sites.realself.boilerplate import without_boilerplate
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score, stems
from qapipe.records.plain import Answer, Question
from qapipe.records.warnings import PageWarning

_FEW_LINES = 10  # so few lines may all be paragraphs of their own


def read_text(document: Document) -> Reading:
    """The reading of a text extraction: title, question, answer count, answers with their authors below."""
    content = without_boilerplate(document.lines)
    if content.count_at is None:
        repeated = len(_without_repetition(content.lines[1:])) < len(content.lines) - 1
        content.count_at = len(content.lines) if repeated else _first_answer_line(content.lines)
    asked, answered = content.lines[: content.count_at], content.lines[content.count_at :]
    title, rest = _title(asked, teasers=content.teasers)
    question = Question(title=title, body=block(_without_repetition(rest)) or None)
    reading = Reading(question, answers_declared=content.declared, noise=content.noise)
    if content.teasers:
        _add_teasers(reading, answered)
        return reading
    section = answer_section_of(content, answered, content.count_at, title, gaps_of(answered))
    found, below = answer_parts(section)
    reading.noise += below
    add_answers(reading, found)
    if content.declared is None and reading.answers and not section.authors:
        reading.warnings.add(PageWarning.SEGMENTATION_GUESSED)
    return reading


def read_prose(document: Document) -> Reading:
    """The reading of an extraction that kept only the text of the answers, one per line, without title or authors."""
    content = without_boilerplate(document.lines)
    lines = content.lines
    asked = 1 if len(lines) > 1 and lines[1].gap and not any(line.gap for line in lines[2:]) else 0
    reading = Reading(Question(body=block(lines[:asked]) or None), noise=content.noise)
    reading.answers = [
        Answer(position=position, body=line.display()) for position, line in enumerate(lines[asked:], start=1)
    ]
    reading.warnings.add(PageWarning.SEGMENTATION_GUESSED)
    return reading


def gaps_of(lines: list[Line]) -> Gaps:
    """How far the empty lines of an extraction can be trusted to separate paragraphs.

    They cannot where there are none, where the same number separates all lines, or where they also separate a rating
    from the place above it.
    """
    gaps = {line.gap for line in lines[1:]}
    if gaps <= {0} or (len(gaps) == 1 and len(lines) > _FEW_LINES):
        return Gaps.LOST
    above_ratings = [lines[index].gap for index, _ in line_types.ratings([line.text for line in lines])]
    return Gaps.RELIABLE if not above_ratings or 0 in above_ratings else Gaps.LOST


def _first_answer_line(lines: list[Line]) -> int:
    """Index where the answers start on a page without an answer count: the first headline below the question.

    The title is followed by the question's text, and that by a short line with the first answer below it.
    """
    gaps = gaps_of(lines)
    ignore_gaps = gaps is Gaps.LOST
    authors = find_authors(lines, gaps=gaps)
    end = authors[0].start if authors else len(lines)
    title_stems = stems(lines[0].text if lines else "")
    scores = [
        headline_score(lines, index, title_stems, ignore_gaps=ignore_gaps) if 0 < index < end - 1 else -1.0
        for index in range(end)
    ]
    for index in range(1, end - 1):
        better_below = index == 1 and end > 3 and scores[2] >= scores[1]
        if (lines[index].gap or ignore_gaps) and scores[index] >= 1.0 and not better_below:
            return index
    if end > 2 and len(lines[1].text) <= MAX_HEADLINE and len(lines[2].text) > len(lines[1].text):
        return 1
    return 2 if end > 2 else min(len(lines), 1) if end > 1 and authors else len(lines)


def _title(lines: list[Line], *, teasers: bool) -> tuple[str | None, list[Line]]:
    """The title, and the lines below it. Pages with teasers have no title, except where an empty line follows it."""
    if not lines:
        return None, []
    apart = len(lines) > 1 and lines[1].gap > 0 and len(lines[0].text) < len(lines[1].text)
    if teasers and not (apart and len(lines[0].text) <= MAX_HEADLINE):
        return None, lines
    return lines[0].text, lines[1:]


def _without_repetition(lines: list[Line]) -> list[Line]:
    """The lines of a question; a text that is repeated right below itself is given once."""
    half = len(lines) // 2
    texts = [line.text for line in lines]
    return lines[:half] if half and len(lines) % 2 == 0 and texts[:half] == texts[half:] else lines


def _add_teasers(reading: Reading, lines: list[Line]) -> None:
    for position, line in enumerate(lines, start=1):
        reading.answers.append(Answer(position=position, body=line.display()))
    if any(line.text.endswith(("...", "…")) for line in lines):
        reading.warnings.add(PageWarning.TEASERS)
