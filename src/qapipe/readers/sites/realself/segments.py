"""The lines below the answer count, cut into the spans of single answers.

What is certain cuts first: vote slots, author blocks, the promotion between two answers. Where authors are lost and
fewer answers come out than the page declares, the best headlines cut the rest; where nothing is good enough, the
page stays short and says so.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from selectolax.lexbor import LexborNode

from qapipe.page.outline import Line, label_of
from qapipe.readers.sites.realself import atoms
from qapipe.readers.sites.realself.authors import Author, Gaps
from qapipe.readers.sites.realself.headlines import MAX_HEADLINE, headline_score
from qapipe.readers.sites.realself.region import Region, Span

_PAGE = frozenset({"body", "html", "main"})
_DEEPEST = 50  # elements around a line that are looked at
_TRUSTED_HEADLINE = 1.0  # the least score of a headline that may cut where the page does not say how often


def cut(region: Region) -> list[Span]:
    """The answers of a page, in order; of several ways to cut the one that agrees best with the declared count."""
    if not region.lines:
        return []
    if not region.html:
        return _nameless_first(_by_slots(region) if region.slotted else _by_authors(region))
    best = _best(region, [by_elements, _by_authors, _by_headings, _by_slots, _by_authors_above])
    if best and best[-1].author:
        best[-1].end = _end_of_element(region.lines, best[-1], best[-1].author)
    return best


def _best(region: Region, ways: list[Callable[[Region], list[Span]]]) -> list[Span]:
    """The spans of the way that fits best, of two as good of the first; beyond a perfect fit none is tried."""
    best: list[Span] = []
    least = _penalty(region, best)
    for way in ways:
        spans = way(region)
        penalty = _penalty(region, spans)
        if penalty < least:
            best, least = spans, penalty
        if not penalty:
            break
    return best


def _end_of_element(lines: list[Line], span: Span, author: Author) -> int:
    """Where the last answer ends: with the element that holds both its author and its text."""
    text = author.end if author.start == span.start else span.start
    if text >= span.end:
        return span.end
    around = _ids(_around(lines[author.start].box))
    shared = next((box.mem_id for box in _around(lines[text].box) if box.mem_id in around), None)
    end = span.end
    while shared is not None and end > max(author.end, text + 1) and shared not in _ids(_around(lines[end - 1].box)):
        end -= 1
    return end


def _around(box: LexborNode | None) -> list[LexborNode]:
    """The element and those around it, the innermost first; the page's own are left out."""
    found: list[LexborNode] = []
    while box is not None and box.tag not in _PAGE and len(found) < _DEEPEST:
        found.append(box)
        box = box.parent
    return found


def _nameless_first(spans: list[Span]) -> list[Span]:
    """The spans, the first one's author without a name.

    Text extractions always lose it, so that a line which looks like one is a sign-off and stays in the body.
    """
    author = spans[0].author
    if author and author.name:
        vouched = author.certain or author.place is not None
        spans[0].author = replace(author, start=author.start + 1, name=None, hrefs=()) if vouched else None
    return spans


def _penalty(region: Region, spans: list[Span]) -> float:
    """How badly a segmentation fits: against the declared count, empty answers, authors inside of answers."""
    if not spans:
        return float("inf")
    missed = abs(len(spans) - region.declared) if region.declared is not None else 0
    taken = {id(span.author) for span in spans if span.author}
    lost = sum(author.certain or author.name is not None for author in region.authors if id(author) not in taken)
    empty = sum(not _has_text(region, span) for span in spans)
    return 10.0 * missed + 6.0 * empty + 4.0 * lost


def _has_text(region: Region, span: Span) -> bool:
    covered = range(span.author.start, span.author.end) if span.author else range(0)
    return any(i not in covered and not atoms.is_vote(region.lines[i].text) for i in range(span.start, span.end))


def _by_slots(region: Region) -> list[Span]:
    """One answer a vote slot; the headline is the line above the slot, unless an author's or none's at all."""
    if region.html and not region.slotted:
        return []
    slots = region.slots
    starts = [_headline_above(region, slot, slots[n - 1] + 1 if n else 0) for n, slot in enumerate(slots)]
    starts[0] = 0
    return _spans_from(region, starts)


