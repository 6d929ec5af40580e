"""From the span of an answer to its parts: headline, votes, text, author."""

from dataclasses import dataclass, field

from qapipe.page.outline import Line
from qapipe.readers.lines import noise
from qapipe.readers.sites.realself import atoms
from qapipe.readers.sites.realself.authors import Author
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score
from qapipe.readers.sites.realself.region import Region, Span
from qapipe.readers.sites.realself.segments import cut
from qapipe.records.models import Removal

_SLOT_STARTS = frozenset("+-{<$[#")  # of votes, placeholders and template expressions
_GLUED_HEADLINE = 120  # a longer line right under an author is the first paragraph
_UNMARKED_HEADLINE = 110  # the longest where nothing but its form tells a headline


@dataclass(slots=True)
class Piece:
    """One answer: its lines without those of its author."""

    lines: list[Line]
    author: Author | None = None
    headline: str | None = None
    votes: int | None = None
    noise: list[Removal] = field(default_factory=list)


def pieces(region: Region) -> tuple[list[Piece], list[Removal]]:
    """The answers of a page, in order, and the lines between and below them that are in none."""
    spans = cut(region)
    labels = _headline_labels(region, spans) if region.html else frozenset()
    expressions = _expressions(region, spans)
    found = [_piece(region, span, labels, expressions) for span in spans]
    covered: set[int] = set().union(*[range(span.start, span.end) for span in spans])
    outside = [line for index, line in enumerate(region.lines) if index not in covered]
    return found, [Removal(rule="outside_answers", text=line.text) for line in outside]


def _expressions(region: Region, spans: list[Span]) -> set[str]:
    """The unrendered expressions in the slots of answers, those of votes apart."""
    slots = set(region.slots)
    if not [n for n, line in enumerate(region.lines) if line.text[0] in noise.STARTS and n not in slots]:
        return set()  # almost every page
    return noise.slot_expressions(
        [[region.lines[n] for n in range(span.start, span.end) if n not in slots] for span in spans]
    )


def _headline_labels(region: Region, spans: list[Span]) -> frozenset[str]:
    """The kinds of element that come first in answers and nowhere else in them."""
    first: set[str] = set()
    later: set[str] = set()
    for span in spans:
        covered = range(span.author.start, span.author.end) if span.author else range(0)
        texts = [n for n in range(span.start, span.end) if n not in covered]
        labels = [region.lines[n].label for n in texts if not atoms.is_vote(region.lines[n].text)]
        if labels:
            (first if len(labels) > 1 else later).add(labels[0])
            later.update(labels[1:])
    return frozenset(first - later)


def _piece(region: Region, span: Span, labels: frozenset[str], expressions: set[str]) -> Piece:
    """The answer of a span: author and vote slot taken out, the headline told from the body."""
    author = span.author
    piece = Piece([], author)
    slot_at: int | None = None
    own = region.lines[span.start : span.end]
    if author:
        del own[max(author.start - span.start, 0) : max(author.end - span.start, 0)]
    for line in own:
        if line.text[0] not in _SLOT_STARTS:  # almost every line
            piece.lines.append(line)
        elif expressions and noise.fills_slot(line, expressions):
            piece.noise.append(Removal(rule=noise.TEMPLATE_PLACEHOLDER, text=line.text))
        elif atoms.is_placeholder(line.text):
            piece.noise.append(Removal(rule="vote_placeholder", text=line.text))
            slot_at = len(piece.lines) if slot_at is None else slot_at
        elif slot_at is None and len(piece.lines) <= 1 and atoms.VOTES.fullmatch(line.text):
            piece.votes, slot_at = int(line.text), len(piece.lines)
        else:
            piece.lines.append(line)
    if _has_headline(region, piece.lines, slot_at, labels, first=span.start):
        piece.headline = piece.lines.pop(0).text
    return piece


def _has_headline(
    region: Region, lines: list[Line], slot_at: int | None, labels: frozenset[str], *, first: int
) -> bool:
    """Whether the first line of an answer is its headline and not its first paragraph."""
    if len(lines) < 2 or lines[0].item:
        return False
    head, below = lines[0], lines[1]
    if slot_at is not None and (slot_at <= 1 and not region.html):
        return slot_at == 1
    if region.headed:
        return head.heading > 0
    if len(head.text) > MAX_HEADLINE or (head.gap > 1 and not region.loose):
        return False
    if labels:
        return head.label in labels
    if region.loose:
        return (
            len(head.text) <= _UNMARKED_HEADLINE
            and headline_score([head, head, below], 1, region.topic, loose=True) >= 0
        )
    if head.gap == 0 and first > 0:
        return len(head.text) <= _GLUED_HEADLINE and below.gap > 0
    return below.gap > 0
