"""From the lines of a page to its question and answers: one short reader a form of the page."""

from qapipe.page.document import Document, HtmlDocument
from qapipe.page.outline import Line, block
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself import atoms
from qapipe.readers.sites.realself.authors import PROFILE_PATH, Author, Gaps, find_authors
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score, stems
from qapipe.readers.sites.realself.pieces import Piece, pieces
from qapipe.readers.sites.realself.region import region_of
from qapipe.records.models import Answer, Question

_FEW_LINES = 10  # of so many each may well be a paragraph of its own


def read_text(document: Document) -> Reading:
    """The reading of a text extraction: title, question, count, answers with authors below them."""
    body = atoms.without_furniture(document.lines)
    if body.count_at is None:
        repeated = len(_without_repetition(body.lines[1:])) < len(body.lines) - 1
        body.count_at = len(body.lines) if repeated else _boundary(body.lines)
    asked, answered = body.lines[: body.count_at], body.lines[body.count_at :]
    title, rest = _title(asked, teasers=body.teasers)
    question = Question(title=title, body=block(_without_repetition(rest)) or None)
    reading = Reading(question, answers_declared=body.declared, noise=body.noise)
    if body.teasers:
        _add_teasers(reading, answered)
        return reading
    region = region_of(body, answered, body.count_at, title, gaps_of(answered))
    found, below = pieces(region)
    reading.noise += below
    add_answers(reading, found)
    if body.declared is None and reading.answers and not region.authors:
        reading.warnings.add("segmentation_guessed")
    return reading


def read_prose(document: Document) -> Reading:
    """The reading of an extraction that kept the answers' text alone: a line an answer, no title, no author."""
    body = atoms.without_furniture(document.lines)
    lines = body.lines
    asked = 1 if len(lines) > 1 and lines[1].gap and not any(line.gap for line in lines[2:]) else 0
    reading = Reading(Question(body=block(lines[:asked]) or None), noise=body.noise)
    reading.answers = [
        Answer(position=position, body=line.display()) for position, line in enumerate(lines[asked:], start=1)
    ]
    reading.warnings.add("segmentation_guessed")
    return reading


def gaps_of(lines: list[Line]) -> Gaps:
    """Whether an extraction kept the difference between neighbouring lines and paragraphs.

    It did not when all empty lines are gone, or as many stand everywhere, even between each rating and the place above.
    """
    gaps = {line.gap for line in lines[1:]}
    if gaps <= {0} or (len(gaps) == 1 and len(lines) > _FEW_LINES):
        return Gaps.LOST
    rated = False
    for line in lines:
        if " out of " in line.text and atoms.is_rating(line.text):
            if not line.gap:
                return Gaps.TRUE
            rated = True
    return Gaps.LOST if rated else Gaps.TRUE


def _boundary(lines: list[Line]) -> int:
    """Where the answers start on a page without a count: at the first headline below the question.

    Below the title stands the question's text, below that a short line with the first answer under it.
    """
    gaps = gaps_of(lines)
    loose = gaps is Gaps.LOST
    authors = find_authors(lines, gaps=gaps)
    end = authors[0].start if authors else len(lines)
    topic = stems(lines[0].text if lines else "")
    scores = [headline_score(lines, index, topic, loose=loose) if 0 < index < end - 1 else -1.0 for index in range(end)]
    for index in range(1, end - 1):
        better_below = index == 1 and end > 3 and scores[2] >= scores[1]
        if (lines[index].gap or loose) and scores[index] >= 1.0 and not better_below:
            return index
    if end > 2 and len(lines[1].text) <= MAX_HEADLINE and len(lines[2].text) > len(lines[1].text):
        return 1
    return 2 if end > 2 else min(len(lines), 1) if end > 1 and authors else len(lines)


def _title(lines: list[Line], *, teasers: bool) -> tuple[str | None, list[Line]]:
    """The title and the lines below it; pages of teasers lost their title unless it stands apart."""
    if not lines:
        return None, []
    apart = len(lines) > 1 and lines[1].gap > 0 and len(lines[0].text) < len(lines[1].text)
    if teasers and not (apart and len(lines[0].text) <= MAX_HEADLINE):
        return None, lines
    return lines[0].text, lines[1:]


def _without_repetition(lines: list[Line]) -> list[Line]:
    """A question whose text stands twice, one copy below the other, once."""
    half = len(lines) // 2
    texts = [line.text for line in lines]
    return lines[:half] if half and len(lines) % 2 == 0 and texts[:half] == texts[half:] else lines


def _add_teasers(reading: Reading, lines: list[Line]) -> None:
    for position, line in enumerate(lines, start=1):
        reading.answers.append(Answer(position=position, body=line.display()))
    if any(line.text.endswith(("...", "…")) for line in lines):
        reading.warnings.add("teasers_cut_by_site")


def add_answers(reading: Reading, found: list[Piece], page: HtmlDocument | None = None) -> None:
    """The pieces as answers; a piece without text is no answer, and its headline, if any, is its text."""
    for piece in found:
        text = block(piece.lines)
        headline = piece.headline
        if not text:
            text, headline = headline or "", None
        reading.noise += piece.noise
        if not text:
            continue
        position = len(reading.answers) + 1
        author = piece.author
        fields = author_fields(author, page) if author else {}
        reading.answers.append(
            Answer(position=position, headline=headline, body=text, votes=piece.votes, **fields)  # type: ignore[arg-type]
        )


def author_fields(author: Author, page: HtmlDocument | None) -> dict[str, object]:
    """The columns of an answer that its author block fills; links are made absolute by their page."""
    return {
        "author_url": _profile(author, page) if page else None,
        "author_name": author.name.name if author.name else None,
        "author_credentials": author.name.credentials if author.name else (),
        "author_note": author.name.note if author.name else None,
        "location": author.place.location if author.place else None,
        "specialty": author.place.specialty if author.place else None,
        "rating": author.rating,
        "rating_best": author.rating_best,
        "review_count": author.review_count,
        "address": author.address,
    }


def _profile(author: Author, page: HtmlDocument) -> str | None:
    """The link of the author's card that leads to a profile, without fragment; else the one of the name itself."""
    links = [href.partition("#")[0] for href in author.hrefs]
    profiles = [href for href in links if PROFILE_PATH.search(href)]
    return page.absolute(next(iter(profiles or ([] if not author.name else links)), None))