def _spans_from(region: Region, starts: list[int]) -> list[Span]:
    """One span from each start to the next; the last author block in it is its author."""
    spans = []
    for start, end in zip(starts, [*starts[1:], len(region.lines)], strict=True):
        own = [author for author in region.authors if author.start >= start and author.end <= end]
        spans.append(Span(start, end, own[-1] if own else None))
    return spans


def _headline_above(region: Region, slot: int, floor: int) -> int:
    """Where the answer of a vote slot starts: at the headline above the slot, else at the slot."""
    above = slot - 1
    if above < floor or any(author.start <= above < author.end for author in region.authors):
        return slot
    line = region.lines[above]
    if line.item or len(line.text) > MAX_HEADLINE:
        return slot
    behind_author = any(author.end == above for author in region.authors) or above in region.promo_before
    if not behind_author and above - 1 < floor and above > 0:
        return slot  # the only line below the slot before it: that answer's body
    return above


def _by_authors(region: Region) -> list[Span]:
    """Answers end at their author blocks; slots, promotions and good headlines cut where authors are lost."""
    spans = _ended_by_authors(region)
    spans = [piece for span in spans for piece in _cut_at_promos(region, span)]
    spans = [piece for span in spans for piece in _cut_at_slots(region, span)]
    first = region.authors[0] if region.authors else None
    if first and not region.html and first.name and spans[0].author is first:
        spans[0].spare = 1
    return _cut_to_declared(region, spans)


def _ended_by_authors(region: Region) -> list[Span]:
    spans, start = [], 0
    for author in region.authors:
        spans.append(Span(start, author.end, author))
        start = author.end
    if start < len(region.lines):
        spans.append(Span(start, len(region.lines)))
    return spans


def _cut_at_promos(region: Region, span: Span) -> list[Span]:
    cuts = [index for index in sorted(region.promo_before) if span.start < index < span.end]
    return _split(span, cuts)


def _cut_at_slots(region: Region, span: Span) -> list[Span]:
    own = [slot for slot in region.slots if span.start <= slot < span.end]
    starts = [_headline_above(region, slot, span.start) for slot in own]
    return _split(span, [start for start in starts if start > span.start])


def _split(span: Span, cuts: list[int]) -> list[Span]:
    """The span cut at the given lines; its author stays with the last part."""
    if not cuts:
        return [span]
    parts = [Span(start, end) for start, end in pairwise((span.start, *cuts, span.end))]
    parts[-1].author = span.author
    return parts


def _cut_to_declared(region: Region, spans: list[Span]) -> list[Span]:
    """More cuts, at the best headlines, until there are as many answers as declared."""
    if region.declared is None and len(spans) == 1 and spans[0].author is None:
        return _split(spans[0], sorted(_best_cuts(region, spans, len(region.lines), _TRUSTED_HEADLINE)))
    must = sum(span.spare for span in spans)
    wanted = region.declared - len(spans) if region.declared is not None else must
    cuts: list[int] = []
    if must and wanted > 0:
        best = _best_cuts(region, spans[:1], 1, _TRUSTED_HEADLINE if region.declared is None else -5.0)
        cuts += best
        wanted -= len(best)
    if wanted > 0:
        cuts += _best_cuts(region, spans, wanted, _floor(region), taken=cuts)
    return [part for span in spans for part in _split(span, sorted(c for c in cuts if span.start < c < span.end))]


def _floor(region: Region) -> float:
    """The least score of a headline that may cut to reach the declared count."""
    if not region.whole:
        return 3.0  # a dump cut the page short: most of the missing answers are not there
    return 3.5 if region.gaps is Gaps.LOST else 0.0


def _best_cuts(
    region: Region, spans: list[Span], wanted: int, floor: float, taken: list[int] | None = None
) -> list[int]:
    """The best-scoring headlines inside the spans, at most ``wanted``, each with text above and below it."""
    scored = []
    slotted = _has_empty_slots(region, spans)
    for span in spans:
        end = span.author.start if span.author else span.end
        for index in range(span.start + 1, end - 1):
            line = region.lines[index]
            if atoms.is_vote(line.text) or not (
                line.heading or (line.gap and not region.html) or region.gaps is Gaps.LOST
            ):
                continue
            if slotted and region.lines[index + 1].gap < 2:
                continue
            room = 1.0 if index - span.start > 1 else -1.0  # an answer mostly has a headline and a body
            score = headline_score(region.lines, index, region.topic, loose=region.loose) + room
            if score >= floor:
                scored.append((-score, index))
    chosen: list[int] = []
    for _, index in sorted(scored):
        if len(chosen) < wanted and all(abs(index - other) > 1 for other in [*chosen, *(taken or [])]):
            chosen.append(index)
    return chosen


