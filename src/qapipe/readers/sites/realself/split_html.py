"""Splits the answers of HTML pages by their elements.

In: the answer section of a page such as

    <div class="answer"><h3>Scars fade</h3><p>Give it a year ...</p><a href="/dr/jane-doe">Jane Doe, MD</a></div>
    <div class="answer"><h3>Every scar is different</h3><p>...</p></div>

Out: one span of lines for each ``div``, the second one without an author. Class names are compared with each other and
never known in advance.
"""

from selectolax.lexbor import LexborNode

from qapipe.page.outline import Lines, label_of
from qapipe.readers.sites.realself.answer_section import AnswerSection, Span
from qapipe.readers.sites.realself.authors import Author
from qapipe.readers.threads.places import numbers_of

(_MAIN,) = numbers_of(frozenset({"main"}))  # holds all answers of a page: it is never one of them
_MAX_ANCESTORS = 50


def by_elements(section: AnswerSection) -> list[Span]:
    """One answer per element: the largest that contains one author only, and similar ones without an author.

    Works in whatever order an answer shows its parts. Needs two authors to distinguish an answer from the page.
    """
    if len(section.authors) < 2:
        return []
    largest = _largest_with_one_author(section)
    own = [element for author in section.authors if (element := largest[author.start])]
    if len(own) < len(section.authors):
        return []
    labels = {label_of(node) for _, node in own}
    answers = {mem_id: author for (mem_id, _), author in zip(own, section.authors, strict=True)}
    spans: list[Span] = []
    of_last: int | None = None
    for index, element in enumerate(largest):
        if element is not None and element[0] == of_last:
            spans[-1].end = index + 1
        elif element is None or label_of(element[1]) not in labels:
            of_last = None
        else:
            of_last = element[0]
            spans.append(Span(index, index + 1, answers.get(of_last)))
    return spans


def _largest_with_one_author(section: AnswerSection) -> list[tuple[int, LexborNode] | None]:
    """For each line, the largest element around it with at most one author, and its id; None if there is none.

    Each element is visited once, so the time does not depend on the depth.
    """
    boxes = section.lines.boxes
    shared = _shared_ancestors([boxes[author.start] for author in section.authors])
    known: dict[int, tuple[int, LexborNode]] = {}
    found = []
    for innermost in boxes:
        above: list[int] = []
        largest: tuple[int, LexborNode] | None = None
        box = innermost
        while box is not None:
            mem_id = box.mem_id
            if mem_id in known:
                largest = known[mem_id]
                break
            if mem_id in shared or box.tag_id == _MAIN:
                break
            above += (mem_id,)
            largest = (mem_id, box)
            box = box.parent
        if largest is not None:
            for mem_id in above:
                known[mem_id] = largest
        found.append(largest)
    return found


def _shared_ancestors(boxes: list[LexborNode | None]) -> set[int]:
    """Ids of the elements that contain more than one of the boxes."""
    once: set[int] = set()
    several: set[int] = set()
    for box in boxes:
        above = box
        while above is not None and (mem_id := above.mem_id) not in several:
            (several if mem_id in once else once).add(mem_id)
            above = above.parent
    return several


def by_headings(section: AnswerSection) -> list[Span]:
    """One answer per HTML heading of the same level as the first heading below the answer count."""
    if not section.has_headings:
        return []
    names = {index for author in section.authors for index in range(author.start, author.end)}
    levels = section.lines.headings
    headings = [index for index, level in enumerate(levels) if level and index not in names]
    starts = [index for index in headings if levels[index] == levels[headings[0]]]
    starts[0] = 0
    return section.spans_from(starts)


def by_authors_above(section: AnswerSection) -> list[Span]:
    """One answer per author, on pages that show the author above the answer."""
    if not section.authors or not _authors_come_first(section):
        return []
    starts = [author.start for author in section.authors]
    starts[0] = 0
    ends = [*starts[1:], len(section.lines.texts)]
    return [Span(start, end, author) for start, end, author in zip(starts, ends, section.authors, strict=True)]


def _authors_come_first(section: AnswerSection) -> bool:
    """Whether authors are shown above their answers: the section starts with one, and text follows the last."""
    return section.authors[0].start <= 1 and section.authors[-1].end < len(section.lines.texts)


def end_of_element(lines: Lines, span: Span, author: Author) -> int:
    """Index where the last answer ends: with the element that contains both its author and its text."""
    text = author.end if author.start == span.start else span.start
    if text >= span.end:
        return span.end
    around = _ids(_ancestors(lines.boxes[author.start]))
    shared = next((box.mem_id for box in _ancestors(lines.boxes[text]) if box.mem_id in around), None)
    end = span.end
    while shared is not None and end > author.end and shared not in _ids(_ancestors(lines.boxes[end - 1])):
        end -= 1
    return end


def _ancestors(box: LexborNode | None) -> list[LexborNode]:
    """The element and its ancestors, innermost first, up to ``main``."""
    found: list[LexborNode] = []
    while box is not None and box.tag_id != _MAIN and len(found) < _MAX_ANCESTORS:
        found.append(box)
        box = box.parent
    return found


def _ids(boxes: list[LexborNode]) -> set[int]:
    return {box.mem_id for box in boxes}
