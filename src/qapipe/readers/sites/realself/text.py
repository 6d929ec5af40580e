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
from qapipe.page.outline import Lines
from qapipe.readers.lines.doctor_answers import find_count
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.answer_section import AnswerSection, answer_section_of
from qapipe.readers.sites.realself.answers import add_answers, answer_parts
from qapipe.readers.sites.realself.authors import Gaps, Ratings, find_authors
from qapipe.readers.sites.realself.boilerplate import MainContent, site_lines_of, without_boilerplate
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, NO_HEADLINE, SENTENCE_END, headline_score
from qapipe.records.plain import Answer, Question
from qapipe.records.warnings import PageWarning

_FEW_LINES = 10  # so few lines may all be paragraphs of their own


def read_text(document: Document, *, elsewhere: bool = False) -> Reading:
    """The reading of a text extraction: title, question, answer count, answers with their authors below.

    ``elsewhere``: whether it is a page of another site, with its own words for the answer count, and all authors named.
    """
    content = without_boilerplate(document.columns, site_lines_of(document))
    if elsewhere and content.count_at is None:
        _take_count(content)
    if content.count_at is None:
        texts = content.lines.texts
        repeated = _is_repeated(texts[1:])
        content.count_at = len(texts) if repeated else _first_answer_line(content.lines)
    at = content.count_at
    asked, answered = content.lines.part(0, at), content.lines.part(at)
    title, rest = _title(asked, teasers=content.teasers)
    question = Question(title=title, body=_without_repetition(rest).block() or None)
    reading = Reading(question, answers_declared=content.declared, noise=content.noise)
    if content.teasers:
        _add_teasers(reading, answered)
        return reading
    ratings = line_types.ratings(answered.texts, answered.starts)
    section = answer_section_of(content, answered, at, title, gaps_of(answered, ratings), ratings)
    section.first_named = elsewhere or (document.url is None and _all_are_named(section))
    found, below = answer_parts(section)
    reading.noise += below
    add_answers(reading, answered, found)
    if elsewhere:
        _put_sentences_back(reading.answers)
    if content.declared is None and reading.answers and not section.authors:
        reading.warnings.add(PageWarning.SEGMENTATION_GUESSED)
    return reading


def read_elsewhere(document: Document) -> Reading:
    """The reading of a text of the same form on another site."""
    return read_text(document, elsewhere=True)


def _put_sentences_back(answers: list[Answer]) -> None:
    """Headlines that are several sentences are first paragraphs: other sites may have no headlines."""
    for answer in answers:
        if answer.headline and answer.headline[-1] in ".!?" and SENTENCE_END.search(answer.headline):
            answer.headline, answer.body = None, f"{answer.headline}\n\n{answer.body}"


def _take_count(content: MainContent) -> None:
    """Take the line that counts the answers out of the content: ``Dentist Answers (2)``."""
    if counted := find_count(content.lines.texts):
        row, content.declared = counted
        content.lines, content.count_at = content.lines.without([row]), row
        content.after_promo = {at - (at > row) for at in content.after_promo}


def _all_are_named(section: AnswerSection) -> bool:
    """Whether as many authors are named as there are answers: such a text is not RealSelf's."""
    if section.ignore_gaps or not section.authors or section.authors[0].name is None:
        return False  # nearly every text
    return section.declared == len([author for author in section.authors if author.name])


def read_prose(document: Document) -> Reading:
    """The reading of an extraction that kept only the text of the answers, one per line, without title or authors."""
    content = without_boilerplate(document.columns, site_lines_of(document))
    lines = content.lines
    asked = 1 if len(lines.gaps) > 1 and lines.gaps[1] and not any(lines.gaps[2:]) else 0
    reading = Reading(Question(body=lines.part(0, asked).block() or None), noise=content.noise)
    _add_one_per_line(reading, lines.part(asked))
    reading.warnings.add(PageWarning.SEGMENTATION_GUESSED)
    return reading


def gaps_of(lines: Lines, ratings: Ratings) -> Gaps:
    """How far the empty lines of an extraction can be trusted to separate paragraphs.

    They cannot where there are none, where the same number separates all lines, or where they also separate a rating
    from the place above it. ``ratings`` are those of the lines.
    """
    gaps = set(lines.gaps[1:])
    if gaps <= {0} or (len(gaps) == 1 and len(lines.gaps) > _FEW_LINES):
        return Gaps.LOST
    return Gaps.LOST if ratings and 0 not in [lines.gaps[index] for index, _ in ratings] else Gaps.RELIABLE


def _first_answer_line(lines: Lines) -> int:
    """Index where the answers start on a page without an answer count: the first headline below the question.

    The title is followed by the question's text, and that by a short line with the first answer below it.
    """
    texts = lines.texts
    ratings = line_types.ratings(texts, lines.starts)
    gaps = gaps_of(lines, ratings)
    ignore_gaps = gaps is Gaps.LOST
    authors = find_authors(lines, gaps=gaps, ratings=ratings)
    end = authors[0].start if authors else len(texts)
    title = texts[0] if texts else ""

    def score(index: int) -> float:
        if texts[index][MAX_HEADLINE:]:
            return NO_HEADLINE
        return headline_score(lines, index, title, ignore_gaps=ignore_gaps)

    for index in range(1, end - 1):
        if (lines.gaps[index] or ignore_gaps) and (own := score(index)) >= 1.0:
            better_below = index == 1 and end > 3 and score(2) >= own
            if not better_below:
                return index
    if end > 2 and len(texts[1]) <= MAX_HEADLINE and len(texts[2]) > len(texts[1]):
        return 1
    return 2 if end > 2 else min(len(texts), 1) if end > 1 and authors else len(texts)


def _title(lines: Lines, *, teasers: bool) -> tuple[str | None, Lines]:
    """The title, and the lines below it. Pages with teasers have no title, except where an empty line follows it."""
    texts = lines.texts
    if not texts:
        return None, lines
    apart = len(texts) > 1 and lines.gaps[1] > 0 and len(texts[0]) < len(texts[1])
    if teasers and not (apart and len(texts[0]) <= MAX_HEADLINE):
        return None, lines
    return texts[0], lines.part(1)


def _is_repeated(texts: list[str]) -> bool:
    """Whether the second half of the lines is the same as the first."""
    half = len(texts) // 2
    return half > 0 and texts[:half] == texts[half:]


def _without_repetition(lines: Lines) -> Lines:
    """The lines of a question; a text that is repeated right below itself is given once."""
    return lines.part(0, len(lines.texts) // 2) if _is_repeated(lines.texts) else lines


def _add_teasers(reading: Reading, lines: Lines) -> None:
    _add_one_per_line(reading, lines)
    if any(text.endswith(("...", "…")) for text in lines.texts):
        reading.warnings.add(PageWarning.TEASERS)


def _add_one_per_line(reading: Reading, lines: Lines) -> None:
    """Add an answer for each line."""
    shown = map(lines.shown, range(len(lines.texts)))
    reading.answers += [Answer(position, text) for position, text in enumerate(shown, start=1)]