def _has_empty_slots(region: Region, spans: list[Span]) -> bool:
    """Whether below every headline so far stands a vote or its empty line, as in the first era."""
    below = [region.lines[span.start + 1] for span in spans if span.start + 1 < span.end]
    return not region.loose and len(below) > 1 and all(atoms.is_vote(line.text) or line.gap > 1 for line in below)


def by_elements(region: Region) -> list[Span]:
    """One answer an element: the largest around each author that holds no other one, and its likes without an author.

    Holds in whatever order an answer shows its parts; needs two authors to tell an answer's element from the page's.
    """
    if len(region.authors) < 2:
        return []
    largest = _largest_of_one(region)
    own = [element for author in region.authors if (element := largest[author.start])]
    if len(own) < len(region.authors):
        return []
    labels = {label_of(node) for _, node in own}
    answers = {mem_id: author for (mem_id, _), author in zip(own, region.authors, strict=True)}
    spans: list[Span] = []
    of_last: int | None = None
    for index, element in enumerate(largest):
        if element is None or not (element[0] == of_last or element[0] in answers or label_of(element[1]) in labels):
            of_last = None
        elif element[0] == of_last:
            spans[-1].end = index + 1
        else:
            of_last = element[0]
            spans.append(Span(index, index + 1, answers.get(of_last)))
    return spans


def _largest_of_one(region: Region) -> list[tuple[int, LexborNode] | None]:
    """For each line the largest element around it, with its id, that holds no two authors; None if there is none.

    No element is asked twice, so that depth does not count.
    """
    shared = _around_several([region.lines[author.start].box for author in region.authors])
    known: dict[int, tuple[int, LexborNode]] = {}
    found: list[tuple[int, LexborNode] | None] = []
    for line in region.lines:
        passed: list[int] = []
        largest: tuple[int, LexborNode] | None = None
        box = line.box
        while box is not None:
            mem_id = box.mem_id
            if mem_id in known:
                largest = known[mem_id]
                break
            if mem_id in shared or box.tag in _PAGE:
                break
            passed.append(mem_id)
            largest = (mem_id, box)
            box = box.parent
        if largest is not None:
            known.update(dict.fromkeys(passed, largest))
        found.append(largest)
    return found


def _around_several(boxes: list[LexborNode | None]) -> set[int]:
    """The ids of the elements that stand around more than one of some boxes, the page's own left out."""
    once: set[int] = set()
    several: set[int] = set()
    for box in boxes:
        above = box
        while above is not None and (mem_id := above.mem_id) not in several and above.tag not in _PAGE:
            (several if mem_id in once else once).add(mem_id)
            above = above.parent
    return several


def _ids(boxes: list[LexborNode]) -> set[int]:
    return {box.mem_id for box in boxes}


def _by_headings(region: Region) -> list[Span]:
    """One answer an HTML heading of the level that the first heading below the count has."""
    if not region.headed:
        return []
    names = {index for author in region.authors for index in range(author.start, author.end)}
    headings = [index for index, line in enumerate(region.lines) if line.heading and index not in names]
    starts = [index for index in headings if region.lines[index].heading == region.lines[headings[0]].heading]
    starts[0] = 0
    return _spans_from(region, starts)


def _stand_above(region: Region) -> bool:
    """Whether authors stand above their answers: the first one does, and text follows the last one."""
    return region.authors[0].start <= 1 and region.authors[-1].end < len(region.lines)


def _by_authors_above(region: Region) -> list[Span]:
    if not region.authors or not _stand_above(region):
        return []
    starts = [author.start for author in region.authors]
    starts[0] = 0
    ends = [*starts[1:], len(region.lines)]
    return [Span(start, end, author) for start, end, author in zip(starts, ends, region.authors, strict=True)]
